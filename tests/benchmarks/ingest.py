"""How fast files become vectors and words, against peers in the same run.

Text: `sentence_transformers.encode(batch_size=32)` on texts of 4 to 170 words. Pictures: from JPEG
files of 12 megapixels to vectors, by two reader processes ahead of the encoder as when files are
added, against Pillow, transformers' processor and model at the same crop size. Speech:
`faster_whisper.WhisperModel.transcribe()` with its defaults, but for the weights in 8 bits, which
made it faster here.

A peer works in a process of its own, without what ours sets for its process. Both sides take turns,
and medians are compared (of speech, sums over the recordings), because the machine may be shared;
processor seconds tell more than the clock there. `limits_s` says how long the products of the
encoders' layers alone would take at the speed of one large product of this machine, in the number
format that ours uses; of speech the encoder once for each 28 s, in float32, while ours multiplies
8 bits. Run it from the checkout:

    python -m tests.benchmarks.ingest
    python -m tests.benchmarks.ingest --speech speech.jsonl --sounds DIR

What is not given comes with the checkout: texts from its documents, the sample library's
photographs enlarged to 4,000 by 3,000, and its recordings with the sentences they were made of."""

from __future__ import annotations

import argparse
import json
import math
import multiprocessing
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image

GOALS = {"text": 1.2, "cosine": 0.99, "image": 3.0, "speech": 1.5, "wer_points": 0.2}


_ROOT = Path(__file__).resolve().parents[2]
_SAMPLES = _ROOT / "resources" / "samples" / "library"
_ENCODE_AT_ONCE = 4
_PATCHES = (224 // 14) ** 2 + 1  # tokens of a picture
_WHISPER_BASE_ENCODER = 6 * 512 * (4 * 512 + 2 * 2048)  # multiplications a state in its layers

Clip = tuple[NDArray[np.float32], str]  # mono samples at 16 kHz, what is said


def run(
    *,
    threads: int = 2,
    runs: int = 3,
    texts: Path | None = None,
    pictures: Path | None = None,
    speech: Path | None = None,
    sounds: Path | None = None,
    n_texts: int = 80,
    n_pictures: int = 8,
    n_clips: int = 40,
) -> dict[str, Any]:
    """Return ratios (peer's time divided by ours: larger is better) by the clock and by processor
    seconds, medians in seconds, the cosines of our text vectors to the peer's, word error rates in
    per cent, the limits aimed at and which of them were missed.

    `texts` is JSON lines with `text`; `speech` JSON lines with `path` and `transcript`, paths under
    `sounds`."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    from models.memory import keep_freed_memory

    keep_freed_memory()  # as the engine's process does
    store = _store()
    found: dict[str, Any] = {
        "threads": threads,
        "runs": runs,
        "ratios": {},
        "cpu_ratios": {},
        "medians_s": {},
        "goals": GOALS,
        "limits_s": {},
    }
    _text(found, store.path("all-minilm-l6-v2"), threads, runs, _texts(texts, n_texts))
    with tempfile.TemporaryDirectory() as folder:
        files = _large_jpegs(Path(folder), pictures or _SAMPLES / "pictures", n_pictures)
        _image(found, store.path("dinov2-small"), threads, runs, files)
    clips = _clips(speech, sounds, n_clips) if speech and sounds else _sample_recordings()[:n_clips]
    _speech(found, store.path("whisper-base"), threads, clips)
    found["missed"] = _missed(found)
    return found


def _missed(found: dict[str, Any]) -> list[str]:
    missed = [name for name in ("text", "image", "speech") if found["ratios"][name] < GOALS[name]]
    if found["cosine"] < GOALS["cosine"]:
        missed.append("cosine")
    if found["wer"]["ours"] - found["wer"]["peer"] > GOALS["wer_points"]:
        missed.append("wer_points")
    return missed


def _store() -> Any:
    from platformdirs import user_data_dir

    from models.store import ModelStore

    named = os.environ.get("TRIPTYCH_MODELS")
    return ModelStore(Path(named) if named else Path(user_data_dir("triptych")) / "models")


Timed = tuple[Any, float, float]  # a result, seconds by the clock and of processors


def _timed(work: Callable[[], Any]) -> Timed:
    clock, cpu = time.perf_counter(), time.process_time()
    result = work()
    return result, time.perf_counter() - clock, time.process_time() - cpu


class Peer:
    """A process that does the same work with a peer: `make(path, threads)` there returns the
    function that is called."""

    def __init__(self, make: Callable[..., Callable[[Any], Any]], path: Path, threads: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, make, path, threads))

    def __enter__(self) -> Self:
        self._process.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._pipe.send(None)
        self._process.join()

    def __call__(self, given: Any) -> Timed:
        self._pipe.send(given)
        timed: Timed = self._pipe.recv()
        return timed


def _serve(pipe: Any, make: Callable[..., Callable[[Any], Any]], path: Path, threads: int) -> None:
    work = make(path, threads)
    while (given := pipe.recv()) is not None:
        pipe.send(_timed(lambda given=given: work(given)))


def _alternate(
    found: dict[str, Any], name: str, runs: int, ours: Callable[[], Any], peer: Callable[[], Timed]
) -> tuple[Any, Any]:
    """Run both in turn, once unmeasured; note medians and their ratio; return the last results."""
    given, (expected, _, _) = ours(), peer()
    taken: dict[str, list[tuple[float, float]]] = {"ours": [], "peer": []}
    for _ in range(runs):
        given, *times = _timed(ours)
        taken["ours"].append((times[0], times[1]))
        expected, *times = peer()
        taken["peer"].append((times[0], times[1]))
    _note(
        found,
        name,
        {
            side: tuple(statistics.median(column) for column in zip(*pairs, strict=True))
            for side, pairs in taken.items()
        },
    )
    return given, expected


def _note(found: dict[str, Any], name: str, taken: Mapping[str, tuple[float, ...]]) -> None:
    """Note (clock, processor) seconds of both sides and how many times longer the peer took."""
    found["medians_s"][name] = {side: round(pair[0], 3) for side, pair in taken.items()}
    for kind, place in (("ratios", 0), ("cpu_ratios", 1)):
        found[kind][name] = round(taken["peer"][place] / taken["ours"][place], 3)


def _limit_s(products: int, dtype: Any) -> float:
    """Seconds for so many multiplications with addition, at the best of three large products."""
    import torch

    side = 2048
    a, b = (torch.randn(side, side).to(dtype) for _ in range(2))
    best = min(_timed(lambda: a @ b)[1] for _ in range(4))
    return round(products / side**3 * best, 3)


# --- text ----------------------------------------------------------------------------------


def _texts(source: Path | None, count: int) -> list[str]:
    """Texts of 4 to 170 words, all lengths alike likely."""
    chance = random.Random(0)
    if source is not None:
        rows = [json.loads(row) for row in source.read_text("utf-8").splitlines()]
        chance.shuffle(rows)
        return [
            " ".join(str(row["text"]).split()[: chance.randint(4, 170)]) for row in rows[:count]
        ]
    pages = [_ROOT / "README.md", *sorted((_ROOT / "docs").glob("*.md"))]
    words = " ".join(page.read_text("utf-8") for page in pages).split()
    starts = [chance.randrange(len(words) - 170) for _ in range(count)]
    return [" ".join(words[start : start + chance.randint(4, 170)]) for start in starts]


def _layers(path: Path) -> int:
    """Multiplications a token in the weights of an encoder's layers."""
    config = json.loads((path / "config.json").read_text("utf-8"))
    width = config["hidden_size"]
    inner = config.get("intermediate_size") or width * config.get("mlp_ratio", 4)
    return int(config["num_hidden_layers"] * width * (4 * width + 2 * inner))


def _text(found: dict[str, Any], path: Path, threads: int, runs: int, texts: Sequence[str]) -> None:
    from models.linear import best_dtype
    from models.text import load_text_encoder

    encoder = load_text_encoder(path, threads=threads)
    with Peer(_sentence_transformers, path, threads) as peer:
        given, expected = _alternate(
            found, "text", runs, lambda: encoder.encode_documents(texts), lambda: peer(list(texts))
        )
    tokens = sum(min(len(encoder.token_spans(text)) + 2, encoder.max_tokens) for text in texts)
    found["limits_s"]["text"] = _limit_s(tokens * _layers(path), best_dtype())
    cosines = (given * expected).sum(1)
    found["cosine"] = round(float(cosines.mean()), 5)
    found["cosine_lowest"] = round(float(cosines.min()), 5)


def _sentence_transformers(path: Path, threads: int) -> Callable[[Any], Any]:
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(threads)
    model = SentenceTransformer(str(path), device="cpu")
    return lambda texts: model.encode(texts, batch_size=32, show_progress_bar=False)


# --- pictures ------------------------------------------------------------------------------


def _large_jpegs(folder: Path, source: Path, count: int) -> list[Path]:
    photographs = sorted(source.glob("*.jpg"))
    files = []
    for number in range(count):
        with Image.open(photographs[number % len(photographs)]) as opened:
            large = opened.convert("RGB").resize((4000, 3000), Image.Resampling.BICUBIC)
        files.append(folder / f"{number}.jpg")
        large.save(files[-1], quality=90)
    return files


def _image(
    found: dict[str, Any], path: Path, threads: int, runs: int, files: Sequence[Path]
) -> None:
    from app.tasks.readers import ReaderPool
    from models.image import load_image_encoder
    from models.linear import best_dtype

    encoder = load_image_encoder(path, threads=threads)
    with (
        Peer(_transformers, path, threads) as peer,
        ReaderPool(2) as readers,
        ThreadPoolExecutor(2) as ahead,
    ):

        def ours() -> None:
            readings = ahead.map(readers.read, files)
            for some in _groups(readings):
                encoder.encode_images([reading.rgb for reading in some])

        _alternate(found, "image", runs, ours, lambda: peer(list(files)))
    found["limits_s"]["image"] = _limit_s(len(files) * _PATCHES * _layers(path), best_dtype())
    del found["cpu_ratios"]["image"]  # the readers are processes of their own
    found["pictures"] = len(files)


def _groups(things: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(things)
    while group := list(islice(left, _ENCODE_AT_ONCE)):
        yield group


def _transformers(path: Path, threads: int) -> Callable[[Any], Any]:
    import torch
    from transformers import AutoImageProcessor, AutoModel

    torch.set_num_threads(threads)
    processor = AutoImageProcessor.from_pretrained(path, local_files_only=True)
    model = AutoModel.from_pretrained(path, local_files_only=True).eval()

    def encode(files: Sequence[Path]) -> None:
        for some in _groups(files):
            images = []
            for file in some:
                with Image.open(file) as opened:
                    images.append(opened.convert("RGB"))
            with torch.inference_mode():
                model(**processor(images=images, return_tensors="pt"))

    return encode


# --- speech --------------------------------------------------------------------------------


def _sample_recordings() -> list[Clip]:
    from faster_whisper.audio import decode_audio

    from tests.evaluation.sample_builder.sound import RECORDINGS

    return [
        (decode_audio(str(_SAMPLES / each.name)), " ".join(each.sentences)) for each in RECORDINGS
    ]


def _clips(rows: Path, sounds: Path, count: int) -> list[Clip]:
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


def _speech(found: dict[str, Any], path: Path, threads: int, clips: Sequence[Clip]) -> None:
    """Each recording once by both, after one unmeasured; the times are summed."""
    import torch

    from models.speech import load_speech_reader

    reader = load_speech_reader(path, threads=threads)

    def heard(samples: NDArray[np.float32]) -> str:
        return " ".join(each.text for each in reader.transcribe(samples).segments)

    with Peer(_faster_whisper, path, threads) as peer:
        sides: dict[str, Callable[[NDArray[np.float32]], Timed]] = {
            "ours": lambda samples: _timed(lambda: heard(samples)),
            "peer": peer,
        }
        texts: dict[str, list[str]] = {side: [] for side in sides}
        taken = dict.fromkeys(sides, (0.0, 0.0))
        for number, (samples, _) in enumerate([clips[0], *clips]):
            for side, listen in sides.items():
                text, clock, cpu = listen(samples)
                if number:
                    texts[side].append(text)
                    taken[side] = (taken[side][0] + clock, taken[side][1] + cpu)
    _note(found, "speech", taken)
    windows = sum(math.ceil(len(samples) / 16_000 / 28) for samples, _ in clips)
    found["limits_s"]["speech"] = _limit_s(windows * 1500 * _WHISPER_BASE_ENCODER, torch.float32)
    said = [words for _, words in clips]
    found["wer"] = {side: round(word_error_rate(said, texts[side]), 2) for side in sides}
    found["recordings"] = len(clips)
    found["recorded_s"] = round(sum(len(samples) for samples, _ in clips) / 16_000, 1)


def _faster_whisper(path: Path, threads: int) -> Callable[[Any], Any]:
    from faster_whisper import WhisperModel

    model = WhisperModel(str(path), device="cpu", compute_type="int8", cpu_threads=threads)
    return lambda samples: " ".join(each.text.strip() for each in model.transcribe(samples)[0])


def word_error_rate(references: Sequence[str], heard: Sequence[str]) -> float:
    """In per cent of the references' words, after Whisper's English normaliser."""
    from transformers.models.whisper.english_normalizer import EnglishTextNormalizer

    normalise = EnglishTextNormalizer({})  # type: ignore[no-untyped-call]
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
    for name, default in (("threads", 2), ("runs", 3), ("n-clips", 40), ("n-pictures", 8)):
        parser.add_argument(f"--{name}", type=int, default=default)
    print(json.dumps(run(**vars(parser.parse_args())), indent=1))


if __name__ == "__main__":
    main()
