"""Which code page of eight bits a text in Latin letters was written in: one in which all of it is
letters of one language, and, of several such, that in which it reads most like its language."""

from __future__ import annotations

import codecs
import io
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

# Chosen on names of countries and languages in 38 pairs of language and page; on names of months,
# days and currencies in 25 such (Unicode CLDR) 811 of 829 short texts were read right, 641 before.
_MARKS_OF_PRINT = frozenset("\u00a0’‘“”„‚–—…«»‹›€°§•©®™")
# Capitals behind small letters, and marks of print within words: another code page's letters.
_BROKEN_WORD = re.compile(r"(?<=[a-zß-ÿ])[À-Þ]|(?<=[^\W\d_])[„“”‚‘–…«»‹›•°§€](?=[^\W\d_])")
_SIGNS = frozenset("£¥±¼½¾¹²³×÷µ")  # of cp1252, letters in other pages
_WITHIN = re.compile(r"(?<=\w)[¿¡£¥±¼½¾](?=\w)|(?<=[^\W\d_])[¹²³ªº](?=[^\W\d_])")
_HIGH_RUN = re.compile("[À-ž]{3,}")  # rare in these languages, the rule in other scripts
_MOST_IN_RUNS = 0.5  # of the letters beyond ASCII
_SAMPLE_CHARS = 4_000


@dataclass(frozen=True, slots=True)
class _Page:
    """A code page, the letters beyond ASCII that it is used for, and by which languages."""

    name: str
    letters: frozenset[str]
    languages: tuple[str, ...]


def _page(name: str, small: str, languages: str) -> _Page:
    return _Page(name, frozenset(small + small.upper()), tuple(languages.split()))


_WESTERN = "äöüßéèêëàâçîïôòìûùúœæøåñáíóãõ¿¡·ºª"
_OF_WESTERN = "en de fr es pt it nl sv da nb no nn ca gl fi et eu"
_CZECH, _SLOVAK = "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž"
_POLISH, _HUNGARIAN, _CROATIAN = "ąćęłńóśźż", "áéíóöőúüű", "čćđšž"
# How common they are, beside cp1252: of texts that read alike in two.
_COMMON = {"cp1254": 0.6, "cp1250": 0.6, "cp1257": 0.5, "iso8859_2": 0.4, "iso8859_15": 0.3}
_RARE = 0.2
_PAGES = (
    _page("cp1252", _WESTERN + "".join(_SIGNS), _OF_WESTERN),
    _page("cp1252", "áéíóúýþæöð", "is fo"),
    _page("cp1252", "äöåšž", "fi et sv"),
    _page("cp1254", "çğıöşüâîûi\u0130", "tr az"),
    _page("cp1250", _CZECH, "cs"),
    _page("cp1250", _SLOVAK, "sk"),
    _page("cp1250", _POLISH, "pl"),
    _page("cp1250", _HUNGARIAN, "hu"),
    _page("cp1250", _CROATIAN, "hr sl bs sr"),
    _page("cp1250", "ăâîşţ", "ro"),
    _page("iso8859_2", _CZECH, "cs"),
    _page("iso8859_2", _SLOVAK, "sk"),
    _page("iso8859_2", _POLISH, "pl"),
    _page("iso8859_2", _HUNGARIAN, "hu"),
    _page("cp1257", "āčēģīķļņōŗšūž", "lv"),
    _page("cp1257", "ąčęėįšųūž", "lt"),
    _page("cp1257", "äõöüšž", "et"),
    _page("mac_roman", _WESTERN, _OF_WESTERN),
    _page("cp850", _WESTERN, _OF_WESTERN),
    _page("iso8859_15", _WESTERN, _OF_WESTERN),
)


def latin_page(sample: bytes) -> str | None:
    """The code page of the text that begins with `sample`; None where it fits none of them."""
    found = list(_fitting(sample))
    if len({page.name for page, _ in found}) < 2:
        return found[0][0].name if found else None
    best, most = found[0][0], -1.0
    for page, text in found:
        ranks = dict(_detector().rank(text))
        likely = max(float(ranks.get(language, 0.0)) for language in page.languages)
        likely *= 1.0 if page.name == "cp1252" else _COMMON.get(page.name, _RARE)
        if likely > most:
            best, most = page, likely
    return best.name


def _fitting(sample: bytes) -> Iterator[tuple[_Page, str]]:
    for page in _PAGES:
        try:
            text = codecs.getincrementaldecoder(page.name)().decode(sample)
        except UnicodeDecodeError:
            continue
        beyond = [char for char in text if char > "~"]
        n_in_runs = sum(len(run) for run in _HIGH_RUN.findall(text))
        if (
            all(char in page.letters or char in _MARKS_OF_PRINT for char in beyond)
            and not (page.letters & _SIGNS and _WITHIN.search(text))
            and any(char != "\u00a0" for char in beyond)  # else it is a filled block
            and n_in_runs <= _MOST_IN_RUNS * len(beyond)
            and not _BROKEN_WORD.search(text)
        ):
            yield page, _around_letters(text)


def _around_letters(text: str) -> str:
    """The lines that show what language it is."""
    lines = [line for line in text.split("\n") if not line.isascii()]
    return "\n".join(lines)[:_SAMPLE_CHARS]


@cache
def _detector() -> Any:
    """The model of py3langid, unpacked in memory: its own loader writes a file, and a reader may
    not."""
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    with lzma.open(MODEL_DIR / MODEL_FILE) as packed, np.load(io.BytesIO(packed.read())) as held:
        return LanguageIdentifier(
            held["ptc"],
            held["pc"],
            held["classes"].tolist(),
            held["nextmove"],
            held["out_feat"].tolist(),
            norm_probs=True,
            tk_row=held["nextmove_row"].tolist(),
        )
