"""Names and folder entries that trip programs: not every file system can hold each of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

# What stands between the number and the ending of the name, as bytes.
ODD_NAMES: tuple[tuple[str, bytes], ...] = (
    ("line feed", b"first\nsecond"),
    ("escape sequence", b"red\x1b[31mred\x1b[0m"),
    ("emoji", "cat 🐈‍⬛ and 👩‍🚀".encode()),
    ("right to left", "\u202egnp.exe".encode()),
    ("Arabic", "ملاحظات الرصد".encode()),
    ("Japanese", "観測ノート".encode()),
    ("not UTF-8", b"caf\xe9 \xff\xfe"),
    ("overlong UTF-8", b"slash\xc0\xaf"),
    ("composed", "Sternwärter é".encode()),
    ("decomposed", "Sternwa\u0308rter e\u0301".encode()),
    ("250 bytes", b"n" * 236),
    ("quotes", b'it\'s "quoted" `twice`'),
    ("shell", b"$(touch pwned);& | x"),
    ("looks like an option", b" --remove -rf"),
    ("HTML", b"<img src=x onerror=alert(1)>"),
    ("format", b"%s%n {0} {self}"),
    ("SQL", b"'); DROP TABLE items;--"),
    ("many dots", b"a.tar.gz.pdf....b"),
    ("spaces at the end", b"trailing   "),
    ("backslash", b"..\\..\\windows"),
    ("zero width", "zero\u200bwidth\ufeff".encode()),
    ("combining marks", ("e" + "\u0301" * 60).encode()),
    ("tab", b"col1\tcol2"),
    ("reserved on Windows", b"CON"),
)


def _link_to_itself(path: Path) -> Path:
    path.symlink_to(path.name)
    return path


def _dangling_link(path: Path) -> Path:
    path.symlink_to("nowhere/at/all.txt")
    return path


def _link_to_its_folder(path: Path) -> Path:
    path.symlink_to(".", target_is_directory=True)
    return path


def _link_to_endless_zeros(path: Path) -> Path:
    if not Path("/dev/zero").exists():
        raise NotImplementedError
    path = path.with_name(path.name + ".txt")
    path.symlink_to("/dev/zero")
    return path


def _folders_in_a_circle(path: Path) -> Path:
    path.mkdir()
    (path / "inner").mkdir()
    (path / "inner" / "back").symlink_to("../..", target_is_directory=True)
    return path


def _pipe(path: Path) -> Path:
    path = path.with_name(path.name + ".txt")
    os.mkfifo(path)
    return path


def _folder_named_like_a_file(path: Path) -> Path:
    path = path.with_name(path.name + ".pdf")
    path.mkdir()
    return path


def _deep_folders(path: Path) -> Path:
    deepest = path.joinpath(*["d"] * 80)
    deepest.mkdir(parents=True)
    (deepest / "note.txt").write_bytes(b"A note eighty folders down.\n")
    return path


def _sparse_file(path: Path) -> Path:
    path = path.with_name(path.name + ".txt")
    with path.open("wb") as file:
        file.truncate(48_000_000)
    return path


def _unreadable_file(path: Path) -> Path:
    path = path.with_name(path.name + ".txt")
    path.write_bytes(b"Nobody but a superuser may read this.\n")
    path.chmod(0)
    return path


def _unreadable_folder(path: Path) -> Path:
    path.mkdir()
    (path / "hidden.txt").write_bytes(b"Nobody but a superuser may list this.\n")
    path.chmod(0)
    return path


ODD_ENTRIES: tuple[tuple[str, Callable[[Path], Path]], ...] = (
    ("link-to-itself", _link_to_itself),
    ("dangling-link", _dangling_link),
    ("link-to-its-folder", _link_to_its_folder),
    ("link-to-endless-zeros", _link_to_endless_zeros),
    ("folders-in-a-circle", _folders_in_a_circle),
    ("pipe", _pipe),
    ("folder-named-like-a-file", _folder_named_like_a_file),
    ("deep-folders", _deep_folders),
    ("sparse-file", _sparse_file),
    ("unreadable-file", _unreadable_file),
    ("unreadable-folder", _unreadable_folder),
)
