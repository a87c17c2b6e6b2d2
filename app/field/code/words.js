// Texts in the language of the phone's owner. In the code they stand in English; the server has them in each language.

let texts = {};
let language = "mn";

export async function speak(wanted) {
  const answer = await fetch(`/field/words/${wanted}.json`);
  texts = await answer.json();
  language = wanted;
  document.documentElement.lang = wanted;
}

export const spoken = () => language;

/** With what stands in its place: {here: 3} fills %(here)s. */
export const t = (text, values = {}) => (texts[text] ?? text).replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole);

/** Of something said in both languages ({mn, en}, or name_mn and name_en) the one spoken here. */
export const said = (both) => both?.[language] ?? both?.mn ?? both?.en ?? "";
export const named = (row, field = "name") => row?.[`${field}_${language}`] ?? row?.[`${field}_mn`] ?? "";

const DAY = { year: "numeric", month: "2-digit", day: "2-digit" };

/** "2026.06.05": days are written so in Mongolia, and read anywhere. */
export const day = (iso) => (iso ? iso.replaceAll("-", ".") : "");
export const moment = (milliseconds) =>
  new Date(milliseconds).toLocaleString("sv-SE", { ...DAY, hour: "2-digit", minute: "2-digit" }).replaceAll("-", ".");

const SIGNS = { MNT: "₮", USD: "$", EUR: "€" };
export const money = (amount, currency) =>
  amount == null ? "" : `${SIGNS[currency] ?? currency ?? ""} ${String(Math.round(Number(amount))).replace(/\B(?=(\d{3})+$)/g, ",")}`.trim();

/** Sizes as people know them from their phone. */
export function size(bytes) {
  if (bytes < 1e6) return t("%(size)s kB", { size: Math.ceil(bytes / 1000) });
  return bytes < 1e9 ? t("%(size)s MB", { size: (bytes / 1e6).toFixed(1) }) : t("%(size)s GB", { size: (bytes / 1e9).toFixed(1) });
}
