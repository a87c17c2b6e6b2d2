// Looking closely at pictures: larger, moved, turned, with fingers, mouse and keys. Pictures on several stages move as one.
const MOST = 8;
const STEP = 1.5;
const TAPPED = 2.5; // how large a double tap makes it
const TAP = 350; // milliseconds between the two taps
const SLIP = 12; // pixels within which a finger did not move
const MOVE = 60; // pixels of one press of a key
const ARROWS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

export class Zoom {
  /** `stages`: elements of one size, each around one image; `changed` is called after every change. */
  constructor(stages, changed) {
    Object.assign(this, { stages, changed, fingers: new Map(), tapped: null, scale: 1, x: 0, y: 0, turns: 0 });
    stages.forEach((stage) => this.listen(stage));
    new ResizeObserver(() => this.draw()).observe(stages[0]);
  }

  get isLarge() {
    return this.scale > 1;
  }

  listen(stage) {
    const on = (name, act) => stage.addEventListener(name, (event) => act.call(this, event, stage), { passive: false });
    on("pointerdown", this.put);
    on("pointermove", this.drag);
    on("pointerup", this.lift);
    on("pointercancel", this.lose);
    on("wheel", this.wheel);
    on("keydown", this.key);
    on("dragstart", (event) => event.preventDefault());
    stage.querySelector("img").addEventListener("load", () => this.draw());
  }

  /** Whole and upright again. */
  reset() {
    Object.assign(this, { scale: 1, x: 0, y: 0, turns: 0 });
    this.draw();
  }

  larger() {
    this.zoom(this.scale * STEP);
  }

  smaller() {
    this.zoom(this.scale / STEP);
  }

  turn() {
    this.turns = (this.turns + 1) % 4;
    Object.assign(this, { scale: 1, x: 0, y: 0 });
    this.draw();
  }

  /** Of what lies at this point, seen from the middle of the stage, nothing moves. */
  zoom(wanted, [x, y] = [0, 0]) {
    const scale = Math.min(Math.max(wanted, 1), MOST);
    const grown = scale / this.scale;
    Object.assign(this, { scale, x: x - (x - this.x) * grown, y: y - (y - this.y) * grown });
    this.draw();
  }

  move(x, y) {
    this.x += x;
    this.y += y;
    this.draw();
  }

  draw() {
    const shown = this.stages.map((stage) => this.fitted(stage));
    const [width, height] = [this.stages[0].clientWidth, this.stages[0].clientHeight];
    const room = (side, whole) => Math.max(0, ...shown.map((each) => (each[side] * this.scale - whole) / 2));
    this.x = within(this.x, room("width", width));
    this.y = within(this.y, room("height", height));
    this.stages.forEach((stage, place) => {
      stage.classList.toggle("large", this.isLarge);
      const by = this.scale * shown[place].by;
      stage.querySelector("img").style.transform = `translate(${this.x}px, ${this.y}px) rotate(${this.turns * 90}deg) scale(${by})`;
    });
    this.changed();
  }

  /** How large the whole picture is on its stage, and by how much it differs from how it lies there unturned. */
  fitted(stage) {
    const { naturalWidth, naturalHeight } = stage.querySelector("img");
    const [wide, high] = [stage.clientWidth / (naturalWidth || 1), stage.clientHeight / (naturalHeight || 1)];
    const upright = Math.min(wide, high);
    if (this.turns % 2 === 0) return { width: naturalWidth * upright, height: naturalHeight * upright, by: 1 };
    const lying = Math.min(stage.clientWidth / (naturalHeight || 1), stage.clientHeight / (naturalWidth || 1));
    return { width: naturalHeight * lying, height: naturalWidth * lying, by: lying / upright || 1 };
  }

  put(event, stage) {
    if (event.button) return;
    stage.setPointerCapture(event.pointerId);
    stage.classList.add("held");
    this.fingers.set(event.pointerId, fromMiddle(event, stage));
    if (this.fingers.size > 1) this.tapped = this.began = null;
    else this.began = fromMiddle(event, stage);
  }

  drag(event, stage) {
    if (!this.fingers.has(event.pointerId)) return;
    const before = spread([...this.fingers.values()]);
    this.fingers.set(event.pointerId, fromMiddle(event, stage));
    const after = spread([...this.fingers.values()]);
    this.move(after.middle[0] - before.middle[0], after.middle[1] - before.middle[1]);
    if (before.width) this.zoom((this.scale * after.width) / before.width, after.middle);
  }

  lift(event, stage) {
    const at = fromMiddle(event, stage);
    const isTap = this.began && isNear(this.began, at);
    this.lose(event, stage);
    if (!isTap) return;
    const isSecond = this.tapped && event.timeStamp - this.tapped.when < TAP && isNear(this.tapped.at, at);
    this.tapped = isSecond ? null : { at, when: event.timeStamp };
    if (isSecond) this.zoom(this.isLarge ? 1 : TAPPED, at);
  }

  lose(event, stage) {
    this.fingers.delete(event.pointerId);
    this.began = null;
    stage.classList.toggle("held", this.fingers.size > 0);
  }

  /** On a page that scrolls only together with Ctrl, which is also how a touchpad says that fingers part. */
  wheel(event, stage) {
    if (!event.ctrlKey && !stage.closest("dialog")) return;
    event.preventDefault();
    this.zoom(this.scale * Math.exp(-event.deltaY / 300), fromMiddle(event, stage));
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const acts = { "+": () => this.larger(), "=": () => this.larger(), "-": () => this.smaller(), 0: () => this.reset() };
    const step = this.isLarge && ARROWS[event.key];
    const act = step ? () => this.move(step[0] * MOVE, step[1] * MOVE) : acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }
}

const within = (value, room) => Math.min(Math.max(value, -room), room);
const isNear = (one, other) => Math.hypot(one[0] - other[0], one[1] - other[1]) < SLIP;

function fromMiddle(event, stage) {
  const { left, top, width, height } = stage.getBoundingClientRect();
  return [event.clientX - left - width / 2, event.clientY - top - height / 2];
}

/** Where one or two fingers are, and how far apart. */
function spread([one, other = one]) {
  const middle = [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
  return { middle, width: Math.hypot(one[0] - other[0], one[1] - other[1]) };
}
