"""A way out of a damaged library: copy what can be read, keep the damaged file, tell what is lost.

Only ever done when the user asks for it (`verify --repair`, the window's "Repair")."""

from __future__ import annotations

import dataclasses
import logging
from dataclasses import dataclass
from pathlib import Path

from app.core import events
from app.core.errors import UserError
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
            f"There is no library in {folder}.",
            "Check the path. Nothing was made or changed.",
        )


def rescue(folder: Path) -> Rescued | None:
    """Salvage the library if its file is damaged; None where it is sound.

    Raises StorageError where it is locked, or the disk is full."""
    if not is_damaged(folder):
        return None
    salvaged = salvage(folder)
    log.warning("a damaged library was salvaged")
    return Rescued(_words(salvaged))


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
