"""What is written beside a picture's pixels: when, where, with what, and in whose words.

Every field is untrusted; a broken one is left out and never costs the picture."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree
from PIL import Image, ImageFile, IptcImagePlugin

_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_MAX_XMP_BYTES = 1_000_000
_PLAIN_KEYS = {
    "title": "title",
    "description": "description",
    "comment": "comment",
    "author": "artist",
    "creation time": "date",
    "copyright": "copyright",
    "keywords": "keywords",
}
_IPTC = {
    (2, 5): "title",
    (2, 25): "keywords",
    (2, 80): "artist",
    (2, 90): "city",
    (2, 92): "location",
    (2, 95): "state",
    (2, 101): "country",
    (2, 105): "headline",
    (2, 116): "copyright",
    (2, 120): "description",
}
_XMP = {
    "title": "title",
    "description": "description",
    "subject": "keywords",
    "creator": "artist",
    "rights": "copyright",
    "City": "city",
    "Location": "location",
    "State": "state",
    "Country": "country",
    "Headline": "headline",
    "UserComment": "comment",
    "AltTextAccessibility": "description",
}


_PLACES = frozenset({"City", "Country", "Headline", "Location", "State"})  # also as attributes
# Who is to be seen: as programs write it that know faces, or ask for names.
_PEOPLE = frozenset({"PersonInImage", "PersonDisplayName"})
_FACES = re.compile(r"\{http://www\.metadataworkinggroup\.com/schemas/regions/\}Name")


def notes_of(image: Image.Image) -> dict[str, str]:
    """Strings by key, of: title, description, headline, comment, keywords, date (ISO 8601), place
    ("48.85837 N, 2.29448 E"), location, city, state, country, people, camera, artist, copyright.

    EXIF comes first, then IPTC, XMP and plain text chunks; the first to say something wins."""
    notes: dict[str, str] = {}
    for source in (_from_exif, _from_iptc, _from_xmp, _from_text_chunks):
        try:
            for key, value in source(image):
                if value.strip():
                    notes.setdefault(key, value.strip())
        except Exception:  # noqa: BLE001 - any damage in the notes: keep the picture
            continue
    return notes


def _from_exif(image: Image.Image) -> Iterator[tuple[str, str]]:
    exif = image.getexif()
    if not exif:
        return
    detail = exif.get_ifd(_EXIF_IFD)
    date = detail.get(0x9003) or detail.get(0x9004) or exif.get(0x0132)
    if date:
        yield "date", _iso_date(_words(date))
    make, model = _words(exif.get(0x010F)), _words(exif.get(0x0110))
    yield "camera", model if model.lower().startswith(make.lower()) else f"{make} {model}"
    yield "title", _wide(exif.get(0x9C9B))
    yield "description", _words(exif.get(0x010E))
    yield "description", _wide(exif.get(0x9C9F))
    yield "comment", _wide(exif.get(0x9C9C))
    yield "comment", _user_comment(detail.get(0x9286))
    yield "keywords", _wide(exif.get(0x9C9E)).replace(";", ", ")
    yield "artist", _words(exif.get(0x013B))
    yield "copyright", _words(exif.get(0x8298))
    place = _place(exif.get_ifd(_GPS_IFD))
    if place:
        yield "place", place


def _words(value: Any) -> str:
    """Text that may be bytes in an unknown encoding, and may have been read as Latin-1."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").strip("\x00 \t\r\n")
    if not isinstance(value, str):
        return "" if value is None else str(value)
    with contextlib.suppress(UnicodeEncodeError, UnicodeDecodeError):
        value = value.encode("latin-1").decode("utf-8")
    return value.strip("\x00 \t\r\n")


def _wide(value: Any) -> str:
    """The XP… fields of Windows: UTF-16 in bytes."""
    if isinstance(value, tuple):
        value = bytes(value)
    if not isinstance(value, bytes):
        return ""
    return value.decode("utf-16-le", "replace").strip("\x00 ")


def _user_comment(value: Any) -> str:
    if not isinstance(value, bytes):
        return _words(value)
    mark, text = value[:8], value[8:]
    if mark.startswith(b"UNICODE"):
        return text.decode("utf-16", "replace").strip("\x00 ")
    if mark.startswith(b"ASCII") or not mark.strip(b"\x00"):
        return text.decode("utf-8", "replace").strip("\x00 ")
    return ""


def _iso_date(text: str) -> str:
    """`2023:07:04 12:30:00` as `2023-07-04 12:30:00`; blank dates as nothing."""
    matched = re.match(r"(\d{4})[:/-](\d\d)[:/-](\d\d)(.*)$", text)
    if not matched or matched[1] == "0000":
        return ""
    return f"{matched[1]}-{matched[2]}-{matched[3]}{matched[4]}".strip()


def _place(gps: Mapping[int, Any]) -> str:
    """Latitude and longitude in decimal degrees, from degrees, minutes and seconds."""
    if 2 not in gps or 4 not in gps:
        return ""
    said = []
    for reference, triple, letters, limit in ((1, 2, "NS", 90), (3, 4, "EW", 180)):
        degrees, minutes, seconds = (float(part) for part in (*gps[triple], 0, 0)[:3])
        value = degrees + minutes / 60 + seconds / 3600
        if not 0 <= value <= limit:  # also refuses NaN
            return ""
        letter = _words(gps.get(reference)).upper()[:1]
        said.append(f"{value:.5f} {letter if letter and letter in letters else letters[0]}")
    return ", ".join(said)


def _from_iptc(image: Image.Image) -> Iterator[tuple[str, str]]:
    if not isinstance(image, ImageFile.ImageFile):
        return
    fields = IptcImagePlugin.getiptcinfo(image) or {}
    for key, name in _IPTC.items():
        value = fields.get(key)
        if value:
            several = value if isinstance(value, list) else [value]
            yield name, ", ".join(_words(entry) for entry in several)


def _from_xmp(image: Image.Image) -> Iterator[tuple[str, str]]:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp")
    if not packet or len(packet) > _MAX_XMP_BYTES:
        return
    source = packet.encode() if isinstance(packet, str) else packet
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(source.strip(b"\x00 \r\n"), parser)
    if root is None:
        return
    people: list[str] = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for attribute, value in element.attrib.items():
            name = str(attribute).rpartition("}")[2]
            if name in _PLACES:
                yield _XMP[name], str(value)
            elif name in _PEOPLE or _FACES.fullmatch(str(attribute)):
                people.append(str(value))
        if element.tag.rpartition("}")[2] in _PEOPLE or _FACES.fullmatch(element.tag):
            people.extend(map(str, element.itertext()))
        name = _XMP.get(element.tag.rpartition("}")[2], "")
        if name:
            words = [" ".join(str(text).split()) for text in element.itertext()]
            yield name, ", ".join(word for word in words if word)
    yield "people", ", ".join(dict.fromkeys(one for name in people if (one := name.strip())))


def _from_text_chunks(image: Image.Image) -> Iterator[tuple[str, str]]:
    for key, value in image.info.items():
        name = _PLAIN_KEYS.get(str(key).lower())
        if name and isinstance(value, str | bytes):
            yield name, _words(value)
