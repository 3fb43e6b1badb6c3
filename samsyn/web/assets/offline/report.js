// The report screen: six buttons, then what, where, when, and send. Works without a network from the second visit.

import { begun, firstLack, hasPlace, withArea, withCategory, withPlace, withWholeTown } from "./composing.js";
import { el, language, notice, say, show } from "./dom.js";
import { draftsOf } from "./drafts.js";
import { looked, prepare } from "./guarding.js";
import { openPhone } from "./phone.js";
import { askForBackgroundSync } from "./sending.js";
import * as steps from "./steps.js";

const place = document.getElementById("rapport");
const town = place.dataset.town;
const SAVE_AFTER = 400;

let phone = null;
let report = null;
let sealedAs = null;           // the draft that is being changed, if it is one
let answered = "";             // the text whose warning has been answered
let saving = null;

const drafts = () => draftsOf(phone.user, { store: phone.store });
const writingKey = () => `writing:${phone.user}:${town}`;
const basis = () => phone.basis;

function placeWords() {
  if (report.place) return basis().places.find((one) => one.id === report.place)?.name ?? "";
  if (report.area) return basis().areas.find((one) => one.code === report.area)?.name ?? "";
  return report.precision === "municipality" ? say("whole_town", { name: basis().municipality.name }) : "";
}

async function keepWriting() {
  clearTimeout(saving);
  if (!report || sealedAs) return;
  await drafts().keep(report, { town, state: "writing", key: writingKey() }).catch(() => null);
}

function change(next, { quietly = false, merge = null } = {}) {
  report = merge ? { ...report, ...merge } : { ...report, ...pickWhen(next) };
  clearTimeout(saving);
  saving = setTimeout(keepWriting, SAVE_AFTER);
  if (!quietly) render();
}

// What was typed meanwhile in other fields stays: only the time is taken from the changed copy.
const pickWhen = ({ seen, observed_to, observed_from, place: where, area, placed_by }) => (
  { seen, observed_to, observed_from, place: where, area, placed_by }
);

function go(hash) {
  if (window.location.hash === hash) render();
  else window.location.hash = hash;
}

function pick(category) {
  report = withCategory(report ?? begun(), category);
  prepare();
  keepWriting();
  go(hasPlace(report) ? "#skicka" : "#var");
}

function placed(next) {
  report = next;
  keepWriting();
  go("#skicka");
}

const locate = () => new Promise((resolve, reject) => {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => resolve({ lon: coords.longitude, lat: coords.latitude, accuracy: coords.accuracy }), reject,
    { enableHighAccuracy: true, timeout: 10_000, maximumAge: 30_000 },
  );
});

const LACKS = { place: "lack_place", when: "lack_when", future: "lack_future", order: "lack_order" };

async function wordsAreRight() {
  const { hits, words } = await looked(report.text, language);
  const box = document.getElementById("text-wrong");
  const worst = ["stop", "block", "warn"].find((level) => hits.some((hit) => hit.level === level));
  box.replaceChildren();
  if (!worst || (worst === "warn" && answered === report.text)) return true;
  const found = hits.filter((hit) => hit.level === worst);
  const said = [...new Set(found.map((hit) => report.text.slice(hit.start, hit.end)))];
  const sentences = [...new Set(found.map((hit) => words(hit.kind)).filter(Boolean))];
  const lines = [say(`guard_${worst}`, { words: said.join(", ") }), ...sentences].map((line) => el("p", {}, line));
  const yes = worst === "warn" ? el("p", { class: "actions" }, el("button", {
    type: "button", class: "button small", onclick: () => { answered = report.text; deliver(); },
  }, say("guard_no_person"))) : "";
  box.append(notice(worst === "warn" ? "warning" : "bad", ...lines, yes));
  box.scrollIntoView({ block: "center" });
  return false;
}

function wrong(sentence) {
  document.getElementById("send-wrong").replaceChildren(notice("bad", el("p", {}, sentence)));
}

let delivering = false;

async function deliver() {
  if (delivering) return;
  const lack = firstLack(report);
  if (lack === "category") return go("#");
  if (lack) return wrong(say(LACKS[lack]));
  delivering = true;
  try {
    if (await wordsAreRight()) await putInOutbox();
  } finally {
    delivering = false;
  }
  return undefined;
}

async function putInOutbox() {
  clearTimeout(saving);
  const ready = { ...report, sentence: undefined, kind: undefined, warnings_answered: answered === report.text };
  try {
    await drafts().keep(ready, { town, path: sealedAs?.path ?? "rapporter", key: sealedAs?.key ?? ready.id, id: ready.id });
  } catch {
    return sendAtOnce(ready);
  }
  await phone.store.remove("drafts", writingKey()).catch(() => null);
  finish();
  askForBackgroundSync();
  navigator.storage?.persist?.().catch(() => null);
  phone.send().then(() => thankFor(ready));
  return undefined;
}

// The phone is full: the report cannot be kept here, so it is sent from the screen, which stays until it is received.
async function sendAtOnce(ready) {
  const draft = { key: ready.id, id: ready.id, town, path: sealedAs?.path ?? "rapporter", report: ready };
  const answer = await phone.wire().send(draft).catch(() => ({ kind: "later" }));
  if (answer.kind === "received" && answer.id === ready.id) {
    finish();
    return thankFor(ready, true);
  }
  return wrong(answer.sentence ?? say("phone_full"));
}

let last = null;

function finish() {
  last = report;
  report = null;
  sealedAs = null;
  answered = "";
  shownAsSent = false;
  window.history.replaceState(null, "", "#tack");
  render({ sent: false });
  phone.refresh();
}

let shownAsSent = null;

async function thankFor(ready, sent = null) {
  await phone.refresh();
  const left = (await drafts().all()).find((draft) => draft.id === ready.id);
  if (window.location.hash !== "#tack" || last?.id !== ready.id) return;
  if (left?.state === "refused") {
    window.location.assign(`/${town}/mina`);
    return;
  }
  const isSent = sent ?? !left;
  if (isSent !== shownAsSent) render({ sent: isSent });
  shownAsSent = isSent;
}

function begin(like = null) {
  report = begun({ like });
  sealedAs = null;
  go("#");
}

let unfinished = null;

const SCREENS = {
  "": () => steps.start({
    basis: basis(), pick, unfinished: report ? null : unfinished,
    resume: () => { report = unfinished; go("#skicka"); },
    discard: async () => { unfinished = null; await phone.store.remove("drafts", writingKey()); render(); },
  }),
  vad: (code) => steps.category({ basis: basis(), code, pick }),
  var: () => steps.place({
    basis: basis(), report: report ?? begun(), locate: navigator.geolocation ? locate : null,
    pickPlace: (one, by) => placed(withPlace(report, one, { by })), pickArea: (area) => placed(withArea(report, area)),
    pickTown: () => placed(withWholeTown(report)),
  }),
  skicka: () => steps.send({
    basis: basis(), report, change, deliver, words: { place: placeWords() }, changing: sealedAs?.path.includes("/"),
  }),
  tack: (_rest, { sent = false } = {}) => steps.thanks({
    sent, town, again: () => begin(), againHere: last && hasPlace(last) && last.placed_by !== "position" ? () => begin(last) : null,
  }),
};

function render(more) {
  if (!basis()) return;
  const [name, rest] = decodeURIComponent(window.location.hash.slice(1)).split("/");
  const needs = { var: report?.category, skicka: report?.category }[name] ?? true;
  if (!needs) {
    window.location.hash = "#";
    return;
  }
  if (name === "vad" && !basis().buttons.some((one) => one.code === rest)) return;
  show(place, ...(SCREENS[name] ?? SCREENS[""])(rest, more));
}

// Opened from my reports: a report that waits or was refused, or one at the server that is to be changed.
async function opened(key) {
  const draft = (await drafts().all()).find((one) => one.key === key);
  if (draft?.readable) {
    sealedAs = { key: draft.key, path: draft.path };
    await phone.store.change("drafts", key, (row) => row && { ...row, state: "refused", sentence: row.sentence ?? "", revision: row.revision + 1 });
    report = { ...draft.report, sentence: draft.sentence };
    return;
  }
  const answer = await phone.wire().one(town, key).catch(() => null);
  if (!answer?.body?.id || answer.status !== 200) return;
  const { id, category, observed_to, observed_from, place: where, area, lon, lat, precision, severity, text } = answer.body;
  const { people_count, seen_during, fault_number } = answer.body;
  report = {
    ...begun(), id, category, seen: "earlier", observed_to, observed_from, place: where, area, lon: where ? null : lon,
    lat: where ? null : lat, precision, severity, text, people_count, seen_during, fault_number,
  };
  sealedAs = { key: `change:${id}`, path: `rapporter/${id}` };
}

async function ready() {
  const asked = new URLSearchParams(window.location.hash.slice(1));
  unfinished = (await drafts().all()).find((draft) => draft.key === writingKey())?.report ?? null;
  if (asked.has("oppna")) {
    await opened(asked.get("oppna"));
    window.history.replaceState(null, "", report ? "#skicka" : "#");
  }
  window.addEventListener("hashchange", () => {
    if (window.location.hash !== "#tack") render();
  });
  // Another tab or the worker may be the one that sends.
  phone.onsent = () => (last ? thankFor(last) : null);
  render();
  place.dataset.ready = "yes";
}

async function main() {
  phone = await openPhone({ town, isIdle: () => !report });
  await phone.open(ready);
}

main();
