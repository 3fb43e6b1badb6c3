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

function opened(indexedDB) {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, STEPS.length);
    asked.onupgradeneeded = (event) => STEPS.slice(event.oldVersion).forEach((step) => step(asked.result));
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

export function openStore(indexedDB = globalThis.indexedDB) {
  let open = null;

  function ready() {
    open ??= opened(indexedDB).then(
      (db) => {
        // A newer version of the app in another tab may need to change the store: let it.
        db.onversionchange = () => {
          db.close();
          open = null;
        };
        db.onclose = () => { open = null; };
        return db;
      },
      (problem) => {
        open = null;
        throw problem;
      },
    );
    return open;
  }

  // `work` gets the table and may ask several things of it; what it returns is a request whose answer is given back.
  async function inside(table, mode, work) {
    const db = await ready();
    return new Promise((resolve, reject) => {
      const transaction = db.transaction(table, mode, { durability: "strict" });
      let answer;
      const give = (value) => { answer = value; };
      transaction.oncomplete = () => resolve(answer);
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
      transaction.onerror = () => reject(transaction.error);
      try {
        work(transaction.objectStore(table), give);
      } catch (problem) {
        transaction.abort();
        reject(problem);
      }
    });
  }

  const asked = (table, mode, ask) => inside(table, mode, (rows, give) => {
    const request = ask(rows);
    request.onsuccess = () => give(request.result);
  });

  return {
    get: (table, key) => asked(table, "readonly", (rows) => rows.get(key)),
    all: (table) => asked(table, "readonly", (rows) => rows.getAll()),
    put: (table, row) => asked(table, "readwrite", (rows) => rows.put(row)),
    remove: (table, key) => asked(table, "readwrite", (rows) => rows.delete(key)),
    // Change a row as it stands now, in one transaction; `change` returns the new row, or null to remove it.
    change: (table, key, change) => inside(table, "readwrite", (rows, give) => {
      const request = rows.get(key);
      request.onsuccess = () => {
        const changed = change(request.result);
        if (changed === null) rows.delete(key);
        else if (changed !== undefined) rows.put(changed);
        give(changed);
      };
    }),
  };
}
