"""ZIP containers of untrusted origin: checked before anything is unpacked; XML without entities."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote

from lxml import etree

from storage.errors import ReadError
from storage.readers import caps, cut_zip
from storage.readers.opening import open_regular

_DAMAGED = "the file is damaged or incomplete"
# Where all programs put the document itself.
MAIN_PARTS = ("word/document.xml", "ppt/presentation.xml", "xl/workbook.xml")


class Archive:
    """Members by name, each read whole and never past a cap."""

    def __init__(self, zipped: zipfile.ZipFile, cut: str | None = None) -> None:
        """`cut`: the member that goes no further, of a container that ends too early."""
        self._zipped = zipped
        self._cut = cut
        self._mended = b""
        # Some programs write backslashes, and names differ from references in their case.
        self._members = {member.filename.replace("\\", "/"): member for member in zipped.infolist()}
        if cut and cut.endswith((".xml", ".rels")):
            try:
                self._mended = self._whole_elements(cut)
            except ReadError:
                del self._members[cut]  # it breaks off before it says anything
        self._folded = {name.lower(): name for name in reversed(self._members)}
        self.names = frozenset(self._members)

    def named(self, name: str) -> str | None:
        """The member of that name, whatever its case; None if there is none."""
        return name if name in self.names else self._folded.get(name.lower())

    @property
    def in_order(self) -> list[str]:
        """The names of its members in the order in which they lie there."""
        return list(self._members)

    @property
    def ends_early(self) -> bool:
        """Whether it ends before its list of members: what comes after is missing."""
        return self._cut is not None

    @contextmanager
    def stream(self, name: str) -> Iterator[IO[bytes]]:
        """The member as a stream, for what is read piece by piece; of XML that goes no further,
        what is whole. Raises ReadError."""
        if self._mended and name == self._cut:
            yield io.BytesIO(self._mended)
            return
        with _refusals():
            try:
                member = self._members[name]
            except KeyError as error:
                raise ReadError(_DAMAGED) from error
            with self._zipped.open(member) as stream:
                yield stream

    def _whole_elements(self, name: str) -> bytes:
        with _refusals():
            content = self._zipped.read(self._members[name])
        whole = content[: content.rfind(b">") + 1]  # a text may be half a number
        return bytes(etree.tostring(parse_xml(whole, mends=True), encoding="utf-8"))

    def read(self, name: str, max_bytes: int = caps.MAX_MEMBER_BYTES) -> bytes:
        """The member's bytes. Raises ReadError if there is none, it is broken or too large."""
        with self.stream(name) as member:
            content = member.read(max_bytes + 1)
        if len(content) > max_bytes:
            raise ReadError(f"a part of it unpacks to more than {max_bytes // 1_000_000} MB")
        return content

    def head(self, name: str, n_bytes: int = 4096) -> bytes:
        """The member's first bytes. Raises ReadError if it is broken."""
        with self.stream(name) as member:
            return member.read(n_bytes)

    def xml(self, name: str) -> Any:
        """The member's root element. Raises ReadError."""
        return parse_xml(self.read(name))

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """(type's last word, target's member name) by id, of an office part's relations file."""
        folder = name.rpartition("/")[0]
        found = {}
        for element in self._related(name):
            if element.get("TargetMode") != "External" and element.get("Id"):
                kind = (element.get("Type") or "").rpartition("/")[2]
                target = resolve(folder, element.get("Target") or "")
                found[element.get("Id")] = (kind, self.named(target) or target)
        return found

    def addresses(self, name: str) -> dict[str, str]:
        """Where the links of an office part lead outside the file, by id."""
        return {
            element.get("Id"): element.get("Target") or ""
            for element in self._related(name)
            if element.get("TargetMode") == "External"
            and (element.get("Type") or "").endswith("/hyperlink")
            and element.get("Id")
        }

    def _related(self, name: str) -> Any:
        folder, _, base = name.rpartition("/")
        relations = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
        return self.xml(relations) if relations in self.names else ()

    def main_part(self) -> str:
        """The member that an office file says is its document."""
        for kind, target in self.relations("").values():
            if kind == "officeDocument" and target in self.names:
                return target
        if self.ends_early and (
            found := next((one for one in MAIN_PARTS if one in self.names), "")
        ):
            return found
        raise ReadError(_DAMAGED)


@contextmanager
def _refusals() -> Iterator[None]:
    """What a broken member raises, as a ReadError."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        NotImplementedError,  # a RuntimeError too, but of an unknown method
        EOFError,
        OSError,
        UnicodeDecodeError,  # of a member's name
        zlib.error,
    ) as error:
        raise ReadError(_DAMAGED) from error
    except RuntimeError as error:  # zipfile's word for an encrypted member
        raise ReadError("password-protected") from error


@contextmanager
def opened(source: Path | bytes) -> Iterator[Archive]:
    """Open a container after looking at its list of members. Raises ReadError."""
    with io.BytesIO(source) if isinstance(source, bytes) else open_regular(source) as stream:
        try:
            zipped, cut = cut_zip.opened(stream)
        except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
            raise ReadError(_DAMAGED) from error
        with zipped:
            check(zipped)
            yield Archive(zipped, cut)


def check(zipped: zipfile.ZipFile) -> None:
    """Refuse bombs: too many members, too many bytes, or packed too well to be a document."""
    members = zipped.infolist()
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if len(members) > caps.MAX_ARCHIVE_MEMBERS:
        raise ReadError(f"it holds more than {caps.MAX_ARCHIVE_MEMBERS:,} parts")
    if unpacked > caps.MAX_ARCHIVE_BYTES:
        raise ReadError(f"it unpacks to more than {caps.MAX_ARCHIVE_BYTES // 1_000_000:,} MB")
    if unpacked > caps.RATIO_FLOOR_BYTES and unpacked > packed * caps.MAX_ARCHIVE_RATIO:
        raise ReadError(
            f"it unpacks to more than {caps.MAX_ARCHIVE_RATIO} times its size, as a ZIP bomb does"
        )


def parse_xml(source: bytes, *, mends: bool = False) -> Any:
    """The root element; entities stay unresolved, nothing is fetched. Raises ReadError. `mends`:
    what is not well-formed is read as far as sense can be made of it."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        recover=mends,
    )
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError(_DAMAGED) from error
    if root is None:
        raise ReadError(_DAMAGED)
    return root


def resolve(folder: str, target: str) -> str:
    """A member's name from a reference in a member in `folder`; never outside the container."""
    target = unquote(target.partition("#")[0]).replace("\\", "/")
    joined = target if target.startswith("/") else f"{folder}/{target}"
    return posixpath.normpath("/" + joined).lstrip("/")


def local(element: Any) -> str:
    """The element's name without its namespace: the transitional and the strict ones differ."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str | None:
    """An attribute by its local name."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return None


def core_properties(archive: Archive) -> dict[str, str]:
    """title, subject, author, keywords, description, date of an office file, where it says them."""
    names = {
        "title": "title",
        "subject": "subject",
        "creator": "author",
        "keywords": "keywords",
        "description": "description",
        "created": "date",
    }
    found: dict[str, str] = {}
    for kind, target in archive.relations("").values():
        if kind == "core-properties" and target in archive.names:
            for element in archive.xml(target):
                name = names.get(local(element))
                text = (element.text or "").strip()
                if name and text:
                    found[name] = text
    return found
