"""Searching: results as objects, errors, iterators, hostile text."""

from __future__ import annotations

import copy
import datetime
import pickle
from pathlib import Path

import pytest

import pamphlet


def test_results_are_sequences(index: pamphlet.Index) -> None:
    results = index.search("power", limit=5)
    assert len(results) == 5 and results.total > 5
    assert results[0] is list(results)[0] and results[-1].rank == 5
    assert [hit.rank for hit in results[1:3]] == [2, 3]
    assert results[0] in results
    assert repr(results) == f"<Results of 'power': 5 of {results.total}>"
    assert repr(results[0]).startswith("<Hit 1: 'corpus/")
    assert results.read_as == "power" and results.notes == []
    for hit in results:
        for start, end in hit.highlights:
            assert "power" in hit.snippet[start:end].lower()
        assert hit.marked("<", ">").count("<") >= len(hit.highlights)
        with pytest.raises(AttributeError):
            hit.rank = 3  # type: ignore[misc]


def test_results_can_be_kept(index: pamphlet.Index) -> None:
    for table in [index.search("power", snippets=2), index.kwic("power"), index.trend("power")]:
        for item in table:
            assert pickle.loads(pickle.dumps(item)) == item == copy.deepcopy(item)
    error = pamphlet.QueryError("message", "hint", ["note"])
    again = pickle.loads(pickle.dumps(error))
    assert (again.message, again.hint, again.notes) == ("message", "hint", ("note",))


def test_all_hits_one_by_one(index: pamphlet.Index) -> None:
    for query in ["power", "the", "nothingofthekind", "strike OR lockout"]:
        for options in [{}, {"sort": "date"}, {"duplicates": "show"}]:
            every = [hit.to_dict() for hit in index.hits(query, **options)]
            fold = options.get("duplicates") or ("show" if "sort" in options else "fold")
            at_once = index.search(query, **{**options, "limit": None, "duplicates": fold})  # type: ignore[arg-type]
            assert every == at_once.to_dicts(), (query, options)
    assert len(list(index.hits("the", limit=13))) == 13
    first = next(iter(index.hits("the")))
    assert first.rank == 1


def test_dates_of_any_kind(index: pamphlet.Index) -> None:
    check = [
        (1890, 1926),
        ("1890", "1926"),
        ("1890-01", "1926-12"),
        (datetime.date(1890, 1, 1), datetime.date(1926, 12, 31)),
        (datetime.datetime(1890, 1, 1, 12), datetime.datetime(1926, 12, 31)),
    ]
    counts = {index.count("the", from_=start, to=end).documents for start, end in check}
    assert len(counts) == 1 and counts.pop() > 3
    for wrong in ["1848-13", "yesterday", "", -3]:
        with pytest.raises(pamphlet.InvalidOptionError, match="not a date"):
            index.search("the", from_=wrong)
    for wrong in [1.5, True, b"1848"]:
        with pytest.raises(TypeError, match="a date is"):
            index.search("the", from_=wrong)  # type: ignore[arg-type]


def test_days_of_partial_dates() -> None:
    day = datetime.date
    assert pamphlet.days_of("1848") == (day(1848, 1, 1), day(1848, 12, 31))
    assert pamphlet.days_of("1900-02") == (day(1900, 2, 1), day(1900, 2, 28))
    assert pamphlet.days_of("2000-02") == (day(2000, 2, 1), day(2000, 2, 29))
    assert pamphlet.days_of("1649-01-30") == (day(1649, 1, 30), day(1649, 1, 30))
    assert pamphlet.days_of("9999-12") == (day(9999, 12, 1), day(9999, 12, 31))
    assert pamphlet.days_of("0001") == (day(1, 1, 1), day(1, 12, 31))


def test_fields_with_several_values(index: pamphlet.Index) -> None:
    both = index.search("the", where={"lang": ["en"], "type": "text"}, limit=None)
    assert both.total > 3 and all(hit.fields["type"] == "text" for hit in both)
    assert index.search("the", where={"lang": ["en", "fr"]}).total == 0


def test_typed_errors(index: pamphlet.Index, tmp_path: Path) -> None:
    with pytest.raises(pamphlet.IndexNotFoundError) as raised:
        pamphlet.Index(tmp_path / "nowhere")
    assert isinstance(raised.value, FileNotFoundError) and isinstance(raised.value, pamphlet.PamphletError)
    assert "nowhere" in raised.value.message and "pamphlet.ingest" in raised.value.hint
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "letter.txt").write_text("Dear all")
    with pytest.raises(pamphlet.ForeignFolderError):
        pamphlet.ingest(tmp_path, index=tmp_path / "foreign")
    with pytest.raises(pamphlet.QueryError) as unclear:
        index.search('"open', strict=True)
    assert isinstance(unclear.value, ValueError) and unclear.value.notes
    for wrong in [
        lambda: index.search("x", sort="title"),  # type: ignore[arg-type]
        lambda: index.search("x", stem="none"),  # type: ignore[arg-type]
        lambda: index.kwic("x", sort="title"),  # type: ignore[arg-type]
        lambda: index.groups("x", by="title"),  # type: ignore[arg-type]
        lambda: index.search("x", timeout=-1),
        lambda: index.search("x", timeout=float("nan")),
        lambda: pamphlet.repair("x", without="no-such-rule"),
        lambda: pamphlet.ingest(tmp_path / "foreign", index=tmp_path / "i", types="htlm"),
        lambda: pamphlet.ingest(tmp_path / "foreign", index=tmp_path / "i", date_order="ydm"),  # type: ignore[arg-type]
    ]:
        with pytest.raises(pamphlet.InvalidOptionError) as refused:
            wrong()
        assert refused.value.hint
    with pytest.raises(pamphlet.DocumentNotFoundError, match="no document 'gone.txt'"):
        index.document("gone.txt")
    with pytest.raises((TypeError, OverflowError, ValueError)):
        index.search("x", limit=-1)
    with pytest.raises(TypeError):
        index.search(b"bytes")  # type: ignore[arg-type]


def test_damage_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Alder\n\nThe alder stands.")
    pamphlet.ingest(tmp_path / "a.txt", index=tmp_path / "index")
    for file in (tmp_path / "index" / "texts").iterdir():
        raw = bytearray(file.read_bytes())
        raw[len(raw) // 2] ^= 1
        file.write_bytes(raw)
    with pytest.raises(pamphlet.IndexDamagedError, match="damaged"):
        pamphlet.Index(tmp_path / "index").search("alder")


def test_closed(corpus: Path) -> None:
    with pamphlet.Index(corpus / "index") as index:
        assert not index.closed and index.search("power")
    assert index.closed and "closed" in repr(index)
    for use in [lambda: index.search("power"), lambda: index.info(), lambda: len(index)]:
        with pytest.raises(pamphlet.ClosedError):
            use()
    index.close()


HOSTILE = [
    "",
    " ",
    "\0",
    "\x1b]0;owned\x07",
    "\ud800",
    "a\udfffb",
    "‮power",
    "(" * 10_000,
    "NOT " * 10_000,
    "/(a*)*b/",
    '"' * 999,
    "x" * 2_000_000,
    "{}[]\\'\"",
    "date:99999999999999999999",
    "\U0001f600 power",
    "power\r\n\t",
]


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_no_query_fails(index: pamphlet.Index, query: str) -> None:
    index.search(query)
    index.kwic(query, limit=3)
    index.count(query)
    index.trend(query, by=query[:99])
    index.search("power", where={"lang": query[:99]}, facet=query[:99])


def test_hostile_documents_come_back_as_they_are(tmp_path: Path) -> None:
    evil = "\x1b[31mEVIL‮ tanners \x9b <script>alert(1)</script> =cmd|' /C calc'!A0"
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text(f"Title\n\nThe {evil} met at noon.\n")
    pamphlet.ingest(tmp_path / "docs", index=tmp_path / "index")
    with pamphlet.Index(tmp_path / "index") as index:
        [hit] = index.search("tanners")
        assert "<script>" in hit.snippet
        for start, end in hit.highlights:
            assert hit.snippet[start:end] == "tanners"
        assert hit.snippet in hit.to_dict()["snippet"]


def test_highlights_count_characters(tmp_path: Path) -> None:
    with pamphlet.Writer(tmp_path / "index") as writer:
        writer.add("a.txt", "Смело\n\n\U0001f6a9 Вся власть — рабочим! Café power.")
    with pamphlet.Index(tmp_path / "index") as index:
        [hit] = index.search("власть power")
        assert [hit.snippet[start:end] for start, end in hit.highlights] == ["власть", "power"]
        document = index.document("a.txt")
        pairs = index.highlights(document, "власть OR power")
        assert [document.text[start:end] for start, end in pairs] == ["власть", "power"]
