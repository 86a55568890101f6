// Chromium drives the page: hits, concordance, trend and documents.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { api, axeFindsNothing, base, close, focused, number, open, status } from "./serving.js";

test("a query is typed, a hit opened, and all of its matches are marked", async () => {
  const page = await open("/");
  await page.fill("#q", "workers power");
  await page.press("#q", "Enter");
  await page.waitForURL(/\?q=workers\+power$/);
  const found = await api("/api/search?q=workers+power&limit=1");
  const count = await api("/api/count?q=workers+power");
  assert.match(await status(page), new RegExp(`^${count.matches} matches in ${found.total} documents`));
  assert.equal(await page.title(), "workers power · pamphlet");
  await page.locator(".hit h2 a").first().click();
  await page.waitForURL(/\/doc\//);
  const marked = await api(`/api/doc/${found.hits[0].doc}?q=workers+power`);
  const characters = [...marked.text];
  const wanted = marked.highlights.map(([from, to]) => characters.slice(from, to).join(""));
  assert.ok(wanted.length > 0);
  assert.deepEqual(await page.locator("article mark").allTextContents(), wanted);
  assert.equal(number(await status(page)), wanted.length);
  await close(page);
});

test("the marks of long documents are those of the API, too", async () => {
  for (const query of ["the", "\"the people\"", "w*"]) {
    const { hits } = await api(`/api/search?q=${encodeURIComponent(query)}&limit=5`);
    for (const hit of hits) {
      const page = await open(`/doc/${hit.doc}?q=${encodeURIComponent(query)}`);
      const { highlights } = await api(`/api/doc/${hit.doc}?q=${encodeURIComponent(query)}`);
      assert.equal(await page.locator("article mark").count(), highlights.length, `${query} in ${hit.path}`);
      const ids = await page.locator("article mark").evaluateAll((marks) => new Set(marks.map((mark) => mark.id)).size);
      assert.equal(ids, highlights.length);
      await close(page);
    }
  }
});

test("facets and a date range narrow the search, stand in the address, and can be undone", async () => {
  const page = await open("/?q=*");
  const all = number(await status(page));
  const french = page.locator(".facet a", { hasText: "French" });
  const count = number(await french.locator(".n").innerText());
  await french.click();
  assert.match(page.url(), /where=lang%3Dfr/);
  assert.equal(number(await status(page)), count);
  await page.fill("input[name=from]", "1890");
  await page.fill("input[name=to]", "1899-12");
  await page.press("input[name=to]", "Enter");
  await page.waitForURL(/from=1890&to=1899-12/);
  const narrowed = await api("/api/search?q=*&where=lang%3Dfr&from=1890&to=1899-12");
  assert.equal(number(await status(page)), narrowed.total);
  assert.ok(narrowed.total > 0 && narrowed.total < count);
  assert.equal(await page.locator(".chips li").count(), 4);
  await page.locator(".chips a", { hasText: "to December 1899" }).click();
  assert.doesNotMatch(page.url(), /to=/);
  await page.locator(".chips .clear").click();
  assert.equal(number(await status(page)), all);
  await page.locator(".years svg a").first().dispatchEvent("click");
  await page.waitForURL(/from=\d{4}&to=\d{4}/);
  assert.ok(number(await status(page)) > 0);
  await page.locator(".options input[name=any]").check();
  await page.waitForURL(/any=true/);
  await close(page);
});

test("a reload and a copied address show the same", async () => {
  const page = await open("/?q=strike*&where=lang%3Den&sort=date&from=1890");
  const titles = await page.locator(".hit h2").allTextContents();
  assert.ok(titles.length > 1);
  const again = await open(new URL(page.url()).pathname + new URL(page.url()).search);
  assert.deepEqual(await again.locator(".hit h2").allTextContents(), titles);
  assert.equal(await again.locator(".sorts [aria-current]").innerText(), "Oldest");
  await close(page);
  await close(again);
});

test("the concordance leads to its match", async () => {
  const page = await open("/concordance?q=workers&sort=after1");
  const { lines, total } = await api("/api/kwic?q=workers&sort=after1");
  assert.equal(number(await status(page)), total);
  assert.deepEqual(await page.locator(".kwic mark").allTextContents(), lines.map((line) => line.keyword));
  await page.locator(".kwic .go").nth(5).click();
  await page.waitForURL(/#b\d+/);
  const here = page.locator("article mark:target");
  assert.equal(await here.innerText(), lines[5].keyword);
  await page.waitForFunction(() => document.querySelector("article mark.here"));
  assert.ok(await here.evaluate((mark) => { const box = mark.getBoundingClientRect(); return box.top > 0 && box.bottom < innerHeight; }));
  await close(page);
});

test("points of the trend lead to their hits", async () => {
  const page = await open("/trend?q=workers&by=decade&show=matches");
  const { points } = await api("/api/trend?q=workers&by=decade");
  // times in a row that no document is of share a row
  const empty = (point) => point !== undefined && point.bucket !== null && point.words === 0 && point.documents === 0;
  const rows = points.filter((point, at) => !(empty(point) && empty(points[at - 1])));
  assert.ok(rows.length < points.length);
  assert.equal(await page.locator("tbody tr").count(), rows.length);
  const highest = points.filter((point) => point.bucket).sort((a, b) => b.matches - a.matches)[0];
  const point = page.locator("svg.plot a", { hasText: `${highest.bucket}: ` });
  await point.locator(".dot").click();
  const start = Number.parseInt(highest.bucket, 10);
  await page.waitForURL(new RegExp(`from=${start}&to=${start + 9}`));
  assert.equal(number(await status(page)), highest.matches);
  await page.goto(`${base}/trend?q=workers&by=lang&show=matches`);
  await page.locator("tbody a", { hasText: "English" }).click();
  await page.waitForURL(/where=lang%3Den/);
  await close(page);
});

test("by keyboard alone", async () => {
  const page = await open("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "q");
  await page.keyboard.type("strike");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=strike/);
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Skip to the content");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  const second = await page.locator(".hit h2 a").nth(1).innerText();
  assert.equal(await focused(page), second);
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(outline, "solid");
  await page.keyboard.press("k");
  assert.equal(await focused(page), await page.locator(".hit h2 a").first().innerText());
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/doc\//);
  await page.waitForFunction(() => document.querySelector("article mark.here"));
  const count = await page.locator("article mark").count();
  assert.equal(await page.locator("#which").innerText(), `1 of ${count}`);
  await page.keyboard.press("n");
  assert.equal(await page.locator("#which").innerText(), `${1 % count + 1} of ${count}`);
  await page.keyboard.press("p");
  assert.equal(await page.locator("#which").innerText(), `1 of ${count}`);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "MARK");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "q");
  await page.keyboard.type("x/y");
  assert.match(await page.inputValue("#q"), /x\/y/);
  await page.keyboard.press("Escape");
  await page.keyboard.press("u");
  await page.waitForURL(/\/\?q=strike$/);
  await page.keyboard.press("?");
  await page.waitForURL(/\/help#keys/);
  await page.locator("#keys-on").uncheck();
  await page.goto(`${base}/?q=strike`);
  await page.keyboard.press("j");
  assert.notEqual(await focused(page), await page.locator(".hit h2 a").first().innerText());
  await close(page);
});

test("hostile text stays text", async () => {
  const page = await open("/?q=hostile");
  for (const way of ["/?q=hostile", "/concordance?q=hostile", "/trend?q=hostile", "/?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/?q=%22%3E%3Cimg+src%3Dx+onerror%3Dalert(1)%3E&where=a%3D%3Cb%3E", "/nothing/%3Cscript%3Ealert(1)"]) {
    const answer = await page.goto(base + way);
    assert.ok([200, 404].includes(answer.status()));
    const harm = await page.evaluate(() => ({
      title: document.title === "owned",
      scripts: document.querySelectorAll("script:not([src^='/assets/'])").length,
      pictures: document.querySelectorAll("img, iframe, object, embed").length,
      handlers: [...document.querySelectorAll("*")].filter((one) => [...one.attributes].some((has) => has.name.startsWith("on") || has.name === "style")).length,
      schemes: [...document.querySelectorAll("a[href]")].filter((one) => !/^https?:/.test(new URL(one.getAttribute("href"), location.href).protocol)).length,
      controls: /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(document.documentElement.innerHTML),
    }));
    assert.deepEqual(harm, { title: false, scripts: 0, pictures: 0, handlers: 0, schemes: 0, controls: false }, way);
  }
  await page.goto(`${base}/?q=hostile`);
  await page.locator(".hit h2 a").first().click();
  await page.waitForURL(/\/doc\//);
  const text = await page.locator("article").innerText();
  for (const part of ["<script>document.title=\"owned\"</script>", "<img src=x onerror=\"document.title='owned'\">", "<U+202E>drow", "␛[31mred", "javascript:alert(1)"]) {
    assert.ok(text.includes(part), `${part} in ${text}`);
  }
  assert.notEqual(await page.title(), "owned");
  page.complaints = page.complaints.filter((complaint) => !/status of 404/.test(complaint));
  await close(page);
});

test("text that runs from right to left does so", async () => {
  const page = await open(`/?q=${encodeURIComponent("חורין")}`);
  const direction = (selector) => page.locator(selector).first().evaluate((one) => getComputedStyle(one).direction);
  assert.equal(await direction(".hit blockquote"), "rtl");
  assert.equal(await direction("#q"), "rtl");
  assert.equal(await direction(".hit .meta"), "ltr");
  await page.goto(`${base}/concordance?q=${encodeURIComponent("חורין")}`);
  const [before, behind] = await Promise.all([".kwic .before", ".kwic .behind"].map((part) => page.locator(part).boundingBox()));
  assert.ok(before.x > behind.x, "what comes before stands to the right");
  await close(page);
});

test("the query language is at hand", async () => {
  const page = await open("/?q=workers");
  const help = page.locator(".hand > div");
  assert.ok(!await help.isVisible());
  await page.locator(".hand summary").focus();
  await page.keyboard.press("Enter");
  assert.ok(await help.isVisible());
  assert.match(await help.innerText(), /NEAR\/8/);
  await page.keyboard.press("Escape");
  assert.ok(!await help.isVisible());
  await close(page);
});

test("repairs are shown on request", async () => {
  const page = await open("/doc/corpus/chartist-league.txt");
  const { edits } = await api("/api/doc/corpus/chartist-league.txt");
  assert.ok(edits.length > 0);
  assert.equal(await page.locator("#repairs").count(), 0);
  await page.locator("a", { hasText: `Show ${edits.length} repairs` }).click();
  await page.waitForURL(/repairs=true/);
  assert.equal(await page.locator("#repairs tbody tr").count(), edits.length);
  assert.equal(await page.locator("#repairs del").first().innerText(), "?");
  assert.equal(await page.locator("article .fix").count(), edits.length);
  await page.locator("#repairs tbody a").first().click();
  const dot = page.locator(".fix:target");
  assert.match(await dot.getAttribute("aria-label"), /^Repair 1: \? became ’$/);
  const after = await dot.evaluate((one) => one.nextSibling.textContent.slice(0, 1));
  assert.equal(after, "’", "the dot stands before what was put there");
  await close(page);
});

test("speakers lead to their first speech", async () => {
  const page = await open("/doc/corpus/hansard-1984-12-04.html");
  const { speeches } = await api("/api/doc/corpus/hansard-1984-12-04.html");
  const names = [...new Set(speeches.map((speech) => speech.speaker))];
  const list = page.locator("nav[aria-label=Speakers] a");
  assert.deepEqual(await list.locator("bdi:first-child").allTextContents().then((all) => all.slice(0, names.length)), names.slice(0, 60));
  await list.nth(1).click();
  assert.ok(await page.locator(".text :target").isVisible());
  await close(page);
});

test("downloads hold everything that was found", async () => {
  const page = await open("/?q=workers&sort=date");
  for (const [name, lines] of [["CSV", (text) => text.trim().split("\n").length - 1], ["JSON", (text) => text.trim().split("\n").map(JSON.parse).length]]) {
    const waiting = page.waitForEvent("download");
    await page.locator(".down a", { hasText: name }).click();
    const path = await (await waiting).path();
    assert.equal(lines(readFileSync(path, "utf8")), (await api("/api/count?q=workers")).documents);
  }
  await close(page);
});

test("without a script everything is there", async () => {
  const page = await open("/", { javaScriptEnabled: false });
  await page.fill("#q", "workers power");
  await page.press("#q", "Enter");
  await page.waitForURL(/q=workers/);
  assert.ok(await page.locator(".hit").count() > 5);
  assert.ok(!await page.locator("button.theme").isVisible());
  await page.locator(".options input[name=phrase]").check();
  await page.locator(".options button").click();
  await page.waitForURL(/phrase=true/);
  const phrase = await api("/api/search?q=workers+power&phrase=true&limit=20");
  assert.equal(await page.locator(".hit").count(), phrase.hits.length);
  await page.fill("input[name=from]", "2000");
  await page.press("input[name=from]", "Enter");
  await page.waitForURL(/from=2000/);
  await page.locator(".hit h2 a").first().click();
  await page.waitForURL(/\/doc\//);
  assert.ok(await page.locator("article mark").count() > 0);
  const id = await page.locator("article mark").last().getAttribute("id");
  const tick = page.locator(".places svg a").last();
  assert.equal(await tick.getAttribute("href"), `#${id}`);
  await page.locator("#to-first").click();
  assert.ok(!await page.locator("#next").isVisible());
  await page.locator(".back a").click();
  for (const view of ["Concordance", "Trend", "Hits"]) {
    await page.locator(".views a", { hasText: view }).click();
    assert.match(await status(page), /match/);
  }
  await close(page);
});

test("dark and light, by the system and by choice", async () => {
  const page = await open("/?q=workers", { colorScheme: "dark" });
  const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const dark = await paper();
  await page.locator("button.theme").click();
  const light = await paper();
  assert.notEqual(dark, light);
  await page.reload();
  assert.equal(await paper(), light);
  assert.equal(await page.locator("button.theme").innerText(), "Dark");
  await close(page);
});

axeFindsNothing({
  "start": "/",
  "hits": "/?q=workers+power&where=lang%3Den&from=1900",
  "nothing found": "/?q=wrokers+zzz",
  "notes": "/?q=(reform",
  "concordance": "/concordance?q=workers",
  "trend": "/trend?q=workers&by=decade",
  "trend of a field": "/trend?q=workers&by=lang&show=matches",
  "document": "/doc/corpus/chartist-league.txt?q=workers",
  "repairs": "/doc/corpus/chartist-league.txt?q=workers&repairs=true",
  "right to left": "/doc/evil/hebrew.txt",
  "debate": "/doc/corpus/hansard-1984-12-04.html",
  "help": "/help",
  "error": "/nothing",
}, { help: true });
