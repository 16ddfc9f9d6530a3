"""Every kernel of the engine, compiled or read from the cache before a job needs it.

To compile them all takes a minute, those of one shot a fraction of it, and to read them all takes seconds:
whoever renders takes each kernel when it comes, while ``warm`` fills the cache elsewhere.
"""

from __future__ import annotations

import gc

import cv2

from vitascope.engines.previz.complete import completed
from vitascope.engines.previz.picture.warm import warm as warm_picture
from vitascope.engines.previz.rigs.warm import warm as warm_rigs
from vitascope.engines.previz.scene.warm import warm as warm_scene

LOOK_AFTER = 20_000
"""New objects after which the collector looks for what is left over."""


def ready() -> None:
    """Make ready to render. Frames have a thread each, so OpenCV must not split one among several.

    A tenth of compiling was the collector's: it need not walk over what the compiler's modules consist of,
    which stays for good, nor look after every few objects.
    """
    cv2.setNumThreads(1)
    gc.freeze()
    gc.set_threshold(LOOK_AFTER, 20, 20)


def warm() -> None:
    """Run every kernel once; rigs first, for a shot that is compiled elsewhere begins with its scene."""
    ready()
    warm_rigs()
    warm_scene()
    warm_picture()
    completed()
