"""Pipelines of every family with tiny random weights, in folders as a download leaves them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from diffusers import (
    AutoencoderKLLTX2Audio,
    AutoencoderKLLTX2Video,
    AutoencoderKLLTXVideo,
    AutoencoderKLWan,
    FlowMatchEulerDiscreteScheduler,
    LTX2ConditionPipeline,
    LTX2VideoTransformer3DModel,
    LTXConditionPipeline,
    LTXVideoTransformer3DModel,
    UniPCMultistepScheduler,
    WanImageToVideoPipeline,
    WanPipeline,
    WanTransformer3DModel,
    WanVACEPipeline,
    WanVACETransformer3DModel,
)
from diffusers.pipelines.ltx.modeling_latent_upsampler import LTXLatentUpsamplerModel
from diffusers.pipelines.ltx2 import LTX2TextConnectors
from diffusers.pipelines.ltx2.latent_upsampler import LTX2LatentUpsamplerModel
from diffusers.pipelines.ltx2.vocoder import LTX2Vocoder
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors
from transformers import (
    Gemma3Config,
    Gemma3ForConditionalGeneration,
    Gemma3TextConfig,
    PreTrainedTokenizerFast,
    SiglipVisionConfig,
    T5Config,
    T5EncoderModel,
    UMT5Config,
    UMT5EncoderModel,
)

WIDTH = 32
"""Of every text encoder."""
LOUD = 30.0
"""How much larger the weights are through which VACE is given pictures."""
_SPECIALS = ("<pad>", "</s>", "<unk>")


def tokenizer() -> tuple[PreTrainedTokenizerFast, int]:
    """One piece for each printable character, and how many pieces that makes."""
    pieces = [(one, 0.0) for one in _SPECIALS] + [("\u2581", -2.0)] + [(chr(n), -3.0) for n in range(33, 127)]
    made = Tokenizer(models.Unigram(pieces, unk_id=2, byte_fallback=False))
    made.normalizer = normalizers.NFKC()
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    made.decoder = decoders.Metaspace()
    made.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    pad, end, unknown = _SPECIALS
    fast = PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token=pad, eos_token=end, unk_token=unknown, model_max_length=512
    )
    return fast, len(pieces)


def wan_text(folder: Path) -> None:
    """As wan2.2-t2v-a14b: text alone."""
    _wan(WanPipeline, 16, 16, transformer_2=_wan_transformer(16, 16), boundary_ratio=0.875).save_pretrained(
        folder
    )


def wan_small(folder: Path) -> None:
    """As wan2.2-ti2v-5b: text or a first picture."""
    _wan(WanPipeline, 48, 48, vae=_wan_vae_16(), expand_timesteps=True).save_pretrained(folder)


def wan_picture(folder: Path) -> None:
    """As wan2.2-i2v-a14b: a first picture, or a first and a last."""
    more = {"transformer_2": _wan_transformer(36, 16), "boundary_ratio": 0.875}
    none = {"image_encoder": None, "image_processor": None}
    _wan(WanImageToVideoPipeline, 36, 16, **more, **none).save_pretrained(folder)


def vace(folder: Path) -> None:
    """As wan2.1-vace-1.3b: everything."""
    torch.manual_seed(0)
    transformer = WanVACETransformer3DModel(
        **_WAN, in_channels=16, out_channels=16, num_layers=3, vace_layers=[0, 2], vace_in_channels=96
    )
    with torch.no_grad():
        # Small random weights would hand on so little of what is given that no grey level shows it.
        transformer.vace_patch_embedding.weight *= LOUD
        for block in transformer.vace_blocks:
            block.proj_out.weight *= LOUD
    pieces, encoder = _text(UMT5Config, UMT5EncoderModel)
    WanVACEPipeline(
        tokenizer=pieces,
        text_encoder=encoder,
        transformer=transformer.eval(),
        vae=_wan_vae(),
        scheduler=_unipc(),
        transformer_2=None,
    ).save_pretrained(folder)


def ltx(folder: Path) -> None:
    """As ltx-video: everything."""
    pieces, encoder = _text(T5Config, T5EncoderModel)
    torch.manual_seed(0)
    transformer = LTXVideoTransformer3DModel(
        in_channels=8,
        out_channels=8,
        patch_size=1,
        patch_size_t=1,
        num_attention_heads=4,
        attention_head_dim=8,
        cross_attention_dim=32,
        num_layers=2,
        caption_channels=WIDTH,
    )
    widths = (8, 8, 8, 8)
    vae = AutoencoderKLLTXVideo(
        in_channels=3,
        out_channels=3,
        latent_channels=8,
        block_out_channels=widths,
        decoder_block_out_channels=widths,
        layers_per_block=(1, 1, 1, 1, 1),
        decoder_layers_per_block=(1, 1, 1, 1, 1),
        spatio_temporal_scaling=(True, True, True, False),
        decoder_spatio_temporal_scaling=(True, True, True, False),
        decoder_inject_noise=(False,) * 5,
        upsample_residual=(False,) * 4,
        upsample_factor=(1,) * 4,
        timestep_conditioning=False,
        patch_size=4,
        patch_size_t=1,
        encoder_causal=True,
        decoder_causal=False,
    )
    LTXLatentUpsamplerModel(in_channels=8, mid_channels=32, num_blocks_per_stage=1).save_pretrained(
        folder / "latent_upsampler"
    )
    LTXConditionPipeline(
        transformer=transformer.eval(),
        vae=vae.eval(),
        scheduler=FlowMatchEulerDiscreteScheduler(),
        text_encoder=encoder,
        tokenizer=pieces,
    ).save_pretrained(folder)


def ltx2(folder: Path) -> None:
    """As ltx-2.x: everything, with sound."""
    pieces, encoder = gemma()
    layers = encoder.config.text_config.num_hidden_layers + 1
    torch.manual_seed(0)
    transformer = LTX2VideoTransformer3DModel(
        in_channels=4,
        out_channels=4,
        patch_size=1,
        patch_size_t=1,
        num_attention_heads=2,
        attention_head_dim=8,
        cross_attention_dim=16,
        audio_in_channels=4,
        audio_out_channels=4,
        audio_num_attention_heads=2,
        audio_attention_head_dim=4,
        audio_cross_attention_dim=8,
        num_layers=2,
        qk_norm="rms_norm_across_heads",
        caption_channels=WIDTH,
        rope_double_precision=False,
        rope_type="split",
        vae_scale_factors=(8, 32, 32),
    )
    LTX2LatentUpsamplerModel(in_channels=4, mid_channels=32, num_blocks_per_stage=1).save_pretrained(
        folder / "latent_upsampler"
    )
    LTX2ConditionPipeline(
        transformer=transformer.eval(),
        vae=_ltx2_vae(),
        audio_vae=_ltx2_sound(),
        scheduler=FlowMatchEulerDiscreteScheduler(),
        text_encoder=encoder,
        tokenizer=pieces,
        connectors=_ltx2_connectors(layers),
        vocoder=_ltx2_vocoder(),
        processor=None,
        prompt_enhancer=None,
        duration_head=None,
    ).save_pretrained(folder)


BUILDERS: dict[str, Callable[[Path], None]] = {
    "wan-text": wan_text,
    "wan-small": wan_small,
    "wan-picture": wan_picture,
    "vace": vace,
    "ltx": ltx,
    "ltx2": ltx2,
}

_WAN: dict[str, Any] = {
    "patch_size": (1, 2, 2),
    "num_attention_heads": 2,
    "attention_head_dim": 12,
    "text_dim": WIDTH,
    "freq_dim": 256,
    "ffn_dim": 32,
    "cross_attn_norm": True,
    "qk_norm": "rms_norm_across_heads",
    "rope_max_seq_len": 64,
}


def _wan(kind: Any, given: int, made: int, **more: Any) -> Any:
    pieces, encoder = _text(UMT5Config, UMT5EncoderModel)
    parts: dict[str, Any] = {
        "tokenizer": pieces,
        "text_encoder": encoder,
        "transformer": _wan_transformer(given, made),
        "vae": _wan_vae(),
        "scheduler": _unipc(),
        "transformer_2": None,
    }
    return kind(**parts | more)


def _wan_transformer(given: int, made: int) -> Any:
    torch.manual_seed(0)
    return WanTransformer3DModel(**_WAN, in_channels=given, out_channels=made, num_layers=2).eval()


def _wan_vae() -> Any:
    torch.manual_seed(0)
    return AutoencoderKLWan(
        base_dim=3,
        z_dim=16,
        dim_mult=[1, 1, 1, 1],
        num_res_blocks=1,
        temperal_downsample=[False, True, True],
    ).eval()


def _wan_vae_16() -> Any:
    torch.manual_seed(0)
    return AutoencoderKLWan(
        base_dim=3,
        z_dim=48,
        in_channels=12,
        out_channels=12,
        is_residual=True,
        patch_size=2,
        latents_mean=[0.0] * 48,
        latents_std=[1.0] * 48,
        dim_mult=[1, 1, 1, 1],
        num_res_blocks=1,
        scale_factor_spatial=16,
        scale_factor_temporal=4,
        temperal_downsample=[False, True, True],
    ).eval()


def _unipc() -> Any:
    return UniPCMultistepScheduler(prediction_type="flow_prediction", use_flow_sigmas=True, flow_shift=3.0)


def _text(config: Any, kind: Any) -> tuple[PreTrainedTokenizerFast, Any]:
    pieces, count = tokenizer()
    torch.manual_seed(0)
    made = config(
        vocab_size=count,
        d_model=WIDTH,
        d_kv=8,
        d_ff=37,
        num_layers=2,
        num_heads=4,
        relative_attention_num_buckets=8,
        is_encoder_decoder=False,
        use_cache=False,
    )
    return pieces, kind(made).eval()


def gemma(width: int = WIDTH, layers: int = 2) -> tuple[PreTrainedTokenizerFast, Any]:
    """A text encoder of that width with so few layers that it takes no time."""
    pieces, count = tokenizer()
    pieces.padding_side = "left"
    torch.manual_seed(0)
    text = Gemma3TextConfig(
        vocab_size=count + 8,
        hidden_size=width,
        intermediate_size=32,
        num_hidden_layers=layers,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=8,
        max_position_embeddings=1024,
        sliding_window=64,
        pad_token_id=0,
        eos_token_id=1,
        bos_token_id=2,
    )
    sight = SiglipVisionConfig(
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        image_size=28,
        patch_size=14,
    )
    config = Gemma3Config(
        text_config=text,
        vision_config=sight,
        mm_tokens_per_image=4,
        image_token_index=count + 1,
        boi_token_index=count + 2,
        eoi_token_index=count + 3,
    )
    return pieces, Gemma3ForConditionalGeneration(config).eval()


def _ltx2_connectors(layers: int) -> Any:
    torch.manual_seed(0)
    return LTX2TextConnectors(
        caption_channels=WIDTH,
        text_proj_in_factor=layers,
        video_connector_num_attention_heads=4,
        video_connector_attention_head_dim=8,
        video_connector_num_layers=1,
        video_connector_num_learnable_registers=None,
        audio_connector_num_attention_heads=4,
        audio_connector_attention_head_dim=8,
        audio_connector_num_layers=1,
        audio_connector_num_learnable_registers=None,
        connector_rope_base_seq_len=32,
        rope_theta=10000.0,
        rope_double_precision=False,
        causal_temporal_positioning=False,
        rope_type="split",
    ).eval()


def _ltx2_vae() -> Any:
    torch.manual_seed(0)
    return AutoencoderKLLTX2Video(
        in_channels=3,
        out_channels=3,
        latent_channels=4,
        block_out_channels=(8, 8, 8, 8),
        decoder_block_out_channels=(8, 8, 8),
        layers_per_block=(1, 1, 1, 1, 1),
        decoder_layers_per_block=(1, 1, 1, 1),
        spatio_temporal_scaling=(True, True, True, True),
        decoder_spatio_temporal_scaling=(True, True, True),
        decoder_inject_noise=(False,) * 4,
        downsample_type=("spatial", "temporal", "spatiotemporal", "spatiotemporal"),
        upsample_residual=(False,) * 3,
        upsample_factor=(1,) * 3,
        timestep_conditioning=False,
        patch_size=4,
        patch_size_t=1,
        encoder_causal=True,
        decoder_causal=False,
        spatial_compression_ratio=32,
        temporal_compression_ratio=8,
    ).eval()


def _ltx2_sound() -> Any:
    torch.manual_seed(0)
    return AutoencoderKLLTX2Audio(
        base_channels=4,
        output_channels=2,
        ch_mult=(1,),
        num_res_blocks=1,
        attn_resolutions=None,
        in_channels=2,
        resolution=32,
        latent_channels=2,
        norm_type="pixel",
        causality_axis="height",
        dropout=0.0,
        mid_block_add_attention=False,
        sample_rate=16000,
        mel_hop_length=160,
        is_causal=True,
        mel_bins=8,
    ).eval()


def _ltx2_vocoder() -> Any:
    torch.manual_seed(0)
    return LTX2Vocoder(
        in_channels=16,
        hidden_channels=32,
        out_channels=2,
        upsample_kernel_sizes=[4, 4],
        upsample_factors=[2, 2],
        resnet_kernel_sizes=[3],
        resnet_dilations=[[1, 3, 5]],
        leaky_relu_negative_slope=0.1,
        output_sampling_rate=16000,
    ).eval()
