"""How well the watermark survives, how seldom one is seen where there is none, and what it costs.

``python -m bench.watermark [--clips N] [--every N] [--processes N]``: each clip is made by the built-in
engine, a second or a second and a half long, and encoded as the server does it, with a mark and without. Two
of five show one of the gallery's prompts; the others are a picture that hardly moves, a camera that moves
over a picture, and two pictures of which one becomes the other. The marked clip is treated as people treat
videos, encoded again, and looked at.

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

from support.pictures import landscape, meadow, portrait
from vitascope.domain.render import RenderSpec
from vitascope.engines.base import Condition
from vitascope.engines.previz import PrevizEngine
from vitascope.media.arrays import Plane, Planes
from vitascope.media.decode import frames
from vitascope.media.detection import CERTAIN, Found, gathered, likeliest, spectrum
from vitascope.media.encode import Encoder
from vitascope.media.watermark import CELLS, COARSE, Payload, Watermark, reference, smoothed

PROMPTS = Path(__file__).parent / "gallery" / "prompts.toml"
SIZES = (
    (960, 540),
    (540, 960),
    (720, 720),
    (960, 540),
    (1280, 720),
    (960, 540),
    (540, 960),
    (720, 720),
    (960, 540),
    (1920, 1080),
)
KINDS = ("scene", "still", "camera", "scene", "morph")
"""What clips show, in turn."""
CAMERAS = ("slow zoom in", "pan left", "pull out", "tilt up", "orbit right", "handheld")
PICTURES = (landscape, portrait, meadow)
FRAMES = 24
PICTURE_FRAMES = 36
"""What moves through a picture moves slowly, and hides a mark that stands still longer."""
CRF = 28
KEPT = 0.9
"""Of each side when a tenth is cropped away, at a place that differs from clip to clip."""
OTHERS = 2
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
    """What a clip showed, by treatment how far its mark stood out, 0 if another was read, and noise.

    ``others`` is of patterns that were never drawn, ``unmarked`` of the clip without a mark.
    """

    kind: str
    came_back: dict[str, float]
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
"""Tried on every seventh clip."""
TREATMENTS: dict[str, tuple[Treatment, ...]] = {
    "encoded again at crf 28": (),
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
        came_back: dict[str, float] = {}
        for name, treatments in TREATMENTS.items():
            if name in FEW and number % 7:
                continue
            treated = Path(folder) / "treated.mp4"
            encoded_again(treated, _through(treatments, shown, number))
            came_back[name] = _has(treated, payload)
        others = tuple(_others(shown, number))
        again = Path(folder) / "plain again.mp4"
        encoded_again(again, _through((halved, cropped), list(frames(plain)), number))
        return Looked(kind(number), came_back, others, (_seen(plain).deviations, _seen(again).deviations))


def rendered(number: int) -> Clip:
    """A clip by the built-in engine, of the kind, size and contents that come with its number."""
    width, height = SIZES[number // len(KINDS) % len(SIZES)]
    ends = _ends(number, width, height)
    spec = RenderSpec(
        prompt=_prompt(number),
        width=width,
        height=height,
        frames=PICTURE_FRAMES if ends else FRAMES,
        seed=number,
    )
    engine = PrevizEngine()
    engine.load("cpu")
    spec = spec.model_copy(update={"plan": engine.plan(spec, ends)})
    blocks = engine.render(spec, ends, lambda *_: None, lambda: False)
    return [(one.y[at], one.u[at], one.v[at]) for one in blocks for at in range(one.count)]


def kind(number: int) -> str:
    """What a clip shows, one of ``KINDS``."""
    return KINDS[number % len(KINDS)]


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
    marked = [(watermark.mark(index, luma), watermark.tint(grey)) for index, luma in enumerate(lumas)]
    drawn = time.process_time() - began
    with TemporaryDirectory() as folder:
        began = time.process_time()
        with Encoder(Path(folder) / "a.mp4", width, height, 24, length) as encoder:
            for luma, cb in marked:
                encoder.write(luma, cb, grey)
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


def _prompt(number: int) -> str:
    turn = number // len(KINDS)
    match kind(number):
        case "scene":
            lists: dict[str, list[str]] = tomllib.loads(PROMPTS.read_text("utf-8"))
            prompts = [prompt for listed in lists.values() for prompt in listed]
            return prompts[number * 2 // len(KINDS) % len(prompts)]
        case "still":
            return "static shot"
        case "camera":
            return CAMERAS[turn % len(CAMERAS)]
        case _:
            return "one becomes the other"


def _ends(number: int, width: int, height: int) -> list[Condition]:
    """The pictures a clip begins and ends with, as far as it has any."""
    turn = number // len(KINDS)
    first, second = (PICTURES[(turn + later) % len(PICTURES)] for later in (0, 1))
    start = Condition("start", first(width, height, number)[None])
    match kind(number):
        case "scene":
            return []
        case "morph":
            return [start, Condition("end", second(width, height, number)[None])]
        case _:
            return [start]


def _made(path: Path, clip: Clip, payload: Payload | None) -> None:
    height, width = clip[0][0].shape
    watermark = Watermark(width, height, len(clip), start=payload, end=payload)
    with Encoder(path, width, height, 24, len(clip), watermark=watermark) as encoder:
        for planes in clip:
            encoder.write(*planes)
        encoder.close()


def _has(path: Path, payload: Payload) -> float:
    """By how many standard deviations this mark stands out; 0 if another is read."""
    found = _seen(path)
    return found.deviations if found.payload == payload else 0.0


def _seen(path: Path) -> Found:
    """What is likeliest, believed or not."""
    return likeliest(gathered(frames(path)), spectrum(reference()))


def _others(clip: Clip, number: int) -> Iterator[float]:
    """How far patterns that were never drawn stand out."""
    seen = gathered(iter(clip))
    rng = np.random.default_rng(number)
    for _ in range(OTHERS):
        fine, coarse = (
            np.where(rng.integers(0, 2, (side, side)), 1, -1).astype(np.float32)
            for side in (CELLS, CELLS // COARSE)
        )
        yield likeliest(seen, spectrum(np.stack([fine, smoothed(coarse)]))).deviations


def report(looked: list[Looked], share: float, console: Console) -> bool:
    """Print everything; whether it is as promised."""
    table = Table(title=f"{len(looked)} clips, detection at {CERTAIN:g} standard deviations")
    table.add_column("its own mark found")
    for one in dict.fromkeys(KINDS):
        table.add_column(one, justify="right")
    table.add_column("all", justify="right")
    shares: list[float] = []
    for name in TREATMENTS:
        tried = [(one.kind, one.came_back[name] >= CERTAIN) for one in looked if name in one.came_back]
        shares.append(sum(found for _, found in tried) / len(tried))
        cells = [_count([found for shown, found in tried if shown == one]) for one in dict.fromkeys(KINDS)]
        table.add_row(name, *cells, f"{_count([found for _, found in tried])}, {shares[-1]:.1%}")
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


def _count(found: list[bool]) -> str:
    return f"{sum(found)} of {len(found)}"


def _tell(console: Console, number: int, one: Looked) -> None:
    found = ", ".join(f"{name} {deviations:.1f}" for name, deviations in one.came_back.items())
    console.print(
        f"{number} {one.kind}: noise {max(*one.others, *one.unmarked):.2f}; {found}", soft_wrap=True
    )


def main() -> int:
    """Measure until all is done or Ctrl-C; 1 where it is not as promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=int, default=40)
    parser.add_argument("--every", type=int, default=1, help="of these, 7 for one of seven, of all kinds")
    parser.add_argument("--processes", type=int, default=1)
    chosen = parser.parse_args()
    console = Console(width=110)
    looked: list[Looked] = []
    pool = ProcessPoolExecutor(chosen.processes, get_context("spawn"))
    try:
        numbers = range(0, chosen.clips, chosen.every)
        for number, one in zip(numbers, pool.map(look, numbers), strict=True):
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
