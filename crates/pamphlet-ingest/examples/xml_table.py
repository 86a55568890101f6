"""Compares what `xml_table` prints with a plain reading of the same XML files by xml.etree: speeches, their
speakers, and the recall of four words in a row within an element's own text. A row for each folder."""
import collections, re, sys
import xml.etree.ElementTree as ET

local = lambda e: e.tag.rsplit('}', 1)[-1] if isinstance(e.tag, str) else ''
words = lambda s: re.findall(r'\w+', s.lower())
line = lambda s: ' '.join(s.split())
INLINE = {'b', 'i', 'em', 'strong', 'a', 'span', 'u'}


def runs(e, tei):
    """The texts between tags, as a search for words in a row would expect them: formatting is no border."""
    out, part = [], []
    def walk(e):
        inline = local(e).lower() in INLINE and not (tei and local(e) == 'u')
        if not inline: out.append(''.join(part)); part.clear()
        part.append(e.text or '')
        for c in e:
            if isinstance(c.tag, str): walk(c)
            part.append(c.tail or '')
        if not inline: out.append(''.join(part)); part.clear()
        
    walk(e); out.append(''.join(part))
    return out


def speakers(root):
    """Who speaks, speech by speech, as the XML says it."""
    if local(root) == 'TEI': return [u.get('who', '').lstrip('#') for u in root.iter() if local(u) == 'u' and ''.join(u.itertext()).strip()]
    if local(root) == 'akomaNtoso': return [line(''.join(f.itertext())) for s in root.iter() if local(s) == 'speech' for f in s if local(f) == 'from']
    if local(root) == 'Hansard': return [line(''.join(p.itertext())) for p in root.iter() if local(p) in ('PersonSpeaking', 'Questioner', 'Responder')] 
    return []


table = collections.defaultdict(collections.Counter); wrong = []
for record in sys.stdin.read().split('\x1d\n'):
    if not record.strip(): continue
    path, who, text = record.split('\x1f'); who = [w for w in who.split('\x1e')] if who else []
    parts = path.split('/'); name = parts[parts.index('all') + 1] if 'all' in parts else '/'.join(parts[:-1])
    row = table[name]; row['files'] += 1
    try: root = ET.parse(path).getroot()
    except ET.ParseError as e: row['broken'] += 1; wrong.append(f'{path}: {e}'); continue
    expected = speakers(root); row['speeches'] += len(expected); row['found'] += len(who)
    if len(who) != len(expected): wrong.append(f'{path}: {len(who)} speeches of {len(expected)}')
    for w, x in zip(who, expected):
        ok = w == x or w in x if w else False
        # a TEI id may be told as the name that a note gives
        if not ok and set(words(w)) & set(re.findall(r'[^\W\d_][^\W\d_A-Z]+', x) and [y.lower() for y in re.findall(r'[A-ZÀ-Þ][^\W\d_A-ZÀ-Þ]+', x)]): ok = True
        row['speaker'] += ok
        if not ok and len(wrong) < 30: wrong.append(f'{path}: {w!r} for {x!r}')
    blocks = [words(b) for b in text.split('\n\n')]
    have = {tuple(b[i:i + 4]) for b in blocks for i in range(len(b) - 3)}
    for run in runs(root, local(root) == 'TEI'):
        w = words(run)
        for i in range(len(w) - 3):
            row['grams'] += 1; row['recalled'] += (g := tuple(w[i:i + 4])) in have
            if g not in have and row['shown'] < 5: row['shown'] += 1; wrong.append(f'{path}: lost {g}')
    row['words'] += len(words(''.join(t + ' ' for t in root.itertext()))); row['text'] += len(words(text))
print(f'{"set":24} files broken speeches found right  recall   words/reference')
for name, r in sorted(table.items()):
    print(f'{name:24} {r["files"]:5} {r["broken"]:6} {r["speeches"]:8} {r["found"]:5} {r["speaker"]:5}  {r["recalled"] / max(1, r["grams"]):.5f}  {r["text"] / max(1, r["words"]):.4f}')
print('\n'.join(wrong[:40]))
