"""What may be written after given sources, character by character and token by token."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import torch

from models.decoder.engine import TorchDecoder
from models.decoder.grounded import GroundedVocabulary, Trail
from models.decoder.grounding import Grounding, OrdinaryWords, State
from models.decoder.inspector import Inspector
from models.decoder.interface import Prompt, Source, Step
from models.decoder.sampling import Sampler
from models.decoder.settings import GenerationSettings
from models.decoder.standing import standing

from .conftest import answer, prompt, tokens_of

Open = Callable[..., TorchDecoder]
LEASE = (
    "Lease, page 4: The lease of the flat at 12 Hill Road begins on 1 March 2023. The rent is "
    "900 euros by the third day. Owner: Anna Berger, code AB-1207. Office hours 14:30.",
    "Letter: On 2024-02-02 Lindner & Sons mended the heating for 1,234.50 euros (forty-three "
    "hours). Flow 3.75 m³.",
)
# rarer ones later, as in a vocabulary
ORDINARY = OrdinaryWords(
    [b" the", b" The", b" no", b" London", b" yes", b" however", b" However", b" london"]
)


def grounding(*sources: str, question: str = "What does Okafor pay?") -> Grounding:
    return Grounding(standing(sources or LEASE, [question]), ORDINARY)


def allowed(text: str, held: Grounding | None = None) -> bool:
    """Whether a text may be written one character at a time, and end there."""
    held, state = held or grounding(), State()
    for character in text:
        following = held.advance(state, character.encode())
        if following is None:
            return False
        state = following
    return held.can_end(state)


@pytest.mark.parametrize(
    "text",
    [
        "it costs 900 euros", "it costs 900.00 euros", "1.234,50 Euro", "1234.5",
        "it was 2 February 2024", "on 02.02.2024", "on 2/2/24", "since March 2023", "01.03.2023",
        "at 2:30 pm", "in 2024.", "code AB-1207", "43 hours", "the 3rd day", "on page 4",
        "3.75", "3,75 m", "900kg", "Hill Road 12", "The rent", "However, no.", "Anna Berger's flat",
        "Okafor pays", "the letter [1] says [2].", "[1, 2]", "source 2 says", "1. rent\n2. owner",
        "1) the\n2) no", "I think so", "owned by ANNA BERGER", "Bergers", "the heating", "Yes.",
        "three days", "no “Lease”", "**The** rent", "the flat (Hill Road)",
    ],
)  # fmt: skip
def test_what_stands_there_may_be_said_in_other_ways(text: str) -> None:
    assert allowed(text)


@pytest.mark.parametrize(
    "text",
    [
        "it costs 901 euros", "it costs 9,000", "90", "0 euros", "10,800", "50 euros", "1,234.51",
        "3 February 2024, 2025", "on 02.03.2024", "2024-02-03", "in April 2023", "in 2022",
        "at 15:30", "code AB-1208", "code XY-1207", "44 hours", "75", "on page 5",
        "the owner is Martin", "London is", "Martin pays", "[3]", "[12]", "source 7", "5. rent",
        "1. rent\n7. owner", "seven days", "Seven days", "the owner, Mr Berger", "Annabel",
        "Berg", "Ann", "in Germany", "eight", "the Bank of Ashmere",
    ],
)  # fmt: skip
def test_what_does_not_stand_there_may_not(text: str) -> None:
    assert not allowed(text)


def test_german_nouns_are_not_names() -> None:
    held = grounding(
        "Mietvertrag: Die Miete beträgt 900,00 Euro, fällig am 3. Werktag. Vermieterin ist Anna "
        "Berger. Beginn: 1. März 2023.",
        question="Wie hoch ist die Miete und wann beginnt sie?",
    )
    for text in (
        "die monatliche Zahlung beträgt 900 Euro", "am dritten Werktag", "im März", "01.03.2023",
        "die Wohnung der Vermieterin Anna Berger", "900 € [1].",
    ):  # fmt: skip
        assert allowed(text, held), text
    for text in ("im April", "im Mai", "die Frau Krause", "an Krause", "800 Euro", "vier Euro"):
        assert not allowed(text, held), text
    assert not allowed("the Wohnung", grounding())


def test_other_scripts_have_numbers_but_no_capitals() -> None:
    held = grounding("合同从2023年3月1日开始，租金为900元。", question="租金是多少?")
    assert allowed("租金为900元", held) and allowed("2023年3月1日", held)
    assert not allowed("租金为800元", held)
    cyrillic = grounding("Аренда 900 рублей, владелец Анна Берг.", question="Кто владелец?")
    assert allowed("владелец Анна Берг", cyrillic)
    assert not allowed("владелец Иван", cyrillic)


def test_half_characters_wait_for_their_other_half() -> None:
    held = grounding("The café of Émile.")
    first, second = "É".encode()[:1], "É".encode()[1:]
    state = held.advance(State(), first)
    assert state is not None and state.begun == first
    state = held.advance(state, second + b"mile")
    assert state is not None and held.can_end(state)
    assert held.advance(State(), "Ü".encode()) is None


def vocabulary_of(decoder: TorchDecoder) -> GroundedVocabulary:
    return GroundedVocabulary(decoder._tokens, sorted(decoder._end_ids))


def test_pieces_are_what_tokens_add_to_a_text(open_decoder: Open) -> None:
    tokens = open_decoder()._tokens
    text = "the thin Ω, naïve café 12\n the in"
    ids = tokens.encode_plain(text)
    assert b"".join(tokens.pieces()[token] for token in ids).decode() == text
    assert all(tokens.pieces()[token] == b"" for token in tokens.special_ids)


@pytest.fixture
def trail(open_decoder: Open) -> Callable[[str], Trail]:
    decoder = open_decoder()
    vocabulary = vocabulary_of(decoder)

    def begin(text: str) -> Trail:
        asked = Prompt("", tuple(Source(str(n), t) for n, t in enumerate(LEASE)), (), "what?")
        made = Trail(vocabulary, vocabulary.grounding(asked))
        for token in decoder._tokens.encode_plain(text):
            made.add(token)
        return made

    return begin


@pytest.mark.parametrize("text", ["", "it costs ", "it costs 9", "owner: Ann", "the lease ", "(["])
def test_there_is_always_a_way_on(trail: Callable[[str], Trail], text: str) -> None:
    """At most what is left is what completes a name, and an end where nothing is."""
    made = trail(text)
    logits = torch.randn(len(made._vocabulary.pieces), generator=torch.Generator().manual_seed(1))
    for claims in (True, False):
        kept = made.filter(logits, claims=claims)
        assert bool((kept > float("-inf")).any())
        left = [int(token) for token in torch.nonzero(kept > float("-inf"))]
        assert all(made.allows(t) or t in made._vocabulary.end_ids for t in left)


def step(decoder: TorchDecoder, made: Trail, wanted: str, other: str) -> str:
    """What is chosen where `wanted` (one token) is likeliest and `other` comes next."""
    logits = torch.full((len(made._vocabulary.pieces),), -5.0)
    for score, text in ((4.0, wanted), (1.0, other)):
        logits[decoder._tokens.encode_plain(text)[0]] = score
    token, n_undone = made.likeliest(logits)
    made.add(token)
    return f"{n_undone} {decoder._tokens.spelling(token)}"


def test_an_invented_number_is_taken_back_whole(
    trail: Callable[[str], Trail], open_decoder: Open
) -> None:
    decoder, made = open_decoder(), trail("costs")
    assert step(decoder, made, " ", "x") == "0  "
    assert step(decoder, made, "9", "x") == "0 9"
    assert step(decoder, made, "0", "x") == "0 0"
    assert made.n_open == 3
    assert step(decoder, made, "1", "x").startswith("3 ")  # not 900: the model meant another
    assert made.n_open == 0


def test_a_number_that_stands_there_is_kept(
    trail: Callable[[str], Trail], open_decoder: Open
) -> None:
    decoder, made = open_decoder(), trail("costs ")
    chosen = [step(decoder, made, each, "x") for each in "900 e"]
    assert chosen == ["0 9", "0 0", "0 0", "0  ", "0 e"]


def texts(stream: Iterator[object]) -> tuple[str, Step]:
    steps = [step for step in stream if isinstance(step, Step)]
    return "".join(step.text for step in steps), steps[-1]


@pytest.mark.parametrize("speculate", [True, False])
def test_nothing_invented_is_written(open_decoder: Open, speculate: bool) -> None:
    """A random model writes digits and capitals all the time."""
    decoder = open_decoder()
    decoder._speculate = speculate
    held = grounding(question="what is in the box?")
    for n in range(6):
        asked = Prompt(f"{n}", tuple(Source(t, t) for t in LEASE), (), "what is in the box?")
        for mode in ({}, {"temperature": 1.0, "seed": n}, {"beam_width": 3}):
            text, last = answer(decoder, asked, max_new_tokens=40, grounded=True, **mode)
            state = State()
            for character in text[:-1]:  # sampled text may be cut within a name
                following = held.advance(state, character.encode())
                assert following is not None, text
                state = following
            assert "grounded" not in last.inactive


def test_what_violates_nothing_is_as_if_it_were_free(open_decoder: Open) -> None:
    """Sources that hold every word the model would say."""
    decoder = open_decoder()
    free = [
        tokens_of(decoder, prompt(f"question {n}", "the box"), grounded=False, max_new_tokens=30)
        for n in range(4)
    ]
    for n, tokens in enumerate(free):
        asked = prompt(f"question {n}", "the box")
        trail = Trail(vocabulary_of(decoder), _AllowsAll())  # type: ignore[arg-type]
        decoder._trail = lambda _, trail=trail: trail.fork()  # type: ignore[method-assign]
        assert tokens_of(decoder, asked, max_new_tokens=30, grounded=True) == tokens


class _AllowsAll:
    """Takes every second character for a number that may go on."""

    def advance(self, state: State, piece: bytes) -> State:
        return state

    def can_end(self, state: State) -> bool:
        return True

    def is_open(self, state: State) -> bool:
        return False


def test_without_sources_it_has_no_effect_and_says_so(open_decoder: Open) -> None:
    decoder = open_decoder()
    free, _ = answer(decoder, prompt(), max_new_tokens=20, grounded=False)
    text, last = answer(decoder, prompt(), max_new_tokens=20, grounded=True)
    assert text == free and last.inactive == ("grounded",)
    assert answer(decoder, prompt(), max_new_tokens=2, grounded=False)[1].inactive == ()


def test_the_inspector_shows_the_filter(open_decoder: Open) -> None:
    decoder = open_decoder()
    settings = GenerationSettings(max_new_tokens=12)
    steps = decoder.generate(prompt("what?", "the box"), settings, inspect=True)
    plain = tokens_of(decoder, prompt("what?", "the box"), max_new_tokens=12, grounded=True)
    found = [each for step in steps if isinstance(step, Step) for each in _inspections(step)]
    assert [each.token_id for each in found] == plain[: len(found)]
    assert all([s.name for s in each.stages] == ["model", "grounded"] for each in found)


def _inspections(step: Step) -> list:  # type: ignore[type-arg]
    found = step.extras.get("inspections", [])
    assert isinstance(found, list)
    return found


def test_grounding_comes_after_penalties_and_before_temperature(open_decoder: Open) -> None:
    decoder = open_decoder()
    vocabulary = vocabulary_of(decoder)
    made = Trail(vocabulary, vocabulary.grounding(prompt("what?", "the box")))
    settings = GenerationSettings(temperature=0.7, top_k=5, presence_penalty=0.5)
    sampler = Sampler(settings, sorted(decoder._end_ids), Inspector(str), made)
    history = sampler.new_history()
    history.add(5)
    choice = sampler.choose(torch.randn(len(vocabulary.pieces)), history)
    assert choice.inspection is not None
    names = [stage.name for stage in choice.inspection.stages]
    assert names == ["model", "penalties", "grounded", "temperature", "top_k"]
