// What is not sent yet. Only the number, the owner and the age of a draft can be seen without its owner's key.

import { keyOf, seal, unseal } from "./secret.js";

export const DAY = 24 * 3600 * 1000;
const FORMAT = 1;

// How a report written by an earlier version of the app is read by this one; one entry for each format left behind.
const READ_AS_NEXT = {};

export function migrated(content, format) {
  let [report, at] = [content, format];
  while (READ_AS_NEXT[at]) [report, at] = [READ_AS_NEXT[at](report), at + 1];
  return report;
}

export function draftsOf(user, { store, clock = () => Date.now(), crypto = globalThis.crypto }) {
  const own = async () => (await store.all("drafts")).filter((row) => row.user === user);

  async function readable(rows) {
    if (!rows.length) return [];
    const key = await keyOf(user, { store, crypto });
    const oldestFirst = rows.sort((a, b) => a.made - b.made);
    return Promise.all(oldestFirst.map(async ({ sealed, ...row }) => {
      const content = await unseal(sealed, key, crypto);
      return { ...row, report: content && migrated(content, row.format), readable: content !== null };
    }));
  }

  return {
    user,

    // Keep a report; `key` is its place in the phone, `id` what the receipt must carry.
    async keep(report, { town, state = "waiting", path = "rapporter", key = report.id, id = report.id }) {
      const sealed = await seal(report, await keyOf(user, { store, crypto }), crypto);
      return store.change("drafts", key, (before) => ({
        key, id, user, town, path, state, sealed, format: FORMAT,
        made: before?.made ?? clock(), revision: (before?.revision ?? 0) + 1,
        // If a copy may have reached the server, what is changed now has to be sent as a change too.
        changes: Boolean(before?.tried && path === "rapporter"), tried: Boolean(before?.tried),
      }));
    },

    all: async () => readable(await own()),
    waiting: async () => readable((await own()).filter((row) => row.state === "waiting")),

    tried: (draft) => store.change("drafts", draft.key, (row) => row && { ...row, tried: true }),

    // Let go only of what was sent: a draft that its writer has opened again meanwhile stays.
    async received(draft, receipt) {
      const { id, category, observed_on, state, open, observation_kind: kind } = receipt;
      // Practice, photos and replies leave nothing behind here.
      if (category) await store.put("receipts", { id, user, town: draft.town, category, observed_on, state, kind, open });
      await store.change("drafts", draft.key, (row) => (row && row.revision === draft.revision ? null : undefined));
    },

    refuse: (draft, sentence) => store.change("drafts", draft.key, (row) => (
      row && row.revision === draft.revision ? { ...row, state: "refused", sentence } : undefined
    )),

    remove: (key) => store.remove("drafts", key),

    has: async (key) => Boolean(await store.get("drafts", key)),

    // A report that is thrown away takes its photos with it.
    async throwReport(draft) {
      for (const one of await this.all()) if (one.report?.of === draft.id) await store.remove("drafts", one.key);
      await store.remove("drafts", draft.key);
    },

    // The own drafts by state, and how many somebody else has left; nothing about what is in them.
    async counts() {
      const found = { waiting: 0, refused: 0, writing: 0, others: 0, unsent: 0, oldest: null };
      for (const row of await store.all("drafts")) {
        if (row.user !== user) found.others += row.state === "writing" ? 0 : 1;
        else {
          found[row.state] += 1;
          found.oldest = Math.min(found.oldest ?? row.made, row.made);
        }
      }
      found.unsent = found.waiting + found.refused;
      return found;
    },

    receipts: async () => (await store.all("receipts")).filter((row) => row.user === user),

    // Only at a sign-out that has said how many are thrown away: without the key nobody can read what is left.
    async throwAway() {
      await store.remove("keys", user);
      for (const row of await own()) await store.remove("drafts", row.key);
      for (const row of await this.receipts()) await store.remove("receipts", row.id);
    },
  };
}

// Drafts are not kept for ever on a phone. Everyone's are looked at; the writer has been warned four days before.
export async function throwAwayTheOld({ store, days, clock = () => Date.now() }) {
  const rows = await store.all("drafts");
  const old = rows.filter((row) => clock() - row.made > days * DAY);
  for (const row of old) await store.remove("drafts", row.key);
  for (const user of new Set(old.map((row) => row.user))) {
    if (!rows.some((row) => row.user === user && !old.includes(row))) await store.remove("keys", user);
  }
  return old.filter((row) => row.state !== "writing");
}
