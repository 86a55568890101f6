#!/usr/bin/env python3
"""lexicon.py OUT LANGUAGE=CLONE...: the words with accents that each language has oftenest, from clones of public texts.

A word is taken when its letters beyond ASCII, lost, leave something that (nearly) always was this word: `d?bat` was
`débat`. OUT is the text file that ships in the crate: a line `# language`, then the words, one a line, sorted. Which
clones, and under which licences, is said in docs/repair/model.md.
"""
import collections
import pathlib
import re
import subprocess
import sys

# Bytes of text read of each language, and words kept of each.
MOST, WORDS = 60_000_000, 5_000
# How often a word is seen at least, and what share of all words with the same rest it makes up.
SEEN, SHARE = 8, 0.985


def texts(clone):
    listing = subprocess.run(
        ["git", "-C", clone, "ls-tree", "-r", "-l", "HEAD"], check=True, stdout=subprocess.PIPE
    ).stdout.decode()
    files = [line.split("\t")[1] for line in listing.splitlines() if "BAD" not in line.split("\t")[0]]
    files = [path for path in files if re.search(r"\.(md|txt|json|html|csv|tsv)$", path) and "README" not in path]
    # a draw over the whole clone, the same each time: every n-th file
    step = max(1, len(files) // 2_000)
    for path in sorted(files)[::step]:
        yield subprocess.run(
            ["git", "-C", clone, "show", f"HEAD:{path}"], check=True, stdout=subprocess.PIPE
        ).stdout.decode("utf-8", "replace")


def main():
    out = []
    capitals = collections.defaultdict(collections.Counter)
    by_language = collections.defaultdict(collections.Counter)
    for arg in sys.argv[2:]:
        language, clone = arg.split("=", 1)
        read = 0
        for text in texts(clone):
            read += len(text)
            for word in re.findall(r"[^\W\d_]{2,24}", text):
                by_language[language][word.lower()] += 1
                if not word[0].isascii() and word[0].isupper() and not word.isupper():
                    capitals[language][word.lower()] += 1
            if read > MOST:
                break
    for language, counts in sorted(by_language.items()):
        rests = collections.defaultdict(collections.Counter)
        for word, n in counts.items():
            if not word.isascii():
                rests[re.sub(r"[^\x00-\x7f]", "?", word)][word] += n
        words = []
        for rest, found in rests.items():
            word, n = found.most_common(1)[0]
            letters = len(rest) - rest.count("?")
            if n >= SEEN and n >= SHARE * sum(found.values()) and letters >= max(2, rest.count("?")):
                words.append((n, word))
        best = sorted(word for _, word in sorted(words, reverse=True)[:WORDS])
        # a first letter that is lost does not show its case: `État`
        shown = [w.capitalize() if capitals[language][w] > 0.7 * counts[w] else w for w in best]
        total = sum(n for word, n in counts.items() if not word.isascii())
        covered = sum(counts[word] for word in best)
        print(f"{language}: {len(best)} words, {covered / max(1, total):.3f} of all that have an accent")
        out += [f"# {language}", *shown]
    pathlib.Path(sys.argv[1]).write_text("\n".join(out) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
