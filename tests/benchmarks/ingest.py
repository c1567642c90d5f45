"""How fast files become vectors and words, against peers in the same run.

Text: `sentence_transformers.encode(batch_size=32)` on mixed-length texts. Pictures: from JPEG files
of 12 megapixels to vectors, against Pillow, transformers' processor and model at the same size.
Speech: `faster_whisper.WhisperModel.transcribe()` with its defaults. Runs of both sides alternate
and medians are compared, because the machine may be shared. Run it from the checkout:

    python -m tests.benchmarks.ingest --texts texts.jsonl --speech speech.jsonl --sounds DIR

Pictures are made here: photographs of a folder, or noise with edges, enlarged to 4,000 by 3,000."""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

LIMITS = {"text": 1.2, "cosine": 0.99, "image": 3.0, "speech": 1.5, "wer_points": 0.2}


def run(
    *,
    threads: int = 2,
    runs: int = 3,
    texts: Path | None = None,
    pictures: Path | None = None,
    speech: Path | None = None,
    sounds: Path | None = None,
    n_texts: int = 120,
    n_pictures: int = 6,
    n_clips: int = 40,
) -> dict[str, Any]:
    """Return ratios (peer's time divided by ours: larger is better), medians in seconds, mean
    cosine of our text vectors to the peer's, word error rates, and the limits aimed at.

    `texts` is JSON lines with `text`; `speech` JSON lines with `path` and `transcript`, paths under
    `sounds`. What is not given is made here (texts, pictures) or left out (speech)."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    import torch

    torch.set_num_threads(threads)
    store = _store()
    found: dict[str, Any] = {
        "threads": threads,
        "runs": runs,
        "ratios": {},
        "medians_s": {},
        "limits": LIMITS,
    }
    _text(found, store.path("all-minilm-l6-v2"), threads, runs, _texts(texts, n_texts))
    with tempfile.TemporaryDirectory() as folder:
        files = _large_jpegs(Path(folder), pictures, n_pictures)
        _image(found, store.path("dinov2-small"), threads, runs, files)
    if speech is not None and sounds is not None:
        clips = _clips(speech, sounds, n_clips)
        _speech(found, store.path("whisper-base"), threads, runs, clips)
    return found


def _store() -> Any:
    from platformdirs import user_data_dir

    from models.store import ModelStore

    named = os.environ.get("TRIPTYCH_MODELS")
    return ModelStore(Path(named) if named else Path(user_data_dir("triptych")) / "models")


def _alternate(
    found: dict[str, Any], name: str, runs: int, ours: Callable[[], Any], peer: Callable[[], Any]
) -> tuple[Any, Any]:
    """Run both in turn, once unmeasured; note medians and their ratio; return the last results."""
    given, expected = ours(), peer()
    times: dict[str, list[float]] = {"ours": [], "peer": []}
    for _ in range(runs):
        start = time.perf_counter()
        given = ours()
        middle = time.perf_counter()
        expected = peer()
        times["ours"].append(middle - start)
        times["peer"].append(time.perf_counter() - middle)
    medians = {side: statistics.median(taken) for side, taken in times.items()}
    found["medians_s"][name] = {side: round(value, 3) for side, value in medians.items()}
    found["ratios"][name] = round(medians["peer"] / medians["ours"], 3)
    return given, expected


# --- text ----------------------------------------------------------------------------------


def _texts(source: Path | None, count: int) -> list[str]:
    """Texts of 4 to 170 words, all lengths alike likely."""
    chance = random.Random(0)
    if source is None:
        words = [f"{a}{b}" for a in ("sun", "moon", "rain", "stone") for b in ("", "s", "light")]
        return [" ".join(chance.choices(words, k=chance.randint(4, 170))) for _ in range(count)]
    rows = [json.loads(row) for row in source.read_text("utf-8").splitlines()]
    chance.shuffle(rows)
    return [" ".join(str(row["text"]).split()[: chance.randint(4, 170)]) for row in rows[:count]]


def _text(found: dict[str, Any], path: Path, threads: int, runs: int, texts: Sequence[str]) -> None:
    from sentence_transformers import SentenceTransformer

    from models.text import load_text_encoder

    peer = SentenceTransformer(str(path), device="cpu")
    encoder = load_text_encoder(path, threads=threads)
    given, expected = _alternate(
        found,
        "text",
        runs,
        lambda: encoder.encode_documents(texts),
        lambda: peer.encode(list(texts), batch_size=32, show_progress_bar=False),
    )
    cosines = (given * expected).sum(1)
    found["cosine"] = round(float(cosines.mean()), 5)
    found["cosine_lowest"] = round(float(cosines.min()), 5)


# --- pictures ------------------------------------------------------------------------------


def _large_jpegs(folder: Path, source: Path | None, count: int) -> list[Path]:
    chosen = sorted(source.glob("*.*g"))[:count] if source is not None else []
    files = []
    for number in range(count):
        if chosen:
            with Image.open(chosen[number % len(chosen)]) as opened:
                small = opened.convert("RGB")
        else:
            grain = np.random.default_rng(number).integers(0, 256, (60, 80, 3), np.uint8)
            small = Image.fromarray(grain).filter(ImageFilter.GaussianBlur(1))
        file = folder / f"{number}.jpg"
        small.resize((4000, 3000), Image.Resampling.BICUBIC).save(file, quality=90)
        files.append(file)
    return files


def _image(
    found: dict[str, Any], path: Path, threads: int, runs: int, files: Sequence[Path]
) -> None:
    import torch
    from transformers import AutoImageProcessor, AutoModel

    from models.image import load_image_encoder
    from storage.readers.reading import read
    from storage.readers.values import Picture

    encoder = load_image_encoder(path, threads=threads)
    processor = AutoImageProcessor.from_pretrained(path, local_files_only=True)
    model = AutoModel.from_pretrained(path, local_files_only=True).eval()

    def ours() -> NDArray[np.float32]:
        readings = [read(file) for file in files]
        return encoder.encode_images([each.rgb for each in readings if isinstance(each, Picture)])

    @torch.inference_mode()
    def peer() -> NDArray[np.float32]:
        images = []
        for file in files:
            with Image.open(file) as opened:
                images.append(opened.convert("RGB"))
        pixels = processor(images=images, return_tensors="pt")["pixel_values"]
        return model(pixel_values=pixels).last_hidden_state[:, 0].numpy()

    _alternate(found, "image", runs, ours, peer)
    found["pictures"] = len(files)


# --- speech --------------------------------------------------------------------------------


def _clips(rows: Path, sounds: Path, count: int) -> list[tuple[NDArray[np.float32], str]]:
    import av

    lines = [json.loads(row) for row in rows.read_text("utf-8").splitlines()]
    english = [line for line in lines if line.get("lang", "en") == "en"]
    random.Random(1).shuffle(english)
    clips = []
    for line in english[:count]:
        with av.open(str(sounds / line["path"]), format=line.get("format")) as opened:
            frames = [frame.to_ndarray().reshape(-1) for frame in opened.decode(audio=0)]
        clips.append((np.concatenate(frames).astype(np.float32) / 32768, str(line["transcript"])))
    return clips


def _speech(
    found: dict[str, Any],
    path: Path,
    threads: int,
    runs: int,
    clips: Sequence[tuple[NDArray[np.float32], str]],
) -> None:
    """The clips one by one, and all in one recording with 0.6 s of silence between them."""
    from faster_whisper import WhisperModel

    from models.speech import load_speech_reader

    reader = load_speech_reader(path, threads=threads)
    peer = WhisperModel(str(path), device="cpu", compute_type="int8", cpu_threads=threads)
    silence = np.zeros(9600, np.float32)
    joined = np.concatenate([part for clip, _ in clips for part in (clip, silence)])
    whole = " ".join(said for _, said in clips)

    def heard(samples: NDArray[np.float32]) -> str:
        return " ".join(each.text for each in reader.transcribe(samples).segments)

    def peer_heard(samples: NDArray[np.float32]) -> str:
        return " ".join(each.text.strip() for each in peer.transcribe(samples)[0])

    found["wer"] = {}
    for name, sounds, said in (
        ("speech", [joined], [whole]),
        ("speech_clips", [clip for clip, _ in clips], [said for _, said in clips]),
    ):
        given, expected = _alternate(
            found,
            name,
            runs,
            lambda sounds=sounds: [heard(sound) for sound in sounds],
            lambda sounds=sounds: [peer_heard(sound) for sound in sounds],
        )
        found["wer"][name] = {
            "ours": round(word_error_rate(said, given), 2),
            "peer": round(word_error_rate(said, expected), 2),
        }


def word_error_rate(references: Sequence[str], heard: Sequence[str]) -> float:
    """In per cent of the references' words, after Whisper's English normaliser."""
    from transformers.models.whisper.english_normalizer import EnglishTextNormalizer

    normalise = EnglishTextNormalizer({})
    errors = words = 0
    for reference, given in zip(references, heard, strict=True):
        expected, found = normalise(reference).split(), normalise(given).split()
        errors += _edits(expected, found)
        words += len(expected)
    return 100 * errors / max(words, 1)


def _edits(expected: Sequence[str], given: Sequence[str]) -> int:
    row = list(range(len(given) + 1))
    for place, word in enumerate(expected, 1):
        above, row[0] = row[:], place
        for other, heard in enumerate(given, 1):
            row[other] = min(
                above[other] + 1, row[other - 1] + 1, above[other - 1] + (word != heard)
            )
    return row[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("texts", "pictures", "speech", "sounds"):
        parser.add_argument(f"--{name}", type=Path)
    for name, default in (("threads", 2), ("runs", 3), ("n-clips", 40), ("n-pictures", 6)):
        parser.add_argument(f"--{name}", type=int, default=default)
    print(json.dumps(run(**vars(parser.parse_args())), indent=1))


if __name__ == "__main__":
    main()
