"""Mails whose parts never end, lie about themselves or stand inside one another."""

from __future__ import annotations

import base64
import random

_HEAD = (
    b"From: a@mail.example\nTo: b@mail.example\nSubject: test\n"
    b"Date: Mon, 6 Jan 2025 09:00:00 +0000\n"
)


def endless_multipart(chance: random.Random) -> bytes:
    body = b""
    for depth in range(600):
        body += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (depth, depth)
    return _HEAD + b"MIME-Version: 1.0\n" + body + b"Content-Type: text/plain\n\nthe end\n"


def mail_in_mail(chance: random.Random) -> bytes:
    return (_HEAD + b"MIME-Version: 1.0\nContent-Type: message/rfc822\n\n") * 400 + b"\ninnermost\n"


def many_parts(chance: random.Random) -> bytes:
    part = b"--b\nContent-Type: text/plain\n\nx\n"
    return (
        _HEAD
        + b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        + part * 20_000
        + b"--b--\n"
    )


def without_boundary(chance: random.Random) -> bytes:
    return _HEAD + b"MIME-Version: 1.0\nContent-Type: multipart/mixed\n\n--x\n\nlost text\n"


def broken_base64(chance: random.Random) -> bytes:
    packed = base64.b64encode(b"Readable until here. " * 60)
    return (
        _HEAD
        + b"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
        + b"Content-Transfer-Encoding: base64\n\n"
        + packed[:501]
        + b"!!!!"
        + packed[540:]
        + b"=\n"
    )


def unknown_charset(chance: random.Random) -> bytes:
    return (
        _HEAD
        + b'MIME-Version: 1.0\nContent-Type: text/plain; charset="x-klingon"\n\nh\xe9llo w\xf6rld\n'
    )


def huge_header(chance: random.Random) -> bytes:
    return _HEAD + b"X-Long: " + b"a" * 2_000_000 + b"\n\nbody\n"


def many_headers(chance: random.Random) -> bytes:
    return _HEAD + b"".join(b"X-H%d: v\n" % n for n in range(50_000)) + b"\nbody\n"


def bad_encoded_words(chance: random.Random) -> bytes:
    subject = b"Subject: =?utf-8?B?////?= =?utf-16?Q?=D8=00?= =?x?Q?=ZZ?= =?utf-8?Q?=00=1B[2J?=\n"
    return subject + _HEAD + b"\nbody\n"


def null_bytes(chance: random.Random) -> bytes:
    return _HEAD.replace(b"test", b"te\0st") + b"\nbo\0dy\n"


def impossible_date(chance: random.Random) -> bytes:
    return _HEAD.replace(b"6 Jan 2025 09", b"99 Foo 99999999 77") + b"\nbody\n"


TRAPS = tuple(
    ("mail-" + maker.__name__.replace("_", "-"), ".eml", maker)
    for maker in (
        endless_multipart,
        mail_in_mail,
        many_parts,
        without_boundary,
        broken_base64,
        unknown_charset,
        huge_header,
        many_headers,
        bad_encoded_words,
        null_bytes,
        impossible_date,
    )
)
