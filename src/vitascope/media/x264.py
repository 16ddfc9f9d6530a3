"""The encoder's settings.

Nothing here may differ between two videos of one size except the zones and the motion search, which are no
part of the parameter sets: parts of a chain are joined without encoding them again.
"""

from __future__ import annotations

from typing import Protocol

import cv2

CRF = 20
BT709 = 1
"""ITU-T H.273: matrix, primaries and transfer of BT.709."""
LIMITED = 1
"""FFmpeg's number for limited range."""
THREADS = 6
"""Fixed, because the packets depend on it and equal requests give equal packets on every machine."""

_AVX_512F = 13
"""OpenCV's number for it, CV_CPU_AVX_512F; the Python module names it no more."""
_LARGE = 2560 * 1440
"""Pixels above which the faster preset is taken."""
_SKETCH = ["me=dia", "subme=1", "partitions=none"]
"""The faster preset's motion search: half the CPU time, a tenth more bytes, the same parameter sets."""
_FEW = ("bframes=2", "b-pyramid=none")
"""Fewer frames that wait for others: a quarter of x264's memory at 4K (353 MB in place of 468) and a sixth of
its time, for equal quality and 1 to 4 % larger files."""
_START_Q = 10
"""Of a P frame; an IDR gets three steps finer by x264's ratio of the two."""
_END_Q = 7
_FIRST_RATIO = 2.3
"""How much finer superfast makes a pinned first frame than a P frame; x264's own ratio is 1.4."""
_RAMP = 8
"""Frames over which quality falls after a pinned start and rises towards a pinned end."""
_FADE_TOP, _RISE_TOP = 3.5, 5.0
"""Bits of the frames next to the ends against the usual: eleven and fourteen steps of the quantiser.

With half of that a slow shot jolts after its first frame, and the ends cannot be as fine as a joint needs.
Ends and ramps make a clip of five seconds at 540p two thirds larger than it would be without them.
"""


class Job(Protocol):
    """What the settings depend on."""

    @property
    def width(self) -> int:
        """In pixels."""
        ...

    @property
    def height(self) -> int:
        """In pixels."""
        ...

    @property
    def frames(self) -> int:
        """Of the clip."""
        ...

    @property
    def pinned(self) -> frozenset[str]:
        """``start``, ``end`` or both."""
        ...

    @property
    def sketch(self) -> bool:
        """Whether it is wanted soon rather than small."""
        ...


def options(job: Job) -> dict[str, str]:
    """Options for FFmpeg's ``libx264``."""
    params = ["stitchable=1", "open-gop=0", *_processor()]
    ends = zones(job.frames, job.pinned)
    if ends:
        params.append("zones=" + "/".join(ends))
    preset = "veryfast" if job.width * job.height <= _LARGE else "superfast"
    if preset == "superfast":
        params += _FEW
        if "start" in job.pinned:
            params.append(f"ipratio={_FIRST_RATIO}")
    elif job.sketch:
        params += _SKETCH
    return {"preset": preset, "crf": str(CRF), "x264-params": ":".join(params)}


def _processor() -> list[str]:
    """Keep x264 off AVX-512, whose macroblock tree reads memory that was never written.

    Its packets then depend on what the allocator left there (seen with ``MALLOC_PERTURB_``).
    Forcing AVX2 on a processor without it would crash, so it is named only where AVX-512 implies it.
    """
    return ["asm=avx2"] if cv2.checkHardwareSupport(_AVX_512F) else []


def zones(frames: int, pinned: frozenset[str]) -> list[str]:
    """Zones that make pinned ends faithful, in x264's words: ``first,last,what``.

    At crf 20 the last frames of a slow, textured shot and an IDR after them differ by more than the
    motion between them: a chain jolts at its joint. Both near q 8 stay below half a grey level.
    The first frame is an IDR anyway. The last stays a P frame, and quality falls and rises by degrees,
    because a single fine frame beside coarse ones is a jolt of its own.
    """
    last = frames - 1
    ramp = max(0, min(_RAMP, (frames - 2) // 2))
    out: list[str] = []
    if "start" in pinned:
        # A zone must not set crf: changing it between frames that several threads encode makes packets
        # depend on timing. superfast, without mbtree, ignores the q; there the ratio of I to P serves.
        out.append(f"0,0,q={_START_Q}")
        out += [f"{at},{at},b={_bits(_FADE_TOP, ramp + 1 - at, ramp)}" for at in range(1, ramp + 1)]
    if "end" in pinned:
        out += [
            f"{last - at},{last - at},b={_bits(_RISE_TOP, ramp + 1 - at, ramp)}" for at in range(ramp, 0, -1)
        ]
        out.append(f"{last},{last},q={_END_Q}")
    return out


def _bits(top: float, step: int, steps: int) -> str:
    """Bits of a frame against the usual, in even ratios from 1 to ``top``."""
    return f"{top ** (step / (steps + 1)):.3f}"
