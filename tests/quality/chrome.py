"""Whether what pages put around their text is told from the text, on pages that a person looked at.

    python3 tests/quality/chrome.py [--extract 'target/release/pamphlet extract'] [--json] FOLDER

FOLDER holds the sets of real documents. `chrome.json` beside this script names the pages, and for each the blocks
that are chrome: by a digest of the block's words and which of the blocks with these words it is. All other blocks
are content. They were labelled by reading the blocks without what the tool says of them: chrome is what leads elsewhere or
about the page (links, also `View Document`), what a site, an e-text or a typist's sheet puts around the text, and numbers of
pages and columns; content is all else, also the title page, its numbers and a printed index, and a heading that the
title said already.
"""
import argparse, collections, hashlib, json, pathlib, re, subprocess, sys


def keyed(document):
    """Key, count of words and role of each block; a block without words is none."""
    text, seen, out = document['text'].encode(), collections.Counter(), []
    for block in document['blocks']:
        said = text[block['range']['start']:block['range']['end']].decode()
        words = re.findall(r'\w+', said.lower())
        if not words: continue
        digest = hashlib.sha256(' '.join(words).encode()).hexdigest()[:6]
        seen[digest] += 1
        out.append((f'{digest}.{seen[digest]}' if seen[digest] > 1 else digest, len(words), block['role'] != 'content', said))
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('folder', type=pathlib.Path)
    parser.add_argument('--extract', default='target/release/pamphlet extract')
    parser.add_argument('--json', action='store_true')
    parser.add_argument('--show', action='store_true', help='show each block that is told wrongly')
    args = parser.parse_args()
    labels = json.loads((pathlib.Path(__file__).parent / 'chrome.json').read_text())
    result = {}
    for name, pages in labels.items():
        files = [str(args.folder / page) for page in pages]
        done = subprocess.run(args.extract.split() + files, capture_output=True)
        documents = {d['path']: d for d in map(json.loads, done.stdout.splitlines())}
        count, gone = collections.Counter(), 0
        digest = hashlib.sha256(b''.join(hashlib.sha256((args.folder / page).read_bytes()).digest() for page in pages)).hexdigest()[:16]
        for page, chrome in pages.items():
            count['pages'] += 1
            left = set(chrome)
            for key, words, told, said in keyed(documents[str(args.folder / page)]):
                is_chrome = key in left
                left.discard(key)
                count[('c' if is_chrome else 't') + ('c' if told else 't')] += 1
                count[('C' if is_chrome else 'T') + ('C' if told else 'T')] += words
                if args.show and is_chrome != told: print(f'{page}: {"missed" if is_chrome else "WRONG"}: {said[:80]!r}', file=sys.stderr)
            gone += len(left)
        precision = count['cc'] / max(1, count['cc'] + count['tc']); recall = count['cc'] / max(1, count['cc'] + count['ct'])
        result[name] = {'pages': count['pages'], 'chrome': count['cc'] + count['ct'], 'content': count['tt'] + count['tc'],
                        'precision': round(precision, 4), 'recall': round(recall, 4), 'f1': round(2 * precision * recall / max(1e-9, precision + recall), 4),
                        'content_kept': round(count['TT'] / max(1, count['TT'] + count['TC']), 5), 'labels_not_found': gone, 'digest': digest}
    if args.json: print(json.dumps(result)); return
    print('| pages | | blocks of chrome | of content | precision | recall | F1 | words of content kept | labels not found |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |')
    for name, r in result.items(): print(f'| {name} | {r["pages"]} | {r["chrome"]} | {r["content"]} | {r["precision"]:.3f} | {r["recall"]:.3f} | {r["f1"]:.3f} | {r["content_kept"]:.4f} | {r["labels_not_found"]} |')


if __name__ == '__main__':
    main()
