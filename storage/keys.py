"""The key of a library that is locked with a passphrase: made, wrapped, and what it seals.

One random data key encrypts everything; the passphrase only wraps it, so that it can be changed
without a byte of the library being written again. What is kept of it on disk is a `WrappedKey`:
parameters and ciphertext, of no use without the passphrase.

Argon2id and AES-GCM are those of the package `cryptography`; it is imported when first needed, so
that a library without a passphrase never pays for it."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.errors import KeyDamaged, PassphraseWrong, StorageError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_ID_BYTES = 16
_SECRET_BYTES = 32
_SALT_BYTES = 16
_NONCE_BYTES = 12
_FORMAT = 1
_MAGIC = b"TRPTKEY1\n"
_SEAL = b"TRPTSEAL1\n"
_DIGEST_BYTES = 32
# A header may come with a backup from elsewhere: it must not ask for any amount of memory.
_MOST_MEMORY_KIB = 4 * 1024 * 1024
_MOST_ITERATIONS = 64
_MOST_LANES = 64


@dataclass(frozen=True, slots=True)
class Cost:
    """What trying one passphrase costs (Argon2id, RFC 9106): memory in KiB, passes, lanes."""

    memory_kib: int
    iterations: int
    lanes: int


# RFC 9106's second choice, for where 2 GiB cannot be asked for.
USUAL_COST = Cost(memory_kib=64 * 1024, iterations=3, lanes=4)


@dataclass(frozen=True, slots=True)
class LibraryKey:
    """`key_id` (16 bytes, no secret) stands at the beginning of every database that `secret`
    (32 bytes) encrypts: it is SQLCipher's salt."""

    key_id: bytes
    secret: bytes = field(repr=False)

    @classmethod
    def made(cls) -> LibraryKey:
        return cls(os.urandom(KEY_ID_BYTES), os.urandom(_SECRET_BYTES))

    def seal(self, plain: bytes, name: str) -> bytes:
        """The bytes of a file beside the database, encrypted; `name` is bound to them."""
        nonce = os.urandom(_NONCE_BYTES)
        return _SEAL + nonce + _cipher(self._of_files()).encrypt(nonce, plain, name.encode())

    def unseal(self, sealed: bytes, name: str) -> bytes:
        """Raises ValueError where these are not whole bytes sealed with this key and name."""
        from cryptography.exceptions import InvalidTag

        start = len(_SEAL) + _NONCE_BYTES
        if not sealed.startswith(_SEAL) or len(sealed) < start:
            raise ValueError("these bytes were never sealed")
        nonce = sealed[len(_SEAL) : start]
        try:
            return _cipher(self._of_files()).decrypt(nonce, sealed[start:], name.encode())
        except InvalidTag as error:
            raise ValueError("these bytes are damaged or of another library") from error

    def _of_files(self) -> bytes:
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        return HKDF(SHA256(), 32, salt=self.key_id, info=b"triptych files").derive(self.secret)


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A data key as it lies on disk, encrypted under a key derived from the passphrase."""

    key_id: bytes
    cost: Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes

    @classmethod
    def of(cls, key: LibraryKey, passphrase: str, cost: Cost = USUAL_COST) -> WrappedKey:
        """Raises StorageError for an empty passphrase."""
        if not passphrase:
            raise StorageError(
                "A passphrase must have at least one character.",
                "Choose another; several words are easy to keep and hard to guess.",
            )
        salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
        made = cls(key.key_id, cost, salt, nonce, b"")
        wrapped = _cipher(made._derived(passphrase)).encrypt(nonce, key.secret, made._bound())
        return cls(key.key_id, cost, salt, nonce, wrapped)

    def opened(self, passphrase: str) -> LibraryKey:
        """Raises PassphraseWrong."""
        from cryptography.exceptions import InvalidTag

        try:
            cipher = _cipher(self._derived(passphrase))
            return LibraryKey(self.key_id, cipher.decrypt(self.nonce, self.wrapped, self._bound()))
        except InvalidTag as error:
            raise PassphraseWrong(
                "That is not this library's passphrase.",
                "Try again; capital letters count. Nothing was changed.",
            ) from error

    def to_bytes(self) -> bytes:
        """A line that names the format, a line of JSON, and a SHA-256 of both: a damaged header
        must not look like a wrong passphrase."""
        head = json.dumps(
            {
                "format": _FORMAT,
                "key_id": self.key_id.hex(),
                "kdf": "argon2id",
                "memory_kib": self.cost.memory_kib,
                "iterations": self.cost.iterations,
                "lanes": self.cost.lanes,
                "salt": _text(self.salt),
                "nonce": _text(self.nonce),
                "wrapped": _text(self.wrapped),
            }
        )
        body = _MAGIC + head.encode("ascii") + b"\n"
        return body + hashlib.sha256(body).digest()

    @classmethod
    def from_bytes(cls, packed: bytes) -> WrappedKey:
        """Raises KeyDamaged, also where a newer version wrote it."""
        body, digest = packed[:-_DIGEST_BYTES], packed[-_DIGEST_BYTES:]
        if not body.startswith(_MAGIC) or hashlib.sha256(body).digest() != digest:
            raise key_damaged()
        try:
            head = json.loads(body[len(_MAGIC) :])
            cost = Cost(int(head["memory_kib"]), int(head["iterations"]), int(head["lanes"]))
            parts = [base64.b64decode(head[name]) for name in ("salt", "nonce", "wrapped")]
            found = cls(bytes.fromhex(head["key_id"]), cost, *parts)
            is_known = head["format"] == _FORMAT and head["kdf"] == "argon2id"
        except (ValueError, KeyError, TypeError) as error:
            raise key_damaged() from error
        if not is_known or not (
            8 * cost.lanes <= cost.memory_kib <= _MOST_MEMORY_KIB
            and 1 <= cost.iterations <= _MOST_ITERATIONS
            and 1 <= cost.lanes <= _MOST_LANES
        ):
            raise key_damaged()
        return found

    def _derived(self, passphrase: str) -> bytes:
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

        kdf = Argon2id(
            salt=self.salt,
            length=_SECRET_BYTES,
            iterations=self.cost.iterations,
            lanes=self.cost.lanes,
            memory_cost=self.cost.memory_kib,
        )
        # One keyboard writes é as one character, another as two.
        return kdf.derive(unicodedata.normalize("NFC", passphrase).encode("utf-8"))

    def _bound(self) -> bytes:
        cost = self.cost
        return b"%s %d %d %d" % (self.key_id, cost.memory_kib, cost.iterations, cost.lanes)


def add_to_end(key: WrappedKey) -> bytes:
    """What is put behind a backup's database, so that the file opens with the passphrase alone:
    SQLite looks at no byte beyond the pages its header counts."""
    packed = key.to_bytes()
    return packed + len(packed).to_bytes(4, "big") + _MAGIC


def split_end(tail: bytes) -> tuple[WrappedKey | None, int]:
    """The key behind a database, whose last bytes are given, and how many bytes it takes; None and
    0 where there is none. Raises KeyDamaged."""
    foot = 4 + len(_MAGIC)
    if not tail.endswith(_MAGIC) or len(tail) < foot:
        return None, 0
    length = int.from_bytes(tail[-foot : -foot + 4], "big")
    if length + foot > len(tail):
        raise key_damaged()
    return WrappedKey.from_bytes(tail[-foot - length : -foot]), length + foot


def key_damaged() -> KeyDamaged:
    return KeyDamaged(
        "The file that the library's passphrase opens is damaged, missing, or of a newer version.",
        'Each backup carries it too: bring one back with "triptych restore FILE". Nothing was '
        "changed.",
    )


def _cipher(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
