// The wells for the first and the last frame: pictures come by drag, by paste, from a file or from the gallery.

import { h, button } from "./dom.js";
import { ask, call, local, upload } from "./api.js";
import { trying } from "./dialog.js";

const shown = new Map();

/** A picture of what an end is, to be shown; null where it has none that may be. */
async function face(end) {
  const name = `${end.kind}:${end.ref}`;
  if (!shown.has(name)) shown.set(name, await look(end).catch(() => null));
  return shown.get(name);
}

async function look(end) {
  if (end.kind === "gen") return local((await ask("GET", `/v1/gallery/${end.ref}`)).card.links.thumbnail);
  if (end.kind === "file") return URL.createObjectURL(await (await call(`/v1/files/${end.ref}/content`)).blob());
  const path = local(end.ref);
  return path.startsWith("/assets/") || path.startsWith("data:") ? path : null;
}

/** A picture that was sent, as an end of a clip. */
export async function sentPicture(file) {
  const end = { kind: "file", ref: await upload(file) };
  shown.set(`file:${end.ref}`, URL.createObjectURL(file));
  return end;
}

/** One well; ``changed(end)`` is told of every change, ``pick()`` looks in the gallery. */
export function well(name, words, { changed, pick, dropped }) {
  const input = h("input", { type: "file", accept: "image/*", class: "unseen", tabindex: "-1", "aria-hidden": "true", id: `file-${name}` });
  const add = h("button", { type: "button", class: "well-add", onclick: () => input.click() },
    h("span", { class: "well-plus", "aria-hidden": "true" }, "+"), h("span", {}, words));
  const image = h("img", { alt: "", hidden: true });
  const told = h("span", { class: "well-told" });
  const fromGallery = button("From gallery", pick, { kind: "quiet small", "aria-label": `${words}: from gallery` });
  const remove = button(`Remove ${words.toLowerCase()}`, () => changed(null), { picture: "cross", bare: true, kind: "small over" });
  const frame = h("div", { class: "well-frame" }, add, image, told, remove);
  const made = h("div", { class: "well", data: { end: name }, role: "group", "aria-label": words }, frame, input, fromGallery);
  const take = trying(async (file) => {
    made.classList.add("busy");
    try {
      changed(await sentPicture(file));
    } finally {
      made.classList.remove("busy");
    }
  });
  input.addEventListener("change", () => input.files[0] && take(input.files[0]).then(() => (input.value = "")));
  for (const kind of ["dragenter", "dragover"]) made.addEventListener(kind, (event) => (event.preventDefault(), made.classList.add("over")));
  made.addEventListener("dragleave", (event) => made.contains(event.relatedTarget) || made.classList.remove("over"));
  made.addEventListener("drop", (event) => {
    event.preventDefault();
    event.stopPropagation();
    made.classList.remove("over");
    document.body.classList.remove("dropping");
    dropped(event.dataTransfer, name, take);
  });
  made.show = async (end, ratio) => {
    frame.style.aspectRatio = ratio.replace(":", " / ");
    made.classList.toggle("tall", Number(ratio.split(":")[0]) < Number(ratio.split(":")[1]));
    made.classList.toggle("full", Boolean(end));
    fromGallery.hidden = Boolean(end);
    add.hidden = Boolean(end);
    remove.hidden = !end;
    image.hidden = true;
    told.textContent = end ? (end.kind === "gen" ? (name === "f0" ? "continues" : "leads into") : "") : "";
    if (!end) return;
    const picture = await face(end);
    if (picture) {
      image.src = picture;
      image.alt = `${words}: ${end.kind === "gen" ? "a clip from the gallery" : "a picture"}`;
      image.hidden = false;
    } else told.textContent = end.kind === "url" ? end.ref : "not there any more";
  };
  return made;
}
