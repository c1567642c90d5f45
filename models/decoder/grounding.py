"""Grounded decoding: a number, code, date or proper name may only be written where it stands in the
sources or the question.

An automaton reads what is written, character by character. `advance` says what is known after one
more token, or None where that token would invent something; it never changes a state, so beams may
share one. A word with a capital is taken for a name unless it begins a sentence and is an ordinary
word of the vocabulary. No torch here."""

from __future__ import annotations

import bisect
import codecs
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from models.decoder.number_words import HELD_WORDS, MONTHS
from models.decoder.standing import SEPARATORS, Standing, is_word_character, plain

_ENDS_SENTENCE = frozenset(".!?:;…。！？\n")
_OPENS = frozenset('“„«»"‘(*#>•|–—')  # what may stand before a sentence's first word
_PASSED = frozenset(" \t\r-_~`")  # leave what comes after them as it is
_AFTER_LIST = (".", ")")
_ALWAYS = frozenset({"i"})
_SOURCE_WORDS = frozenset(
    ("source", "sources", "quelle", "quellen", "fuente", "fuentes", "fonte", "bron")
)
# German: after these, and adjectives behind them, a capital may begin any noun
_DETERMINERS = frozenset(
    """der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner
    im am zum zur vom beim ins ans mein meine meinen meiner sein seine seinen seiner seinem ihr
    ihre ihren ihrer ihrem unser unsere unseren diese dieser dieses diesen diesem jede jeder jedes
    jeden jedem welche welcher welches alle allen aller""".split()  # noqa: SIM905
)
_ADJECTIVE_ENDINGS = ("e", "en", "er", "es", "em")


class _In(Enum):
    NOTHING = auto()  # between words
    WORD = auto()  # one that is free
    NAME = auto()
    NUMBER = auto()  # or a code with digits


@dataclass(frozen=True, slots=True)
class State:
    """`text` is the unit that is being written, in lower case; `mark` a separator behind a number,
    which may go on after it; `begun` bytes of a character that is not complete."""

    inside: _In = _In.NOTHING
    text: str = ""
    mark: str = ""
    begun: bytes = b""
    opening: bool = True  # the next word may be a sentence's first, or this one is
    noun: bool = False  # German: the next word may be any noun, or this one is
    bracket: bool = False  # in [ ], where numbers of sources stand
    of_source: bool = False  # the last word was "source"
    new_line: bool = True
    list_number: int = 1  # that a list's next line would begin with
    listed: bool = False  # this number stands at the beginning of a line


class OrdinaryWords:
    """Words that a vocabulary spells small no more rarely than with a capital: what may begin a
    sentence. Tokens are numbered by how often they occur, so London comes before london and
    there before There; in doubt it is a word (`yes` 9,834 and `Yes` 7,414, but `john` 39,642 and
    `John` 3,757, in the starter models' vocabulary)."""

    _RATIO = 1.6

    def __init__(self, pieces: Sequence[bytes]) -> None:
        small: dict[str, int] = {}
        large: dict[str, int] = {}
        for number, piece in enumerate(pieces):
            if piece[:1] != b" ":
                continue
            word = piece[1:].decode(errors="replace")
            if word.isalpha():
                if word.islower():
                    small[word] = number
                elif word.istitle():
                    large[word.lower()] = number
        self._names = frozenset(
            word
            for word, number in large.items()
            if word not in small or small[word] > self._RATIO * number
        )
        self._words = sorted(small.keys() - self._names)

    def begins(self, start: str) -> bool:
        """Whether a longer ordinary word begins so, and this is not a name of its own."""
        if start in self._names:
            return False
        at = bisect.bisect_left(self._words, start)
        return at < len(self._words) and self._words[at].startswith(start)

    def __contains__(self, word: str) -> bool:
        at = bisect.bisect_left(self._words, word)
        return at < len(self._words) and self._words[at] == word


class Grounding:
    """What may be written after these sources and questions."""

    def __init__(self, standing: Standing, ordinary: OrdinaryWords) -> None:
        self._standing = standing
        self._ordinary = ordinary

    def advance(self, state: State, piece: bytes) -> State | None:
        """What is known after `piece`, a token's bytes; None where it may not be written."""
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        text = decoder.decode(state.begun + piece)
        begun = decoder.getstate()[0]
        if state.begun:
            state = replace(state, begun=b"")
        for character in plain(text):
            following = self._write(state, character)
            if following is None:
                return None
            state = following
        if state.inside is _In.WORD and self._is_held(state.text):
            return None
        if begun:
            if state.inside in (_In.NAME, _In.NUMBER) and not self.can_end(state):
                return None
            state = replace(state, begun=begun)
        return state

    def is_open(self, state: State) -> bool:
        """Whether a name or number is being written, and may still become another one."""
        return state.inside in (_In.NAME, _In.NUMBER)

    def begins_claim(self, before: State, after: State) -> bool:
        """Whether the token between these begins a name or a number; a source's own in brackets, a
        list's and an ordinary word that begins a sentence are none."""
        if after.inside is _In.NUMBER:
            return not (after.listed or self._names_source(after, whole=False))
        if after.inside is _In.NAME:
            return not (before.opening and self._ordinary.begins(after.text))
        return False

    def can_end(self, state: State) -> bool:
        """Whether the text may end here, or go on with a new word."""
        if state.inside is _In.NAME:
            return self._is_name(state)
        if state.inside is _In.NUMBER:
            return self._is_number(state)
        return state.inside is not _In.WORD or not self._is_held(state.text)

    def _write(self, state: State, character: str) -> State | None:
        if is_word_character(character):
            if state.inside is _In.NUMBER:
                return self._after_number(state, character)
            if state.inside is _In.NAME:
                return self._in_name(state, character)
            if state.inside is _In.WORD:
                return self._in_word(state, character)
            return self._begin(state, character)
        if state.inside is _In.NUMBER and not state.mark and character in SEPARATORS:
            longer = state.text + character
            if longer in self._standing.number_beginnings or self._is_number(state, character):
                return replace(state, mark=character)
            return None
        ended = self._end_unit(state, character)
        return None if ended is None else self._between(ended, character)

    def _begin(self, state: State, character: str) -> State | None:
        """The first character of a unit."""
        if character.isdecimal():
            listed = state.new_line and str(state.list_number).startswith(character)
            begun = replace(
                state, inside=_In.NUMBER, text=character, mark="", listed=listed, new_line=False
            )
            return begun if self._may_become_number(begun) else None
        inside = _In.WORD if character.lower() == character else _In.NAME
        begun = replace(
            state, inside=inside, text=character.lower(), mark="", new_line=False, of_source=False,
            bracket=False,
        )  # fmt: skip
        return begun if inside is _In.WORD or self._may_become_name(begun) else None

    def _in_word(self, state: State, character: str) -> State | None:
        text = state.text + character.lower()
        if character.isdecimal():
            code = replace(state, inside=_In.NUMBER, text=text, mark="", listed=False)
            return code if text in self._standing.number_beginnings else None
        return replace(state, text=text)

    def _in_name(self, state: State, character: str) -> State | None:
        text = state.text + character.lower()
        if character.isdecimal():
            code = replace(state, inside=_In.NUMBER, text=text, mark="", listed=False)
            return code if text in self._standing.number_beginnings else None
        longer = replace(state, text=text)
        return longer if self._may_become_name(longer) else None

    def _after_number(self, state: State, character: str) -> State | None:
        longer = replace(state, text=state.text + state.mark + character.lower(), mark="")
        if self._may_become_number(longer):
            return longer
        if character.isdecimal() or not self._is_number(state, state.mark):
            return None
        return self._begin(self._after_unit(state, state.mark), character)  # 900kg, 3-bedroom

    def _end_unit(self, state: State, character: str) -> State | None:
        """Between words again, where what was written may end there."""
        if state.inside is _In.NOTHING:
            return state
        if state.inside is _In.NUMBER:
            mark = state.mark or character
            return self._after_unit(state, mark) if self._is_number(state, mark) else None
        if not self.can_end(state):
            return None
        return self._after_unit(state, "")

    def _after_unit(self, state: State, mark: str) -> State:
        """As it is behind a unit that was allowed, and behind `mark` where one followed."""
        if state.inside is _In.NUMBER:
            n_listed = state.list_number + (
                state.listed and mark in _AFTER_LIST and state.text == str(state.list_number)
            )
            opening = state.listed or mark in _ENDS_SENTENCE
            ended = replace(state, inside=_In.NOTHING, list_number=n_listed, opening=bool(opening))
            return replace(ended, text="", mark="", listed=False, noun=False)
        noun = self._standing.capital_nouns and (
            state.text in _DETERMINERS
            or (state.noun and state.inside is _In.WORD and state.text.endswith(_ADJECTIVE_ENDINGS))
        )
        of_source = state.text in _SOURCE_WORDS
        return replace(
            state, inside=_In.NOTHING, text="", opening=False, noun=noun, of_source=of_source
        )

    def _between(self, state: State, character: str) -> State:
        """A character that is part of no unit."""
        opening, new_line, bracket = state.opening, state.new_line, state.bracket
        if character in "[]":
            bracket, opening = character == "[", state.opening
        elif character in _ENDS_SENTENCE or character in _OPENS:
            opening = True
        elif character not in _PASSED:
            opening = False
        if character == "\n":
            new_line = True
        elif not character.isspace() and character not in "-*•>":
            new_line = False
        of_source = state.of_source and character in " ,#["
        noun = state.noun and character in ' „“"-'
        if (opening, new_line, bracket, of_source, noun) == (
            state.opening, state.new_line, state.bracket, state.of_source, state.noun
        ):  # fmt: skip
            return state
        return replace(
            state, opening=opening, new_line=new_line, bracket=bracket, of_source=of_source,
            noun=noun,
        )  # fmt: skip

    def _is_held(self, word: str) -> bool:
        return word in HELD_WORDS and word not in self._standing.words

    def _may_become_name(self, state: State) -> bool:
        text = state.text
        return (
            text in self._standing.word_beginnings
            or state.noun
            or text in _ALWAYS
            or (state.opening and self._ordinary.begins(text))
            or text in self._standing.number_beginnings
        )

    def _is_name(self, state: State) -> bool:
        text = state.text
        if text in self._standing.words or text in self._standing.numbers or text in _ALWAYS:
            return True
        if text in HELD_WORDS or (state.noun and text in MONTHS):
            return False
        return state.noun or (state.opening and text in self._ordinary)

    def _may_become_number(self, state: State) -> bool:
        text = state.text
        if state.bracket:
            return self._names_source(state, whole=False)
        if text in self._standing.number_beginnings:
            return True
        if state.listed and str(state.list_number).startswith(text):
            return True
        return self._names_source(state, whole=False)

    def _is_number(self, state: State, following: str = "") -> bool:
        """Whether the number is whole, where `following` comes after it."""
        if self._names_source(state, whole=True):
            return True
        if state.text in self._standing.numbers and not state.bracket:
            return True
        return state.listed and state.text == str(state.list_number) and following in _AFTER_LIST

    def _names_source(self, state: State, *, whole: bool) -> bool:
        if not (state.bracket or state.of_source):
            return False
        numbers = (str(number) for number in range(1, self._standing.n_sources + 1))
        return any(n == state.text if whole else n.startswith(state.text) for n in numbers)
