// Two photos of the same spot: beside each other they are enlarged and moved as one; or one lies over the other.
import { Zoom } from "./zoom.js";

const box = document.querySelector("[data-compare]");
const tools = document.querySelector("[data-compare-tools]");

if (box && tools) {
  const stages = [...box.querySelectorAll(".zoom-stage")];
  const [share, large] = [tools.querySelector("[type=range]"), tools.querySelector("output")];
  const zoom = new Zoom(stages, () => { large.value = `${Math.round(zoom.scale * 100)} %`; });

  const arrange = () => {
    const isOver = tools.querySelector("[type=radio]:checked").value === "over";
    box.classList.toggle("over", isOver);
    share.closest(".field").hidden = !isOver;
    const gone = isOver ? 100 - share.value : 0; // of the right one, from its left edge
    stages[1].style.clipPath = isOver ? `inset(0 0 0 ${gone}%)` : "";
    box.style.setProperty("--edge-at", `${gone}%`);
    zoom.draw();
  };

  const acts = { larger: () => zoom.larger(), smaller: () => zoom.smaller(), whole: () => zoom.reset() };
  for (const button of tools.querySelectorAll("button")) button.addEventListener("click", acts[button.value]);
  tools.addEventListener("input", arrange);
  for (const stage of stages) stage.tabIndex = 0;
  box.classList.add("live");
  tools.hidden = false;
  arrange();
}
