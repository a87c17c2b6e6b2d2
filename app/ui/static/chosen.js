// Choosing rows of a list: all at once, how many, and what was chosen when somebody comes back from looking at one.
// The boxes work without it.
const list = document.querySelector("[data-keys]");
const form = list?.closest("form");
const boxes = form ? [...form.querySelectorAll("input[name=seen]")] : [];
const whole = document.querySelector("[data-choose-all]");
const said = form?.querySelector("[data-chosen]");
const reason = form?.querySelector("textarea");
const KEPT = `chosen:${document.body.dataset.person || ""}`;

function count() {
  const chosen = boxes.filter((box) => box.checked);
  if (said) said.textContent = said.dataset.said.replace("{count}", chosen.length);
  if (!whole) return;
  const all = whole.querySelector("input");
  all.checked = chosen.length === boxes.length;
  all.indeterminate = chosen.length > 0 && !all.checked;
}

function keep() {
  const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
  sessionStorage.setItem(KEPT, JSON.stringify({ chosen, reason: reason?.value || "" }));
}

function bringBack() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
  if (!kept || boxes.some((box) => box.checked) || reason?.value) return;
  const here = boxes.filter((box) => kept.chosen.includes(box.value));
  here.forEach((box) => { box.checked = true; });
  if (reason && (here.length || !kept.chosen.length)) reason.value = kept.reason;
}

if (boxes.length) {
  bringBack();
  count();
  form.addEventListener("input", () => { count(); keep(); });
  form.addEventListener("submit", () => sessionStorage.removeItem(KEPT));
  if (whole) {
    whole.hidden = false;
    whole.querySelector("input").addEventListener("input", (event) => {
      boxes.forEach((box) => { box.checked = event.target.checked; });
    });
  }
}
