"""What every reader of text shares: cleaning characters, and gathering sections up to the caps."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from storage.readers import caps
from storage.readers.values import Section, TextDocument
from storage.records import Locator

# Control characters but tab and line feed, byte order marks, lone surrogates, non-characters.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
# Soft hyphens, and spaces without width but where scripts without spaces mark words by them.
_INVISIBLE = re.compile("[\u00ad\u2060]|\u200b(?![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])")
_TERMINAL = re.compile(
    "\x1b(?:\\[[0-9;?]*[ -/]*[@-~]|\\][^\x07\x1b]*(?:\x07|\x1b\\\\)?|[()][A-Z0-9])"
)
_BLANK_LINES = re.compile(r"[ \t]*\n(?:[ \t]*\n){2,}")


def clean(text: str) -> str:
    """Return `text` with `\\n` as its only line end and without control characters or lone
    surrogates; all other code points stay as they are."""
    if "\r" in text or "\f" in text or "\v" in text or "\x85" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        text = text.replace("\f", "\n").replace("\v", "\n").replace("\x85", "\n")
    if "\x1b" in text:
        text = _TERMINAL.sub("", text)  # colours, as logs have them
    return _UNWANTED.sub("", text)


def shown(text: str) -> str:
    """Return `text` cleaned and without what is never seen: words are whole, and found."""
    return _INVISIBLE.sub("", clean(text))


def one_line(text: str) -> str:
    """Return `text` as it is shown, each run of white space made one space."""
    return " ".join(shown(text).split())


def clean_metadata(pairs: Mapping[str, object]) -> dict[str, str]:
    """Return the pairs that say something, as short plain strings."""
    kept: dict[str, str] = {}
    for key, value in pairs.items():
        text = clean(str(value)).strip() if value is not None else ""
        if text and len(kept) < caps.MAX_METADATA_KEYS:
            kept[one_line(key)[:100]] = text[: caps.MAX_METADATA_CHARS]
    return kept


class Sections:
    """Gathers cleaned sections in reading order until the caps; then `full` and `truncated`."""

    def __init__(self, max_chars: int = caps.MAX_TEXT_CHARS) -> None:
        self._sections: list[Section] = []
        self._left = max_chars
        self.truncated = False

    @property
    def full(self) -> bool:
        return self._left <= 0 or len(self._sections) >= caps.MAX_SECTIONS

    def add(self, text: str, locator: Locator) -> None:
        """Clean and add a section; blank ones are left out."""
        self.add_exact(_BLANK_LINES.sub("\n\n", shown(text)).strip("\n").rstrip(), locator)

    def add_exact(self, text: str, locator: Locator) -> None:
        """Add text whose offsets are counted already: cut at the cap, not changed otherwise."""
        if not text.strip():
            return
        if self.full:
            self.truncated = True
            return
        if len(text) > self._left:
            text = text[: self._left]
            self.truncated = True
        self._left -= len(text)
        self._sections.append(Section(text, locator))

    def add_rows(self, lines: Sequence[str], cells: Sequence[str], locator: Locator) -> None:
        """Add rows of a table, a line each with the cells it was read from. What does not fit
        under the cap is cut between rows."""
        kept_lines: list[str] = []
        kept_cells: list[str] = []
        left = 0 if self.full else self._left
        for line, place in zip(lines, cells, strict=True):
            line = shown(line).replace("\n", " ").strip()
            if not line:
                continue
            if len(line) >= left:
                self.truncated = True
                self._left = min(self._left, 0)
                break
            left -= len(line) + 1
            kept_lines.append(line)
            kept_cells.append(place)
        if kept_lines:
            self._left -= sum(map(len, kept_lines)) + len(kept_lines)
            text = "\n".join(kept_lines)
            self._sections.append(Section(text, locator, tuple(kept_cells)))

    def document(
        self,
        media_type: str,
        *,
        title: str | None = None,
        metadata: Mapping[str, object] | None = None,
        page_count: int | None = None,
        scanned_pages: tuple[int, ...] = (),
    ) -> TextDocument:
        """The document made of what was gathered."""
        described = clean_metadata(metadata or {})
        if self.truncated:
            described["truncated"] = f"only the first {caps.MAX_TEXT_CHARS:,} characters are read"
        return TextDocument(
            media_type=media_type,
            title=(one_line(title)[:300] or None) if title else None,
            metadata=described,
            sections=tuple(self._sections),
            page_count=page_count,
            scanned_pages=scanned_pages,
        )


class Headings:
    """Follows the headings of a document and tells the path that is open now."""

    def __init__(self, above: Sequence[str] = ()) -> None:
        self._above = list(above)  # stays open, whatever comes
        self._open: list[tuple[int, str]] = []

    def enter(self, level: int, text: str) -> None:
        """A heading of `level` (1 is the highest) closes those of its own level and below."""
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        self._open.append((level, one_line(text)[:200]))

    def locator(self, **more: object) -> Locator:
        """A locator with the open path (left out where there is none) and the keys of `more`."""
        locator: Locator = {}
        path = [*self._above, *(text for _, text in self._open if text)]
        if path:
            locator["heading_path"] = path
        locator.update(more)  # type: ignore[typeddict-item]
        return locator
