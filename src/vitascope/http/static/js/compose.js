// What is asked for: the panel beside the stage.

import { h, button, icon } from "./dom.js";
import { ask } from "./api.js";
import { conceptPicker } from "./concepts.js";
import { well } from "./frames.js";
import { FRESH, capability, frameCount, fromAddress, toAddress, toBody } from "./request.js";
import { RATIOS, SIZES, lengthOf, pixels } from "./shape.js";
import * as route from "./route.js";

const CAN = {
  text: "text", first: "first frame", last: "last frame", first_last: "both frames", extend: "extend", reverse_extend: "lead into",
  between: "bridge", loop: "loop", upscale: "upscale", reframe: "reframe",
};

/** The panel; ``hooks`` are ``create(body)``, ``pick(end)``, ``code(body)`` and ``dropped(transfer, end, take)``. */
export class Compose {
  constructor(form, hooks) {
    this.form = form;
    this.hooks = hooks;
    this.models = [];
    this.request = fromAddress(route.read());
    this.build();
    form.addEventListener("submit", (event) => (event.preventDefault(), this.create()));
    form.addEventListener("keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && this.create());
  }

  async load() {
    this.models = (await ask("GET", "/v1/models")).data;
    const groups = [["Best or fastest that can", this.models.filter((one) => one.id !== one.served_by)], ["Exactly this model", this.models.filter((one) => one.id === one.served_by)]];
    this.model.replaceChildren(...groups.filter(([, list]) => list.length).map(([title, list]) =>
      h("optgroup", { label: title }, list.map((one) => h("option", { value: one.id }, one.id)))));
    this.show();
  }

  get card() {
    return this.models.find((one) => one.id === this.request.model);
  }

  get body() {
    return toBody(this.request, this.card?.options ?? []);
  }

  /** Take a whole request, or parts of it. */
  set(changes, { fresh = false } = {}) {
    this.request = { ...(fresh ? FRESH : this.request), ...changes };
    if (this.request.f1) this.request.loop = false;
    route.write(toAddress(this.request));
    this.show();
  }

  /** Take what the address says. */
  restore() {
    this.request = fromAddress(route.read());
    this.show();
  }

  create() {
    if (this.pressed) return;
    if (!this.prompt.value.trim() && capability(this.request) === "text") {
      this.fault("prompt", "Say what is to be seen.");
      return this.prompt.focus();
    }
    this.fault(null);
    this.pressed = true;
    this.go.disabled = true;
    this.hooks.create(this.body).catch((error) => {
      const field = error.faults?.[0]?.field ?? "";
      this.fault(field, error.message);
    }).finally(() => {
      this.pressed = false;
      this.go.disabled = false;
    });
  }

  /** Show what is wrong, beside what it is about. */
  fault(field, words = "") {
    this.trouble.textContent = words;
    this.prompt.setAttribute("aria-invalid", String(Boolean(words) && field === "prompt"));
  }

  build() {
    const put = (name) => (event) => this.set({ [name]: event.target.value });
    this.prompt = h("textarea", { id: "prompt", class: "prompt", rows: "4", maxlength: "5000", placeholder: "A lighthouse on a cliff at dusk, waves below, slow push in", "aria-describedby": "trouble", oninput: put("prompt") });
    this.wells = Object.fromEntries([["f0", "First frame"], ["f1", "Last frame"]].map(([name, words]) => [name, well(name, words, {
      changed: (end) => this.set({ [name]: end }), pick: () => this.hooks.pick(name), dropped: this.hooks.dropped,
    })]));
    this.ratio = segments("ratio", "Shape", RATIOS, put("ratio"), (ratio) => {
      const [across, down] = ratio.split(":").map(Number);
      const longest = Math.max(across, down);
      return h("span", { class: "shape", "aria-hidden": "true", style: { width: `${(22 * across) / longest}px`, height: `${(22 * down) / longest}px` } });
    });
    this.size = segments("size", "Resolution", Object.keys(SIZES), put("size"));
    this.length = segments("length", "Length", ["5", "9"], (event) => this.set({ length: event.target.value, frames: "" }), null, (value) => `${value} s`);
    this.loop = h("input", { type: "checkbox", role: "switch", id: "loop", onchange: (event) => this.set({ loop: event.target.checked }) });
    this.concepts = conceptPicker((names) => this.set({ concepts: names }));
    this.more = this.buildMore(put);
    this.trouble = h("p", { class: "fault", id: "trouble", role: "alert" });
    this.sum = h("span", { class: "sum" });
    this.go = h("button", { type: "submit", class: "button primary wide", id: "create" }, icon("play"), h("span", {}, "Create"));
    this.planned = h("p", { class: "hint planned", hidden: true }, "Follows an edited plan. ", button("Forget it", () => this.set({ plan: null }), { kind: "quiet small" }));
    this.form.replaceChildren(
      h("h1", { class: "unseen" }, "Make a video"),
      h("label", { for: "prompt", class: "unseen" }, "Prompt"), this.prompt,
      h("div", { class: "wells" }, this.wells.f0, this.wells.f1),
      this.ratio,
      h("div", { class: "pair" }, this.size, this.length),
      h("label", { class: "switch", for: "loop" }, this.loop, h("span", {}, "Loop"), h("small", { id: "loop-told" }, "the end leads into the beginning")),
      this.concepts, this.more, this.planned, this.trouble,
      h("div", { class: "go" }, this.go, button("Code", () => this.hooks.code(this.body), { picture: "code", kind: "outline", id: "code" }), this.sum));
  }

  buildMore(put) {
    this.model = h("select", { id: "model", class: "field", onchange: put("model") });
    this.modelTold = h("div", { class: "model-told" });
    this.seed = h("input", { id: "seed", class: "field", inputmode: "numeric", placeholder: "any", onchange: (event) => this.set({ seed: whole(event.target.value, 0, 2 ** 32 - 1) }) });
    this.frames = h("input", { id: "frames", class: "field", inputmode: "numeric", placeholder: "by length", onchange: (event) => this.set({ frames: whole(event.target.value, 2, 480) }) });
    this.quality = segments("quality", "Quality", ["draft", "standard", "high"], put("quality"));
    this.avoid = h("input", { id: "avoid", class: "field", oninput: put("avoid") });
    this.avoidRow = h("div", {}, h("label", { for: "avoid" }, "Not to be seen"), this.avoid);
    const dice = button("Another seed", () => this.set({ seed: String(crypto.getRandomValues(new Uint32Array(1))[0] >>> 1) }), { picture: "dice", bare: true, kind: "outline" });
    this.modelShort = h("span", { class: "count" });
    return h("details", { class: "fold", id: "more" }, h("summary", {}, "Model and more ", this.modelShort),
      h("label", { for: "model" }, "Model"), this.model, this.modelTold, this.quality, this.avoidRow,
      h("div", { class: "pair" }, h("div", {}, h("label", { for: "seed" }, "Seed"), h("div", { class: "with-button" }, this.seed, dice)),
        h("div", {}, h("label", { for: "frames" }, "Exact frames"), this.frames)));
  }

  show() {
    const request = this.request;
    for (const name of ["prompt", "seed", "frames", "avoid"]) if (this[name].value !== request[name]) this[name].value = request[name];
    for (const name of ["ratio", "size", "quality"]) this[name].show(request[name]);
    this.length.show(request.frames ? "" : request.length);
    if (this.models.length) this.model.value = request.model;
    this.loop.checked = request.loop;
    this.loop.disabled = Boolean(request.f1);
    document.getElementById("loop-told").textContent = request.f1 ? "not with a last frame" : "the end leads into the beginning";
    for (const name of ["f0", "f1"]) this.wells[name].show(request[name], request.ratio);
    const honoured = this.card?.options ?? [];
    this.concepts.show(request.concepts, honoured.includes("concepts"));
    this.quality.hidden = !honoured.includes("quality");
    this.avoidRow.hidden = !honoured.includes("negative_prompt");
    this.planned.hidden = !request.plan;
    const [width, height] = pixels(request.size, request.ratio);
    this.sum.textContent = `${width} × ${height} · ${lengthOf(frameCount(request))}`;
    this.modelShort.textContent = this.card ? this.card.served_by : "";
    this.showModel();
  }

  showModel() {
    const card = this.card;
    if (!card) return this.modelTold.replaceChildren();
    const needs = new Set([capability(this.request), ...(this.request.loop ? ["loop"] : [])]);
    const can = Object.keys(CAN).map((name) => {
      const able = card.capabilities.includes(name);
      const kind = able ? "can" : needs.has(name) ? "cannot needed" : "cannot";
      return h("li", { class: kind }, able ? "" : h("span", { class: "unseen" }, "cannot: "), CAN[name]);
    });
    this.modelTold.replaceChildren(
      h("p", { class: "hint" }, `${card.served_by}: ${card.info.description || "an installed model."} Licence: ${card.info.licence}.`),
      h("ul", { class: "chips", "aria-label": "What it can do" }, can));
  }
}

function whole(text, least, most) {
  const number = Math.round(Number(text.trim()));
  return text.trim() === "" || Number.isNaN(number) ? "" : String(Math.min(Math.max(number, least), most));
}

/** Radio buttons side by side. */
function segments(name, title, values, onchange, picture = null, words = (value) => value) {
  const inputs = values.map((value) => h("input", { type: "radio", name, value, id: `${name}-${value.replace(":", "-")}`, onchange }));
  const made = h("fieldset", { class: `segments ${picture ? "pictured" : ""}` }, h("legend", {}, title),
    h("div", {}, inputs.map((input) => h("label", { for: input.id }, input, picture && picture(input.value), h("span", {}, words(input.value))))));
  made.show = (chosen) => inputs.forEach((input) => (input.checked = input.value === chosen));
  return made;
}
