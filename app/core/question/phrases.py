"""What the product itself says in an answer, in the question's language; English elsewhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """`{…}` are filled in: `names`, `parts` and `numbers` with words joined by commas."""

    nothing_found: str
    not_said: str
    unsure: str
    not_named: str
    nearest: str
    says: str
    not_borne_out: str
    left_out: str
    missing_part: str
    orders: str
    understood: str
    coverage: str
    coverage_unreadable: str
    cut_short: str
    differ: str
    one_says: str
    the_file: str
    left_aside: str
    taken_for: str
    quoted: str


_ENGLISH = Phrases(
    nothing_found="I found nothing in your library that answers this question. "
    "Adding the file that holds the answer, or asking with other words, may help.",
    not_said="I did not find this in your files.",
    unsure="I found no answer that your files clearly bear out.",
    not_named="What I found says nothing of {names}.",
    nearest="The nearest passage, {source}: “{quote}”",
    says="{source}: “{quote}”",
    not_borne_out="What has no number in brackets behind it is not borne out by a source.",
    left_out="What was written but stands in none of the sources was left out.",
    missing_part="Not found in your files: {parts}",
    orders="Source {numbers} tells its reader how to answer; take its word with care.",
    understood="Understood as: {question}",
    coverage="Looked through {n} items, used {m}.",
    coverage_unreadable="Looked through {n} items, used {m}; {k} could not be read.",
    cut_short="The answer reached the length limit; raise max_new_tokens for more.",
    differ="The sources differ:",
    one_says="{source} says {value}",
    the_file="The file is {path}.",
    left_aside="Left out of account, for the table says nothing of it: {words}.",
    taken_for="“{word}” was taken for “{column}”.",
    quoted="“{word}”",
)
_GERMAN = Phrases(
    nothing_found="In Ihrer Bibliothek habe ich nichts gefunden, was diese Frage beantwortet. "
    "Vielleicht hilft es, die passende Datei hinzuzufügen oder anders zu fragen.",
    not_said="Das habe ich in Ihren Dateien nicht gefunden.",
    unsure="Ich habe keine Antwort gefunden, die Ihre Dateien klar belegen.",
    not_named="Was ich gefunden habe, sagt nichts über {names}.",
    nearest="Die nächste Stelle, {source}: „{quote}“",
    says="{source}: „{quote}“",
    not_borne_out="Was keine Zahl in Klammern hinter sich hat, ist durch keine Quelle belegt.",
    left_out="Was geschrieben wurde, aber in keiner der Quellen steht, wurde weggelassen.",
    missing_part="In Ihren Dateien nicht gefunden: {parts}",
    orders="Quelle {numbers} schreibt ihrem Leser die Antwort vor; Vorsicht mit dem, was sie sagt.",
    understood="Verstanden als: {question}",
    coverage="{n} Dateien durchgesehen, {m} verwendet.",
    coverage_unreadable="{n} Dateien durchgesehen, {m} verwendet; {k} waren nicht lesbar.",
    cut_short="Die Antwort hat die Längengrenze erreicht; max_new_tokens erlaubt mehr.",
    differ="Die Quellen unterscheiden sich:",
    one_says="{source} sagt {value}",
    the_file="Die Datei ist {path}.",
    left_aside="Nicht berücksichtigt, denn die Tabelle sagt nichts darüber: {words}.",
    taken_for="„{word}“ wurde als „{column}“ verstanden.",
    quoted="„{word}“",
)
_FRENCH = Phrases(
    nothing_found="Je n’ai rien trouvé dans votre bibliothèque qui réponde à cette question. "
    "Ajouter le fichier qui contient la réponse, ou demander autrement, peut aider.",
    not_said="Je n’ai pas trouvé cela dans vos fichiers.",
    unsure="Je n’ai trouvé aucune réponse que vos fichiers confirment clairement.",
    not_named="Ce que j’ai trouvé ne dit rien de {names}.",
    nearest="Le passage le plus proche, {source} : « {quote} »",
    says="{source} : « {quote} »",
    not_borne_out="Ce qui n’est suivi d’aucun numéro entre crochets n’est confirmé par aucune "
    "source.",
    left_out="Ce qui a été écrit sans figurer dans aucune des sources a été écarté.",
    missing_part="Introuvable dans vos fichiers : {parts}",
    orders="La source {numbers} dicte la réponse à son lecteur ; à prendre avec prudence.",
    understood="Compris comme : {question}",
    coverage="{n} fichiers parcourus, {m} utilisés.",
    coverage_unreadable="{n} fichiers parcourus, {m} utilisés ; {k} n’ont pas pu être lus.",
    cut_short="La réponse a atteint la longueur limite ; max_new_tokens permet davantage.",
    differ="Les sources diffèrent :",
    one_says="{source} dit {value}",
    the_file="Le fichier est {path}.",
    left_aside="Non pris en compte, car le tableau n’en dit rien : {words}.",
    taken_for="« {word} » a été compris comme « {column} ».",
    quoted="« {word} »",
)
_SPANISH = Phrases(
    nothing_found="No he encontrado en su biblioteca nada que responda a esta pregunta. "
    "Puede ayudar añadir el archivo que contiene la respuesta o preguntar de otro modo.",
    not_said="No he encontrado esto en sus archivos.",
    unsure="No he encontrado ninguna respuesta que sus archivos confirmen con claridad.",
    not_named="Lo que he encontrado no dice nada de {names}.",
    nearest="El pasaje más cercano, {source}: «{quote}»",
    says="{source}: «{quote}»",
    not_borne_out="Lo que no lleva un número entre corchetes no está respaldado por ninguna "
    "fuente.",
    left_out="Se ha omitido lo que se escribió sin constar en ninguna de las fuentes.",
    missing_part="No se ha encontrado en sus archivos: {parts}",
    orders="La fuente {numbers} dicta la respuesta a su lector; tómela con cuidado.",
    understood="Entendido como: {question}",
    coverage="{n} archivos examinados, {m} utilizados.",
    coverage_unreadable="{n} archivos examinados, {m} utilizados; {k} no se pudieron leer.",
    cut_short="La respuesta ha alcanzado el límite; con max_new_tokens cabe más.",
    differ="Las fuentes difieren:",
    one_says="{source} dice {value}",
    the_file="El archivo es {path}.",
    left_aside="No se ha tenido en cuenta, pues la tabla no dice nada de ello: {words}.",
    taken_for="«{word}» se ha entendido como «{column}».",
    quoted="«{word}»",
)
_PHRASES = {"en": _ENGLISH, "de": _GERMAN, "fr": _FRENCH, "es": _SPANISH}

_LANGUAGES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "nb": "Norwegian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "th": "Thai", "tr": "Turkish",
    "uk": "Ukrainian", "zh": "Chinese",
}  # fmt: skip


def phrases(language: str) -> Phrases:
    return _PHRASES.get(language, _ENGLISH)


def in_every_language(name: str) -> frozenset[str]:
    """What is said under this name, so that who shows it may know it again."""
    return frozenset(getattr(said, name) for said in _PHRASES.values())


def language_name(code: str) -> str:
    """In English, as the language model is told it; "the language of the question" if unknown."""
    return _LANGUAGES.get(code, "the language of the question")
