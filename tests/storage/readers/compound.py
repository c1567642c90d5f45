"""Writes OLE containers (MS-CFB, version 3) for tests: every stream in whole sectors of its own."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

_SECTOR = 512
_LEAST = 4096  # shorter streams would lie in a stream of small sectors
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def write(path: Path, streams: Mapping[str, bytes], *, padding: bytes = b"\x00") -> Path:
    """`streams` by path, folders divided by `/`; short ones are padded to 4,096 bytes."""
    parents = {name.rpartition("/")[0] for name in streams} - {""}
    folders = sorted(parents | {parent.rpartition("/")[0] for parent in parents} - {""})
    entries: list[tuple[str, int, bytes]] = [("Root Entry", 5, b"")]
    children: dict[str, list[int]] = {"": []}
    for folder in folders:
        children[folder.rpartition("/")[0]].append(len(entries))
        children[folder] = []
        entries.append((folder, 1, b""))
    for name, content in streams.items():
        folder, _, own = name.rpartition("/")
        children[folder].append(len(entries))
        entries.append((own, 2, content.ljust(_LEAST, padding)))
    fat: list[int] = []
    sectors = bytearray()

    def store(content: bytes) -> int:
        start = len(fat)
        n_sectors = -(-len(content) // _SECTOR)
        fat.extend(range(start + 1, start + n_sectors))
        fat.append(_END)
        sectors.extend(content.ljust(n_sectors * _SECTOR, b"\x00"))
        return start

    starts = [store(content) if kind == 2 else _END for _, kind, content in entries]
    directory = bytearray()
    place = {"Root Entry": "", **{folder: folder for folder in folders}}
    for at, (name, kind, content) in enumerate(entries):
        mine = children.get(place.get(name, "?"), []) if kind != 2 else []
        siblings = next((held for held in children.values() if at in held), [])
        following = siblings[siblings.index(at) + 1 :][:1] if siblings else []
        encoded = (name.rpartition("/")[2] + "\x00").encode("utf-16-le")
        directory += encoded.ljust(64, b"\x00") + struct.pack("<HBB", len(encoded), kind, 1)
        right = following[0] if following else _FREE
        child = mine[0] if mine else _FREE
        directory += struct.pack("<III", _FREE, right, child) + bytes(36)
        directory += struct.pack("<IQ", starts[at] if kind == 2 else (_END if kind == 5 else 0),
                                 len(content))  # fmt: skip
    directory_at = store(bytes(directory))
    n_fat = 1
    while (len(fat) + n_fat) * 4 > n_fat * _SECTOR:
        n_fat += 1
    fat_at = len(fat)
    fat.extend([_FAT] * n_fat)
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(n_fat * _SECTOR, b"\xff")
    places = [fat_at + number for number in range(n_fat)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, n_fat, directory_at, 0, _LEAST, _END, 0, _END, 0, 0)[
        :-4
    ]
    header += struct.pack("<109I", *(places + [_FREE] * (109 - n_fat)))
    path.write_bytes(header.ljust(_SECTOR, b"\x00") + bytes(sectors) + table)
    return path
