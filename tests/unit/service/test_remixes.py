from __future__ import annotations

from pathlib import Path

import pytest

from unit.media.clips import clip
from unit.service.films import content, film, filmed
from unit.service.parts import OTHER, OWNER, Home, data_url, png
from vitascope.domain.request import GenerationKeyframe, ImageKeyframe
from vitascope.errors import InvalidRequest, MissingCapability, NotFound


def test_everything_stays_but_the_prompt(home: Home) -> None:
    source = filmed(home, loop=True, concepts=("orbit_left",))
    again = home.services.remixes.remix(source.id, OWNER, "a wolf in snow")
    changed = {"prompt": "a wolf in snow", "seed": source.seed, "remix_of": source.id}
    assert again.request == source.request.model_copy(update=changed)
    assert (again.seed, again.engine) == (source.seed, source.engine)
    assert home.woken == [None, None]


def test_a_remix_does_not_repeat_the_plan_or_the_callback(home: Home) -> None:
    plan = {"scene": "snow"}
    source = filmed(home, plan=plan, callback_url="https://hooks.example/x")
    again = home.services.remixes.remix(source.id, OWNER, "a wolf")
    assert (again.request.plan, again.request.callback_url) == (None, None)


def test_its_picture_is_copied(home: Home) -> None:
    source = filmed(home, frame0=ImageKeyframe(url=data_url(png())))
    again = home.services.remixes.remix(source.id, OWNER, "a wolf")
    assert again.request.frame0 == ImageKeyframe(url=f"asset:{again.id}/input/frame0")
    home.services.generations.delete(source.id, OWNER)
    assert content(home, again, "input.frame0") == png()


def test_a_remix_of_a_continuation_continues_the_same(home: Home) -> None:
    first = filmed(home)
    second = film(home, home.create(frame0=GenerationKeyframe(id=first.id), num_frames=6))
    third = home.services.remixes.remix(second.id, OWNER, "on")
    assert third.request.parents == (first.id,)
    home.services.generations.cancel(third.id, OWNER)
    home.services.generations.delete(first.id, OWNER)
    with pytest.raises(InvalidRequest, match="deleted"):
        home.services.remixes.remix(second.id, OWNER, "on")


def test_only_what_is_completed_and_ones_own(home: Home) -> None:
    queued = home.create()
    with pytest.raises(InvalidRequest, match="queued"):
        home.services.remixes.remix(queued.id, OWNER, "a wolf")
    with pytest.raises(NotFound):
        home.services.remixes.remix(filmed(home).id, OTHER, "a wolf")
    with pytest.raises(InvalidRequest, match="Prompt is required"):
        home.services.remixes.remix(filmed(home).id, OWNER, "  ")


def test_a_file_that_was_made_here_is_recognised(home: Home, tmp_path: Path) -> None:
    source = filmed(home)
    path = tmp_path / "downloaded.mp4"
    path.write_bytes(content(home, source))
    assert home.services.remixes.remix_file(path, OWNER, "a wolf").request.remix_of == source.id
    with pytest.raises(MissingCapability, match="video_edit"):
        home.services.remixes.remix_file(path, OTHER, "a wolf")
    path.write_bytes(content(home, source) + b"\0")
    with pytest.raises(MissingCapability, match="video_edit"):
        home.services.remixes.remix_file(path, OWNER, "a wolf")


def test_videos_that_were_made_elsewhere_cannot_be_remixed(home: Home, tmp_path: Path) -> None:
    path = clip(tmp_path / "mine.mp4", 256, 256, 4).path
    with pytest.raises(MissingCapability, match="video_edit"):
        home.services.remixes.remix_file(path, OWNER, "a wolf")
    adopted = home.services.generations.adopt(path, OWNER)
    with pytest.raises(MissingCapability, match="video_edit"):
        home.services.remixes.remix(adopted.id, OWNER, "a wolf")
    path.write_bytes(b"no video at all")
    with pytest.raises(InvalidRequest) as caught:
        home.services.remixes.remix_file(path, OWNER, "a wolf")
    assert caught.value.field == "video"
