// Going through a list of links with the keyboard. The links work without it; whoever types, or hands these keys to
// something else (a screen reader, a browser's own shortcuts), switches it off, and it stays off on this device.
const KEPT = "keys-off";
const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable]";

const list = document.querySelector("[data-keys]");
const shown = document.querySelector("[data-keys-switch]");

function obey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest(TYPING)) return;
  if (event.key === "x") document.activeElement.closest("li")?.querySelector("input[type=checkbox]")?.click();
  else move(event);
}

function move(event) {
  const step = STEPS[event.key];
  if (!step) return;
  const inside = list.contains(document.activeElement);
  if (event.key.startsWith("Arrow") && !inside) return; // there they scroll the page
  const links = [...list.querySelectorAll(".card-title a")];
  const at = links.findIndex((link) => link.closest("li").contains(document.activeElement));
  const next = links[inside ? at + step : step > 0 ? 0 : links.length - 1];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

if (list && shown) {
  const tick = shown.querySelector("input");
  const listen = () => document[tick.checked ? "addEventListener" : "removeEventListener"]("keydown", obey);
  tick.checked = !localStorage.getItem(KEPT);
  tick.addEventListener("change", () => {
    if (tick.checked) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, "yes");
    listen();
  });
  shown.hidden = false;
  listen();
}
