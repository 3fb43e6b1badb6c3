// My reports: what waits in the phone, what has been sent, and what can still be done about it in one tap.

import { button, dayWords, el, named, notice, say, show } from "./dom.js";
import { draftsOf } from "./drafts.js";
import { openPhone } from "./phone.js";
import { askForBackgroundSync } from "./sending.js";

const place = document.getElementById("mina");
const town = place.dataset.town;
const CHANGEABLE = new Set(["new", "sent_back"]);

let phone = null;
let rows = [];

const drafts = () => draftsOf(phone.user, { store: phone.store });
const nameOf = (code) => named(phone.basis?.categories.find((one) => one.code === code)) || code || say("report");

const ACTS = { fortsatter: "act_still", over: "act_over", aterta: "act_withdraw" };
const actOf = (path) => Object.keys(ACTS).find((name) => path.endsWith(`/${name}`));

// What waits beside reports: practice, photos, the week's reply, the course.
function otherWords({ path, report }) {
  if (path === "ovning") return say("waits_practice", { name: nameOf(report?.category) });
  if (path.endsWith("/bilder")) return say("waits_photo", { name: nameOf(report?.category) });
  if (path === "besked") return say("waits_reply", { n: report?.number ?? "", area: report?.area_name ?? "" });
  return path === "kurs" ? say("waits_course") : "";
}

function draftRow(draft) {
  const other = otherWords(draft);
  const act = actOf(draft.path) || (other && draft.path);
  const words = other || (act ? say(ACTS[act], { name: nameOf(draft.report?.category) }) : nameOf(draft.report?.category));
  const again = async () => {
    await phone.store.change("drafts", draft.key, (row) => row && { ...row, state: "waiting", sentence: "", revision: row.revision + 1 });
    await phone.send();
  };
  const drop = async () => {
    await drafts().throwReport(draft);
    await phone.refresh();
    await render();
  };
  return el("li", { class: "own-report" },
    el("p", {}, el("strong", {}, draft.readable ? words : say("unreadable")), " ",
      el("span", { class: "muted" }, dayWords(draft.report?.observed_to ?? new Date(draft.made).toISOString()))),
    draft.state === "refused" && draft.sentence ? notice("bad", el("p", {}, draft.sentence)) : el("p", { class: "muted small" },
      say(draft.state === "refused" ? "opened_for_change" : "waits")),
    el("p", { class: "actions" },
      draft.readable && !act ? el("a", { class: "button small", href: `/${town}/rapportera#oppna=${encodeURIComponent(draft.key)}` }, say("change")) : null,
      draft.state === "refused" && !draft.sentence ? button(say("send_now"), again, { kind: "small" }) : null,
      button(say("throw"), drop, { kind: "quiet small" })));
}

// One tap: the act goes into the outbox like a report, so that it works without a network too.
async function say_it(row, act) {
  const id = act === "fortsatter" ? crypto.randomUUID() : row.id;
  const report = { id, category: row.category, observed_to: new Date().toISOString() };
  await drafts().keep(report, { town, path: `rapporter/${row.id}/${act}`, key: `${act}:${row.id}`, id });
  askForBackgroundSync();
  await phone.send();
}

function sentRow(row, waiting) {
  const asked = (act) => waiting.has(`${act}:${row.id}`);
  const one = (act, label, kind = "small") => (asked(act)
    ? el("span", { class: "muted" }, say("waits")) : button(say(label), () => say_it(row, act), { kind }));
  return el("li", { class: "own-report" },
    el("p", {}, el("a", { href: `/${town}/rapporter/${row.id}` }, nameOf(row.category)), " ", el("span", { class: "muted" }, dayWords(row.observed_on))),
    el("p", { class: "small" }, say(`state_${row.state}`), row.open && row.state !== "withdrawn" ? ` · ${say("still_open")}` : ""),
    el("p", { class: "actions" },
      row.open && !["withdrawn", "refused"].includes(row.state) ? [one("fortsatter", "still"), one("over", "over")] : null,
      CHANGEABLE.has(row.state) ? [
        el("a", { class: "button small", href: `/${town}/rapportera#oppna=${row.id}` }, say("change")), one("aterta", "withdraw", "quiet small"),
      ] : null));
}

const part = (id, title, ...content) => el("section", { "aria-labelledby": id }, el("h2", { id }, title), ...content);

async function render() {
  const own = (await drafts().all()).filter((draft) => draft.state !== "writing");
  const waiting = new Set(own.filter((draft) => draft.town === town).map((draft) => draft.key));
  const sent = rows.length ? rows : (await drafts().receipts()).filter((row) => row.town === town);
  sent.sort((a, b) => (a.observed_on < b.observed_on ? 1 : -1));
  const kept = document.activeElement?.closest("#mina") ? null : document.activeElement;
  show(place,
    own.length ? part("not-sent", say("not_sent"),
      el("ul", { class: "plain-list own-reports" }, ...own.map(draftRow)),
      el("p", { class: "actions" }, button(say("try_now"), () => phone.send(), { kind: "first" }))) : null,
    part("sent", say("sent"), sent.length
      ? el("ul", { class: "plain-list own-reports" }, ...sent.map((row) => sentRow(row, waiting)))
      : el("p", { class: "muted" }, say("nothing_sent"))));
  kept?.focus?.({ preventScroll: true });
}

async function fetched() {
  const answer = await phone.wire().mine(town).catch(() => null);
  if (answer?.status === 200) rows = answer.body.reports;
  // What the phone remembers follows what the server says, so that the list is right without a network too.
  for (const row of answer?.status === 200 ? rows : []) {
    await phone.store.put("receipts", { ...row, user: phone.user, town }).catch(() => null);
  }
}

async function ready() {
  await fetched();
  phone.onsent = async () => {
    await fetched();
    await render();
  };
  await render();
  place.dataset.ready = "yes";
}

phone = await openPhone({ town, isIdle: () => true });
await phone.open(ready);
