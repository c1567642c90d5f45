"""Who speaks: turns of conversations, and the same voice found again, over recordings at hand.

`python -m tests.benchmarks.speakers FOLDER [--states] [--rank-only]` looks into FOLDER for

- `turns/SET/NAME.wav` (or .flac, .mp3) with `NAME.rttm` beside it: who speaks when, as the
  field writes it down. Printed for each set: the share of the speech of one speaker at a time that
  is given to the wrong one after the best matching (speech that nobody was found in is left out),
  how often the number of speakers is right, and how many recordings of one voice fall apart.
- `voices/NAME/*`: short recordings of one speaker a folder. Joined one speaker after another, 14
  times at random, they make conversations of two to four speakers that are told as above. And of
  each recording it is asked whether the nearest other one is of the same speaker; with `--states`
  also by Whisper's encoder states, which is what sounds are compared by otherwise.

Speech is found by Silero here, not by Whisper's words. Needs the model `resemblyzer`."""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from faster_whisper.audio import decode_audio
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from app import settings
from app.core.intake.speakers import Said, numbered
from app.core.intake.turns import Turn, find_turns, window_starts
from models.protocols import VoiceEncoder
from models.speakers import load_voice_encoder
from models.store import ModelStore
from models.voice import voice_stretches

Turns = list[tuple[float, float, str]]
_FRAMES_PER_S = 20
_LEAST_S = 2.0  # of a speaker alone, to count as one; and of a recording, to be one
_GAP_S = 0.3
_A_VOICE = 20  # recordings of each speaker that are looked for


@dataclass(frozen=True, slots=True)
class Told:
    wrong: int  # frames
    frames: int
    there: int  # speakers
    found: int


def read_rttm(path: Path) -> Turns:
    rows = [line.split() for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [(float(r[3]), float(r[3]) + float(r[4]), r[7]) for r in rows if r[0] == "SPEAKER"]


def told(sound: NDArray[np.float32], turns: Turns, encoder: VoiceEncoder) -> Told:
    stretches = [(each.start_s, each.end_s) for each in voice_stretches(sound)]
    starts = window_starts(stretches, encoder.window_s)
    rows = encoder.encode_voices(sound, starts)
    heard = as_labelled(
        find_turns(stretches, starts, rows, encoder.window_s), starts, rows, encoder
    )
    n = len(sound) * _FRAMES_PER_S // 16_000 + 1
    said = _frames(turns, n)
    found = _frames([(t.start_s, t.end_s, str(t.speaker)) for t in heard], n)
    alone = (said.sum(0) == 1) & found.any(0)
    shared = (said[:, None] & found[None] & alone).sum(2)
    best = linear_sum_assignment(-shared)
    there = int(((said & alone).sum(1) >= _LEAST_S * _FRAMES_PER_S).sum())
    return Told(int(alone.sum() - shared[best].sum()), int(alone.sum()), there, len(found))


def as_labelled(
    turns: Sequence[Turn],
    starts: NDArray[np.float64],
    rows: NDArray[np.float32],
    encoder: VoiceEncoder,
) -> list[Turn]:
    """Turns with the speakers that a recording's passages are labelled with in the end."""
    middles = starts + encoder.window_s / 2
    said = []
    for turn in turns:
        inside = (middles >= turn.start_s) & (middles <= turn.end_s)
        said.append((rows[inside] if inside.any() else rows[:0], turn.speaker))
    voices = {}
    for speaker in {speaker for _, speaker in said}:
        mean = np.concatenate([own for own, other in said if other == speaker]).mean(0)
        voices[speaker] = mean / max(float(np.linalg.norm(mean)), 1e-12)
    told_apart = [Said(voices[turn.speaker], turn.end_s - turn.start_s) for turn in turns]
    _, of = numbered(told_apart)
    return [replace(turn, speaker=speaker) for turn, speaker in zip(turns, of, strict=True)]


def _frames(turns: Turns, n: int) -> NDArray[np.bool_]:
    speakers = {speaker: place for place, (_, _, speaker) in enumerate(turns)}
    order = {speaker: place for place, speaker in enumerate(speakers)}
    frames = np.zeros((len(order), n), bool)
    for start_s, end_s, speaker in turns:
        frames[order[speaker], int(start_s * _FRAMES_PER_S) : int(end_s * _FRAMES_PER_S)] = True
    return frames


def joined(
    clips: Sequence[tuple[str, NDArray[np.float32]]],
) -> tuple[NDArray[np.float32], Turns]:
    pieces, turns, at_s = [], [], 0.0
    for speaker, sound in clips:
        length_s = len(sound) / 16_000
        turns.append((at_s, at_s + length_s, speaker))
        pieces += [sound, np.zeros(int(_GAP_S * 16_000), np.float32)]
        at_s += length_s + _GAP_S
    return np.concatenate(pieces), turns


def conversations(voices: dict[str, list[Path]]) -> Iterator[tuple[NDArray[np.float32], Turns]]:
    """One recording a speaker, then twelve conversations of two to four."""
    chance, used = random.Random(11), dict.fromkeys(voices, 0)

    def clip(speaker: str) -> tuple[str, NDArray[np.float32]]:
        path = voices[speaker][used[speaker] % len(voices[speaker])]
        used[speaker] += 1
        return speaker, decode_audio(str(path))

    for speaker in voices:
        yield joined([clip(speaker) for _ in range(8)])
    for n_speakers in (2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4):
        chosen, clips = chance.sample(sorted(voices), min(n_speakers, len(voices))), []
        for turn in range(14):
            speaker = chosen[turn % len(chosen)] if turn < 4 else chance.choice(chosen)
            clips += [clip(speaker) for _ in range(chance.choice((1, 1, 2, 3)))]
        yield joined(clips)


def tell(name: str, results: Sequence[Told]) -> None:
    ones = [each for each in results if each.there < 2]
    several = [each for each in results if each.there > 1]
    if several:
        wrong = sum(e.wrong for e in several) / max(1, sum(e.frames for e in several))
        right = sum(e.there == e.found for e in several)
        labelled = [e for e in several if e.found > 1]
        of_those = sum(e.wrong for e in labelled) / max(1, sum(e.frames for e in labelled))
        print(
            f"{name}: {len(several)} conversations, {wrong:.3f} of the speech wrong, number of "
            f"speakers right in {right}; labelled {len(labelled)}, of their speech {of_those:.3f} "
            "wrong"
        )
    if ones:
        print(f"{name}: {len(ones)} of one voice, {sum(e.found > 1 for e in ones)} fall apart")


def rank_one(name: str, rows: NDArray[np.float32], speakers: Sequence[str]) -> None:
    near = rows @ rows.T
    np.fill_diagonal(near, -1)
    right = [
        speakers[int(best)] == mine for best, mine in zip(near.argmax(1), speakers, strict=True)
    ]
    print(f"same voice at rank 1 {name}: {np.mean(right):.3f} of {len(right)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--states", action="store_true")
    parser.add_argument("--rank-only", action="store_true", help="no conversations")
    options = parser.parse_args()
    shelf = ModelStore(settings.load()[0].model_store)
    encoder = load_voice_encoder(shelf.resolve("resemblyzer", "voices"), threads=1)
    for folder in sorted(path for path in (options.folder / "turns").glob("*") if path.is_dir()):
        results = []
        for rttm in sorted(folder.glob("*.rttm")):
            sound = next(p for p in sorted(folder.glob(f"{rttm.stem}.*")) if p != rttm)
            results.append(told(decode_audio(str(sound)), read_rttm(rttm), encoder))
        tell(folder.name, results)
    voices = {
        folder.name: [p for p in sorted(folder.iterdir()) if _seconds(p) >= _LEAST_S]
        for folder in sorted((options.folder / "voices").glob("*"))
        if folder.is_dir()
    }
    if not voices:
        return
    if not options.rank_only:
        tell("joined", [told(sound, turns, encoder) for sound, turns in conversations(voices)])
    clips = [(name, path) for name, paths in voices.items() for path in paths[-_A_VOICE:]]
    sounds = [decode_audio(str(path)) for _, path in clips]
    speakers = [name for name, _ in clips]
    rank_one("by the speaker encoder", encoder.encode_windows(sounds), speakers)
    if options.states:
        from models.speech import load_speech_reader

        reader = load_speech_reader(shelf.resolve("whisper-base", "speech"), threads=1)
        rank_one("by Whisper's states", reader.encode_windows(sounds), speakers)


def _seconds(path: Path) -> float:
    return len(decode_audio(str(path))) / 16_000


if __name__ == "__main__":
    main()
