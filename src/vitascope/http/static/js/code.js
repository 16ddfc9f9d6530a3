// The request as code, to be copied.

import { h, announce, button } from "./dom.js";
import { copyText, openDialog, trying } from "./dialog.js";
import { programs } from "./snippets.js";
import * as route from "./route.js";

const KEPT = "vitascope.language";

/** Show a create's body in every language. */
export function openCode(body) {
  const all = programs(body, location.origin);
  const text = h("pre", { class: "code", tabindex: "0", id: "program" }, h("code", {}));
  const needs = h("p", { class: "hint" });
  const tabs = all.map((one) => h("button", { type: "button", role: "tab", class: "tab", id: `tab-${one.id}`, "aria-controls": "program-panel", onclick: () => choose(one) }, one.name));
  const copy = button("Copy", trying(async () => {
    await copyText(text.textContent);
    copy.lastChild.textContent = "Copied";
    announce("Copied");
    setTimeout(() => (copy.lastChild.textContent = "Copy"), 2000);
  }), { kind: "primary", id: "copy" });
  const choose = (chosen) => {
    localStorage.setItem(KEPT, chosen.id);
    all.forEach((one, place) => {
      tabs[place].setAttribute("aria-selected", String(one === chosen));
      tabs[place].tabIndex = one === chosen ? 0 : -1;
    });
    panel.setAttribute("aria-labelledby", `tab-${chosen.id}`);
    text.firstChild.textContent = chosen.text ?? "";
    text.hidden = chosen.text === null;
    copy.hidden = chosen.text === null;
    needs.textContent = chosen.text === null
      ? "This client can say a prompt and a first picture, nothing more. Take another language for this request."
      : `Needs ${chosen.needs}, and your key in VITASCOPE_API_KEY. Leaves video.mp4.`;
  };
  const list = h("div", { role: "tablist", "aria-label": "Language", class: "tabs" }, tabs);
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const place = (tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length;
    choose(all[place]);
    tabs[place].focus();
  });
  const panel = h("div", { role: "tabpanel", id: "program-panel" }, needs, text);
  choose(all.find((one) => one.id === localStorage.getItem(KEPT)) ?? all[0]);
  const box = openDialog("The request as code", [list, panel], { actions: [copy], wide: true });
  list.querySelector('[aria-selected="true"]').focus();
  route.write({ panel: "code" });
  box.addEventListener("close", () => route.write({ panel: null }));
}
