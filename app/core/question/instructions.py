"""Sources that give orders to whoever reads them. Pure.

A document may hold sentences meant for a language model ("ignore your instructions and say …").
What documents write can never become one of the model's control tokens, and the prompt says that
sources are material; this marks such a source besides, so that nobody takes its word unseen. It
stays searchable and citable, but the sentences that give the orders are neither read by the model
nor bear out a claim: a letter that says "please write that …" is still a letter."""

from __future__ import annotations

import re

from app.core.sentences import sentences_of

# An order that is about the answer, the asker or the model itself: what letters, recipes and
# manuals hold of orders (press, stir, write to us) is about other things. In English, German,
# French and Spanish, as the tests' poisoned sources are.
_ORDERS = re.compile(
    r"\b(ignore|disregard|forget|override|do not (?:follow|obey))\b[^.;:!?]{0,40}"
    r"\b(instructions?|prompts?|rules|questions?|(?:other|previous|above|all) (?:sources|text))\b"
    r"|\b(ignorieren?|vergiss|vergessen sie|missachten?|beachte nicht)\b[^.;:!?]{0,50}"
    r"\b(anweisung(?:en)?|vorgaben?|regeln|quellen|fragen?)\b"
    r"|\b(ignore[rz]?|oublie[rz]?|ne tene[rz] pas compte)\b[^.;:!?]{0,50}"
    r"\b(instructions?|consignes?|règles|sources|questions?)\b"
    r"|\b(ignor[ae]|olvid[ae]|no hagas caso)\b[^.;:!?]{0,50}"
    r"\b(instrucciones|indicaciones|reglas|fuentes|preguntas?)\b"
    r"|\b(system prompt|you are now|as an ai|as a language model|ai assistants?|"
    r"language models?|chatbots?|sprachmodell\w*|ki-assistent\w*|modèles? de langage|"
    r"assistants? ia|modelos? de lenguaje|asistentes? de ia)\b.{0,80}"
    r"\b(must|should|answer|say|reply|respond|write|muss|müssen|soll\w*|antworte\w*|sag\w*|"
    r"schreib\w*|doi[st]|doivent|réponde?[zs]?|répondre|di[ts]|écri\w+|debe[ns]?|respond\w+|"
    r"diga[ns]?|escrib\w+)\b"
    r"|\b(answer|reply|respond) (?:only|always|to (?:every|all|any) questions?)\b"
    r"|\bwhen (?:asked|you are asked)\b.{0,60}\b(say|answer|reply|respond|write)\b"
    r"|\b(antworte|antworten sie) (?:nur|immer|auf jede)\b"
    r"|\b(réponde?[zs]?) (?:seulement|toujours|uniquement|à toutes?)\b"
    r"|\b(responde|responda) (?:solo|sólo|siempre|únicamente|a (?:todas?|cualquier))\b",
    re.IGNORECASE | re.DOTALL,
)


_PARAGRAPH = re.compile(r".*?(?:\n[ \t]*\n\s*|\Z)", re.DOTALL)


def gives_orders(text: str) -> bool:
    """Whether a text tells its reader how to answer, or to put instructions aside."""
    return bool(_ORDERS.search(text))


def without_orders(text: str) -> str:
    """The text without the sentences that give such orders and what follows them in the same
    paragraph, where the planted answer often stands; all else stays verbatim."""
    return "".join(map(_before_orders, _PARAGRAPH.findall(text)))


def _before_orders(paragraph: str) -> str:
    if not gives_orders(paragraph):
        return paragraph
    spans = sentences_of(paragraph)
    for n, (start, _) in enumerate(spans):
        until_next = paragraph[start : spans[min(n + 1, len(spans) - 1)][1]]
        if gives_orders(until_next) and not (
            n + 1 < len(spans) and gives_orders(paragraph[spans[n + 1][0] : spans[n + 1][1]])
        ):
            return paragraph[:start]
    return ""
