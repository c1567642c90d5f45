"""How questions ask for spans of time, ages and weekdays, in four languages; and how it is told.

Patterns have groups `a` and `b` for what the two days are of, and `unit` for what is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from app.core.question.programs.wording import Language

Unit = Literal["day", "week", "month", "year", "night", "hour", "minute", ""]


def _patterns(*texts: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(text, re.IGNORECASE) for text in texts)


@dataclass(frozen=True, slots=True)
class DayWording:
    between: tuple[re.Pattern[str], ...]
    until_today: tuple[re.Pattern[str], ...]
    weekday: tuple[re.Pattern[str], ...]
    age: tuple[re.Pattern[str], ...]
    lasting: tuple[re.Pattern[str], ...]
    deadline: tuple[re.Pattern[str], ...]
    first_of_two: tuple[re.Pattern[str], ...]
    born: frozenset[str]
    turned: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    allowing: frozenset[str]
    units: tuple[tuple[str, Unit], ...]


_A, _B = r"(?P<a>.+?)", r"(?P<b>.+?)"
_END = r"\s?\?*$"
_A_END, _B_END = _A + _END, _B + _END
_HOW_EN = r"how (?:many (?P<unit>days?|weeks?|months?|years?|nights?)|long)"
_HOW_DE = r"wie (?:viele (?P<unit>tage?n?|wochen?|monate?n?|jahre?n?|nächte?n?)|lange)"
_DE_UNIT = r"(?P<unit>tage?n?|wochen?|monate?n?|jahre?n?|nächte?n?)"
_FR_UNIT = r"(?P<unit>jours?|semaines?|mois|ans?|années?|nuits?)"
_ES_UNIT = r"(?P<unit>días?|semanas?|mes(?:es)?|años?|noches?)"

DAY_WORDINGS: dict[Language, DayWording] = {
    "en": DayWording(
        between=_patterns(
            rf"{_HOW_EN}\b.{{0,30}}?\bbetween {_A} and {_B_END}",
            rf"{_HOW_EN}\b.{{0,30}}?\bfrom {_A} (?:to|until|till) "
            rf"{_B_END}",
            rf"{_HOW_EN} after {_A} (?:did|was|were|is|does|will|do) "
            rf"{_B_END}",
            rf"{_HOW_EN} before {_B} (?:did|was|were|is|does|will|do) "
            rf"{_A_END}",
        ),
        until_today=_patterns(
            rf"{_HOW_EN} (?:is it |are there )?(?:left )?(?:until|till|since) "
            rf"{_A_END}",
            rf"{_HOW_EN} ago (?:did|was|were) {_A_END}",
        ),
        weekday=_patterns(
            rf"(?:what|which) (?:day of the week|weekday) (?:is|was|does|did|will|were|are) "
            rf"{_A_END}",
        ),
        age=_patterns(
            rf"how old (?:is|was|were|are|will) {_A}(?: be)?(?: (?:on|in|at|when|as of) "
            rf"{_B})?\s?\?*$",
        ),
        lasting=_patterns(
            rf"how (?:long|many (?P<unit>days?|nights?|hours?|minutes?|weeks?)) "
            rf"(?:is|was|did|does|do|will|are|were) {_A}(?: (?:last|take|open|go on|be|stay))?\??$",
        ),
        deadline=_patterns(
            rf"^(?:by|until|till) (?:which date|what date|when|which day|what day)\b{_A_END}",
            r"^when\b(?P<a>.+? at the latest.*?)\??$",
        ),
        first_of_two=_patterns(
            rf"(?:which|what|who) .{{0,30}}?(?P<which>first|earlier|later|last)\b.{{0,30}}?[,:] "
            rf"{_A},? or {_B_END}",
        ),
        born=frozenset(["born", "birthday", "birth"]),
        turned=frozenset(["turned", "turns"]),
        before=frozenset(["before", "prior", "ahead", "beforehand"]),
        after=frozenset(["after", "within", "from", "following", "since", "later"]),
        allowing=frozenset(["latest", "go", "out", "sent", "happen", "due", "have", "allowed"]),
        units=(("day", "day"), ("week", "week"), ("month", "month"), ("year", "year"),
               ("night", "night"), ("hour", "hour"), ("minute", "minute")),
    ),
    "de": DayWording(
        between=_patterns(
            rf"{_HOW_DE}\b.{{0,30}}?\bzwischen {_A} und {_B_END}",
            rf"{_HOW_DE}\b.{{0,30}}?\bvo[nm] {_A} bis (?:zu[mr]? )?{_B_END}",
            rf"{_HOW_DE} nach {_A} (?:war|fand|ist|kam|wurde|begann) {_B_END}",
            rf"{_HOW_DE} vor {_B} (?:war|fand|ist|kam|wurde|begann) {_A_END}",
        ),
        until_today=_patterns(
            rf"{_HOW_DE} (?:ist es |sind es )?(?:noch )?bis (?:zu[mr] )?{_A_END}",
            rf"(?:vor wie vielen {_DE_UNIT}) (?:war|fand|wurde) {_A_END}",
        ),
        weekday=_patterns(
            rf"(?:an |auf )?(?:welche[nmr]? wochentag) (?:ist|war|fällt|fiel|findet|fand|beginnt) "
            rf"{_A_END}",
        ),
        age=_patterns(
            rf"wie alt (?:ist|war|wird|wurde|sind|waren) {_A}(?: (?:am|im|bei|zum) {_B})?\??$",
        ),
        lasting=_patterns(
            rf"wie (?:lange|viele (?P<unit>tage|nächte|stunden|minuten|wochen)) "
            rf"(?:dauert|dauerte|ging|geht|ist|war|waren|hat) {_A}(?: gedauert| geöffnet)?\??$",
        ),
        deadline=_patterns(
            rf"^bis (?:wann|zu welchem (?:tag|datum))\b{_A_END}",
            r"^wann\b(?P<a>.+?\bspätestens\b.+?)\??$",
        ),
        first_of_two=_patterns(
            rf"(?:was|wer|welche[rs]?) .{{0,30}}?(?P<which>zuerst|früher|später|zuletzt)\b"
            rf".{{0,20}}?[,:] {_A} oder {_B_END}",
        ),
        born=frozenset(["geboren", "geburtstag", "geb"]),
        turned=frozenset(["wurde", "wird"]),
        before=frozenset(["vor", "vorher", "zuvor"]),
        after=frozenset(["nach", "innerhalb", "binnen", "ab", "danach"]),
        allowing=frozenset(["spätestens", "hinaus", "erfolgen", "muss", "müssen", "gehen"]),
        units=(("tag", "day"), ("woche", "week"), ("monat", "month"), ("jahr", "year"),
               ("n\u00e4cht", "night"), ("stunde", "hour"), ("minute", "minute")),
    ),
    "fr": DayWording(
        between=_patterns(
            rf"combien (?:de {_FR_UNIT}|d['’](?:années|heures)|de temps)\b.{{0,40}}?\bentre "
            rf"{_A} et {_B_END}",
            rf"combien (?:de {_FR_UNIT}|de temps)\b.{{0,30}}?\bd[eu] {_A} (?:au|à|jusqu['’]à) "
            rf"{_B_END}",
        ),
        until_today=_patterns(
            rf"combien (?:de {_FR_UNIT}|de temps) (?:avant|jusqu['’](?:à|au)|depuis) {_A_END}",
        ),
        weekday=_patterns(
            rf"quel jour de la semaine (?:est|était|tombe|tombait|a lieu|avait lieu) {_A_END}",
        ),
        age=_patterns(
            rf"quel âge (?:a|avait|aura) {_A}(?: (?:le|en|à) {_B})?\s?\??$",
        ),
        lasting=_patterns(
            rf"combien (?:de temps|de (?P<unit>jours|nuits|heures|minutes)) (?:dure|durait|a duré"
            rf"|dura) {_A_END}",
        ),
        deadline=_patterns(
            rf"^(?:avant|jusqu['’]à) (?:quelle date|quel jour|quand)\b{_A_END}",
            r"^quand\b(?P<a>.+?\bau plus tard\b.*?)\s?\??$",
        ),
        first_of_two=(),
        born=frozenset(["né", "née", "naissance", "anniversaire"]),
        turned=frozenset(["fêté", "fête"]),
        before=frozenset(["avant"]),
        after=frozenset(["après", "dans", "sous", "suivant"]),
        allowing=frozenset(["tard", "doit", "faut", "faire"]),
        units=(("jour", "day"), ("semaine", "week"), ("mois", "month"), ("an", "year"),
               ("nuit", "night"), ("heure", "hour"), ("minute", "minute")),
    ),
    "es": DayWording(
        between=_patterns(
            rf"cuánt[oa]s? (?:{_ES_UNIT}|tiempo)\b.{{0,30}}?\bentre {_A} y {_B_END}",
            rf"cuánt[oa]s? (?:{_ES_UNIT}|tiempo)\b.{{0,30}}?\bdesde {_A} hasta {_B_END}",
        ),
        until_today=_patterns(
            rf"cuánt[oa]s? (?:{_ES_UNIT}|tiempo) (?:faltan?|quedan?) (?:para|hasta) {_A_END}",
        ),
        weekday=_patterns(
            rf"qué día de la semana (?:es|fue|era|cae|cayó|será) {_A_END}",
        ),
        age=_patterns(
            rf"(?:qué edad|cuántos años) (?:tiene|tenía|tendrá|tuvo) {_A}(?: (?:el|en) {_B})?\?*$",
        ),
        lasting=_patterns(
            rf"cuánt[oa]s? (?:tiempo|(?P<unit>días|noches|horas|minutos)) (?:dura|duró|duraba) "
            rf"{_A_END}",
        ),
        deadline=_patterns(
            rf"^¿?(?:antes de|hasta) (?:qué fecha|qué día|cuándo)\b{_A_END}",
        ),
        first_of_two=(),
        born=frozenset(["nacido", "nacida", "nació", "nacimiento", "cumpleaños"]),
        turned=frozenset(["cumplió"]),
        before=frozenset(["antes"]),
        after=frozenset(["después", "dentro", "desde", "tras"]),
        allowing=frozenset(["tardar", "debe", "hay"]),
        units=(("día", "day"), ("semana", "week"), ("mes", "month"), ("año", "year"),
               ("noche", "night"), ("hora", "hour"), ("minuto", "minute")),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayTelling:
    """`a`, `b`: what the days are of; `units`: one and several of each."""

    between: str
    from_today: str
    weekday: str
    age: str
    lasting: str
    lasting_time: str
    deadline_before: str
    deadline_after: str
    first: str
    conflict: str
    same_day: str
    both_counted: str
    joint: str
    units: dict[Unit, tuple[str, str]]


DAYS: dict[Language, DayTelling] = {
    "en": DayTelling(
        between="{value}: from {day_a} ({a}) to {day_b} ({b})",
        from_today="{value}: {a} is {day_a}, today is {day_b}",
        weekday="{day} was a {value}",
        age="{value}: {a} was born on {day_a}, counted on {day_b}",
        lasting="{value}: from {day_a} to {day_b}",
        lasting_time="{value}: from {day_a} to {day_b}",
        deadline_before="By {value}: {span} before {day}",
        deadline_after="By {value}: {span} after {day}",
        first="{which}: {a} was on {day_a}, {b} on {day_b}",
        conflict="The sources differ: {said}",
        same_day="Both on {day_a}",
        both_counted="{n} days if both are counted",
        joint=" and ",
        units={"day": ("day", "days"), "week": ("week", "weeks"), "month": ("month", "months"),
               "year": ("year", "years"), "night": ("night", "nights"), "hour": ("hour", "hours"),
               "minute": ("minute", "minutes")},
    ),
    "de": DayTelling(
        between="{value}: vom {day_a} ({a}) bis zum {day_b} ({b})",
        from_today="{value}: {a} ist am {day_a}, heute ist der {day_b}",
        weekday="Der {day} war ein {value}",
        age="{value}: {a} wurde am {day_a} geboren, gerechnet am {day_b}",
        lasting="{value}: vom {day_a} bis zum {day_b}",
        lasting_time="{value}: von {day_a} bis {day_b}",
        deadline_before="Bis zum {value}: {span} vor dem {day}",
        deadline_after="Bis zum {value}: {span} nach dem {day}",
        first="{which}: {a} war am {day_a}, {b} am {day_b}",
        conflict="Die Quellen widersprechen sich: {said}",
        same_day="Beides am {day_a}",
        both_counted="{n} Tage, wenn man beide mitzählt",
        joint=" und ",
        units={"day": ("Tag", "Tage"), "week": ("Woche", "Wochen"), "month": ("Monat", "Monate"),
               "year": ("Jahr", "Jahre"), "night": ("Nacht", "Nächte"),
               "hour": ("Stunde", "Stunden"), "minute": ("Minute", "Minuten")},
    ),
    "fr": DayTelling(
        between="{value} : du {day_a} ({a}) au {day_b} ({b})",
        from_today="{value} : {a}, le {day_a} ; nous sommes le {day_b}",
        weekday="Le {day} était un {value}",
        age="{value} : {a}, naissance le {day_a}, compté au {day_b}",
        lasting="{value} : du {day_a} au {day_b}",
        lasting_time="{value} : de {day_a} à {day_b}",
        deadline_before="Au plus tard le {value} : {span} avant le {day}",
        deadline_after="Au plus tard le {value} : {span} après le {day}",
        first="{which} : {a} le {day_a}, {b} le {day_b}",
        conflict="Les sources se contredisent : {said}",
        same_day="Les deux le {day_a}",
        both_counted="{n} jours en comptant les deux",
        joint=" et ",
        units={"day": ("jour", "jours"), "week": ("semaine", "semaines"), "month": ("mois", "mois"),
               "year": ("an", "ans"), "night": ("nuit", "nuits"), "hour": ("heure", "heures"),
               "minute": ("minute", "minutes")},
    ),
    "es": DayTelling(
        between="{value}: del {day_a} ({a}) al {day_b} ({b})",
        from_today="{value}: {a} es el {day_a}, hoy es el {day_b}",
        weekday="El {day} fue {value}",
        age="{value}: {a} nació el {day_a}, contado el {day_b}",
        lasting="{value}: del {day_a} al {day_b}",
        lasting_time="{value}: de {day_a} a {day_b}",
        deadline_before="A más tardar el {value}: {span} antes del {day}",
        deadline_after="A más tardar el {value}: {span} después del {day}",
        first="{which}: {a} fue el {day_a}, {b} el {day_b}",
        conflict="Las fuentes se contradicen: {said}",
        same_day="Ambos el {day_a}",
        both_counted="{n} días si se cuentan ambos",
        joint=" y ",
        units={"day": ("día", "días"), "week": ("semana", "semanas"), "month": ("mes", "meses"),
               "year": ("año", "años"), "night": ("noche", "noches"), "hour": ("hora", "horas"),
               "minute": ("minuto", "minutos")},
    ),
}  # fmt: skip
