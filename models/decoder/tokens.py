"""Text to token ids and back. What a user or a document wrote never becomes a special token."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer
from tokenizers.decoders import DecodeStream

from models.errors import ModelDamaged, ModelMissing


class TextTokens:
    """One vocabulary read in two ways: `encode_template` knows the special tokens' spellings,
    `encode_plain` does not, so `<|im_end|>` in a document stays ten ordinary characters."""

    def __init__(self, tokenizer_json: str) -> None:
        self._template = Tokenizer.from_str(tokenizer_json)
        self._template.no_truncation()
        self._template.no_padding()
        self._special = frozenset(
            number
            for number, token in self._template.get_added_tokens_decoder().items()
            if token.special
        )
        self._pieces: list[bytes] | None = None
        self._plain = _without_added_tokens(self._template)

    @property
    def special_ids(self) -> frozenset[int]:
        return self._special

    def encode_template(self, text: str) -> list[int]:
        return list(self._template.encode(text, add_special_tokens=False).ids)

    def encode_plain(self, text: str) -> list[int]:
        """Token ids of `text`, none of them special."""
        ids = self._plain.encode(text, add_special_tokens=False).ids
        return [token for token in ids if token not in self._special]

    def decode(self, ids: Sequence[int]) -> str:
        return str(self._template.decode(list(ids), skip_special_tokens=True))

    def spelling(self, token: int) -> str:
        """One token as text, for the token inspector; a part of a character shows as `\\ufffd`."""
        return str(self._template.decode([token], skip_special_tokens=False))

    def pieces(self) -> list[bytes]:
        """The bytes that each token adds to a text, by id; of special tokens none. Read once."""
        if self._pieces is None:
            vocabulary = self._template.get_vocab(with_added_tokens=True)
            pieces = [b""] * (max(vocabulary.values(), default=-1) + 1)
            in_letters = _spells_bytes_as_letters(self._template)
            for spelling, number in vocabulary.items():
                if number not in self._special:
                    pieces[number] = _piece(spelling, in_letters)
            self._pieces = pieces
        return self._pieces

    def id_of(self, spelling: str) -> int | None:
        found = self._template.token_to_id(spelling)
        return None if found is None else int(found)

    def stream(self) -> TextStream:
        return TextStream(self._template)


def _without_added_tokens(tokenizer: Tokenizer) -> Tokenizer:
    """The same vocabulary, shared and not read again, without the tokens added to it."""
    plain = Tokenizer(tokenizer.model)
    for part in ("normalizer", "pre_tokenizer", "decoder"):
        if (value := getattr(tokenizer, part)) is not None:
            setattr(plain, part, value)
    return plain


def _spells_bytes_as_letters(tokenizer: Tokenizer) -> bool:
    """Whether the vocabulary writes each byte as a letter of its own, as GPT-2 began."""
    return tokenizer.decoder is not None and "ByteLevel" in repr(tokenizer.decoder)


def _letters_of_bytes() -> dict[str, int]:
    """GPT-2's: printable bytes are themselves, the others follow from U+0100 on."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in set(printable)]
    return {chr(byte): byte for byte in printable} | {
        chr(256 + place): byte for place, byte in enumerate(others)
    }


_BYTES_OF_LETTERS = str.maketrans(
    {letter: chr(byte) for letter, byte in _letters_of_bytes().items()}
)


def _piece(spelling: str, in_letters: bool) -> bytes:
    if in_letters:
        try:
            return spelling.translate(_BYTES_OF_LETTERS).encode("latin-1")
        except UnicodeEncodeError:
            return spelling.encode()  # an added token, spelt as it is
    if len(spelling) == 6 and spelling.startswith("<0x") and spelling.endswith(">"):
        return bytes([int(spelling[3:5], 16)])
    return spelling.replace("\u2581", " ").encode()


class TextStream:
    """Turns tokens into text as they come; half a character waits for its other half."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._stream = DecodeStream(skip_special_tokens=True)

    def add(self, token: int) -> str:
        return self._stream.step(self._tokenizer, token) or ""


def read_tokens(folder: Path) -> TextTokens:
    """Raises ModelMissing, ModelDamaged."""
    file = folder / "tokenizer.json"
    try:
        return TextTokens(file.read_text("utf-8"))
    except FileNotFoundError:
        raise ModelMissing(
            "{folder} holds no tokenizer.json.",
            "Install the model again, or choose one that ships a fast tokenizer.",
            folder=folder,
        ) from None
    except Exception as error:  # the tokenizers library raises bare Exception
        raise ModelDamaged(
            "{file} cannot be read: {error}.",
            "Remove the model and install it again.",
            file=file,
            error=error,
        ) from error
