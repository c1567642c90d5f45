"""Answers written out for elsewhere: plain text, Markdown, HTML, each with its sources.

Values in, text out; no Qt. In Markdown and HTML every word of an answer or a source is escaped:
a document's words never become a link, a picture or a tag of the file that is made."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from app.core.events import Answer, Citation
from app.gui import places
from app.gui.language import quoted, tr
from app.gui.markdown import Block, parse, plain

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|!~])")
_PAGE = """<!doctype html>
<html><head><meta charset="utf-8"><title>{title}</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>body {{ max-width: 44em; margin: 3em auto; padding: 0 1em; font: 17px/1.5 sans-serif; }}
h2 {{ font-size: 1.1em; margin-top: 2em; }} ol {{ font-size: .9em; color: #555; }}
blockquote {{ margin: .2em 0 .8em; }} sup {{ color: #0b6a66; }}</style></head>
<body><h1>{title}</h1>
{body}</body></html>
"""


def as_text(answer: Answer, *, with_sources: bool) -> str:
    """Question, answer and numbered sources; or the answer's words alone, without numbers."""
    if not with_sources:
        return re.sub(r"\s*\[\d{1,3}\]", "", plain(answer.answer))
    lines = [answer.question, "", plain(answer.answer)]
    if answer.citations:
        lines += ["", tr("Sources")]
    for citation in answer.citations:
        lines.append(f"[{citation.marker}] {citation.path}{_place(citation)}{_doubt(citation)}")
        if quote := _quote(citation):
            lines.append(f"    {quoted(quote)}")
    return "\n".join(lines)


def as_markdown(title: str, answers: Iterable[Answer]) -> str:
    lines = [f"# {_md(title)}", ""]
    for answer in answers:
        lines += [f"## {_md(answer.question)}", ""]
        for block in parse(answer.answer):
            lines += [_md_block(block), ""]
        for citation in answer.citations:
            where = f"{_md(citation.path)}{_md(_place(citation))}{_doubt(citation)}"
            lines.append(f"{citation.marker}. {where}")
            if quote := _quote(citation):
                lines += [f"   > {_md(quote)}", ""]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def as_html(title: str, answers: Iterable[Answer]) -> str:
    body: list[str] = []
    for answer in answers:
        body.append(f"<h2>{html.escape(answer.question)}</h2>")
        body += [_html_block(block) for block in parse(answer.answer)]
        if answer.citations:
            body.append("<ol>")
        for citation in answer.citations:
            where = html.escape(f"{citation.path}{_place(citation)}{_doubt(citation)}")
            quote = f"<blockquote>{html.escape(_quote(citation))}</blockquote>"
            body.append(f'<li value="{citation.marker}">{where}{quote}</li>')
        if answer.citations:
            body.append("</ol>")
    return _PAGE.format(title=html.escape(title), body="\n".join(body))


def _place(citation: Citation) -> str:
    where = places.place(citation.locator)
    return f", {where}" if where else ""


def _doubt(citation: Citation) -> str:
    return "" if citation.supported else " " + tr("(not borne out by its text)")


def _quote(citation: Citation) -> str:
    return " ".join(citation.quote.split())


def _md(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _md_block(block: Block) -> str:
    if block.kind == "code":
        return "\n".join(f"    {line}" for line in block.spans[0].text.split("\n"))
    words = "".join(
        f"[{span.marker}]" if span.marker is not None else _md_span(span.text)
        for span in block.spans
    )
    lead = {"heading": "### ", "bullet": "- ", "number": f"{block.label}. "}.get(block.kind, "")
    return "  " * block.level + lead + words


def _md_span(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _html_block(block: Block) -> str:
    words = "".join(
        f"<sup>[{span.marker}]</sup>"
        if span.marker is not None
        else f"<b>{html.escape(span.text)}</b>"
        if span.bold
        else html.escape(span.text)
        for span in block.spans
    )
    if block.kind == "code":
        return f"<pre>{words}</pre>"
    lead = {"bullet": "• ", "number": f"{html.escape(block.label)}. "}.get(block.kind, "")
    tag = "h3" if block.kind == "heading" else "p"
    return f"<{tag}>{lead}{words}</{tag}>"
