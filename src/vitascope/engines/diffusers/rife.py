"""RIFE 4.25: a picture between two others (Huang et al., ECCV 2022), in PyTorch's own layers.

Layers have the names of the published weights. Where the pictures move is estimated five times, each time
finer; what is estimated is laid over what was, and both pictures are moved by it.
"""

from __future__ import annotations

from typing import Any

from vitascope.engines.diffusers import heavy

WIDTHS = (192, 128, 96, 64, 32)
"""Channels of the five estimates, coarse to fine."""
SCALES = (16, 8, 4, 2, 1)
"""By how much the pictures are reduced for each."""
FEATURES = 4
"""Channels that say what a picture shows; ``CARRIED`` go from one estimate to the next."""
CARRIED = 8
FLOW, MASK = 4, 1
DEPTH = 8
GRID = 64
"""Both sides are made multiples of this: the coarsest estimate reduces by 16, and by 4 within."""
SLOPE = 0.2


def network() -> Any:
    """The layers, with random weights."""
    nn = heavy.torch().nn
    root = nn.Module()
    root.encode = nn.ModuleDict(
        {
            "cnn0": nn.Conv2d(3, 16, 3, 2, 1),
            "cnn1": nn.Conv2d(16, 16, 3, 1, 1),
            "cnn2": nn.Conv2d(16, 16, 3, 1, 1),
            "cnn3": nn.ConvTranspose2d(16, FEATURES, 4, 2, 1),
        }
    )
    seen = 2 * (3 + FEATURES) + 1
    for number, width in enumerate(WIDTHS):
        taken = seen if number == 0 else seen + MASK + CARRIED + FLOW
        setattr(root, f"block{number}", _estimate(taken, width))
    return root


def between(root: Any, first: Any, second: Any, share: float) -> Any:
    """The picture ``share`` of the way from one to the other, all ``(1, 3, height, width)`` in 0 to 1."""
    torch = heavy.torch()
    height, width = first.shape[2:]
    sides = (0, -width % GRID, 0, -height % GRID)
    ends = [torch.nn.functional.pad(one, sides, mode="replicate") for one in (first, second)]
    shown = [_shown(root.encode, one) for one in ends]
    place = torch.full_like(ends[0][:, :1], share)
    flow, mask, carried, moved = None, None, None, ends
    for number, scale in enumerate(SCALES):
        block = getattr(root, f"block{number}")
        if flow is None:
            given = torch.cat([*ends, *shown, place], dim=1)
            flow, mask, carried = _estimated(block, given, None, scale)
        else:
            seen = [_moved(one, flow[:, 2 * i : 2 * i + 2]) for i, one in enumerate(shown)]
            given = torch.cat([*moved, *seen, place, mask, carried], dim=1)
            by, mask, carried = _estimated(block, given, flow, scale)
            flow = flow + by
        moved = [_moved(one, flow[:, 2 * i : 2 * i + 2]) for i, one in enumerate(ends)]
    part = torch.sigmoid(mask)
    return (moved[0] * part + moved[1] * (1 - part))[:, :, :height, :width].clamp(0, 1)


def _estimate(taken: int, width: int) -> Any:
    """The layers of one estimate."""
    nn, torch = heavy.torch().nn, heavy.torch()
    block = nn.Module()
    halves = ((taken, width // 2), (width // 2, width))
    block.conv0 = nn.ModuleList(
        [nn.Sequential(nn.Conv2d(*sides, 3, 2, 1), nn.LeakyReLU(SLOPE)) for sides in halves]
    )
    block.convblock = nn.ModuleList()
    for _ in range(DEPTH):
        layer = nn.Module()
        layer.conv = nn.Conv2d(width, width, 3, 1, 1)
        layer.beta = nn.Parameter(torch.ones(1, width, 1, 1))
        block.convblock.append(layer)
    made = 4 * (FLOW + MASK + CARRIED)
    block.lastconv = nn.Sequential(nn.ConvTranspose2d(width, made, 4, 2, 1), nn.PixelShuffle(2))
    return block


def _estimated(block: Any, given: Any, flow: Any, scale: int) -> tuple[Any, Any, Any]:
    """How far each pixel of either picture moved, how much of the first is seen, and what is carried on."""
    torch, leaky = heavy.torch(), heavy.torch().nn.functional.leaky_relu
    given = _resized(given, 1 / scale)
    if flow is not None:
        given = torch.cat([given, _resized(flow, 1 / scale) / scale], dim=1)
    for half in block.conv0:
        given = half(given)
    for layer in block.convblock:
        given = leaky(layer.conv(given) * layer.beta + given, SLOPE)
    flow, mask, carried = _resized(block.lastconv(given), scale).split([FLOW, MASK, CARRIED], dim=1)
    return flow * scale, mask, carried


def _shown(encode: Any, picture: Any) -> Any:
    """What a picture shows, at its own size."""
    leaky = heavy.torch().nn.functional.leaky_relu
    for name in ("cnn0", "cnn1", "cnn2"):
        picture = leaky(encode[name](picture), SLOPE)
    return encode["cnn3"](picture)


def _resized(values: Any, by: float) -> Any:
    return heavy.torch().nn.functional.interpolate(values, scale_factor=by, mode="bilinear")


def _moved(values: Any, flow: Any) -> Any:
    """Each pixel from where ``flow``, ``(1, 2, height, width)`` in pixels, points; edges go on outwards."""
    torch = heavy.torch()
    height, width = values.shape[2:]
    rows = torch.arange(height, device=values.device, dtype=values.dtype)[:, None]
    columns = torch.arange(width, device=values.device, dtype=values.dtype)[None, :]
    across = (flow[:, 0] + columns) * (2 / max(width - 1, 1)) - 1
    down = (flow[:, 1] + rows) * (2 / max(height - 1, 1)) - 1
    grid = torch.stack([across, down], dim=-1)
    return torch.nn.functional.grid_sample(values, grid, padding_mode="border", align_corners=True)
