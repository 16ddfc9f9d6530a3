// The stage: what is being made, what was made, and what can be made of it.

import { h, announce, button, icon, seconds } from "./dom.js";
import { answering, ask, follow, local } from "./api.js";
import { trying } from "./dialog.js";
import { lastFrame, player } from "./player.js";
import { openPlan } from "./plan.js";
import { strip } from "./chain.js";
import { lengthOf } from "./shape.js";
import * as route from "./route.js";

const STAGES = { queued: "Waiting", keyframes: "Reading the pictures", plan: "Planning the shot", prepare: "Making ready", render: "Rendering", finish: "Finishing", store: "Storing", cancelling: "Cancelling", starting: "Starting", running: "Starting", completed: "Ready", failed: "Failed", cancelled: "Cancelled" };
const named = (stage) => STAGES[stage] ?? stage.charAt(0).toUpperCase() + stage.slice(1).replaceAll("_", " ");
const EXAMPLES = [
  "A paper boat drifts across a calm sea at dawn, slow push in",
  "Eagle over snowy mountains, golden light, orbit left",
  "A shark glides through deep blue water, light from above",
];

/** Shows one generation; ``hooks`` are those of the page. */
export class View {
  constructor(place, hooks) {
    this.place = place;
    this.hooks = hooks;
    this.shown = null;
    this.watching = null;
  }

  /** Show nothing yet. */
  empty() {
    this.leave();
    document.title = "vitascope";
    const file = h("input", { type: "file", accept: "image/*,video/mp4", class: "unseen", tabindex: "-1", "aria-hidden": "true", id: "open-file", onchange: () => this.hooks.file(file.files[0]) });
    this.place.replaceChildren(h("div", { class: "stage blank" },
      h("div", { class: "blank-told" }, h("div", { class: "beam", "aria-hidden": "true" }), h("p", { class: "lead" }, "What shall we see?"),
        h("ul", { class: "examples" }, EXAMPLES.map((words) => h("li", {}, h("button", { type: "button", onclick: () => this.hooks.example(words) }, words)))),
        h("p", { class: "hint" }, "Drop a picture to begin with it, or a video made here to get its request back, or ",
          h("button", { type: "button", class: "link", onclick: () => file.click() }, "choose a file"), ".", file))));
  }

  leave() {
    this.watching?.abort();
    this.watching = null;
    this.shown = null;
  }

  /** Show a generation by its id. */
  async open(id) {
    this.leave();
    const mine = (this.watching = new AbortController());
    this.shown = id;
    const found = await ask("GET", `/v1/gallery/${id}`);
    if (mine.signal.aborted) return null;
    this.card = found.card;
    document.title = `${found.card.prompt.slice(0, 60) || "Video"} · vitascope`;
    if (found.card.state === "queued" || found.card.state === "running") this.watch(found.card, mine.signal);
    else this.ended(found);
    return found.card;
  }

  watch(card, signal) {
    const backdrop = local(card.links.frame0);
    const stage = h("p", { class: "stage-name" }, named(card.stage));
    const detail = h("p", { class: "stage-detail" });
    const bar = h("progress", { max: "1", value: card.progress, "aria-label": "Progress" });
    const picture = h("img", { class: "preview", alt: "", src: backdrop, hidden: !backdrop, onerror: () => (picture.hidden = true) });
    const stop = button("Cancel", trying(async () => {
      stop.disabled = true;
      await ask("POST", `/v2/video/generations/${card.id}/cancel`);
    }), { kind: "glass", id: "cancel" });
    const box = h("div", { class: "stage making", style: { "aspect-ratio": `${card.width} / ${card.height}` } }, picture, h("div", { class: "making-told" }, stage, bar, detail, stop));
    this.place.replaceChildren(box, this.title(card));
    let told = "";
    let quarter = 0;
    const heard = (kind, data) => {
      if (kind === "gone") return this.hooks.gone(card.id);
      if (kind === "lost") return void (detail.textContent = "The server does not answer. Asking again …");
      if (kind === "end") return this.finish(card.id, data);
      if (data.preview_url) {
        Object.assign(picture, { src: local(data.preview_url), hidden: false });
        box.classList.add("live");
      }
      const words = named(data.stage);
      stage.textContent = words;
      bar.value = data.progress ?? bar.value;
      detail.textContent = standing(data);
      const part = Math.floor((data.progress ?? 0) * 4);
      if (words !== told || part > quarter) announce(`${words}${data.progress ? `, ${Math.round(data.progress * 100)} percent` : ""}. ${detail.textContent}`);
      [told, quarter] = [words, part];
      this.hooks.progress(card.id, data);
    };
    detail.textContent = standing({ ...card, position: card.position });
    follow(card.id, heard, signal);
  }

  async finish(id, data) {
    const words = { completed: "The video is ready.", failed: "The video failed.", cancelled: "The video was cancelled." }[data.state];
    announce(words);
    await answering();
    this.hooks.ended(id);
    if (this.shown === id) await trying(() => this.open(id))();
  }

  ended({ card, before, after, continuations }) {
    if (card.state !== "completed") return this.failed(card);
    const source = local(card.links.video);
    const show = player(card, source, local(card.links.thumbnail));
    show.style.setProperty("--ratio", `${card.width / card.height}`);
    this.place.replaceChildren(show, this.title(card, source), this.actions(card, source), ...strip(card, before, after, continuations, this.hooks.open));
    if (route.read().panel === "plan" && card.has_plan) trying(() => openPlan(card, this.hooks.planned))();
  }

  failed(card) {
    const cancelled = card.state === "cancelled";
    this.place.replaceChildren(
      h("div", { class: "stage stopped", style: { "aspect-ratio": "16 / 9" } }, h("div", { class: "making-told" },
        h("p", { class: "stage-name" }, cancelled ? "Cancelled" : "It did not work"),
        h("p", { class: "stage-detail" }, cancelled ? "Nothing was kept." : card.error?.message ?? "The reason was not recorded."),
        button("Try again", () => this.hooks.again(card), { kind: "glass" }))),
      this.title(card));
  }

  title(card, source = null) {
    const facts = [`${card.width} × ${card.height}`, lengthOf(card.frames, card.fps), card.model, `seed ${card.seed}`, card.request.loop ? "loop" : null];
    return h("div", { class: "about" }, h("h2", {}, card.prompt || "Without words"), h("p", { class: "facts" }, facts.filter(Boolean).join(" · ")), source && this.tools(card, source));
  }

  tools(card, source) {
    const small = { bare: true, kind: "quiet" };
    return h("div", { class: "tools" },
      h("a", { class: "button quiet bare", href: source, download: `vitascope-${card.id.slice(0, 8)}.mp4`, title: "Download", "aria-label": "Download" }, icon("down")),
      button("This video as code", () => this.hooks.code(card.request), { ...small, picture: "code" }),
      button("Delete this video", () => this.hooks.remove(card), { ...small, kind: "quiet danger", picture: "bin" }));
  }

  actions(card, source) {
    const end = { kind: "gen", ref: card.id };
    const asked = card.request;
    const base = { ratio: asked.aspect_ratio, size: asked.resolution, model: asked.model, quality: asked.quality ?? "standard", avoid: asked.negative_prompt ?? "" };
    const hooks = this.hooks;
    const make = (words, act, rest = {}) => button(words, trying(act), { kind: "outline", ...rest });
    const larger = Math.min(card.width, card.height) < 2160;
    const repeat = { ...card.request, loop: true };
    return h("div", { class: "actions", role: "group", "aria-label": "What to make of it" },
      make("Extend", () => hooks.compose({ ...base, prompt: card.prompt, f0: end }, "Say what happens next.")),
      make("Lead into this", () => hooks.compose({ ...base, prompt: card.prompt, f1: end }, "Say what comes before.")),
      card.request.loop || card.request.keyframes?.frame1 ? null : make("Loop it", () => hooks.create(repeat)),
      make("Bridge to …", () => hooks.pick("f1", { ...base, prompt: card.prompt, f0: end })),
      larger ? make("Upscale", async () => hooks.made((await ask("POST", `/dream-machine/v1/generations/${card.id}/upscale`)).id)) : null,
      make("Use last frame", async () => hooks.picture(await lastFrame(card, source))),
      h("span", { class: "gap" }),
      make("Reuse request", () => hooks.reuse(card), { kind: "quiet" }),
      card.has_plan ? make("Plan", () => openPlan(card, hooks.planned), { kind: "quiet" }) : null);
  }
}

/** Where it stands, in words. */
function standing(data) {
  if (data.state === "queued") {
    const waits = data.starts_in > 1 ? ` · starts in about ${seconds(data.starts_in)}` : "";
    if (data.position === null || data.position === undefined) return `in the queue${waits}`;
    return (data.position === 0 ? "next in the queue" : `${data.position} before it in the queue`) + waits;
  }
  const parts = [];
  if (data.steps > 1) parts.push(`step ${data.step} of ${data.steps}`);
  if (data.seconds_left !== null && data.seconds_left !== undefined) parts.push(`about ${seconds(data.seconds_left)} left`);
  return parts.join(" · ");
}

