// The lock of the report screens: covers them after three minutes, and opens with a code of the user's own.
// It keeps a passer-by from reading an open phone. What waits to be sent stays encrypted under the user's key and may
// be sent meanwhile.

import { button, el, say } from "./dom.js";

export const QUIET = 3 * 60 * 1000;
const ROUNDS = 310_000;
const MOST_WRONG = 5;

async function digest(code, salt, crypto = globalThis.crypto) {
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(code), "PBKDF2", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS }, key, 256);
  return [...new Uint8Array(bits)].join(",");
}

export function lockFor(user, { store, clock = () => Date.now() }) {
  const name = `code:${user}`;
  return {
    code: () => store.get("kept", name),
    async setCode(code) {
      const salt = crypto.getRandomValues(new Uint8Array(16));
      await store.put("kept", { name, salt, digest: await digest(code, salt), wrong: 0, spent_at: null });
    },
    removeCode: () => store.remove("kept", name),
    async opens(code) {
      const row = await store.get("kept", name);
      if (!row) return true;
      if (row.wrong >= MOST_WRONG) return false;
      const right = (await digest(code, row.salt)) === row.digest;
      const wrong = right ? 0 : row.wrong + 1;
      await store.put("kept", { ...row, wrong, spent_at: wrong >= MOST_WRONG ? clock() : null });
      return right;
    },
    // After five wrong codes only signing in anew opens; then the code is gone and a new one can be chosen.
    async signedIn(at) {
      const row = await store.get("kept", name);
      if (row?.spent_at && Date.parse(at) > row.spent_at) await this.removeCode();
    },
    seen: () => store.put("kept", { name: "seen", at: clock() }),
    lockNow: () => store.put("kept", { name: "seen", at: 0 }),
    async isDue() {
      const row = await store.get("kept", "seen");
      return row ? clock() - row.at > QUIET : false;
    },
  };
}

const isCode = (text) => /^\d{4,8}$/.test(text);

function codeField(id, label) {
  const field = el("input", {
    id, type: "password", inputmode: "numeric", autocomplete: "off", minlength: 4, maxlength: 8, class: "code-field",
  });
  return [el("label", { for: id }, label), field];
}

function cover(lock, row, { onopen, signInAnew }) {
  const words = el("p", { class: "code-wrong", role: "alert" });
  const dialog = el("dialog", { class: "cover", "aria-labelledby": "cover-title" });
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  const open = async () => {
    await lock.seen();
    dialog.close();
    dialog.remove();
    onopen();
  };
  const title = el("h2", { id: "cover-title" }, say("locked"));
  const spent = row && row.wrong >= MOST_WRONG;
  if (!row) dialog.append(title, el("p", {}, say("locked_no_code")), button(say("open"), open, { kind: "first wide" }));
  else if (spent) dialog.append(title, el("p", {}, say("code_spent")), button(say("sign_in_again"), signInAnew, { kind: "first" }));
  else {
    const [label, field] = codeField("cover-code", say("code"));
    const form = el("form", {
      onsubmit: async (event) => {
        event.preventDefault();
        if (await lock.opens(field.value)) return open();
        field.value = "";
        const now = await lock.code();
        if (now.wrong >= MOST_WRONG) {
          dialog.close();
          dialog.remove();
          return cover(lock, now, { onopen, signInAnew });
        }
        words.textContent = say("code_wrong", { n: MOST_WRONG - now.wrong });
        return field.focus();
      },
    }, el("div", { class: "field" }, label, field), words,
    el("p", { class: "actions" }, el("button", { class: "button first wide" }, say("open"))));
    dialog.append(title, form);
  }
  document.body.append(dialog);
  dialog.showModal();
  return undefined;
}

// Watches the screen; calls `ready` once it is open.
export async function guardScreen(lock, { ready, signInAnew, tick = 5_000 }) {
  let covered = false;
  let stamped = 0;
  let turn = Promise.resolve();

  const touched = () => {
    if (covered || Date.now() - stamped < 2_000) return;
    stamped = Date.now();
    lock.seen();
  };

  // One look at a time: two that were due at once would each put a cover over the screen.
  const look = (first = false) => {
    turn = turn.then(() => lookOnce(first), () => lookOnce(first));
    return turn;
  };

  async function lookOnce(first) {
    if (covered || !(await lock.isDue())) return false;
    const row = await lock.code();
    if (first && !row) return false;
    covered = true;
    cover(lock, row, { signInAnew, onopen: () => { covered = false; if (first) ready(); } });
    return true;
  }

  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, touched, { passive: true });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  const covers = await look(true);
  if (!covers) {
    lock.seen();
    ready();
  }
  setInterval(look, tick, false);
  return { lockNow: async () => { await lock.lockNow(); await look(); } };
}

export function codeDialog(lock, { done }) {
  const [label, field] = codeField("new-code", say("code_new"));
  const words = el("p", { class: "code-wrong", role: "alert" });
  const dialog = el("dialog", { "aria-labelledby": "code-title" });
  const close = () => { dialog.close(); dialog.remove(); };
  const form = el("form", {
    onsubmit: async (event) => {
      event.preventDefault();
      if (!isCode(field.value)) {
        words.textContent = say("code_shape");
        return;
      }
      await lock.setCode(field.value);
      close();
      done();
    },
  }, el("div", { class: "field" }, label, el("p", { class: "hint" }, say("code_hint")), field), words,
  el("p", { class: "actions" }, el("button", { class: "button first" }, say("code_save")),
    button(say("cancel"), close, { kind: "quiet" })));
  dialog.append(el("h2", { id: "code-title" }, say("code_choose")), form);
  document.body.append(dialog);
  dialog.showModal();
}
