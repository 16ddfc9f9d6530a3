"""Clips made at half their size, doubled in the latent and refined."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from models.studio import Studio, first
from support.film import psnr
from vitascope.domain.request import Quality
from vitascope.engines.base import Sound
from vitascope.engines.diffusers.card import Upsampler
from vitascope.engines.diffusers.families import FAMILIES, TwoStage
from vitascope.engines.diffusers.store import Store
from vitascope.errors import ConfigurationError
from vitascope.media.colour import rgb_to_yuv

REFINES = {"tiny-ltx": 3, "tiny-ltx2": 3}


@pytest.fixture(scope="module")
def staged(models_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Studio:
    """The two families that can, with cards that say so."""
    store = Store(tmp_path_factory.mktemp("staged"))
    for card in Store(models_dir).cards():
        if card.name in REFINES:
            wanted = card.model_copy(
                update={"upsampler": Upsampler(repo="none"), "sigmas": (1.0, 0.5), "sizes": ((128, 128),)}
            )
            store.bring(wanted, models_dir / card.name, lambda *_: None, accepted=True)
    return Studio(store.folder)


@pytest.mark.parametrize("name", REFINES)
def test_both_stages_are_made_and_told(staged: Studio, name: str, pan: NDArray[np.uint8]) -> None:
    made = staged.make(name, [first(pan[0])])
    assert [one for one in made.stages if not one.startswith("load")] == [
        "text",
        "denoise",
        "double",
        "decode",
        "upscale",
    ]
    steps = 2 + REFINES[name]
    assert [report[1:] for report in made.reports if report[0] == "denoise"] == [
        (step, steps) for step in range(1, steps + 1)
    ]
    assert psnr(made.luma[0], rgb_to_yuv(pan[0])[0]) >= 35


@pytest.mark.parametrize("name", REFINES)
def test_the_first_stage_is_half_as_large_and_decoded_once(staged: Studio, name: str) -> None:
    loaded = warm(staged, name)
    tokens: list[int] = []
    decoded: list[tuple[int, ...]] = []

    def see(_: object, args: tuple[Any, ...], given: dict[str, Any]) -> None:
        tokens.append((args[0] if args else given["hidden_states"]).shape[1])

    hook = loaded.transformers[0].register_forward_pre_hook(see, with_kwargs=True)
    vae = loaded.decoder._vae
    decoding = vae.decoder.register_forward_pre_hook(lambda _, args: decoded.append(tuple(args[0].shape)))
    staged.make(name, guidance=1.0)
    decoding.remove()
    hook.remove()
    assert len(tokens) == 2 + REFINES[name], "one pass a step"
    assert tokens[-1] == 4 * tokens[0]
    assert len(decoded) == 1


def test_ltx_video_doubles_latents_as_its_own_library_does(staged: Studio) -> None:
    import torch
    from diffusers import LTXLatentUpsamplePipeline

    loaded = warm(staged, "tiny-ltx")
    family = FAMILIES["ltx"]
    assert isinstance(family, TwoStage)
    pipe, upsampler = loaded._main, loaded._doubling(family)
    small = 3 * torch.randn(1, 8, 2, 4, 4, generator=torch.Generator().manual_seed(1))
    stage = LTXLatentUpsamplePipeline(vae=pipe.vae, latent_upsampler=upsampler)
    with torch.inference_mode():
        made = family.doubled(pipe, upsampler, small)
        whole = {"adain_factor": 1.0, "tone_map_compression_ratio": 0.6, "output_type": "latent"}
        assert torch.equal(made, stage(latents=small, **whole).frames)
        assert not torch.allclose(made, stage(latents=small, output_type="latent").frames, atol=0.1)


def test_a_draft_is_made_in_one_stage(staged: Studio) -> None:
    made = staged.make("tiny-ltx", quality=Quality.DRAFT)
    assert "double" not in made.stages
    assert made.reports[-1][2] == 1


def test_the_sound_goes_through_both_stages(staged: Studio) -> None:
    staged.make("tiny-ltx2", audio=True)
    sound = staged.engines["tiny-ltx2"].sound()
    assert isinstance(sound, Sound)
    assert np.abs(sound.samples).max() > 0


def test_without_the_upsampler_a_clip_is_made_in_one_stage(staged: Studio, tmp_path: Path) -> None:
    folder = staged.bay.options.folder / "tiny-ltx"
    shutil.copytree(folder, tmp_path / "tiny-ltx")
    shutil.rmtree(tmp_path / "tiny-ltx" / "latent_upsampler")
    assert "double" not in Studio(tmp_path).make("tiny-ltx").stages


def test_a_damaged_upsampler_is_a_named_error(staged: Studio, tmp_path: Path) -> None:
    shutil.copytree(staged.bay.options.folder / "tiny-ltx", tmp_path / "tiny-ltx")
    weights = next((tmp_path / "tiny-ltx" / "latent_upsampler").glob("*.safetensors"))
    weights.write_bytes(weights.read_bytes()[:100])
    with pytest.raises(ConfigurationError, match=r"The upsampler in .* cannot be loaded"):
        Studio(tmp_path).make("tiny-ltx")


def warm(studio: Studio, name: str) -> Any:
    """The model, loaded."""
    studio.make(name, quality=Quality.DRAFT)
    loaded = studio.bay.loaded
    assert loaded is not None
    return loaded
