"""Whether a sentence says that something is so, or that it is not: rules on negation.

Words of denial are counted in the clause they stand in; two in one clause undo each other where
the language lets them ("not cancelled"). What only a reader understands ("sold out") is left to a
trained checker."""

from __future__ import annotations

import re
from collections.abc import Mapping

_CLAUSE = re.compile(
    r"[,;:—–()]\s*|(?<!\bno)\.\s+|(?<=\bno)\.\s+(?!\d)|[，；：、]"
    r"|\s+(?:except(?: for)?|außer|sauf|excepté|excepto|salvo|кроме|εκτός)\s+"
    r"|\s+(?:and|but|while|because|since|although|though|if|when|which|who|so|unless"
    r"|und|aber|sondern|weil|da|obwohl|wenn|denn|dass|falls"
    r"|et|mais|car|parce que|quand|si|puisque"
    r"|y|pero|sino|porque|cuando|pues"
    r"|и|а|но|потому что|если|когда|что"
    r"|και|αλλά|γιατί|επειδή|αν|όταν)\s+",
    re.IGNORECASE,
)
# Bounds, not denials: "no later than Friday", "not only"; and numbers ("No. 5").
_NO_DENIAL = re.compile(
    r"\b(?:no|not) (?:later|earlier|more|less|fewer|longer than|sooner|only|just)\b(?: than)?"
    r"|\bno\.? ?\d|\bno one but\b"
    r"|\bnicht (?:nur|später|mehr als|weniger|länger als)\b|\bspätestens\b"
    r"|\bnon seulement\b|\bpas (?:seulement|plus tard|plus de|moins)\b|\bsans doute\b"
    r"|\bno (?:solo|sólo|más|menos|sólo)\b|\bsin duda\b"
    r"|\bне (?:только|позднее|позже|более|менее)\b|\bόχι μόνο\b"
    r"|不但|不仅|不僅|不过|不過|不同|不久|だけでなく|かもしれない|なければならない|なくてはならない|非常",
    re.IGNORECASE,
)
# One denial is told by several words in these languages (ne … pas, no … nada).
_DENIALS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "en": r"\bnot\b|n['’]t\b|\bnever\b|\bno\b|\bnone\b|\bnobody\b|\bnothing\b"
        r"|\bneither\b|\bnor\b|\bcannot\b|\bwithout\b|\bno one\b|\bnowhere\b|\bhardly\b",
        "de": r"\bnicht\b|\bkein(?:e|en|em|er|es)?\b|\bnie\b|\bniemals\b|\bniemand(?:en|em)?\b"
        r"|\bnichts\b|\bohne\b|\bweder\b|\bkeinesfalls\b|\bkeineswegs\b|\bnirgends\b",
        "fr": r"\bpas\b|\bjamais\b|\brien\b|\baucune?\b|\bsans\b|\bni\b|\bnulle?\b|\bnon\b"
        r"|\bn(?:e\s|['’])\w+(?:\s\w+)? (?:plus|personne|que)\b|\bpersonne n",
        "es": r"\bno\b|\bnunca\b|\bjamás\b|\bnada\b|\bnadie\b|\bning[uú]n[oa]?s?\b|\bsin\b"
        r"|\btampoco\b|\bni\b",
        "it": r"\bnon\b|\bmai\b|\bniente\b|\bnulla\b|\bnessun[oa]?\b|\bsenza\b|\bné\b",
        "nl": r"\bniet\b|\bgeen\b|\bnooit\b|\bniemand\b|\bniets\b|\bzonder\b",
        "pt": r"\bnão\b|\bnunca\b|\bnada\b|\bninguém\b|\bnenhuma?\b|\bsem\b",
        "ru": r"\bне\b|\bнет\b|\bни\b|\bнельзя\b|\bникогда\b|\bникто\b|\bничего\b"
        r"|\bбез\b|\bникак\w*",
        "el": r"\bδεν?\b|\bμην?\b|\bόχι\b|\bχωρίς\b|\bποτέ\b|\bκανε[ίν]\w*|\bτίποτ[αε]\b|\bούτε\b",
        "zh": r"不|没|沒|未|无法|無法|并非|並非|勿",
        "ja": r"ない|なかっ|なく|ません|ぬ。|ずに|不|未だ",
        "ar": r"(?<!\w)(?:لا|لم|لن|ليس|ليست|ليسوا|غير|بدون|دون)(?!\w)",
    }.items()
}
_SEVERAL_TELL_ONE = frozenset(("fr", "es", "it", "pt", "ru", "el", "zh", "ja", "ar"))
# Words that turn what they speak of into its contrary.
_CANCELLED = re.compile(
    r"\bcancel\w*|\bcall(?:ed|ing|s)? off\b|\brefus\w+|\breject\w*|\bden(?:y|ied|ies)\b|\bforb\w+"
    r"|\bprohibit\w*|\bbann?ed\b|\bexclud\w+|\bfail(?:ed|s)?\b|\bunable\b|\bimpossible\b|\babandon\w*"
    r"|\binstead of\b|\brather than\b|\bscrapped\b|\brevoked\b"
    r"|\babgesagt\w*|\bsagte\b.*\bab\b|\bverboten\w*|\buntersagt\w*|\babgelehnt\w*|\bverweiger\w+"
    r"|\bausgeschlossen\w*|\bausgenommen\w*|\bentf[äi][el]l\w*|\bfällt\b.*\baus\b|\bfiel\b.*\baus\b"
    r"|\bausgefallen\w*|\bgescheitert\w*|\bunmöglich\w*|\bgestrichen\w*"
    r"|\bstatt (?:des|der|dem|eines|einer|dessen)\b|\banstatt\b"
    r"|\bannul\w+|\binterdi\w+|\brefus\w+|\brejet\w+|\bexclu\w*|\bau lieu d"
    r"|\bcancel\w+|\bprohib\w+|\brechaz\w+|\bneg(?:ó|aron|ado|ada)\b|\banul\w+|\bimposible\b"
    r"|\bsuspend\w+|\ben lugar de\b"
    r"|\bотмен\w+|\bзапре[щт]\w+|\bотказ\w+|\bисключ\w+|\bневозможн\w+|\bотклон\w+|\bвместо\b"
    r"|\bακυρ\w+|\bαπαγορ\w+|\bαπορρ\w+|\bεξαιρ\w+|\bαδύνατ\w+|\bαντί\b"
    r"|取消|禁止|拒绝|拒絕|中止|拒否|取り消|不可|廃止"
    r"|ألغ\w*|إلغاء|ممنوع\w*|يمنع|رفض\w*|تعذر",
    re.IGNORECASE,
)


def clauses_of(text: str) -> list[str]:
    """A sentence in its smallest clauses: each has a denial of its own, or none."""
    return [piece for piece in _CLAUSE.split(text) if piece and piece.strip()]


def is_denied(clause: str, language: str | None) -> bool:
    """Whether a clause says that something is not so."""
    plain = _NO_DENIAL.sub(" ", clause)
    told = _DENIALS.get(language or "en", _DENIALS["en"]).findall(plain)
    n_denials = min(1, len(told)) if language in _SEVERAL_TELL_ONE else len(told)
    return (n_denials + len(_CANCELLED.findall(plain))) % 2 == 1
