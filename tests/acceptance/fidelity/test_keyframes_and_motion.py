"""F4 to F7: the given pictures are the ends, everything moves, nothing cuts, loops close."""

from __future__ import annotations

import base64
from pathlib import Path

import numpy as np
import pytest

from support import film, pictures
from support.server import Server

CAMERAS = ["slow push in", "pan left", "orbit right", "pull out", "tilt up", "a quiet morning", "handheld"]
SCENES = [
    "A menacing evil dragon appears above the tallest mountain, then rushes at the camera, jaws open.",
    "Giant white koi fish emerge from the shadows of a dark, murky pond and turn toward the camera.",
    "static shot of a calm sea at night",
    "an empty desert at noon, nothing moves",
    "a lone gull over arctic ice in heavy snow",
    "green hills under a clear sky",
    "above the clouds at dawn",
    "xyzzy plugh",
]


def image(web: str, name: str) -> dict[str, str]:
    return {"type": "image", "url": f"{web}/{name}"}


@pytest.mark.parametrize("resolution", ["540p", "1080p", "4k"])
@pytest.mark.parametrize("ratio", ["16:9", "9:16"])
def test_both_ends_are_the_given_pictures(
    live: Server, web: str, images: dict[str, bytes], mp4: Path, resolution: str, ratio: str
) -> None:
    keyframes = {"frame0": image(web, "landscape.jpg"), "frame1": image(web, "white-fish.png")}
    live.video(
        mp4,
        prompt="the landscape becomes a white fish",
        resolution=resolution,
        aspect_ratio=ratio,
        num_frames=12,
        keyframes=keyframes,
    )
    frames = film.decoded(mp4)
    first, last = film.luma(frames[0]), film.luma(frames[-1])
    height, width = first.shape
    assert film.psnr(first, film.reference(images["landscape.jpg"], width, height)) >= 35
    assert film.psnr(last, film.reference(images["white-fish.png"], width, height)) >= 35


@pytest.mark.parametrize("camera", CAMERAS)
def test_a_first_frame_starts_a_clip_that_moves(
    live: Server, web: str, images: dict[str, bytes], mp4: Path, camera: str
) -> None:
    live.video(
        mp4,
        prompt=camera,
        resolution="540p",
        keyframes={"frame0": image(web, "landscape.jpg")},
        num_frames=72,
    )
    first = film.luma(film.decoded(mp4)[0])
    assert film.psnr(first, film.reference(images["landscape.jpg"], 960, 540)) >= 35
    film.assert_moves(film.small_lumas(mp4))


@pytest.mark.parametrize(
    ("colour", "ends"),
    [
        ((255, 255, 255), ("frame0",)),
        ((255, 255, 255), ("frame0", "frame1")),
        ((0, 0, 0), ("frame1",)),
        ((0, 0, 0), ("frame0", "frame1")),
        ((40, 90, 160), ("frame0",)),
    ],
)
def test_one_plain_colour_makes_no_still(
    live: Server, mp4: Path, colour: tuple[int, int, int], ends: tuple[str, ...]
) -> None:
    plain = pictures.encoded(np.full((90, 160, 3), colour, np.uint8))
    url = f"data:image/png;base64,{base64.b64encode(plain).decode()}"
    keyframes = {end: {"type": "image", "url": url} for end in ends}
    live.video(mp4, prompt="push in", resolution="540p", num_frames=48, keyframes=keyframes)
    lumas = film.small_lumas(mp4)
    assert min(film.difference(a, b) for a, b in zip(lumas, lumas[24:], strict=False)) >= 0.25
    frames = film.decoded(mp4)
    for end in ends:
        shown = film.luma(frames[0 if end == "frame0" else -1])
        assert film.psnr(shown, film.reference(plain, 960, 540)) >= 35


def test_a_last_frame_ends_a_clip_that_moves(
    live: Server, web: str, images: dict[str, bytes], mp4: Path
) -> None:
    live.video(mp4, prompt="pan right", resolution="540p", keyframes={"frame1": image(web, "landscape.jpg")})
    last = film.luma(film.decoded(mp4)[-1])
    assert film.psnr(last, film.reference(images["landscape.jpg"], 960, 540)) >= 35
    film.assert_moves(film.small_lumas(mp4))


def test_two_unrelated_pictures_meet_without_a_cut(live: Server, web: str, mp4: Path) -> None:
    keyframes = {"frame0": image(web, "landscape.jpg"), "frame1": image(web, "white-fish.png")}
    live.video(mp4, prompt="one becomes the other", resolution="540p", keyframes=keyframes)
    film.assert_moves(film.small_lumas(mp4))


@pytest.mark.parametrize("prompt", SCENES)
def test_planned_scenes_move_and_do_not_cut(live: Server, mp4: Path, prompt: str) -> None:
    live.video(mp4, prompt=prompt, resolution="540p", seed=7, num_frames=72)
    film.assert_moves(film.small_lumas(mp4))


def test_nine_seconds_move_throughout(live: Server, mp4: Path) -> None:
    live.video(mp4, prompt="koi in a green pond", resolution="540p", duration=9, seed=8)
    film.assert_moves(film.small_lumas(mp4))


@pytest.mark.parametrize(
    ("prompt", "length"),
    [*((prompt, {"num_frames": 72}) for prompt in SCENES[1::2]), (SCENES[0], {})],
)
def test_scenes_loop_without_a_seam(live: Server, mp4: Path, prompt: str, length: dict[str, int]) -> None:
    live.video(mp4, prompt=prompt, resolution="540p", aspect_ratio="1:1", loop=True, seed=3, **length)
    assert_loops(mp4)


def test_a_picture_loops_without_a_seam(live: Server, web: str, images: dict[str, bytes], mp4: Path) -> None:
    keyframes = {"frame0": image(web, "landscape.jpg")}
    live.video(mp4, prompt="gentle drift", resolution="540p", loop=True, keyframes=keyframes)
    assert_loops(mp4)
    assert film.psnr(film.luma(film.decoded(mp4)[0]), film.reference(images["landscape.jpg"], 960, 540)) >= 35


def assert_loops(path: Path) -> None:
    lumas = film.small_lumas(path)
    film.assert_moves(lumas)
    film.assert_loops(lumas)
