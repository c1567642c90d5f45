"""How a table is built: where its names stand, how many lines they have, what lies beside it.

Pure tests on rows. They were chosen in November 2026 on made-up sheets of the kinds that people
reported: titles above the names, exports of banks, two tables on a sheet, lists without names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from storage.readers.grid import Row

_MAX_NAME_CHARS = 80
_MAX_LINES_ABOVE = 15  # above the column names, as in a bank's export
_NUMBER = re.compile(r"[-+(]?\s*[$€£¥]?\s*[-+]?\d[\d.,'\u00a0\u202f ]*\s*(?:[$€£¥%)]|[A-Z]{3})?")
_CAPTION = re.compile(
    r"(?i:tab(?:le|elle|leau|ella|el|la|\.)?|taula|tabulka|taulukko|таблица|πίνακας|表|표|جدول|טבלה)"
    r"(?:\s*\d{1,3}|\s+[IVXA-Z]{1,4})(?:[.\-]\d{1,3})*\s*(?:[.:：—–-]|\s|$)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
# What forms and letterheads ask for, and what columns of lists are called, each in the languages
# that people write them in most; of compounds (Kundennummer, fakturadato) the end tells.
_FIELD = re.compile(
    r"(?i)(?:(?<!\w)(?:name|vorname|nachname|surname|nom|prénom|nombre|apellidos?|nome|cognome"
    r"|address|adresse|dirección|indirizzo|street|straße|city|town|ort|ville|country|land|pays"
    r"|phone|tel(?:efon|ephone|éfono|efono)?|mobile?|handy|fax|e-?mail|web(?:site)?|iban|bic"
    r"|born|birthday|geboren|customer|client|kunde|cliente?|invoice|order|ref(?:erence|erenz)?"
    r"|subject|betreff|from|to|von|an|author|autor|version|status|company|firma|contact|kontakt"
    r"|id|no|nr|number|date|data|fecha|place|location|lieu|due|fällig)"
    r"|nummer|datum|dato|adresse|straße|name|zeichen)\W*$"
)
_COLUMN = re.compile(
    r"(?i)(?<!\w)(?:values?|amounts?|prices?|costs?|fees?|quantity|qty|count|number|total|sum"
    r"|phone|e-?mail|date|time|score|result|percent|share|description|meaning|wert|betrag|preis"
    r"|kosten|menge|anzahl|summe|telefon|datum|zeit|bedeutung|beschreibung|valeur|montant|prix"
    r"|quantité|nombre|valor|importe|precio|cantidad|importo|prezzo|quantità|waarde|bedrag|aantal"
    r"|beløp|pris|antal)(?!\w)"
)
_FIGURES = (
    (
        "day",
        re.compile(
            r"\d{1,4}([./-])(?:\d{1,2}|[^\W\d]{3,9})\1\d{1,4}.{0,9}"
            r"|\d{1,2}\.? [^\W\d]{3,9}\.? \d{4}"
        ),
    ),
    ("time", re.compile(r"\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?| ?uhr| ?h)?", re.I)),
    ("amount", re.compile(r"\D{0,5}\d{1,3}(?:[., '\u00a0\u202f]?\d{3})*(?:[.,]\d+)?\s?\D{0,8}")),
)
_UNIT = re.compile(r"[(\[][^()\[\]]{1,16}[)\]]|[%€$£°]|[kmcµ]?[gmlsVAWN]|°[CF]")


def caption_in(text: str, *, above: bool) -> bool:
    """Whether a line beside a table names it: `Table 3: …`, or above it a short line that ends with
    a colon."""
    if len(text) > 200:
        return False
    return bool(_CAPTION.match(text)) or (above and len(text) <= 120 and text.endswith((":", "：")))


def side_by_side(head: Sequence[Row]) -> list[tuple[int, int]]:
    """Column ranges of two or more tables beside each other, of which some may be forms; [] where
    it is one."""
    width = max(len(row.texts) for row in head)
    used = [any(at < len(row.texts) and row.texts[at] for row in head) for at in range(width)]
    parts: list[tuple[int, int]] = []
    start: int | None = None
    for at, is_used in enumerate([*used, False]):
        if is_used and start is None:
            start = at
        elif not is_used and start is not None:
            parts.append((start, at))
            start = None
    if len(parts) < 2 or any(end - begin < 2 for begin, end in parts):
        return []
    n_named = 0
    for begin, end in parts:
        shares = [columns(row, begin, end) for row in head]
        shares = [row for row in shares if row.n_said]
        if shares and shape(shares)[1]:
            n_named += 1
            continue
        pairs = [(row.texts[0], row.texts[1]) for row in shares if len(row.texts) == 2]
        if end - begin != 2 or len(pairs) < len(shares) or not is_form(pairs):
            return []
    return parts if n_named else []


def forms_side_by_side(head: Sequence[Row]) -> list[tuple[int, int]]:
    """Column ranges of forms beside each other, each a word and its value, as above an invoice:
    `Customer | Anna Berg | Date | 1 April`; [] where there are none. Where no empty column divides
    them, nearly all words must be such as forms ask for."""
    width = max(len(row.texts) for row in head)
    used = [at for at in range(width) if any(at < len(row.texts) and row.texts[at] for row in head)]
    if len(head) < 2 or len(used) < 4 or len(used) % 2 or any(row.repeated for row in head):
        return []
    parts = list(zip(used[::2], used[1::2], strict=True))
    if any(second != first + 1 for first, second in parts):
        return []
    is_divided = len(used) < width and all(
        later > second + 1 for (_, second), (later, _) in pairwise(parts)
    )
    for first, second in parts:
        pairs = [
            (row.texts[first], (*row.texts, "", "")[second])
            for row in head
            if first < len(row.texts) and row.texts[first]
        ]
        n_fields = sum(_is_field(word) for word, _ in pairs)
        if any(is_number(word) for word, _ in pairs) or not (
            is_form(pairs) if is_divided else n_fields >= 0.75 * len(pairs) > 1
        ):
            return []
    return [(first, second + 1) for first, second in parts]


def _is_field(word: str) -> bool:
    return word.endswith((":", "：")) or _FIELD.search(word) is not None


def may_hold_tables(holds: Sequence[Sequence[bool]]) -> bool:
    """Whether a table of which some cells hold a table of their own is one of rows and columns all
    the same, not a frame; `holds` tells it of each cell of each row."""
    n_cells = sum(map(len, holds))
    n_held = sum(map(sum, holds))
    return (
        len(holds) >= 3
        and all(len(row) >= 2 for row in holds)
        and not any(holds[0])
        and n_held * 4 <= n_cells
    )


def columns(row: Row, start: int, end: int) -> Row:
    repeated = frozenset(at - start for at in row.repeated if start < at < end)
    return Row(
        _trimmed(row.texts[start:end]),
        row.number,
        row.is_header,
        row.is_bold,
        repeated,
        row.note if not start else "",
    )


def _trimmed(texts: tuple[str, ...]) -> tuple[str, ...]:
    end = len(texts)
    while end and not texts[end - 1]:
        end -= 1
    return texts[:end]


def shape(head: Sequence[Row]) -> tuple[int, int]:
    """How many rows stand above the column names, and how many lines the names have (0: none)."""
    marked = next((at for at, row in enumerate(head) if row.is_header), None)
    if marked is not None and marked <= _MAX_LINES_ABOVE:
        end = marked
        while end < len(head) and (head[end].is_header or _goes_on(head[end - 1], head[end])):
            end += 1
        first = marked
        while first < end - 1 and _is_banner(head[first]):
            first += 1
        return first, end - first
    width = max((row.n_said for row in head), default=0)
    for at, row in enumerate(head[: _MAX_LINES_ABOVE + 1]):
        below = head[at + 1 :]
        enough = row.n_said >= max(2, 0.6 * width)
        if at and not enough:
            continue
        above = head[at - 1] if at and _groups(head[at - 1], row) else None
        if enough and _are_names(row, below, above):
            n_names = 1 + _n_more_names(row, below)
            return (at - 1, n_names + 1) if above is not None else (at, n_names)
        if enough and not (row.repeated or "" in row.texts):
            return at, 0  # a full row that is no names: the table has none
        if enough and _is_group_row(row, below):
            return at, 2
        if enough:
            return at, 0
    return 0, 0


def _goes_on(names: Row, below: Row) -> bool:
    """Whether names of two lines are marked on the upper one only: groups over parts, and beside
    them names that reach down."""
    return bool(names.repeated) and any(
        text and at not in names.repeated and below.texts[at : at + 1] == (text,)
        for at, text in enumerate(names.texts)
    )


def _is_banner(row: Row) -> bool:
    """One cell over the whole width: a title that was marked as a header."""
    return row.n_said == 1 and len(row.texts) > 1


def _is_group_row(row: Row, below: Sequence[Row]) -> bool:
    """The upper of two lines of names: words over several columns each, with gaps where not."""
    if len(below) < 2 or any(is_number(text) for text in row.texts if text):
        return False
    lower = below[0]
    return lower.n_said >= row.n_said and _are_names(lower, below[1:], row)


def _groups(row: Row, names: Row) -> bool:
    """Whether the row above the names joins them into groups: words, some over several columns, or
    with gaps where the names below come again: `| Mon | | Tue |` over `| am | pm | am | pm`."""
    said = [text for text in names.texts if text]
    has_gaps = (
        not row.texts[0]
        and row.n_said < len(said)
        and len(set(said)) < len(said)
        and all(names.texts[at : at + 1] != ("",) for at, text in enumerate(row.texts) if text)
    )
    return (bool(row.repeated) or has_gaps) and may_name(row)


def _n_more_names(row: Row, below: Sequence[Row]) -> int:
    """1 if the row below the names belongs to them: parts of a group, or units."""
    if len(below) < 2:
        return 0
    lower = below[0]
    said = [text for text in lower.texts if text]
    if said and all(_UNIT.fullmatch(text) for text in said) and not is_number(said[0]):
        return 1
    grouped = bool(row.repeated) or any(not text for text in row.texts[1:])
    words = all(not is_number(text) for text in said)
    below_differs = (
        has_contrast(lower, below[1:])
        or _stands_over_numbers(lower, below[1:])
        or bool(row.repeated)
    )
    return int(grouped and words and lower.n_said >= 2 and below_differs)


def _are_names(row: Row, below: Sequence[Row], above: Row | None = None) -> bool:
    """Column names are words: two or more, short, none a number, hardly one missing or twice, and
    not of the same form as what stands below them. `above` joins them into groups, in each of which
    they may come again."""
    texts = _trimmed(row.texts)
    said = [text for at, text in enumerate(texts) if text and at not in row.repeated]
    n_expected = len(texts) - len(row.repeated) - (not texts or not texts[0])
    if (
        row.is_header is False
        or len(said) < 2
        or not below
        or len(said) < 0.7 * n_expected
        or _are_twice(row, _told_apart(row, above) or said, below)
        or any(len(text) > _MAX_NAME_CHARS or is_number(text) for text in said)
    ):
        return False
    for at, text in enumerate(texts):
        values = [other.texts[at] for other in below if at < len(other.texts) and other.texts[at]]
        form = _form(text)
        if "9" in form and not _YEAR.fullmatch(text) and len(values) > 1:
            alike = sum(_form(value) == form for value in values)
            if alike > 0.6 * len(values):
                return False
    if len(texts) == 2 and not row.repeated:
        if row.is_bold and not any(other.is_bold for other in below):
            return True
        pairs = [(one.texts[0], one.texts[1]) for one in (row, *below) if len(one.texts) == 2]
        return not is_form(pairs) and (has_contrast(row, below) or _repeats(texts[1], below))
    return True


def _told_apart(row: Row, above: Row | None) -> list[str]:
    """The names with those of their groups."""
    if above is None:
        return []
    names = joined_names((above, row))
    return [names[at] for at, text in enumerate(row.texts) if text and at not in row.repeated]


def _are_twice(row: Row, said: Sequence[str], below: Sequence[Row]) -> bool:
    """Whether too many say the same for names; one more may, as the second telephone of a list of
    contacts, where figures below tell the names."""
    n_twice = len(said) - len(set(said))
    if n_twice <= 0.1 * len(said):
        return False
    return n_twice > 1 or len(said) < 3 or not has_contrast(row, below)


def is_form(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether the first of two columns names the second from the first row on, as in a filled form
    or the head of an invoice: colons, words that forms ask for, or figures of different kinds."""
    if len(pairs) < 2 or _COLUMN.search(pairs[0][1]):
        return False
    if sum(first.endswith((":", "：")) for first, _ in pairs) * 2 >= len(pairs):
        return True
    if any(_FIELD.search(first) for first, _ in pairs[1:]):
        return True
    kinds = {_figure_kind(second) for _, second in pairs[1:] if any(map(str.isdigit, second))}
    return len(kinds) > 1


def _figure_kind(text: str) -> str:
    for kind, pattern in _FIGURES:
        if pattern.fullmatch(text):
            return kind
    return "other"


def _repeats(name: str, below: Sequence[Row]) -> bool:
    """Whether a second column says the same few things again and again, and not what its name
    says: then it holds values of one kind, not one value for each name beside it."""
    values = [row.texts[1] for row in below if len(row.texts) > 1 and row.texts[1]]
    return len(values) >= 4 and name not in values and len(set(values)) <= 0.7 * len(values)


def may_name(row: Row) -> bool:
    """Two or more words and no figure."""
    return row.n_said >= 2 and not any(is_number(text) for text in row.texts if text)


def has_contrast(row: Row, below: Sequence[Row]) -> bool:
    """Whether some column holds figures in all of its cells but not in its first."""
    for at, text in enumerate(row.texts):
        values = [other.texts[at] for other in below if at < len(other.texts) and other.texts[at]]
        if text and values and not any(char.isdigit() for char in text):
            n_figures = sum(any(char.isdigit() for char in value) for value in values)
            if n_figures >= 0.9 * len(values):
                return True
    return False


def _stands_over_numbers(row: Row, below: Sequence[Row]) -> bool:
    """Whether some column holds numbers and nothing else below a word such as `Q1`."""
    for at, text in enumerate(row.texts):
        values = [other.texts[at] for other in below if at < len(other.texts) and other.texts[at]]
        if text and not is_number(text) and values and all(map(is_number, values)):
            return True
    return False


def names_its_pair(body: Sequence[Row]) -> bool:
    """Whether the first of two columns names the second: short words, hardly one of them twice."""
    firsts = [row.texts[0] for row in body if len(row.texts) == 2 and row.n_said == 2]
    return (
        bool(firsts)
        and all(0 < len(text) <= _MAX_NAME_CHARS for text in firsts)
        and len(set(firsts)) >= 0.9 * len(firsts)
        and not any(is_number(text) for text in firsts)
    )


def _form(text: str) -> str:
    """`M-47` is `a-9`: what a text looks like."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", text))


def is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) and not _YEAR.fullmatch(text)


def joined_names(rows: Sequence[Row]) -> tuple[str, ...]:
    """One name a column: the lines of the header above each other, a group's name on each part."""
    width = max(len(row.texts) for row in rows)
    names: list[list[str]] = [[] for _ in range(width)]
    for number, row in enumerate(rows):
        texts = list(row.texts) + [""] * (width - len(row.texts))
        if number + 1 < len(rows) and not row.repeated:
            for at in range(1, width):  # blank beside a group's name: it goes on
                lower = rows[number + 1].texts
                if not texts[at] and at < len(lower) and lower[at]:
                    texts[at] = texts[at - 1]
        for at, text in enumerate(texts):
            if text and text not in names[at]:
                names[at].append(text)
    return tuple(" ".join(parts)[:200] for parts in names)
