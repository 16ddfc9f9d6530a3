"""Frames are handed on while later ones are decoded, and are those that the whole decode makes."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from models.studio import Studio, able, first
from support.patience import PATIENCE
from vitascope.domain.render import RenderSpec
from vitascope.domain.request import Capability
from vitascope.engines.diffusers import lookahead
from vitascope.engines.diffusers.blocks import in_blocks
from vitascope.engines.diffusers.decoder import AHEAD

SOON = PATIENCE
LONG = {"tiny-wan-small": 48, "tiny-wan-text": 48, "tiny-vace": 48, "tiny-ltx": 216, "tiny-ltx2": 216}
"""Clips of several blocks."""


@pytest.fixture(scope="module")
def long(models_dir: Path) -> Studio:
    """The same models, trained, as they say, for longer clips."""
    made = Studio(models_dir)
    for name, engine in made.engines.items():
        engine._card = made.cards[name].model_copy(update={"frames": 241})
    return made


def decoder(studio: Studio) -> Any:
    loaded = studio.bay.loaded
    assert loaded is not None
    return loaded.decoder._vae.decoder


@pytest.mark.parametrize("name", LONG)
def test_the_first_frame_is_had_before_the_last_block_is_decoded(long: Studio, name: str) -> None:
    long.make(name, steps=1)
    had, passes = Event(), list[bool]()

    def last_ones_wait(*_: Any) -> None:
        passes.append(len(passes) < 2 or had.wait(SOON))

    hook = decoder(long).register_forward_pre_hook(last_ones_wait)
    count = 0
    for _ in rendered(long, name, LONG[name]):
        had.set()
        count += 1
    hook.remove()
    assert count == LONG[name]
    assert len(passes) > 2
    assert all(passes), "the decoder went on while frames were taken"


def test_no_more_blocks_are_decoded_ahead_than_may_wait(long: Studio) -> None:
    long.make("tiny-wan-small", steps=1)
    passes: list[int] = []
    hook = decoder(long).register_forward_pre_hook(lambda *_: passes.append(1))
    for number, _ in enumerate(rendered(long, "tiny-wan-small", 120)):
        # A block is four frames; one is being taken, one finds no room, and a frame more is looked at.
        assert len(passes) <= (number + 2) // 4 + AHEAD + 4
    hook.remove()
    assert len(passes) == 31


def test_who_leaves_while_it_decodes_stops_it_and_the_next_clip_is_whole(long: Studio) -> None:
    plain = long.make("tiny-wan-small", steps=1, frames=48)
    passes: list[int] = []
    hook = decoder(long).register_forward_pre_hook(lambda *_: passes.append(1))
    blocks = rendered(long, "tiny-wan-small", 120)
    next(blocks)
    blocks.close()
    seen = len(passes)
    assert 0 < seen < 31
    hook.remove()
    assert np.array_equal(long.make("tiny-wan-small", steps=1, frames=48).luma, plain.luma)
    assert len(passes) == seen


@pytest.mark.parametrize("name", able(Capability.FIRST))
def test_blocks_are_the_frames_of_the_whole_decode(studio: Studio, name: str, pan: NDArray[np.uint8]) -> None:
    import torch

    studio.make(name, [first(pan[0])], steps=1)
    loaded = studio.bay.loaded
    assert loaded is not None
    vae = loaded._main.vae
    plain = loaded.decoder._plain
    torch.manual_seed(1)
    channels = vae.config.get("z_dim") or vae.config.latent_channels
    latents = torch.nn.functional.interpolate(torch.randn(1, channels, 5, 2, 2), size=(20, 2, 2))
    seen: list[Any] = []
    with torch.inference_mode():
        whole = plain(latents, return_dict=False)[0]
        in_blocks(vae, plain, (latents,), seen.append)
    made, whole = torch.cat(seen, dim=2).clamp(-1, 1), whole.clamp(-1, 1)
    assert len(seen) > 1
    assert made.shape == whole.shape
    assert float((made - whole).abs().max()) < 1e-4


@pytest.mark.parametrize("family", ["", "2"])
def test_decoders_as_published_are_exactly_the_whole_in_pieces(
    monkeypatch: pytest.MonkeyPatch, family: str
) -> None:
    """Those double with a residual, and LTX-Video's is told the noise level."""
    import diffusers
    import torch

    monkeypatch.setattr(lookahead, "PIECE", 8)
    torch.manual_seed(0)
    own = {} if family else {"down_block_types": ("LTXVideo095DownBlock3D",) * 4}
    decoder = getattr(diffusers, f"AutoencoderKLLTX{family}Video")(
        latent_channels=8,
        block_out_channels=(8, 8, 16, 16),
        decoder_block_out_channels=(8, 16, 32),
        layers_per_block=(1,) * 5,
        decoder_layers_per_block=(2,) * 4,
        spatio_temporal_scaling=(True,) * 4,
        decoder_spatio_temporal_scaling=(True,) * 3,
        decoder_inject_noise=(False,) * 4,
        downsample_type=("spatial", "temporal", "spatiotemporal", "spatiotemporal"),
        upsample_residual=(True,) * 3,
        upsample_factor=(2,) * 3,
        timestep_conditioning=not family,
        **own,
    ).decoder.eval()
    assert lookahead.can_stream(decoder)
    level = None if family else torch.tensor([0.05])
    for steps in (1, 2, 9):
        latents = torch.randn(1, 8, steps, 2, 2)
        with torch.inference_mode():
            whole = decoder(latents, level)
            made = torch.cat(list(lookahead.streamed(decoder, latents, (level,))), dim=2)
        assert made.shape == whole.shape
        assert float((made - whole).abs().max()) < 1e-4
    assert not any("forward" in part.__dict__ for part in decoder.modules()), "left as it was"


def rendered(studio: Studio, name: str, frames: int) -> Any:
    """The blocks of a clip in one step, as they come."""
    spec = RenderSpec(prompt="a cat", width=96, height=64, frames=frames, seed=3, steps=1)
    blocks: Any = studio.engines[name].render(spec, (), lambda *_: None, lambda: False)
    return blocks
