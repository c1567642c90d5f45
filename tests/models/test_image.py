"""Tiny random ViT, DINOv2, CLIP and SigLIP checkpoints, compared with transformers' own pass."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from tokenizers import Tokenizer, pre_tokenizers, processors
from tokenizers import models as tokenizer_models
from transformers import (
    CLIPConfig,
    CLIPModel,
    Dinov2Config,
    Dinov2Model,
    PreTrainedModel,
    PreTrainedTokenizerFast,
    SiglipConfig,
    SiglipModel,
    ViTConfig,
    ViTModel,
)

from models import vit
from models.errors import ModelUnsuitable
from models.image import Preparation, VisionEncoder, load_image_encoder

RANDOM = np.random.default_rng(0)
IMAGES = [
    RANDOM.integers(0, 256, (40, 60, 3), np.uint8),
    RANDOM.integers(0, 256, (64, 32, 3), np.uint8),
    np.full((33, 33, 3), 200, np.uint8),
]
TEXTS = ["a cat", "the dog sat"]
SIZES = {
    "hidden_size": 32,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "intermediate_size": 48,
}


@pytest.fixture(autouse=True)
def exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vit, "best_dtype", lambda: torch.float32)


def save(folder: Path, model: PreTrainedModel, preprocessor: dict[str, object]) -> None:
    model.eval().save_pretrained(folder)
    (folder / "preprocessor_config.json").write_text(json.dumps(preprocessor))


def load(folder: Path, **how: int) -> VisionEncoder:
    encoder = load_image_encoder(folder, threads=1, **how)
    assert isinstance(encoder, VisionEncoder)
    return encoder


def unit(rows: torch.Tensor) -> np.ndarray:
    return torch.nn.functional.normalize(rows, dim=1).numpy()


def tiny_dinov2(folder: Path) -> Dinov2Model:
    torch.manual_seed(0)
    config = Dinov2Config(**SIZES, mlp_ratio=2, image_size=56, patch_size=8, layerscale_value=0.5)
    model = Dinov2Model(config)
    with torch.no_grad():
        model.embeddings.position_embeddings.normal_(std=0.5)
    save(folder, model, {})
    return model


@torch.inference_mode()
def test_dinov2_at_another_size_and_layer_equals_transformers(tmp_path: Path) -> None:
    model = tiny_dinov2(tmp_path)
    for layer in (2, 3):
        encoder = load(tmp_path, size=32, layer=layer)
        pixels = encoder.preparation.prepare(IMAGES)
        given = model(pixel_values=pixels, output_hidden_states=True)
        states = given.last_hidden_state if layer == 3 else given.hidden_states[layer]
        np.testing.assert_allclose(encoder.encode_images(IMAGES), unit(states[:, 0]), atol=2e-5)
    assert not encoder.has_text_side
    with pytest.raises(TypeError):
        encoder.encode_queries(["a cat"])


@torch.inference_mode()
def test_vit_equals_transformers(tmp_path: Path) -> None:
    torch.manual_seed(1)
    model = ViTModel(ViTConfig(**SIZES, image_size=32, patch_size=8), add_pooling_layer=False)
    save(tmp_path, model, {"size": {"height": 32, "width": 32}, "image_mean": [0.1, 0.2, 0.3]})
    encoder = load(tmp_path)
    assert encoder.preparation == Preparation(32, None, (0.1, 0.2, 0.3), (0.5, 0.5, 0.5))
    expected = model(pixel_values=encoder.preparation.prepare(IMAGES)).last_hidden_state[:, 0]
    np.testing.assert_allclose(encoder.encode_images(IMAGES), unit(expected), atol=2e-5)


def save_tokenizer(folder: Path) -> None:
    words = ["<pad>", "<s>", "</s>", "<unk>", "a", "cat", "the", "dog", "sat"]
    tokenizer = Tokenizer(
        tokenizer_models.WordLevel({w: i for i, w in enumerate(words)}, unk_token="<unk>")
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 1), ("</s>", 2)]
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", bos_token="<s>", eos_token="</s>"
    ).save_pretrained(folder)


TEXT_SIDE = {**SIZES, "vocab_size": 9, "max_position_embeddings": 8}
VISION_SIDE = {**SIZES, "image_size": 32, "patch_size": 8}


@torch.inference_mode()
def test_clip_has_both_sides_in_one_space(tmp_path: Path) -> None:
    torch.manual_seed(2)
    ends = {"pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 2}
    config = CLIPConfig(
        text_config={**TEXT_SIDE, **ends}, vision_config=VISION_SIDE, projection_dim=16
    )
    model = CLIPModel(config)
    save(tmp_path, model, {"do_center_crop": True, "crop_size": 32, "size": 40})
    save_tokenizer(tmp_path)
    encoder = load(tmp_path)
    assert encoder.has_text_side and encoder.dim == 16
    assert encoder.preparation.short_side == 40
    rows = encoder.encode_images(IMAGES)
    vision = model.vision_model(pixel_values=encoder.preparation.prepare(IMAGES))
    np.testing.assert_allclose(rows, unit(model.visual_projection(vision.pooler_output)), atol=2e-5)
    ids = torch.tensor([[1, 4, 5, 2]])
    text = model.text_projection(model.text_model(input_ids=ids).pooler_output)
    np.testing.assert_allclose(encoder.encode_queries(TEXTS)[:1], unit(text), atol=2e-5)
    assert encoder.encode_queries(TEXTS).shape == (2, 16)


@torch.inference_mode()
def test_siglip_pads_its_texts_to_the_full_length(tmp_path: Path) -> None:
    torch.manual_seed(3)
    config = SiglipConfig(text_config={**TEXT_SIDE, "pad_token_id": 0}, vision_config=VISION_SIDE)
    model = SiglipModel(config)
    save(tmp_path, model, {"size": {"height": 32, "width": 32}})
    save_tokenizer(tmp_path)
    encoder = load(tmp_path)
    rows = encoder.encode_queries(TEXTS)
    ids = torch.tensor([[1, 4, 5, 2, 0, 0, 0, 0]])
    expected = model.text_model(input_ids=ids).pooler_output
    np.testing.assert_allclose(rows[:1], unit(expected), atol=2e-5)
    assert encoder.encode_images(IMAGES).shape == (3, encoder.dim) == (3, 32)


def test_centre_crop_equals_resize_then_crop() -> None:
    ramp = np.linspace(0, 255, 90, dtype=np.uint8)
    image = np.stack([np.tile(ramp, (60, 1))] * 3, axis=2)
    preparation = Preparation(32, 40, (0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
    resized = Image.fromarray(image).resize((60, 40), Image.Resampling.BICUBIC)
    expected = np.asarray(resized.crop((14, 4, 46, 36))).transpose(2, 0, 1) / 255
    np.testing.assert_allclose(preparation.prepare([image])[0].numpy(), expected, atol=2 / 255)


def test_whole_picture_keeps_its_edges() -> None:
    image = np.zeros((30, 90, 3), np.uint8)
    image[:, :10] = 255
    whole = Preparation(30, None, (0.0,) * 3, (1.0,) * 3).prepare([image])[0]
    cropped = Preparation(30, 30, (0.0,) * 3, (1.0,) * 3).prepare([image])[0]
    assert whole[:, :, 0].min() > 0.9
    assert cropped.max() < 0.1


def test_folder_s_own_notes_choose_layer_and_frame(tmp_path: Path) -> None:
    tiny_dinov2(tmp_path)
    plain = load(tmp_path, size=32)
    (tmp_path / "triptych.json").write_text('{"layer": 2, "frame": "whole"}')
    noted = load(tmp_path, size=32)
    assert noted.fingerprint != plain.fingerprint
    np.testing.assert_allclose(
        noted.encode_images(IMAGES), load(tmp_path, size=32, layer=2).encode_images(IMAGES)
    )


def test_odd_sizes_and_other_models_are_refused(tmp_path: Path) -> None:
    tiny_dinov2(tmp_path)
    with pytest.raises(ModelUnsuitable, match="33 pixels"):
        load_image_encoder(tmp_path, threads=1, size=33)
    (tmp_path / "config.json").write_text('{"model_type": "resnet"}')
    with pytest.raises(ModelUnsuitable, match="resnet"):
        load_image_encoder(tmp_path, threads=1)
