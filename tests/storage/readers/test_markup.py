"""Notes and papers in Org, AsciiDoc, reStructuredText, MediaWiki and TeX."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.readers.values import TextDocument
from tests.storage.readers.documents import document as read_document


def document(folder: Path, name: str, source: str) -> TextDocument:
    return read_document(folder / name, source)


TABLE = ["Port: Emden; Depth: 8 m; Fee: 40", "Port: Brest; Depth: 12 m; Fee: 60"]
ORG = """#+TITLE: Log
* Ports :sea:
:PROPERTIES:
:ID: 77
:END:
| Port  | Depth | Fee |
|-------+-------+-----|
| Emden | 8 m   |  40 |
| Brest | 12 m  |  60 |
See [[https://ports.example][the list]].
"""
ADOC = """= Log
:toc:

== Ports

[cols="1,1,1",options="header"]
|===
|Port |Depth |Fee
|Emden
|8 m
|40
|Brest |12 m |60
|===
See https://ports.example[the list].
"""
GRID = """Log
===

Ports
-----

+-------+-------+-----+
| Port  | Depth | Fee |
+=======+=======+=====+
| Emden | 8 m   | 40  |
+-------+-------+-----+
| Brest | 12 m  | 60  |
+-------+-------+-----+

See `the list <https://ports.example>`_.
"""
SIMPLE = """Log
===

Ports
-----

=====  =====  ===
Port   Depth  Fee
=====  =====  ===
Emden  8 m    40
Brest  12 m   60
=====  =====  ===

See `the list <https://ports.example>`_.
"""
LIST = """Log
===

Ports
-----

.. list-table::
   :header-rows: 1

   * - Port
     - Depth
     - Fee
   * - Emden
     - 8 m
     - 40
   * - Brest
     - 12 m
     - 60

See `the list <https://ports.example>`_.
"""
WIKI = """= Log =
== Ports ==
{| class="wikitable"
! Port !! Depth !! Fee
|-
| Emden || 8 m || 40
|-
| Brest
| 12 m
| style="color:red" | 60
|}
See [https://ports.example the list].
"""
TEX = r"""\documentclass{article}
\title{Log} % of ports
\begin{document}
\section{Ports}\label{p}
\begin{tabular}{l|rr}
\hline
Port & Depth & Fee \\ \hline
Emden & 8 m & 40 \\
Brest & 12 m & 60 \\
\end{tabular}

See \href{https://ports.example}{the list}.
\end{document}
"""


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.org", ORG),
        ("a.adoc", ADOC),
        ("grid.rst", GRID),
        ("simple.rst", SIMPLE),
        ("list.rst", LIST),
        ("a.wiki", WIKI),
        ("a.tex", TEX),
    ],
)
def test_headings_tables_and_links_are_what_they_are_in_print(
    tmp_path: Path, name: str, source: str
) -> None:
    read_as = document(tmp_path, name, source)
    assert read_as.title == "Log"
    rows = [line for one in read_as.sections if one.cells for line in one.text.splitlines()]
    assert rows == TABLE
    last = read_as.sections[-1]
    assert last.text.strip() == "See the list."
    assert last.locator["heading_path"][-1] == "Ports"
    assert not any(mark in one.text for one in read_as.sections for mark in ("77", "toc", "hline"))


def test_tex_is_read_as_words(tmp_path: Path) -> None:
    source = r"""Stra{\ss}e M\"uller, caf\'e, 50\% of \emph{all}~--- see \cite{berg}.
\begin{itemize}\item First\footnote{Not last.} \item $x^2 + 1$\end{itemize}
"""
    text = " ".join(document(tmp_path, "a.tex", source).sections[0].text.split())
    assert text == "Straße Müller, café, 50% of all — see berg. - First [Not last.] - $x^2 + 1$"


@pytest.mark.parametrize("name", ["a.org", "a.adoc", "a.rst", "a.wiki", "a.tex"])
@pytest.mark.parametrize(
    "source",
    [
        "|",
        "|===",
        "{|",
        "====",
        "+--+",
        ".. list-table::",
        "\\begin{tabular}",
        "{" * 3000,
        "|\n" * 9,
    ],
)
def test_broken_markup_is_still_text(tmp_path: Path, name: str, source: str) -> None:
    read_as = document(tmp_path, name, f"Words before\n\n{source}\n\nand behind")
    text = "\n".join(section.text for section in read_as.sections)
    assert "Words before" in text
