"""What is found, as objects: plain data, which can be compared, pickled and put into tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar, overload

from ._frames import Column, to_pandas, to_polars

if TYPE_CHECKING:
    import pandas
    import polars

T = TypeVar("T")

#: A field's value: one text, or several.
Value = str | list[str]


@dataclass(frozen=True, slots=True)
class Source:
    """A place in an original file."""

    #: First and last line, both inclusive, from 1.
    line: tuple[int, int]
    #: Bytes, the end exclusive.
    byte: tuple[int, int]
    #: The page of a paged format, from 1.
    page: int | None = None

    @classmethod
    def _of(cls, data: Mapping[str, Any]) -> Source:
        return cls(tuple(data["line"]), tuple(data["byte"]), data["page"])

    def to_dict(self) -> dict[str, Any]:
        return {"line": list(self.line), "byte": list(self.byte), "page": self.page}


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a document that shows matches."""

    section: str | None
    snippet: str
    #: Matches in ``snippet``: start and end, in characters, the end exclusive.
    highlights: list[tuple[int, int]]
    source: Source

    @classmethod
    def _of(cls, data: Mapping[str, Any]) -> Snippet:
        return cls(data["section"], data["snippet"], _pairs(data["highlights"]), Source._of(data["source"]))

    def to_dict(self) -> dict[str, Any]:
        return {
            "section": self.section,
            "snippet": self.snippet,
            "highlights": [list(pair) for pair in self.highlights],
            "source": self.source.to_dict(),
        }


@dataclass(frozen=True, slots=True, repr=False)
class Hit:
    """A document that was found."""

    #: From 1, over all pages of the result.
    rank: int
    #: Higher is better; only comparable within one search.
    score: float
    #: The document's id.
    doc: str
    path: str
    title: str | None
    #: ``1848``, ``1848-03`` or ``1848-03-18``: as exactly as it is known.
    date: str | None
    #: The heading that the snippet stands under.
    section: str | None
    snippet: str
    #: Matches in ``snippet``: start and end, in characters, the end exclusive.
    highlights: list[tuple[int, int]]
    #: Where the snippet stands in the original file.
    source: Source
    #: All other fields.
    fields: dict[str, Value]
    #: With ``snippets=2`` or more: all of them, the first included.
    snippets: list[Snippet] = field(default_factory=list)
    #: Paths of near-duplicates that were folded into this hit.
    also: list[str] = field(default_factory=list)
    #: With ``explain=True``: what the score is made of.
    explain: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def _of(cls, data: Mapping[str, Any]) -> Hit:
        return cls(
            data["rank"],
            data["score"],
            data["doc"],
            data["path"],
            data["title"],
            data["date"],
            data["section"],
            data["snippet"],
            _pairs(data["highlights"]),
            Source._of(data["source"]),
            data["fields"],
            [Snippet._of(one) for one in data.get("snippets", ())],
            data.get("also", []),
            data.get("explain", []),
        )

    def __repr__(self) -> str:
        return f"<Hit {self.rank}: {self.path!r}, {self.title!r}, {self.date}>"

    def marked(self, open: str = "[", close: str = "]") -> str:
        """The snippet with marks around its matches."""
        out, at = [], 0
        for start, end in self.highlights:
            out += [self.snippet[at:start], open, self.snippet[start:end], close]
            at = end
        return "".join(out) + self.snippet[at:]

    def to_dict(self) -> dict[str, Any]:
        """As ``pamphlet search --format json`` prints it."""
        out: dict[str, Any] = {
            "rank": self.rank,
            "score": self.score,
            "doc": self.doc,
            "path": self.path,
            "title": self.title,
            "date": self.date,
            "section": self.section,
            "snippet": self.snippet,
            "highlights": [list(pair) for pair in self.highlights],
            "source": self.source.to_dict(),
            "fields": self.fields,
        }
        # what there is none of is left out
        if self.snippets:
            out["snippets"] = [one.to_dict() for one in self.snippets]
        if self.also:
            out["also"] = self.also
        if self.explain:
            out["explain"] = self.explain
        return out


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """A match with what stands around it."""

    doc: str
    path: str
    date: str | None
    before: str
    keyword: str
    after: str
    #: Where the keyword stands in the original file.
    source: Source

    @classmethod
    def _of(cls, data: Mapping[str, Any]) -> Line:
        return cls(
            data["doc"],
            data["path"],
            data["date"],
            data["before"],
            data["keyword"],
            data["after"],
            Source._of(data["source"]),
        )

    def __repr__(self) -> str:
        return f"<Line {self.before[-30:]} [{self.keyword}] {self.after[:30]}>"

    def to_dict(self) -> dict[str, Any]:
        """As ``pamphlet kwic --format json`` prints it."""
        return {
            "doc": self.doc,
            "path": self.path,
            "date": self.date,
            "before": self.before,
            "keyword": self.keyword,
            "after": self.after,
            "source": self.source.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that have something in common."""

    #: What they have in common; empty where a line has none.
    group: str
    matches: int
    documents: int

    def to_dict(self) -> dict[str, Any]:
        return {"group": self.group, "matches": self.matches, "documents": self.documents}


@dataclass(frozen=True, slots=True)
class Point:
    """A bucket of a trend."""

    #: ``1848``, ``1848-03``, ``1840s`` or a value; ``None`` for documents without one.
    bucket: str | None
    matches: int
    documents: int
    #: Words of all documents of the bucket.
    words: int
    #: Matches in a million words; ``None`` in a bucket without words.
    per_million: float | None
    #: Whether there are so few words that the rate says little.
    thin: bool = False
    #: The query that, with the same filters, finds its matches.
    find: str = ""

    def to_dict(self) -> dict[str, Any]:
        """As ``pamphlet trend --format json`` prints it."""
        out: dict[str, Any] = {
            "bucket": self.bucket,
            "matches": self.matches,
            "documents": self.documents,
            "words": self.words,
            "per_million": self.per_million,
        }
        if self.thin:
            out["thin"] = True
        out["find"] = self.find
        return out


@dataclass(frozen=True, slots=True)
class Count:
    """How much matches."""

    documents: int
    matches: int
    #: What to know about how the query was read.
    notes: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """As ``pamphlet search --count --format json`` prints it."""
        return {"documents": self.documents, "matches": self.matches}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a field, and how many of the hits have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """A document, clean."""

    id: str
    path: str
    title: str | None
    date: str | None
    #: All other fields, each with its values.
    fields: dict[str, list[str]]
    text: str
    _data: dict[str, Any] = field(repr=False, compare=False, default_factory=dict)

    @classmethod
    def _of(cls, data: dict[str, Any]) -> Document:
        metadata = data["metadata"]
        fields = dict(metadata.get("fields") or {})
        return cls(
            data["id"], data["path"], metadata.get("title"), metadata.get("date"), fields, data["text"], data
        )

    def __repr__(self) -> str:
        return f"<Document {self.path!r}, {self.title!r}, {self.date}, {len(self.text)} characters>"

    def to_dict(self) -> dict[str, Any]:
        """With its blocks, speeches, passages and repairs: as ``pamphlet show --format json`` prints it."""
        return self._data


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the text of a place differs from a passage."""

    #: What stands there: start and end in characters of ``text``; nothing where words are left out.
    at: tuple[int, int]
    #: The words of the passage in its place; empty where words were put in.
    was: str


@dataclass(frozen=True, slots=True)
class Passage:
    """What was looked for, or the part of it that stands in a place."""

    #: The document that it is of; None where it was given as text.
    doc: str | None
    path: str | None
    date: str | None
    text: str
    source: Source | None


@dataclass(frozen=True, slots=True, repr=False)
class Quotation:
    """A place that has a passage, or a part of it."""

    doc: str
    path: str
    title: str | None
    date: str | None
    section: str | None
    #: 1 is word for word.
    similarity: float
    #: Words in common, spelled alike or not.
    words: int
    text: str
    differences: list[Difference]
    source: Source
    of: Passage
    _data: dict[str, Any] = field(repr=False, compare=False, default_factory=dict)

    @classmethod
    def _of(cls, data: dict[str, Any]) -> Quotation:
        of = data["of"]
        source = of["source"] and Source._of(of["source"])
        return cls(
            data["doc"],
            data["path"],
            data["title"],
            data["date"],
            data["section"],
            data["similarity"],
            data["words"],
            data["text"],
            [Difference(tuple(one["at"]), one["was"]) for one in data["differences"]],
            Source._of(data["source"]),
            Passage(of["doc"], of["path"], of["date"], of["text"], source),
            data,
        )

    def __repr__(self) -> str:
        return f"<Quotation {self.path!r}, {self.date}, {self.similarity}: {self.text[:40]!r}>"

    def to_dict(self) -> dict[str, Any]:
        """As ``pamphlet quote --format json`` prints it."""
        return self._data


@dataclass(frozen=True, slots=True)
class Alike:
    """A document like another."""

    rank: int
    doc: str
    path: str
    title: str | None
    date: str | None
    #: ``copy``, ``version`` or ``similar``.
    kind: str
    #: Of copies and versions how much of the wording is the same; of others how much of the document's telling words.
    similarity: float
    #: The words that both have, the most telling first.
    words: list[str]

    def to_dict(self) -> dict[str, Any]:
        """As ``pamphlet similar --format json`` prints it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence of one or both of two documents."""

    #: ``same``, ``changed``, ``moved``, ``added`` or ``dropped``.
    kind: str
    #: As it stands in the older document.
    old: str | None
    #: As it stands in the newer one.
    new: str | None
    #: Of a changed one: where ``new`` differs.
    differences: list[Difference]
    _data: dict[str, Any] = field(repr=False, compare=False, default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """As ``pamphlet diff --format json`` prints it."""
        return self._data


class Diff(Sequence[Change]):
    """The sentences of two documents, in the order of the newer one."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        #: Id, path, title and date of each document.
        self.old: dict[str, Any] = answer["old"]
        self.new: dict[str, Any] = answer["new"]
        self._items = [
            Change(
                one["kind"],
                one["old"] and one["old"]["text"],
                one["new"] and one["new"]["text"],
                [Difference(tuple(each["at"]), each["was"]) for each in one["differences"]],
                one,
            )
            for one in answer["changes"]
        ]

    @overload
    def __getitem__(self, at: int) -> Change: ...
    @overload
    def __getitem__(self, at: slice) -> list[Change]: ...
    def __getitem__(self, at: int | slice) -> Change | list[Change]:
        return self._items[at]

    def __len__(self) -> int:
        return len(self._items)


class Table(Sequence[T], Generic[T]):
    """A list that can be made a table."""

    def __init__(self, items: list[T], query: Mapping[str, Any]) -> None:
        self._items = items
        #: The query as it was typed.
        self.query: str = query["text"]
        #: The query as it was read, every operator spelled out.
        self.read_as: str = query["read_as"]
        #: What to know about that, a sentence each.
        self.notes: list[str] = [note["message"] for note in query["notes"]]

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> list[T]: ...
    def __getitem__(self, at: int | slice) -> T | list[T]:
        return self._items[at]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[T]:
        return iter(self._items)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.query!r}: {len(self)}>"

    def to_dicts(self) -> list[dict[str, Any]]:
        """Each as the command line prints it with ``--format json``."""
        return [item.to_dict() for item in self._items]  # type: ignore[attr-defined]

    def _columns(self) -> list[Column]:
        raise NotImplementedError

    def to_pandas(self) -> pandas.DataFrame:
        """A pandas frame. Dates stay texts: a year or a month is no day, and pandas ends at 1677.

        Raises ImportError where pandas is not installed.
        """
        return to_pandas(self._columns())

    def to_polars(self) -> polars.DataFrame:
        """A polars frame, with dates as texts. Raises ImportError where polars is not installed."""
        return to_polars(self._columns())


class Results(Table[Hit]):
    """The hits of a search, best first."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        super().__init__([Hit._of(hit) for hit in answer["hits"]], answer["query"])
        #: How many documents match, shown or not.
        self.total: int = answer["total"]
        #: Of each field that was asked for its values, the most frequent first.
        self.facets: dict[str, list[FacetValue]] = {
            name: [FacetValue(one["value"], one["count"]) for one in values]
            for name, values in answer["facets"].items()
        }
        #: For words that no document holds, similar ones that some do.
        self.suggestions: dict[str, list[str]] = dict(answer["suggestions"])

    def __repr__(self) -> str:
        return f"<Results of {self.query!r}: {len(self)} of {self.total}>"

    def _columns(self) -> list[Column]:
        hits = self._items
        columns = [
            Column("rank", "int", [hit.rank for hit in hits]),
            Column("score", "float", [hit.score for hit in hits]),
            Column("doc", "str", [hit.doc for hit in hits]),
            Column("path", "str", [hit.path for hit in hits]),
            Column("title", "str", [hit.title for hit in hits]),
            Column("date", "str", [hit.date for hit in hits]),
            Column("section", "str", [hit.section for hit in hits]),
            Column("snippet", "str", [hit.snippet for hit in hits]),
            *_place(hit.source for hit in hits),
        ]
        taken = {column.name for column in columns}
        names = sorted({name for hit in hits for name in hit.fields})
        for name in names:
            values = [hit.fields.get(name) for hit in hits]
            column = f"field_{name}" if name in taken else name
            if any(isinstance(value, list) for value in values):
                values = [[value] if isinstance(value, str) else value for value in values]
                columns.append(Column(column, "list", values))
            else:
                columns.append(Column(column, "str", values))
        return columns


class Concordance(Table[Line]):
    """A line for every match."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        super().__init__([Line._of(line) for line in answer["lines"]], answer["query"])
        #: How many lines there are, given or not.
        self.total: int = answer["total"]

    def __repr__(self) -> str:
        return f"<Concordance of {self.query!r}: {len(self)} of {self.total}>"

    def _columns(self) -> list[Column]:
        lines = self._items
        return [
            Column("doc", "str", [line.doc for line in lines]),
            Column("path", "str", [line.path for line in lines]),
            Column("date", "str", [line.date for line in lines]),
            Column("before", "str", [line.before for line in lines]),
            Column("keyword", "str", [line.keyword for line in lines]),
            Column("after", "str", [line.after for line in lines]),
            *_place(line.source for line in lines),
        ]


class AlikeList(Table[Alike]):
    """Documents like one."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        super().__init__([Alike(**one) for one in answer["documents"]], answer["query"])
        #: How many there are, given or not.
        self.total: int = answer["total"]

    def _columns(self) -> list[Column]:
        return [
            Column("rank", "int", [one.rank for one in self._items]),
            Column("kind", "str", [one.kind for one in self._items]),
            Column("similarity", "float", [one.similarity for one in self._items]),
            Column("doc", "str", [one.doc for one in self._items]),
            Column("path", "str", [one.path for one in self._items]),
            Column("title", "str", [one.title for one in self._items]),
            Column("date", "str", [one.date for one in self._items]),
        ]


class Quotations(Table[Quotation]):
    """The places that have a passage, oldest first."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        super().__init__([Quotation._of(one) for one in answer["quotations"]], answer["query"])
        #: How many places there are, given or not.
        self.total: int = answer["total"]
        #: In how many documents.
        self.documents: int = answer["documents"]

    def _columns(self) -> list[Column]:
        places = self._items
        return [
            Column("similarity", "float", [one.similarity for one in places]),
            Column("words", "int", [one.words for one in places]),
            Column("doc", "str", [one.doc for one in places]),
            Column("path", "str", [one.path for one in places]),
            Column("title", "str", [one.title for one in places]),
            Column("date", "str", [one.date for one in places]),
            Column("text", "str", [one.text for one in places]),
            *_place(one.source for one in places),
            Column("of_path", "str", [one.of.path for one in places]),
            Column("of_text", "str", [one.of.text for one in places]),
        ]


class Groups(Table[Group]):
    """How many matches have what in common, the most frequent first."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        super().__init__([Group(**one) for one in answer["groups"]], answer["query"])
        #: How many groups there are, given or not.
        self.total: int = answer["total"]
        #: How many lines there are.
        self.matches: int = answer["matches"]

    def _columns(self) -> list[Column]:
        return [
            Column("group", "str", [one.group for one in self._items]),
            Column("matches", "int", [one.matches for one in self._items]),
            Column("documents", "int", [one.documents for one in self._items]),
        ]


class Trend(Table[Point]):
    """How often, bucket by bucket."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        super().__init__([Point(**point) for point in answer["points"]], answer["query"])

    def _columns(self) -> list[Column]:
        points = self._items
        return [
            Column("bucket", "str", [point.bucket for point in points]),
            Column("matches", "int", [point.matches for point in points]),
            Column("documents", "int", [point.documents for point in points]),
            Column("words", "int", [point.words for point in points]),
            Column("per_million", "float", [point.per_million for point in points]),
            Column("thin", "bool", [point.thin for point in points]),
            Column("find", "str", [point.find for point in points]),
        ]


#: What is counted in whole numbers; other figures have places behind the point.
_WHOLE = {
    "count",
    "reference_count",
    "documents",
    "reference_documents",
    "left",
    "right",
    "total",
    "matches",
    "n",
}
_TEXT = {"word", "ngram", "find"}

#: The columns in the order of the command line's tables.
_ORDER = (
    "word",
    "ngram",
    "n",
    "count",
    "left",
    "right",
    "reference_count",
    "per_million",
    "reference_per_million",
    "documents",
    "reference_documents",
    "dp",
    "juilland_d",
    "total",
    "expected",
    "log_likelihood",
    "bic",
    "log_ratio",
    "percent_diff",
    "odds_ratio",
    "pmi",
    "mi3",
    "log_dice",
    "t_score",
    "find",
)


class Figures(Table[dict[str, Any]]):
    """Rows of figures: a dictionary a row, with the keys of ``pamphlet words --format json`` and its like."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        super().__init__(answer["rows"], answer["query"] if "query" in answer else answer["target"])
        #: How many rows there are, given or not.
        self.total: int = answer["total"]
        #: What was looked at: words, documents, matches, and the like.
        self.totals: dict[str, int] = {
            name: value for name, value in answer.items() if isinstance(value, int) and name != "total"
        }
        reference = answer.get("reference")
        if reference is not None:
            self.notes.extend(note["message"] for note in reference["notes"])

    def to_dicts(self) -> list[dict[str, Any]]:
        return [dict(row) for row in self._items]

    def _columns(self) -> list[Column]:
        return _figures(self._items)


def _figures(rows: list[dict[str, Any]]) -> list[Column]:
    def kind(name: str) -> Literal["str", "int", "float"]:
        return "str" if name in _TEXT else "int" if name in _WHOLE else "float"

    names = sorted(rows[0], key=_ORDER.index) if rows else []
    return [Column(name, kind(name), [row[name] for row in rows]) for name in names]


class Coded(Table[dict[str, Any]]):
    """Documents with their matches of each category: a dictionary a document."""

    def __init__(self, answer: Mapping[str, Any]) -> None:
        names = [one["category"] for one in answer["categories"]]
        rows = [
            {
                "doc": row["doc"],
                "path": row["path"],
                "date": row["date"],
                "words": row["words"],
                "categories": dict(zip(names, row["counts"], strict=True)),
            }
            for row in answer["rows"]
        ]
        super().__init__(rows, answer["query"])
        #: Every category with its matches, documents, and matches in a million words.
        self.categories: list[dict[str, Any]] = answer["categories"]
        #: Documents that were looked at, and their words.
        self.documents: int = answer["documents"]
        self.words: int = answer["words"]

    def to_dicts(self) -> list[dict[str, Any]]:
        return [dict(row) for row in self._items]

    def _columns(self) -> list[Column]:
        rows = self._items
        names = [one["category"] for one in self.categories]
        return [
            Column("doc", "str", [row["doc"] for row in rows]),
            Column("path", "str", [row["path"] for row in rows]),
            Column("date", "str", [row["date"] for row in rows]),
            Column("words", "int", [row["words"] for row in rows]),
            *(Column(name, "int", [row["categories"][name] for row in rows]) for name in names),
        ]


def _pairs(pairs: list[list[int]]) -> list[tuple[int, int]]:
    return [(start, end) for start, end in pairs]


def _place(sources: Iterator[Source]) -> list[Column]:
    places = list(sources)
    return [
        Column("line", "int", [place.line[0] for place in places]),
        Column("byte_start", "int", [place.byte[0] for place in places]),
        Column("byte_end", "int", [place.byte[1] for place in places]),
        Column("page", "int", [place.page for place in places]),
    ]
