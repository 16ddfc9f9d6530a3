"""The shapes in which pixels travel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""RGB, ``(height, width, 3) uint8``, sRGB or BT.709 transfer, full range."""

Plane = NDArray[np.uint8]
"""One plane of a planar frame, ``(height, width) uint8``."""

Planes = tuple[Plane, Plane, Plane]
"""Y, U, V of a 4:2:0 frame, BT.709, limited range; U and V have half of each side."""
