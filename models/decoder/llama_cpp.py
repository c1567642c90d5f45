"""The second engine: any GGUF file through llama.cpp, as the optional wheel `xllamacpp` brings it.

llama.cpp's own server runs inside this process and is spoken to over the loopback address, behind
a key made for the occasion; nothing leaves the machine."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from models.decoder.chat import CHATML, ChatFormat, fit_layout
from models.decoder.interface import (
    Counts,
    FinishReason,
    Inspection,
    Prefilling,
    Prompt,
    Source,
    SpanAnswer,
    Step,
    Timings,
)
from models.decoder.metrics import Stopwatch
from models.decoder.settings import GenerationSettings
from models.decoder.sse import GivenUp, HttpError, request_json, stream_events
from models.errors import InvalidSettings, ModelDamaged, ModelError, ModelUnsuitable

_FINISH: dict[str, FinishReason] = {"eos": "end", "limit": "length", "word": "stop"}
_PENALTIES = ("repetition_penalty", "presence_penalty", "frequency_penalty")


class LlamaCppDecoder:
    def __init__(self, name: str, path: Path, *, threads: int, context_length: int) -> None:
        """Raises ModelDamaged, and ModelUnsuitable without the wheel."""
        self.name = name
        self._server = _start(path, threads, context_length)
        self._url = str(self._server.listening_address)
        properties = self._ask("/props", None)
        self.context_length = int(properties["default_generation_settings"]["n_ctx"])
        self._chat = ChatFormat(
            str(properties.get("chat_template") or CHATML),
            self,
            bos_token=str(properties.get("bos_token") or ""),
            eos_token=str(properties.get("eos_token") or ""),
        )

    def encode_template(self, text: str) -> list[int]:
        return self._tokenize(text, parse_special=True)

    def encode_plain(self, text: str) -> list[int]:
        return self._tokenize(text, parse_special=False)

    def count_tokens(self, text: str) -> int:
        return len(self.encode_plain(text))

    def count_prompt_tokens(self, prompt: Prompt) -> int:
        return self._chat.lay_out(prompt).n_tokens

    def generate(
        self,
        prompt: Prompt,
        settings: GenerationSettings,
        *,
        cancelled: Callable[[], bool] = lambda: False,
        inspect: bool = False,
    ) -> Iterator[Prefilling | Step]:
        """As Decoder says; no inspections. Raises InvalidSettings too for what llama.cpp lacks:
        beams and a shortest answer."""
        settings.validate()
        _refuse_what_is_lacking(settings)
        watch = Stopwatch()
        layout, notice = fit_layout(
            self._chat, prompt, settings, context_length=self.context_length, name=self.name
        )
        ids, n_cached = layout.token_ids, 0
        finish: FinishReason = "end"
        try:
            for event in self._complete(ids, settings, settings.seed, cancelled):
                progress = event.get("prompt_progress")
                if progress:
                    n_cached = int(progress["cache"])
                    yield Prefilling(int(progress["processed"]), int(progress["total"]))
                    continue
                if event.get("stop"):
                    finish = _FINISH.get(str(event.get("stop_type")), "end")
                    continue
                text, tokens = str(event.get("content", "")), tuple(event.get("tokens", ()))
                if tokens:
                    watch.add_pass(len(tokens), 0)
                if text or tokens:
                    yield Step(text, tokens, None, *self._figures(watch, ids, n_cached))
        except GivenUp:
            finish = "cancelled"
        extras: dict[str, object] = {
            "metrics": watch.metrics(),
            "context_tokens": len(ids) + watch.n_tokens,
            "context_length": self.context_length,
        }
        if finish != "cancelled" and settings.mode == "sampled" and settings.n_sequences > 1:
            extras["alternatives"] = self._alternatives(ids, settings, cancelled)
        if any(getattr(settings, penalty) is not None for penalty in _PENALTIES):
            notice = (notice + " " if notice else "") + (
                "This engine's penalties may count words of the question and the last source too."
            )
        if notice:
            extras["notice"] = notice
        figures = self._figures(watch, ids, n_cached)
        yield Step("", (), finish, *figures, _inactive(settings), extras)

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
        """llama.cpp keeps no passages."""

    def forget(self, keys: Iterable[str]) -> None:
        """Overwrite the prompt that llama.cpp keeps for the next one."""
        self._chat.forget()
        body = {"prompt": self.encode_plain("."), "n_predict": 1, "cache_prompt": False}
        self._ask("/completion", body)

    def _alternatives(
        self, ids: Sequence[int], settings: GenerationSettings, cancelled: Callable[[], bool]
    ) -> list[dict[str, object]]:
        found: list[dict[str, object]] = []
        for number in range(1, settings.n_sequences):
            text, finish = "", "cancelled"
            try:
                for event in self._complete(ids, settings, settings.seed + number, cancelled):
                    text += str(event.get("content", ""))
                    if event.get("stop"):
                        finish = _FINISH.get(str(event.get("stop_type")), "end")
            except GivenUp:
                break
            found.append({"text": text, "finish": finish, "score": None})
        return found

    def _complete(
        self,
        ids: Sequence[int],
        settings: GenerationSettings,
        seed: int,
        cancelled: Callable[[], bool],
    ) -> Iterator[dict[str, Any]]:
        body = {**_sampling(settings), "prompt": list(ids), "seed": seed, "stream": True,
                "return_tokens": True, "return_progress": True, "cache_prompt": True}  # fmt: skip
        try:
            for event in stream_events(
                self._url + "/completion", body, headers=self._key, cancelled=cancelled
            ):
                if "error" in event:
                    raise HttpError(str(event["error"]))
                yield event
        except HttpError as error:
            raise _engine_failed(error) from error

    @staticmethod
    def _figures(watch: Stopwatch, ids: Sequence[int], n_cached: int) -> tuple[Counts, Timings]:
        counts = watch.counts(prompt_tokens=len(ids), cached_tokens=n_cached)
        return counts, watch.timings()

    def _tokenize(self, text: str, *, parse_special: bool) -> list[int]:
        body = {"content": text, "add_special": False, "parse_special": parse_special}
        return [int(token) for token in self._ask("/tokenize", body)["tokens"]]

    def _ask(self, path: str, body: dict[str, Any] | None) -> Any:
        try:
            return request_json(self._url + path, body, headers=self._key)
        except HttpError as error:
            raise _engine_failed(error) from error

    @property
    def _key(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {_KEY}"}


# one key a process: the server takes its keys when it is built
_KEY = secrets.token_urlsafe(24)


def _start(path: Path, threads: int, context_length: int) -> Any:
    try:
        import xllamacpp
    except ImportError:
        raise ModelUnsuitable(
            "{file} is a GGUF file, which needs the optional llama.cpp engine.",
            "Install it (pip install xllamacpp), or choose a model from triptych models list.",
            file=path.name,
        ) from None
    with path.open("rb") as file:
        if file.read(4) != b"GGUF":
            raise ModelDamaged(
                "{path} is no GGUF file.",
                "Download the model again.",
                path=path,
            )
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(path)
    parameters.n_ctx = context_length
    parameters.n_parallel = 1
    parameters.cpuparams.n_threads = threads
    parameters.cpuparams_batch.n_threads = threads
    parameters.api_keys = [_KEY]
    parameters.offline = True
    parameters.warmup = False
    parameters.ui = False
    parameters.verbosity = -1
    try:
        return xllamacpp.Server(parameters)
    except (RuntimeError, ValueError) as error:
        raise ModelDamaged(
            "llama.cpp cannot load {file}: {error}.",
            "The file may be damaged or too new for the installed xllamacpp; download it "
            "again or update xllamacpp.",
            file=path.name,
            error=error,
        ) from error


def _sampling(settings: GenerationSettings) -> dict[str, Any]:
    """Settings in llama.cpp's words, in our order of sampling; its 'off' values where ours is
    None."""

    def or_off(value: float | None, off: float) -> float:
        return off if value is None else value

    return {
        "samplers": ["penalties", "temperature", "top_k", "top_p", "min_p"],
        "temperature": settings.temperature or 0.0,
        "top_k": or_off(settings.top_k, 0),
        "top_p": or_off(settings.top_p, 1.0),
        "min_p": or_off(settings.min_p, 0.0),
        "repeat_last_n": settings.max_new_tokens,
        "repeat_penalty": or_off(settings.repetition_penalty, 1.0),
        "presence_penalty": or_off(settings.presence_penalty, 0.0),
        "frequency_penalty": or_off(settings.frequency_penalty, 0.0),
        "n_predict": settings.max_new_tokens,
        "stop": list(settings.stop),
    }


def _refuse_what_is_lacking(settings: GenerationSettings) -> None:
    if settings.mode == "beam":
        raise InvalidSettings(
            "The llama.cpp engine has no beam search.",
            "Set beam_width to 1, or choose a model that the built-in engine runs.",
        )
    if settings.min_new_tokens:
        raise InvalidSettings(
            "The llama.cpp engine has no shortest answer.",
            "Set min_new_tokens to 0, or choose a model that the built-in engine runs.",
        )


def _engine_failed(error: HttpError) -> ModelError:
    return ModelError(
        "The llama.cpp engine stopped with an error: {error}.",
        "Your files are safe. Ask again; if it comes back, choose another model.",
        error=error,
    )


def _inactive(settings: GenerationSettings) -> tuple[str, ...]:
    """This engine chooses its tokens itself, so they cannot be held to the sources."""
    return (*settings.inactive(), *(["grounded"] if settings.grounded else []))
