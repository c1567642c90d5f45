"""The sets that are measured: each one or more folders of files with questions, searches or known
words. What lies in the tree is used as it is; corpora of other licences are found in a folder that
the environment names, and what has to be made of them goes to a folder of work."""

from __future__ import annotations

import csv
import dataclasses
import hashlib
import json
import os
import re
import shutil
import subprocess
import wave
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.evaluation.passages.questions import read_questions as read_paragraph_questions
from tests.evaluation.questions import GoldSource, Question, from_entry, read_questions, split_of

HERE = Path(__file__).resolve().parent
ARCHIVE = HERE / "archive"
HOUSEHOLD = HERE / "household"
OPEN = ("desk", "office", "papers")  # folders of their own, whose questions are all open
SAMPLES = HERE.parents[1] / "resources" / "samples"
CORPUS_VARIABLE = "TRIPTYCH_EVAL_CORPUS"
_N_NEAR_MISSES = 40  # of the paragraphs' questions, in the set `answers`


class SetMissing(Exception):
    """The corpus of a set is not at hand; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Search:
    """Each entry of `relevant` is one document; where it has several names, one is enough. `at` is
    the second at which something is said."""

    id: str
    query: str
    relevant: tuple[tuple[str, ...], ...]
    kind: str = "search"
    at: float | None = None


@dataclass(frozen=True, slots=True)
class Library:
    """What is added, asked, searched and heard. `name` is unique in a run; `files` may be fewer
    than the folder holds."""

    set_name: str
    name: str
    folder: Path
    files: tuple[str, ...] = ()  # relative; empty: the whole folder
    questions: tuple[Question, ...] = ()
    searches: tuple[Search, ...] = ()
    spoken: Mapping[str, str] = field(default_factory=dict)  # known words by file
    hides_held: bool = False

    def paths(self) -> list[Path]:
        return [self.folder / name for name in self.files] if self.files else [self.folder]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a set is wanted. `n_files` cuts the files down to those that are relevant and the
    first others."""

    split: str = "all"
    limit: int | None = None
    n_files: int | None = None

    def of(self, entries: Sequence[Any]) -> tuple[Any, ...]:
        """Those of the split, and of them `limit` at even distances."""
        kept = [e for e in entries if self.split in ("all", split_of(e.id))]
        n = len(kept) if self.limit is None else min(self.limit, len(kept))
        return tuple(kept[place * len(kept) // n] for place in range(n))


def libraries(name: str, wanted: Wanted, work: Path) -> list[Library]:
    """`name` may be a folder of one's own. Raises SetMissing where a corpus is not at hand."""
    if name not in _MAKERS and is_own(name):
        return [_from_folder(Path(name).resolve().name, Path(name).resolve(), wanted)]
    return _MAKERS[name](wanted, work)


def is_own(name: str) -> bool:
    """Whether a set is a folder that holds `library` and questions in the archive's form."""
    return (Path(name) / "library").is_dir() and (Path(name) / "questions.jsonl").is_file()


def searches_of(questions: Iterable[Question]) -> tuple[Search, ...]:
    """A search for each question that stands for itself and has known sources."""
    return tuple(
        Search(q.id, q.question, tuple(source.files for source in q.sources), q.kind)
        for q in questions
        if q.sources and not q.before and not q.abstain
    )


# --- in the tree ----------------------------------------------------------------------------------


def _archive(wanted: Wanted, work: Path) -> list[Library]:
    return [_from_folder("archive", ARCHIVE, wanted)]


def _household(wanted: Wanted, work: Path) -> list[Library]:
    return [_from_folder("household", HOUSEHOLD, wanted, hides_held=True)]


def _open(name: str) -> Callable[[Wanted, Path], list[Library]]:
    return lambda wanted, work: [_from_folder(name, HERE / name, wanted)]


def _from_folder(name: str, folder: Path, wanted: Wanted, *, hides_held: bool = False) -> Library:
    """A folder of files with questions; with `hides_held` only totals are told of held ones."""
    questions = wanted.of(read_questions(folder / "questions.jsonl"))
    return Library(
        name,
        name,
        folder / "library",
        questions=questions,
        searches=searches_of(questions),
        hides_held=hides_held,
    )


def _samples(wanted: Wanted, work: Path) -> list[Library]:
    entries = json.loads((SAMPLES / "questions.json").read_text("utf-8"))
    questions = [
        Question(
            id=entry["id"],
            kind="several",
            question=entry["question"],
            answer="; ".join(fact["any_of"][0] for fact in entry["facts"]),
            must=tuple(
                re.compile("|".join(re.escape(words) for words in fact["any_of"]), re.IGNORECASE)
                for fact in entry["facts"]
            ),
            sources=tuple(GoldSource((fact["file"],)) for fact in entry["facts"]),
        )
        for entry in entries["questions"]
    ]
    questions += [
        Question(id=f"sample-absent-{n}", kind="absent", question=text, abstain=True)
        for n, text in enumerate(entries["unanswerable"], start=1)
    ]
    chosen = wanted.of(questions)
    return [
        Library(
            "samples",
            "samples",
            SAMPLES / "library",
            questions=chosen,
            searches=searches_of(chosen),
        )
    ]


def _shapes(wanted: Wanted, work: Path) -> list[Library]:
    """Small libraries of shapes that the product was not written beside; see `shapes.jsonl`."""
    made = list(_written("shapes", wanted, work))
    return [*made, *_of_one_kind(wanted), _without_answers(wanted)]


def _differing(wanted: Wanted, work: Path) -> list[Library]:
    """Sources that differ, sources that only look so, and days to be worked out."""
    return list(_written("differing", wanted, work))


def _written(set_name: str, wanted: Wanted, work: Path) -> Iterator[Library]:
    """The libraries whose files stand with their questions in the set's own file."""
    for line in (HERE / f"{set_name}.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        name = f"{set_name}-{entry['library']}"
        folder = _fresh(work / "files" / name)
        for file, text in entry["files"].items():
            (folder / file).write_text(text, "utf-8")
        questions = wanted.of([from_entry(question) for question in entry["questions"]])
        yield Library(
            set_name, name, folder, questions=questions, hides_held=set_name == "differing"
        )


def _of_one_kind(wanted: Wanted) -> list[Library]:
    """The archive's pictures alone, and its recordings alone."""
    return [
        Library(
            "shapes",
            f"shapes-only-{folder}",
            ARCHIVE / "library" / folder,
            questions=wanted.of(
                [
                    dataclasses.replace(
                        question,
                        id=f"only-{question.id}",
                        kind=f"only {folder}",
                        sources=tuple(
                            GoldSource(tuple(Path(f).name for f in source.files), source.quote)
                            for source in question.sources
                        ),
                    )
                    for question in _developed()
                    if question.kind == kind
                ]
            ),
        )
        for folder, kind in (("pictures", "picture"), ("recordings", "recording"))
    ]


def _without_answers(wanted: Wanted) -> Library:
    """The archive without the files that answer some questions: declining is right."""
    folder = ARCHIVE / "library"
    asked = [q for q in _developed() if q.kind in ("fact", "table") and len(q.sources) == 1][::2]
    gone = {file for question in asked for file in question.gold_files}
    files = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.*"))]
    return Library(
        "shapes",
        "shapes-removed",
        folder,
        files=tuple(file for file in files if file not in gone),
        questions=wanted.of(
            [
                Question(
                    id=f"removed-{q.id}",
                    kind="answer removed",
                    question=q.question,
                    language=q.language,
                    answer="Nothing is said about it.",
                    must_not=q.must,
                    abstain=True,
                )
                for q in asked
            ]
        ),
    )


def _developed() -> list[Question]:
    """The half of the archive's questions that may be looked at."""
    return [q for q in read_questions(ARCHIVE / "questions.jsonl") if q.split == "dev"]


def _tables(wanted: Wanted, work: Path) -> list[Library]:
    """Nine tables of daily life in one library, as text, sheets and documents."""
    folder = _fresh(work / "files" / "tables")
    for path in sorted((HERE / "tables" / "library").iterdir()):
        kind = Path(path.stem).suffix
        if kind in _TABLE_WRITERS:
            with path.open(encoding="utf-8", newline="") as lines:
                _TABLE_WRITERS[kind](list(csv.reader(lines)), folder / path.stem)
        else:
            shutil.copyfile(path, folder / path.name)
    questions = wanted.of(read_questions(HERE / "tables" / "questions.jsonl"))
    return [Library("tables", "tables", folder, questions=questions, hides_held=True)]


def _write_sheet(rows: Sequence[Sequence[str]], path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = path.stem
    for row in rows:
        sheet.append([float(cell) if re.fullmatch(r"\d+(\.\d+)?", cell) else cell for cell in row])
    book.save(path)


def _write_document(rows: Sequence[Sequence[str]], path: Path) -> None:
    from docx import Document

    document = Document()
    document.add_heading(path.stem.replace("-", " ").capitalize(), 1)
    table = document.add_table(len(rows), len(rows[0]))
    for line, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, row, strict=True):
            cell.text = text
    document.save(str(path))


_TABLE_WRITERS = {".xlsx": _write_sheet, ".docx": _write_document}


# --- corpora --------------------------------------------------------------------------------------


def corpus() -> Path:
    """The folder that holds faq/, mini/, photos.jsonl and speech_long.jsonl."""
    named = os.environ.get(CORPUS_VARIABLE, "")
    folder = Path(named).expanduser()
    if named and folder.is_file():  # one set's passages, as the benchmark of passages wants them
        folder = folder.parent.parent
    if not named or not folder.is_dir():
        raise SetMissing(
            f"This set's corpus is not in the tree. Build it outside of the checkout and name its "
            f"folder in {CORPUS_VARIABLE}; docs/quality.md tells its layout."
        )
    return folder


def _lines(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise SetMissing(f"{path} is not there; the corpus is not whole.")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _passages(name: str) -> Callable[[Wanted, Path], list[Library]]:
    """faq or mini: a text file for each passage; queries with their relevant passages."""

    def make(wanted: Wanted, work: Path) -> list[Library]:
        root = corpus() / name
        # Named by numbers: an id such as faq0012 would tell which files are answers.
        passages = _numbered(_lines(root / "corpus.jsonl"))
        number_of = {row["id"]: number for number, row in passages.items()}
        relevant: dict[str, list[str]] = {}
        for line in (root / "qrels.tsv").read_text("utf-8").splitlines():
            query_id, document, _ = line.split("\t")
            relevant.setdefault(query_id, []).append(number_of[document])
        searches = wanted.of(
            [
                Search(
                    row["qid"],
                    row["query"],
                    tuple((f"{document}.txt",) for document in relevant[row["qid"]]),
                    row.get("type", name),
                )
                for row in _lines(root / "queries.jsonl")
            ]
        )
        kept = _few(list(passages), _named(searches), wanted.n_files)
        folder = _fresh(work / "files" / name)
        for document in kept:
            row = passages[document]
            text = f"{row['title']}\n\n{row['text']}" if row["title"] else row["text"]
            (folder / f"{document}.txt").write_text(text, "utf-8")
        return [Library(name, name, folder, searches=searches)]

    return make


def _numbered(rows: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The rows by numbers that say nothing of their order."""
    drawn = sorted(rows, key=lambda row: hashlib.sha256(row["id"].encode()).digest())
    return {f"{number:05}": row for number, row in enumerate(drawn)}


def _near_misses(wanted: Wanted, work: Path) -> list[Library]:
    """Questions over paragraphs: near misses that none answers, and as many with a short answer."""
    n_each = min(wanted.limit or _N_NEAR_MISSES, _N_NEAR_MISSES) // 2
    some = dataclasses.replace(wanted, limit=n_each)
    asked = [
        Question(id=row["qid"], kind="paragraph, near miss", question=row["query"], abstain=True)
        for row in _lines(corpus() / "mini" / "queries.jsonl")
        if row.get("type") == "question" and not row["answerable"]
    ]
    rows = _lines(corpus() / "mini" / "corpus.jsonl")
    number_of = {row["id"]: number for number, row in _numbered(rows).items()}
    known = [
        Question(
            id=f"paragraph-{entry.id}",
            kind="paragraph",
            question=entry.question,
            answer=entry.answer,
            must=(_spelt(entry.answer),),
            sources=(GoldSource((f"{number_of[entry.passage]}.txt",)),),
            short_answer=entry.answer,
        )
        for entry in read_paragraph_questions()
    ]
    _passages("mini")(Wanted(limit=1), work)
    questions = (*some.of(known), *some.of(asked))
    return [Library("near misses", "near-misses", work / "files" / "mini", questions=questions)]


def _spelt(answer: str) -> re.Pattern[str]:
    """The words of an answer in a row, whatever stands between them."""
    words = r"\W+".join(map(re.escape, re.findall(r"\w+", answer)))
    return re.compile(rf"\b{words}\b", re.IGNORECASE)


def _photos(wanted: Wanted, work: Path) -> list[Library]:
    """Pictures on transparency, found by their captions in seven languages."""
    root = corpus()
    cache = Path(os.environ.get("TRIPTYCH_EVAL_CACHE", root / "cache"))
    rows = {row["id"]: row for row in _lines(root / "photos.jsonl")}
    names = {
        key: f"{number:04d}{Path(row['path']).suffix}"
        for number, (key, row) in enumerate(rows.items())
    }
    searches = wanted.of(
        [
            Search(
                row["qid"],
                row["query"],
                (tuple(names[key] for key in row["relevant"]),),  # one of them is enough
                f"{row['type']} {row['lang']}",
            )
            for row in _lines(root / "photo_queries.jsonl")
        ]
    )
    by_name = {name: key for key, name in names.items()}
    kept = _few(list(by_name), {n for s in searches for n in s.relevant[0]}, wanted.n_files)
    folder = _fresh(work / "files" / "photos")
    for name in kept:
        shutil.copyfile(cache / rows[by_name[name]]["path"], folder / name)
    return [Library("photos", "photos", folder, searches=searches)]


def _speech_long(wanted: Wanted, work: Path) -> list[Library]:
    """Recordings of about two minutes joined from prompts: words known, seconds known."""
    root = corpus()
    cache = Path(os.environ.get("TRIPTYCH_EVAL_CACHE", root / "cache"))
    clips = {row["id"]: row for row in _lines(root / "speech.jsonl")}
    recordings = _lines(root / "speech_long.jsonl")[: wanted.n_files]
    folder = _fresh(work / "files" / "speech_long")
    spoken, searches = {}, []
    for recording in recordings:
        name = f"{recording['id']}.wav"
        said = [clips[segment["id"]] for segment in recording["segments"]]
        _join([cache / clip["path"] for clip in said], folder / name)
        spoken[name] = " ".join(clip["transcript"] for clip in said)
        searches += [
            Search(
                f"{recording['id']}-{segment['id']}",
                clip["transcript"],
                ((name,),),
                "spoken",
                segment["start"],
            )
            for segment, clip in zip(recording["segments"], said, strict=True)
            if len(clip["transcript"].split()) >= 4
        ]
    return [
        Library("speech_long", "speech_long", folder, searches=wanted.of(searches), spoken=spoken)
    ]


def _join(clips: Sequence[Path], target: Path) -> None:
    """G.722 clips into one WAV at 16 kHz, with 0.6 s of silence behind each."""
    parts = []
    for clip in clips:
        decoded = subprocess.run(
            [
                *("ffmpeg", "-v", "error", "-f", "g722", "-i", str(clip)),
                *("-f", "s16le", "-ar", "16000", "-ac", "1", "-"),
            ],
            capture_output=True,
            check=True,
        )
        parts += [decoded.stdout, bytes(2 * 9600)]
    with wave.open(str(target), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(b"".join(parts))


def _answers(wanted: Wanted, work: Path) -> list[Library]:
    made = [*_samples(wanted, work), *_archive(wanted, work)]
    try:
        return [*made, *_near_misses(wanted, work)]
    except SetMissing:
        return made


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _named(searches: Iterable[Search]) -> set[str]:
    return {Path(name).stem for search in searches for names in search.relevant for name in names}


def _few(names: Sequence[str], needed: set[str], n: int | None) -> Iterator[str]:
    """In their order: all that are needed and the first others, `n` in all."""
    left = len(names) if n is None else max(0, n - len(needed))
    for name in names:
        if name in needed:
            yield name
        elif left > 0:
            left -= 1
            yield name


_MAKERS: dict[str, Callable[[Wanted, Path], list[Library]]] = {
    "samples": _samples,
    "archive": _archive,
    "household": _household,
    **{name: _open(name) for name in OPEN},
    "answers": _answers,
    "shapes": _shapes,
    "tables": _tables,
    "differing": _differing,
    "faq": _passages("faq"),
    "mini": _passages("mini"),
    "near_misses": _near_misses,
    "photos": _photos,
    "speech_long": _speech_long,
}
SETS = (*_MAKERS, "cases")
