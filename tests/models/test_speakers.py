"""The speaker encoder against the same network written out, from a checkpoint as it is shipped."""

from __future__ import annotations

from pathlib import Path

import librosa
import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.convert import convert
from models.errors import ModelUnsuitable
from models.speakers import GE2EVoiceEncoder, load_voice_encoder

_WIDTH = 256


def random_state() -> dict[str, Tensor]:
    random = torch.Generator().manual_seed(0)
    state: dict[str, Tensor] = {"similarity_weight": torch.ones(1)}
    for layer, width in enumerate((40, _WIDTH, _WIDTH)):
        shapes = {"weight_ih": (4 * _WIDTH, width), "weight_hh": (4 * _WIDTH, _WIDTH)}
        shapes |= {"bias_ih": (4 * _WIDTH,), "bias_hh": (4 * _WIDTH,)}
        for name, shape in shapes.items():
            state[f"lstm.{name}_l{layer}"] = torch.randn(shape, generator=random) * 0.1
    state["linear.weight"] = torch.randn((_WIDTH, _WIDTH), generator=random) * 0.1
    state["linear.bias"] = torch.randn(_WIDTH, generator=random) * 0.1
    return state


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    unpacked, made = tmp_path_factory.mktemp("unpacked"), tmp_path_factory.mktemp("made")
    torch.save(
        {"step": 3, "model_state": random_state(), "optimizer_state": {}}, unpacked / "weights.pt"
    )
    convert("ge2e_pt", unpacked, made, lambda done, total: None)
    return made


@pytest.fixture(scope="module")
def encoder(folder: Path) -> GE2EVoiceEncoder:
    return load_voice_encoder(folder, threads=1)


def written_out(sound: NDArray[np.float32], start_s: float) -> NDArray[np.float32]:
    """One window, frame by frame."""
    level = np.sqrt(np.mean(sound**2))
    sound = sound * max(1.0, 10 ** (-30 / 20) / level)
    mel = librosa.feature.melspectrogram(y=sound, sr=16000, n_fft=400, hop_length=160, n_mels=40)
    first = round(start_s * 100)
    frames = np.zeros((160, 40), np.float64)
    there = mel.T[first : first + 160]
    frames[: len(there)] = there
    weights = {name: tensor.double().numpy() for name, tensor in random_state().items()}
    hidden, cell = np.zeros((3, _WIDTH)), np.zeros((3, _WIDTH))
    for frame in frames:
        given = frame
        for layer in range(3):
            at = f"lstm.{{}}_l{layer}".format
            gates = weights[at("weight_ih")] @ given + weights[at("bias_ih")]
            gates += weights[at("weight_hh")] @ hidden[layer] + weights[at("bias_hh")]
            into, forget, new, out = np.split(gates, 4)
            cell[layer] = cell[layer] / (1 + np.exp(-forget)) + np.tanh(new) / (1 + np.exp(-into))
            hidden[layer] = np.tanh(cell[layer]) / (1 + np.exp(-out))
            given = hidden[layer]
    raw = np.maximum(weights["linear.weight"] @ hidden[2] + weights["linear.bias"], 0)
    return np.asarray(raw / np.linalg.norm(raw), np.float32)


@pytest.mark.parametrize("loudness", [0.3, 0.005])
def test_windows_are_as_the_network_written_out(encoder: GE2EVoiceEncoder, loudness: float) -> None:
    sound = np.random.default_rng(2).normal(0, loudness, 48_000).astype(np.float32)
    rows = encoder.encode_voices(sound, [0.0, 0.8, 2.5])  # the last goes on beyond the end
    for row, start_s in zip(rows, (0.0, 0.8, 2.5), strict=True):
        np.testing.assert_allclose(row, written_out(sound, start_s), atol=2e-4)


def test_a_piece_of_sound_has_the_mean_of_its_windows(encoder: GE2EVoiceEncoder) -> None:
    sound = np.random.default_rng(3).normal(0, 0.1, 40_000).astype(np.float32)
    mean = encoder.encode_voices(sound, [0.0, 0.8]).mean(0)
    (row,) = encoder.encode_windows([sound])
    np.testing.assert_allclose(row, mean / np.linalg.norm(mean), atol=1e-5)


def test_silence_and_nothing_give_finite_rows(encoder: GE2EVoiceEncoder) -> None:
    assert np.isfinite(encoder.encode_voices(np.zeros(16_000, np.float32), [0.0])).all()
    assert encoder.encode_voices(np.zeros(0, np.float32), []).shape == (0, _WIDTH)


def test_only_what_is_needed_is_kept_and_another_folder_is_refused(
    folder: Path, tmp_path: Path
) -> None:
    assert sorted(path.name for path in folder.iterdir()) == ["config.json", "model.safetensors"]
    assert (folder / "model.safetensors").stat().st_size < 6_000_000
    (tmp_path / "config.json").write_text('{"model_type": "bert"}')
    with pytest.raises(ModelUnsuitable):
        load_voice_encoder(tmp_path, threads=1)
