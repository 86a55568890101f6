"""Whether every speech of the XML of parliaments is there, with the right speaker.

    python3 tests/quality/speeches.py [--extract 'target/release/pamphlet extract'] [--json] PATH...

The speeches are counted by Python's own XML parser: `u` of TEI, `speech` of Akoma Ntoso, `PersonSpeaking`,
`Questioner` and `Responder` of the Canadian Hansard. A speaker is right when the name is that which the element gives
or, for the ids of ParlaMint, shares a word with the id; a party is right when the header's list of persons gives it.
A speech is right only with its own words: its first four must be the element's.
"""
import argparse, collections, json, pathlib, re, subprocess, sys, unicodedata
import xml.etree.ElementTree as ET

ID = '{http://www.w3.org/XML/1998/namespace}id'
local = lambda e: e.tag.rsplit('}', 1)[-1] if isinstance(e.tag, str) else ''
line = lambda e: ' '.join(''.join(e.itertext()).split())
words = lambda s: re.findall(r'\w+', plain(s).lower())
plain = lambda s: ''.join(c for c in unicodedata.normalize('NFD', s) if not unicodedata.combining(c))


def tei(root):
    """Speaker and first words of each utterance; people may be listed in the corpus file beside it."""
    for u in root.iter():
        if local(u) != 'u': continue
        if line(u): yield u.get('who', '').lstrip('#'), line(u)


def akoma(root):
    for s in root.iter():
        if local(s) in ('speech', 'question', 'answer'):
            for f in s:
                if local(f) == 'from': yield line(f), ' '.join(line(c) for c in s if c is not f)


def canada(root):
    for p in root.iter():
        if local(p) not in ('Intervention', 'Question', 'Responder', 'Questioner', 'PersonSpeaking'): continue
        if local(p) in ('PersonSpeaking', 'Questioner', 'Responder'): yield line(p), ''


def same(found, expected):
    # a speech whose speaker the record does not name
    if not expected or not found: return found == expected
    if found in expected: return True
    # an id of ParlaMint, or a label whose office goes before the name
    parts = [y.lower() for y in re.findall(r'[A-Z][^\W\d_A-Z]+', plain(expected))]
    return bool(set(words(found)) & set(parts))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('paths', nargs='+', type=pathlib.Path)
    parser.add_argument('--extract', default='target/release/pamphlet extract')
    parser.add_argument('--json', action='store_true')
    parser.add_argument('--show', type=int, default=0, help='show so many speeches that are wrong')
    args = parser.parse_args()
    table, wrong = collections.defaultdict(collections.Counter), []
    files = [f for p in args.paths for f in (sorted(p.rglob('*.xml')) if p.is_dir() else [p])]
    for at in range(0, len(files), 50):
        part = {str(f): f for f in files[at:at + 50]}
        done = subprocess.run(args.extract.split() + list(part), capture_output=True)
        for text in done.stdout.splitlines():
            document = json.loads(text)
            path = document['path']
            # one file of the corpora holds a control character, which XML may not
            try: root = ET.fromstring(re.sub(rb'[\x00-\x08\x0b\x0c\x0e-\x1f]', b'', pathlib.Path(path).read_bytes()))
            except ET.ParseError as error: wrong.append(f'{path}: {error}'); continue
            kind = {'TEI': tei, 'akomaNtoso': akoma, 'Hansard': canada}.get(local(root))
            if not kind: continue
            expected = list(kind(root))
            if not expected: continue
            roots = [p for p in args.paths if path.startswith(str(p))]
            inner = pathlib.Path(path).relative_to(roots[0]) if roots else pathlib.Path(path)
            name = inner.parts[0] if len(inner.parts) > 1 and len(args.paths) == 1 else roots[0].name
            row = table[name]; row['files'] += 1
            found, body = document['speeches'], document['text'].encode()
            row['speeches'] += len(expected); row['found'] += len(found)
            if len(found) != len(expected): wrong.append(f'{path}: {len(found)} speeches of {len(expected)}')
            for speech, (who, said) in zip(found, expected):
                spoken = words(body[speech['range']['start']:speech['range']['end']].decode())
                start = words(said)[:4]
                own = not start or any(spoken[i:i + len(start)] == start for i in range(min(len(spoken), 60)))
                ok = same(speech['speaker'], who) and own
                row['right'] += ok
                row['party'] += bool(speech['party']); row['role'] += bool(speech['role'])
                if not ok: wrong.append(f'{path}: {speech["speaker"]!r} for {who!r}: {" ".join(spoken[:6])!r} for {" ".join(start)!r}')
            row['interjections'] += sum(b['kind'] == 'interjection' for b in document['blocks'])
    if args.json: print(json.dumps({name: dict(row) for name, row in table.items()}))
    else:
        print('| set | files | speeches | found | right speaker | with a party | with an office | interjections |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |')
        for name, r in sorted(table.items()): print(f'| {name} | {r["files"]} | {r["speeches"]} | {r["found"]} | {r["right"]} | {r["party"]} | {r["role"]} | {r["interjections"]} |')
    print('\n'.join(wrong[:args.show]), file=sys.stderr)


if __name__ == '__main__':
    main()
