// Whose phone it is just now: sign in, or unlock what lies here.

import { button, field, h } from "../dom.js";
import { newLock, noLock, openLock } from "../lock.js";
import { phone, server, sitDown } from "../phone.js";
import { spoken, t } from "../words.js";
import { endSession, hasLeft, isOwed, removal, sitsDownAgain } from "./leaving.js";

/** The page that asks who one is, in the language spoken here; it leads back. */
const signInAddress = () => `/sign-in?next=/field/&lang=${spoken()}`;
export const LEAST_PIN = 6;

/** Who is signed in, if the server can be asked; whoever is new here is remembered. */
export async function meet() {
  const hello = await server.hello();
  if (!hello.ok) return null;
  const { person } = hello.body;
  if (person && (await isOwed(person))) return null;
  if (person && !(await known(person.id))) await phone.store.remember(person);
  return person;
}

const known = async (id) => (await phone.store.people()).find((person) => person.id === id);

/** Nobody's records are open: choose, unlock, or sign in. `done` is called once they are. */
export async function start(done) {
  const signedIn = await meet();
  const people = await phone.store.people();
  const only = signedIn ? await known(signedIn.id) : people.length === 1 && !hasLeft() && people[0];
  const lost = await phone.store.lost();
  const place = h("div");
  const sits = (person, lock) => sitDown(person, lock).then(() => sitsDownAgain(person.id)).then(done);
  const seat = { people, sits, show: (...parts) => place.replaceChildren(...parts.filter(Boolean)) };
  if (only) await enter(only, seat);
  else choose(seat);
  return h(
    "div.screen",
    {},
    h("h1", { tabindex: -1 }, t("Khyanalt in the field")),
    lost > 0 && h("p.notice.bad", { role: "alert" }, t("This browser has thrown away what it kept. Unsent visits that were here: %(count)s. Ask your lead what arrived.", { count: lost })),
    place,
  );
}

function choose(seat) {
  const list = seat.people.map((person) => h("li", {}, button(person.name, () => enter(person, seat))));
  seat.show(
    h("p", {}, list.length ? t("Who is using the phone?") : t("Sign in once with a network. After that everything here works without one.")),
    list.length > 0 && h("ul.cards", {}, list),
    h("div.bottom", {}, button(list.length ? t("Sign in as somebody else") : t("Sign in"), signIn, "main")),
  );
}

/** Whoever is signed in here now is signed out first: the sign-in page asks nobody who is known. */
export async function signIn(pressed) {
  if (await endSession()) location.assign(signInAddress());
  else pressed.textContent = t("No answer from the server. Try again where there is a network.");
}

async function enter(person, seat) {
  if (person.pin) return unlock(person, seat);
  if (!person.asked) return offerPin(person, seat);
  seat.show(h("p", {}, t("One moment…")));
  return seat.sits(person, noLock);
}

function unlock(person, seat) {
  const pin = h("input", { type: "password", autocomplete: "current-password", required: true });
  const wrong = h("p.fault", { role: "alert" });
  async function open(event) {
    event.preventDefault();
    wrong.textContent = t("One moment…");
    const lock = await openLock(person.pin, pin.value);
    wrong.textContent = lock ? "" : t("That is not the PIN. Nobody can read what is kept here without it.");
    if (!lock) return pin.select();
    await seat.sits(person, lock);
  }
  seat.show(
    h("form", { onsubmit: open }, h("p.who", {}, person.name), field(t("PIN or word"), pin), wrong, h("div.bottom", {}, h("button.main", {}, t("Unlock")))),
    h("div.bottom", {}, button(t("Somebody else"), () => choose(seat))),
    h("details", {}, h("summary", {}, t("Forgotten the PIN")), h("p", {}, t("What is kept here cannot be opened again. You can remove it and begin anew; what was sent is safe.")), removal(person.id, true)),
  );
}

function offerPin(person, seat) {
  const form = pinForm(async (pin) => {
    const { record, lock } = await newLock(pin);
    const owner = { ...person, pin: record, asked: true };
    await phone.store.remember(owner);
    await seat.sits(owner, lock);
  });
  const skip = button(t("Not now"), async () => {
    const owner = { ...person, asked: true };
    await phone.store.remember(owner);
    await seat.sits(owner, noLock);
  });
  seat.show(
    h("p.who", {}, person.name),
    h("p", {}, t("Do others use this phone? Set a PIN: what you keep here can then be read with it only. It cannot be recovered; what was sent is safe.")),
    form,
    h("div.bottom", {}, h("p.hint", {}, t("Without a PIN whoever uses this phone next can read them.")), skip),
  );
}

/** Asks for a new PIN twice. */
export function pinForm(keep) {
  const [pin, again] = [0, 1].map(() => h("input", { type: "password", autocomplete: "new-password", minlength: LEAST_PIN, required: true }));
  const wrong = h("p.fault", { role: "alert" });
  async function submit(event) {
    event.preventDefault();
    wrong.textContent = pin.value === again.value ? t("One moment…") : t("The two are not the same.");
    if (pin.value === again.value) await keep(pin.value);
  }
  const hint = t("At least %(count)s characters. A longer word is safer than numbers.", { count: LEAST_PIN });
  return h("form", { onsubmit: submit }, field(t("New PIN or word"), pin, { hint }), field(t("Once more"), again), wrong, h("button.main", {}, t("Set the PIN")));
}
