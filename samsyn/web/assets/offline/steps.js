// The screens of a report, one thing at a time: what, where, when and send. They are given what they show and what to
// call; they keep nothing.

import { dayAndClock, moment, seenEarlier, seenNow } from "./composing.js";
import { button, course, el, icon, named, notice, say } from "./dom.js";
import { folded, nearest, search } from "./places.js";

const MOST_CHOICES = 8;
export const courseLength = () => course.length;
const MOST_FAVOURITES = 4;

const tile = (label, act, hint = "") => el("li", {}, el("button", { type: "button", class: "tile", onclick: act },
  el("span", { class: "tile-name" }, label), hint ? el("span", { class: "hint" }, hint) : null));

const back = (to) => el("p", { class: "crumbs" }, el("a", { href: to }, icon("left"), say("back")));

function searchBox({ id, label, results, none }) {
  const list = el("ul", { class: "plain-list tiles-list", id: `${id}-found` });
  const count = el("p", { class: "unseen", role: "status" });
  const field = el("input", {
    id, type: "search", autocomplete: "off", autocapitalize: "off", enterkeyhint: "search", "aria-controls": list.id,
    oninput: () => {
      const found = results(field.value);
      list.replaceChildren(...found);
      const nothing = field.value.trim() && !found.length;
      count.textContent = nothing ? "" : say("found", { n: found.length });
      if (nothing) list.replaceChildren(el("li", { class: "muted" }, none));
    },
  });
  return el("div", { class: "field" }, el("label", { for: id }, label), field, count, list);
}

// What one uses most lies first, then what the own checklist looks for.
const first = (basis) => [...new Set([...basis.favourites, ...(basis.checklist ?? [])])];

export function start({ basis, unfinished, pick, resume, discard, practise, week, course: courseWaits }) {
  const byCode = new Map(basis.categories.map((category) => [category.code, category]));
  const usual = first(basis).map((code) => byCode.get(code)).filter(Boolean).slice(0, MOST_FAVOURITES);
  return [
    el("div", { class: "page-head" }, el("h1", {}, say("what")), el("p", { class: "muted" }, say("call_112"))),
    courseWaits,
    unfinished && notice("info", el("p", {}, say("unfinished")), el("p", { class: "actions" },
      button(say("continue"), resume, { kind: "small" }), button(say("throw"), discard, { kind: "quiet small" }))),
    el("ul", { class: "plain-list big-choices" }, ...basis.buttons.map((one) => el("li", {},
      el("a", { href: `#vad/${one.code}` }, icon(one.icon),
        el("span", {}, el("strong", {}, named(one)), el("span", { class: "hint" }, say(`hint_${one.code}`))))))),
    usual.length ? el("section", { "aria-labelledby": "usual" }, el("h2", { id: "usual", class: "small-head" }, say("usual")),
      el("ul", { class: "plain-list tiles-list" }, ...usual.map((one) => tile(named(one), () => pick(one))))) : null,
    searchBox({
      id: "find-category", label: say("find_category"), none: say("none_category"),
      results: (asked) => found(basis.categories, asked).map((one) => tile(named(one), () => pick(one))),
    }),
    week,
    channels(basis),
    el("p", { class: "actions" }, button(say("practise"), practise, { kind: "quiet small" })),
  ];
}

function found(categories, asked) {
  const wanted = folded(asked).split(" ").filter(Boolean);
  if (!wanted.length) return [];
  const fits = (one) => wanted.every((word) => folded(`${named(one)} ${one[`help_${"sv"}`] ?? ""}`).includes(word));
  return categories.filter(fits).slice(0, MOST_CHOICES);
}

// The fault service by link, by phone, or by both.
function fault(links, link) {
  const phone = links?.fault_phone;
  if (!phone) return link("channel_fault_to", "fault");
  const call = el("a", { href: `tel:${phone.replace(/[^+0-9]/g, "")}` }, phone);
  return el("span", {}, link("channel_fault_to", "fault"), ", ", call);
}

// The wrong channel is stopped kindly: where to turn instead, with the municipality's own links.
function channels(basis) {
  const link = (key, name) => (basis.links?.[name] ? el("a", { href: basis.links[name], rel: "noreferrer" }, say(key)) : say(key));
  const rows = [
    ["channel_now", el("a", { href: "tel:112" }, "112")], ["channel_tip", el("a", { href: "tel:11414" }, "114 14")],
    ["channel_child", link("channel_child_to", "concern")], ["channel_adult", link("channel_adult_to", "adult")],
    ["channel_staff", link("channel_staff_to", "incident")], ["channel_fault", fault(basis.links, link)],
    ...(basis.links?.whistle ? [["channel_whistle", link("channel_whistle_to", "whistle")]] : []),
  ];
  return el("details", { class: "fold" }, el("summary", {}, icon("right"), say("channels")),
    el("div", {}, el("dl", { class: "channels" }, ...rows.flatMap(([key, to]) => [el("dt", {}, say(key)), el("dd", {}, to)])),
      el("p", { class: "muted small" }, say("guidance_long"))));
}

export function category({ basis, code, pick }) {
  const one = basis.buttons.find((each) => each.code === code);
  const order = first(basis);
  const rank = (each) => (order.includes(each.code) ? order.indexOf(each.code) : order.length);
  const under = basis.categories.filter((each) => each.button === code);
  under.sort((a, b) => rank(a) - rank(b));
  const tiles = under.map((each) => tile(named(each), () => pick(each)));
  return [
    back("#"),
    el("h1", { class: "with-icon" }, icon(one.icon), named(one)),
    el("ul", { class: "plain-list tiles-list" }, ...tiles.slice(0, MOST_CHOICES)),
    tiles.length > MOST_CHOICES ? el("details", { class: "fold" }, el("summary", {}, icon("right"), say("more_choices")),
      el("ul", { class: "plain-list tiles-list" }, ...tiles.slice(MOST_CHOICES))) : null,
  ];
}

export function place({ basis, report, pickPlace, pickArea, pickTown, locate }) {
  const areas = new Map(basis.areas.map((area) => [area.code, area.name]));
  const choice = (one, hint, by) => tile(one.name, () => pickPlace(one, by), hint);
  const near = el("div", { role: "status" });
  const found = (asked) => search(basis.places, asked)
    .map(({ place: one, said }) => choice(one, [said, areas.get(one.area)].filter(Boolean).join(" · "), "name"));
  return [
    back("#"),
    el("h1", {}, say("where")),
    report.seen === "now" && locate ? el("p", {}, button(say("near_me"), () => showNear(near, basis, locate, choice), { symbol: "place" })) : null,
    near,
    searchBox({ id: "find-place", label: say("find_place"), none: say("none_place"), results: found }),
    el("h2", { class: "small-head" }, say("whole_area")),
    el("ul", { class: "plain-list tiles-list two" }, ...basis.areas.map((area) => tile(area.name, () => pickArea(area))),
      tile(say("whole_town", { name: basis.municipality.name }), pickTown)),
  ];
}

async function showNear(place, basis, locate, choice) {
  place.replaceChildren(el("p", { class: "muted" }, say("looking")));
  try {
    const here = await locate();
    const accuracy = Math.round(here.accuracy);
    const close = nearest(basis.places, here);
    place.replaceChildren(
      el("p", { class: "muted small" }, close.length ? say("near_found", { accuracy }) : say("near_none", { accuracy })),
      el("ul", { class: "plain-list tiles-list" },
        ...close.map(({ place: one, away }) => choice(one, say("away", { away, accuracy }), "position"))),
    );
  } catch {
    place.replaceChildren(el("p", { class: "muted" }, say("near_failed")));
  }
}

function chooser(id, label, choices, value, pick) {
  const field = el("select", { id, onchange: () => pick(field.value) },
    ...choices.map(([key, words]) => el("option", { value: key, selected: key === value }, words)));
  return el("div", { class: "field" }, el("label", { for: id }, label), field);
}

function input(id, label, type, value, pick) {
  const field = el("input", { id, type, value, oninput: () => pick(field.value) });
  return el("div", { class: "field" }, el("label", { for: id }, label), field);
}

// When: now, or from–to, where "to" is when it was found.
function when(report, change) {
  const earlier = report.seen === "earlier";
  const at = dayAndClock(report.observed_to);
  const since = report.observed_from ? dayAndClock(report.observed_from) : { day: "", clock: "" };
  const state = { ...at, since_day: since.day, since_clock: since.clock };
  const told = (name) => (value) => {
    state[name] = value;
    change(seenEarlier(report, {
      to: moment(state.day, state.clock) ?? "", from: state.since_day ? moment(state.since_day, state.since_clock || "00:00") : null,
    }), { quietly: true });
  };
  const choose = (value) => () => change(value === "now" ? seenNow(report) : seenEarlier(report, { to: report.observed_to }));
  const choice = (value, label) => el("p", { class: "choice" },
    el("input", { type: "radio", name: "seen", id: `seen-${value}`, checked: report.seen === value, onchange: choose(value) }),
    el("label", { for: `seen-${value}` }, label));
  return el("fieldset", { class: "part" }, el("legend", {}, say("when")),
    el("div", { class: "segments" }, choice("now", say("now")), choice("earlier", say("earlier"))),
    earlier ? el("div", {}, el("div", { class: "pair" },
      input("seen-day", say("found_day"), "date", state.day, told("day")),
      input("seen-clock", say("clock"), "time", state.clock, told("clock"))),
    el("details", { class: "fold", open: Boolean(report.observed_from) }, el("summary", {}, icon("right"), say("before_you_came")),
      el("div", { class: "pair" }, input("since-day", say("since_day"), "date", state.since_day, told("since_day")),
        input("since-clock", say("clock"), "time", state.since_clock, told("since_clock"))))) : null);
}

function rest(basis, report, one, change) {
  const set = (name) => (value) => change({ ...report, [name]: value }, { quietly: true, merge: { [name]: value } });
  const severities = [["", say("severity_usual", { n: one.severity })], ...[1, 2, 3, 4].map((n) => [String(n), say(`severity_${n}`)])];
  const seen = ["ordinary", "decided", "tip"].map((key) => [key, say(`seen_${key}`)]);
  const people = [["", "–"], ["1", "1"], ["2-5", "2–5"], ["6-10", "6–10"], [">10", say("more_than_ten")]];
  const number = (value) => change(report, { quietly: true, merge: { severity: value ? Number(value) : null } });
  return el("details", { class: "fold" }, el("summary", {}, icon("right"), say("more")), el("div", { class: "fields" },
    chooser("severity", say("severity"), severities, report.severity ? String(report.severity) : "", number),
    one.kind === "condition"
      ? input("fault-number", say("fault_number"), "text", report.fault_number, set("fault_number"))
      : chooser("people", say("people"), people, report.people_count, set("people_count")),
    chooser("seen-during", say("seen_during"), seen, report.seen_during, set("seen_during"))));
}

export function send({ basis, report, change, deliver, words, changing }) {
  const one = basis.categories.find((each) => each.code === report.category) ?? { severity: 2 };
  const text = el("textarea", {
    id: "text", rows: 3, maxlength: 2000, "aria-describedby": "text-hint text-wrong", value: report.text,
    oninput: () => change(report, { quietly: true, merge: { text: text.value } }),
  });
  const redirect = one.redirect_sv ? named({ name_sv: one.redirect_sv, name_en: one.redirect_en }) : "";
  return [
    back("#var"),
    el("h1", {}, named(one) || report.category),
    el("p", { class: "with-icon" }, icon("place"), words.place || say("no_place"), " ", el("a", { href: "#var" }, say("change"))),
    report.sentence ? notice("warning", el("p", {}, report.sentence)) : null,
    redirect ? notice("info", el("p", {}, redirect)) : null,
    el("div", { id: "likely", role: "status" }),
    when(report, change),
    el("div", { class: "field" }, el("label", { for: "text" }, say("text"), " ", el("span", { class: "optional" }, say("optional"))),
      el("p", { class: "hint", id: "text-hint" }, say("guidance")), text, el("div", { id: "text-wrong", role: "alert" })),
    basis.photos && !changing && !report.practice ? el("div", { id: "photos" }) : null,
    rest(basis, report, one, change),
    el("div", { id: "send-wrong", role: "alert" }),
    el("p", { class: "actions send" }, button(say(changing ? "save_change" : report.practice ? "send_practice" : "send"), deliver, { kind: "first" })),
    el("p", { class: "muted small" }, say("no_name")),
  ];
}

// On every screen of a practice report.
export const practiceBand = () => el("p", { class: "practice-band" }, icon("info"), say("practice"));

export function practised({ sent, again, report }) {
  return [
    el("h1", { class: "with-icon" }, icon(sent ? "check" : "clock"), say(sent ? "practice_done" : "practice_kept")),
    el("p", { class: "lede" }, say(sent ? "practice_done_words" : "practice_kept_words")),
    el("p", { class: "actions thanks" }, button(say("course_report"), report, { kind: "first" }), button(say("practise_again"), again)),
  ];
}

export function thanks({ sent, again, againHere, town }) {
  return [
    el("h1", { class: "with-icon" }, icon(sent ? "check" : "clock"), say(sent ? "thanks" : "kept")),
    el("p", { class: "lede" }, say(sent ? "thanks_words" : "kept_words")),
    el("p", { class: "actions thanks" }, againHere ? button(say("again_here"), againHere, { kind: "first" }) : null,
      button(say("again"), again, { symbol: "plus" }), el("a", { class: "button quiet", href: `/${town}/mina` }, say("mine"))),
  ];
}
