// Dialogs, notices, the theme: what both pages share.

import { h, button } from "./dom.js";

/** A modal dialog; answers the element, which is removed when it closes. */
export function openDialog(title, content, { actions = [], closable = true, wide = false } = {}) {
  const box = h("dialog", { class: wide ? "dialog wide" : "dialog", "aria-labelledby": "dialog-title" },
    h("header", {}, h("h2", { id: "dialog-title" }, title),
      closable && button("Close", () => box.close(), { picture: "cross", bare: true, kind: "quiet" })),
    h("div", { class: "dialog-body" }, content),
    actions.length ? h("footer", {}, actions) : null);
  box.addEventListener("close", () => box.remove());
  if (!closable) box.addEventListener("cancel", (event) => event.preventDefault());
  else box.addEventListener("click", (event) => event.target === box && box.close());
  document.body.append(box);
  box.showModal();
  return box;
}

/** A notice that goes by itself; with an action it stays long enough to be taken. */
export function toast(words, { action = null, trouble = false, seconds = 6 } = {}) {
  const note = h("div", { class: trouble ? "toast trouble" : "toast", role: trouble ? "alert" : "status" }, h("span", {}, words));
  const gone = setTimeout(() => note.remove(), seconds * 1000);
  const leave = () => (clearTimeout(gone), note.remove());
  if (action) note.append(button(action.words, () => (leave(), action.act()), { kind: "quiet" }));
  note.append(button("Dismiss", leave, { picture: "cross", bare: true, kind: "quiet" }));
  document.getElementById("toasts").append(note);
  return leave;
}

/** Show what an attempt raises. */
export function trying(act) {
  return async (...given) => {
    try {
      return await act(...given);
    } catch (error) {
      toast(error.message, { trouble: true, seconds: 10 });
      return null;
    }
  };
}

const THEMES = ["auto", "light", "dark"];

/** The button that goes round the themes. */
export function themeButton() {
  const root = document.documentElement;
  const now = () => localStorage.getItem("vitascope.theme") ?? "auto";
  const show = () => {
    root.dataset.theme = now();
    made.title = `Theme: ${now()}`;
    made.setAttribute("aria-label", made.title);
  };
  const made = button("Theme", () => {
    localStorage.setItem("vitascope.theme", THEMES[(THEMES.indexOf(now()) + 1) % THEMES.length]);
    show();
  }, { picture: "sun", bare: true, kind: "quiet" });
  show();
  return made;
}

/** Put a text on the clipboard; without TLS, where a browser offers no clipboard, by a selection. */
export async function copyText(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = h("textarea", { class: "unseen", value: text });
  (document.querySelector("dialog") ?? document.body).append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (!done) throw new Error("This browser does not let a page copy. Select the text and copy it.");
  return undefined;
}
