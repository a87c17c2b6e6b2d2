// Elements made of text only: nothing that anybody wrote is ever read as HTML.

const SVG = "http://www.w3.org/2000/svg";

/** h("button.main", {onclick, "aria-label": …}, "text", child, …); null and false children are left out. */
export function h(what, attributes = {}, ...children) {
  const [tag, ...classes] = what.split(".");
  return fill(document.createElement(tag), { ...(classes.length && { class: classes.join(" ") }), ...attributes }, children);
}

export const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child != null && child !== false));
  return element;
}

let count = 0;
export const newId = () => `f${(count += 1)}`;

/** A control with its label, a hint, and what is wrong with it. */
export function field(label, control, { hint, fault } = {}) {
  const id = (control.id ||= newId());
  const notes = [hint && h("span.hint", { id: `${id}-hint` }, hint), fault && h("span.fault", { id: `${id}-fault` }, fault)];
  const described = notes.filter(Boolean).map((note) => note.id);
  if (described.length) control.setAttribute("aria-describedby", described.join(" "));
  if (fault) control.setAttribute("aria-invalid", "true");
  return h("div.field", {}, h("label", { for: id }, label), ...notes, control);
}

const LONGEST_BESIDE = 16; // letters of a label that stands beside another on a phone

/** One of several, as large buttons. `options`: [[value, label]]. */
export function choice(legend, name, options, chosen, onpick, { hint, fault } = {}) {
  const picks = options.map(([value, label]) => {
    const id = newId();
    const radio = h("input", { type: "radio", id, name, value, checked: value === chosen, onchange: () => onpick(value) });
    return h("span.pick", {}, radio, h("label", { for: id }, label));
  });
  const notes = [hint && h("span.hint", {}, hint), fault && h("span.fault", {}, fault)];
  const isLong = options.some(([, label]) => label.length > LONGEST_BESIDE);
  return h("fieldset", {}, h("legend", {}, legend, ...notes), h(isLong ? "div.picks.long" : "div.picks", {}, picks));
}

export const button = (label, onclick, kind = "") =>
  h(`button${kind && "."}${kind}`, { type: "button", onclick: (event) => once(event.currentTarget, onclick) }, label);

/** A second tap while the first is at work does nothing. */
async function once(pressed, act) {
  if (pressed.getAttribute("aria-disabled")) return;
  pressed.setAttribute("aria-disabled", "true");
  try {
    await act(pressed);
  } finally {
    pressed.removeAttribute("aria-disabled");
  }
}

export const link = (label, href, kind = "") => h(`a${kind && "."}${kind}`, { href }, label);
export const select = (options, chosen, attributes) =>
  h("select", attributes, options.map(([value, label]) => h("option", { value, selected: String(value) === String(chosen ?? "") }, label)));
