"""What is asked: the kind of thing, the question's parts, its language. Pure, by rules alone.

The rules look only at how a question is put, never at what it is about. A language that is not in
the tables is understood as a question for a fact, which is also what most questions are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from app.core.language import detect_language
from app.core.question.pointing import ALL_ASKING, ASKING, leans, uncapitalised
from app.core.words import content_words

Asks = Literal["fact", "count", "list", "yes_no", "comparison", "date", "file", "summary"]


@dataclass(frozen=True, slots=True)
class Question:
    """`text` is what was asked; `resolved` says the same so that it can be understood without the
    conversation, and is what is searched by; `parts` are what it asks one after the other (at
    least one); `language` is an ISO 639-1 code, "en" where it cannot be told."""

    text: str
    resolved: str
    asks: Asks
    parts: tuple[str, ...]
    language: str
    within: str = ""  # of a part that leans on the rest: the whole question
    lead: str = ""  # of a part that is listed: what stands before the colon

    @property
    def subject(self) -> str:
        """What is asked, of a part what it says itself; with a small letter at its beginning, so
        that the word it asks or bids by ("Summarise …") is not taken for a name."""
        return uncapitalised(self.text if self.within else self.resolved)

    @property
    def was_resolved(self) -> bool:
        return self.resolved not in (self.text, _bare(self.text))


_MORE = (
    "bigger|smaller|larger|longer|shorter|higher|lower|taller|older|newer|younger|earlier|later|"
    "sooner|cheaper|dearer|faster|slower|heavier|lighter|better|worse|more|less|fewer|warmer|"
    "colder|stronger|weaker|wider|thicker|nearer|closer|farther|further|safer|greater|richer"
)
# In this order: a summary of a list is a summary, "how many" is no list.
_KINDS: tuple[tuple[Asks, str], ...] = (
    (
        "summary",
        r"\b(summari[sz]e|sum(?:med)? up|summary|overview|gist|main points|outline)\b"
        r"|\bwhat (is|are|was|were)\b.{1,80}\babout\s*\?*$"
        r"|\bwhat (does|do|did) .{1,60}\b(say|write|tell|report|contain)s?\s*\?*$"
        r"|\bwhat (was|were|has been|did (we|they|the \w+)) (decided?|discuss(ed)?|agreed?|"
        r"resolved?|talked? about|settled?)\b"
        r"|\bwas (wurde|haben wir|hat .{1,30}) .{0,40}\b(beschlossen|besprochen|vereinbart)\b"
        r"|\bqu['’](a|ont|a-t-on|est-ce qui a été) .{0,30}(décidé|discuté)\w*\b"
        r"|\b(fasse?n?|fasst)\b.{1,80}\bzusammen\b|\b(zusammenfassung|überblick|übersicht)\b"
        r"|\bworum geht\b|\bwas (steht|schreibt|sagt|berichtet)\b"
        r"|\b(résume[rz]?|résumé|aperçu)\b|\bde quoi (parle|traite|s['’]agit)\b"
        r"|\b(resum[ea]|resumen|riassum\w+|riassunto)\b|\bde qué trata\b",
    ),
    (
        "count",
        r"\bhow many\b|(?:^|\bthe |\bwhat )number of\b|\bwie ?viele\b|\banzahl\b|\bcombien d['’e]\b"
        r"|\bcuánt[oa]s\b|\bquant[ie]\b|\bhoeveel\b",
    ),
    (
        "comparison",
        r"\b(compare|difference|differ|versus|vs)\b"
        rf"|\bwhich\b.{{1,80}}\b({_MORE})\b|\b(more|less|\w{{2,}}er) .{{0,60}}\bthan\b"
        rf"|\b({_MORE})\b.{{1,60}}\bor\b|\bor\b.{{1,60}}\b(which|what|who)\b.{{1,60}}\b({_MORE})\b"
        r"|\bthe same\b.{0,40}\bas\b"
        r"|\b(vergleiche?|unterschied|unterscheide[nt])\b|\b\w+er als\b|\bwelche[rs]?\b.{0,80}"
        r"\b(ist|war|sind) \w+er\b|\b(différence|comparer?|plutôt que)\b|\bplus \w+ que\b"
        r"|\b(diferencia|compar[ae])\b|\bmás \w+ que\b",
    ),
    (
        "file",
        r"\b(which|what|in which|in what) (document|file|letter|e-?mail|mail|picture|photo|"
        r"recording|page|sheet)s?\b|\bin welche[mrn]? (dokument|datei|brief|mail|bild)\w*\b"
        r"|\bwelche[srn]? (dokument|datei|brief|mail|bild)\w*\b"
        r"|\b(quel|quelle|dans quel(le)?) (document|fichier|lettre|courriel|image|photo)s?\b",
    ),
    (
        "list",
        r"^(list|name|enumerate|give (me )?(all|the names))\b|\b(all|every)\b.{0,40}\b(of the|that|"
        r"who|which)\b|\bwhich (\w+ ){0,2}(?!does|is|was|has|his)\w+s\b(?! (is|was|has)\b)"
        r"|\bwhat (are|were) the\b"
        r"|^what (\w+ ){0,3}(?!(?:does|has)\b)\w+(?<![sui])s( of \w+)? (has|have|had|did|do|does)\b"
        r"|\bwho (all )?(are|were|was present|is on|took part|attended)\b"
        r"|^(nenne|zähle|liste)\b|\bwelche \w+(en|er|e|s)\b.{0,40}\b(sind|waren|haben|hatten|"
        r"brauchen|werden|wurden)\b|\bwer (sind|waren|war anwesend)\b|\balle\b"
        r"|^(énumère|nomme|cite|liste)[rz]?\b|\bquel(le)?s (sont|étaient)\b"
        r"|\b(enumera|nombra|cuáles (son|eran))\b",
    ),
    (
        "date",
        r"\b(when|what (date|day|time|year)|which (day|date|year|month)|since when|until when|"
        r"how (long|old))\b|\b(wann|seit wann|bis wann|an welchem (tag|datum)|wie (lange|alt))\b"
        r"|\b(quand|à quelle (date|heure)|depuis quand|quel jour)\b|\b(cuándo|desde cuándo)\b"
        r"|\bquando\b|\bwanneer\b",
    ),
    (
        "yes_no",
        r"^(is|are|was|were|do|does|did|can|could|may|must|should|has|have|had|will|would|am|"
        r"whether|if|ob)\b"
        r"|^(ist|sind|war|waren|hat|haben|hatte|wird|werden|wurde|darf|dürfen|kann|können|muss|"
        r"müssen|soll|gibt es|gab es)\b|^(est-ce|y a-t-il|peut-on|doit-on|\w+-t-(il|elle|on)\b)"
        r"|^(¿\s*)?(es|son|está|están|hay|puede|pueden|debe|tiene)\b",
    ),
)  # fmt: skip

# What asks on after a question mark, a comma or an "and"; "which" after a bare comma is a relative.
_ASKS_ON = re.compile(
    r"(?<=[?])\s+(?=\w)"
    r"|[,;]\s+(?:and|und|et|y|e|en)\s+(?=(?:is|are|was|were|do|does|did|can|could|may|must|should|"
    r"has|have|had|will|would|ist|sind|war|waren|hat|haben|wird|darf|kann|muss|gibt|est-ce|"
    r"y a-t-il|es|son|está|hay|puede)\b)|"
    r"(?:[,;]\s+(?:(?:and|und|et|y|e|en)\s+)?|\s+(?:and|und|et|y)\s+|(?<=[?.!])\s+)"
    r"(?=(?:(?:at|in|on|for|from|to|by|with|since|until|an|seit|mit|bis|à|de|pour|depuis)\s+)?"
    r"(?:when|where|who|whom|whose|how|what|why|which|whether|wann|wo|wer|wen|wem|wessen|wie|"
    r"was|warum|welche[rsnm]?|quand|où|qui|comment|combien|pourquoi|quel(?:le)?s?|cuándo|dónde|"
    r"quién|cómo|cuánt[oa]s?|qué)\b)",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"[,;]\s+(?:(?:and|und|et|y|e)\s+)?|\s+(?:and|und|et|y|e)\s+(?!(?:of|in|on|at)\b)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"^(which|who|whom|whose|where|when|was|qui|où|wer|wo)\b", re.IGNORECASE)
_LEAST_PART_WORDS = 1
_ASKING_WORD = re.compile(rf"(?:{ALL_ASKING})\b", re.IGNORECASE)
_POLITE = re.compile(
    r"^(?:(?:hi|hello|please|bitte)[,!]? )?"
    r"(?:(?:could|can|would|will) you (?:please )?(?:tell|show|remind) (?:me|us)|"
    r"(?:could|can|would|will) you (?:please )?"
    r"(?=(?:sum|summari[sz]e|list|name|count|compare|give|find|explain)\b)|"
    r"(?:please )?(?:tell|remind) (?:me|us)|do you (?:happen to )?know|"
    r"i (?:would like|want|need|wish) to know|i['’]d like to know|"
    r"(?:kannst du|können sie) (?:mir|uns) (?:bitte )?sagen|(?:sag|sagen sie) (?:mir|uns)|"
    r"(?:weißt du|wissen sie)|ich (?:möchte|würde gern|will) wissen|"
    r"(?:peux-tu|pouvez-vous|pourriez-vous) (?:me|nous) dire|(?:je voudrais|j['’]aimerais) savoir|"
    r"(?:me )?(?:puedes|puede|podrías|podría) (?:decirme|decir)|(?:quisiera|quiero) saber)"
    r",? ?(?!(?:about|of)\b)(?=\w)",
    re.IGNORECASE,
)
# "If a pipe bursts in the flat, how much …" asks what stands behind the comma.
_CONDITION = re.compile(
    r"^(?:if|in case|once|should|wenn|falls|sobald|sollte|si|lorsque|(?:when|quand|cuando)"
    r" (?!(?:is|are|was|were|do|does|did|can|could|may|must|should|has|have|had|will|would|est|"
    r"sont|était|es|está|fue)\b))\b[^?]*?,\s+"
    r"(?=(?:(?:at|in|on|for|from|to|by|with|until|an|mit|bis|von|à|de|pour)\s+)?"
    rf"(?:{ALL_ASKING})\b)",
    re.IGNORECASE,
)
_WAS = re.compile(r"was\b")
_CONJUNCTION = re.compile(r"^\W*(when|quand|wenn|cuando|quando)\b")
_ASKS = re.compile(
    r"\b(who|whom|whose|what|which|where|why|how|is|are|was|were|do|does|did|can|could|may|must|"
    r"should|has|have|had|will|would|qui|que|quel(?:le)?s?|où|pourquoi|comment|combien|est-ce)\b"
)


def understand(text: str, resolved: str | None = None, *, needs_turns: bool = False) -> Question:
    """`resolved` is the question with what it leans on put in, where it leans on a conversation;
    with `needs_turns` it is only good to search by, and is one question whatever its parts."""
    if needs_turns and resolved:
        return Question(text, resolved, kind_of(text), (resolved,), language_of(text))
    whole = _bare(resolved or text)
    return Question(text, whole, kind_of(whole), parts_of(whole), language_of(text))


def one_by_one(question: Question) -> tuple[Question, ...]:
    """The parts of a question as questions. What gathers from several places stays whole, but for
    a list or comparison of which each part asks for something else."""
    if len(question.parts) < 2 or question.asks == "summary":
        return (question,)
    if question.asks in ("list", "comparison") and any(map(_leans_on, question.parts[1:])):
        return (question,)
    if (listed := _listed(question.resolved)) is not None:
        lead, items = listed
        return tuple(
            Question(item, f"{lead}: {item}", kind_of(item), (item,), question.language,
                     within=question.resolved, lead=lead)
            for item in items
        )  # fmt: skip
    first = question.parts[0]
    return tuple(
        Question(part, f"{first} {part}", kind_of(part), (f"{first} {part}",), question.language,
                 within=question.resolved)
        if part != first and _leans_on(part)
        else Question(part, part, kind_of(part), (part,), question.language)
        for part in question.parts
    )  # fmt: skip


def _leans_on(part: str) -> bool:
    return leans(part, n_words_alone=2)


def kind_of(question: str) -> Asks:
    """The first kind whose way of asking the question has; of "Could you tell me which …" it is
    what follows."""
    said = _CONDITION.sub("", _bare(question)).lower()
    for kind, pattern in _patterns():
        found = pattern.search(said)
        # German asks for a thing by what in English asks for a yes: "Was kostet …".
        if found is None or (
            kind == "yes_no" and _WAS.match(said) and language_of(question) == "de"
        ):
            continue
        # "Who stands in when she is ill?" does not ask when.
        if (
            kind == "date"
            and _CONJUNCTION.search(found.group())
            and _ASKS.search(said, 0, found.start())
        ):
            continue
        return kind
    return "fact"


def _bare(question: str) -> str:
    """Without "Could you please tell me": those words are of no source and no answer."""
    return _POLITE.sub("", " ".join(question.split()))


def parts_of(question: str) -> tuple[str, ...]:
    """What is asked one after the other: "What does it cost, and who paid?" has two parts. A part
    that says nothing by itself stays with the one before. What is listed after a colon are parts,
    too: "Three things on the car: its colour, who drove it and what it cost"."""
    if (listed := _listed(question)) is not None:
        return listed[1]
    condition = _CONDITION.match(question)
    told = condition.group() if condition else ""
    pieces = [piece.strip(" ,;") for piece in _ASKS_ON.split(question[len(told) :])]
    pieces[0] = told + pieces[0]
    parts: list[str] = []
    for piece in _whole(pieces):
        asks_first = not parts or len(content_words(piece)) >= _LEAST_PART_WORDS
        if asks_first and not (parts and _leans(parts[-1])):
            parts.append(piece)
        else:
            parts[-1] += f", {piece}"
    return tuple(parts) or (question,)


def _whole(pieces: Sequence[str]) -> list[str]:
    """Of "When" and "where is the fair?" the first is "When is the fair?"."""
    whole: list[str] = []
    rest = ""
    for piece in reversed(list(filter(None, pieces))):
        begins = _ASKING_WORD.match(piece)
        if begins and begins.end() == len(piece) and rest:
            piece += f" {rest}"
        elif begins:
            rest = piece[begins.end() :].strip()
        whole.insert(0, piece)
    return whole


def _listed(question: str) -> tuple[str, tuple[str, ...]] | None:
    """What stands before a colon, and what is listed behind it."""
    lead, mark, rest = question.strip(" ?!.").partition(": ")
    if not mark or not content_words(lead):
        return None
    items = tuple(item for item in map(str.strip, _LISTED.split(rest)) if content_words(item))
    return (lead, items) if len(items) > 1 else None


def _leans(piece: str) -> bool:
    """Whether nothing has been asked yet: "On the day when …" goes on."""
    return not re.search(rf"\b(?:{ALL_ASKING})\b", piece, re.IGNORECASE) and not re.match(
        r"(?:[a-zäöüéè]+e|[a-z]+)\b", piece
    )


def language_of(question: str) -> str:
    """The question's language: by the words it asks with, and by its common words."""
    told = detect_language(question)
    words = set(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", question.lower()))
    hits = {code: len(words & set(asking.split())) for code, asking in ASKING.items()}
    ranked = sorted(hits, key=lambda code: (-hits[code], code != told))
    if hits[ranked[0]] > hits[ranked[1]] or (hits[ranked[0]] and ranked[0] == told):
        return ranked[0]
    return told or "en"


@cache
def _patterns() -> tuple[tuple[Asks, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
