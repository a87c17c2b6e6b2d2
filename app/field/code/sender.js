// The one loop that sends. What it learns it keeps at once, so that it may be killed between any two lines.

import { mayLeave } from "./outbox.js";

const SMALLEST_PIECE = 16 * 1024;
const LARGEST_PIECE = 2 * 1024 * 1024;
const SECONDS_A_PIECE = 2;
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 15 * 60_000;
const GREETED_FOR = 10_000; // what was said then holds: a link that breaks often is not asked each time
const LOCK = "khyanalt-sender";
const NOT_OURS = new Set(["no_answer", "foreign"]); // the network's answers

/**
 * `mine`: the store of whoever's items these are; `server`: see server.js; `now`, `firstPause`: milliseconds. `onState` is told "sending",
 * "idle", "offline", "needs_sign_in" or "other_person". `locks`: Web Locks, so that of several tabs one sends.
 */
export function makeSender({ mine, server, now = Date.now, onState = () => {}, locks = navigator.locks, firstPause = FIRST_PAUSE, secondsAPiece = SECONDS_A_PIECE }) {
  let pieceSize = 2 * SMALLEST_PIECE;
  let largestPiece = LARGEST_PIECE;
  let state = null;
  let offlineFor = 0; // passes in a row
  let greetedAt = -Infinity;
  let running = null;

  /** Send what can be sent now; resolves to the milliseconds after which it is worth trying again, or null. */
  function run() {
    running ??= locks
      .request(LOCK, { ifAvailable: true }, (lock) => (lock ? pass() : firstPause))
      .catch(stumble)
      .finally(() => (running = null));
    return running;
  }

  /** The phone could not keep what it learned, being full; the server says it again. */
  function stumble() {
    tell("idle");
    return LONGEST_PAUSE;
  }

  async function pass() {
    if (!(await unsettled()).length) return rest("idle");
    const found = now() - greetedAt < GREETED_FOR ? "sending" : await greet();
    if (found !== "sending") return rest(found);
    tell("sending");
    for (const [at, send] of [["waiting", sendText], ["text_there", sendFiles]]) {
      const stopped = await each(at, send);
      if (stopped) return rest(stopped);
    }
    return rest("idle");
  }

  /** "sending" when the server is there and our person signed in; what it says is kept for later without it. */
  async function greet() {
    const asked = now();
    const hello = await server.hello();
    if (!hello.ok) return "offline";
    const { person } = hello.body;
    const clockAhead = Math.round(((asked + now()) / 2 - Date.parse(hello.body.now)) / 1000);
    if (!person) return "needs_sign_in";
    if (person.id !== mine.person) return "other_person";
    await mine.keepHello({ ...hello.body, clockAhead });
    greetedAt = now();
    return "sending";
  }

  async function rest(said) {
    tell(said);
    offlineFor = said === "offline" ? offlineFor + 1 : 0;
    if (said === "offline") return Math.min(firstPause * 2 ** (offlineFor - 1), LONGEST_PAUSE);
    const times = (await unsettled()).map(({ retryAt }) => retryAt);
    return said === "idle" && times.length ? Math.max(0, Math.min(...times) - now()) : null;
  }

  function tell(said) {
    if (said !== state) onState((state = said));
  }

  async function unsettled() {
    const items = await mine.items();
    return items.filter((item) => item.state === "waiting" || canGoOn(item)).sort((a, b) => a.createdAt - b.createdAt);
  }

  /** The oldest first; says what stops them all. An item in trouble waits for its own time, and the others go on. */
  async function each(at, send) {
    for (const { key } of (await unsettled()).filter((item) => item.state === at && item.retryAt <= now())) {
      const item = await mine.item(key); // another tab may have touched it meanwhile
      const { error } = item?.state === at ? await send(item) : {};
      if (error === "signed_out") {
        greetedAt = -Infinity;
        return "needs_sign_in";
      }
      if (NOT_OURS.has(error)) return "offline";
    }
    return null;
  }

  /** Under a lock of its own: what is on its way cannot be opened for writing. */
  const sendText = (item) =>
    locks.request(sendingLock(item.key), async () => heed(item, await server.post(item.packet)));

  async function sendFiles(item) {
    let answer = await heed(item, await server.state(item.key));
    for (const { sha256 } of [...item.files].sort((a, b) => a.size - b.size)) {
      if (!answer.ok || answer.item.state !== "text_there") break;
      answer = await sendFile(answer.item, sha256);
    }
    return answer;
  }

  /** One file from where it stands to its end. What came back to nothing is begun anew, and once only. */
  async function sendFile(item, sha256) {
    const { state: at, reason, size } = fileOf(item, sha256);
    if (at === "giving_up") return heed(item, await server.giveUp(item.key, sha256, reason));
    if (at !== "waiting") return { ok: true, item };
    const blob = await mine.file(sha256);
    let anew = blob?.size === size ? 2 : 0;
    let answer = { ok: true, item };
    while (anew && answer.ok && isWaiting(answer.item, sha256)) {
      const before = fileOf(answer.item, sha256).have;
      answer = await sendPiece(answer.item, fileOf(answer.item, sha256), blob);
      if (answer.ok && !answer.again && fileOf(answer.item, sha256).have <= before) anew -= 1;
    }
    const isLost = answer.ok && isWaiting(answer.item, sha256);
    return isLost ? { ok: true, item: await keep(answer.item, { type: "unreadable", sha256 }) } : answer;
  }

  async function sendPiece(item, file, blob) {
    const began = now();
    const piece = blob.slice(file.have, file.have + pieceSize);
    const answer = await server.patch(item.key, file.sha256, file.have, piece);
    if (answer.error === "offset") return { ...(await heed(item, await server.state(item.key))), again: true };
    if (answer.status === 413 && piece.size > SMALLEST_PIECE) {
      pieceSize = largestPiece = Math.max(SMALLEST_PIECE, piece.size / 2); // something between us takes no more at once
      return { ok: true, item, again: true };
    }
    if (answer.ok) adapt(piece.size, now() - began);
    return heed(item, answer);
  }

  /** The next piece is what the link carries in some seconds: few requests, and little to do again when it breaks. */
  function adapt(bytes, milliseconds) {
    const carried = (bytes / Math.max(milliseconds, 1)) * 1000 * secondsAPiece;
    pieceSize = Math.round(Math.min(Math.max(carried, SMALLEST_PIECE), largestPiece, 4 * pieceSize));
  }

  /** Keep what an answer says of the item. Without a session nothing is the item's own fault. */
  async function heed(item, answer) {
    if (answer.ok) {
      offlineFor = 0;
      return { ok: true, item: await keep(item, { type: "answer", state: answer.body }) };
    }
    if (answer.error === "unknown" && item.state === "text_there") await keep(item, { type: "forgotten" });
    else if (answer.error !== "signed_out") {
      const { message, faults } = answer.body ?? {};
      const { error, retryAfter } = answer;
      await keep(item, { type: "fail", error, message, faults, retryAfter, now: now(), firstPause });
    }
    return answer;
  }

  async function keep(item, event) {
    const after = await mine.change(item.key, event);
    if (mayLeave(after)) await mine.letFilesGo(after);
    return after;
  }

  return { run, greet };
}

/** Who holds it sends the packet of this item. */
export const sendingLock = (key) => `khyanalt-sending-${key}`;

const fileOf = (item, sha256) => item.files.find((file) => file.sha256 === sha256);
const isWaiting = (item, sha256) => item.state === "text_there" && fileOf(item, sha256).state === "waiting";

/** A file that cannot be read waits for the person, not for the network. */
const canGoOn = ({ state, files }) => state === "text_there" && files.some((file) => ["waiting", "giving_up"].includes(file.state));
