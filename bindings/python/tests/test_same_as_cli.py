"""What Python gives is what the command line prints."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

import pamphlet


def printed(binary: Path, folder: Path, *args: str) -> list[Any]:
    run = subprocess.run(
        [binary, "--no-config", "--format", "json", *args], cwd=folder, capture_output=True, check=False
    )
    assert run.returncode in (0, 1), run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


QUERIES = [
    "power",
    '"workers\' power"',
    "strike OR lockout -bus",
    "strike* NEAR/8 committee",
    "date:1900..1926 party:*",
    "власть OR рабочих",
    "l'été",
    "nothingofthekind",
    "(((power",
]


@pytest.mark.parametrize("query", QUERIES)
def test_hits(binary: Path, corpus: Path, index: pamphlet.Index, query: str) -> None:
    for options, args in [
        ({}, []),
        ({"limit": None}, ["-n", "all"]),
        ({"limit": 3, "offset": 2, "sort": "date"}, ["-n", "3", "--offset", "2", "--sort", "date"]),
        ({"snippets": 3, "context": 5}, ["--snippets", "3", "--context", "5"]),
        ({"any": True, "stem": "full"}, ["--any", "--stem", "full"]),
        ({"explain": True, "limit": 2}, ["--explain", "-n", "2"]),
        ({"from_": 1890, "to": "1930-06"}, ["--from", "1890", "--to", "1930-06"]),
        ({"where": {"lang": "en", "type": "text"}}, ["--where", "lang=en", "--where", "type=text"]),
        ({"duplicates": "show"}, ["--duplicates", "show"]),
    ]:
        hits = index.search(query, **options)  # type: ignore[arg-type]
        assert hits.to_dicts() == printed(binary, corpus, "search", *args, "--", query), options


@pytest.mark.parametrize("query", QUERIES)
def test_lines_points_and_counts(binary: Path, corpus: Path, index: pamphlet.Index, query: str) -> None:
    lines = index.kwic(query, limit=None)
    assert lines.to_dicts() == printed(binary, corpus, "kwic", "-n", "all", "--", query)
    lines = index.kwic(query, limit=7, offset=1, context=3, sort="after1")
    args = ["-n", "7", "--offset", "1", "--context", "3", "--sort", "after1"]
    assert lines.to_dicts() == printed(binary, corpus, "kwic", *args, "--", query)
    for by in ["year", "month", "decade", "type"]:
        points = index.trend(query, by=by)
        assert points.to_dicts() == printed(binary, corpus, "trend", "--by", by, "--", query)
    near = index.collocates(query, left=3, right=2, min_count=1, limit=20)
    args = ["--left", "3", "--right", "2", "--min-count", "1", "-n", "20"]
    assert near.to_dicts() == printed(binary, corpus, "collocates", *args, "--", query)
    rows = index.ngrams(query, shortest=3, longest=4, stop_words="en", limit=10)
    args = ["--words", "3..4", "--stop-words", "en", "-n", "10"]
    assert rows.to_dicts() == printed(binary, corpus, "ngrams", *args, "--", query)
    keys = index.keyness(query, negative=True, limit=5)
    assert keys.to_dicts() == printed(binary, corpus, "keyness", "--negative", "-n", "5", "--", query)
    assert index.words(query, like="w*", limit=None).to_dicts() == printed(
        binary, corpus, "words", "--like", "w*", "-n", "all", "--", query
    )
    count = index.count(query)
    assert [count.to_dict()] == printed(binary, corpus, "search", "--count", "--", query)
    groups = index.groups(query, by="before1")
    assert groups.to_dicts() == printed(binary, corpus, "kwic", "--group=before1", "--", query)
    # and with each other
    assert count.matches == index.kwic(query, limit=0).total == groups.matches


def test_codebooks(binary: Path, corpus: Path, index: pamphlet.Index, tmp_path: Path) -> None:
    book = tmp_path / "policy.yml"
    book.write_text("labour:\n  work: [worker*, strike*]\npeace: [peace]\n", encoding="utf-8")
    coded = index.code(book)
    args = ["code", "--codebook", str(book)]
    assert coded.categories == printed(binary, corpus, *args)
    assert coded.to_dicts() == printed(binary, corpus, *args, "--by", "doc")
    assert index.count("@labour AND power", codebook=book).documents > 3
    lines = index.sample("@labour", 5, seed=3, codebook=book)
    assert len(lines) == 5 and lines.total == coded.categories[0]["matches"]
    book.write_text("labour:\n  - '--'\n", encoding="utf-8")
    with pytest.raises(pamphlet.InvalidOptionError, match="line 2"):
        index.code(book)
    with pytest.raises(pamphlet.InvalidOptionError, match="window"):
        index.collocates("power", left=0, right=0)


def test_facets(binary: Path, corpus: Path, index: pamphlet.Index) -> None:
    found = index.search("power", limit=0, facet=["type", "lang"])
    last = printed(binary, corpus, "search", "-n", "0", "--facet", "type", "--facet", "lang", "power")[-1]
    mine = {
        name: [{"value": one.value, "count": one.count} for one in values]
        for name, values in found.facets.items()
    }
    assert mine == last["facets"]
    assert len(mine["type"]) > 3


def test_documents_and_info(binary: Path, corpus: Path, index: pamphlet.Index) -> None:
    for path in ["corpus/chartist-league.txt", "corpus/statements.jsonl#4", "corpus/letter-tei-1886.xml"]:
        document = index.document(path)
        [shown] = printed(binary, corpus, "show", path)
        assert document.to_dict() == shown
        assert document.text == shown["text"]
        assert index.document(document.id) == document
        [marked] = printed(binary, corpus, "show", path, "--mark", "power OR the")
        assert [list(pair) for pair in index.highlights(document, "power OR the")] == marked["highlights"]
    [info] = printed(binary, corpus, "info")
    mine = index.info()
    for name in ["documents", "words", "fields", "dates", "fingerprint"]:
        assert mine[name] == info[name], name
    assert len(index) == info["documents"] and index.fingerprint == info["fingerprint"]


def test_repairs(binary: Path, corpus: Path) -> None:
    compared = 0
    for path in sorted((corpus / "corpus").glob("*.txt")):
        raw = path.read_bytes()
        run = subprocess.run([binary, "repair", "--report", path], capture_output=True, check=False)
        if run.returncode != 0:
            continue
        reported = [json.loads(line) for line in run.stdout.splitlines()]
        repaired = pamphlet.repair(raw)
        assert [edit.to_dict() for edit in repaired.edits] == reported, path
        text = subprocess.run([binary, "repair", path], capture_output=True, check=True).stdout
        assert repaired.text == text.decode(), path
        compared += len(reported)
    assert compared > 100


def test_an_index_is_the_same_whoever_made_it(binary: Path, corpus: Path, tmp_path: Path) -> None:
    args = [binary, "--no-config", "--index", tmp_path / "index", "index", "corpus"]
    subprocess.run(args, cwd=corpus, check=True, capture_output=True)
    with pamphlet.Index(tmp_path / "index") as other, pamphlet.Index(corpus / "index") as mine:
        assert other.fingerprint == mine.fingerprint


def test_what_texts_have_of_each_other(binary: Path, corpus: Path, index: pamphlet.Index, tmp_path: Path) -> None:
    passage = "society's wealth and never decides what becomes of it"
    assert index.quote(passage).to_dicts() == printed(binary, corpus, "quote", passage)
    doc = "corpus/chartist-league.txt"
    args = ["--document", doc, "--words", "6", "-n", "all"]
    assert index.quote(document=doc, words=6, limit=None).to_dicts() == printed(binary, corpus, "quote", *args)
    assert index.quote(passage, where={"lang": "fr"}).total == 0
    few = index.quote(passage, most_documents=1)
    assert few.to_dicts() == printed(binary, corpus, "quote", passage, "--most-documents", "1")
    with pytest.raises(pamphlet.InvalidOptionError):
        index.quote(passage, document=doc)
    doc = "corpus/platform-2004.txt"
    assert index.similar(doc).to_dicts() == printed(binary, corpus, "similar", doc)
    differ = [one.to_dict() for one in index.diff(doc) if one.kind != "same"]
    assert differ == printed(binary, corpus, "diff", doc)
    assert [index.cite(doc, "cranes")] == printed(binary, corpus, "cite", doc, "cranes")
    assert index.cite(doc, "zeppelin") is None
    saved = tmp_path / "run.json"
    printed(binary, corpus, "search", "strike", "--save", str(saved))
    assert json.loads(index.record("strike")) == json.loads(saved.read_text())
    assert index.replay(saved.read_text())["same"]
    printed(binary, corpus, "collocates", "strike", "--left", "2", "--save", str(saved))
    asked = {"command": "collocates", "left": 2, "filter": {"min_count": 2}}
    assert json.loads(index.record("strike", asked, limit=50)) == json.loads(saved.read_text())
    with pytest.raises(pamphlet.InvalidOptionError):
        index.record("strike", "divine")
