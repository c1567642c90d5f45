"""Cut text into passages and a transcript into timed passages. Pure; knows no encoder's insides.

Passages end at sentence and heading borders, stay within a token budget, overlap by at most one
sentence, and keep exact places: `text == document[char_start:char_end]`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.core.sentences import sentences_of
from models.protocols import Segment
from storage.readers.tables import cells_between
from storage.readers.values import Section
from storage.records import Locator

SECTION_BREAK = "\n\n"
PASSAGE_TOKENS = 160  # the starter encoder was trained on 128 and reads at most 256
OVERLAP_TOKENS = 32
# Rows of a table that make one passage: few, so that a question meets its row; more where a table
# is so long that a passage a row would be most of the library.
ROWS_TOKENS = ((500, 48), (5_000, 96), (10**9, PASSAGE_TOKENS))  # (up to so many rows, tokens)
MAX_ROW_TOKENS = 2 * PASSAGE_TOKENS  # a row is one passage up to here; then it is cut at its cells
SMALL_TOKENS = 48  # sections shorter than this join their neighbours under the same heading
SOUND_PASSAGE_S = 14.0
SOUND_SENTENCE_S = 4.0
SILENCE_BREAK_S = 2.0
_BLOCK_CHARS = 100_000
_ROUGH_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w{1,6}|[^\w\s]")

TokenSpans = Callable[[str], NDArray[np.int32]]

_CELL_END = re.compile(r"; | \| ")  # between the cells of a row (see `storage.readers.tables`)


@dataclass(frozen=True, slots=True)
class Passage:
    """`text` is exactly what stands at the locator's character range."""

    text: str
    locator: Locator


@dataclass(frozen=True, slots=True)
class CutDocument:
    """`text` is the stored extracted text that character ranges count in."""

    text: str
    passages: tuple[Passage, ...]


def cut_document(sections: Sequence[Section], token_spans: TokenSpans) -> CutDocument:
    """Join the sections and cut them into passages with exact character ranges."""
    text = SECTION_BREAK.join(section.text for section in sections)
    token_starts = _token_starts(text, token_spans)
    passages: list[Passage] = []
    rows_tokens = _rows_tokens(sections)
    for start, end, locator, cells in _joined(sections, token_starts):
        if cells:
            passages.extend(_row_passages(text, start, locator, cells, token_starts, rows_tokens))
            continue
        for cut_start, cut_end in _cut(text, start, end, token_starts):
            stripped = text[cut_start:cut_end].strip()
            if not any(character.isalnum() for character in stripped):
                continue
            first = text.index(stripped[0], cut_start)
            place: Locator = {**locator, "char_start": first, "char_end": first + len(stripped)}
            if "page" in locator:
                place["page_offset"] = start + locator.get("page_offset", 0)
            passages.append(Passage(stripped, place))
    return CutDocument(text, tuple(passages))


def rough_token_spans(text: str) -> NDArray[np.int32]:
    """Spans (n, 2) of words, in pieces of up to six characters, and of single signs: about what a
    word-piece tokeniser makes of a text, for cutting while none is installed."""
    spans = [match.span() for match in _ROUGH_TOKEN.finditer(text)]
    return np.asarray(spans, np.int32).reshape(-1, 2)


def _token_starts(text: str, token_spans: TokenSpans) -> NDArray[np.int64]:
    """Where each token of `text` begins, ascending. Tokenised block by block: a tokeniser keeps
    hundreds of bytes a token."""
    starts: list[NDArray[np.int64]] = []
    position = 0
    while position < len(text):
        end = min(position + _BLOCK_CHARS, len(text))
        if end < len(text):
            end = max(text.rfind(" ", position, end), text.rfind("\n", position, end)) + 1 or end
        spans = token_spans(text[position:end])
        starts.append(spans[:, 0].astype(np.int64) + position)
        position = end
    return np.concatenate(starts) if starts else np.zeros(0, np.int64)


def _joined(
    sections: Sequence[Section], token_starts: NDArray[np.int64]
) -> Iterator[tuple[int, int, Locator, tuple[str, ...]]]:
    """Yield (start, end, locator, cells), small neighbours under one top heading taken together;
    rows of a table stay apart."""
    run: tuple[int, int, Locator, tuple[str, ...]] | None = None
    position = 0
    for section in sections:
        start, end = position, position + len(section.text)
        position = end + len(SECTION_BREAK)
        small = (
            not section.cells
            and "page" not in section.locator
            and _tokens_between(token_starts, start, end) < SMALL_TOKENS
        )
        if (
            run
            and small
            and _related(run[2], section.locator)
            and _tokens_between(token_starts, run[0], end) <= PASSAGE_TOKENS
        ):
            run = (run[0], end, _with_heading(run[2], section.locator), ())
            continue
        if run:
            yield run
        run = (start, end, section.locator, ()) if small else None
        if not small:
            yield start, end, section.locator, section.cells
    if run:
        yield run


def _related(first: Locator, second: Locator) -> bool:
    """The same place, or neighbours under one top heading."""
    if first == second:
        return True
    headed = set(first) | set(second) <= {"heading_path", "headings_within"}
    return headed and first.get("heading_path", [])[:1] == second.get("heading_path", [])[:1]


def _with_heading(place: Locator, joined: Locator) -> Locator:
    """The place of a run, which tells the headings that stand within it."""
    path = joined.get("heading_path", [])
    if not path or path == place.get("heading_path"):
        return place
    return {**place, "headings_within": [*place.get("headings_within", []), path[-1]]}


def heading_context(title: str | None, locator: Locator) -> str:
    """Title, headings and sheet on one line, for an encoder that reads the passage below it."""
    parts = [title or "", *locator.get("heading_path", [])]
    if sheet := locator.get("sheet"):
        parts.append(sheet)
    return " › ".join(part for part in parts if part)[:160]


def _rows_tokens(sections: Sequence[Section]) -> int:
    """How many tokens of rows make a passage in a document of so many rows."""
    n_rows = sum(len(section.cells) for section in sections)
    return next(tokens for most, tokens in ROWS_TOKENS if n_rows <= most)


def _row_passages(
    text: str,
    start: int,
    locator: Locator,
    cells: Sequence[str],
    token_starts: NDArray[np.int64],
    budget: int,
) -> Iterator[Passage]:
    """Passages of whole rows, as many as fit the budget; `cells` of the locator is theirs."""
    held: tuple[int, int, int, int] | None = None  # start, end, first and last row

    def passages() -> Iterator[Passage]:
        if held is None:
            return
        begin, end, first, last = held
        place = dict(locator)
        if span := cells_between(cells[first], cells[last]):
            place["cells"] = span
        whole = _tokens_between(token_starts, begin, end) <= MAX_ROW_TOKENS
        for at, to in [(begin, end)] if whole else _cut_row(text, begin, end, token_starts):
            while at < to and text[to - 1].isspace():
                to -= 1
            if not any(character.isalnum() for character in text[at:to]):
                continue
            exact: Locator = {**place, "char_start": at, "char_end": to}  # type: ignore[typeddict-item]
            if "page" in locator:
                exact["page_offset"] = start
            yield Passage(text[at:to], exact)

    at = start
    for row in range(len(cells)):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if held and _tokens_between(token_starts, held[0], end) <= budget:
            held = (held[0], end, held[2], row)
        else:
            yield from passages()
            held = (at, end, row, row)
        at = end + 1
    yield from passages()


def _cut_row(
    text: str, start: int, end: int, token_starts: NDArray[np.int64]
) -> Iterator[tuple[int, int]]:
    """A row too long for one passage, cut between its cells; a cell that is, like any text."""
    ends = [match.end() for match in _CELL_END.finditer(text, start, end)]
    first = start
    for at, to in pairwise([start, *ends, end]):
        if first < at and _tokens_between(token_starts, first, to) > PASSAGE_TOKENS:
            yield from _cut(text, first, at, token_starts)
            first = at
    yield from _cut(text, first, end, token_starts)


def _cut(
    text: str, start: int, end: int, token_starts: NDArray[np.int64]
) -> Iterator[tuple[int, int]]:
    """Yield [start, end) of passages over a stretch of `text`, each within the token budget."""
    if _tokens_between(token_starts, start, end) <= PASSAGE_TOKENS:
        yield start, end
        return
    sentences = list(_sentences(text, start, end, token_starts))
    first = 0
    while first < len(sentences):
        last = first
        while last + 1 < len(sentences) and (
            _tokens_between(token_starts, sentences[first][0], sentences[last + 1][1])
            <= PASSAGE_TOKENS
        ):
            last += 1
        yield sentences[first][0], sentences[last][1]
        if last + 1 >= len(sentences):
            return
        overlap = _tokens_between(token_starts, *sentences[last])
        first = last if last > first and overlap <= OVERLAP_TOKENS else last + 1


def _sentences(
    text: str, start: int, end: int, token_starts: NDArray[np.int64]
) -> Iterator[tuple[int, int]]:
    """Yield [start, end) of sentences; one too long for a passage is cut between words."""
    begins = [start + begin for begin, _ in sentences_of(text[start:end])]
    for sentence_end in [*begins[1:], end]:
        while _tokens_between(token_starts, start, sentence_end) > PASSAGE_TOKENS:
            reach = int(np.searchsorted(token_starts, start)) + PASSAGE_TOKENS
            limit = int(token_starts[reach])
            space = text.rfind(" ", start + 1, limit)
            cut = space + 1 if space > start else limit
            yield start, cut
            start = cut
        if sentence_end > start:
            yield start, sentence_end
            start = sentence_end


def _tokens_between(token_starts: NDArray[np.int64], start: int, end: int) -> int:
    first, last = np.searchsorted(token_starts, (start, end))
    return int(last - first)


@dataclass(frozen=True, slots=True)
class TimedPassage:
    """Consecutive segments of a transcript, read as one; times in seconds of the recording."""

    text: str
    start_s: float
    end_s: float
    segments: tuple[Segment, ...]
    speaker: int | None = None  # a number within the transcript


def cut_transcript(segments: Sequence[Segment], speakers: Sequence[int] = ()) -> list[TimedPassage]:
    """Group segments into passages short enough that their start is where a claim is heard.

    A passage ends with a sentence once it lasts 4 s, at a silence of 2 s, before 14 s, or where
    another of the segments' `speakers` begins, if they are given."""
    passages: list[TimedPassage] = []
    group: list[Segment] = []
    speaking: int | None = None

    def close() -> None:
        if group:
            text = " ".join(segment.text.strip() for segment in group)
            passages.append(
                TimedPassage(text, group[0].start_s, group[-1].end_s, tuple(group), speaking)
            )
            group.clear()

    for n, segment in enumerate(segments):
        text = segment.text.strip()
        if not text:
            continue
        if group and (
            segment.end_s - group[0].start_s > SOUND_PASSAGE_S
            or segment.start_s - group[-1].end_s > SILENCE_BREAK_S
            or (speakers and speakers[n] != speaking)
        ):
            close()
        speaking = speakers[n] if speakers else None
        group.append(segment)
        long_enough = segment.end_s - group[0].start_s >= SOUND_SENTENCE_S
        if long_enough and text[-1] in ".!?。！？":
            close()
    close()
    return passages
