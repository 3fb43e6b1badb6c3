// The three-minute course, one part at a time; it works without a network, and so does taking it.

import { button, course, el, icon, notice, say } from "./dom.js";

const example = (kind, symbol, key, words) => (words ? el("figure", { class: `example ${kind}` },
  el("figcaption", {}, icon(symbol), say(key)), el("blockquote", {}, words)) : null);

// `later` is given only when there is no network: then nobody is kept from reporting.
export function courseScreen({ at, go, later, taken, practise, report }) {
  const part = course[at];
  if (!part) {
    return [
      el("h1", { class: "with-icon" }, icon("check"), say("course_done")),
      el("p", { class: "lede" }, say(taken ? "course_taken" : "course_done_words")),
      el("p", { class: "actions thanks" }, button(say("course_report"), report, { kind: "first" }),
        button(say("practise"), practise)),
    ];
  }
  return [
    at ? el("p", { class: "crumbs" }, el("a", { href: `#kurs/${at}` }, icon("left"), say("back"))) : null,
    el("p", { class: "muted" }, say("course_at", { n: at + 1, all: course.length })),
    el("h1", {}, part.title),
    ...part.lines.map((line) => el("p", {}, line)),
    example("good", "check", "course_good", part.good), example("bad", "cross", "course_bad", part.bad),
    el("p", { class: "actions send" }, button(say("course_next"), () => go(at + 2), { kind: "first" })),
    later ? notice("info", el("p", {}, say("course_offline")), el("p", { class: "actions" },
      button(say("course_later"), later, { kind: "small" }))) : null,
  ];
}

// On the start screen for somebody who has no network and has not taken it.
export const courseNotice = () => notice("info", el("p", {}, say("course_waits"), " ",
  el("a", { href: "#kurs/1" }, say("course_begin"))));
