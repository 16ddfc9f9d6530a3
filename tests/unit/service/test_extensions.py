from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from unit.media.clips import clip
from unit.service.films import SIZE, content, film, filmed
from unit.service.parts import OTHER, OWNER, Home
from vitascope.domain.generation import Generation
from vitascope.domain.request import GenerationKeyframe
from vitascope.errors import InvalidRequest, NotFound
from vitascope.service.extensions import Extension


def wish(**given: Any) -> Extension:
    return Extension("and on it runs", {"num_frames": 6} | given, fallback="sora-2")


def extend(home: Home, source: Generation, **given: Any) -> Generation:
    return home.services.extensions.extend(source.id, OWNER, wish(**given))


def foreign(path: Path, rate: int = 24) -> Path:
    """A video of our size by another encoder."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", Fraction(rate), options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for _ in range(4):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((*SIZE, 3), np.uint8))))
        container.mux(stream.encode(None))
    return path


def test_it_goes_on_after_the_source_in_its_size(home: Home) -> None:
    source = filmed(home)
    longer = extend(home, source, seed=3)
    assert longer.request.frame0 == GenerationKeyframe(id=source.id)
    assert (longer.request.size, longer.request.num_frames, longer.seed) == (SIZE, 6, 3)
    assert longer.request.model == source.request.model
    assert extend(home, source, model="stripes").request.model == "stripes"


def test_again_and_again(home: Home) -> None:
    second = film(home, extend(home, filmed(home)))
    third = film(home, extend(home, second))
    assert third.outcome is not None
    assert third.outcome.stitched_frames == 4 + 6 + 6


def test_what_cannot_be_one_file_is_refused(home: Home) -> None:
    source = filmed(home)
    apart = home.create(frame0=GenerationKeyframe(id=source.id), size=(320, 256), num_frames=4)
    apart = home.finish(apart)
    with pytest.raises(InvalidRequest, match="not joined") as caught:
        extend(home, apart)
    assert caught.value.field == "video"
    leading = home.finish(home.create(frame1=GenerationKeyframe(id=source.id), size=SIZE, num_frames=4))
    with pytest.raises(InvalidRequest, match="leads into"):
        extend(home, leading)
    long = home.finish(home.create(size=SIZE, duration=20))
    with pytest.raises(InvalidRequest, match="cannot be read"):
        extend(home, long)
    assert home.running() == 0


def test_ten_minutes_are_the_most(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vitascope.service.extensions.MAX_FRAMES", 9)
    with pytest.raises(InvalidRequest, match="10 frames"):
        extend(home, filmed(home))


def test_only_what_is_completed_and_ones_own(home: Home) -> None:
    with pytest.raises(InvalidRequest, match="queued"):
        extend(home, home.create())
    with pytest.raises(NotFound):
        home.services.extensions.extend(filmed(home).id, OTHER, wish())


def test_a_file_that_was_made_here_is_recognised(home: Home, tmp_path: Path) -> None:
    second = film(home, extend(home, filmed(home)))
    path = tmp_path / "whole.mp4"
    path.write_bytes(content(home, second, "stitched"))
    before = home.rows()
    longer = home.services.extensions.extend_file(path, OWNER, wish())
    assert longer.request.parents == (second.id,)
    assert home.rows() == before + 1


def test_another_file_is_taken_in_where_it_fits(home: Home, tmp_path: Path) -> None:
    path = clip(tmp_path / "my fox.mp4", *SIZE, 8).path
    longer = home.services.extensions.extend_file(path, OWNER, wish())
    source = home.ledger.get(longer.request.parents[0], OWNER)
    assert (source.engine, source.request.prompt, longer.request.model) == ("import", "my fox.mp4", "sora-2")
    assert home.services.wholes.frames(longer) == 14


def test_a_file_of_another_encoder_or_rate_is_refused_and_not_kept(home: Home, tmp_path: Path) -> None:
    for path in (foreign(tmp_path / "a.mp4"), foreign(tmp_path / "b.mp4", 30)):
        with pytest.raises(InvalidRequest, match="without encoding it again") as caught:
            home.services.extensions.extend_file(path, OWNER, wish())
        assert caught.value.field == "video"
    (tmp_path / "c.mp4").write_bytes(b"no video")
    with pytest.raises(InvalidRequest):
        home.services.extensions.extend_file(tmp_path / "c.mp4", OWNER, wish())
    assert (home.rows(), home.files()) == (0, [])


def test_a_file_is_not_kept_where_the_wish_is_refused(home: Home, tmp_path: Path) -> None:
    path = clip(tmp_path / "a.mp4", *SIZE, 8).path
    with pytest.raises(InvalidRequest, match="No model 'nobody'"):
        home.services.extensions.extend_file(path, OWNER, wish(model="nobody"))
    assert (home.rows(), home.files()) == (0, [])
