"""Models with random weights, at real dimensions or tiny, in folders as a download leaves them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vitascope.engines.diffusers import heavy

if TYPE_CHECKING:
    from collections.abc import Generator

UMT5_WIDTH, T5_WIDTH, GEMMA_WIDTH = 4096, 4096, 3840
"""What text encoders hand on; theirs are small ones here, so that their time is left out."""


@dataclass(frozen=True)
class Subject:
    """What is measured: ``like`` is the card whose sizes, steps and rate it has, ``tiny`` its small form."""

    like: str
    build: Callable[[Path, str], None]
    tiny: str


@contextmanager
def made_on(device: str) -> Generator[None]:
    """Weights are made there, in bfloat16: at full precision the largest would not fit."""
    torch = heavy.torch()
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.bfloat16)
    try:
        with torch.device(device):
            yield
    finally:
        torch.set_default_dtype(before)


def wan(heads: int, layers: int, ffn: int, *, small_latent: bool = False) -> Callable[[Path, str], None]:
    """A text-to-video pipeline of Wan; with ``small_latent`` the autoencoder of Wan 2.2 5B."""

    def build(folder: Path, device: str) -> None:
        diffusers = heavy.diffusers()
        channels = 48 if small_latent else 16
        with made_on(device):
            transformer = diffusers.WanTransformer3DModel(
                num_attention_heads=heads,
                num_layers=layers,
                ffn_dim=ffn,
                in_channels=channels,
                out_channels=channels,
            )
            vae = diffusers.AutoencoderKLWan(**(_WAN_22 if small_latent else {}))
        pieces, encoder = _t5("UMT5", UMT5_WIDTH)
        diffusers.WanPipeline(
            tokenizer=pieces,
            text_encoder=encoder,
            transformer=transformer,
            transformer_2=None,
            vae=vae,
            scheduler=_unipc(),
            expand_timesteps=small_latent,
        ).save_pretrained(folder)

    return build


def vace(heads: int, layers: int, ffn: int, blocks: tuple[int, ...]) -> Callable[[Path, str], None]:
    """Wan VACE: ``blocks`` are the layers that read what is given."""

    def build(folder: Path, device: str) -> None:
        diffusers = heavy.diffusers()
        with made_on(device):
            transformer = diffusers.WanVACETransformer3DModel(
                num_attention_heads=heads,
                num_layers=layers,
                ffn_dim=ffn,
                in_channels=16,
                vace_layers=list(blocks),
                vace_in_channels=96,
            )
            vae = diffusers.AutoencoderKLWan()
        pieces, encoder = _t5("UMT5", UMT5_WIDTH)
        diffusers.WanVACEPipeline(
            tokenizer=pieces, text_encoder=encoder, transformer=transformer, vae=vae, scheduler=_unipc()
        ).save_pretrained(folder)

    return build


def ltx(**dimensions: int) -> Callable[[Path, str], None]:
    """LTX-Video with the autoencoder of 0.9; without dimensions its 2 billion parameters."""

    def build(folder: Path, device: str) -> None:
        diffusers = heavy.diffusers()
        with made_on(device):
            transformer = diffusers.LTXVideoTransformer3DModel(**dimensions)
            vae = diffusers.AutoencoderKLLTXVideo()
            upsampler = heavy.library("diffusers.pipelines.ltx.modeling_latent_upsampler")
            upsampler.LTXLatentUpsamplerModel().save_pretrained(folder / "latent_upsampler")
        pieces, encoder = _t5("T5", T5_WIDTH)
        diffusers.LTXConditionPipeline(
            transformer=transformer,
            vae=vae,
            scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
            text_encoder=encoder,
            tokenizer=pieces,
        ).save_pretrained(folder)

    return build


def ltx2(folder: Path, device: str) -> None:
    """LTX-2 at the dimensions that are its classes' own, 19 billion parameters."""
    diffusers, parts = heavy.diffusers(), heavy.library("diffusers.pipelines.ltx2")
    with made_on(device):
        transformer = diffusers.LTX2VideoTransformer3DModel()
        vae, sound = diffusers.AutoencoderKLLTX2Video(), diffusers.AutoencoderKLLTX2Audio()
        connectors = parts.LTX2TextConnectors(text_proj_in_factor=2)
        vocoder = heavy.library("diffusers.pipelines.ltx2.vocoder").LTX2Vocoder()
        upsampler = heavy.library("diffusers.pipelines.ltx2.latent_upsampler")
        upsampler.LTX2LatentUpsamplerModel().save_pretrained(folder / "latent_upsampler")
    pieces, encoder = _gemma()
    diffusers.LTX2ConditionPipeline(
        transformer=transformer,
        vae=vae,
        audio_vae=sound,
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        text_encoder=encoder,
        tokenizer=pieces,
        connectors=connectors,
        vocoder=vocoder,
        processor=None,
        prompt_enhancer=None,
        duration_head=None,
    ).save_pretrained(folder)


SUBJECTS = (
    Subject("wan2.2-ti2v-5b", wan(24, 30, 14336, small_latent=True), "wan-small"),
    Subject("wan2.1-vace-1.3b", vace(12, 30, 8960, tuple(range(0, 30, 2))), "vace"),
    Subject("wan2.2-t2v-a14b", wan(40, 40, 13824), "wan-text"),
    Subject("ltx-video-2b", ltx(), "ltx"),
    Subject(
        "ltx-video-0.9.8-13b", ltx(attention_head_dim=128, num_layers=48, cross_attention_dim=4096), "ltx"
    ),
    Subject("ltx-2.3-turbo", ltx2, "ltx2"),
)
"""Of the two experts of A14B one is made: only one of them computes at a time."""

_WAN_22: dict[str, Any] = {
    "base_dim": 160,
    "decoder_base_dim": 256,
    "z_dim": 48,
    "in_channels": 12,
    "out_channels": 12,
    "is_residual": True,
    "patch_size": 2,
    "scale_factor_spatial": 16,
    "latents_mean": [0.0] * 48,
    "latents_std": [1.0] * 48,
}


def _unipc() -> Any:
    return heavy.diffusers().UniPCMultistepScheduler(
        prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=5.0
    )


def _t5(kind: str, width: int) -> tuple[Any, Any]:
    from models.builder import tokenizer  # noqa: PLC0415 - needs the packages of the extra

    transformers = heavy.library("transformers")
    pieces, count = tokenizer()
    config = getattr(transformers, f"{kind}Config")(
        vocab_size=count, d_model=width, d_kv=64, d_ff=64, num_layers=1, num_heads=4, is_encoder_decoder=False
    )
    return pieces, getattr(transformers, f"{kind}EncoderModel")(config)


def _gemma() -> tuple[Any, Any]:
    from models.builder import gemma  # noqa: PLC0415 - needs the packages of the extra

    return gemma(width=GEMMA_WIDTH, layers=1)
