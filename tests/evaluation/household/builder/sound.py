"""The household's recordings: two messages, two memos, a talk of two voices. flite speaks them."""

from __future__ import annotations

from pathlib import Path

from tests.evaluation.archive.builder.sound import Recording, said, write_recordings

_HARMER, _TOM, _JOEL, _MIRIAM, _RUTH = (
    "flite:awb", "flite:kal16", "flite:rms", "flite:slt", "flite:slt",
)  # fmt: skip
_OGG = ("-c:a", "libopus", "-b:a", "28k")
_MP3 = ("-c:a", "libmp3lame", "-b:a", "40k")

RECORDINGS = (
    Recording(
        "recordings/voicemail-harmer.mp3",
        "Voicemail",
        _MP3,
        said(
            _HARMER,
            "Good morning, this is Harmer Roofing, about your house.",
            "We can start on the twelfth of May.",
            "The scaffolding goes up on the Friday before.",
            "Please keep the drive clear on that day.",
            "Before we begin I need a deposit of five hundred pounds.",
            "And the swallows' nest under the gutter stays where it is, that is the law.",
        ),
    ),
    Recording(
        "recordings/memo-heron.ogg",
        "Memo, Heron Hotel",
        _OGG,
        said(
            _MIRIAM,
            "Notes about the chairs and sofas for the hotel.",
            "The two chairs wobble because the left back leg is loose.",
            "Mend it with glue and wooden dowels, not with screws.",
            "Each of the new sofas needs eleven metres of fabric.",
            "The feet have to be made of oak.",
            "They want the sofas before the wedding on the twenty eighth of June.",
        ),
    ),
    Recording(
        "recordings/talk-with-ruth.ogg",
        "Ruth tells, recorded by Joel",
        _OGG,
        (
            *said(_JOEL, "Ruth, when did you come to Wexcombe?"),
            *said(
                _RUTH,
                "In the spring of nineteen seventy one, with one suitcase.",
                "My first work was in the fish factory, for eight months.",
                "After that I was in the library, until I retired.",
            ),
            *said(_JOEL, "And how did you meet Walter?"),
            *said(
                _RUTH,
                "At a dance in the Scout Hut.",
                "He stepped on my foot three times and brought me a lemonade.",
                "We married two years later.",
            ),
            *said(_JOEL, "Tell me about the armchair in the hall."),
            *said(
                _RUTH,
                "My grandfather bought it for grandmother in nineteen thirty two.",
                "It came over the sea in nineteen eighty, in a removal van with a piano.",
                "I would like it covered in dark green.",
            ),
            *said(_JOEL, "Not in velvet?"),
            *said(_RUTH, "No, velvet catches the hair of the cat."),
            *said(_JOEL, "One more question. Your plum cake is never like mine. Why?"),
            *said(
                _RUTH,
                "The paper says thirty five minutes.",
                "I always bake it for forty five minutes.",
                "And I put breadcrumbs under the plums, so that it does not get wet.",
            ),
            *said(_JOEL, "So that is the secret. Thank you, Ruth."),
        ),
    ),
    Recording(
        "recordings/memo-kitchen.m4a",
        "Kitchen",
        ("-c:a", "aac", "-b:a", "40k"),
        said(
            _JOEL,
            "Notes for the new kitchen.",
            "The worktop is two hundred and forty centimetres long and sixty two centimetres deep.",
            "It is ninety one centimetres from the floor to the window sill.",
            "The walls keep their paint. It is called Harbour Grey.",
            "We keep the dishwasher. We bought it in April twenty twenty two.",
            "It stopped this morning, and the display said E7.",
        ),
    ),
    Recording(
        "recordings/message-tom.mp3",
        "Message",
        _MP3,
        said(
            _TOM,
            "Hello Miriam, this is Tom from number four, about the street party.",
            "I bring the big grill.",
            "Gas is not allowed this year, so please buy twenty kilos of charcoal.",
            "The key of the hut is with Gordon Platt.",
            "We get six tables from the church.",
            "I need somebody who helps me to carry them, at one o'clock.",
        ),
    ),
)


def write_sound(folder: Path) -> None:
    write_recordings(folder, RECORDINGS)
