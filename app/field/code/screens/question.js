// What a reviewer asked about a visit that was sent: in the list of what there is to do, and on the visit itself.

import { button, h, link } from "../dom.js";
import { begin } from "../outbox.js";
import { phone } from "../phone.js";
import { day, said, t } from "../words.js";

const isSame = (one, other) => one.every((part, place) => part === other?.[place]);
const answerTo = ({ supplements }, items) => items.find((item) => isSame(supplements, item.supplements));

/** Open questions as cards. What was answered here is with the recorded visits, wherever it stands. */
export function questionList(work, items) {
  const rows = (work?.asked ?? []).map((asked) => [asked, answerTo(asked, items)]);
  const open = rows.filter(([, item]) => !item || item.state === "draft");
  if (!open.length) return null;
  const cards = open.map(([asked, item]) => h("li.card", {}, questionCard(asked, item, work)));
  return h("section", {}, h("h2", {}, t("A reviewer asks")), h("ul.cards", {}, cards));
}

/** Drafts that no card of a question leads to. */
export const withoutQuestion = (drafts, work) => drafts.filter((item) => !(work?.asked ?? []).some((asked) => isSame(asked.supplements, item.supplements)));

function questionCard(asked, item, work) {
  const answer = () => startAnswer(asked, work).then((key) => (location.hash = `#/visit/${key}`));
  const about = asked.about.map((name) => fieldName(name, asked.questions, work.terms));
  return [
    h("strong", {}, asked.contract.title),
    h("span.hint", {}, [said(work.terms.stages[asked.stage]), day(asked.draft.visited_on)].filter(Boolean).join(" · ")),
    h("span.said", {}, asked.question),
    about.length > 0 && h("span.hint", {}, t("About: %(fields)s", { fields: about.join("; ") })),
    h("div.pair", {}, item ? link(t("Go on with the answer"), `#/visit/${item.key}`, "main") : button(t("Answer"), answer, "main")),
  ];
}

function fieldName(name, questions, terms) {
  const number = questions.findIndex(({ id }) => name === `answer-${id}`) + 1;
  return number ? t("Question %(number)s", { number }) : said(terms.fields?.[name]) || name;
}

/** A draft that says what the visit said, once for each question; returns its key. */
async function startAnswer(asked, work) {
  const begun = answerTo(asked, await phone.mine.items());
  if (begun) return begun.key;
  const { contract, stage, checklist, draft, supplements, question, about, address, questions } = asked;
  const item = begin({ key: crypto.randomUUID(), at: Date.now(), contract, stage, checklist, draft });
  const further = { supplements, question, about, address, earlier: asked.files };
  await phone.mine.keep({ ...item, ...further, asked: questions, terms: work.terms, places: work.places });
  await phone.mine.count();
  return item.key;
}

/** On top of the visit: what is asked, with ways to what it is about. */
export function questionNotice(visit) {
  const { question, about = [], asked, terms } = visit.item;
  if (!visit.item.supplements) return null;
  const lead = (name) => h("li", {}, button(fieldName(name, asked, terms), () => visit.goTo(placeOf(name)), "plain"));
  return h("div.notice.asks", {}, h("h2", {}, t("A reviewer asks")), h("p.said", {}, question), about.length > 0 && h("ul.plain", {}, about.map(lead)));
}

/** Fields that the question is about say so. */
export function markAsked(screen, { supplements, about = [] }) {
  if (!supplements) return;
  for (const name of about) {
    const place = screen.querySelector(`[id="${placeOf(name)}"]`);
    place?.classList.add("asked");
    place?.prepend(h("p.asked-note", {}, t("The reviewer asks about this.")));
  }
}

const placeOf = (name) => (name === "notes" ? "whole" : name);
