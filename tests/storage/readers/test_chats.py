"""Conversations that messengers export: each message with its day, time and name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.core.intake.chunk import cut_document, rough_token_spans
from tests.storage.readers.documents import document, told


@pytest.mark.parametrize(
    "lines",
    [
        "\u200e[29/10/2025, 10:32:40] Anna: The boat\u200e is booked\n"
        "[29/10/2025, 10:33:01] Ben: For how many?\nwith the children?\n"
        "[03/11/2025, 21:05:00] Anna: Four",
        "10/29/25, 10:32\u202fAM - Anna: The boat is booked\n"
        "10/29/25, 10:33\u202fAM - Ben: For how many?\nwith the children?\n"
        "11/3/25, 9:05\u202fPM - Anna: Four",
        "29.10.25, 10:32 - Anna: The boat is booked\n"
        "29.10.25, 10:33 - Ben: For how many?\nwith the children?\n"
        "03.11.25, 21:05 - Anna: Four",
    ],
)
def test_whatsapp_in_its_forms(tmp_path: Path, lines: str) -> None:
    found = document(tmp_path / "WhatsApp Chat with Ben.txt", lines)
    assert [
        line.replace(":40", "").replace(":01", "").replace(":00", "") for line in told(found)
    ] == [
        "2025-10-29 10:32 Anna: The boat is booked",
        "2025-10-29 10:33 Ben: For how many?",
        "with the children?",
        "2025-11-03 21:05 Anna: Four",
    ]
    assert found.sections[0].locator == {"heading_path": ["WhatsApp Chat with Ben", "2025-10-29"]}


def test_days_that_could_be_either_are_told_by_their_order_or_left(tmp_path: Path) -> None:
    said = "{}, 10:32 - Anna: One\n{}, 10:33 - Ben: Two\n{}, 10:34 - Anna: Three"
    found = document(tmp_path / "a.txt", said.format("9/1/25", "1/2/25", "2/2/25"))
    assert told(found)[0].startswith("2025-01-09 10:32 Anna")
    found = document(tmp_path / "b.txt", said.format("3/4/25", "3/4/25", "3/4/25"))
    assert told(found)[0].startswith("3/4/25 10:32 Anna")


def test_logs_and_notes_stay_as_they_are(tmp_path: Path) -> None:
    log = "[2024-05-03 10:00:00] app.INFO: started\n" * 5
    assert document(tmp_path / "a.txt", log).sections[0].text.startswith("[2024-05-03 10:00:00]")
    note = "Meeting\n12.03.24, 10:30 - Anna: agreed\n"
    assert document(tmp_path / "b.txt", note).sections[0].text.startswith("Meeting")


def test_passages_hold_whole_messages(tmp_path: Path) -> None:
    lines = [
        f"[29/10/2025, 10:{number:02}:00] {'Anna' if number % 2 else 'Ben'}: we could meet at the "
        f"harbour number {number} and\ntake the ferry from there"
        for number in range(40)
    ]
    found = document(tmp_path / "_chat.txt", "\n".join(lines))
    cut = cut_document(found.sections, rough_token_spans)
    assert sum(passage.text.count("take the ferry") for passage in cut.passages) == 40
    for passage in cut.passages:
        assert passage.text.startswith("2025-10-29 10:")
        assert passage.text.endswith("from there")


def test_telegram_with_its_pieces_and_services(tmp_path: Path) -> None:
    messages = [
        {"id": 1, "type": "service", "date": "2024-05-03T10:00:00", "actor": "Anna", "text": "",
         "action": "create_group", "title": "Regatta"},
        {"id": 2, "type": "message", "date": "2024-05-03T10:01:00", "from": "Ben", "from_id": "u2",
         "text": ["See ", {"type": "link", "text": "https://example.org"}, " first"]},
        {"id": 3, "type": "message", "date": "2024-05-04T09:00:00", "from": "Anna", "text": "",
         "photo": "photos/boat.jpg"},
    ]  # fmt: skip
    chat = {"name": "Regatta", "type": "private_group", "messages": messages}
    for content in (chat, {"about": "An export", "chats": {"list": [chat]}}):
        found = document(tmp_path / "result.json", json.dumps(content))
        assert told(found)[-3:] == [
            "2024-05-03 10:00:00 Anna: [create group, Regatta]",
            "2024-05-03 10:01:00 Ben: See https://example.org first",
            "2024-05-04 09:00:00 Anna: [photos/boat.jpg]",
        ]
        assert "Regatta" in found.sections[-1].locator["heading_path"]


def test_other_messengers(tmp_path: Path) -> None:
    exports = {
        "message_1.json": {
            "participants": [{"name": "Jos\u00c3\u00a9"}, {"name": "Anna"}],
            "messages": [
                {"sender_name": "Anna", "timestamp_ms": 1714730460000, "content": "Later"},
                {"sender_name": "Jos\u00c3\u00a9", "content": "Now?",
                 "timestamp_ms": 1714730400000},
            ],
        },
        "general.json": [
            {"type": "message", "ts": "1714730400.000100", "user": "U1", "text": "Now?",
             "user_profile": {"real_name": "José"}},
            {"type": "message", "ts": "1714730460.000100", "user": "U2", "text": "Later",
             "user_profile": {"display_name": "Anna"}},
        ],
        "channel.json": {
            "guild": {"name": "Harbour"},
            "channel": {"name": "general"},
            "messages": [
                {"id": "1", "type": "Default", "timestamp": "2024-05-03T10:00:00+00:00",
                 "isPinned": False, "content": "Now?", "author": {"name": "j", "nickname": "José"}},
                {"id": "2", "type": "Default", "timestamp": "2024-05-03T10:01:00+00:00",
                 "isPinned": False, "content": "Later", "author": {"name": "Anna"}},
            ],
        },
        "messages.json": {
            "messages": [
                {"creator": {"name": "José", "email": "j@example.org"}, "text": "Now?",
                 "created_date": "Friday, May 3, 2024 at 10:00:00\u202fAM UTC"},
                {"creator": {"name": "Anna"}, "text": "Later",
                 "created_date": "Friday, May 3, 2024 at 10:01:00\u202fAM UTC"},
            ]
        },
    }  # fmt: skip
    for name, content in exports.items():
        found = document(tmp_path / name, json.dumps(content))
        lines = told(found)
        first, second = lines[-2:]
        assert first.startswith("2024-05-03 10:00") and first.endswith("José: Now?"), name
        assert second.startswith("2024-05-03 10:01") and second.endswith("Anna: Later"), name
        assert found.sections[-1].locator["heading_path"][-1] == "2024-05-03", name


def test_telegram_as_a_web_page(tmp_path: Path) -> None:
    def message(number: int, kind: str, body: str) -> str:
        return f'<div class="message {kind}" id="m{number}"><div class="body">{body}</div></div>'

    date = '<div class="pull_right date details" title="{} UTC+02:00">{}</div>'
    page = (
        '<html><head><title>Exported Data</title></head><body><div class="page_header">'
        '<div class="text bold">Regatta</div></div><div class="history">'
        + message(1, "service", "3 May 2024")
        + message(
            2,
            "default clearfix",
            date.format("03.05.2024 23:58:10", "23:58")
            + '<div class="from_name">Anna</div><div class="text">The boat<br>is booked</div>',
        )
        + message(
            3,
            "default clearfix joined",
            date.format("04.05.2024 00:01:12", "00:01")
            + '<div class="reply_to details">In reply to this message</div>'
            + '<div class="text">For four</div>',
        )
        + "</div></body></html>"
    )
    found = document(tmp_path / "messages.html", page)
    assert told(found) == [
        "2024-05-03 23:58:10 UTC+02:00 Anna: The boat",
        "is booked",
        "2024-05-04 00:01:12 UTC+02:00 Anna: For four",
    ]
    assert found.sections[1].locator == {"heading_path": ["Regatta", "2024-05-04"]}
