"""Fetch a checkpoint from the Hugging Face hub, only when a person asks for it by its id.

Weights come as safetensors or CTranslate2's format; pickles are not fetched, no code is run."""

from __future__ import annotations

import json
from pathlib import Path

from models.catalog import Role
from models.errors import DownloadFailed, ModelUnsuitable

_WANTED = ["*.json", "*.txt", "*.model", "*.safetensors", "model.bin", "1_Pooling/*", "LICENSE*"]
_NOT_WANTED = ["onnx/*", "openvino/*", "pytorch_model*.bin", "*.h5", "*.msgpack", "*.ot"]

_ROLE_OF_TYPE: dict[str, Role] = {
    "whisper": "speech",
    "dinov2": "image",
    "vit": "image",
    "clip": "image",
    "siglip": "image",
    "llama": "decoder",
    "qwen2": "decoder",
}


def fetch_snapshot(hub_id: str, folder: Path) -> str:
    """Download the checkpoint's files into `folder`; return its licence, or "unknown".

    Raises DownloadFailed."""
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.errors import HfHubHTTPError

    try:
        info = HfApi().model_info(hub_id)
        snapshot_download(
            hub_id,
            revision=info.sha,
            local_dir=folder,
            allow_patterns=_WANTED,
            ignore_patterns=_NOT_WANTED,
        )
    except (HfHubHTTPError, OSError, ValueError) as error:
        raise DownloadFailed(
            f"{hub_id} could not be fetched from the hub ({type(error).__name__}).",
            "Check the id and the network, or download the checkpoint and give its folder.",
        ) from error
    card = info.card_data.to_dict() if info.card_data is not None else {}
    return str(card.get("license", "unknown"))


def role_of(folder: Path) -> Role:
    """What a checkpoint is for, by its configuration. Raises ModelUnsuitable."""
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelUnsuitable(
            f"{folder.name} has no readable config.json.", "Choose another checkpoint."
        ) from error
    if (folder / "model.bin").exists() and "alignment_heads" in config:
        return "speech"
    return _ROLE_OF_TYPE.get(str(config.get("model_type")), "text")
