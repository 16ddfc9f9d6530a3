"""Decoders whose frames depend on later ones, a few frames at a time and exactly as the whole.

Each convolution over time keeps the frames before a piece that it will need, and holds back those for which
it must see the next one. Nothing is computed twice, and what is held is a few frames of each layer.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any, Protocol

from vitascope.engines.diffusers import heavy

PIECE = 24
"""Frames that pass at a time from one part of the decoder to the next, and at the end to the clip."""
CONVOLUTIONS = frozenset({"LTXVideoCausalConv3d", "LTX2VideoCausalConv3d"})
RESIDUALS = frozenset({"LTXVideoResnetBlock3d", "LTX2VideoResnetBlock3d"})
DOUBLING = frozenset({"LTXVideoUpsampler3d", "LTX2VideoUpsampler3d"})

Piece = tuple[Any, bool]
"""Frames ``(1, channels, n, height, width)``, and whether they are the last."""


class Waiting(Exception):
    """There are too few frames yet for one more."""


class Stage(Protocol):
    """A part of a decoder."""

    def __call__(self, frames: Any) -> Any:
        """Frames in, those that are complete out."""
        ...


def can_stream(decoder: Any) -> bool:
    """Whether all that this decoder does across time is known, and it throws no dice."""
    across = heavy.torch().nn.Conv3d
    inner = {id(one.conv) for one in decoder.modules() if type(one).__name__ in CONVOLUTIONS}
    others = (one for one in decoder.modules() if isinstance(one, across) and id(one) not in inner)
    noisy = any(getattr(one, "per_channel_scale1", None) is not None for one in decoder.modules())
    return bool(inner) and not noisy and all(one.kernel_size[0] == 1 for one in others)


def streamed(decoder: Any, latents: Any, more: tuple[Any, ...]) -> Iterator[Any]:
    """The frames of ``latents`` piece by piece; ``more``: the noise level, where the decoder takes one."""
    level = more[0] if more else None
    scale = decoder.timestep_scale_multiplier
    scaled = level if scale is None or level is None else level * scale
    body: list[tuple[Stage, list[Any]]] = [
        (
            lambda frames: decoder.mid_block(decoder.conv_in(frames), scaled),
            [decoder.conv_in, decoder.mid_block],
        )
    ]
    body += [(partial(_block, up, scaled), [up]) for up in decoder.up_blocks]
    pieces: Iterator[Piece] = _split(latents, last=True)
    for stage, modules in body:
        pieces = _through(stage, modules, decoder, pieces)
    yield from _tail(decoder, level, pieces)


def _block(block: Any, level: Any, frames: Any) -> Any:
    return block(frames, level)


def _as_given(frames: Any, *_: Any, **__: Any) -> Any:
    return frames


def _tail(decoder: Any, level: Any, pieces: Iterator[Piece]) -> Iterator[Any]:
    """What a decoder does after its blocks: called as a whole, with them left out."""
    passed = [decoder.conv_in, decoder.mid_block, *decoder.up_blocks]

    def end(frames: Any) -> Any:
        with ExitStack() as left_out:
            for module in passed:
                left_out.enter_context(_standing_in(module, _as_given))
            return decoder(frames, level)

    for made, _ in _through(end, [decoder.conv_out], decoder, pieces):
        yield made


def _through(stage: Stage, modules: Iterable[Any], decoder: Any, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """All pieces through one stage, whose modules remember from one to the next."""
    memory = _Memory(bool(getattr(decoder, "is_causal", False)))
    inside = [one for module in modules for one in module.modules()]
    for frames, last in pieces:
        memory.last = last
        with ExitStack() as replaced:
            for module in inside:
                if (own := memory.stand_in(module)) is not None:
                    replaced.enter_context(_standing_in(module, own))
            try:
                made = stage(frames)
            except Waiting:
                continue
        yield from _split(made, last=last)


def _split(frames: Any, *, last: bool) -> Iterator[Piece]:
    parts = frames.split(PIECE, dim=2)
    for number, part in enumerate(parts, 1):
        yield part, last and number == len(parts)


@contextmanager
def _standing_in(module: Any, own: Callable[..., Any]) -> Generator[None]:
    """Another ``forward`` for a while; what hooks put there comes back."""
    before = module.__dict__.get("forward")
    module.forward = own
    try:
        yield
    finally:
        if before is None:
            del module.forward
        else:
            module.forward = before


class _Memory:
    """What the modules of one stage keep from piece to piece."""

    def __init__(self, causal: bool) -> None:
        self.last = False
        self._causal = causal
        self._kept: dict[int, Any] = {}
        self._begun = set[int]()
        """Those that have made their first frame."""

    def stand_in(self, module: Any) -> Callable[..., Any] | None:
        """What is called instead of a module; None where it sees one frame at a time."""
        kind = type(module).__name__
        if kind in CONVOLUTIONS:
            return partial(self._convolved, module)
        if kind in RESIDUALS:
            return partial(self._added, module, module.forward)
        return partial(self._doubled, module, module.forward) if kind in DOUBLING else None

    def _convolved(self, module: Any, frames: Any, *_: Any, **__: Any) -> Any:
        """As many frames as have all that they look at. The clip's ends are repeated, as in the whole."""
        reach = module.kernel_size[0] - 1
        causal = getattr(module, "is_causal", self._causal)
        before = self._kept.get(id(module))
        if before is None:
            before = frames[:, :, :1].repeat(1, 1, reach if causal else reach // 2, 1, 1)
        after = frames[:, :, -1:].repeat(1, 1, 0 if causal or not self.last else reach // 2, 1, 1)
        whole = heavy.torch().cat([before, frames, after], dim=2)
        self._kept[id(module)] = whole[:, :, max(whole.shape[2] - reach, 0) :].clone()
        if whole.shape[2] <= reach:
            raise Waiting
        return module.conv(whole)

    def _held(self, module: Any, frames: Any) -> None:
        """Keep what will be added later."""
        before = self._kept.get(id(module))
        self._kept[id(module)] = frames if before is None else heavy.torch().cat([before, frames], dim=2)

    def _taken(self, module: Any, count: int) -> Any:
        """The first of what was kept."""
        kept = self._kept[id(module)]
        self._kept[id(module)] = kept[:, :, count:].clone()
        return kept[:, :, :count]

    def _added(self, module: Any, plain: Callable[..., Any], frames: Any, *more: Any, **given: Any) -> Any:
        """A block that adds what it was given to what it made of it: both of the same frames."""
        self._held(module, frames)
        made = partial(self._convolved, module.conv2)
        with _standing_in(module.conv2, lambda *of, **by: _Late(made(*of, **by), self, module)):
            return plain(frames, *more, **given)

    def shortcut(self, module: Any, count: int) -> Any:
        """What a block adds to its next ``count`` frames."""
        frames = self._taken(module, count)
        if module.norm3 is not None:
            frames = module.norm3(frames.movedim(1, -1)).movedim(-1, 1)
        return frames if module.conv_shortcut is None else module.conv_shortcut(frames)

    def _doubled(self, module: Any, plain: Callable[..., Any], frames: Any, *_: Any, **given: Any) -> Any:
        """Of a clip's first frame one is made, of every other one as many as the stride says."""
        self._held(module, frames)
        made = self._convolved(module.conv, frames)
        of, extra = self._taken(module, made.shape[2]), int(id(module) in self._begun)
        self._begun.add(id(module))
        frames_of = [_preceded(one, extra) for one in (of, made)]
        with _standing_in(module.conv, lambda *_, **__: frames_of[1]):
            return plain(frames_of[0], **given)[:, :, extra:]


def _preceded(frames: Any, extra: int) -> Any:
    """The first frame so often before itself."""
    return heavy.torch().cat([frames[:, :, :1].repeat(1, 1, extra, 1, 1), frames], dim=2)


class _Late:
    """What a block made later than it was given it: what is added to it are the frames of the same time."""

    def __init__(self, made: Any, memory: _Memory, module: Any) -> None:
        self._made, self._memory, self._module = made, memory, module

    def __add__(self, _: Any) -> Any:
        return self._made + self._memory.shortcut(self._module, self._made.shape[2])
