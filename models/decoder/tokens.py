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
            f"{folder} holds no tokenizer.json.",
            "Install the model again, or choose one that ships a fast tokenizer.",
        ) from None
    except Exception as error:  # the tokenizers library raises bare Exception
        raise ModelDamaged(
            f"{file} cannot be read: {error}.", "Remove the model and install it again."
        ) from error
