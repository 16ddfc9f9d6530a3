"""The contract of engines as a check, for the tests of an engine plug-in."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vitascope.domain.render import RenderSpec
from vitascope.domain.request import Capability
from vitascope.engines.base import Condition, Engine, FrameBlock
from vitascope.errors import Cancelled

WIDTH, HEIGHT, FRAMES = 320, 192, 9
"""Of the clips that are made: small, and divisible by all that models ask for."""
NEAR = 35.0
"""dB of PSNR on luma from which on a frame counts as the given picture."""


class ContractBroken(AssertionError):
    """What the engine did, and what every engine must do."""


def check_engine(engine: Engine, device: str = "cpu") -> None:
    """Try an engine on small clips. Raises ``ContractBroken`` at the first rule that it breaks.

    It is loaded on ``device``; clips have 320x192 pixels and 9 frames. Rules that depend on a capability are
    tried where one of its models has it.
    """
    info = engine.describe()
    _hold(bool(info.cards), "describe() names no model; name one at least")
    for card in info.cards:
        _hold(card.engine == info.name, f"{card.name} says its engine is {card.engine!r}, not {info.name!r}")
        _hold(bool(card.licence), f"{card.name} has no licence; say under what its videos may be used")
    _hold(len({card.name for card in info.cards}) == len(info.cards), "two models have one name")
    engine.load(device)
    able = {capability for card in info.cards for capability in card.capabilities}
    _check_frames(engine)
    _check_cancel(engine)
    if Capability.FIRST in able:
        _check_picture(engine, Capability.FIRST)
    if Capability.LAST in able:
        _check_picture(engine, Capability.LAST)


def _check_frames(engine: Engine) -> None:
    spec = _spec(Capability.TEXT)
    first, again = _render(engine, spec), _render(engine, spec)
    for block, twin in zip(first, again, strict=True):
        same = all(np.array_equal(getattr(block, name), getattr(twin, name)) for name in "yuv")
        _hold(same, "the same request and seed made other frames the second time")


def _check_cancel(engine: Engine) -> None:
    spec = _planned(engine, _spec(Capability.TEXT), ())
    try:
        for _ in engine.render(spec, (), _unheard, lambda: True):
            pass
    except Cancelled:
        return
    raise ContractBroken("cancelled() was true from the start and render() did not raise Cancelled")


def _check_picture(engine: Engine, capability: Capability) -> None:
    """A given picture is the clip's first or last frame."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    grey = (96 + 64 * np.sin(columns / 31) + 32 * np.cos(rows / 23)).astype(np.uint8)
    picture = np.repeat(grey[:, :, None], 3, axis=2)
    position = "start" if capability is Capability.FIRST else "end"
    end = Condition("start" if position == "start" else "end", picture[None])
    blocks = _render(engine, _spec(capability), (end,))
    frame = blocks[0].y[0] if position == "start" else blocks[-1].y[-1]
    wanted = 16 + grey.astype(np.float64) * (219 / 255)
    found = _psnr(frame, wanted)
    _hold(
        found >= NEAR,
        f"the picture for the clip's {position} is {found:.1f} dB away from its frame; {NEAR:.0f} at least",
    )


def _render(engine: Engine, spec: RenderSpec, ends: Sequence[Condition] = ()) -> list[FrameBlock]:
    """The blocks of a clip, each checked."""
    spec, done = _planned(engine, spec, ends), 0
    blocks: list[FrameBlock] = []
    for block in engine.render(spec, ends, _unheard, lambda: False):
        _hold(block.index == done, f"a block begins at frame {block.index}, expected {done}")
        _check_planes(block, spec)
        done += block.count
        blocks.append(block)
    _hold(done == spec.frames, f"{done} frames were made, {spec.frames} asked for")
    return blocks


def _planned(engine: Engine, spec: RenderSpec, ends: Sequence[Condition]) -> RenderSpec:
    plan = engine.plan(spec, ends)
    if plan is not None:
        _hold(json.loads(json.dumps(plan)) is not None, "the plan cannot be stored as JSON")
    return spec.model_copy(update={"plan": plan})


def _check_planes(block: FrameBlock, spec: RenderSpec) -> None:
    half = (block.count, spec.height // 2, spec.width // 2)
    wanted = {"y": (block.count, spec.height, spec.width), "u": half, "v": half}
    for name, shape in wanted.items():
        plane: NDArray[np.uint8] = getattr(block, name)
        _hold(plane.shape == shape, f"the plane {name} has the shape {plane.shape}, expected {shape}")
        _hold(plane.dtype == np.uint8, f"the plane {name} is {plane.dtype}, expected uint8")


def _spec(capability: Capability) -> RenderSpec:
    return RenderSpec(
        prompt="a calm sea", width=WIDTH, height=HEIGHT, frames=FRAMES, seed=7, capability=capability
    )


def _psnr(frame: NDArray[np.uint8], wanted: NDArray[np.float64]) -> float:
    error = float(np.mean((frame.astype(np.float64) - wanted) ** 2))
    return 99.0 if error == 0 else 10 * float(np.log10(255**2 / error))


def _unheard(_stage: str, _step: int, _steps: int) -> None:
    """Progress that nobody asks for."""


def _hold(holds: bool, fault: str) -> None:
    if not holds:
        raise ContractBroken(f"{fault}.")
