"""How questions ask for one value, and how two that differ are told, in four languages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.core.question.programs.told_values import ValueKind
from app.core.question.programs.wording import Language

Patterns = tuple[tuple[re.Pattern[str], tuple[ValueKind, ...]], ...]


@dataclass(frozen=True, slots=True)
class ConflictWording:
    """`patterns`: `of` is what the value is of, `head` what is counted. `current`: words that ask
    for the newest of several. `verbs` say nothing of what is asked about."""

    patterns: Patterns
    current: frozenset[str]
    verbs: frozenset[str]
    differ: str
    says: str


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _patterns(*entries: tuple[str, tuple[ValueKind, ...]]) -> Patterns:
    return tuple((re.compile(text, re.IGNORECASE), kinds) for text, kinds in entries)


_VALUES: tuple[ValueKind, ...] = ("amount", "span")

CONFLICTS: dict[Language, ConflictWording] = {
    "en": ConflictWording(
        patterns=_patterns(
            (r"how many (?P<head>\w+)\b(?P<of>.*)$", ("number",)),
            (r"(?:at|by) (?:what|which) time\b(?P<of>.+)$", ("time",)),
            (r"(?:on (?:what|which) (?:day|date)|what date)\b(?P<of>.+)$", ("day",)),
            (r"when (?:is|was|does|did|will|are|were|do)\b(?P<of>.+)$", ("day", "time")),
            (r"how (?:much|high|large|long|big) (?:is|was|do(?:es)?|did|are|were)\b(?P<of>.+)$",
             _VALUES),
            (r"what (?:does|did) (?P<of>.+?) costs?$", ("amount",)),
            (r"what (?:is|was|are|were) (?P<of>.+)$", _VALUES),
        ),
        current=_set("current currently now latest newest today present valid recent still"),
        verbs=_set(
            "come came have had take takes took place begin begins began start starts started open "
            "opens opened close closes cost costs attend attended held hold sell sold get got go "
            "went last there"
        ),
        differ="The sources differ:",
        says="“{name}”{when} says {value}",
    ),
    "de": ConflictWording(
        patterns=_patterns(
            (r"wie viele (?P<head>\w+)\b(?P<of>.*)$", ("number",)),
            (r"um (?:wie viel uhr|welche zeit)\b(?P<of>.+)$", ("time",)),
            (r"(?:an welchem tag|an welchem datum)\b(?P<of>.+)$", ("day",)),
            (r"wann (?:ist|war|findet|fand|beginnt|begann|wird|wurde|fängt)\b(?P<of>.+)$",
             ("day", "time")),
            (r"wie (?:hoch|lange?|groß|viel) (?:ist|war|sind|dauert|beträgt|kostet)\b(?P<of>.+)$",
             _VALUES),
            (r"was (?:kostet|kostete|kosten)\b(?P<of>.+)$", ("amount",)),
        ),
        current=_set("aktuell aktuelle aktuellen jetzt derzeit heute neueste gültige gültigen"),
        verbs=_set(
            "kamen kam kommen hatte hatten haben statt beginnt begann fängt öffnet kostet waren gab"
        ),
        differ="Die Quellen unterscheiden sich:",
        says="„{name}“{when} sagt {value}",
    ),
    "fr": ConflictWording(
        patterns=_patterns(
            (r"combien (?:de |d['’])(?P<head>\w+)\b(?P<of>.*)$", ("number",)),
            (r"à quelle heure\b(?P<of>.+)$", ("time",)),
            (r"(?:quel jour|à quelle date)\b(?P<of>.+)$", ("day",)),
            (r"quand (?:est|était|a|aura|commence|ouvre)\b(?P<of>.+)$", ("day", "time")),
            (r"combien (?:coûte|coûtait|coûtent|dure)\b(?P<of>.+)$", _VALUES),
            (r"quel(?:le)? (?:est|était) (?P<of>.+)$", _VALUES),
        ),
        current=_set("actuel actuelle actuellement maintenant aujourd dernier dernière encore"),
        verbs=_set("venus sont lieu commence ouvre coûte assisté participé eu y"),
        differ="Les sources diffèrent :",
        says="« {name} »{when} dit {value}",
    ),
    "es": ConflictWording(
        patterns=_patterns(
            (r"cuánt[oa]s (?P<head>\w+)\b(?P<of>.*)$", ("number",)),
            (r"a qué hora\b(?P<of>.+)$", ("time",)),
            (r"(?:qué día|en qué fecha)\b(?P<of>.+)$", ("day",)),
            (r"cuándo (?:es|fue|era|empieza|empezó|será)\b(?P<of>.+)$", ("day", "time")),
            (r"cuánto (?:cuesta|costó|cuestan|dura)\b(?P<of>.+)$", _VALUES),
            (r"cuál (?:es|era|fue) (?P<of>.+)$", _VALUES),
        ),
        current=_set("actual actualmente ahora hoy último última vigente todavía"),
        verbs=_set("vinieron asistieron tuvo tuvieron lugar empieza cuesta hubo fueron"),
        differ="Las fuentes difieren:",
        says="«{name}»{when} dice {value}",
    ),
}  # fmt: skip
