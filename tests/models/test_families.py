"""Every family takes in what it says it does: another condition is another clip."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from models.studio import NAMES, Studio, able
from vitascope.domain.request import Capability
from vitascope.engines.diffusers.conditions import Hold, Shot
from vitascope.engines.diffusers.families import FAMILIES
from vitascope.engines.diffusers.families.ltx2 import latent_step
from vitascope.errors import EngineError

SEEN = 0.05
"""Grey levels by which clips differ, on average, that are not the same one."""


def unlike(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    return float(np.abs(one.astype(np.float32) - other.astype(np.float32)).mean())


@pytest.mark.parametrize("name", able(Capability.TEXT))
def test_the_same_seed_makes_the_same_window_and_another_does_not(studio: Studio, name: str) -> None:
    window = studio.window(name)
    assert window.shape == (9, *studio.cards[name].sizes[0], 3)
    assert np.array_equal(window, studio.window(name))
    assert unlike(window, studio.window(name, seed=4)) > SEEN


@pytest.mark.parametrize("name", able(Capability.FIRST))
def test_a_first_picture_changes_what_follows(studio: Studio, name: str, pan: NDArray[np.uint8]) -> None:
    one, other = studio.small(name, pan[:1]), 255 - studio.small(name, pan[:1])
    with_one, with_other = (studio.window(name, Hold(0, picture)) for picture in (one, other))
    assert unlike(with_one[4:], with_other[4:]) > SEEN
    if name in able(Capability.TEXT):
        assert unlike(with_one[4:], studio.window(name)[4:]) > SEEN


@pytest.mark.parametrize("name", able(Capability.FIRST_LAST))
def test_a_last_picture_changes_what_leads_to_it(studio: Studio, name: str, pan: NDArray[np.uint8]) -> None:
    start, end = Hold(0, studio.small(name, pan[:1])), Hold(8, 255 - studio.small(name, pan[-1:]))
    if name == "tiny-vace":  # of a single last frame its random decoder shows less than a grey level
        end = Hold(4, np.repeat(end.frames, 5, axis=0))
    assert unlike(studio.window(name, start, end)[5:], studio.window(name, start)[5:]) > SEEN
    if name in able(Capability.LAST):
        assert unlike(studio.window(name, end)[5:], studio.window(name)[5:]) > SEEN


@pytest.mark.parametrize("name", ["tiny-vace", "tiny-ltx", "tiny-ltx2"])
def test_frames_of_a_clip_are_more_than_its_last_one(
    studio: Studio, name: str, pan: NDArray[np.uint8]
) -> None:
    reach = FAMILIES[studio.cards[name].family].reach(studio.cards[name])
    clip = studio.small(name, pan)[-reach.head :]
    still = np.repeat(clip[-1:], len(clip), axis=0)
    moving, standing = (studio.window(name, Hold(0, frames), frames=17) for frames in (clip, still))
    assert unlike(moving[len(clip) :], standing[len(clip) :]) > SEEN


@pytest.mark.parametrize("name", ["tiny-vace", "tiny-ltx", "tiny-ltx2"])
def test_a_clip_to_lead_into_changes_what_leads_there(
    studio: Studio, name: str, pan: NDArray[np.uint8]
) -> None:
    reach = FAMILIES[studio.cards[name].family].reach(studio.cards[name])
    hold = Hold(17 - reach.tail, studio.small(name, pan)[: reach.tail])
    made, plain = studio.window(name, hold, frames=17), studio.window(name, frames=17)
    assert unlike(made[9:], plain[9:]) > SEEN


@pytest.mark.parametrize("name", ["tiny-ltx", "tiny-ltx2"])
def test_of_a_clip_to_lead_into_all_frames_are_seen(
    studio: Studio, name: str, pan: NDArray[np.uint8]
) -> None:
    clip = studio.small(name, pan)
    other = np.concatenate([clip[:1], 255 - clip[1:]])
    made, changed = (studio.window(name, Hold(8, frames), frames=17) for frames in (clip, other))
    assert unlike(made[:8], changed[:8]) > 0


@pytest.mark.parametrize(
    ("at", "frames", "step", "places"),
    [(16, 1, 2.875, [(16, 17)]), (8, 9, 1.0, [(1, 9), (9, 17)]), (12, 1, 2.375, [(12, 13)])],
)
def test_ltx_2_is_told_at_which_frames_a_hold_lies(
    studio: Studio, pan: NDArray[np.uint8], at: int, frames: int, step: float, places: list[tuple[int, int]]
) -> None:
    """Of a clip the second step holds all frames but the first, as the steps of a window do."""
    hold = Hold(at, studio.small("tiny-ltx2", pan)[:frames])
    assert latent_step(hold) == step
    studio.window("tiny-ltx2", steps=1)
    loaded = studio.bay.loaded
    assert loaded is not None
    seen = list[Any]()

    def see(_: object, __: object, given: dict[str, Any]) -> None:
        seen.append(given["video_coords"][0, 0])  # (tokens, 2): from when until when, in seconds

    hook = loaded.transformers[0].register_forward_pre_hook(see, with_kwargs=True)
    studio.window("tiny-ltx2", hold, frames=17, steps=1)
    hook.remove()
    window = 3 * 2 * 2  # steps of the latent, by its rows and columns
    added = (seen[0][window:] * 24).round().int().tolist()
    assert sorted({(begin, end) for begin, end in added}) == places


def test_a_kept_frame_is_its_source_within_the_decoders_error(studio: Studio, pan: NDArray[np.uint8]) -> None:
    import torch

    name = "tiny-wan-small"
    source = studio.small(name, pan[:1])
    made = studio.window(name, Hold(0, source))[0]
    loaded = studio.bay.loaded
    assert loaded is not None
    vae = next(iter(loaded._pipes.values())).vae
    with torch.inference_mode():
        given = torch.from_numpy(source.transpose(3, 0, 1, 2)[None]).float() / 127.5 - 1
        there = vae.encode(given).latent_dist.mode()
        back = vae._decode(there).sample[0, :, 0].permute(1, 2, 0).numpy()
    expected = np.clip((back + 1) * 127.5, 0, 255)
    assert np.abs(made - expected).max() <= 2.0


def test_what_a_model_would_ignore_is_refused(studio: Studio, pan: NDArray[np.uint8]) -> None:
    name = "tiny-wan-small"
    start, end = Hold(0, studio.small(name, pan[:1])), Hold(8, studio.small(name, pan[-1:]))
    with pytest.raises(EngineError, match="reads no last picture"):
        studio.window(name, start, end)
    with pytest.raises(EngineError, match="only where it begins with one"):
        studio.window("tiny-wan-picture", end)


@pytest.mark.parametrize("name", NAMES)
def test_guidance_weighs_the_prompt_against_the_negative_one(
    studio: Studio, name: str, pan: NDArray[np.uint8]
) -> None:
    holds = () if name in able(Capability.TEXT) else (Hold(0, studio.small(name, pan[:1])),)
    one, other = (studio.window(name, *holds, guidance=6.0, negative=text) for text in ("fog", "a dog"))
    assert not np.array_equal(one, other)


def test_ltx_video_is_sent_what_is_published_for_it() -> None:
    shot = Shot("a cat", "", 64, 64, 25, 24, 2, 1.0, seed=1, sigmas=(1.0, 0.5))
    given = FAMILIES["ltx"].arguments(shot, None)
    assert (given["decode_timestep"], given["decode_noise_scale"]) == (0.05, 0.025)
    assert (given["timesteps"], given["image_cond_noise_scale"]) == ([1000.0, 500.0], 0.0)
    guided = FAMILIES["ltx"].arguments(replace(shot, guidance=3.0, sigmas=()), None)
    assert not {"timesteps", "image_cond_noise_scale"} & set(guided), "the pipeline's own"
