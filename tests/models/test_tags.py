from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import Tensor, nn

from models.errors import ModelUnsuitable
from models.tags import _DEPTH, _STAGES, EfficientNetLite, imagenet_classes, load_tagger


def random_tensors() -> dict[str, Tensor]:
    """A Lite0 of the right shapes with random weights and batch norms."""
    random = torch.Generator().manual_seed(0)
    tensors: dict[str, Tensor] = {}

    def convolution(name: str, *shape: int) -> None:
        spread = (shape[1] * shape[2] * shape[3]) ** -0.5
        tensors[f"{name}.weight"] = torch.randn(shape, generator=random) * spread

    def norm(name: str, width: int) -> None:
        tensors[f"{name}.weight"] = torch.rand(width, generator=random) + 0.5
        tensors[f"{name}.bias"] = torch.randn(width, generator=random) * 0.1
        tensors[f"{name}.running_mean"] = torch.randn(width, generator=random) * 0.1
        tensors[f"{name}.running_var"] = torch.rand(width, generator=random) + 0.5

    convolution("_conv_stem", 32, 3, 3, 3)
    norm("_bn0", 32)
    width, block = 32, 0
    for stage in _STAGES:
        for _ in range(stage.repeats):
            wide = width * stage.expansion
            if stage.expansion > 1:
                convolution(f"_blocks.{block}._expand_conv", wide, width, 1, 1)
                norm(f"_blocks.{block}._bn0", wide)
            convolution(f"_blocks.{block}._depthwise_conv", wide, 1, stage.kernel, stage.kernel)
            norm(f"_blocks.{block}._bn1", wide)
            convolution(f"_blocks.{block}._project_conv", stage.out, wide, 1, 1)
            norm(f"_blocks.{block}._bn2", stage.out)
            width, block = stage.out, block + 1
    convolution("_conv_head", 1280, width, 1, 1)
    norm("_bn1", 1280)
    tensors["_fc.weight"] = torch.randn((1000, 1280), generator=random) * 0.05
    tensors["_fc.bias"] = torch.randn(1000, generator=random)
    return tensors


def slow_logits(tensors: dict[str, Tensor], x: Tensor) -> Tensor:
    """The same network step by step: unfolded norms, explicit padding."""

    def step(x: Tensor, conv: str, norm: str, stride: int, bounded: bool) -> Tensor:
        weight = tensors[f"{conv}.weight"]
        kernel = weight.shape[-1]
        for axis in (3, 2):
            side = x.shape[axis]
            total = max((-(-side // stride) - 1) * stride + kernel - side, 0)
            pad = [total // 2, total - total // 2]
            x = nn.functional.pad(x, pad if axis == 3 else [0, 0, *pad])
        groups = x.shape[1] if weight.shape[1] == 1 else 1
        x = nn.functional.conv2d(x, weight, None, stride, 0, 1, groups)
        x = nn.functional.batch_norm(
            x,
            tensors[f"{norm}.running_mean"],
            tensors[f"{norm}.running_var"],
            tensors[f"{norm}.weight"],
            tensors[f"{norm}.bias"],
            eps=1e-3,
        )
        return x.clamp(0, 6) if bounded else x

    x = step(x, "_conv_stem", "_bn0", 2, True)
    block = 0
    for stage in _STAGES:
        for repeat in range(stage.repeats):
            at, before = f"_blocks.{block}.", x
            if stage.expansion > 1:
                x = step(x, f"{at}_expand_conv", f"{at}_bn0", 1, True)
            stride = stage.stride if repeat == 0 else 1
            x = step(x, f"{at}_depthwise_conv", f"{at}_bn1", stride, True)
            x = step(x, f"{at}_project_conv", f"{at}_bn2", 1, False)
            if stride == 1 and x.shape == before.shape:
                x = x + before
            block += 1
    x = step(x, "_conv_head", "_bn1", 1, True).mean((2, 3))
    return x @ tensors["_fc.weight"].T + tensors["_fc.bias"]


@torch.inference_mode()
def test_folded_network_equals_the_plain_one() -> None:
    tensors = random_tensors()
    pixels = torch.randn((2, 3, 67, 67), generator=torch.Generator().manual_seed(1))
    expected = slow_logits(tensors, pixels)
    given = EfficientNetLite(tensors, "lite0").logits(pixels)
    torch.testing.assert_close(given, expected, rtol=1e-3, atol=1e-3)


def test_tags_are_sorted_probabilities_under_known_names(tmp_path: Path) -> None:
    save_file(random_tensors(), tmp_path / "model.safetensors")
    config = {"model_type": "efficientnet-lite", "variant": "lite0", "image_size": 64}
    (tmp_path / "config.json").write_text(json.dumps(config))
    tagger = load_tagger(tmp_path, threads=1)
    images = [np.full((50, 80, 3), value, np.uint8) for value in (0, 90, 255)]
    tags = tagger.tag(images, top=5)
    assert [len(each) for each in tags] == [5, 5, 5]
    for each in tags:
        probabilities = [tag.probability for tag in each]
        assert probabilities == sorted(probabilities, reverse=True)
        assert 0 < sum(probabilities) <= 1
        assert {tag.name for tag in each} <= set(imagenet_classes())
    assert tagger.tag([]) == []


def test_names_of_the_classes() -> None:
    names = imagenet_classes()
    assert len(names) == 1000
    assert (names[0], names[285], names[999]) == ("tench", "Egyptian Mau", "toilet paper")
    assert all(name.strip() == name and name for name in names)


def test_unknown_checkpoints_are_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "bert"}')
    with pytest.raises(ModelUnsuitable):
        load_tagger(tmp_path, threads=1)
    tensors = random_tensors()
    del tensors["_conv_head.weight"]
    with pytest.raises(ModelUnsuitable, match="_conv_head"):
        EfficientNetLite(tensors, "lite0")
    assert set(_DEPTH) >= {"lite0", "lite2"}
