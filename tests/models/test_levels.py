"""Models step through exactly the noise levels that they were distilled for, with their own guidance."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.studio import Made, Studio
from vitascope.engines.diffusers.card import Card
from vitascope.engines.diffusers.families import FAMILIES
from vitascope.engines.diffusers.levels import exact
from vitascope.engines.diffusers.loaded import Loaded
from vitascope.engines.diffusers.store import RECORD, Store

LEVELS = (1.0, 0.9375, 0.625)


def studio_of(models_dir: Path, folder: Path, name: str, **update: Any) -> Studio:
    """One of the models with another card."""
    card = next(card for card in Store(models_dir).cards() if card.name == name)
    Store(folder).bring(card.model_copy(update=update), models_dir / name, lambda *_: None, accepted=True)
    return Studio(folder)


def watched(studio: Studio, name: str, **fields: Any) -> tuple[Made, list[list[float]]]:
    """A clip, and the noise levels that each transformer was asked for, one a pass."""
    loaded = ready(studio, name)
    seen: list[list[float]] = [[] for _ in loaded.transformers]
    hooks = [
        one.register_forward_pre_hook(
            lambda _, __, given, levels=levels: levels.append(
                round(float(given["timestep"].max()) / 1000, 4)
            ),
            with_kwargs=True,
        )
        for one, levels in zip(loaded.transformers, seen, strict=True)
    ]
    made = studio.make(name, guidance=1.0, **fields)
    for hook in hooks:
        hook.remove()
    return made, seen


def ready(studio: Studio, name: str) -> Loaded:
    studio.make(name, steps=1)
    loaded = studio.bay.loaded
    assert loaded is not None
    return loaded


def test_wan_steps_through_its_cards_levels_each_expert_through_its_own(
    models_dir: Path, tmp_path: Path
) -> None:
    studio = studio_of(models_dir, tmp_path, "tiny-wan-text", sigmas=LEVELS)
    _, seen = watched(studio, "tiny-wan-text", steps=3)
    assert seen == [[1.0, 0.9375], [0.625]]
    _, seen = watched(studio, "tiny-wan-text", steps=6)
    assert [level for levels in seen for level in levels] == pytest.approx(
        [1.0, 0.9688, 0.9375, 0.7813, 0.625, 0.3125], abs=1e-3
    )


def test_a_model_that_begins_each_step_from_new_noise_makes_the_same_clip_again(
    models_dir: Path, tmp_path: Path
) -> None:
    fresh = studio_of(models_dir, tmp_path / "fresh", "tiny-wan-small", sigmas=LEVELS, renoised=True)
    plain = studio_of(models_dir, tmp_path / "plain", "tiny-wan-small", sigmas=LEVELS)
    made, seen = watched(fresh, "tiny-wan-small", steps=3)
    assert seen == [list(LEVELS)]
    assert np.array_equal(made.luma, watched(fresh, "tiny-wan-small", steps=3)[0].luma)
    assert not np.array_equal(made.luma, watched(plain, "tiny-wan-small", steps=3)[0].luma)


def test_the_scheduler_goes_from_level_to_level_and_down_to_none() -> None:
    import torch

    scheduler = exact(LEVELS)
    scheduler.set_timesteps(50, device="cpu")
    assert scheduler.sigmas.tolist() == pytest.approx([*LEVELS, 0.0])
    sample = torch.ones(1, 1, 1, 2, 2)
    for time in scheduler.timesteps:
        sample = scheduler.step(torch.ones_like(sample), time, sample, return_dict=False)[0]
    assert sample.abs().max() < 1e-6, "what is all noise is taken away"


@pytest.mark.parametrize("name", ["tiny-ltx", "tiny-ltx2"])
def test_levels_are_not_moved_by_a_scheduler_that_would(models_dir: Path, tmp_path: Path, name: str) -> None:
    studio = studio_of(models_dir, tmp_path, name, sigmas=LEVELS)
    plain, before = watched(studio, name, steps=3)
    config = tmp_path / name / "scheduler" / "scheduler_config.json"
    moving = {"use_dynamic_shifting": True, "shift_terminal": 0.1, "shift": 3.0}
    config.write_text(json.dumps(json.loads(config.read_text()) | moving))
    made, after = watched(Studio(tmp_path), name, steps=3)
    assert before == after == [list(LEVELS)]
    assert np.array_equal(made.luma, plain.luma)


def test_wans_noise_is_moved_as_its_card_says(models_dir: Path, tmp_path: Path) -> None:
    studio = studio_of(models_dir, tmp_path, "tiny-wan-small", shift=12.0)
    _, moved = watched(studio, "tiny-wan-small", steps=2)
    assert moved[0][1] == pytest.approx(12 * 0.5 / (1 + 11 * 0.5), abs=2e-3)


def test_each_of_two_experts_has_its_guidance_unless_a_request_says_one(
    models_dir: Path, tmp_path: Path
) -> None:
    studio = studio_of(models_dir, tmp_path, "tiny-wan-text", guidance=4.0, guidance_low=3.0)
    pipe, asked = ready(studio, "tiny-wan-text")._main, list[dict[str, Any]]()
    plain = type(pipe).check_inputs

    def see(*given: Any, **more: Any) -> None:
        asked.append({"low": given[7] if len(given) > 7 else more.get("guidance_scale_2")})
        plain(pipe, *given, **more)

    pipe.check_inputs = see
    studio.make("tiny-wan-text")
    studio.make("tiny-wan-text", guidance=2.0)
    assert [one["low"] for one in asked] == [3.0, None]
    one_expert = ready(Studio(models_dir), "tiny-wan-small")._main
    shot = studio.engines["tiny-wan-text"]._shot
    assert "guidance_scale_2" not in FAMILIES["wan"].arguments(shot_of(studio, shot), one_expert)


def shot_of(studio: Studio, shot: Any) -> Any:
    from vitascope.domain.render import RenderSpec

    spec = RenderSpec(prompt="a cat", width=96, height=64, frames=12, seed=3)
    return shot(spec, (32, 32), 9, (), 0)


def test_a_folder_that_calls_itself_distilled_is_a_wan(models_dir: Path, tmp_path: Path) -> None:
    shutil.copytree(models_dir / "tiny-wan-small", tmp_path / "raw")
    rename(tmp_path / "raw", {"_class_name": "WanDMDPipeline"})
    card = own(models_dir, "tiny-wan-small").model_copy(update={"name": "tiny-fast"})
    Store(tmp_path / "models").bring(card, tmp_path / "raw", lambda *_: None, accepted=True)
    assert len(Studio(tmp_path / "models").make("tiny-fast").luma) == 12


def test_parts_that_nothing_reads_are_neither_copied_nor_loaded(models_dir: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    shutil.copytree(models_dir / "tiny-ltx2", raw)
    rename(
        raw,
        {
            "prompt_enhancer": ["transformers", "Gemma4ForConditionalGeneration"],
            "diffusion_decoder": ["ltx2", "LTX2VideoDiffusionDecoderModel"],
        },
    )
    for name in ("prompt_enhancer", "transformer_full"):
        shutil.copytree(raw / "vae", raw / name)
    card = own(models_dir, "tiny-ltx2").model_copy(update={"leaves": ("prompt_enhancer", "transformer_full")})
    record = Store(tmp_path / "models").bring(card, raw, lambda *_: None, accepted=True)
    assert not any(name.startswith(card.leaves) for name in record.files)
    studio = Studio(tmp_path / "models")
    assert len(studio.make("tiny-ltx2").luma) == 12
    loaded = studio.bay.loaded
    assert loaded is not None
    assert loaded._main.prompt_enhancer is None


def own(models_dir: Path, name: str) -> Card:
    return next(card for card in Store(models_dir).cards() if card.name == name)


def rename(folder: Path, more: dict[str, Any]) -> None:
    """Say something else in the list of a pipeline's parts."""
    index = folder / "model_index.json"
    index.write_text(json.dumps(json.loads(index.read_text()) | more))
    (folder / RECORD).unlink(missing_ok=True)
