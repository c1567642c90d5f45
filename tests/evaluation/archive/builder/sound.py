"""The archive's recordings: memos, a telephone line, a meeting of two minutes with four voices, and
messages in German and French. flite speaks the English, espeak-ng the rest."""

from __future__ import annotations

import subprocess
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 16_000
PAUSE_S = 0.5
_SPEED = "140"  # words a minute, for espeak-ng
Line = tuple[str, str]  # voice, sentence

_INES, _OWEN, _LUCY, _ROWAN = "flite:slt", "flite:rms", "flite:slt", "flite:awb"


@dataclass(frozen=True, slots=True)
class Recording:
    name: str
    title: str
    codec: tuple[str, ...]
    lines: tuple[Line, ...]


def said(voice: str, *sentences: str) -> tuple[Line, ...]:
    return tuple((voice, sentence) for sentence in sentences)


RECORDINGS = (
    Recording(
        "recordings/memo-section-leaders.ogg",
        "Memo for the section leaders",
        ("-c:a", "libopus", "-b:a", "28k"),
        said(
            _INES,
            "This is Ines, with a memo for the section leaders.",
            "Please take the Sanctus slower than last week.",
            "In the Libera me, the basses breathe only after the third bar.",
            "The tenors should bring pencils to every rehearsal.",
            "I am away in the second week of April.",
            "Felix Norden takes the rehearsal on the tenth.",
        ),
    ),
    Recording(
        "recordings/bus-driver.mp3",
        "Owen about the bus",
        ("-c:a", "libmp3lame", "-b:a", "40k"),
        said(
            _OWEN,
            "Hello, this is Owen, about the bus.",
            "Our driver is called Mister Tindall.",
            "We stop for lunch at one o'clock, at a lake.",
            "The crate with the folders travels beside the driver.",
            "Nobody may eat ice cream on the bus.",
            "The driver gets fifty pounds from us at the end.",
        ),
    ),
    Recording(
        "recordings/phone-line.m4a",
        "Telephone line of the Thornwick Singers",
        ("-c:a", "aac", "-b:a", "40k"),
        said(
            _LUCY,
            "You have reached the telephone line of the Thornwick Singers.",
            "New singers are welcome on the first Thursday of every month.",
            "There is no audition.",
            "You can borrow a folder for the first four weeks.",
            "Please leave your name and number after the tone.",
        ),
    ),
    Recording(
        "recordings/meeting-12-may.ogg",
        "Planning meeting for the summer concert, 12 May 2025",
        ("-c:a", "libopus", "-b:a", "28k"),
        (
            *said(
                _ROWAN,
                "Good evening, this is the planning meeting for the summer concert.",
                "Lucy, Owen and Samuel are here.",
                "Let us begin with the tickets.",
            ),
            *said(
                "flite:slt",
                "I would not sell tickets on the internet this year.",
                "The village shop takes five percent, and that is fair.",
            ),
            *said(
                _OWEN,
                "Then the cars.",
                "Two scouts will show the way with lamps.",
                "The farmer asks us to keep the gate closed, because of the sheep.",
            ),
            *said(
                "flite:kal16",
                "As treasurer I must ask about the price of drinks.",
                "Last year we took two pounds for a glass of wine.",
                "I suggest three pounds this year.",
            ),
            *said(
                "flite:slt",
                "Three pounds is too much for the village.",
                "Let us say two pounds fifty.",
            ),
            *said(_ROWAN, "Agreed, two pounds fifty for a glass of wine."),
            *said(
                _OWEN,
                "What about the raffle?",
                "The bakery gives a cake, and the mill gives ten bags of flour.",
                "The first prize is a weekend for two at the coast.",
            ),
            *said(
                _ROWAN,
                "Who paid for the weekend?",
            ),
            *said(_OWEN, "The insurance company gave it to us."),
            *said(
                "flite:slt",
                "We have two hundred and twenty cushions from the church.",
                "But we need somebody who fetches them on Friday.",
            ),
            *said(
                "flite:kal16",
                "I can do that with my van, at four o'clock.",
            ),
            *said(
                _ROWAN,
                "Thank you, Samuel.",
                "Lucy, how many programmes shall we print?",
            ),
            *said(
                "flite:slt",
                "Last year one hundred and fifty were not enough.",
                "I would print two hundred.",
                "The leaflet also needs the name of the organ player.",
            ),
            *said(
                _OWEN,
                "The organ is carried into the barn on Thursday morning.",
                "Six strong people are needed, and a ramp.",
                "The ramp comes from the fire brigade.",
            ),
            *said(
                "flite:kal16",
                "Does the fire brigade want money for it?",
            ),
            *said(
                _OWEN,
                "No, but they would like five free tickets.",
            ),
            *said(
                _ROWAN,
                "They shall have them.",
                "After the concert the choir eats together in the mill.",
                "Everybody brings something, and the society pays for the drinks.",
                "We clean the barn on Sunday, from eleven o'clock.",
                "If it rains, I decide by noon whether we move to the church.",
                "Then we are done for tonight.",
            ),
        ),
    ),
    Recording(
        "recordings/ansage-liederkranz.ogg",
        "Ansage des Liederkranzes Hohenried",
        ("-c:a", "libopus", "-b:a", "28k"),
        said(
            "espeak:de+klatt3",
            "Guten Tag, hier ist der Liederkranz Hohenried.",
            "Wir proben jeden Mittwoch um zwanzig Uhr im Bürgersaal.",
            "Karten für das Konzert mit den englischen Gästen kosten zwölf Euro.",
            "Sie bekommen sie in der Buchhandlung am Marktplatz.",
            "Kinder haben freien Eintritt.",
        ),
    ),
    Recording(
        "recordings/message-etienne.mp3",
        "Message d'Étienne",
        ("-c:a", "libmp3lame", "-b:a", "40k"),
        said(
            "espeak:fr",
            "Bonjour, c'est Étienne, de Saint-Aubin.",
            "Votre train arrive à la gare à quatorze heures vingt.",
            "Je viens vous chercher avec un petit autobus blanc.",
            "Après le concert, il y a une soupe pour tout le monde.",
            "Apportez des chaussures noires, s'il vous plaît.",
        ),
    ),
)


def write_recordings(folder: Path, recordings: Sequence[Recording] = RECORDINGS) -> None:
    with TemporaryDirectory() as scratch:
        for recording in recordings:
            pause = np.zeros(round(PAUSE_S * SAMPLE_RATE_HZ), np.int16)
            pieces = [pause]
            for voice, sentence in recording.lines:
                pieces += [_spoken(voice, sentence, Path(scratch)), pause]
            plain = Path(scratch) / "joined.wav"
            _write_wav(plain, np.concatenate(pieces))
            target = folder / recording.name
            target.parent.mkdir(parents=True, exist_ok=True)
            _encode(plain, target, recording)


def _spoken(voice: str, sentence: str, scratch: Path) -> NDArray[np.int16]:
    raw, spoken = scratch / "raw.wav", scratch / "sentence.wav"
    program, name = voice.split(":")
    command = (
        ["flite", "-voice", name, "-t", sentence, "-o", str(raw)]
        if program == "flite"
        else ["espeak-ng", "-v", name, "-s", _SPEED, "-w", str(raw), sentence]
    )
    subprocess.run(command, check=True)
    convert = ["ffmpeg", "-v", "error", "-y", "-i", str(raw), "-ac", "1"]
    subprocess.run([*convert, "-ar", str(SAMPLE_RATE_HZ), str(spoken)], check=True)
    with wave.open(str(spoken), "rb") as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.int16)
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > 200)
    return samples[loud[0] : loud[-1] + 1]


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
