"""A passage as the language model reads it and the test of support sees it.

What a source is stands before its text: kind, title, author or sender, date, place. What a program
guessed of a picture is told as a guess and bears out nothing. A text that is too long is cut to
the part that has to do with the question, never left out."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.dates import dates
from app.core.intake.describe import spoken_date
from app.core.naming import place, spoken_name
from app.core.question.claims import Evidence
from app.core.question.instructions import gives_orders, without_orders
from app.core.question.joining import Joined
from app.core.question.retrieve import Found
from app.core.relative_days import said_days, with_days
from app.core.words import content_words
from storage.languages import guess

# What else is known of a file, by the names that readers give it: author, date, sender …
Properties = Callable[[Found], Mapping[str, str]]
# The day that a file is of.
Dated = Callable[[Found], date | None]

_KIND_NAMES = {"text": "Document", "image": "Picture", "audio": "Recording"}
_GUESSED = re.compile(r"It seems to show: (?P<guess>[^.]*)\.")  # as intake writes it of a picture
_TITLED = re.compile(r"\APicture(?: “[^”]*”)?\. ")
_DATED = re.compile(r"\ADate: (?P<day>[^.]*)\. ")
_MAIL = ("message/rfc822", "application/mbox", "application/vnd.ms-outlook")
# What a source of a kind is called and what is done with one, in the languages of answers: "I took
# the photograph on 2 October" says of a picture no more than its date.
_CALLED = {
    "image": "photo photograph picture image take took taken foto bild aufnahme aufgenommen "
    "photographie prise imagen tomada",
    "audio": "recording memo message say says said aufnahme sprachnachricht sagt sagte "
    "enregistrement dit grabación dice",
    "mail": "mail e-mail message letter write writes wrote sent schreibt schrieb nachricht "
    "courriel message écrit correo mensaje escribe",
}
_AUTHORS = ("from", "author", "artist", "creator")
_TOLD_APART = 40  # characters of a quotation that tell where it begins
_ADDRESS = re.compile(r"\s*<[^<>]*>")
_PIECE = re.compile(r"[^.!?。！？\n]*(?:[.!?。！？]+(?=\s|$)|\n+|$)|[^.!?。！？\n]+")


@dataclass(frozen=True, slots=True)
class Passage:
    """`text` is verbatim from what was found and its neighbours (`members`, see `joining`) but for
    what a program guessed; `suspicious` says that it gives orders to whoever reads it (see
    `instructions`). `on` is the day from which it speaks, where it says "yesterday" or the like
    (see `relative_days`)."""

    found: Found
    label: str
    text: str
    suspicious: bool = False
    members: tuple[Found, ...] = ()
    on: date | None = None

    @property
    def read(self) -> str:
        """What the model reads: "yesterday" with the day that it was. What a picture's caption
        says of its title and day is not said twice."""
        said = with_days(_GUESSED.sub(_as_guess, self._trusted), self.on, self._language)
        if self.found.chunk.kind == "image":
            said = _TITLED.sub("", said)
            dated = _DATED.match(said)
            if dated and dated["day"] in self.label:
                said = said[dated.end() :]
        return f"{self.label}: {said}"

    @property
    def is_mail(self) -> bool:
        return self.found.item.media_type in _MAIL

    @property
    def _language(self) -> str:
        return self.found.chunk.language or guess(self.text) or "en"

    @property
    def _trusted(self) -> str:
        return without_orders(self.text) if self.suspicious else self.text

    def place_of(self, quote: str) -> Found:
        """The member that a quotation begins in."""
        beginning = " ".join(quote.split())[:_TOLD_APART]
        for member in (self.found, *self.members):
            if beginning in " ".join(member.chunk.text.split()):
                return member
        return self.found

    def evidence(self, marker: int) -> Evidence:
        """What may bear out a claim: no guesses, no orders; title, sender, date and place beside
        it."""
        stated = _GUESSED.sub("", self._trusted)
        name = spoken_name(self.found.item.path)
        kind = self.found.chunk.kind
        called = _CALLED.get("mail" if self.is_mail else kind, "")
        context = f"{self.label} {name} {called}"
        heard, by_lines = kind == "audio", kind == "image"
        return Evidence(marker, stated, context, heard, self.on, self._language, by_lines)


def make_passage(
    joined: Joined,
    properties: Mapping[str, str],
    *,
    wanted: Sequence[str],
    budget: int,
    count_tokens: Callable[[str], int],
    dated: Dated = lambda found: None,
) -> Passage:
    """Cut to `budget` tokens about the `wanted` words where it is longer."""
    text = cut(joined.text, wanted, budget, count_tokens)
    found = joined.found
    read = dataclasses.replace(
        found, chunk=dataclasses.replace(found.chunk, locator=joined.locator)
    )
    orders = gives_orders(joined.text)
    on = _spoken_on(found, text, dated)
    return Passage(found, label(read, properties), text, orders, joined.members, on)


def whole_passage(found: Found, properties: Mapping[str, str]) -> Passage:
    """As it was cut at intake."""
    text = found.chunk.text
    return Passage(found, label(found, properties), text, gives_orders(text))


def _spoken_on(found: Found, text: str, dated: Dated) -> date | None:
    """The day of the heading that a passage stands under, as in a diary, or the file's own; looked
    up only where something is said from it."""
    if not said_days(text, date(2000, 1, 1), found.chunk.language or guess(text) or "en"):
        return None
    for heading in reversed(found.chunk.locator.get("heading_path") or ()):
        days = [mention.moment for mention in dates(heading) if len(mention.readings) == 1]
        if len(days) == 1 and days[0].year and days[0].month and days[0].day:
            return date(days[0].year, days[0].month, days[0].day)
    return dated(found)


def label(found: Found, properties: Mapping[str, str]) -> str:
    """What a source is and where in it the passage stands, in a few words."""
    is_mail = found.item.media_type in _MAIL
    kind = "E-mail" if is_mail else _KIND_NAMES[found.chunk.kind]
    said = [f"{kind} “{title_of(found)}”"]
    author = next((properties[key] for key in _AUTHORS if properties.get(key)), "")
    author = _ADDRESS.sub("", author).strip(' "')
    if author and not gives_orders(author):
        said.append(f"from {author}" if "from" in properties else f"by {author}")
    # Of other files it is the day on which some program wrote them, which answers no question.
    date = properties.get("date") if is_mail or found.chunk.kind == "image" else None
    if date:
        said.append(spoken_date(date))
    if where := place(found.chunk.locator):
        said.append(where)
    return ", ".join(said)


def title_of(found: Found) -> str:
    """What a source is called: its title, or the name of its file where that is an order to the
    reader."""
    called = (found.item.title or "", spoken_name(found.item.path), "untitled")
    return next(name for name in called if name.strip() and not gives_orders(name))


def cut(text: str, wanted: Sequence[str], budget: int, count_tokens: Callable[[str], int]) -> str:
    """The run of sentences or lines, at most `budget` tokens long, that holds most of the wanted
    words, each counted once; of equal ones the first."""
    if count_tokens(text) <= budget:
        return text
    spans = [match.span() for match in _PIECE.finditer(text) if match.group().strip()]
    sizes = [count_tokens(text[start:end]) for start, end in spans]
    held = [set(content_words(text[start:end])) & set(wanted) for start, end in spans]
    best, best_score, first = (0, 1), -1.0, 0
    total = 0
    for last in range(len(spans)):
        total += sizes[last]
        while total > budget and first < last:
            total -= sizes[first]
            first += 1
        score = len(set().union(*held[first : last + 1])) + 0.1 * sum(map(len, held[first:last]))
        if score > best_score:
            best, best_score = (first, last + 1), score
    begin, end = spans[best[0]][0], spans[best[1] - 1][1]
    kept = text[begin:end].strip()
    while count_tokens(kept) > budget and " " in kept:  # one sentence that is too long by itself
        kept = kept[: max(1, len(kept) * budget // (count_tokens(kept) + 1))].rsplit(" ", 1)[0]
    return kept


def fair_shares(sizes: Sequence[int], budget: int) -> list[int]:
    """How many tokens each passage may keep: what the short ones leave goes to the long ones."""
    shares = [0] * len(sizes)
    left, waiting = budget, sorted(range(len(sizes)), key=lambda at: sizes[at])
    for n_before, at in enumerate(waiting):
        shares[at] = min(sizes[at], left // (len(waiting) - n_before))
        left -= shares[at]
    return [max(1, share) for share in shares]


def _as_guess(match: re.Match[str]) -> str:
    return f"(A program's guess at what it shows: {match.group('guess')}.)"
