// The photos and documents of a visit: added, described, their size chosen, taken out again.

import { button, field, h, newId } from "../dom.js";
import { hashesOf } from "../outbox.js";
import { phone } from "../phone.js";
import { sha256, shrink } from "../photos.js";
import { MOST_FILES } from "../rules.js";
import { size, t } from "../words.js";

const ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,application/pdf,video/mp4,video/quicktime";

/** `visit`: the screen that they belong to; what becomes of them is kept with it. */
export class Files {
  constructor(visit) {
    this.visit = visit;
  }

  section() {
    const status = h("p.hint", { role: "status" });
    const input = (label, attributes) => {
      const chosen = h("input.out", { type: "file", id: newId(), ...attributes, onchange: () => this.addFiles([...chosen.files], status) });
      return [chosen, h("label.button", { for: chosen.id }, label)];
    };
    const { earlier = [] } = this.visit.item;
    return h(
      "section",
      { id: "files" },
      h("h2", {}, t("Photos and documents")),
      earlier.length > 0 && h("p", {}, t("Already there: %(names)s.", { names: earlier.join(", ") })),
      h("ul.files", {}, this.visit.item.files.map((file) => this.fileRow(file))),
      h("div.pair", {}, input(t("Take a photo"), { accept: "image/*", capture: "environment" }), input(t("Choose files"), { accept: ACCEPTED, multiple: true })),
      status,
    );
  }

  fileRow(file) {
    const caption = h("input", { type: "text", value: file.caption, maxlength: 200, oninput: () => this.caption(file.sha256, caption.value) });
    const picture = h("span.thumb");
    phone.mine.file(file.sha256).then((blob) => blob && file.type.startsWith("image/") && picture.append(thumb(blob)));
    const remove = button(t("Remove %(name)s", { name: file.name }), async () => {
      const gone = await phone.mine.onlyOf(this.visit.item, () => hashesOf({ files: [file] }));
      this.visit.item = { ...this.visit.item, files: this.visit.item.files.filter(({ sha256 }) => sha256 !== file.sha256) };
      await this.visit.keepNow(...gone.map((sha256) => [sha256, undefined]));
      this.visit.redraw();
    });
    const title = h("span", {}, file.name, " ", h("span.hint", {}, size(file.size)));
    return h("li", { id: `file-${file.sha256}` }, picture, title, file.other && this.sizeSwitch(file), field(t("What is to be seen?"), caption), remove);
  }

  /** Both sizes lie on the phone while the visit is a draft; what was not chosen goes when it is finished. */
  sizeSwitch(file) {
    const { other, ...chosen } = file;
    const isOriginal = chosen.size > other.size;
    const turn = () => {
      const { sha256, size: bytes, type } = chosen;
      const turned = { ...chosen, ...other, other: { sha256, size: bytes, type } };
      this.visit.item = { ...this.visit.item, files: this.visit.item.files.map((row) => (row.sha256 === sha256 ? turned : row)) };
      return this.visit.redraw(`file-${turned.sha256}`);
    };
    const tick = h("input", { type: "checkbox", id: newId(), checked: isOriginal, onchange: turn });
    const label = t("Send it in its original size (%(size)s)", { size: size(Math.max(chosen.size, other.size)) });
    return h("p.tick", {}, tick, h("label", { for: tick.id }, label));
  }

  caption(sha256, text) {
    this.visit.item = { ...this.visit.item, files: this.visit.item.files.map((file) => (file.sha256 === sha256 ? { ...file, caption: text } : file)) };
    this.visit.set({});
  }

  async addFiles(chosen, status) {
    const refused = [];
    for (const blob of chosen) {
      status.textContent = t("One moment…");
      const fault = await this.addFile(blob);
      if (fault) refused.push(`${blob.name}: ${fault}`);
    }
    await this.visit.redraw();
    this.visit.kept.textContent = refused.join(" ") || t("Kept on this phone");
  }

  /** A photo is made small; the original stays beside it, if there is room, for as long as it may be wanted. */
  async addFile(blob) {
    const { files, earlier = [] } = this.visit.item;
    if (files.length + earlier.length >= MOST_FILES) return t("At most %(count)s files.", { count: MOST_FILES });
    const small = blob.type.startsWith("image/") ? await shrink(blob) : null;
    const isSmaller = small && small.size < blob.size;
    const made = isSmaller ? small : blob;
    const most = phone.hello?.limits.file ?? Infinity;
    if (!made.size) return t("The file is empty.");
    if (made.size > most) return t("Larger than %(size)s.", { size: size(most) });
    const original = isSmaller && blob.size <= most ? blob : null;
    const [described, other] = [await describe(made), original && (await describe(original))];
    const known = new Set(hashesOf(this.visit.item));
    if (known.has(described.sha256) || known.has(other?.sha256)) return null;
    const file = { ...described, name: blob.name.slice(0, 200), caption: "", have: 0, state: "waiting" };
    if (other && (await this.keepFile({ ...file, other }, [described.sha256, made], [other.sha256, original]))) return null;
    return (await this.keepFile(file, [described.sha256, made])) ? null : this.visit.kept.textContent;
  }

  async keepFile(file, ...blobs) {
    const before = this.visit.item;
    this.visit.item = { ...before, files: [...before.files, file] };
    const isKept = await this.visit.keepNow(...blobs);
    if (!isKept) this.visit.item = before;
    return isKept;
  }
}

const describe = async (blob) => ({ sha256: await sha256(blob), size: blob.size, type: blob.type });

function thumb(blob) {
  const picture = h("img", { alt: "", src: URL.createObjectURL(blob) });
  picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
  return picture;
}
