"""Binary workbooks (`.xlsb`), by calamine: what their cells hold, by sheet and row."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import python_calamine as calamine

from storage.errors import ReadError
from storage.readers import archive as archives
from storage.readers import caps, number_formats
from storage.readers.grid import MAX_COLUMNS, Row
from storage.readers.opening import open_regular
from storage.readers.sections import Sections, one_line
from storage.readers.tables import add_sheet
from storage.readers.values import TextDocument

_DAMAGED = "the workbook is damaged or of a variant that is not read"
_MAX_CELL_CHARS = 4_000
_Value = int | float | str | bool | datetime.time | datetime.date | datetime.timedelta


def read(path: Path, media_type: str) -> TextDocument:
    """Every sheet, hidden ones too. Numbers come without the format of their cells, but for dates:
    calamine does not tell it. Raises ReadError."""
    sections = Sections()
    with archives.opened(path) as archive:  # refuses bombs
        metadata = archives.core_properties(archive)
    hidden: list[str] = []
    n_cells = 0
    with open_regular(path) as stream:
        try:
            book = calamine.CalamineWorkbook.from_filelike(stream)
            for about in book.sheets_metadata:
                if about.typ is not calamine.SheetTypeEnum.WorkSheet:
                    continue
                if about.visible is not calamine.SheetVisibleEnum.Visible:
                    hidden.append(one_line(about.name))
                sheet = book.get_sheet_by_name(about.name)
                n_cells += sheet.height * sheet.width
                add_sheet(_rows(sheet), sections, sheet=one_line(about.name))
                if n_cells > caps.MAX_CELLS or sections.full:
                    sections.truncated = True
                    break
        except calamine.PasswordError as error:
            raise ReadError("password-protected") from error
        except (calamine.CalamineError, ValueError, OSError) as error:
            raise ReadError(_DAMAGED) from error
        except BaseException as error:
            if type(error).__name__ == "PanicException":  # of calamine's Rust; no Exception
                raise ReadError(_DAMAGED) from error
            raise
    if hidden:
        metadata["hidden_sheets"] = ", ".join(hidden)
    return sections.document(media_type, title=metadata.pop("title", None), metadata=metadata)


def _rows(sheet: calamine.CalamineSheet) -> Iterator[Row]:
    first, left = sheet.start or (0, 0)
    n_read = 0
    for number, values in enumerate(sheet.iter_rows(), start=first + 1):
        n_read += len(values)
        if n_read > caps.MAX_CELLS:
            return
        texts = [""] * min(left, MAX_COLUMNS) + [_shown(value) for value in values]
        if any(texts):
            yield Row(tuple(texts[:MAX_COLUMNS]), number)


def _shown(value: _Value) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case str():
            return one_line(value[:_MAX_CELL_CHARS])
        case int() | float():
            return number_formats.plain(value)
        case datetime.datetime() if value.time() == datetime.time():
            return value.date().isoformat()
        case datetime.datetime():
            return value.isoformat(" ", "seconds")
        case datetime.timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
        case _:
            return str(value)
