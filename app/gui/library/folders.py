"""Folders within folders, from the paths of what lies in them. Paths are text, of whichever system
wrote them: nothing here looks at a disk."""

from __future__ import annotations

from dataclasses import dataclass, field


def folder_of(path: str) -> str:
    """The folder of the file that an item is, or lies in."""
    return split(path.partition("!/")[0])[0]


def split(path: str) -> tuple[str, str]:
    """(folder, name), whichever system wrote the path; `pathlib` takes ten times as long."""
    mark = "\\" if "\\" in path else "/"
    folder, _, name = path.rpartition(mark)
    return folder or mark, name


@dataclass(slots=True)
class Folder:
    """`label` are the parts of the path below the folder above; `n_all` counts what is below."""

    path: str
    label: str
    children: list[Folder] = field(default_factory=list)
    n_own: int = 0
    n_all: int = 0


def tree(groups: dict[str, list[int]]) -> list[Folder]:
    """The topmost folders. One that holds nothing but one other folder is not shown by itself."""
    top = Folder("", "")
    known: dict[str, Folder] = {}
    for path in sorted(groups, key=str.casefold):
        above = top
        for prefix, name in _steps(path):
            here = known.get(prefix)
            if here is None:
                here = known[prefix] = Folder(prefix, name)
                above.children.append(here)
            above = here
        above.n_own = len(groups[path])
    _count(top)
    return [_joined(folder, is_top=True) for folder in top.children]


def _steps(path: str) -> list[tuple[str, str]]:
    """(path so far, its last part) from the outermost folder on."""
    mark = "\\" if "\\" in path else "/"
    steps, at = [], 0
    while at < len(path):
        end = path.find(mark, at)
        end = len(path) if end < 0 else end
        if name := path[at:end]:
            steps.append((path[:end], name))
        elif not at:
            steps.append((mark, mark))
        at = end + 1
    return steps


def _count(folder: Folder) -> int:
    folder.n_all = folder.n_own + sum(_count(child) for child in folder.children)
    return folder.n_all


def _joined(folder: Folder, *, is_top: bool = False) -> Folder:
    while not folder.n_own and len(folder.children) == 1:
        child = folder.children[0]
        child.label = child.label if is_top else f"{folder.label}/{child.label}"
        folder = child
    folder.children = [_joined(child) for child in folder.children]
    return folder
