"""Pictures between two: by RIFE where its weights are, else along the motion."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from models.studio import Studio
from vitascope.engines.diffusers import rife
from vitascope.engines.diffusers.conditions import retimed
from vitascope.engines.diffusers.interpolate import Interpolator


def weights(path: Path, **less: Any) -> Path:
    """A network that sees no motion and half of either picture, under the names of the published file."""
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(1)
    values = rife.network().state_dict()
    for name in values:
        if "lastconv" in name:
            values[name] = torch.zeros_like(values[name])
    save_file({f"module.{name}": value for name, value in values.items() if name not in less}, path)
    return path


def test_layers_have_the_names_and_sizes_of_the_published_ones() -> None:
    values = rife.network().state_dict()
    shapes = {name: tuple(value.shape) for name, value in values.items()}
    assert shapes["block0.conv0.0.0.weight"] == (96, 15, 3, 3)
    assert shapes["block1.conv0.0.0.weight"] == (64, 28, 3, 3)
    assert shapes["block4.convblock.7.beta"] == (1, 32, 1, 1)
    assert shapes["block2.convblock.0.conv.weight"] == (96, 96, 3, 3)
    assert shapes["block3.lastconv.0.weight"] == (64, 52, 4, 4)
    assert shapes["encode.cnn3.weight"] == (16, 4, 4, 4)
    assert round(sum(value.numel() for value in values.values()) * 4 / 1e6) == 23, "MB of the published file"


def test_without_motion_it_is_half_of_either(tmp_path: Path, pan: NDArray[np.uint8]) -> None:
    by = Interpolator(weights(tmp_path / "rife.safetensors"))
    made = retimed(pan[:2], [0.0, 0.5, 1.0], by.pair)
    half = (pan[0].astype(float) + pan[1]) / 2
    assert np.array_equal(made[0], pan[0]), "what lies on a picture is that picture"
    assert np.array_equal(made[2], pan[1])
    assert np.abs(made[1] - half).max() <= 1


def test_pixels_are_taken_from_where_the_motion_points() -> None:
    import torch

    values = torch.arange(35.0).reshape(1, 1, 5, 7)
    flow = torch.zeros(1, 2, 5, 7)
    flow[:, 0], flow[:, 1] = 2.0, -1.0
    moved = rife._moved(values, flow)[0, 0]
    assert torch.allclose(moved[1:, :5], values[0, 0, :4, 2:], atol=1e-4)
    assert torch.allclose(moved[3, 6], values[0, 0, 2, 6], atol=1e-4), "edges go on outwards"


def test_a_clip_is_brought_to_its_rate_by_it(models_dir: Path, tmp_path: Path) -> None:
    plain = Studio(models_dir).make("tiny-wan-text", steps=1).luma
    other = Studio(models_dir, interpolator=weights(tmp_path / "rife.safetensors"))
    made = other.make("tiny-wan-text", steps=1).luma
    assert made.shape == plain.shape
    assert not np.array_equal(made, plain), "a model of 16 frames a second"


@pytest.mark.parametrize(
    ("kind", "why"),
    [("pickle", "expected weights as .safetensors"), ("less", "it is not RIFE 4.25"), ("cut", "is damaged")],
)
def test_weights_that_cannot_be_used_are_said_once_and_cost_no_clip(
    tmp_path: Path, pan: NDArray[np.uint8], caplog: pytest.LogCaptureFixture, kind: str, why: str
) -> None:
    path = tmp_path / ("rife.pkl" if kind == "pickle" else "rife.safetensors")
    weights(path, **({"encode.cnn0.weight": None} if kind == "less" else {}))
    if kind == "cut":
        path.write_bytes(path.read_bytes()[:1000])
    by = Interpolator(path)
    places = [0.5, 1.5, 2.5]
    assert np.array_equal(retimed(pan[:4], places, by.pair), retimed(pan[:4], places))
    assert caplog.text.count("cannot be used") == 1
    assert why in caplog.text
