// A request as the page holds it, as the address writes it, and as the server reads it.

import { RATE } from "./shape.js";

export const FRESH = {
  prompt: "", ratio: "16:9", size: "720p", length: "5", frames: "", loop: false, seed: "", model: "luma/ray-2",
  quality: "standard", concepts: [], avoid: "", f0: null, f1: null, plan: null,
};

/** What the address says is asked for. */
export function fromAddress(state) {
  const end = (text) => {
    if (!text) return null;
    const cut = text.indexOf(":");
    return { kind: text.slice(0, cut), ref: text.slice(cut + 1) };
  };
  const known = Object.fromEntries(Object.keys(FRESH).filter((name) => name in state).map((name) => [name, state[name]]));
  return {
    ...FRESH, ...known, loop: state.loop === "1", concepts: state.concepts ? state.concepts.split(",") : [],
    f0: end(state.f0), f1: end(state.f1), plan: null,
  };
}

/** What the address is to say; what is as usual is left out. */
export function toAddress(request) {
  const end = (one) => (one ? `${one.kind}:${one.ref}` : null);
  const told = { ...request, loop: request.loop ? "1" : null, concepts: request.concepts.join(","), f0: end(request.f0), f1: end(request.f1) };
  delete told.plan;
  for (const name of ["ratio", "size", "length", "model", "quality"]) if (told[name] === FRESH[name]) told[name] = null;
  return told;
}

/** A create's body, or a generation's request, as the page's own. */
export function fromBody(body) {
  const end = (one) => {
    if (!one) return null;
    if (one.type === "generation") return { kind: "gen", ref: one.id };
    return one.url.startsWith("file-") ? { kind: "file", ref: one.url } : { kind: "url", ref: one.url };
  };
  return {
    ...FRESH, prompt: body.prompt ?? "", ratio: body.aspect_ratio ?? FRESH.ratio, size: body.resolution ?? FRESH.size,
    length: String(body.duration ?? FRESH.length), frames: body.num_frames ? String(body.num_frames) : "",
    loop: body.loop ?? false, seed: body.seed === undefined ? "" : String(body.seed), model: body.model ?? FRESH.model,
    quality: body.quality ?? FRESH.quality, concepts: body.concepts ?? [], avoid: body.negative_prompt ?? "",
    f0: end(body.keyframes?.frame0), f1: end(body.keyframes?.frame1), plan: body.plan ?? null,
  };
}

/** The body of a create; ``honoured`` are the options of the model that is asked. */
export function toBody(request, honoured) {
  const end = (one) => (one.kind === "gen" ? { type: "generation", id: one.ref } : { type: "image", url: one.ref });
  const body = { model: request.model, prompt: request.prompt, resolution: request.size, aspect_ratio: request.ratio };
  if (request.frames) body.num_frames = Number(request.frames);
  else body.duration = Number(request.length);
  if (request.f0 || request.f1) {
    body.keyframes = {};
    if (request.f0) body.keyframes.frame0 = end(request.f0);
    if (request.f1) body.keyframes.frame1 = end(request.f1);
  }
  if (request.loop) body.loop = true;
  if (request.seed !== "") body.seed = Number(request.seed);
  if (request.concepts.length && honoured.includes("concepts")) body.concepts = request.concepts;
  if (request.quality !== "standard" && honoured.includes("quality")) body.quality = request.quality;
  if (request.avoid && honoured.includes("negative_prompt")) body.negative_prompt = request.avoid;
  if (request.plan) body.plan = request.plan;
  return body;
}

/** What a model must be able to do for this, beside the loop. */
export function capability(request) {
  const kinds = [request.f0, request.f1].map((one) => one && (one.kind === "gen" ? "clip" : "image"));
  const [first, last] = kinds;
  if (!first && !last) return "text";
  if (first && last) return first === "image" && last === "image" ? "first_last" : "between";
  if (first) return first === "clip" ? "extend" : "first";
  return last === "clip" ? "reverse_extend" : "last";
}

export const frameCount = (request) => Number(request.frames) || Number(request.length) * RATE;
