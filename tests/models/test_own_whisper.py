"""A user's own Whisper: tiny random checkpoints, installed from a folder as any other.

The decoder follows a script: its positions are large and each points at one token, so that what
must be read is known. All else is chance, and the encoder is compared with transformers' own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers
from transformers import WhisperConfig, WhisperFeatureExtractor, WhisperForConditionalGeneration
from transformers.models.whisper.tokenization_whisper import LANGUAGES

from app.core.errors import UserError
from app.core.events import InstallFinished, InstallNote
from app.core.model_shelf import ModelShelf
from models import speech
from models.errors import ModelDamaged, ModelError, ModelUnsuitable
from models.speech import load_speech_reader
from models.store import ModelStore
from models.voice import SAMPLE_RATE_HZ, Stretch

N_PLAIN = 50257  # the sizes of every Whisper that knows languages
N_TOKENS = 51865
HELLO = ["h", "e", "l", "l", "o"]


def plain_vocabulary() -> dict[str, int]:
    tokens = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokens += [f"filler{place}" for place in range(N_PLAIN - 1 - len(tokens))]
    tokens.append("")  # as in Whisper's own; CTranslate2 knows by it that there are languages
    return {token: place for place, token in enumerate(tokens)}


def special_tokens() -> list[str]:
    languages = [f"<|{code}|>" for code in list(LANGUAGES)[:99]]
    tasks = ["translate", "transcribe", "startoflm", "startofprev", "nospeech", "notimestamps"]
    return [
        "<|endoftext|>",
        "<|startoftranscript|>",
        *languages,
        *(f"<|{task}|>" for task in tasks),
    ]


def make_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(models.BPE(vocab=plain_vocabulary(), merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in special_tokens()])
    return tokenizer


def script(tokenizer: Tokenizer) -> list[int]:
    """What follows each position: after the start a language, after the task the words."""
    said = ["<|de|>", "<|transcribe|>", "<|0.20|>", *HELLO, "<|0.80|>", "<|endoftext|>"]
    first_stamp = tokenizer.token_to_id("<|notimestamps|>") + 1
    stamps = {"<|0.20|>": first_stamp + 10, "<|0.80|>": first_stamp + 40}
    return [stamps.get(token) or tokenizer.token_to_id(token) for token in said]


@torch.no_grad()
def make_model(tokenizer: Tokenizer, **changes: int) -> WhisperForConditionalGeneration:
    torch.manual_seed(0)
    sizes = {
        "vocab_size": N_TOKENS,
        "d_model": 16,
        "encoder_layers": 2,
        "decoder_layers": 2,
        "encoder_attention_heads": 2,
        "decoder_attention_heads": 2,
        "encoder_ffn_dim": 32,
        "decoder_ffn_dim": 32,
        "num_mel_bins": 80,
    }
    end = tokenizer.token_to_id("<|endoftext|>")
    config = WhisperConfig(
        **{**sizes, **changes},
        bos_token_id=end,
        eos_token_id=end,
        pad_token_id=end,
        decoder_start_token_id=end + 1,
        begin_suppress_tokens=[tokenizer.token_to_id("Ġ"), end],
    )
    model = WhisperForConditionalGeneration(config).eval()
    decoder = model.model.decoder
    directions = torch.linalg.qr(torch.randn(16, 16))[0]
    directions -= directions.mean(1, keepdim=True)  # what layer norm leaves of them
    for position, token in enumerate(script(tokenizer)):
        decoder.embed_positions.weight[position] = 20 * directions[position]
        if position not in (5, 6):  # l and l: one token, two positions
            decoder.embed_tokens.weight[token] = 5 * directions[position]
    decoder.embed_positions.weight[6] = decoder.embed_positions.weight[5]
    decoder.embed_tokens.weight[tokenizer.token_to_id("l")] = 5 * directions[5]
    return model


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint as a recent transformers saves one."""
    folder = tmp_path_factory.mktemp("own") / "my whisper"
    tokenizer = make_tokenizer()
    make_model(tokenizer).save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


@pytest.fixture
def own(made: Path, tmp_path: Path) -> Path:
    """The same, to be changed by a test."""
    return Path(shutil.copytree(made, tmp_path / made.name))


@pytest.fixture(scope="module")
def installed(made: Path, tmp_path_factory: pytest.TempPathFactory) -> ModelStore:
    store = ModelStore(tmp_path_factory.mktemp("store"))
    store.install(str(made))
    return store


@pytest.fixture
def voiced(monkeypatch: pytest.MonkeyPatch) -> Iterator[np.ndarray]:
    """A second of a buzzing tone that is all taken for voice."""
    times = np.arange(SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    sound = sum(np.sin(2 * np.pi * 140 * k * times) / k for k in range(1, 20)) * 0.2
    monkeypatch.setattr(speech, "voice_stretches", lambda samples: [Stretch(0.0, 1.0)])
    return np.asarray(sound, np.float32)


def test_a_folder_of_ones_own_is_converted_once_and_reads(
    made: Path, installed: ModelStore, voiced: np.ndarray
) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in made.iterdir()}
    folder = installed.resolve(str(made), "speech")
    assert folder.parent == installed.root and folder.name.startswith("my-whisper-")
    names = {path.name for path in folder.iterdir()}
    assert {"model.bin", "config.json", "tokenizer.json", "preprocessor_config.json"} <= names
    assert {path.name: path.stat().st_mtime_ns for path in made.iterdir()} == before
    row = next(row for row in installed.rows() if row.name == folder.name)
    assert (row.role, row.installed) == ("speech", True)
    assert installed.verify() == []

    reader = load_speech_reader(folder, threads=1, name="mine")
    heard = reader.transcribe(voiced)
    assert heard.language == "de"
    assert [segment.text for segment in heard.segments] == ["hello"]
    assert heard.segments[0].start_s == pytest.approx(0.2)
    assert heard.segments[0].end_s == pytest.approx(0.8)
    assert reader.transcribe(voiced, language="fr").language == "fr"


def test_the_encoder_is_that_of_transformers(
    made: Path, installed: ModelStore, voiced: np.ndarray
) -> None:
    reader = load_speech_reader(installed.resolve(str(made), "speech"), threads=1)
    windows = [voiced, voiced[: SAMPLE_RATE_HZ // 2], np.zeros(800, np.float32)]
    rows = reader.encode_windows(windows)
    assert rows.shape == (3, 16) and rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)

    model = WhisperForConditionalGeneration.from_pretrained(made, use_safetensors=True)
    sound = np.tile(voiced, 30)
    features = WhisperFeatureExtractor(feature_size=80)(
        sound, sampling_rate=SAMPLE_RATE_HZ, return_tensors="pt"
    )
    with torch.inference_mode():
        states = model.model.encoder(features.input_features).last_hidden_state[0]
    expected = torch.nn.functional.normalize(states.mean(0), dim=0).numpy()
    distance = np.linalg.norm(reader.encode_windows([sound])[0] - expected)
    assert distance < 0.005  # other random weights of this size are 0.03 away


def test_a_checkpoint_trained_on_replaces_what_was_made_of_it(own: Path, tmp_path: Path) -> None:
    store = ModelStore(tmp_path / "store")
    first = store.resolve(str(own), "speech")
    tensors = load_file(own / "model.safetensors")
    tensors["model.encoder.conv1.bias"] += 1
    save_file(tensors, own / "model.safetensors")
    second = store.resolve(str(own), "speech")
    assert second != first and not first.exists()
    assert store.resolve(str(own), "speech") == second == store.resolve(second.name, "speech")


def test_older_checkpoints_hold_vocabulary_and_merges(
    own: Path, tmp_path: Path, voiced: np.ndarray
) -> None:
    (own / "tokenizer.json").unlink()
    (own / "vocab.json").write_text(json.dumps(plain_vocabulary()), "utf-8")
    (own / "merges.txt").write_text("#version: 0.2\n", "utf-8")
    added = {token: N_PLAIN + place for place, token in enumerate(special_tokens())}
    (own / "added_tokens.json").write_text(json.dumps(added), "utf-8")
    (own / "preprocessor_config.json").write_text(json.dumps({"feature_size": 80}), "utf-8")
    folder = ModelStore(tmp_path / "store").resolve(str(own), "speech")
    heard = load_speech_reader(folder, threads=1).transcribe(voiced)
    assert (heard.language, [each.text for each in heard.segments]) == ("de", ["hello"])


def test_a_whisper_of_more_mels(tmp_path: Path, voiced: np.ndarray) -> None:
    tokenizer = make_tokenizer()
    make_model(tokenizer, num_mel_bins=128).save_pretrained(tmp_path / "large")
    tokenizer.save(str(tmp_path / "large" / "tokenizer.json"))
    folder = ModelStore(tmp_path / "store").resolve(str(tmp_path / "large"), "speech")
    rows = load_speech_reader(folder, threads=1).encode_windows([voiced])
    assert rows.shape == (1, 16)


def test_a_converted_folder_is_used_where_it_lies(
    made: Path, installed: ModelStore, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "fast whisper"
    shutil.copytree(installed.resolve(str(made), "speech"), elsewhere)
    (elsewhere / "manifest.json").unlink()
    store = ModelStore(tmp_path / "store")
    assert store.resolve(str(elsewhere), "speech") == elsewhere
    assert load_speech_reader(elsewhere, threads=1).dim == 16
    events = list(ModelShelf(store).install(str(elsewhere), lambda: False))
    assert [type(event) for event in events] == [InstallNote, InstallFinished]
    assert store.rows() and not store.root.exists()


def cut_short(folder: Path) -> None:
    file = folder / "model.safetensors"
    file.write_bytes(file.read_bytes()[:-1000])


def cut_tokenizer(folder: Path) -> None:
    file = folder / "tokenizer.json"
    file.write_bytes(file.read_bytes()[:-10])


def only_a_pickle(folder: Path) -> None:
    torch.save({}, folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()


def no_tokenizer(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()


def another_tokenizer(folder: Path) -> None:
    tokenizer = Tokenizer(models.BPE(vocab={"a": 0, "b": 1}, merges=[]))
    tokenizer.save(str(folder / "tokenizer.json"))


def a_tensor_less(folder: Path) -> None:
    tensors = load_file(folder / "model.safetensors")
    del tensors["model.encoder.conv1.weight"]
    save_file(tensors, folder / "model.safetensors")


def with_config(folder: Path, **changes: int) -> None:
    file = folder / "config.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | changes), "utf-8")


def another_shape(folder: Path) -> None:
    with_config(folder, d_model=32)


def shorter_windows(folder: Path) -> None:
    with_config(folder, max_source_positions=750)


def fewer_tokens(folder: Path) -> None:
    with_config(folder, vocab_size=N_TOKENS - 1000)


@pytest.mark.parametrize(
    ("harm", "error", "words"),
    [
        (cut_short, ModelDamaged, "model.safetensors"),
        (cut_tokenizer, ModelDamaged, "tokenizer.json"),
        (only_a_pickle, ModelUnsuitable, "safetensors"),
        (no_tokenizer, ModelUnsuitable, "tokenizer.json"),
        (another_tokenizer, ModelUnsuitable, "special tokens"),
        (a_tensor_less, ModelUnsuitable, "weights"),
        (another_shape, ModelUnsuitable, "weights"),
        (shorter_windows, ModelUnsuitable, "30 seconds"),
        (fewer_tokens, ModelUnsuitable, "timestamps"),
    ],
)
def test_what_cannot_be_used_is_said(
    own: Path, tmp_path: Path, harm: object, error: type[ModelError], words: str
) -> None:
    assert callable(harm)
    harm(own)
    store = ModelStore(tmp_path / "store")
    with pytest.raises(error, match=words) as caught:
        store.install(str(own))
    assert caught.value.next_step
    assert [row for row in store.rows() if row.name.startswith("my-whisper")] == []
    assert not list((store.root / ".building").iterdir())
    with pytest.raises(UserError, match=words):
        list(ModelShelf(store).install(str(own), lambda: False))
