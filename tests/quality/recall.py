"""How much of the text of real documents comes through, format by format.

    python3 tests/quality/recall.py [--extract 'target/release/pamphlet extract'] [--pandoc PATH] [--json] PATH...

The reference is a plain reading that shares no code with pamphlet: Python's own parsers of HTML, XML, JSON, CSV
and zip, `pdftotext`, and pandoc where it is given. Counted are four words in a row within one run of text of the
reference (words that markup parts are no run) which the extracted text has at least as often; hyphens within words
and apostrophes do not count. With --pandoc, DOCX, ODT, EPUB and RTF are also made from the HTML and
Markdown below the paths and read back. PDF are read twice: by whatever pamphlet takes, and without pdftotext.
"""
import argparse, collections, csv, hashlib, html, html.parser, io, json, os, pathlib, re, shutil, subprocess, sys, tempfile, zipfile
import xml.etree.ElementTree as ET

csv.field_size_limit(1 << 30)
WORD = re.compile(r'\w+')
# hyphens are where lines were broken, and apostrophes what pamphlet puts back: neither tells of lost text
WITHIN = re.compile(r"(?<=\w)([-\u2010\u2011\u00ad]\s*|['’‘´`?\ufffd\x91\x92])(?=\w)")
INLINE = {'a', 'abbr', 'acronym', 'b', 'bdi', 'bdo', 'big', 'cite', 'code', 'del', 'dfn', 'em', 'font', 'i', 'ins', 'kbd', 'mark', 'q', 's',
          'samp', 'small', 'span', 'strike', 'strong', 'sub', 'sup', 'time', 'tt', 'u', 'var', 'wbr', 'nobr', 'label'}
HIDDEN = {'script', 'style', 'template', 'noscript', 'iframe', 'object', 'svg', 'math', 'datalist', 'textarea', 'select', 'head'}
VOID = {'area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr', 'frame', 'basefont'}


MOJIBAKE = re.compile('[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,3}')


def mended(match):
    """What a mangled sequence stood for: pamphlet mends it, and that is no loss."""
    try: return b''.join(bytes([ord(c)]) if ord(c) < 256 else c.encode('cp1252') for c in match[0]).decode('utf-8')
    except UnicodeError: return match[0]


def words(text):
    text = MOJIBAKE.sub(mended, html.unescape(text)) if re.search('[&\u00c2-\u00f4]', text) else text
    return WORD.findall(WITHIN.sub('', text).lower())


def grams(runs):
    out = collections.Counter()
    for run in runs:
        w = words(run)
        out.update(zip(w, w[1:], w[2:], w[3:]))
    return out


class Page(html.parser.HTMLParser):
    """The runs of visible text of a page."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.runs, self.part, self.hidden = [], [], []

    def cut(self):
        self.runs.append(''.join(self.part)); self.part = []

    def handle_starttag(self, tag, attrs):
        if tag not in INLINE: self.cut()
        if tag in HIDDEN and not (tag == 'head' and self.hidden): self.hidden.append(tag)
        if tag == 'body': self.hidden = []
        if tag == 'title': self.hidden = [h for h in self.hidden if h != 'head']

    def handle_endtag(self, tag):
        if tag not in INLINE: self.cut()
        if tag in self.hidden: del self.hidden[len(self.hidden) - 1 - self.hidden[::-1].index(tag):]

    def handle_data(self, data):
        if not self.hidden: self.part.append(data)


def of_html(text):
    page = Page(); page.feed(text); page.close(); page.cut()
    return page.runs


NAMED = {'Latin1': 'cp1252', 'Latin2': 'iso8859-2', 'Greek': 'iso8859-7', 'Cyrillic': 'cp1251', 'SJIS': 'shift_jis', 'EUC': 'euc_jp',
         'Turkish': 'iso8859-9', 'Hebrew': 'iso8859-8', 'Arabic': 'cp1256', 'GB2312': 'gb2312', 'Baltic': 'cp1257'}


def decoded(raw, name=''):
    try: return raw.decode('utf-8-sig' if not raw.startswith((b'\xff\xfe', b'\xfe\xff')) else 'utf-16')
    except UnicodeDecodeError: pass
    try: return raw.decode(NAMED.get(name.rsplit('-', 1)[-1], 'cp1252'), 'replace')
    except LookupError: return raw.decode('cp1252', 'replace')



def of_xml(raw):
    out, part = [], []
    def cut(): out.append(''.join(part)); part.clear()
    def walk(e, depth=0):
        name = e.tag.rsplit('}', 1)[-1].lower() if isinstance(e.tag, str) else '?'
        inline = name in INLINE and not (tei and name == 'u')
        if not inline: cut()
        if isinstance(e.tag, str):
            part.append(e.text or '')
            for child in e: walk(child)
        if not inline: cut()
        part.append(e.tail or '')
    # one file of the corpora holds a control character, which XML may not
    root = ET.fromstring(re.sub(rb'[\x00-\x08\x0b\x0c\x0e-\x1f]', b'', raw))
    tei = root.tag.rsplit('}', 1)[-1].startswith('TEI') or root.tag.rsplit('}', 1)[-1].startswith('tei')
    sys.setrecursionlimit(100_000); walk(root); cut()
    return out


def strings(value):
    if isinstance(value, str): yield value
    elif isinstance(value, dict):
        for v in value.values(): yield from strings(v)
    elif isinstance(value, list):
        for v in value: yield from strings(v)


def of_cell(text):
    return of_html(text) if re.search(r'<(p|div|br|table|span|html)\b', text, re.I) else text.split('\n\n')


def of_json(raw):
    return [run for text in strings(json.loads(decoded(raw))) for run in of_cell(text)]


def of_lines(raw):
    out = []
    for line in decoded(raw).splitlines():
        if line.strip(): out += [run for text in strings(json.loads(line)) for run in of_cell(text)]
    return out


def of_table(raw, path):
    text = decoded(raw)
    comma = '\t' if path.suffix in ('.tsv', '.tab') else max(',;\t|', key=text.split('\n', 1)[0].count)
    # a table that never quotes a field has quotes for words
    quoting = csv.QUOTE_NONE if path.suffix == '.tsv' and '\t"' not in text else csv.QUOTE_MINIMAL
    rows = csv.reader(io.StringIO(text, newline=''), delimiter=comma, quoting=quoting)
    return [run for row in rows for cell in row for run in of_cell(cell)]


def of_docx(raw):
    out = []
    with zipfile.ZipFile(io.BytesIO(raw)) as z:
        for name in z.namelist():
            if re.fullmatch(r'word/(document|footnotes|endnotes)\.xml', name):
                for p in ET.fromstring(z.read(name)).iter('{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p'):
                    out.append(''.join(e.text or '' if e.tag.endswith('}t') else ' ' if re.search(r'\}(tab|br|cr)$', e.tag) else '' for e in p.iter()))
    return out


def of_epub(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as z:
        return [run for n in z.namelist() if n.endswith(('.xhtml', '.html', '.htm')) and 'nav' not in n for run in of_html(decoded(z.read(n)))]


def of_odt(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as z: root = ET.fromstring(z.read('content.xml'))
    text = '{urn:oasis:names:tc:opendocument:xmlns:text:1.0}'
    def inside(e):
        yield e.text or ''
        for c in e:
            if c.tag in (text + 's', text + 'tab', text + 'line-break'): yield ' '
            elif c.tag != text + 'note': yield from inside(c)
            yield c.tail or ''
    return [''.join(inside(e)) for e in root.iter() if e.tag in (text + 'p', text + 'h')]


def of_pdf(path):
    done = subprocess.run(['pdftotext', '-enc', 'UTF-8', str(path), '-'], capture_output=True)
    return re.split(r'\n\n|\f', done.stdout.decode('utf-8', 'replace'))


def reference(path, kind, pandoc):
    """The runs of text of a file; None where there is no reader that shares nothing with ours."""
    raw = path.read_bytes()
    if kind == 'text': return [decoded(raw, path.name)]
    if kind == 'html': return of_html(decoded(raw))
    if kind in ('xml', 'tei', 'akoma-ntoso', 'hansard-xml', 'law-xml') or raw.lstrip().startswith(b'<?xml'): return of_xml(raw)
    if kind == 'json': return of_json(raw)
    if kind == 'jsonl': return of_lines(raw)
    if kind in ('csv', 'tsv'): return of_table(raw, path)
    if kind == 'docx': return of_docx(raw)
    if kind == 'epub': return of_epub(raw)
    if kind == 'odt': return of_odt(raw)
    if kind == 'pdf' and shutil.which('pdftotext'): return of_pdf(path)
    if kind in ('markdown', 'rtf') and pandoc:
        done = subprocess.run([pandoc, '-f', 'rtf' if kind == 'rtf' else 'markdown-smart+pipe_tables', '-t', 'plain', '--wrap=none', str(path)], capture_output=True)
        return re.split(r'\n\n|\n(?=\s*- )', done.stdout.decode('utf-8', 'replace')) if done.returncode == 0 else None
    return None


def extract(command, files, environment=None):
    """What pamphlet makes of the files: for each, its kind and its texts."""
    found, named = {}, set()
    for at in range(0, len(files), 60):
        part = [str(f) for f in files[at:at + 60]]
        done = subprocess.run(command + part, capture_output=True, env=environment)
        for line in done.stdout.splitlines():
            document = json.loads(line)
            path = document['path']
            if path not in part: path = max((p for p in part if path.startswith(p)), key=len)
            kind, text = found.setdefault(path, [(document['metadata']['fields'].get('type') or ['?'])[0], []])
            text.append(document['text'])
            # a title that the format keeps apart is text too, as are the short values of a record
            text += [v for name, values in document['metadata']['fields'].items() if name != 'type' for v in values]
            text.append(document['metadata'].get('title') or '')
        errors = done.stderr.decode('utf-8', 'replace')
        named |= {p for p in part if p in errors}
    return found, named


def made(pandoc, files, folder):
    """Packaged documents made of real ones."""
    out = []
    for number, path in enumerate(files):
        for kind in ('docx', 'odt', 'epub', 'rtf'):
            target = pathlib.Path(folder) / kind / f'{number:03}-{re.sub(r"[^A-Za-z0-9.]+", "-", path.stem)[:40]}.{kind}'
            target.parent.mkdir(exist_ok=True)
            source = 'html' if path.suffix in ('.html', '.htm') else 'markdown'
            done = subprocess.run([pandoc, '-f', source, '-s', '-o', str(target), str(path)], capture_output=True)
            if done.returncode == 0: out.append(target)
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('paths', nargs='+', type=pathlib.Path)
    parser.add_argument('--extract', default='target/release/pamphlet extract')
    parser.add_argument('--pandoc', help='the program pandoc')
    parser.add_argument('--json', action='store_true')
    parser.add_argument('--worst', type=int, default=0, help='show so many of the worst files with words that were lost')
    args = parser.parse_args()
    command = args.extract.split()
    table, worst = {}, []

    def measure(found, named, name_of):
        for path, (kind, texts) in sorted(found.items()):
            path = pathlib.Path(path)
            try: runs = reference(path, kind, args.pandoc)
            except Exception as error: worst.append((2, f'{path}: the reference cannot read it: {error}')); continue
            if runs is None: continue
            want, have = grams(runs), grams(texts)
            lost = want - have
            row = table.setdefault(name_of(path, kind), [0, 0, 0, hashlib.sha256()])
            row[0] += 1; row[1] += want.total(); row[2] += want.total() - lost.total(); row[3].update(hashlib.sha256(path.read_bytes()).digest())
            if lost: worst.append((1 - lost.total() / want.total(), f'{path} ({kind}): ' + '; '.join(' '.join(g) for g, _ in list(lost.items())[:4])))

    roots = args.paths
    # a folder of sets gives a row to each set
    sets = [d for root in roots for d in (sorted(p for p in root.iterdir() if p.is_dir()) or [root])]
    for folder in sets:
        files = sorted(p for p in folder.rglob('*') if p.is_file())
        found, named = extract(command, files)
        measure(found, named, lambda path, kind: (folder.name, kind))
        pdf = [pathlib.Path(p) for p, (kind, _) in found.items() if kind == 'pdf']
        if pdf:
            found, named = extract([os.path.abspath(shutil.which(command[0]) or command[0])] + command[1:], pdf, {'PATH': '/nonexistent'})
            measure(found, named, lambda path, kind: (folder.name, 'pdf, built-in'))
    if args.pandoc:
        pages = [p for folder in sets for p in sorted(folder.rglob('*')) if p.suffix in ('.html', '.htm', '.md', '.mkd') and 20_000 < p.stat().st_size < 200_000][:60:2]
        with tempfile.TemporaryDirectory() as folder:
            found, named = extract(command, made(args.pandoc, pages, folder))
            measure(found, named, lambda path, kind: ('made by pandoc', kind))
    if args.json:
        print(json.dumps([{'set': s, 'format': k, 'files': r[0], 'grams': r[1], 'recall': round(r[2] / max(1, r[1]), 5), 'digest': r[3].hexdigest()[:16]} for (s, k), r in sorted(table.items())]))
    else:
        print('| set | format | files | recall |\n| --- | --- | ---: | ---: |')
        for (s, k), r in sorted(table.items()): print(f'| {s} | {k} | {r[0]} | {r[2] / max(1, r[1]):.4f} |')
        total = collections.defaultdict(lambda: [0, 0, 0])
        for (s, k), r in table.items(): total[k] = [a + b for a, b in zip(total[k], r)]
        for k, r in sorted(total.items()): print(f'| all | {k} | {r[0]} | {r[2] / max(1, r[1]):.4f} |')
    for share, line in sorted(worst)[:args.worst]: print(f'{share:.4f} {line}', file=sys.stderr)


if __name__ == '__main__':
    main()
