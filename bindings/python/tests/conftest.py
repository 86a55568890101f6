"""Places to work in. The package is the built wheel, the corpus the project's own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import pamphlet

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample documents as ``corpus``, indexed in ``index``."""
    folder = tmp_path_factory.mktemp("corpus")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    here = os.getcwd()
    os.chdir(folder)
    try:
        pamphlet.ingest("corpus")
    finally:
        os.chdir(here)
    return folder


@pytest.fixture(scope="session")
def index(corpus: Path) -> Iterator[pamphlet.Index]:
    with pamphlet.Index(corpus / "index") as index:
        yield index


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files whose indexing and searching takes a moment."""
    folder = tmp_path_factory.mktemp("large")
    seed = 7
    for number in range(400):
        words = []
        for _ in range(4000):
            seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
            words.append(f"word{seed >> 52}")
        paragraphs = [" ".join(words[at : at + 80]) for at in range(0, len(words), 80)]
        (folder / f"{number}.txt").write_text(f"Paper {number}\n\n" + "\n\n".join(paragraphs))
    return folder


@pytest.fixture(scope="session")
def binary() -> Path:
    """The command line program of the same checkout, to compare with."""
    given = os.environ.get("PAMPHLET_BINARY")
    if not given:
        pytest.skip("PAMPHLET_BINARY names no command line program to compare with")
    return Path(given)
