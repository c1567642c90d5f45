"""What a person sees in the terminal: progress, tables, answers. Everything goes to stderr or is
printed plainly; text from the library is never taken as markup."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from app.core import events
from app.core.naming import one_line, place, with_numbers

_KIND_NAMES = {"text": "text", "image": "picture", "audio": "recording"}


def say(text: str) -> None:
    """A message for the person, on standard error."""
    print(text, file=sys.stderr, flush=True)


def follow_add(stream: Iterable[Any]) -> events.AddFinished:
    """Drive an `add`, showing progress on a terminal and acknowledgements elsewhere."""
    if sys.stderr.isatty():
        return _follow_on_terminal(stream)
    finished: events.AddFinished | None = None
    for event in stream:
        if isinstance(event, events.FileIndexed) and event.outcome != "unchanged":
            say(f"indexed {one_line(event.path)}")
        elif isinstance(event, events.FileFailed):
            say(f"failed {one_line(event.path)}: {one_line(event.reason)}")
        elif isinstance(event, events.AddFinished):
            finished = event
    assert finished is not None
    return finished


def _follow_on_terminal(stream: Iterable[Any]) -> events.AddFinished:
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[eta]}"),
        TextColumn("{task.description}"),
    )
    finished: events.AddFinished | None = None
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("looking at the folders …", total=None, eta="")
        for event in stream:
            match event:
                case events.Scanned(n_files):
                    progress.update(task, total=n_files)
                case events.AddProgress(done, total, eta_s):
                    eta = f"about {_duration(eta_s)} left" if eta_s else ""
                    progress.update(task, completed=done, total=total, eta=eta)
                case events.FileStarted(path, stage, done, total):
                    part = f" ({done + 1} of {total})" if total else ""
                    name = one_line(path.rsplit("/", 1)[-1])[:48]
                    progress.update(task, description=escape(f"{_STAGES[stage]} {name}{part}"))
                case events.FileFailed(path, reason):
                    console.print(
                        f"[red]failed[/] {escape(one_line(path))}: {escape(one_line(reason))}"
                    )
                case events.AddFinished():
                    finished = event
    assert finished is not None
    return finished


_STAGES = {
    "scan": "looking at",
    "read": "reading",
    "encode": "encoding",
    "ocr": "reading the text in",
    "speech": "listening to",
}


def summary(result: events.AddFinished) -> str:
    parts = [
        f"{result.added} added",
        f"{result.updated} updated",
        f"{result.unchanged} unchanged",
        f"{result.moved} moved",
        f"{result.missing} missing",
        f"{len(result.skipped)} skipped",
        f"{len(result.failed)} failed",
    ]
    text = f"{', '.join(parts)}; {result.chunks} passages in {_duration(result.elapsed_s)}."
    return f"Stopped. {text} Run the same command to go on." if result.cancelled else text


def skip_reasons(result: events.AddFinished) -> Iterator[str]:
    """A line for each reason, the commonest first; there may be thousands of files."""
    counted = Counter(skipped.reason for skipped in result.skipped)
    for reason, n in counted.most_common():
        yield f"  skipped {n}: {reason}"


def show_hits(hits: Iterable[events.Hit]) -> Iterator[str]:
    for hit in hits:
        where = place(hit.locator)
        yield f"{hit.rank:>3}. {_KIND_NAMES[hit.kind]:<9} {one_line(hit.path)}" + (
            f"  ({where})" if where else ""
        )
        yield f"     {one_line(hit.snippet)}"


class AnswerPrinter:
    """Prints an answer sentence by sentence as it is checked, then its sources; where there is
    none, the passages that it was looked for in."""

    def __init__(self) -> None:
        self._streamed = ""
        self._shown = 0
        self._chosen: tuple[events.Hit, ...] = ()

    def take(self, event: Any) -> None:
        """Any event of an answer's stream."""
        if isinstance(event, events.SourcesChosen):
            self._chosen = event.hits
        elif isinstance(event, events.TextDelta):
            self._streamed += event.text
        elif isinstance(event, events.SentenceChecked):
            piece = self._streamed[self._shown : event.end]
            marks = [(at - self._shown, number) for at, number in event.marks]
            print(with_numbers(piece, marks), end="", flush=True)
            self._shown = event.end
        elif isinstance(event, events.Answer):
            print()
            if event.abstained and not event.citations and self._chosen:
                print("\nThe nearest passages:")
                for line in show_hits(self._chosen):
                    print(line)
            for line in show_sources(event):
                print(line)


def show_sources(answer: events.Answer) -> Iterator[str]:
    """What stands below an answer: its sources with their quotes, and what is to be said of it."""
    if answer.citations:
        yield ""
    for citation in answer.citations:
        where = place(citation.locator)
        mark = "" if citation.supported else "  (not borne out by the test)"
        yield f"[{citation.marker}] {_KIND_NAMES[citation.kind]}: {one_line(citation.path)}" + (
            f", {where}{mark}" if where else mark
        )
        yield f"    “{' '.join(citation.quote.split())}”"
    for number, text in enumerate(answer.alternatives, start=2):
        yield f"\nAnswer {number}, unchecked: {text}"
    for note in [*answer.notes, *filter(None, [answer.coverage_text])]:
        yield f"({note})"


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    if seconds < 3600:
        return f"{seconds // 60:.0f} min {seconds % 60:.0f} s"
    return f"{seconds // 3600:.0f} h {seconds % 3600 // 60:.0f} min"
