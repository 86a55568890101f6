"""An index that is open for reading."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, Literal

from . import _text
from ._errors import DocumentNotFoundError, InvalidOptionError
from ._native import NativeIndex
from ._results import (
    AlikeList,
    Coded,
    Concordance,
    Count,
    Diff,
    Document,
    Figures,
    Groups,
    Hit,
    Quotations,
    Results,
    Trend,
)
from ._text import AnyPath, Date

Where = Mapping[str, str | Iterable[str]]


class Index:
    """One committed state of an index. It takes no lock, and stays as it is while others write.

    Can be used by many threads at once: the interpreter's lock is free while it searches. Ctrl-C ends a search.
    """

    def __init__(self, path: AnyPath = "index") -> None:
        """Opens the index in a folder, or on a cluster at ``opensearch://HOST:PORT/NAME``.

        Raises IndexNotFoundError, IndexDamagedError or IndexVersionError.
        """
        self._path = _text.path(path)
        self._native = NativeIndex(self._path)

    @property
    def path(self) -> str:
        """The folder."""
        return self._path

    @property
    def closed(self) -> bool:
        return self._native.closed

    def close(self) -> None:
        """Lets the files go. Whoever asks afterwards gets a ClosedError."""
        self._native.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        """How many documents there are."""
        return self._native.documents()

    def __bool__(self) -> bool:
        # an index without documents is one all the same
        return True

    def __repr__(self) -> str:
        state = "closed" if self.closed else f"{len(self)} documents"
        return f"<Index {self._path!r}: {state}>"

    def search(
        self,
        query: str,
        *,
        limit: int | None = 10,
        offset: int = 0,
        sort: Literal["score", "date", "-date", "path"] = "score",
        from_: Date | None = None,
        to: Date | None = None,
        where: Where | None = None,
        codebook: AnyPath | None = None,
        facet: str | Iterable[str] | None = None,
        snippets: int = 1,
        context: int | None = None,
        any: bool = False,
        phrase: bool = False,
        strict: bool = False,
        stem: Literal["light", "full"] = "light",
        expand: bool = False,
        duplicates: Literal["fold", "show"] | None = None,
        explain: bool = False,
        timeout: float | None = None,
    ) -> Results:
        """Ranked hits with snippets. ``limit=None`` gives all.

        A query never fails: what cannot be an operator is searched as words, and ``notes`` of the result say so; with
        ``strict=True`` that is a QueryError.
        """
        asked = _text.options(
            limit=limit,
            offset=offset,
            sort=sort,
            facets=_text.texts(facet),
            snippets=snippets,
            context=context,
            expand=expand,
            fold=None if duplicates is None else duplicates == "fold",
            explain=explain,
            **_conditions(from_, to, where, codebook, any, phrase, strict, stem, timeout),
        )
        return Results(json.loads(self._native.find(_text.clean(query), asked)))

    def hits(self, query: str, **options: Any) -> Iterator[Hit]:
        """All hits one by one, best first, made as they are taken. Options are those of :meth:`search`."""
        offset, page = options.pop("offset", 0), 10
        left = options.pop("limit", None)
        options.setdefault("duplicates", "fold" if options.get("sort", "score") == "score" else "show")
        while left is None or left > 0:
            wanted = page if left is None else min(page, left)
            found = self.search(query, limit=wanted, offset=offset, **options)
            yield from found
            if len(found) < wanted:
                return
            offset += len(found)
            left = None if left is None else left - len(found)
            page = min(page * 2, 1000)

    def count(
        self,
        query: str,
        *,
        from_: Date | None = None,
        to: Date | None = None,
        where: Where | None = None,
        codebook: AnyPath | None = None,
        any: bool = False,
        phrase: bool = False,
        strict: bool = False,
        stem: Literal["light", "full"] = "light",
        timeout: float | None = None,
    ) -> Count:
        """How many documents match, and how often."""
        asked = _text.options(**_conditions(from_, to, where, codebook, any, phrase, strict, stem, timeout))
        answer = json.loads(self._native.count(_text.clean(query), asked))
        notes = [note["message"] for note in answer["notes"]]
        return Count(answer["documents"], answer["matches"], notes)

    def kwic(
        self,
        query: str,
        *,
        limit: int | None = 100,
        offset: int = 0,
        context: int = 10,
        sort: Literal["doc", "date", "before1", "after1"] = "doc",
        from_: Date | None = None,
        to: Date | None = None,
        where: Where | None = None,
        codebook: AnyPath | None = None,
        any: bool = False,
        phrase: bool = False,
        strict: bool = False,
        stem: Literal["light", "full"] = "light",
        timeout: float | None = None,
    ) -> Concordance:
        """A line for every match, with ``context`` words on each side. ``limit=None`` gives all."""
        asked = _text.options(
            limit=limit,
            offset=offset,
            context=context,
            **_conditions(from_, to, where, codebook, any, phrase, strict, stem, timeout),
        )
        return Concordance(json.loads(self._native.concordance(_text.clean(query), asked, sort)))

    def groups(
        self,
        query: str,
        *,
        by: Literal["keyword", "before1", "after1", "doc", "year"] = "keyword",
        limit: int | None = 100,
        offset: int = 0,
        from_: Date | None = None,
        to: Date | None = None,
        where: Where | None = None,
        codebook: AnyPath | None = None,
        any: bool = False,
        phrase: bool = False,
        strict: bool = False,
        stem: Literal["light", "full"] = "light",
        timeout: float | None = None,
    ) -> Groups:
        """How many lines of the concordance have what in common, the most frequent first."""
        asked = _text.options(
            limit=limit,
            offset=offset,
            **_conditions(from_, to, where, codebook, any, phrase, strict, stem, timeout),
        )
        return Groups(json.loads(self._native.groups(_text.clean(query), asked, by)))

    def trend(
        self,
        query: str,
        *,
        by: str = "year",
        from_: Date | None = None,
        to: Date | None = None,
        where: Where | None = None,
        codebook: AnyPath | None = None,
        any: bool = False,
        phrase: bool = False,
        strict: bool = False,
        stem: Literal["light", "full"] = "light",
        duplicates: Literal["fold", "show"] = "show",
        timeout: float | None = None,
    ) -> Trend:
        """How often, by ``year``, ``month``, ``decade``, or the values of a field such as ``party``."""
        asked = _text.options(
            fold=duplicates == "fold",
            **_conditions(from_, to, where, codebook, any, phrase, strict, stem, timeout),
        )
        return Trend(json.loads(self._native.trend(_text.clean(query), asked, _text.clean(by))))

    def words(
        self,
        query: str = "",
        *,
        sort: Literal["count", "documents", "dp", "word"] = "count",
        limit: int | None = 50,
        offset: int = 0,
        min_count: int = 1,
        min_documents: int = 1,
        like: str | None = None,
        stop_words: str | Iterable[str] | None = None,
        duplicates: Literal["fold", "show"] = "show",
        from_: Date | None = None,
        to: Date | None = None,
        where: Where | None = None,
        codebook: AnyPath | None = None,
        any: bool = False,
        phrase: bool = False,
        strict: bool = False,
        stem: Literal["light", "full"] = "light",
        timeout: float | None = None,
    ) -> Figures:
        """How often each word stands, and how evenly it is spread: in the documents of a query, or in all.

        ``stop_words`` leaves words out: those of a language (``"en"``), or the words themselves.
        """
        return self._figures(
            "words",
            query,
            {"sort": sort}
            | _listed(min_count, min_documents, like, stop_words, duplicates),
            limit,
            offset,
            _conditions(from_, to, where, codebook, any, phrase, strict, stem, timeout),
        )

    def keyness(
        self,
        query: str,
        *,
        reference: str | None = None,
        negative: bool = False,
        sort: Literal["ll", "log-ratio", "count", "word"] = "ll",
        limit: int | None = 50,
        offset: int = 0,
        min_count: int = 2,
        min_documents: int = 1,
        like: str | None = None,
        stop_words: str | Iterable[str] | None = None,
        duplicates: Literal["fold", "show"] = "show",
        from_: Date | None = None,
        to: Date | None = None,
        where: Where | None = None,
        codebook: AnyPath | None = None,
        any: bool = False,
        phrase: bool = False,
        strict: bool = False,
        stem: Literal["light", "full"] = "light",
        timeout: float | None = None,
    ) -> Figures:
        """Words that are more frequent in the documents of a query than in those of ``reference``, or in all others."""
        return self._figures(
            "keyness",
            query,
            {"sort": sort, "negative": negative, "reference": None if reference is None else _text.clean(reference)}
            | _listed(min_count, min_documents, like, stop_words, duplicates),
            limit,
            offset,
            _conditions(from_, to, where, codebook, any, phrase, strict, stem, timeout),
        )

    def collocates(
        self,
        query: str,
        *,
        left: int = 5,
        right: int = 5,
        within: Literal["sentence", "paragraph", "document"] = "paragraph",
        sort: Literal["ll", "log-dice", "pmi", "mi3", "t-score", "count", "word"] = "ll",
        limit: int | None = 50,
        offset: int = 0,
        min_count: int = 2,
        min_documents: int = 1,
        like: str | None = None,
        stop_words: str | Iterable[str] | None = None,
        duplicates: Literal["fold", "show"] = "show",
        from_: Date | None = None,
        to: Date | None = None,
        where: Where | None = None,
        codebook: AnyPath | None = None,
        any: bool = False,
        phrase: bool = False,
        strict: bool = False,
        stem: Literal["light", "full"] = "light",
        timeout: float | None = None,
    ) -> Figures:
        """Words that stand near the matches of a query more often than chance would have it."""
        return self._figures(
            "collocates",
            query,
            {"sort": sort, "left": left, "right": right, "within": within}
            | _listed(min_count, min_documents, like, stop_words, duplicates),
            limit,
            offset,
            _conditions(from_, to, where, codebook, any, phrase, strict, stem, timeout),
        )

    def ngrams(
        self,
        query: str = "",
        *,
        shortest: int = 2,
        longest: int = 3,
        within: Literal["sentence", "paragraph", "document"] = "paragraph",
        limit: int | None = 50,
        offset: int = 0,
        min_count: int = 2,
        min_documents: int = 1,
        like: str | None = None,
        stop_words: str | Iterable[str] | None = None,
        duplicates: Literal["fold", "show"] = "show",
        from_: Date | None = None,
        to: Date | None = None,
        where: Where | None = None,
        codebook: AnyPath | None = None,
        any: bool = False,
        phrase: bool = False,
        strict: bool = False,
        stem: Literal["light", "full"] = "light",
        timeout: float | None = None,
    ) -> Figures:
        """Rows of words that recur: in the documents of a query, or in all."""
        return self._figures(
            "ngrams",
            query,
            {"sort": "count", "shortest": shortest, "longest": longest, "within": within}
            | _listed(min_count, min_documents, like, stop_words, duplicates),
            limit,
            offset,
            _conditions(from_, to, where, codebook, any, phrase, strict, stem, timeout),
        )

    def code(
        self,
        codebook: AnyPath,
        query: str = "",
        *,
        limit: int | None = None,
        offset: int = 0,
        duplicates: Literal["fold", "show"] = "show",
        from_: Date | None = None,
        to: Date | None = None,
        where: Where | None = None,
        any: bool = False,
        phrase: bool = False,
        strict: bool = False,
        stem: Literal["light", "full"] = "light",
        timeout: float | None = None,
    ) -> Coded:
        """Documents with their matches of each category of a codebook: those of a query, or all.

        Raises InvalidOptionError where a line of the codebook cannot be used.
        """
        asked = _text.options(
            limit=limit,
            offset=offset,
            fold=duplicates == "fold",
            **_conditions(from_, to, where, codebook, any, phrase, strict, stem, timeout),
        )
        return Coded(json.loads(self._native.code(_text.clean(query), asked)))

    def sample(
        self,
        query: str,
        count: int,
        *,
        seed: int = 1,
        context: int = 10,
        from_: Date | None = None,
        to: Date | None = None,
        where: Where | None = None,
        codebook: AnyPath | None = None,
        any: bool = False,
        phrase: bool = False,
        strict: bool = False,
        stem: Literal["light", "full"] = "light",
        timeout: float | None = None,
    ) -> Concordance:
        """Lines of a concordance drawn by lot; the same seed draws the same lines of the same index."""
        asked = _text.options(
            context=context, **_conditions(from_, to, where, codebook, any, phrase, strict, stem, timeout)
        )
        return Concordance(json.loads(self._native.sample(_text.clean(query), asked, count, seed)))

    def _figures(
        self,
        kind: str,
        query: str,
        wanted: dict[str, Any],
        limit: int | None,
        offset: int,
        conditions: dict[str, Any],
    ) -> Figures:
        asked = _text.options(limit=limit, offset=offset, **conditions)
        answer = self._native.figures(_text.clean(query), asked, json.dumps({"kind": kind, **wanted}))
        return Figures(json.loads(answer))

    def quote(
        self,
        text: str | None = None,
        *,
        document: Document | Hit | str | None = None,
        documents: str | None = None,
        against: str = "",
        least: float = 0.8,
        words: int | None = None,
        most_documents: int | None = None,
        limit: int | None = 20,
        offset: int = 0,
        from_: Date | None = None,
        to: Date | None = None,
        where: Where | None = None,
        timeout: float | None = None,
    ) -> Quotations:
        """Who said it first: every place that has a passage, word for word or nearly, oldest first.

        What is looked for is a ``text``, every passage of a ``document``, or of all ``documents`` that a query finds;
        it is looked for in the documents that the query ``against`` finds. ``words`` asks for parts of so many words;
        passages that more than ``most_documents`` have, formulas, are left out.
        """
        if sum(one is not None for one in (text, document, documents)) != 1:
            raise InvalidOptionError("one of text, document and documents is needed", "give one of them")
        if document is not None:
            of, sought = "document", self._id(document)
        else:
            of, sought = ("text", text) if text is not None else ("documents", documents or "")
        asked = _text.options(
            limit=limit,
            offset=offset,
            **_conditions(from_, to, where, None, False, False, False, "light", timeout),
        )
        query = _text.clean(against)
        found = self._native.quote(of, _text.clean(sought), query, asked, least, words, most_documents)
        return Quotations(json.loads(found))

    def similar(
        self,
        document: Document | Hit | str,
        *,
        against: str = "",
        limit: int | None = 10,
        offset: int = 0,
        from_: Date | None = None,
        to: Date | None = None,
        where: Where | None = None,
        timeout: float | None = None,
    ) -> AlikeList:
        """Documents like one: its copies and versions, then what shares its rare words."""
        asked = _text.options(
            limit=limit,
            offset=offset,
            **_conditions(from_, to, where, None, False, False, False, "light", timeout),
        )
        found = self._native.similar(self._id(document), _text.clean(against), asked)
        return AlikeList(json.loads(found))

    def diff(self, old: Document | Hit | str, new: Document | Hit | str | None = None) -> Diff:
        """Two documents, sentence by sentence; one alone beside its earlier version.

        Raises DocumentNotFoundError where it has none.
        """
        first = self._id(old)
        found = self._native.diff(first, None) if new is None else self._native.diff(self._id(new), first)
        answer = json.loads(found)
        if answer is None:
            raise DocumentNotFoundError("the document has no earlier version", "give the document to compare with")
        return Diff(answer)

    def cite(
        self, document: Document | Hit | str, query: str | None = None, *, text: str | None = None
    ) -> dict[str, Any] | None:
        """A citation of a document, of the sentence in which a query matches first, or of a passage.

        As ``pamphlet cite --format json`` prints it; None where the document does not have it.
        """
        query = None if query is None else _text.clean(query)
        text = None if text is None else _text.clean(text)
        cited: dict[str, Any] | None = json.loads(self._native.cite(self._id(document), query, text))
        return cited

    def find_again(self, annotation: str) -> dict[str, Any] | None:
        """What a W3C Web Annotation is of, as ``pamphlet show --citation --format json`` prints it.

        None where nothing is left of it.
        """
        found: dict[str, Any] | None = json.loads(self._native.find_again(_text.clean(annotation)))
        return found

    def record(
        self,
        query: str,
        command: str | Mapping[str, Any] = "search",
        *,
        limit: int | None = 10,
        from_: Date | None = None,
        to: Date | None = None,
        where: Where | None = None,
    ) -> str:
        """A question, its results and the state of the index, as ``--save`` of the command line writes them.

        ``command`` is ``search``, ``count``, ``kwic``, ``trend``, ``words``, ``keyness``, ``collocates``, ``ngrams``,
        ``code`` or ``similar``; a mapping gives options, too: ``{"command": "collocates", "left": 3}``. They are named as
        in ``asked`` of a saved file (``docs/wire-format.md``).
        """
        asked = _text.options(
            limit=limit, **_conditions(from_, to, where, None, False, False, False, "light", None)
        )
        named = {"command": command} if isinstance(command, str) else dict(command)
        return self._native.record(json.dumps(named), _text.clean(query), asked)

    def replay(self, run: str) -> dict[str, Any]:
        """Asks what was recorded or saved again: ``same``, and what is different."""
        told: dict[str, Any] = json.loads(self._native.replay(run))
        return told

    def _id(self, document: Document | Hit | str) -> str:
        if isinstance(document, Document):
            return document.id
        return document.doc if isinstance(document, Hit) else self.document(document).id

    def document(self, name: str) -> Document:
        """The document of a path, as a hit has it, or of the start of an id.

        Raises DocumentNotFoundError where there is none, or more than one.
        """
        found = json.loads(self._native.documents_named(_text.clean(name)))
        if len(found) == 1:
            return Document._of(found[0])
        if not found:
            raise DocumentNotFoundError(f"no document '{name}' in the index", "give the path or doc of a hit")
        some = ", ".join(one["path"] for one in found[:5])
        raise DocumentNotFoundError(f"'{name}' is {len(found)} documents", f"give one of: {some}")

    def highlights(
        self,
        document: Document | Hit | str,
        query: str,
        *,
        any: bool = False,
        phrase: bool = False,
        stem: Literal["light", "full"] = "light",
    ) -> list[tuple[int, int]]:
        """What a query matches in the text of a document: start and end, in characters, the end exclusive."""
        doc = self._id(document)
        asked = _text.options(any=any, phrase=phrase, stem=stem)
        pairs = json.loads(self._native.highlights(doc, _text.clean(query), asked))
        return [(start, end) for start, end in pairs]

    def info(self) -> dict[str, Any]:
        """Documents, words, fields with their values, dates, versions, fingerprint."""
        answer: dict[str, Any] = json.loads(self._native.info())
        return answer

    @property
    def fingerprint(self) -> str:
        """The same for two indexes of the same documents."""
        return self._native.fingerprint()


def _conditions(
    from_: Date | None,
    to: Date | None,
    where: Where | None,
    codebook: AnyPath | None,
    any: bool,
    phrase: bool,
    strict: bool,
    stem: str,
    timeout: float | None,
) -> dict[str, Any]:
    """The options that every question has."""
    return {
        "from": _text.date(from_),
        "to": _text.date(to),
        "filters": _text.filters(where),
        "codebook": _text.codebook(codebook),
        "any": any,
        "phrase": phrase,
        "strict": strict,
        "stem": stem,
        "timeout": timeout,
    }


def _listed(
    min_count: int,
    min_documents: int,
    like: str | None,
    stop_words: str | Iterable[str] | None,
    duplicates: str,
) -> dict[str, Any]:
    """Which words are listed."""
    lang = stop_words if isinstance(stop_words, str) else None
    return {
        "min_count": min_count,
        "min_documents": min_documents,
        "like": None if like is None else _text.clean(like),
        "stop": [] if lang is not None else _text.texts(stop_words),
        "stop_lang": lang,
        "once": duplicates == "fold",
    }
