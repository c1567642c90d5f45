"""The remote engine against a real server on the loopback address that speaks the chat API."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from models.decoder.interface import Prompt, Source, Step, Turn
from models.decoder.remote import RemoteDecoder, warning
from models.decoder.settings import GenerationSettings
from models.decoder.sse import HttpError, request_json, stream_events
from models.errors import ContextTooSmall, InvalidSettings, ModelError, ModelMissing

from .conftest import prompt


class Server:
    """Answers with `pieces`, one event each; keeps what it was asked."""

    def __init__(self) -> None:
        self.pieces = ["The ", "box ", "is ", "bl\u00fce."]
        self.pause_s = 0.0
        self.status = 200
        self.asked: list[dict[str, Any]] = []
        self.broken = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args: object) -> None:
                pass

            def do_GET(self) -> None:
                self._whole({"data": [{"id": "some-model"}]})

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                server.asked.append(json.loads(self.rfile.read(length)))
                if server.status != 200:
                    return self._whole({"error": {"message": "no such thing"}}, server.status)
                self.send_response(200)
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                try:
                    for piece in server.pieces:
                        choice = {"index": 0, "delta": {"content": piece}}
                        self._event({"choices": [choice]})
                        time.sleep(server.pause_s)
                    end = {"index": 0, "delta": {}, "finish_reason": "stop"}
                    usage = {"prompt_tokens": 12, "prompt_tokens_details": {"cached_tokens": 5}}
                    self._event({"choices": [end], "usage": usage})
                    self._chunk(b"data: [DONE]\n\n")
                    self._chunk(b"")
                except OSError:
                    server.broken.set()
                return None

            def _event(self, value: dict[str, Any]) -> None:
                text = b"data: " + json.dumps(value, ensure_ascii=False).encode() + b"\n\n"
                middle = len(text) // 2
                self._chunk(text[:middle])  # an event need not come in one piece
                self._chunk(text[middle:])

            def _chunk(self, data: bytes) -> None:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
                self.wfile.flush()

            def _whole(self, value: dict[str, Any], status: int = 200) -> None:
                body = json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.02}
        )
        self._thread.start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


def open_remote(server: Server, **options: Any) -> RemoteDecoder:
    return RemoteDecoder(server.url, "some-model", **{"context_length": 4096, **options})


def steps(decoder: RemoteDecoder, asked: Prompt, **settings: Any) -> list[Step]:
    found = decoder.generate(asked, GenerationSettings(**settings))
    return [step for step in found if isinstance(step, Step)]


def test_streams_the_answer(server: Server) -> None:
    found = steps(open_remote(server), prompt("what?", "a box"), temperature=0.5, stop=("x",))
    assert [step.text for step in found] == [*server.pieces, ""]
    assert [step.finish for step in found] == [None, None, None, None, "end"]
    assert found[-1].counts.prompt_tokens == 12 and found[-1].counts.cached_tokens == 5
    asked = server.asked[0]
    assert asked["temperature"] == 0.5 and asked["stop"] == ["x"] and "top_p" not in asked
    assert [entry["role"] for entry in asked["messages"]] == ["system", "user"]
    assert asked["messages"][1]["content"] == "[1] a box\n\nwhat?"


def test_cancelling_closes_the_connection(server: Server) -> None:
    server.pieces = ["word "] * 100
    server.pause_s = 0.05
    found: list[Step] = []
    decoder = open_remote(server)
    for step in decoder.generate(prompt(), GenerationSettings(), cancelled=lambda: len(found) > 1):
        assert isinstance(step, Step)
        found.append(step)
    assert found[-1].finish == "cancelled" and len(found) < 10
    assert server.broken.wait(5)


def test_old_turns_give_way(server: Server) -> None:
    turns = tuple(Turn(f"question {n}", "answer " * 50) for n in range(4))
    asked = Prompt("system", (Source("k", "source"),), turns, "now?")
    found = steps(open_remote(server, context_length=350), asked, max_new_tokens=20)
    assert "left out" in str(found[-1].extras["notice"])
    assert len(server.asked[0]["messages"]) < 2 + 2 * len(turns)
    with pytest.raises(ContextTooSmall):
        steps(open_remote(server, context_length=350), prompt("x" * 3000))


def test_errors_say_what_to_do(server: Server) -> None:
    with pytest.raises(ModelMissing) as missing:
        RemoteDecoder(server.url, "other", context_length=100)
    assert "some-model" in missing.value.next_step
    with pytest.raises(InvalidSettings):
        steps(open_remote(server), prompt(), beam_width=3)
    server.status = 401
    with pytest.raises(ModelError) as refused:
        steps(open_remote(server), prompt())
    assert "key" in refused.value.next_step and "no such thing" in refused.value.message
    server.status = 500
    with pytest.raises(ModelError):
        steps(open_remote(server), prompt())


def test_an_absent_server_is_an_error_not_a_crash() -> None:
    with pytest.raises(ModelError) as raised:
        RemoteDecoder("http://127.0.0.1:9/v1", "m", context_length=100)
    assert "runs" in raised.value.next_step
    with pytest.raises(HttpError):
        request_json("ftp://example.org/", None)
    with pytest.raises(HttpError):
        list(stream_events("http://127.0.0.1:9/", {}, headers={"A": "b\r\nC: d"}))


def test_the_warning_names_the_server() -> None:
    assert "example.org:8080" in warning("https://example.org:8080/v1")
