// A visit as it is written down. Every stroke is kept within the half second; nothing here needs a network.

import { button, choice, field, h, link, select } from "../dom.js";
import { othersOf, packetOf } from "../outbox.js";
import { phone, serverNow, today, wake } from "../phone.js";
import { sha256 } from "../photos.js";
import { faultsOf, isAdverse, tidied } from "../rules.js";
import { named, said, t } from "../words.js";
import { Files } from "./files.js";
import { Place } from "./place.js";
import { markAsked, questionNotice } from "./question.js";

const KEPT_WITHIN = 300; // milliseconds

export async function visitScreen(key, leave) {
  const item = await phone.mine.item(key);
  if (item?.state !== "draft") return gone();
  const isMine = await holdTab(key, leave);
  return isMine ? new Visit(item, leave).screen() : elsewhere();
}

const gone = () => h("div.screen", {}, h("h1", { tabindex: -1 }, t("This visit is finished")), link(t("What was recorded"), "#/outbox", "main"));
const elsewhere = () => h("div.screen", {}, h("h1", { tabindex: -1 }, t("This visit is open in another tab")), h("p", {}, t("Go on there, or close that tab and open it here again.")));

/** One tab writes on a draft; the lock goes when the screen does. */
function holdTab(key, leave) {
  return new Promise((resolve) => {
    navigator.locks.request(`khyanalt-draft-${key}`, { ifAvailable: true }, (lock) => {
      resolve(Boolean(lock));
      return lock && new Promise((release) => leave.push(release));
    });
  });
}

class Visit {
  constructor(item, leave) {
    Object.assign(this, { item, faults: {}, timer: null });
    this.kept = h("p.kept", { role: "status" });
    leave.push(() => this.keepNow());
  }

  get draft() {
    return this.item.draft;
  }

  set(changes) {
    this.item = { ...this.item, draft: { ...this.draft, ...changes } };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keepNow(), KEPT_WITHIN);
  }

  /** Keep what is written, with files that came. When the phone is full it stays on the screen, and that is said. */
  async keepNow(...files) {
    clearTimeout(this.timer);
    if (this.isGone) return false;
    try {
      await phone.mine.change(this.item.key, { type: "write", draft: this.draft, files: this.item.files }, ...files);
      this.kept.textContent = t("Kept on this phone");
      return true;
    } catch (fault) {
      this.kept.textContent = t("The phone could not keep this (%(fault)s). It is still on the screen: free some space, then go on.", { fault: fault?.name ?? "?" });
      return false;
    }
  }

  screen() {
    this.place = h("div.screen");
    this.draw();
    return this.place;
  }

  draw() {
    const { item } = this;
    const stage = said(item.terms.stages[item.stage]);
    const drawn = h(
      "div",
      {},
      h("h1", { tabindex: -1 }, item.contract.title),
      h("p.hint", {}, stage, " · ", link(t("The contract"), `#/contract/${item.contract.id}`)),
      this.summary(),
      questionNotice(this),
      this.how(),
      h("div", { id: "place_note" }, new Place(this).section()),
      h("h2", {}, t("Checklist")),
      item.asked.map((question, index) => this.question(question, index + 1)),
      this.documents(),
      item.contract.category === "goods" && this.goods(),
      h("div", { id: "whole" }, field(t("What did you see?"), this.text("notes", { rows: 5 }), { hint: t("In your own words. No names of private persons.") })),
      new Files(this).section(),
      h("div.bottom", {}, this.kept, button(t("Finish"), () => this.finish(), "main")),
      h("details", {}, h("summary", {}, t("Throw this draft away")), h("p", {}, t("What is written here and its files are then gone from the phone.")), button(t("Throw away"), () => this.throwAway(), "danger")),
    );
    markAsked(drawn, item);
    this.place.replaceChildren(...drawn.childNodes);
  }

  /** What is missing, on top, after "Finish" was pressed. */
  summary() {
    const missing = Object.entries(this.faults);
    if (!missing.length) return null;
    const lead = ([name, fault]) => h("li", {}, button(`${this.numberOf(name)}${fault}`, () => this.goTo(name), "plain"));
    return h("div.notice.bad", { role: "alert", tabindex: -1, id: "missing" }, h("h2", {}, t("Not finished yet")), h("ul.plain", {}, missing.map(lead)));
  }

  /** "3. " for a fault of the third question. */
  numberOf(name) {
    const index = this.item.asked.findIndex(({ id }) => name === `answer-${id}`);
    return index < 0 ? "" : `${index + 1}. `;
  }

  goTo(name) {
    const [place, isNote] = [document.getElementById(name), this.draft.answers[name.slice("answer-".length)]?.[0]];
    const control = place?.querySelector(isNote ? "textarea" : "input:checked, input, textarea, select");
    place?.scrollIntoView({ block: "center" });
    control?.focus({ preventScroll: true });
  }

  async throwAway() {
    clearTimeout(this.timer);
    this.isGone = true;
    await phone.mine.drop(this.item);
    await phone.mine.count();
    location.hash = "#/";
  }

  text(name, attributes) {
    const area = h("textarea", { ...attributes, oninput: () => this.set({ [name]: area.value }) });
    area.value = this.draft[name] ?? "";
    return area;
  }

  how() {
    const options = Object.entries(this.item.terms.visits).map(([code, label]) => [code, said(label)]);
    const when = h("input", { type: "date", value: this.draft.visited_on ?? "", max: today(), oninput: () => this.set({ visited_on: when.value || null }) });
    return [
      h("div", { id: "visit" }, choice(t("How did you look?"), "visit", options, this.draft.visit, (visit) => this.set({ visit }), { fault: this.faults.visit })),
      h("div", { id: "visited_on" }, field(t("On which day?"), when, { fault: this.faults.visited_on })),
    ];
  }

  question({ id, ...texts }, number) {
    const [answer, note] = this.draft.answers[id] ?? [null, ""];
    const options = Object.entries(this.item.terms.answers).map(([code, label]) => [code, said(label)]);
    const area = h("textarea", { rows: 2, oninput: () => this.answer(id, { note: area.value }) });
    area.value = note;
    const hint = h("span.hint", { hidden: !isAdverse(answer) }, t("Say what you saw, or add a photo or a document."));
    const noted = field(t("Note on question %(number)s", { number }), area);
    noted.hidden = !answer && !note; // half as long to walk through with a thumb
    const pick = (picked) => {
      this.answer(id, { answer: picked });
      hint.hidden = !isAdverse(picked);
      noted.hidden = false;
    };
    return h(
      "div.question",
      { id: `answer-${id}` },
      choice(`${number}. ${named(texts, "text")}`, `answer-${id}`, options, answer, pick, { fault: this.faults[`answer-${id}`] }),
      hint,
      noted,
    );
  }

  answer(id, changed) {
    const [before, written] = this.draft.answers[id] ?? [null, ""];
    const { answer = before, note = written } = changed;
    this.set({ answers: { ...this.draft.answers, [id]: [answer, note] } });
  }

  documents() {
    const outcomes = [["", "–"], ...Object.entries(this.item.terms.document_outcomes).map(([code, label]) => [code, said(label)])];
    const row = ([name, outcome], index) => {
      const asked = h("input", { type: "text", value: name, maxlength: 200, oninput: () => this.cell("documents", index, 0, asked.value) });
      const became = select(outcomes, outcome, { onchange: () => this.cell("documents", index, 1, became.value) });
      const fault = this.faults[`document-${index}`];
      return h("fieldset", {}, h("legend", {}, t("Document %(number)s", { number: index + 1 })), field(t("Which document?"), asked, { fault }), field(t("What became of it?"), became));
    };
    return this.table("documents", t("Documents that you asked for"), t("Add a document"), ["", ""], row);
  }

  goods() {
    const labels = [t("Goods"), t("Allocated"), t("Received"), t("Unit"), t("Condition"), t("Received on")];
    const row = (line, index) => {
      const cells = line.map((value, place) => {
        const kind = place === 5 ? { type: "date" } : place === 1 || place === 2 ? { type: "text", inputmode: "decimal" } : { type: "text", maxlength: 200 };
        const cell = h("input", { ...kind, value: value ?? "", oninput: () => this.cell("goods", index, place, cell.value) });
        return field(labels[place], cell);
      });
      const fault = this.faults[`goods-${index}`];
      return h("fieldset", {}, h("legend", {}, t("Line %(number)s", { number: index + 1 }), fault && h("span.fault", {}, fault)), cells);
    };
    return this.table("goods", t("Goods received"), t("Add a line"), ["", "", "", "", "", ""], row);
  }

  table(name, title, more, empty, row) {
    const add = () => {
      this.set({ [name]: [...this.draft[name], empty] });
      this.redraw(`${name}-${this.draft[name].length - 1}`);
    };
    const rows = this.draft[name].map((line, index) => h("div", { id: `${name}-${index}` }, row(line, index)));
    return h("section", { id: name }, h("h2", {}, title), rows, button(more, add));
  }

  cell(name, index, place, value) {
    const rows = this.draft[name].map((line, at) => (at === index ? line.map((old, cell) => (cell === place ? value : old)) : line));
    this.set({ [name]: rows });
  }

  /** Draw anew and stay where the reader is. */
  async redraw(focus) {
    await this.keepNow();
    const at = scrollY;
    this.draw();
    scrollTo(0, at);
    if (focus) document.getElementById(focus)?.querySelector("input")?.focus();
  }

  async finish() {
    this.item = { ...this.item, draft: tidied(this.draft) };
    this.faults = faultsOf(this.item, today());
    if (Object.keys(this.faults).length || !(await this.keepNow())) {
      this.draw();
      document.getElementById("missing")?.focus();
      return;
    }
    const clockAhead = phone.hello?.clockAhead ?? null;
    const packet = packetOf(this.item, { capturedAt: new Date().toISOString(), clockAhead });
    const unwanted = (await phone.mine.onlyOf(this.item, othersOf)).map((hash) => [hash, undefined]);
    await phone.mine.change(this.item.key, { type: "finish", packet, sha256: await sha256(packet), at: serverNow().getTime() }, ...unwanted);
    wake();
    location.hash = "#/outbox";
  }
}
