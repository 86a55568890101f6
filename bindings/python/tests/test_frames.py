"""Frames of pandas and polars, and what is said where these are not installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import pamphlet

pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")


def test_the_same_table_in_both(index: pamphlet.Index) -> None:
    for table in [
        index.search("power", limit=None),
        index.search("speaker:*", limit=None),
        index.kwic("power", limit=None),
        index.trend("power"),
        index.groups("power OR strike"),
    ]:
        one, other = table.to_pandas(), table.to_polars()
        assert list(one.columns) == other.columns
        assert len(one) == other.height == len(table) > 0
        for name in other.columns:
            mine = [None if value is pandas.NA else value for value in one[name]]
            assert mine == other[name].to_list(), name


def test_hits_have_their_fields(index: pamphlet.Index) -> None:
    results = index.search("speaker:*", limit=None)
    frame = results.to_pandas()
    assert frame["rank"].tolist() == list(range(1, len(results) + 1))
    # some have several speakers: then all are lists
    assert results.to_polars().schema["speaker"] == polars.List(polars.String)
    for hit, value in zip(results, frame["speaker"], strict=True):
        assert value == ([hit.fields["speaker"]] if isinstance(hit.fields["speaker"], str) else hit.fields["speaker"])


def test_dates_stay_as_exact_as_they_are(tmp_path: Path) -> None:
    with pamphlet.Writer(tmp_path / "index") as writer:
        writer.add("a.jsonl", b'{"text":"Bread one","date":"1649"}\n{"text":"Bread two","date":"1848-03"}\n{"text":"Bread three","date":"1912-05-03"}\n{"text":"Bread four"}\n')
    with pamphlet.Index(tmp_path / "index") as index:
        results = index.search("bread", sort="date")
        assert [hit.date for hit in results] == ["1649", "1848-03", "1912-05-03", None]
        assert results.to_polars()["date"].to_list() == ["1649", "1848-03", "1912-05-03", None]
        frame = results.to_pandas()
        assert str(frame["date"].dtype) == "string" and frame["date"].isna().tolist() == [False, False, False, True]


def test_empty_tables_have_their_columns(index: pamphlet.Index) -> None:
    for table in [index.search("nothingofthekind"), index.kwic("nothingofthekind")]:
        assert len(table.to_pandas()) == 0 and table.to_polars().height == 0
        assert "path" in table.to_pandas().columns and "path" in table.to_polars().columns


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_without_the_library_it_is_said_what_to_install(corpus: Path, library: str) -> None:
    program = f"""
import sys
sys.modules[{library!r}] = None
import pamphlet
results = pamphlet.Index("index").search("power")
try:
    results.to_{library}()
except ImportError as error:
    print(error)
print(len(results.to_dicts()))
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=corpus, capture_output=True, text=True, check=True)
    assert run.stdout == f"to_{library} needs {library}: pip install {library}. to_dicts() needs nothing\n10\n"
