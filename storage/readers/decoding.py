"""Bytes of unknown encoding to text: marks, UTF-8, UTF-16 without a mark, then a guess."""

from __future__ import annotations

import codecs
import re
import unicodedata

from storage.readers.code_pages import latin_page

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What is meant by names that programs use loosely (WHATWG Encoding Standard, section 4.2): each is
# a part of what it stands for here, so nothing that is said rightly is read otherwise.
_MEANT = {
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "latin1", "latin-1", "l1", "cp819"), "cp1252"),
    **dict.fromkeys(("us-ascii", "ascii", "ansi-x3.4-1968"), "cp1252"),
    **dict.fromkeys(("iso-8859-9", "latin5", "l5"), "cp1254"),
    **dict.fromkeys(("iso-8859-11", "tis-620", "windows-874"), "cp874"),
    **dict.fromkeys(("gb2312", "gb-2312", "gbk", "x-gbk", "cp936", "euc-cn"), "gb18030"),
    **dict.fromkeys(("shift-jis", "shiftjis", "sjis", "x-sjis", "windows-31j"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks-c-5601-1987", "korean", "ksc5601"), "cp949"),
    **dict.fromkeys(("big5", "big-5", "cn-big5", "x-x-big5"), "big5hkscs"),
    **dict.fromkeys(("iso-8859-8-i", "iso-8859-8", "hebrew", "visual"), "cp1255"),
    "unicode-1-1-utf-7": "utf-7",
    "utf8": "utf-8",
}
_MARKED = tuple(mark for mark, _ in _MARKS)
_ONE_BYTE = ("cp125", "cp8", "iso8859", "koi8", "mac")
_LEAST_FITTING = 2  # letters beyond ASCII
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_UTF16_SCRIPTS = frozenset(
    {"CYRILLIC", "GREEK", "ARABIC", "HEBREW", "CJK", "HANGUL", "THAI", "DEVANAGARI", "ARMENIAN"}
)
_GUESS_BYTES = 65_536

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_JAPANESE = ("cp932", "euc_jp")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fc]+")
_CYRILLIC = ("cp1251", "koi8_u", "cp866")
_COMMON_CYRILLIC = re.compile("[оеаинтсрвл]+")  # over half of running Russian
_COMMON_HEBREW = re.compile("[אבהוילמרתש]+")
_HEBREW_WORD = re.compile("[\u05d0-\u05ea]{3,}")
_CYRILLIC_WORD = re.compile("[\u0400-\u04ff]{3,}")
# Frequent characters of Chinese, in the old and in the new way of writing, with marks of print.
_TRADITIONAL = re.compile(
    "[的一是不我有在人了他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後"
    "作裡用道行所然家種事成方多經去學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因"
    "只從想實日點明請，。、：]"
)
_SIMPLIFIED = re.compile(
    "[的一是不我有在人了他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后"
    "作里用道行所然家种事成方多经去学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因"
    "只从想实日点明请，。、：]"
)
_CHINESE = (("big5hkscs", _TRADITIONAL), ("gb18030", _SIMPLIFIED))
_MIN_COMMON = 0.25  # of the characters: over a third in running Chinese, hardly any in a false one
_NOT_HAN = re.compile("[\ue000-\uf8ff\u0400-\u04ff]")
_ISO_2022 = re.compile(rb"\x1b\$[@B]")
_MISTAKEN = re.compile("[\u00c2\u00c3\u00e2][^\\x00-\\x7f]")  # letters of UTF-8 taken one by one


def encoding_of(sample: bytes, *, complete: bool = False) -> str | None:
    """The encoding of text that begins with `sample`, or None if it is not text.

    Unless `complete`, a character may be cut in half at the sample's end."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            whole = sample[: len(sample) // 4 * 4]
            return name if _is_plausible(whole.decode(name, "replace")) else None
    if b"\x00" in sample:
        found = _utf16_without_mark(sample) or _utf16_of_other_scripts(sample)
        if found is None and sample.count(0) * 50 < len(
            sample
        ):  # a few, as a crash leaves in a log
            return encoding_of(sample.replace(b"\x00", b""), complete=complete)
        return found
    if len(_CONTROL.findall(sample)) > 2 + len(sample) // 100:
        return _utf16_of_other_scripts(sample)
    if _ISO_2022.search(sample) and _decoded(sample, "iso2022_jp") is not None:
        return "iso2022_jp"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=complete)
    except UnicodeDecodeError as error:
        # A few broken bytes in long UTF-8 text are damage, not another encoding.
        healthy = sample.decode("utf-8", "ignore")
        n_broken = len(sample) - len(healthy.encode("utf-8"))
        if n_broken * 200 < len(sample) and len(healthy.encode()) - len(healthy) > 2 * n_broken:
            return "utf-8"
        del error
    else:
        return "utf-8"
    return _utf16_of_other_scripts(sample) or _guess(sample[:_GUESS_BYTES])


def decode(source: bytes, declared: str | None = None) -> str:
    """Decode all of `source`. UTF-8 wins over `declared` where it fits, then `declared`, then a
    guess; bytes that fit nowhere become U+FFFD. A file whose lines are of two encodings, as where
    several programs write to it, is read line by line."""
    if (mixed := _of_two(source)) is not None:
        return mixed
    encoding = encoding_of(source[: 1 << 20])
    if encoding not in {None, "utf-8", "utf-8-sig", "utf-16", "utf-32"} and declared:
        encoding = known_encoding(declared) or encoding
    text = source.decode(encoding or known_encoding(declared or "") or "utf-8", "replace")
    return unmistaken(text) if encoding in {"utf-8", "utf-8-sig"} else text


def _of_two(source: bytes) -> str | None:
    """The text whose lines are UTF-8, half of them at least where it matters, and of one code page
    of single bytes; None where it is not such. Lines of other encodings are hardly ever UTF-8."""
    if source.isascii() or source.startswith(_MARKED) or b"\x00" in source[:_GUESS_BYTES]:
        return None
    others: list[bytes] = []
    n_fitting = n_letters = 0
    lines = source.splitlines(keepends=True)
    for line in lines:
        if line.isascii():
            continue
        try:
            text = line.decode()
        except UnicodeDecodeError:
            others.append(line)
        else:
            n_fitting += 1
            n_letters += sum(char > "~" for char in text)
    if not others or n_fitting < len(others) or n_letters < _LEAST_FITTING:
        return None
    name = encoding_of(b"".join(others)[:_GUESS_BYTES]) or ""
    if not name.startswith(_ONE_BYTE):
        return None
    return "".join(_line(line, name) for line in lines)


def _line(line: bytes, other: str) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode(other, "replace")


def unmistaken(text: str) -> str:
    """The text as it was before a program took its UTF-8 for Windows letters and wrote it as UTF-8
    again (`GrÃ¼ÃŸe`); as it is where any letter tells otherwise."""
    if not _MISTAKEN.search(text):
        return text
    held = bytearray()
    for char in text:
        try:
            held += char.encode("cp1252")
        except UnicodeEncodeError:
            if ord(char) > 0xFF:
                return text
            held.append(ord(char))  # bytes that mean nothing in cp1252 stay as they were
    try:
        return held.decode("utf-8")
    except UnicodeDecodeError:
        return text


def known_encoding(name: str) -> str | None:
    """The codec of what is meant by that name if it turns bytes into text, else None."""
    name = name.strip().strip("\"'").lower()
    try:
        codec = codecs.lookup(_MEANT.get(name.replace("_", "-"), name))
        b"".decode(codec.name)
    except (LookupError, ValueError):
        return None
    return codec.name


def _utf16_without_mark(sample: bytes) -> str | None:
    """Mostly Latin text in UTF-16 has a NUL in every other place."""
    if len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    for name, full, empty in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if full > half * 0.7 and empty < half * 0.02:
            return name if _is_plausible(sample[: half * 2].decode(name, "replace")) else None
    return None


def _utf16_of_other_scripts(sample: bytes) -> str | None:
    """UTF-16 without a mark in scripts whose letters have no NUL: nearly all of it are letters,
    blanks and marks of one script, and the marks are there. Bytes of other encodings that are taken
    for UTF-16 make rare letters of many scripts, and no such marks."""
    half = min(len(sample), _GUESS_BYTES) // 2
    if half < 6:
        return None
    for name in ("utf-16-le", "utf-16-be"):
        text = sample[: half * 2].decode(name, "replace")
        n_marks = sum(char in " \n\t,.。，、！？：؟،" for char in text)
        scripts: dict[str, int] = {}
        for char in text:
            if char.isalpha():
                script = unicodedata.name(char, "?").split(" ", 1)[0]
                scripts["CJK" if script in {"HIRAGANA", "KATAKANA"} else script] = (
                    scripts.get(script, 0) + 1
                )
        n_other = sum(not (char.isalnum() or char.isspace() or char.isprintable()) for char in text)
        best = max(scripts, key=lambda script: scripts[script], default="")
        if (
            best in _UTF16_SCRIPTS
            and scripts[best] >= 0.9 * sum(scripts.values())
            and n_marks * 60 >= len(text)
            and n_other == 0
        ):
            return name
    return None


def _guess(sample: bytes) -> str | None:
    """One of the encodings before Unicode: own tests of what is common, then charset-normalizer.

    Tables of letter frequencies need long samples; letters and notes are short, and a
    German or French one was taken for Polish."""
    for name in _JAPANESE:
        text = _decoded(sample, name)
        if text and _share(_KANA, text, of=_NOT_ASCII) > 0.2:
            return name
    if (chinese := _chinese(sample)) is not None:
        return chinese
    cyrillic = {name: _decoded(sample, name) for name in _CYRILLIC}
    scores = {
        name: _share(_COMMON_CYRILLIC, text, of=_NOT_ASCII)
        for name, text in cyrillic.items()
        if text
    }
    best_name = max(scores, key=lambda name: scores[name], default=None)
    if best_name is not None and scores[best_name] > 0.5:
        in_words = _share(_CYRILLIC_WORD, cyrillic[best_name] or "", of=_NOT_ASCII)
        if in_words > 0.6:
            return best_name
    text = _decoded(sample, "cp1255")
    if text and _share(_COMMON_HEBREW, text, of=_NOT_ASCII) > 0.55:
        in_words = _share(_HEBREW_WORD, text, of=_NOT_ASCII)
        if in_words > 0.6:
            return "cp1255"
    if (latin := latin_page(sample)) is not None:
        return latin
    from charset_normalizer import from_bytes

    best = from_bytes(sample, steps=5, chunk_size=512, threshold=0.2).best()
    if best is None:
        return None
    text = sample.decode(best.encoding, "replace")
    is_filled = text.count("\u00a0") * 2 > len(text)  # a block of one byte, whatever it stands for
    return best.encoding if _is_plausible(text) and not is_filled else None


def _chinese(sample: bytes) -> str | None:
    """One of the two encodings of Chinese, if frequent characters come often enough in it."""
    shares: dict[str, float] = {}
    for name, common in _CHINESE:
        text = _decoded(sample, name)
        if text and len(_NOT_ASCII.findall(text)) and not _NOT_HAN.search(text):
            shares[name] = _share(common, text, of=_NOT_ASCII)
    best = max(shares, key=lambda name: shares[name], default=None)
    return best if best is not None and shares[best] > _MIN_COMMON else None


def _decoded(sample: bytes, name: str) -> str | None:
    """The sample as text, its last character maybe left out; None if it does not fit."""
    try:
        return codecs.getincrementaldecoder(name)().decode(sample)
    except UnicodeDecodeError:
        return None


def _share(wanted: re.Pattern[str], text: str, *, of: re.Pattern[str]) -> float:
    """How much of what `of` matches `wanted` matches, counted in characters."""
    whole = sum(len(run) for run in of.findall(text))
    return sum(len(run) for run in wanted.findall(text)) / whole if whole else 0.0


def _is_plausible(text: str) -> bool:
    """Hardly any character that is unassigned, private, a control or a replacement."""
    n_odd = sum(not (char.isprintable() or char.isspace()) or char == "\ufffd" for char in text)
    return n_odd - text.startswith("\ufeff") <= len(text) // 50
