"""Files and texts into an index, and repair."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

import pamphlet


def test_again_only_what_changed(tmp_path: Path) -> None:
    docs, index = tmp_path / "docs", tmp_path / "index"
    docs.mkdir()
    (docs / "a.txt").write_text("Alder\n\nThe alder stands.")
    (docs / "b.txt").write_text("Birch\n\nThe birch stands.")
    summary = pamphlet.ingest(docs, index=index)
    assert (summary.added, summary.updated, summary.failed) == (2, 0, [])
    (docs / "b.txt").write_text("Birch\n\nThe birch has fallen.")
    (docs / "a.txt").unlink()
    (docs / "c.bin").write_bytes(bytes(range(256)) * 9)
    summary = pamphlet.ingest([str(docs)], index=str(index))
    assert (summary.added, summary.updated, summary.removed) == (0, 1, 1)
    [failure] = summary.failed
    assert failure.path.endswith("c.bin") and failure.reason
    assert set(summary.to_dict()) == {"added", "updated", "unchanged", "removed", "failed", "bytes", "seconds"}
    assert pamphlet.ingest(docs, index=index, rebuild=True, optimize=True, threads=1, memory=2**28).added == 1


def test_missing_paths_touch_nothing(tmp_path: Path) -> None:
    with pytest.raises(pamphlet.PathNotFoundError) as raised:
        pamphlet.ingest(tmp_path / "gone", index=tmp_path / "index")
    assert isinstance(raised.value, FileNotFoundError)
    assert not (tmp_path / "index").exists() or not any((tmp_path / "index").iterdir())
    with pytest.raises(pamphlet.PathNotFoundError):
        pamphlet.ingest([])


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are UTF-8 there")
def test_paths_of_any_bytes(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/caf\xe9"
    os.mkdir(folder)
    with open(folder + b"/r\xe9sum\xe9.txt", "w") as file:
        file.write("Title\n\nThe tanners meet here.")
    for given in [folder, os.fsdecode(folder), Path(os.fsdecode(folder))]:
        index = os.fsencode(tmp_path) + b"/ind\xe9x"
        summary = pamphlet.ingest(given, index=index)
        # it is indexed, and told that its name cannot be shown as it is
        assert summary.added + summary.unchanged == 1, summary
        with pamphlet.Index(index) as opened:
            [hit] = opened.search("tanners")
            assert "r\ufffdsum\ufffd.txt" in hit.path
            assert opened.document(hit.doc).text.endswith("The tanners meet here.")


def test_progress_and_its_exceptions(large: Path, tmp_path: Path) -> None:
    seen: list[pamphlet.Progress] = []
    summary = pamphlet.ingest(large, index=tmp_path / "index", progress=seen.append)
    assert summary.added == 400
    assert seen and seen[-1].all_found and seen[-1].files == 400
    done = [state.bytes_done for state in seen]
    assert done == sorted(done)

    def stop(state: pamphlet.Progress) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        pamphlet.ingest(large, index=tmp_path / "other", progress=stop)
    # nothing of it is kept
    with pamphlet.Index(tmp_path / "other") as index:
        assert len(index) == 0 and index


def test_maps_types_and_globs(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("nr,day,what,who\n1,3/4/1931,Bread now,A. Mill\n2,5/4/1931,Coal,B. Shaft\n")
    (tmp_path / "a.txt").write_text("Alder\n\nThe alder stands.")
    columns = {"text": "what", "date": "day", "speaker": "Who", "id": "nr"}
    index = tmp_path / "index"
    pamphlet.ingest(tmp_path, index=index, map=columns, date_order="dmy", types="csv", globs=["*.csv"])
    with pamphlet.Index(index) as opened:
        [hit] = opened.search("bread")
        assert (hit.date, hit.fields["speaker"]) == ("1931-04-03", "A. Mill")
        assert len(opened) == 2
    documents = pamphlet.extract(tmp_path / "a.csv", map=columns, date_order="mdy")
    assert [document.date for document in documents] == ["1931-03-04", "1931-05-04"]
    assert documents[0].fields["speaker"] == ["A. Mill"]


def test_extract_tells_what_failed(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text":"The alder is a tree."}\n{"text": broken\n')
    failures: list[pamphlet.Failure] = []
    [document] = pamphlet.extract(tmp_path / "a.jsonl", failures=failures)
    assert document.text == "The alder is a tree." and len(failures) == 1
    (tmp_path / "b.bin").write_bytes(bytes(range(256)) * 9)
    with pytest.raises(pamphlet.UnreadableError):
        pamphlet.extract(tmp_path / "b.bin")


def test_pdf_is_read(corpus: Path) -> None:
    [document] = pamphlet.extract(corpus / "corpus" / "annual-report-1966.pdf")
    assert len(document.text) > 300 and document.fields["type"] == ["pdf"]


def test_the_writer_commits_at_the_end_or_not_at_all(tmp_path: Path) -> None:
    index = tmp_path / "index"
    with pamphlet.Writer(index) as writer:
        assert writer.add("a.txt", "Alder\n\nThe alder? stands by the river?s bank.") == 1
        assert writer.add("b.jsonl", b'{"text":"The birch."}\n{"text":"The cedar."}\n') == 2
        with pytest.raises(pamphlet.IndexLockedError) as locked:
            pamphlet.Writer(index)
        assert "wait" in locked.value.hint
    assert writer.closed
    with pamphlet.Index(index) as opened:
        assert len(opened) == 3
        [hit] = opened.search("birch")
    with pytest.raises(RuntimeError), pamphlet.Writer(index) as writer:
        writer.add("d.txt", "Dogwood\n\nThe dogwood.")
        raise RuntimeError
    with pamphlet.Writer(index) as writer:
        assert writer.remove(hit.doc) and not writer.remove(hit.doc)
        assert writer.commit() and not writer.commit()
    with pamphlet.Index(index) as opened:
        assert len(opened) == 2 and opened.count("dogwood").documents == 0
    with pytest.raises(pamphlet.ClosedError):
        writer.add("e.txt", "Elm")
    with pamphlet.Writer(index, rebuild=True) as writer, pytest.raises(pamphlet.UnreadableError):
        writer.add("blank.txt", "  \n ")


def test_repair_of_texts_counts_characters() -> None:
    damaged = "Ça ira! The miners? union kept the pit?s books, and it wasn?t paid. Who paid?"
    repaired = pamphlet.repair(damaged)
    assert str(repaired) == repaired.text == damaged.replace("miners?", "miners’").replace("pit?s", "pit’s").replace(
        "wasn?t", "wasn’t"
    )
    out, at = [], 0
    for edit in repaired.edits:
        assert edit.span is not None
        start, end = edit.span
        assert damaged[start:end] == edit.before
        assert damaged.encode()[edit.byte[0] : edit.byte[1]].decode() == edit.before
        assert 0.5 < edit.confidence <= 1
        out += [damaged[at:start], edit.after]
        at = end
    assert "".join(out) + damaged[at:] == repaired.text
    assert pamphlet.repair(repaired.text).edits == []


def test_repair_of_bytes_tells_the_encoding() -> None:
    raw = "Свобода слова и собраний".encode("cp1251") * 9
    repaired = pamphlet.repair(raw)
    assert repaired.encoding == "windows-1251" and "Свобода" in repaired.text
    for kind in (bytearray, memoryview):
        assert pamphlet.repair(kind(raw)) == repaired
    assert pamphlet.repair(b"").text == "" and pamphlet.repair("").text == ""
    for lone in ["\ud800", "a\udcffb"]:
        assert "\ufffd" in pamphlet.repair(lone).text


def test_rules_are_switched() -> None:
    names = [rule.name for rule in pamphlet.rules()]
    assert "lost-apostrophe" in names and len(names) > 15
    assert pamphlet.repair("the pit?s books", without="lost-apostrophe").edits == []
    off = [rule.name for rule in pamphlet.rules() if not rule.default]
    assert pamphlet.repair("Congreſs", with_rules=off).text == "Congress"
    for rule in pamphlet.rules():
        assert rule.what and rule.evidence and rule.wrong
