// The reviewer's desk: choose turns as evidence, rate by key, save as one writes, also without a network.
// Everything it does can be done without it; the form posts the same fields either way.

const form = document.querySelector("form[data-review]");
const turns = [...document.querySelectorAll(".turns > .turn")];
const saved = document.querySelector(".actionbar .save");
const rated = document.querySelector(".actionbar [data-rated]");
const store = `draft:${form.dataset.saveUrl}`;
const SAVE_AFTER_MS = 1200;
const RETRY_AFTER_MS = 15000;
const OFFLINE = "You are offline. The draft is kept on this device and saved when you are back";
let active = form.querySelector("fieldset[data-active]") ?? form.querySelector("fieldset[data-ref]");
let current = null;
let timer = 0;
let saving = false;
let saveAgain = false;
let selection = null;
let keysOn = readSetting("review-keys") !== "off";

// --- turns and rubric rows ------------------------------------------------------------------------

function makeCurrent(turn, scroll = false) {
  for (const other of turns) {
    other.toggleAttribute("aria-current", false);
    menuOf(other).hidden = true;
  }
  current = turn;
  if (!turn) return;
  turn.setAttribute("aria-current", "true");
  menuOf(turn).hidden = false;
  labelMenu();
  if (scroll) turn.scrollIntoView({ block: "nearest" });
}

function makeActive(row) {
  active?.removeAttribute("data-active");
  active = row;
  row.setAttribute("data-active", "");
  if (current) labelMenu();
}

function menuOf(turn) {
  return turn.querySelector(".turnmenu") ?? document.createElement("div");
}

function labelMenu() {
  const add = menuOf(current).querySelector('[data-add="current"]');
  if (add && active) add.textContent = `Add to ${active.dataset.ref}`;
}

// Words selected inside one turn, letter for letter; else the whole turn.
function quoteIn(turn) {
  const whole = textOf(turn);
  if (selection && selection.turn === turn && whole.includes(selection.text)) return selection.text;
  return whole;
}

function textOf(turn) {
  return turn.querySelector(".turn__body p").textContent;
}

function addEvidence(turn, row) {
  if (!turn || !row) return;
  const ref = row.dataset.ref;
  const number = turn.id.slice(1);
  const quote = quoteIn(turn);
  const value = `${number}|${quote}`;
  const known = [...row.querySelectorAll(`input[name="evidence-${ref}"]`)];
  if (known.some((input) => input.value === value)) return;
  row.querySelector("[data-hint]").before(chip(turn, number, quote, value, ref));
  row.querySelector("[data-hint]").textContent = "Select another turn to add it";
  turn.dataset.selected = "";
  changed();
}

function chip(turn, number, quote, value, ref) {
  const box = document.createElement("span");
  box.className = "chip";
  const time = turn.querySelector(".turn__time time");
  const mark = document.createElement(time ? "time" : "b");
  mark.textContent = time ? time.textContent : number;
  const words = document.createElement("span");
  words.dir = "auto";
  words.textContent = quote;
  const input = document.createElement("input");
  input.type = "hidden";
  input.name = `evidence-${ref}`;
  input.value = value;
  const remove = document.createElement("button");
  remove.type = "button";
  remove.dataset.remove = "";
  remove.setAttribute("aria-label", `Remove the passage of turn ${number} from ${ref}`);
  remove.append(icon("x"));
  box.append(mark, words, input, remove);
  return box;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

// --- saving ---------------------------------------------------------------------------------------

function changed() {
  count();
  writeSetting(store, JSON.stringify(fields()));
  clearTimeout(timer);
  timer = setTimeout(save, SAVE_AFTER_MS);
}

function fields() {
  return [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
}

// One save at a time: what is written meanwhile is saved right after, so that no older draft overtakes a newer one.
async function save() {
  clearTimeout(timer);
  if (saving) {
    saveAgain = true;
    return;
  }
  saving = true;
  say("saving", "Saving your draft");
  const sent = JSON.stringify(fields());
  try {
    const answer = await fetch(form.dataset.saveUrl, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Requested-With": "fetch" },
    });
    await heard(answer, sent);
  } catch {
    notSaved(navigator.onLine ? "Not saved. We keep trying; your text is safe here" : OFFLINE);
  }
  saving = false;
  if (saveAgain) {
    saveAgain = false;
    save();
  }
}

async function heard(answer, sent) {
  if (answer.status >= 500) {
    notSaved("Not saved. We keep trying; your text is safe here");
  } else if (!answer.url.endsWith(form.dataset.saveUrl)) {
    say("failed", "Not saved. Sign in again in another window; what you wrote is kept here");
  } else if (answer.ok) {
    if (JSON.stringify(fields()) === sent) forget(store);
    const clock = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    say("", `Saved at ${clock}`);
  } else {
    const said = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".save");
    say("failed", said?.textContent.trim() || "Not saved. Reload this page; what you wrote is kept here");
  }
}

function notSaved(text) {
  say("failed", text);
  timer = setTimeout(save, RETRY_AFTER_MS);
}

function say(state, text) {
  saved.replaceChildren(icon({ saving: "note", failed: "alert" }[state] ?? "check"), text);
  if (state) saved.dataset.state = state;
  else delete saved.dataset.state;
}

function count() {
  const rows = [...form.querySelectorAll(":scope > div > fieldset[data-ref]")];
  const done = rows.filter((row) => row.querySelector("input[type=radio]:checked")).length;
  if (rated && rows.length) rated.textContent = `${done} of ${rows.length} rated`;
}

// What was written here and never saved (the network was gone) is newer than what the server knows: it takes the
// place of the saved draft, passages that were taken out included, and is saved then.
function restore() {
  const kept = readSetting(store);
  if (!kept) return;
  const written = JSON.parse(kept);
  const passages = written.filter(([name]) => name.startsWith("evidence-"));
  dropAllBut(passages);
  for (const [name, value] of passages) addPassage(name.slice("evidence-".length), value);
  for (const [name, value] of written) {
    const field = name.startsWith("evidence-") ? null : form.elements.namedItem(name);
    if (field) field.value = value;
  }
  changed();
}

function dropAllBut(passages) {
  for (const input of form.querySelectorAll(".chip input")) {
    if (!passages.some(([name, value]) => name === input.name && value === input.value)) input.closest(".chip").remove();
  }
}

function addPassage(ref, value) {
  const [number] = value.split("|");
  const turn = document.getElementById(`t${number}`);
  const row = form.querySelector(`fieldset[data-ref="${CSS.escape(ref)}"]`);
  if (!turn || !row) return;
  selection = { turn, text: value.slice(number.length + 1) };
  addEvidence(turn, row);
  selection = null;
}

// --- settings that live on this device --------------------------------------------------------------

function readSetting(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null; // storage is switched off: nothing is kept, everything else works
  }
}

function writeSetting(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    say("failed", "This browser keeps nothing; save before you leave");
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    say("failed", "This browser keeps nothing; save before you leave");
  }
}

// --- keys -------------------------------------------------------------------------------------------

const keys = {
  j: () => step(1),
  k: () => step(-1),
  e: () => addEvidence(current, active),
  "?": showKeys,
};

function step(by) {
  selection = null;
  const at = current ? turns.indexOf(current) : by > 0 ? -1 : turns.length;
  makeCurrent(turns[Math.min(Math.max(at + by, 0), turns.length - 1)], true);
}

function rate(position) {
  const radios = active?.querySelectorAll("input[type=radio]") ?? [];
  if (!radios[position]) return;
  radios[position].checked = true;
  changed();
}

function showKeys() {
  document.querySelector("[data-keys-help]")?.toggleAttribute("open");
}

function isTyping(target) {
  return target.matches("input:not([type=radio]), textarea, select, [contenteditable]");
}

document.addEventListener("keydown", (event) => {
  if (!keysOn || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const key = event.key.toLowerCase();
  if (/^[1-6]$/.test(key)) rate(Number(key) - 1);
  else if (keys[key]) keys[key]();
  else return;
  event.preventDefault();
});

// --- wiring -----------------------------------------------------------------------------------------

for (const turn of turns) {
  turn.addEventListener("click", (event) => {
    if (event.target.closest("a, button")) return;
    if (document.getSelection().isCollapsed) selection = null; // a plain click means the whole turn
    makeCurrent(turn);
  });
  turn.addEventListener("focusin", () => pointing || makeCurrent(turn));
  menuOf(turn).addEventListener("click", (event) => {
    const kind = event.target.closest("[data-add]")?.dataset.add;
    if (kind === "current") addEvidence(turn, active);
    if (kind === "other") nextRow();
  });
}

function nextRow() {
  const rows = [...form.querySelectorAll("fieldset[data-ref]")].filter((row) => row.offsetParent);
  makeActive(rows[(rows.indexOf(active) + 1) % rows.length]);
  active.scrollIntoView({ block: "nearest" });
}

document.addEventListener("selectionchange", () => {
  const chosen = document.getSelection();
  const text = chosen?.toString().trim() ?? "";
  const node = chosen?.anchorNode;
  const turn = node && (node.nodeType === 1 ? node : node.parentElement)?.closest(".turn");
  if (text && turn) selection = { turn, text };
});

// The active row takes more room. While a button of the mouse is down nothing may move, or the click would miss.
let pointing = false;
document.addEventListener("pointerdown", () => (pointing = true), true);
for (const end of ["pointerup", "pointercancel", "dragend"]) {
  document.addEventListener(end, () => setTimeout(() => (pointing = false)), true); // after the click
}
for (const kind of ["focusin", "click"]) {
  form.addEventListener(kind, (event) => {
    const row = event.target.closest("fieldset[data-ref]");
    if (row && row !== active && (kind === "click" || !pointing)) makeActive(row);
  });
}
form.addEventListener("input", changed);
form.addEventListener("change", changed);
form.addEventListener("click", (event) => {
  const remove = event.target.closest("[data-remove]");
  if (!remove) return;
  remove.closest(".chip").remove();
  changed();
});
form.addEventListener("submit", (event) => {
  if (!navigator.onLine) {
    event.preventDefault();
    say("failed", OFFLINE);
    return;
  }
  clearTimeout(timer);
  writeSetting("draft-handed-in", store); // app.js forgets the draft once another page has come
});
window.addEventListener("online", save);
document.querySelector("[data-keys-switch]")?.addEventListener("change", (event) => {
  keysOn = event.target.checked;
  writeSetting("review-keys", keysOn ? "on" : "off");
});
const keysSwitch = document.querySelector("[data-keys-switch]");
if (keysSwitch) keysSwitch.checked = keysOn;

restore();
count();
