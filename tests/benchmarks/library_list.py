"""How long the window's list takes with many items: python -m tests.benchmarks.library_list [N].

The model, its filters and the laid out view, on the offscreen platform: milliseconds of this
thread's own computing, which others on the machine do not lengthen much."""

from __future__ import annotations

import dataclasses
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from app.core.events import ItemRow
from app.gui.library.pane import LibraryPane
from app.gui.theme import Theme
from app.tasks import wire

_WORDS = ("harbour", "survey", "lease", "invoice", "gutter", "minutes", "recipe", "garden", "trip")


def rows(n: int) -> list[ItemRow]:
    """As the engine sends them: no two rows share a string."""
    rng = random.Random(7)
    made = []
    for number in range(n):
        name = f"{rng.choice(_WORDS)} {rng.choice(_WORDS)} {number:06d}.txt"
        path = f"/home/user/{rng.choice(_WORDS)}/{rng.randrange(200):03d}/{name}"
        kind = rng.choice(("text", "text", "text", "image", "audio"))
        day = f"20{rng.randrange(20, 27)}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
        added = f"{day}T{rng.randrange(24):02d}:{rng.randrange(60):02d}:{number % 60:02d}+00:00"
        language = rng.choice(("en", "de", None))
        state = rng.choice(("ready",) * 30 + ("attention", "missing"))
        inside = (1,) if rng.random() < 0.1 else ()
        made.append(
            ItemRow(
                number + 1, path, kind, state, 3, name, added, None, 900, language, added, inside
            )
        )
    return [wire.event_from_json(json.loads(json.dumps(wire.to_json(row)))) for row in made]


def timed_ms(act: Callable[[], object], app: QApplication, pane: LibraryPane) -> float:
    began = time.thread_time()
    act()
    pane.list.executeDelayedItemsLayout()
    app.processEvents()
    return (time.thread_time() - began) * 1000


def main(n: int) -> None:
    app = QApplication([])
    pane = LibraryPane(Theme(app, "light"))
    pane.resize(300, 800)
    pane.show()
    app.processEvents()
    items = rows(n)
    figures: dict[str, float] = {}
    figures["open"] = timed_ms(lambda: pane.show_items(items), app, pane)
    figures["same again"] = timed_ms(lambda: pane.show_items(items), app, pane)
    more = [
        dataclasses.replace(items[at * 97], item_id=n + 1 + at, title=f"{at} new")
        for at in range(50)
    ]
    figures["50 rows come"] = timed_ms(lambda: pane.items.update_rows(more), app, pane)
    changed = [dataclasses.replace(item, state="missing") for item in items[:50]]
    figures["50 rows change"] = timed_ms(lambda: pane.items.update_rows(changed), app, pane)
    gone = [item.item_id for item in more]
    figures["50 rows go"] = timed_ms(lambda: pane.items.update_rows([], gone), app, pane)
    kind = {"kind": "image"}
    figures["by kind of file"] = timed_ms(lambda: pane.filters._narrow(kind), app, pane)
    figures["all kinds"] = timed_ms(lambda: pane.filters._narrow({"kind": ""}), app, pane)
    for order in ("folder", "kind", "date", "collection", "newest", "name"):
        act = lambda order=order: pane.filters._set_order(order)  # noqa: E731
        figures[f"view {order}"] = timed_ms(act, app, pane)
        keys = ("e", "ga", "gar", "garden", "garden 1", "garden 12", "")
        typed = [timed_ms(lambda w=w: pane.search.setText(w), app, pane) for w in keys]
        figures[f"view {order}: filter, worst key"] = max(typed)
    bar = pane.list.verticalScrollBar()
    steps = []
    for step in range(200):
        at = bar.maximum() * step // 200
        steps.append(timed_ms(lambda at=at: bar.setValue(at), app, pane))
    figures["scrolling, worst frame"] = max(steps)
    figures["scrolling, median frame"] = statistics.median(steps)
    print(json.dumps({key: round(value, 1) for key, value in figures.items()}, indent=1))
    app.shutdown()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
