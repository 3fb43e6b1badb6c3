// The map in the pocket: what the phone's map is made of is kept from the first time it was shown or the phone was idle,
// newest first from the network, else from what is kept. A cache of its own, so that a new version of the app leaves it.

const NAME = "samsyn-map-1";
const SCRIPTS = [
  "vendor/maplibre-gl.mjs", "vendor/maplibre-gl-shared.mjs", "vendor/maplibre-gl-worker.mjs", "vendor/maplibre-gl.css",
  "vendor/pmtiles.js", "map_style.js", "map.css", "offline/pin_map.js", "offline/pin.css",
].map((name) => `/static/${name}`);
const OF_A_TOWN = /^\/[\w-]+\/karta\/(fickan\.json|bakgrund)$/;
const PATIENCE = 6_000;

export const isOfTheMap = (path) => SCRIPTS.includes(path) || OF_A_TOWN.test(path);

async function fresh(request) {
  const stop = new Promise((_resolve, reject) => { setTimeout(() => reject(new Error("slow")), PATIENCE); });
  return Promise.race([fetch(request), stop]);
}

// The newer base map takes the older one's place: they differ only in what stands after the question mark.
async function put(request, answer) {
  const cache = await caches.open(NAME);
  for (const old of await cache.keys(request, { ignoreSearch: true })) if (old.url !== request.url) await cache.delete(old);
  await cache.put(request, answer);
}

// Parts of a file (a large base map) and what the page asks not to keep are fetched as they are.
export async function ofTheMap(request) {
  if (request.headers.has("range") || request.headers.has("x-samsyn-do-not-keep")) return fetch(request);
  try {
    const answer = await fresh(request);
    if (answer.status === 200 && !answer.redirected) await put(request, answer.clone()).catch(() => null);
    if (answer.ok || answer.status < 500) return answer;
    throw new Error(String(answer.status));
  } catch (problem) {
    // The map's own worker is asked for with its version after a question mark; a base map's mark is its content.
    const ignoreSearch = new URL(request.url).pathname.startsWith("/static/");
    const found = await (await caches.open(NAME)).match(request, { ignoreSearch });
    if (found) return found;
    throw problem;
  }
}

// Fetch everything once, through the worker that keeps it. Asked for when the phone is idle, never at the first visit.
export async function fillPocket(town) {
  if (!navigator.serviceWorker?.controller || navigator.connection?.saveData) return false;
  const answer = await fetch(`/${town}/karta/fickan.json`);
  if (!answer.ok) return false;
  const { base } = await answer.json();
  const wanted = base.kind === "pmtiles" ? SCRIPTS : SCRIPTS.filter((path) => !path.endsWith("pmtiles.js"));
  const cache = await caches.open(NAME);
  for (const path of [...wanted, ...(base.url && base.keep ? [base.url] : [])]) {
    if (!(await cache.match(path))) await (await fetch(path)).arrayBuffer();
  }
  return true;
}
