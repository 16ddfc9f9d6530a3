"""The encoder's settings.

Nothing here may differ between two videos of one size except the zones, which are no part of the
parameter sets: parts of a chain are joined without encoding them again.
"""

from __future__ import annotations

from typing import Protocol

CRF = 20
BT709 = 1
"""ITU-T H.273: matrix, primaries and transfer of BT.709."""
LIMITED = 1
"""FFmpeg's number for limited range."""
THREADS = 6
"""Fixed, because the packets depend on it and equal requests give equal packets on every machine."""

_LARGE = 2560 * 1440
"""Pixels above which the faster preset is taken."""
_PIN_Q = 16
_RAMP = 12
"""Frames over which quality rises towards a pinned end."""
_RAMP_TOP = 2.2
"""Bits of the last of them against the usual: about 7 steps of the quantiser."""


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


def options(job: Job) -> dict[str, str]:
    """Options for FFmpeg's ``libx264``."""
    params = ["stitchable=1", "open-gop=0"]
    ends = zones(job.frames, job.pinned)
    if ends:
        params.append("zones=" + "/".join(ends))
    preset = "veryfast" if job.width * job.height <= _LARGE else "superfast"
    return {"preset": preset, "crf": str(CRF), "x264-params": ":".join(params)}


def zones(frames: int, pinned: frozenset[str]) -> list[str]:
    """Zones that make pinned ends faithful, in x264's words.

    The first frame is an IDR anyway. The last stays a P frame, and the frames before it grow better
    by degrees: an IDR or a single fine frame after coarse ones is seen as a jolt in a slow shot.
    """
    out: list[str] = []
    if "start" in pinned:
        out.append(f"0,0,q={_PIN_Q}")
    if "end" in pinned:
        ramp = min(_RAMP, (frames - 1) // 2)
        for step in range(1, ramp + 1):
            at, bits = frames - 1 - ramp + step - 1, _RAMP_TOP ** (step / (ramp + 1))
            out.append(f"{at},{at},b={bits:.3f}")
        out.append(f"{frames - 1},{frames - 1},q={_PIN_Q}")
    return out
