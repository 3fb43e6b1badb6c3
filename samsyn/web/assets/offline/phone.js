// What the report screens share: who uses the phone, what the form needs, sending, the lock, the header and the worker.

import { el, say } from "./dom.js";
import { headerFor, ownMenu } from "./header.js";
import { guardScreen, lockFor } from "./lock.js";
import { keepSending, listen } from "./sending.js";
import { openStore } from "./store.js";
import { wireFor } from "./wire.js";

const DAYS = 14;

async function workerFor(town, { isIdle }) {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register("/sw.js", { type: "module", updateViaCache: "none" });
  const takeOver = () => isIdle() && registration.waiting?.postMessage({ kind: "take over" });
  // The browser may have found the new version by itself before this screen came to listen.
  const watch = () => registration.installing?.addEventListener("statechange", () => navigator.serviceWorker.controller && takeOver());
  registration.addEventListener("updatefound", watch);
  watch();
  takeOver();
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ kind: "keep town", town });
}

// A shared phone that was closed or left alone has no user until somebody signs in.
async function forgetTheLast(store, minutes) {
  const seen = await store.get("kept", "seen");
  if (Date.now() - (seen?.at ?? 0) > minutes * 60_000) await store.remove("kept", "current");
}

const FONTS = "/static/vendor/fonts.css";

// On a first visit the typeface comes when the screen can be used: until then the phone's own does.
function wearFonts() {
  if (document.head.querySelector(`:scope > [href="${FONTS}"]`)) return;
  document.head.append(el("link", { rel: "stylesheet", href: FONTS }));
}

export async function openPhone({ town, isIdle }) {
  if (navigator.serviceWorker?.controller) wearFonts();
  const store = openStore();
  const state = { days: DAYS, signed_out: false, not_allowed: false, problem: "" };
  const kept = await store.get("kept", `basis:${town}`).catch(() => null);
  const shared = kept?.basis?.shift_minutes ?? 0;
  if (shared) await forgetTheLast(store, shared).catch(() => null);
  const current = await store.get("kept", "current").catch(() => {
    state.problem = say("no_store");
    return null;
  });
  // What was learned is put away while the screen is drawn; nothing is sent or started over before it is.
  let written = Promise.resolve();
  const putAway = (row) => { written = Promise.all([written, store.put("kept", row).catch(() => null)]); };
  const header = headerFor({ store, town, state });
  const phone = {
    store, town, state, user: current?.user ?? "", basis: kept?.basis ?? null,
    wire: () => wireFor(phone.user),
    refresh: () => header.refresh().catch(() => null),
  };

  // Who is signed in is asked of the server, never remembered against it; without an answer the last one stays.
  async function learn() {
    const answer = await wireFor("").basis(town, kept?.user === phone.user ? kept?.tag : "").catch(() => null);
    if (answer?.status === 401) state.signed_out = true;
    if (answer?.status === 403) state.not_allowed = true;
    if (answer?.status === 304) signedIn(kept.basis);
    if (answer?.status === 200 && answer.body) {
      putAway({ name: `basis:${town}`, tag: answer.tag, user: answer.body.me.key, basis: answer.body });
      signedIn(answer.body);
      phone.onlearned?.();
    }
  }

  function signedIn(basis) {
    phone.basis = basis;
    state.signed_out = false;
    state.days = basis.draft_days ?? DAYS;
    if (basis.me.key === phone.user) return;
    phone.user = basis.me.key;
    putAway({ name: "current", user: phone.user, town });
  }

  async function after(result) {
    if (result === "signed_out" || result === "other_user") state.signed_out = true;
    else if (result === "not_allowed") state.not_allowed = true;
    else if (result === "done") state.signed_out = state.not_allowed = false;
    await phone.refresh();
    await phone.onsent?.();
  }

  phone.open = async (ready) => {
    if (kept) state.days = kept.basis.draft_days ?? DAYS;
    const learned = learn();
    if (!phone.user || !phone.basis) await learned;
    const lock = lockFor(phone.user, { store });
    if (phone.basis?.me) await lock.signedIn(phone.basis.me.signed_in).catch(() => null);
    phone.send = keepSending({ store, after });
    listen(() => phone.refresh().then(() => phone.onsent?.()));
    await header.throwAwayTheOld().catch(() => null);
    const signInAnew = async () => {
      await wireFor("").leave(town).catch(() => null);
      window.location.assign(`/logga-in?next=/${town}/rapportera`);
    };
    const user = phone.user;
    const minutes = phone.basis?.shift_minutes ?? 0;
    if (minutes && user) (await import("./shift.js")).watchShift({ minutes, store, leave: () => wireFor(user).leave(town) });
    else if (minutes && state.signed_out) return window.location.assign(`/skift?next=/${town}/rapportera`);
    else if (minutes) state.signed_out = true;
    const watch = await guardScreen(lock, { ready: () => phone.user && phone.basis && ready(), signInAnew });
    wearFonts();
    ownMenu({ store, town, user, lock, lockNow: watch.lockNow });
    await phone.refresh();
    await learned;
    await written;
    // Somebody else has signed in on this phone: the screen starts over as theirs.
    if (user && phone.user !== user) return window.location.reload();
    await lock.signedIn(phone.basis?.me?.signed_in ?? "").catch(() => null);
    window.addEventListener("online", phone.refresh);
    window.addEventListener("offline", phone.refresh);
    if (!state.signed_out) await phone.send();
    await phone.refresh();
    workerFor(town, { isIdle }).catch(() => null);
    document.documentElement.dataset.settled = "yes";
    return undefined;
  };
  return phone;
}
