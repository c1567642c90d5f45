"""A way out of a damaged library: copy what can be read, keep the damaged file, tell what is lost.

Only ever done when the user asks for it (`verify --repair`, the window's "Repair")."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app.core import events
from app.core.errors import UserError
from app.core.intake.ingest import Ingest
from app.core.maintenance import Maintenance
from storage.files import FILE_NAME
from storage.salvage import Salvaged, is_damaged, salvage

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rescued:
    """What a salvage came to, in words."""

    message: str

    def told_in(self, report: events.VerifyReport) -> events.VerifyReport:
        return dataclasses.replace(report, repaired=(self.message, *report.repaired))


def require_library(folder: Path) -> None:
    """Raises UserError where there is no library: a check must not make one."""
    if not (folder / FILE_NAME).exists():
        raise UserError(
            "not_found",
            "There is no library in {folder}.",
            "Check the path. Nothing was made or changed.",
            folder=folder,
        )


def rescue(folder: Path) -> Rescued | None:
    """Salvage the library if its file is damaged; None where it is sound.

    Raises StorageError where it is locked, or the disk is full."""
    if not is_damaged(folder):
        return None
    salvaged = salvage(folder)
    log.warning("a damaged library was salvaged")
    return Rescued(_words(salvaged))


def check_and_read_again(
    maintenance: Maintenance,
    ingest: Ingest,
    cancelled: Callable[[], bool] = lambda: False,
    *,
    repair: bool = False,
    deep: bool = False,
) -> Iterator[events.VerifyProgress | events.VerifyReport]:
    """`Maintenance.check`; a repair also reads from the user's files what cannot be mended without
    them, and looks once more. The report comes last; where it is cancelled there is none."""
    report: events.VerifyReport | None = None
    for event in maintenance.check(cancelled, repair=repair, deep=deep):
        if isinstance(event, events.VerifyReport):
            report = event
        else:
            yield event
    again = maintenance.roots_to_read_again() if repair and report is not None else []
    if report is None or not again:
        if report is not None:
            yield report
        return
    n_read = 0
    for step in ingest.add(again, cancelled):
        if isinstance(step, events.AddProgress):
            yield events.VerifyProgress("Reading files again", step.done, step.total, "file")
        elif isinstance(step, events.AddFinished):
            n_read = step.added + step.updated + step.unchanged
    done = (*report.repaired, f"read {n_read} damaged files again")
    for event in maintenance.check(cancelled, deep=True):
        if isinstance(event, events.VerifyReport):
            event = dataclasses.replace(event, repaired=done)
        yield event


def _words(salvaged: Salvaged) -> str:
    kept = f"The damaged file is kept as {salvaged.kept.name}."
    if salvaged.complete:
        return f"The library's file was damaged; everything in it could be copied. {kept}"
    counted = ", ".join(f"{n} {what}" for what, n in salvaged.lost.items() if n)
    lost = f"Not readable were: {counted}." if counted else "Its tables could not be read."
    return (
        f"The library's file was damaged. {salvaged.n_items} files are still listed. {lost} {kept} "
        "Files that lost what was read of them are read again where they are still there."
    )
