"""Where sentences begin and end, in any language.

Rules for some three hundred languages are those of `sentencex`; added here are abbreviations and
titles that it lets end a sentence, days ("3. September"), and lines that stand for themselves: the
items of a list, the rows of a table, headings set apart by an empty line."""

from __future__ import annotations

import itertools
import re
import unicodedata

from sentencex import get_sentence_boundaries

from app.core import cldr

# A line that begins like an item of a list or a row of a table.
_ITEM = re.compile(r"\n(?=[ \t]*(?:[-*•‣◦·–—+#|]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])[ \t])|\n(?=\|)")
# A row of a table with its columns' names (see `storage.readers.tables`), and a line that names one
# value; of the latter two in a row are a list.
_ROW = re.compile(r"[^\n:;]{1,120}: [^\n;]*; (?:[^\n:;]{1,120}: )?[^\n]*")
_NAMED = re.compile(r"[^\n:;.!?]{1,60}: \S[^\n]*")
_BLANK = re.compile(r"\n[ \t]*\n\s*")
_LAST_WORD = re.compile(r"(?:^|[\s(\[„“\"'«-])([^\s(\[„“\"'«]+)\.\s*$")
# "1. First" in a list that runs on, and "der 1. Rang".
_ORDINAL = re.compile(
    r"^\(?\d{1,3}[.)]\s*$|\b(?:der|die|das|dem|den|des|im|zum)\s+\d{1,3}\.\s*$", re.I
)
_DAY = re.compile(r"(?:^|[\s(])\d{1,2}\.\s*$")
_MARKS = re.compile(r"[.!?…。！？｡;؟۔।\"'”’»)\]\s]*$")

_LOOK_BACK = 80  # characters on either side of a stop that tell whether it ends a sentence

# Before names and numbers these never end a sentence.
_TITLES = frozenset(
    """
    m mm mme mlle mmes mgr me dr drs pr prof mr mrs ms mx messrs st ste sta sto hr fr frl dhr
    mevr ing dipl mag sr sra srta sres dr dra d da don dña doña ing lic arq av avda sig sigg
    dott avv rev hon capt cpt col gen lt sgt maj cmdr gov sen rep pres supt insp jr г гр проф
    акад ул пр пл им тов κ κα κος δρ οδ
    """.split()  # noqa: SIM905
)
# Before numbers these never do, and otherwise they do ("It was no. 5."; "He said no.").
_NUMBERED = frozenset(
    """
    no nos nr núm num n p pp pg pag págs pág s ss str abs art bd fig figs abb tab kap ch chap
    cap sec sect vol vols ca cca c approx z tel fax ext apt rm ed eq § стр с рис табл гл т д
    кв αρ σελ ст пп um gegr geb gest vers v
    """.split()  # noqa: SIM905
)
# In the middle of a sentence; what follows is small or a part of the same thought.
_INNER = frozenset(
    """
    e.g i.e z.b d.h u.a bzw vgl ggf inkl exkl zzgl evtl bspw sog cf viz incl excl p.ex c.-à-d
    т.е напр π.χ δηλ bijv m.a.w o.a vs al approx gem lt abzgl max min mind tgl ee
    """.split()  # noqa: SIM905
)


def sentences_of(text: str, language: str | None = None) -> list[tuple[int, int]]:
    """[start, end) of each sentence, without the white space around it. Never cuts inside a
    word; a text without an end of sentence is one."""
    found: list[tuple[int, int]] = []
    rows = _rows(text)
    for start, end in _lines(text, rows):
        if (start, end) in rows:  # a row is read whole, whatever stops stand in its cells
            found.append((start, end))
            continue
        for first, last in _cut(text[start:end], language or _by_script(text[start:end])):
            piece = text[start + first : start + last]
            stripped = piece.strip()
            if stripped:
                begin = start + first + piece.index(stripped[0])
                found.append((begin, begin + len(stripped)))
    return found


def _rows(text: str) -> set[tuple[int, int]]:
    """[start, end) of the lines that are rows of named values."""
    found: set[tuple[int, int]] = set()
    if ": " not in text:
        return found
    position = 0
    named: list[tuple[int, int]] = []
    for line in [*text.split("\n"), ""]:
        place = (position, position + len(line))
        position += len(line) + 1
        if _ROW.fullmatch(line) and line.count(": ") > 1:
            found.add(place)
        if _NAMED.fullmatch(line):
            named.append(place)
            continue
        if len(named) > 1:
            found.update(named)
        named = []
    return found


def _lines(text: str, rows: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches that no sentence crosses: parted by empty lines, or single items and rows."""
    cuts = {0, len(text)} | {end for row in rows for end in row}
    for pattern in (_BLANK, _ITEM):
        cuts |= {match.end() for match in pattern.finditer(text)}
    if "|" in text or "\t" in text:
        position = 0
        for line in text.splitlines(keepends=True):
            row = line.strip()
            if "\t" in row or "|" in row:
                cuts |= {position, position + len(line)}
            position += len(line)
    ordered = sorted(cuts)
    return list(itertools.pairwise(ordered))


def _cut(block: str, language: str) -> list[tuple[int, int]]:
    """The sentences of a stretch, pieces that were cut at an abbreviation joined again."""
    if not block.strip():
        return []
    spans = [
        (boundary["start_index"], boundary["end_index"])
        for boundary in get_sentence_boundaries(language, block)
    ]
    if language == "el":
        spans = [piece for span in spans for piece in _at_greek_questions(block, *span)]
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and _goes_on(
            block[max(joined[-1][0], joined[-1][1] - _LOOK_BACK) : joined[-1][1]],
            block[start : min(end, start + _LOOK_BACK)],
        ):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _goes_on(before: str, after: str) -> bool:
    """Whether the stop at the end of `before` ends no sentence."""
    follows = after.lstrip()
    if not follows or not _MARKS.sub("", follows):
        return True  # nothing but closing marks
    first = follows[0]
    if (
        "\n" not in before[len(before.rstrip()) :]
        and first.islower()
        and before.rstrip()[-1:] in ".…"
    ):
        return True
    if _ORDINAL.search(before):
        return True
    word = _LAST_WORD.search(before)
    if word is None:
        return False
    last = word.group(1)
    plain = last.casefold().replace(" ", "")
    if plain in _INNER or (plain in _TITLES and (first.isupper() or first in "«“„\"'")):
        return True
    if first.isdigit() and (plain in _NUMBERED or plain.endswith("str")):
        return True
    if _DAY.search(before):
        name = re.match(r"[^\W\d_]+", follows)
        return name is not None and (
            cldr.plain(name.group()) in cldr.months()
            or cldr.plain(name.group()) in cldr.short_months()
        )
    # "J. R. Smith": one capital, and a name or another initial after it.
    return len(last) == 1 and last.isupper() and last != "I" and first.isupper()


def _at_greek_questions(block: str, start: int, end: int) -> list[tuple[int, int]]:
    """The Greek question mark looks like a semicolon (and mostly is one)."""
    cuts = [
        start + m.end() for m in re.finditer(r"[;\u037e]\s+(?=[Α-ΩΆΈΉΊΌΎΏ«])", block[start:end])
    ]
    ordered = [start, *cuts, end]
    return list(itertools.pairwise(ordered))


def _by_script(text: str) -> str:
    """A language whose rules fit the script of the text; English where it is Latin."""
    for character in text:
        if character.isascii() or not character.isalpha():
            continue
        name = unicodedata.name(character, "")
        for script, language in _OF_SCRIPT:
            if name.startswith(script):
                return language
    return "en"


_OF_SCRIPT = (
    ("CJK", "zh"), ("HIRAGANA", "ja"), ("KATAKANA", "ja"), ("HANGUL", "ko"), ("CYRILLIC", "ru"),
    ("GREEK", "el"), ("ARABIC", "ar"), ("HEBREW", "he"), ("DEVANAGARI", "hi"), ("THAI", "th"),
)  # fmt: skip
