"""The words by which a question asks about files themselves, in four languages."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.question.programs.wording import Language


@dataclass(frozen=True, slots=True)
class FileWording:
    """Lower-case words. `saying`: verbs of what a file says or shows; `taken`, `sent`, `written`:
    verbs of how it came to be; `holding`: verbs and nouns of where it lies; `sources`, `targets`,
    `topics`: the small words before a sender, a receiver and what a file is about."""

    taken: frozenset[str]
    took: frozenset[str]
    sent: frozenset[str]
    received: frozenset[str]
    written: frozenset[str]
    saying: frozenset[str]
    holding: frozenset[str]
    dated: frozenset[str]
    duration: frozenset[str]
    pages: frozenset[str]
    camera: frozenset[str]
    author: frozenset[str]
    folder: frozenset[str]
    size: frozenset[str]
    subject: frozenset[str]
    to_whom: tuple[str, ...]
    from_whom: tuple[str, ...]
    listing: tuple[str, ...]
    library: frozenset[str]
    sources: frozenset[str]
    targets: frozenset[str]
    topics: frozenset[str]


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(sorted((part.strip() for part in text.split(",")), key=len, reverse=True))


FILE_WORDINGS: dict[Language, FileWording] = {
    "en": FileWording(
        taken=_set("taken shot photographed made recorded snapped captured"),
        took=_set("took photographed made"),
        sent=_set("went go sent send sends wrote written write writes emailed mailed"),
        received=_set("received receive get got addressed"),
        written=_set("written wrote write dated issued signed"),
        saying=_set(
            "mention mentions mentioned mentioning say says said contain contains containing "
            "talks concern concerns concerning discuss discusses refer refers describe "
            "describes deal deals include includes including state states show shows showing cover "
            "covers"
        ),
        holding=_set("find found stored saved kept lie lies located called"),
        dated=_set("date day dated year"),
        duration=_set("duration length long last lasts"),
        pages=_set("pages page"),
        camera=_set("camera device phone"),
        author=_set("author authors wrote written created"),
        folder=_set("folder folders directory"),
        size=_set("size megabytes mb kb big large"),
        subject=_set("subject"),
        to_whom=_phrases("to whom, who received, who got, addressed to"),
        from_whom=_phrases("from whom, who sent, who wrote"),
        listing=_phrases("list, show me, give me, name, find"),
        library=_set("archive library collection"),
        sources=_set("from by"),
        targets=_set("to"),
        topics=_set("about on with of"),
    ),
    "de": FileWording(
        taken=_set("aufgenommen gemacht fotografiert entstanden geschossen"),
        took=_set("aufgenommen fotografiert gemacht"),
        sent=_set("geschickt gesendet schickte sandte geschrieben schrieb verschickt gesandt"),
        received=_set("erhalten bekommen erhielt bekam empfangen gerichtet ging"),
        written=_set("geschrieben verfasst datiert ausgestellt unterschrieben unterzeichnet"),
        saying=_set(
            "erwähnt erwähnen sagt sagen enthält enthalten handelt handeln spricht sprechen "
            "betrifft betreffen nennt nennen beschreibt beschreiben zeigt zeigen geht davon steht"
        ),
        holding=_set("finde finden liegt gespeichert abgelegt heißt"),
        dated=_set("datum tag jahr"),
        duration=_set("dauer länge lang lange dauert"),
        pages=_set("seiten seite"),
        camera=_set("kamera gerät handy"),
        author=_set("autor autorin verfasser verfasserin verfasst geschrieben erstellt schrieb"),
        folder=_set("ordner verzeichnis"),
        size=_set("größe groß megabyte"),
        subject=_set("betreff"),
        to_whom=_phrases("an wen, wer bekam, wer erhielt"),
        from_whom=_phrases("von wem, wer hat, wer schrieb, wer schickte"),
        listing=_phrases("liste, zeige, nenne, finde"),
        library=_set("archiv bibliothek sammlung"),
        sources=_set("von vom"),
        targets=_set("an"),
        topics=_set("über zu zum zur um mit von vom"),
    ),
    "fr": FileWording(
        taken=_set("prise pris faite fait photographié enregistré enregistrée"),
        took=_set("pris prise fait"),
        sent=_set("envoyé envoyée écrit écrite envoie"),
        received=_set("reçu reçue adressé adressée"),
        written=_set("écrite écrit datée daté signé signée rédigé rédigée"),
        saying=_set(
            "mentionne mentionnent parle parlent dit disent contient contiennent concerne "
            "concernent évoque évoquent décrit décrivent montre montrent indique indiquent traite"
        ),
        holding=_set("trouve enregistré rangé stocké"),
        dated=_set("date jour année"),
        duration=_set("durée dure long longueur"),
        pages=_set("pages page"),
        camera=_set("appareil caméra"),
        author=_set("auteur autrice écrit rédigé créé"),
        folder=_set("dossier répertoire"),
        size=_set("taille"),
        subject=_set("objet sujet"),
        to_whom=_phrases("à qui"),
        from_whom=_phrases("de qui, qui a"),
        listing=_phrases("liste, montre, énumère, trouve"),
        library=_set("archive archives bibliothèque collection"),
        sources=_set("de du d"),
        targets=_set("à au"),
        topics=_set("sur de du à"),
    ),
    "es": FileWording(
        taken=_set("tomada tomó hecha hizo sacada grabada grabado"),
        took=_set("tomó hizo sacó"),
        sent=_set("envió enviado enviada escribió escrito mandó"),
        received=_set("recibió recibido dirigida dirigido"),
        written=_set("escrita escrito fechada fechado firmada firmado"),
        saying=_set(
            "menciona mencionan habla hablan dice dicen contiene contienen trata tratan describe "
            "describen muestra muestran nombra nombran"
        ),
        holding=_set("encuentro encuentra guardado guardada está"),
        dated=_set("fecha día año"),
        duration=_set("duración dura"),
        pages=_set("páginas página"),
        camera=_set("cámara"),
        author=_set("autor autora escribió escrito creó"),
        folder=_set("carpeta directorio"),
        size=_set("tamaño"),
        subject=_set("asunto"),
        to_whom=_phrases("a quién"),
        from_whom=_phrases("de quién, quién"),
        listing=_phrases("lista, muestra, enumera, busca"),
        library=_set("archivo biblioteca colección"),
        sources=_set("de del"),
        targets=_set("a al"),
        topics=_set("sobre de del con"),
    ),
}
