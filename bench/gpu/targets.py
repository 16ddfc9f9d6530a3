"""What one H200 should reach, and whether a row does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vitascope.engines.diffusers.cards import card_named

LEAST_SHARE = 0.5
"""Of what a plain product in bfloat16 reaches, while a clip is denoised."""
LEAST_FASTER = 1.5
"""Than plain diffusers with as many steps."""


@dataclass(frozen=True)
class Target:
    """Seconds from the request to the file of five seconds that ``like`` makes at a size in so many steps."""

    like: str
    size: tuple[int, int]
    steps: int
    seconds: float


def turbo_steps(like: str) -> int:
    """The steps of a distilled model's first stage."""
    card = card_named(like)
    return card.steps.standard if card is not None else 0


_LTX2 = ("ltx-2.3-turbo", "ltx-2.5")
TARGETS = (
    Target("wan2.2-ti2v-5b", (1280, 720), 3, 15.0),
    *(Target(like, (1280, 720), turbo_steps(like), 10.0) for like in _LTX2),
    *(Target(like, (1920, 1080), turbo_steps(like), 22.0) for like in _LTX2),
)


@dataclass(frozen=True)
class Reached:
    """One row. ``faster`` is None where there is nothing to compare with: steps were skipped."""

    like: str
    size: tuple[int, int]
    steps: int
    refined: bool
    seconds: float
    share: float
    faster: float | None


def verdicts(rows: Sequence[Reached]) -> list[str]:
    """One line for each thing that was to be reached. Rows that skip steps are not judged."""
    lines = list[str]()
    for row in rows:
        if row.faster is None:
            continue
        name = f"{row.like} {row.size[0]}x{row.size[1]}, {row.steps} steps"
        for target in TARGETS:
            if (target.like, target.size, target.steps) == (row.like, row.size, row.steps) and _whole(row):
                lines.append(
                    _line(
                        name,
                        f"{row.seconds:.1f} s",
                        f"at most {target.seconds:g} s",
                        row.seconds <= target.seconds,
                    )
                )
        lines.append(
            _line(name, f"{row.share:.0%} of the ceiling", f"{LEAST_SHARE:.0%}", row.share >= LEAST_SHARE)
        )
        lines.append(
            _line(
                name, f"{row.faster:.2f}x plain diffusers", f"{LEAST_FASTER:g}x", row.faster >= LEAST_FASTER
            )
        )
    return lines


def _whole(row: Reached) -> bool:
    """Whether a row is what its target speaks of: of a model in two stages both."""
    card = card_named(row.like)
    return card is None or card.upsampler is None or row.refined


def _line(name: str, found: str, wanted: str, met: bool) -> str:
    return f"{'met' if met else 'MISSED'}: {name}: {found}, wanted {wanted}"
