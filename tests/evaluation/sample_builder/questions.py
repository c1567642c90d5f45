"""The demo questions: each needs a text, a picture and a recording, and says where each fact is.

A fact holds if the answer contains one of `any_of` (case ignored), and it is cited at the correct
place if a citation of that file meets `locator`: the same page, slide, part or last heading, or an
interval that overlaps start_s..end_s; a picture as a whole, or any frame in it."""

from __future__ import annotations

from typing import Any

from tests.evaluation.sample_builder.sound import RECORDINGS

Spans = dict[str, list[tuple[float, float]]]


def questions(times: Spans) -> dict[str, Any]:
    """Return the content of questions.json; `times` as `write_recordings` returns them."""

    def said(name: str, words: str, any_of: list[str]) -> dict[str, Any]:
        (recording,) = (r for r in RECORDINGS if r.name == f"recordings/{name}")
        (place,) = (n for n, s in enumerate(recording.sentences) if words in s)
        start_s, end_s = times[recording.name][place]
        return {
            "kind": "audio",
            "file": recording.name,
            "locator": {"start_s": start_s, "end_s": end_s},
            "quote": recording.sentences[place],
            "any_of": any_of,
        }

    return {
        "version": 1,
        "questions": [
            {
                "id": "launch",
                "question": "At which launch complex does the rocket on the postcard stand, how "
                "far from Earth does the DSCOVR satellite work, and why was the launch called off?",
                "facts": [
                    _seen("postcard-falcon-9.jpg", ["complex 40", "LC-40"]),
                    _written(
                        "missions/dscovr-briefing.pdf",
                        {"page": 2},
                        "DSCOVR works 1.5 million kilometres from Earth",
                        ["1.5 million"],
                    ),
                    said("launch-week-memo.ogg", "called off because the winds", ["wind"]),
                ],
            },
            {
                "id": "cat",
                "question": "What colour are the eyes of the observatory cat in the picture, when "
                "is its vaccination due, and where does it hide when visitors come?",
                "facts": [
                    _seen("observatory-cat.jpg", ["green"]),
                    _written(
                        "mail/vaccination-reminder.eml",
                        {},
                        "The yearly vaccination is due on 14 March.",
                        ["14 March", "March 14", "14th of March"],
                    ),
                    said("cat-sitter.m4a", "hides behind the big star atlas", ["star atlas"]),
                ],
            },
            {
                "id": "deep-field",
                "question": "How many galaxies does the Hubble photograph show, how long was the "
                "total exposure of the eXtreme Deep Field, and how long ago did the light of the "
                "faintest galaxies set out?",
                "facts": [
                    _seen("hubble-extreme-deep-field.jpg", ["5,500", "5500"]),
                    _written(
                        "books/looking-deep.epub",
                        {"heading_path": ["The eXtreme Deep Field, 2012"]},
                        "The total exposure of the eXtreme Deep Field was two million seconds",
                        ["two million seconds", "2 million seconds", "23 days"],
                    ),
                    said(
                        "deep-field-tour.flac",
                        "set out more than thirteen billion",
                        ["thirteen billion", "13 billion"],
                    ),
                ],
            },
            {
                "id": "telescope",
                "question": "What focal length is on the plate of the main telescope, which "
                "eyepiece is recommended for the first view, and how long must the mirror cool "
                "down?",
                "facts": [
                    _seen("telescope-type-plate.png", ["2000", "2,000"]),
                    _written(
                        "telescope/telescope-handbook.docx",
                        {"heading_path": ["Choosing the eyepiece"]},
                        "The 40 mm eyepiece is recommended for the first view",
                        ["40 mm", "40mm", "40-mm"],
                    ),
                    said(
                        "technician-advice.wav",
                        "let the mirror cool down",
                        ["forty minutes", "40 minutes", "40-minute"],
                    ),
                ],
            },
            {
                "id": "shuttle",
                "question": "Who is the astronaut in the portrait, which observatory did her crew "
                "carry into orbit on STS-93, and what happened five seconds after lift-off?",
                "facts": [
                    _seen("portrait-eileen-collins.webp", ["Eileen Collins"]),
                    _written(
                        "talks/women-of-the-shuttle.pptx",
                        {"slide": 4},
                        "Her crew on STS-93 carried the Chandra X-ray Observatory into orbit",
                        ["Chandra"],
                    ),
                    said(
                        "shuttle-ascent-story.mp3",
                        "a short circuit stopped",
                        ["short circuit", "short-circuit"],
                    ),
                ],
            },
            {
                "id": "visit",
                "question": "At what time do the doors of the observatory open, what is shown on a "
                "cloudy evening, and what kind of torch should visitors bring?",
                "facts": [
                    _seen("entrance-sign.jpg", ["19:30", "7:30"]),
                    _written(
                        "web/public-evenings.html",
                        {"heading_path": ["If it is cloudy"]},
                        "On a cloudy public evening we show a talk and a film",
                        ["talk", "film", "lecture room"],
                    ),
                    said("visitor-phone-line.mp3", "torch with red light", ["red"]),
                ],
            },
        ],
        "unanswerable": [
            "What is the name of the mayor of the village below the observatory?",
            "How much did the rocket launch cost?",
            "Which medicine does the observatory cat take?",
        ],
    }


def _seen(name: str, any_of: list[str]) -> dict[str, Any]:
    return {"kind": "image", "file": f"pictures/{name}", "locator": {}, "any_of": any_of}


def _written(file: str, locator: dict[str, Any], quote: str, any_of: list[str]) -> dict[str, Any]:
    return {"kind": "text", "file": file, "locator": locator, "quote": quote, "any_of": any_of}
