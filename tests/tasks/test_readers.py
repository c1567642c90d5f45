"""The pool against real reader processes, and against readers that crash, hang and grow."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
import wave
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.tasks.readers import ReaderPool
from storage.errors import ReadError, Unsupported
from storage.readers.values import Picture, SoundHeader, TextDocument

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")


@pytest.fixture
def pool() -> Iterator[ReaderPool]:
    with ReaderPool(timeout_s=30.0) as made:
        yield made


@pytest.fixture
def unruly(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> str:
    """A reader process that misbehaves as the file's name tells it to."""
    folder = tmp_path_factory.mktemp("module")
    (folder / "unruly_reader.py").write_text(
        textwrap.dedent("""
            import ctypes, os, socket, subprocess, time
            from pathlib import Path
            from app.tasks import limits, reader_child

            gentle = reader_child.OPERATIONS["read"]

            def read(request):
                word = Path(request["path"]).stem
                if word == "hang":
                    time.sleep(600)
                elif word == "crash":
                    ctypes.string_at(0)
                elif word == "noise":
                    os.write(1, b"noise" * 1000)
                    print("more noise")
                elif word == "memory":
                    bytearray(8 << 30)
                elif word == "watched":
                    limits.watch_memory(64 << 20)
                    kept = b"x" * (200 << 20)
                    time.sleep(600)
                elif word == "grow":
                    read.kept = b"x" * (64 << 20)
                elif word == "bug":
                    raise KeyError("unexpected")
                elif word == "connect":
                    socket.create_connection(("127.0.0.1", 9))
                elif word == "run":
                    subprocess.run(["true"])
                elif word == "write":
                    Path(request["path"]).write_text("changed")
                elif word == "native-write":
                    libc = ctypes.CDLL(None, use_errno=True)
                    target = os.fsencode(request["path"]) + b".new"
                    libc.write(libc.open(target, os.O_CREAT | os.O_WRONLY, 0o600), b"x" * 9, 9)
                elif word == "pid":
                    yield {"type": "SoundHeader", "media_type": "x", "title": str(os.getpid()),
                           "metadata": {}, "duration_s": 1.0}, ()
                    return
                yield from gentle(request)

            reader_child.OPERATIONS["read"] = read
            if __name__ == "__main__":
                reader_child.main()
        """),
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(folder))
    return "unruly_reader"


def put(folder: Path, word: str) -> Path:
    path = folder / f"{word}.txt"
    path.write_text("words", encoding="utf-8")
    return path


def pid_of(pool: ReaderPool, folder: Path) -> int:
    found = pool.read(put(folder, "pid"))
    assert isinstance(found, SoundHeader)
    return int(found.title or 0)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def children() -> set[int]:
    """Process ids of all children of this process."""
    lists = Path("/proc/self/task").glob("*/children")
    return {int(pid) for told in lists for pid in told.read_text(encoding="ascii").split()}


def record(path: Path, seconds: int) -> Path:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(np.arange(seconds * 8000, dtype="<i2").tobytes())
    return path


def test_all_kinds_come_through_whole(pool: ReaderPool, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Töp\n\nwörds 東京 😀\n", encoding="utf-8")
    found = pool.read(tmp_path / "a.md")
    assert isinstance(found, TextDocument)
    assert found.sections[0].text == "# Töp\n\nwörds 東京 😀"
    assert found.sections[0].locator == {"heading_path": ["Töp"]}
    Image.new("RGB", (30, 20), (1, 2, 3)).save(tmp_path / "a.png")
    picture = pool.read(tmp_path / "a.png")
    assert isinstance(picture, Picture)
    assert (picture.width, picture.height, picture.rgb.shape) == (30, 20, (20, 30, 3))
    assert picture.rgb[0, 0].tolist() == [1, 2, 3]
    assert pool.picture(tmp_path / "a.png", max_side=15).shape == (10, 15, 3)
    sound = pool.read(record(tmp_path / "a.wav", 5))
    assert isinstance(sound, SoundHeader)
    assert sound.duration_s == 5.0
    windows = list(pool.sound(tmp_path / "a.wav", window_s=2.0))
    assert [window.size for window in windows] == [32_000, 32_000, 16_000]
    assert windows[0].dtype == np.int16


def test_reasons_come_through(pool: ReaderPool, tmp_path: Path) -> None:
    (tmp_path / "a.rar").write_bytes(b"Rar!\x1a\x07\x01\x00" + bytes(50))
    with pytest.raises(Unsupported, match="RAR"):
        pool.read(tmp_path / "a.rar")
    with pytest.raises(ReadError, match="no longer there") as gone:
        pool.read(tmp_path / "gone.txt")
    assert gone.value.retryable
    with pytest.raises(ReadError, match="no longer there"):
        list(pool.sound(tmp_path / "gone.wav"))


def test_one_worker_serves_many_files_and_is_then_replaced(tmp_path: Path, unruly: str) -> None:
    with ReaderPool(max_files=3, child_module=unruly) as pool:
        pids = [pid_of(pool, tmp_path) for _ in range(5)]
    assert pids[0] == pids[1] == pids[2]
    assert pids[3] == pids[4] != pids[0]
    assert not any(is_alive(pid) for pid in pids)


def test_a_hang_is_ended_and_the_next_file_goes_on(tmp_path: Path, unruly: str) -> None:
    with ReaderPool(timeout_s=6, child_module=unruly) as pool:
        first = pid_of(pool, tmp_path)
        with pytest.raises(ReadError, match="took longer than 6 s to read") as late:
            pool.read(put(tmp_path, "hang"))
        assert late.value.retryable
        assert not is_alive(first)
        assert isinstance(pool.read(put(tmp_path, "fine")), TextDocument)


def test_a_crash_is_the_files_fault_and_the_next_goes_on(tmp_path: Path, unruly: str) -> None:
    with ReaderPool(child_module=unruly) as pool:
        with pytest.raises(ReadError, match=r"broke its reader \(crashed\)") as crashed:
            pool.read(put(tmp_path, "crash"))
        assert not crashed.value.retryable
        assert isinstance(pool.read(put(tmp_path, "fine")), TextDocument)


@posix
def test_a_worker_killed_while_idle_costs_nothing(tmp_path: Path, unruly: str) -> None:
    with ReaderPool(child_module=unruly) as pool:
        first = pid_of(pool, tmp_path)
        os.kill(first, signal.SIGKILL)
        assert pid_of(pool, tmp_path) != first


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds children by /proc")
def test_a_reader_killed_from_outside_may_be_tried_again(tmp_path: Path, unruly: str) -> None:
    before = children()
    with ReaderPool(child_module=unruly) as pool, ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(pool.read, put(tmp_path, "hang"))
        while not (started := children() - before):
            time.sleep(0.01)
        os.kill(started.pop(), signal.SIGKILL)
        with pytest.raises(ReadError, match="stopped from outside") as failed:
            waiting.result()
        assert failed.value.retryable


def test_what_a_library_prints_harms_nothing(tmp_path: Path, unruly: str) -> None:
    with ReaderPool(child_module=unruly) as pool:
        first = pid_of(pool, tmp_path)
        assert isinstance(pool.read(put(tmp_path, "noise")), TextDocument)
        assert pid_of(pool, tmp_path) == first


def test_our_own_bug_is_a_reason_and_replaces_the_worker(tmp_path: Path, unruly: str) -> None:
    with ReaderPool(child_module=unruly) as pool:
        first = pid_of(pool, tmp_path)
        with pytest.raises(ReadError, match="did not expect"):
            pool.read(put(tmp_path, "bug"))
        assert pid_of(pool, tmp_path) != first


@pytest.mark.parametrize("word", ["connect", "run", "write"])
def test_a_reader_neither_connects_nor_runs_nor_writes(
    tmp_path: Path, unruly: str, word: str
) -> None:
    path = put(tmp_path, word)
    with ReaderPool(child_module=unruly) as pool, pytest.raises(ReadError):
        pool.read(path)
    assert path.read_text(encoding="utf-8") == "words"


@posix
def test_native_code_cannot_fill_a_file(tmp_path: Path, unruly: str) -> None:
    path = put(tmp_path, "native-write")
    with ReaderPool(child_module=unruly) as pool:
        pool.read(path)
    made = path.with_name(path.name + ".new")
    assert not made.exists() or made.stat().st_size == 0


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on memory")
def test_memory_is_limited(tmp_path: Path, unruly: str) -> None:
    with ReaderPool(child_module=unruly) as pool:
        with pytest.raises(ReadError, match="more memory than"):
            pool.read(put(tmp_path, "memory"))
        assert isinstance(pool.read(put(tmp_path, "fine")), TextDocument)


@posix
def test_memory_is_watched_where_it_cannot_be_limited(tmp_path: Path, unruly: str) -> None:
    path = put(tmp_path, "watched")
    with ReaderPool(child_module=unruly) as pool, pytest.raises(ReadError, match="more memory"):
        pool.read(path)


@posix
def test_a_worker_that_has_grown_is_replaced(tmp_path: Path, unruly: str) -> None:
    with ReaderPool(max_growth_mb=32, child_module=unruly) as pool:
        first = pid_of(pool, tmp_path)
        pool.read(put(tmp_path, "grow"))
        assert pid_of(pool, tmp_path) != first


def test_sound_given_up_halfway_leaves_a_working_pool(pool: ReaderPool, tmp_path: Path) -> None:
    path = record(tmp_path / "a.wav", 60)
    stream = pool.sound(path, window_s=1.0)
    assert next(stream).size == 16_000
    stream.close()  # type: ignore[attr-defined]
    assert len(list(pool.sound(path, start_s=58.0, window_s=1.0))) == 2


def test_looking_does_not_wait_for_reading(tmp_path: Path, unruly: str) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    with ReaderPool(n_workers=1, timeout_s=5.0, child_module=unruly) as pool:
        hang = put(tmp_path, "hang")

        def wait() -> None:
            with pytest.raises(ReadError, match="stopped"):
                pool.read(hang)

        waiting = threading.Thread(target=wait)
        waiting.start()
        assert pool.picture(tmp_path / "a.png", max_side=8).shape == (8, 8, 3)
        assert waiting.is_alive()
        pool.close()
        waiting.join()


def test_many_threads_share_few_workers(tmp_path: Path, unruly: str) -> None:
    with ReaderPool(n_workers=2, child_module=unruly) as pool, ThreadPoolExecutor(8) as threads:
        pids = list(threads.map(lambda _: pid_of(pool, tmp_path), range(40)))
    assert len(set(pids)) <= 2


def test_a_closed_pool_says_so(tmp_path: Path) -> None:
    pool = ReaderPool()
    pool.close()
    with pytest.raises(ReadError, match="stopped"):
        pool.read(put(tmp_path, "a"))


@posix
def test_readers_do_not_outlive_their_parent(tmp_path: Path, unruly: str) -> None:
    script = textwrap.dedent(f"""
        import os, signal, sys
        from app.tasks.readers import ReaderPool
        pool = ReaderPool(child_module={unruly!r})
        print(pool.read({str(put(tmp_path, "pid"))!r}).title, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """)
    root = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([root, os.environ["PYTHONPATH"]])}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, check=False
    )
    pid = int(done.stdout)
    deadline = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not is_alive(pid)


def test_the_reader_process_imports_neither_torch_nor_sql() -> None:
    script = (
        "import sys, app.tasks.reader_child; "
        "print(sorted({name.partition('.')[0] for name in sys.modules} & "
        "{'torch', 'transformers', 'sqlalchemy', 'faiss', 'PySide6', 'librosa', 'av', 'PIL'}))"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
