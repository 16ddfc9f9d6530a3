"""Clips from tiny models: exactly what was asked for, said as it goes, stopped when nobody wants it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from models.studio import HEIGHT, NAMES, WIDTH, Studio, able, after, before, first, last
from support.film import psnr
from support.patience import PATIENCE, until
from vitascope.domain.request import Capability, Quality
from vitascope.engines.base import Condition
from vitascope.errors import Cancelled
from vitascope.media.colour import rgb_to_yuv


def luma(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return rgb_to_yuv(picture)[0]


def wanted(name: str, pan: NDArray[np.uint8]) -> tuple[Condition, ...]:
    """The least that a model must be given."""
    return () if name in able(Capability.TEXT) else (first(pan[0]),)


@pytest.mark.parametrize("name", NAMES)
def test_a_clip_has_exactly_its_frames_and_says_how_far_it_is(
    studio: Studio, name: str, pan: NDArray[np.uint8]
) -> None:
    made = studio.make(name, wanted(name, pan), frames=13)
    assert made.luma.shape == (13, HEIGHT, WIDTH)
    assert [one for one in made.stages if not one.startswith("load")] == [
        "text",
        "denoise",
        "decode",
        "upscale",
    ]
    assert [report[1:] for report in made.reports if report[0] == "denoise"] == [(1, 2), (2, 2)]


@pytest.mark.parametrize("name", able(Capability.FIRST))
def test_the_first_frame_is_the_picture(studio: Studio, name: str, pan: NDArray[np.uint8]) -> None:
    made = studio.make(name, [first(pan[0])])
    assert psnr(made.luma[0], luma(pan[0])) >= 35


@pytest.mark.parametrize("name", able(Capability.FIRST_LAST))
def test_both_ends_are_the_pictures(studio: Studio, name: str, pan: NDArray[np.uint8]) -> None:
    made = studio.make(name, [first(pan[0]), last(pan[-1])], frames=11)
    assert psnr(made.luma[0], luma(pan[0])) >= 35
    assert psnr(made.luma[-1], luma(pan[-1])) >= 35


@pytest.mark.parametrize("name", able(Capability.LAST))
def test_a_last_picture_alone_is_the_end(studio: Studio, name: str, pan: NDArray[np.uint8]) -> None:
    made = studio.make(name, [last(pan[-1])], frames=10)
    assert psnr(made.luma[-1], luma(pan[-1])) >= 35


@pytest.mark.parametrize("name", able(Capability.EXTEND))
def test_an_extension_goes_on_where_its_source_ends(
    studio: Studio, name: str, pan: NDArray[np.uint8]
) -> None:
    made = studio.make(name, [after(pan)])
    assert len(made.luma) == 12
    assert nearer(made.luma[0], luma(pan[-1]), made.luma[-1])


@pytest.mark.parametrize("name", able(Capability.REVERSE_EXTEND))
def test_a_reverse_extension_leads_into_its_source(studio: Studio, name: str, pan: NDArray[np.uint8]) -> None:
    made = studio.make(name, [before(pan)], frames=14)
    assert nearer(made.luma[-1], luma(pan[0]), made.luma[0])


@pytest.mark.parametrize("name", able(Capability.BETWEEN))
def test_a_clip_between_two_fits_both(studio: Studio, name: str, pan: NDArray[np.uint8]) -> None:
    made = studio.make(name, [after(pan), before(255 - pan)], frames=24)
    assert nearer(made.luma[0], luma(pan[-1]), made.luma[12])
    assert nearer(made.luma[-1], luma(255 - pan[0]), made.luma[12])


@pytest.mark.parametrize("name", able(Capability.LOOP))
def test_a_loop_ends_where_it_begins(studio: Studio, name: str, pan: NDArray[np.uint8]) -> None:
    made = studio.make(name, [first(pan[0])], frames=26, loop=True)
    steps = [
        float(np.abs(a.astype(float) - b).mean()) for a, b in zip(made.luma, made.luma[1:], strict=False)
    ]
    seam = float(np.abs(made.luma[-1].astype(float) - made.luma[0]).mean())
    assert seam <= max(1.5 * max(*steps[:3], *steps[-3:]), 0.5)


def test_a_clip_longer_than_the_model_is_made_in_windows(studio: Studio) -> None:
    made = studio.make("tiny-ltx", frames=60)
    assert len(made.luma) == 60
    assert max(total for _, _, total in made.reports) > 4
    jumps = np.abs(np.diff(made.luma.astype(float), axis=0)).mean((1, 2))
    assert jumps.max() <= 4 * np.median(jumps) + 1


@pytest.mark.parametrize("name", NAMES)
def test_a_cancel_stops_within_a_step(studio: Studio, name: str, pan: NDArray[np.uint8]) -> None:
    seen: list[tuple[str, int, int]] = []

    def after_one_step(reports: list[tuple[str, int, int]]) -> bool:
        seen[:] = reports
        return any(stage == "denoise" for stage, _, _ in reports)

    with pytest.raises(Cancelled):
        studio.make(name, wanted(name, pan), cancelled=after_one_step, steps=20)
    assert max(step for stage, step, _ in seen if stage == "denoise") == 1
    assert studio.bay.holds == name, "the model stays loaded"


def test_quality_and_steps_are_honoured(studio: Studio) -> None:
    counts = {quality: studio.make("tiny-ltx", quality=quality).reports[-1][2] for quality in Quality}
    assert counts == {Quality.DRAFT: 1, Quality.STANDARD: 2, Quality.HIGH: 3}
    assert studio.make("tiny-ltx", steps=4).reports[-1][2] == 4


def test_a_draft_may_reuse_steps(studio: Studio) -> None:
    eager = Studio(studio.bay.options.folder, step_cache=1.0)
    plain = studio.make("tiny-ltx", quality=Quality.DRAFT, steps=6)
    cached = eager.make("tiny-ltx", quality=Quality.DRAFT, steps=6)
    assert len(cached.luma) == 12
    assert not np.array_equal(cached.luma, plain.luma)
    assert np.array_equal(eager.make("tiny-ltx", steps=6).luma, studio.make("tiny-ltx", steps=6).luma)


@pytest.mark.parametrize("name", ["tiny-wan-small", "tiny-vace", "tiny-ltx", "tiny-ltx2"])
def test_a_draft_may_foretell_steps_on_a_fixed_schedule(studio: Studio, name: str) -> None:
    eager = Studio(studio.bay.options.folder, step_interval=2)
    passes: list[int] = []

    def count(*_: object) -> None:
        passes[-1] += 1

    made = []
    for one in (studio, eager):
        passes.append(0)
        one.make(name, quality=Quality.DRAFT, steps=1)
        loaded = one.bay.loaded
        assert loaded is not None
        block = _blocks(loaded.transformers[0])[0]
        hook = block.attn1.register_forward_hook(count)
        made.append(one.make(name, quality=Quality.DRAFT, steps=7, guidance=1.0))
        hook.remove()
    assert passes == [7, 5], "three at first, then every other"
    assert made[1].luma.shape == made[0].luma.shape
    assert not np.array_equal(made[1].luma, made[0].luma)


def _blocks(transformer: Any) -> Any:
    return transformer.blocks if hasattr(transformer, "blocks") else transformer.transformer_blocks


@pytest.mark.parametrize("name", ["tiny-wan-small", "tiny-ltx2"])
def test_weights_in_eight_bits_make_about_the_same_clip(studio: Studio, name: str) -> None:
    import torch

    small = Studio(studio.bay.options.folder, weights="fp8")
    plain, made = studio.make(name), small.make(name)
    loaded = small.bay.loaded
    assert loaded is not None
    kinds = {weight.dtype for weight in _blocks(loaded.transformers[0]).parameters()}
    assert torch.float8_e4m3fn in kinds
    assert any("weights fp8" in stage for stage in made.stages)
    assert not np.array_equal(made.luma, plain.luma)
    assert np.abs(made.luma.astype(float) - plain.luma).mean() < 8


def test_sound_is_kept_where_it_was_asked_for(studio: Studio) -> None:
    engine = studio.engines["tiny-ltx2"]
    studio.make("tiny-ltx2", frames=30)
    assert engine.sound() is None
    studio.make("tiny-ltx2", frames=30, audio=True)
    sound = engine.sound()
    assert sound is not None
    assert sound.samples.shape == (round(30 / 24 * sound.rate), 2)
    assert np.abs(sound.samples).max() > 0
    studio.make("tiny-ltx", audio=True)
    assert studio.engines["tiny-ltx"].sound() is None, "this family makes none"


def test_on_a_cpu_nothing_is_compiled(studio: Studio) -> None:
    eager = Studio(studio.bay.options.folder, compiles=True)
    assert np.array_equal(eager.make("tiny-ltx").luma, studio.make("tiny-ltx").luma)
    loaded = eager.bay.loaded
    assert loaded is not None
    assert all(part._compiled_call_impl is None for part in loaded.transformers[0].modules())


def test_a_model_stays_loaded_gives_way_and_is_let_go(studio: Studio) -> None:
    calm = Studio(studio.bay.options.folder, idle_seconds=PATIENCE)
    assert any(stage.startswith("load") for stage in calm.make("tiny-ltx").stages)
    assert not any(stage.startswith("load") for stage in calm.make("tiny-ltx").stages)
    calm.make("tiny-wan-small")
    assert calm.bay.holds == "tiny-wan-small"
    hasty = Studio(studio.bay.options.folder, idle_seconds=0.1)
    hasty.make("tiny-ltx")
    until(lambda: hasty.bay.holds is None)


def nearer(frame: NDArray[np.uint8], to: NDArray[np.uint8], than: NDArray[np.uint8]) -> bool:
    """Whether a frame is nearer to one picture than another frame is."""
    return float(np.abs(frame.astype(float) - to).mean()) < float(np.abs(than.astype(float) - to).mean())
