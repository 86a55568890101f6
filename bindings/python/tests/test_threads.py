"""The interpreter's lock is free while Rust works, and Ctrl-C ends it."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import pamphlet


def turns(work: Callable[[int], object]) -> float:
    """How often another thread got its turn during a piece of the work; of so many pieces that it can."""
    pieces = 1
    while True:
        ticks, over = 0, threading.Event()

        def tick() -> None:
            nonlocal ticks
            while not over.is_set():
                ticks += 1
                time.sleep(0.0005)

        thread = threading.Thread(target=tick)
        thread.start()
        started = time.perf_counter()
        work(pieces)
        took = time.perf_counter() - started
        over.set()
        thread.join()
        if took > 0.2:
            return ticks / pieces
        pieces *= 2


def test_others_go_on_while_it_indexes_and_searches(large: Path, tmp_path: Path) -> None:
    # between two pieces another thread may have a turn even where the lock is held: more than that it gets only if it is not
    def ingest(pieces: int) -> None:
        for _ in range(pieces):
            pamphlet.ingest(large, index=tmp_path / "index", rebuild=True)

    assert turns(ingest) > 2
    text = " ".join(path.read_text() for path in sorted(large.iterdir())[:40]) + " It wasn?t the pit?s. "
    # one text, the longer the more pieces: no turn comes between them
    assert turns(lambda pieces: pamphlet.repair(text * pieces)) > 1
    with pamphlet.Index(tmp_path / "index") as index:
        # making objects of the answer needs the lock, counting does not
        assert turns(lambda pieces: [index.count("word1* OR word2*") for _ in range(pieces)]) > 2


def test_one_index_for_many_threads(index: pamphlet.Index) -> None:
    queries = ["power", "strike OR lockout", '"workers\' power"', "date:1900..1926"] * 25
    alone = [index.search(query).to_dicts() for query in queries]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda query: index.search(query).to_dicts(), queries))
    assert together == alone


PROGRAM = """
import sys, pamphlet
print("ready", flush=True)
try:
    {work}
except KeyboardInterrupt:
    print("interrupted", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are other there")
@pytest.mark.parametrize(
    "work",
    [
        "while True: pamphlet.ingest({large!r}, index={index!r}, rebuild=True)",
        "i = pamphlet.Index({kept!r})\n    while True: i.kwic('word12*', limit=None)",
        "i = pamphlet.Index({kept!r})\n    while True: i.trend('word1* OR word2*')",
        "i = pamphlet.Index({kept!r})\n    while True: i.search('word1* OR word2*', limit=None)",
    ],
    ids=["ingest", "kwic", "trend", "search"],
)
def test_ctrl_c_ends_it_soon(large: Path, tmp_path: Path, work: str) -> None:
    kept = tmp_path / "kept"
    pamphlet.ingest(large, index=kept)
    work = work.format(large=str(large), index=str(tmp_path / "index"), kept=str(kept))
    child = subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(work=work)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(0.4)
        child.send_signal(signal.SIGINT)
        started = time.perf_counter()
        out, error = child.communicate(timeout=30)
    finally:
        child.kill()
    assert (out, error, child.returncode) == ("interrupted\n", "", 0)
    assert time.perf_counter() - started < 60
    # what was there before is there
    with pamphlet.Index(kept) as index:
        assert len(index) == 400
