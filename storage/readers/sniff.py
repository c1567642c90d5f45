"""The type of a file by its content. Its name only breaks ties among types of text."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path, PurePath
from typing import BinaryIO

from storage.errors import ReadError, Unsupported
from storage.readers import cut_zip, formats, wallet
from storage.readers.archive import MAIN_PARTS
from storage.readers.decoding import decode, encoding_of
from storage.readers.opening import open_regular

HEAD_BYTES = 65_536
_OLE_BYTES = 16_000_000  # its directory may lie anywhere

_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_SYNC_BYTES = 4096  # longer than any frame
_LAYER3_KBITS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_LAYER2_KBITS = (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384)
_LOW_KBITS = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)  # MPEG-2 and 2.5
_BMP_HEADER_SIZES = frozenset({12, 16, 40, 52, 56, 64, 108, 124})
_ANYMAP = re.compile(rb"P[1-6]\s+(?:#[^\n]*\n\s*)*\d+\s+(?:#[^\n]*\n\s*)*\d+\s")
# A Targa picture has no signature: nothing but the name, and a header that makes sense.
_TARGA = re.compile(rb".[\x00\x01][\x01-\x03\x09-\x0b].{13}[\x08\x0f\x10\x18\x20]", re.S)
# What no text has: a signature that could be a word (ID3, MZ, AC10) is none before text.
_NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_WORDS_BYTES = 2048
_LEAST_LINES = 4  # of a table, to be told without its name
_AVIF_BRANDS = frozenset({b"avif", b"avis"})

# Raw telephone recordings have no header: nothing but the name tells them.
HEADERLESS = {".g722": "audio/g722", ".gsm": "audio/gsm"}
# The main part of documents by Pages, Numbers and Keynote: of 2013 and later, and of before.
_IWORK_PARTS = frozenset(
    {"Index.zip", "index.apxl", "index.xml.gz", "Index/Document.iwa", "buildVersionHistory.plist"}
)
_OFFICE = (formats.DOCX, formats.PPTX, formats.XLSX)  # as `MAIN_PARTS`
_NEVER_TEXT = frozenset({".pem", ".key", ".p12", ".pfx"})  # secrets are not for an index

_CMS = bytes.fromhex("06092a864886f70d0107")  # signed or encrypted (RFC 5652)

_HTML_START = re.compile(
    r"(?:<\?xml[^>]*>|<!--.*?-->|\s)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_XML_START = re.compile(r"\s*(?:<\?xml\b|<!DOCTYPE\s+(?!html)\w)", re.I)
_TEXT_STARTS = re.compile(
    r"\s*(?:(?P<calendar>BEGIN:VCALENDAR\s)|(?P<contacts>BEGIN:VCARD\s)|(?P<vtt>WEBVTT\b)"
    r"|(?P<json>\{\s*\"[^\"\n]{1,100}\"\s*:|\[\s*\{\s*\"))",
    re.I,
)
_TEXT_STARTS_OF = {"calendar": ".ics", "contacts": ".vcf", "vtt": ".vtt", "json": ".json"}
_SVG_START = re.compile(
    r"(?:<\?xml[^>]*>|<!--.*?-->|<!doctype\s+svg[^>]*(?:\[.*?\])?\s*>|\s)*<svg\b", re.I | re.S
)
# What only programs write above a mail: a note that begins with "From" and "To" has none of it.
_SENT = re.compile(r"^(?:received|message-id|mime-version|content-type)[ \t]*:", re.I | re.M)
# A table as people and programs draw it in text: bars around it, or a line of dashes in it.
_DRAWN_TABLE = re.compile(r"^[ \t]*(?:\||[-+=:| \t]*[-=]{2}[-+=:| \t]*$)", re.M)
_MAIL_HEADER = re.compile(
    r"^(?:from|to|subject|date|received|message-id|mime-version|return-path|delivered-to|"
    r"content-type|x-[a-z-]+|dkim-signature|arc-[a-z-]+|reply-to|sender|cc|content-transfer-encoding"
    r"|in-reply-to|references|authentication-results|list-[a-z]+|user-agent|thread-[a-z]+)[ \t]*:",
    re.I,
)


def sniff(path: Path) -> str:
    """The media type of the file at `path`.

    Raises Unsupported if it is none that could be told, ReadError if the file is empty, cannot be
    opened, or is a broken container."""
    with open_regular(path) as stream:
        head = stream.read(HEAD_BYTES)
        if not head:
            raise Unsupported("empty file")
        found = _binary_type(head)
        if found == "application/zip":
            return _type_of_zip(stream, path)
        if found == formats.OLE.media_type:
            return _type_of_ole(stream)
        if found == "image/tiff" and path.suffix.lower() in formats.RAW.suffixes:
            return formats.RAW.media_type  # most cameras' files are TIFFs of their own kind
        if found is not None:
            return found
        stream.seek(0, 2)
        complete = stream.tell() <= len(head)
    if path.suffix.lower() == ".tga" and _TARGA.match(head):
        return "image/x-tga"
    found = text_type(head, path.name, complete=complete)
    if found is not None:
        return found
    if head[60:68] in {b"BOOKMOBI", b"TEXtREAd"}:
        return "application/x-mobipocket-ebook"
    if head[4:19] in {b"Standard Jet DB", b"Standard ACE DB"}:
        return "application/x-msaccess"
    if (
        head[:1] == b"\x0a"
        and head[1:2] in b"\x00\x02\x03\x04\x05"
        and head[2:3] == b"\x01"
        and (head[3:4] in b"\x01\x02\x04\x08")
    ):
        return "image/x-pcx"
    if path.suffix.lower() == ".pdf" and b"%PDF-" in head:
        return "application/pdf"  # behind what another program put before it
    found = HEADERLESS.get(path.suffix.lower())
    if found == "audio/g722" or (
        found == "audio/gsm" and {byte >> 4 for byte in head[:330:33]} == {0xD}
    ):
        return found
    raise Unsupported(f"unsupported type {_named_by_tables(head, path.name)}")


def _type_of_ole(stream: BinaryIO) -> str:
    """What an OLE container holds, by the names of its outermost streams: a workbook may hold a
    Word document of its own.

    Raises ReadError for a locked file, Unsupported for what is none of them."""
    from storage.readers.ole import outermost

    names = outermost(stream)
    if not names:  # a broken directory: any stream of that name
        stream.seek(0)
        content = stream.read(_OLE_BYTES).lower()
        names = frozenset(
            name for name in formats.OLE_STREAMS if name.encode("utf-16-le") in content
        )
    if "encryptedpackage" in names:
        raise ReadError("password-protected")
    for name, found in formats.OLE_STREAMS.items():
        if name in names:
            if not found.is_read:
                break
            return found.media_type
    else:
        found = formats.OLE
    raise Unsupported(formats.why_not(found.media_type, found))


def _binary_type(head: bytes) -> str | None:
    if head[:4] in {b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"}:
        return "application/zip"
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    for offset, signature, found in formats.SIGNATURES:
        if head.startswith(signature, offset) and (
            not signature.isalnum() or _NO_TEXT.search(head, 0, _WORDS_BYTES)
        ):
            return found
    if head[:4] in {b"RIFF", b"RF64"}:
        return {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo", b"WEBP": "image/webp"}.get(
            head[8:12]
        )
    if head[:4] == b"FORM" and head[8:12] in {b"AIFF", b"AIFC"}:
        return "audio/aiff"
    if head[4:8] == b"ftyp":
        return _type_of_ftyp(head)
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BMP_HEADER_SIZES:
        return "image/bmp"
    if _ANYMAP.match(head):
        return "image/x-portable-anymap"
    if head[:1] == b"\x47" and head[188:189] == b"\x47" and head[376:377] == b"\x47":
        return "video/mp2t"
    if head[:1] == b"0" and _CMS in head[:32]:
        return formats.SIGNED.media_type
    return _mpeg_audio(head)


def _type_of_ftyp(head: bytes) -> str:
    size = min(int.from_bytes(head[:4], "big"), 256)
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, size - 3, 4))]
    if any(brand in _AVIF_BRANDS for brand in brands[:1]) or (
        brands[0] in _HEIF_BRANDS and any(brand in _AVIF_BRANDS for brand in brands)
    ):
        return "image/avif"
    if brands[0] in _HEIF_BRANDS:
        return "image/heic"
    if brands[0] == b"crx ":
        return formats.RAW.media_type
    if brands[0] in {b"M4A ", b"M4B "}:
        return "audio/mp4"
    if brands[0] == b"qt  ":
        return "video/quicktime"
    return "video/mp4"


def _mpeg_audio(head: bytes) -> str | None:
    """MPEG audio or AAC without a tag, maybe cut out of a longer one: several frames in a chain."""
    at = head.find(b"\xff")
    while 0 <= at < _SYNC_BYTES:
        for found, size_of in (("audio/aac", _adts_size), ("audio/mpeg", _mpeg_size)):
            frame, n_frames = at, 0
            while n_frames < 4 and (size := size_of(head, frame)):
                frame, n_frames = frame + size, n_frames + 1
            # A short file ends before there are four.
            if n_frames == 4 or (n_frames >= 2 and at == 0 and frame >= len(head)):
                return found
        at = head.find(b"\xff", at + 1)
    return None


def _adts_size(head: bytes, at: int) -> int:
    """Bytes of the AAC frame that begins at `at`, 0 if none does (ISO/IEC 13818-7, 6.2)."""
    if len(head) < at + 6 or head[at] != 0xFF or head[at + 1] & 0xF6 != 0xF0:
        return 0
    size = (head[at + 3] & 3) << 11 | head[at + 4] << 3 | head[at + 5] >> 5
    return size if size > 7 else 0


def _mpeg_size(head: bytes, at: int) -> int:
    """The same for layers II and III (ISO/IEC 11172-3, 2.4.2)."""
    if len(head) < at + 4 or head[at] != 0xFF or head[at + 1] < 0xE0:
        return 0
    version, layer = head[at + 1] >> 3 & 3, head[at + 1] >> 1 & 3
    rate, sampling, padding = head[at + 2] >> 4, head[at + 2] >> 2 & 3, head[at + 2] >> 1 & 1
    if version == 1 or layer not in {1, 2} or rate in {0, 15} or sampling == 3:
        return 0
    is_first = version == 3
    kbits = (_LAYER2_KBITS if layer == 2 else _LAYER3_KBITS)[rate] if is_first else _LOW_KBITS[rate]
    sample_rate_hz = (44_100, 48_000, 32_000)[sampling] >> (0, 1, 2)[(3, 2, 0).index(version)]
    n_eighths = 144 if is_first or layer == 2 else 72
    return n_eighths * kbits * 1000 // sample_rate_hz + padding


def _type_of_zip(stream: BinaryIO, path: Path) -> str:
    """Tell office files and books from other ZIP containers by what is inside."""
    try:
        zipped, cut = cut_zip.opened(stream)
        with zipped as archive:
            names = set(archive.namelist()[:50_000])
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                declared = archive.read("mimetype").decode("ascii", "replace").strip()
                if declared:
                    return declared
            if "[Content_Types].xml" in names and cut != "[Content_Types].xml":
                if archive.getinfo("[Content_Types].xml").file_size > 5_000_000:
                    raise ReadError("the file is damaged (its list of contents is too large)")
                return _type_of_office(archive.read("[Content_Types].xml"))
            if any(name.endswith(".iwa") for name in names) or not names.isdisjoint(_IWORK_PARTS):
                return formats.IWORK.media_type
            if {wallet.PASS, "manifest.json"} <= names:
                return formats.WALLET.media_type
            if "META-INF/container.xml" in names:
                return formats.EPUB.media_type
            for part, found in zip(MAIN_PARTS, _OFFICE, strict=True):
                if cut is not None and part in names:  # without its list of types
                    return found.media_type
            if cut is not None and path.suffix.lower() in formats.ZIPPED_SUFFIXES - set(
                formats.ZIP.suffixes
            ):
                raise ReadError("the file is damaged or incomplete")
    except ReadError:
        raise
    except (
        zipfile.BadZipFile,
        RuntimeError,
        NotImplementedError,
        OSError,
        ValueError,
        EOFError,
    ) as e:
        if path.suffix.lower() in formats.ZIPPED_SUFFIXES:
            raise ReadError("the file is damaged or incomplete") from e
        raise Unsupported("unsupported type application/zip") from e
    except Exception as e:  # zlib.error and others of the decompressors
        raise ReadError("the file is damaged or incomplete") from e
    return "application/zip"


def _type_of_office(content_types: bytes) -> str:
    for part, media_type in (
        (b"wordprocessingml.document.main", formats.DOCX.media_type),
        (b"ms-word.document.macroEnabled", formats.DOCX.media_type),
        (b"wordprocessingml.template.main", formats.DOCX.media_type),
        (b"ms-word.template.macroEnabledTemplate.main", formats.DOCX.media_type),
        (b"presentationml.presentation.main", formats.PPTX.media_type),
        (b"presentationml.slideshow.main", formats.PPTX.media_type),
        (b"presentationml.template.main", formats.PPTX.media_type),
        (b"ms-powerpoint.presentation.macroEnabled", formats.PPTX.media_type),
        (b"ms-powerpoint.slideshow.macroEnabled", formats.PPTX.media_type),
        (b"spreadsheetml.sheet.main", formats.XLSX.media_type),
        (b"spreadsheetml.template.main", formats.XLSX.media_type),
        (b"ms-excel.sheet.macroEnabled", formats.XLSX.media_type),
        (b"ms-visio.drawing", formats.VISIO.media_type),
        (b"ms-visio.template", formats.VISIO.media_type),
        (b"fixedpage+xml", formats.XPS.media_type),
    ):
        if part in content_types:
            return media_type
    if b"ms-excel.sheet.binary" in content_types:
        return formats.XLSB.media_type
    return "application/zip"


def text_type(head: bytes, name: str, *, complete: bool = True) -> str | None:
    """The type of text that begins with `head`, or None if it is not text."""
    if not encoding_of(head, complete=complete):
        # Mail carries bytes of any kind below its headers.
        headers = head.partition(b"\n\n")[0].partition(b"\r\n\r\n")[0].decode("latin-1")
        if b"\x00" in head[:200]:
            return None
        if head.startswith(b"From ") and _is_mailbox(headers):
            return formats.MAILBOX.media_type
        return "message/rfc822" if _looks_like_mail(headers) else None
    suffix = PurePath(name).suffix.lower()
    if suffix in _NEVER_TEXT or re.match(rb"\s*-----BEGIN [A-Z ]*PRIVATE KEY-----", head):
        raise Unsupported("a key or certificate, not a document")
    text = decode(head).lstrip("\ufeff")
    if _SVG_START.match(text):
        return "image/svg+xml"
    named = known.media_type if (known := formats.TEXT_BY_SUFFIX.get(suffix)) else None
    is_open = named in {None, formats.PLAIN.media_type}  # the name says no more than "text"
    if _HTML_START.match(text) and (is_open or named in {"text/html", "application/xml"}):
        return "text/html"
    if text.startswith("From ") and named != "message/rfc822" and _is_mailbox(text):
        return formats.MAILBOX.media_type
    if named == "message/rfc822" or (named is None and _looks_like_mail(text)):
        return "message/rfc822"
    if named == formats.PLAIN.media_type and _SENT.search(text) and _looks_like_mail(text):
        return "message/rfc822"
    if is_open and (said := _TEXT_STARTS.match(text)):
        return formats.TEXT_BY_SUFFIX[_TEXT_STARTS_OF[str(said.lastgroup)]].media_type
    if is_open and _XML_START.match(text):
        return "application/xml"
    if is_open and _is_divided(text, "\t"):
        return "text/tab-separated-values"
    if is_open and _is_delimited(text):
        return "text/csv"
    if is_open and _is_divided(text, "|") and not _DRAWN_TABLE.search(text):
        return "text/csv"
    if suffix in formats.XLS.suffixes + formats.XLSX.suffixes:  # what many programs call a sheet
        return "text/tab-separated-values" if "\t" in text.partition("\n")[0] else "text/csv"
    return named or "text/plain"


def _is_divided(text: str, mark: str) -> bool:
    """Whether all lines but the last, which may be cut, hold the same number of tabs or bars, two
    at least: a sheet that was saved as text."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:50]
    n_marks = {line.count(mark) for line in (lines[:-1] if len(lines) > 3 else lines)}
    return len(lines) > 2 and len(n_marks) == 1 and min(n_marks) > 1


def _is_delimited(text: str) -> bool:
    """Whether all lines but the last hold as many semicolons, or commas but two at least, and none
    with a blank behind it, as prose has them."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:50]
    lines = lines[:-1] if len(lines) > _LEAST_LINES else lines
    for mark, least in ((";", 1), (",", 2)):
        n_marks = {line.count(mark) for line in lines}
        if len(n_marks) == 1 and min(n_marks) >= least and len(lines) >= _LEAST_LINES:
            return not any(f"{mark} " in line.rstrip() for line in lines)
    return False


def _is_mailbox(text: str) -> bool:
    """A line `From … 09:12 …` with a message's headers below it."""
    first, _, rest = text.partition("\n")
    return re.search(r"\d\d:\d\d", first) is not None and _looks_like_mail(rest, 2)


def _looks_like_mail(text: str, least: int = 3) -> bool:
    """So many known header lines or more before the first blank line, and nothing but headers."""
    n_known = 0
    lines = text.splitlines()
    for line in lines[:200]:
        if not line.strip():
            break
        if _MAIL_HEADER.match(line):
            n_known += 1
        elif not line[0].isspace() and not re.match(r"[!-9;-~]+:", line):
            return False
    return n_known >= least


def _named_by_tables(head: bytes, name: str) -> str:
    """What puremagic's tables call it, for the reason only."""
    import puremagic

    try:
        found = puremagic.magic_string(head, filename=name)
    except (puremagic.PureError, ValueError, OSError):
        return "application/octet-stream"
    for match in found:
        if match.mime_type:
            return str(match.mime_type)
    return "application/octet-stream"
