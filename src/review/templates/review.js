// Without this script the page can be read and its links followed; with it marks are stepped through and filtered, and,
// where a server is behind the page, decided on.
"use strict";
const api = document.body.dataset.api;
const dock = document.getElementById("dock");
const said = document.getElementById("said");
const off = { kind: new Set(), cert: new Set() };
let current = null;
let busy = false;

const all = () => [...document.querySelectorAll("#reading .mark")];
const shown = () => all().filter((mark) => !mark.classList.contains("dim"));
const wide = matchMedia("(min-width: 56.01rem)");

const say = (text, isError) => {
  said.textContent = text;
  said.classList.toggle("error", Boolean(isError));
};

const show = (element, pane) => {
  if (!element) return;
  if (wide.matches) {
    const box = element.closest(".pane");
    if (!box) return;
    const tools = document.querySelector(".tools");
    if (box.getBoundingClientRect().bottom > dock.getBoundingClientRect().top) scrollTo(0, tools.offsetTop);
    const place = element.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    if (place.top < frame.top + 30 || place.bottom > frame.bottom - 60) box.scrollTop += place.top - frame.top - frame.height / 3;
  } else if (pane !== "encoding") {
    element.scrollIntoView({ block: "center" });
  } else {
    const box = element.closest(".pane");
    box.scrollTop += element.getBoundingClientRect().top - box.getBoundingClientRect().top - 60;
  }
};

const choose = (mark) => {
  for (const old of document.querySelectorAll(".current")) old.classList.remove("current");
  current = mark;
  const now = document.getElementById("now");
  for (const part of dock.querySelectorAll(".decide button:not([data-key=u]), .decide select")) part.disabled = !mark;
  if (!mark) return;
  mark.classList.add("current");
  mark.setAttribute("tabindex", "-1");
  mark.focus({ preventScroll: true });
  const tag = document.getElementById("s" + mark.id.slice(1));
  if (tag) tag.classList.add("current");
  show(mark, "reading");
  show(tag, "encoding");
  now.replaceChildren(...[...mark.lastElementChild.childNodes].map((node) => node.cloneNode(true)));
  const to = document.getElementById("to");
  if (to) {
    const name = mark.dataset.name.replace(/^.*:/, "");
    to.disabled = ![...to.options].some((option) => option.value === name);
    to.value = "";
  }
};

const step = (by, isWanted) => {
  const marks = all();
  const from = current ? marks.indexOf(current) : by > 0 ? -1 : marks.length;
  for (let idx = from + by; idx >= 0 && idx < marks.length; idx += by) {
    if (isWanted(marks[idx])) {
      say("");
      return choose(marks[idx]);
    }
  }
  say(by > 0 ? "There is none after this." : "There is none before this.");
};
const isShown = (mark) => !mark.classList.contains("dim");
const isDoubt = (mark) => isShown(mark) && mark.classList.contains("doubt");

const filter = () => {
  for (const mark of all()) {
    mark.classList.toggle("dim", off.kind.has(mark.dataset.kind) || off.cert.has(mark.dataset.cert));
  }
  for (const chip of document.querySelectorAll(".chip")) {
    const isOff = off[chip.dataset.filter].has(chip.dataset.value);
    chip.classList.toggle("off", isOff);
    if (chip.firstElementChild) chip.firstElementChild.setAttribute("aria-pressed", String(!isOff));
  }
};

const dress = () => {
  // Whoever has the keys need not go through the marks with the tabulator.
  for (const link of document.querySelectorAll(".tip a")) link.tabIndex = -1;
  for (const chip of document.querySelectorAll(".chip")) {
    const button = document.createElement("button");
    button.type = "button";
    button.title = "Show or hide these marks";
    button.append(...chip.childNodes);
    button.addEventListener("click", () => {
      const set = off[chip.dataset.filter];
      if (!set.delete(chip.dataset.value)) set.add(chip.dataset.value);
      filter();
    });
    chip.append(button);
  }
  filter();
};

const reload = async (near, isSettled) => {
  const answer = await fetch(location.pathname, { cache: "no-store" });
  if (!answer.ok) throw new Error("the page cannot be loaded again");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const scrolls = [...document.querySelectorAll(".pane")].map((pane) => pane.scrollTop);
  const isOpen = [...document.querySelectorAll(".card")].map((card) => card.open);
  document.getElementById("work").replaceWith(page.getElementById("work"));
  document.querySelectorAll(".pane").forEach((pane, idx) => { pane.scrollTop = scrolls[idx] ?? 0; });
  document.querySelectorAll(".card").forEach((card, idx) => { card.open = isOpen[idx] ?? card.open; });
  current = null;
  dress();
  const marks = shown();
  const after = marks.filter((mark) => Number(mark.dataset.at) >= near);
  const next = isSettled && after.find((mark) => mark.classList.contains("doubt"));
  choose(next || after[0] || marks[marks.length - 1] || null);
};

const decide = async (what) => {
  if (!api || busy) return;
  const work = document.getElementById("work");
  const isUndo = what === null;
  if (!isUndo && !current) return say("Choose a mark first: n goes to the next.", true);
  busy = true;
  const reason = document.getElementById("reason");
  const asked = isUndo
    ? { name: work.dataset.name, hash: work.dataset.hash }
    : { name: work.dataset.name, hash: work.dataset.hash, at: Number(current.dataset.at), do: what, reason: reason.value };
  try {
    const answer = await fetch(api, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Postil": "review" },
      body: JSON.stringify(asked),
    });
    const told = await answer.json();
    if (told.ok) {
      await reload(told.near, !isUndo && what.action !== "extent");
      reason.value = "";
    }
    say(told.message, !told.ok);
  } catch (error) {
    say("The server does not answer (" + error.message + "). Is postil review still running?", true);
  }
  busy = false;
};

const extent = (edge, by) => decide({ action: "extent", edge, by });
const keys = {
  n: () => step(1, isShown),
  p: () => step(-1, isShown),
  d: () => step(1, isDoubt),
  D: () => step(-1, isDoubt),
  a: () => decide({ action: "accept" }),
  r: () => decide({ action: "reject" }),
  u: () => decide(null),
  t: () => document.getElementById("to")?.focus(),
  "/": () => document.getElementById("reason")?.focus(),
  "[": () => extent("start", "grow"),
  "]": () => extent("start", "shrink"),
  "{": () => extent("end", "shrink"),
  "}": () => extent("end", "grow"),
};

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.activeElement instanceof HTMLElement) return document.activeElement.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  const act = Object.hasOwn(keys, event.key) ? keys[event.key] : null;
  if (!act) return;
  event.preventDefault();
  act();
});
for (const button of dock.querySelectorAll("button[data-key]")) button.addEventListener("click", () => keys[button.dataset.key]());
dock.querySelector("form")?.addEventListener("submit", (event) => event.preventDefault());
document.getElementById("to")?.addEventListener("change", (event) => {
  if (event.target.value) decide({ action: "retype", to: event.target.value });
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#m'], a[href^='#s']");
  const mark = link
    ? document.getElementById("m" + link.getAttribute("href").slice(2))
    : event.target.closest("#reading .mark");
  if (!mark || event.target.closest(".tip .fact:not(a)")) return;
  if (link) event.preventDefault();
  choose(mark);
});

document.addEventListener("mouseover", (event) => {
  const mark = event.target.closest("#reading .mark");
  if (!mark) return;
  const frame = mark.closest(".pane").getBoundingClientRect();
  mark.lastElementChild.classList.toggle("flip", mark.getClientRects()[0].left > frame.left + frame.width / 2);
});

dress();
dock.hidden = false;
const more = dock.querySelector(".more");
if (more) more.open = wide.matches;
const measure = () => {
  const root = document.documentElement.style;
  root.setProperty("--dock", dock.offsetHeight + "px");
  root.setProperty("--tools", document.querySelector(".tools").offsetHeight + "px");
};
new ResizeObserver(measure).observe(dock);
addEventListener("resize", measure);
measure();
choose(null);
const first = location.hash.startsWith("#m") && document.getElementById(location.hash.slice(1));
if (first) choose(first);
