// What a vitascope video says of itself, read in the browser: the file goes nowhere.

import { named } from "./shape.js";
import { FRESH } from "./request.js";

const MOST = 64 << 20;
const INSIDE = new Set(["moov", "trak", "mdia", "minf", "stbl", "udta", "ilst"]);

/** The boxes of a part of a file: their kind and where their content lies. */
function* boxes(view, start, end) {
  for (let at = start; at + 8 <= end; ) {
    let size = view.getUint32(at);
    let head = 8;
    if (size === 1 && at + 16 <= end) [size, head] = [Number(view.getBigUint64(at + 8)), 16];
    if (size === 0) size = end - at;
    if (size < head || at + size > end) return;
    yield { kind: kindAt(view, at + 4), start: at + head, end: at + size };
    at += size;
  }
}

const kindAt = (view, at) => String.fromCharCode(...[0, 1, 2, 3].map((n) => view.getUint8(at + n)));

/** The ``moov`` box of a file, wherever it lies; null where there is none. */
async function index(file) {
  for (let at = 0; at + 8 <= file.size; ) {
    const view = new DataView(await file.slice(at, at + 16).arrayBuffer());
    let size = view.getUint32(0);
    if (size === 1 && view.byteLength === 16) size = Number(view.getBigUint64(8));
    if (size === 0) size = file.size - at;
    if (size < 8) return null;
    if (kindAt(view, 4) === "moov") return size > MOST ? null : new DataView(await file.slice(at, at + size).arrayBuffer());
    at += size;
  }
  return null;
}

function read(view) {
  const found = { tags: {} };
  const text = (box) => new TextDecoder().decode(new Uint8Array(view.buffer, box.start, box.end - box.start));
  const walk = (start, end, parent) => {
    for (const box of boxes(view, start, end)) {
      if (parent === "ilst") {
        for (const data of boxes(view, box.start, box.end)) if (data.kind === "data") found.tags[box.kind] = text({ start: data.start + 8, end: data.end });
      } else if (box.kind === "meta") walk(box.start + 4, box.end, "meta");
      else if (box.kind === "tkhd") [found.width, found.height] = [view.getUint16(box.end - 8), view.getUint16(box.end - 4)];
      else if (box.kind === "stsz") found.frames = view.getUint32(box.start + 8);
      else if (INSIDE.has(box.kind)) walk(box.start, box.end, box.kind);
    }
  };
  walk(0, view.byteLength, "");
  return found;
}

/** What made a file, or null where vitascope did not: its generation's id, and the request as far as it says. */
export async function record(file) {
  const view = await index(file);
  if (view === null) return null;
  const found = read(view);
  let told;
  try {
    told = JSON.parse(found.tags.ldes ?? "");
  } catch {
    return null;
  }
  if (typeof told !== "object" || told === null || typeof told.generation !== "string") return null;
  const { ratio, size } = named(found.width, found.height);
  const length = { 120: "5", 216: "9" }[found.frames];
  return {
    id: told.generation,
    request: {
      ...FRESH, prompt: String(told.prompt ?? ""), seed: String(told.seed ?? ""), model: String(told.model ?? FRESH.model), ratio, size,
      length: length ?? FRESH.length, frames: length ? "" : String(found.frames), loop: told.loop === true,
      concepts: Array.isArray(told.concepts) ? told.concepts.map(String) : [], quality: String(told.quality ?? FRESH.quality), avoid: String(told.negative_prompt ?? ""),
    },
  };
}
