"""Whole answers of the tiny models against transformers' `generate`, and against themselves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
import transformers

from models.decoder.engine import TorchDecoder
from models.decoder.interface import Prefilling, Prompt, Source, Step, Turn
from models.decoder.settings import GenerationSettings
from models.errors import ContextTooSmall, InvalidSettings

from .conftest import answer, prompt, tokens_of

Open = Callable[..., TorchDecoder]
QUESTIONS = [
    "what is in the box?", "the end", "in the inn", "0123456789", "where?", "Ω ≠ é", "a", "   ",
    "thin thing the then", "list: 1, 2, 3", "AAAA", "the\nthe\nthe", "why not in the thin?",
    "{}[]()", "naïve café", "one two three four five", "zzz", "?!", "they", "in",
]  # fmt: skip


def generate(
    reference: transformers.PreTrainedModel, ids: list[int], **options: object
) -> torch.Tensor:
    pad = reference.config.pad_token_id
    tokens = torch.tensor([ids])
    return reference.generate(
        tokens, attention_mask=torch.ones_like(tokens), do_sample=False, pad_token_id=pad, **options
    )[:, len(ids) :]


def prompt_ids(decoder: TorchDecoder, asked: Prompt) -> list[int]:
    return decoder._chat.lay_out(asked).token_ids


def without_padding(tokens: list[int], end: int, pad: int) -> list[int]:
    if end in tokens:
        return tokens[: tokens.index(end) + 1]
    return tokens


@pytest.mark.parametrize("question", QUESTIONS)
def test_greedy_equals_transformers(
    open_decoder: Open, references: dict[str, transformers.PreTrainedModel], question: str
) -> None:
    decoder = open_decoder("llama")
    asked = prompt(question, "the thing is in the tin.", "a box in the inn.")
    wanted = generate(references["llama"], prompt_ids(decoder, asked), max_new_tokens=40)
    assert tokens_of(decoder, asked, max_new_tokens=40) == wanted[0].tolist()


@pytest.mark.parametrize("question", QUESTIONS[:10])
@pytest.mark.parametrize(
    ("width", "length_penalty", "early"), [(2, 1.0, False), (4, 2.0, False), (3, -1.0, True)]
)
def test_beams_equal_transformers(
    open_decoder: Open,
    references: dict[str, transformers.PreTrainedModel],
    question: str,
    width: int,
    length_penalty: float,
    early: bool,
) -> None:
    decoder = open_decoder()
    reference = references["qwen2"]
    asked = prompt(question)
    wanted = generate(
        reference,
        prompt_ids(decoder, asked),
        max_new_tokens=12,
        num_beams=width,
        num_return_sequences=2,
        length_penalty=length_penalty,
        early_stopping=early,
        return_dict_in_generate=False,
    )
    end, pad = reference.config.eos_token_id, reference.config.pad_token_id
    settings = {
        "max_new_tokens": 12,
        "beam_width": width,
        "length_penalty": length_penalty,
        "early_stopping": early,
        "n_sequences": 2,
    }
    found = tokens_of(decoder, asked, **settings)
    assert found == without_padding(wanted[0].tolist(), end, pad)
    _, last = answer(decoder, asked, **settings)
    alternatives = last.extras["alternatives"]
    assert isinstance(alternatives, list) and len(alternatives) == 1
    runner_up = without_padding(wanted[1].tolist(), end, pad)
    assert alternatives[0]["text"] == decoder._tokens.decode(runner_up).rstrip("\ufffd")
    assert last.extras["score"] >= alternatives[0]["score"]


def test_beams_stream_what_is_settled(open_decoder: Open) -> None:
    text, last = answer(open_decoder(), prompt(), beam_width=3, max_new_tokens=20, temperature=0.5)
    assert text and last.inactive == ("temperature",)


def test_guessing_changes_nothing(open_decoder: Open) -> None:
    """A negative penalty makes the model repeat itself, so that many guesses are right."""
    asked = prompt("the thing in the tin is the thing in the tin is the thing in", "the tin")
    guessing, plain = open_decoder(), open_decoder()
    plain._speculate = False
    for settings in (
        {"max_new_tokens": 120},
        {"max_new_tokens": 120, "frequency_penalty": -2.0},
        {"max_new_tokens": 120, "temperature": 0.3, "seed": 3},
    ):
        assert tokens_of(guessing, asked, **settings) == tokens_of(plain, asked, **settings)
    _, last = answer(guessing, asked, max_new_tokens=120, frequency_penalty=-2.0)
    metrics = last.extras["metrics"]
    assert isinstance(metrics, dict) and metrics["accepted_per_verification"] > 0.2


def test_same_seed_same_text(open_decoder: Open) -> None:
    decoder = open_decoder()
    settings = {"temperature": 1.5, "max_new_tokens": 30}
    first = tokens_of(decoder, prompt(), seed=1, **settings)
    assert tokens_of(decoder, prompt(), seed=1, **settings) == first
    assert tokens_of(open_decoder(), prompt(), seed=1, **settings) == first
    assert tokens_of(decoder, prompt(), seed=2, **settings) != first


def test_several_sequences_are_each_as_if_alone(open_decoder: Open) -> None:
    settings = {"temperature": 1.2, "max_new_tokens": 25}
    text, last = answer(open_decoder(), prompt(), n_sequences=3, seed=5, **settings)
    alternatives = last.extras["alternatives"]
    assert isinstance(alternatives, list)
    alone = [answer(open_decoder(), prompt(), seed=seed, **settings)[0] for seed in (5, 6, 7)]
    assert [text, *(entry["text"] for entry in alternatives)] == alone
    assert len(set(alone)) == 3


def test_the_next_prompt_computes_only_what_differs(open_decoder: Open) -> None:
    decoder = open_decoder()
    first = prompt("what is it?", "the thing is in the tin.")
    text, step = answer(decoder, first, max_new_tokens=10)
    assert step.counts.cached_tokens == 0
    again, step = answer(decoder, first, max_new_tokens=10)
    assert again == text
    assert step.counts.cached_tokens == step.counts.prompt_tokens - 1
    other = prompt("where is it?", "the thing is in the tin.")
    wanted, _ = answer(open_decoder(), other, max_new_tokens=10)
    found, step = answer(decoder, other, max_new_tokens=10)
    assert found == wanted
    assert 0 < step.counts.cached_tokens < step.counts.prompt_tokens - 5
    follow_up = Prompt(other.system, other.sources, (Turn(other.question, found),), "and then?")
    wanted, _ = answer(open_decoder(), follow_up, max_new_tokens=10)
    found, step = answer(decoder, follow_up, max_new_tokens=10)
    assert found == wanted
    assert step.counts.cached_tokens > step.counts.prompt_tokens / 2


def test_reuse_off_computes_everything(open_decoder: Open) -> None:
    decoder = open_decoder(reuse="off")
    answer(decoder, prompt(), max_new_tokens=3)
    assert answer(decoder, prompt(), max_new_tokens=3)[1].counts.cached_tokens == 0


def test_stop_texts_are_not_shown(open_decoder: Open) -> None:
    decoder = open_decoder()
    whole, last = answer(decoder, prompt(), max_new_tokens=40)
    stop = whole[10:13]
    text, last = answer(decoder, prompt(), max_new_tokens=40, stop=(stop,))
    assert last.finish == "stop"
    assert text == whole[: whole.index(stop)]


def test_length_and_minimum(open_decoder: Open) -> None:
    decoder = open_decoder()
    _, last = answer(decoder, prompt(), max_new_tokens=7)
    assert last.finish == "length" and last.counts.completion_tokens == 7
    found = tokens_of(decoder, prompt(), min_new_tokens=30, max_new_tokens=30, temperature=2.0)
    assert len(found) == 30


def test_cancelling_while_reading_and_while_writing(open_decoder: Open) -> None:
    decoder = open_decoder()
    steps = list(decoder.generate(prompt(), GenerationSettings(), cancelled=lambda: True))
    assert [type(step) for step in steps] == [Step]
    assert isinstance(steps[0], Step) and steps[0].finish == "cancelled"
    wanted, _ = answer(open_decoder(), prompt(), max_new_tokens=20)
    shown: list[Step] = []
    settings = GenerationSettings(max_new_tokens=20)
    for step in decoder.generate(prompt(), settings, cancelled=lambda: len(shown) >= 3):
        if isinstance(step, Step):
            shown.append(step)
    text = "".join(step.text for step in shown)
    assert len(shown) == 4  # the step that was on its way, and the last
    assert isinstance(step, Step) and step.finish == "cancelled"
    assert wanted.startswith(text)
    assert answer(decoder, prompt(), max_new_tokens=20)[0] == wanted


def test_an_abandoned_answer_does_not_spoil_the_next(open_decoder: Open) -> None:
    decoder = open_decoder()
    wanted, _ = answer(open_decoder(), prompt("other"), max_new_tokens=20)
    for n_steps in (1, 3, 6):
        stream = decoder.generate(prompt(), GenerationSettings(max_new_tokens=20))
        for _ in range(n_steps):
            next(stream)
        stream.close()
        assert answer(decoder, prompt("other"), max_new_tokens=20)[0] == wanted


def test_oldest_turns_give_way_sources_never(open_decoder: Open) -> None:
    decoder = open_decoder()
    turns = tuple(Turn(f"question {n} {'x' * 60}", "yes " * 20) for n in range(4))
    asked = Prompt("system", (Source("k", "the source " * 5),), turns, "now?")
    assert decoder.count_prompt_tokens(asked) > 512
    _, last = answer(decoder, asked, max_new_tokens=8)
    assert "left out" in str(last.extras["notice"])
    assert last.counts.prompt_tokens <= 504


def test_a_context_too_small_says_what_to_do(open_decoder: Open) -> None:
    decoder = open_decoder()
    with pytest.raises(ContextTooSmall) as raised:
        answer(decoder, prompt("x" * 600), max_new_tokens=8)
    assert "512" in raised.value.message and "shorter" in raised.value.next_step
    with pytest.raises(InvalidSettings):
        answer(decoder, prompt(), top_p=3.0)
    assert answer(decoder, prompt(), max_new_tokens=3)[1].finish == "length"


def test_inspection_of_each_token(open_decoder: Open) -> None:
    settings = GenerationSettings(max_new_tokens=5, temperature=0.8, top_k=5)
    steps = [
        step
        for step in open_decoder().generate(prompt(), settings, inspect=True)
        if isinstance(step, Step) and step.token_ids
    ]
    for step in steps:
        inspections = step.extras["inspections"]
        assert isinstance(inspections, list)
        assert [entry.token_id for entry in inspections] == list(step.token_ids)
        assert [s.name for s in inspections[0].stages] == ["model", "temperature", "top_k"]
        assert len(inspections[0].stages[0].candidates) == 10
        assert len(inspections[0].stages[2].candidates) == 5
        assert sum(p for _, p in inspections[0].stages[2].candidates) == pytest.approx(1.0)


@pytest.mark.parametrize(
    "settings",
    [
        GenerationSettings(max_new_tokens=21),
        GenerationSettings(max_new_tokens=21, temperature=0.8, top_p=0.9, repetition_penalty=1.2),
    ],
)
def test_looking_into_a_text_shows_how_it_was_written(
    open_decoder: Open, settings: GenerationSettings
) -> None:
    decoder, asked = open_decoder(), prompt("what is in the box?", "a box of pears")
    steps = [s for s in decoder.generate(asked, settings, inspect=True) if isinstance(s, Step)]
    written = [each for step in steps for each in step.extras.get("inspections", ())]  # type: ignore[attr-defined]
    looked = list(decoder.look_into(asked, settings, [each.token_id for each in written]))
    assert len(looked) == len(written) > 8
    for then, now in zip(written, looked, strict=True):
        assert (now.token_id, now.spelling) == (then.token_id, then.spelling)
        assert now.probability == pytest.approx(then.probability, rel=1e-3, abs=1e-6)
        assert [stage.name for stage in now.stages] == [stage.name for stage in then.stages]
    first = list(decoder.look_into(asked, settings, ()))
    assert len(first) == 1 and first[0].stages[0].name == "model"
    assert first[0].stages[0].candidates[0][0] == looked[0].stages[0].candidates[0][0]
    again = [s for s in decoder.generate(asked, settings) if isinstance(s, Step)]
    assert [t for s in again for t in s.token_ids] == [t for s in steps for t in s.token_ids]


def test_looking_gives_way_at_any_token(open_decoder: Open) -> None:
    decoder, settings = open_decoder(), GenerationSettings(max_new_tokens=20, grounded=False)
    tokens = [t for s in decoder.generate(prompt(), settings) if isinstance(s, Step)
              for t in s.token_ids]  # fmt: skip
    asked: list[int] = []
    looking = decoder.look_into(
        prompt(), settings, tokens, cancelled=lambda: asked.append(1) or len(asked) > 12
    )
    assert 0 < len(list(looking)) < len(tokens)
    again = [t for s in decoder.generate(prompt(), settings) if isinstance(s, Step)
             for t in s.token_ids]  # fmt: skip
    assert again == tokens, "what it left in the cache is what it says"


def test_progress_ends_at_the_whole_prompt(open_decoder: Open) -> None:
    asked = prompt("x" * 300)
    steps = list(open_decoder().generate(asked, GenerationSettings(max_new_tokens=2)))
    progress = [step for step in steps if isinstance(step, Prefilling)]
    assert len(progress) == 2
    assert progress[-1].done_tokens == progress[-1].total_tokens
    assert progress[-1].total_tokens == open_decoder().count_prompt_tokens(asked)


def test_memory_stays_flat(open_decoder: Open) -> None:
    decoder = open_decoder()
    answer(decoder, prompt("x" * 200), max_new_tokens=20)
    before = decoder._context.cache.n_bytes
    for n in range(30):
        answer(decoder, prompt(f"question {n}"), max_new_tokens=20)
    assert decoder._context.cache.n_bytes == before


def test_what_was_read_ahead_is_not_read_again(open_decoder: Open) -> None:
    sources = (Source("a", "the thin tin " * 9), Source("b", "in the inn " * 12))
    asked = Prompt("answer.", sources, (), "what is in the inn?")
    wanted, last = answer(open_decoder(), asked, max_new_tokens=20)
    decoder = open_decoder()
    n_read = decoder.read_ahead("answer.", sources)
    assert last.counts.prompt_tokens - n_read < 60  # the question and what the template adds
    text, last = answer(decoder, asked, max_new_tokens=20)
    assert text == wanted and last.counts.cached_tokens == n_read
    # another question over the same sources, while the first one's answer is in the cache
    assert decoder.read_ahead("answer.", sources) == n_read
    other = Prompt("answer.", sources, (), "where?")
    assert answer(decoder, other, max_new_tokens=20)[1].counts.cached_tokens >= n_read


def test_reading_ahead_is_given_up_and_gone_on_with(open_decoder: Open) -> None:
    sources = (Source("a", "abcdefgh " * 30), Source("b", "ijklmnop " * 10))
    asked = Prompt("answer.", sources, (), "what?")
    wanted, _ = answer(open_decoder(), asked, max_new_tokens=20)
    decoder = open_decoder()
    calls = 0

    def cancelled() -> bool:
        nonlocal calls
        calls += 1
        return calls > 4  # in the second block of 256 tokens

    n_read = decoder.read_ahead("answer.", sources, cancelled=cancelled)
    assert n_read == 256 and calls == 5
    assert decoder.read_ahead("answer.", sources) > n_read
    assert answer(decoder, asked, max_new_tokens=20)[0] == wanted
    # the passages changed while the question was typed: what they share is kept
    assert decoder.read_ahead("answer.", (sources[0], Source("c", "xyz"))) > 256
    assert answer(decoder, asked, max_new_tokens=20)[0] == wanted
    assert decoder.read_ahead("answer.", ()) == 0
    assert open_decoder(reuse="off").read_ahead("answer.", sources) == 0
