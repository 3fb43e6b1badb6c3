// When the outbox is emptied: after each report, when the phone comes online, is looked at, or the browser says so.

import { draftsOf } from "./drafts.js";
import { sendAll } from "./outbox.js";
import { wireFor } from "./wire.js";

export const LOCK = "samsyn-outbox";
const CHANNEL = "samsyn-outbox";

export function tell(what = "changed") {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(what);
  channel.close();
}

export function listen(act) {
  new BroadcastChannel(CHANNEL).onmessage = (event) => act(event.data);
}

// Only one tab, or the worker, sends at a time. The user is read when the turn comes: it may be another one by then.
export async function flush({ store, locks = globalThis.navigator?.locks, ...wires }) {
  const work = async (turn) => {
    if (turn === null) return "busy";
    const current = await store.get("kept", "current");
    if (!current?.user) return "signed_out";
    const result = await sendAll(draftsOf(current.user, { store }), wireFor(current.user, wires).send);
    tell();
    return result;
  };
  return locks ? locks.request(LOCK, { ifAvailable: true }, work) : work(undefined);
}

export async function askForBackgroundSync() {
  const worker = await navigator.serviceWorker?.getRegistration();
  await worker?.sync?.register(LOCK).catch(() => null);
}

const FIRST_PAUSE = 4_000;
const LONGEST_PAUSE = 120_000;

// Sends whenever there is reason to hope, and again after a pause that grows while the network fails.
export function keepSending({ store, after }) {
  let pause = FIRST_PAUSE;
  let timer = null;

  async function go() {
    clearTimeout(timer);
    const result = await flush({ store }).catch(() => "later");
    if (result === "later" || result === "busy") {
      timer = setTimeout(go, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    } else pause = FIRST_PAUSE;
    await after(result);
    return result;
  }

  const again = () => {
    pause = FIRST_PAUSE;
    return go();
  };
  window.addEventListener("online", again);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && again());
  return again;
}
