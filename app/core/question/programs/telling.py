"""The sentences that programs write, in the question's language: one typed table, no logic."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.question.programs.wording import Language


@dataclass(frozen=True, slots=True)
class TableTelling:
    """What is said of rows. `of`: name of the column; `n`: how many rows were looked at."""

    total: str
    average: str
    highest: str
    lowest: str
    from_highest: str  # `place`: the second largest is number 2 from the highest
    from_lowest: str
    latest: str
    earliest: str
    count: str
    difference: str
    same: str
    larger: str
    smaller: str
    in_both: str
    without_value: str
    yes: str
    no: str
    apart: str


TABLES: dict[Language, TableTelling] = {
    "en": TableTelling(
        total="{of}, total of {n} rows: {value}",
        average="{of}, average of {n} rows: {value}",
        highest="{of}, highest of {n} rows: {value}",
        lowest="{of}, lowest of {n} rows: {value}",
        from_highest="{of}, number {place} from the highest of {n} rows: {value}",
        from_lowest="{of}, number {place} from the lowest of {n} rows: {value}",
        latest="{of}, latest of {n} rows: {value}",
        earliest="{of}, earliest of {n} rows: {value}",
        count="{n}: {which} ({how}; {all} rows of “{table}” looked through)",
        difference="{of}: {first} is {a}, {second} is {b}; the difference is {value}",
        same="{of}: {first} and {second} are the same, {a}",
        larger="Yes. {of}: {first} is {a}, {second} is {b}; the difference is {value}",
        smaller="No. {of}: {first} is {a}, {second} is {b}; the difference is {value}",
        in_both="The sources differ: “{one}” says {a}, “{other}” says {b}",
        without_value="{n} rows have no value",
        yes="Yes",
        no="No",
        apart="difference {value}",
    ),
    "de": TableTelling(
        total="{of}, Summe über {n} Zeilen: {value}",
        average="{of}, Durchschnitt über {n} Zeilen: {value}",
        highest="{of}, höchster Wert von {n} Zeilen: {value}",
        lowest="{of}, niedrigster Wert von {n} Zeilen: {value}",
        from_highest="{of}, Platz {place} vom höchsten Wert an von {n} Zeilen: {value}",
        from_lowest="{of}, Platz {place} vom niedrigsten Wert an von {n} Zeilen: {value}",
        latest="{of}, spätester von {n} Zeilen: {value}",
        earliest="{of}, frühester von {n} Zeilen: {value}",
        count="{n}: {which} ({how}; {all} Zeilen von „{table}“ durchgesehen)",
        difference="{of}: {first} {a}, {second} {b}; der Unterschied beträgt {value}",
        same="{of}: {first} und {second} gleich, {a}",
        larger="Ja. {of}: {first} {a}, {second} {b}; der Unterschied beträgt {value}",
        smaller="Nein. {of}: {first} {a}, {second} {b}; der Unterschied beträgt {value}",
        in_both="Die Quellen widersprechen sich: „{one}“ sagt {a}, „{other}“ sagt {b}",
        without_value="{n} Zeilen ohne Wert",
        yes="Ja",
        no="Nein",
        apart="Unterschied {value}",
    ),
    "fr": TableTelling(
        total="{of}, total de {n} lignes : {value}",
        average="{of}, moyenne de {n} lignes : {value}",
        highest="{of}, maximum de {n} lignes : {value}",
        lowest="{of}, minimum de {n} lignes : {value}",
        from_highest="{of}, numéro {place} à partir du maximum de {n} lignes : {value}",
        from_lowest="{of}, numéro {place} à partir du minimum de {n} lignes : {value}",
        latest="{of}, le plus récent de {n} lignes : {value}",
        earliest="{of}, le plus ancien de {n} lignes : {value}",
        count="{n} : {which} ({how} ; {all} lignes de « {table} » parcourues)",
        difference="{of} : {first} {a}, {second} {b} ; la différence est de {value}",
        same="{of} : {first} et {second} sont égaux, {a}",
        larger="Oui. {of} : {first} {a}, {second} {b} ; la différence est de {value}",
        smaller="Non. {of} : {first} {a}, {second} {b} ; la différence est de {value}",
        in_both="Les sources se contredisent : « {one} » dit {a}, « {other} » dit {b}",
        without_value="{n} lignes sans valeur",
        yes="Oui",
        no="Non",
        apart="différence {value}",
    ),
    "es": TableTelling(
        total="{of}, total de {n} filas: {value}",
        average="{of}, promedio de {n} filas: {value}",
        highest="{of}, máximo de {n} filas: {value}",
        lowest="{of}, mínimo de {n} filas: {value}",
        from_highest="{of}, número {place} desde el máximo de {n} filas: {value}",
        from_lowest="{of}, número {place} desde el mínimo de {n} filas: {value}",
        latest="{of}, lo más reciente de {n} filas: {value}",
        earliest="{of}, lo más antiguo de {n} filas: {value}",
        count="{n}: {which} ({how}; {all} filas de «{table}» revisadas)",
        difference="{of}: {first} {a}, {second} {b}; la diferencia es de {value}",
        same="{of}: {first} y {second} son iguales, {a}",
        larger="Sí. {of}: {first} {a}, {second} {b}; la diferencia es de {value}",
        smaller="No. {of}: {first} {a}, {second} {b}; la diferencia es de {value}",
        in_both="Las fuentes se contradicen: «{one}» dice {a}, «{other}» dice {b}",
        without_value="{n} filas sin valor",
        yes="Sí",
        no="No",
        apart="diferencia {value}",
    ),
}
