"""Memory that runs out, in the decoder and before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.studio import Studio
from vitascope.engines.diffusers.memory import Plan
from vitascope.errors import EngineError


def short_of_memory(times: int) -> Callable[..., None]:
    """A hook that finds no memory so many times."""
    left = [times]

    def hook(*_: Any) -> None:
        import torch

        if left[0] > 0:
            left[0] -= 1
            raise torch.OutOfMemoryError("out of memory")

    return hook


@pytest.fixture
def own(models_dir: Path) -> Studio:
    return Studio(models_dir)


@pytest.mark.parametrize(
    ("times", "stages"), [(1, ["decode in tiles"]), (2, ["decode in tiles", "decode on the CPU"])]
)
def test_a_decoder_that_runs_out_of_memory_takes_less_and_loses_nothing(
    own: Studio, times: int, stages: list[str]
) -> None:
    plain = own.make("tiny-ltx")
    loaded = own.bay.loaded
    assert loaded is not None
    loaded.decoder._vae.decoder.register_forward_pre_hook(short_of_memory(times))
    made = own.make("tiny-ltx")
    assert [stage for stage in made.stages if stage.startswith("decode ")] == stages
    assert np.abs(made.luma.astype(float) - plain.luma).mean() < 1.0
    assert own.bay.holds == (None if times == 2 else "tiny-ltx"), "what was moved is loaded anew"


def test_memory_that_runs_out_between_two_blocks_costs_no_frame(own: Studio) -> None:
    plain = own.make("tiny-wan-small")
    loaded = own.bay.loaded
    assert loaded is not None
    calls, short = [0], short_of_memory(1)

    def at_the_third(*_: Any) -> None:
        calls[0] += 1
        if calls[0] == 3:
            short()

    loaded.decoder._vae.decoder.register_forward_pre_hook(at_the_third)
    made = own.make("tiny-wan-small")
    assert "decode in tiles" in made.stages
    assert np.array_equal(made.luma, plain.luma), "what is so small is one tile"


def test_a_clip_that_cannot_be_decoded_anyhow_says_so(own: Studio) -> None:
    own.make("tiny-ltx")
    loaded = own.bay.loaded
    assert loaded is not None
    loaded.decoder._vae.decoder.register_forward_pre_hook(short_of_memory(3))
    with pytest.raises(EngineError, match="too small to decode this clip"):
        own.make("tiny-ltx")
    assert len(own.make("tiny-ltx").luma) == 12


def test_too_little_memory_at_the_lowest_tier_is_said(own: Studio) -> None:
    own.make("tiny-ltx")
    loaded = own.bay.loaded
    assert loaded is not None
    loaded.transformers[0].register_forward_pre_hook(short_of_memory(1))
    with pytest.raises(EngineError, match="memory of cpu is too small"):
        own.make("tiny-ltx")
    assert len(own.make("tiny-ltx").luma) == 12, "the model is as good as before"


def test_memory_that_runs_out_while_denoising_begins_the_window_again(
    own: Studio, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    plain = own.make("tiny-ltx")
    monkeypatch.setattr(Plan, "lower", lambda plan: replace(plan, why="a tier below"))  # a CPU has none
    loaded = own.bay.loaded
    assert loaded is not None
    loaded.transformers[0].register_forward_pre_hook(short_of_memory(1))
    made = own.make("tiny-ltx")
    assert np.array_equal(made.luma, plain.luma)
    assert any(stage.startswith("load") for stage in made.stages)
    assert made.reports[-1][1:] == plain.reports[-1][1:], "no step counts twice"
    assert "Out of memory with tiny-ltx: again with offload" in caplog.text
    assert own.bay.loaded is not None
    assert own.bay.loaded.plan.why == "a tier below"
