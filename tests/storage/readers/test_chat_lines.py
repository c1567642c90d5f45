"""Conversations and transcripts in plain text: who said what, and when, in each program's form."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from app.core.intake.chunk import cut_document, rough_token_spans
from storage.readers.reading import read
from storage.readers.values import TextDocument
from tests.storage.readers.documents import document, told

ANNA, BEN = "The crane comes on Friday.", "Who pays for it?\nAnd who signs?"


def many(form: str, n: int = 3, **more: str) -> str:
    """The form with two speakers in turns; `{w}` who, `{s}` said."""
    said = {"Anna Berg": ANNA, "Ben Ode": BEN.replace("\n", more.get("between", "\n"))}
    return "".join(form.format(w=who, s=said[who]) for _ in range(n) for who in said)


def nicks(form: str) -> str:
    return many(form, between=" ").replace(" Berg", "").replace(" Ode", "")


FORMS = {
    "meeting_saved_new_chat.txt": (
        many("2025-10-14 10:03:11 From {w} to Everyone:\n\t{s}\n"),
        "2025-10-14 10:03:11 Anna Berg: ",
    ),
    "2025-10-14 10.02.11 Board/chat.txt": (
        many("10:03:11\t From  {w} : {s}\n"),
        "2025-10-14 10:03:11 Anna Berg: ",
    ),
    "2025-10-14 10.02.11 Board/meeting_saved_closed_caption.txt": (
        many("[{w}] 10:03:11\n{s}\n\n"),
        "2025-10-14 10:03:11 Anna Berg: ",
    ),
    "discord.txt": (
        "=" * 62 + "\nGuild: Harbour\nChannel: general\n" + "=" * 62 + "\n\n"
        + many("[10/14/2025 3:03 PM] {w}\n{s}\n\n") + "=" * 62 + "\nExported 6 message(s)\n",
        "2025-10-14 15:03 Anna Berg: ",
    ),
    "copied from telegram.txt": (
        many("{w}, [14.10.2025 15:03]\n{s}\n\n"), "2025-10-14 15:03 Anna Berg: "
    ),
    "+4915112345678.txt": (
        many("Oct 14, 2025  3:03:11 PM (Read by them after 12 seconds)\n{w}\n{s}\n\n"),
        "2025-10-14 15:03:11 Anna Berg: ",
    ),
    "#harbour.log": (
        "--- Log opened Tue Oct 14 10:00:00 2025\n15:01 -!- anna has joined #harbour\n"
        + nicks("15:03 <@{w}> {s}\n")
        + "--- Day changed Wed Oct 15 2025\n09:00  * Anna waves\n",
        "2025-10-14 15:03 Anna: ",
    ),
    "hexchat.log": (
        "**** BEGIN LOGGING AT Tue Oct 14 10:00:00 2025\n\n"
        + nicks("Oct 14 15:03:11 <{w}>\t{s}\n"),
        "2025-10-14 15:03:11 Anna: ",
    ),
    "irc.#harbour.weechatlog": (
        nicks("2025-10-14 15:03:11\t@{w}\t{s}\n") + "2025-10-14 15:04:00\t-->\tDora has joined\n",
        "2025-10-14 15:03:11 Anna: ",
    ),
    "2025-10-14.log": (
        nicks("[15:03:11] <{w}> {s}\n"),
        "2025-10-14 15:03:11 Anna: ",
    ),
    "pidgin.txt": (
        "Conversation with ben@x.example at Tue 14 Oct 2025 10:02:11 AM CEST on anna@x.example/ "
        "(jabber)\n" + many("(3:03:11 PM) {w}: {s}\n"),
        "2025-10-14 15:03:11 Anna Berg: ",
    ),
    "LINE.txt": (
        "[LINE] Chat history with Ben\nSaved on: 2025/10/20 10:02\n\n2025/10/14(Tue)\n"
        + many("15:03\t{w}\t{s}\n"),
        "2025-10-14 15:03 Anna Berg: ",
    ),
    "chat.md": (many("[2025-10-14, 15:03] {w}: {s}\n"), "2025-10-14 15:03 Anna Berg: "),
    "otter.txt": (many("{w}  1:03  \n{s}\n\n"), "[1:03] Anna Berg: "),
    "teams 2025-10-14.txt": (many("{w}   1:03\n{s}\n\n"), "2025-10-14 [1:03] Anna Berg: "),
    "descript.txt": (many("[00:01:03] {w}: {s}\n\n"), "[00:01:03] Anna Berg: "),
    "descript.md": ("# Board\n\n" + many("**{w}:** [00:01:03] {s}\n\n"), "[00:01:03] Anna Berg: "),
    "rev.txt": (many("{w} (01:03):\n{s}\n\n"), "[01:03] Anna Berg: "),
    "Interview.txt": (many("{w} (0:12): {s}\n"), "[0:12] Anna Berg: "),
    "webex.txt": (many("00:01:03 {w}\n{s}\n\n"), "[00:01:03] Anna Berg: "),
    "whisperx.txt": (
        many("[{w}]: {s}\n").replace("Anna Berg", "SPEAKER_00").replace("Ben Ode", "SPEAKER_01"),
        "SPEAKER_00: ",
    ),
    "meet.txt": (
        "Weekly sync (2025-10-14 10:02 GMT+2) - Transcript\nAttendees\nAnna Berg, Ben Ode\n"
        "Transcript\n\n00:00:00\n\n" + many("{w}: {s}\n", between=" "),
        "2025-10-14 Anna Berg: ",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_each_form_says_who_and_when(tmp_path: Path, name: str) -> None:
    content, expected = FORMS[name]
    found = document(tmp_path / name, content)
    lines = told(found)
    assert lines.count(f"{expected}{ANNA}") == 3, lines
    second = expected.replace("Anna Berg", "Ben Ode").replace("Anna", "Ben").replace("_00", "_01")
    assert sum(line.startswith(f"{second}Who pays for it?") for line in lines) == 3, lines
    heading = next(one for one in found.sections if ANNA in one.text).locator["heading_path"]
    assert heading[0] == Path(name).stem
    assert any(part.startswith("2025-10-1") for part in heading) == expected.startswith("2025")


def test_days_change_and_events_are_nobodys(tmp_path: Path) -> None:
    lines = told(document(tmp_path / "h.log", FORMS["#harbour.log"][0]))
    assert "2025-10-14 15:01: anna has joined #harbour" in lines
    assert lines[-1] == "2025-10-15 09:00 Anna: * waves"


def test_to_whom_a_message_went_in_private(tmp_path: Path) -> None:
    content = many("10:03:11 From {w} to Everyone: {s}\n") + (
        "10:04:00 From Anna Berg to Ben Ode(Direct Message): Between us.\n"
    )
    assert told(document(tmp_path / "c.txt", content))[-1] == (
        "10:04:00 Anna Berg to Ben Ode: Between us."
    )


def test_each_passage_of_a_long_speech_names_the_speaker(tmp_path: Path) -> None:
    speech = " ".join(f"Point {n} is about the winter storage of the boats." for n in range(60))
    content = f"Anna Berg  0:03  \nWelcome.\n\nBen Ode  0:09  \n{speech}\n\n"
    content += "Anna Berg  5:03  \nThank you.\n\nBen Ode  5:09  \nGladly.\n"
    found = document(tmp_path / "2025-10-14 talk.txt", content)
    cut = cut_document(found.sections, rough_token_spans)
    about = [passage for passage in cut.passages if "Point" in passage.text]
    assert len(about) > 2
    for passage in about:
        assert passage.locator["heading_path"][-1] == "2025-10-14 [0:09] Ben Ode"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("app.log", "[2024-05-03 10:00:00] app.INFO: started\n" * 9),
        ("sys.log", "May  3 10:00:00 host cron[12]: (root) CMD (run)\n" * 9),
        ("list.txt", "Name: Ida Brandt\nStreet: Quay 3\nTown: Kiel\n\n" * 6),
        ("times.txt", "".join(f"Stop {n}   10:{n:02}\nQuay {n}   11:{n:02}\n" for n in range(9))),
        ("notes.md", "# Minutes\n\n## Crane\n\n" + many("{w}: {s}\n", 6, between=" ")),
        ("plan.txt", "10:00 Welcome\n10:30 Crane: who pays?\n11:00 Coffee\n12:00 Quay: repairs\n"),
        ("faq.txt", "Q: What is it?\n\nA: A long answer over\nseveral lines of\ntext.\n\n" * 2),
    ],
)  # fmt: skip
def test_other_texts_stay_as_they_are(tmp_path: Path, name: str, content: str) -> None:
    found = document(tmp_path / name, content)
    assert "\n".join(section.text for section in found.sections).split() == content.split()


def test_subtitles_of_a_meeting_are_a_conversation(tmp_path: Path) -> None:
    cues = "".join(
        f"{n}\n00:00:{n:02}.000 --> 00:00:{n + 1:02}.000\n{said}\n\n"
        for n, said in enumerate(
            ["Anna Berg: The crane", "Anna Berg: comes on Friday.", "Ben Ode: Who?", "and when?"]
        )
    )  # fmt: skip
    expected = [
        "2025-10-14 [0:00] Anna Berg: The crane comes on Friday.",
        "2025-10-14 [0:02] Ben Ode: Who? and when?",
    ]
    name = "GMT20251014-100211_Recording.transcript.vtt"
    assert told(document(tmp_path / name, f"WEBVTT\n\n{cues}")) == expected
    tagged = cues.replace("Anna Berg: ", "<v Anna Berg>").replace("Ben Ode: ", "<v Ben Ode>")
    assert told(document(tmp_path / f"b {name}", f"WEBVTT\n\n{tagged}")) == expected
    bracketed = cues.replace("Anna Berg: ", "[Anna Berg] ").replace("Ben Ode: ", "[Ben Ode] ")
    srt = bracketed.replace(".000", ",000")
    assert told(document(tmp_path / "2025-10-14.srt", srt)) == expected


def test_the_transcript_of_a_meeting_as_a_word_document(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading("Board-20251014_100211-Meeting Transcript", 1)
    made.add_paragraph("October 14, 2025, 10:02AM")
    made.add_paragraph("12m 5s")
    for number in range(3):
        for who, said in (("Anna Berg", ANNA), ("Ben Ode", BEN)):
            turn = made.add_paragraph()
            turn.add_run(who).bold = True
            turn.add_run(f"   {number}:03")
            turn.add_run().add_break()
            turn.add_run(said)
    made.save(tmp_path / "a.docx")
    value = read(tmp_path / "a.docx")
    assert isinstance(value, TextDocument)
    lines = told(value)
    assert f"2025-10-14 [0:03] Anna Berg: {ANNA}" in lines
    assert "2025-10-14 [2:03] Ben Ode: Who pays for it?" in lines
    assert value.sections[-1].locator["heading_path"][-1] == "2025-10-14"
    minutes = docx.Document()
    for who, said in (("Anna Berg", ANNA), ("Ben Ode", BEN)) * 4:
        minutes.add_paragraph(f"{who}: {said}")
    minutes.save(tmp_path / "b.docx")
    value = read(tmp_path / "b.docx")
    assert isinstance(value, TextDocument) and value.sections[0].text.startswith("Anna Berg: The")


def test_messages_of_a_telephone_with_pictures_and_several(tmp_path: Path) -> None:
    sms = '<sms address="{}" date="{}" type="{}" body="{}" contact_name="{}" readable_date="" />'
    content = (
        "<?xml version='1.0' encoding='UTF-8'?><smses count=\"3\">"
        + sms.format("+4915112345678", 1760430000000, 1, "Is the mast up?", "Ben Ode")
        + sms.format("+4917099999999", 1760430300000, 2, "Not yet.", "(Unknown)")
        + '<mms date="1760430060000" msg_box="1" address="+4915112345678~+4917099999999" sub="null"'
        ' contact_name="Ben Ode, Carla Dune" readable_date=""><parts>'
        '<part ct="application/smil" text="&lt;smil/&gt;" name="null" cl="smil.xml" />'
        '<part ct="image/jpeg" name="mast.jpg" data="AAAA" />'
        '<part ct="text/plain" name="null" text="It is up." /></parts><addrs>'
        '<addr address="+4915112345678" type="137" /></addrs></mms></smses>'
    )
    assert told(document(tmp_path / "sms.xml", content))[-4:] == [
        "2025-10-14 08:20 UTC Ben Ode: Is the mast up?",
        "2025-10-14 08:21 UTC Ben Ode: It is up.",
        "[mast.jpg]",
        "2025-10-14 08:25 UTC sent to +4917099999999: Not yet.",
    ]


def test_skype(tmp_path: Path) -> None:
    def message(at: str, account: str, name: str | None, said: str) -> dict[str, object]:
        return {"id": at, "displayName": name, "originalarrivaltime": f"2025-10-14T{at}:00.123Z",
                "messagetype": "RichText", "content": said, "from": account}  # fmt: skip

    export = {"userId": "8:anna", "conversations": [{"id": "8:live:ben", "displayName": "Ben Ode",
        "MessageList": [message("10:05", "8:live:ben", "Ben Ode", "<b>Friday</b> &amp; no later"),
                        message("10:03", "8:anna", None, "When?")]}]}  # fmt: skip
    found = document(tmp_path / "messages.json", json.dumps(export))
    assert told(found)[-2:] == [
        "2025-10-14 10:03:00 UTC anna: When?",
        "2025-10-14 10:05:00 UTC Ben Ode: Friday & no later",
    ]
