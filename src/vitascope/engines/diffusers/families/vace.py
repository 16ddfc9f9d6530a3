"""Wan 2.1 VACE: any frames of the window may be given, the others are filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from vitascope.engines.diffusers.card import Card
from vitascope.engines.diffusers.conditions import Shot
from vitascope.engines.diffusers.families.base import common, same, tensor
from vitascope.engines.diffusers.families.wan import wan_scheduler
from vitascope.engines.diffusers.timeline import Reach

CONTEXT = 5
"""Frames of a clip on either side of a joint: two steps of the latent."""
EMPTY = 127
"""Grey where nothing is given."""


class Vace:
    """A video with gaps and a mask of them: black is kept, white is made."""

    classes: Mapping[str, str] = same("WanVACEPipeline")
    unused: tuple[str, ...] = ()
    multiple = 32

    def reach(self, card: Card) -> Reach:  # noqa: ARG002 - the same for every size
        """See ``Adapter``."""
        return Reach(4, CONTEXT, CONTEXT, anywhere=True)

    def pipeline(self, shot: Shot) -> str:  # noqa: ARG002 - there is one
        """See ``Adapter``."""
        return "WanVACEPipeline"

    def arguments(self, shot: Shot, pipe: Any) -> Mapping[str, Any]:  # noqa: ARG002
        """See ``Adapter``. What lies behind the ending is a picture of its last frame."""
        if not shot.holds:
            return common(shot)
        size = (shot.frames, shot.height, shot.width, 3)
        video, mask = np.full(size, EMPTY, np.uint8), np.full(size, 255, np.uint8)
        for hold in shot.holds:
            until = hold.at + len(hold.frames)
            video[hold.at : until], mask[hold.at : until] = hold.frames, 0
            if hold.at > 0:
                video[until:], mask[until:] = hold.frames[-1], 0
        return common(shot) | {"video": tensor(video)[None], "mask": tensor(mask)[None]}

    def scheduler(self, shot: Shot, plain: Any, noise: Any, *, refining: bool) -> Any:  # noqa: ARG002
        """See ``Adapter``."""
        return wan_scheduler(shot, plain, noise)
