"""The filter of grounded decoding: tokens that would invent a number or a name are out."""

from __future__ import annotations

import re
from collections.abc import Sequence

import torch
from torch import Tensor

from models.decoder.grounding import Grounding, OrdinaryWords, State
from models.decoder.interface import Prompt
from models.decoder.number_words import HELD_WORDS
from models.decoder.standing import standing
from models.decoder.tokens import TextTokens

_OUT = float("-inf")
# Another name may stand in for one that was invented where it is a fifth as likely or more: the
# model then knew both, as a title and the name behind it.
_NEAR = 1.6
_LOOKED_AT = 256  # of the likeliest tokens each is tried, of the others only the harmless ones stay
_MAY_INVENT = re.compile(r"[^\W_]*(?:\d|[^\W\d_a-z])")  # has a digit, a capital or a foreign letter


class GroundedVocabulary:
    """What grounding must know of a vocabulary, once for all answers."""

    def __init__(self, tokens: TextTokens, end_ids: Sequence[int]) -> None:
        self.pieces = tokens.pieces()
        self.end_ids = tuple(end_ids)
        self._ordinary = OrdinaryWords(self.pieces)
        self._harmless: Tensor | None = None

    def grounding(self, prompt: Prompt) -> Grounding:
        """What may be said in answer to this prompt."""
        sources = [source.text for source in prompt.sources]
        questions = [*(turn.question for turn in prompt.turns), prompt.question]
        return Grounding(standing(sources, questions), self._ordinary)

    def harmless(self, n: int) -> Tensor:
        """bool (n,): tokens that invent nothing wherever a new word may begin: they begin with
        none, and hold neither digit nor capital nor half a character."""
        if self._harmless is None or len(self._harmless) != n:
            flags = [_is_harmless(piece) for piece in self.pieces[:n]]
            flags += [False] * (n - len(flags))
            self._harmless = torch.tensor(flags)
        return self._harmless


def _is_harmless(piece: bytes) -> bool:
    try:
        text = piece.decode()
    except UnicodeDecodeError:
        return False
    if not text or text[0].isalnum() or _MAY_INVENT.search(text):
        return False
    return text.strip().lower() not in HELD_WORDS


class Trail:
    """One sequence as it is written. In greedy mode a name or number stays open until something
    else follows: where the model would go on to one that stands nowhere, what is written of it is
    taken back, and no other is put in its place."""

    def __init__(self, vocabulary: GroundedVocabulary, grounding: Grounding) -> None:
        self._vocabulary = vocabulary
        self._grounding = grounding
        self._states = [State()]  # before each token and after the last
        # the open tokens, which are the last ones, with the logits each was chosen from
        self._open: list[tuple[int, Tensor]] = []
        self._tried: dict[int, set[int]] = {}  # tokens that were taken back, by their place

    @property
    def n_open(self) -> int:
        """The last tokens that may still be taken back."""
        return len(self._open)

    def fork(self) -> Trail:
        other = Trail(self._vocabulary, self._grounding)
        other._states = self._states[-1:]
        return other

    def add(self, token: int) -> None:
        self._states.append(self._after(token) or State())

    def allows(self, token: int) -> bool:
        if token in self._vocabulary.end_ids:
            return self._grounding.can_end(self._states[-1])
        return self._after(token) is not None

    def filter(self, logits: Tensor, *, claims: bool = True) -> Tensor:
        """logits (vocab,) without the tokens that would invent something and, without `claims`,
        those that would begin any name or number. Where none is left the text may only end."""
        n, state, ends = logits.shape[-1], self._states[-1], list(self._vocabulary.end_ids)
        kept = torch.full_like(logits, _OUT)
        if self._grounding.can_end(state) and not state.begun:
            harmless = self._vocabulary.harmless(n).to(logits.device)
            kept = torch.where(harmless, logits, kept)
            kept[ends] = logits[ends]
        for token in logits.topk(min(_LOOKED_AT, n)).indices.tolist():
            allowed = self.allows(token) and (claims or not self._begins_claim(token))
            kept[token] = logits[token] if allowed else _OUT
        kept[list(self._tried.get(len(self._states), ()))] = _OUT
        if not bool((kept > _OUT).any()):
            kept[ends] = logits[ends].clamp(min=-1e30)
        return kept

    def likeliest(self, logits: Tensor) -> tuple[int, int]:
        """The next token in greedy mode, and how many of the last ones to take back before it."""
        token = int(logits.argmax(-1))
        if self.allows(token):
            self._keep_open(token, logits)
            return token, 0
        state = self._states[-1]
        if not self._grounding.is_open(state) and not self._is_number(token):
            other = int(self.filter(logits).argmax(-1))
            near = float(logits[token] - logits[other]) <= _NEAR
            if near or not self._begins_claim(other):
                self._keep_open(other, logits)
                return other, 0
        n_undone = self.n_open
        if n_undone:
            tried, logits = self._open[0]
            del self._states[-n_undone:]
            self._open.clear()
            self._tried.setdefault(len(self._states), set()).add(tried)
        token = int(self.filter(logits, claims=False).argmax(-1))
        self._keep_open(token, logits)
        return token, n_undone

    def _keep_open(self, token: int, logits: Tensor) -> None:
        after = self._after(token)
        if token in self._vocabulary.end_ids:
            self._open.clear()
            return
        space, was_open = self._is_space(token), self._grounding.is_open(self._states[-1])
        is_open = after is not None and self._grounding.is_open(after)
        if not is_open and (not space or was_open):
            self._open.clear()
        if is_open or space:
            self._open.append((token, logits))

    def _begins_claim(self, token: int) -> bool:
        """A space alone is what comes before a number; a bracket names a source for nothing."""
        after = self._after(token)
        if after is None or token in self._vocabulary.end_ids:
            return False
        if self._is_space(token) or self._piece(token).lstrip().startswith(b"["):
            return True
        return self._grounding.begins_claim(self._states[-1], after)

    def _is_space(self, token: int) -> bool:
        return self._piece(token) == b" "

    def _is_number(self, token: int) -> bool:
        return any(48 <= byte <= 57 for byte in self._piece(token))

    def _piece(self, token: int) -> bytes:
        pieces = self._vocabulary.pieces
        return pieces[token] if token < len(pieces) else b""

    def _after(self, token: int) -> State | None:
        return self._grounding.advance(self._states[-1], self._piece(token))
