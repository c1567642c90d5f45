"""Numbers that Word puts before paragraphs by itself: clauses `2.1`, `(a)`, `iv.`, bullets.

ECMA-376 part 1, 17.9 (numbering)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from storage.readers.archive import attribute, local

_MAX_LEVELS = 9
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"))
_ROMAN_SMALL = ((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_HAN = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered; `form` is the name of the number format."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restarts_after: int | None = None  # level (from 1) after which it begins anew; 0: never
    is_legal: bool = False  # all numbers in digits


@dataclass(frozen=True, slots=True)
class _List:
    abstract: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]  # overridden by this list


@dataclass(slots=True)
class Numbers:
    """Counts along the paragraphs of a document; each paragraph is asked for once, in order."""

    lists: dict[str, _List] = field(default_factory=dict)
    of_style: dict[str, tuple[str, int]] = field(default_factory=dict)  # list and level by style
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _begun: set[tuple[str, int]] = field(default_factory=set)

    def before(self, paragraph: Any) -> str:
        """What stands before the paragraph: `2.1`, `-` for a bullet, "" for nothing."""
        found = self._place(paragraph)
        if found is None:
            return ""
        number, level = found
        if number not in self.lists or level >= _MAX_LEVELS:
            return ""
        one = self.lists[number]
        counts = self._counts.setdefault(one.abstract, [None] * _MAX_LEVELS)
        how = one.levels.get(level, Level())
        if level in one.starts and (number, level) not in self._begun:
            self._begun.add((number, level))
            counts[level] = one.starts[level]
        else:
            now = counts[level]
            counts[level] = how.start if now is None else now + 1
        for above in range(level):
            if counts[above] is None:
                counts[above] = one.levels.get(above, Level()).start
        for below in range(level + 1, _MAX_LEVELS):
            after = one.levels.get(below, Level()).restarts_after
            if after is None or (after and level < after):
                counts[below] = None
        return _shown(one, how, counts)

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        """List and level of the paragraph, its own or its style's."""
        number: str | None = None
        level: int | None = None
        style: tuple[str, int] | None = None
        for properties in paragraph:
            if local(properties) != "pPr":
                continue
            for element in properties:
                if local(element) == "pStyle":
                    style = self.of_style.get(attribute(element, "val") or "")
                elif local(element) == "numPr":
                    number, level = list_place(element)
        if number == "0":
            return None  # taken out of its style's list
        if number is None:
            return (style[0], style[1] if level is None else level) if style else None
        return number, level or 0


def list_place(properties: Any) -> tuple[str | None, int | None]:
    """List and level that a `numPr` names."""
    number: str | None = None
    level: int | None = None
    for element in properties:
        value = attribute(element, "val") or ""
        if local(element) == "numId":
            number = value
        elif local(element) == "ilvl" and value.isdigit():
            level = int(value)
    return number, level


def numbers(numbering: Any | None, styles: Any | None) -> Numbers:
    """From the numbering part and the styles part, each None where the file has none."""
    found = Numbers()
    if numbering is None:
        return found
    abstract: dict[str, dict[int, Level]] = {}
    linked: dict[str, str] = {}  # style of a list to the numbering that defines it
    links: dict[str, str] = {}
    style_levels: dict[str, dict[str, int]] = {}
    for element in numbering:
        if local(element) != "abstractNum":
            continue
        identity = attribute(element, "abstractNumId") or ""
        abstract[identity] = {}
        for part in element:
            value = attribute(part, "val") or ""
            if local(part) == "styleLink":
                linked[value] = identity
            elif local(part) == "numStyleLink":
                links[identity] = value
            elif local(part) == "lvl":
                at = attribute(part, "ilvl") or ""
                if at.isdigit():
                    abstract[identity][int(at)] = _level(part)
                    for mark in part:
                        if local(mark) == "pStyle":
                            named = attribute(mark, "val") or ""
                            style_levels.setdefault(identity, {})[named] = int(at)
    for identity, style in links.items():
        abstract[identity] = abstract.get(linked.get(style, ""), {})
    for element in numbering:
        if local(element) != "num":
            continue
        number = attribute(element, "numId") or ""
        of = next((attribute(p, "val") or "" for p in element if local(p) == "abstractNumId"), "")
        levels = dict(abstract.get(of, {}))
        starts: dict[int, int] = {}
        for part in element:
            if local(part) != "lvlOverride":
                continue
            at = attribute(part, "ilvl") or "0"
            for change in part:
                value = attribute(change, "val") or ""
                if local(change) == "startOverride" and value.isdigit() and at.isdigit():
                    starts[int(at)] = int(value)
                elif local(change) == "lvl" and at.isdigit():
                    levels[int(at)] = _level(change)
        found.lists[number] = _List(of, levels, starts)
        for style, level in style_levels.get(of, {}).items():
            found.of_style.setdefault(style, (number, level))
    if styles is not None:
        _add_styles(found, styles)
    return found


def _add_styles(found: Numbers, styles: Any) -> None:
    based_on: dict[str, str] = {}
    for style in styles:
        identity = attribute(style, "styleId")
        if local(style) != "style" or not identity:
            continue
        for element in style.iter():
            if local(element) == "basedOn":
                based_on[identity] = attribute(element, "val") or ""
            elif local(element) == "numPr":
                number, level = list_place(element)
                known = found.of_style.get(identity)
                if number == "0":
                    found.of_style.pop(identity, None)
                elif number is not None:
                    at = known[1] if level is None and known else (level or 0)
                    found.of_style[identity] = (number, at)
    for identity in based_on:
        above, n_steps = identity, 0
        while above not in found.of_style and above in based_on and n_steps < 20:
            above, n_steps = based_on[above], n_steps + 1
        if above in found.of_style:
            found.of_style.setdefault(identity, found.of_style[above])


def _level(element: Any) -> Level:
    said = {local(part): attribute(part, "val") for part in element}
    start = said.get("start") or "1"
    restart = said.get("lvlRestart")
    return Level(
        form=said.get("numFmt") or "decimal",
        text=said.get("lvlText") or "",
        start=int(start) if start.lstrip("-").isdigit() else 1,
        restarts_after=int(restart) if restart is not None and restart.isdigit() else None,
        is_legal="isLgl" in said and said["isLgl"] not in {"0", "false"},
    )


def _shown(one: _List, how: Level, counts: list[int | None]) -> str:
    if how.form == "bullet":
        return "-"
    if how.form == "none":
        return how.text.replace("%", "").strip() if "%" not in how.text else ""
    text = how.text
    for at in range(_MAX_LEVELS):
        if f"%{at + 1}" in text:
            form = "decimal" if how.is_legal else one.levels.get(at, Level()).form
            text = text.replace(f"%{at + 1}", written(counts[at] or 0, form))
    return text.strip()


def written(number: int, form: str) -> str:
    """The number in one of Word's number formats; unknown ones are written in digits."""
    match form:
        case "upperRoman" | "lowerRoman" if 0 < number < 4000:
            text = ""
            for value, letters in (*_ROMAN, *_ROMAN_SMALL):
                text += letters * (number // value)
                number %= value
            return text.upper() if form == "upperRoman" else text
        case "upperLetter" | "lowerLetter" if 0 < number <= 780:
            letter = chr(97 + (number - 1) % 26) * ((number - 1) // 26 + 1)
            return letter.upper() if form == "upperLetter" else letter
        case "russianLower" | "russianUpper" if 0 < number <= 28:
            letter = "абвгдежзиклмнопрстуфхцчшщэюя"[number - 1]
            return letter.upper() if form == "russianUpper" else letter
        case "decimalZero":
            return f"{number:02d}"
        case "ordinal":
            suffix = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 * (number // 10 % 10 != 1), "th")
            return f"{number}{suffix}"
        case "decimalEnclosedCircle" if 0 < number <= 20:
            return chr(0x2460 + number - 1)
        case "none" | "bullet":
            return ""
        case _ if form.startswith(("chinese", "ideographDigital", "japaneseCounting", "taiwanese")):
            return _han(number)
        case _:
            return str(number)


def _han(number: int) -> str:
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    text = (_HAN[tens] if tens > 1 else "") + "十" if tens else ""
    return text + (_HAN[ones] if ones else "")
