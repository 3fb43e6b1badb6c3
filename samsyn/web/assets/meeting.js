// The meeting's page: how long it has gone on; what others write comes by itself; what one writes saves itself, and
// waits here in the page while the network is away. Nothing is kept in the browser: closing the page is warned about.

const EVERY = 2000;
const STILL = 700;
const PATIENCE = 8000;
const live = document.getElementById("live");
const net = document.getElementById("natet");
const timer = document.querySelector(".timer");
const waiting = [];                 // what could not be sent yet, in order: {address, body, unit}
let mark = "";
let away = false;
let busy = false;

function tell() {
  const minutes = Math.floor((Date.now() - Date.parse(timer.dataset.since)) / 60000);
  if (minutes < 0 || minutes > 600) return;
  const over = minutes > Number(timer.dataset.minutes);
  const words = over ? timer.dataset.over : timer.dataset.words;
  timer.querySelector("span").textContent = words.replace("{n}", minutes).replace("{all}", timer.dataset.minutes);
  timer.classList.toggle("over", over);
}

if (timer) {
  tell();
  setInterval(tell, 15000);
}

function say(key) {
  const count = waiting.length;
  const words = [net.dataset[key] ?? ""];
  if (count && key === "away") words.push(net.dataset.waiting.replace("{n}", count));
  const text = words.join(" ").trim();
  if (net.textContent !== text) net.textContent = text;
  net.hidden = !text;
  net.dataset.state = key;
}

// --- what is being written here -------------------------------------------------------------------

const fieldsOf = (node) => [...node.querySelectorAll("input:not([type=hidden]), textarea, select")];

function isDirty(field) {
  if (field.matches("select")) return [...field.options].some((one) => one.selected !== one.defaultSelected && one.value);
  if (field.matches("[type=checkbox], [type=radio]")) return false;
  return field.value !== field.defaultValue;
}

function isHeld(unit) {
  const at = document.activeElement;
  const writes = at && unit.contains(at) && at.matches("input:not([type=checkbox]):not([type=radio]), textarea, select");
  return Boolean(writes) || fieldsOf(unit).some(isDirty) || waiting.some((one) => one.unit && unit.querySelector(`#${CSS.escape(one.unit)}`))
    || waiting.some((one) => one.unit === unit.id);
}

// --- exchanging what has changed ------------------------------------------------------------------

// What differs only by where this page is (its token, what is unfolded) is made the same before comparing.
function likeHere(fresh) {
  const token = live.querySelector("[name=csrfmiddlewaretoken]")?.getAttribute("value");
  if (token) for (const one of fresh.querySelectorAll("[name=csrfmiddlewaretoken]")) one.setAttribute("value", token);
  for (const unit of [fresh, ...fresh.querySelectorAll("[data-unit]")]) {
    const old = unit.id && document.getElementById(unit.id);
    if (!old) continue;
    const [was, now] = [old, unit].map((node) => [...node.querySelectorAll("details")]);
    if (was.length === now.length) was.forEach((one, number) => { now[number].open = one.open; });
  }
  prepare(fresh);
}

function focusAgain(id, index, unit) {
  if (index < 0) return;
  const same = id && document.getElementById(id);
  const all = unit.querySelectorAll("button, a[href], input, textarea, select, summary");
  const next = same || all[Math.min(index, all.length - 1)] || unit.querySelector("h2, h3");
  const folded = next?.matches("summary") ? null : next?.closest("details:not([open])");
  (folded?.querySelector("summary") ?? next)?.focus({ preventScroll: true });
}

function exchange(old, fresh, force) {
  if (old.isEqualNode(fresh)) return;
  if (force !== old.id && isHeld(old)) {
    leave(old, fresh);
    for (const part of fresh.querySelectorAll("[data-unit]")) {
      if (part.parentElement.closest("[data-unit]") !== fresh) continue;
      const known = document.getElementById(part.id);
      if (known && old.contains(known)) exchange(known, part, force);
      else if (!known) arrive(part, fresh);
    }
    return;
  }
  const at = document.activeElement;
  const inside = old.contains(at);
  const index = inside ? [...old.querySelectorAll("button, a[href], input, textarea, select, summary")].indexOf(at) : -1;
  const next = document.importNode(fresh, true);
  old.replaceWith(next);
  grow(next);
  if (inside) focusAgain(at.id, index, next);
}

// What is gone from a section where somebody is writing goes; its heading tells the new count.
function leave(old, fresh) {
  const [was, now] = [old, fresh].map((node) => node.querySelector(":scope > h2"));
  if (was && now && !was.isEqualNode(now)) was.replaceWith(document.importNode(now, true));
  for (const part of old.querySelectorAll("[data-unit]")) {
    if (!fresh.querySelector(`#${CSS.escape(part.id)}`) && !isHeld(part)) part.remove();
  }
}

// Something new in a section where somebody is writing: it comes in after the thing before it.
function arrive(part, fresh) {
  let before = part.previousElementSibling;
  while (before && !(before.id && document.getElementById(before.id))) before = before.previousElementSibling;
  const next = document.importNode(part, true);
  if (before) document.getElementById(before.id).after(next);
  else document.getElementById(fresh.id)?.querySelector("h2")?.after(next);
  grow(next);
}

function apply(text, force = "") {
  const fresh = new DOMParser().parseFromString(`<div>${text}</div>`, "text/html").body.firstElementChild;
  likeHere(fresh);
  for (const unit of [...fresh.children]) {
    const old = document.getElementById(unit.id);
    if (old) exchange(old, unit, force);
  }
}

// --- sending --------------------------------------------------------------------------------------

const newKey = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, "$1-$2-$3-$4-$5");
};

async function ask(address, more = {}) {
  const stop = AbortSignal.timeout ? AbortSignal.timeout(PATIENCE) : undefined;
  const headers = { "X-Samsyn-Live": "1", ...more.headers };
  const answer = await fetch(address, { ...more, headers, cache: "no-store", redirect: "manual", signal: stop });
  if (answer.status >= 500) throw new TypeError("away");          // tried again, as when there is no network
  return answer;
}

async function post(one) {
  const answer = await ask(one.address, { method: "POST", body: one.body });
  const text = await answer.text();
  waiting.shift();                  // answered: it holds nothing back on the page any more
  if (![200, 409, 422].includes(answer.status)) {
    say("failed");
    return;
  }
  mark = answer.headers.get("ETag") ?? "";
  if (answer.status === 200) settle(one);
  apply(text, answer.status === 422 ? "" : one.unit);
  if (answer.status === 422) document.getElementById("sagt")?.scrollIntoView({ block: "nearest" });
}

// What was sent is what stands on the server; what has been written since is still one's own.
function settle(one) {
  const unit = one.unit && document.getElementById(one.unit);
  if (!unit) return;
  if (!unit.matches("[data-saves]")) fold(unit);
  for (const field of fieldsOf(unit)) {
    if (field.matches("textarea") && one.sent !== undefined) field.defaultValue = one.sent;
    else if (unit.matches("[data-saves]")) continue;
    else if (field.form) field.form.reset();
  }
  const still = unit.matches("[data-saves]") && fieldsOf(unit).some(isDirty);
  if (still) {
    const version = unit.querySelector("[name=version]");
    version.value = String(Number(version.value) + 1);
    one.unit = "";
    later(unit);
  }
}

// A box that was opened to decide something is done with when it is decided.
function fold(unit) {
  for (const box of [...unit.querySelectorAll("details[open]"), unit.closest("details[open]")]) {
    if (!box) continue;
    if (box.contains(document.activeElement)) box.querySelector("summary").focus({ preventScroll: true });
    box.open = false;
  }
}

async function send(one) {
  const same = one.saves && waiting.find((other) => other.saves && other.unit === one.unit);
  if (same) [same.body, same.sent] = [one.body, one.sent];
  else waiting.push(one);
  await flush();
}

async function flush() {
  if (busy) return;
  busy = true;
  try {
    while (waiting.length) {
      const one = waiting[0];
      one.leaving = true;
      await post({ ...one });
      if (away) came();
    }
  } catch {
    gone();
  } finally {
    busy = false;
  }
}

function gone() {
  away = true;
  say("away");
}

function came() {
  away = false;
  say(waiting.length ? "away" : "back");
  if (!waiting.length) setTimeout(() => { if (!away && net.dataset.state === "back") say(""); }, 6000);
}

// --- forms ----------------------------------------------------------------------------------------

function bodyOf(form, button) {
  const data = new FormData(form, button ?? undefined);
  if (form.hasAttribute("data-keyed")) data.set("nyckel", newKey());
  return new URLSearchParams(data);
}

const unitOf = (form) => form.closest("[data-unit]")?.id ?? "";
const pauses = new Map();

function later(form, wait = STILL) {
  clearTimeout(pauses.get(form.id));
  pauses.set(form.id, setTimeout(() => save(form.id), wait));
}

function save(id) {
  const form = document.getElementById(id);
  const text = form?.querySelector("textarea");
  if (!text || text.value === text.defaultValue) return;
  if (waiting.some((one) => one.leaving && one.unit === id) && !away) {
    later(form);
    return;
  }
  send({ address: form.action, body: bodyOf(form), unit: id, saves: true, sent: text.value });
}

live.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.hasAttribute("data-plain") || form.action.includes("/atgarder/") || event.defaultPrevented) return;
  event.preventDefault();
  if (form.hasAttribute("data-saves")) save(form.id);
  else send({ address: form.action, body: bodyOf(form, event.submitter), unit: unitOf(form) });
});

live.addEventListener("input", (event) => {
  const form = event.target.closest("[data-saves]");
  if (!form) return;
  tall(event.target);
  later(form);
});

live.addEventListener("focusout", (event) => {
  const form = event.target.closest("[data-saves]");
  if (form && event.target.matches("textarea")) save(form.id);
});

live.addEventListener("change", (event) => {
  const form = event.target.closest("[data-seats]");
  if (!form) return;
  const body = new URLSearchParams({ csrfmiddlewaretoken: form.csrfmiddlewaretoken.value, stol: event.target.value });
  if (event.target.checked) body.set("har", event.target.value);
  send({ address: form.action, body, unit: "" });
});

live.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fills]");
  if (!button) return;
  const text = button.form.querySelector("textarea");
  text.value = button.dataset.fills;
  save(button.form.id);
});

addEventListener("beforeunload", (event) => {
  const written = [...live.querySelectorAll("[data-saves] textarea")].some(isDirty);
  if (waiting.length || written) event.preventDefault();
});

// --- beginning ------------------------------------------------------------------------------------

function prepare(root) {
  for (const one of root.querySelectorAll("[data-without-script]")) one.hidden = true;
  for (const one of root.querySelectorAll("[data-fills]")) one.hidden = false;
}

function tall(text) {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
}

function grow(root) {
  for (const one of root.querySelectorAll("[data-saves] textarea")) tall(one);
}

async function look() {
  if (!busy && document.visibilityState === "visible") {
    try {
      if (waiting.length) await flush();
      else {
        const answer = await ask(live.dataset.address, { headers: mark ? { "If-None-Match": mark } : {} });
        if (away) came();
        if (answer.status === 200 && !busy) {
          mark = answer.headers.get("ETag") ?? "";
          apply(await answer.text());
        } else if (answer.type === "opaqueredirect") say("failed");
      }
    } catch {
      gone();
    }
  }
  setTimeout(look, EVERY);
}

prepare(live);
grow(live);
live.dataset.ready = "yes";
setTimeout(look, EVERY);
