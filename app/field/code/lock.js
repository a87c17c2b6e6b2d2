// A person's PIN: it wraps the key with which everything of theirs on this phone is sealed. The key is in memory only.

const ITERATIONS = 310_000; // PBKDF2 with SHA-256; a cheap phone takes about a second
const IV_BYTES = 12;
const AES = "AES-GCM";

/** For a person without a PIN: nothing is sealed. */
export const noLock = { isOpen: true, seal: async (value) => ({ plain: value }), open: async (kept) => kept.plain };

/** A new PIN: what is kept of it, and the open lock. */
export async function newLock(pin) {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  return { record: await wrap(raw, pin), lock: await lockOf(raw) };
}

/** The lock, or null for a wrong PIN. */
export async function openLock(record, pin) {
  const raw = await unwrap(record, pin);
  return raw && lockOf(raw);
}

/** The same key behind another PIN; null for a wrong one. */
export async function changePin(record, pin, newPin) {
  const raw = await unwrap(record, pin);
  return raw && wrap(raw, newPin);
}

async function wrap(raw, pin) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const record = { salt, iterations: ITERATIONS, iv: newIv() };
  return { ...record, wrapped: await crypto.subtle.encrypt({ name: AES, iv: record.iv }, await keyOf(record, pin), raw) };
}

async function unwrap(record, pin) {
  try {
    return await crypto.subtle.decrypt({ name: AES, iv: record.iv }, await keyOf(record, pin), record.wrapped);
  } catch {
    return null; // GCM tells a wrong key
  }
}

async function keyOf({ salt, iterations }, pin) {
  const typed = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin.normalize("NFC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, typed, { name: AES, length: 256 }, false, ["encrypt", "decrypt"]);
}

async function lockOf(raw) {
  const key = await crypto.subtle.importKey("raw", raw, AES, false, ["encrypt", "decrypt"]);

  /** Anything JSON can say, or a Blob, as {iv, bytes, isBlob}. */
  async function seal(value) {
    const isBlob = value instanceof Blob;
    const plain = isBlob ? await value.arrayBuffer() : new TextEncoder().encode(JSON.stringify(value));
    const iv = newIv();
    return { iv, isBlob, bytes: await crypto.subtle.encrypt({ name: AES, iv }, key, plain) };
  }

  /** What was sealed; what was kept before there was a PIN is read as it is. */
  async function open(kept) {
    if ("plain" in kept) return kept.plain;
    const plain = await crypto.subtle.decrypt({ name: AES, iv: kept.iv }, key, kept.bytes);
    return kept.isBlob ? new Blob([plain]) : JSON.parse(new TextDecoder().decode(plain));
  }

  return { isOpen: true, seal, open };
}

const newIv = () => crypto.getRandomValues(new Uint8Array(IV_BYTES));
