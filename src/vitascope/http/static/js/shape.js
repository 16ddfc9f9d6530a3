// Sizes and lengths, as the server reckons them.

export const RATIOS = ["16:9", "9:16", "1:1", "4:3", "3:4", "21:9", "9:21"];
export const SIZES = { "540p": 540, "720p": 720, "1080p": 1080, "4k": 2160 };
export const RATE = 24;

/** Width and height in pixels: the short side is the resolution, both even. */
export function pixels(size, ratio) {
  const [across, down] = ratio.split(":").map(Number);
  const short = SIZES[size];
  const long = Math.round((short * Math.max(across, down)) / Math.min(across, down) / 2) * 2;
  return across >= down ? [long, short] : [short, long];
}

/** The named ratio and resolution of a frame, those that are nearest. */
export function named(width, height) {
  const off = (ratio) => {
    const [across, down] = ratio.split(":").map(Number);
    return Math.abs(Math.log(width / height / (across / down)));
  };
  const ratio = RATIOS.reduce((best, one) => (off(one) < off(best) ? one : best));
  const short = Math.min(width, height);
  const size = Object.keys(SIZES).reduce((best, one) => (Math.abs(SIZES[one] - short) < Math.abs(SIZES[best] - short) ? one : best));
  return { ratio, size };
}

export const lengthOf = (frames, fps = RATE) => `${Number((frames / fps).toFixed(frames % fps ? 2 : 0))} s`;
