"""Names of things in pictures: EfficientNet-Lite over the 1,000 classes of ImageNet.

Tan and Le 2019; the Lite variants have ReLU6 and no squeeze-and-excitation. Batch norms are folded
into the convolutions at load."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.nn import functional

from models.cpu import use_threads
from models.errors import ModelUnsuitable
from models.manifest import fingerprint
from models.protocols import Rgb, Tag
from models.weights import load_tensors, read_config

_BATCH = 8
_BN_EPS = 1e-3


class _Stage(NamedTuple):
    repeats: int
    kernel: int
    stride: int
    expansion: int
    out: int


# The stages of EfficientNet-B0; width and depth are scaled by variant.
_STAGES = (
    _Stage(1, 3, 1, 1, 16),
    _Stage(2, 3, 2, 6, 24),
    _Stage(2, 5, 2, 6, 40),
    _Stage(3, 3, 2, 6, 80),
    _Stage(3, 5, 1, 6, 112),
    _Stage(4, 5, 2, 6, 192),
    _Stage(1, 3, 1, 6, 320),
)
_DEPTH = {"lite0": 1.0, "lite1": 1.1, "lite2": 1.2, "lite3": 1.4, "lite4": 1.8}


class _Conv(NamedTuple):
    """A convolution with its batch norm folded in; `bounded` puts ReLU6 after it."""

    weight: Tensor
    bias: Tensor
    stride: int
    groups: int
    bounded: bool

    def __call__(self, x: Tensor) -> Tensor:
        kernel = self.weight.shape[-1]
        if self.stride == 1:
            x = functional.conv2d(x, self.weight, self.bias, 1, kernel // 2, 1, self.groups)
        else:
            # TensorFlow's "same" padding puts the odd pixel after, not before.
            x = functional.pad(x, _same_padding(x.shape[-2:], kernel, self.stride))
            x = functional.conv2d(x, self.weight, self.bias, self.stride, 0, 1, self.groups)
        return functional.relu6(x) if self.bounded else x


def _same_padding(sides: Sequence[int], kernel: int, stride: int) -> list[int]:
    padding = []
    for side in reversed(sides):
        total = max((math.ceil(side / stride) - 1) * stride + kernel - side, 0)
        padding += [total // 2, total - total // 2]
    return padding


class _Block(NamedTuple):
    convolutions: tuple[_Conv, ...]
    residual: bool

    def __call__(self, x: Tensor) -> Tensor:
        y = x
        for convolution in self.convolutions:
            y = convolution(y)
        return x + y if self.residual else y


class EfficientNetLite:
    """Pixels (n, 3, side, side) in [-1, 1] to logits (n, 1000)."""

    def __init__(self, tensors: Mapping[str, Tensor], variant: str) -> None:
        """Raises ModelUnsuitable where a tensor is missing."""
        try:
            self._stem = _folded(tensors, "_conv_stem", "_bn0", stride=2)
            self._blocks = list(_blocks(tensors, _DEPTH[variant]))
            self._head = _folded(tensors, "_conv_head", "_bn1")
            self._classes = tensors["_fc.weight"].float(), tensors["_fc.bias"].float()
        except KeyError as error:
            raise ModelUnsuitable(
                "The tagger's checkpoint lacks {error}.",
                "Install it again: triptych models install efficientnet-lite2",
                error=error,
            ) from error

    def features(self, pixels: Tensor) -> Tensor:
        """Pooled features (n, 1280)."""
        x = self._stem(pixels.contiguous(memory_format=torch.channels_last))
        for block in self._blocks:
            x = block(x)
        return self._head(x).mean((2, 3))

    def logits(self, pixels: Tensor) -> Tensor:
        return functional.linear(self.features(pixels), *self._classes)


def _blocks(tensors: Mapping[str, Tensor], depth: float) -> list[_Block]:
    blocks: list[_Block] = []
    for place, stage in enumerate(_STAGES):
        ends = place in (0, len(_STAGES) - 1)  # the Lite variants scale neither stem nor head
        repeats = stage.repeats if ends else math.ceil(stage.repeats * depth)
        for repeat in range(repeats):
            at = f"_blocks.{len(blocks)}."
            stride = stage.stride if repeat == 0 else 1
            convolutions = []
            if stage.expansion > 1:
                convolutions.append(_folded(tensors, f"{at}_expand_conv", f"{at}_bn0"))
            convolutions.append(
                _folded(tensors, f"{at}_depthwise_conv", f"{at}_bn1", stride=stride)
            )
            last = _folded(tensors, f"{at}_project_conv", f"{at}_bn2", bounded=False)
            convolutions.append(last)
            residual = (
                stride == 1
                and convolutions[0].weight.shape[1 if stage.expansion > 1 else 0]
                == last.weight.shape[0]
            )
            blocks.append(_Block(tuple(convolutions), residual))
    return blocks


def _folded(
    tensors: Mapping[str, Tensor],
    convolution: str,
    norm: str,
    *,
    stride: int = 1,
    bounded: bool = True,
) -> _Conv:
    weight = tensors[f"{convolution}.weight"].float()
    scale = tensors[f"{norm}.weight"] / (tensors[f"{norm}.running_var"] + _BN_EPS).sqrt()
    bias = tensors[f"{norm}.bias"] - tensors[f"{norm}.running_mean"] * scale
    depthwise = weight.shape[1] == 1 and weight.shape[0] > 1
    return _Conv(
        (weight * scale.view(-1, 1, 1, 1)).contiguous(memory_format=torch.channels_last),
        bias.float(),
        stride,
        weight.shape[0] if depthwise else 1,
        bounded,
    )


@cache
def imagenet_classes() -> tuple[str, ...]:
    """English names of the 1,000 classes, in the order of the classifier's outputs."""
    text = (resources.files("models") / "imagenet_classes.txt").read_text("utf-8")
    return tuple(text.splitlines())


def load_tagger(path: Path, *, threads: int, name: str | None = None) -> ImageNetTagger:
    """Load a converted checkpoint. Raises ModelUnsuitable, ModelDamaged."""
    use_threads(threads)
    config = read_config(path)
    if config.get("model_type") != "efficientnet-lite":
        raise ModelUnsuitable(
            "The folder {path} holds no EfficientNet-Lite tagger.",
            "triptych models install efficientnet-lite2",
            path=path,
        )
    net = EfficientNetLite(load_tensors(path), str(config["variant"]))
    size = int(config["image_size"])
    return ImageNetTagger(
        name=name or path.name,
        fingerprint=fingerprint(path, role="tags", frame="whole", size=size),
        net=net,
        size=size,
    )


class ImageNetTagger:
    """Satisfies `Tagger`. Not for several threads at once."""

    def __init__(self, *, name: str, fingerprint: str, net: EfficientNetLite, size: int) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self._net = net
        self._size = size

    @torch.inference_mode()
    def tag(self, images: Sequence[Rgb], *, top: int = 10) -> list[list[Tag]]:
        names = imagenet_classes()
        tags = []
        for start in range(0, len(images), _BATCH):
            pixels = self._prepared(images[start : start + _BATCH])
            likely = self._net.logits(pixels).softmax(1).topk(top, 1)
            for values, places in zip(likely.values.tolist(), likely.indices.tolist(), strict=True):
                tags.append(
                    [Tag(names[place], value) for value, place in zip(values, places, strict=True)]
                )
        return tags

    def _prepared(self, images: Sequence[Rgb]) -> Tensor:
        """Each whole picture as (n, 3, size, size) in [-1, 1]: squeezed to a square, because of 290
        cut-outs 0.31 were found by their caption at rank 1 so, and 0.28 by their middle alone."""
        square = (self._size, self._size)
        pixels = np.stack(
            [
                np.asarray(Image.fromarray(image).resize(square, Image.Resampling.BICUBIC))
                for image in images
            ]
        )
        return torch.from_numpy(pixels).permute(0, 3, 1, 2).float().sub(127.0).div(128.0)
