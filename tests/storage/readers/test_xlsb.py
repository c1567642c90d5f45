"""Binary workbooks, written record by record ([MS-XLSB] 2.1.4)."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from storage.errors import ReadError
from storage.readers.reading import read
from storage.readers.values import TextDocument

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"'
    "/></Types>"
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}'
    "</Relationships>"
)
_SHEET = (
    '<Relationship Id="rId{0}" Target="worksheets/sheet{0}.bin" Type="http://schemas.'
    'openxmlformats.org/officeDocument/2006/relationships/worksheet"/>'
)


def record(kind: int, content: bytes = b"") -> bytes:
    number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(content)
    return (
        number
        + (bytes([size & 0x7F | 0x80, size >> 7]) if size > 0x7F else bytes([size]))
        + (content)
    )


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def sheet(rows: list[list[str | float | bool]]) -> bytes:
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    made = record(129) + record(148, size) + record(145)
    for number, row in enumerate(rows):
        made += record(0, struct.pack("<IIHHI", number, 0, 300, 0, 0))
        for column, value in enumerate(row):
            place = struct.pack("<II", column, 0)
            match value:
                case bool():
                    made += record(4, place + bytes([value]))
                case str():
                    made += record(6, place + wide(value))
                case _:
                    made += record(5, place + struct.pack("<d", value))
    return made + record(146) + record(130)


def workbook(path: Path, **sheets: list[list[str | float | bool]]) -> Path:
    book = record(131) + record(143)
    for number, name in enumerate(sheets, start=1):
        state = 1 if name.startswith("hidden") else 0
        book += record(156, struct.pack("<II", state, number) + wide(f"rId{number}") + wide(name))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("xl/workbook.bin", book + record(144) + record(132))
        relations = "".join(_SHEET.format(number) for number in range(1, len(sheets) + 1))
        archive.writestr("xl/_rels/workbook.bin.rels", _RELATIONS.format(relations))
        for number, rows in enumerate(sheets.values(), start=1):
            archive.writestr(f"xl/worksheets/sheet{number}.bin", sheet(rows))
    return path


def test_each_row_with_its_names(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsb",
        Costs=[["Item", "Amount", "Paid"], ["Rent", 900.0, True], ["Coal", 71.5, False]],
        hidden=[["Code", "Room"], ["A7", "Kitchen"], ["B2", "Loft"]],
    )
    found = read(path)
    assert isinstance(found, TextDocument)
    lines = [line for section in found.sections for line in section.text.split("\n")]
    assert "Item: Rent; Amount: 900; Paid: yes" in lines
    assert "Item: Coal; Amount: 71.5; Paid: no" in lines
    assert "Code: B2; Room: Loft" in lines
    assert found.sections[0].locator["sheet"] == "Costs"
    assert found.metadata["hidden_sheets"] == "hidden"


def test_a_damaged_one_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsb", Costs=[["Item", "Amount"], ["Rent", 900.0]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.bin"] = parts["xl/workbook.bin"][:30]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(ReadError):
        read(path)
