"""Tiny models as engines, and clips made with them without a server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vitascope.domain.render import RenderSpec
from vitascope.domain.request import Capability
from vitascope.engines.base import Condition, SourceClip
from vitascope.engines.diffusers import DiffusersEngine, Options
from vitascope.engines.diffusers.bay import Bay
from vitascope.engines.diffusers.card import Card, Family, Steps
from vitascope.engines.diffusers.cards import card_named
from vitascope.engines.diffusers.conditions import Frames, Hold, Shot, fitted
from vitascope.engines.diffusers.store import Store
from vitascope.engines.diffusers.watch import Watch

WIDTH, HEIGHT = 96, 64


def _card(name: str, like: str, family: Family, fps: int, side: int = 32) -> Card:
    known = card_named(like)
    assert known is not None
    return Card(
        name="tiny-" + name,
        family=family,
        licence="none: random weights",
        capabilities=known.capabilities,
        sizes=((side, side),),
        fps=fps,
        frames=25,
        steps=Steps(draft=1, standard=2, high=3),
        guidance=2.0,
    )


CARDS = (
    _card("wan-text", "wan2.2-t2v-a14b", "wan", 16),
    _card("wan-small", "wan2.2-ti2v-5b", "wan", 24),
    _card("wan-picture", "wan2.2-i2v-a14b", "wan", 16),
    _card("vace", "wan2.1-vace-1.3b", "vace", 16),
    _card("ltx", "ltx-video-2b", "ltx", 24),
    _card("ltx2", "ltx-2.5", "ltx2", 24, 64),
)
"""Each can do what the model it stands for can."""
NAMES = tuple(card.name for card in CARDS)


def able(capability: Capability) -> list[str]:
    """The names of those that can."""
    return [card.name for card in CARDS if capability in card.capabilities]


@dataclass
class Made:
    """One clip: its luma, ``(n, height, width)``, and what was reported on the way."""

    luma: NDArray[np.uint8]
    reports: list[tuple[str, int, int]] = field(default_factory=list[tuple[str, int, int]])

    @property
    def stages(self) -> list[str]:
        """Each stage once, in order."""
        return list(dict.fromkeys(stage for stage, _, _ in self.reports))


class Studio:
    """The engines of a folder of models."""

    def __init__(self, folder: Path, **options: Any) -> None:
        self.bay = Bay(Options(folder, **options))
        self.cards = {card.name: card for card in Store(folder).cards()}
        self.engines = {name: DiffusersEngine(card, self.bay) for name, card in self.cards.items()}
        self.bay.settle("cpu")

    def make(
        self,
        name: str,
        conditions: Sequence[Condition] = (),
        cancelled: Callable[[list[tuple[str, int, int]]], bool] = lambda _: False,
        **fields: Any,
    ) -> Made:
        """A clip of 12 frames, or what the fields say."""
        given: dict[str, Any] = {"prompt": "a cat", "width": WIDTH, "height": HEIGHT, "frames": 12, "seed": 3}
        reports: list[tuple[str, int, int]] = []
        blocks = self.engines[name].render(
            RenderSpec(**given | fields),
            conditions,
            lambda *report: reports.append(report),
            lambda: cancelled(reports),
        )
        return Made(np.concatenate([block.y for block in blocks]), reports)

    def small(self, name: str, pictures: NDArray[np.uint8]) -> Frames:
        """The pictures at a model's own size."""
        return fitted(pictures, *self.cards[name].sizes[0])

    def window(self, name: str, *holds: Hold, frames: int = 9, **fields: Any) -> Frames:
        """One window of a model, as it comes from it."""
        given: dict[str, Any] = {"prompt": "a cat", "negative": "", "steps": 2, "guidance": 1.0, "seed": 3}
        width, height = self.cards[name].sizes[0]
        size = {"width": width, "height": height, "frames": frames, "fps": self.cards[name].fps}
        shot = Shot(**size | given | fields, holds=holds)
        watch = Watch(lambda *_: None, lambda: False, shot.steps)
        return np.concatenate(list(self.bay.take(self.cards[name], shot, watch).frames))


def first(picture: NDArray[np.uint8]) -> Condition:
    """A picture to begin with."""
    return Condition("start", picture[None])


def last(picture: NDArray[np.uint8]) -> Condition:
    """A picture to end with."""
    return Condition("end", picture[None])


def after(clip: NDArray[np.uint8]) -> Condition:
    """A clip to go on after."""
    return Condition("start", clip, SourceClip("previz", None, 120))


def before(clip: NDArray[np.uint8]) -> Condition:
    """A clip to lead into."""
    return Condition("end", clip, SourceClip("previz", None, 120))
