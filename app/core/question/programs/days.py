"""Days worked out: how long between two of them, how old, how long something lasts, on which
weekday, by when at the latest. Both days are told with their places.

Counted is with a real calendar; days between are counted without the first."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from babel.dates import format_date

from app.core.dates import DateMention
from app.core.quantities import Quantity, quantities
from app.core.question.programs.asked import Asked, Token, alike, tokens_of
from app.core.question.programs.dated_facts import (
    DatedFact,
    Sentence,
    dated_fact,
    day_named,
    fits,
    title_tokens,
    words_of,
)
from app.core.question.programs.day_wording import (
    DAY_WORDINGS,
    DAYS,
    DayTelling,
    DayWording,
    Unit,
)
from app.core.question.programs.figures import written_day
from app.core.question.programs.filed_facts import all_in
from app.core.question.programs.library import LibraryView
from app.core.question.values import Grounds, Statement

# Of a question's words, so many must stand in the sentence that tells the time allowed.
_MOST_OF_WORDS = 0.6
_DAY_S = 86_400


def work_out_days(
    asked: Asked, told: Callable[[], Sequence[Sentence]], library: LibraryView, today: date
) -> tuple[Statement, ...] | None:
    wording = next(DAY_WORDINGS[known] for known in DAY_WORDINGS if known == asked.language)
    telling = next(DAYS[known] for known in DAYS if known == asked.language)
    text = " ".join(asked.text.split()).strip(" ¿")
    if not _may_ask(text, wording):
        return None
    counting = _Counting(asked, wording, telling, told(), library, today)
    statement = counting.answer(text)
    return None if statement is None or not statement.rests_on else (statement,)


def _may_ask(text: str, wording: DayWording) -> bool:
    groups = (
        wording.between, wording.until_today, wording.weekday, wording.age, wording.lasting,
        wording.deadline, wording.first_of_two,
    )  # fmt: skip
    return any(pattern.search(text) for patterns in groups for pattern in patterns)


class _Counting:
    """One question with what was found to it."""

    def __init__(
        self,
        asked: Asked,
        wording: DayWording,
        telling: DayTelling,
        sentences: Sequence[Sentence],
        library: LibraryView,
        today: date,
    ) -> None:
        self._asked = asked
        self._wording = wording
        self._telling = telling
        self._sentences = sentences
        self._library = library
        self._today = today

    def answer(self, text: str) -> Statement | None:
        for patterns, work_out in (
            (self._wording.between, self._between),
            (self._wording.until_today, self._until_today),
            (self._wording.weekday, self._weekday),
            (self._wording.age, self._age),
            (self._wording.first_of_two, self._first_of_two),
            (self._wording.deadline, self._deadline),
            (self._wording.lasting, self._lasting),
        ):
            for pattern in patterns:
                match = pattern.search(text)
                if match and (statement := work_out(match)) is not None:
                    return statement
        return None

    def _between(self, match: re.Match[str]) -> Statement | None:
        one, other = self._fact(match["a"]), self._fact(match["b"])
        if one is None or other is None:
            return None
        first, last = sorted((one, other), key=lambda fact: fact.day)
        if first.day == last.day:
            said = self._telling.same_day.format(day_a=self._day(first.day))
            return Statement(f"{said}.", first.grounds + last.grounds)
        start = first.day if first.last is None or first.last >= last.day else first.last
        value = self._span(start, last.day, self._unit(match))
        said = self._telling.between.format(
            value=value,
            day_a=self._day(start),
            a=first.label,
            day_b=self._day(last.day),
            b=last.label,
        )
        return Statement(f"{said}.", first.grounds + last.grounds)

    def _until_today(self, match: re.Match[str]) -> Statement | None:
        fact = self._fact(match["a"])
        if fact is None:
            return None
        first, last = sorted((fact.day, self._today))
        said = self._telling.from_today.format(
            value=self._span(first, last, self._unit(match)),
            a=fact.label,
            day_a=self._day(fact.day),
            day_b=self._day(self._today),
        )
        return Statement(f"{said}.", fact.grounds)

    def _weekday(self, match: re.Match[str]) -> Statement | None:
        fact = self._fact(match["a"])
        if fact is None or fact.last is not None:
            return None
        weekday = format_date(fact.day, "EEEE", locale=self._asked.language)
        said = self._telling.weekday.format(day=self._day(fact.day), value=weekday)
        return Statement(f"{said}.", fact.grounds)

    def _age(self, match: re.Match[str]) -> Statement | None:
        """Of a person whose birthday is told; without another day, on this day."""
        words = words_of(self._asked, match["a"])
        births = {
            day: sentence
            for sentence in self._sentences
            if words and all_in(words, sentence.tokens)
            if (day := self._birth(sentence)) is not None
        }
        if len(births) != 1:
            return None
        day, sentence = births.popitem()
        grounds: tuple[Grounds, ...] = (sentence.grounds,)
        on = self._today
        if match["b"]:
            fact = self._fact(match["b"])
            if fact is None:
                return None
            on, grounds = fact.day, grounds + fact.grounds
        if on < day:
            return None
        years = on.year - day.year - ((on.month, on.day) < (day.month, day.day))
        said = self._telling.age.format(
            value=self._counted(years, "year"),
            a=match["a"].strip(),
            day_a=self._day(day),
            day_b=self._day(on),
        )
        return Statement(f"{said}.", grounds)

    def _birth(self, sentence: Sentence) -> date | None:
        """The birthday a sentence tells: "born on", or "turned 70 on"."""
        if len(sentence.days) != 1:
            return None
        day = sentence.days[0]
        words = {token.folded for token in sentence.tokens}
        if words & self._wording.born:
            return day
        if words & self._wording.turned:
            numbers = quantities(sentence.text, self._asked.language)
            told = [number for number in numbers if number.unit in {None, "year"}]
            if len(told) == 1 and len(told[0].readings) == 1 and 1 <= told[0].readings[0] <= 120:
                return _years_before(day, int(told[0].readings[0]))
        return None

    def _first_of_two(self, match: re.Match[str]) -> Statement | None:
        one, other = self._fact(match["a"]), self._fact(match["b"])
        if one is None or other is None or one.day == other.day:
            return None
        wants_last = match["which"].lower() in {"later", "last", "später", "zuletzt"}
        pick = max if wants_last else min
        chosen = pick((one, other), key=lambda fact: fact.day)
        said = self._telling.first.format(
            which=_large(chosen.label),
            a=one.label,
            day_a=self._day(one.day),
            b=other.label,
            day_b=self._day(other.day),
        )
        return Statement(f"{said}.", one.grounds + other.grounds)

    def _lasting(self, match: re.Match[str]) -> Statement | None:
        """From the one range of days or of hours that is told of it."""
        words = words_of(self._asked, match["a"])
        if not words:
            return None
        fact = self._fact(match["a"])
        if fact is not None and fact.last is not None:
            unit = self._unit(match)
            n_days = (fact.last - fact.day).days
            value = self._counted(n_days, "night") if unit == "night" else self._counted(
                n_days + 1, "day")  # fmt: skip
            said = self._telling.lasting.format(
                value=value, day_a=self._day(fact.day), day_b=self._day(fact.last)
            )
            return Statement(f"{said}.", fact.grounds)
        return self._hours(match["a"], words)

    def _hours(self, phrase: str, words: Sequence[Token]) -> Statement | None:
        spans: dict[tuple[int, int], Sentence] = {}
        for sentence in self._sentences:
            title = title_tokens(sentence)
            wanted = [word for word in words if not any(alike(word, token) for token in title)]
            if not all_in(wanted, sentence.tokens) or not fits(phrase, sentence):
                continue
            times = [mention for mention in sentence.mentions if mention.is_time]
            if len(times) == 2:
                minutes = [_minute_of_day(mention) for mention in times]
                spans[(minutes[0], minutes[1])] = sentence
            elif times:
                return None
        if len(spans) != 1:
            return None
        (start, end), sentence = spans.popitem()
        n_minutes = (end - start) % (24 * 60)
        parts = [(n_minutes // 60, "hour"), (n_minutes % 60, "minute")]
        value = " ".join(self._counted(n, unit) for n, unit in parts if n)  # type: ignore[arg-type]
        clock = [f"{at // 60}:{at % 60:02}" for at in (start, end)]
        said = self._telling.lasting_time.format(value=value, day_a=clock[0], day_b=clock[1])
        return Statement(f"{said}.", (sentence.grounds,))

    def _deadline(self, match: re.Match[str]) -> Statement | None:
        """A time allowed, told in one sentence, counted from the day that the question names."""
        day = day_named(self._asked, match["a"])
        words = [
            word
            for word in words_of(self._asked, match["a"])
            if word.folded not in self._wording.allowing
        ]
        if day is None or len(words) < 2:
            return None
        allowed: list[tuple[float, Sentence, Quantity, bool]] = []
        for sentence in self._sentences:
            heads = sentence.found.chunk.locator.get("heading_path", [])
            held = (*sentence.tokens, *tokens_of(" ".join(heads)))
            share = sum(any(alike(word, token) for token in held) for word in words) / len(words)
            spans = [n for n in quantities(sentence.text, sentence.found.chunk.language)
                     if n.unit in {"s", "month", "year"} and len(n.readings) == 1]  # fmt: skip
            folded = {token.folded for token in sentence.tokens}
            is_before, is_after = folded & self._wording.before, folded & self._wording.after
            if share >= _MOST_OF_WORDS and len(spans) == 1 and bool(is_before) != bool(is_after):
                allowed.append((share, sentence, spans[0], bool(is_before)))
        if not allowed:
            return None
        best = max(share for share, *_ in allowed)
        chosen = [entry for entry in allowed if entry[0] >= best - 0.1]
        results = {moved(day, span, -1 if early else 1) for _, _, span, early in chosen}
        if len(results) != 1:
            return None
        result = results.pop()
        _, sentence, span, early = chosen[0]
        if result is None:
            return None
        form = self._telling.deadline_before if early else self._telling.deadline_after
        said = form.format(
            value=self._day(result), span=self._written_span(span), day=self._day(day)
        )
        return Statement(f"{said}.", (sentence.grounds,))

    # --- words ----------------------------------------------------------------------------------

    def _fact(self, phrase: str) -> DatedFact | None:
        return dated_fact(self._asked, phrase, self._sentences, self._library)

    def _day(self, day: date) -> str:
        return written_day(day, self._asked.language)

    def _unit(self, match: re.Match[str]) -> Unit:
        said = (match.groupdict().get("unit") or "").lower()
        return next((unit for start, unit in self._wording.units if said.startswith(start)), "")

    def _counted(self, n: int, unit: Unit) -> str:
        one, several = self._telling.units[unit]
        return f"{n} {one if n == 1 else several}"

    def _span(self, first: date, last: date, unit: Unit) -> str:
        """The time between in the unit asked for, what is left over in smaller ones; days too."""
        n_days = (last - first).days
        in_days = self._counted(n_days, "night" if unit == "night" else "day")
        if unit in {"day", "night"} or n_days < 7:
            return in_days
        parts: list[str] = []
        if unit == "week" or (not unit and n_days < 60):
            parts.append(self._counted(n_days // 7, "week"))
            rest = n_days % 7
        else:
            months, rest = _months_between(first, last)
            years = months // 12
            if years and unit != "month":
                parts.append(self._counted(years, "year"))
                months %= 12
            if months or not parts:
                parts.append(self._counted(months, "month"))
        if rest:
            parts.append(self._counted(rest, "day"))
        return f"{self._telling.joint.join(parts)} ({in_days})" if parts else in_days

    def _written_span(self, span: Quantity) -> str:
        n = span.readings[0]
        if span.unit != "s":
            return self._counted(int(n), "month" if span.unit == "month" else "year")
        n_days = int(n / _DAY_S)
        weeks = n_days % 7 == 0 and n_days >= 14
        return self._counted(n_days // 7, "week") if weeks else self._counted(n_days, "day")


def _minute_of_day(mention: DateMention) -> int:
    return 60 * (mention.moment.hour or 0) + (mention.moment.minute or 0)


def moved(day: date, span: Quantity, sign: int = 1) -> date | None:
    """The day so much before or after; None where the span is no whole number of days."""
    n = span.readings[0]
    if span.unit == "s":
        days = n / Decimal(_DAY_S)
        return day + sign * timedelta(days=int(days)) if days == int(days) and days else None
    if n != int(n):
        return None
    months = int(n) * (12 if span.unit == "year" else 1)
    at = day.year * 12 + day.month - 1 + sign * months
    year, month = divmod(at, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _months_between(first: date, last: date) -> tuple[int, int]:
    """Whole months, and the days left over."""
    months = (last.year - first.year) * 12 + last.month - first.month
    if last.day < first.day:
        months -= 1
    at = first.year * 12 + first.month - 1 + months
    year, month = divmod(at, 12)
    day = min(first.day, calendar.monthrange(year, month + 1)[1])
    return months, (last - date(year, month + 1, day)).days


def _years_before(day: date, years: int) -> date | None:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return None


def _large(text: str) -> str:
    return text[:1].upper() + text[1:]
