"""What a decoded MP4 shows, measured without vitascope's own decoder."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray
from PIL import Image, ImageOps

Luma = NDArray[np.uint8]
SMALL = (480, 270)
"""Steps are measured on luma scaled to this."""


def decoded(path: Path) -> list[VideoFrame]:
    """Every frame; for short or small clips."""
    with av.open(str(path)) as container:
        return list(container.decode(video=0))


def luma(frame: VideoFrame) -> Luma:
    """The Y plane at full size."""
    plane = frame.planes[0]
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return np.ascontiguousarray(rows[: frame.height, : frame.width])


def small_lumas(path: Path) -> NDArray[np.float32]:
    """Every frame's luma at 480x270, ``(n, 270, 480)``, without keeping the full-size frames."""
    with av.open(str(path)) as container:
        return np.stack(
            [
                cv2.resize(luma(frame), SMALL, interpolation=cv2.INTER_AREA).astype(np.float32)
                for frame in container.decode(video=0)
            ]
        )


def difference(left: NDArray[np.float32], right: NDArray[np.float32]) -> float:
    """Mean absolute difference in grey levels."""
    return float(np.abs(left - right).mean())


def steps(lumas: NDArray[np.float32]) -> NDArray[np.float64]:
    """The differences of neighbouring frames."""
    return np.array([difference(a, b) for a, b in pairwise(lumas)])


def psnr(left: Luma, right: Luma) -> float:
    """Peak signal to noise in dB, 255 being the peak."""
    error = float(((left.astype(np.float64) - right.astype(np.float64)) ** 2).mean())
    return 99.0 if error == 0 else 10 * float(np.log10(255**2 / error))


def reference(data: bytes, width: int, height: int) -> Luma:
    """The cover-fitted picture's BT.709 limited-range luma: what a keyframe must come out as."""
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    fitted = ImageOps.fit(image, (width, height), Image.Resampling.LANCZOS)
    weights = np.array([0.2126, 0.7152, 0.0722]) * 219 / 255
    return np.clip(np.asarray(fitted, np.float64) @ weights + 16 + 0.5, 0, 255).astype(np.uint8)


def packets(path: Path) -> list[bytes]:
    """The encoded video packets in file order."""
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


@dataclass(frozen=True)
class Stream:
    """The facts of a file's video stream."""

    width: int
    height: int
    frames: int
    rate: float
    duration: float
    codec: str
    pixels: str
    square: bool
    even: bool
    bt709: bool


def stream(path: Path) -> Stream:
    """Probe and decode a file completely."""
    with av.open(str(path)) as container:
        video = container.streams.video[0]
        context = video.codec_context
        times = [frame.time for frame in container.decode(video=0)]
        gaps = np.diff(np.array(times, np.float64))
        ratio = video.sample_aspect_ratio
        assert container.duration is not None
        return Stream(
            width=context.width,
            height=context.height,
            frames=len(times),
            rate=float(video.average_rate or 0),
            duration=container.duration / 1_000_000,
            codec=context.name,
            pixels=str(context.pix_fmt),
            square=ratio is None or ratio in (0, 1),
            even=bool(len(gaps) == 0 or np.allclose(gaps, 1 / 24, atol=1e-4)),
            bt709=(context.color_primaries, context.color_trc, context.colorspace) == (1, 1, 1),
        )


def boxes(path: Path) -> list[str]:
    """The file's top-level MP4 boxes in order."""
    data, at, names = path.read_bytes(), 0, []
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        names.append(data[at + 4 : at + 8].decode("latin-1"))
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        at += size or len(data)
    return names


def metadata(path: Path) -> dict[str, str]:
    """The container's tags."""
    with av.open(str(path)) as container:
        return dict(container.metadata)


def assert_right(path: Path, size: tuple[int, int], frames: int) -> None:
    """F1 to F3: the size, the length, and what plays everywhere."""
    found = stream(path)
    assert (found.width, found.height) == size, f"{found.width}x{found.height} is not {size}"
    assert found.square
    assert (found.frames, found.rate) == (frames, 24), f"{found.frames} frames at {found.rate}"
    assert found.even
    assert abs(found.duration - frames / 24) <= 1e-3, f"{found.duration} s"
    assert (found.codec, found.pixels, found.bt709) == ("h264", "yuv420p", True)
    order = boxes(path)
    assert order.index("moov") < order.index("mdat"), f"not faststart: {order}"


def assert_moves(lumas: NDArray[np.float32]) -> None:
    """F6: never a still, and no cut."""
    far = [difference(a, b) for a, b in zip(lumas, lumas[24:], strict=False)]
    assert min(far, default=1.0) >= 0.25, f"a still near frame {int(np.argmin(far))}: {min(far):.3f}"
    assert_no_cut(steps(lumas))


def assert_no_cut(step: Sequence[float] | NDArray[np.float64]) -> None:
    """No step above four times the larger of its two neighbours."""
    for at in range(1, len(step) - 1):
        bound = 4 * max(step[at - 1], step[at + 1])
        assert step[at] <= bound, f"a cut at frame {at}: {step[at]:.2f} > {bound:.2f}"


def assert_joint(before: NDArray[np.float32], after: NDArray[np.float32], side: str) -> None:
    """F8 and F9: the joint's step against the source's six steps nearest to it."""
    near = steps(before)[-6:] if side == "before" else steps(after)[:6]
    joint = difference(before[-1], after[0])
    bound = max(2 * float(np.median(near)), 0.5)
    assert joint <= bound, f"the joint jumps: {joint:.2f} > {bound:.2f}"


def assert_loops(lumas: NDArray[np.float32]) -> None:
    """F7: the step from the last frame to the first is like those around it."""
    near = steps(lumas)
    seam = difference(lumas[-1], lumas[0])
    bound = max(1.5 * max(*near[:3], *near[-3:]), 0.5)
    assert seam <= bound, f"the seam jumps: {seam:.2f} > {bound:.2f}"


def assert_honest(path: Path, found: dict[str, Any]) -> None:
    """F14: the answer and the file say that previz made it, and which generation it is."""
    assert found["meta"]["engine"] == "previz"
    assert "previz" in found["meta"]["notice"].lower()
    tags = metadata(path)
    assert any("previz" in value.lower() for value in tags.values()), tags
    assert any(found["id"].split(":")[0] in value for value in tags.values()), tags
