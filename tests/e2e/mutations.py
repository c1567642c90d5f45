"""Ways to damage a good file. Each takes its bytes, another file's bytes and a source of chance."""

from __future__ import annotations

import random
from collections.abc import Callable

Mutation = Callable[[bytes, bytes, random.Random], bytes]


def cut_short(content: bytes, other: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def cut_to_a_few_bytes(content: bytes, other: bytes, chance: random.Random) -> bytes:
    return content[: chance.randint(1, 64)]


def cut_near_the_end(content: bytes, other: bytes, chance: random.Random) -> bytes:
    return content[: -chance.randint(1, min(200, len(content) - 1))]


def cut_the_head(content: bytes, other: bytes, chance: random.Random) -> bytes:
    return content[chance.randint(1, min(512, len(content) - 1)) :]


def hole_in_the_middle(content: bytes, other: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.randint(1, 4_096) :]


def few_bits(content: bytes, other: bytes, chance: random.Random) -> bytes:
    return _with_flips(content, len(content), chance.randint(1, 16), chance)


def many_bits(content: bytes, other: bytes, chance: random.Random) -> bytes:
    return _with_flips(content, len(content), max(16, len(content) // 200), chance)


def bits_in_the_header(content: bytes, other: bytes, chance: random.Random) -> bytes:
    return _with_flips(content, min(256, len(content)), chance.randint(1, 12), chance)


def zeros(content: bytes, other: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    length = min(chance.randint(16, 8_192), len(content) - start)
    return content[:start] + bytes(length) + content[start + length :]


def zeros_to_the_end(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """What a file system leaves after a crash: the right length, the last part zeros."""
    start = chance.randrange(len(content))
    return content[:start] + bytes(len(content) - start)


def noise(content: bytes, other: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + chance.randbytes(chance.randint(16, 4_096)) + content[start:]


def repeated_block(content: bytes, other: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    block = content[start : start + chance.randint(1, 2_048)]
    return content[:start] + block * chance.randint(2, 9) + content[start:]


def foreign_header(content: bytes, other: bytes, chance: random.Random) -> bytes:
    length = chance.choice((4, 8, 16, 64, 512))
    return other[:length] + content[length:]


def foreign_tail(content: bytes, other: bytes, chance: random.Random) -> bytes:
    return content[: len(content) // 2] + other[len(other) // 2 :]


def two_in_one(content: bytes, other: bytes, chance: random.Random) -> bytes:
    return content + other


def wrong_extension(content: bytes, other: bytes, chance: random.Random) -> bytes:
    return content


def largest_numbers(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """Sizes and counts become enormous wherever they happen to stand."""
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(max(1, min(4_096, len(damaged)) - 4))
        damaged[start : start + 4] = chance.choice(
            (b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f", b"\x80\0\0\0")
        )
    return bytes(damaged)


def as_if_sent_as_text(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """Line ends changed, as an old transfer in text mode did."""
    return content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def as_if_decoded(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """Read as Latin-1 and written as UTF-8."""
    return content.decode("latin-1").encode("utf-8")


MUTATIONS: tuple[tuple[str, Mutation], ...] = tuple(
    (mutation.__name__.replace("_", "-"), mutation)
    for mutation in (
        cut_short,
        few_bits,
        cut_to_a_few_bytes,
        bits_in_the_header,
        zeros,
        wrong_extension,
        cut_near_the_end,
        foreign_header,
        many_bits,
        noise,
        cut_the_head,
        largest_numbers,
        hole_in_the_middle,
        zeros_to_the_end,
        two_in_one,
        repeated_block,
        foreign_tail,
        as_if_sent_as_text,
        as_if_decoded,
    )
)


def _with_flips(content: bytes, within: int, n_flips: int, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _ in range(n_flips):
        damaged[chance.randrange(within)] ^= 1 << chance.randrange(8)
    return bytes(damaged)
