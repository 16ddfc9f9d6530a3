"""Every kernel of the engine, compiled or read from the cache before a job needs it.

To compile them all takes a minute, those of one shot a fraction of it, and to read them all takes seconds:
whoever renders takes each kernel when it comes, while ``warm`` fills the cache elsewhere.
"""

from __future__ import annotations

import gc

import cv2

from vitascope.engines.previz.picture.warm import warm as warm_picture
from vitascope.engines.previz.rigs.warm import warm as warm_rigs
from vitascope.engines.previz.scene.warm import warm as warm_scene


def ready() -> None:
    """Make ready to render. Frames have a thread each, so OpenCV must not split one among several.

    What the compiler's modules consist of stays for good: the collector need not walk over it again and
    again while kernels are compiled.
    """
    cv2.setNumThreads(1)
    gc.freeze()


def warm() -> None:
    """Run every kernel once; rigs first, for a shot that is compiled elsewhere begins with its scene."""
    ready()
    warm_rigs()
    warm_scene()
    warm_picture()
