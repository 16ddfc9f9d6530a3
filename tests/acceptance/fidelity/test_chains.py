"""F8 to F10: a clip that continues, leads into or joins others does so without a jump or a re-encode."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support import film
from support.server import Server

DRAGON = "a dragon flies over snowy mountains at dusk, the camera pans right"
KOI = "white koi swim through a dark green pond toward the camera"
SHORT: dict[str, Any] = {"resolution": "540p", "num_frames": 48}
STORM = "a storm over the ocean"
ONWARD = [
    (DRAGON, ""),
    (DRAGON, "suddenly everything dives"),
    (KOI, ""),
    (KOI, "the camera tilts up and pulls back"),
    (STORM, "the camera tilts up and pulls back"),
]
Source = Callable[[str], dict[str, Any]]


def generation(found: dict[str, Any]) -> dict[str, str]:
    """A keyframe that names an earlier generation by its bare UUID."""
    return {"type": "generation", "id": found["id"].split(":")[0]}


@pytest.fixture(scope="module")
def source_of(live: Server) -> Source:
    """A short clip of a prompt, made once for all that goes on from it."""
    made: dict[str, dict[str, Any]] = {}

    def source(prompt: str) -> dict[str, Any]:
        if prompt not in made:
            made[prompt] = live.make(prompt=prompt, seed=5, **SHORT)
        return made[prompt]

    return source


def fetched(live: Server, found: dict[str, Any], folder: Path, name: str) -> Path:
    return live.download(found["video"]["url"], folder / f"{name}.mp4")


@pytest.mark.parametrize(("prompt", "following"), ONWARD)
def test_extend_goes_on_after_the_last_frame(
    live: Server, source_of: Source, tmp_path: Path, prompt: str, following: str
) -> None:
    source = source_of(prompt)
    more = live.make(prompt=following or prompt, keyframes={"frame0": generation(source)}, **SHORT)
    before, after = fetched(live, source, tmp_path, "a"), fetched(live, more, tmp_path, "b")
    film.assert_joint(film.small_lumas(before), film.small_lumas(after), "before")
    film.assert_moves(film.small_lumas(after))
    stitched = live.download(more["meta"]["assets"]["stitched"], tmp_path / "chain.mp4")
    assert film.stream(stitched).frames == 96
    assert film.stream(stitched).even
    assert film.packets(stitched) == film.packets(before) + film.packets(after)


def test_extend_accepts_the_suffixed_id_and_inherits_the_size(live: Server, tmp_path: Path) -> None:
    source = live.make(prompt=KOI, resolution="540p", aspect_ratio="9:16", num_frames=24)
    more = live.make(
        prompt="they turn away",
        num_frames=24,
        keyframes={"frame0": {"type": "generation", "id": source["id"]}},
    )
    assert (more["meta"]["width"], more["meta"]["height"]) == (540, 960)


def test_another_size_covers_and_cannot_be_stitched(live: Server) -> None:
    source = live.make(prompt=KOI, resolution="540p", num_frames=24)
    more = live.make(
        prompt=KOI,
        resolution="540p",
        aspect_ratio="1:1",
        num_frames=24,
        keyframes={"frame0": generation(source)},
    )
    assert (more["meta"]["width"], more["meta"]["height"]) == (540, 540)
    assert more["meta"]["assets"]["stitched"] is None
    assert "960" in more["meta"]["stitched_reason"]


@pytest.mark.parametrize("prompt", [DRAGON, KOI])
def test_reverse_extend_leads_into_the_first_frame(
    live: Server, source_of: Source, tmp_path: Path, prompt: str
) -> None:
    source = source_of(prompt)
    before = live.make(prompt=prompt, keyframes={"frame1": generation(source)}, **SHORT)
    first, second = fetched(live, before, tmp_path, "a"), fetched(live, source, tmp_path, "b")
    film.assert_joint(film.small_lumas(first), film.small_lumas(second), "after")
    film.assert_moves(film.small_lumas(first))
    stitched = live.download(before["meta"]["assets"]["stitched"], tmp_path / "chain.mp4")
    assert film.packets(stitched) == film.packets(first) + film.packets(second)


def test_between_joins_two_generations(live: Server, source_of: Source, tmp_path: Path) -> None:
    left, right = source_of(DRAGON), source_of(KOI)
    bridge = live.make(
        prompt="the mountains become a pond",
        resolution="540p",
        keyframes={"frame0": generation(left), "frame1": generation(right)},
    )
    lumas = [
        film.small_lumas(fetched(live, found, tmp_path, str(i)))
        for i, found in enumerate((left, bridge, right))
    ]
    film.assert_joint(lumas[0], lumas[1], "before")
    film.assert_joint(lumas[1], lumas[2], "after")
    film.assert_moves(lumas[1])
    stitched = live.download(bridge["meta"]["assets"]["stitched"], tmp_path / "chain.mp4")
    assert film.stream(stitched).frames == 48 + 120 + 48


@pytest.mark.parametrize("mirror", [False, True])
def test_a_generation_and_a_picture(
    live: Server, source_of: Source, web: str, images: dict[str, bytes], tmp_path: Path, mirror: bool
) -> None:
    source = source_of(DRAGON)
    ends = [generation(source), {"type": "image", "url": f"{web}/landscape.jpg"}]
    if mirror:
        ends.reverse()
    bridge = live.make(prompt="on to the picture", keyframes={"frame0": ends[0], "frame1": ends[1]}, **SHORT)
    path = fetched(live, bridge, tmp_path, "bridge")
    clip, other = film.small_lumas(path), film.small_lumas(fetched(live, source, tmp_path, "source"))
    pair = (clip, other, "after") if mirror else (other, clip, "before")
    film.assert_joint(*pair)
    film.assert_moves(clip)
    pinned = film.luma(film.decoded(path)[0 if mirror else -1])
    assert film.psnr(pinned, film.reference(images["landscape.jpg"], 960, 540)) >= 35


def test_extending_a_clip_that_was_made_from_a_picture(live: Server, web: str, tmp_path: Path) -> None:
    keyframes = {"frame0": {"type": "image", "url": f"{web}/landscape.jpg"}}
    source = live.make(prompt="pan right", keyframes=keyframes, **SHORT)
    more = live.make(prompt="pan right", keyframes={"frame0": generation(source)}, **SHORT)
    before = film.small_lumas(fetched(live, source, tmp_path, "a"))
    after = film.small_lumas(fetched(live, more, tmp_path, "b"))
    film.assert_joint(before, after, "before")
    film.assert_moves(after)


@pytest.mark.parametrize("prompt", [DRAGON, KOI])
def test_a_loop_that_extends_closes_on_itself(
    live: Server, source_of: Source, tmp_path: Path, prompt: str
) -> None:
    source = source_of(prompt)
    more = live.make(
        prompt=prompt, keyframes={"frame0": generation(source)}, loop=True, resolution="540p", num_frames=72
    )
    before = film.small_lumas(fetched(live, source, tmp_path, "a"))
    after = film.small_lumas(fetched(live, more, tmp_path, "b"))
    film.assert_joint(before, after, "before")
    near = film.steps(after)
    assert film.difference(after[-1], after[0]) <= max(1.5 * max(*near[:3], *near[-3:]), 0.5)


def test_a_chain_of_three_is_one_film(live: Server, tmp_path: Path) -> None:
    links = [live.make(prompt=KOI, seed=5, resolution="540p", num_frames=24)]
    for _ in range(2):
        keyframes = {"frame0": generation(links[-1])}
        links.append(live.make(prompt="on they swim", keyframes=keyframes, num_frames=24))
    paths = [fetched(live, link, tmp_path, str(i)) for i, link in enumerate(links)]
    stitched = live.download(links[-1]["meta"]["assets"]["stitched"], tmp_path / "chain.mp4")
    assert film.packets(stitched) == [packet for path in paths for packet in film.packets(path)]
    film.assert_no_cut(film.steps(film.small_lumas(stitched)))
