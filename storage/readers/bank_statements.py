"""Statements as banks hand them out: OFX and QFX, QIF, and MT940 (SWIFT), as tables of entries.

Each entry is a row under the names of its columns, as if it came from a sheet; what is said of the
account as a whole stands above."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from storage.readers import caps
from storage.readers.decoding import decode
from storage.readers.grid import Row
from storage.readers.sections import Sections, clean, one_line
from storage.readers.tables import add_sheet
from storage.readers.text import read_bytes
from storage.readers.values import TextDocument

_Entry = dict[str, str]  # by the name of its column

_OFX_VALUE = re.compile(r"<([A-Za-z0-9.]+)>([^<\r\n]*)")
_OFX_ENTRY = re.compile(r"<STMTTRN>(.*?)(?=</STMTTRN>|<STMTTRN>|</BANKTRANLIST>|\Z)", re.S | re.I)
_OFX_COLUMNS = {
    "DTPOSTED": "Date",
    "TRNAMT": "Amount",
    "NAME": "Payee",
    "MEMO": "Memo",
    "TRNTYPE": "Type",
    "CHECKNUM": "Cheque",
}
_OFX_ACCOUNT = {"ORG": "Bank", "ACCTID": "Account", "ACCTTYPE": "Kind of account"}
_OFX_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")

_QIF_COLUMNS = {
    "D": "Date",
    "T": "Amount",
    "U": "Amount",
    "P": "Payee",
    "M": "Memo",
    "L": "Category",
    "N": "Number",
    "Y": "Security",
    "Q": "Quantity",
    "I": "Price",
}
_QIF_DAY = re.compile(r"\s*(\d{1,4})[/.-]\s*(\d{1,2})[/.'-]\s*(\d{1,4})\s*")

_MT940_LINE = re.compile(r"^:(\d\d[A-Z]?):", re.M)
_MT940_ENTRY = re.compile(r"(\d{6})(?:\d{4})?(R?[CD])[A-Z]?(\d[\d,]*)(?:[NFS]\w{3})?([^\n]*)")
_MT940_BALANCE = re.compile(r"([CD])(\d{6})([A-Z]{3})([\d,]+)")
_MT940_PART = re.compile(r"\?(\d\d)")
_BALANCES = {"60": "Balance before", "62": "Balance after"}
_COLUMNS = tuple(dict.fromkeys((*_OFX_COLUMNS.values(), *_QIF_COLUMNS.values(), "Currency")))


def read_ofx(path: Path, media_type: str) -> TextDocument:
    """Entries of every account in the file; of what is no statement the text."""
    text, cut = _text(path)
    currency = _first(text, "CURDEF")
    above = {name: _first(text, tag) for tag, name in _OFX_ACCOUNT.items()}
    balance = _first(text, "BALAMT")
    above["Balance"] = f"{balance} {currency}".strip() if balance else ""
    entries = [_ofx_entry(match[1], currency) for match in _OFX_ENTRY.finditer(text)]
    return _document(media_type, above, entries, text, cut)


def read_qif(path: Path, media_type: str) -> TextDocument:
    """Days as ISO dates where the file shows whether the day or the month comes first; else as
    they are written. Splits of an entry follow its memo."""
    text, cut = _text(path)
    entries: list[_Entry] = []
    above: _Entry = {}
    entry: _Entry = {}
    in_account = False
    for line in text.splitlines():
        mark, said = line[:1], one_line(line[1:])
        if mark == "!":
            in_account = said.casefold() == "account"
            if said.casefold().startswith("type:"):
                above["Kind of account"] = said[5:]
        elif mark == "^":
            if not in_account and entry:
                entries.append(entry)
            entry = {}
        elif in_account:
            if mark == "N":
                above["Account"] = said
        elif column := _QIF_COLUMNS.get(mark):
            entry.setdefault(column, said)
        elif mark in "SE$" and mark:
            said = f"{entry.get('Memo', '')}, {said}".strip(", ")
            entry["Memo"] = said
    if entry and not in_account:
        entries.append(entry)
    _write_days(entries)
    return _document(media_type, above, entries, text, cut)


def read_mt940(path: Path, media_type: str) -> TextDocument:
    """Amounts as they are written, those that were taken with a minus."""
    text, cut = _text(path)
    above: _Entry = {}
    entries: list[_Entry] = []
    currency = ""
    marks = list(_MT940_LINE.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    for mark, end in zip(marks, ends, strict=False):  # no mark has one end
        tag, said = mark[1], text[mark.end() : end].strip().removesuffix("-").strip()
        if tag == "25":
            above["Account"] = said
        elif tag[:2] in _BALANCES and (told := _MT940_BALANCE.match(said)):
            currency = told[3]
            amount = _signed(told[1], told[4])
            above[_BALANCES[tag[:2]]] = f"{amount} {currency} ({_short_day(told[2])})"
        elif tag == "61" and (told := _MT940_ENTRY.match(said)):
            entry = {"Date": _short_day(told[1]), "Amount": _signed(told[2], told[3])}
            entries.append(entry | {"Currency": currency})
        elif tag == "86" and entries:
            payee, memo = _purpose(said)
            entries[-1] |= {"Payee": payee, "Memo": memo}
    return _document(media_type, above, entries, text, cut)


def _text(path: Path) -> tuple[str, bool]:
    content, cut = read_bytes(path, caps.MAX_TEXT_BYTES)
    return clean(decode(content)), cut


def _document(
    media_type: str,
    above: Mapping[str, str],
    entries: Sequence[_Entry],
    text: str,
    cut: bool,
) -> TextDocument:
    sections = Sections()
    if entries:
        told = "\n".join(f"{name}: {said}" for name, said in above.items() if said)
        if told:
            sections.add(told, {})
        add_sheet(_rows(entries), sections)
    else:
        sections.add_exact(text, {})
    sections.truncated |= cut
    return sections.document(media_type)


def _rows(entries: Iterable[_Entry]) -> Iterator[Row]:
    """Under the names of the columns that any entry fills."""
    kept = list(entries)
    names = [name for name in _COLUMNS if any(entry.get(name) for entry in kept)]
    yield Row(tuple(names), 1, is_header=True)
    for number, entry in enumerate(kept, start=2):
        yield Row(tuple(entry.get(name, "") for name in names), number)


def _first(text: str, tag: str) -> str:
    found = re.search(rf"<{tag}>([^<\r\n]*)", text, re.I)
    return one_line(html.unescape(found[1])) if found else ""


def _ofx_entry(text: str, currency: str) -> _Entry:
    entry = {"Currency": currency}
    for tag, said in _OFX_VALUE.findall(text):
        if (column := _OFX_COLUMNS.get(tag.upper())) and said.strip():
            entry.setdefault(column, one_line(html.unescape(said)))
    entry["Date"] = _OFX_DAY.sub(r"\1-\2-\3", entry.get("Date", "")[:8])
    return entry


def _write_days(entries: Sequence[_Entry]) -> None:
    days = [_QIF_DAY.fullmatch(entry.get("Date", "")) for entry in entries]
    told = [(int(day[1]), int(day[2])) for day in days if day is not None]
    day_first = any(12 < first <= 31 for first, _ in told)
    if day_first == any(second > 12 for _, second in told):
        return  # nothing tells, or it tells both
    for entry, day in zip(entries, days, strict=True):
        if day is None or len(day[1]) > 2:
            continue
        first, second, year = int(day[1]), int(day[2]), int(day[3])
        of_month, month = (first, second) if day_first else (second, first)
        year += 0 if year > 99 else 2000 if year < 70 else 1900
        entry["Date"] = f"{year}-{month:02}-{of_month:02}"


def _short_day(written: str) -> str:
    year = int(written[:2])
    return f"{year + (2000 if year < 70 else 1900)}-{written[2:4]}-{written[4:]}"


def _signed(mark: str, amount: str) -> str:
    """A debit, and a credit that was taken back, is negative."""
    return f"-{amount}" if mark in ("D", "RC") else amount


def _purpose(said: str) -> tuple[str, str]:
    """Whom and what for: in the numbered parts that German banks write, or as one text."""
    joined = said.replace("\n", "")
    pieces = _MT940_PART.split(joined)
    parts = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    if not parts:
        return "", one_line(said)
    memo = "".join(text for key, text in parts.items() if "20" <= key <= "29" or key >= "60")
    return one_line(parts.get("32", "") + parts.get("33", "")), one_line(
        memo or parts.get("00", "")
    )
