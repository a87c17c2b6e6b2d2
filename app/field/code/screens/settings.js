// The phone itself: language, PIN, space, a new version; leaving.

import { button, choice, field, h, link } from "../dom.js";
import { changePin, newLock } from "../lock.js";
import { phone, sitDown } from "../phone.js";
import { size, speak, spoken, t } from "../words.js";
import { removal, signOut } from "./leaving.js";
import { pinForm } from "./start.js";

export async function settingsScreen(redraw, version) {
  return h(
    "div.screen",
    {},
    h("h1", { tabindex: -1 }, t("This phone")),
    phone.person && h("p", {}, phone.person.name),
    language(redraw),
    phone.mine && (await pin(redraw)),
    await space(),
    await update(version),
    phone.mine && (await leaving()),
  );
}

function language(redraw) {
  const pick = async (wanted) => {
    await phone.store.keepSettings({ language: wanted });
    await speak(wanted);
    redraw();
  };
  return choice(t("Language"), "language", [["mn", "Монгол"], ["en", "English"]], spoken(), pick);
}

async function pin(redraw) {
  const { person } = phone;
  const old = person.pin && h("input", { type: "password", autocomplete: "current-password" });
  const wrong = h("p.fault", { role: "alert" });
  const form = pinForm(async (wanted) => {
    const made = person.pin ? await renew(person, old.value, wanted) : await newLock(wanted);
    if (!made) return (wrong.textContent = t("That is not the PIN. Nobody can read what is kept here without it."));
    const owner = { ...person, pin: made.record, asked: true };
    await phone.store.remember(owner);
    await sitDown(owner, made.lock);
    redraw();
  });
  return h("details", {}, h("summary", {}, person.pin ? t("Change the PIN") : t("Set a PIN")), old && field(t("Present PIN"), old), wrong, form);
}

async function renew(person, old, wanted) {
  const record = await changePin(person.pin, old, wanted);
  return record && { record, lock: phone.mine.lock };
}

async function space() {
  const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return h("p", {}, t("Used on this phone: %(used)s; free: %(free)s.", { used: size(usage), free: size(Math.max(0, quota - usage)) }));
}

async function update(version) {
  const registration = await navigator.serviceWorker?.getRegistration("/field/");
  const restart = () => registration.waiting.postMessage("take over");
  return h("div", {}, h("p.hint", {}, t("Version %(version)s", { version })), registration?.waiting && h("p.notice", {}, t("A new version is ready. Nothing is lost by restarting."), " ", button(t("Restart now"), restart)));
}

/** What becomes of what was not sent is the person's to say. */
async function leaving() {
  const items = await phone.mine.items();
  const unsent = items.filter(({ state }) => state !== "done").length;
  return h(
    "section",
    {},
    h("h2", {}, t("Leave the phone to somebody else")),
    unsent > 0 && h("p.notice.bad", {}, t("Not sent yet: %(count)s. Leave them here, locked with your PIN, or hand them over as a file first.", { count: unsent })),
    unsent > 0 && !phone.person.pin && h("p.fault", {}, t("Without a PIN whoever uses this phone next can read them.")),
    unsent > 0 && h("p", {}, link(t("What was recorded"), "#/outbox")),
    button(unsent ? t("Sign out and keep them here") : t("Sign out"), signOut),
    h("details", {}, h("summary", {}, t("Remove everything of mine from this phone")), removal(phone.person.id, unsent > 0)),
  );
}
