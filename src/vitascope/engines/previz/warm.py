"""Every kernel of the engine, compiled or read from the cache before the first job."""

from __future__ import annotations

import cv2

from vitascope.engines.previz.picture.warm import warm as warm_picture
from vitascope.engines.previz.rigs.warm import warm as warm_rigs
from vitascope.engines.previz.scene.warm import warm as warm_scene


def warm() -> None:
    """Make ready to render. Frames have a thread each, so OpenCV must not split one among several."""
    cv2.setNumThreads(1)
    warm_picture()
    warm_scene()
    warm_rigs()
