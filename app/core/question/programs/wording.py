"""The words by which a question says what is to be worked out, in four languages.

Only words of questions: what a file is about is never looked up here. A language that is not in
the table is left to the language model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Concept = Literal["money", "date", "length", "weight", "age", "size", "number", "person", "place"]
Direction = Literal["highest", "lowest"]
Language = Literal["en", "de", "fr", "es"]


@dataclass(frozen=True, slots=True)
class Wording:
    """`plain` are words that name nothing; phrases are lower-case, words divided by one space.
    `superlatives` and `comparatives`: a phrase, which end it asks for, and of what (None: of the
    column named). `alternatives`: words between two things to choose from; `alike`: words that ask
    for what has the same as another; `spending`: verbs after which "how much" of several rows
    means their sum; `changing`: words that ask how far a number moved; `row_nouns`: what the rows
    of a table of amounts are called; `ordinals` stand before superlatives, or begin them."""

    plain: frozenset[str]
    how_many: tuple[str, ...]
    how_much: tuple[str, ...]
    when: tuple[str, ...]
    who: tuple[str, ...]
    where: tuple[str, ...]
    which: tuple[str, ...]
    total: tuple[str, ...]
    average: tuple[str, ...]
    difference: tuple[str, ...]
    more_than: tuple[str, ...]
    less_than: tuple[str, ...]
    at_least: tuple[str, ...]
    at_most: tuple[str, ...]
    after: tuple[str, ...]
    before: tuple[str, ...]
    between: tuple[str, ...]
    negations: frozenset[str]
    alternatives: frozenset[str]
    alike: frozenset[str]
    spending: frozenset[str]
    changing: frozenset[str]
    row_nouns: frozenset[str]
    ordinals: Mapping[str, int]
    measures: tuple[tuple[str, Concept], ...]
    comparatives: tuple[tuple[str, Direction, Concept | None], ...]
    superlatives: tuple[tuple[str, Direction, Concept | None], ...]


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> tuple[str, ...]:
    """Divided by commas; the longest first, so that they are tried in that order."""
    return tuple(sorted((part.strip() for part in text.split(",")), key=len, reverse=True))


def _ends(**by_kind: str) -> tuple[tuple[str, Direction, Concept | None], ...]:
    """`highest_money="dearest, most expensive"` and the like; "any" is no concept."""
    found: list[tuple[str, Direction, Concept | None]] = []
    for kind, text in by_kind.items():
        direction, _, concept = kind.partition("_")
        for phrase in _phrases(text):
            found.append((phrase, direction, None if concept == "any" else concept))  # type: ignore[arg-type]
    return tuple(sorted(found, key=lambda entry: len(entry[0]), reverse=True))


def _measured(**by_concept: str) -> tuple[tuple[str, Concept], ...]:
    return tuple(
        (phrase, concept)  # type: ignore[misc]
        for concept, text in by_concept.items()
        for phrase in _phrases(text)
    )


WORDINGS: dict[Language, Wording] = {
    "en": Wording(
        plain=_set(
            """a an the of for in on at by to from with and or is are was were be been being do
            does did has have had will would shall should can could may might must it its this that
            these those there here i me my we us our you your he his him she her they their them
            what which who whom whose when where why how many much long far often all any each
            every both listed list lists table tables row rows column entry entries sheet sheets
            according per name named called given show shows tell please as into about than then
            so not also just only cost costs say says said stand stands kind type number value
            amount made make makes get gets got according overall one ones up out over take takes
            took belong belongs 's give gives if during"""
        ),
        how_many=_phrases("how many, how many times, how often, number of, count of"),
        how_much=_phrases("how much, what does, what did, what do"),
        when=_phrases("when, on what date, on which date, what date, on which day, what day"),
        who=_phrases("who, whom, whose"),
        where=_phrases("where"),
        which=_phrases("which, what"),
        total=_phrases("in total, total, altogether, in all, sum of, the sum, overall, sum"),
        average=_phrases("on average, average, mean"),
        difference=_phrases("difference between, the difference, how much more, how much less"),
        more_than=_phrases(
            "more than, over, above, greater than, larger than, higher than, longer than, heavier "
            "than, taller than, dearer than, more expensive than"
        ),
        less_than=_phrases(
            "less than, fewer than, under, below, smaller than, lower than, shorter than, lighter "
            "than, cheaper than, less expensive than"
        ),
        at_least=_phrases("at least"),
        at_most=_phrases("at most"),
        after=_phrases("after, since"),
        before=_phrases("before, until"),
        between=_phrases("between"),
        negations=_set("not never no without except besides other neither nor n't"),
        alternatives=_set("or"),
        alike=_set("same equal identical"),
        spending=_set("spend spent pay paid pays earn earned"),
        changing=_set(
            "rise rose risen increase increased fall fell fallen decrease decreased drop "
            "dropped change changed grow grew grown"
        ),
        row_nouns=_set(
            "payment payments expense expenses purchase purchases transaction "
            "transactions bookings spending"
        ),
        ordinals={"second": 2, "third": 3, "fourth": 4, "fifth": 5},
        measures=_measured(
            length="how long", weight="how heavy", age="how old", size="how big, how large"
        ),
        comparatives=_ends(
            highest_money="more expensive, dearer, costlier, cost more, costs more",
            lowest_money="less expensive, cheaper, cost less, costs less",
            highest_date="newer, later, more recent, younger",
            lowest_date="older, earlier",
            highest_length="longer",
            lowest_length="shorter",
            highest_weight="heavier",
            lowest_weight="lighter",
            highest_any="higher, larger, bigger, greater, more",
            lowest_any="lower, smaller, fewer, less",
        ),
        superlatives=_ends(
            highest_money="most expensive, dearest, costliest, cost the most, costs the most",
            lowest_money="least expensive, cheapest, cost the least, costs the least",
            highest_date="latest, newest, most recent, last",
            lowest_date="earliest, oldest, first",
            highest_length="longest",
            lowest_length="shortest",
            highest_weight="heaviest",
            lowest_weight="lightest",
            highest_any="highest, largest, biggest, greatest, maximum, most, the most, top",
            lowest_any="lowest, smallest, minimum, least, fewest, the least",
        ),
    ),
    "de": Wording(
        plain=_set(
            """der die das den dem des ein eine einer eines einem einen und oder ist sind war waren
            wird werden wurde wurden hat haben hatte hatten kann können soll sollen muss in im am an
            auf aus bei mit von vom zu zum zur für nach über unter um es er sie wir ich man sich
            mein meine unser unsere ihr ihre sein seine was wer wen wem wessen welche welcher
            welches welchen welchem wann wo wie viel viele hoch lang lange groß alle alles jeder
            jede jedes tabelle liste zeile zeilen spalte eintrag einträge laut gemäß steht stehen
            heißt nenne zeige gibt es bitte kostet kosten kostete name wert betrag zahl art so auch
            nur als dass dort hier pro je insgesamt während"""
        ),
        how_many=_phrases("wie viele, wieviele, wie oft, anzahl der, wie viel"),
        how_much=_phrases("wie viel, wieviel, wie hoch, was kostet, was kostete, was kosten"),
        when=_phrases("wann, an welchem tag, an welchem datum, welches datum"),
        who=_phrases("wer, wen, wem, wessen"),
        where=_phrases("wo"),
        which=_phrases("welche, welcher, welches, welchen, welchem, was"),
        total=_phrases("insgesamt, summe, zusammen, gesamt, im ganzen, in summe"),
        average=_phrases(
            "im durchschnitt, durchschnittlich, durchschnittliche, durchschnittlichen, "
            "durchschnittlicher, durchschnitt, im mittel, mittelwert"
        ),
        difference=_phrases("unterschied zwischen, differenz zwischen, unterschied, differenz"),
        more_than=_phrases(
            "mehr als, über, höher als, größer als, länger als, schwerer als, teurer als"
        ),
        less_than=_phrases(
            "weniger als, unter, niedriger als, kleiner als, kürzer als, leichter als, "
            "billiger als, günstiger als"
        ),
        at_least=_phrases("mindestens"),
        at_most=_phrases("höchstens"),
        after=_phrases("nach, seit, nach dem"),
        before=_phrases("vor, bis, vor dem"),
        between=_phrases("zwischen"),
        negations=_set("nicht kein keine keinen keiner keinem nie ohne außer andere"),
        alternatives=_set("oder"),
        alike=_set(
            "gleich gleiche gleichen gleicher gleiches selbe selben derselbe dieselbe dasselbe "
            "dieselben denselben derselben"
        ),
        spending=_set("ausgegeben bezahlt zahlen zahlt zahlten zahlte gezahlt ausgeben verdient"),
        changing=_set(
            "gestiegen stieg gesunken sank erhöht erhöhte geändert verändert anstieg "
            "anstieg erhöhung"
        ),
        row_nouns=_set("zahlung zahlungen ausgabe ausgaben buchung buchungen einkauf einkäufe"),
        ordinals={"zweit": 2, "dritt": 3, "viert": 4, "fünft": 5},
        measures=_measured(
            length="wie lang, wie lange", weight="wie schwer", age="wie alt", size="wie groß"
        ),
        comparatives=_ends(
            highest_money="teurer",
            lowest_money="billiger, günstiger, preiswerter",
            highest_date="neuer, später, jünger",
            lowest_date="älter, früher",
            highest_length="länger",
            lowest_length="kürzer",
            highest_weight="schwerer",
            lowest_weight="leichter",
            highest_any="höher, größer, mehr",
            lowest_any="niedriger, kleiner, weniger",
        ),
        superlatives=_ends(
            highest_money="am teuersten, teuerste, teuersten, teuerster, teuerstes",
            lowest_money="am billigsten, am günstigsten, billigste, billigsten, günstigste",
            highest_date="neueste, neuesten, jüngste, letzte, letzten, zuletzt, spätesten",
            lowest_date="älteste, ältesten, erste, ersten, zuerst, frühesten, früheste",
            highest_length="längste, längsten, am längsten",
            lowest_length="kürzeste, kürzesten, am kürzesten",
            highest_weight="schwerste, schwersten",
            lowest_weight="leichteste, leichtesten",
            highest_any="höchste, höchsten, größte, größten, meisten, am meisten, maximal",
            lowest_any="niedrigste, niedrigsten, kleinste, kleinsten, wenigsten, minimal",
        ),
    ),
    "fr": Wording(
        plain=_set(
            """le la les l un une des de du d et ou est sont était étaient a ont avait sera au aux
            en dans sur par pour avec ce cette ces cet il elle ils elles on nous vous je j mon ma
            mes notre nos son sa ses leur leurs été que qu qui quoi quel quelle quels quelles quand
            où combien comment y tout toute tous toutes chaque tableau liste ligne lignes colonne
            selon indique figure donne montre nom valeur montant coûte coûtent coûté nombre sorte se
            s n ne pas plus très même aussi pendant c t"""
        ),
        how_many=_phrases(
            "combien de, combien d, combien de fois, quel est le nombre de, nombre de"
        ),
        how_much=_phrases("combien, combien coûte, quel est le montant"),
        when=_phrases("quand, à quelle date, quel jour, quelle date"),
        who=_phrases("qui"),
        where=_phrases("où"),
        which=_phrases("quel, quelle, quels, quelles, lequel, laquelle"),
        total=_phrases("au total, total, totale, en tout, somme"),
        average=_phrases("en moyenne, moyenne, moyen"),
        difference=_phrases("différence entre, la différence, écart entre"),
        more_than=_phrases(
            "plus de, supérieur à, supérieure à, au-dessus de, plus long que, plus longue "
            "que, plus lourd que, plus cher que, plus chère que"
        ),
        less_than=_phrases(
            "moins de, inférieur à, inférieure à, au-dessous de, plus court que, plus courte que, "
            "plus léger que, moins cher que, moins chère que"
        ),
        at_least=_phrases("au moins"),
        at_most=_phrases("au plus"),
        after=_phrases("après, depuis"),
        before=_phrases("avant, jusqu'à"),
        between=_phrases("entre"),
        negations=_set("pas sans sauf aucun aucune jamais autre autres excepté"),
        alternatives=_set("ou"),
        alike=_set("même mêmes"),
        spending=_set("dépensé dépensons payé payons paie paye gagné versé"),
        changing=_set("augmenté augmentation baissé baisse diminué évolué changé"),
        row_nouns=_set("paiement paiements dépense dépenses achat achats"),
        ordinals={"deuxième": 2, "troisième": 3, "quatrième": 4},
        measures=_measured(
            length="quelle est la longueur",
            weight="combien pèse",
            age="quel âge",
            size="quelle est la taille",
        ),
        comparatives=_ends(
            highest_money="plus cher, plus chère, coûte plus",
            lowest_money="moins cher, moins chère, coûte moins",
            highest_date="plus récent, plus récente, plus tard",
            lowest_date="plus ancien, plus ancienne, plus tôt",
            highest_length="plus long, plus longue",
            lowest_length="plus court, plus courte",
            highest_weight="plus lourd, plus lourde",
            lowest_weight="plus léger, plus légère",
            highest_any="plus élevé, plus élevée, plus grand, plus grande, plus haut, plus haute",
            lowest_any="plus bas, plus basse, plus petit, plus petite, moins élevé",
        ),
        superlatives=_ends(
            highest_money="le plus cher, la plus chère, les plus chers, le plus coûteux",
            lowest_money="le moins cher, la moins chère, les moins chers",
            highest_date="le plus récent, la plus récente, dernier, dernière",
            lowest_date="le plus ancien, la plus ancienne, premier, première",
            highest_length="le plus long, la plus longue",
            lowest_length="le plus court, la plus courte",
            highest_weight="le plus lourd, la plus lourde",
            lowest_weight="le plus léger, la plus légère",
            highest_any="le plus élevé, la plus élevée, le plus haut, le plus grand, la plus "
            "grande, maximum, maximal",
            lowest_any="le plus bas, la plus basse, le plus petit, la plus petite, minimum, "
            "le moins élevé",
        ),
    ),
    "es": Wording(
        plain=_set(
            """el la los las lo un una unos unas de del y o e es son era eran fue fueron ha han
            había será al en con por para sobre este esta estos estas ese esa él ella ellos ellas
            yo nosotros mi mis nuestro nuestra su sus que qué quién quiénes cuál cuáles cuándo dónde
            cuánto cuánta cuántos cuántas cómo hay todo toda todos todas cada tabla lista fila filas
            columna según figura da muestra nombre valor importe cuesta cuestan costó número tipo se
            no más muy también durante me dice"""
        ),
        how_many=_phrases("cuántos, cuántas, cuántas veces, cuál es el número de, número de"),
        how_much=_phrases("cuánto, cuánto cuesta, cuánto costó, cuánta"),
        when=_phrases("cuándo, en qué fecha, qué fecha, qué día"),
        who=_phrases("quién, quiénes"),
        where=_phrases("dónde"),
        which=_phrases("qué, cuál, cuáles"),
        total=_phrases("en total, total, suma, en conjunto"),
        average=_phrases("de media, en promedio, promedio, media"),
        difference=_phrases("diferencia entre, la diferencia"),
        more_than=_phrases("más de, superior a, mayor que, más largo que, más caro que"),
        less_than=_phrases("menos de, inferior a, menor que, más corto que, más barato que"),
        at_least=_phrases("al menos, por lo menos"),
        at_most=_phrases("como máximo"),
        after=_phrases("después de, desde, después del"),
        before=_phrases("antes de, antes del, hasta"),
        between=_phrases("entre"),
        negations=_set("no sin salvo ningún ninguna nunca excepto otro otra otros otras"),
        alternatives=_set("o u"),
        alike=_set("mismo misma mismos mismas igual iguales"),
        spending=_set("gastado gastamos gastó pagado pagamos pagó paga ganado"),
        changing=_set("subido subió aumentado aumentó bajado bajó disminuido cambiado"),
        row_nouns=_set("pago pagos gasto gastos compra compras"),
        ordinals={"segundo": 2, "segunda": 2, "tercer": 3, "tercera": 3},
        measures=_measured(
            length="cuánto mide",
            weight="cuánto pesa",
            age="qué edad, cuántos años",
            size="qué tamaño",
        ),
        comparatives=_ends(
            highest_money="más caro, más cara, cuesta más",
            lowest_money="más barato, más barata, cuesta menos",
            highest_date="más reciente, más nuevo, más nueva",
            lowest_date="más antiguo, más antigua",
            highest_length="más largo, más larga",
            lowest_length="más corto, más corta",
            highest_weight="más pesado, más pesada",
            lowest_weight="más ligero, más ligera",
            highest_any="más alto, más alta, más grande, mayor",
            lowest_any="más bajo, más baja, más pequeño, más pequeña, menor",
        ),
        superlatives=_ends(
            highest_money="más caro, más cara, más caros, más caras, más costoso",
            lowest_money="más barato, más barata, más económico, menos caro",
            highest_date="más reciente, más nuevo, último, última",
            lowest_date="más antiguo, más antigua, primero, primera, primer",
            highest_length="más largo, más larga",
            lowest_length="más corto, más corta",
            highest_weight="más pesado, más pesada",
            lowest_weight="más ligero, más ligera",
            highest_any="más alto, más alta, mayor, más grande, máximo, máxima",
            lowest_any="más bajo, más baja, menor, más pequeño, mínimo, mínima",
        ),
    ),
}

# What a column is called when it holds such a thing, in the four languages; compared by stem.
CONCEPT_NAMES: dict[Concept, frozenset[str]] = {
    "money": _set(
        """price prices cost costs amount fee fees rent paid payment total sum charge premium
        salary wage income expense preis preise kosten betrag gebühr gebühren miete lohn gehalt
        summe gesamt prix coût montant tarif loyer salaire total precio coste costo importe tarifa
        alquiler salario eur euro euros usd gbp chf pound pounds dollar dollars franken livres"""
    ),
    "date": _set(
        """date day due deadline when datum tag fällig termin wann jour échéance quand fecha día
        vencimiento cuándo year jahr année año month monat mois mes"""
    ),
    "length": _set("length duration time länge dauer zeit longueur durée temps longitud duración"),
    "weight": _set("weight kg gewicht poids peso"),
    "age": _set("age born alter geboren âge né edad nacido"),
    "size": _set("size area größe fläche taille surface tamaño superficie"),
    "number": _set(
        """number quantity count stock pieces units qty anzahl menge stück bestand nombre quantité
        stock cantidad unidades existencias"""
    ),
    "person": _set(
        """who person name contact responsible owner tenant author member employee wer person name
        verantwortlich kontakt mitglied qui personne nom responsable membre quién persona nombre
        miembro"""
    ),
    "place": _set(
        """where place location room address city ort platz raum zimmer adresse stadt lieu salle
        adresse ville lugar sala dirección ciudad"""
    ),
}

# Of these columns the highest is the smallest number.
RANKS = _set(
    """rank ranking position pos place placing standing seed rang rangliste platz platzierung
    classement rango puesto posición"""
)

# What cells hold that say yes or no.
YES = _set("yes y true x ✓ ja wahr oui vrai sí si verdadero")
NO = _set("no n false nein falsch non faux falso")

# Rows that sum up the others.
TOTAL_LABELS = _set(
    """total totals subtotal sum summe gesamt gesamtsumme zwischensumme insgesamt totaux somme
    sous-total suma totales subtotal average durchschnitt moyenne promedio"""
)


def wording_of(language: str) -> Wording | None:
    for known, wording in WORDINGS.items():
        if known == language:
            return wording
    return None
