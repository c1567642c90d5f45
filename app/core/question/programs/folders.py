"""What lies in a folder, where a question asks for just that."""

from __future__ import annotations

import re
from pathlib import PurePath

from app.core.question.programs.asked import Asked, alike, tokens_of
from app.core.question.programs.file_telling import FILES
from app.core.question.programs.file_wording import FILE_WORDINGS
from app.core.question.programs.filed_facts import grounds_of, name_of
from app.core.question.programs.library import Filed, LibraryView
from app.core.question.values import Statement

_MOST_NAMED = 30
_OVERVIEW = re.compile(r"\b(?:about|über|worum|wovon|de quoi|de qué|sobre)\b", re.IGNORECASE)


def list_folder(asked: Asked, library: LibraryView) -> tuple[Statement, ...] | None:
    """The files of the one folder that is named, by their names. None where a word of the question
    asks for more, as "about" does."""
    wording = next(FILE_WORDINGS[known] for known in FILE_WORDINGS if known == asked.language)
    asking = wording.folder | wording.saying | wording.holding
    if not any(token.folded in wording.folder for token in asked.tokens):
        return None
    if _OVERVIEW.search(asked.text):
        return None
    if any(token.folded in asked.wording.negations for token in asked.tokens):
        return None
    explained = {at for at, token in enumerate(asked.tokens) if token.folded in asking}
    words = [asked.tokens[at] for at in asked.left_over(explained)]
    folders: dict[PurePath, list[Filed]] = {}
    for filed in library.files():
        folders.setdefault(PurePath(filed.item.path).parent, []).append(filed)
    named = [
        folder
        for folder in folders
        if (called := tokens_of(folder.name))
        and words
        and all(any(alike(word, token) for token in called) for word in words)
        and all(any(alike(word, token) for word in words) for token in called)
    ]
    if len(named) != 1:
        return None
    files = sorted(folders[named[0]], key=lambda filed: PurePath(filed.item.path).name.lower())
    grounds = [grounds_of(filed, library, name_of(filed)) for filed in files[:_MOST_NAMED]]
    which = ", ".join(PurePath(filed.item.path).name for filed in files[:_MOST_NAMED])
    which += " …" if len(files) > _MOST_NAMED else ""
    form = next(FILES[known] for known in FILES if known == asked.language).folder
    text = form.format(folder=named[0].name, n=len(files), which=which)
    return (Statement(f"{text}.", tuple(each for each in grounds if each is not None)),)
