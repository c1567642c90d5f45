"""What a mail repeats of others: whose words they are, and of which day.

Told by the line that mail programs write above a quotation ("On … Ann wrote:"), by the marks before
its lines, by the headers repeated above what is passed on, and by a page's own quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from storage.readers import chat_days
from storage.readers.html import add_html
from storage.readers.mail_headers import people
from storage.readers.sections import Sections, one_line
from storage.readers.values import Section
from storage.records import Locator

_TIME = r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[\s\u202f]?[AaPp]\.?[Mm]\.?)?(?: ?Uhr)?"
_ZONE = r"(?: ?\(?(?:GMT|UTC)?[+-]\d\d:?\d\d\)?| [A-Z]{2,5})?"
_WHEN = rf"(?P<when>[^<>\n]{{0,60}}?\d[^<>\n]{{0,30}}?(?:{_TIME}{_ZONE}|\d{{4}}))"
_WHO = r"(?P<who>[^\n]{2,120}?)"
# In any other language: a day, and an address before a colon.
_UNTOLD = re.compile(
    rf"{_WHEN},? (?:[^\W\d_]+ )?(?P<who>\"?[^\"<>\n]{{1,80}}\"? ?<\s?[^<>\s]+@[^<>\s]+>)"
    r"[^\n]{0,20}:"
)
_WROTE = tuple(
    re.compile(form)
    for form in (
        rf"On {_WHEN},? {_WHO} wrote:",
        rf"Am {_WHEN},? schrieb {_WHO}:",
        rf"Le {_WHEN},? {_WHO} a écrit\s?:",
        rf"El {_WHEN},? {_WHO} escribió:",
        rf"Il (?:giorno )?{_WHEN},? {_WHO} ha scritto:",
        rf"Op {_WHEN},? schreef {_WHO}:",
        rf"Em {_WHEN},? {_WHO} escreveu:",
        rf"Den {_WHEN},? skrev {_WHO}:",
        rf"(?:W dniu )?{_WHEN},? {_WHO} (?:napisał|pisze)(?:\(a\)|a)?:",
        rf"(?P<when>\d{{4}}-\d\d-\d\d {_TIME}{_ZONE}),? {_WHO} ?<[^<>\s]+@[^<>\s]+>:",
        rf"{_WHO} (?:wrote|schrieb) (?:on|am) {_WHEN}:",
        rf"{_WHO} (?:wrote|writes|schrieb|schreibt|a écrit|escribió|ha scritto|schreef)\s?:",
    )
)
_LATE = re.compile(rf"(?:at |um |à |a las |alle |alle ore |om |o |às |kl\.? )?{_TIME}{_ZONE},? ")
_FIGURES = re.compile(r"(?<!\d)\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d\d)(?!\d)")
_BEGINS = re.compile(r"(?:On|Am|Le|El|Il|Op|Em|Den|W dniu)\b.*\d|\d")
_HEADER = re.compile(r"\*?(?P<name>[^\W\d_][\w .-]{0,24}?)\*?\s?:\*?(?:\s+(?P<said>.*))?$")
_KINDS: Mapping[str, str] = {
    name: kind
    for kind, names in (
        ("from", "from von de da van från fra od от expéditeur mittente"),
        ("date", "date sent datum gesendet envoyé fecha enviado data inviato verzonden skickat "
                 "sendt wysłano дата отправлено"),
        ("subject", "subject betreff objet asunto oggetto onderwerp assunto ämne emne temat тема"),
        ("other", "to an à para a aan til till do cc bcc kopie message message-id reply-to "
                  "importance priority content-type organization attachments anlagen in-reply-to "
                  "references"),
    )
    for name in names.split()
}  # fmt: skip
_SEPARATOR = re.compile(
    r"[-_\s>*]*(?:-{4,}|_{10,})[-_\s]*|[-_=\s]{2,}[^\W\d_][\w' .]{3,40}[-_=\s]{2,}"
    r"|Begin forwarded message:|Anfang der weitergeleiteten Nachricht:"
)
_MARKS = re.compile(r"(?:> ?)+")
_BEGUN, _ENDED = "[[a-quotation-begins]]", "[[a-quotation-ends]]"
_TAGS = re.compile(rb"(<blockquote\b[^<>]*>)|(</blockquote\s*>)", re.I)
_MAX_DEPTH = 30
_MAX_HEADERS = 12


@dataclass(frozen=True, slots=True)
class _Words:
    """Whose words they are; `label` is "" for the mail's own."""

    label: str


_OWN = _Words("")
_SOMEBODY = _Words("Quoted")


def add_words(text: str, sections: Sections, place: Locator) -> None:
    """Add a mail's plain text; what it repeats of others stands below their names and days."""
    _Quotations(sections).add(Section(text.replace("\r\n", "\n"), place))


def add_page(page: bytes, sections: Sections, place: Locator) -> None:
    """The same of a mail in HTML."""
    found = Sections()
    add_html(_TAGS.sub(_marked, page), found, place, folded=False)
    quotations = _Quotations(sections)
    for section in found.document("").sections:
        quotations.add(section)
    sections.truncated |= found.truncated


def _marked(tag: re.Match[bytes]) -> bytes:
    begun = f"<div>{_BEGUN}</div>".encode()
    return tag[0] + begun if tag[1] else f"<div>{_ENDED}</div>".encode() + tag[0]


class _Quotations:
    def __init__(self, sections: Sections) -> None:
        self._sections = sections
        self._words: dict[int, _Words] = {0: _OWN}  # by depth
        self._coming: _Words | None = None  # of the quotation that begins next
        self._in_page = 0

    def add(self, section: Section) -> None:
        if section.cells:
            lines = [_unmarked(line) for line in section.text.split("\n")]
            place = self._place(section.locator, self._words.get(self._in_page, _OWN))
            self._sections.add_rows(lines, section.cells, place)
            return
        held: list[str] = []
        whose = self._words.get(self._in_page, _OWN)
        for found, line in self._told(section.text.split("\n")):
            if found != whose and any(map(str.strip, held)):
                self._sections.add("\n".join(held), self._place(section.locator, whose))
                held.clear()
            whose = found
            held.append(line)
        self._sections.add("\n".join(held), self._place(section.locator, whose))

    def _place(self, locator: Locator, whose: _Words) -> Locator:
        if not whose.label:
            return locator
        path = locator.get("heading_path", [])
        placed: Locator = {**locator, "heading_path": [*path[:1], whose.label, *path[1:]]}
        return placed

    def _told(self, lines: Sequence[str]) -> Iterator[tuple[_Words, str]]:
        """Each line without its marks, and whose words it is."""
        at = 0
        last = self._words.get(self._in_page, _OWN)
        while at < len(lines):
            line = lines[at]
            if line.strip() in {_BEGUN, _ENDED}:
                self._in_page = max(0, self._in_page + (1 if line.strip() == _BEGUN else -1))
                if line.strip() == _BEGUN:
                    self._deeper(self._in_page)
                else:
                    self._out_to(self._in_page)
                at += 1
                continue
            depth, words = self._depth(_unmarked(line))
            if not words.strip():
                yield last, words
                at += 1
                continue
            if depth > max(self._words) + 1 and self._coming is None:
                depth, words = self._in_page, line  # what a shell writes, or an arrow
            self._out_to(depth)
            self._deeper(depth)
            here = [self._at_depth(following, depth) for following in lines[at : at + _MAX_HEADERS]]
            found = _wrote(here)
            is_marked = found is not None and self._is_marked_below(lines[at + found[0] :], depth)
            if found is not None and (is_marked or found[2]):
                n_lines, last, _ = found
                if is_marked:
                    self._coming = last
                else:
                    self._words[depth] = last
                yield from ((last, following or "") for following in here[:n_lines])
                at += n_lines
            elif (block := _headers(here)) is not None:
                n_lines, last = block
                self._words[depth] = last
                yield from ((last, following or "") for following in here[:n_lines])
                at += n_lines
            else:
                last = self._words.get(depth, _OWN)
                yield last, line if last == _SOMEBODY else words
                at += 1

    def _depth(self, line: str) -> tuple[int, str]:
        marks = _MARKS.match(line)
        if marks is None:
            return self._in_page, line
        return min(self._in_page + marks[0].count(">"), _MAX_DEPTH), line[marks.end() :]

    def _at_depth(self, line: str, depth: int) -> str | None:
        """The line without its marks, None where it is quoted otherwise."""
        if line.strip() in {_BEGUN, _ENDED}:
            return None
        found, words = self._depth(_unmarked(line))
        return words if found == depth or not words.strip() else None

    def _deeper(self, depth: int) -> None:
        if depth and depth not in self._words:
            self._words[depth] = self._coming or _SOMEBODY
        if depth:
            self._coming = None

    def _out_to(self, depth: int) -> None:
        for deeper in [found for found in self._words if found > depth]:
            del self._words[deeper]

    def _is_marked_below(self, lines: Sequence[str], depth: int) -> bool:
        """Whether what comes next is marked as quoted."""
        for line in lines[:4]:
            if line.strip() == _BEGUN:
                return True
            found, words = self._depth(line)
            if words.strip() or found > depth:
                return found > depth
        return False


def _unmarked(line: str) -> str:
    return line.replace(_BEGUN, "").replace(_ENDED, "") if "[[a-quot" in line else line


def _wrote(lines: Sequence[str | None]) -> tuple[int, _Words, bool] | None:
    """How many lines say who wrote what follows, who it was, and whether only a program says it so;
    it may be broken over three."""
    first = lines[0]
    if not first or not first.strip() or len(first) > 300:
        return None
    joined = first.strip()
    for n_lines in range(1, 4 if _BEGINS.match(joined) else 2):
        if n_lines > 1:
            following = lines[n_lines - 1] if n_lines <= len(lines) else None
            if not following:
                return None
            joined = f"{joined} {following.strip()}"
        if not joined.endswith(":"):
            continue
        for form in (*_WROTE, _UNTOLD):
            if match := form.fullmatch(joined):
                when = match.groupdict().get("when") or ""
                if not when and "@" not in match["who"] and len(match["who"].split()) > 4:
                    continue  # a sentence
                is_sure = (
                    form is not _UNTOLD
                    and bool(when)
                    and ("@" in joined or re.search(_TIME, joined) is not None)
                )
                return n_lines, _Words(_label("Quoted from", match["who"], when)), is_sure
    return None


def _headers(lines: Sequence[str | None]) -> tuple[int, _Words] | None:
    """How many lines repeat a message's headers, with the rule above them, and whose it is."""
    n_above = 0
    while n_above < len(lines) and n_above < 4:
        line = lines[n_above]
        if line is None or (line.strip() and not _SEPARATOR.fullmatch(line.strip())):
            break
        n_above += 1
    said: dict[str, str] = {}
    n_lines = n_above
    has_rule = any((line or "").strip() for line in lines[:n_above])
    if n_above and not has_rule:
        return None
    for line in lines[n_above:]:
        match = _HEADER.match(line.strip()) if line else None
        kind = _KINDS.get(match["name"].lower(), "") if match else ""
        if match is None or not kind:
            break
        said.setdefault(kind, (match["said"] or "").strip())
        n_lines += 1
    n_known = sum(bool(said.get(kind)) for kind in ("from", "date", "subject"))
    if not said.get("from") or n_known < (2 if has_rule else 3):
        return None
    return n_lines, _Words(_label("From", said["from"], said.get("date", "")))


def _label(before: str, who: str, when: str) -> str:
    who = one_line(who)
    if late := _LATE.match(who):
        when, who = f"{when} {late[0]}", who[late.end() :]
    who = who.replace("[mailto:", "<").replace("]", ">").replace("(<", "<").replace(">)", ">")
    name = people(who) if "@" in who else who
    return " ".join(f"{before} {name} {_day(when)}".split())[:200]


def _day(when: str) -> str:
    """`on 2025-10-14 10:02` where it can be understood, else as it is written."""
    when = one_line(when).rstrip(",")
    day = chat_days.within(when)
    if not day and (figures := _FIGURES.search(when)):
        day = chat_days.in_one_order([figures[0]])[0]
    if not day:
        return f"on {when}" if when else ""
    time = re.search(r"(\d{1,2}):(\d\d)(?::\d\d)?(?: ?([AaPp])\.?[Mm])?", when)
    if time is None:
        return f"on {day}"
    hour = int(time[1]) % 12 + (12 if time[3] in "Pp" else 0) if time[3] else int(time[1])
    return f"on {day} {hour:02}:{time[2]}"
