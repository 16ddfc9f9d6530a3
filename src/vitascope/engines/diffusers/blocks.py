"""Autoencoders that decode a few steps of the latent at a time."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from vitascope.engines.diffusers import heavy
from vitascope.engines.diffusers.lookahead import can_stream, streamed

LOOKING_AHEAD = frozenset({"AutoencoderKLLTXVideo", "AutoencoderKLLTX2Video"})
CAUSAL = frozenset({"AutoencoderKLWan"})

Seen = Callable[[Any], None]
"""Takes pictures ``(1, 3, n, height, width)`` in -1 to 1."""


def in_blocks(vae: Any, decode: Callable[..., Any], given: tuple[Any, ...], seen: Seen) -> None:
    """Decode ``given``, the latents and what else the autoencoder takes, handing on each block at once.

    Blocks are exactly the whole: Wan's frames depend on earlier ones alone, those of LTX on later ones too,
    which are waited for. Others are decoded whole.
    """
    kind = type(vae).__name__
    if kind in CAUSAL:
        _causal(vae, decode, given, seen)
    elif kind in LOOKING_AHEAD and can_stream(vae.decoder):
        placed = heavy.library("diffusers.utils.accelerate_utils").apply_forward_hook(_looking_ahead)
        placed(vae, given, seen)
    else:
        seen(decode(*given, return_dict=False)[0])


def _causal(vae: Any, decode: Callable[..., Any], given: tuple[Any, ...], seen: Seen) -> None:
    """Its own ``decode`` calls the decoder once for each step of the latent."""
    unpatchify = heavy.library("diffusers.models.autoencoders.autoencoder_kl_wan").unpatchify
    patch, done = vae.config.patch_size or 1, count()

    def step(_: object, __: object, made: Any) -> Any:
        seen(unpatchify(made, patch))
        return made if next(done) == 0 else made[:, :, :0]  # it would collect and join them all

    hook = vae.decoder.register_forward_hook(step)
    try:
        decode(*given, return_dict=False)
    finally:
        hook.remove()
        vae.clear_cache()  # what it keeps of earlier frames is large, and stays where it is stopped


def _looking_ahead(vae: Any, given: tuple[Any, ...], seen: Seen) -> None:
    latents, *more = given
    for made in streamed(vae.decoder, latents, tuple(more)):
        seen(made)
