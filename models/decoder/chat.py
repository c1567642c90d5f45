"""How a prompt becomes tokens: the checkpoint's chat template around system, sources, turns and
question, in an order that keeps what was computed for the last prompt useful for the next.

The template is rendered with placeholders in a sandbox, then split at them: only the template's
own text may hold special tokens; what people and documents wrote is encoded as plain text."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from models.decoder.interface import Prompt
from models.decoder.settings import GenerationSettings
from models.decoder.tokens import TextTokens
from models.errors import ContextTooSmall, ModelUnsuitable

# For checkpoints that bring no template (ChatML, as Qwen and SmolLM use it).
CHATML = (
    "{% for message in messages %}{{ '<|im_start|>' + message.role + '\n' + message.content + "
    "'<|im_end|>\n' }}{% endfor %}{{ '<|im_start|>assistant\n' }}"
)
_MARK = "\ue000{}\ue001"  # private-use characters: no template spells them
_MARKED = re.compile("\ue000([0-9]+)\ue001")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of tokens that is encoded, kept and reused as a whole. `key` names a passage's body;
    the rest (template, number, question) has none."""

    token_ids: tuple[int, ...]
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    segments: tuple[Segment, ...]

    @property
    def token_ids(self) -> list[int]:
        return [token for segment in self.segments for token in segment.token_ids]

    @property
    def n_tokens(self) -> int:
        return sum(len(segment.token_ids) for segment in self.segments)


class Encoder(Protocol):
    """A vocabulary: the template's own text may hold special tokens, other text may not."""

    def encode_template(self, text: str) -> list[int]: ...
    def encode_plain(self, text: str) -> list[int]: ...


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    key: str | None = None


class ChatFormat:
    def __init__(
        self, template: str, tokens: Encoder, *, bos_token: str = "", eos_token: str = ""
    ) -> None:
        environment = ImmutableSandboxedEnvironment(
            trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"]
        )
        environment.globals["raise_exception"] = _refuse
        environment.filters["tojson"] = lambda value, **_: json.dumps(value, ensure_ascii=False)
        self._tokens = tokens
        self._names = {"bos_token": bos_token, "eos_token": eos_token}
        self._encoded: dict[str, tuple[int, ...]] = {}
        try:
            self._template = environment.from_string(template)
        except jinja2.TemplateError as error:
            raise _bad_template(error) from error

    def lay_out(self, prompt: Prompt) -> Layout:
        """The whole prompt as segments. Raises ModelUnsuitable if the template is unusable."""
        messages, pieces = _messages(prompt)
        segments: list[Segment] = []
        plain_until_now: list[int] = []

        def flush() -> None:
            if plain_until_now:
                segments.append(Segment(tuple(plain_until_now)))
                plain_until_now.clear()

        parts = _MARKED.split(self._render(messages))
        for position, part in enumerate(parts):
            if position % 2 == 0:
                if part:
                    plain_until_now.extend(self._tokens.encode_template(part))
                continue
            for piece in pieces[int(part)]:
                ids = self._encode(piece.text)
                if piece.key is None:
                    plain_until_now.extend(ids)
                else:
                    flush()
                    segments.append(Segment(ids, piece.key))
        flush()
        return Layout(tuple(segments))

    def forget(self) -> None:
        """Drop the texts whose tokens were kept."""
        self._encoded.clear()

    def _encode(self, text: str) -> tuple[int, ...]:
        known = self._encoded.get(text)
        if known is None:
            if len(self._encoded) > 512:
                self._encoded.clear()
            known = self._encoded[text] = tuple(self._tokens.encode_plain(text))
        return known

    def _render(self, messages: list[dict[str, str]]) -> str:
        try:
            return self._render_with(messages)
        except jinja2.TemplateError:
            pass
        try:  # some templates refuse a system message: it joins the first question
            system, first, *rest = messages
            joined = {"role": "user", "content": system["content"] + "\n\n" + first["content"]}
            return self._render_with([joined, *rest])
        except jinja2.TemplateError as error:
            raise _bad_template(error) from error

    def _render_with(self, messages: list[dict[str, str]]) -> str:
        return self._template.render(messages=messages, add_generation_prompt=True, **self._names)


def _messages(prompt: Prompt) -> tuple[list[dict[str, str]], list[tuple[_Piece, ...]]]:
    """Chat messages with a placeholder for each text, and each placeholder's pieces."""
    pieces: list[tuple[_Piece, ...]] = []

    def mark(*texts: _Piece) -> str:
        pieces.append(texts)
        return _MARK.format(len(pieces) - 1)

    sources: list[_Piece] = []
    for number, source in enumerate(prompt.sources, start=1):
        sources += [_Piece(f"[{number}] "), _Piece(source.text.strip(), source.key), _Piece("\n\n")]
    questions = [*(turn.question for turn in prompt.turns), prompt.question]
    messages = [{"role": "system", "content": mark(_Piece(prompt.system))}]
    for place, question in enumerate(questions):
        lead = sources if place == 0 else []
        messages.append({"role": "user", "content": mark(*lead, _Piece(question))})
        if place < len(prompt.turns):
            answer = mark(_Piece(prompt.turns[place].answer))
            messages.append({"role": "assistant", "content": answer})
    return messages, pieces


def plain_messages(prompt: Prompt) -> list[dict[str, str]]:
    """The same layout as chat messages with their texts, for servers that have a template."""
    messages, pieces = _messages(prompt)

    def fill(marked: str) -> str:
        return _MARKED.sub(
            lambda mark: "".join(piece.text for piece in pieces[int(mark.group(1))]), marked
        )

    return [{"role": entry["role"], "content": fill(entry["content"])} for entry in messages]


NOTICE_TURNS = (
    "The conversation no longer fits the model: its oldest questions and answers were left out. "
    "All sources of this answer are there."
)


def fit_layout(
    chat: ChatFormat,
    prompt: Prompt,
    settings: GenerationSettings,
    *,
    context_length: int,
    name: str,
) -> tuple[Layout, str | None]:
    """Lay the prompt out, without its oldest turns where the context is too small for all; a
    source is never left out. Returns the layout and, where turns were, a sentence for the user.

    Raises ContextTooSmall."""
    for n_dropped in range(len(prompt.turns) + 1):
        shorter = dataclasses.replace(prompt, turns=prompt.turns[n_dropped:])
        layout = chat.lay_out(shorter)
        if layout.n_tokens + settings.max_new_tokens <= context_length:
            return layout, NOTICE_TURNS if n_dropped else None
    raise ContextTooSmall(
        "The question with its sources takes {n_tokens} tokens and the answer up to "
        "{max_new_tokens}; {name} holds {context_length} in all.",
        "Ask a shorter question, use fewer sources, or lower max_new_tokens.",
        n_tokens=layout.n_tokens,
        max_new_tokens=settings.max_new_tokens,
        name=name,
        context_length=context_length,
    )


def read_chat_format(folder: Path, tokens: TextTokens) -> ChatFormat:
    """The folder's template: `chat_template.jinja`, or the one in `tokenizer_config.json`."""
    described: dict[str, object] = {}
    with contextlib.suppress(OSError, ValueError):
        described = json.loads((folder / "tokenizer_config.json").read_text("utf-8"))
    file = folder / "chat_template.jinja"
    if file.is_file():
        template: object = file.read_text("utf-8")
    else:
        template = described.get("chat_template")
        if isinstance(template, list):  # several named templates
            named = {entry.get("name"): entry.get("template") for entry in template}
            template = named.get("default")
    return ChatFormat(
        template if isinstance(template, str) and template else CHATML,
        tokens,
        bos_token=_token_text(described.get("bos_token")),
        eos_token=_token_text(described.get("eos_token")),
    )


def _token_text(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("content")
    return value if isinstance(value, str) else ""


def _refuse(message: str) -> Callable[[], None]:
    raise jinja2.TemplateError(message)


def _bad_template(error: Exception) -> ModelUnsuitable:
    return ModelUnsuitable(
        "The model's chat template cannot be used: {error}.",
        "Choose another model; this one's template asks for something Triptych does not offer.",
        error=error,
    )
