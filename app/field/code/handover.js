// When nothing else works: items in a file that only the installation can open (docs/field.md).

const MAGIC = "KHYANALT-HANDOVER-1\n";
const MOST = 50 * 1024 * 1024; // bytes of one file
const OAEP = { name: "RSA-OAEP", hash: "SHA-256" };

/**
 * Blobs, each a file to hand over. `hello`: the last one, with `pass` and `handover`; `items`: [{packet, files: [{sha256, blob}]}].
 */
export async function makeHandover(hello, items) {
  return Promise.all(bundles(items).map((bundle) => seal(hello, bundle)));
}

/** Items in the fewest files that stay below the bound, in their order. */
function bundles(items) {
  const made = [[]];
  let size = 0;
  for (const item of items) {
    const own = item.packet.length * 2 + item.files.reduce((sum, { blob }) => sum + blob.size, 0);
    if (size && size + own > MOST) {
      made.push([]);
      size = 0;
    }
    made.at(-1).push(item);
    size += own;
  }
  return made;
}

async function seal({ pass, handover }, items) {
  const listed = items.map(({ packet, files }) => ({ packet, files: files.map(({ sha256, blob }) => ({ sha256, size: blob.size })) }));
  const manifest = prefixed(JSON.stringify({ pass, items: listed }));
  const plain = await new Blob([...manifest, ...items.flatMap(({ files }) => files.map(({ blob }) => blob))]).arrayBuffer();
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const wrapped = await crypto.subtle.encrypt(OAEP, await importKey(handover.key), await crypto.subtle.exportKey("raw", key));
  const header = JSON.stringify({ id: handover.id, key: base64(wrapped), iv: base64(iv) });
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain);
  return new Blob([MAGIC, ...prefixed(header), sealed], { type: "application/octet-stream" });
}

function prefixed(text) {
  const bytes = new TextEncoder().encode(text);
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, bytes.length);
  return [length.buffer, bytes];
}

function importKey(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return crypto.subtle.importKey("spki", bytes, OAEP, false, ["encrypt"]);
}

const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
