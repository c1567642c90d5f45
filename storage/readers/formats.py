"""Every format that is known, one entry each: its name, its type, how it is told, who reads it.

A format is told by its content (`signatures`); the name's ending decides only among kinds of text,
and says what a file that could not be read seems to be. What lies in containers (ZIP, OLE, MP4) is
told by `storage.readers.sniff`, which knows where to look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from storage.records import Kind

Family = Literal["document", "picture", "sound"]
_KINDS: Mapping[Family, Kind] = {"document": "text", "picture": "image", "sound": "audio"}


@dataclass(frozen=True, slots=True)
class Format:
    """`reader` is `module:function` within `storage.readers`, of a document; pictures and sound
    have one reader each. Without one, `advice` says why, or what to do instead."""

    name: str
    media_type: str
    family: Family = "document"
    reader: str | None = None
    suffixes: tuple[str, ...] = ()
    signatures: tuple[tuple[int, bytes], ...] = ()
    is_text: bool = False  # told by its name among files of text
    advice: str = ""
    members: str | None = None  # `module:function` that opens it as a container of files

    @property
    def is_code(self) -> bool:
        """Source code and the like, whose lines and spaces mean something."""
        return self.is_text and self.reader == "text:read_plain" and self is not PLAIN

    @property
    def is_read(self) -> bool:
        return self.reader is not None or self.family != "document"


def _picture(name: str, media_type: str, suffixes: str, *signatures: bytes) -> Format:
    at_start = tuple((0, signature) for signature in signatures)
    return Format(name, media_type, "picture", None, tuple(suffixes.split()), at_start)


def _sound(name: str, media_type: str, suffixes: str, *signatures: bytes | int) -> Format:
    """Signatures as bytes, at the start or behind the offset that precedes them all."""
    placed: list[tuple[int, bytes]] = []
    offset = 0
    for signature in signatures:
        if isinstance(signature, int):
            offset = signature
        else:
            placed.append((offset, signature))
    return Format(name, media_type, "sound", None, tuple(suffixes.split()), tuple(placed))


def _text(name: str, media_type: str, suffixes: str, reader: str = "text:read_plain") -> Format:
    return Format(name, media_type, "document", reader, tuple(suffixes.split()), is_text=True)


def _unread(name: str, media_type: str, suffixes: str, advice: str, *signatures: bytes) -> Format:
    at_start = tuple((0, signature) for signature in signatures)
    return Format(
        name, media_type, "document", None, tuple(suffixes.split()), at_start, False, advice
    )


def _packed(name: str, media_type: str, suffixes: str, signature: bytes) -> Format:
    return Format(
        name,
        media_type,
        reader="archives:read",
        suffixes=tuple(suffixes.split()),
        signatures=((0, signature),),
        members="archives:open_packed",
    )


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

DOCX = Format(
    "Word document",
    _OOXML + "wordprocessingml.document",
    reader="docx:read",
    members="office_pictures:open_pictures",
    suffixes=(".docx", ".docm", ".dotx"),
)
PPTX = Format(
    "PowerPoint slides",
    _OOXML + "presentationml.presentation",
    reader="pptx:read",
    members="office_pictures:open_pictures",
    suffixes=(".pptx", ".pptm", ".ppsx", ".potx"),
)
XLSX = Format(
    "Excel workbook",
    _OOXML + "spreadsheetml.sheet",
    reader="xlsx:read",
    members="office_pictures:open_pictures",
    suffixes=(".xlsx", ".xlsm", ".xltx"),
)
XLSB = Format(
    "binary workbook",
    "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
    reader="xlsb:read",
    suffixes=(".xlsb",),
    members="office_pictures:open_pictures",
)
VISIO = Format(
    "Visio drawing",
    "application/vnd.ms-visio.drawing",
    reader="visio:read",
    suffixes=(".vsdx", ".vsdm", ".vstx"),
)
WALLET = Format(
    "pass of a wallet",
    "application/vnd.apple.pkpass",
    reader="wallet:read",
    suffixes=(".pkpass",),
)
XPS = Format("XPS document", "application/oxps", reader="xps:read", suffixes=(".xps", ".oxps"))
EPUB = Format(
    "e-book",
    "application/epub+zip",
    reader="epub:read",
    suffixes=(".epub",),
    members="office_pictures:open_pictures",
)
PDF = Format(
    "PDF",
    "application/pdf",
    reader="pdf:read",
    suffixes=(".pdf",),
    members="pdf_members:open_enclosed",
)
DOC = Format("older Word document", "application/msword", reader="doc:read", suffixes=(".doc",))
EARLY_WORD = Format(
    "Word document from before 1995",
    "application/x-early-word",
    reader="early_word:read",
    suffixes=(".wri",),
    signatures=(
        (0, b"\xdb\xa5\x2d\x00"),
        (0, b"\x9b\xa5\x21\x00"),
        (0, b"\x31\xbe\x00\x00\x00\xab"),
        (0, b"\x32\xbe\x00\x00\x00\xab"),
    ),
)
XLS = Format(
    "older Excel workbook",
    "application/vnd.ms-excel",
    reader="xls:read",
    suffixes=(".xls",),
    # Excel 2 to 4, and what scripts write for later ones: records without a container.
    signatures=(
        (0, b"\x09\x08\x08\x00\x00\x00\x10\x00"),
        (0, b"\x09\x08\x08\x00\x00\x05"),
        (0, b"\x09\x00\x04\x00"),
        (0, b"\x09\x02\x06\x00\x00"),
        (0, b"\x09\x04\x06\x00\x00"),
    ),
)
PPT = Format(
    "older PowerPoint slides",
    "application/vnd.ms-powerpoint",
    reader="ppt:read",
    suffixes=(".ppt", ".pps"),
)
MSG = Format(
    "Outlook message",
    "application/vnd.ms-outlook",
    reader="msg:read",
    suffixes=(".msg",),
    members="msg:open_attachments",
)
OLE = Format(
    "older office file",
    "application/x-ole-storage",
    signatures=((0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),),
)
PUBLISHER = _unread("Publisher document", "application/x-mspublisher", ".pub", "save it as PDF")
OLD_VISIO = _unread(
    "older Visio drawing", "application/vnd.visio", ".vsd .vst .vss", "save it as .vsdx or PDF"
)
PROJECT = _unread("Project plan", "application/vnd.ms-project", ".mpp .mpt", "save it as PDF")
HANGUL = _unread("Hangul document", "application/x-hwp", ".hwp", "save it as Word or PDF")
# By the name of a stream at the top of an OLE container, in lower case.
OLE_STREAMS: Mapping[str, Format] = {
    "encryptedpackage": OLE,
    "__properties_version1.0": MSG,
    "worddocument": DOC,
    "powerpoint document": PPT,
    "workbook": XLS,
    "book": XLS,
    "quill": PUBLISHER,
    "visiodocument": OLD_VISIO,
    **dict.fromkeys(("props", "props9", "props12", "props14"), PROJECT),
    "hwpsummaryinformation": HANGUL,
    "\x05hwpsummaryinformation": HANGUL,
}
MAIL = Format(
    "e-mail",
    "message/rfc822",
    reader="email:read",
    suffixes=(".eml", ".emlx"),
    is_text=True,
    members="mailbox:open_attachments",
)
MHTML = _text("saved web page", "multipart/related", ".mht .mhtml", "email:read")
MAILBOX = Format(
    "mailbox",
    "application/mbox",
    reader="mailbox:read",
    suffixes=(".mbox", ".mbx"),
    is_text=True,
    members="mailbox:open_mailbox",
)
ZIP = Format(
    "ZIP archive",
    "application/zip",
    reader="archives:read",
    suffixes=(".zip", ".cbz", ".kmz"),
    members="archives:open_zip",
)
SIGNED = Format(
    "signed file",
    "application/pkcs7-mime",
    reader="signed:read",
    suffixes=(".p7m",),
    members="signed:open_enclosed",
)
TNEF = Format(
    "Outlook attachment",
    "application/ms-tnef",
    reader="tnef:read",
    signatures=((0, b"\x78\x9f\x3e\x22"),),
    members="tnef:open_attachments",
)
IWORK = Format(
    "Pages, Numbers or Keynote document",
    "application/vnd.apple.iwork",
    reader="iwork:read",
    suffixes=(".pages", ".numbers", ".key"),
    members="iwork:open_previews",
)
HTML = _text("web page", "text/html", ".html .htm .xhtml", "html:read")
PLAIN = _text("text", "text/plain", ".txt .text .log")
XML = _text(
    "XML",
    "application/xml",
    ".xml .nxml .gpx .kml .opml .rss .atom .plist .webloc .fb2 .fodt .fods .fodp .ttml .dfxp",
    "xml_files:read",
)
NOTES = Format(
    "notes of Evernote",
    "application/x-enex",
    reader="evernote:read",
    suffixes=(".enex",),
    is_text=True,
    members="evernote:open_attachments",
)
SVG = Format("SVG drawing", "image/svg+xml", reader="svg:read", suffixes=(".svg",))
RAW = _picture(
    "camera raw file",
    "image/x-raw",
    ".cr2 .cr3 .crw .nef .nrw .arw .sr2 .dng .pef .srw .raf .orf .rw2 .rwl .3fr .iiq",
    b"FUJIFILMCCD-RAW",
    b"IIRO",
    b"IIRS",
    b"MMOR",
    b"IIU\x00",
)
NOTEBOOK = _text("notebook", "application/x-ipynb+json", ".ipynb", "notebook:read")

_FORMATS = (
    # --- documents ------------------------------------------------------------------------------
    PDF, DOCX, PPTX, XLSX, XLSB, VISIO, XPS, WALLET, EPUB, DOC, EARLY_WORD, XLS, PPT, MSG, OLE,
    PUBLISHER, OLD_VISIO,
    PROJECT, HANGUL, MAIL, MHTML, MAILBOX, ZIP, SIGNED, TNEF, IWORK, HTML, PLAIN, XML,
    NOTES, SVG, NOTEBOOK,
    *(
        Format(f"OpenDocument {words}{' template' if suffix else ''}", _ODF + kind + suffix,
               reader="opendocument:read", suffixes=(ending,),
               members="office_pictures:open_pictures")
        for kind, words, endings in (
            ("text", "text", (".odt", ".ott")),
            ("spreadsheet", "sheet", (".ods", ".ots")),
            ("presentation", "slides", (".odp", ".otp")),
            ("graphics", "drawing", (".odg", ".otg")),
        )
        for suffix, ending in zip(("", "-template"), endings, strict=True)
    ),
    Format("Rich Text", "application/rtf", reader="rtf:read", suffixes=(".rtf",),
           signatures=((0, b"{\\rtf"),)),
    _text("Markdown", "text/markdown", ".md .markdown .mdown", "text:read_markdown"),
    _text("comma-separated table", "text/csv", ".csv", "separated:read"),
    _text("tab-separated table", "text/tab-separated-values", ".tsv .tab", "separated:read"),
    _text("subtitles", "application/x-subrip", ".srt", "subtitles:read"),
    _text("subtitles", "text/vtt", ".vtt", "subtitles:read"),
    _text("subtitles", "text/x-ssa", ".ass .ssa .sbv", "subtitles:read"),
    _text("lyrics", "text/x-lrc", ".lrc", "subtitles:read"),
    Format("property list", "application/x-plist", reader="property_lists:read",
           signatures=((0, b"bplist00"),)),
    _text("calendar", "text/calendar", ".ics .ical .ifb .vcs", "calendars:read_calendar"),
    _text("contacts", "text/vcard", ".vcf .vcard", "calendars:read_contacts"),
    _text("bank statement", "application/x-ofx", ".ofx .qfx", "bank_statements:read_ofx"),
    _text("bank statement", "application/x-qif", ".qif", "bank_statements:read_qif"),
    _text("bank statement", "application/x-mt940", ".mt940 .sta .940",
          "bank_statements:read_mt940"),
    _text("JSON", "application/json", ".json .jsonl .ndjson .geojson", "json_files:read"),
    _text("YAML", "application/yaml", ".yaml .yml"),
    _text("TOML", "application/toml", ".toml"),
    _text("Org", "text/x-org", ".org", "markup:read_org"),
    _text("AsciiDoc", "text/x-asciidoc", ".adoc .asciidoc", "markup:read_asciidoc"),
    _text("reStructuredText", "text/x-rst", ".rst", "restructured:read"),
    _text("wiki page", "text/x-wiki", ".wiki .mediawiki", "markup:read_wiki"),
    _text("references", "text/x-bibtex", ".bib .bibtex", "references:read_bibtex"),
    _text("references", "application/x-research-info-systems", ".ris", "references:read_ris"),
    _text("TeX", "text/x-tex", ".tex .ltx", "tex:read"),
    _text("Python", "text/x-python", ".py .pyi"),
    _text("JavaScript", "text/javascript", ".js"),
    _text("TypeScript", "text/x-typescript", ".ts"),
    _text("C", "text/x-c", ".c .h"),
    _text("C++", "text/x-c++", ".cc .cpp .hpp"),
    _text("Java", "text/x-java", ".java"),
    _text("Rust", "text/x-rust", ".rs"),
    _text("Go", "text/x-go", ".go"),
    _text("Ruby", "text/x-ruby", ".rb"),
    _text("shell script", "text/x-shellscript", ".sh"),
    _text("SQL", "text/x-sql", ".sql"),
    _text("style sheet", "text/css", ".css"),
    _text("R", "text/x-r", ".r"),
    # --- pictures -------------------------------------------------------------------------------
    _picture("JPEG", "image/jpeg", ".jpg .jpeg .jpe", b"\xff\xd8\xff"),
    _picture("PNG", "image/png", ".png", b"\x89PNG\r\n\x1a\n"),
    _picture("GIF", "image/gif", ".gif", b"GIF87a", b"GIF89a"),
    _picture("TIFF", "image/tiff", ".tif .tiff", b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"),
    _picture("WebP", "image/webp", ".webp"),
    _picture("BMP", "image/bmp", ".bmp"),
    _picture("JPEG 2000", "image/jp2", ".jp2 .j2k", b"\x00\x00\x00\x0cjP  \r\n\x87\n",
             b"\xff\x4f\xff\x51"),
    _picture("HEIC", "image/heic", ".heic .heif"),
    _picture("AVIF", "image/avif", ".avif"),
    RAW,
    _picture("Photoshop", "image/vnd.adobe.photoshop", ".psd .psb", b"8BPS"),
    _picture("PCX", "image/x-pcx", ".pcx"),
    _picture("Targa", "image/x-tga", ".tga"),
    _picture("icon", "image/x-icon", ".ico", b"\x00\x00\x01\x00"),
    _picture("PNM", "image/x-portable-anymap", ".pbm .pgm .ppm .pnm"),
    # --- sound, and the sound of films ----------------------------------------------------------
    _sound("WAV", "audio/wav", ".wav"),
    _sound("FLAC", "audio/flac", ".flac", b"fLaC"),
    _sound("Ogg", "audio/ogg", ".ogg .oga .opus", b"OggS"),
    _sound("MP3", "audio/mpeg", ".mp3 .mp2", b"ID3"),
    _sound("AAC", "audio/aac", ".aac"),
    _sound("M4A", "audio/mp4", ".m4a .m4b"),
    _sound("AIFF", "audio/aiff", ".aif .aiff"),
    _sound("AMR", "audio/amr", ".amr", b"#!AMR"),
    _sound("CAF", "audio/x-caf", ".caf", b"caff"),
    _sound("AU", "audio/basic", ".au .snd", b".snd\x00\x00\x00"),
    _sound("WavPack", "audio/x-wavpack", ".wv", b"wvpk"),
    _sound("AC-3", "audio/ac3", ".ac3 .eac3", b"\x0b\x77"),
    _sound("Wave64", "audio/x-w64", ".w64", b"riff\x2e\x91\xcf\x11"),
    _sound("True Audio", "audio/x-tta", ".tta", b"TTA1"),
    _sound("Monkey's Audio", "audio/x-ape", ".ape", b"MAC \x96\x0f", b"MAC \x8c\x0f",
           b"MAC \x82\x0f"),
    _sound("Creative Voice", "audio/x-voc", ".voc", b"Creative Voice File\x1a"),
    _sound("G.722", "audio/g722", ".g722"),
    _sound("GSM", "audio/gsm", ".gsm"),
    _sound("Matroska", "video/x-matroska", ".mkv .webm .mka", b"\x1a\x45\xdf\xa3"),
    _sound("Windows Media", "video/x-ms-asf", ".wma .wmv .asf",
           b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"),
    _sound("Flash video", "video/x-flv", ".flv", b"FLV\x01"),
    _sound("MPEG", "video/mpeg", ".mpg .mpeg", b"\x00\x00\x01\xba", b"\x00\x00\x01\xb3"),
    _sound("MPEG transport stream", "video/mp2t", ".mts .m2ts"),
    _sound("AVI", "video/x-msvideo", ".avi"),
    _sound("QuickTime", "video/quicktime", ".mov", 4, b"moov", b"mdat", b"wide"),
    _sound("MP4", "video/mp4", ".mp4 .m4v .3gp"),
    # --- known and not read ---------------------------------------------------------------------
    _unread("RAR archive", "application/vnd.rar", ".rar",
            "unpack it and add the folder, or pack it as ZIP", b"Rar!\x1a\x07"),
    _packed("gzip", "application/gzip", ".gz .tgz", b"\x1f\x8b"),
    _packed("bzip2", "application/x-bzip2", ".bz2", b"BZh"),
    _packed("xz", "application/x-xz", ".xz", b"\xfd7zXZ\x00"),
    _packed("Zstandard", "application/zstd", ".zst", b"\x28\xb5\x2f\xfd"),
    Format("7z archive", "application/x-7z-compressed", reader="archives:read", suffixes=(".7z",),
           signatures=((0, b"7z\xbc\xaf\x27\x1c"),), members="seven_zip:open_archive"),
    Format("tar archive", "application/x-tar", reader="archives:read", suffixes=(".tar",),
           signatures=((257, b"ustar"),), members="archives:open_tar"),
    _unread("database", "application/vnd.sqlite3", ".sqlite .db", "", b"SQLite format 3\x00"),
    _unread("program", "application/x-executable", "", "", b"\x7fELF"),
    _unread("program", "application/x-msdownload", ".exe .dll", "", b"MZ"),
    _unread("PostScript", "application/postscript", ".ps .eps", "", b"%!PS"),
    _unread("array", "application/x-npy", ".npy", "", b"\x93NUMPY"),
    _unread("array", "application/x-hdf5", ".h5", "", b"\x89HDF\r\n\x1a\n"),
    _unread("Outlook data file", "application/vnd.ms-outlook-pst", ".pst .ost",
            "export its folders as messages or mailboxes", b"!BDN"),
    _unread("notes of OneNote", "application/onenote", ".one",
            "export its pages as PDF or Word", bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3")),
    _unread("Kindle book", "application/x-mobipocket-ebook", ".mobi .azw .azw3 .prc",
            "convert it to EPUB"),
    _unread("DjVu document", "image/vnd.djvu", ".djvu .djv", "convert it to PDF", b"AT&TFORM"),
    _unread("help file", "application/vnd.ms-htmlhelp", ".chm",
            "unpack its pages and add the folder", b"ITSF\x03\x00\x00\x00"),
    _unread("Access database", "application/x-msaccess", ".mdb .accdb",
            "export its tables as CSV or Excel"),
    _unread("WordPerfect document", "application/wordperfect", ".wpd", "save it as Word or PDF",
            b"\xffWPC"),
    _unread("AutoCAD drawing", "image/vnd.dwg", ".dwg", "save it as PDF", b"AC10"),
    _unread("Parquet table", "application/vnd.apache.parquet", ".parquet", "export it as CSV",
            b"PAR1"),
    _unread("JPEG XL", "image/jxl", ".jxl", "save it as PNG or JPEG", b"\xff\x0a",
            b"\x00\x00\x00\x0cJXL \r\n\x87\n"),
)  # fmt: skip

BY_TYPE: Mapping[str, Format] = {one.media_type: one for one in _FORMATS}
ZIPPED_SUFFIXES: frozenset[str] = frozenset(
    suffix
    for one in _FORMATS
    if one in (DOCX, PPTX, XLSX, XLSB, VISIO, XPS, WALLET, EPUB, ZIP)
    or one.media_type.startswith(_ODF)
    for suffix in one.suffixes
)
TEXT_BY_SUFFIX: Mapping[str, Format] = {
    suffix: one for one in _FORMATS if one.is_text for suffix in one.suffixes
}
SIGNATURES: tuple[tuple[int, bytes, str], ...] = tuple(
    (offset, signature, one.media_type) for one in _FORMATS for offset, signature in one.signatures
)
_BY_SUFFIX = {suffix: one for one in reversed(_FORMATS) for suffix in one.suffixes}


def kind_by_name(path: str) -> Kind:
    """What a file that could not be read seems to be by its name; only for showing it."""
    found = _BY_SUFFIX.get(PurePath(path).suffix.lower())
    return _KINDS[found.family] if found else "text"


def why_not(media_type: str, found: Format | None) -> str:
    """Why a type is not read, with what to do instead where something is known of it."""
    if found is not None and found.advice:
        return f"{found.name}: not read; {found.advice}"
    return f"unsupported type {media_type}"


def read_by_name(path: str) -> Kind | None:
    """The kind of a file by its name; None where such files are not read, or nothing is known of
    the name. Only for saying beforehand what will happen."""
    found = _BY_SUFFIX.get(PurePath(path).suffix.lower())
    return _KINDS[found.family] if found is not None and found.is_read else None
