"""Fetch a checkpoint from the Hugging Face hub, only when a person asks for it by its id.

Weights come as safetensors or CTranslate2's format; pickles are not fetched, no code is run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from models.catalog import Role
from models.errors import DownloadFailed, ModelUnsuitable
from models.silence import ENVIRONMENT

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

    The hub is off in every process of Triptych; one of its own, started at the user's request and
    for this alone, has it on. Raises DownloadFailed."""
    environment = {**os.environ, **ENVIRONMENT, "HF_HUB_OFFLINE": "0"}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "models.hub", hub_id, str(folder)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        reason = done.stdout.strip().splitlines()[-1:] or ["no reason given"]
        raise DownloadFailed(
            "{hub_id} could not be fetched from the hub ({reason}).",
            "Check the id and the network, or download the checkpoint and give its folder.",
            hub_id=hub_id,
            reason=reason[0],
        )
    return done.stdout.strip().splitlines()[-1]


def _fetch(hub_id: str, folder: str) -> int:
    """In the child: fetch, and print the licence or the reason of a failure as the last line."""
    from huggingface_hub import HfApi, snapshot_download

    try:
        info = HfApi().model_info(hub_id)
        snapshot_download(
            hub_id,
            revision=info.sha,
            local_dir=folder,
            allow_patterns=_WANTED,
            ignore_patterns=_NOT_WANTED,
        )
    except Exception as error:  # noqa: BLE001 - the edge of a worker; its parent says it plainly
        print(type(error).__name__)
        return 1
    card = info.card_data.to_dict() if info.card_data is not None else {}
    print(card.get("license", "unknown"))
    return 0


def role_of(folder: Path) -> Role:
    """What a checkpoint is for, by its configuration. Raises ModelUnsuitable."""
    try:
        config = json.loads((folder / "config.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelUnsuitable(
            "{name} has no readable config.json.",
            "Choose another checkpoint.",
            name=folder.name,
        ) from error
    if (folder / "model.bin").exists() and "alignment_heads" in config:
        return "speech"
    return _ROLE_OF_TYPE.get(str(config.get("model_type")), "text")


if __name__ == "__main__":
    sys.exit(_fetch(sys.argv[1], sys.argv[2]))
