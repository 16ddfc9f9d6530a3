// The clips that a clip continues and that continue it, as a strip.

import { h, icon } from "./dom.js";
import { local } from "./api.js";

/** The strip of a chain as a list of elements, none where a clip stands alone. */
export function strip(card, before, after, continuations, open) {
  const chain = [...before, card, ...after];
  const known = new Set(chain.map((one) => one.id));
  const more = continuations.filter((one) => !known.has(one.id));
  if (chain.length < 2 && !more.length) return [];
  const item = (one, words) => h("li", { class: one.id === card.id ? "now" : "" },
    h("a", { href: `#g=${one.id}`, "aria-current": one.id === card.id ? "true" : null, onclick: (event) => (event.preventDefault(), open(one.id)) },
      one.links.thumbnail ? h("img", { src: local(one.links.thumbnail), alt: "", loading: "lazy" }) : h("span", { class: "dark" }, one.state),
      h("span", {}, words ?? one.prompt)));
  return [h("section", { class: "chain", "aria-label": "Chain" },
    h("div", { class: "chain-head" }, h("h3", {}, "Chain"), whole(card)), h("ol", {}, chain.map((one) => item(one))),
    more.length ? [h("h3", {}, "Goes on as"), h("ul", {}, more.map((one) => item(one)))] : null)];
}

/** The whole chain as one file, or why there is none. */
function whole(card) {
  if (!card.links.stitched) return card.stitched_reason && h("small", {}, card.stitched_reason);
  return h("a", { class: "button quiet small", href: local(card.links.stitched), download: `vitascope-${card.id.slice(0, 8)}-whole.mp4` }, icon("down"), "All as one video");
}
