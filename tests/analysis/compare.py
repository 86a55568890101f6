"""Figures of pamphlet against NLTK's, over the sample documents: words, keywords, collocates and n-grams.

`compare.py BINARY FOLDER`: the folder holds plain texts and an index of them. NLTK counts and scores; its tokens are cut by
the one rule that both have in common here: letters with their apostrophes, in lower case.
"""

import csv
import io
import math
import pathlib
import subprocess
import sys

from nltk import FreqDist, ngrams
from nltk.metrics.association import BigramAssocMeasures as measures
from nltk.tokenize import RegexpTokenizer

binary, folder = sys.argv[1], pathlib.Path(sys.argv[2])
cut = RegexpTokenizer(r"[a-z]+").tokenize
# a paragraph a list of words; no n-gram and no window reaches into the next
texts = {
    path.name: [cut(part.lower()) for part in path.read_text().split("\n\n")] for path in sorted(folder.glob("*.txt"))
}
words = {name: [word for part in parts for word in part] for name, parts in texts.items()}
every = FreqDist(word for text in words.values() for word in text)
looked = 0


def ask(*args):
    """The rows of a command, by their first column."""
    args = [binary, "--index", str(folder / "index"), *args, "--format", "csv", "-n", "all"]
    out = subprocess.run(args, capture_output=True, text=True, check=True).stdout
    rows = csv.DictReader(io.StringIO(out))
    return {row[rows.fieldnames[0]]: row for row in rows}


def same(row, column, want, places=4):
    """Holds a figure against NLTK's."""
    global looked
    looked += 1
    found = float(row[column])
    assert math.isclose(found, want, abs_tol=0.51 * 10**-places, rel_tol=1e-9), f"{column}: {found}, not {want}: {row}"


# words: occurrences, documents, and the dispersion that NLTK has no measure for, computed the long way
found = ask("words")
assert len(found) == len(every), (len(found), len(every))
parts = [len(text) for text in words.values()]
for word, count in every.items():
    row = found[word]
    same(row, "count", count)
    own = [text.count(word) for text in words.values()]
    same(row, "documents", sum(1 for one in own if one))
    same(row, "per_million", count / every.N() * 1e6, 3)
    same(row, "dp", sum(abs(one / count - part / every.N()) for one, part in zip(own, parts)) / 2)
    rates = [one / part for one, part in zip(own, parts)]
    mean = sum(rates) / len(rates)
    deviation = math.sqrt(sum((rate - mean) ** 2 for rate in rates) / len(rates))
    same(row, "juilland_d", 1 - deviation / mean / math.sqrt(len(rates) - 1))

# keywords: one document against the others
for target in texts:
    here = FreqDist(words[target])
    keys = ask("keyness", "--target", f"path:*{target}", "--min-count", "1")
    assert keys
    for word, row in keys.items():
        table = (here[word], (here.N(), every[word]), every.N())
        same(row, "count", here[word])
        same(row, "reference_count", every[word] - here[word])
        same(row, "log_likelihood", measures.likelihood_ratio(*table))

# collocates: windows as sets of places, scored by NLTK from the four margins
for node, left, right in [("bread", 1, 1), ("the", 3, 0), ("union", 0, 4), ("council", 5, 5)]:
    inside, near = FreqDist(), FreqDist()
    matches = 0
    for part in (part for parts in texts.values() for part in parts):
        at = {place for place, word in enumerate(part) if word == node}
        matches += len(at)
        window = {other for place in at for other in range(place - left, place + right + 1)} - at
        near.update(part[other] for other in window if 0 <= other < len(part))
    assert matches > 4, node
    rows = ask("collocates", f'"{node}"', "--left", str(left), "--right", str(right), "--min-count", "1")
    rest = every.N() - matches
    for word, count in near.items():
        table = (count, (near.N(), every[word]), rest)
        if count * rest <= near.N() * every[word]:
            assert word not in rows, word
            continue
        row = rows[word]
        same(row, "count", count)
        same(row, "total", every[word])
        same(row, "log_likelihood", measures.likelihood_ratio(*table))
        same(row, "pmi", measures.pmi(*table))
        same(row, "t_score", measures.student_t(*table))
        same(row, "mi3", math.log2(measures.mi_like(*table, power=3) * rest))
        same(row, "log_dice", 14 + math.log2(measures.dice(count, (matches, every[word]), rest)))

# n-grams
for n in (1, 2, 3, 4):
    counts = FreqDist(gram for parts in texts.values() for part in parts for gram in ngrams(part, n))
    rows = ask("ngrams", "--words", str(n), "--min-count", "1")
    assert len(rows) == len(counts), (n, len(rows), len(counts))
    for gram, count in counts.items():
        same(rows[" ".join(gram)], "count", count)

print(f"{looked} figures are NLTK's")
