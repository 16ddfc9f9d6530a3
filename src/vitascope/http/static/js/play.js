// The playground: puts its parts together.

import { h, button } from "./dom.js";
import { ask, askForKey, key, session } from "./api.js";
import { openCode } from "./code.js";
import { Compose } from "./compose.js";
import { openDialog, themeButton, toast, trying } from "./dialog.js";
import { sentPicture } from "./frames.js";
import { Gallery } from "./gallery.js";
import { record } from "./mp4.js";
import { fromBody } from "./request.js";
import { View } from "./view.js";
import * as route from "./route.js";

const SHORTCUTS = [["Ctrl Enter", "Create"], ["/", "Search the gallery"], ["Space", "Play and pause"], ["← →", "One frame back or on"], ["Home End", "First and last frame"], ["L", "Loop"], ["Esc", "Close, or stop choosing"], ["?", "This list"]];

const compose = new Compose(document.getElementById("compose"), {
  create: (body) => create(body),
  code: (body) => openCode(body),
  pick: (end) => pick(end),
  dropped: (transfer, end, take) => trying(dropped)(transfer, end, take),
});
const gallery = new Gallery(document.getElementById("gallery"), {
  open: (id) => open(id, true),
  removed: (card) => card.id === view.shown && leave(),
  restored: (card) => view.shown ?? open(card.id, true),
});
const view = new View(document.getElementById("view"), {
  open: (id) => open(id, true),
  example: (prompt) => (compose.set({ prompt }), compose.prompt.focus()),
  create: (body) => create(body),
  file: (file) => trying(dropped)({ getData: () => "", files: [file] }),
  made: (id) => made(id),
  code: (body) => openCode(body),
  pick: (end, request) => pick(end, request),
  compose: (request, words) => (compose.set(request, { fresh: true }), compose.prompt.focus(), compose.prompt.select(), toast(words)),
  picture: async (file) => (compose.set({ f0: await sentPicture(file) }), toast("The last frame is the first frame of the next video.")),
  reuse: (card) => (compose.set(fromBody(card.request), { fresh: true }), compose.prompt.focus()),
  again: (card) => trying(create)(card.request),
  planned: (card, plan) => create({ ...card.request, plan }),
  remove: (card) => gallery.remove(card),
  progress: (id, data) => gallery.progress(id, data),
  ended: (id) => trying(() => gallery.refresh(id))(),
  gone: () => leave(),
});

async function create(body) {
  const found = await ask("POST", "/v2/video/generations", { json: body });
  await made(found.generation_id);
}

async function made(id) {
  trying(() => gallery.refresh(id))();
  await open(id, true);
}

async function open(id, visit = false) {
  route.write({ g: id, ...(visit ? { panel: null } : {}) }, { visit });
  const card = await trying(() => view.open(id))();
  if (card === null && view.shown === id) leave();
  if (visit && matchMedia("(max-width: 900px)").matches) document.getElementById("view").scrollIntoView();
  return card;
}

function leave() {
  route.write({ g: null, panel: null });
  view.empty();
}

/** Choose a clip of the gallery for an end of the next video. */
function pick(end, request = null) {
  const words = end === "f0" ? "Choose the clip that the new one continues." : "Choose the clip that the new one leads into.";
  gallery.pick(words, (card) => {
    const taken = { [end]: { kind: "gen", ref: card.id } };
    if (request) compose.set({ ...request, ...taken }, { fresh: true });
    else compose.set(taken);
    document.getElementById("compose").scrollIntoView({ block: "start" });
    compose.prompt.focus();
  });
}

/** What was dropped or pasted: a picture, a clip of the gallery, or a video made here. */
async function dropped(transfer, end = null, take = null) {
  const id = transfer.getData("text/vitascope");
  const file = [...transfer.files].find((one) => /^(image|video)\//.test(one.type));
  if (id) {
    compose.set({ [end ?? "f0"]: { kind: "gen", ref: id } });
  } else if (file?.type.startsWith("image/")) {
    if (take) return take(file);
    const picture = await sentPicture(file);
    compose.set({ [compose.request.f0 ? "f1" : "f0"]: picture });
  } else if (file) {
    await restore(file);
  } else {
    toast("Drop a picture, or an MP4 that was made here.", { trouble: true });
  }
}

/** Bring back the request that made a file: all of it where it was made here, else what the file says. */
async function restore(file) {
  const told = await record(file);
  if (told === null) return toast("This video does not say that vitascope made it.", { trouble: true });
  try {
    const { card } = await ask("GET", `/v1/gallery/${told.id}`);
    compose.set(fromBody(card.request), { fresh: true });
    await open(card.id, true);
  } catch (error) {
    if (error.status !== 404) throw error;
    compose.set(told.request, { fresh: true });
  }
  return toast("The video's request is back.");
}

function listen() {
  addEventListener("popstate", () => {
    compose.restore();
    gallery.read();
    void show();
  });
  addEventListener("paste", (event) => {
    if (![...event.clipboardData.files].length) return;
    event.preventDefault();
    void trying(dropped)(event.clipboardData);
  });
  addEventListener("dragover", (event) => (event.preventDefault(), document.body.classList.add("dropping")));
  addEventListener("dragleave", (event) => event.relatedTarget || document.body.classList.remove("dropping"));
  addEventListener("drop", (event) => {
    event.preventDefault();
    document.body.classList.remove("dropping");
    void trying(dropped)(event.dataTransfer);
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && gallery.picking) return gallery.stopPicking();
    if (event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog")) return;
    if (event.key === "/") (event.preventDefault(), gallery.search.focus());
    if (event.key === "?") shortcuts();
  });
}

function shortcuts() {
  openDialog("Keys", h("dl", { class: "keys" }, SHORTCUTS.map(([keys, words]) => [h("dt", {}, keys.split(" ").map((one) => h("kbd", {}, one))), h("dd", {}, words)])));
}

function keyDialog(who) {
  const how = who.via === "session" ? "This machine's own session opens this page; no key is needed." : `A key of ${who.owner} is kept in this browser.`;
  const forget = () => (key.set(null), location.reload());
  const box = openDialog("API key", [h("p", {}, how)], {
    actions: who.via === "key" ? [button("Forget it", forget, { kind: "outline danger" })] : [button("Use a key", () => (box.close(), askForKey().then(() => location.reload())), { kind: "outline" })],
  });
}

/** Show what the address says. */
async function show() {
  const state = route.read();
  const card = state.g ? (view.shown === state.g ? view.card : await open(state.g)) : view.empty();
  if (card && !route.composes(state)) compose.set(fromBody(card.request), { fresh: true });
}

async function begin() {
  listen();
  view.empty();
  const who = await session();
  document.getElementById("nav").append(
    ...(who.admin ? [h("a", { href: "/admin" }, "Admin")] : []),
    button("Shortcuts", shortcuts, { picture: "ask", bare: true, kind: "quiet wide-only" }),
    button("API key", () => keyDialog(who), { picture: "key", bare: true, kind: "quiet" }), themeButton());
  await Promise.all([compose.load(), gallery.load(true), show()]);
  if (route.read().panel === "code") openCode(route.read().g && view.card ? view.card.request : compose.body);
  document.body.classList.add("ready");
}

void trying(begin)();
