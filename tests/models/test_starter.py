"""The installed starter models, each on something whose answer is known."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from faster_whisper.audio import decode_audio
from PIL import Image, ImageDraw
from platformdirs import user_data_dir

from models.catalog import catalog
from models.image import load_image_encoder
from models.speech import load_speech_reader
from models.store import ModelStore
from models.tags import load_tagger
from models.text import load_text_encoder
from tests.benchmarks.ingest import word_error_rate
from tests.evaluation.sample_builder.sound import RECORDINGS

pytestmark = pytest.mark.weights

_SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "samples" / "library"


@pytest.fixture(scope="module")
def store() -> ModelStore:
    named = os.environ.get("TRIPTYCH_MODELS")
    return ModelStore(Path(named) if named else Path(user_data_dir("triptych")) / "models")


def test_the_starter_set_is_installed_and_sound(store: ModelStore) -> None:
    for candidate in catalog():
        if candidate.starter and candidate.role != "decoder":
            assert store.verify(candidate.name) == []


def test_text_says_the_same_closer_than_something_else(store: ModelStore) -> None:
    encoder = load_text_encoder(store.path("all-minilm-l6-v2"), threads=2)
    rows = encoder.encode_documents(
        ["The cat is asleep on the sofa.", "A kitten naps on a couch.", "Shares fell in Tokyo."]
    )
    assert (encoder.dim, encoder.max_tokens) == (384, 254)
    assert rows[0] @ rows[1] > 0.5 > rows[0] @ rows[2] + 0.3
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_text_agrees_with_sentence_transformers_in_any_batch(store: ModelStore) -> None:
    encoder = load_text_encoder(store.path("all-minilm-l6-v2"), threads=2)
    texts = ["word " * n for n in (1, 7, 30, 30, 200, 900)]
    together = encoder.encode_documents(texts)
    apart = np.concatenate([encoder.encode_documents([text]) for text in texts])
    assert np.min((together * apart).sum(1)) > 0.999


def drawn(shape: str, colour: str) -> np.ndarray:
    picture = Image.new("RGB", (448, 448), "white")
    draw = ImageDraw.Draw(picture)
    if shape == "disc":
        draw.ellipse((90, 90, 360, 360), fill=colour)
    else:
        for x in range(0, 448, 32):
            draw.line((x, 0, x, 448), fill=colour, width=6)
    return np.asarray(picture)


def test_pictures_of_a_kind_are_closer(store: ModelStore) -> None:
    encoder = load_image_encoder(store.path("dinov2-small"), threads=2)
    disc, other_disc, stripes = encoder.encode_images(
        [drawn("disc", "orange"), drawn("disc", "gold"), drawn("stripes", "navy")]
    )
    assert not encoder.has_text_side
    assert disc @ other_disc > 0.8
    assert disc @ other_disc > disc @ stripes + 0.1


def test_tagger_gives_names(store: ModelStore) -> None:
    tagger = load_tagger(store.path("efficientnet-lite2"), threads=2)
    (tags,) = tagger.tag([drawn("disc", "orange")], top=10)
    assert len(tags) == 10
    assert tags[0].probability > 0.05


def test_tagger_finds_the_cat(store: ModelStore) -> None:
    tagger = load_tagger(store.path("efficientnet-lite2"), threads=2)
    with Image.open(_SAMPLES / "pictures" / "observatory-cat.jpg") as opened:
        (tags,) = tagger.tag([np.asarray(opened.convert("RGB"))], top=5)
    cats = {"Egyptian Mau", "tiger cat", "tabby cat", "Siamese cat", "Persian cat"}
    assert tags[0].name in cats
    assert sum(tag.probability for tag in tags if tag.name in cats) > 0.6


@pytest.mark.parametrize("name", ["cat-sitter.m4a", "visitor-phone-line.mp3"])
def test_speech_is_heard_nearly_word_for_word(store: ModelStore, name: str) -> None:
    (recording,) = (each for each in RECORDINGS if each.name.endswith(f"/{name}"))
    reader = load_speech_reader(store.path("whisper-base"), threads=2)
    transcript = reader.transcribe(decode_audio(str(_SAMPLES / recording.name)))
    heard = " ".join(segment.text for segment in transcript.segments)
    assert transcript.language == "en"
    assert word_error_rate([" ".join(recording.sentences)], [heard]) < 4
    # each sentence at its own second: as many segments as sentences, in order and apart
    assert len(transcript.segments) >= len(recording.sentences) - 1
    for one, following in pairwise(transcript.segments):
        assert one.start_s < one.end_s <= following.start_s + 0.1


def test_speech_keeps_the_times_of_the_recording(store: ModelStore) -> None:
    """A recording between long silences: its times are the recording's own."""
    reader = load_speech_reader(store.path("whisper-base"), threads=2)
    sound = decode_audio(str(_SAMPLES / "recordings" / "cat-sitter.m4a"))
    silence = np.zeros(12 * 16_000, np.float32)
    alone = reader.transcribe(sound).segments
    later = reader.transcribe(np.concatenate([silence, sound, silence])).segments
    assert later[0].start_s == pytest.approx(alone[0].start_s + 12, abs=0.5)
    assert later[-1].end_s == pytest.approx(alone[-1].end_s + 12, abs=0.5)


def test_speech_finds_no_words_in_silence_and_tones(store: ModelStore) -> None:
    reader = load_speech_reader(store.path("whisper-base"), threads=2)
    time = np.arange(3 * 16_000, dtype=np.float32) / 16_000
    tone = 0.3 * np.sin(2 * np.pi * 440 * time).astype(np.float32)
    assert reader.transcribe(np.zeros(48_000, np.float32)).segments == ()
    assert reader.transcribe(tone).segments == ()
    low = 0.3 * np.sin(2 * np.pi * 220 * time).astype(np.float32)
    noise = np.random.default_rng(0).normal(0, 0.1, 48_000).astype(np.float32)
    rows = reader.encode_windows([tone, low, noise, tone[:100]])
    assert rows.shape == (4, reader.dim) == (4, 512)
    assert rows[0] @ rows[1] > rows[0] @ rows[2]
    assert reader.encode_windows([]).shape == (0, 512)
