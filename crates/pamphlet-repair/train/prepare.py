#!/usr/bin/env python3
"""prepare.py OUT CLONE...: plain text for the trainer, from clones of the training sets.

Each clone gives one file OUT/<name>.txt with its documents parted by a form feed. Which sets, and under which
licences, is said in docs/repair/model.md. The kind of a clone is told by what lies in it: an XHTML book of
Standard Ebooks, the JSON of the parliament of Singapore, the HTML of the Congressional Record, pages in Markdown, or
text files. Bare clones are read through git.
"""
import html
import json
import pathlib
import re
import subprocess
import sys

# Sittings that are kept for measuring, by date.
KEPT_BACK = pathlib.Path(__file__).with_name("kept-back.txt")


def git(clone, *args):
    return subprocess.run(["git", "-C", clone, *args], check=True, stdout=subprocess.PIPE).stdout


def files(clone):
    listing = git(clone, "ls-tree", "-r", "--name-only", "HEAD").decode()
    return [line for line in listing.splitlines() if line]


def read(clone, path, running={}):
    """A file of a clone; one process of git for each clone, for there are thousands of files."""
    if clone not in running:
        pipe = subprocess.PIPE
        running[clone] = subprocess.Popen(["git", "-C", clone, "cat-file", "--batch"], stdin=pipe, stdout=pipe)
    process = running[clone]
    process.stdin.write(f"HEAD:{path}\n".encode())
    process.stdin.flush()
    head = process.stdout.readline().split()
    if len(head) != 3:
        return ""
    return process.stdout.read(int(head[2]) + 1)[:-1].decode("utf-8", "replace")


def text_of(markup):
    """The text of HTML: blocks become paragraphs, everything else goes."""
    markup = re.sub(r"(?is)<(script|style|head|svg)\b.*?</\1>", "", markup)
    # notes and their anchors stand in the middle of sentences
    markup = re.sub(r'(?is)<a [^>]*epub:type="noteref"[^>]*>.*?</a>', "", markup)
    markup = re.sub(r"(?i)</(p|div|h[1-6]|li|tr|blockquote|table|header)>|<br\s*/?>", "\n\n", markup)
    text = html.unescape(re.sub(r"(?s)<[^>]*>", "", markup))
    text = text.replace("\u2060", "").replace("\ufeff", "").replace("\u200a", "").replace("\u00a0", " ")
    lines = [re.sub(r"[ \t\r\n]+", " ", line).strip() for line in re.split(r"\n\s*\n", text)]
    return "\n\n".join(line for line in lines if line)


def curl(text):
    """Straight quotes to curly ones, by what stands before them: the labels that the trainer learns."""
    text = re.sub(r"(?m)(^|[\s(\[{—–-])\"(?=\S)", "\\1“", text).replace('"', "”")
    text = re.sub(r"(?m)(^|[\s(\[{—–“-])'(?=(?:em|tis|twas|til|cause|round|bout|\d0s)\b)", "\\1’", text)
    # an opening quote needs a closing one after it, before the paragraph ends
    text = re.sub(r"(?m)(^|[\s(\[{—–“-])'(?=\S[^'’\n]{1,300}['’](?!\w))", "\\1‘", text)
    return text.replace("'", "’")


def book(clone, paths):
    order = [p for p in paths if p.startswith("src/epub/text/") and p.endswith(".xhtml")]
    skip = ("titlepage", "imprint", "colophon", "uncopyright", "halftitlepage", "endnotes", "loi")
    for path in order:
        if pathlib.PurePath(path).stem not in skip:
            yield text_of(read(clone, path))


def parliament(clone, paths, kept_back):
    for path in paths:
        if not path.endswith(".json") or "json/" not in path or pathlib.PurePath(path).stem in kept_back:
            continue
        data = json.loads(read(clone, path))
        if "takesSectionVOList" in data:
            parts = [section.get("content") or "" for section in data["takesSectionVOList"]]
        else:
            parts = [data.get("htmlFullContent") or ""]
        text = curl(text_of("\n\n".join(parts)))
        # old sittings were read by machine, and their question marks are often no such thing
        if text.count("\ufffd") == 0:
            yield text


def record(clone, paths):
    """The daily Congressional Record: lines broken at a width, paragraphs told by their indent, ``quotes''."""
    for path in paths:
        if not path.endswith(".htm"):
            continue
        text = html.unescape(re.sub(r"(?s)<[^>]*>", "", read(clone, path)))
        text = re.sub(r"\[\[?Page [^\]]*\]\]?|^\[.*\]$|^From the Congressional Record Online.*$", "", text, flags=re.M)
        lines = text.split("\n")
        # tables and lists of names have wide gaps
        if sum("    " in line.strip() for line in lines) * 10 > len(lines):
            continue
        text = re.sub(r"\n +", "\n\n", "\n".join(lines))
        text = re.sub(r"(?<=\S)\n(?=\S)", " ", text).replace("-- ", "--").replace("--", "—")
        text = text.replace("``", "“").replace("''", "”").replace("`", "‘")
        yield curl(re.sub(r"\n{2,}", "\n\n", re.sub(r"[ \t]+", " ", text)))


def pages(clone, paths):
    """Pages of a site in Markdown: the words of its paragraphs, headings and lists."""
    for path in paths:
        if not path.endswith(".md") or not re.match(r"content/(news|posts|events|resources|pages)/|.*_posts/", path):
            continue
        text = re.sub(r"(?s)\A---\n.*?\n---\n", "", read(clone, path))
        text = re.sub(r"(?s)```.*?```|\{\{.*?\}\}|\{%.*?%\}|<!--.*?-->|<[^>]*>|\{:.*?\}", "", text)
        text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
        text = re.sub(r"\[([^\]]*)\](\([^)]*\)|\[[^\]]*\])", "\\1", text)
        text = html.unescape(re.sub(r"(?m)^\s{0,3}(#+|>|[*+-]|\[[^\]]+\]:.*)\s*|\*\*|__|`|\\\\", "", text))
        text = re.sub(r"(?<!\w)[*_](?=\w)|(?<=\w|[.,!?])[*_](?!\w)", "", text)
        text = re.sub(r"(?<=\S)\n(?=[a-z])", " ", text.replace("\u00a0", " "))
        text = re.sub(r"\n\s*\n+", "\n\n", re.sub(r"[ \t]+", " ", text)).strip()
        # tables of links and code have few words
        if len(text) > 1500 and "\ufffd" not in text and "â€" not in text:
            yield curl(text)


def plain(clone, paths):
    for path in paths:
        if path.endswith(".txt"):
            text = read(clone, path)
            if len(text) > 2000 and "\ufffd" not in text:
                yield curl(text)


def main():
    out = pathlib.Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    kept_back = set(KEPT_BACK.read_text().split()) if KEPT_BACK.exists() else set()
    for clone in sys.argv[2:]:
        paths = files(clone)
        if any(path.startswith("src/epub/text/") for path in paths):
            documents = book(clone, paths)
        elif any(path.startswith("resource-json/") for path in paths):
            documents = parliament(clone, paths, kept_back)
        elif any("/CREC-" in path for path in paths):
            documents = record(clone, paths)
        elif sum(path.endswith(".md") for path in paths) > 100:
            documents = pages(clone, paths)
        else:
            documents = plain(clone, paths)
        place = pathlib.Path(clone)
        name = place.parent.name if place.name == "repo" else place.name
        with open(out / f"{name}.txt", "w", encoding="utf-8") as file:
            for document in documents:
                file.write(document.replace("\f", "\n") + "\f")


if __name__ == "__main__":
    main()
