"""Compile the picture path's kernels, or read them from the cache, before a render needs them."""

from __future__ import annotations

import numpy as np

from vitascope.engines.previz.picture.blend import Front
from vitascope.engines.previz.picture.depth import nearness
from vitascope.engines.previz.picture.lens import View, nodes_of
from vitascope.engines.previz.picture.plate import Plate
from vitascope.engines.previz.picture.warp import warp


def warm() -> None:
    """Run every kernel once on a picture of a few pixels, with the types that renders use."""
    plate = Plate.of_picture(np.full((64, 64, 3), 90, np.uint8))
    near = nearness(plate.small())
    frame = warp(plate, nodes_of(View(ahead=0.1), near, plate.width, plate.height))
    Front(near, plate.width, plate.height)(frame, plate.planes, 0.5)
