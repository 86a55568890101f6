// The real `pamphlet serve` over the bundled corpus and documents that mean harm, and Chromium to drive its page.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";
import { chromium } from "playwright-core";

export const root = resolve(import.meta.dirname, "../..");
const binary = process.env.PAMPHLET_BINARY ?? join(root, "target/debug/pamphlet");
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A document whose every part tries to be more than text. */
const HOSTILE = `Notice to the hostile members

The committee met on Monday and heard that hostile tags were put on the board: <script>document.title="owned"</script> was one of them, and the board is to be washed.

It was said that <img src=x onerror="document.title='owned'"> is hostile, too, & that "quotes" and 'quotes' are not. Some wrote hostile \u{1b}[31mred, some hostile \u202edrow\u202c, and one hostile\u0007 bell.

The secretary read javascript:alert(1) aloud. It was hostile. Then all went home and the lamps were put out.

1 May 1999
`;

let server, folder, browser;

/** Where the server answers. */
export let base;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "pamphlet-browser-"));
  cpSync(join(root, "corpus"), join(folder, "corpus"), { recursive: true });
  mkdirSync(join(folder, "evil"));
  writeFileSync(join(folder, "evil", "<img src=x onerror=alert(1)>.txt"), HOSTILE);
  writeFileSync(join(folder, "evil", "hebrew.txt"), "הצהרה לכל באי עולם\n\nכל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם.\n");
  const indexed = spawnSync(binary, ["index", "-q", "corpus", "evil"], { cwd: folder });
  assert.equal(indexed.status, 0, String(indexed.stderr));
  server = spawn(binary, ["serve", "--bind", "127.0.0.1:0"], { cwd: folder });
  base = await new Promise((told) => createInterface({ input: server.stdout }).once("line", told));
  base = base.replace(/\/$/, "");
  browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
});

after(async () => {
  await browser?.close();
  server?.kill("SIGTERM");
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** A page that fails the test when the browser complains of anything. */
export async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  const page = await context.newPage();
  page.complaints = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) page.complaints.push(message.text());
  });
  page.on("pageerror", (error) => page.complaints.push(error.message));
  page.on("dialog", (dialog) => { page.complaints.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  await page.addInitScript(() => addEventListener("securitypolicyviolation", (event) => console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`)));
  await page.goto(base + path);
  return page;
}

export async function close(page) {
  assert.deepEqual(page.complaints, [], `at ${page.url()}`);
  await page.context().close();
}

export const api = async (path) => (await fetch(base + path)).json();
export const number = (text) => Number(/[\d,]+/.exec(text)[0].replaceAll(",", ""));
export const status = (page) => page.locator("#status").innerText();
export const focused = (page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");

/**
 * That axe finds nothing on any of these pages, and none scrolls sideways; in both schemes, wide and narrow. With the help
 * opened, which lies over what is below it.
 */
export function axeFindsNothing(views, { help }) {
  describe("axe finds nothing", () => {
    for (const colorScheme of ["light", "dark"]) {
      for (const width of [1280, 375]) {
        test(`${colorScheme}, ${width} wide`, async () => {
          for (const [name, path] of Object.entries(views)) {
            const page = await open(path, { colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
            if (help) await page.locator(".hand summary").click();
            await page.evaluate(axe);
            const { violations } = await page.evaluate(() => globalThis.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
            const told = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
            assert.deepEqual(told, [], `${name}`);
            const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            assert.equal(wide, 0, `${name} scrolls sideways`);
            await page.context().close();
          }
        });
      }
    }
  });
}
