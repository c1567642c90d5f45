"""The second phase: one token after another, for one sequence, several at once, or beams.

Each function yields an Emission a forward pass and leaves texts and finish reasons in the writers
it was given. What they share: the prompt is in `cache`, `logits` (vocab,) follow its last token."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from models.decoder.beam import BeamSearch
from models.decoder.drafting import PromptLookup
from models.decoder.kv_cache import KVCache
from models.decoder.loops import repeats
from models.decoder.sampling import Choice, History, Sampler
from models.decoder.settings import GenerationSettings
from models.decoder.transformer import Transformer
from models.decoder.writer import Writer


@dataclass(frozen=True, slots=True)
class Emission:
    """New text and tokens of the sequence that is shown. `n_guessed` of the tokens were guessed
    beforehand and proved right in this pass; `n_beside` tokens went to other sequences."""

    text: str
    choices: tuple[Choice, ...]
    n_guessed: int = 0
    n_beside: int = 0


def decode_one(
    model: Transformer,
    cache: KVCache,
    logits: Tensor,
    sampler: Sampler,
    writer: Writer,
    drafter: PromptLookup | None,
) -> Iterator[Emission]:
    """One sequence. With a drafter, guesses are checked by choosing the token after each of them
    as usual and comparing: greedy text and the distribution of sampled text stay the same."""
    history = sampler.new_history()
    n_prompt = cache.length
    greedy = sampler.mode == "greedy"
    rows, draft = logits[None], list[int]()
    held: list[Choice] = []  # may still be taken back
    while True:
        n_right = -1
        text, settled = "", list[Choice]()
        for i in range(len(rows)):
            choice = sampler.choose(rows[i], history)
            history.drop(choice.n_undone)
            del held[len(held) - choice.n_undone :]
            history.add(choice.token)
            held.append(choice)
            n_right += 1
            shown, done = _settle(writer, history, held)
            text, settled = text + shown, settled + done
            if greedy and not writer.finish and repeats(history.tokens):
                text += writer.close("loop")
            if writer.finish or i == len(draft) or choice.n_undone or choice.token != draft[i]:
                break
        if drafter and draft:
            drafter.learn(len(draft), n_right)
        # what the chosen tokens but the last one left in the cache stays
        cache.truncate(min(cache.length, n_prompt + len(history.tokens) - 1))
        yield Emission(text, tuple(settled), n_right)
        if writer.finish:
            return
        if drafter:
            drafter.follow(history.tokens)
            draft = drafter.propose(cache.capacity - cache.length - 1)
        start = cache.length
        tokens = torch.tensor([history.tokens[-1], *draft], device=model.device)
        rows = model.logits(model.forward(tokens, range(start, start + len(tokens)), cache))


def _settle(writer: Writer, history: History, held: list[Choice]) -> tuple[str, list[Choice]]:
    """Write what can no longer be taken back; an answer that is cut ends before what is open."""
    n_open = history.trail.n_open if history.trail else 0
    text, settled = "", list[Choice]()
    while len(held) > n_open and not writer.finish:
        settled.append(held.pop(0))
        text += writer.add(settled[-1].token)
    if held and not writer.finish and len(writer.token_ids) + len(held) >= writer.max_new_tokens:
        text += writer.close("length")
    return text, settled


def decode_several(
    model: Transformer,
    cache: KVCache,
    logits: Tensor,
    sampler: Sampler,
    writers: Sequence[Writer],
    max_new_tokens: int,
) -> Iterator[Emission]:
    """Several sampled sequences side by side; the first is the one shown."""
    histories = [sampler.new_history(number) for number in range(len(writers))]
    branches = cache.fork(len(writers), max_new_tokens)
    running = list(range(len(writers)))  # the sequence in each row
    rows = logits.expand(len(writers), -1)
    while True:
        shown = Emission("", (), n_beside=len(running))
        for row, number in enumerate(running):
            choice = sampler.choose(rows[row], histories[number])
            histories[number].add(choice.token)
            text = writers[number].add(choice.token)
            if number == 0:
                shown = Emission(text, (choice,), n_beside=len(running) - 1)
        going_on = [row for row, number in enumerate(running) if not writers[number].finish]
        yield shown
        if not going_on:
            return
        running = [running[row] for row in going_on]
        # at the first step the tails are empty, so any selection of them is right
        branches.select(going_on)
        tokens = torch.tensor([histories[n].tokens[-1] for n in running], device=model.device)
        places = torch.full((len(running),), branches.length, device=model.device)
        rows = model.logits(model.forward(tokens, places, branches))


def decode_beams(
    model: Transformer,
    cache: KVCache,
    logits: Tensor,
    sampler: Sampler,
    settings: GenerationSettings,
    end_ids: Sequence[int],
    new_writer: Callable[[], Writer],
    writers: list[Writer],
) -> Iterator[Emission]:
    """Beam search. Shows through writers[0] what all answers still possible begin with, at the
    end the rest of the best one; appends writers with the next best answers, at least one."""
    search = BeamSearch(settings, end_ids)
    branches = cache.fork(1, settings.max_new_tokens)
    histories = [sampler.new_history()]
    rows, shown = logits[None], writers[0]
    while True:
        prepared = [
            sampler.prepare(row, history) for row, history in zip(rows, histories, strict=True)
        ]
        parents = search.step(torch.stack(prepared).log_softmax(-1))
        if search.done:
            break
        yield _write(shown, search.settled())
        if shown.finish:  # a stop sequence in what is settled
            break
        histories = [histories[parent].fork() for parent in parents]
        for history, beam in zip(histories, search.live, strict=True):
            history.add(beam.tokens[-1])
        branches.select(parents)
        tokens = torch.tensor([beam.tokens[-1] for beam in search.live], device=model.device)
        places = torch.full((len(search.live),), branches.length, device=model.device)
        rows = model.logits(model.forward(tokens, places, branches))
    best, *others = search.results(max(2, settings.n_sequences))
    shown.score = best.score
    emission = Emission("", ()) if shown.finish else _write(shown, best.tokens)
    for other in others:
        writer = new_writer()
        writer.score = other.score
        _write(writer, other.tokens)
        writers.append(writer)
    yield emission


def _write(writer: Writer, tokens: Sequence[int]) -> Emission:
    text, choices = "", []
    for token in tokens[len(writer.token_ids) :]:
        text += writer.add(token)
        choices.append(Choice(token))
        if writer.finish:
            break
    return Emission(text, tuple(choices))
