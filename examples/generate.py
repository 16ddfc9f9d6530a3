"""Make a video and keep it: ``python examples/generate.py ["PROMPT"] [FILE]``.

Needs ``pip install vitascope[client]``, a server (``vitascope serve``) and its key in ``VITASCOPE_API_KEY``.
"""

import sys

from vitascope.client import BadRequest, Client, Generation, GenerationFailed

prompt = sys.argv[1] if len(sys.argv) > 1 else "A red fox runs through fresh snow, tracking shot."
path = sys.argv[2] if len(sys.argv) > 2 else "fox.mp4"


def show(generation: Generation) -> None:
    """Say how far it is."""
    print(f"{generation.progress:4.0%} {generation.meta.stage}")


with Client() as client:
    try:
        made = client.generate(
            prompt,
            resolution="540p",
            num_frames=48,  # two seconds; leave it out for five
            seed=7,
            on_progress=show,
        )
    except BadRequest as refusal:
        sys.exit("\n".join(f"{fault.field}: {fault.message}" for fault in refusal.faults) or str(refusal))
    except GenerationFailed as failure:
        sys.exit(str(failure))
    client.download(made, path)
    print(f"{path}: {made.meta.width}x{made.meta.height}, {made.meta.frames} frames, seed {made.meta.seed}")
