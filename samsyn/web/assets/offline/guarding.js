// The privacy guard while typing. It is loaded where set-up has made its rules; the server looks through every text in
// any case.

const isThere = document.querySelector("[data-guard=yes]") !== null;
let asked = null;

// Fetched when the first report is under way, so that the six buttons need not wait for it.
export function prepare() {
  if (isThere) asked ??= import("../guard.js").then((module) => module.loadGuard()).catch(() => { asked = null; });
  return asked;
}

// Returns the hits of a text, [{kind, start, end, level}] with level block, warn or stop, and how a kind is put in words.
export async function looked(text, language, placeWords = new Set()) {
  const guard = text ? await prepare() : null;
  try {
    const hits = guard ? guard.find(text, placeWords) : [];
    return { hits, words: (kind) => guard.sentence(kind, language) };
  } catch {
    return { hits: [], words: () => "" };
  }
}
