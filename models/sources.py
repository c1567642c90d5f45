"""What a person may name as a model beside the catalogue: a hub id or a folder of their own, and
the name under which the store keeps what it makes of one."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path


def is_hub_id(spec: str) -> bool:
    """`org/name`, and not a path: no dot in front, no third part."""
    parts = spec.split("/")
    return len(parts) == 2 and all(
        part
        and not part.startswith(".")
        and part.replace("-", "").replace("_", "").replace(".", "").isalnum()
        for part in parts
    )


def hub_folder_name(hub_id: str) -> str:
    return hub_id.replace("/", "--")


def own_folder_name(folder: Path) -> str:
    """The stored form of a folder of the user's, as in `whisper-small-fi-1f2e3d4c`.

    It changes with the folder's place and with size or time of any of its files, so that a
    checkpoint that was trained on is not taken for the one converted before."""
    described = [str(folder)]
    for path in sorted(folder.iterdir()):
        if path.is_file():
            stat = path.stat()
            described.append(f"{path.name} {stat.st_size} {stat.st_mtime_ns}")
    stamp = hashlib.sha256("\n".join(described).encode("utf-8", "surrogateescape")).hexdigest()[:8]
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", folder.name).strip(".-")
    return f"{plain or 'model'}-{stamp}"


def is_whisper_checkpoint(folder: Path) -> bool:
    """Is this Whisper as transformers saves it, and not yet in CTranslate2's format?"""
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    if not isinstance(config, dict) or (folder / "model.bin").is_file():
        return False
    return config.get("model_type") == "whisper"
