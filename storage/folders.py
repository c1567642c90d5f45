"""Finding the user's files: walking folders by rules, and saying what a file is (`stamp`).

Knows nothing of what files hold. Never follows links, never opens anything but regular files, and
never makes a cloud service fetch a file that is not on this disk."""

# `os` is faster here than `pathlib`, and resolves no links behind our back:
# ruff: noqa: PTH100, PTH112, PTH114, PTH116, PTH118, PTH119, PTH120

from __future__ import annotations

import hashlib
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pathspec import GitIgnoreSpec

from storage.errors import ReadError
from storage.readers.opening import open_regular, refused
from storage.records import FileStamp

IGNORE_FILE = ".triptychignore"

# In the syntax of .gitignore. Hidden files and folders are left out without being named here.
DEFAULT_IGNORE: tuple[str, ...] = (
    "node_modules/",
    "__pycache__/",
    "*.pyc",
    "venv/",
    "site-packages/",
    "*.egg-info/",
    "Thumbs.db",
    "ehthumbs.db",
    "desktop.ini",
    "~$*",  # open documents of Office
    "*~",  # what editors keep of a file before it was saved
    "*.tmp",
    "*.part",
    "*.crdownload",
    "$RECYCLE.BIN/",
    "System Volume Information/",
    "lost+found/",
)

_CLOUD_ONLY = "kept in the cloud only; make it available on this device, then add it again"
_MAX_IGNORE_BYTES = 1_000_000
_WINDOWS_RECALL = 0x0040_0000 | 0x0004_0000 | 0x0000_1000  # on data access, on open, offline
_MAC_DATALESS = 0x4000_0000
_HASH_BYTES = 1 << 20
# A file of holes: from this size on, with less than this share of it on the disk. Compressing file
# systems reach a tenth with text.
_HOLLOW_FROM_BYTES = 256 * 1024 * 1024
_HOLLOW_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class Found:
    """A file, or a member of one (`mail.eml!/plan.pdf`): then the SHA-256 is known from unpacking,
    and the time is that of the file it lies in."""

    path: str
    size: int
    mtime_ns: int
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """A path that was not taken, with the reason. What the ignore rules name is passed silently."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to be read; `rules` are (depth in path parts, spec), the outermost first."""

    path: str
    rules: tuple[tuple[str, GitIgnoreSpec], ...]
    above: frozenset[tuple[int, int]]  # device and inode of the folders it lies in


def walk(
    roots: Iterable[str | Path], *, ignore: Sequence[str] = DEFAULT_IGNORE
) -> Iterator[Found | Passed]:
    """Yield every file under `roots`, and what was passed over with a reason.

    Order: roots as given; within a folder its files by name, then its folders by name. Paths are
    absolute. A root is taken even where the rules would leave it out; a root that is a link is
    followed, no other link is. A path under two roots comes once. `ignore` and the lines of any
    `.triptychignore` follow the syntax of `.gitignore`."""
    seen: set[str] = set()
    for root in roots:
        for entry in _walk_root(str(root), ignore):
            if entry.path not in seen:
                seen.add(entry.path)
                yield entry


def look(
    root: str | Path, places: Iterable[str | Path], *, ignore: Sequence[str] = ()
) -> Iterator[Found | Passed]:
    """Yield the files at and below `places`, all in the folder `root`, as a walk of `root` would:
    what its rules leave out or what is hidden comes neither. A place that is gone gives nothing.

    `ignore` are the root's own rules, behind those that hold everywhere."""
    base = os.path.abspath(root)
    plain, others = _split_rules(base, tuple(ignore))
    rules = ((base, _spec((*DEFAULT_IGNORE, *others))),)
    seen: set[str] = set()
    for place in places:
        for entry in _look_at(base, str(place), rules):
            if entry.path not in seen and not (plain and _is_at_or_below(entry.path, base, plain)):
                seen.add(entry.path)
                yield entry


def left_out(root: str | Path, place: str | Path, *, ignore: Sequence[str] = ()) -> bool:
    """Whether a walk of `root` would pass over this path in it, which need not be there."""
    base, path = os.path.abspath(root), _place(place)
    plain, others = _split_rules(base, tuple(ignore))
    rules = ((base, _spec((*DEFAULT_IGNORE, *others))),)
    return _is_at_or_below(path, base, plain) or _rules_for(base, path, rules) is None


def rule_for(root: str | Path, path: str | Path) -> str:
    """The line that leaves out this one file in `root`."""
    relative = os.path.relpath(path, root).replace(os.sep, "/")
    return "/" + re.sub(r"([\\*?\[\]])", r"\\\1", relative)


# Of one path, without a wildcard: there may be thousands, more than one wants to match one by one.
_PLAIN = re.compile(r"/[^*?\[\]\\]*[^*?\[\]\\/ ]")


@lru_cache(maxsize=64)
def _split_rules(base: str, ignore: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """(paths that single lines leave out, all other lines)."""
    plain = [line for line in ignore if _PLAIN.fullmatch(line)]
    paths = frozenset(os.path.join(base, line[1:].replace("/", os.sep)) for line in plain)
    return paths, tuple(line for line in ignore if not _PLAIN.fullmatch(line))


@lru_cache(maxsize=64)
def _spec(lines: tuple[str, ...]) -> GitIgnoreSpec:
    return GitIgnoreSpec.from_lines(lines)


def _is_at_or_below(path: str, base: str, plain: frozenset[str]) -> bool:
    while len(path) > len(base):
        if path in plain:
            return True
        path = os.path.dirname(path)
    return False


def _look_at(
    base: str, place: str, rules: tuple[tuple[str, GitIgnoreSpec], ...]
) -> Iterator[Found | Passed]:
    place = _place(place)
    within = _rules_for(base, place, rules)
    if within is None:
        return
    try:
        status = os.lstat(place)
    except (OSError, ValueError):
        return
    if not stat.S_ISDIR(status.st_mode):
        yield _file(place, status)
    else:
        yield from _walk_folder(_Folder(place, within, frozenset()))


def _place(path: str | Path) -> str:
    """Where a folder has other rules, all of it may be otherwise."""
    place = os.path.abspath(path)
    return os.path.dirname(place) if os.path.basename(place) == IGNORE_FILE else place


def _rules_for(
    base: str, place: str, rules: tuple[tuple[str, GitIgnoreSpec], ...]
) -> tuple[tuple[str, GitIgnoreSpec], ...] | None:
    """The rules that hold at a path in `base`; None if it is left out by them, or hidden."""
    folder = base
    for name in Path(place).relative_to(base).parts:
        rules += _rules_in(folder)
        folder = os.path.join(folder, name)
        is_folder = folder != place or os.path.isdir(folder)
        if name.startswith(".") and not (is_folder and _is_mail_folder(folder)):
            return None
        if _ignored(folder, is_folder, rules):
            return None
    return rules


def check_rules(lines: Iterable[str]) -> None:
    """Raises ValueError with the first line that is no pattern."""
    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError as error:
            raise ValueError(line) from error


def is_there(root: str | Path) -> bool:
    """Whether a folder can be looked into and holds anything at all: the place of a drive that is
    not connected is gone, or empty."""
    try:
        with os.scandir(root) as scan:
            return next(scan, None) is not None
    except (OSError, ValueError):
        return False


def file_number(path: str | Path) -> str:
    """What stays the same when a folder is renamed; "" where it cannot be told."""
    try:
        return str(os.stat(path).st_ino or "")
    except (OSError, ValueError):
        return ""


def renamed(path: str | Path, number: str) -> str | None:
    """Where a folder that was at `path` and had this number is now, if it is still in the same
    folder; None if it is not there."""
    if not number or os.path.lexists(path):
        return None
    try:
        with os.scandir(os.path.dirname(path)) as scan:
            for entry in scan:
                if entry.is_dir(follow_symlinks=False) and file_number(entry.path) == number:
                    return entry.path
    except (OSError, ValueError):
        return None
    return None


def signs_of(path: str | Path) -> tuple[int, int, int, int]:
    """What changes when a file's bytes do: device-wide number, size, times of content and of
    record (ns). Raises ReadError if it is gone."""
    try:
        status = os.lstat(path)
    except (OSError, ValueError) as error:
        raise refused(error) from error
    return status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def refuse_hollow(path: str | Path) -> None:
    """Raises ReadError for a large file of which next to nothing is on the disk: not yet
    downloaded, or made so by a program; hashing it could take days."""
    try:
        status = os.lstat(path)
    except (OSError, ValueError) as error:
        raise refused(error) from error
    on_disk = getattr(status, "st_blocks", None)
    if on_disk is None or status.st_size < _HOLLOW_FROM_BYTES:
        return
    if on_disk * 512 < status.st_size * _HOLLOW_SHARE:
        raise ReadError(
            f"only {on_disk * 512 / 1e6:,.0f} MB of its {status.st_size / 1e6:,.0f} MB are on the "
            "disk; it is not complete",
            retryable=True,
        )


def stamp(path: str | Path, cancelled: Callable[[], bool] = lambda: False) -> FileStamp:
    """Size, time and SHA-256 of a regular file, read once from end to end.

    Raises ReadError if it is gone, forbidden, not a regular file, or changed meanwhile, and where
    `cancelled` says so: a file may be larger than anybody waits for."""
    digest = hashlib.sha256()
    with open_regular(Path(path), follow=False) as stream:
        before = os.fstat(stream.fileno())
        n_read = 0
        try:
            while piece := stream.read(_HASH_BYTES):
                digest.update(piece)
                n_read += len(piece)
                if cancelled():
                    raise ReadError("stopped before it was read", retryable=True)
            after = os.fstat(stream.fileno())
        except OSError as error:
            raise refused(error) from error
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or (
        n_read != after.st_size
    ):
        raise ReadError("the file changed while it was read", retryable=True)
    return FileStamp(str(path), after.st_size, after.st_mtime_ns, digest.hexdigest())


def _walk_root(root: str, ignore: Sequence[str]) -> Iterator[Found | Passed]:
    path = os.path.abspath(root)
    try:
        if os.path.islink(path):
            path = os.path.realpath(path)
        status = os.lstat(path)
    except FileNotFoundError:
        yield Passed(_printable(path), "no such file or folder")
        return
    except (OSError, ValueError) as error:
        yield Passed(_printable(path), refused(error).reason)
        return
    if not stat.S_ISDIR(status.st_mode):
        yield _file(path, status)
        return
    rules = ((path, GitIgnoreSpec.from_lines(ignore)),)
    yield from _walk_folder(_Folder(path, rules, frozenset()))


def _walk_folder(folder: _Folder) -> Iterator[Found | Passed]:
    # A stack of our own: folders may be nested deeper than Python may recurse.
    waiting = [folder]
    while waiting:
        below: list[_Folder] = []
        yield from _read_folder(waiting.pop(), below)
        waiting.extend(reversed(below))


def _read_folder(folder: _Folder, below: list[_Folder]) -> Iterator[Found | Passed]:
    """Yield the folder's files and append its folders to `below`, both by name."""
    try:
        status = os.stat(folder.path)
        with os.scandir(folder.path) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except PermissionError:
        yield Passed(_printable(folder.path), "no permission to look into this folder")
        return
    except (OSError, ValueError) as error:
        reason = (
            error.strerror.lower() if isinstance(error, OSError) and error.strerror else "bad name"
        )
        yield Passed(_printable(folder.path), f"this folder could not be read ({reason})")
        return
    identity = (status.st_dev, status.st_ino)
    if identity in folder.above and status.st_ino:
        yield Passed(_printable(folder.path), "this folder lies inside itself")
        return
    rules = folder.rules + _rules_in(folder.path)
    for entry in entries:
        if entry.name.endswith(".icloud") and entry.name.startswith("."):
            original = entry.name[1 : -len(".icloud")]
            yield Passed(_printable(os.path.join(folder.path, original)), _CLOUD_ONLY)
            continue
        is_folder = entry.is_dir(follow_symlinks=False)
        if entry.name.startswith(".") and not (is_folder and _is_mail_folder(entry.path)):
            continue
        if _ignored(entry.path, is_folder, rules):
            continue
        if is_folder:
            below.append(_Folder(entry.path, rules, folder.above | {identity}))
            continue
        try:
            yield _file(entry.path, os.lstat(entry.path))
        except (OSError, ValueError) as error:
            yield Passed(_printable(entry.path), refused(error).reason)


def _is_mail_folder(path: str) -> bool:
    """A folder of a Maildir is hidden by its name, and holds nothing else than mail."""
    return all(Path(path, name).is_dir() for name in ("cur", "new"))


def _file(path: str, status: os.stat_result) -> Found | Passed:
    """The file, or why it is not taken."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return Passed(_printable(path), "its name is not valid text; rename it, then add it again")
    reason = _why_not(status)
    return Passed(path, reason) if reason else Found(path, status.st_size, status.st_mtime_ns)


def _why_not(status: os.stat_result) -> str | None:
    mode = status.st_mode
    if stat.S_ISLNK(mode):
        return "a link; add what it points to instead"
    if not stat.S_ISREG(mode):
        return "not a regular file"
    if getattr(status, "st_file_attributes", 0) & _WINDOWS_RECALL:
        return _CLOUD_ONLY
    if sys.platform == "darwin" and getattr(status, "st_flags", 0) & _MAC_DATALESS:
        return _CLOUD_ONLY
    if status.st_size == 0:
        return "empty file"
    return None


def _rules_in(folder: str) -> tuple[tuple[str, GitIgnoreSpec], ...]:
    """The folder's own ignore file, if it has one; lines that are no pattern are left out."""
    path = Path(folder, IGNORE_FILE)
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return ()
        with open_regular(path, follow=False) as stream:
            text = stream.read(_MAX_IGNORE_BYTES).decode("utf-8-sig", "replace")
    except (OSError, ValueError, ReadError):
        return ()
    good = []
    for line in text.splitlines():
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue
        good.append(line)
    return ((folder, GitIgnoreSpec.from_lines(good)),) if good else ()


def _ignored(path: str, is_folder: bool, rules: Sequence[tuple[str, GitIgnoreSpec]]) -> bool:
    """As in git: of the rules that speak of the path, the innermost decides."""
    for base, spec in reversed(rules):
        relative = os.path.relpath(path, base).replace(os.sep, "/") + ("/" if is_folder else "")
        verdict = spec.check_file(relative).include
        if verdict is not None:
            return verdict
    return False


def _printable(path: str) -> str:
    """The path with what is not text replaced, fit for JSON and a terminal."""
    return path.encode("utf-8", "replace").decode("utf-8")
