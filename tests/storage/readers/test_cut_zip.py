"""ZIP containers that break off: what came before is read, and the item says so."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from storage.errors import ReadError, Unsupported
from storage.readers.reading import read
from tests.storage.readers.documents import document


class Pipe(io.RawIOBase):
    """Cannot be sought, so that sizes stand behind each member, as programs on the web write."""

    def __init__(self) -> None:
        super().__init__()
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: object) -> int:
        self.written += piece  # type: ignore[operator]
        return len(piece)  # type: ignore[arg-type]


def zipped(files: dict[str, bytes], *, streamed: bool) -> bytes:
    pipe = Pipe()
    held = pipe if streamed else io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return bytes(pipe.written) if streamed else held.getvalue()  # type: ignore[attr-defined]


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("streamed", [False, True])
def test_an_archive_keeps_its_whole_files(tmp_path: Path, streamed: bool) -> None:
    words = [f"Berth {number}: {number * 7919:x}" * 20 for number in range(9)]
    content = zipped({f"{n}.txt": said.encode() for n, said in enumerate(words)}, streamed=streamed)
    begins = [content.find(f"{n}.txt".encode()) for n in range(9)]
    path = tmp_path / "a.zip"
    path.write_bytes(content[: begins[5] + 20])
    found = document(path)
    assert [member.name for member in found.members] == [f"{n}.txt" for n in range(5)]
    assert found.metadata["incomplete"].startswith("the file ends early")
    assert document(Path(f"{path}!/4.txt")).sections[0].text == words[4]
    path.write_bytes(content[:-10])  # the list of contents alone
    assert len(document(path).members) == 9
    path.write_bytes(content[: begins[0] + 10])
    with pytest.raises(ReadError, match="damaged or incomplete"):
        read(path)


@pytest.mark.parametrize("streamed", [False, True])
def test_a_document_is_read_as_far_as_it_goes(tmp_path: Path, streamed: bool) -> None:
    made = docx.Document()
    for number in range(300):
        made.add_paragraph(f"Mooring {number} costs {number * 17 + 1000} for {number} nights.")
    made.save(tmp_path / "whole.docx")
    content = zipped(parts_of(tmp_path / "whole.docx"), streamed=streamed)
    begin = content.find(b"word/document.xml")
    end = content.find(b"PK\x03\x04", begin)
    path = tmp_path / "a.docx"
    path.write_bytes(content[: begin + (end - begin) // 2])
    found = document(path)
    assert found.metadata["incomplete"]
    lines = [line for section in found.sections for line in section.text.split("\n") if line]
    assert 50 < len(lines) < 300
    assert lines == [
        f"Mooring {n} costs {n * 17 + 1000} for {n} nights." for n in range(len(lines))
    ]
    for n_bytes in range(end, len(content), 6_007):  # whatever part the break lies in
        path.write_bytes(content[:n_bytes])
        assert "Mooring 299 costs 6083" in document(path).sections[-1].text


def test_no_number_of_a_sheet_is_cut(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Berth", "Price"])
    for number in range(2_000):
        sheet.append([number, 1_000_000 + number * 7919])
    book.save(tmp_path / "whole.xlsx")
    parts = parts_of(tmp_path / "whole.xlsx")
    last = "xl/worksheets/sheet1.xml"  # last of all here
    content = zipped(
        {name: parts[name] for name in sorted(parts, key=lambda name: name == last)},
        streamed=False,
    )
    begin = content.find(last.encode())
    for share in (0.3, 0.5, 0.7, 0.71, 0.72, 0.9):
        path = tmp_path / "a.xlsx"
        path.write_bytes(content[: begin + int((len(content) - begin) * share)])
        lines = "\n".join(section.text for section in document(path).sections).split("\n")
        assert len(lines) > 100
        for number, line in enumerate(lines[:-1]):
            assert line == f"Berth: {number}; Price: {1_000_000 + number * 7919}"
        last_row = len(lines) - 1
        assert lines[-1] in {
            f"Berth: {last_row}",
            f"Berth: {last_row}; Price: {1_000_000 + last_row * 7919}",
        }


def test_a_workbook_without_its_list_of_sheets_is_damaged(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "whole.xlsx")
    content = (tmp_path / "whole.xlsx").read_bytes()
    path = tmp_path / "a.xlsx"
    path.write_bytes(content[: content.find(b"xl/workbook.xml")])
    with pytest.raises(ReadError, match="damaged or incomplete") as failed:
        read(path)
    assert not isinstance(failed.value, Unsupported)


@pytest.mark.parametrize("with_package", [True, False])
def test_a_book_gives_the_chapters_that_are_there(tmp_path: Path, with_package: bool) -> None:
    chapters = {
        f"OEBPS/{n}.xhtml": f"<html><body><h1>Chapter {n}</h1><p>Lock {n}.</p></body></html>"
        for n in range(4)
    }
    items = "".join(
        f'<item id="c{n}" href="{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(4)
    )
    order = "".join(f'<itemref idref="c{n}"/>' for n in range(4))
    package = {
        "OEBPS/content.opf": "<package><metadata><title>Canals</title></metadata>"
        f"<manifest>{items}</manifest><spine>{order}</spine></package>"
    }
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OEBPS/content.opf"/>'
        "</rootfiles></container>",
        **(package if with_package else {}),
        **chapters,
        **({} if with_package else package),
    }
    content = zipped({name: said.encode() for name, said in files.items()}, streamed=False)
    path = tmp_path / "a.epub"
    path.write_bytes(content[: content.find(b"OEBPS/3.xhtml") - 30])
    found = document(path)
    text = "\n".join(section.text for section in found.sections)
    assert "Lock 0." in text and "Lock 2." in text and "Lock 3." not in text
    assert found.title == ("Canals" if with_package else found.title)
    assert found.metadata["incomplete"]
