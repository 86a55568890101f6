"""A program as a user writes it, for the type checker: `mypy --strict` finds nothing, and knows what everything is."""

from __future__ import annotations

from pathlib import Path
from typing_extensions import assert_type

import pamphlet


def first_title(folder: Path) -> str | None:
    with pamphlet.Index(folder) as index:
        results = index.search("power", limit=3, from_=1848, where={"lang": ["en"]})
        assert_type(results[0], pamphlet.Hit)
        assert_type(results[0:2], list[pamphlet.Hit])
        for line in index.kwic("power"):
            assert_type(line.source.byte, tuple[int, int])
        for point in index.trend("power", by="party"):
            assert_type(point.per_million, float | None)
        assert_type(index.count("power").matches, int)
        return results[0].title


def told(state: pamphlet.Progress) -> None:
    print(state.bytes_done)


def write(folder: Path) -> int:
    summary = pamphlet.ingest([folder, "speeches"], index=b"index", progress=told)
    repaired = pamphlet.repair(b"bytes")
    assert_type(repaired.edits[0].span, tuple[int, int] | None)
    with pamphlet.Writer() as writer:
        writer.add("a", "text")
    return summary.added
