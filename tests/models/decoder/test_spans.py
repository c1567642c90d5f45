"""Spans that are copied from sources, against all of them tried one by one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from models.decoder.engine import TorchDecoder
from models.decoder.interface import Prompt, SpanAnswer
from models.decoder.kv_cache import KVCache
from models.decoder.spans import PassageReader

from .conftest import answer, prompt

Open = Callable[..., TorchDecoder]


def texts_of(decoder: TorchDecoder, text: str) -> set[str]:
    """Every span that may be copied."""
    passage = PassageReader(decoder._tokens).read(text)
    assert passage is not None
    return {
        text[passage.offsets[begin] + skipped : passage.offsets[end]]
        for begin, (_, skipped) in passage.firsts.items()
        for end in passage.ends
        if end > begin
    }


def test_spans_are_of_whole_words(open_decoder: Open) -> None:
    found = texts_of(open_decoder(), "  Rent: 900 (in\nthe) inn. ")
    assert {"Rent", "900", "in", "the", "inn", "900 (in\nthe) inn", "Rent: 900"} <= found
    assert not {"90", "00", "nt", "nn", "ent", "th"} & found


def test_a_text_that_comes_back_otherwise_is_left_out(open_decoder: Open) -> None:
    reader = PassageReader(open_decoder()._tokens)
    assert reader.read("naïve") is not None
    assert reader.read("") is not None and not reader.read("").firsts  # type: ignore[union-attr]


def likelihood(decoder: TorchDecoder, asked: Prompt, tokens: list[int]) -> float:
    """log-probability of tokens and an end, in one pass over all of them."""
    ids = decoder._chat.lay_out(asked).token_ids
    model = decoder._model
    cache = KVCache(model.config, capacity=512)
    rows = model.logits(model.forward(torch.tensor(ids + tokens), range(len(ids + tokens)), cache))
    odds = rows[len(ids) - 1 :].log_softmax(-1)
    (end,) = decoder._end_ids
    return sum(float(odds[i][token]) for i, token in enumerate([*tokens, end]))


def test_the_likeliest_span_is_found(open_decoder: Open) -> None:
    decoder = open_decoder()
    for question in ("what?", "who is in the inn", "where"):
        asked = prompt(question, "a box", "the inn is")
        found = decoder.read_span(asked, not_found="no")
        assert found is not None
        scores = {}
        for source in asked.sources:
            passage = PassageReader(decoder._tokens).read(source.text)
            assert passage is not None
            for begin, (first, _) in passage.firsts.items():
                for end in sorted(end for end in passage.ends if end > begin):
                    tokens = [first, *passage.token_ids[begin + 1 : end]]
                    scores[tuple(tokens)] = likelihood(decoder, asked, tokens)
        assert found.log_probability <= max(scores.values()) + 0.05
        assert any(abs(found.log_probability - each) < 0.05 for each in scores.values())
        # four are followed of seven beginnings
        assert found.log_probability >= sorted(scores.values())[len(scores) // 2]
        no = decoder._tokens.encode_plain("no")
        wanted = likelihood(decoder, asked, no) / (len(no) + 1)
        assert found.not_found_score == pytest.approx(wanted, abs=0.05)


@pytest.mark.parametrize("precision", ["float32", "int8"])
def test_a_span_is_where_it_says(open_decoder: Open, precision: str) -> None:
    decoder = open_decoder(precision=precision)
    asked = prompt("what?", "  the thin (tin) box", "in the inn, 12.50")
    found = decoder.read_span(asked)
    assert isinstance(found, SpanAnswer)
    text = asked.sources[found.source - 1].text
    assert text[found.start : found.end] in texts_of(decoder, text)


def test_reading_leaves_the_next_answer_as_it_was(open_decoder: Open) -> None:
    asked = prompt("what?", "the thin tin box")
    wanted, _ = answer(open_decoder(), asked, max_new_tokens=12)
    decoder = open_decoder()
    decoder.read_span(asked)
    assert answer(decoder, asked, max_new_tokens=12)[0] == wanted
    calls = iter([False] * 2 + [True] * 99)
    assert decoder.read_span(prompt("x" * 300, "the tin"), cancelled=lambda: next(calls)) is None
    assert answer(decoder, asked, max_new_tokens=12)[0] == wanted
    assert decoder.read_span(prompt("what?")) is None  # no source
