"""Which files, and how many: every file of the library is gone through.

"Which letters mention the roof", "how many photos were taken in 2023", "which document says that
the fee is 230". Words decide, and the answer says by which; what only meaning could decide is told
apart as doubtful. Nothing is said where the question holds a relation that words cannot decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.core.question.programs.asked import Asked, Span, Token, tokens_of
from app.core.question.programs.file_telling import FILES, FileTelling
from app.core.question.programs.file_wording import FILE_WORDINGS, FileWording
from app.core.question.programs.filed_facts import (
    all_in,
    day_of,
    grounds_at,
    grounds_of,
    identity,
    name_of,
    year_of,
)
from app.core.question.programs.files import of_kind
from app.core.question.programs.kinds import Kind, kind_in
from app.core.question.programs.library import Filed, LibraryView
from app.core.question.programs.narrowing import Period, period_in
from app.core.question.values import Coverage, Grounds, Reckoning, Statement

_MOST_LISTED = 40
_MOST_WORDS = 5
_MOST_DOUBTFUL = 3
# How near in meaning a file without the words must be to be told of as doubtful (cosine). Not
# measured.
_NEAR = 0.55
_CURRENCY = frozenset(
    ["euro", "euros", "eur", "pounds", "pound", "dollars", "dollar", "usd", "gbp", "chf", "franken"]
)
# "Which of our letters".
_JOINT_TEXT = "of the our my all von den der unserer unseren de las los mis nos mes nuestras"
_JOINTS = frozenset(_JOINT_TEXT.split())
_TAGS = "It seems to show:"


@dataclass(slots=True)
class _Sought:
    """What the files must hold: `words` anywhere, `sender` and `receiver` in a mail's heads, and
    the period they are of."""

    kind: Kind
    words: list[Token] = field(default_factory=list)
    sender: list[Token] = field(default_factory=list)
    receiver: list[Token] = field(default_factory=list)
    period: Period | None = None


@dataclass(slots=True)
class _Sorted:
    certain: list[tuple[Filed, Grounds]] = field(default_factory=list)
    doubtful: list[tuple[Filed, Grounds]] = field(default_factory=list)
    undated: int = 0


def list_files(asked: Asked, library: LibraryView) -> Reckoning | None:
    wording = next(FILE_WORDINGS[known] for known in FILE_WORDINGS if known == asked.language)
    telling = next(FILES[known] for known in FILES if known == asked.language)
    if any(token.folded in asked.wording.negations for token in asked.tokens):
        return None
    sought = _sought(asked, wording)
    if sought is None:
        return None
    files = of_kind(library, sought.kind)
    if not files:
        return None
    found = _sort(asked, sought, files, library)
    if not found.certain:
        return None
    statements = _told(asked, sought, found, len(files), telling)
    coverage = Coverage(
        len(files),
        len(found.certain),
        len(found.doubtful) + found.undated,
        library.n_unreadable(),
    )
    return Reckoning(statements, coverage)


def _sought(asked: Asked, wording: FileWording) -> _Sought | None:
    """None where the question does not ask which files, or asks for more than words decide."""
    named = kind_in(asked)
    if named is None:
        return None
    kind, span = named
    lead = _lead(asked, span, wording)
    if lead is None:
        return None
    explained = set(span.indices()) | set(lead.indices())
    verbs = wording.saying | wording.taken | wording.sent | wording.written | wording.holding
    verbs |= wording.received | wording.library | wording.topics | wording.sources
    explained |= {at for at, token in enumerate(asked.tokens) if token.folded in verbs}
    sought = _Sought(kind)
    sought.period = period_in(asked)
    if sought.period is not None and not _is_content(asked, sought.period.span, wording):
        explained |= set(sought.period.span.indices())
    else:
        sought.period = None
    left = [at for at in asked.left_over(explained) if asked.tokens[at].folded not in _CURRENCY]
    if any(at < span.start for at in left) or len(left) > _MOST_WORDS:
        return None
    if left and not _is_introduced(asked, left[0], span, wording):
        return None
    for at in left:
        token = asked.tokens[at]
        before = asked.tokens[at - 1].folded if at else ""
        before = before if before not in {"the", "der", "dem", "den", "la", "le", "el"} else (
            asked.tokens[at - 2].folded if at > 1 else "")  # fmt: skip
        if kind.name == "mail" and before in wording.sources:
            sought.sender.append(token)
        elif kind.name == "mail" and before in wording.targets:
            sought.receiver.append(token)
        elif kind.name == "mail" and at - 1 in left and sought.sender and not sought.words and (
            sought.sender[-1] is asked.tokens[at - 1]):  # fmt: skip
            sought.sender.append(token)  # a name of two words
        else:
            sought.words.append(token)
    return sought


def _lead(asked: Asked, kind: Span, wording: FileWording) -> Span | None:
    """What asks for files of the kind: "how many" or "which" right before it, or "list all"."""
    for phrases in (asked.wording.how_many, asked.wording.which):
        lead = asked.find(phrases)
        while lead is not None and lead.end < kind.start and _joins(asked.tokens[lead.end]):
            lead = Span(lead.start, lead.end + 1)
        if lead is not None and lead.end == kind.start:
            return lead
    lead = asked.find(wording.listing)
    if lead is not None and lead.start <= 1 and lead.end <= kind.start:
        between = range(lead.end, kind.start)
        return lead if all(asked.is_plain(at) for at in between) else None
    return None


def _joins(token: Token) -> bool:
    """ "Which of our letters"."""
    return token.folded in _JOINTS


def _is_introduced(asked: Asked, first: int, kind: Span, wording: FileWording) -> bool:
    """Whether a verb of saying or a small word such as "about" stands between the kind and the
    first word sought. "Which letters complain about noise" asks for what the letters do."""
    markers = wording.saying | wording.sources | wording.targets | wording.topics
    between = [asked.tokens[at].folded for at in range(kind.end, first)]
    if any(word in markers for word in between):
        verbs = markers | wording.sent | wording.written | wording.taken | wording.received
        return all(word in verbs or word in asked.wording.plain for word in between)
    if asked.language == "de":
        return any(token.folded in wording.saying for token in asked.tokens)
    # "In how many files is the farm mentioned": the verb comes last.
    after = [token.folded for token in asked.tokens[first:]]
    return bool(after) and after[-1] in wording.saying


def _is_content(asked: Asked, span: Span, wording: FileWording) -> bool:
    """Whether the period is what the files speak of, not when they are from: "mention 2019"."""
    before = [token.folded for token in asked.tokens[: span.start]]
    return any(word in wording.saying for word in before)


def _sort(asked: Asked, sought: _Sought, files: Sequence[Filed], library: LibraryView) -> _Sorted:
    found = _Sorted()
    for filed in files:
        heads = filed.metadata
        if sought.sender and not all_in(sought.sender, tokens_of(heads.get("from", ""))):
            continue
        if sought.receiver and not all_in(sought.receiver, tokens_of(heads.get("to", ""))):
            continue
        is_within = _is_within(sought.period, filed, library)
        if is_within is False:
            continue
        holds, grounds = _holds(sought, filed, library)
        if holds is False or grounds is None:
            continue
        if is_within is None:
            found.undated += 1
        elif holds is None:
            found.doubtful.append((filed, grounds))
        else:
            found.certain.append((filed, grounds))
    if sought.words and not any(_is_name(asked, token) for token in sought.words):
        _add_near(asked, files, found, library)
    return found


def _is_within(period: Period | None, filed: Filed, library: LibraryView) -> bool | None:
    if period is None:
        return True
    day = day_of(filed, library)
    if day is not None:
        return period.first <= day <= period.last
    year = year_of(filed, library)
    if year is None:
        return None
    if year < period.first.year or year > period.last.year:
        return False
    whole = (period.first.month, period.first.day, period.last.month, period.last.day)
    return True if whole == (1, 1, 12, 31) else None


def _holds(
    sought: _Sought, filed: Filed, library: LibraryView
) -> tuple[bool | None, Grounds | None]:
    """Whether a file holds the words: all in one passage, or as its names. None: spread over it,
    or only as what a picture seems to show."""
    if not sought.words:
        return True, grounds_of(filed, library, name_of(filed))
    known = identity(filed)
    passages = [(passage, passage.text) for passage in library.passages(filed.item)]
    if filed.item.kind == "image":
        passages = [(passage, text.split(_TAGS)[0]) for passage, text in passages]
    own = tuple(tokens_of(text) for _, text in passages)
    in_one = any(all_in(sought.words, tokens) for tokens in own)
    if in_one:
        return True, grounds_at(filed, library, sought.words)
    named = any(all_in(sought.words, known + tokens) for tokens in own)
    if named and any(all_in([word], known) for word in sought.words):
        at = grounds_at(filed, library, sought.words)
        return True, at or grounds_of(filed, library, name_of(filed))
    whole = tuple(
        token for passage in library.passages(filed.item) for token in tokens_of(passage.text)
    )
    if all_in(sought.words, known + whole):
        return None, grounds_at(filed, library, sought.words)
    return False, None


def _is_name(asked: Asked, token: Token) -> bool:
    return token.has_digit or (token.is_capital and token.start > 0 and asked.language != "de")


def _add_near(asked: Asked, files: Sequence[Filed], found: _Sorted, library: LibraryView) -> None:
    """Files without the words that are near in meaning."""
    by_content = {filed.item.content_id: filed for filed in files}
    told = {filed.item.content_id for filed, _ in (*found.certain, *found.doubtful)}
    for near in library.near(asked.text, 20):
        filed = by_content.get(near.item.content_id)
        if filed is None or filed.item.content_id in told or near.similarity < _NEAR:
            continue
        if len(found.doubtful) >= _MOST_DOUBTFUL:
            return
        told.add(filed.item.content_id)
        quote = near.chunk.text.strip().split("\n")[0]
        found.doubtful.append((filed, Grounds(near, quote)))


def _told(
    asked: Asked, sought: _Sought, found: _Sorted, n_files: int, telling: FileTelling
) -> tuple[Statement, ...]:
    shown = found.certain[:_MOST_LISTED]
    which = ", ".join(f"“{name_of(filed)}”" for filed, _ in shown)
    if len(found.certain) > _MOST_LISTED:
        which += ", …"
    words = " ".join(token.text for token in sought.words)
    form = telling.by_words if words else telling.listed
    text = form.format(n=len(found.certain), all=n_files, words=words, which=which)
    if found.undated:
        text += f" ({telling.undated.format(n=found.undated)})"
    statements = [Statement(f"{text}.", tuple(grounds for _, grounds in shown))]
    if found.doubtful:
        doubtful = found.doubtful[:_MOST_DOUBTFUL]
        which = ", ".join(f"“{name_of(filed)}”" for filed, _ in doubtful)
        said = telling.doubtful.format(which=which)
        statements.append(Statement(f"{said}.", tuple(grounds for _, grounds in doubtful)))
    return tuple(statements)
