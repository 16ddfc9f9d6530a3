"""Autoencoders that decode a few steps of the latent at a time."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from vitascope.engines.diffusers import heavy

TILE, OVERLAP = 96, 24
"""Frames that LTX decodes at a time, and of them those it shares with the next.

The overlap is its makers' own, the tile half as long again as theirs: less is decoded twice.
"""
OVERLAPPING = frozenset({"AutoencoderKLLTXVideo", "AutoencoderKLLTX2Video"})
CAUSAL = frozenset({"AutoencoderKLWan"})

Seen = Callable[[Any], None]
"""Takes pictures ``(1, 3, n, height, width)`` in -1 to 1."""


def in_blocks(vae: Any, decode: Callable[..., Any], given: tuple[Any, ...], seen: Seen) -> None:
    """Decode ``given``, the latents and what else the autoencoder takes, handing on each block at once.

    Wan's frames depend on earlier ones alone: its blocks are exactly the whole. Those of LTX depend on later
    ones too: its blocks overlap, and one fades into the next. Others are decoded whole.
    """
    kind = type(vae).__name__
    if kind in CAUSAL:
        _causal(vae, decode, given, seen)
    elif kind in OVERLAPPING:
        placed = heavy.library("diffusers.utils.accelerate_utils").apply_forward_hook(_overlapping)
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


def _overlapping(vae: Any, given: tuple[Any, ...], seen: Seen) -> None:
    """Tiles of the latent's steps.

    A tile's first step makes one frame, as a clip's does, where others make eight: of all tiles but the first
    it is left out. (``_temporal_tiled_decode`` of diffusers leaves out the last one, and is a frame late.)
    """
    latents, *more = given
    ratio = vae.temporal_compression_ratio
    size, stride = TILE // ratio, (TILE - OVERLAP) // ratio
    held: Any = None
    for start in count(0, stride):
        made = vae.decoder(latents[:, :, start : start + size + 1], *more)
        if held is not None:
            made = _faded(held, made[:, :, 1:])
        if start + size + 1 >= latents.shape[2]:
            seen(made)
            return
        until = stride * ratio + int(held is None)
        seen(made[:, :, :until])
        held = made[:, :, until:]


def _faded(held: Any, made: Any) -> Any:
    """The tile, its first frames led over from those that the one before has of the same time."""
    shared = held.shape[2]
    steps = heavy.torch().arange(1, shared + 1, device=made.device, dtype=made.dtype) / (shared + 1)
    into = held.lerp(made[:, :, :shared], steps[:, None, None])
    return heavy.torch().cat([into, made[:, :, shared:]], dim=2)
