"""Taking in a video that was made elsewhere."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from vitascope import ids
from vitascope.domain.generation import ADOPTED, Asset, Generation, Outcome
from vitascope.domain.request import PROMPT_LIMIT, GenerationRequest
from vitascope.errors import InvalidRequest
from vitascope.media import cage
from vitascope.media.thumbnail import save_still
from vitascope.service.rules import check_size

ADOPTER = "adoption"
"""Who works on it, for the moment it takes."""
ADOPTING_SECONDS = 60.0
FILES = {
    "video": ("video.mp4", "video/mp4"),
    "thumbnail": ("thumbnail.webp", "image/webp"),
    "sheet": ("sheet.jpg", "image/jpeg"),
}
"""What is kept of it: names, files and media types."""
LOOKED_AT = 12
"""Frames that are decoded for the pictures: as many as the sheet has."""


def adopted(path: Path, owner: str, now: float) -> Generation:
    """The record of a file as a generation that is about to be completed; reads, writes nothing.

    Raises ``MediaError`` for what is no video we read and ``InvalidRequest`` for a size none of ours has.
    """
    if not path.is_file():
        raise InvalidRequest(f"{path} is no file. Name an existing video file.", "path")
    info = cage.probe(path)
    even = (info.width - info.width % 2, info.height - info.height % 2)
    request = GenerationRequest(model=ADOPTED, prompt=path.name[:PROMPT_LIMIT], size=even)
    check_size(request)
    generation_id = ids.generation_id()
    assets = tuple(
        Asset(name=name, key=f"{generation_id}/1/{file}", media_type=kind, size=0, sha256="")
        for name, (file, kind) in FILES.items()
    )
    fps = max(round(info.fps), 1)
    return Generation(
        id=generation_id,
        owner=owner,
        request=request,
        engine=ADOPTED,
        model=ADOPTED,
        pool=ADOPTED,
        seed=0,
        assets=assets,
        outcome=Outcome(
            width=info.width, height=info.height, fps=fps, frames=info.frames, duration=info.frames / fps
        ),
        created_at=now,
    )


@contextmanager
def pictures_of(video: Path, width: int) -> Generator[dict[str, Path]]:
    """Give the files of ``FILES`` by name, the thumbnail ``width`` pixels wide; the pictures go afterwards.

    Raises ``MediaError`` for a video that cannot be decoded, ``StorageFull`` for a full disk.
    """
    with TemporaryDirectory(prefix="vitascope-") as folder:
        files = {name: Path(folder, file) for name, (file, _) in FILES.items()}
        for name, data in zip(("thumbnail", "sheet"), cage.stills(video, LOOKED_AT, width), strict=True):
            save_still(files[name], data)
        yield files | {"video": video}
