// A shared phone: when nobody has touched it for a while whoever is signed in is signed out. What waits to be sent stays
// under the writer's own key, and is sent when the same person signs in again.

import { tell } from "./sending.js";
import { openStore } from "./store.js";

const TICK = 5_000;

// Nobody is the user of this phone any more: without that nothing of what it holds is opened or sent.
export async function forgetWho(store) {
  await store.remove("kept", "current");
  await store.remove("kept", "seen");
  tell();
}

export function watchShift({ minutes, store, leave, clock = () => Date.now(), page = globalThis.window }) {
  let touched = clock();
  let over = false;
  const touch = () => { touched = clock(); };
  for (const kind of ["pointerdown", "keydown"]) page.document.addEventListener(kind, touch, { passive: true });

  async function end() {
    if (over) return;
    over = true;
    await forgetWho(store).catch(() => null);
    await leave().catch(() => null);
    page.location.assign("/skift");
  }

  const look = () => (clock() - touched > minutes * 60_000 ? end() : undefined);
  page.setInterval(look, TICK);
  page.document.addEventListener("visibilitychange", () => page.document.visibilityState === "visible" && look());
  return { end, look };
}

// The page where the next one signs in: whoever used the phone before is no longer its user.
if (globalThis.document?.querySelector("[data-shift]")) forgetWho(openStore()).catch(() => null);
