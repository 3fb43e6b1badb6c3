// One key for each user of the phone. It never leaves the browser and cannot be read out, not even by this script.

const SHAPE = { name: "AES-GCM", length: 256 };

export async function keyOf(user, { store, crypto = globalThis.crypto }) {
  const known = await store.get("keys", user);
  if (known) return known.key;
  const made = await crypto.subtle.generateKey(SHAPE, false, ["encrypt", "decrypt"]);
  // Two tabs may have made one each: the first that was stored is the key.
  const kept = await store.change("keys", user, (row) => row ?? { user, key: made });
  return kept.key;
}

export async function seal(content, key, crypto = globalThis.crypto) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(content));
  return { iv, box: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain) };
}

// Returns null for a box that this key does not open.
export async function unseal(sealed, key, crypto = globalThis.crypto) {
  try {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: sealed.iv }, key, sealed.box);
    return JSON.parse(new TextDecoder().decode(plain));
  } catch {
    return null;
  }
}
