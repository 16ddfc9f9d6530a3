// Camera concepts, each with a little scene that moves as its camera does.

import { h, s } from "./dom.js";

const GROUPS = {
  Move: ["push_in", "pull_out", "truck_left", "truck_right", "pedestal_up", "pedestal_down", "crane_up", "crane_down", "orbit_left", "orbit_right", "bolt_cam", "aerial_drone"],
  Turn: ["pan_left", "pan_right", "tilt_up", "tilt_down", "roll_left", "roll_right"],
  Lens: ["zoom_in", "zoom_out", "dolly_zoom", "tiny_planet"],
  Place: ["static", "handheld", "low_angle", "high_angle", "eye_level", "ground_level", "overhead", "aerial", "over_the_shoulder", "pov", "selfie", "elevator_doors"],
};

const ARROWS = {
  "+": ["push_in", "zoom_in", "bolt_cam", "pov"], "−": ["pull_out", "zoom_out"], "±": ["dolly_zoom"], "←": ["truck_left", "pan_left"], "→": ["truck_right", "pan_right"],
  "↑": ["pedestal_up", "crane_up", "tilt_up"], "↓": ["pedestal_down", "crane_down", "tilt_down"], "↺": ["roll_left", "orbit_left"], "↻": ["roll_right", "orbit_right"],
};
const arrow = (name) => Object.keys(ARROWS).find((one) => ARROWS[one].includes(name));

const words = (name) => name.replaceAll("_", " ");

function scene(name) {
  return s("svg", { class: `concept-scene c-${name}`, viewBox: "0 0 64 36", "aria-hidden": "true" },
    s("g", { class: "far" }, s("rect", { class: "air", x: "-64", y: "-36", width: "192", height: "108" }),
      s("circle", { class: "sun", cx: "46", cy: "10", r: "4" }),
      s("path", { class: "hill", d: "M-64 30 L-30 16 -10 25 12 12 34 25 52 17 84 27 128 20 V72 H-64Z" })),
    s("g", { class: "near" }, s("path", { class: "land", d: "M-64 28 Q0 24 32 28 T128 27 V72 H-64Z" }),
      s("g", { class: "body" }, s("circle", { cx: "32", cy: "17", r: "2.6" }), s("path", { d: "M28.600 30v-6.500a3.400 3.400 0 0 1 6.800 0V30z" }))),
    s("g", { class: "veil" }, s("rect", { x: "-32", y: "0", width: "32", height: "36" }), s("rect", { x: "64", y: "0", width: "32", height: "36" })),
    arrow(name) && s("circle", { class: "disc", cx: "56", cy: "28", r: "5.5" }), arrow(name) && s("text", { class: "arrow", x: "56", y: "30.9" }, arrow(name)));
}

/** The picker; ``changed(names)`` is told of every change. */
export function conceptPicker(changed) {
  const boxes = new Map();
  const groups = Object.entries(GROUPS).map(([title, names]) =>
    h("fieldset", { class: "concepts" }, h("legend", {}, title), names.map((name) => {
      const box = h("input", { type: "checkbox", name: "concept", value: name, onchange: () => changed([...boxes].filter(([, one]) => one.checked).map(([key]) => key)) });
      boxes.set(name, box);
      return h("label", { class: "concept" }, box, scene(name), h("span", {}, words(name)));
    })));
  const count = h("span", { class: "count" });
  const made = h("details", { class: "fold", id: "concepts" }, h("summary", {}, "Camera ", count), groups);
  made.show = (chosen, honoured) => {
    for (const [name, box] of boxes) box.checked = chosen.includes(name);
    count.textContent = chosen.length ? chosen.map(words).join(", ") : "as the prompt says";
    made.hidden = !honoured;
  };
  return made;
}
