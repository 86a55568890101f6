"""Whether documents get the date that a person read from them.

    python3 tests/quality/dates.py [--extract 'target/release/pamphlet extract'] [--json] FOLDER

FOLDER holds the sets of real documents. `dates.tsv` beside this script gives for each file the day, month or year of
the document as its text, its metadata, its name or its folder say it, or `-` where nothing does.
"""
import argparse, json, pathlib, subprocess, sys


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('folder', type=pathlib.Path)
    parser.add_argument('--extract', default='target/release/pamphlet extract')
    parser.add_argument('--json', action='store_true')
    args = parser.parse_args()
    lines = (pathlib.Path(__file__).parent / 'dates.tsv').read_text().splitlines()
    expected = dict(line.split('\t') for line in lines)
    files = [str(args.folder / name) for name in expected]
    done = subprocess.run(args.extract.split() + files, capture_output=True)
    found = {}
    for line in done.stdout.splitlines():
        document = json.loads(line)
        # of a file with several documents, the first
        found.setdefault(document['path'].split('#')[0], document['metadata']['date'] or '-')
    wrong = {name: found.get(str(args.folder / name)) for name, date in expected.items() if found.get(str(args.folder / name)) != date}
    if args.json: print(json.dumps({'documents': len(expected), 'right': len(expected) - len(wrong)}))
    else:
        for name, date in wrong.items(): print(f'{name}: {date}, not {expected[name]}', file=sys.stderr)
        print(f'{len(expected)} documents, {len(expected) - len(wrong)} right: {1 - len(wrong) / len(expected):.4f}')


if __name__ == '__main__':
    main()
