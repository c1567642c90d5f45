"""The third engine: a server that speaks OpenAI's chat API (Ollama, LM Studio, vLLM, a cluster).

Off unless the user names an address. It is the only part of Triptych that sends text anywhere, and
`warning` says so in words to be shown before its first use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from models.decoder.chat import NOTICE_TURNS, plain_messages
from models.decoder.interface import (
    FinishReason,
    Inspection,
    Prefilling,
    Prompt,
    Source,
    SpanAnswer,
    Step,
)
from models.decoder.metrics import Stopwatch
from models.decoder.settings import GenerationSettings
from models.decoder.sse import GivenUp, HttpError, request_json, stream_events
from models.errors import ContextTooSmall, InvalidSettings, ModelError, ModelMissing

_FINISH: dict[str, FinishReason] = {"stop": "end", "length": "length"}
# Settings that the chat API has no word for; top_k, min_p and repetition_penalty are sent, for
# vLLM, LM Studio and llama.cpp take them, and ignored by servers that do not know them.
_LACKING = ("beam_width", "min_new_tokens")
_CHARACTERS_PER_TOKEN = 3  # a careful guess: no server tells its vocabulary


def warning(url: str) -> str:
    """To be shown before a server is used for the first time."""
    return (
        f"Questions, the passages found for them and earlier answers will be sent to "
        f"{urlsplit(url).netloc}. Only do this with a server you trust with your documents."
    )


class RemoteDecoder:
    def __init__(
        self,
        url: str,
        model: str,
        *,
        context_length: int,
        api_key: str | None = None,
        check: bool = True,
    ) -> None:
        """`url` up to and with the version, for instance http://localhost:11434/v1. With `check`
        the server is asked for its models. Raises ModelMissing, ModelError."""
        self.name = model
        self.context_length = context_length
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        if check:
            self._check()

    def count_tokens(self, text: str) -> int:
        """An estimate, rather too high."""
        return -(-len(text) // _CHARACTERS_PER_TOKEN)

    def count_prompt_tokens(self, prompt: Prompt) -> int:
        return sum(self.count_tokens(message["content"]) + 8 for message in plain_messages(prompt))

    def generate(
        self,
        prompt: Prompt,
        settings: GenerationSettings,
        *,
        cancelled: Callable[[], bool] = lambda: False,
        inspect: bool = False,
    ) -> Iterator[Prefilling | Step]:
        """As Decoder says; no progress and no inspections."""
        settings.validate()
        default = GenerationSettings()
        for name in _LACKING:
            if getattr(settings, name) != getattr(default, name):
                raise InvalidSettings(
                    "A remote server has no setting {name}.",
                    "Set {name} to {value}, or choose a model on this machine.",
                    name=name,
                    value=getattr(default, name),
                )
        watch = Stopwatch()
        prompt, n_dropped = self._fit(prompt, settings)
        n_prompt, n_cached = self.count_prompt_tokens(prompt), 0
        finish: FinishReason = "end"
        others = [""] * (settings.n_sequences if settings.mode == "sampled" else 1)
        try:
            for event in self._events(prompt, settings, len(others), cancelled):
                usage = event.get("usage")
                if isinstance(usage, dict):
                    n_prompt = int(usage.get("prompt_tokens") or n_prompt)
                    details = usage.get("prompt_tokens_details") or {}
                    n_cached = int(details.get("cached_tokens") or 0)
                for choice in event.get("choices") or ():
                    text = str((choice.get("delta") or {}).get("content") or "")
                    number = int(choice.get("index") or 0)
                    if 0 < number < len(others):
                        others[number] += text
                        continue
                    reason = choice.get("finish_reason")
                    if reason:
                        finish = _FINISH.get(str(reason), "end")
                    if text:
                        watch.add_pass(1, 0)
                        counts = watch.counts(prompt_tokens=n_prompt, cached_tokens=n_cached)
                        yield Step(text, (), None, counts, watch.timings())
        except GivenUp:
            finish = "cancelled"
        except HttpError as error:
            raise _server_failed(self._url, error) from error
        extras: dict[str, object] = {
            "metrics": watch.metrics(),
            "context_tokens": n_prompt + watch.n_tokens,
            "context_length": self.context_length,
        }
        if len(others) > 1:
            extras["alternatives"] = [
                {"text": text, "finish": None, "score": None} for text in others[1:]
            ]
        if n_dropped:
            extras["notice"] = NOTICE_TURNS
        counts = watch.counts(prompt_tokens=n_prompt, cached_tokens=n_cached)
        yield Step("", (), finish, counts, watch.timings(), _inactive(settings), extras)

    def look_into(
        self,
        prompt: Prompt,
        settings: GenerationSettings,
        token_ids: Sequence[int],
        *,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[Inspection]:
        """As Decoder says; this engine does not tell how it chooses."""
        return iter(())

    def read_span(
        self,
        prompt: Prompt,
        *,
        not_found: str = "not found",
        cancelled: Callable[[], bool] = lambda: False,
    ) -> SpanAnswer | None:
        """This engine chooses its tokens itself."""
        return None

    def read_ahead(
        self,
        system: str,
        sources: Sequence[Source],
        *,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> int:
        """This engine reads a prompt as a whole."""
        return 0

    def warm(
        self,
        system: str,
        sources: Sequence[Source],
        *,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> None:
        """Nothing is sent ahead of a question."""

    def forget(self, keys: Iterable[str]) -> None:
        """Nothing is kept here; what the server keeps is its own affair, as `warning` implies."""

    def _events(
        self,
        prompt: Prompt,
        settings: GenerationSettings,
        n: int,
        cancelled: Callable[[], bool],
    ) -> Iterator[dict[str, Any]]:
        optional = {
            "top_p": settings.top_p,
            "top_k": settings.top_k,
            "min_p": settings.min_p,
            "presence_penalty": settings.presence_penalty,
            "frequency_penalty": settings.frequency_penalty,
            "repetition_penalty": settings.repetition_penalty,
            "stop": list(settings.stop) or None,
            "n": n if n > 1 else None,
        }
        body = {
            "model": self.name,
            "messages": plain_messages(prompt),
            "temperature": settings.temperature or 0.0,
            "max_tokens": settings.max_new_tokens,
            "seed": settings.seed,
            "stream": True,
            "stream_options": {"include_usage": True},
            **{name: value for name, value in optional.items() if value is not None},
        }
        url = self._url + "/chat/completions"
        for event in stream_events(url, body, headers=self._headers, cancelled=cancelled):
            if "error" in event:
                raise HttpError(str(event["error"]))
            yield event

    def _fit(self, prompt: Prompt, settings: GenerationSettings) -> tuple[Prompt, int]:
        for n_dropped in range(len(prompt.turns) + 1):
            shorter = Prompt(
                prompt.system, prompt.sources, prompt.turns[n_dropped:], prompt.question
            )
            n_tokens = self.count_prompt_tokens(shorter)
            if n_tokens + settings.max_new_tokens <= self.context_length:
                return shorter, n_dropped
        raise ContextTooSmall(
            "The question with its sources takes about {n_tokens} tokens; {name} holds "
            "{context_length} in all.",
            "Ask a shorter question, use fewer sources, or lower max_new_tokens.",
            n_tokens=n_tokens,
            name=self.name,
            context_length=self.context_length,
        )

    def _check(self) -> None:
        try:
            listed = request_json(self._url + "/models", None, headers=self._headers, timeout_s=10)
        except HttpError as error:
            raise _server_failed(self._url, error) from error
        entries = listed.get("data") if isinstance(listed, dict) else None
        names = [str(entry.get("id")) for entry in entries or () if isinstance(entry, dict)]
        if names and self.name not in names:
            raise ModelMissing(
                "The server at {url} has no model {name}.",
                "Choose one of: {names}.",
                url=self._url,
                name=self.name,
                names=", ".join(names[:10]),
            )


def _server_failed(url: str, error: HttpError) -> ModelError:
    if error.status in (401, 403):
        return ModelError(
            "The server at {url} refuses the key: {error}.",
            "Check the key in the settings.",
            url=url,
            error=error,
        )
    return ModelError(
        "The server at {url} could not answer: {error}.",
        "Check that it runs and that the address is right; nothing of yours was changed.",
        url=url,
        error=error,
    )


def _inactive(settings: GenerationSettings) -> tuple[str, ...]:
    """This engine chooses its tokens itself, so they cannot be held to the sources."""
    return (*settings.inactive(), *(["grounded"] if settings.grounded else []))
