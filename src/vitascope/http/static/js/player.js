// A video that can be looked at frame by frame.

import { h, button } from "./dom.js";

/** The player of a finished clip: its video and controls as one element. */
export function player(card, source, still) {
  const frames = card.frames;
  const video = h("video", { src: source, poster: still, muted: true, loop: true, playsinline: true, preload: "auto", tabindex: "0", "aria-label": card.prompt || "Video" });
  const count = h("output", { class: "frame-count", "aria-label": "Frame" });
  const line = h("input", { type: "range", min: "0", max: String(frames - 1), value: "0", step: "1", class: "line", "aria-label": "Frame" });
  const here = () => Math.min(frames - 1, Math.floor(video.currentTime * card.fps + 0.01));
  const go = (frame) => {
    video.pause();
    // In the middle of the frame: a time on its edge may show the one before.
    video.currentTime = (Math.min(Math.max(frame, 0), frames - 1) + 0.5) / card.fps;
  };
  const toggle = () => (video.paused ? video.play() : video.pause());
  const playing = button("Play", toggle, { picture: "play", bare: true, kind: "quiet" });
  const looping = button("Loop playback", () => loop(!video.loop), { picture: "loop", bare: true, kind: "quiet", "aria-pressed": "true" });
  const loop = (on) => {
    video.loop = on;
    looping.setAttribute("aria-pressed", String(on));
  };
  const show = () => {
    const frame = here();
    line.value = String(frame);
    line.style.setProperty("--part", `${(100 * frame) / Math.max(frames - 1, 1)}%`);
    line.setAttribute("aria-valuetext", `frame ${frame + 1} of ${frames}`);
    count.textContent = `${String(frame + 1).padStart(String(frames).length, "0")} / ${frames}`;
  };
  const face = () => {
    const words = video.paused ? "Play" : "Pause";
    playing.replaceChildren(...button(words, null, { picture: video.paused ? "play" : "pause", bare: true }).childNodes);
    playing.setAttribute("aria-label", words);
    playing.title = words;
  };
  const tick = () => {
    show();
    if (!video.paused && video.isConnected) requestAnimationFrame(tick);
  };
  video.addEventListener("play", () => (face(), tick()));
  for (const kind of ["pause", "ended"]) video.addEventListener(kind, face);
  for (const kind of ["seeked", "loadedmetadata"]) video.addEventListener(kind, show);
  video.addEventListener("click", toggle);
  line.addEventListener("input", () => go(Number(line.value)));
  const whole = h("div", { class: "player", data: { id: card.id } },
    h("div", { class: "screen" }, video),
    h("div", { class: "controls", role: "group", "aria-label": "Player" },
      playing, button("Previous frame", () => go(here() - 1), { picture: "back", bare: true, kind: "quiet" }),
      button("Next frame", () => go(here() + 1), { picture: "next", bare: true, kind: "quiet" }),
      line, count, looping,
      button("Full screen", () => whole.requestFullscreen(), { picture: "full", bare: true, kind: "quiet" })));
  const keys = { " ": toggle, k: toggle, ArrowLeft: () => go(here() - 1), ArrowRight: () => go(here() + 1), ",": () => go(here() - 1), ".": () => go(here() + 1), l: () => loop(!video.loop), Home: () => go(0), End: () => go(frames - 1) };
  video.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  show();
  face();
  if (!matchMedia("(prefers-reduced-motion: reduce)").matches) video.play().catch(face);
  whole.video = video;
  return whole;
}

/** The last frame of a clip as a picture. */
export async function lastFrame(card, source) {
  const video = h("video", { src: source, muted: true, preload: "auto" });
  await new Promise((ready, failed) => {
    video.onloadeddata = () => (video.currentTime = (card.frames - 0.5) / card.fps);
    video.onseeked = ready;
    video.onerror = () => failed(new Error("The video cannot be read for its last frame."));
  });
  const canvas = h("canvas", { width: card.width, height: card.height });
  canvas.getContext("2d").drawImage(video, 0, 0, card.width, card.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  return new File([blob], `${card.id}-last-frame.png`, { type: "image/png" });
}
