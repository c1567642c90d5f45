"""Files that were put into office documents as objects."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import docx
import openpyxl

from storage.readers.reading import read
from storage.readers.values import TextDocument
from tests.storage.readers.compound import write

_RELATION = '<Relationship Id="{}" Type="http://schemas/{}" Target="embeddings/{}"/>'


def packed(name: str, content: bytes) -> bytes:
    """What Windows' packager makes of a file."""
    paths = f"C:\\x\\{name}\0".encode() + bytes(4) + struct.pack("<I", 5) + b"C:\\y\0"
    body = b"\x02\0" + name.encode() + b"\0" + paths + struct.pack("<I", len(content)) + content
    return struct.pack("<I", len(body)) + body


def holding(folder: Path, **objects: bytes) -> Path:
    """A Word document with these parts as objects; OLE ones where they are no ZIP files."""
    docx.Document().save(str(folder / "bare.docx"))
    path = folder / "a.docx"
    relations = "".join(
        _RELATION.format(name, "package" if content[:2] == b"PK" else "oleObject", name)
        for name, content in objects.items()
    )
    with zipfile.ZipFile(folder / "bare.docx") as bare, zipfile.ZipFile(path, "w") as made:
        for name in bare.namelist():
            content = bare.read(name)
            if name == "word/_rels/document.xml.rels":
                content = content.replace(
                    b"</Relationships>", relations.encode() + b"</Relationships>"
                )
            made.writestr(name, content)
        for name, content in objects.items():
            made.writestr(f"word/embeddings/{name}", content)
    return path


def test_objects_are_read_as_files_in_the_document(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Berth 7", "free"])
    sheet = io.BytesIO()
    book.save(sheet)
    note = write(tmp_path / "n", {"\x01Ole10Native": packed("note.txt", b"Ask the pilot.")})
    equation = write(tmp_path / "e", {"Equation Native": b"x", "\x01CompObj": b""})
    plan = write(tmp_path / "p", {"CONTENTS": b"%PDF-1.4 ...", "\x01CompObj": b""})
    path = holding(
        tmp_path,
        **{
            "sheet1.xlsx": sheet.getvalue(),
            "oleObject1.bin": note.read_bytes(),
            "oleObject2.bin": equation.read_bytes(),
            "oleObject3.bin": plan.read_bytes(),
            "oleObject4.bin": b"nothing that is known",
        },
    )
    found = read(path)
    assert isinstance(found, TextDocument)
    names = [member.name for member in found.members]
    assert names == ["sheet1.xlsx", "note.txt", "oleObject3.pdf"]
    inner = read(f"{path}!/note.txt")
    assert isinstance(inner, TextDocument) and inner.sections[0].text == "Ask the pilot."
    inner = read(f"{path}!/sheet1.xlsx")
    assert isinstance(inner, TextDocument) and "Berth 7" in inner.sections[0].text
