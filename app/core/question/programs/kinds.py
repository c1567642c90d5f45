"""Kinds of files as questions name them: photos, mails, recordings, letters, invoices …

What a file is, is told by its type, by its name, folder and title, and by how its text begins; a
file that none of them decides is of no kind. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from app.core.naming import spoken_name
from app.core.question.programs.asked import Asked, Span, Token, tokens_of
from app.core.question.programs.library import Filed

HEAD_CHARS = 240  # how much of a text's beginning may say what it is
_SALUTATION = re.compile(
    r"^\s*(Dear|Sehr geehrte|Liebe[rs]?|Hallo|Cher|Chère|Chers|Madame|Monsieur|Estimad[oa]s?|"
    r"Querid[oa]s?)\b[^.\n]{0,60}[,:!]",
    re.MULTILINE,
)
_SALUTATION_WITHIN = 1_200


@dataclass(frozen=True, slots=True)
class Kind:
    """`nouns` are its names in the languages known here, singular and plural, lower-case."""

    name: str
    nouns: frozenset[str]
    is_medium: bool = False  # told by the file's type alone


def _kind(name: str, nouns: str, *, is_medium: bool = False) -> Kind:
    return Kind(name, frozenset(nouns.split()), is_medium)


KINDS = (
    _kind(
        "picture",
        """photo photos photograph photographs picture pictures image images snapshot snapshots
        foto fotos bild bilder aufnahmebild photographie photographies fotografía fotografías
        imagen imágenes bildes bildern""",
        is_medium=True,
    ),
    _kind(
        "recording",
        """recording recordings audio voicemail voicemails memo memos aufnahme aufnahmen
        sprachmemo sprachmemos sprachnachricht sprachnachrichten tonaufnahme enregistrement
        enregistrements grabación grabaciones""",
        is_medium=True,
    ),
    _kind(
        "mail",
        """mail mails email emails e-mail e-mails courriel courriels correo correos""",
        is_medium=True,
    ),
    _kind(
        "sheet",
        """spreadsheet spreadsheets workbook workbooks tabellen tabellenkalkulation tableur
        tableurs""",
        is_medium=True,
    ),
    _kind(
        "slides",
        """presentation presentations slides slideshow präsentation präsentationen folien
        présentation présentations diapositives presentación presentaciones diapositivas""",
        is_medium=True,
    ),
    _kind(
        "file",
        """file files document documents item items datei dateien dokument dokumente dokumenten
        unterlagen fichier fichiers archivo archivos fichero ficheros documento documentos""",
        is_medium=True,
    ),
    _kind("letter", "letter letters brief briefe briefen briefs lettre lettres carta cartas"),
    _kind(
        "invoice",
        """invoice invoices bill bills rechnung rechnungen facture factures factura facturas""",
    ),
    _kind("receipt", "receipt receipts quittung quittungen beleg belege reçu reçus recibo recibos"),
    _kind(
        "contract",
        """contract contracts agreement agreements lease leases vertrag verträge mietvertrag
        contrat contrats contrato contratos""",
    ),
    _kind(
        "minutes",
        """minutes protokoll protokolle protokollen compte-rendu procès-verbal acta actas""",
    ),
    _kind("report", "report reports bericht berichte rapport rapports informe informes"),
    _kind("recipe", "recipe recipes rezept rezepte recette recettes receta recetas"),
    _kind("note", "note notes notiz notizen nota notas"),
    _kind(
        "quote",
        """quote quotes quotation quotations offer offers estimate estimates angebot angebote
        kostenvoranschlag devis presupuesto presupuestos oferta ofertas""",
    ),
    _kind("manual", "manual manuals handbook handbooks anleitung anleitungen handbuch manuel"),
    _kind("poster", "poster posters flyer flyers plakat plakate affiche affiches cartel carteles"),
    _kind("certificate", "certificate certificates zeugnis zeugnisse certificat certificado"),
)
_NOUNS = {noun: kind for kind in KINDS for noun in kind.nouns}


def kind_in(asked: Asked) -> tuple[Kind, Span] | None:
    """The kind of file that a question names first, and where ("voice memos" as one)."""
    for at, token in enumerate(asked.tokens):
        kind = _NOUNS.get(token.folded)
        if kind is None and token.folded == "mail" and at:
            kind = _NOUNS["mail"]
        if kind is None:
            continue
        start = at
        before = asked.tokens[at - 1].folded if at else ""
        if (kind.name, before) in {("recording", "voice"), ("recording", "audio"), ("mail", "e")}:
            start = at - 1
        return kind, Span(start, at + 1)
    return None


def is_of(filed: Filed, kind: Kind, head: Callable[[], str]) -> bool:
    """Whether a file is of the kind; `head` gives the beginning of its text where that counts."""
    media_type, item = filed.item.media_type, filed.item
    by_type = {
        "picture": item.kind == "image",
        "recording": item.kind == "audio",
        "mail": media_type == "message/rfc822",
        "sheet": "spreadsheet" in media_type
        or "excel" in media_type
        or media_type in {"text/csv", "text/tab-separated-values"},
        "slides": "presentation" in media_type or "powerpoint" in media_type,
        "file": True,
    }
    if kind.is_medium:
        return by_type[kind.name]
    if any(token.folded in kind.nouns for token in name_tokens(filed)):
        return True
    if media_type == "message/rfc822":
        return False
    beginning = head()
    if kind.name == "letter" and _SALUTATION.search(beginning[:_SALUTATION_WITHIN]):
        return True
    return any(token.folded in kind.nouns for token in tokens_of(beginning[:HEAD_CHARS]))


def name_tokens(filed: Filed) -> tuple[Token, ...]:
    """The words of a file's name, title and folder."""
    path = PurePath(filed.item.path)
    return tokens_of(
        f"{spoken_name(path.name)} {filed.item.title or ''} {spoken_name(path.parent.name)}"
    )
