// The privacy guard in every free-text field of a form: it says what it sees while one writes, and stops what the
// server would stop, so that nothing has to be typed twice. What may be a person is only pointed out: the server asks.

import { loadGuard } from "./guard.js";

const words = JSON.parse(document.getElementById("vaktens-ord").textContent);
const language = document.documentElement.lang.startsWith("en") ? "en" : "sv";
const LEVELS = ["stop", "block", "warn"];
const PAUSE = 500;
let guard = null;          // until it has come the server is the only one who looks

// The names that the page offers for places are no persons' names.
const places = () => new Set([...document.querySelectorAll("datalist option")].map((one) => one.value.toLowerCase()));

function boxOf(field) {
  const id = `${field.id}-vakt`;
  const known = document.getElementById(id);
  if (known) return known;
  const box = document.createElement("div");
  [box.id, box.className] = [id, "guarded"];
  box.setAttribute("role", "alert");
  field.after(box);
  field.setAttribute("aria-describedby", [field.getAttribute("aria-describedby"), id].filter(Boolean).join(" "));
  return box;
}

function said(field) {
  const hits = guard.find(field.value, places());
  const level = LEVELS.find((one) => hits.some((hit) => hit.level === one)) ?? "";
  const found = hits.filter((hit) => hit.level === level);
  const parts = [...new Set(found.map((hit) => field.value.slice(hit.start, hit.end)))].join(", ");
  const sentences = [...new Set(found.map((hit) => guard.sentence(hit.kind, language)).filter(Boolean))];
  const text = level ? [words[level].replace("{words}", parts), ...sentences].join(" ") : "";
  const box = boxOf(field);
  if (box.textContent !== text) box.textContent = text;
  box.classList.toggle("asks", level === "warn");
  if (level === "stop" || level === "block") field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  return level;
}

// Not when the field is left: a sentence that appears then would move the button away from under the finger.
function watch(field) {
  let timer = null;
  const look = () => guard && said(field);
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  });
}

// A form is held back only for what no answer can make right.
function hold(form, fields) {
  form.addEventListener("submit", (event) => {
    if (!guard) return;
    const wrong = fields.filter((field) => field.value && ["stop", "block"].includes(said(field)));
    if (!wrong.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    wrong[0].focus();
  }, { capture: true });
}

const attended = new WeakSet();
function attend(part) {
  for (const form of [...(part.matches("form") ? [part] : []), ...part.querySelectorAll("form")]) {
    const fields = [...form.querySelectorAll("textarea, input[type=text]")].filter((field) => field.id);
    if (attended.has(form) || !form.closest("main")) continue;
    attended.add(form);
    fields.forEach(watch);
    if (fields.length) hold(form, fields);
  }
}

attend(document.querySelector("main"));
// A part of the page that is changed later brings forms of its own.
for (const name of ["samsyn:part", "htmx:load"]) document.addEventListener(name, (event) => attend(event.target));
loadGuard().then((loaded) => {
  guard = loaded;
  document.documentElement.dataset.guarding = "yes";
}).catch(() => null);
