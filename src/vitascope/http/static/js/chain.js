// The clips that a clip continues and that continue it, as a strip.

import { h } from "./dom.js";
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
    h("h3", {}, "Chain"), h("ol", {}, chain.map((one) => item(one))),
    more.length ? [h("h3", {}, "Goes on as"), h("ul", {}, more.map((one) => item(one)))] : null)];
}
