// What stands on every screen of the phone: how many are not sent, whether there is a network, and the way out.

import { DAY, draftsOf, throwAwayTheOld } from "./drafts.js";
import { button, el, many, notice, say } from "./dom.js";
import { codeDialog, lockFor } from "./lock.js";
import { tell } from "./sending.js";
import { wireFor } from "./wire.js";

const WARNED_BEFORE = 4;

// Safari clears a site that nobody has opened for seven days, and on an iPhone every browser is Safari within.
export const isSafariInATab = (navigator, standalone) => (
  /safari/i.test(navigator.userAgent) && !/chrome|chromium|android|edga?\//i.test(navigator.userAgent) && !standalone
);

const standalone = () => navigator.standalone === true || matchMedia("(display-mode: standalone)").matches;

export function headerFor({ store, town, state }) {
  const pill = document.querySelector("[data-unsent]");
  const lines = document.querySelector("[data-phone-lines]");
  let gone = 0;

  function words(counts) {
    const found = [];
    if (state.problem) found.push(notice("bad", el("p", {}, state.problem)));
    if (gone) found.push(notice("warning", el("p", {}, many("thrown_away", gone))));
    if (state.signed_out) {
      found.push(notice("warning", el("p", {}, say(counts.unsent ? "signed_out_keeps" : "signed_out"), " ",
        el("a", { href: `/logga-in?next=/${town}/rapportera` }, say("sign_in")))));
    }
    if (state.not_allowed) found.push(notice("warning", el("p", {}, say("not_allowed"))));
    if (!navigator.onLine) found.push(el("p", { class: "phone-line" }, say("offline")));
    const age = counts.oldest ? (Date.now() - counts.oldest) / DAY : 0;
    if (counts.unsent && age > state.days - WARNED_BEFORE) {
      found.push(notice("warning", el("p", {}, many("soon_too_old", Math.max(1, Math.ceil(state.days - age))))));
    } else if (counts.unsent && isSafariInATab(navigator, standalone())) {
      found.push(notice("warning", el("p", {}, say("safari"))));
    }
    if (counts.others) found.push(el("p", { class: "phone-line" }, many("others", counts.others)));
    return found;
  }

  return {
    async refresh() {
      const user = (await store.get("kept", "current"))?.user ?? "";
      const counts = await draftsOf(user, { store }).counts();
      pill.textContent = many("unsent", counts.unsent);
      pill.classList.toggle("some", counts.unsent > 0);
      pill.hidden = false;
      const found = words(counts);
      if (lines.textContent !== found.map((one) => one.textContent).join("")) lines.replaceChildren(...found);
      return counts;
    },
    async throwAwayTheOld() {
      gone = (await throwAwayTheOld({ store, days: state.days })).length;
    },
  };
}

// The way out says how many reports it costs. Without a network the server is not told, but the key is gone.
async function askBeforeLeaving({ drafts }) {
  const counts = await drafts.counts();
  const left = counts.unsent + counts.writing;
  if (!left) return true;
  return new Promise((resolve) => {
    const dialog = el("dialog", { "aria-labelledby": "leave-title" });
    const answer = (value) => () => { dialog.close(); dialog.remove(); resolve(value); };
    dialog.addEventListener("cancel", answer(false));
    dialog.append(
      el("h2", { id: "leave-title" }, many("leave_title", left)), el("p", {}, say("leave_words")),
      el("p", { class: "actions" }, button(say("leave_stay"), answer(false), { kind: "first" }),
        button(many("leave_throw", left), answer(true), { kind: "risk" })),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}

export async function leave({ store, user }) {
  const current = await store.get("kept", "current");
  const kept = await store.get("kept", `basis:${current?.town}`);
  if (kept?.basis.shift_minutes) {
    // A shared phone is left to the next one: what waits stays under the own key until its writer is back.
    await store.remove("kept", "current");
    tell();
    return true;
  }
  const drafts = draftsOf(user, { store });
  if (!(await askBeforeLeaving({ drafts }))) return false;
  await drafts.throwAway();
  await lockFor(user, { store }).removeCode();
  await store.remove("kept", "current");
  tell();
  return true;
}

export function ownMenu({ store, town, user, lock, lockNow }) {
  const place = document.querySelector("[data-own]");
  if (!place || !user) return;
  const code = async () => codeDialog(lock, { done: () => fill() });
  const out = async () => {
    if (!(await leave({ store, user }))) return;
    const endpoint = await import("./notices.js").then(({ endNotices }) => endNotices()).catch(() => "");
    await wireFor(user).leave(town, endpoint).catch(() => null);
    window.location.assign("/logga-in");
  };
  async function fill() {
    const has = await lock.code();
    place.replaceChildren(
      el("li", {}, button(say("lock_now"), lockNow, { symbol: "lock" })),
      el("li", {}, button(say(has ? "code_change" : "code_choose"), code, { symbol: "open_lock" })),
      el("li", {}, button(say("sign_out"), out, { symbol: "leave" })),
    );
  }
  fill();
}
