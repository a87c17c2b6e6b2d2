// Drawing over parts of a picture. What counts is the text field beside it: one part a line, in percent.
const SMALLEST = 1; // percent of the picture's width or height: less is a slip of the finger

for (const figure of document.querySelectorAll("[data-cover]")) begin(figure);

function begin(figure) {
  const field = document.getElementById(figure.dataset.cover);
  const stage = figure.querySelector(".cover-stage");
  const draws = figure.querySelector("button");
  let from = null;

  const lines = () => field.value.split("\n").filter((line) => line.trim());
  const write = (rows) => { field.value = rows.join("\n"); show(); };

  function show() {
    for (const box of stage.querySelectorAll("button")) box.remove();
    lines().forEach((line, place) => stage.append(box(line.split(/\s+/).map((word) => Number(word.replace(",", "."))), place)));
  }

  function box(part, place) {
    const made = document.createElement("button");
    made.type = "button";
    made.ariaLabel = figure.dataset.remove.replace("#", place + 1);
    put(made, part);
    made.onclick = () => { write(lines().filter((_line, at) => at !== place)); (stage.querySelector("button") ?? draws).focus(); };
    return made;
  }

  function at(event) {
    const { left, top, width, height } = stage.getBoundingClientRect();
    return [within((event.clientX - left) / width), within((event.clientY - top) / height)];
  }

  function drawn(event) {
    const to = at(event);
    const start = from.map((value, axis) => Math.min(value, to[axis]));
    return [...start, ...from.map((value, axis) => Math.abs(value - to[axis]))].map((value) => Math.round(value * 10) / 10);
  }

  function set(on) {
    draws.ariaPressed = String(on);
    stage.classList.toggle("drawing", on);
  }

  function start(event) {
    if (draws.ariaPressed !== "true" || event.target.closest("button")) return;
    event.preventDefault();
    from = at(event);
    stage.setPointerCapture(event.pointerId);
    const shade = document.createElement("span");
    stage.append(shade);
    stage.onpointermove = (move) => put(shade, drawn(move));
    stage.onpointerup = (up) => { end(shade); keep(drawn(up)); };
    stage.onpointercancel = () => end(shade);
  }

  function end(shade) {
    shade.remove();
    stage.onpointermove = stage.onpointerup = stage.onpointercancel = null;
  }

  function keep([left, top, width, height]) {
    if (Math.min(width, height) < SMALLEST) return;
    write([...lines(), [left, top, Math.min(width, 100 - left), Math.min(height, 100 - top)].map(tenths).join(" ")]);
    const choice = document.querySelector(`[type=radio][value="${figure.dataset.chooses}"]`);
    if (choice) choice.checked = true;
  }

  stage.onpointerdown = start;
  draws.onclick = () => set(draws.ariaPressed !== "true");
  draws.parentElement.hidden = false;
  field.oninput = show;
  show();
}

function put(element, part) {
  ["left", "top", "width", "height"].forEach((side, place) => { element.style[side] = `${part[place]}%`; });
}

function within(share) {
  return Math.min(Math.max(share, 0), 1) * 100;
}

function tenths(value) {
  return String(Math.round(value * 10) / 10);
}
