"""The sample library's recordings: scripts read by flite's free voices, sentence by sentence.

Joining the sentences here gives each one's exact second, which the questions refer to."""

from __future__ import annotations

import subprocess
import wave
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 16_000
PAUSE_S = 0.55


@dataclass(frozen=True, slots=True)
class Recording:
    """A script for one voice; `codec` are ffmpeg's arguments for the file's format."""

    name: str
    title: str
    voice: str
    codec: tuple[str, ...]
    sentences: tuple[str, ...]


RECORDINGS = (
    Recording(
        "recordings/launch-week-memo.ogg",
        "Voice memo: the week of the DSCOVR launch",
        "rms",
        ("-c:a", "libopus", "-b:a", "32k"),
        (
            "Voice memo about the week when the space weather satellite was launched.",
            "The first attempt was on Sunday, the eighth of February.",
            "It was stopped because a tracking radar had failed.",
            "On Tuesday the rocket stayed on the ground again.",
            "The launch was called off because the winds in the upper atmosphere were too strong.",
            "On Wednesday evening, just before sunset, it flew at last.",
            "The ship that was meant to catch the first stage had left because of high waves.",
        ),
    ),
    Recording(
        "recordings/visitor-phone-line.mp3",
        "Telephone announcement for visitors",
        "slt",
        ("-c:a", "libmp3lame", "-b:a", "48k"),
        (
            "Thank you for calling the observatory.",
            "This is the recorded announcement for our public evenings.",
            "Please leave your car in the lower car park and walk up the hill.",
            "Bring a torch with red light, because white light spoils everybody's night vision.",
            "Dress warmly, since the dome is not heated.",
            "Dogs must stay outside.",
            "We look forward to your visit.",
        ),
    ),
    Recording(
        "recordings/technician-advice.wav",
        "Call with the technician about the main telescope",
        "rms",
        ("-c:a", "pcm_s16le"),
        (
            "Hello, this is the technician, about the main telescope.",
            "Before you observe, let the mirror cool down for forty minutes with the fan running.",
            "If you start earlier, the stars look like boiling dots.",
            "Do not touch the mirror with a cloth, only use the rubber bellows.",
            "And please order a new belt for the dome motor.",
        ),
    ),
    Recording(
        "recordings/cat-sitter.m4a",
        "Memo of the cat sitter",
        "slt",
        ("-c:a", "aac", "-b:a", "48k"),
        (
            "This is the cat sitter with a short report.",
            "I feed the cat at seven in the morning and at six in the evening.",
            "When visitors come, the cat hides behind the big star atlas in the library.",
            "The cat does not like the noise of the dome motor.",
            "Please buy more of the fish in jelly.",
        ),
    ),
    Recording(
        "recordings/deep-field-tour.flac",
        "Guided tour: the deep field",
        "slt",
        ("-c:a", "flac", "-compression_level", "8"),
        (
            "Welcome to the guided tour of our gallery.",
            "You stand before the deep field, a tiny patch of the southern sky.",
            "Almost every point of light in this picture is a whole galaxy.",
            "Only a few bright ones with spikes are stars of our own Milky Way.",
            "The light of the faintest ones set out more than thirteen billion years ago.",
        ),
    ),
    Recording(
        "recordings/shuttle-ascent-story.mp3",
        "Archive talk: the ascent of mission STS-93",
        "slt",
        ("-c:a", "libmp3lame", "-b:a", "48k"),
        (
            "From our archive of evening talks, the story of a difficult flight.",
            "Shuttle Columbia lifted off shortly after midnight, in July nineteen ninety nine.",
            "Five seconds after lift off, "
            "a short circuit stopped the main computers of two engines.",
            "The second set of computers took over at once, and the crew reached orbit.",
            "A small hydrogen leak left the shuttle eleven kilometers below the planned orbit.",
        ),
    ),
    Recording(
        "recordings/espresso-machine-care.ogg",
        "Kitchen memo: care of the espresso machine",
        "rms",
        ("-c:a", "libvorbis", "-q:a", "2"),
        (
            "Kitchen memo about the espresso machine.",
            "Clean out the lime on the first Monday of every month.",
            "Use two spoons of citric acid in one litre of water.",
            "Then run clean water through it three times.",
            "The red cups belong on top of the machine, so that they stay warm.",
        ),
    ),
)


def write_recordings(folder: Path) -> dict[str, list[tuple[float, float]]]:
    """Write every recording; return each sentence's (start_s, end_s) by file name."""
    times = {}
    with TemporaryDirectory() as scratch:
        for recording in RECORDINGS:
            samples, spans = _spoken(recording, Path(scratch))
            plain = Path(scratch) / "joined.wav"
            _write_wav(plain, samples)
            target = folder / recording.name
            target.parent.mkdir(parents=True, exist_ok=True)
            _encode(plain, target, recording)
            times[recording.name] = spans
    return times


def _spoken(
    recording: Recording, scratch: Path
) -> tuple[NDArray[np.int16], list[tuple[float, float]]]:
    pause = np.zeros(round(PAUSE_S * SAMPLE_RATE_HZ), np.int16)
    pieces = [pause]
    spans = []
    position = len(pause)
    for sentence in recording.sentences:
        spoken = scratch / "sentence.wav"
        subprocess.run(
            ["flite", "-voice", recording.voice, "-t", sentence, "-o", str(spoken)], check=True
        )
        samples = _trimmed(_read_wav(spoken))
        spans.append(
            (
                round(position / SAMPLE_RATE_HZ, 2),
                round((position + len(samples)) / SAMPLE_RATE_HZ, 2),
            )
        )
        pieces += [samples, pause]
        position += len(samples) + len(pause)
    return np.concatenate(pieces), spans


def _trimmed(samples: NDArray[np.int16]) -> NDArray[np.int16]:
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > 200)
    return samples[loud[0] : loud[-1] + 1]


def _read_wav(path: Path) -> NDArray[np.int16]:
    with wave.open(str(path), "rb") as file:
        if file.getframerate() != SAMPLE_RATE_HZ or file.getnchannels() != 1:
            raise ValueError(f"{path}: expected mono at {SAMPLE_RATE_HZ} Hz")
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.int16)


def _write_wav(path: Path, samples: NDArray[np.int16]) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE_HZ)
        file.writeframes(samples.astype("<i2").tobytes())


def _encode(source: Path, target: Path, recording: Recording) -> None:
    subprocess.run(
        [
            *("ffmpeg", "-v", "error", "-y", "-i", str(source), "-map_metadata", "-1"),
            *("-metadata", f"title={recording.title}", "-fflags", "+bitexact"),
            *("-flags:a", "+bitexact", *recording.codec, str(target)),
        ],
        check=True,
    )
