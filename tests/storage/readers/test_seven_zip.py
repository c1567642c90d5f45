"""7z archives: read as folders, their runs apart, never past the caps."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from pathlib import Path

import py7zr
import pytest

from storage.errors import ReadError, Unsupported
from storage.readers import caps, members
from storage.readers.archives import _zstandard
from storage.readers.reading import read
from tests.storage.readers.documents import document


def packed(path: Path, *files: tuple[str, str], filters: object = None, **more: object) -> Path:
    with py7zr.SevenZipFile(path, "w", filters=filters, **more) as archive:
        for name, content in files:
            archive.writestr(content, name)
    return path


@pytest.mark.parametrize(
    "method",
    [
        None,
        {"id": py7zr.FILTER_COPY},
        {"id": py7zr.FILTER_BZIP2},
        {"id": py7zr.FILTER_DEFLATE},
        {"id": py7zr.FILTER_PPMD, "order": 6, "mem": 24},
        {"id": py7zr.FILTER_ZSTD},
    ],
)
def test_read_as_a_folder_however_packed(tmp_path: Path, method: object) -> None:
    files = ("notes/gate.txt", "The gate is green."), ("Größe.txt", "Zwölf Ellen."), ("no.txt", "")
    path = packed(tmp_path / "a.7z", *files, filters=[method] if method else None)
    assert [member.name for member in document(path).members] == ["notes/gate.txt", "Größe.txt"]
    assert document(Path(f"{path}!/Größe.txt")).sections[0].text == "Zwölf Ellen."
    assert document(Path(f"{path}!/notes/gate.txt")).sections[0].text == "The gate is green."


@pytest.mark.parametrize("header", [False, True])
def test_a_locked_one_says_so(tmp_path: Path, header: bool) -> None:
    path = packed(tmp_path / "a.7z", ("a.txt", "x"), password="p", header_encryption=header)
    with pytest.raises(ReadError, match=r"^password-protected$"):
        read(path)


def test_one_broken_run_costs_no_other(tmp_path: Path) -> None:
    path = packed(tmp_path / "a.7z", ("a.txt", "one"))
    with py7zr.SevenZipFile(path, "a") as archive:
        archive.writestr("two", "b.txt")
    whole = path.read_bytes()
    path.write_bytes(whole[:33] + bytes([whole[33] ^ 0x55]) + whole[34:])  # in the first run
    found = document(path)
    assert [member.name for member in found.members] == ["b.txt"]
    assert found.metadata["left_out"].startswith("1 file in it could not be unpacked: ")
    path.write_bytes(whole[:-20])  # without the list of contents
    with pytest.raises(ReadError, match="damaged or incomplete"):
        read(path)


def test_what_zstandard_packed(tmp_path: Path) -> None:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as tar:
        member = tarfile.TarInfo("notes/gate.txt")
        member.size = 18
        tar.addfile(member, io.BytesIO(b"The gate is green."))
    for name, content in (("a.tar.zst", made.getvalue()), ("note.txt.zst", b"Twelve ells.")):
        (tmp_path / name).write_bytes(_zstandard().compress(content))
    assert [m.name for m in document(tmp_path / "a.tar.zst").members] == ["notes/gate.txt"]
    note = tmp_path / "note.txt.zst"
    assert document(Path(f"{note}!/note.txt")).sections[0].text == "Twelve ells."
    note.write_bytes(note.read_bytes()[:12])
    with pytest.raises(ReadError, match="damaged or incomplete"):
        read(note)


def test_no_more_than_the_caps_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(caps, "MAX_MEMBER_FILE_BYTES", 1_000)
    path = packed(tmp_path / "a.7z", ("a.txt", "a" * 700), ("b.txt", "b" * 700), ("c.txt", "c"))
    members._opened.clear()
    found = document(path)
    assert [member.name for member in found.members] == ["a.txt", "c.txt"]
    assert "more than" in found.metadata["left_out"]
    monkeypatch.setattr(caps, "MAX_ARCHIVE_BYTES", 500)
    members._opened.clear()
    with pytest.raises(ReadError):  # `a.txt` is beyond all that an archive may hold
        read(packed(tmp_path / "b.7z", ("a.txt", "a" * 700)))


@pytest.mark.parametrize("n_runs", [1, 2])
def test_a_method_that_is_not_known_is_no_damage(tmp_path: Path, n_runs: int) -> None:
    path = tmp_path / "a.7z"
    for name, method in (("a.txt", py7zr.FILTER_BZIP2), ("b.txt", py7zr.FILTER_COPY))[:n_runs]:
        mode = "a" if path.exists() else "w"
        with py7zr.SevenZipFile(path, mode, filters=[{"id": method}]) as archive:
            archive.set_encoded_header_mode(False)
            archive.writestr("one", name)
    whole = path.read_bytes()
    begin = 32 + struct.unpack_from("<Q", whole, 12)[0]
    header = whole[begin:].replace(b"\x04\x02\x02", b"\x04\x02\x77")  # BZip2: as some other
    start = whole[12:28] + struct.pack("<I", zlib.crc32(header))
    changed = whole[:8] + struct.pack("<I", zlib.crc32(start)) + start + whole[32:begin] + header
    assert len(changed) == len(whole) and changed != whole
    path.write_bytes(changed)
    if n_runs == 1:
        with pytest.raises(Unsupported, match="nothing is wrong with it"):
            read(path)
    else:
        found = document(path)
        assert [member.name for member in found.members] == ["b.txt"]
        assert "nothing is wrong with it" in found.metadata["left_out"]


def test_a_zip_of_a_method_that_is_not_known(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("a.txt", "one")
        member = made.infolist()[0]
        member.compress_type = 9  # Deflate64, as Windows packs what is large
    path = tmp_path / "a.zip"
    whole = path.read_bytes()
    path.write_bytes(whole[:8] + b"\x09" + whole[9:])  # in the member's own header, too
    with pytest.raises(Unsupported, match="nothing is wrong with it"):
        read(path)
