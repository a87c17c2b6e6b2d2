// The field app begins here: language, store, worker; then one screen after the other by the address's hash.

import { h, link } from "./dom.js";
import { changed, onChange, phone, refreshWork, startPhone } from "./phone.js";
import { outboxScreen, receiptScreen, sendingText } from "./screens/outbox.js";
import { settingsScreen } from "./screens/settings.js";
import { start } from "./screens/start.js";
import { visitScreen } from "./screens/visit.js";
import { contractScreen, workScreen } from "./screens/work.js";
import { speak, t } from "./words.js";

const LOCKED_AFTER = 5 * 60_000; // out of sight, for who has a PIN
const LANGUAGES = new Set(["mn", "en"]);
const version = document.body.dataset.version;
const app = document.getElementById("app");
const standing = h("p", { role: "status" }); // one element for good: a region that is made anew is not read out
const menu = h("nav");
const main = h("main");
let leave = []; // what is to be done when the screen goes

const SCREENS = {
  "": () => workScreen(draw),
  contract: (id) => contractScreen(id),
  visit: (key) => visitScreen(key, leave),
  outbox: () => outboxScreen(draw),
  receipt: (key) => receiptScreen(key),
  settings: () => settingsScreen(draw, version),
};

/** Screens that follow what is kept; the others hold what somebody is typing. */
const FOLLOWS = new Set(["", "outbox"]);

const route = () => location.hash.replace(/^#\/?/, "").split("/");

let drawn = 0;

async function draw() {
  const [name, argument] = route();
  const number = (drawn += 1);
  await Promise.all(leave.splice(0).map((end) => end()));
  const isOpen = phone.mine || name === "settings";
  const screen = await (isOpen ? (SCREENS[name] ?? SCREENS[""])(argument) : start(opened));
  const text = await standingText();
  if (number !== drawn) return; // overtaken
  main.replaceChildren(screen);
  drawMenu(name);
  stand(text);
  if (!app.contains(main)) app.replaceChildren(h("header", {}, standing), main, menu);
  document.title = `${screen.querySelector("h1")?.textContent} – ${t("Khyanalt")}`;
}

async function show() {
  await draw();
  scrollTo(0, 0);
  app.querySelector("h1")?.focus();
}

function opened() {
  refreshWork();
  show();
}

/** Where things stand, on every screen. */
const standingText = async () => (phone.mine ? sendingText(await phone.mine.items()) : "");

function stand(text) {
  if (standing.textContent !== text) standing.textContent = text;
}

/** The three places, within reach of the thumb; before somebody's records are open there is only the phone. */
function drawMenu(name) {
  const places = [...(phone.mine ? [["", t("To do")], ["outbox", t("Recorded")]] : [["", t("Begin")]]), ["settings", t("Phone")]];
  const links = places.map(([place, label]) => {
    const at = link(label, `#/${place}`);
    if (place === name) at.setAttribute("aria-current", "page");
    return h("li", {}, at);
  });
  menu.setAttribute("aria-label", t("Menu"));
  menu.replaceChildren(h("ul", {}, links));
}

/** What stays at the bottom stands above the menu, however large its letters are. */
const leaveRoom = () => document.documentElement.style.setProperty("--menu", `${menu.offsetHeight}px`);

async function follow() {
  const [name] = route();
  if (!phone.mine) return;
  if (FOLLOWS.has(name) && !app.contains(document.activeElement?.closest("form"))) await redrawInPlace();
  else stand(await standingText());
}

/** What stands there is drawn anew; the reader keeps the place and the focus. */
async function redrawInPlace() {
  const [at, focused] = [scrollY, document.activeElement];
  const [tag, text] = [focused?.tagName, focused?.textContent];
  await draw();
  scrollTo(0, at);
  if (app.contains(document.activeElement) || !tag || tag === "BODY") return;
  [...app.querySelectorAll(tag)].find((element) => element.textContent === text)?.focus({ preventScroll: true });
}

function lockWhenLeft() {
  let hiddenAt = null;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hiddenAt = Date.now();
    else if (phone.person?.pin && Date.now() - hiddenAt > LOCKED_AFTER) location.reload();
  });
}

/** Where the version stands, a new one is told of when it is ready. */
const tellOfUpdate = () => route()[0] === "settings" && draw();

async function keepApp() {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register("/field/sw.js", { scope: "/field/", updateViaCache: "none" });
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", tellOfUpdate));
  let isKept = Boolean(navigator.serviceWorker.controller);
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (isKept) location.reload(); // after "restart now"; the first time it is only the app being kept
    isKept = true;
  });
}

/** What the address asks for, else what was chosen here, else Mongolian. */
async function language() {
  const asked = new URLSearchParams(location.search).get("lang");
  if (LANGUAGES.has(asked)) await phone.store.keepSettings({ language: asked });
  return (await phone.store.settings()).language ?? "mn";
}

await startPhone();
await speak(await language());
addEventListener("hashchange", show);
addEventListener("pagehide", () => leave.forEach((end) => end()));
onChange(follow);
lockWhenLeft();
new ResizeObserver(leaveRoom).observe(menu);
await show();
keepApp().catch(() => changed());
