// When an observation can be judged without asking back: the same rules as the server's (findings/rules.py). Pure.

import { t } from "./words.js";

const ADVERSE = new Set(["no", "partly"]);
export const MOST_FILES = 12;

const isBlank = (text) => !(text ?? "").trim();

/** What stands against finishing, by field; empty when nothing does. `today`: the day by the server's clock. */
export function faultsOf({ draft, files: added, earlier = [] }, today) {
  const files = [...earlier, ...added];
  const faults = {
    visit: !draft.visit && t("Choose how you looked."),
    visited_on: dayFault(draft.visited_on, today),
    whole: !saysSomething(draft, files) && t("Answer a question, write a note or add a file first."),
  };
  for (const [id, [answer, note]] of Object.entries(draft.answers)) {
    if (!answer) faults[`answer-${id}`] = t("Choose an answer to go with your note.");
    if (!files.length && ADVERSE.has(answer) && isBlank(note)) faults[`answer-${id}`] = t("Say what you saw, or add a photo or a document.");
  }
  draft.documents.forEach(([name, outcome], index) => {
    if (isBlank(name) !== !outcome) faults[`document-${index}`] = t("Name the document, and choose what became of it.");
  });
  draft.goods.forEach((line, index) => {
    const fault = goodsFault(line, today);
    if (fault) faults[`goods-${index}`] = fault;
  });
  return Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault));
}

function dayFault(day, today) {
  if (!day) return t("Give the day on which you looked.");
  return day > today && t("This day is in the future.");
}

const saysSomething = ({ answers, notes }, files) => Object.keys(answers).length || !isBlank(notes) || files.length;

function goodsFault([item, allocated, received, , , on], today) {
  if (isBlank(item)) return t("Name the goods.");
  if ([allocated, received].some((text) => text !== null && !/^\d{1,12}(\.\d{1,3})?$/.test(text))) return t("Write quantities as numbers.");
  return on && on > today && t("This day is in the future.");
}

/** As the server takes it: rows that say nothing are left out, decimal commas become points. */
export function tidied(draft) {
  const quantity = (text) => (isBlank(text) ? null : text.trim().replace(/\s/g, "").replace(",", "."));
  const documents = draft.documents.filter(([name, outcome]) => !isBlank(name) || outcome);
  const goods = draft.goods
    .filter((line) => line.some((text) => !isBlank(text)))
    .map(([item, allocated, received, unit, condition, on]) => [item.trim(), quantity(allocated), quantity(received), unit, condition, on || null]);
  const answers = Object.fromEntries(Object.entries(draft.answers).filter(([, [answer, note]]) => answer || !isBlank(note)));
  return { ...draft, answers, documents, goods };
}

export const isAdverse = (answer) => ADVERSE.has(answer);
