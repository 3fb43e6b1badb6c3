// May it be reported already? Asked while the last screen is shown; it never holds anything up, and without a network
// it is not asked at all. What is told is a category and an hour, of reports that the writer may see anyway.

import { button, el, language, named, notice, say } from "./dom.js";

const hourWords = (iso) => new Date(iso).toLocaleString(language === "en" ? "en-GB" : "sv-SE", {
  weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit",
});

export async function askLikely(report, { wire, town }) {
  if (!navigator.onLine || report.practice) return [];
  const answer = await wire.likely(town, report).catch(() => null);
  return answer?.status === 200 ? answer.body.likely : [];
}

export function showLikely(place, { found, report, basis, choose }) {
  const name = (one) => named(basis.categories.find((each) => each.code === one.category)) || say("report");
  if (report.same_as) {
    place.replaceChildren(notice("good", el("p", {}, say("likely_added")),
      el("p", { class: "actions" }, button(say("likely_undo"), () => choose(null), { kind: "quiet small" }))));
    return;
  }
  place.replaceChildren(...(found.length ? [notice("info", el("p", {}, say("likely")), el("ul", { class: "plain-list" },
    ...found.map((one) => el("li", { class: "likely-line" }, el("span", {}, `${name(one)}, ${hourWords(one.hour)}`), " ",
      button(say("likely_add"), () => choose(one.id), { kind: "small" })))))] : []));
}
