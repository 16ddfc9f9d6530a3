// The operator's page: what runs, what waits, who may come in.

import { h, ago, announce, button, icon, seconds } from "./dom.js";
import { ask, askForKey, key, local, session } from "./api.js";
import { copyText, openDialog, themeButton, toast, trying } from "./dialog.js";
import { bytes, limitOwner, newKey, ownerRow } from "./people.js";

const EVERY = 2000;
const BASE = "/v1/admin";

const panel = (title, id, ...content) => h("section", { class: "panel", id, "aria-label": title }, h("header", {}, h("h2", {}, title)), ...content);
const figure = (words) => h("div", { class: "figure" }, h("strong", {}, "–"), h("span", {}, words));
const figures = { running: figure("running"), queued: figure("waiting"), completed: figure("finished"), failed: figure("failed"), disk: figure("stored") };
const health = h("ul", { class: "health", "aria-label": "Health" });
const line = h("tbody");
const lineNone = h("p", { class: "hint none" }, "Nothing runs and nothing waits.");
const pause = button("Pause", trying(() => turn()), { kind: "outline", id: "pause" });
const workers = h("ul", { class: "rows" });
const errors = h("ul", { class: "rows" });
const keys = h("tbody");
const owners = h("tbody");
const hooks = h("ul", { class: "rows" });
let overview = null;

function build() {
  const table = (caption, heads, body) => h("div", { class: "scroll" }, h("table", {}, h("caption", { class: "unseen" }, caption), h("thead", {}, h("tr", {}, heads.map((words) => h("th", { scope: "col" }, words)))), body));
  const queue = panel("Queue", "queue", table("Queue", ["", "Video", "Where", "Priority", ""], line), lineNone);
  queue.querySelector("header").append(pause);
  const doors = panel("Keys", "keys", table("Keys", ["Name", "Owner", "Key", "May", "Last used", "Ends", ""], keys));
  doors.querySelector("header").append(button("New key", () => newKey(keyMade), { kind: "outline", picture: "plus", id: "new-key" }));
  document.getElementById("admin").replaceChildren(
    h("div", { class: "head" }, h("h1", {}, "Operations"), health),
    h("div", { class: "figures" }, Object.values(figures)), queue,
    h("div", { class: "columns" }, panel("Workers and models", "workers", workers), panel("Recent errors", "errors", errors)),
    doors, panel("Owners and limits", "owners", table("Owners", ["Owner", "At once", "In the queue", "A minute", "Dollars in 30 days", "Stored", "Share", ""], owners)), panel("Webhooks", "webhooks", hooks));
}

async function look() {
  const [seen, waiting, failed] = await Promise.all([ask("GET", `${BASE}/overview`), ask("GET", `${BASE}/pools/default/queue`), ask("GET", `${BASE}/errors`)]);
  overview = seen;
  for (const name of ["running", "queued", "completed", "failed"]) figures[name].firstChild.textContent = seen.counts[name].toLocaleString();
  figures.disk.firstChild.textContent = bytes(seen.storage.bytes);
  figures.disk.lastChild.textContent = `in ${seen.storage.files.toLocaleString()} files, ${bytes(seen.storage.free)} free`;
  health.replaceChildren(...Object.entries(seen.health).map(([part, state]) => h("li", { class: state === "ok" ? "ok" : state === "starting" ? "starting" : "trouble", title: state }, `${part}: ${state}`)));
  const pool = seen.pools.find((one) => one.pool === "default");
  pause.lastChild.textContent = pool.paused ? "Resume" : "Pause";
  pause.classList.toggle("primary", pool.paused);
  document.body.classList.toggle("paused", pool.paused);
  keep(line, waiting.data, row);
  lineNone.hidden = waiting.data.length > 0;
  lineNone.textContent = pool.paused ? "The queue is paused. Nothing waits." : "Nothing runs and nothing waits.";
  showWorkers(seen, waiting.data);
  await lookAtWebhooks();
  keep(errors, failed.data, trouble, h("li", { class: "hint" }, "Nothing failed."));
}

/** Rows by id: what has not changed stays as it is, with its focus. */
function keep(place, data, make, none = null) {
  const old = new Map([...place.children].map((one) => [one.dataset.id, one]));
  const rows = data.map((one) => {
    const text = JSON.stringify(one);
    const before = old.get(one.id);
    if (before?.known === text || before?.contains(document.activeElement)) return before;
    const made = make(one);
    made.dataset.id = one.id;
    made.known = text;
    return made;
  });
  const next = rows.length || !none ? rows : [none];
  if (next.length !== place.children.length || next.some((one, n) => one !== place.children[n])) place.replaceChildren(...next);
}

const picture = (one) => (one.thumbnail ? h("img", { src: local(one.thumbnail), alt: "", class: "thumb", loading: "lazy" }) : h("span", { class: "thumb" }));

function row(one) {
  const runs = one.state === "running";
  const where = runs
    ? [h("span", {}, `${one.stage} ${Math.round(one.progress * 100)} %`), h("progress", { max: "1", value: one.progress, "aria-label": "Progress" }), h("small", {}, one.worker ?? "")]
    : [h("span", {}, one.position === 0 ? "next" : `${one.position} before it`), h("small", {}, one.starts_in === null ? `waits since ${ago(one.created_at)}` : one.starts_in < 1 ? "starts in a moment" : `starts in about ${seconds(one.starts_in)}`)];
  const priority = h("input", { type: "number", class: "field number", min: "-10", max: "10", value: String(one.priority), disabled: runs, "aria-label": `Priority of ${one.prompt.slice(0, 40)}`, onchange: trying(async (event) => {
    await ask("PUT", `${BASE}/generations/${one.id}/priority`, { json: { priority: Number(event.target.value) } });
    event.target.blur();
    announce("Moved.");
    await look();
  }) });
  return h("tr", {}, h("td", {}, picture(one)),
    h("td", { class: "what" }, h("span", {}, one.prompt || "Without words"), h("small", {}, `${one.model} · ${one.owner}${one.attempt > 1 ? ` · attempt ${one.attempt}` : ""}`)),
    h("td", { class: "where" }, where), h("td", {}, priority),
    h("td", {}, button("Cancel", act(one, "cancel", "Cancelled."), { kind: "quiet small danger", "aria-label": `Cancel ${one.prompt.slice(0, 40)}` })));
}

function trouble(one) {
  return h("li", {}, picture(one), h("div", { class: "what" }, h("span", {}, one.prompt || "Without words"),
    h("small", { class: "fault" }, `${one.error?.name ?? "Error"}: ${one.error?.message ?? ""}`), h("small", {}, `${one.model} · ${one.owner} · ${ago(one.created_at)}`)),
    button("Retry", act(one, "retry", "It waits again."), { kind: "outline small", "aria-label": `Retry ${one.prompt.slice(0, 40)}` }));
}

/** Each slot of each worker: what it keeps in memory and what it makes. */
function showWorkers(seen, waiting) {
  const makes = new Map(waiting.filter((one) => one.state === "running" && one.worker).map((one) => [one.worker, one]));
  const pools = new Map();
  for (const one of seen.workers) pools.set(one.worker, [...(pools.get(one.worker) ?? []), one.pool]);
  const known = new Map(seen.workers.map((one) => [one.worker, one]));
  const rows = [...known.values()].flatMap((one) => one.about.places.map((place) => slot(place, one, pools.get(one.worker), makes.get(place.name))));
  const none = h("li", {}, h("span", { class: "dot held" }), h("div", { class: "what" }, h("span", {}, "No worker is there"), h("small", {}, "what is asked for waits until one is: `vitascope worker`")));
  workers.replaceChildren(...(rows.length ? rows : [none]),
    h("li", { class: "models" }, h("div", { class: "what" }, h("span", {}, "Installed models"), h("ul", { class: "chips" }, seen.models.map((name) => h("li", {}, name))))));
}

function slot(place, worker, pools, made) {
  const state = made ? "busy" : place.condition === "ok" ? "" : place.condition === "starting" ? "waiting" : "held";
  const now = made ? `renders “${made.prompt.slice(0, 50)}”` : place.condition === "ok" ? "ready, nothing to render" : place.condition;
  const memory = place.loaded.length ? `in memory: ${place.loaded.join(", ")}` : "nothing in memory";
  const where = [place.devices > 1 ? `${place.devices} devices` : null, pools.join() === "default" ? null : `pool ${pools.join(", ")}`, worker.about.version];
  return h("li", {}, h("span", { class: `dot ${state}` }), h("div", { class: "what" }, h("span", {}, place.name),
    h("small", {}, now), h("small", {}, [memory, ...where.filter(Boolean)].join(" · "))));
}

const act = (one, verb, words) => trying(async () => {
  await ask("POST", `${BASE}/generations/${one.id}/${verb}`);
  toast(words);
  document.activeElement?.blur();
  await look();
});

async function turn() {
  const paused = overview.pools.find((one) => one.pool === "default").paused;
  await ask("POST", `${BASE}/pools/default/${paused ? "resume" : "pause"}`);
  announce(paused ? "The queue goes on." : "The queue is paused.");
  await look();
}

async function lookAtKeys() {
  const [{ data }, people] = await Promise.all([ask("GET", `${BASE}/keys`), ask("GET", `${BASE}/owners`)]);
  const now = Date.now() / 1000;
  const open = data.filter((one) => one.revoked_at === null && !(one.expires_at <= now && one.expires_at)).reverse();
  keys.replaceChildren(...open.map((one) => h("tr", {}, h("td", {}, one.name || "–"), h("td", {}, one.owner), h("td", {}, h("code", {}, `${one.prefix}…`)), h("td", {}, one.scopes.join(", ")),
    h("td", {}, one.last_used_at ? ago(one.last_used_at) : "never"), h("td", {}, one.expires_at ? new Date(one.expires_at * 1000).toLocaleDateString() : "never"),
    h("td", {}, button("Revoke", () => revoke(one), { kind: "quiet small danger", "aria-label": `Revoke ${one.name || one.prefix}` })))));
  if (!open.length) keys.append(h("tr", {}, h("td", { colspan: "7", class: "hint" }, "No key but the configured one, if there is one.")));
  owners.replaceChildren(...people.data.map((one) => ownerRow(one, () => limitOwner(one, lookAtKeys))));
}

async function keyMade(text) {
  showKey(text);
  await lookAtKeys();
}

/** What was told to addresses of the operator's own, the newest first, with the last try of each. */
async function lookAtWebhooks() {
  const { data } = await ask("GET", "/v1/webhooks/messages?limit=20");
  keep(hooks, data, told, h("li", { class: "hint" }, "Nobody was told anything yet."));
}

function told(one) {
  const last = one.deliveries.at(-1);
  const answer = last ? last.fault ?? `answered ${last.status}` : "not tried yet";
  const tries = one.deliveries.length > 1 ? `, try ${one.deliveries.length}` : "";
  return h("li", {}, h("span", { class: `dot ${one.state}` }), h("div", { class: "what" }, h("span", {}, `${one.event} → ${one.url}`),
    h("small", {}, `${one.state} · ${answer}${tries} · ${ago(Date.parse(one.created_at) / 1000)}`)),
    button("Send again", trying(async () => {
      await ask("POST", `/v1/webhooks/messages/${one.id}/redeliver`);
      toast("It is sent again.");
      await lookAtWebhooks();
    }), { kind: "outline small", "aria-label": `Send again: ${one.event} to ${one.url}` }));
}

function showKey(text) {
  const field = h("input", { class: "field", readonly: true, value: text, id: "made-key", "aria-label": "The new key", onfocus: (event) => event.target.select() });
  openDialog("Copy the key now", [h("p", {}, "It is shown this once; only its hash is kept."), field], { actions: [button("Copy", trying(async () => (await copyText(text), toast("Copied."))), { kind: "primary" })] });
}

function revoke(one) {
  const box = openDialog("Revoke the key?", h("p", {}, `Nobody gets in with ${one.prefix}… (${one.name || "no name"}) any more. This cannot be undone.`), {
    actions: [button("Keep it", () => box.close(), { kind: "outline" }), button("Revoke", trying(async () => {
      await ask("DELETE", `${BASE}/keys/${one.id}`);
      box.close();
      await lookAtKeys();
    }), { kind: "primary" })],
  });
}

async function begin() {
  document.getElementById("nav").append(themeButton());
  const who = await session();
  if (!who.admin) {
    const other = button("Use another key", () => (key.set(null), askForKey().then(() => location.reload())), { kind: "primary" });
    return document.getElementById("admin").replaceChildren(h("h1", {}, "Operations"), h("p", {}, icon("key"), " This key does not run the server. Use the one that its first start printed, the one in VITASCOPE_API_KEY, or one made with ", h("code", {}, "vitascope keys create --scope admin"), "."), other);
  }
  build();
  await Promise.all([look(), lookAtKeys()]);
  document.body.classList.add("ready");
  const again = async () => {
    if (!document.hidden) await look().catch((error) => health.replaceChildren(h("li", { class: "trouble" }, error.message)));
    setTimeout(again, EVERY);
  };
  setTimeout(again, EVERY);
  return null;
}

void trying(begin)();
