// What makes the page quicker to use. Everything works without: each step is a link or a form.
"use strict";
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const stored = {
    get(name) { try { return localStorage.getItem(name); } catch { return null; } },
    set(name, value) { try { localStorage.setItem(name, value); } catch { /* for this page only */ } },
  };

  // Dark and light.
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const theme = one("button.theme");
  const name = () => { theme.textContent = isDark() ? "Light" : "Dark"; theme.title = `Use ${isDark() ? "light" : "dark"} colours`; };
  theme.hidden = false;
  name();
  system.addEventListener("change", name);
  theme.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    stored.set("theme", document.documentElement.dataset.theme);
    name();
  });

  // Empty fields of a form stay out of the address.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const empty = [...form.elements].filter((field) => field.name && field.name !== "q" && field.value === "");
    for (const field of empty) field.disabled = true;
    setTimeout(() => { for (const field of empty) field.disabled = false; });
  });
  // A box that is ticked is applied at once.
  document.addEventListener("change", (event) => {
    if (event.target.matches(".options input[type=checkbox]")) event.target.form.requestSubmit();
  });

  // A citation goes to the clipboard.
  for (const button of navigator.clipboard ? all("button.copy") : []) {
    const label = button.firstChild.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(one(`#${button.dataset.of}`).textContent);
      button.firstChild.textContent = "Copied";
      setTimeout(() => { button.firstChild.textContent = label; }, 2000);
    });
  }

  // The matches of a document.
  const marks = all("article mark");
  let at = -1;
  const go = (to) => {
    if (marks.length === 0) return;
    marks[at]?.classList.remove("here");
    at = (to + marks.length) % marks.length;
    const mark = marks[at];
    mark.classList.add("here");
    mark.tabIndex = -1;
    mark.focus({ preventScroll: true });
    mark.scrollIntoView({ block: "center" });
    one("#which").textContent = `${at + 1} of ${marks.length}`;
    history.replaceState(history.state, "", `#${mark.id}`);
  };
  const arrive = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    const found = id === "first" ? 0 : marks.findIndex((mark) => mark.id === id);
    if (found < 0) return;
    marks[at]?.classList.remove("here");
    at = found;
    marks[at].classList.add("here");
    marks[at].scrollIntoView({ block: "center" });
    one("#which").textContent = `${at + 1} of ${marks.length}`;
  };
  if (marks.length > 0 && one("#next")) {
    for (const [id, step] of [["#next", 1], ["#previous", -1]]) {
      const button = one(id);
      button.hidden = false;
      button.addEventListener("click", () => go(at < 0 ? 0 : at + step));
    }
    addEventListener("hashchange", arrive);
    // once the text has its height
    requestAnimationFrame(arrive);
  }

  // Keys. Single letters can be turned off, as those who speak to their computer need.
  const keysOn = () => stored.get("keys") !== "off";
  const box = one("#keys-on");
  if (box) {
    one("#keys-switch").hidden = false;
    box.checked = keysOn();
    box.addEventListener("change", () => stored.set("keys", box.checked ? "on" : "off"));
  }
  const along = (step) => {
    const ways = all("main .hit .go, main td .go, main th .go");
    if (ways.length === 0) return;
    const now = ways.indexOf(document.activeElement);
    const next = now < 0 ? (step > 0 ? 0 : ways.length - 1) : Math.min(Math.max(now + step, 0), ways.length - 1);
    ways[next].focus({ preventScroll: true });
    ways[next].scrollIntoView({ block: "nearest" });
  };
  const follow = (selector) => one(selector)?.click();
  // Help at hand closes as one expects.
  const hand = one(".hand");
  document.addEventListener("click", (event) => { if (hand?.open && !hand.contains(event.target)) hand.open = false; });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !hand?.open) return;
    hand.open = false;
    one("summary", hand).focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (typing) {
      if (event.key === "Escape") typing.blur();
      return;
    }
    if (!keysOn()) return;
    const inDocument = one(".text") !== null;
    const act = {
      "/": () => { const field = one("#q"); field.focus(); field.select(); },
      j: () => along(1),
      k: () => along(-1),
      n: () => (inDocument ? go(at < 0 ? 0 : at + 1) : follow(".pages [rel=next]")),
      p: () => (inDocument ? go(at < 0 ? marks.length - 1 : at - 1) : follow(".pages [rel=prev]")),
      u: () => follow(".back a"),
      "?": () => { location.href = "/help#keys"; },
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
