// The life of an item, from the draft to the receipt: one table, and nothing but it. Pure: no clock, no network, no store.
//
// An item is {key, createdAt, contract: {id, version, title}, stage, checklist, draft, files, state, packet, packetSha256,
// isThere, serverState, reason, address, receipt, error, tries, retryAt}. A file is {sha256, size, type, name, caption, have,
// state: "waiting" | "arrived" | "given_up" | "giving_up" | "unreadable", reason}; in a draft also `other`, the photo in its
// other size ({sha256, size, type}) while the person may still choose it. What answers a reviewer's question has also
// {supplements, question, about} as the work gave them, and the names of the files that were there `earlier`.

/** What stops an item until the person decides; everything else passes and is tried again. */
export const STOPS = new Set(["refused", "conflict", "withdrawn", "invalid", "unreadable", "too_large", "overtaken"]);

const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 15 * 60_000;
const SETTLED = new Set(["arrived", "given_up"]);

const PASSAGES = {
  write: { from: ["draft"], take: (item, { draft, files }) => ({ ...item, draft, files }) },
  finish: { from: ["draft"], take: freeze },
  reopen: { from: ["waiting", "stopped"], take: thaw },
  answer: { from: ["waiting", "text_there", "stopped", "done"], take: hear },
  fail: { from: ["waiting", "text_there"], take: fail },
  forgotten: { from: ["text_there"], take: (item) => ({ ...item, ...FRESH, state: "waiting", isThere: false }) },
  retry: { from: ["waiting", "text_there", "stopped"], take: retry },
  as_new: { from: ["stopped"], take: (item, { key }) => ({ ...thaw({ ...item, isThere: false }), ...NEW, key, receipt: null }) },
  give_up: { from: ["text_there", "stopped"], take: giveUp },
  unreadable: { from: ["text_there"], take: (item, { sha256 }) => withFile(item, sha256, { state: "unreadable" }) },
};

/** The item after the event. Throws for whatever is not in the table. */
export function next(item, event) {
  const passage = PASSAGES[event.type];
  if (!passage?.from.includes(item.state)) throw new Error(`${event.type} does not lead on from ${item.state}`);
  return passage.take(item, event);
}

/** A new draft of an observation. */
export function begin({ key, at, contract, stage, checklist, draft }) {
  const rest = { packet: null, packetSha256: null, isThere: false, serverState: null, reason: null, address: null };
  return { key, createdAt: at, contract, stage, checklist, draft, files: [], state: "draft", receipt: null, ...rest, ...FRESH };
}

const NEW = { supplements: null, question: null, about: [], earlier: [], address: null };
const FRESH = { error: null, tries: 0, retryAt: 0 };

function freeze(item, { packet, sha256 }) {
  const files = item.files.map(({ other: _, ...file }) => ({ ...file, have: 0, state: "waiting" }));
  return { ...item, ...FRESH, state: "waiting", packet, packetSha256: sha256, files };
}

/** Only what the server has not kept may be written on: its bytes are its identity. */
function thaw(item) {
  if (item.isThere) throw new Error("the server has it already");
  return { ...item, ...FRESH, state: "draft", packet: null, packetSha256: null };
}

function hear(item, { state: said }) {
  if (said.packet !== item.packetSha256) return stop(item, { error: "conflict", kept: said.packet });
  const files = item.files.map((file) => ({ ...file, ...heard(file, said.files) }));
  const known = { isThere: true, serverState: said.state, reason: said.reason, address: said.address };
  const heardItem = { ...item, ...known, files, receipt: said.receipt ?? item.receipt };
  return { ...heardItem, ...FRESH, state: receiptCovers(heardItem) ? "done" : "text_there" };
}

function heard(file, said) {
  const found = said.find(({ sha256 }) => sha256 === file.sha256);
  if (!found) return {};
  const isSettled = SETTLED.has(found.state) || file.state === "waiting";
  return { have: found.have, state: isSettled ? found.state : file.state };
}

function fail(item, { error, message, faults, retryAfter, now, firstPause = FIRST_PAUSE }) {
  if (STOPS.has(error)) return stop(item, { error, message, faults });
  const pause = retryAfter ?? Math.min(firstPause * 2 ** item.tries, LONGEST_PAUSE);
  return { ...item, tries: item.tries + 1, retryAt: now + pause };
}

function stop(item, error) {
  return { ...item, state: "stopped", error, tries: 0, retryAt: 0 };
}

function retry(item) {
  const state = item.state === "stopped" ? (item.isThere ? "text_there" : "waiting") : item.state;
  return { ...item, ...FRESH, state };
}

function giveUp(item, { sha256, reason }) {
  return retry(withFile(item, sha256, { state: "giving_up", reason }));
}

function withFile(item, sha256, change) {
  return { ...item, files: item.files.map((file) => (file.sha256 === sha256 ? { ...file, ...change } : file)) };
}

/** Whether the receipt confirms exactly this packet and every one of its files, as arrived or given up. */
export function receiptCovers(item) {
  if (!item.receipt || !item.packetSha256) return false;
  const said = JSON.parse(item.receipt.text);
  const settled = new Set([...said.files, ...said.given_up]);
  return said.key === item.key && said.packet === item.packetSha256 && item.files.every(({ sha256 }) => settled.has(sha256));
}

/** Whether its files may be dropped from the phone without asking anybody. */
export const mayLeave = (item) => item.state === "done" && receiptCovers(item);

/** Photos in the size that was not chosen: they go when the draft is finished. */
export const othersOf = ({ files }) => files.flatMap(({ other }) => (other ? [other.sha256] : []));
/** Everything that lies on the phone for the item. */
export const hashesOf = (item) => [...item.files.map(({ sha256 }) => sha256), ...othersOf(item)];

/** How many files, how many of them settled; bytes in all, bytes there. */
export function progress(item) {
  const there = item.files.filter(({ state }) => SETTLED.has(state));
  const bytes = item.files.reduce((sum, { size }) => sum + size, 0);
  const sent = item.files.reduce((sum, { size, have, state }) => sum + (state === "arrived" ? size : have || 0), 0);
  return { files: item.files.length, there: there.length, bytes, sent };
}

/** The packet of a draft, as the server takes it (docs/field.md). */
export function packetOf(item, { capturedAt, clockAhead }) {
  const { visit, visited_on, place, position, place_note, notes, answers, documents, goods } = item.draft;
  const files = item.files.map(({ sha256, size, type, name, caption }) => ({ sha256, size, type, name, caption }));
  const about = { key: item.key, contract: item.contract.id, version: item.contract.version, stage: item.stage };
  const said = { visit, visited_on, place, position, place_note, notes, answers, documents, goods };
  const when = { captured_at: capturedAt, clock_ahead: clockAhead };
  const supplements = item.supplements ?? undefined;
  return JSON.stringify({ packet: 1, ...about, checklist: item.checklist, ...said, ...when, files, supplements });
}
