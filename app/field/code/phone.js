// What the screens share: whose phone it is just now, what they take along, and the sender at work behind them.

import { makeSender } from "./sender.js";
import { makeServer } from "./server.js";
import { openStore } from "./store.js";
import { spoken } from "./words.js";

const RETRY_AT_MOST = 5 * 60_000;

export const server = makeServer({ fetch: (...request) => fetch(...request), base: "/field/api/", language: spoken, person: () => phone.person?.id ?? null });

/** `store` always; `person`, `mine`, `sender` once somebody's records are open. */
export const phone = { store: null, person: null, mine: null, sender: null, sending: "idle", hello: null };

const listeners = new Set();

/** Call back on every change of what is kept or sent; returns what ends it. */
export function onChange(callback) {
  listeners.add(callback);
  return () => listeners.delete(callback);
}

export const changed = () => listeners.forEach((callback) => callback());

export async function startPhone() {
  phone.store = await openStore();
  navigator.storage?.persist?.();
  for (const [target, event] of [[window, "online"], [document, "visibilitychange"]]) target.addEventListener(event, wake);
}

/** From now on these are the open records. */
export async function sitDown(person, lock) {
  const mine = phone.store.of(person.id, lock);
  const onState = (said) => {
    phone.sending = said;
    changed();
  };
  if (person.pin) await mine.sealAll();
  Object.assign(phone, { person, mine, sender: makeSender({ mine, server, onState }), hello: await mine.hello() });
  mine.onChange(({ isSealed }) => (isSealed && !person.pin ? location.reload() : changed())); // a PIN was set in another tab
  wake();
}

let timer = null;

/** Send now, and again when the sender says that it is worth it. */
export async function wake() {
  clearTimeout(timer);
  if (!phone.sender || document.hidden) return;
  await phone.mine.count();
  const pause = await phone.sender.run();
  await phone.mine.count();
  if (await wasAnswered()) await refreshWork();
  changed();
  phone.hello = (await phone.mine.hello()) ?? phone.hello;
  clearTimeout(timer);
  if (pause !== null) timer = setTimeout(wake, Math.min(Math.max(pause, 500), RETRY_AT_MOST));
}

/** Whether the work still names a question that was answered from here, or can no longer be. */
async function wasAnswered() {
  const asked = ((await phone.mine.work())?.asked ?? []).map(({ supplements }) => String(supplements));
  const settled = (await phone.mine.items()).filter(({ state, error }) => state === "done" || error?.error === "overtaken" || error?.error === "withdrawn");
  return settled.some(({ supplements }) => supplements && asked.includes(String(supplements)));
}

/** Ask for the work anew; true when it came. What is kept stays when it does not. */
export async function refreshWork() {
  if ((await phone.sender.greet()) !== "sending") return false;
  phone.hello = await phone.mine.hello();
  const before = await phone.mine.work();
  const answer = await server.work(before?.etag);
  if (!answer.ok) return false;
  const work = answer.body ? await withPlaces(answer.body, before) : before;
  if (!work) return false;
  await phone.mine.keepWork({ ...work, etag: answer.etag ?? before?.etag, keptAt: Date.now() });
  changed();
  return true;
}

/** The work names the version of its places; they are fetched when it is another than what is here. Null when they did not come. */
async function withPlaces(work, before) {
  const placesVersion = work.places;
  if (before?.placesVersion === placesVersion) return { ...work, placesVersion, places: before.places };
  const answer = await server.places(placesVersion);
  return answer.ok ? { ...work, placesVersion, places: answer.body.places } : null;
}

/** Ask the phone where it is, and keep it as where it was last: [latitude, longitude, metres]. Throws when it may not say. */
export async function locate({ precise }) {
  const options = { enableHighAccuracy: precise, timeout: precise ? 60_000 : 15_000, maximumAge: precise ? 60_000 : 600_000 };
  const { coords } = await new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject, options));
  const position = [degrees(coords.latitude), degrees(coords.longitude), Math.round(coords.accuracy)];
  await phone.mine.keepWhere({ position, at: Date.now() });
  return position;
}

const degrees = (value) => Math.round(value * 1e6) / 1e6;

/** The present moment by the server's clock, as far as the phone knows it. */
export const serverNow = () => new Date(Date.now() - (phone.hello?.clockAhead ?? 0) * 1000);

/** The day in Ulaanbaatar, as the server counts days. */
export const today = () => serverNow().toLocaleDateString("sv-SE", { timeZone: "Asia/Ulaanbaatar" });
