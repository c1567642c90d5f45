from __future__ import annotations

from app.cli_display import skip_reasons
from app.core.events import AddFinished, FileSkipped


def test_skipped_files_are_counted_by_reason() -> None:
    reasons = ["a link in a circle", "unsupported type x/y", "unsupported type x/y"]
    skipped = tuple(FileSkipped(f"/f/{n}", reason) for n, reason in enumerate(reasons))
    result = AddFinished(0, 0, 0, 0, 0, 0, 1.0, skipped, ())
    assert list(skip_reasons(result)) == [
        "  skipped 2: unsupported type x/y",
        "  skipped 1: a link in a circle",
    ]
    assert list(skip_reasons(AddFinished(1, 0, 0, 0, 0, 3, 1.0, (), ()))) == []
