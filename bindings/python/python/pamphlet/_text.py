"""What is typed in Python, as Rust takes it: clean UTF-8, dates as texts, options as JSON."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterable, Mapping
from typing import Any

#: A path, as a text, bytes or ``pathlib.Path``.
AnyPath = str | bytes | os.PathLike[str] | os.PathLike[bytes]

#: A year, a month or a day: ``1848``, ``"1848-03"``, ``datetime.date(1848, 3, 18)``.
Date = str | int | datetime.date


def clean(text: str) -> str:
    """The text, with U+FFFD for what is no character (half of a surrogate pair)."""
    if not isinstance(text, str):
        raise TypeError(f"a text is expected, not {type(text).__name__}")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def path(given: AnyPath) -> str:
    """A path as a text; bytes that are no UTF-8 are kept in it, as Python does."""
    return os.fsdecode(given)


def paths(given: AnyPath | Iterable[AnyPath]) -> list[str]:
    if isinstance(given, (str, bytes, os.PathLike)):
        return [path(given)]
    return [path(one) for one in given]


def date(given: Date | None) -> str | None:
    if given is None:
        return None
    if isinstance(given, datetime.datetime):
        given = given.date()
    if isinstance(given, datetime.date):
        return given.isoformat()
    if isinstance(given, bool) or not isinstance(given, (int, str)):
        raise TypeError(f"a date is a text, a year or a datetime.date, not {type(given).__name__}")
    return f"{given:04d}" if isinstance(given, int) else clean(given)


def filters(where: Mapping[str, str | Iterable[str]] | None) -> list[tuple[str, str]]:
    out = []
    for name, values in (where or {}).items():
        for value in [values] if isinstance(values, str) else values:
            out.append((clean(name), clean(value)))
    return out


def texts(given: str | Iterable[str] | None) -> list[str]:
    if given is None:
        return []
    return [clean(one) for one in ([given] if isinstance(given, str) else given)]


def codebook(given: AnyPath | None) -> tuple[str, str] | None:
    """The name and the text of a codebook."""
    if given is None:
        return None
    with open(path(given), encoding="utf-8-sig", errors="replace") as file:
        return clean(path(given)), file.read()


def options(**given: Any) -> str:
    """Options as JSON; those that are ``None`` are left to their defaults."""
    return json.dumps({name: value for name, value in given.items() if value is not None})


def days_of(partial: str) -> tuple[datetime.date, datetime.date]:
    """The first and the last day that a date can mean.

    >>> days_of("1848-02")
    (datetime.date(1848, 2, 1), datetime.date(1848, 2, 29))
    """
    year, *rest = (int(part) for part in partial.split("-"))
    if len(rest) > 1:
        exact = datetime.date(year, *rest)
        return exact, exact
    if rest:
        month = rest[0]
        first = datetime.date(year, month, 1)
        if (year, month) == (9999, 12):
            return first, datetime.date.max
        following = datetime.date(year + month // 12, month % 12 + 1, 1)
        return first, following - datetime.timedelta(days=1)
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
