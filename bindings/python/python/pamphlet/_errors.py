"""What can go wrong. Every error of this package is a PamphletError, and has a hint."""

from __future__ import annotations

from collections.abc import Sequence


class PamphletError(Exception):
    """Something could not be done."""

    def __init__(self, message: str, hint: str = "", notes: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        #: What to do about it; empty where nothing is known that helps.
        self.hint = hint
        #: With ``strict=True``: all that could not be read of a query.
        self.notes = tuple(notes)

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class IndexNotFoundError(PamphletError, FileNotFoundError):
    """There is no index in the folder."""


class PathNotFoundError(PamphletError, FileNotFoundError):
    """A path that was to be indexed does not exist. Nothing was touched."""


class ForeignFolderError(PamphletError):
    """The folder holds something that is not an index's. Nothing was touched."""


class IndexDamagedError(PamphletError):
    """A file of the index is missing, or is not what was written."""


class IndexVersionError(PamphletError):
    """Another version made the index, and it cannot be read by this one."""


class IndexLockedError(PamphletError):
    """Another process writes the index."""


class StorageError(PamphletError, OSError):
    """The disk refused."""

    # OSError puts its own text together
    __str__ = PamphletError.__str__


class QueryError(PamphletError, ValueError):
    """The query could not be read as it was typed, and ``strict=True`` was asked for."""


class InvalidOptionError(PamphletError, ValueError):
    """An option that cannot be meant: no date, no such rule, no such order."""


class UnreadableError(PamphletError):
    """A file gave no document."""


class DocumentNotFoundError(PamphletError, KeyError):
    """There is no such document in the index."""

    # KeyError shows its arguments, not a text
    __str__ = PamphletError.__str__


class ClosedError(PamphletError, ValueError):
    """The index or the writer was closed."""


class StoppedError(PamphletError):
    """The work was stopped. The index is as it was before."""
