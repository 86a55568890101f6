// Chromium drives the study tools: every figure is that of the API, and leads to its passages.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { api, axeFindsNothing, base, close, focused, number, open, root, status } from "./serving.js";

const book = readFileSync(join(root, "docs/labour.yml"), "utf8");
const inAddress = encodeURIComponent(book);
const [earlier, later] = ["corpus/platform-1996.txt", "corpus/platform-2004.txt"];
const passage = "We demand a register of the harbour labour, kept by a fully elected board.";

/** The cells of a row of the table, by the word at its front. */
const row = (page, word) => page.locator("table.numbers tbody tr", { has: page.locator("th", { hasText: new RegExp(`^${word}$`) }) });
const figure = (text) => Number(text.replaceAll(",", "").replace("−", "-"));
const figures = async (page, word) => (await row(page, word).locator("td").allTextContents()).map(figure);

test("a second row of ways leads to the study tools, and keeps the search", async () => {
  const page = await open("/?q=workers&where=lang%3Den");
  assert.equal(await page.locator(".views.study").count(), 0);
  await page.locator(".views a", { hasText: "Study" }).click();
  await page.waitForURL(/\/words\?q=workers&where=lang%3Den/);
  for (const name of ["Keyness", "Collocates", "N-grams", "Codebook", "Words"]) {
    await page.locator(".views.study a", { hasText: name }).click();
    assert.equal(await page.locator("h1").innerText(), name);
    assert.equal(await page.inputValue("#q"), "workers");
    assert.match(page.url(), /where=lang%3Den/);
    assert.equal(await page.locator(".views.study [aria-current=page]").innerText(), name);
  }
  await page.locator(".views a", { hasText: "Hits" }).click();
  assert.ok(await page.locator(".hit").count() > 0);
  await close(page);
});

test("words: figures are the API's, a word leads to its documents and its count to its lines", async () => {
  const page = await open("/words?q=&where=lang%3Den&stop_words=en");
  const { rows, total } = await api("/api/words?q=&where=lang%3Den&stop_words=en&limit=100");
  assert.match(await status(page), new RegExp(`^${total.toLocaleString("en")} words`));
  assert.equal(await page.locator("tbody tr").count(), rows.length);
  const one = rows[0];
  const [count, perMillion, documents, dp, d] = await figures(page, one.word);
  assert.deepEqual([count, documents], [one.count, one.documents]);
  assert.ok(Math.abs(perMillion - one.per_million) < 0.06 && Math.abs(dp - one.dp) < 0.0006 && Math.abs(d - one.juilland_d) < 0.0006);
  await row(page, one.word).locator("td a").first().click();
  await page.waitForURL(/\/concordance/);
  assert.match(await status(page), new RegExp(`^${one.count} matches in ${one.documents} documents`));
  await page.goBack();
  await row(page, one.word).locator("th a").click();
  await page.waitForURL(/\/\?/);
  assert.match(await status(page), new RegExp(`^${one.count} matches in ${one.documents} documents`));
  await close(page);
});

test("words of a search lead to their lines in its documents alone", async () => {
  for (const query of ["harbour", "lang:fr", "peace OR strike*", "workers power"]) {
    const page = await open(`/words?q=${encodeURIComponent(query)}&min_count=3`);
    const { rows } = await api(`/api/words?q=${encodeURIComponent(query)}&min_count=3&limit=6`);
    assert.ok(rows.length > 0, query);
    for (const one of rows) {
      const href = await row(page, one.word).locator("td a").first().getAttribute("href");
      const lines = await open(href);
      assert.match(await status(lines), new RegExp(`^${one.count.toLocaleString("en")} match(es)? in ${one.documents} document`), `${one.word} in ${query}`);
      await close(lines);
    }
    await close(page);
  }
});

test("settings stand in one address with the search", async () => {
  const page = await open("/words?q=workers");
  await page.fill("input[name=min_count]", "5");
  await page.fill("input[name=like]", "w*");
  await page.selectOption("select[name=stop_words]", "en");
  await page.locator(".settings button").click();
  await page.waitForURL(/min_count=5/);
  const { rows } = await api("/api/words?q=workers&min_count=5&like=w*&stop_words=en&limit=100");
  assert.deepEqual(await page.locator("tbody th").allTextContents(), rows.map((one) => one.word));
  assert.equal(await page.inputValue("input[name=like]"), "w*");
  await page.locator(".sorts a", { hasText: "Documents" }).click();
  assert.match(page.url(), /sort=documents/);
  assert.match(page.url(), /like=w\*/);
  await close(page);
});

test("keyness: two parts chosen by fields and dates, each count leads to its lines", async () => {
  const page = await open("/keyness");
  assert.match(await page.locator(".said").innerText(), /what the target is/);
  await page.selectOption("select[name=target_where]", { label: "French" });
  await page.fill("input[name=reference_from]", "1900");
  await page.fill("input[name=reference_to]", "1949");
  await page.locator(".settings button").click();
  await page.waitForURL(/target_where=lang%3Dfr/);
  const { rows, documents, reference_documents } = await api(`/api/keyness?q=${encodeURIComponent('lang:"fr"')}&reference=${encodeURIComponent("date:1900..1949")}&limit=100`);
  assert.ok(rows.length > 3 && documents > 0 && reference_documents > 0);
  assert.deepEqual(await page.locator("tbody th").allTextContents(), rows.map((one) => one.word));
  const one = rows.find((one) => one.reference_count > 0) ?? rows[0];
  const shown = await figures(page, one.word);
  assert.deepEqual(shown.slice(0, 2), [one.count, one.reference_count]);
  assert.ok(Math.abs(shown[4] - one.log_likelihood) < 0.006);
  for (const [at, count] of [[0, one.count], [1, one.reference_count]]) {
    if (count === 0) continue;
    const lines = await open(await row(page, one.word).locator("td").nth(at).locator("a").getAttribute("href"));
    assert.equal(number(await status(lines)), count);
    await close(lines);
  }
  await close(page);
});

test("keyness against all others", async () => {
  // a word of the target finds its other forms, which no query can leave out: then the reference leads nowhere
  const words = await open("/keyness?q=harbour");
  assert.equal(await words.locator("tbody tr td:nth-child(3) a").count(), 0);
  await close(words);
  const page = await open("/keyness?q=%22harbour+workers%22&min_count=4");
  const { rows } = await api("/api/keyness?q=%22harbour+workers%22&min_count=4&limit=100");
  for (const one of rows.filter((one) => one.reference_count > 0).slice(0, 5)) {
    const lines = await open(await row(page, one.word).locator("td").nth(1).locator("a").getAttribute("href"));
    assert.equal(number(await status(lines)), one.reference_count, one.word);
    await close(lines);
  }
  await close(page);
});

test("collocates lead to the lines in which both stand", async () => {
  const page = await open("/collocates?q=worker*&within=sentence&sort=log-dice&left=3&right=3");
  const { rows, matches } = await api("/api/collocates?q=worker*&within=sentence&sort=log-dice&left=3&right=3&limit=100");
  assert.match(await status(page), new RegExp(`of ${matches} matches`));
  assert.deepEqual(await page.locator("tbody th").allTextContents(), rows.map((one) => one.word));
  const [near, left, right, of, , , , logDice] = await figures(page, "power");
  const power = rows.find((one) => one.word === "power");
  assert.deepEqual([near, left, right, of], [power.count, power.left, power.right, power.total]);
  assert.ok(Math.abs(logDice - power.log_dice) < 0.006);
  await row(page, "power").locator("th a").click();
  await page.waitForURL(/\/concordance/);
  assert.equal(await page.inputValue("#q"), power.find);
  assert.equal(number(await status(page)), (await api(`/api/count?q=${encodeURIComponent(power.find)}`)).matches);
  await page.goto(`${base}/collocates`);
  assert.match(await page.locator(".said").innerText(), /Type a word/);
  await close(page);
});

test("n-grams lead to their phrase", async () => {
  const page = await open("/ngrams?q=&shortest=3&longest=4&min_documents=2&where=lang%3Den");
  const { rows } = await api("/api/ngrams?q=&shortest=3&longest=4&min_documents=2&where=lang%3Den&limit=100");
  assert.deepEqual(await page.locator("tbody th").allTextContents(), rows.map((one) => one.ngram));
  const one = rows[0];
  assert.deepEqual((await figures(page, one.ngram)).slice(0, 2), [one.n, one.count]);
  await row(page, one.ngram).locator("th a").click();
  await page.waitForURL(/\/\?/);
  assert.equal(await page.inputValue("#q"), `"${one.ngram}"`);
  await close(page);
});

test("a codebook is typed, and each category leads to its lines", async () => {
  const page = await open("/code");
  await page.fill("textarea", book);
  await page.locator(".settings button").click();
  await page.waitForURL(/codebook=/);
  const { categories } = await api(`/api/code?q=&codebook=${inAddress}`);
  assert.deepEqual(await page.locator("tbody th").allTextContents(), categories.map((one) => one.category));
  for (const one of categories) {
    assert.deepEqual((await figures(page, one.category.replace(".", "\\."))).slice(0, 2), [one.matches, one.documents]);
    const lines = await open(await row(page, one.category.replace(".", "\\.")).locator("th a").getAttribute("href"));
    assert.match(await status(lines), new RegExp(`^${one.matches} match(es)? in ${one.documents} document`), one.category);
    await close(lines);
  }
  await page.selectOption("select[name=by]", "decade");
  await page.locator(".settings button").click();
  await page.waitForURL(/by=decade/);
  assert.equal(await page.locator(".queries li").count(), categories.length);
  assert.equal(await page.locator("svg.plot polyline.s1").count() > 0, true);
  await page.fill("textarea", "peace# peace\nlost line\n");
  await page.locator(".settings button").click();
  await page.waitForURL(/lost/);
  assert.match(await page.locator(".said").first().innerText(), /Line 2: /);
  await close(page);
});

test("queries stand side by side in the trend", async () => {
  const page = await open("/trend?q=strike*&by=decade");
  await page.fill("#also", "peace");
  await page.locator(".add button").click();
  await page.waitForURL(/also=peace/);
  const { points, also } = await api("/api/trend?q=strike*&by=decade&also=peace");
  assert.equal(await page.locator(".queries li").count(), 2);
  assert.ok(await page.locator("svg.plot .curve.s0").count() > 0 && await page.locator("svg.plot .curve.s1").count() > 0);
  const at = also[0].points.findIndex((point) => point.matches > 0 && points[also[0].points.indexOf(point)].matches > 0);
  const bucket = points[at].bucket;
  const cells = await row(page, bucket).locator("td").allTextContents();
  assert.deepEqual([cells[1], cells[3]].map(figure), [points[at].matches, also[0].points[at].matches]);
  assert.match(cells[2], /~/);
  assert.equal(await row(page, "\\(none\\)").count(), 1, "what has no date is a row");
  await row(page, bucket).locator("td a").nth(1).click();
  await page.waitForURL(/q=peace/);
  assert.equal(number(await status(page)), also[0].points[at].matches);
  await page.goBack();
  await page.locator("svg.plot a", { hasText: `peace, ${bucket}: ` }).locator(".dot").dispatchEvent("click");
  await page.waitForURL(/\/\?.*q=peace/);
  await page.goBack();
  await page.locator(".queries a").click();
  await page.waitForURL((url) => !url.search.includes("also"));
  await close(page);
});

test("a quotation leads to its place, with what differs marked", async () => {
  const page = await open("/quote");
  await page.fill("textarea", passage);
  await page.locator(".settings button").click();
  await page.waitForURL(/text=/);
  const { quotations, total } = await api(`/api/quote?text=${encodeURIComponent(passage)}`);
  assert.equal(number(await status(page)), total);
  assert.ok(total > 1);
  const one = quotations[0];
  const characters = [...one.text];
  const differing = one.differences.map(({ at: [from, to] }) => characters.slice(from, to).join("")).filter((words) => words !== "");
  const first = page.locator(".hit").first();
  assert.deepEqual(await first.locator("ins").allTextContents(), differing);
  assert.deepEqual(await first.locator("del").allTextContents(), one.differences.map(({ was }) => was).filter((was) => was !== ""));
  await first.locator("h2 a").click();
  await page.waitForURL(/\/doc\/.*range=/);
  assert.match(await status(page), /^The passage, \d+ % alike/);
  await page.waitForFunction(() => document.querySelector("article mark.here"));
  assert.equal(await page.locator("#which").innerText(), `1 of ${await page.locator("article .text mark").count()}`);
  assert.deepEqual(await page.locator("article .text mark.other").allTextContents(), differing);
  const marked = await page.locator("article .text mark").evaluateAll((marks) => marks.map((mark) => mark.textContent).join(""));
  assert.equal(marked.replace(/\s+/g, ""), one.text.replace(/\s+/g, ""));
  await page.locator("aside a", { hasText: "Cite the passage" }).click();
  await page.waitForURL(/\/cite/);
  assert.ok((await page.locator("#c-text").innerText()).includes(one.text.slice(0, 30)));
  await close(page);
});

test("from a document to what is like it, and to what is new, sentence by sentence", async () => {
  const page = await open(`/doc/${later}`);
  await page.locator("aside a", { hasText: "Documents like it" }).click();
  await page.waitForURL(/\/similar/);
  const { documents } = await api(`/api/similar?document=${later}&limit=20`);
  assert.deepEqual(await page.locator(".hit .path").allTextContents(), documents.map((one) => one.path));
  await page.locator(".hit", { hasText: earlier }).locator("a", { hasText: "Compare" }).click();
  await page.waitForURL(/\/diff/);
  const { old, changes } = await api(`/api/diff?old=${earlier}&new=${later}`);
  assert.equal(await page.locator(".two .path").first().innerText(), old.path);
  for (const kind of ["added", "dropped", "changed", "moved"]) {
    assert.equal(await page.locator(`.changes .${kind}`).count(), changes.filter((one) => one.kind === kind).length, kind);
  }
  assert.equal(await page.locator(".changes .same").count(), 0);
  assert.ok(await page.locator(".changes .changed del").count() > 0);
  await page.locator(".changes .changed .go").first().click();
  await page.waitForURL(/range=/);
  const changed = changes.find((one) => one.kind === "changed");
  const marked = await page.locator("article mark").evaluateAll((marks) => marks.map((mark) => mark.textContent).join(" "));
  assert.equal(marked.replace(/\s+/g, ""), changed.new.text.replace(/\s+/g, ""));
  await page.goto(`${base}/doc/${later}`);
  await page.locator("aside a", { hasText: "What others have of it" }).click();
  await page.waitForURL(/\/quote\?document=/);
  assert.equal(number(await status(page)), (await api(`/api/quote?document=${later}`)).total);
  await close(page);
});

test("a hit is cited in five styles, copied, and found again", async () => {
  const page = await open("/?q=register");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.locator(".hit .cite a").first().click();
  await page.waitForURL(/\/cite\?q=register&document=/);
  const document = new URL(page.url()).searchParams.get("document");
  for (const style of ["text", "chicago", "bibtex", "csl", "annotation"]) {
    const { formatted } = await api(`/api/cite?document=${document}&q=register&style=${style}`);
    assert.equal(await page.locator(`#c-${style}`).textContent(), formatted);
  }
  await page.locator("button[data-of=c-annotation]").click();
  await page.locator("button", { hasText: "Copied" }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied.replaceAll("\r\n", "\n"), await page.locator("#c-annotation").textContent());
  await page.locator("a", { hasText: "Find a citation again" }).click();
  await page.fill("textarea", copied);
  await page.locator(".settings button").click();
  await page.waitForURL(/citation=/);
  assert.match(await status(page), /The text is as it was cited/);
  await page.locator(".hit h2 a").click();
  await page.waitForURL(/range=/);
  assert.ok(await page.locator("article mark").count() > 0);
  await close(page);
});

test("figures are reached by keyboard", async () => {
  const page = await open("/words?q=&stop_words=en");
  await page.locator("main").focus();
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const second = await page.locator("tbody th a").nth(1).innerText();
  assert.equal(await focused(page), second);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/\?/);
  await page.goto(`${base}/words?q=&sort=word`);
  await page.locator("main").focus();
  await page.keyboard.press("n");
  await page.waitForURL(/page=2/);
  await close(page);
});

test("without a script everything is there", async () => {
  const page = await open("/words", { javaScriptEnabled: false });
  await page.fill("input[name=like]", "strik*");
  await page.locator(".settings button").click();
  await page.waitForURL(/like=strik/);
  assert.ok(await page.locator("tbody tr").count() > 0);
  await page.locator(".views.study a", { hasText: "Quotations" }).click();
  await page.fill("textarea", passage);
  await page.locator(".settings button").click();
  await page.waitForURL(/text=/);
  assert.ok(await page.locator(".hit").count() > 0);
  await page.goto(`${base}/cite?document=${later}`);
  assert.equal(await page.locator("pre").count(), 5);
  assert.ok(!await page.locator("button.copy").first().isVisible());
  await close(page);
});

test("downloads of figures hold all rows", async () => {
  const page = await open("/words?q=harbour&min_count=2&page=2");
  const waiting = page.waitForEvent("download");
  await page.locator(".down a", { hasText: "CSV" }).click();
  const lines = readFileSync(await (await waiting).path(), "utf8").trim().split("\n");
  assert.equal(lines.length - 1, (await api("/api/words?q=harbour&min_count=2&limit=0")).total);
  await close(page);
});

test("hostile text stays text", async () => {
  const evil = encodeURIComponent("<img src=x onerror=alert(1)>");
  const page = await open("/words?q=hostile");
  for (const way of ["/words?q=hostile", "/ngrams?q=hostile", "/collocates?q=hostile", `/keyness?q=${evil}`, `/code?codebook=${encodeURIComponent("<b onclick=x>: [hostile]")}`, `/quote?text=${encodeURIComponent("Some wrote hostile red, some hostile row, and one hostile bell")}&least=40`, `/trend?q=hostile&also=${evil}`, `/cite?document=evil/${evil}.txt&q=tags`, `/similar?document=evil/${evil}.txt`, `/doc/evil/${evil}.txt?range=30-400&text=${encodeURIComponent("committee <script>met</script> on a Monday and heard that hostile tags")}`, `/locate?citation=${evil}`]) {
    const answer = await page.goto(base + way);
    assert.ok([200, 422].includes(answer.status()), way);
    const harm = await page.evaluate(() => ({
      title: document.title === "owned",
      scripts: document.querySelectorAll("script:not([src^='/assets/'])").length,
      pictures: document.querySelectorAll("img, iframe, object, embed").length,
      handlers: [...document.querySelectorAll("*")].filter((one) => [...one.attributes].some((has) => has.name.startsWith("on") || has.name === "style")).length,
      controls: /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(document.documentElement.innerHTML),
    }));
    assert.deepEqual(harm, { title: false, scripts: 0, pictures: 0, handlers: 0, controls: false }, way);
  }
  page.complaints = page.complaints.filter((complaint) => !/status of 422/.test(complaint));
  await close(page);
});

axeFindsNothing({
  "words": "/words?q=&where=lang%3Den&stop_words=en",
  "no words": "/words?q=nothingatall",
  "keyness": "/keyness?q=harbour&target_where=lang%3Den&reference_from=1900",
  "keyness, nothing asked": "/keyness",
  "collocates": "/collocates?q=worker*",
  "n-grams": "/ngrams?q=&min_documents=3",
  "codebook": `/code?q=&codebook=${inAddress}`,
  "codebook over time": `/code?q=&by=decade&codebook=${inAddress}`,
  "codebook by document": `/code?q=&by=doc&codebook=${inAddress}`,
  "trends": "/trend?q=strike*&also=peace&also=election*&by=decade",
  "trends of a field": "/trend?q=strike*&also=peace&by=lang",
  "quotations, nothing asked": "/quote",
  "quotations": `/quote?text=${encodeURIComponent(passage)}`,
  "quotations of a document": `/quote?document=${later}`,
  "a quotation in its document": `/doc/${later}?range=300-520&text=${encodeURIComponent(passage)}`,
  "similar": `/similar?document=${later}`,
  "sentence by sentence": `/diff?old=${earlier}&new=${later}&all=true`,
  "citation": `/cite?document=${later}&q=register`,
  "no citation": `/cite?document=${later}&q=nothingatall`,
  "find again": "/locate",
  "no earlier version": "/diff?new=corpus/chartist-league.txt",
}, { help: false });
