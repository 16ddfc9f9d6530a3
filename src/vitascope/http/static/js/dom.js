// Elements from words, and the few icons there are.

const SVG = "http://www.w3.org/2000/svg";

/** An element: names that begin with "on" are listeners, "data" and "style" are objects, else attributes. */
export function h(tag, given = {}, ...children) {
  return filled(document.createElement(tag), given, children);
}

/** The same for SVG. */
export function s(tag, given = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), given, children);
}

function filled(element, given, children) {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") for (const [key, one] of Object.entries(value)) element.style.setProperty(key, one);
    else if (name === "data") Object.assign(element.dataset, value);
    else if (["value", "checked", "muted", "loop", "disabled", "hidden"].includes(name)) element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const PATHS = {
  play: "M7 4.500v15l13-7.500z",
  pause: "M7 5h3.500v14H7zM13.500 5H17v14h-3.500z",
  back: "M6 5h2v14H6zM19 5v14L9 12z",
  next: "M16 5h2v14h-2zM5 5v14l10-7z",
  loop: "M7 7h9V4l5 4.500-5 4.500v-3H9v4H7zM17 17H8v3l-5-4.500L8 11v3h7v-4h2z",
  full: "M4 4h6v2H6v4H4zM14 4h6v6h-2V6h-4zM4 14h2v4h4v2H4zM18 14h2v6h-6v-2h4z",
  down: "M11 4h2v8l3-3 1.400 1.400L12 15.800l-5.400-5.400L8 9l3 3zM5 18h14v2H5z",
  plus: "M11 5h2v6h6v2h-6v6h-2v-6H5v-2h6z",
  cross: "m6.400 5 5.600 5.600L17.600 5 19 6.400 13.400 12l5.600 5.600-1.400 1.400-5.600-5.600L6.400 19 5 17.600l5.600-5.600L5 6.400z",
  dice: "M5 5h14v14H5zm2 2v10h10V7zm1.500 1.500h2.200v2.200H8.500zm4.800 4.800h2.200v2.200h-2.200z",
  code: "m8.500 7 1.400 1.400L6.300 12l3.600 3.600L8.500 17l-5-5zm7 0 5 5-5 5-1.400-1.400 3.600-3.600-3.600-3.600z",
  sun: "M12 7a5 5 0 1 1 0 10 5 5 0 0 1 0-10zM11 2h2v3h-2zm0 17h2v3h-2zM2 11h3v2H2zm17 0h3v2h-3z",
  ask: "M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zm0 2a7 7 0 1 0 0 14 7 7 0 0 0 0-14zm-1 10.500h2v2h-2zM12 6.500c2 0 3.500 1.300 3.500 3.100 0 1.300-.6 2-1.600 2.700-.7.500-.9.800-.9 1.500v.4h-2v-.6c0-1.400.7-2.200 1.600-2.800.7-.5.900-.7.900-1.200 0-.7-.6-1.200-1.500-1.200-1 0-1.600.6-1.700 1.600h-2c.1-2.100 1.600-3.500 3.700-3.500z",
  key: "M14 4a6 6 0 1 1-5.600 8.100L3 17.500V20h4v-2h2v-2h2v-1.700A6 6 0 0 1 14 4zm1.500 3a1.500 1.500 0 1 0 0 3 1.500 1.500 0 0 0 0-3z",
  bin: "M9 4h6v2h5v2h-1.200l-.8 12H6L5.200 8H4V6h5zM7.200 8l.7 10h8.200l.7-10z",
};

/** A small picture that says nothing to a screen reader. */
export function icon(name) {
  return s("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" }, s("path", { d: PATHS[name] }));
}

/** A button; with an icon alone, its words are read aloud and shown on hover. */
export function button(words, onclick, { kind = "", picture = null, bare = false, ...rest } = {}) {
  const told = bare ? { "aria-label": words, title: words } : {};
  const face = [picture && icon(picture), bare ? null : h("span", {}, words)];
  return h("button", { type: "button", class: `button ${kind} ${bare ? "bare" : ""}`, onclick, ...told, ...rest }, face);
}

/** Say something to those who cannot see it. */
export function announce(words) {
  document.getElementById("live").textContent = words;
}

export function seconds(value) {
  if (value < 1) return "under a second";
  if (value < 90) return `${Math.round(value)} s`;
  return value < 5400 ? `${Math.round(value / 60)} min` : `${(value / 3600).toFixed(1)} h`;
}

export function ago(epoch) {
  const past = Date.now() / 1000 - epoch;
  if (past < 60) return "just now";
  if (past < 3600) return `${Math.floor(past / 60)} min ago`;
  return past < 86400 ? `${Math.floor(past / 3600)} h ago` : new Date(epoch * 1000).toLocaleDateString();
}
