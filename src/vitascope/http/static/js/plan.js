// The plan of a shot: read as words and a time line, edited as JSON, rendered again.

import { h, button } from "./dom.js";
import { ask } from "./api.js";
import { openDialog } from "./dialog.js";
import * as route from "./route.js";

/** Show the plan of a clip; ``planned(card, plan)`` renders it anew and raises what the server refuses. */
export async function openPlan(card, planned) {
  const plan = await ask("GET", `/v2/video/generations/${card.id}/plan`);
  const editor = h("textarea", { id: "plan", class: "editor", spellcheck: "false", rows: "18", "aria-describedby": "plan-fault" });
  const fault = h("p", { class: "fault", id: "plan-fault", role: "alert" });
  const summary = h("div", { class: "plan-told" });
  editor.value = JSON.stringify(plan, null, 2);
  const parsed = () => {
    try {
      const value = JSON.parse(editor.value);
      fault.textContent = "";
      return value;
    } catch (error) {
      fault.textContent = `This is no JSON${place(editor.value, error.message)}: ${error.message}`;
      return null;
    }
  };
  const show = () => {
    const value = parsed();
    editor.setAttribute("aria-invalid", String(value === null));
    if (value) summary.replaceChildren(...told(value));
  };
  const render = button("Render this plan", async () => {
    const value = parsed();
    if (value === null) return editor.focus();
    render.disabled = true;
    try {
      await planned(card, value);
      box.close();
    } catch (error) {
      fault.textContent = [error.message, ...(error.faults ?? []).slice(1).map((one) => one.message)].join("\n");
      editor.setAttribute("aria-invalid", "true");
    } finally {
      render.disabled = false;
    }
  }, { kind: "primary" });
  const reset = button("Undo changes", () => {
    editor.value = JSON.stringify(plan, null, 2);
    show();
  }, { kind: "quiet" });
  editor.addEventListener("input", show);
  editor.addEventListener("keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && render.click());
  show();
  const box = openDialog("Plan", [summary, h("label", { for: "plan" }, "As JSON"), editor, fault], { actions: [reset, render], wide: true });
  route.write({ panel: "plan" });
  box.addEventListener("close", () => route.write({ panel: null }));
}

/** The line of a fault, where the browser says it. */
function place(text, message) {
  const at = /position (\d+)/.exec(message);
  if (!at || /line \d+/.test(message)) return "";
  return ` at line ${text.slice(0, Number(at[1])).split("\n").length}`;
}

const plain = (word) => String(word).replaceAll("_", " ");

function told(plan) {
  const facts = [plan.environment, plan.time_of_day, plan.weather, plan.mood].filter(Boolean).map((word) => h("li", {}, plain(word)));
  const subjects = list(plan.subjects).map((one) => h("li", {}, `${one.count > 1 ? `${one.count} × ` : ""}${one.noun ?? "?"}, ${one.length} m`));
  const take = list(plan.takes)[plan.clip ?? 0];
  const parts = [h("ul", { class: "chips", "aria-label": "The scene" }, facts, subjects)];
  if (take?.seconds) parts.push(timeline(take));
  return parts;
}

function timeline(take) {
  const rows = [
    ...list(take.camera).map((one) => ["camera", plain(one.kind), one.start, one.end]),
    ...list(take.actions).map((one) => ["action", plain([one.verb, one.toward].filter(Boolean).join(" ")), one.start, one.end]),
  ];
  if (!rows.length) return h("p", { class: "hint" }, "The camera stands still.");
  return h("ol", { class: "timeline", "aria-label": `Time line of ${take.seconds} seconds` }, rows.map(([kind, words, start, end]) => {
    const from = Math.max(0, (start - take.start) / take.seconds);
    const part = Math.min(1, (end - take.start) / take.seconds) - from;
    return h("li", {}, h("span", { class: `track ${kind}`, style: { "margin-left": `${from * 100}%`, width: `${Math.max(part, 0.02) * 100}%` } }, ""),
      h("span", { class: "track-told" }, `${words}, ${Number(start).toFixed(1)} to ${Number(end).toFixed(1)} s`));
  }));
}

const list = (value) => (Array.isArray(value) ? value : []);
