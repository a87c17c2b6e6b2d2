// Photos of a page enlarged in place. Without it their links lead to the pictures themselves.
import { Zoom } from "./zoom.js";

const SAID_AFTER = 250; // milliseconds: a pinch is said once, when it is over

const viewer = document.querySelector("dialog.viewer");
const links = [...document.querySelectorAll(".photos a:has(img), a[data-photo]")];
if (viewer?.showModal && links.length) begin();

function begin() {
  const [stage, said] = [viewer.querySelector(".zoom-stage"), viewer.querySelector("[role=status]")];
  const picture = stage.querySelector("img");
  const button = Object.fromEntries([...viewer.querySelectorAll("button")].map((one) => [one.value, one]));
  const zoom = new Zoom([stage], () => tell());
  let [at, opener, timer] = [0, null, null];

  function show(place) {
    at = (place + links.length) % links.length;
    picture.removeAttribute("src"); // the one before does not stand under the caption of this one
    picture.alt = links[at].querySelector("img")?.alt ?? "";
    picture.src = links[at].href;
    viewer.querySelector("[data-itself]").href = links[at].href;
    zoom.reset();
  }

  function tell() {
    clearTimeout(timer);
    timer = setTimeout(() => { said.textContent = words(); }, SAID_AFTER);
  }

  function words() {
    const { dataset } = viewer;
    const place = fill(dataset.place, { number: at + 1, count: links.length });
    const caption = links[at].closest("figure")?.querySelector("figcaption")?.textContent.trim() || picture.alt;
    const size = picture.naturalWidth && fill(dataset.size, { width: picture.naturalWidth, height: picture.naturalHeight });
    return [links.length > 1 && place, caption, links[at].dataset.when, size, size && `${Math.round(zoom.scale * 100)}\u00a0%`].filter(Boolean).join(" · ");
  }

  function open(event, place) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // in a tab of its own
    event.preventDefault();
    opener = event.currentTarget;
    viewer.showModal();
    show(place);
    stage.focus();
  }

  const acts = {
    before: () => show(at - 1),
    after: () => show(at + 1),
    larger: () => zoom.larger(),
    smaller: () => zoom.smaller(),
    whole: () => zoom.reset(),
    turn: () => zoom.turn(),
    close: () => viewer.close(),
  };
  for (const [name, act] of Object.entries(acts)) button[name].addEventListener("click", act);
  for (const name of ["before", "after"]) button[name].hidden = links.length < 2;
  stage.addEventListener("keydown", (event) => {
    const name = { ArrowLeft: "before", ArrowRight: "after", PageUp: "before", PageDown: "after" }[event.key];
    if (!name || event.defaultPrevented || links.length < 2) return;
    event.preventDefault();
    acts[name]();
  });
  picture.addEventListener("error", () => { clearTimeout(timer); said.textContent = viewer.dataset.broken; });
  viewer.addEventListener("close", () => opener?.focus());
  links.forEach((link, place) => link.addEventListener("click", (event) => open(event, place)));
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
