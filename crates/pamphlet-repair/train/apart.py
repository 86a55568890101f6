#!/usr/bin/env python3
"""apart.py TEXTS MEASURED...: takes out of the training texts what quality is measured on.

Every paragraph of TEXTS/*.txt that shares a run of twelve words with a file under MEASURED (files or folders; text,
JSON lines, anything with words in it) is dropped, in place. Needs numpy.
"""
import gzip
import pathlib
import re
import sys
import zlib

import numpy

RUN = 12
WORD = re.compile(r"[a-z]+|[0-9]+")


def runs(text):
    """A number for each run of twelve words, blind to case and to every sign between them."""
    # what lost its apostrophe and what kept it must have the same words: all are cut there
    text = text.lower().replace("\\n", " ")
    words = numpy.array([zlib.crc32(word.encode()) for word in WORD.findall(text)], dtype=numpy.uint64)
    if len(words) < RUN:
        return words[:0]
    sums = numpy.zeros(len(words) - RUN + 1, dtype=numpy.uint64)
    for i in range(RUN):
        sums = sums * numpy.uint64(0x9E3779B97F4A7C15) + words[i : len(words) - RUN + 1 + i]
    return sums


def read(path):
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8", "replace")


def main():
    parts = []
    for argument in map(pathlib.Path, sys.argv[2:]):
        for path in sorted(argument.rglob("*")) if argument.is_dir() else [argument]:
            if path.is_file() and path.suffix not in (".pdf", ".doc", ".docx"):
                parts.append(numpy.unique(runs(read(path))))
    measured = numpy.unique(numpy.concatenate(parts))
    print(f"{len(measured)} runs of {RUN} words are measured on")
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*.txt")):
        documents = path.read_text("utf-8").split("\f")
        dropped = paragraphs = 0
        for i, document in enumerate(documents):
            kept = []
            for paragraph in document.split("\n\n"):
                own = runs(paragraph)
                place = numpy.searchsorted(measured, own)
                shared = bool(len(own)) and bool((measured[numpy.minimum(place, len(measured) - 1)] == own).any())
                paragraphs += 1
                dropped += shared
                if not shared:
                    kept.append(paragraph)
            documents[i] = "\n\n".join(kept)
        path.write_text("\f".join(documents), "utf-8")
        print(f"{path.stem}: {dropped} of {paragraphs} paragraphs dropped")


if __name__ == "__main__":
    main()
