"""Continue a video, and keep the whole as one: ``python examples/extend.py [FILE]``.

Needs ``pip install vitascope[client]``, a server (``vitascope serve``) and its key in ``VITASCOPE_API_KEY``.
"""

import sys

from vitascope.client import Client

path = sys.argv[1] if len(sys.argv) > 1 else "dragon.mp4"

with Client() as client:
    first = client.generate(
        "A dragon rushes toward the camera over snowy mountains", resolution="540p", num_frames=48, seed=3
    )
    print(f"{first.id} has {first.meta.frames} frames")
    # Size and ratio are those of the video that is continued.
    second = client.extend(first, "It banks to the left and climbs", num_frames=48)
    print(f"{second.id} continues it with {second.meta.frames} more")
    client.download(second, path, asset="stitched")
    print(f"{path}: both as one video")
