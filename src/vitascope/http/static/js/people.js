// Who may come in and how much they may ask for: the dialogs for keys and limits.

import { h, button } from "./dom.js";
import { ask } from "./api.js";
import { openDialog } from "./dialog.js";

const BASE = "/v1/admin";
const DAY = 86400;
const MAY = [["create,read", "Make and see videos"], ["read", "See videos"], ["create,read,admin", "Run this server"]];
const ENDS = [["", "Never"], ["1", "In a day"], ["30", "In 30 days"], ["365", "In a year"]];
const LIMITS = { running_cap: "At once", queue_bound: "In the queue", rate_per_minute: "Created a minute", spend_limit: "Dollars in 30 days", storage_bytes: "Stored megabytes", weight: "Share beside others" };
const MEGA = 1e6;

export function bytes(count) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const place = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(count, 1)) / 3));
  return `${Number((count / 1000 ** place).toPrecision(3))} ${units[place]}`;
}

/** A form in a dialog: labelled fields, what the server refuses, one button; ``send()`` answers what ``done`` is told. */
function form(title, rows, words, send, done) {
  const fault = h("p", { class: "fault", role: "alert" });
  const go = button(words, async () => {
    go.disabled = true;
    try {
      const made = await send();
      box.close();
      await done(made);
    } catch (error) {
      fault.textContent = error.message;
    } finally {
      go.disabled = false;
    }
  }, { kind: "primary" });
  const fields = rows.map(([label, field]) => [h("label", { for: field.id }, label), field]);
  const box = openDialog(title, [fields, fault].flat(2), { actions: [go] });
  box.addEventListener("keydown", (event) => event.key === "Enter" && event.target.matches("input") && (event.preventDefault(), go.click()));
  return box;
}

const choice = (id, from) => h("select", { class: "field", id }, from.map(([value, words]) => h("option", { value }, words)));

/** Ask for a new key's facts; ``made(text)`` is told its text, which is not to be had again. */
export function newKey(made) {
  const name = h("input", { class: "field", id: "key-name", maxlength: "100", placeholder: "What it is for", autofocus: true });
  const owner = h("input", { class: "field", id: "key-owner", maxlength: "100", value: "default" });
  const may = choice("key-may", MAY);
  const ends = choice("key-ends", ENDS);
  const send = async () => {
    const until = ends.value ? Math.round(Date.now() / 1000) + Number(ends.value) * DAY : null;
    const wish = { name: name.value.trim(), owner: owner.value.trim(), scopes: may.value.split(","), expires_at: until };
    return (await ask("POST", `${BASE}/keys`, { json: wish })).text;
  };
  form("New key", [["Name", name], ["Owner: whose videos it sees", owner], ["It may", may], ["It ends", ends]], "Make it", send, made);
}

/** Ask for an owner's limits; an empty field is none. */
export function limitOwner(one, done) {
  const shown = (name) => (one.limits[name] === null ? "" : String(name === "storage_bytes" ? one.limits[name] / MEGA : one.limits[name]));
  const rows = Object.entries(LIMITS).map(([name, words], place) =>
    [words, h("input", { class: "field", id: `limit-${name}`, type: "number", min: "0", step: "any", value: shown(name), placeholder: name === "weight" ? "1" : "no limit", autofocus: place === 0 })]);
  const send = () => {
    const wish = { owner: one.owner };
    for (const [, field] of rows) {
      const name = field.id.slice("limit-".length);
      if (field.value.trim() !== "") wish[name] = name === "storage_bytes" ? Math.round(Number(field.value) * MEGA) : Number(field.value);
    }
    return ask("PUT", `${BASE}/limits`, { json: wish });
  };
  form(`Limits of ${one.owner}`, rows, "Set them", send, done);
}

/** An owner as a row: what is used of what may be. */
export function ownerRow(one, change) {
  const { limits } = one;
  const most = (value) => (value === null ? "no limit" : value.toLocaleString());
  const of = (used, value) => (value === null ? used : `${used} of ${value}`);
  const cells = [one.owner, most(limits.running_cap), most(limits.queue_bound), most(limits.rate_per_minute),
    of(`$${one.spent.toLocaleString()}`, limits.spend_limit === null ? null : `$${limits.spend_limit.toLocaleString()}`),
    of(bytes(one.stored_bytes), limits.storage_bytes === null ? null : bytes(limits.storage_bytes)), limits.weight.toLocaleString()];
  return h("tr", {}, cells.map((words) => h("td", {}, words)), h("td", {}, button("Change", change, { kind: "quiet small", "aria-label": `Change the limits of ${one.owner}` })));
}
