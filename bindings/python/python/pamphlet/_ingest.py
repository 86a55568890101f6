"""Files and texts into an index."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Literal

from . import _child, _native, _text
from ._errors import PathNotFoundError
from ._results import Document
from ._text import AnyPath

DateOrder = Literal["dmy", "mdy", "ymd"]


@dataclass(frozen=True, slots=True)
class Failure:
    """A file, or a part of one, that gave no document."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What was noticed about a document that was taken in all the same."""

    path: str
    line: int | None
    message: str
    #: ``warning`` where something was lost or is in doubt, else ``note``.
    severity: str


@dataclass(frozen=True, slots=True)
class Summary:
    """What came of it; the numbers count documents."""

    added: int
    updated: int
    unchanged: int
    removed: int
    #: What gave no document.
    failed: list[Failure]
    notices: list[Notice]
    #: Bytes of the files that were read.
    bytes: int
    seconds: float

    def to_dict(self) -> dict[str, Any]:
        """As the last line of ``pamphlet index --format json``."""
        return {
            "added": self.added,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "removed": self.removed,
            "failed": len(self.failed),
            "bytes": self.bytes,
            "seconds": self.seconds,
        }


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is."""

    #: Files found so far, and done of them.
    files: int
    files_done: int
    #: The same in bytes.
    bytes: int
    bytes_done: int
    #: Whether all files are found.
    all_found: bool
    #: The file that was finished last.
    current: str


def ingest(
    paths: AnyPath | Iterable[AnyPath],
    *,
    index: AnyPath = "index",
    rebuild: bool = False,
    wait: bool = False,
    optimize: bool = False,
    memory: int | None = None,
    threads: int = 0,
    map: Mapping[str, str] | None = None,
    date_order: DateOrder | None = None,
    types: str | Iterable[str] | None = None,
    types_not: str | Iterable[str] | None = None,
    globs: str | Iterable[str] | None = None,
    ignore: bool = False,
    progress: Callable[[Progress], object] | None = None,
) -> Summary:
    """Reads, repairs and indexes every document under the paths; again, only what changed.

    What is gone from below the paths is dropped. A file that cannot be read stops nothing: it is in ``failed``. Stopped
    by Ctrl-C, or by an exception of ``progress``, the index is as it was before.

    Raises PathNotFoundError, ForeignFolderError, IndexLockedError, StorageError or InvalidOptionError.
    """
    roots = _text.paths(paths)
    if not roots:
        raise PathNotFoundError("no path was given", "give files or folders")
    asked = _text.options(
        rebuild=rebuild,
        wait=wait,
        optimize=optimize,
        memory=memory,
        threads=threads,
        **_reading(map, date_order, types, types_not, globs, ignore),
    )
    heard = None if progress is None else lambda *state: progress(Progress(*state))
    answer = json.loads(_native.update(_text.path(index), roots, asked, _child.program(), heard))
    return Summary(
        answer["added"],
        answer["updated"],
        answer["unchanged"],
        answer["removed"],
        [Failure(one["path"], one["reason"]) for one in answer["failed"]],
        [Notice(**one) for one in answer["noticed"]],
        answer["bytes"],
        answer["seconds"],
    )


def extract(
    path: AnyPath,
    *,
    map: Mapping[str, str] | None = None,
    date_order: DateOrder | None = None,
    failures: list[Failure] | None = None,
) -> list[Document]:
    """The documents of a file as they would be indexed.

    Of parts that cannot be read the failures are put into the list that is given. Raises UnreadableError where there is
    no document at all.
    """
    asked = _text.options(**_reading(map, date_order, None, None, None, False))
    documents, failed = _native.extract(_text.path(path), asked, _child.program())
    if failures is not None:
        failures.extend(Failure(**one) for one in json.loads(failed))
    return [Document._of(one) for one in json.loads(documents)]


class Writer:
    """Puts texts into an index one by one. There is one writer of an index at a time.

    Nothing changes for readers before :meth:`commit`. As a context manager it commits at the end, and forgets all when
    an exception leaves the block.
    """

    def __init__(self, path: AnyPath = "index", *, rebuild: bool = False) -> None:
        """Opens the index in a folder, or starts one where the folder is empty or not there.

        Raises IndexLockedError, ForeignFolderError or StorageError.
        """
        self._path = _text.path(path)
        self._native = _native.NativeWriter(self._path, rebuild)

    def add(self, name: str, content: str | bytes) -> int:
        """Adds a text, or the documents in bytes of any format. The same name replaces it. How many there were.

        Raises UnreadableError where there is no document in it.
        """
        if isinstance(content, str):
            self._native.text(_text.clean(name), _text.clean(content))
            return 1
        return self._native.bytes(_text.clean(name), bytes(content))

    def remove(self, doc: str) -> bool:
        """Removes a document by its id. Whether there was one."""
        return self._native.remove(_text.clean(doc))

    def commit(self) -> bool:
        """Makes all changes durable and visible, as one. Whether there was anything to do."""
        return self._native.commit()

    def close(self) -> None:
        """Lets the index go. What was not committed is forgotten."""
        self._native.close()

    @property
    def closed(self) -> bool:
        return self._native.closed

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        try:
            if kind is None and not self.closed:
                self.commit()
        finally:
            self.close()

    def __repr__(self) -> str:
        return f"<Writer {self._path!r}: {'closed' if self.closed else 'open'}>"


def _reading(
    map: Mapping[str, str] | None,
    date_order: str | None,
    types: str | Iterable[str] | None,
    types_not: str | Iterable[str] | None,
    globs: str | Iterable[str] | None,
    ignore: bool,
) -> dict[str, Any]:
    return {
        "map": [(_text.clean(field), _text.clean(column)) for field, column in (map or {}).items()],
        "date_order": date_order,
        "types": _text.texts(types),
        "types_not": _text.texts(types_not),
        "globs": _text.texts(globs),
        "ignore": ignore,
    }
