"""The picture encoder: RGB pixels to unit vectors, by ViT, DINOv2, CLIP or SigLIP.

Pixels are prepared here with Pillow and torch from the checkpoint's own preprocessor settings;
torchvision is not needed. CLIP and SigLIP have a text side in the same space."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional

from models.cpu import use_threads
from models.errors import ModelUnsuitable
from models.manifest import fingerprint
from models.protocols import ImageEncoder, Rgb, Rows
from models.vit import PREFIXES, FixedVit, is_plain_vit
from models.weights import load_tensors, read_config, read_optional_config

_Encode = Callable[[Tensor], Tensor]  # (n, 3, size, size) to (n, dim)
_EncodeTexts = Callable[[Sequence[str]], Tensor]

_BATCH = 8
_DEFAULT_SIZE = 224
_RESAMPLE = Image.Resampling.BICUBIC


@dataclass(frozen=True, slots=True)
class Preparation:
    """How pixels reach the encoder: the whole picture squeezed to a square of `size`, or, where
    `short_side` is given, the shorter side to that and the middle square of it; then
    (value - mean) / std per channel with values in [0, 1]."""

    size: int
    short_side: int | None
    mean: tuple[float, float, float]
    std: tuple[float, float, float]

    def prepare(self, images: Sequence[Rgb]) -> Tensor:
        """Return float32 (n, 3, size, size)."""
        pixels = np.stack([self._cropped(image) for image in images])
        tensor = torch.from_numpy(pixels).permute(0, 3, 1, 2).float()
        mean = torch.tensor(self.mean).view(1, 3, 1, 1) * 255.0
        std = torch.tensor(self.std).view(1, 3, 1, 1) * 255.0
        return ((tensor - mean) / std).contiguous()

    def _cropped(self, image: Rgb) -> Rgb:
        square = (self.size, self.size)
        if self.short_side is None:
            return np.asarray(Image.fromarray(image).resize(square, _RESAMPLE))
        height, width = image.shape[:2]
        scale = self.short_side / min(height, width)
        # The crop is cut in the source's coordinates, so that only what is kept is resampled.
        side = self.size / scale
        left, top = (width - side) / 2, (height - side) / 2
        resized = Image.fromarray(image).resize(
            square, _RESAMPLE, box=(left, top, left + side, top + side)
        )
        return np.asarray(resized)


def load_image_encoder(
    path: Path,
    *,
    threads: int,
    name: str | None = None,
    layer: int | None = None,
    size: int | None = None,
) -> ImageEncoder:
    """Load the checkpoint in a local folder.

    `layer` (from 1) is the one whose CLS state is read, of ViT and DINOv2 only: the last unless the
    folder's triptych.json says otherwise. Raises ModelUnsuitable, ModelDamaged."""
    use_threads(threads)
    config = read_config(path)
    own = read_optional_config(path, "triptych.json")
    preparation = _read_preparation(path, config, size, whole=own.get("frame") == "whole")
    if is_plain_vit(config):
        layer = layer or int(own.get("layer") or config["num_hidden_layers"])
        vit = FixedVit(config, load_tensors(path, PREFIXES), size=preparation.size, layer=layer)
        encode: _Encode = vit.cls_states
        encode_texts: _EncodeTexts | None = None
        dim = vit.dim
    elif config.get("model_type") in ("clip", "siglip"):
        layer = None
        encode, encode_texts, dim = _two_towers(path, config)
    else:
        raise ModelUnsuitable(
            "The checkpoint in {path} is of type '{kind}', which is not a picture encoder "
            "that Triptych knows.",
            "Choose a ViT, DINOv2, CLIP or SigLIP checkpoint.",
            path=path,
            kind=config.get("model_type"),
        )
    return VisionEncoder(
        name=name or path.name,
        dim=dim,
        fingerprint=fingerprint(
            path,
            role="image",
            layer=layer or "last",
            pooling="cls" if encode_texts is None else "projection",
            dim=dim,
            size=f"{preparation.short_side or 'whole'}/{preparation.size}",
        ),
        preparation=preparation,
        encode=encode,
        encode_texts=encode_texts,
    )


class VisionEncoder:
    """Satisfies `ImageEncoder`. Not for several threads at once."""

    def __init__(
        self,
        *,
        name: str,
        dim: int,
        fingerprint: str,
        preparation: Preparation,
        encode: _Encode,
        encode_texts: _EncodeTexts | None,
    ) -> None:
        self.name = name
        self.dim = dim
        self.fingerprint = fingerprint
        self.preparation = preparation
        self._encode = encode
        self._encode_texts = encode_texts
        self.has_text_side = encode_texts is not None

    @torch.inference_mode()
    def encode_images(self, images: Sequence[Rgb]) -> Rows:
        rows = np.zeros((len(images), self.dim), np.float32)
        for start in range(0, len(images), _BATCH):
            batch = images[start : start + _BATCH]
            states = self._encode(self.preparation.prepare(batch))
            rows[start : start + len(batch)] = functional.normalize(states, dim=1).numpy()
        return rows

    @torch.inference_mode()
    def encode_queries(self, texts: Sequence[str]) -> Rows:
        if self._encode_texts is None:
            raise TypeError(f"{self.name} has no text side")
        if not texts:
            return np.zeros((0, self.dim), np.float32)
        return functional.normalize(self._encode_texts(texts), dim=1).numpy()


def _two_towers(path: Path, config: Mapping[str, Any]) -> tuple[_Encode, _EncodeTexts, int]:
    """CLIP and SigLIP through transformers: pictures and texts into one space."""
    from transformers import AutoModel, AutoTokenizer

    try:
        model = AutoModel.from_pretrained(
            path, local_files_only=True, use_safetensors=True, dtype=torch.float32
        ).eval()
        tokenizer = AutoTokenizer.from_pretrained(path, local_files_only=True)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelUnsuitable(
            "The picture encoder in {path} cannot be loaded ({error}).",
            "Choose a CLIP or SigLIP checkpoint with safetensors weights and a tokenizer.",
            path=path,
            error=type(error).__name__,
        ) from error
    siglip = config.get("model_type") == "siglip"
    longest = int(model.config.text_config.max_position_embeddings)

    def encode(pixels: Tensor) -> Tensor:
        return _features(model.get_image_features(pixel_values=pixels))

    def encode_texts(texts: Sequence[str]) -> Tensor:
        # SigLIP was trained with every text padded to the full length and no mask.
        made = tokenizer(
            list(texts),
            padding="max_length" if siglip else True,
            max_length=longest,
            truncation=True,
            return_tensors="pt",
        )
        if siglip:
            return _features(model.get_text_features(input_ids=made["input_ids"]))
        return _features(
            model.get_text_features(
                input_ids=made["input_ids"], attention_mask=made["attention_mask"]
            )
        )

    if siglip:
        return encode, encode_texts, int(model.config.vision_config.hidden_size)
    return encode, encode_texts, int(model.config.projection_dim)


def _features(output: Any) -> Tensor:
    return output if isinstance(output, Tensor) else output.pooler_output


def _read_preparation(
    path: Path, config: Mapping[str, Any], size: int | None, *, whole: bool
) -> Preparation:
    """From the checkpoint's preprocessor settings; `size` and `whole` overrule them."""
    settings = read_optional_config(path, "preprocessor_config.json")
    vision = config.get("vision_config") or config
    native = int(vision.get("image_size") or _DEFAULT_SIZE)
    crop = _side(settings.get("crop_size")) if settings.get("do_center_crop") else None
    resized = settings.get("size") or {}
    if size is None:
        # DINOv2's own size, 518, is for dense tasks; it is used for whole pictures at 224.
        small = config.get("model_type") == "dinov2"
        size = crop or _side(resized) or (_DEFAULT_SIZE if small else native)
    short: int | None = None
    if crop is not None and not whole:
        edge = resized if isinstance(resized, int) else resized.get("shortest_edge")
        short = max(round(int(edge or crop) * size / crop), size)
    channels = (0.5, 0.5, 0.5)
    return Preparation(
        size=size,
        short_side=short,
        mean=tuple(settings.get("image_mean") or channels),
        std=tuple(settings.get("image_std") or channels),
    )


def _side(value: Any) -> int | None:
    """The side of a square that settings give as a number or as height and width."""
    if isinstance(value, dict):
        value = value.get("height")
    return int(value) if value else None
