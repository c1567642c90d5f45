"""`triptych selftest`: every feature once, on the sample library, in a temporary folder.

A part that fails is told and the next one is tried. What a part needs and does not find, a model or
a tool, is a failure: this is how one learns that an installation lacks something."""

from __future__ import annotations

import dataclasses
import importlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli_display import say
from app.cli_json import write_json
from app.cli_session import CANNOT_GO_ON, DONE, Json, opened
from app.core import events
from app.core.errors import UserError
from app.core.question.query import Query
from app.core.transfer import backup_library, export_library, restore_library
from app.core.troubles import known_trouble
from app.demo import sample_folder
from storage.folders import stamp

if TYPE_CHECKING:
    from app.compose import Core

# One file of each family, and a word that must be found in it.
FILES: tuple[tuple[str, str, str], ...] = (
    ("a text", "notes/closing-checklist.txt", "checklist"),
    ("a table", "office/visitor-counts.xlsx", "visitors"),
    ("rows of a CSV file", "kitchen/espresso-journal.csv", "ethiopia"),
    ("a mail", "mail/vaccination-reminder.eml", "vaccination"),
    ("a scanned page, by OCR", "letters/delivery-note-scan.pdf", "delivery"),
    ("a picture's writing, by OCR", "pictures/telescope-type-plate.png", "telescope"),
    ("a recording, by its transcript", "recordings/technician-advice.wav", "mirror"),
)
PICTURE, SOUND = FILES[5][1], FILES[6][1]
QUESTION, CITED = "When is the vaccination of the cat due?", FILES[3][1]
_TRACED = "connect,sendto,sendmsg,sendmmsg"
_ISOLATED = ("unshare", "--user", "--map-root-user", "--net")


class Lacking(Exception):
    """What a part of the test did not find."""


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    ok: bool
    detail: str
    seconds: float


def selftest(
    offline: Annotated[
        bool, typer.Option("--offline", help="Without a network, watched: fail on any attempt.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Try every feature once on the sample library, in a temporary folder; yours is not touched."""
    value = _watched() if offline else _object(list(_tried(lambda part: say(_line(part)))))
    if as_json:
        write_json(value)
    else:
        if offline:
            for part in value["parts"]:
                print(_line(Part(**part)))
            for attempt in value["attempts"]:
                print(f"asked outside: {attempt}")
        print("All is well." if value["ok"] else "Something is missing or broken: see above.")
    raise typer.Exit(DONE if value["ok"] else CANNOT_GO_ON)


def _line(part: Part) -> str:
    return f"{'ok  ' if part.ok else 'FAIL'} {part.name}" + (
        f": {part.detail}" if part.detail else ""
    )


def _object(parts: Sequence[Part]) -> dict[str, Any]:
    return {
        "ok": all(part.ok for part in parts),
        "parts": [dataclasses.asdict(part) for part in parts],
    }


def _tried(tell: Callable[[Part], None]) -> Iterator[Part]:
    """Every part in turn, whatever became of those before."""
    with tempfile.TemporaryDirectory(prefix="triptych-selftest-") as folder:
        place = Path(folder)
        with opened(place / "library", writer=True) as core:
            for name, work in _parts(core, place):
                began = time.monotonic()
                try:
                    detail, ok = work() or "", True
                except Lacking as error:
                    detail, ok = str(error), False
                except Exception as error:  # noqa: BLE001 - told, and the next part is tried
                    known = known_trouble(error)
                    detail = known.message if known else f"an internal error ({error!r})"
                    ok = False
                part = Part(name, ok, detail, round(time.monotonic() - began, 1))
                tell(part)
                yield part


def _parts(core: Core, place: Path) -> Iterator[tuple[str, Callable[[], str | None]]]:
    yield "models are installed", lambda: _models(core)
    yield "readers are confined", lambda: _confined(core)
    yield "adding", lambda: _added(core)
    for what, file, word in FILES:
        yield f"found in {what}", lambda file=file, word=word: _found(core, file, word)  # type: ignore[misc]
    yield "found by a picture", lambda: _alike(core, Query(image=sample_folder() / PICTURE))
    yield "found by a sound", lambda: _alike(core, Query(audio=sample_folder() / SOUND))
    yield "an answer with its source", lambda: _answered(core)
    yield "reading all that is stored", lambda: _verified(core)
    yield "export", lambda: _exported(core, place)
    yield "backup and restore", lambda: _restored(core, place)
    yield "locking with a passphrase", lambda: _locked(core, place)
    yield "removing", lambda: _removed(core)
    yield "the samples are untouched", _untouched([sample_folder() / file for _, file, _ in FILES])
    yield "parts of the window", _window


def _models(core: Core) -> str:
    lacking = [
        row.role
        for row in core.models.rows()
        if row.starter and not row.installed and row.role != "decoder"
    ]
    if lacking:
        raise Lacking(f"not installed: {', '.join(lacking)}; `triptych models install starter`")
    return ", ".join(name for name in core.maintenance.status().models.values() if name)


def _confined(core: Core) -> str:
    held = core.readers.confinement
    if sys.platform.startswith("linux") and ("landlock" not in held or "seccomp" not in held):
        raise Lacking("this kernel has no Landlock or no seccomp; readers have limits only")
    return held


def _added(core: Core) -> str:
    files = [sample_folder() / file for _, file, _ in FILES]
    finished = [*core.ingest.add(files)][-1]
    assert isinstance(finished, events.AddFinished)
    if finished.failed or finished.added < len(files):  # there are files within files
        reasons = "; ".join(f"{Path(f.path).name}: {f.reason}" for f in finished.failed)
        raise Lacking(f"{finished.added} of {len(files)} files were added. {reasons}")
    return f"{finished.added} files, {finished.chunks} passages"


def _found(core: Core, file: str, word: str) -> str:
    path = str(sample_folder() / file)
    item = core.store.items.by_path(path)
    chunks = core.store.chunks.of_content(item.content_id) if item and item.content_id else []
    if not any(word in chunk.text.casefold() for chunk in chunks):
        raise Lacking(f"“{word}” was not read in {Path(file).name}")
    hits = core.retriever.search(Query(word, k=20)).hits
    if path not in [hit.path for hit in hits]:
        raise Lacking(f"{Path(file).name} is not found by “{word}”")
    return f"{len(chunks)} passages"


def _alike(core: Core, query: Query) -> None:
    wanted = str(query.image or query.audio)
    hits = core.retriever.search(query).hits
    if not hits or wanted not in (hits[0].path, *(place.path for place in hits[0].also)):
        raise Lacking("what was given is in the library, and was not found first")


def _answered(core: Core) -> str:
    answer = next(
        event
        for event in core.ask(Query(QUESTION), core.settings.generation)
        if isinstance(event, events.Answer)
    )
    if answer.abstained or not any(cited.path.endswith(CITED) for cited in answer.citations):
        raise Lacking(f"the question “{QUESTION}” was not answered from {Path(CITED).name}")
    return answer.answer.strip()


def _verified(core: Core) -> str:
    report = core.maintenance.verify(deep=True)
    if not report.ok:
        raise Lacking("; ".join(report.problems))
    return f"{report.items} items, {report.chunks} passages"


def _exported(core: Core, place: Path) -> None:
    for ending in ("md", "jsonl"):
        export_library(core.store, place / f"exported.{ending}")


def _restored(core: Core, place: Path) -> None:
    from storage.store import Store

    backup_library(core.store, place / "kept.db")
    restore_library(place / "kept.db", place / "restored")
    with Store.open(place / "restored", writer=False) as again:
        if again.health.counts().chunks != core.store.health.counts().chunks:
            raise Lacking("the restored library holds something else")


def _locked(core: Core, place: Path) -> None:
    from app.core.locking import lock_in_steps
    from storage.files import FILE_NAME
    from storage.store import Store

    folder = place / "restored"
    for _ in lock_in_steps(folder, "the selftest's own"):
        pass
    with Store.open(folder, writer=False) as locked:
        if locked.health.counts().chunks != core.store.health.counts().chunks:
            raise Lacking("the locked library holds something else")
    if CITED.encode() in (folder / FILE_NAME).read_bytes():
        raise Lacking("the locked library can be read without its passphrase")


def _removed(core: Core) -> None:
    path = str(sample_folder() / CITED)
    core.maintenance.remove(core.maintenance.item_ids([path]))
    if any(hit.path == path for hit in core.retriever.search(Query("vaccination")).hits):
        raise Lacking("a removed file is still found")


def _untouched(files: Sequence[Path]) -> Callable[[], None]:
    before = [stamp(file) for file in files]

    def look() -> None:
        if [stamp(file) for file in files] != before:
            raise Lacking("a file was changed")

    return look


def _window() -> None:
    for name in ("QtWidgets", "QtMultimedia", "QtSvg"):
        importlib.import_module(f"PySide6.{name}")


# --- without a network, and watched ---------------------------------------------------------------


def _watched() -> dict[str, Any]:
    """The same in a process of its own that has no network, each of its calls that would reach out
    noted by strace. Raises UserError where that cannot be done here."""
    if not sys.platform.startswith("linux") or not shutil.which("strace"):
        raise _cannot("strace is not installed (or this is not Linux)")
    if subprocess.run([*_ISOLATED, "true"], capture_output=True, check=False).returncode:
        raise _cannot("this system lets no program go without its network (unshare)")
    with tempfile.TemporaryDirectory(prefix="triptych-selftest-") as folder:
        trace = Path(folder) / "trace"
        command = [*_ISOLATED, "strace", "-f", "-qq", "-e", f"trace={_TRACED}", "-o", str(trace)]
        command += [sys.executable, "-P", "-m", "app", "selftest", "--json"]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
        asked = attempts(trace.read_text("utf-8", "replace")) if trace.exists() else []
    try:
        value: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise _cannot("the program ended under strace without a word") from None
    return {
        **value,
        "ok": bool(value.get("ok")) and not asked,
        "offline": True,
        "attempts": asked,
        "parts": value.get("parts", []),
    }


def attempts(trace: str) -> list[str]:
    """The lines of a trace that tried to reach another machine, look-ups of names too."""
    outside = re.compile(r'AF_INET6?\b(?!.*(?:"127\.|"::1"))|htons\(53\)')
    return [line for line in trace.splitlines() if outside.search(line)]


def _cannot(why: str) -> UserError:
    return UserError(
        "cannot_watch",
        f"The offline test cannot be done here: {why}.",
        "Run `triptych selftest` without --offline; see docs/privacy.md for what was measured.",
    )
