// The service worker: keeps the report screens for when there is no network, and sends what waits when it is back.

import { isOfTheMap, ofTheMap } from "./pocket.js";
import { openStore } from "./store.js";
import { LOCK, flush } from "./sending.js";

const NAME = "samsyn-shell-";
const SHELLS = "/shells";
const PATIENCE = 4_000;
const STYLE = /^\/app-\w+\.css$/;
const SCREENS = /^\/([\w-]+)\/(rapportera|mina)\/?$/;

export function begin(worker, { version, files }) {
  const here = NAME + version;
  const inside = (path) => new URL(path, worker.location.origin).href;
  const fresh = (path) => new Request(path, { cache: "reload", credentials: "same-origin" });

  async function towns() {
    const found = new Set();
    for (const name of await caches.keys()) {
      if (!name.startsWith(NAME)) continue;
      const list = await (await caches.open(name)).match(SHELLS);
      for (const town of (await list?.json()) ?? []) found.add(town);
    }
    return found;
  }

  // The screens of a municipality are kept from the first time somebody opened them here.
  async function keepTown(town) {
    const cache = await caches.open(here);
    const known = new Set((await (await cache.match(SHELLS))?.json()) ?? []);
    let whole = true;
    for (const screen of ["rapportera", "mina"]) {
      const answer = await fetch(fresh(`/${town}/${screen}/skal`)).catch(() => null);
      if (answer?.ok && !answer.redirected) await cache.put(`/${town}/${screen}`, answer);
      else whole = false;
    }
    if (whole) await cache.put(SHELLS, new Response(JSON.stringify([...known.add(town)])));
    return whole;
  }

  // Without a session the screens cannot be fetched anew. Then those that are kept go on being used.
  async function carryOver() {
    for (const town of await towns()) {
      if (await keepTown(town).catch(() => false)) continue;
      const cache = await caches.open(here);
      for (const screen of ["rapportera", "mina"]) {
        const old = await caches.match(`/${town}/${screen}`);
        if (old) await cache.put(`/${town}/${screen}`, old);
      }
      const known = (await (await cache.match(SHELLS))?.json()) ?? [];
      await cache.put(SHELLS, new Response(JSON.stringify([...new Set([...known, town])])));
    }
  }

  worker.addEventListener("install", (event) => event.waitUntil((async () => {
    const cache = await caches.open(here);
    await cache.addAll(files.map(fresh));
    await carryOver();
  })()));

  worker.addEventListener("activate", (event) => event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith(NAME) && name !== here) await caches.delete(name);
    await worker.clients.claim();
  })()));

  // A new version waits until nothing is being sent: the lock is the outbox's own.
  worker.addEventListener("message", (event) => {
    if (event.data?.kind === "take over") {
      event.waitUntil(worker.navigator.locks.request(LOCK, () => worker.skipWaiting()));
    }
    if (event.data?.kind === "keep town") event.waitUntil(keepTown(event.data.town));
  });

  worker.addEventListener("sync", (event) => {
    if (event.tag !== LOCK) return;
    event.waitUntil(flush({ store: openStore(worker.indexedDB) }).then((result) => {
      if (result === "later") throw new Error("later");       // the browser tries again
    }));
  });

  // A notice never says what has happened, only that there is something to read; the same line again takes its place.
  worker.addEventListener("push", (event) => {
    const told = event.data?.json() ?? {};
    const data = { path: String(told.path ?? "/") };
    event.waitUntil(worker.registration.showNotification(String(told.title ?? "Samsyn"), { tag: told.line, data }));
  });

  worker.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(worker.clients.openWindow(inside(event.notification.data.path)));
  });

  async function kept(path) {
    return (await caches.open(here)).match(path);
  }

  async function inTime(request) {
    const stop = new Promise((_resolve, reject) => { setTimeout(() => reject(new Error("slow")), PATIENCE); });
    return Promise.race([fetch(request), stop]);
  }

  async function screen(request, url) {
    const [, town, name] = SCREENS.exec(url.pathname);
    const shell = await kept(`/${town}/${name}`);
    if (!shell) return fetch(request);
    if (name === "rapportera") return shell;
    return inTime(request).catch(() => shell);
  }

  // Any other page without a network: to the report screen, which works.
  async function page(request, url) {
    try {
      return await fetch(request);
    } catch (problem) {
      const asked = url.pathname.split("/")[1];
      const known = [...(await towns())];
      const town = known.includes(asked) ? asked : known[0];
      if (town) return Response.redirect(inside(`/${town}/rapportera`));
      throw problem;
    }
  }

  const ours = new Set(files);
  // A screen that was carried over asks for the style of its own day: it gets the one that is here.
  const style = files.find((path) => STYLE.test(path));
  worker.addEventListener("fetch", (event) => {
    const url = new URL(event.request.url);
    if (event.request.method !== "GET" || url.origin !== worker.location.origin) return;
    if (event.request.mode === "navigate") {
      const isScreen = SCREENS.test(url.pathname) && !url.search;
      event.respondWith(isScreen ? screen(event.request, url) : page(event.request, url));
    } else if (style && STYLE.test(url.pathname)) {
      event.respondWith(kept(style).then((found) => found ?? fetch(event.request)));
    } else if (ours.has(url.pathname)) {
      event.respondWith(kept(url.pathname).then((found) => found ?? fetch(event.request)));
    } else if (isOfTheMap(url.pathname)) {
      event.respondWith(ofTheMap(event.request));
    }
  });
}
