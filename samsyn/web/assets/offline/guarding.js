// The privacy guard while typing. It is loaded where set-up has made its rules; the server looks through every text in
// any case.

const isThere = document.querySelector("[data-guard=yes]") !== null;
const asked = isThere ? import("../guard.js").then((module) => module.loadGuard()).catch(() => null) : null;

// Returns the hits of a text, [{kind, start, end, level}] with level block, warn or stop, and how a kind is put in words.
export async function looked(text, language) {
  const guard = text ? await asked : null;
  try {
    const hits = guard ? guard.find(text) : [];
    return { hits, words: (kind) => guard.sentence(kind, language) };
  } catch {
    return { hits: [], words: () => "" };
  }
}
