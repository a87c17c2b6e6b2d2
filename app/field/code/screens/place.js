// Where a visit was: from the phone, chosen from the list, and in words.

import { button, field, h, select } from "../dom.js";
import { locate } from "../phone.js";
import { named, t } from "../words.js";

/** `visit`: the screen that it belongs to. */
export class Place {
  constructor(visit) {
    this.visit = visit;
  }

  section() {
    const found = h("p.hint", { role: "status" }, positionText(this.visit.draft.position));
    const words = h("input", { type: "text", value: this.visit.draft.place_note ?? "", maxlength: 500, oninput: () => this.visit.set({ place_note: words.value }) });
    return h(
      "fieldset",
      {},
      h("legend", {}, t("Where?")),
      button(t("Take the place from the phone"), () => this.locate(found)),
      found,
      this.chosenPlace(),
      field(t("Where exactly?"), words, { hint: t("So that somebody else finds the same spot: bag or khoroo, street, building.") }),
    );
  }

  /** The capital or an aimag, then its district or soum. Kept is the finest that was chosen. */
  chosenPlace() {
    const { places } = this.visit.item;
    const within = (unit) => places.filter(({ parent }) => parent === unit);
    const options = (rows) => [["", "–"], ...rows.map((row) => [row.id, named(row)])];
    const now = places.find(({ id }) => id === this.visit.draft.place);
    const unit = select(options(within(null)), now?.parent ?? now?.id, { onchange: () => choose(Number(unit.value) || null) });
    const part = h("div");
    const choose = (place) => {
      this.visit.set({ place });
      offer();
    };
    const offer = () => {
      const top = Number(unit.value) || null;
      const parts = top ? within(top) : [];
      const finer = select(options(parts), this.visit.draft.place, { onchange: () => this.visit.set({ place: Number(finer.value) || top }) });
      part.replaceChildren(...(parts.length ? [field(t("Soum or district"), finer)] : []));
    };
    offer();
    return [field(t("Aimag or the capital"), unit), part];
  }

  async locate(found) {
    found.textContent = t("One moment…");
    try {
      const position = await locate({ precise: true });
      this.visit.set({ position });
      found.textContent = positionText(position);
    } catch (fault) {
      found.textContent = fault?.code === 1 ? t("The phone may not tell the place. Choose it below.") : t("The place was not found. Try in the open, or choose it below.");
    }
  }
}

const positionText = (position) => (position ? t("%(latitude)s, %(longitude)s, within %(metres)s m", { latitude: position[0], longitude: position[1], metres: position[2] }) : "");
