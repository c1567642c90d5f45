"""Sound and film files whose headers promise what the file does not hold."""

from __future__ import annotations

import random
import struct


def _wav(
    *,
    data_bytes: int,
    channels: int = 1,
    rate_hz: int = 16_000,
    bits: int = 16,
    codec: int = 1,
    samples: bytes = bytes(3_200),
) -> bytes:
    block = max(0, min(65_535, channels * bits // 8))
    form = struct.pack(
        "<HHIIHH", codec, channels, rate_hz, min(rate_hz * block, 0xFFFFFFFF), block, bits
    )
    return (
        b"RIFF"
        + struct.pack("<I", min(36 + data_bytes, 0xFFFFFFFF))
        + b"WAVEfmt "
        + struct.pack("<I", 16)
        + form
        + b"data"
        + struct.pack("<I", data_bytes)
        + samples
    )


def wav_of_four_gigabytes(chance: random.Random) -> bytes:
    return _wav(data_bytes=0xFFFFFFFF)


def wav_without_channels(chance: random.Random) -> bytes:
    return _wav(data_bytes=3_200, channels=0)


def wav_of_many_channels(chance: random.Random) -> bytes:
    return _wav(data_bytes=3_200, channels=65_535)


def wav_of_rate_zero(chance: random.Random) -> bytes:
    return _wav(data_bytes=3_200, rate_hz=0)


def wav_of_largest_rate(chance: random.Random) -> bytes:
    return _wav(data_bytes=3_200, rate_hz=0xFFFFFFFF)


def wav_of_rate_one(chance: random.Random) -> bytes:
    """Each second of it is one sample: 1,600 samples claim to last 27 minutes."""
    return _wav(data_bytes=3_200, rate_hz=1)


def wav_of_unknown_codec(chance: random.Random) -> bytes:
    return _wav(data_bytes=3_200, codec=0xBEEF, samples=chance.randbytes(3_200))


def wav_of_odd_bits(chance: random.Random) -> bytes:
    return _wav(data_bytes=3_200, bits=7, samples=chance.randbytes(3_200))


def wav_of_only_a_head(chance: random.Random) -> bytes:
    return _wav(data_bytes=320_000, samples=b"")


def wav_of_silence(chance: random.Random) -> bytes:
    """Valid: three seconds without a sound. It must be taken, with no invented words."""
    return _wav(data_bytes=96_000, samples=bytes(96_000))


def mp3_of_endless_tag(chance: random.Random) -> bytes:
    return b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + chance.randbytes(4_000)


def mp3_of_false_starts(chance: random.Random) -> bytes:
    return b"".join(b"\xff\xfb\x90\x64" + chance.randbytes(37) for _ in range(3_000))


def ogg_of_broken_pages(chance: random.Random) -> bytes:
    page = b"OggS\0\x02" + bytes(8) + chance.randbytes(12) + b"\x01\x1e\x01vorbis"
    return page * 300


def flac_of_false_size(chance: random.Random) -> bytes:
    info = struct.pack(">HH", 16, 65_535) + b"\xff" * 6 + b"\xff" * 24
    return b"fLaC\x80" + len(info).to_bytes(3, "big") + info + chance.randbytes(2_000)


def m4a_of_nested_boxes(chance: random.Random) -> bytes:
    body = b""
    for _ in range(3_000):
        body = struct.pack(">I", len(body) + 8) + b"moov" + body
    return struct.pack(">I", 24) + b"ftypM4A \0\0\0\0M4A mp42" + body


def mp4_of_sizeless_boxes(chance: random.Random) -> bytes:
    return struct.pack(">I", 24) + b"ftypisom\0\0\0\0isommp42" + b"\0\0\0\0moov" * 2_000


def mp4_with_reference_elsewhere(chance: random.Random) -> bytes:
    """A data reference to a file of the system; no reader may follow it."""
    url = b"file:///etc/passwd\0"
    entry = struct.pack(">I", len(url) + 12) + b"url \0\0\0\0" + url
    dref = struct.pack(">I", len(entry) + 16) + b"dref" + bytes(4) + struct.pack(">I", 1) + entry
    body = dref
    for name in (b"dinf", b"minf", b"mdia", b"trak", b"moov"):
        body = struct.pack(">I", len(body) + 8) + name + body
    return struct.pack(">I", 24) + b"ftypqt  \0\0\0\0qt  qt  " + body


def mkv_of_unknown_length(chance: random.Random) -> bytes:
    return b"\x1a\x45\xdf\xa3\x01\xff\xff\xff\xff\xff\xff\xff" + chance.randbytes(3_000)


def playlist_of_other_files(chance: random.Random) -> bytes:
    return b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"


TRAPS = tuple(
    (maker.__name__.replace("_", "-"), suffix, maker)
    for suffix, maker in (
        (".wav", wav_of_four_gigabytes),
        (".wav", wav_without_channels),
        (".wav", wav_of_many_channels),
        (".wav", wav_of_rate_zero),
        (".wav", wav_of_largest_rate),
        (".wav", wav_of_rate_one),
        (".wav", wav_of_unknown_codec),
        (".wav", wav_of_odd_bits),
        (".wav", wav_of_only_a_head),
        (".wav", wav_of_silence),
        (".mp3", mp3_of_endless_tag),
        (".mp3", mp3_of_false_starts),
        (".ogg", ogg_of_broken_pages),
        (".flac", flac_of_false_size),
        (".m4a", m4a_of_nested_boxes),
        (".mp4", mp4_of_sizeless_boxes),
        (".mov", mp4_with_reference_elsewhere),
        (".mkv", mkv_of_unknown_length),
        (".m3u8", playlist_of_other_files),
    )
)
