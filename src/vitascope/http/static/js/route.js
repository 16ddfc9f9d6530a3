// Where we are: everything is in the address behind "#", which no server and no log ever sees.

const COMPOSED = ["prompt", "ratio", "size", "length", "frames", "loop", "seed", "model", "quality", "concepts", "avoid", "f0", "f1"];

/** What the address says. */
export function read() {
  return Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
}

/** Change parts of the address; null takes one away. ``visit`` makes it a step that Back undoes. */
export function write(changes, { visit = false } = {}) {
  const all = new URLSearchParams(location.hash.slice(1));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === "") all.delete(name);
    else all.set(name, value);
  }
  const text = all.toString();
  const where = location.pathname + (text ? `#${text}` : "");
  if (where === location.pathname + location.hash) return;
  history[visit ? "pushState" : "replaceState"](null, "", where);
}

/** Whether a request is being written in the address. */
export function composes(state) {
  return COMPOSED.some((name) => name in state);
}

export const composed = COMPOSED;
