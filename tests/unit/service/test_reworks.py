"""A finished clip made again."""

from __future__ import annotations

from pathlib import Path

import pytest

from unit.service.parts import OTHER, OWNER, Home, data_url, png
from vitascope.domain.generation import Generation, Outcome
from vitascope.domain.request import AspectRatio, GenerationKeyframe, ImageKeyframe, Resolution
from vitascope.engines.registry import Registry
from vitascope.errors import InvalidRequest, MissingCapability, NotFound
from vitascope.service.reworks import Reframe
from vitascope.testing.engine import SlowStripes

PLAN = {"path": "scene", "seed": 5}


def planned(home: Home, **fields: object) -> Generation:
    """A completed clip of 540p with a plan."""
    made = home.create(**{"resolution": "540p", "seed": 5, "num_frames": 13} | fields)
    lease = home.ledger.claim("worker", 60.0, made.pool, made.id)
    assert lease is not None
    home.ledger.keep_plan(lease, PLAN)
    return home.ledger.complete(
        lease, (), Outcome(width=960, height=540, fps=24, frames=13, duration=13 / 24, plan=PLAN)
    )


def shape(generation: Generation) -> tuple[Resolution, AspectRatio, tuple[int, int] | None]:
    request = generation.request
    return request.resolution, request.aspect_ratio, request.size


def test_an_upscale_is_the_same_request_larger(home: Home) -> None:
    source = planned(home, loop=True, concepts=("orbit_left",), prompt="a lake")
    made = home.services.reworks.upscale(source.id, OWNER, Resolution.UHD)
    assert shape(made) == (Resolution.UHD, AspectRatio.WIDE, None)
    request = made.request
    assert (request.prompt, request.loop, request.concepts, request.num_frames) == (
        "a lake",
        True,
        ("orbit_left",),
        13,
    )
    assert (made.seed, request.seed, request.plan) == (5, 5, PLAN)
    assert request.rework is not None
    assert (request.rework.kind, request.rework.source) == ("upscale", source.id)
    assert home.ledger.get(made.id) == made
    assert len(home.woken) == 2


def test_a_seed_that_was_not_asked_for_is_kept(home: Home) -> None:
    source = home.finish(home.create(resolution="540p"))
    assert home.services.reworks.upscale(source.id, OWNER).seed == source.seed


@pytest.mark.parametrize(
    ("had", "wanted", "got"),
    [("540p", None, "720p"), ("720p", None, "1080p"), ("1080p", None, "4k"), ("540p", "1080p", "1080p")],
)
def test_the_target(home: Home, had: str, wanted: str | None, got: str) -> None:
    source = home.finish(home.create(resolution=had, aspect_ratio="3:4"))
    target = None if wanted is None else Resolution(wanted)
    made = home.services.reworks.upscale(source.id, OWNER, target)
    assert shape(made) == (Resolution(got), AspectRatio.PORTRAIT, None)


@pytest.mark.parametrize(("had", "wanted"), [("4k", None), ("4k", "4k"), ("720p", "720p"), ("720p", "540p")])
def test_a_target_that_is_not_above(home: Home, had: str, wanted: str | None) -> None:
    source = home.finish(home.create(resolution=had))
    with pytest.raises(InvalidRequest, match="above"):
        home.services.reworks.upscale(source.id, OWNER, None if wanted is None else Resolution(wanted))
    assert home.rows() == 1


def test_odd_pixels_keep_their_shape(home: Home) -> None:
    source = home.finish(home.create(size=(1000, 500)))
    made = home.services.reworks.upscale(source.id, OWNER, Resolution.P1080)
    assert made.request.size == (2160, 1080)


def test_an_upscale_can_be_made_larger_still(home: Home) -> None:
    source = home.finish(home.create(resolution="540p"))
    once = home.finish(home.services.reworks.upscale(source.id, OWNER))
    assert shape(home.services.reworks.upscale(once.id, OWNER))[0] == "1080p"


def test_pictures_are_copied(home: Home) -> None:
    first = ImageKeyframe(url=data_url(png()))
    source = home.finish(home.create(frame0=first, resolution="540p"))
    made = home.services.reworks.upscale(source.id, OWNER)
    home.services.generations.delete(source.id, OWNER)
    assert made.request.frame0 == ImageKeyframe(url=f"asset:{made.id}/input/frame0")
    assert b"".join(home.storage.read(f"{made.id}/input/frame0")) == png()
    assert home.files() == [f"{made.id}/input/frame0"]


def test_an_extension_needs_its_parent(home: Home) -> None:
    parent = home.finish(home.create(resolution="540p"))
    child = home.finish(home.create(frame0=GenerationKeyframe(id=parent.id), resolution="540p"))
    made = home.services.reworks.upscale(child.id, OWNER)
    assert made.request.frame0 == GenerationKeyframe(id=parent.id)
    home.finish(made)
    home.services.generations.delete(parent.id, OWNER)
    with pytest.raises(InvalidRequest, match="frame0 was deleted"):
        home.services.reworks.upscale(child.id, OWNER)


def test_a_callback_is_not_handed_down(home: Home) -> None:
    source = home.finish(home.create(resolution="540p", callback_url="https://x.example/told"))
    assert home.services.reworks.upscale(source.id, OWNER).request.callback_url is None


def test_only_what_is_completed_and_ones_own(home: Home) -> None:
    failed = home.fail(home.create(), "EngineError", "no")
    for unfit in (home.create(), failed):
        with pytest.raises(InvalidRequest, match=f"is {unfit.state.value}; expected a completed one"):
            home.services.reworks.upscale(unfit.id, OWNER)
    with pytest.raises(NotFound):
        home.services.reworks.upscale(home.finish(home.create(OTHER)).id, OWNER)


def test_only_what_made_it_can_make_it_again(home: Home, tmp_path: Path) -> None:
    source = home.finish(home.create(resolution="540p"))
    home.registry = Registry([SlowStripes()])
    with pytest.raises(MissingCapability, match=r"capability upscale is missing.*made by stripes"):
        home.build().reworks.upscale(source.id, OWNER)


def test_a_model_that_cannot(home: Home) -> None:
    source = home.finish(home.create(model="text-only", resolution="540p"))
    with pytest.raises(MissingCapability, match="text-only cannot do: upscale"):
        home.services.reworks.upscale(source.id, OWNER)


def link(home: Home, source: Generation, name: str = "video") -> str:
    url = home.services.assets.url(source, name)
    assert url is not None
    return url


@pytest.mark.parametrize("ratio", AspectRatio)
def test_a_reframe_keeps_the_short_side(home: Home, ratio: AspectRatio) -> None:
    source = home.finish(home.create(resolution="720p"))
    wish = Reframe(link(home, source), ratio, "ray-2", "beyond")
    made = home.services.reworks.reframe(wish, OWNER, "https://x.example")
    assert shape(made) == (Resolution.P720, ratio, None)
    assert (made.seed, made.request.callback_url) == (source.seed, "https://x.example")
    assert made.request.rework is not None
    assert (made.request.rework.media, made.request.rework.prompt) == (wish.media, "beyond")


@pytest.mark.parametrize("name", ["ray-2", "luma/ray-flash-2", "stripes"])
def test_a_reframe_is_made_by_what_made_the_clip(home: Home, name: str) -> None:
    source = home.finish(home.create(model="stripes"))
    made = home.services.reworks.reframe(Reframe(link(home, source), AspectRatio.SQUARE, name), OWNER)
    assert (made.request.model, made.model) == (name, "stripes")


def test_a_link_that_was_tampered_with(home: Home) -> None:
    source = home.finish(home.create())
    url = link(home, source).replace("video.mp4", "stitched.mp4")
    with pytest.raises(NotFound):
        home.services.reworks.reframe(Reframe(url, AspectRatio.SQUARE, "ray-2"), OWNER)
