// The week's reply in one tap for each area: was there and saw nothing, or was not there. It waits like a report does.

import { button, el, icon, say } from "./dom.js";

const PATH = "besked";
const lineKey = (line) => `reply:${line.organisation}:${line.area ?? ""}:${line.week}`;

const wordsOf = (line, several) => [
  say("week_short", { n: line.number }), line.area_name, several ? line.name : "",
].filter(Boolean).join(" · ");

// Keep the answer in the outbox; a later answer to the same line takes its place there.
export async function giveReply(line, answer, { drafts, town, crypto = globalThis.crypto }) {
  const id = crypto.randomUUID();
  const { organisation, area, week } = line;
  await drafts.keep({ id, organisation, area, week, answer, number: line.number, area_name: line.area_name }, {
    town, path: PATH, key: lineKey(line), id,
  });
}

export function weekReplies({ lines, give }) {
  if (!lines.length) return null;
  const several = new Set(lines.map((line) => line.organisation)).size > 1;
  const row = (line) => el("li", { class: "week-line" },
    el("p", {}, el("strong", {}, wordsOf(line, several))),
    line.said
      ? el("p", { class: "with-icon" }, icon("check"), say(`reply_${line.said}`))
      : el("p", { class: "actions" }, button(say("reply_give_nothing"), () => give(line, "nothing"), { kind: "small" }),
        button(say("reply_give_absent"), () => give(line, "absent"), { kind: "quiet small" })));
  return el("section", { "aria-labelledby": "week-replies", class: "week-replies" },
    el("h2", { id: "week-replies", class: "small-head" }, say("week_replies")),
    el("p", { class: "muted small" }, say("week_replies_words")),
    el("ul", { class: "plain-list" }, ...lines.map(row)));
}
