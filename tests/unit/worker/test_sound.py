"""Sound that an engine makes is in the file where it was asked for; a clip with sound can be continued."""

from __future__ import annotations

from pathlib import Path

import av

from support import film
from support.house import Works
from vitascope.domain.request import GenerationKeyframe
from vitascope.media.manifest import read_seal


def kinds(path: Path) -> list[str]:
    with av.open(str(path)) as container:
        return [stream.type for stream in container.streams]


def test_a_video_is_silent_unless_sound_was_asked_for(shared: Works) -> None:
    silent, heard = shared.made(), shared.made(audio=True)
    assert kinds(shared.file(silent)) == ["video"]
    path = shared.file(heard)
    assert kinds(path) == ["video", "audio"]
    assert len(film.packets(path)) == len(film.packets(shared.file(silent))) == 24
    with av.open(str(path)) as container:
        assert sum(frame.samples for frame in container.decode(audio=0)) >= 48_000
    seal = read_seal(path)
    assert seal is None or seal.intact


def test_a_clip_with_sound_can_be_continued(shared: Works) -> None:
    source = shared.made(audio=True)
    longer = shared.made(frame0=GenerationKeyframe(id=source.id))
    assert len(film.packets(shared.file(longer, "stitched"))) == 48
    assert kinds(shared.file(longer, "stitched")) == ["video"]
