"""Generations whose files are real videos."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from unit.media.clips import panned, written
from unit.service.parts import OWNER, Home
from vitascope.domain.generation import Asset, Generation, Outcome
from vitascope.domain.render import render_spec
from vitascope.media import provenance
from vitascope.media.join import join

SIZE = (256, 256)
FRAMES = 4


def filmed(home: Home, owner: str = OWNER, /, **fields: Any) -> Generation:
    """A completed clip of 256x256 and four frames, or of what the fields say."""
    asked = {"size": SIZE, "num_frames": FRAMES} | fields
    return film(home, home.create(owner, **asked))


def film(home: Home, generation: Generation) -> Generation:
    """Complete a queued generation as a worker does, joined with what it continues."""
    lease = home.ledger.claim("worker", 60.0, generation.pool, generation.id)
    assert lease is not None
    spec = render_spec(generation.request, generation.seed)
    folder = home.root / "films" / generation.id
    folder.mkdir(parents=True)
    tags = provenance.metadata(generation_id=generation.id, engine="stripes", model="stripes", seed=1)
    frames = list(panned(spec.width, spec.height, spec.frames))
    video = written(folder / "video.mp4", frames, metadata=tags).path
    parts = [home.storage.path(whole(home, parent).key) for parent in generation.request.parents]
    chain = join([*parts, video], folder / "stitched.mp4", metadata=tags) if parts else None
    outcome = Outcome(
        width=spec.width,
        height=spec.height,
        fps=spec.fps,
        frames=spec.frames,
        duration=spec.seconds,
        stitched_frames=chain.frames if chain else None,
    )
    files = [stored(home, generation, "video", video)]
    if chain:
        files.append(stored(home, generation, "stitched", chain.path))
    return home.ledger.complete(lease, tuple(files), outcome)


def whole(home: Home, generation_id: str) -> Asset:
    """The file that plays up to a generation's end."""
    found = home.ledger.get(generation_id)
    asset = found.asset("stitched") or found.asset("video")
    assert asset is not None
    return asset


def stored(home: Home, generation: Generation, name: str, path: Path) -> Asset:
    """One of a generation's files, put into storage."""
    kept = home.storage.put(f"{generation.id}/1/{path.name}", path)
    return Asset(name=name, key=kept.key, media_type="video/mp4", size=kept.size, sha256=kept.sha256)


def content(home: Home, generation: Generation, name: str = "video") -> bytes:
    """The bytes of one of its files."""
    asset = generation.asset(name)
    assert asset is not None
    return home.storage.path(asset.key).read_bytes()
