"""`triptych bench decode`: this engine, llama.cpp and transformers on the same weights and prompt.

Every engine runs in a process of its own, so that memory is its own, and they take turns, one
round each, so that what else the machine does falls on all of them. A prompt of five passages,
about 1,000 tokens, 64 new tokens:

- cold: nothing kept from before;
- warm: the same passages in another order, with another question; llama.cpp keeps what it can
  (its prompt cache), this engine its passages (`reuse` "fast");
- free text: an open request, ends suppressed; quoting: a request to repeat a passage.

llama.cpp's figures are the best of its formats: Q8_0 and Q4_0, written from our own weights, and
the GGUF file named in TRIPTYCH_BENCH_GGUF (the original Q4_K_M) where it is given."""

from __future__ import annotations

import contextlib
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.benchmarks.same_weights import float_tensors, write_gguf

MODEL = "qwen2.5-coder-0.5b-instruct"
N_NEW = 64
N_SEQUENCES = 4  # in `several_tps`, what they get together
RATES = ("decode_free_tps", "decode_quoting_tps")
_GO, _READY = "go", "ready"
_FREE = "In your own words, why do people keep records of such visits? Write a long answer."
_QUOTE = "Repeat passage [{}] word for word, from its beginning to its end."
_SYSTEM = (
    "Answer from the numbered sources only. Put the number of the source in square brackets "
    "after each statement."
)


def run(
    *, threads: int = 2, runs: int = 5, model: str = MODEL, reuse: str = "fast"
) -> dict[str, Any]:
    """The object that `bench decode --json` prints: medians over `runs`, and `ratios`.

    `reuse` "exact" measures the default, where a new order of passages is read anew."""
    from app import paths
    from app.core.errors import UserError

    folder = paths.model_store() / model
    if not (folder / "config.json").is_file():
        raise UserError(
            "model_missing",
            f"The benchmark needs the model {model}.",
            f"Install it: triptych models install {model}",
        )
    spec = {"folder": str(folder), "threads": threads, "runs": runs, "reuse": reuse}
    with tempfile.TemporaryDirectory() as scratch, contextlib.ExitStack() as running:
        processes = {"triptych": _Engine("triptych", spec)}
        for name, path in _gguf_files(folder, Path(scratch)):
            processes[f"llama.cpp {name}"] = _Engine("llama.cpp", {**spec, "gguf": str(path)})
        processes["transformers fp32"] = _Engine("transformers", spec)
        for process in processes.values():
            running.enter_context(process)
            process.wait()  # loaded, and run once unmeasured
        for number in range(runs):
            print(f"round {number + 1} of {runs}", file=sys.stderr, flush=True)
            for process in processes.values():
                process.go()
                process.wait()
        engines = {name: process.figures() for name, process in processes.items()}
    prompt_tokens = int(engines["triptych"].pop("prompt_tokens"))
    return {
        "model": model,
        "threads": threads,
        "prompt_tokens": prompt_tokens,
        "new_tokens": N_NEW,
        "runs": runs,
        "reuse": reuse,
        "engines": engines,
        "ratios": ratios(engines),
    }


def ratios(engines: dict[str, dict[str, float]]) -> dict[str, float]:
    """Triptych divided by the best llama.cpp figure, and its free text by transformers'."""
    ours = engines["triptych"]
    peers = [figures for name, figures in engines.items() if name.startswith("llama.cpp")]

    def best(figure: str) -> float:
        found = [figures[figure] for figures in peers if figures.get(figure)]
        return max(found) if figure in RATES else min(found)

    names = {
        "ttft_cold": "ttft_cold_ms",
        "ttft_warm": "ttft_warm_ms",
        "decode_quoting": "decode_quoting_tps",
        "decode_free": "decode_free_tps",
        "answer_warm": "answer_warm_ms",
        "peak_memory": "peak_rss_mb",
    }
    made = {name: round(ours[figure] / best(figure), 3) for name, figure in names.items()}
    slow = engines["transformers fp32"]["decode_free_tps"]
    made["decode_free_vs_transformers"] = round(ours["decode_free_tps"] / slow, 3)
    return made


def passages(n: int = 5) -> list[str]:
    """n passages of about 180 tokens on one subject, always the same."""
    drawn = random.Random(4)
    towns = ["Ashmere", "Brackley", "Corveth", "Dunsham", "Elmstow"]
    parts = [
        "the water wheel",
        "the east wall",
        "the grain store",
        "the bell tower",
        "the mill race",
    ]
    works = ["repaired with oak beams", "cleaned of silt", "painted with lime", "fitted with iron",
             "measured again"]  # fmt: skip
    months = ["March", "April", "June", "September", "November"]
    made = []
    for number in range(n):
        town = towns[number % len(towns)]
        lines = [f"Report of the inspection at {town} mill, year {1841 + 7 * number}."]
        for _ in range(6):
            lines.append(
                f"In {drawn.choice(months)} {drawn.choice(parts)} of {town} was "
                f"{drawn.choice(works)}, which took {drawn.randint(3, 90)} days and cost "
                f"{drawn.randint(11, 980)} crowns."
            )
        made.append(" ".join(lines))
    return made


class _Engine:
    """A process that measures one engine, round by round, as it is told to."""

    def __init__(self, engine: str, spec: dict[str, Any]) -> None:
        self._engine = engine
        self._spec = spec

    def __enter__(self) -> Self:
        root = Path(__file__).resolve().parents[2]
        threads = str(self._spec["threads"])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.decode", self._engine, json.dumps(self._spec)],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root), "OMP_NUM_THREADS": threads},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def go(self) -> None:
        assert self._process.stdin is not None
        print(_GO, file=self._process.stdin, flush=True)

    def wait(self) -> None:
        """Until the process is ready for its next round, or has printed its figures."""
        for line in self._lines():
            if line == _READY:
                return

    def figures(self) -> dict[str, float]:
        figures: dict[str, float] = {}
        for line in self._lines():
            if line.startswith("{"):
                figures = json.loads(line)
                break
        return figures

    def _lines(self) -> Iterator[str]:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            yield line.strip()
        raise RuntimeError(f"the benchmark of {self._engine} ended early")


# --- in the engine's own process -----------------------------------------------------------------


class Run:
    """One answer: call `token` with each that comes. Processor time (of all threads) is kept too:
    on a machine that does other things it says more than the clock."""

    def __init__(self) -> None:
        self._started = (time.perf_counter(), time.process_time())
        self._times: list[tuple[float, float, int]] = []

    def token(self, n: int = 1) -> None:
        self._times.append((time.perf_counter(), time.process_time(), n))

    def forget_first(self) -> None:
        del self._times[0]

    @property
    def ttft_ms(self) -> float:
        return (self._times[0][0] - self._started[0]) * 1e3

    @property
    def prefill_cpu_ms(self) -> float:
        return (self._times[0][1] - self._started[1]) * 1e3

    @property
    def elapsed_ms(self) -> float:
        return (self._times[-1][0] - self._started[0]) * 1e3

    @property
    def tokens_per_s(self) -> float:
        span = self._times[-1][0] - self._times[0][0]
        return self._n_later / span if span else 0.0

    @property
    def token_cpu_ms(self) -> float:
        span = self._times[-1][1] - self._times[0][1]
        return span * 1e3 / self._n_later if self._n_later else 0.0

    @property
    def _n_later(self) -> int:
        return sum(n for _, _, n in self._times[1:])


Answer = Callable[..., Run]  # (order of passages, question, *, cold: bool, to_the_end: bool)


def _figures(answer: Answer, runs: int) -> dict[str, float]:
    """A round for each line of standard input."""
    orders = [random.Random(n).sample(range(5), 5) for n in range(runs)]
    answer(range(5), "What was repaired?", cold=True, to_the_end=False)  # touch every page once
    free, warm = [], []
    for n, order in enumerate(orders):
        print(_READY, flush=True)
        sys.stdin.readline()
        free.append(answer(range(5), _FREE, cold=True, to_the_end=True))
        warm.append(answer(order, _QUOTE.format(n % 5 + 1), cold=False, to_the_end=True))
    print(_READY, flush=True)

    def median(values: list[float]) -> float:
        return round(statistics.median(values), 2)

    return {
        "ttft_cold_ms": median([run.ttft_ms for run in free]),
        "ttft_warm_ms": median([run.ttft_ms for run in warm]),
        "decode_free_tps": median([run.tokens_per_s for run in free]),
        "decode_quoting_tps": median([run.tokens_per_s for run in warm]),
        "answer_warm_ms": median([run.elapsed_ms for run in warm]),
        "prefill_cold_cpu_ms": median([run.prefill_cpu_ms for run in free]),
        "prefill_warm_cpu_ms": median([run.prefill_cpu_ms for run in warm]),
        "token_free_cpu_ms": median([run.token_cpu_ms for run in free]),
        "token_quoting_cpu_ms": median([run.token_cpu_ms for run in warm]),
    }


def _triptych(spec: dict[str, Any]) -> dict[str, float]:
    from models.decoder.interface import Prefilling, Prompt, Source, Step
    from models.decoder.load import load_decoder
    from models.decoder.metrics import peak_rss_mb
    from models.decoder.settings import GenerationSettings
    from models.memory import keep_freed_memory

    keep_freed_memory()  # as the engine's process does
    started = time.perf_counter()
    decoder = load_decoder(
        Path(spec["folder"]), threads=spec["threads"], name=MODEL, reuse=spec["reuse"]
    )
    seen = {"load_ms": round((time.perf_counter() - started) * 1e3, 1)}
    sources = [Source(str(number), text) for number, text in enumerate(passages())]

    def answer(order: Sequence[int], question: str, *, cold: bool, to_the_end: bool) -> Run:
        if cold:
            decoder.forget([source.key for source in sources])
        prompt = Prompt(_SYSTEM, tuple(sources[i] for i in order), (), question)
        settings = GenerationSettings(
            min_new_tokens=N_NEW if to_the_end else 0, max_new_tokens=N_NEW
        )
        run = Run()
        for step in decoder.generate(prompt, settings):
            if isinstance(step, Prefilling):
                seen["prompt_tokens"] = step.total_tokens
            elif isinstance(step, Step) and step.token_ids:
                run.token(len(step.token_ids))
        if not cold and isinstance(step, Step):
            metrics = step.extras["metrics"]
            assert isinstance(metrics, dict)
            seen["accepted_per_verification"] = round(metrics["accepted_per_verification"], 2)
        return run

    def several() -> float:
        """Tokens a second of all sequences together."""
        prompt = Prompt(_SYSTEM, tuple(sources), (), _FREE)
        settings = GenerationSettings(
            temperature=0.8, n_sequences=N_SEQUENCES, min_new_tokens=N_NEW, max_new_tokens=N_NEW
        )
        *_, last = decoder.generate(prompt, settings)
        assert isinstance(last, Step)
        metrics = last.extras["metrics"]
        assert isinstance(metrics, dict)
        return round(metrics["throughput_tokens_per_s"], 2)

    # before the rounds, while the other engines wait
    seen["several_tps"] = statistics.median(several() for _ in range(3))
    figures = _figures(answer, spec["runs"])
    return {**figures, **seen, "peak_rss_mb": round(peak_rss_mb() or 0.0, 1)}


def _llama_cpp(spec: dict[str, Any]) -> dict[str, float]:
    """Through its own completion call, without HTTP: nothing of ours stands in its way."""
    import xllamacpp

    from models.decoder.metrics import peak_rss_mb

    layout = _layout(spec)
    parameters = xllamacpp.CommonParams()
    parameters.model.path = spec["gguf"]
    parameters.n_ctx, parameters.n_parallel = 4096, 1
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = spec["threads"]
    parameters.verbosity, parameters.offline, parameters.ui = -1, True, False
    server = xllamacpp.Server(parameters)

    def answer(order: Sequence[int], question: str, *, cold: bool, to_the_end: bool) -> Run:
        body = {
            "prompt": layout(order, question),
            "n_predict": N_NEW,
            "temperature": 0.0,
            "ignore_eos": to_the_end,
            "cache_prompt": not cold,
            "stream": True,
        }
        run = Run()

        def on_event(event: dict[str, Any]) -> bool:
            if event["choices"][0]["finish_reason"] is None:
                run.token()
            return False

        server.handle_completions(body, on_event)
        return run

    figures = _figures(answer, spec["runs"])
    return {**figures, "peak_rss_mb": round(peak_rss_mb() or 0.0, 1)}


def plain_model(folder: Path, threads: int) -> Any:
    """The same weights as transformers' own model, in float32."""
    import torch
    import transformers

    torch.set_num_threads(threads)
    raw = json.loads((folder / "config.json").read_text("utf-8"))
    model = transformers.AutoModelForCausalLM.from_config(
        transformers.AutoConfig.for_model(**raw), dtype=torch.float32
    )
    model.load_state_dict(dict(float_tensors(folder)), strict=True)
    return model.eval()


def _transformers(spec: dict[str, Any]) -> dict[str, float]:
    """`generate` in float32 with the same weights; nothing is kept between calls."""
    import torch

    from models.decoder.metrics import peak_rss_mb

    layout = _layout(spec)
    model = plain_model(Path(spec["folder"]), spec["threads"])

    class Streamer(Run):
        """transformers hands every token to `put`, and calls `end`."""

        def put(self, value: Any) -> None:
            self.token()

        def end(self) -> None:
            self.forget_first()  # the first call brings the prompt

    def answer(order: Sequence[int], question: str, *, cold: bool, to_the_end: bool) -> Run:
        tokens = torch.tensor([layout(order, question)])
        streamer = Streamer()
        model.generate(
            tokens,
            attention_mask=torch.ones_like(tokens),
            do_sample=False,
            max_new_tokens=N_NEW,
            min_new_tokens=N_NEW if to_the_end else None,
            pad_token_id=0,
            streamer=streamer,
        )
        return streamer

    figures = _figures(answer, spec["runs"])
    return {**figures, "peak_rss_mb": round(peak_rss_mb() or 0.0, 1)}


def _layout(spec: dict[str, Any]) -> Callable[[Sequence[int], str], list[int]]:
    """The prompt's token ids, the same for every engine."""
    from models.decoder.chat import read_chat_format
    from models.decoder.interface import Prompt, Source
    from models.decoder.tokens import read_tokens

    folder = Path(spec["folder"])
    chat = read_chat_format(folder, read_tokens(folder))
    sources = [Source(str(number), text) for number, text in enumerate(passages())]

    def layout(order: Sequence[int], question: str) -> list[int]:
        prompt = Prompt(_SYSTEM, tuple(sources[i] for i in order), (), question)
        return chat.lay_out(prompt).token_ids

    return layout


# --- llama.cpp's formats -------------------------------------------------------------------------


def _gguf_files(folder: Path, scratch: Path) -> Iterator[tuple[str, Path]]:
    given = os.environ.get("TRIPTYCH_BENCH_GGUF")
    if given:
        yield "Q4_K_M", Path(given)
    for kind in ("Q8_0", "Q4_0"):
        path = scratch / f"{kind}.gguf"
        write_gguf(folder, path, kind)
        yield kind, path


if __name__ == "__main__":
    _measured = {"triptych": _triptych, "llama.cpp": _llama_cpp, "transformers": _transformers}
    print(json.dumps(_measured[sys.argv[1]](json.loads(sys.argv[2]))))
