"""A conversation as a PDF: the web page that `written` makes, laid out on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QMarginsF, QSaveFile, QUrl
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

_MARGIN_MM = 20.0
_DPI = 300


def write_pdf(page: str, title: str, path: Path) -> None:
    """`page` is HTML of our own making. Whole or not at all. Raises OSError."""
    file = QSaveFile(str(path))
    if not file.open(QSaveFile.OpenModeFlag.WriteOnly):
        raise OSError(file.errorString())
    writer = QPdfWriter(file)
    writer.setResolution(_DPI)
    writer.setTitle(title)
    writer.setCreator("Triptych")
    size = QPageSize(QPageSize.PageSizeId.A4)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    layout = QPageLayout(
        size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter
    )
    writer.setPageLayout(layout)
    document = _Paper()
    font = QFont()
    font.setPointSizeF(10.5)
    document.setDefaultFont(font)
    document.setHtml(page)
    document.documentLayout().setPaintDevice(writer)
    document.setPageSize(layout.paintRectPixels(_DPI).size().toSizeF())
    document.print_(writer)
    del writer  # writes its end
    if not file.commit():
        raise OSError(file.errorString())


class _Paper(QTextDocument):
    """Fetches nothing, whatever a text says."""

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        return None
