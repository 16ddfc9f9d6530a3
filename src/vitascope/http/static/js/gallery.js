// What was made: found by its words, played while the mouse is over it, taken away and brought back.

import { h, ago, button } from "./dom.js";
import { ask, key, local } from "./api.js";
import { toast, trying } from "./dialog.js";
import { lengthOf } from "./shape.js";
import * as route from "./route.js";

const FILTERS = { "": "All", completed: "Finished", "queued,running": "In work", "failed,cancelled": "Stopped" };
const UNDO_SECONDS = 7;

export class Gallery {
  constructor(place, hooks) {
    this.hooks = hooks;
    this.cards = new Map();
    this.leaving = new Map();
    this.after = null;
    this.search = h("input", { type: "search", id: "search", class: "field", placeholder: "Search prompts", "aria-label": "Search prompts", oninput: () => this.later() });
    this.filter = h("div", { class: "filter", role: "group", "aria-label": "Filter" }, Object.entries(FILTERS).map(([states, words]) =>
      button(words, () => this.choose(states), { kind: "quiet small", data: { states } })));
    this.list = h("ul", { class: "cards" });
    this.none = h("p", { class: "hint none", hidden: true });
    this.more = button("More", () => this.further(), { kind: "outline", hidden: true });
    this.banner = h("div", { class: "pick-banner", hidden: true, role: "status" });
    place.replaceChildren(h("header", {}, h("h2", {}, "Gallery"), this.filter, this.search), this.banner, this.list, this.none, this.more);
    addEventListener("pagehide", () => this.flush());
    new IntersectionObserver(([seen]) => seen.isIntersecting && this.further(), { rootMargin: "300px" }).observe(this.more);
    this.read();
  }

  read() {
    const state = route.read();
    this.search.value = state.q ?? "";
    this.states = state.show ?? "";
    for (const one of this.filter.children) one.setAttribute("aria-pressed", String(one.dataset.states === this.states));
  }

  choose(states) {
    route.write({ show: states });
    this.read();
    return trying(() => this.load(true))();
  }

  later() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      route.write({ q: this.search.value.trim() });
      trying(() => this.load(true))();
    }, 250);
  }

  /** The next page, or all anew. */
  async load(anew = false) {
    const asked = new URLSearchParams({ limit: "24" });
    if (this.search.value.trim()) asked.set("q", this.search.value.trim());
    if (this.states) asked.set("state", this.states);
    if (!anew && this.after) asked.set("after", this.after);
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const page = await ask("GET", `/v1/gallery?${asked}`);
    if (turn !== this.turn) return;
    if (anew || !this.after) {
      this.list.replaceChildren();
      this.cards.clear();
    }
    for (const card of page.data) this.put(card);
    this.after = page.last_id;
    this.more.hidden = !page.has_more;
    this.nothing();
  }

  /** The next page, as one comes near its end. */
  async further() {
    if (this.reading || this.more.hidden) return;
    this.reading = true;
    await trying(() => this.load())();
    this.reading = false;
  }

  nothing() {
    const none = !this.list.querySelector("li:not([hidden])");
    this.none.hidden = !none;
    this.none.textContent = this.search.value || this.states ? "Nothing here fits." : "What you make comes here.";
  }

  /** Show one that is new or has changed. */
  async refresh(id) {
    const { card } = await ask("GET", `/v1/gallery/${id}`);
    this.put(card, !this.cards.has(id));
    this.nothing();
  }

  put(card, first = false) {
    if (this.leaving.has(card.id)) return;
    const made = this.tile(card);
    const old = this.cards.get(card.id);
    this.cards.set(card.id, made);
    if (old) old.replaceWith(made);
    else if (first) this.list.prepend(made);
    else this.list.append(made);
  }

  /** How far one is, and how it looks so far. */
  progress(id, data) {
    const tile = this.cards.get(id);
    const bar = tile?.querySelector("progress");
    if (bar && data.progress) bar.value = data.progress;
    if (bar && data.preview_url) {
      const face = tile.querySelector(".face");
      if (!face.querySelector("img")) face.prepend(h("img", { alt: "" }));
      face.querySelector("img").src = local(data.preview_url);
      tile.querySelector(".badge").textContent = "running";
    }
  }

  tile(card) {
    const video = local(card.links.video);
    const still = local(card.links.thumbnail) ?? local(card.links.frame0);
    const face = h("a", { class: "face", href: `#g=${card.id}`, draggable: "true", style: { "aspect-ratio": "16 / 9" },
      onclick: (event) => (event.preventDefault(), this.take(card)),
      ondragstart: (event) => event.dataTransfer.setData("text/vitascope", card.id) },
      still ? h("img", { src: still, alt: "", loading: "lazy" }) : null,
      card.state === "completed" ? h("span", { class: "badge" }, lengthOf(card.frames, card.fps)) : h("span", { class: `badge ${card.state}` }, card.state),
      card.state === "running" || card.state === "queued" ? h("progress", { max: "1", value: card.progress, "aria-label": "Progress" }) : null,
      h("span", { class: "words" }, card.prompt || "Without words"));
    if (video) hoverPlay(face, video);
    return h("li", { data: { id: card.id, state: card.state } }, face,
      h("div", { class: "under" }, h("small", {}, `${ago(card.created_at)} · ${Math.min(card.width, card.height)}p`),
        button(`Delete: ${card.prompt.slice(0, 40)}`, () => this.remove(card), { picture: "bin", bare: true, kind: "quiet small" })));
  }

  take(card) {
    if (!this.picking) return this.hooks.open(card.id);
    if (card.state !== "completed") return toast("Only a finished clip can be taken.", { trouble: true });
    const picked = this.picking;
    this.stopPicking();
    return picked(card);
  }

  /** Wait until a clip is chosen; Escape ends it. */
  pick(words, picked) {
    this.picking = picked;
    this.banner.replaceChildren(h("span", {}, words), button("Cancel", () => this.stopPicking(), { kind: "quiet small" }));
    this.banner.hidden = false;
    this.banner.scrollIntoView({ block: "start" });
    document.body.classList.add("picking");
    this.list.querySelector('li[data-state="completed"] a')?.focus();
  }

  stopPicking() {
    this.picking = null;
    this.banner.hidden = true;
    document.body.classList.remove("picking");
  }

  /** Take it away; for a while it can be brought back, only then it is deleted. */
  remove(card) {
    const tile = this.cards.get(card.id);
    if (tile) tile.hidden = true;
    this.nothing();
    const back = () => {
      clearTimeout(this.leaving.get(card.id));
      this.leaving.delete(card.id);
      if (tile) tile.hidden = false;
      this.nothing();
    };
    const gone = () => trying(async () => {
      this.leaving.delete(card.id);
      try {
        await ask("DELETE", `/v2/video/generations/${card.id}`);
        this.cards.delete(card.id);
        tile?.remove();
      } catch (error) {
        back();
        throw error;
      }
    })();
    this.leaving.set(card.id, setTimeout(gone, UNDO_SECONDS * 1000));
    toast("Deleted.", { action: { words: "Undo", act: () => (back(), this.hooks.restored(card)) }, seconds: UNDO_SECONDS - 0.2 });
    this.hooks.removed(card);
  }

  /** The page goes: what was deleted and not brought back is deleted now. */
  flush() {
    for (const [id, waiting] of this.leaving) {
      clearTimeout(waiting);
      const headers = key.get() ? { Authorization: `Bearer ${key.get()}` } : {};
      fetch(`/v2/video/generations/${id}`, { method: "DELETE", keepalive: true, headers });
    }
    this.leaving.clear();
  }
}

function hoverPlay(face, source) {
  let video = null;
  const start = () => {
    if (video || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    video = h("video", { src: source, muted: true, loop: true, playsinline: true, preload: "auto", "aria-hidden": "true" });
    video.addEventListener("playing", () => video?.classList.add("on"), { once: true });
    face.prepend(video);
    video.play().catch(() => {});
  };
  const stop = () => {
    video?.remove();
    video = null;
  };
  for (const kind of ["pointerenter", "focus"]) face.addEventListener(kind, start);
  for (const kind of ["pointerleave", "blur"]) face.addEventListener(kind, stop);
}
