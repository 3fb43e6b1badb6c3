// What the phone keeps, in IndexedDB. Each version of the store is one step; a step is never changed once released,
// so a phone that has not been opened for a year walks through all of them and loses nothing on the way.

const NAME = "samsyn-phone";

const STEPS = [
  (db) => {
    db.createObjectStore("drafts", { keyPath: "key" });
    db.createObjectStore("keys", { keyPath: "user" });
    db.createObjectStore("receipts", { keyPath: "id" });
    db.createObjectStore("kept", { keyPath: "name" });
  },
];

// What is somebody's own work is on the disk before it is said to be kept; what can be asked for again need not be.
const LASTING = new Set(["drafts", "keys", "receipts"]);

function opened(indexedDB) {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, STEPS.length);
    asked.onupgradeneeded = (event) => STEPS.slice(event.oldVersion).forEach((step) => step(asked.result));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

export function openStore(indexedDB = globalThis.indexedDB, page = globalThis) {
  let open = null;
  let database = null;
  let away = null;                        // while the page is left: until somebody comes back to it
  const running = new Map();              // transactions that need this page to go on, and what to do when it does not

  const forget = () => { open = database = null; };

  function ready() {
    open ??= opened(indexedDB).then(
      (db) => {
        // A newer version of the app in another tab may need to change the store: let it.
        db.onversionchange = () => {
          db.close();
          forget();
        };
        db.onclose = forget;
        database = db;
        return db;
      },
      (problem) => {
        forget();
        throw problem;
      },
    );
    return open;
  }

  // A page that is left may be kept asleep by the browser. In WebKit a transaction that sleeps with it holds the store
  // against every other page, so what is not finished is taken back, and done anew if somebody comes back.
  page.addEventListener?.("pagehide", () => {
    away = new Promise((resolve) => {
      page.addEventListener("pageshow", () => { away = null; resolve(); }, { once: true });
    });
    for (const takeBack of [...running.values()]) takeBack();
    database?.close();
    forget();
  });

  async function awake() {
    for (;;) {
      await away;
      const db = await ready();
      if (!away) return db;
    }
  }

  // `work` gets the table, may ask several things of it, gives its answer with `give`, and says with `done` that it will
  // ask no more, so that the store need not wait for this page to finish.
  async function inside(table, mode, work) {
    const db = await awake();
    return new Promise((resolve, reject) => {
      const transaction = db.transaction(table, mode, { durability: LASTING.has(table) ? "strict" : "relaxed" });
      let answer;
      let left = false;
      running.set(transaction, () => { left = true; transaction.abort(); });
      const give = (value) => { answer = value; };
      const done = () => {
        running.delete(transaction);
        transaction.commit?.();
      };
      transaction.oncomplete = () => {
        running.delete(transaction);
        resolve(answer);
      };
      transaction.onabort = () => {
        running.delete(transaction);
        if (left) inside(table, mode, work).then(resolve, reject);
        else reject(transaction.error ?? new Error("aborted"));
      };
      try {
        work(transaction.objectStore(table), give, done);
      } catch (problem) {
        transaction.abort();
        reject(problem);
      }
    });
  }

  const asked = (table, mode, ask) => inside(table, mode, (rows, give, done) => {
    const request = ask(rows);
    const writes = mode === "readwrite";
    // What is written is let go of at once, so that it is kept also when the page is left. What is read is let go of
    // when it is here: Chromium ends a reading that was let go of before a large row, such as a photo, has arrived.
    request.onsuccess = () => {
      give(request.result);
      if (!writes) done();
    };
    if (writes) done();
  });

  return {
    get: (table, key) => asked(table, "readonly", (rows) => rows.get(key)),
    all: (table) => asked(table, "readonly", (rows) => rows.getAll()),
    put: (table, row) => asked(table, "readwrite", (rows) => rows.put(row)),
    remove: (table, key) => asked(table, "readwrite", (rows) => rows.delete(key)),
    // Change a row as it stands now, in one transaction; `change` returns the new row, or null to remove it.
    change: (table, key, change) => inside(table, "readwrite", (rows, give, done) => {
      const request = rows.get(key);
      request.onsuccess = () => {
        const changed = change(request.result);
        if (changed === null) rows.delete(key);
        else if (changed !== undefined) rows.put(changed);
        give(changed);
        done();
      };
    }),
  };
}
