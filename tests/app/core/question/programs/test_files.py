"""Questions about files themselves, told from their properties; and when nothing is said."""

from __future__ import annotations

import io
import wave

import numpy as np
import pytest
from PIL import Image

from .conftest import FillShelf, Shelf

DRAFT = "# Slipway survey\n\nThe slipway is sound. The rails were greased in spring."
LETTER = """Hilda Tveit
12 March 2024

Dear Mr Falk,

the gutter above my window leaks again. Please send somebody.
"""


def photo(day: str, shade: int, camera: str = "") -> bytes:
    image = Image.new("RGB", (64, 48), (shade, 80, 120))
    exif = image.getexif()
    exif[0x0132] = day
    if camera:
        exif[0x0110] = camera
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif)
    return buffer.getvalue()


def sound(seconds: int) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16_000)
        tone = np.sin(np.arange(16_000 * seconds) / 9) * 8000
        out.writeframes(tone.astype(np.int16).tobytes())
    return buffer.getvalue()


def mail(subject: str, sender: str, to: str, date: str, body: str) -> bytes:
    heads = f"From: {sender}\nTo: {to}\nSubject: {subject}\nDate: {date}\n"
    return f"{heads}Content-Type: text/plain; charset=utf-8\n\n{body}\n".encode()


@pytest.fixture(scope="module")
def shelf(shelf_of: FillShelf) -> Shelf:
    return shelf_of(
        {
            "pictures/lighthouse.jpg": photo("2023:07:04 12:30:00", 10, "Ixus 70"),
            "pictures/old-bridge.jpg": photo("2021:05:20 08:00:00", 90),
            "pictures/harvest.jpg": photo("2024:09:15 17:45:00", 200),
            "sound/bee-talk.wav": sound(65),
            "sound/stairwell.wav": sound(5),
            "mail/roof.eml": mail(
                "Quote for the roof",
                "Otto Falk <falk@example.org>",
                "hilda@example.org",
                "Mon, 06 May 2024 10:15:00 +0000",
                "We can mend the roof for 2,400 euros.",
            ),
            "mail/hedge.eml": mail(
                "The hedge",
                "Ida Brandt <ida@example.org>",
                "hilda@example.org",
                "Tue, 11 Jun 2024 18:00:00 +0000",
                "Could we cut the hedge on Saturday?",
            ),
            "letters/tveit-gutter.txt": LETTER,
            "notes/slipway-survey.md": DRAFT,
        }
    )


@pytest.mark.parametrize(
    ("question", "language", "expected"),
    [
        ("When was the photo of the lighthouse taken?", "en", "4 July 2023, 12:30"),
        ("On which day was the picture of the old bridge taken?", "en", "20 May 2021"),
        ("Wann wurde das Foto „lighthouse“ aufgenommen?", "de", "4. Juli 2023"),
        ("Quand a été prise la photo lighthouse ?", "fr", "4 juillet 2023"),
        ("¿Cuándo se tomó la foto lighthouse?", "es", "4 de julio de 2023"),
        ("Which camera took the photo of the lighthouse?", "en", "Ixus 70"),
        ("How long is the bee talk recording?", "en", "1 min 5 s"),
        ("Wie lang ist die Aufnahme „stairwell“?", "de", "5 s"),
        ("Who sent the mail about the roof?", "en", "Otto Falk"),
        ("Von wem ist die Mail zum roof?", "de", "Otto Falk"),
        ("When was the mail about the hedge sent?", "en", "11 June 2024, 18:00"),
        ("To whom was the mail about the hedge sent?", "en", "hilda@example.org"),
        ("Which is the newest photo?", "en", "harvest"),
        ("Which photo is the oldest?", "en", "old bridge"),
        ("Which is the longest recording?", "en", "bee talk"),
        ("Who sent the latest mail?", "en", "Ida Brandt"),
        ("When was the letter about the gutter written?", "en", "12 March 2024"),
    ],
)
def test_properties_are_told(shelf: Shelf, question: str, language: str, expected: str) -> None:
    said = shelf.says(question, language)
    assert said is not None
    assert expected in said


@pytest.mark.parametrize(
    "question",
    [
        "When was the photo of the windmill taken?",
        "When was the photo taken?",  # which?
        "When was the lighthouse built?",
        "Who sent the mail about the fence?",
        "Who is in the photo of the lighthouse?",
        "How long is the old bridge?",
        "What does the latest mail say?",
        "Who wrote the slipway survey?",  # its properties name nobody
        "Which camera took the photo of the old bridge?",
        "How many pages does the slipway survey have?",
        "When was the photo of the lighthouse keeper taken?",
        "When was the letter about the roof written?",
    ],
)
def test_nothing_is_said_where_no_one_file_says_it(shelf: Shelf, question: str) -> None:
    assert shelf.says(question) is None


def test_a_place_in_the_file_is_quoted(shelf: Shelf) -> None:
    made = shelf.reckon("Who sent the mail about the roof?")
    assert made is not None
    (grounds,) = made.statements[0].rests_on
    assert grounds.quote == "From: Otto Falk <falk@example.org>"
