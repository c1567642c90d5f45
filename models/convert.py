"""From what the archives hold to what is loaded: run once at install, then never again.

A converter takes the folder of unpacked members and writes the model's own files into another."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.e5_weights import read_e5
from models.errors import ModelDamaged
from models.onnx_weights import OnnxWeights, read_onnx
from models.protocols import Progress

Converter = Callable[[Path, Path, Progress], None]

STARTER_DINOV2 = {
    "architectures": ["Dinov2Model"],
    "model_type": "dinov2",
    "hidden_size": 384,
    "num_hidden_layers": 12,
    "num_attention_heads": 6,
    "mlp_ratio": 4,
    "image_size": 518,
    "patch_size": 14,
    "num_channels": 3,
    "hidden_act": "gelu",
    "layer_norm_eps": 1e-06,
    "qkv_bias": True,
    "use_swiglu_ffn": False,
}


def convert(name: str, unpacked: Path, out_dir: Path, progress: Progress) -> None:
    """Run the converter that the catalogue names. Raises ModelDamaged."""
    converter = _CONVERTERS[name]
    converter(unpacked, out_dir, progress)


def _copy(unpacked: Path, out_dir: Path, progress: Progress) -> None:
    files = [path for path in sorted(unpacked.rglob("*")) if path.is_file()]
    for done, path in enumerate(files):
        target = out_dir / path.relative_to(unpacked)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
        progress(done + 1, len(files))


def _dinov2_onnx(unpacked: Path, out_dir: Path, progress: Progress) -> None:
    """The DINOv2-small backbone under a saliency decoder, as a transformers `Dinov2Model`.

    Its last layer was bent by the saliency training, and a centre crop cuts things off, so
    `triptych.json` says to read the CLS token after layer 11 of whole pictures. Nearest neighbours
    among 290 photographs agree on the group (of 58) in 0.45 of cases so; with a centre crop in
    0.38, after layer 10 in 0.41, after layer 12 in 0.30."""
    from safetensors.numpy import save_file

    progress(0, 2)
    weights = read_onnx(unpacked / "vit_s_focus.onnx")
    progress(1, 2)
    save_file(dinov2_state(weights), out_dir / "model.safetensors", metadata={"format": "pt"})
    _write_json(out_dir / "config.json", STARTER_DINOV2)
    _write_json(
        out_dir / "preprocessor_config.json",
        {
            "image_processor_type": "BitImageProcessor",
            "crop_size": {"height": 224, "width": 224},
            "size": {"shortest_edge": 256},
            "do_center_crop": True,
            "do_convert_rgb": True,
            "do_normalize": True,
            "do_rescale": True,
            "do_resize": True,
            "image_mean": [0.485, 0.456, 0.406],
            "image_std": [0.229, 0.224, 0.225],
            "resample": 3,
            "rescale_factor": 1 / 255,
        },
    )
    _write_json(out_dir / "triptych.json", {"layer": 11, "frame": "whole"})
    progress(2, 2)


def dinov2_state(weights: OnnxWeights) -> dict[str, NDArray[np.float32]]:
    """Parameters under the names of `Dinov2Model`: the named ones as they are, the matrices from
    the MatMul nodes (whose names spell the parameter), transposed, the positions joined."""
    state: dict[str, NDArray[np.float32]] = {}
    positions: dict[int, NDArray[np.float32]] = {}
    for name, tensor in weights.tensors.items():
        if name.startswith("backbone."):
            state[name.removeprefix("backbone.")] = tensor
        elif tensor.ndim == 3 and tensor.shape[0] == 1 and tensor.shape[2] == 384:
            positions[tensor.shape[1]] = tensor
    for node, matrix in weights.matmuls.items():
        if node.startswith("/backbone/encoder/"):
            path = node.removeprefix("/backbone/").removesuffix("/MatMul").split("/")
            state[".".join(path) + ".weight"] = weights.tensors[matrix].T
    try:
        state["embeddings.position_embeddings"] = np.concatenate(
            [positions[1], positions[37 * 37]], axis=1
        )
    except KeyError as error:
        raise ModelDamaged(
            "The picture model's archive lacks its position embeddings.", "Install the model again."
        ) from error
    state.setdefault("embeddings.mask_token", np.zeros((1, 384), np.float32))
    return {name: np.ascontiguousarray(tensor, np.float32) for name, tensor in state.items()}


def _e5_q4(unpacked: Path, out_dir: Path, progress: Progress) -> None:
    """multilingual-e5-small from 4 bits, as a sentence-transformers folder with float16 weights.

    Wang et al. 2024, "Multilingual E5 text embeddings": mean of the states, 512 tokens, and a
    prefix that says which side a text is on."""
    from safetensors.numpy import save_file

    progress(0, 2)
    weights = read_e5(unpacked / "e5-small-q4.bin")
    progress(1, 2)
    save_file(weights.tensors, out_dir / "model.safetensors", metadata={"format": "pt"})
    _write_json(out_dir / "config.json", weights.config)
    shutil.move(unpacked / "tokenizer.json", out_dir / "tokenizer.json")
    kinds = (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
    modules = [
        {"idx": n, "name": str(n), "path": folder, "type": f"sentence_transformers.models.{kind}"}
        for n, (folder, kind) in enumerate(kinds)
    ]
    _write_json(out_dir / "modules.json", modules)
    (out_dir / "1_Pooling").mkdir()
    _write_json(
        out_dir / "1_Pooling" / "config.json",
        {
            "word_embedding_dimension": weights.config["hidden_size"],
            "pooling_mode_mean_tokens": True,
        },
    )
    _write_json(out_dir / "sentence_bert_config.json", {"max_seq_length": 512})
    _write_json(
        out_dir / "config_sentence_transformers.json",
        {"prompts": {"query": "query: ", "passage": "passage: "}},
    )
    progress(2, 2)


def _efficientnet_pth(unpacked: Path, out_dir: Path, progress: Progress) -> None:
    import torch
    from safetensors.torch import save_file

    progress(0, 1)
    # weights_only: tensors and plain containers; nothing in the file can run.
    state = torch.load(unpacked / "weights.pth", map_location="cpu", weights_only=True)
    kept = {
        name: tensor.float().contiguous()
        for name, tensor in state.items()
        if not name.endswith("num_batches_tracked")
    }
    save_file(kept, out_dir / "model.safetensors")
    _write_json(
        out_dir / "config.json",
        {"model_type": "efficientnet-lite", "variant": "lite2", "image_size": 260},
    )
    progress(1, 1)


def _ge2e_pt(unpacked: Path, out_dir: Path, progress: Progress) -> None:
    """The LSTM and its projection out of a training checkpoint, and the mel filters it was trained
    with (Slaney's, of unit area, over 0 to 8 kHz)."""
    import librosa
    import torch
    from safetensors.torch import save_file

    from models.speakers import MODEL_TYPE, N_FFT, N_MELS, SAMPLE_RATE_HZ

    progress(0, 1)
    # weights_only: tensors and plain containers; nothing in the file can run.
    checkpoint = torch.load(unpacked / "weights.pt", map_location="cpu", weights_only=True)
    kept = {
        name: tensor.float().contiguous()
        for name, tensor in checkpoint["model_state"].items()
        if name.startswith(("lstm.", "linear."))
    }
    mel = librosa.filters.mel(sr=SAMPLE_RATE_HZ, n_fft=N_FFT, n_mels=N_MELS)
    kept["mel"] = torch.from_numpy(np.ascontiguousarray(mel, np.float32))
    save_file(kept, out_dir / "model.safetensors")
    _write_json(out_dir / "config.json", {"model_type": MODEL_TYPE})
    progress(1, 1)


def _gguf(unpacked: Path, out_dir: Path, progress: Progress) -> None:
    from models.decoder.convert import convert_gguf

    convert_gguf(unpacked / "model.gguf", out_dir, progress)


def _keep_gguf(unpacked: Path, out_dir: Path, progress: Progress) -> None:
    shutil.move(unpacked / "model.gguf", out_dir / "model.gguf")
    progress(1, 1)


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n", "utf-8")


_CONVERTERS: dict[str, Converter] = {
    "copy": _copy,
    "dinov2_onnx": _dinov2_onnx,
    "e5_q4": _e5_q4,
    "efficientnet_pth": _efficientnet_pth,
    "ge2e_pt": _ge2e_pt,
    "gguf": _gguf,
    "keep_gguf": _keep_gguf,
}
