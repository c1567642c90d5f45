"""Files within files: archives, mailboxes, attachments, pictures in documents."""

from __future__ import annotations

import bz2
import gzip
import io
import tarfile
import zipfile
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import docx
import pytest
from PIL import Image

from storage.errors import ReadError, Unsupported
from storage.readers import caps, members
from storage.readers.reading import read
from storage.readers.values import Picture, TextDocument
from tests.storage.readers.documents import document


def names(path: Path) -> list[str]:
    return [member.name for member in document(path).members]


def text_in(path: Path, name: str) -> str:
    return document(Path(f"{path}!/{name}")).sections[-1].text


def zipped(path: Path, **files: str | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return path


def mail(body: str, *attached: tuple[str, bytes]) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Key"
    message["Date"] = "Tue, 06 May 2025 09:12:00 +0200"
    message.set_content(body)
    for name, content in attached:
        kind = ("text", "csv") if name.endswith("csv") else ("application", "octet-stream")
        message.add_attachment(content, maintype=kind[0], subtype=kind[1], filename=name)
    return message


def test_an_archive_is_read_as_a_folder(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", notes__gate="x", **{"plan.txt": "The gate is green."})
    assert names(path) == ["notes/gate", "plan.txt"]
    assert text_in(path, "plan.txt") == "The gate is green."
    assert document(path).sections[0].text == "2 files: notes/gate, plan.txt"


@pytest.mark.parametrize("suffix", ["tar", "tar.gz", "tar.bz2", "tar.xz"])
def test_tar_archives(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a.{suffix}"
    mode: Any = "w" if suffix == "tar" else f"w:{suffix[4:]}"
    with tarfile.open(path, mode) as archive:
        for name, text in (("notes/one.txt", "First words."), ("two.md", "# Second")):
            member = tarfile.TarInfo(name)
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert names(path) == ["notes/one.txt", "two.md"]
    assert text_in(path, "notes/one.txt") == "First words."


def test_a_file_packed_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt.gz").write_bytes(gzip.compress(b"Packed words."))
    assert text_in(tmp_path / "notes.txt.gz", "notes.txt") == "Packed words."
    (tmp_path / "log.txt.bz2").write_bytes(bz2.compress(b"Other words."))
    assert names(tmp_path / "log.txt.bz2") == ["log.txt"]


def test_names_lead_nowhere_else(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("../../up.txt", "/root.txt", "a\\b.txt", "__MACOSX/x.txt", ".hidden", "a!/c"):
            archive.writestr(name, "words")
        archive.writestr("up.txt", "others")
    assert names(path) == ["up.txt", "root.txt", "a/b.txt", "a/c", "up (2).txt"]
    assert text_in(path, "up (2).txt") == "others"


def test_bombs_and_locked_archives_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(tmp_path / "a.zip", **{"zeros.txt": bytes(60_000_000)})
    with pytest.raises(ReadError, match="ZIP bomb"):
        read(path)
    monkeypatch.setattr(caps, "MAX_MEMBER_FILE_BYTES", 1_000)
    (tmp_path / "b.gz").write_bytes(gzip.compress(bytes(5_000)))
    with pytest.raises(ReadError, match="unpacks to more than"):
        read(tmp_path / "b.gz")
    left_out = zipped(tmp_path / "c.zip", **{"small.txt": "words", "large.txt": "w" * 2_000})
    assert names(left_out) == ["small.txt"]
    assert document(left_out).metadata["left_out"].startswith("1 ")


def test_programs_packed_as_zip_are_no_archives(tmp_path: Path) -> None:
    with pytest.raises(Unsupported, match="package of a program"):
        read(zipped(tmp_path / "a.jar", **{"a.txt": "x"}))


def test_mailboxes_hold_messages_and_those_attachments(tmp_path: Path) -> None:
    path = tmp_path / "inbox"
    first = mail("The gate code is 4471.\n\n>From here on it rains.")
    second = mail("See the list.", ("list.csv", b"Locker,Holder\n31,Olsen\n"))
    gone = mail("Thrown away.")
    gone["X-Mozilla-Status"] = "0009"
    separator = b"From - Tue May  6 09:12:00 2025\n"
    path.write_bytes(b"\n".join(separator + bytes(message) for message in (first, gone, second)))
    found = document(path)
    assert found.media_type == "application/mbox"
    assert [member.name for member in found.members] == ["1.eml", "3.eml"]
    assert "The gate code is 4471.\n\nFrom here on it rains." in text_in(path, "1.eml")
    assert text_in(path, "3.eml!/list.csv") == "Locker: 31; Holder: Olsen"


def test_nothing_is_read_deeper_than_three(tmp_path: Path) -> None:
    content: bytes = b"Deep words."
    name = "a.txt"
    for number in range(5):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(name, content)
        name, content = f"{number}.zip", buffer.getvalue()
    path = tmp_path / "outer.zip"
    path.write_bytes(content)
    assert names(Path(f"{path}!/3.zip!/2.zip")) == ["1.zip"]
    with pytest.raises(ReadError, match="no text"):
        read(f"{path}!/3.zip!/2.zip!/1.zip")
    with pytest.raises(ReadError, match="too deep"):
        read(f"{path}!/3.zip!/2.zip!/1.zip!/0.zip")


def test_pictures_in_documents_are_read_as_pictures(tmp_path: Path) -> None:
    for name, side in (("large.png", 300), ("icon.png", 32)):
        Image.new("RGB", (side, side), "navy").save(tmp_path / name)
    made: Any = docx.Document()
    made.add_picture(str(tmp_path / "large.png"))
    made.add_picture(str(tmp_path / "icon.png"))
    made.save(tmp_path / "a.docx")
    assert names(tmp_path / "a.docx") == ["image1.png"]
    picture = read(tmp_path / "a.docx!/image1.png")
    assert isinstance(picture, Picture)
    assert picture.width == 300


def test_a_member_that_is_gone(tmp_path: Path) -> None:
    path = zipped(tmp_path / "a.zip", **{"a.txt": "words"})
    with pytest.raises(ReadError, match="no longer in the file"):
        read(f"{path}!/b.txt")
    assert members.exists(f"{path}!/a.txt")
    path.unlink()
    assert not members.exists(f"{path}!/a.txt")


def test_folders_whose_names_look_like_containers_are_folders(tmp_path: Path) -> None:
    folder = tmp_path / "important!"
    folder.mkdir()
    (folder / "a.txt").write_text("Plain words.")
    assert document(folder / "a.txt").sections[0].text == "Plain words."


def test_a_document_with_nothing_in_it_says_so(tmp_path: Path) -> None:
    made: Any = docx.Document()
    made.save(tmp_path / "a.docx")
    with pytest.raises(ReadError, match="no text in it"):
        read(tmp_path / "a.docx")


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("cp437", "Schlüssel.txt"),
        ("cp1252", "Schlüssel.txt"),
        ("cp866", "Договоры.txt"),
        ("cp932", "会議録.txt"),
        ("gb18030", "合同说明.txt"),
        ("utf-8", "Türü.txt"),
    ],
)
def test_names_in_the_code_page_of_another_system(tmp_path: Path, codec: str, name: str) -> None:
    raw = name.encode(codec)
    placeholder = "x" * len(raw)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(placeholder, "words")
    packed = (tmp_path / "a.zip").read_bytes().replace(placeholder.encode(), raw)
    (tmp_path / "a.zip").write_bytes(packed)
    found = read(tmp_path / "a.zip")
    assert isinstance(found, TextDocument)
    assert [member.name for member in found.members] == [name]


def test_a_cut_archive_is_told_to_be_damaged(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", "words")
    (tmp_path / "a.zip").write_bytes((tmp_path / "a.zip").read_bytes()[:30])
    with pytest.raises(ReadError, match="damaged"):
        read(tmp_path / "a.zip")


def test_of_documents_by_apple_the_preview_is_read(tmp_path: Path) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(drawn, "JPEG")
    with zipfile.ZipFile(tmp_path / "letter.pages", "w") as archive:
        archive.writestr("Index/Document.iwa", b"\x00" * 20)
        archive.writestr("preview.jpg", drawn.getvalue())
        archive.writestr("preview-micro.jpg", drawn.getvalue())
    found = read(tmp_path / "letter.pages")
    assert isinstance(found, TextDocument)
    assert [member.name for member in found.members] == ["preview.jpg"]
    assert "export it as PDF" in found.metadata["truncated"]
    assert isinstance(read(tmp_path / "letter.pages!/preview.jpg"), Picture)
    with zipfile.ZipFile(tmp_path / "bare.numbers", "w") as archive:
        archive.writestr("Index/Document.iwa", b"\x00" * 20)
    with pytest.raises(Unsupported, match="export it as PDF"):
        read(tmp_path / "bare.numbers")


def test_of_documents_by_apple_before_2013_the_preview_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "letter.pages", "w") as archive:
        archive.writestr("index.xml", "<sl:document/>")
        archive.writestr("buildVersionHistory.plist", "<plist/>")
        archive.writestr("QuickLook/Preview.pdf", b"%PDF-1.4")
    found = read(tmp_path / "letter.pages")
    assert isinstance(found, TextDocument) and "truncated" not in found.metadata
    assert [member.name for member in found.members] == ["QuickLook/Preview.pdf"]
