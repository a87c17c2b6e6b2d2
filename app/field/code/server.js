// Asking the server, and telling its answers from anybody else's: a captive portal also says 200.

const PROTOCOL = "field/1";
const TEXT_TIMEOUT = 30_000;
const SLOWEST = 2_000; // bytes a second

/**
 * Every request resolves to {ok: true, status, body} or {ok: false, error, status, body}; `error` is one of docs/field.md, or
 * "no_answer" (nothing came), or "foreign" (what came is not ours). None throws. `person`: whose records are open; the server
 * answers nobody else who signed in meanwhile.
 */
export function makeServer({ fetch, base, language = () => "mn", person = () => null }) {
  let csrf = null;

  async function ask(method, path, { body, headers = {}, timeout = TEXT_TIMEOUT } = {}) {
    const address = `${base}${path}?lang=${language()}`;
    const whose = path === "hello" || person() === null ? {} : { "X-Person": String(person()) };
    const token = method === "GET" ? {} : { "X-CSRFToken": csrf ?? "" };
    const all = { Accept: "application/json", ...whose, ...token, ...headers };
    const request = { method, body, headers: all, credentials: "same-origin", redirect: "manual", cache: "no-store" };
    try {
      return await read(await fetch(address, { ...request, signal: AbortSignal.timeout(timeout) }));
    } catch {
      return { ok: false, error: "no_answer", status: 0, body: null };
    }
  }

  /** A writing request; a token that ran out is renewed once. */
  async function write(...request) {
    const answer = await ask(...request);
    if (answer.error !== "csrf" || !(await hello()).ok) return answer;
    return ask(...request);
  }

  async function hello() {
    const answer = await ask("GET", "hello");
    if (answer.ok) csrf = answer.body.csrf;
    return answer;
  }

  const item = (key) => `observations/${key}`;
  const file = (key, sha256) => `${item(key)}/files/${sha256}`;
  const JSON_BODY = { "Content-Type": "application/json" };

  return {
    hello,
    work: (etag) => ask("GET", "work", { headers: etag ? { "If-None-Match": etag } : {} }),
    places: (version) => ask("GET", `places/${version}`),
    post: (packet) => write("POST", "observations", { body: packet, headers: JSON_BODY }),
    state: (key) => ask("GET", item(key)),
    giveUp: (key, sha256, reason) =>
      write("POST", `${file(key, sha256)}/give-up`, { body: JSON.stringify({ reason }), headers: JSON_BODY }),
    patch: (key, sha256, offset, blob) =>
      write("PATCH", file(key, sha256), {
        body: blob,
        headers: { "Upload-Offset": String(offset) },
        timeout: 60_000 + (blob.size / SLOWEST) * 1000,
      }),
  };
}

async function read(response) {
  const { status } = response;
  if (status === 304) return { ok: true, status, body: null };
  const body = await response.json().catch(() => null);
  if (body?.khyanalt !== PROTOCOL) return { ok: false, error: "foreign", status, body: null };
  const retryAfter = Number(response.headers.get("Retry-After")) * 1000 || undefined;
  if (response.ok) return { ok: true, status, body, etag: response.headers.get("ETag") };
  return { ok: false, error: body.error ?? "server", status, body, retryAfter };
}
