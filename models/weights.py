"""Load a checkpoint's tensors and configuration from a local folder: safetensors only."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from torch import Tensor

from models.errors import ModelDamaged, ModelUnsuitable


def read_config(folder: Path, name: str = "config.json") -> dict[str, Any]:
    """Raises ModelUnsuitable where the folder has no such file, ModelDamaged if it is broken."""
    try:
        value = json.loads((folder / name).read_text("utf-8"))
    except FileNotFoundError as error:
        raise ModelUnsuitable(
            "The folder {folder} holds no {name}, so it is no checkpoint that can be used.",
            "Choose a folder in Hugging Face's layout, or a model of the catalogue.",
            folder=folder,
            name=name,
        ) from error
    except (OSError, ValueError) as error:
        raise _damaged(folder, name) from error
    if not isinstance(value, dict):
        raise _damaged(folder, name)
    return value


def read_optional_config(folder: Path, name: str) -> dict[str, Any]:
    """The same, empty where the file is absent."""
    return read_config(folder, name) if (folder / name).is_file() else {}


def load_tensors(folder: Path, dropped_prefixes: tuple[str, ...] = ()) -> dict[str, Tensor]:
    """Every tensor of a checkpoint, whole or in shards; the first of `dropped_prefixes` that a
    name begins with is cut off it. Raises ModelUnsuitable, ModelDamaged."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    names = ["model.safetensors"]
    if not (folder / names[0]).is_file():
        index = read_optional_config(folder, "model.safetensors.index.json")
        names = sorted(set(index.get("weight_map", {}).values()))
    if not names or any(Path(name).name != name for name in names):
        raise ModelUnsuitable(
            "The folder {folder} holds no weights in safetensors format.",
            "Convert the checkpoint to safetensors, or choose another one.",
            folder=folder,
        )
    tensors: dict[str, Tensor] = {}
    for name in names:
        try:
            tensors.update(load_file(folder / name))
        except (SafetensorError, OSError, ValueError) as error:
            raise _damaged(folder, name) from error
    return {_without(name, dropped_prefixes): tensor for name, tensor in tensors.items()}


def _without(name: str, prefixes: tuple[str, ...]) -> str:
    for prefix in prefixes:
        if name.startswith(prefix):
            return name.removeprefix(prefix)
    return name


def _damaged(folder: Path, name: str) -> ModelDamaged:
    return ModelDamaged(
        "{name} of the model in {folder} cannot be read.",
        "Fetch the checkpoint again, or run `triptych models verify`.",
        name=name,
        folder=folder,
    )
