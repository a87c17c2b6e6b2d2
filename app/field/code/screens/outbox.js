// What was recorded on this phone, each with where it stands and what can be done about it; its receipt.

import { button, field, h, link, svg } from "../dom.js";
import { makeHandover } from "../handover.js";
import { progress } from "../outbox.js";
import { phone, wake } from "../phone.js";
import { sendingLock } from "../sender.js";
import { moment, said, size, t } from "../words.js";
import { signIn } from "./start.js";

export async function outboxScreen(redraw) {
  const fates = new Map(((await phone.mine.work())?.sent ?? []).flatMap((row) => [[row.key, row], [row.id, row]]));
  const items = (await phone.mine.items()).filter(({ state }) => state !== "draft").map((item) => lately(item, fates));
  const isUnsent = ({ state }) => state !== "done";
  return h(
    "div.screen",
    {},
    h("h1", { tabindex: -1 }, t("What was recorded")),
    ["needs_sign_in", "other_person"].includes(phone.sending) && h("div.bottom", {}, button(t("Sign in"), signIn, "main")),
    items.length ? h("ul.cards", {}, items.map((item) => h("li.card", {}, itemCard(item, redraw)))) : h("p.notice", {}, t("Nothing was finished yet.")),
    items.some(isUnsent) && h("div.bottom", {}, button(t("Send now"), sendNow, "main"), button(t("Hand over as a file"), () => handOver(items.filter(isUnsent), redraw)), h("div", { role: "status" }, handed?.())),
  );
}

/** With what became of it since, as the work that was fetched last tells. */
function lately(item, fates) {
  const fate = fates.get(item.supplements?.[0] ?? item.key);
  return item.state === "done" && fate ? { ...item, serverState: fate.state, reason: fate.reason } : item;
}

/** Where sending stands, in words; also for the bar on every screen. */
export function sendingText(items) {
  if (items.every(({ state }) => state === "draft")) return "";
  const unsent = items.filter(({ state }) => state === "waiting" || state === "text_there" || state === "stopped").length;
  if (!unsent) return t("Everything arrived.");
  const states = {
    sending: t("Sending…"),
    offline: t("No network: it goes on by itself."),
    needs_sign_in: t("Sign in to send."),
    other_person: t("Somebody else is signed in. Sign in to send yours."),
  };
  return [t("On this phone: %(count)s.", { count: unsent }), states[phone.sending] ?? ""].join(" ");
}

async function sendNow() {
  for (const { key, state, retryAt } of await phone.mine.items()) {
    if (retryAt && (state === "waiting" || state === "text_there")) await phone.mine.change(key, { type: "retry" });
  }
  await wake();
}

function itemCard(item, redraw) {
  return [
    h("strong", {}, item.contract.title),
    h("span.hint", {}, [said(item.terms.stages[item.stage]), moment(item.createdAt)].join(" · ")),
    item.supplements && h("span.hint", {}, t("Answers the reviewer: %(question)s", { question: item.question })),
    h(`span.state.${tone(item)}`, {}, stateText(item)),
    item.state === "text_there" && progressBar(item),
    item.reason && h("span", {}, item.reason),
    item.error?.message && h("span", {}, item.error.message),
    item.files.filter((file) => isStuck(item, file)).map((file) => stuckFile(item, file, redraw)),
    item.receipt && link(t("Receipt %(code)s", { code: item.receipt.code }), `#/receipt/${item.key}`),
    item.address && link(t("Open it on the site"), item.address),
    actions(item, redraw),
  ];
}

const tone = ({ state, serverState }) => (state === "stopped" || serverState === "rejected" ? "bad" : state === "done" ? "good" : "waiting");

export function stateText(item) {
  const { files, there } = progress(item);
  const stopped = {
    refused: t("Not taken: it stays here."),
    conflict: t("Another visit was sent under this number. Yours is still here."),
    withdrawn: t("It was withdrawn."),
    overtaken: t("It was answered or decided meanwhile. Yours is still here."),
    invalid: t("Something is missing: open it again."),
    unreadable: t("The server could not read it: it stays here."),
    too_large: t("Too large: it stays here."),
  };
  if (item.state === "stopped") return stopped[item.error?.error] ?? stopped.refused;
  if (item.state === "waiting") return item.tries ? t("On this phone. It is tried again by itself.") : t("On this phone");
  if (item.state === "text_there") return t("The text is there; files there: %(there)s of %(files)s", { there, files });
  const known = item.serverState && item.terms.states[item.serverState];
  return known ? said(known) : t("Received");
}

function progressBar(item) {
  const { bytes, sent } = progress(item);
  return h("span", {}, h("progress", { max: bytes, value: sent, "aria-label": item.contract.title }), h("span.hint", {}, t("%(sent)s of %(size)s", { sent: size(sent), size: size(bytes) })));
}

/** It will not arrive by itself: it cannot be read any more, or the server takes none so large. */
function isStuck({ state, isThere, error }, file) {
  const isTooLarge = state === "stopped" && isThere && error?.error === "too_large";
  return file.state === "unreadable" || (isTooLarge && file.state === "waiting");
}

function stuckFile(item, file, redraw) {
  const reason = h("input", { type: "text", maxlength: 200, required: true });
  const about = { name: file.name, size: size(file.size) };
  async function giveUp(event) {
    event.preventDefault();
    await phone.mine.change(item.key, { type: "give_up", sha256: file.sha256, reason: reason.value });
    wake();
    redraw();
  }
  return h(
    "form.notice.bad",
    { onsubmit: giveUp },
    h("p", {}, file.state === "unreadable" ? t("“%(name)s” (%(size)s) can no longer be read on this phone.", about) : t("“%(name)s” (%(size)s) has not arrived.", about)),
    field(t("Why it cannot be sent"), reason),
    h("button", {}, t("Go on without it")),
  );
}

function actions(item, redraw) {
  const act = (event) => async () => {
    await phone.mine.change(item.key, event);
    wake();
    redraw();
  };
  const is = (...errors) => item.state === "stopped" && errors.includes(item.error?.error);
  const mayReopen = !item.isThere && (item.state === "waiting" || is("invalid", "too_large", "refused", "unreadable", "overtaken"));
  return h(
    "div.pair",
    {},
    mayReopen && button(t("Open again"), () => reopen(item, redraw)),
    is("refused", "unreadable", "too_large") && button(t("Try again"), act({ type: "retry" })),
    is("conflict", "withdrawn", "overtaken") && button(t("Send as a new visit"), () => sendAsNew(item)),
    is("withdrawn", "overtaken") && button(t("Remove from the phone"), () => phone.mine.drop(item).then(redraw)),
    item.state === "done" && button(t("Clear from the list"), () => phone.mine.drop(item).then(redraw)),
  );
}

/** Not while its text is on its way: then it is the server's already. */
function reopen({ key }, redraw) {
  return navigator.locks.request(sendingLock(key), { ifAvailable: true }, async (lock) => {
    if (!lock) return redraw();
    await phone.mine.change(key, { type: "reopen" });
    location.hash = `#/visit/${key}`;
  });
}

/** A draft under a new key, then without the old one; stopped in between there are both, and nothing is lost. */
async function sendAsNew(item) {
  const key = crypto.randomUUID();
  const { next } = await import("../outbox.js");
  await phone.mine.keep(next(item, { type: "as_new", key }));
  await phone.mine.put(["item", item.key]);
  location.hash = `#/visit/${key}`;
}

let handed = null; // draws the files that were made; they stay on the screen while sending draws it anew

async function handOver(items, redraw) {
  handed = () => t("One moment…");
  redraw();
  const hello = await phone.mine.hello();
  handed = hello?.pass ? handedFiles(await packAll(hello, items)) : () => t("This phone has no pass yet: sign in once with a network.");
  redraw();
}

async function packAll(hello, items) {
  const blobs = await makeHandover(hello, await Promise.all(items.map(pack)));
  return blobs.map((blob, index) => new File([blob], `visits-${Date.now()}-${index + 1}.khyanalt`, { type: "application/octet-stream" }));
}

function handedFiles(files) {
  const places = files.map((file) => [file, URL.createObjectURL(file)]);
  return () => [
    h("p", {}, t("Only the server can open it. Give it to anybody who can sign in there; the visits count as yours. They stay on this phone until their receipts come.")),
    places.map(([file, href]) => h("a.main.wide", { href, download: file.name }, t("Keep the file (%(size)s)", { size: size(file.size) }))),
    navigator.canShare?.({ files }) && button(t("Share"), () => navigator.share({ files }).catch(() => {})),
  ];
}

async function pack(item) {
  const files = await Promise.all(item.files.map(async ({ sha256 }) => ({ sha256, blob: await phone.mine.file(sha256) })));
  return { packet: item.packet, files: files.filter(({ blob }) => blob) };
}

export async function receiptScreen(key) {
  const item = await phone.mine.item(key);
  if (!item?.receipt) return h("div.screen", {}, h("h1", { tabindex: -1 }, t("There is no receipt yet")), link(t("What was recorded"), "#/outbox", "main"));
  const { code, address, text, qr } = item.receipt;
  const facts = JSON.parse(text);
  return h(
    "div.screen.receipt",
    {},
    h("h1", { tabindex: -1 }, t("Receipt")),
    h("p.code", {}, code),
    svg("svg", { viewBox: `-4 -4 ${qr.size + 8} ${qr.size + 8}`, role: "img", "aria-label": address }, svg("rect", { x: -4, y: -4, width: qr.size + 8, height: qr.size + 8, fill: "#fff" }), svg("path", { d: qr.path, fill: "#000" })),
    h("p", {}, item.contract.title),
    h("p", {}, t("Received on %(moment)s. Files: %(files)s. Given up: %(given_up)s.", { moment: moment(Date.parse(facts.received_at)), files: facts.files.length, given_up: facts.given_up.length })),
    h("p.hint", {}, t("Who scans it sees that it arrived whole, and nothing else.")),
    h("div.bottom", {}, link(t("What was recorded"), "#/outbox", "main")),
  );
}
