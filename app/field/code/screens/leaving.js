// The ways off the phone: a session that ends, and records that go.

import { button, field, h } from "../dom.js";
import { phone, server } from "../phone.js";
import { t } from "../words.js";

const LEFT = "khyanalt-left"; // in this tab: somebody stood up, so nobody's records open by themselves
const OWED = "khyanalt-sign-out"; // whose session is still to be ended, by a phone that could not ask the server

export const hasLeft = () => sessionStorage.getItem(LEFT) !== null;

export function sitsDownAgain(id) {
  sessionStorage.removeItem(LEFT);
  if (localStorage.getItem(OWED) === String(id)) localStorage.removeItem(OWED);
}

/** The session ends at the server if it can be asked; true when nobody is signed in there any more. */
export async function endSession() {
  const hello = await server.hello();
  if (!hello.ok) return false;
  if (!hello.body.person) return true;
  const form = new FormData();
  form.set("csrf_token", hello.body.csrf);
  const answer = await fetch("/sign-out", { method: "POST", body: form, redirect: "manual" }).catch(() => null);
  if (answer) localStorage.removeItem(OWED);
  return answer !== null;
}

/** Whether this is who left without a network; then the session ends now. */
export const isOwed = async (person) => localStorage.getItem(OWED) === String(person.id) && (await endSession());

/** Here the records close at once, at the server as soon as it can be asked. */
export async function signOut() {
  sessionStorage.setItem(LEFT, "yes");
  if (phone.person) localStorage.setItem(OWED, String(phone.person.id));
  await endSession();
  location.replace("/field/");
}

/** Everything of one person goes from the phone; what was not sent only after a word that nobody types by mistake. */
export function removal(person, mayHaveUnsent) {
  const word = t("delete");
  const typed = h("input", { type: "text", autocomplete: "off", autocapitalize: "none" });
  const wrong = h("p.fault", { role: "alert" });
  const remove = async () => {
    if (mayHaveUnsent && typed.value.trim().toLowerCase() !== word) return (wrong.textContent = t("Write the word to confirm."));
    await phone.store.forget(person);
    await signOut();
  };
  const confirm = mayHaveUnsent && field(t("Unsent visits are lost for good. Write “%(word)s” to confirm", { word }), typed);
  return h("div", {}, confirm, wrong, button(t("Remove"), remove, "danger"));
}
