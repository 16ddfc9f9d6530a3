// What is asked of the server: with a key that is kept in this browser, or by this machine's session.

import { h, button } from "./dom.js";
import { openDialog } from "./dialog.js";

const KEPT = "vitascope.key";

/** A refusal, with the server's own words and, where it says so, the field. */
export class Refused extends Error {
  constructor(status, body) {
    const told = body?.message ?? body?.error?.message ?? body?.detail;
    super(typeof told === "string" ? told : `The server answered ${status}.`);
    this.status = status;
    this.faults = body?.errors ?? [];
  }
}

export const key = {
  get: () => localStorage.getItem(KEPT),
  set: (text) => (text ? localStorage.setItem(KEPT, text) : localStorage.removeItem(KEPT)),
};

function authorised(options) {
  const headers = new Headers(options.headers);
  if (key.get()) headers.set("Authorization", `Bearer ${key.get()}`);
  return { ...options, headers };
}

/** A response that is good, asking for a key where one is needed; else ``Refused``. */
export async function call(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, authorised(options));
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Refused(0, { message: "The server does not answer. Is it still running?" });
  }
  if (answer.status === 401 && !options.quiet) {
    await askForKey(key.get() ? "The server does not know this key any more." : "");
    return call(path, options);
  }
  if (answer.ok) return answer;
  throw new Refused(answer.status, await answer.json().catch(() => null));
}

/** The JSON of an answer; what is given as ``json`` is sent as JSON. */
export async function ask(method, path, { json, form, quiet, keepalive } = {}) {
  const headers = json === undefined ? {} : { "Content-Type": "application/json" };
  const body = json === undefined ? form : JSON.stringify(json);
  const answer = await call(path, { method, headers, body, quiet, keepalive });
  return answer.status === 204 ? null : answer.json();
}

/** Who is calling; asks for a key where there is neither a good one nor a session. */
export async function session() {
  try {
    return await ask("GET", "/v1/session", { quiet: true });
  } catch (error) {
    if (error.status !== 401 && error.status !== 403) throw error;
    if (key.get()) {
      // A key that was revoked must not keep this machine's own session out.
      const known = key.get();
      key.set(null);
      try {
        return await ask("GET", "/v1/session", { quiet: true });
      } catch {
        key.set(known);
      }
    }
    await askForKey(key.get() ? "The server does not know this key." : "");
    return session();
  }
}

let asking = null;

/** Ask until a key opens the door. */
export function askForKey(trouble = "") {
  asking ??= new Promise((done) => {
    const field = h("input", { type: "password", id: "key", class: "field", autocomplete: "off", spellcheck: "false", placeholder: "vsk_…" });
    const told = h("p", { class: "fault", role: "alert" }, trouble);
    const box = openDialog("Enter an API key", [
      h("p", {}, "It is kept in this browser only. ", h("code", {}, "vitascope serve"), " printed one at its first start; ",
        h("code", {}, "vitascope keys create"), " makes another."),
      h("label", { for: "key" }, "Key"), field, told,
    ], { closable: false, actions: [button("Open", () => enter(), { kind: "primary" })] });
    const enter = async () => {
      const before = key.get();
      key.set(field.value.trim());
      try {
        await ask("GET", "/v1/session", { quiet: true });
      } catch (error) {
        key.set(before);
        told.textContent = error.message;
        return field.focus();
      }
      asking = null;
      box.close();
      done();
    };
    field.addEventListener("keydown", (event) => event.key === "Enter" && (event.preventDefault(), enter()));
  });
  return asking;
}

/** A link of the server as a path of this page's own origin, from which alone it may load; no redirect to a store. */
export function local(url) {
  if (!url) return null;
  const { pathname, search } = new URL(url, location.href);
  return pathname.startsWith("/assets/") ? `${pathname}${search ? `${search}&` : "?"}proxied` : url;
}

/** Keep a picture on the server; answers its id. */
export async function upload(file) {
  const form = new FormData();
  form.append("purpose", "vision");
  form.append("file", file, file.name || "picture.png");
  return (await ask("POST", "/v1/files", { form })).id;
}

/** Wait until the server can be reached. */
export async function answering() {
  while (!(await fetch("/health").then(() => true, () => false))) await new Promise((resume) => setTimeout(resume, 1000));
}

/** What happens to a generation, as it happens: ``heard(kind, data)`` until its end or the signal. */
export async function follow(id, heard, signal) {
  let last = "";
  for (let pause = 250; !signal.aborted; pause = Math.min(pause * 2, 5000)) {
    try {
      const headers = last ? { "Last-Event-ID": last } : {};
      const answer = await call(`/v2/video/generations/${id}/events`, { headers, signal });
      if (answer.status === 204) return;
      for await (const event of messages(answer.body)) {
        pause = 250;
        last = event.id || last;
        heard(event.kind, JSON.parse(event.data));
        if (event.kind === "end") return;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error.status === 404) return heard("gone", {});
      heard("lost", {});
    }
    await new Promise((resume) => setTimeout(resume, pause));
  }
}

async function* messages(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (rest + value).split("\n\n");
    rest = parts.pop();
    for (const part of parts) {
      const fields = Object.fromEntries(part.split("\n").filter((line) => /^\w+: /.test(line)).map((line) => {
        const cut = line.indexOf(": ");
        return [line.slice(0, cut), line.slice(cut + 2)];
      }));
      if (fields.data) yield { id: fields.id, kind: fields.event, data: fields.data };
    }
  }
}
