"""The second engine: llama.cpp itself, over a tiny random GGUF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from models.decoder.engine import TorchDecoder
from models.decoder.interface import Prefilling, Step
from models.decoder.llama_cpp import LlamaCppDecoder
from models.decoder.load import load_decoder
from models.decoder.settings import GenerationSettings
from models.errors import InvalidSettings, ModelDamaged

from .conftest import SPECIAL, make_model, prompt, write_gguf

pytest.importorskip("xllamacpp")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gguf") / "tiny.gguf"
    write_gguf(path, make_model("qwen2"), "qwen2")
    return path


@pytest.fixture(scope="module")
def decoder(file: Path) -> LlamaCppDecoder:
    opened = load_decoder(file, threads=1, name="tiny")
    assert isinstance(opened, LlamaCppDecoder)
    return opened


def steps(
    decoder: LlamaCppDecoder | TorchDecoder,
    question: str = "why?",
    cancelled: Callable[[], bool] = lambda: False,
    **settings: object,
) -> list[Step]:
    asked = prompt(question, "the thin tin thing is in the inn")
    chosen = GenerationSettings(**{"grounded": False, **settings})  # type: ignore[arg-type]
    found = decoder.generate(asked, chosen, cancelled=cancelled)
    return [step for step in found if isinstance(step, Step)]


def text(decoder: LlamaCppDecoder | TorchDecoder, question: str = "why?", **chosen: object) -> str:
    return "".join(step.text for step in steps(decoder, question, **chosen))


def test_greedy_text_is_the_built_in_engine_s(
    decoder: LlamaCppDecoder, open_decoder: Callable[..., TorchDecoder]
) -> None:
    ours = open_decoder("qwen2")
    for question in ("why?", "who was there?", "in which inn?"):
        assert text(decoder, question, max_new_tokens=6) == text(ours, question, max_new_tokens=6)


def test_figures_and_progress(decoder: LlamaCppDecoder) -> None:
    found = list(decoder.generate(prompt("how?", "tin"), GenerationSettings(max_new_tokens=5)))
    assert any(isinstance(step, Prefilling) for step in found)
    last = found[-1]
    assert isinstance(last, Step) and last.finish == "length"
    assert last.counts.completion_tokens == 5
    assert last.counts.prompt_tokens == decoder.count_prompt_tokens(prompt("how?", "tin"))
    assert last.timings.ttft_ms > 0


def test_the_same_seed_gives_the_same_text(decoder: LlamaCppDecoder) -> None:
    lively = {"temperature": 1.5, "max_new_tokens": 12}
    first, again, other = (text(decoder, seed=seed, **lively) for seed in (1, 1, 2))
    assert first == again != other


def test_several_sequences_are_several(decoder: LlamaCppDecoder) -> None:
    chosen = {"temperature": 1.5, "n_sequences": 3, "max_new_tokens": 8}
    others = steps(decoder, **chosen)[-1].extras["alternatives"]
    assert isinstance(others, list) and len(others) == 2


def test_a_stop_sequence_is_never_shown(decoder: LlamaCppDecoder) -> None:
    whole = text(decoder, max_new_tokens=16)
    stop = whole[4:6]
    found = steps(decoder, max_new_tokens=16, stop=(stop,))
    assert "".join(step.text for step in found) == whole[: whole.index(stop)]
    assert found[-1].finish == "stop"


@pytest.mark.parametrize("lacking", [{"beam_width": 2}, {"min_new_tokens": 3}])
def test_what_it_lacks_is_said(decoder: LlamaCppDecoder, lacking: dict[str, object]) -> None:
    with pytest.raises(InvalidSettings) as raised:
        steps(decoder, max_new_tokens=8, **lacking)
    assert "llama.cpp" in raised.value.message and raised.value.next_step


def test_stopping(decoder: LlamaCppDecoder) -> None:
    seen = 0

    def cancelled() -> bool:
        nonlocal seen
        seen += 1
        return seen > 3

    found = steps(decoder, cancelled=cancelled, max_new_tokens=200)
    assert found[-1].finish == "cancelled"
    assert found[-1].counts.completion_tokens < 200
    assert text(decoder, max_new_tokens=4)  # and it goes on


def test_plain_text_never_holds_a_control_token(decoder: LlamaCppDecoder) -> None:
    controls = {decoder.encode_template(spelling)[0] for spelling in SPECIAL}
    assert len(controls) == len(SPECIAL)
    assert not controls.intersection(decoder.encode_plain("".join(SPECIAL)))


@pytest.mark.parametrize("keep", [0.5, 0.0])
def test_a_damaged_file(file: Path, tmp_path: Path, keep: float) -> None:
    content = file.read_bytes()
    damaged = tmp_path / "damaged.gguf"
    damaged.write_bytes(content[: int(len(content) * keep)] + b"no")
    with pytest.raises(ModelDamaged) as raised:
        load_decoder(damaged, threads=1, name="tiny")
    assert raised.value.next_step
