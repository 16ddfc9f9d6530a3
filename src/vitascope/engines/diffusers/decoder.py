"""From latents to frames whatever memory is left: nobody loses a clip at its last step."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from vitascope.engines.diffusers import heavy

log = logging.getLogger(__name__)


class Decoder:
    """Stands in for a model's own ``decode``: as it is, then in tiles, then in tiles on the CPU.

    The latents are held meanwhile. ``moved`` says that the weights were taken off the graphics card and must
    be loaded anew.
    """

    def __init__(self, vae: Any, began: Callable[[str], None]) -> None:
        self._vae = vae
        self._plain = vae.decode
        self.began = began
        self.moved = False

    @classmethod
    def of(cls, vae: Any, began: Callable[[str], None]) -> Decoder:
        """Put into the place of the model's ``decode``."""
        made = cls(vae, began)
        vae.decode = made.decode
        return made

    def decode(self, latents: Any, *args: Any, **kwargs: Any) -> Any:
        """See the model's own."""
        out_of_memory = heavy.torch().OutOfMemoryError
        self.began("decode")
        try:
            return self._plain(latents, *args, **kwargs)
        except out_of_memory:
            log.warning("Out of memory while decoding; decoding in tiles.")
        self.began("decode in tiles")
        empty_cache()
        self._vae.enable_tiling()
        try:
            return self._plain(latents, *args, **kwargs)
        except out_of_memory:
            log.warning("Out of memory while decoding in tiles; decoding on the CPU.")
        finally:
            self._vae.disable_tiling()
        return self._on_cpu(latents, *args, **kwargs)

    def _on_cpu(self, latents: Any, *args: Any, **kwargs: Any) -> Any:
        self.began("decode on the CPU")
        empty_cache()
        torch = heavy.torch()
        heavy.library("accelerate.hooks").remove_hook_from_module(self._vae, recurse=True)
        self._vae.to("cpu", torch.float32)
        self.moved = True
        moved = [_moved(torch, value) for value in args]
        self._vae.enable_tiling()
        try:
            return self._plain(_moved(torch, latents), *moved, **kwargs)
        finally:
            self._vae.disable_tiling()


def empty_cache() -> None:
    """Give back what the allocator holds."""
    torch = heavy.torch()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def _moved(torch: Any, value: Any) -> Any:
    return value.to("cpu", torch.float32) if isinstance(value, torch.Tensor) else value
