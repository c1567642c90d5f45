"""Numbers and months that are spelt out, in the languages whose words are known here. A word that
means something else in another of them (`neuf`, `sei`, `due`, `seize`) is left out: what is not
here may be said freely."""

from __future__ import annotations

_CARDINALS: dict[str, str] = {
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty",
    "de": "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
    "fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig",
    "fr": "- deux trois quatre cinq six - huit - dix onze douze treize quatorze quinze - - - - "
    "vingt",
    "es": "- dos tres cuatro cinco seis siete ocho nueve diez - doce trece catorce quince - - - - "
    "veinte",
    "it": "- - tre quattro cinque - sette otto nove dieci undici dodici tredici quattordici "
    "quindici sedici - - - venti",
    "nl": "- twee drie vier vijf zes zeven acht negen tien - twaalf dertien veertien vijftien "
    "zestien - - - twintig",
}
_ORDINALS = {
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
    "de": "erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte elfte zwölfte",
}
_TENS: dict[str, str] = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "fr": "vingt trente quarante cinquante soixante",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
}
_MONTHS: dict[str, str] = {
    "en": "january february march april may june july august september october november december",
    "short": "jan feb mar apr may jun jul aug sep oct nov dec",
    "de": "januar februar märz april mai juni juli august september oktober november dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
    "dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro "
    "dezembro",
}


def _numbered(lists: dict[str, str], *, first: int = 1, step: int = 1) -> dict[str, int]:
    return {
        word: first + place * step
        for words in lists.values()
        for place, word in enumerate(words.split())
        if word != "-"
    }


VALUES_OF_TENS = _numbered(_TENS, first=20, step=10)
_COUNTED = _numbered(_CARDINALS) | VALUES_OF_TENS
VALUES: dict[str, int] = _numbered(_ORDINALS) | _COUNTED
MONTHS: dict[str, int] = _numbered(_MONTHS)
_MAGNITUDES = frozenset(
    ("hundred", "thousand", "million", "billion", "dozen", "hundert", "tausend")
)

# Words that may only be said where their number stands: not one (an article in most languages) and
# not ordinals, which put what is told in order; no capitals, for names are held anyway.
HELD_WORDS: frozenset[str] = (
    frozenset(word for word, value in _COUNTED.items() if value > 1)
    | _MAGNITUDES
    | frozenset(word for word in MONTHS if len(word) > 4 and word != "march")
)


def _words_of_values() -> dict[int, frozenset[str]]:
    spelt: dict[int, set[str]] = {}
    for word, value in VALUES.items():
        spelt.setdefault(value, set()).add(word)
    return {value: frozenset(words) for value, words in spelt.items()}


WORDS_OF_VALUE = _words_of_values()


def months_named(number: int) -> frozenset[str]:
    """The names of a month, 1 to 12, in lower case."""
    return frozenset(word for word, value in MONTHS.items() if value == number)
