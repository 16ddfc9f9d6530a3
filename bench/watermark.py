"""How well the watermark survives, how seldom one is seen where there is none, and what it costs.

``python -m bench.watermark [--clips N] [--processes N]``: each clip is rendered by the built-in engine, a
second from one of the gallery's prompts or three from a picture, and encoded as the server does it, with a
mark and without. The marked one is treated as people treat videos, encoded again, and looked at.

A mark is falsely seen where noise stands out by ``CERTAIN`` standard deviations. How likely that is follows
from clips without one and from patterns that were never drawn: a Gumbel distribution, that of the largest of
many, is fitted to how far they stand out, and an exponential to the highest tenth; the worse of both counts.
"""

from __future__ import annotations

import argparse
import math
import time
import tomllib
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import cv2
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from support.pictures import landscape, portrait
from vitascope.domain.render import RenderSpec
from vitascope.engines.base import Condition
from vitascope.engines.previz import PrevizEngine
from vitascope.media.arrays import Plane, Planes
from vitascope.media.decode import frames
from vitascope.media.detection import CERTAIN, find_mark, gathered, spectrum, strongest
from vitascope.media.encode import Encoder
from vitascope.media.watermark import CELLS, Payload, Watermark, reference

PROMPTS = Path(__file__).parent / "gallery" / "prompts.toml"
SIZES = ((960, 540), (960, 540), (540, 960), (720, 720))
FRAMES = 24
PICTURE_FRAMES = 72
"""What moves through a picture moves slowly, and hides a mark that stands still longer."""
CRF = 28
KEPT = 0.9
"""Of each side when a tenth is cropped away, at a place that differs from clip to clip."""
OTHERS = 4
"""Patterns that were never drawn, looked for in each clip."""
SURVIVE, FALSE, COST = 0.95, 1e-6, 0.1
"""What is promised."""
COSTLY = (1920, 1080, 48)
"""Width, height and frames of the clip whose cost is measured."""
EULER = 0.5772156649

Clip = list[Planes]
Treatment = Callable[[Clip, int], Clip]


@dataclass(frozen=True)
class Looked:
    """By treatment whether the clip's mark came back; how far others' patterns stood out, and without one."""

    came_back: dict[str, bool]
    others: tuple[float, ...]
    unmarked: tuple[float, ...]


def halved(clip: Clip, _: int) -> Clip:
    """Half of each side."""
    return [(_half(y), _half(u), _half(v)) for y, u, v in clip]


def cropped(clip: Clip, number: int) -> Clip:
    """A tenth of each side cut away, somewhere."""
    height, width = clip[0][0].shape
    rng = np.random.default_rng(number)
    high, wide = (round(side * KEPT / 2) * 2 for side in (height, width))
    top, left = (
        2 * int(rng.integers(0, (side - kept) // 2 + 1)) for side, kept in ((height, high), (width, wide))
    )
    return [
        (
            y[top : top + high, left : left + wide],
            u[top // 2 : (top + high) // 2, left // 2 : (left + wide) // 2],
            v[top // 2 : (top + high) // 2, left // 2 : (left + wide) // 2],
        )
        for y, u, v in clip
    ]


def slowed(clip: Clip, _: int) -> Clip:
    """Fifteen frames of each second's twenty-four."""
    return [clip[index * 24 // 15] for index in range(len(clip) * 15 // 24)]


def trimmed(clip: Clip, _: int) -> Clip:
    """The middle third."""
    return clip[len(clip) // 3 : 2 * len(clip) // 3]


FEW = ("15 frames a second", "the middle third")
"""Tried on every fifth clip."""
TREATMENTS: dict[str, tuple[Treatment, ...]] = {
    "encoded again": (),
    "half of each side": (halved,),
    "a tenth cropped": (cropped,),
    "half, a tenth cropped": (halved, cropped),
    "15 frames a second": (slowed,),
    "the middle third": (trimmed,),
}
"""Each is encoded again, too."""


def look(number: int) -> Looked:
    """Make one clip, treat it, and look."""
    with TemporaryDirectory() as folder:
        clip = rendered(number)
        payload = Payload.of(b"bench", str(number).encode())
        marked, plain = Path(folder) / "marked.mp4", Path(folder) / "plain.mp4"
        _made(marked, clip, payload)
        _made(plain, clip, None)
        shown = list(frames(marked))
        came_back = {"as made": _has(marked, payload)}
        for name, treatments in TREATMENTS.items():
            if name in FEW and number % 5:
                continue
            treated = Path(folder) / "treated.mp4"
            encoded_again(treated, _through(treatments, shown, number))
            came_back[name] = _has(treated, payload)
        others = tuple(_others(shown, number))
        again = Path(folder) / "plain again.mp4"
        encoded_again(again, _through((halved, cropped), list(frames(plain)), number))
        return Looked(came_back, others, (_stands_out(plain), _stands_out(again)))


def rendered(number: int) -> Clip:
    """A clip by the built-in engine: one in two moves through a picture, the other shows a prompt."""
    lists: dict[str, list[str]] = tomllib.loads(PROMPTS.read_text("utf-8"))
    prompts = [prompt for listed in lists.values() for prompt in listed]
    width, height = SIZES[number // 3 % len(SIZES)]
    spec = RenderSpec(
        prompt=prompts[number // 2 % len(prompts)],
        width=width,
        height=height,
        frames=PICTURE_FRAMES if number % 2 else FRAMES,
        seed=number,
    )
    ends = [_picture(width, height, number)] if number % 2 else []
    engine = PrevizEngine()
    engine.load("cpu")
    spec = spec.model_copy(update={"plan": engine.plan(spec, ends)})
    blocks = engine.render(spec, ends, lambda *_: None, lambda: False)
    return [(one.y[at], one.u[at], one.v[at]) for one in blocks for at in range(one.count)]


def encoded_again(path: Path, clip: Clip) -> None:
    """At crf 28 and the preset of who is in a hurry, not by the server's settings."""
    height, width = clip[0][0].shape
    with av.open(str(path), "w") as container:
        stream = container.add_stream(
            "libx264", Fraction(24), options={"crf": str(CRF), "preset": "veryfast"}
        )
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for planes in clip:
            stacked = np.concatenate([np.ascontiguousarray(plane).reshape(-1) for plane in planes])
            picture = av.VideoFrame.from_ndarray(stacked.reshape(height * 3 // 2, width), "yuv420p")
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))


def cost() -> float:
    """CPU seconds of drawing the mark, as a share of those of encoding."""
    width, height, length = COSTLY
    picture = np.asarray(cv2.cvtColor(landscape(width + length, height), cv2.COLOR_RGB2GRAY), np.uint8)
    lumas = [np.ascontiguousarray(picture[:, at : at + width]) for at in range(length)]
    grey = np.full((height // 2, width // 2), 128, np.uint8)
    watermark = Watermark(width, height, length, start=Payload(1, 2), end=Payload(1, 2))
    began = time.process_time()
    marked = [watermark.mark(index, luma) for index, luma in enumerate(lumas)]
    drawn = time.process_time() - began
    with TemporaryDirectory() as folder:
        began = time.process_time()
        with Encoder(Path(folder) / "a.mp4", width, height, 24, length) as encoder:
            for luma in marked:
                encoder.write(luma, grey, grey)
            encoder.close()
        return drawn / (time.process_time() - began)


def likelihood(noise: NDArray[np.float64]) -> float:
    """How likely a clip without a mark stands out by ``CERTAIN``."""
    scale = float(noise.std()) * math.sqrt(6) / math.pi
    middle = float(noise.mean()) - EULER * scale
    largest = -math.expm1(-math.exp(-(CERTAIN - middle) / scale))
    high = float(np.quantile(noise, 0.9))
    excess = float((noise[noise > high] - high).mean())
    return max(largest, 0.1 * math.exp(-(CERTAIN - high) / excess))


def _through(treatments: tuple[Treatment, ...], clip: Clip, number: int) -> Clip:
    for treatment in treatments:
        clip = _even(treatment(clip, number))
    return clip


def _even(clip: Clip) -> Clip:
    """Sides that H.264 can have in 4:2:0."""
    height, width = (side // 2 for side in clip[0][0].shape)
    return [(y[: 2 * height, : 2 * width], u[:height, :width], v[:height, :width]) for y, u, v in clip]


def _half(plane: Plane) -> Plane:
    return np.asarray(cv2.resize(plane, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)


def _picture(width: int, height: int, number: int) -> Condition:
    make = landscape if number % 4 == 1 else portrait
    return Condition("start", make(width, height, number)[None])


def _made(path: Path, clip: Clip, payload: Payload | None) -> None:
    height, width = clip[0][0].shape
    watermark = Watermark(width, height, len(clip), start=payload, end=payload)
    with Encoder(path, width, height, 24, len(clip)) as encoder:
        for index, (y, u, v) in enumerate(clip):
            encoder.write(watermark.mark(index, y), u, v)
        encoder.close()


def _has(path: Path, payload: Payload) -> bool:
    found = find_mark(path)
    return found is not None and found.payload == payload


def _stands_out(path: Path) -> float:
    return strongest(gathered(y for y, _, _ in frames(path)), spectrum(reference()))[0]


def _others(clip: Clip, number: int) -> Iterator[float]:
    """How far patterns that were never drawn stand out."""
    seen = gathered(y for y, _, _ in clip)
    rng = np.random.default_rng(number)
    for _ in range(OTHERS):
        pattern = np.where(rng.integers(0, 2, (CELLS, CELLS)), 1, -1).astype(np.float32)
        yield strongest(seen, spectrum(pattern))[0]


def report(looked: list[Looked], share: float, console: Console) -> bool:
    """Print everything; whether it is as promised."""
    table = Table(title=f"{len(looked)} clips, detection at {CERTAIN:g} standard deviations")
    table.add_column("treatment")
    table.add_column("its own mark found", justify="right")
    shares: list[float] = []
    for name in looked[0].came_back:
        tried = [one.came_back[name] for one in looked if name in one.came_back]
        shares.append(sum(tried) / len(tried))
        table.add_row(name, f"{sum(tried)} of {len(tried)}, {shares[-1]:.1%}")
    console.print(table)
    unmarked = np.array([value for one in looked for value in one.unmarked])
    noise = np.array([*unmarked, *(value for one in looked for value in one.others)])
    false, likely = int((unmarked >= CERTAIN).sum()), likelihood(noise)
    console.print(f"without a mark: seen in {false} of {unmarked.size} files")
    console.print(
        f"noise stands out by {noise.mean():.2f} ± {noise.std():.2f}, at most {noise.max():.2f} of "
        f"{noise.size:,}; by {CERTAIN:g}: {likely:.1e}"
    )
    console.print(f"cost: {share:.1%} of the encoder's CPU time, at {COSTLY[0]}x{COSTLY[1]}")
    return min(shares) >= SURVIVE and not false and likely <= FALSE and share <= COST


def _tell(console: Console, number: int, one: Looked) -> None:
    console.print(f"clip {number}: noise {max(one.others):.2f}, unmarked {max(one.unmarked):.2f}")
    missed = [name for name, found in one.came_back.items() if not found]
    if missed:
        console.print(f"clip {number}: not found when {', '.join(missed)}", style="yellow")


def main() -> int:
    """Measure until all is done or Ctrl-C; 1 where it is not as promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=int, default=40)
    parser.add_argument("--processes", type=int, default=1)
    chosen = parser.parse_args()
    console = Console(width=110)
    looked: list[Looked] = []
    pool = ProcessPoolExecutor(chosen.processes, get_context("spawn"))
    try:
        for number, one in enumerate(pool.map(look, range(chosen.clips))):
            looked.append(one)
            _tell(console, number, one)
    except KeyboardInterrupt:
        console.print("Interrupted: this is of the clips so far.", style="yellow")
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    if not looked:
        return 1
    return 0 if report(looked, cost(), console) else 1


if __name__ == "__main__":
    raise SystemExit(main())
