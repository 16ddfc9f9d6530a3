"""Pictures larger than a model makes them, in tiles, and where the upscaler fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from support.pictures import landscape
from vitascope.engines.diffusers.upscale import TILE, Upscaler, tiled
from vitascope.media.image import cover_fit


class Twice:
    """Sharpens and doubles, as a super-resolution model does: a pixel depends on its neighbours."""

    scale = 2
    device = "cpu"

    def __init__(self) -> None:
        import torch

        self.dtype = torch.float32

    def __call__(self, pictures: Any) -> Any:
        from torch.nn import functional

        blurred = functional.avg_pool2d(functional.pad(pictures, (2, 2, 2, 2), mode="replicate"), 5, 1)
        return functional.interpolate(1.5 * pictures - 0.5 * blurred, scale_factor=2, mode="nearest")


def test_tiles_show_no_seam() -> None:
    import torch

    picture = landscape(TILE + 90, TILE + 40)
    with torch.inference_mode():
        whole = Twice()(torch.from_numpy(picture.transpose(2, 0, 1)[None]).float() / 255.0)[0]
    expected = (whole.clamp(0, 1).numpy().transpose(1, 2, 0) * 255.0 + 0.5).astype(np.uint8)
    made = tiled(Twice(), picture)
    assert made.shape == (2 * (TILE + 40), 2 * (TILE + 90), 3)
    assert np.abs(made.astype(int) - expected).max() <= 1


@pytest.mark.parametrize("name", ["missing.safetensors", "weights.pth"])
def test_an_upscaler_that_cannot_be_used_never_costs_the_clip(
    tmp_path: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    picture = landscape(320, 180)
    upscaler = Upscaler(tmp_path / name, "cpu")
    made = upscaler.fitted(picture, 3840, 2160)
    assert np.array_equal(made, cover_fit(picture, 3840, 2160))
    upscaler.fitted(picture, 3840, 2160)
    assert [record.message for record in caplog.records if "cannot be used" in record.message] == [
        caplog.records[0].message
    ]
