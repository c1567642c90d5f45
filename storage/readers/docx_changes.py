"""Word documents as they stand after all: what styles hide, and paragraphs that a tracked change
joined, written into the XML before it is read."""

from __future__ import annotations

from typing import Any

from storage.readers.archive import attribute, local

_OFF = frozenset({"0", "false"})
_MAX_PARENTS = 20


def settle(root: Any, hiding: frozenset[str]) -> None:
    """Join the paragraphs below `root` whose end was deleted with those that follow, and mark the
    words that a style of `hiding` keeps from being seen."""
    for paragraph in list(root.iter("{*}p")):
        properties = _child(paragraph, "pPr")
        if properties is None:
            continue
        if _child(properties, "rPr", "del") is not None:
            _join(paragraph)
        if hiding and (_style(properties, "pStyle") in hiding):
            for run in paragraph.iter("{*}r"):
                _hide(run)
    for run in root.iter("{*}r") if hiding else ():
        marks = _child(run, "rPr")
        if marks is not None and _style(marks, "rStyle") in hiding:
            _hide(run)


def hiding_styles(styles: Any | None) -> frozenset[str]:
    """The ids of the styles whose words nobody sees."""
    own: dict[str, bool] = {}
    based_on: dict[str, str] = {}
    for style in styles if styles is not None else ():
        identity = attribute(style, "styleId")
        if local(style) != "style" or not identity:
            continue
        if (mark := _child(style, "rPr", "vanish")) is not None:
            own[identity] = attribute(mark, "val") not in _OFF
        if (parent := _child(style, "basedOn")) is not None:
            based_on[identity] = attribute(parent, "val") or ""
    found = set()
    for identity in {*own, *based_on}:
        at = identity
        for _ in range(_MAX_PARENTS):
            if at in own or at not in based_on:
                break
            at = based_on[at]
        if own.get(at):
            found.add(identity)
    return frozenset(found)


def _join(paragraph: Any) -> None:
    """Put its words before those of the next paragraph, whose kind the whole takes on."""
    following = paragraph.getnext()
    if following is None or local(following) != "p":
        return
    at = 1 if _child(following, "pPr") is not None else 0
    for part in reversed([part for part in paragraph if local(part) != "pPr"]):
        following.insert(at, part)
    paragraph.getparent().remove(paragraph)


def _hide(run: Any) -> None:
    properties = _child(run, "rPr")
    namespace = run.tag.rpartition("}")[0] + "}"
    if properties is None:
        properties = run.makeelement(f"{namespace}rPr")
        run.insert(0, properties)
    if _child(properties, "vanish") is None:
        properties.append(properties.makeelement(f"{namespace}vanish"))


def _child(element: Any, *names: str) -> Any | None:
    for name in names:
        element = next((part for part in element if local(part) == name), None)
        if element is None:
            return None
    return element


def _style(properties: Any, name: str) -> str:
    found = _child(properties, name)
    return (attribute(found, "val") or "") if found is not None else ""
