"""Taking in a video that was made elsewhere."""

from __future__ import annotations

from pathlib import Path

from vitascope import ids
from vitascope.domain.generation import Asset, Generation, Outcome
from vitascope.domain.request import PROMPT_LIMIT, GenerationRequest
from vitascope.errors import InvalidRequest
from vitascope.media.probe import probe
from vitascope.service.rules import check_size

ADOPTED = "import"
"""The engine, the model and the pool of a video that was adopted; no worker serves that pool."""
ADOPTER = "adoption"
"""Who works on it, for the moment it takes."""
ADOPTING_SECONDS = 60.0


def adopted(path: Path, owner: str, now: float) -> Generation:
    """The record of a file as a generation that is about to be completed; reads, writes nothing.

    Raises ``MediaError`` for what is no video we read and ``InvalidRequest`` for a size none of ours has.
    """
    if not path.is_file():
        raise InvalidRequest(f"{path} is no file. Name an existing video file.", "path")
    info = probe(path)
    even = (info.width - info.width % 2, info.height - info.height % 2)
    request = GenerationRequest(model=ADOPTED, prompt=path.name[:PROMPT_LIMIT], size=even)
    check_size(request)
    generation_id = ids.generation_id()
    video = Asset(name="video", key=f"{generation_id}/1/video.mp4", media_type="video/mp4", size=0, sha256="")
    fps = max(round(info.fps), 1)
    return Generation(
        id=generation_id,
        owner=owner,
        request=request,
        engine=ADOPTED,
        model=ADOPTED,
        pool=ADOPTED,
        seed=0,
        assets=(video,),
        outcome=Outcome(
            width=info.width, height=info.height, fps=fps, frames=info.frames, duration=info.frames / fps
        ),
        created_at=now,
    )
