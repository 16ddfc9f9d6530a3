"""From latents to frames, a block at a time: earlier ones are encoded meanwhile."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from vitascope.engines.diffusers import heavy
from vitascope.engines.diffusers.blocks import in_blocks
from vitascope.engines.diffusers.conditions import Frames
from vitascope.engines.diffusers.handover import Give, ahead
from vitascope.errors import EngineError

log = logging.getLogger(__name__)
AHEAD = 2
"""Blocks that are decoded while nobody has taken them yet."""


class Decoder:
    """Stands in for a model's own ``decode``: a pipeline's latents are held until their frames are wanted.

    They are decoded in blocks, where memory runs out in tiles, then in tiles on the CPU: nobody loses a clip
    at its last step. ``moved`` says that the weights were taken off the graphics card and must be loaded
    anew.
    """

    def __init__(self, pipe: Any, began: Callable[[str], None]) -> None:
        """Put into the place of the ``decode`` of the pipeline's autoencoder."""
        self._vae = pipe.vae
        self._plain = pipe.vae.decode
        self._processor = pipe.video_processor
        self._held: tuple[Any, ...] = ()
        self.began = began
        self.moved = False
        pipe.vae.decode = self.decode

    def decode(self, *given: Any, return_dict: bool) -> tuple[Any]:  # noqa: ARG002 - as pipelines call it
        """Hold the latents, and what else is given; the answer is one black pixel."""
        self._held = given
        return (given[0].new_zeros(1, 3, 1, 1, 1),)

    def blocks(self) -> Iterator[Frames]:
        """The frames of the latents that are held.

        Raises ``EngineError`` where the memory is too small for any way.
        """
        given, self._held, made = self._held, (), 0
        ways = {
            "decode": self._in_blocks,
            "decode in tiles": self._in_tiles,
            "decode on the CPU": self._on_cpu,
        }
        for stage, way in ways.items():
            self.began(stage)
            passed = 0
            try:
                for block in ahead(partial(_without_gradients, way, given), AHEAD):
                    new = block[max(made - passed, 0) :]
                    passed += len(block)
                    made = max(made, passed)
                    yield new
            except heavy.torch().OutOfMemoryError:
                log.warning("Out of memory: %s.", stage)
            else:
                return
            empty_cache()
        raise EngineError(
            "The memory is too small to decode this clip, in tiles on the CPU as well. Ask for a smaller or "
            "shorter one."
        )

    def _in_blocks(self, given: tuple[Any, ...], give: Give[Frames]) -> None:
        in_blocks(self._vae, self._plain, given, lambda video: give(self._frames(video)))

    def _in_tiles(self, given: tuple[Any, ...], give: Give[Frames]) -> None:
        self._vae.enable_tiling()
        try:
            give(self._frames(self._plain(*given, return_dict=False)[0]))
        finally:
            self._vae.disable_tiling()

    def _on_cpu(self, given: tuple[Any, ...], give: Give[Frames]) -> None:
        torch = heavy.torch()
        heavy.library("accelerate.hooks").remove_hook_from_module(self._vae, recurse=True)
        self._vae.to("cpu", torch.float32)
        self.moved = True
        self._in_tiles(tuple(_moved(torch, value) for value in given), give)

    def _frames(self, video: Any) -> Frames:
        """``(1, 3, n, height, width)`` in -1 to 1 as pictures."""
        seen = self._processor.postprocess_video(video.float(), "pt")[0].nan_to_num()
        pictures: Frames = (seen * 255 + 0.5).to(heavy.torch().uint8).permute(0, 2, 3, 1).cpu().numpy()
        return pictures


def empty_cache() -> None:
    """Give back what the allocator holds."""
    torch = heavy.torch()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def _without_gradients(
    way: Callable[[tuple[Any, ...], Give[Frames]], None], given: tuple[Any, ...], give: Give[Frames]
) -> None:
    """Each thread says for itself that nothing is learnt."""
    with heavy.torch().inference_mode():
        way(given, give)


def _moved(torch: Any, value: Any) -> Any:
    return value.to("cpu", torch.float32) if isinstance(value, torch.Tensor) else value
