// What there is to do, from what the phone took along; and one contract.

import { begin } from "../outbox.js";
import { button, field, h, link, select } from "../dom.js";
import { phone, refreshWork, today } from "../phone.js";
import { day, moment, money, named, said, t } from "../words.js";

const EMPTY = { visit: null, place: null, position: null, place_note: "", notes: "", answers: {}, documents: [], goods: [] };

export async function workScreen() {
  const [work, items] = [await phone.mine.work(), await phone.mine.items()];
  const drafts = items.filter(({ state }) => state === "draft");
  return h(
    "div.screen",
    {},
    h("h1", { tabindex: -1 }, t("To do")),
    drafts.length > 0 && h("section", {}, h("h2", {}, t("Begun")), h("ul.cards", {}, drafts.map(draftCard))),
    work ? assignmentList(work) : h("p.notice", {}, t("Nothing was taken along yet. Connect once and fetch the work.")),
    h("div.bottom", {}, button(t("Fetch the work"), fetchWork), work && h("span.hint", {}, t("As of %(moment)s", { moment: moment(work.keptAt) }))),
  );
}

async function fetchWork(pressed) {
  const before = pressed.textContent;
  pressed.textContent = t("One moment…");
  const came = await refreshWork();
  pressed.textContent = came ? before : t("No answer from the server. Try again where there is a network.");
}

function assignmentList({ assignments }) {
  if (!assignments.length) return h("p.notice", {}, t("No contract is assigned to you just now."));
  const byDay = [...assignments].sort((a, b) => (a.due_on ?? "9").localeCompare(b.due_on ?? "9"));
  return h("ul.cards", {}, byDay.map((row) => h("li", {}, assignmentCard(row))));
}

function assignmentCard({ contract, due_on }) {
  const isLate = due_on && due_on < today();
  return h(
    "a.card",
    { href: `#/contract/${contract.id}` },
    h("strong", {}, contract.title),
    h("span", {}, [contract.buyer, named(contract.place)].filter(Boolean).join(" · ")),
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
