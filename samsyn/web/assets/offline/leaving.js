// Signing out from any page: if reports wait in the phone, it is said how many would be thrown away.

import { el, learnWords } from "./dom.js";
import { draftsOf } from "./drafts.js";
import { leave } from "./header.js";
import { endNotices } from "./notices.js";
import { openStore } from "./store.js";

async function wordsOf(town) {
  const page = await (await fetch(`/${town}/mina/skal`)).text();
  learnWords(new DOMParser().parseFromString(page, "text/html"));
}

export async function leaveThrough(form) {
  const store = openStore();
  const current = await store.get("kept", "current").catch(() => null);
  if (current?.user) {
    const counts = await draftsOf(current.user, { store }).counts();
    if (counts.unsent + counts.writing) await wordsOf(current.town).catch(() => null);
    if (!(await leave({ store, user: current.user }))) return;
  }
  const endpoint = el("input", { type: "hidden", name: "endpoint", value: await endNotices() });
  form.append(endpoint);
  form.submit();
}
