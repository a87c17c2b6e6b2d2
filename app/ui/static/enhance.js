// What pages gain where scripts run. Nothing depends on it.
// Whose drafts: on a shared phone nobody is offered what somebody else typed.
const PREFIX = `draft:${document.body.dataset.person || ""}:`;
const KEPT = "textarea, select, input[data-keep], input:not([type=password], [type=file], [type=hidden], [type=submit])";

const read = (key) => JSON.parse(sessionStorage.getItem(PREFIX + key) || "null");
const write = (key, values) => sessionStorage.setItem(PREFIX + key, JSON.stringify(values));
const forget = (key) => sessionStorage.removeItem(PREFIX + key);
const kept = (form) => [...form.querySelectorAll(KEPT)].filter((control) => control.name);
const isTick = (control) => control.type === "checkbox" || control.type === "radio";
const nameOf = (control) => (isTick(control) ? `${control.name}=${control.value}` : control.name);
const valueOf = (control) => (isTick(control) ? control.checked : control.value);
const valuesOf = (form) => kept(form).map((control) => [nameOf(control), valueOf(control)]);

function restore(form, values) {
  const found = new Map(values);
  form.dispatchEvent(new CustomEvent("restoring", { detail: [...found.keys()] }));
  for (const control of kept(form)) {
    if (!found.has(nameOf(control))) continue;
    if (isTick(control)) control.checked = found.get(nameOf(control));
    else control.value = found.get(nameOf(control));
  }
}

function offer(form, key, values, restored) {
  const bar = document.getElementById("draft-offer").content.firstElementChild.cloneNode(true);
  bar.querySelector("[data-restore]").addEventListener("click", () => {
    restore(form, values);
    restored();
    bar.remove();
    kept(form).find((control) => control.type !== "hidden")?.focus();
  });
  bar.querySelector("[data-discard]").addEventListener("click", () => { forget(key); bar.remove(); });
  form.before(bar);
}

function keepDraft(form) {
  const key = form.dataset.keepDraft;
  const before = read(key);
  let unsent = false;
  if (before && JSON.stringify(before) !== JSON.stringify(valuesOf(form))) offer(form, key, before, () => { unsent = true; });
  form.addEventListener("input", () => { unsent = true; write(key, valuesOf(form)); });
  form.addEventListener("submit", () => { unsent = false; });
  addEventListener("beforeunload", (event) => { if (unsent) event.preventDefault(); });
}

function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    event.submitter?.setAttribute("aria-disabled", "true");
    setTimeout(() => allowAgain(form), 10000); // a download or a lost connection leaves the page open
  });
  addEventListener("pageshow", () => allowAgain(form));
}

function allowAgain(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
}

(document.body.dataset.draftsSaved || "").split(" ").filter(Boolean).forEach(forget);
document.querySelectorAll("form[data-keep-draft]").forEach(keepDraft);
document.querySelectorAll("form[method=post]").forEach(sendOnce);
document.getElementById("error-summary")?.focus();
