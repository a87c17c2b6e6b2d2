// Rows of a form that grow without a round trip. Without scripts the same button asks the server for one more.
const MOST = 60;

for (const table of document.querySelectorAll("[data-rows]")) begin(table);

function begin(table) {
  const name = table.dataset.rows;
  const rows = () => [...table.querySelectorAll("[data-row]")];
  const index = (row) => Number(row.querySelector("[name]").name.slice(name.length + 1).split("-")[0]);

  function add() {
    const last = rows().at(-1);
    const [from, to] = [`${name}-${index(last)}-`, `${name}-${index(last) + 1}-`];
    const row = last.cloneNode(true);
    for (const part of row.querySelectorAll("*")) {
      for (const { name: attribute, value } of [...part.attributes]) {
        if (value.includes(from)) part.setAttribute(attribute, value.replaceAll(from, to));
      }
    }
    row.querySelectorAll(".error").forEach((error) => error.remove());
    row.querySelectorAll(".has-error").forEach((field) => field.classList.remove("has-error"));
    for (const control of row.querySelectorAll("[name]")) {
      control.removeAttribute("aria-invalid");
      if (control.tagName === "SELECT") control.selectedIndex = 0;
      else control.value = "";
    }
    row.querySelectorAll("[data-number]").forEach((number) => { number.textContent = rows().length + 1; });
    last.after(row);
    return row;
  }

  table.querySelector("button[name=add]").addEventListener("click", (event) => {
    if (!rows().length || rows().length >= MOST) return;
    event.preventDefault();
    add().querySelector("select, textarea, input:not([type=hidden])").focus();
  });

  // What is brought back may have had more rows than the page.
  table.closest("form").addEventListener("restoring", ({ detail }) => {
    const wanted = detail.map((field) => field.match(`^${name}-(\\d+)-`)).filter(Boolean).map((found) => Number(found[1]));
    while (rows().length && index(rows().at(-1)) < Math.max(-1, ...wanted) && rows().length < MOST) add();
  });
}
