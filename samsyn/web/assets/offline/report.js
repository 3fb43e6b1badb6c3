// The report screen: six buttons, then what, where, when, and send. Works without a network from the second visit.

import { begun, firstLack, hasPlace, withArea, withCategory, withoutPin, withPin, withPlace, withWholeTown } from "./composing.js";
import { courseNotice, courseScreen } from "./course.js";
import { el, language, notice, say, show } from "./dom.js";
import { draftsOf } from "./drafts.js";
import { looked, prepare } from "./guarding.js";
import { openPhone } from "./phone.js";
import { placeWords } from "./places.js";
import { askForBackgroundSync } from "./sending.js";
import * as steps from "./steps.js";
import { giveReply, weekReplies } from "./weekly.js";

const place = document.getElementById("rapport");
const town = place.dataset.town;
const SAVE_AFTER = 400;

let phone = null;
let report = null;
let sealedAs = null;           // the draft that is being changed, if it is one
let answered = "";             // the text whose warning has been answered
let saving = null;
let photos = [];               // [{id, clean, steps}]: only in memory until the report is sent
let likely = [];               // what the report may be the same as
let courseTaken = false;       // taken on this phone; the server may not know yet
let courseLater = false;       // put off for want of a network

const drafts = () => draftsOf(phone.user, { store: phone.store });
const writingKey = () => `writing:${phone.user}:${town}`;
const basis = () => phone.basis;

function chosenPlace() {
  if (report.pin) return report.pin;
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
  if ((window.location.hash || "#") === hash) render();
  else window.location.hash = hash;
}

function pick(category) {
  report = withCategory(report ?? begun(), category);
  prepare();
  keepWriting();
  go(hasPlace(report) ? "#skicka" : "#var");
}

function placed(next) {
  report = next.placed_by === "map" ? next : withoutPin(next);
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

// The same for the words and for the number of a fault, which only holds what is a number.
async function hitsIn() {
  const { hits, words } = await looked(report.text, language, placeWords(basis()));
  const number = await looked(report.fault_number, language);
  const said = (text, found) => found.map((hit) => ({ ...hit, said: text.slice(hit.start, hit.end) }));
  const numbers = said(report.fault_number, number.hits).filter((hit) => hit.level !== "warn");
  return { hits: [...said(report.text, hits), ...numbers], words: number.hits.length ? number.words : words };
}

async function wordsAreRight() {
  const { hits, words } = await hitsIn();
  const box = document.getElementById("text-wrong");
  const worst = ["stop", "block", "warn"].find((level) => hits.some((hit) => hit.level === level));
  box.replaceChildren();
  if (!worst || (worst === "warn" && answered === report.text)) return true;
  const found = hits.filter((hit) => hit.level === worst);
  const said = [...new Set(found.map((hit) => hit.said))];
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

const pathOf = (ready) => (ready.practice ? "ovning" : sealedAs?.path ?? "rapporter");

async function photoDrafts({ id, category }) {
  const ready = photos.length ? await (await import("./photos.js")).packed(photos) : [];
  return ready.map((photo) => ({ photo: { ...photo, of: id, category }, path: `rapporter/${id}/bilder` }));
}

async function putInOutbox() {
  clearTimeout(saving);
  const ready = { ...report, sentence: undefined, kind: undefined, warnings_answered: answered === report.text };
  const pictures = await photoDrafts(ready);
  try {
    await drafts().keep(ready, { town, path: pathOf(ready), key: sealedAs?.key ?? ready.id, id: ready.id });
    for (const { photo, path } of pictures) await drafts().keep(photo, { town, path, key: `photo:${photo.id}` });
  } catch {
    return sendAtOnce(ready, pictures);
  }
  await phone.store.remove("drafts", writingKey()).catch(() => null);
  finish();
  askForBackgroundSync();
  navigator.storage?.persist?.().catch(() => null);
  phone.send().then(() => thankFor(ready));
  return undefined;
}

// The phone is full: the report cannot be kept here, so it is sent from the screen, which stays until it is received.
async function sendAtOnce(ready, pictures) {
  const one = (content, path) => phone.wire().send({ key: content.id, id: content.id, town, path, report: content })
    .catch(() => ({ kind: "later" }));
  const answer = await one(ready, pathOf(ready));
  if (answer.kind === "received" && answer.id === ready.id) {
    for (const { photo, path } of pictures) await one(photo, path);
    await phone.store.remove("drafts", ready.id).catch(() => null);
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
  photos = [];
  likely = [];
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

function begin({ like = null, practice = false } = {}) {
  report = begun({ like, practice });
  sealedAs = null;
  photos = [];
  likely = [];
  go("#");
}

// --- the course ------------------------------------------------------------------------------------------------

const courseIsDue = () => Boolean(basis().me?.course) && !courseTaken;
// Nobody is kept from reporting for want of a network, nor from finishing what is begun.
const courseFirst = () => courseIsDue() && !report && !unfinished && !courseLater && navigator.onLine;

async function takeCourse() {
  if (!courseIsDue()) return;
  courseTaken = true;
  const id = crypto.randomUUID();
  await phone.store.put("kept", { name: `course:${phone.user}`, at: Date.now() }).catch(() => null);
  await drafts().keep({ id }, { town, path: "kurs", key: `course:${phone.user}`, id }).catch(() => null);
  phone.send();
}

function courseAt(rest) {
  const at = Math.max(0, Number(rest || 1) - 1);
  return courseScreen({
    at, taken: courseTaken, report: () => begin(), practise: () => begin({ practice: true }),
    go: async (next) => {
      if (next > steps.courseLength()) await takeCourse();
      go(`#kurs/${next}`);
    },
    later: courseIsDue() && !navigator.onLine ? () => { courseLater = true; go("#"); } : null,
  });
}

// --- the week's reply --------------------------------------------------------------------------------------------

async function giveWeek(line, answer) {
  await giveReply(line, answer, { drafts: drafts(), town });
  line.said = answer;
  const kept = await phone.store.get("kept", `basis:${town}`).catch(() => null);
  if (kept) await phone.store.put("kept", { ...kept, basis: basis() }).catch(() => null);
  render();
  askForBackgroundSync();
  phone.send();
}

// --- what it may be the same as, and photos ------------------------------------------------------------------------

async function fillLikely() {
  if (!document.getElementById("likely") || !report || sealedAs) return;
  const { showLikely } = await import("./likely.js");
  const box = document.getElementById("likely");
  const choose = (id) => { report = { ...report, same_as: id }; keepWriting(); fillLikely(); };
  if (box && report) showLikely(box, { found: likely, report, basis: basis(), choose });
}

async function lookForLikely() {
  if (!report || sealedAs || firstLack(report)) return;
  const asked = report;
  const { askLikely } = await import("./likely.js");
  const found = await askLikely(asked, { wire: phone.wire(), town });
  if (report?.id !== asked.id) return;
  likely = found;
  fillLikely();
}

async function fillPhotos() {
  const box = document.getElementById("photos");
  if (box) (await import("./photos.js")).photoField(box, photos);
}

async function fillPin() {
  const { pinBox } = await import("./pin.js");
  document.getElementById("pin")?.replaceChildren(pinBox({
    basis: basis(), town, report: report ?? begun(), choose: (pin) => placed(withPin(report, pin)),
    atHome: (is) => { report = { ...report, place_type: is ? "dwelling" : "" }; keepWriting(); },
  }));
}

let unfinished = null;

const SCREENS = {
  "": () => steps.start({
    basis: basis(), pick, unfinished: report ? null : unfinished,
    resume: () => { report = unfinished; go("#skicka"); },
    discard: async () => { unfinished = null; await phone.store.remove("drafts", writingKey()); render(); },
    practise: () => begin({ practice: true }),
    week: report?.practice ? null : weekReplies({ lines: basis().replies ?? [], give: giveWeek }),
    course: courseIsDue() && !report?.practice ? courseNotice() : null,
  }),
  kurs: courseAt,
  vad: (code) => steps.category({ basis: basis(), code, pick }),
  var: () => [...steps.place({
    basis: basis(), report: report ?? begun(), locate: navigator.geolocation ? locate : null,
    pickPlace: (one, by) => placed(withPlace(report, one, { by })), pickArea: (area) => placed(withArea(report, area)),
    pickTown: () => placed(withWholeTown(report)),
  }), el("div", { id: "pin" })],
  skicka: () => steps.send({
    basis: basis(), report, change, deliver, words: { place: chosenPlace() }, changing: sealedAs?.path.includes("/"),
  }),
  tack: (_rest, { sent = false } = {}) => (last?.practice
    ? steps.practised({ sent, again: () => begin({ practice: true }), report: () => begin() })
    : steps.thanks({
      sent, town, again: () => begin(),
      againHere: last && hasPlace(last) && last.placed_by !== "position" ? () => begin({ like: last }) : null,
    })),
};

function render(more) {
  if (!basis()) return;
  const [name, rest] = decodeURIComponent(window.location.hash.slice(1)).split("/");
  const needs = { var: report?.category, skicka: report?.category, tack: last };
  if (name in needs && !needs[name]) {
    window.location.hash = "#";
    return;
  }
  if (name === "vad" && !basis().buttons.some((one) => one.code === rest)) return;
  const screen = courseFirst() && ["", "vad"].includes(name) ? courseAt(1) : (SCREENS[name] ?? SCREENS[""])(rest, more);
  show(place, ...(report?.practice ? [steps.practiceBand()] : []), ...screen);
  if (name === "var") fillPin();
  if (name !== "skicka") return;
  fillLikely();
  lookForLikely();
  fillPhotos();
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
  courseTaken = Boolean(await phone.store.get("kept", `course:${phone.user}`).catch(() => null));
  if (asked.has("oppna")) {
    await opened(asked.get("oppna"));
    window.history.replaceState(null, "", report ? "#skicka" : "#");
  }
  window.addEventListener("hashchange", () => {
    if (window.location.hash !== "#tack") render();
  });
  // Something new was learned: shown at once where nobody has begun anything, nor reads further down.
  phone.onlearned = () => {
    const isRead = window.scrollY > 0 || place.querySelector("details[open]") || document.activeElement?.tagName === "INPUT";
    if (!report && !window.location.hash.slice(1) && !isRead) render();
  };
  // Another tab or the worker may be the one that sends.
  phone.onsent = () => (last ? thankFor(last) : null);
  render();
  place.dataset.ready = "yes";
  afterwards();
}

// What the first screen does without comes once it can be used.
async function afterwards() {
  const { keepMap } = await import("./pin.js");
  keepMap(town);
  import("./likely.js");
}

async function main() {
  phone = await openPhone({ town, isIdle: () => !report });
  await phone.open(ready);
}

main();
