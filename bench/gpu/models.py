"""Models with random weights at the dimensions of the real ones, in folders as a download leaves them.

Dimensions are those of the ``config.json`` that each repository publishes. Text encoders are small ones that
hand on as much as the real ones do, so that their time is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vitascope.engines.diffusers import heavy
from vitascope.engines.diffusers.loaded import UPSAMPLER

if TYPE_CHECKING:
    from collections.abc import Generator

UMT5_WIDTH, T5_WIDTH, GEMMA_WIDTH = 4096, 4096, 3840
"""What text encoders hand on."""
GEMMA_LAYERS = 1

Parts = Mapping[str, Any]
"""What a pipeline is made of, by the names of its arguments, and what doubles its latents."""


@dataclass(frozen=True)
class Subject:
    """What is measured: ``like`` is the card whose sizes, steps and rate it has, ``tiny`` its small form.

    ``parts`` makes what computes, on the current device, and ``rest`` what reads prompts and counts steps.
    """

    like: str
    pipeline: str
    parts: Callable[[], Parts]
    rest: Callable[[], Parts]
    tiny: str
    few: int = 0
    """Steps of its distilled form, which needs no guidance: measured as well where there is one."""

    def build(self, folder: Path, device: str) -> None:
        """Write it."""
        with made_on(device):
            parts = dict(self.parts())
        upsampler = parts.pop(UPSAMPLER, None)
        if upsampler is not None:
            upsampler.save_pretrained(folder / UPSAMPLER)
        getattr(heavy.diffusers(), self.pipeline)(**parts, **self.rest()).save_pretrained(folder)


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


def wan(
    heads: int, layers: int, ffn: int, *, small_latent: bool = False, pictured: bool = False
) -> Callable[[], Parts]:
    """Wan; with ``small_latent`` the autoencoder of Wan 2.2 5B. Of two experts one is made.

    ``pictured``: it is given a first picture, as latents and a mask of four frames each.
    """

    def parts() -> Parts:
        diffusers, channels = heavy.diffusers(), 48 if small_latent else 16
        transformer = diffusers.WanTransformer3DModel(
            num_attention_heads=heads,
            num_layers=layers,
            ffn_dim=ffn,
            in_channels=2 * channels + 4 if pictured else channels,
            out_channels=channels,
        )
        vae = diffusers.AutoencoderKLWan(**(_WAN_22_VAE if small_latent else {}))
        more = {"transformer_2": None, "expand_timesteps": small_latent}
        more |= {"image_encoder": None, "image_processor": None} if pictured else {}
        return {"transformer": transformer, "vae": vae} | more

    return parts


def vace(heads: int, layers: int, ffn: int, every: int) -> Callable[[], Parts]:
    """Wan VACE: each ``every``-th layer reads what is given."""

    def parts() -> Parts:
        diffusers = heavy.diffusers()
        transformer = diffusers.WanVACETransformer3DModel(
            num_attention_heads=heads,
            num_layers=layers,
            ffn_dim=ffn,
            vace_layers=list(range(0, layers, every)),
        )
        return {"transformer": transformer, "vae": diffusers.AutoencoderKLWan()}

    return parts


def ltx(**dimensions: int) -> Callable[[], Parts]:
    """LTX-Video from 0.9.5 on; without dimensions its 2 billion parameters."""

    def parts() -> Parts:
        diffusers = heavy.diffusers()
        upsampler = heavy.library("diffusers.pipelines.ltx.modeling_latent_upsampler")
        return {
            "transformer": diffusers.LTXVideoTransformer3DModel(**dimensions),
            "vae": diffusers.AutoencoderKLLTXVideo(**_LTX_095_VAE),
            UPSAMPLER: upsampler.LTXLatentUpsamplerModel(),
        }

    return parts


def ltx2(**more: bool) -> Callable[[], Parts]:
    """LTX-2.3, 22 billion parameters; its sound at the dimensions that are the classes' own.

    ``more`` is what the transformer of a later release has besides: all else is as it was.
    """

    def parts() -> Parts:
        diffusers, ltx = heavy.diffusers(), heavy.library("diffusers.pipelines.ltx2")
        upsampler = heavy.library("diffusers.pipelines.ltx2.latent_upsampler")
        return {
            "transformer": diffusers.LTX2VideoTransformer3DModel(**_LTX_23 | more),
            "vae": diffusers.AutoencoderKLLTX2Video(**_LTX_23_VAE),
            "audio_vae": diffusers.AutoencoderKLLTX2Audio(),
            "connectors": ltx.LTX2TextConnectors(**_LTX_23_CONNECTORS),
            "vocoder": heavy.library("diffusers.pipelines.ltx2.vocoder").LTX2VocoderWithBWE(),
            UPSAMPLER: upsampler.LTX2LatentUpsamplerModel(use_rational_resampler=False),
        }

    return parts


def wan_rest() -> Parts:
    """What Wan has besides."""
    schedule = heavy.diffusers().UniPCMultistepScheduler(
        prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=5.0
    )
    return {"scheduler": schedule} | _t5("UMT5", UMT5_WIDTH)


def ltx_rest() -> Parts:
    """What LTX-Video has besides."""
    return {"scheduler": heavy.diffusers().FlowMatchEulerDiscreteScheduler()} | _t5("T5", T5_WIDTH)


def ltx2_rest() -> Parts:
    """What LTX-2 has besides."""
    from models.builder import gemma  # noqa: PLC0415 - needs the packages of the extra

    pieces, encoder = gemma(width=GEMMA_WIDTH, layers=GEMMA_LAYERS)
    nothing = {"processor": None, "prompt_enhancer": None, "duration_head": None}
    schedule = heavy.diffusers().FlowMatchEulerDiscreteScheduler()
    return nothing | {"scheduler": schedule, "tokenizer": pieces, "text_encoder": encoder}


def _t5(kind: str, width: int) -> dict[str, Any]:
    from models.builder import tokenizer  # noqa: PLC0415 - needs the packages of the extra

    transformers = heavy.library("transformers")
    pieces, count = tokenizer()
    config = getattr(transformers, f"{kind}Config")(
        vocab_size=count, d_model=width, d_kv=64, d_ff=64, num_layers=1, num_heads=4, is_encoder_decoder=False
    )
    return {"tokenizer": pieces, "text_encoder": getattr(transformers, f"{kind}EncoderModel")(config)}


_WAN_22_VAE: dict[str, Any] = {
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
_STEPS = ("spatial", "temporal", "spatiotemporal", "spatiotemporal")
_LTX_095_VAE: dict[str, Any] = {
    "block_out_channels": (128, 256, 512, 1024, 2048),
    "down_block_types": ("LTXVideo095DownBlock3D",) * 4,
    "decoder_block_out_channels": (256, 512, 1024),
    "layers_per_block": (4, 6, 6, 2, 2),
    "decoder_layers_per_block": (5, 5, 5, 5),
    "spatio_temporal_scaling": (True,) * 4,
    "decoder_spatio_temporal_scaling": (True,) * 3,
    "decoder_inject_noise": (False,) * 4,
    "downsample_type": _STEPS,
    "upsample_residual": (True,) * 3,
    "upsample_factor": (2,) * 3,
    "timestep_conditioning": True,
    "spatial_compression_ratio": 32,
    "temporal_compression_ratio": 8,
}
_LTX_23: dict[str, Any] = {
    "gated_attn": True,
    "cross_attn_mod": True,
    "audio_gated_attn": True,
    "audio_cross_attn_mod": True,
    "rope_type": "split",
    "use_prompt_embeddings": False,
    "perturbed_attn": True,
}
_LTX_23_VAE: dict[str, Any] = {
    "block_out_channels": (256, 512, 1024, 1024),
    "decoder_block_out_channels": (256, 512, 512, 1024),
    "layers_per_block": (4, 6, 4, 2, 2),
    "decoder_layers_per_block": (4, 6, 4, 2, 2),
    "spatio_temporal_scaling": (True,) * 4,
    "decoder_spatio_temporal_scaling": (True,) * 4,
    "decoder_inject_noise": (False,) * 5,
    "downsample_type": _STEPS,
    "upsample_type": ("spatiotemporal", "spatiotemporal", "temporal", "spatial"),
    "upsample_residual": (False,) * 4,
    "upsample_factor": (2, 2, 1, 2),
    "encoder_spatial_padding_mode": "zeros",
    "decoder_spatial_padding_mode": "zeros",
    "spatial_compression_ratio": 32,
    "temporal_compression_ratio": 8,
}
_LTX_23_CONNECTORS: dict[str, Any] = {
    "caption_channels": GEMMA_WIDTH,
    "text_proj_in_factor": GEMMA_LAYERS + 1,
    "video_connector_num_attention_heads": 32,
    "video_connector_attention_head_dim": 128,
    "video_connector_num_layers": 8,
    "video_connector_num_learnable_registers": 128,
    "video_gated_attn": True,
    "audio_connector_num_attention_heads": 32,
    "audio_connector_attention_head_dim": 64,
    "audio_connector_num_layers": 8,
    "audio_connector_num_learnable_registers": 128,
    "audio_gated_attn": True,
    "rope_type": "split",
    "per_modality_projections": True,
    "video_hidden_dim": 4096,
    "audio_hidden_dim": 2048,
    "proj_bias": True,
}
_LTX_13B = {"attention_head_dim": 128, "num_layers": 48, "cross_attention_dim": 4096}
_LTX_25 = {"ff_bias": False, "use_keyframes_abs_pos_embedding": True}
_LTX, _LTX2, _VACE = "LTXConditionPipeline", "LTX2ConditionPipeline", "WanVACEPipeline"
_WAN, _PICTURED = "WanPipeline", "WanImageToVideoPipeline"

SUBJECTS = (
    Subject("wan2.2-ti2v-5b", _WAN, wan(24, 30, 14336, small_latent=True), wan_rest, "wan-small", 3),
    Subject("wan2.2-t2v-a14b", _WAN, wan(40, 40, 13824), wan_rest, "wan-text", 4),
    Subject("wan2.2-i2v-a14b", _PICTURED, wan(40, 40, 13824, pictured=True), wan_rest, "wan-picture", 4),
    Subject("wan2.1-vace-1.3b", _VACE, vace(12, 30, 8960, 2), wan_rest, "vace"),
    Subject("wan2.1-vace-14b", _VACE, vace(40, 40, 13824, 5), wan_rest, "vace"),
    Subject("ltx-video-2b", _LTX, ltx(), ltx_rest, "ltx"),
    Subject("ltx-video-0.9.8-13b", _LTX, ltx(**_LTX_13B), ltx_rest, "ltx"),
    Subject("ltx-2.3-turbo", _LTX2, ltx2(), ltx2_rest, "ltx2"),
    Subject("ltx-2.5", _LTX2, ltx2(**_LTX_25), ltx2_rest, "ltx2"),
)
"""One of each size of each family."""
