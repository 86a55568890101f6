"""Repair of damaged texts; needs no index."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from . import _native, _text


@dataclass(frozen=True, slots=True)
class Edit:
    """One change."""

    #: The name of the rule.
    kind: str
    #: The bytes that were changed, the end exclusive: of what was given, for a text of its UTF-8.
    byte: tuple[int, int]
    #: The same in characters of the text that was given; ``None`` where bytes were.
    span: tuple[int, int] | None
    #: What stood there.
    before: str
    #: What stands there now.
    after: str
    #: The chance that it is right, from 0 to 1.
    confidence: float

    def to_dict(self) -> dict[str, Any]:
        """As ``pamphlet repair --report`` prints it."""
        return {
            "kind": self.kind,
            "byte": list(self.byte),
            "from": self.before,
            "to": self.after,
            "confidence": self.confidence,
        }


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text after repair, and what was done."""

    text: str
    #: In the order of the text.
    edits: list[Edit]
    #: The encoding that bytes were read in; ``None`` where a text was given.
    encoding: str | None = None
    #: What a person should know about the decoding.
    notes: list[str] | None = None

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of repair."""

    name: str
    #: Whether it is applied when nothing else is said.
    default: bool
    #: What it repairs, what it must see, and where it would be wrong.
    what: str
    evidence: str
    wrong: str
    #: An example.
    before: str
    after: str


def repair(
    damaged: str | bytes | bytearray | memoryview,
    *,
    with_rules: str | Iterable[str] = (),
    without: str | Iterable[str] = (),
) -> Repaired:
    """The same text without its damage: bytes of any encoding, or a text.

    Only what there is evidence for is changed; line layout is kept. Raises InvalidOptionError where there is no such
    rule.
    """
    more, less = _text.texts(with_rules), _text.texts(without)
    if isinstance(damaged, str):
        text, edits = _native.repair_text(_text.clean(damaged), more, less)
        return Repaired(text, _edits(edits))
    text, encoding, edits, notes = _native.repair_bytes(bytes(damaged), more, less)
    return Repaired(text, _edits(edits), encoding, json.loads(notes))


def rules() -> list[Rule]:
    """All rules, in the order in which they are applied."""
    return [Rule(**rule) for rule in json.loads(_native.rules())]


def _edits(edits: str) -> list[Edit]:
    return [
        Edit(
            one["kind"],
            (one["byte"][0], one["byte"][1]),
            (one["span"][0], one["span"][1]) if one["span"] else None,
            one["from"],
            one["to"],
            one["confidence"],
        )
        for one in json.loads(edits)
    ]
