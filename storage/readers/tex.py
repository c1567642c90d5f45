"""TeX: the words of a paper without its commands, under its headings, tables row by row."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from storage.readers import caps
from storage.readers.decoding import decode
from storage.readers.grid import Cell
from storage.readers.markup import Writer
from storage.readers.sections import Sections, one_line, shown
from storage.readers.text import read_bytes
from storage.readers.values import TextDocument

_ARGUMENT = r"\{((?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*)\}"  # four levels deep
_COMMENT = re.compile(r"(?<!\\)%.*?(?:\n[ \t]*|$)")
_BODY = re.compile(r"\\begin\{document\}(.*?)(?:\\end\{document\}|\Z)", re.S)
_SAID = re.compile(rf"\\(title|author|date)\s*(?:\[[^\]]*\])?{_ARGUMENT}")
_LEVELS = {
    "part": 1,
    "chapter": 1,
    "section": 2,
    "subsection": 3,
    "subsubsection": 4,
    "paragraph": 5,
}
_PIECE = re.compile(
    rf"\\(?P<level>{'|'.join(_LEVELS)})\*?\s*(?:\[[^\]]*\])?{_ARGUMENT}"
    r"|\\begin\{(?P<kind>tabular[xy*]?|tabulary|longtable|array|tblr)\}(?P<rows>.*?)\\end\{(?P=kind)\}",
    re.S,
)
_CAPTION = re.compile(rf"\\caption\*?\s*(?:\[[^\]]*\])?{_ARGUMENT}")
_FLOAT = re.compile(r"\\begin\{(table|figure|wraptable)\*?\}.*?\\end\{\1\*?\}", re.S)
_RULES = re.compile(
    r"\\(?:hline|toprule|midrule|bottomrule|endhead|endfirsthead|endfoot|endlastfoot"
    r"|(?:cline|cmidrule)(?:\([^)]*\))?\{[^{}]*\})"
)
_MULTI = re.compile(rf"\\multicolumn\s*\{{(\d+)\}}\s*\{{[^{{}}]*\}}\s*{_ARGUMENT}", re.S)
_MULTIROW = re.compile(rf"\\multirow\s*\{{[^{{}}]*\}}\s*\{{[^{{}}]*\}}\s*{_ARGUMENT}", re.S)
_MARKS = {"'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "c": "\u0327"}
_MARKS |= {"v": "\u030c", "H": "\u030b", "=": "\u0304", ".": "\u0307", "u": "\u0306", "k": "\u0328"}
_ACCENT = re.compile(
    r"\\(?:(['`^\"~=.])\s*|([cvHuk])(?![A-Za-z])\s*)(?:\{\\?([A-Za-z])\}|\\?([A-Za-z]))"
)
_LETTERS = {"ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "aa": "å"}
_LETTERS |= {"AA": "Å", "l": "ł", "L": "Ł", "i": "ı", "euro": "€", "pounds": "£", "S": "§"}
_LETTERS |= {"dots": "…", "ldots": "…", "textdegree": "°", "degree": "°", "times": "×", "pm": "±"}
_LETTERS |= {"textbackslash": "\\", "textendash": "–", "textemdash": "—", "copyright": "©"}
_LETTER = re.compile(
    rf"\\({'|'.join(sorted(_LETTERS, key=len, reverse=True))})(?![A-Za-z])(?:\{{\}}|\s)?"
)
_DROPPED = re.compile(
    rf"\\(?:label|bibliographystyle|bibliography|includegraphics|vspace|hspace|usepackage|input"
    rf"|include|setlength|pagestyle|thispagestyle|centering|begin|end|newcommand|renewcommand)"
    rf"(?![A-Za-z])\*?\s*(?:\[[^\]]*\])?(?:{_ARGUMENT})?(?:\[[^\]]*\])?"
)
_REFERENCE = re.compile(
    rf"\\(?:[cC]?ref|eqref|autoref|pageref|(?:no)?cite[a-z]*)\*?(?:\[[^\]]*\])*{_ARGUMENT}"
)
_LINK = re.compile(rf"\\href\s*{_ARGUMENT}\s*{_ARGUMENT}")
_NOTE = re.compile(rf"\\(?:footnote|thanks|marginpar)\s*{_ARGUMENT}")
_COMMAND = re.compile(r"\\([A-Za-z]+)\*?\s?|\\([,;:!> ])")
_MATH = re.compile(
    r"\$\$?[^$]*\$\$?|\\\(.*?\\\)|\\\[.*?\\\]|\\begin\{(equation|align|gather|displaymath)\*?\}.*?\\end\{\1\*?\}",
    re.S,
)
_KEPT = "\ue100"  # a private character that stands for a formula


def read(path: Path, media_type: str) -> TextDocument:
    content, cut = read_bytes(path, caps.MAX_TEXT_BYTES)
    source = _COMMENT.sub("", shown(decode(content)))
    sections = Sections()
    writer = Writer(sections)
    said = {name: one_line(printed(text)) for name, text in _SAID.findall(source)}
    body = found[1] if (found := _BODY.search(source)) else source
    for name, text in said.items():
        writer.line(f"{name.capitalize()}: {text}" if text else "")
    floats = [(found.span(), found[0]) for found in _FLOAT.finditer(body)]
    at = 0
    for piece in _PIECE.finditer(body):
        writer.line(printed(_SAID.sub("", body[at : piece.start()])))
        at = piece.end()
        if piece["level"]:
            writer.heading(_LEVELS[piece["level"]], printed(piece[2]))
            continue
        around = next((text for (a, b), text in floats if a <= piece.start() < b), "")
        caption = one_line(printed(named[1])) if (named := _CAPTION.search(around)) else None
        writer.table(_rows(piece["rows"]), caption)
    writer.line(printed(_SAID.sub("", body[at:])))
    writer.close()
    sections.truncated |= cut
    return sections.document(media_type, title=said.get("title") or writer.title)


def _rows(source: str) -> list[list[Cell]]:
    """The rows of a tabular; what stands before them says how the columns are set."""
    source = re.sub(rf"\A\s*(?:\[[^\]]*\])?\s*(?:{_ARGUMENT}\s*)?{_ARGUMENT}", "", source, count=1)
    source = _CAPTION.sub("", source)
    rows = []
    for line in re.split(r"\\\\(?:\[[^\]]*\])?|\\tabularnewline", source):
        cells = []
        for text in re.split(r"(?<!\\)&", _RULES.sub("", line)):
            several = _MULTI.search(text)
            text = _MULTIROW.sub(r"\1", several[2] if several else text)
            cells.append(
                Cell(one_line(printed(text)), 1, min(int(several[1]), 50) if several else 1)
            )
        if any(cell.text for cell in cells):
            rows.append(cells)
    return rows


def printed(source: str) -> str:
    """Source as it is printed, nearly: formulas stay as they are written."""
    formulas: list[str] = []

    def keep(found: re.Match[str]) -> str:
        formulas.append(found[0])
        return _KEPT

    text = _MATH.sub(keep, source)
    text = _ACCENT.sub(_accented, text)
    text = _LETTER.sub(lambda letter: _LETTERS[letter[1]], text)
    text = _LINK.sub(r"\2", text)
    text = _NOTE.sub(r" [\1] ", text)
    text = re.sub(r"\\item\s*(?:\[([^\]]*)\])?\s*", r"- \1 ", text)
    text = _CAPTION.sub(r"\1", text)
    text = _DROPPED.sub("", _REFERENCE.sub(r"\1", text))
    text = re.sub(r"\\\\(?:\[[^\]]*\])?", "\n", text)
    text = re.sub(
        r"\\([%&#_${}])", lambda sign: {"{": "\ue101", "}": "\ue102"}.get(sign[1], sign[1]), text
    )
    text = _COMMAND.sub(lambda found: " " if found[2] else "", text)
    text = re.sub(r"[{}]", "", text).replace("\ue101", "{").replace("\ue102", "}")
    text = text.replace("---", "—").replace("--", "–").replace("``", "“").replace("''", "”")
    text = text.replace("~", "\u00a0").replace("-  ", "- ")
    waiting = iter(formulas)
    return re.sub(_KEPT, lambda _: next(waiting, ""), text)


def _accented(found: re.Match[str]) -> str:
    letter = found[3] or found[4]
    return unicodedata.normalize("NFC", letter + _MARKS[found[1] or found[2]])
