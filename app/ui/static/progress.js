// How far long work is, said while it goes on; the page is loaded anew when there is something to decide.
const EVERY = 2000; // milliseconds

const box = document.querySelector("[data-progress]");

async function look() {
  const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) return;
  const told = await answer.json();
  if (!told.active || told.state !== box.dataset.state) return location.reload();
  const bar = box.querySelector("progress");
  if (told.total) Object.assign(bar, { max: told.total, value: told.done });
  box.querySelector("[data-said]").textContent = told.said;
  box.querySelector("[data-lonely]").hidden = !told.lonely;
}

if (box) setInterval(() => { look().catch(() => {}); }, EVERY);
