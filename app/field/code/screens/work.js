// What there is to do, from what the phone took along; and one contract.

import { begin } from "../outbox.js";
import { button, choice, field, h, link, select } from "../dom.js";
import { nearness, ordered, originOf, roughly } from "../near.js";
import { locate, phone, refreshWork, today } from "../phone.js";
import { day, moment, money, named, said, t } from "../words.js";
import { questionList, withoutQuestion } from "./question.js";

const EMPTY = { visit: null, place: null, position: null, place_note: "", notes: "", answers: {}, documents: [], goods: [] };

export async function workScreen(redraw) {
  const [work, items] = [await phone.mine.work(), await phone.mine.items()];
  const drafts = withoutQuestion(items.filter(({ state }) => state === "draft"), work);
  return h(
    "div.screen",
    {},
    h("h1", { tabindex: -1 }, t("To do")),
    questionList(work, items),
    drafts.length > 0 && h("section", {}, h("h2", {}, t("Begun")), h("ul.cards", {}, drafts.map(draftCard))),
    work ? await assignmentList(work, redraw) : h("p.notice", {}, t("Nothing was taken along yet. Connect once and fetch the work.")),
    h("div.bottom", {}, button(t("Fetch the work"), fetchWork), work && h("span.hint", {}, t("As of %(moment)s", { moment: moment(work.keptAt) }))),
  );
}

async function fetchWork(pressed) {
  const before = pressed.textContent;
  pressed.textContent = t("One moment…");
  const came = await refreshWork();
  pressed.textContent = came ? before : t("No answer from the server. Try again where there is a network.");
}

async function assignmentList(work, redraw) {
  const { assignments, places } = work;
  if (!assignments.length) return h("p.notice", {}, t("No contract is assigned to you just now."));
  const { order } = await phone.store.settings();
  const [where, isByNearness] = [await phone.mine.where(), order === "near"];
  const origin = originOf(where, work);
  const near = ({ contract }) => nearness(origin, contract, places);
  const rows = ordered(assignments, today(), isByNearness ? near : undefined);
  const pick = (wanted) => phone.store.keepSettings({ order: wanted }).then(redraw);
  return [
    assignments.length > 1 && choice(t("Order"), "order", [["due", t("By the day")], ["near", t("Nearest first")]], isByNearness ? "near" : "due", pick),
    isByNearness && assignments.length > 1 && fromWhere(where, origin, redraw),
    h("ul.cards", {}, rows.map((row) => h("li", {}, assignmentCard(row, awayText(near(row)))))),
  ];
}

/** What the distances are counted from, and a way to count them from here. */
function fromWhere(where, origin, redraw) {
  const said = h("p.hint", { role: "status" }, originText(where, origin));
  const count = async () => {
    said.textContent = t("One moment…");
    const fault = await locate({ precise: false }).then(() => null, (wrong) => wrong ?? {});
    if (fault) said.textContent = fault.code === 1 ? t("The phone may not tell where it is.") : t("The place was not found. Try again in the open.");
    else await redraw();
  };
  return h("div.origin", {}, said, button(t("Count from here"), count));
}

function originText(where, origin) {
  if (where) return t("Distances from where you were on %(moment)s to the centre of each aimag or district.", { moment: moment(where.at) });
  if (origin) return t("Distances from %(place)s to the centre of each aimag or district.", { place: named(origin.place) });
  return t("Count from here, or say on the site where you live.");
}

function awayText(near) {
  const found = roughly(near);
  if (found === "here") return t("In your place");
  if (found === "near") return t("Near you");
  return found && t("About %(kilometres)s km away", { kilometres: found });
}

function assignmentCard({ contract, due_on }, away) {
  const isLate = due_on && due_on < today();
  return h(
    "a.card",
    { href: `#/contract/${contract.id}` },
    h("strong", {}, contract.title),
    h("span", {}, [contract.buyer, named(contract.place)].filter(Boolean).join(" · ")),
    away && h("span", {}, away),
    due_on && h(`span${isLate ? ".late" : ""}`, {}, isLate ? t("Was due on %(day)s", { day: day(due_on) }) : t("Due on %(day)s", { day: day(due_on) })),
  );
}

const draftCard = (item) => h("li", {}, h("a.card", { href: `#/visit/${item.key}` }, h("strong", {}, item.contract.title), h("span", {}, [said(item.terms.stages[item.stage]), moment(item.createdAt)].join(" · "))));

export async function contractScreen(id) {
  const work = await phone.mine.work();
  const assignment = work?.assignments.find(({ contract }) => contract.id === Number(id));
  if (!assignment) return h("div.screen", {}, h("h1", { tabindex: -1 }, t("This contract is not on the phone")), link(t("To do"), "#/", "main"));
  const { contract, instructions } = assignment;
  const stages = Object.entries(work.terms.stages).filter(([stage]) => checklistOf(work, contract, stage));
  let stage = stages.some(([code]) => code === "implementation") ? "implementation" : stages[0]?.[0];
  const begun = (await phone.mine.items()).filter((item) => item.state === "draft" && item.contract.id === contract.id);
  const picked = select(stages.map(([code, label]) => [code, said(label)]), stage, { onchange: () => (stage = picked.value) });
  const start = () => startVisit(work, contract, stage).then((key) => (location.hash = `#/visit/${key}`));
  return h(
    "div.screen",
    {},
    h("h1", { tabindex: -1 }, contract.title),
    instructions && h("p.notice", {}, instructions),
    begun.length > 0 && h("section", {}, h("h2", {}, t("Begun")), h("ul.cards", {}, begun.map(draftCard))),
    field(t("What do you look at?"), picked),
    facts(contract, assignment, work),
    contract.description && h("p", {}, contract.description),
    h("div.bottom.stay", {}, button(t("Begin a visit"), start, "main")),
  );
}

function facts(contract, { due_on }, work) {
  const rows = [
    [t("Public body"), contract.buyer],
    [t("Supplier"), contract.suppliers.join(", ")],
    [t("Contracted"), money(contract.amount, contract.currency)],
    [t("Place"), named(contract.place)],
    [t("Kind"), said(work.terms.categories[contract.category])],
    [t("From – to"), [day(contract.starts_on), day(contract.ends_on)].filter(Boolean).join(" – ")],
    [t("Due"), day(due_on)],
  ];
  return h("dl.facts", {}, rows.filter(([, value]) => value).map(([label, value]) => h("div", {}, h("dt", {}, label), h("dd", {}, value))));
}

/** The category's own list, else the general one. */
export const checklistOf = ({ checklists }, { category }, stage) =>
  checklists.find((list) => list.stage === stage && list.category === category) ??
  checklists.find((list) => list.stage === stage && list.category === null);

async function startVisit(work, contract, stage) {
  const about = { id: contract.id, version: contract.version, title: contract.title, category: contract.category };
  const draft = { ...EMPTY, visited_on: today() };
  const item = begin({ key: crypto.randomUUID(), at: Date.now(), contract: about, stage, checklist: checklistOf(work, contract, stage).id, draft });
  await phone.mine.keep({ ...item, asked: checklistOf(work, contract, stage).questions, terms: work.terms, places: work.places });
  await phone.mine.count();
  return item.key;
}
