"""The sentences told of files, in the question's language: one typed table, no logic."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.question.programs.wording import Language


@dataclass(frozen=True, slots=True)
class FileTelling:
    taken: str
    taken_at: str
    taken_by: str
    sent: str
    sender: str
    recipient: str
    author: str
    camera: str
    duration: str
    pages: str
    size: str
    subject: str
    dated: str
    folder: str
    where: str
    one: str
    newest: str
    oldest: str
    longest: str
    shortest: str
    listed: str
    by_words: str
    doubtful: str
    undated: str
    unknown: str


FILES: dict[Language, FileTelling] = {
    "en": FileTelling(
        taken="“{name}” was taken on {value}",
        taken_at="“{name}” was taken at {value}",
        taken_by="“{name}” is by {value}, according to the picture’s properties",
        sent="“{name}” was sent on {value}",
        sender="“{name}” is from {value}",
        recipient="“{name}” went to {value}",
        author="“{name}” is by {value}, according to the file’s properties",
        camera="“{name}” was taken with {value}",
        duration="“{name}” is {value} long",
        pages="“{name}” has {value} pages",
        size="“{name}” is {value} large",
        subject="The subject is “{value}”",
        dated="“{name}” is dated {value}",
        folder="The folder “{folder}” holds {n}: {which}",
        where="“{name}” is the file {value}",
        one="It is “{name}” ({value})",
        newest="The newest of {n} is “{name}”, of {value}",
        oldest="The oldest of {n} is “{name}”, of {value}",
        longest="The longest of {n} is “{name}”, {value}",
        shortest="The shortest of {n} is “{name}”, {value}",
        listed="{n} of {all}: {which}",
        by_words="{n} of {all} hold “{words}”: {which}",
        doubtful="Perhaps also: {which}",
        undated="{n} do not say when they are from",
        unknown="{n} more do not say",
    ),
    "de": FileTelling(
        taken="„{name}“ wurde am {value} aufgenommen",
        taken_at="„{name}“ wurde bei {value} aufgenommen",
        taken_by="„{name}“ ist laut Bildeigenschaften von {value}",
        sent="„{name}“ wurde am {value} gesendet",
        sender="„{name}“ ist von {value}",
        recipient="„{name}“ ging an {value}",
        author="„{name}“ ist laut Dateieigenschaften von {value}",
        camera="„{name}“ wurde mit {value} aufgenommen",
        duration="„{name}“ dauert {value}",
        pages="„{name}“ hat {value} Seiten",
        size="„{name}“ ist {value} groß",
        subject="Der Betreff ist „{value}“",
        dated="„{name}“ ist vom {value}",
        folder="Im Ordner „{folder}“ liegen {n}: {which}",
        where="„{name}“ ist die Datei {value}",
        one="Es ist „{name}“ ({value})",
        newest="Von {n} ist „{name}“ das neueste Stück, vom {value}",
        oldest="Von {n} ist „{name}“ das älteste Stück, vom {value}",
        longest="Von {n} ist „{name}“ am längsten, {value}",
        shortest="Von {n} ist „{name}“ am kürzesten, {value}",
        listed="{n} von {all}: {which}",
        by_words="{n} von {all} enthalten „{words}“: {which}",
        doubtful="Vielleicht auch: {which}",
        undated="bei {n} steht nicht, von wann sie sind",
        unknown="{n} weitere sagen es nicht",
    ),
    "fr": FileTelling(
        taken="« {name} » a été prise le {value}",
        taken_at="« {name} » a été prise à {value}",
        taken_by="« {name} » est de {value}, selon les propriétés de l’image",
        sent="« {name} » a été envoyé le {value}",
        sender="« {name} » est de {value}",
        recipient="« {name} » a été adressé à {value}",
        author="« {name} » est de {value}, selon les propriétés du fichier",
        camera="« {name} » a été prise avec {value}",
        duration="« {name} » dure {value}",
        pages="« {name} » compte {value} pages",
        size="« {name} » pèse {value}",
        subject="L’objet est « {value} »",
        dated="« {name} » est du {value}",
        folder="Le dossier « {folder} » contient {n} fichiers : {which}",
        where="« {name} » est le fichier {value}",
        one="C’est « {name} » ({value})",
        newest="Le plus récent des {n} est « {name} », du {value}",
        oldest="Le plus ancien des {n} est « {name} », du {value}",
        longest="Le plus long des {n} est « {name} », {value}",
        shortest="Le plus court des {n} est « {name} », {value}",
        listed="{n} sur {all} : {which}",
        by_words="{n} sur {all} contiennent « {words} » : {which}",
        doubtful="Peut-être aussi : {which}",
        undated="{n} ne disent pas de quand ils datent",
        unknown="{n} autres ne le disent pas",
    ),
    "es": FileTelling(
        taken="«{name}» se tomó el {value}",
        taken_at="«{name}» se tomó en {value}",
        taken_by="«{name}» es de {value}, según las propiedades de la imagen",
        sent="«{name}» se envió el {value}",
        sender="«{name}» es de {value}",
        recipient="«{name}» se dirigió a {value}",
        author="«{name}» es de {value}, según las propiedades del archivo",
        camera="«{name}» se tomó con {value}",
        duration="«{name}» dura {value}",
        pages="«{name}» tiene {value} páginas",
        size="«{name}» ocupa {value}",
        subject="El asunto es «{value}»",
        dated="«{name}» es del {value}",
        folder="La carpeta «{folder}» contiene {n}: {which}",
        where="«{name}» es el archivo {value}",
        one="Es «{name}» ({value})",
        newest="El más reciente de {n} es «{name}», del {value}",
        oldest="El más antiguo de {n} es «{name}», del {value}",
        longest="El más largo de {n} es «{name}», {value}",
        shortest="El más corto de {n} es «{name}», {value}",
        listed="{n} de {all}: {which}",
        by_words="{n} de {all} contienen «{words}»: {which}",
        doubtful="Quizá también: {which}",
        undated="{n} no dicen de cuándo son",
        unknown="{n} más no lo dicen",
    ),
}
