"""Attention by another kernel, and layers that compute in 8 bits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.studio import Studio
from models.test_loras import FOG, LTX, write
from vitascope.engines.diffusers import attention, float8
from vitascope.engines.diffusers.loaded import Loaded


def loaded(studio: Studio) -> Loaded:
    held = studio.bay.loaded
    assert held is not None
    return held


def kernels(held: Loaded, ending: str) -> set[Any]:
    """By which kernels those parts attend; None: by the default."""
    parts = [one for one in held.transformers[0].named_modules() if one[0].endswith(ending)]
    assert parts
    return {part.processor._attention_backend for _, part in parts}


def test_on_a_cpu_attention_is_pytorchs_own(studio: Studio) -> None:
    studio.make("tiny-ltx")
    held = loaded(studio)
    assert held.attention == "native (no graphics card)"
    assert kernels(held, "attn1") == {"native"}
    assert kernels(held, "attn2") == {None}, "prompts are masked, which most kernels cannot do"


@pytest.mark.parametrize(
    ("wish", "why"),
    [("flash3", "the package flash_attn_interface is not installed"), ("cudnn", "RuntimeError")],
)
def test_a_kernel_that_cannot_be_used_is_said_and_costs_no_clip(
    studio: Studio, caplog: pytest.LogCaptureFixture, wish: str, why: str
) -> None:
    other = Studio(studio.bay.options.folder, attention=wish)
    assert np.array_equal(other.make("tiny-ltx").luma, studio.make("tiny-ltx").luma)
    assert loaded(other).attention.startswith(f"native (no graphics card; not {wish}: {why}")
    assert f"VITASCOPE_ATTENTION is {wish}, which cannot be used" in caplog.text


@pytest.mark.parametrize("name", ["tiny-wan-small", "tiny-ltx2"])
def test_another_kernel_makes_the_same_clip(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setitem(attention.KERNELS, "cudnn", "_native_math")  # one that a CPU has
    other = Studio(studio.bay.options.folder, attention="cudnn")
    made = other.make(name)
    assert loaded(other).attention == "cudnn (no graphics card)"
    assert kernels(loaded(other), "attn1") == {"_native_math"}
    assert np.abs(made.luma.astype(int) - studio.make(name).luma).max() <= 2


def test_a_kernel_whose_answers_are_wrong_is_not_taken(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    from diffusers.models import attention_dispatch

    def wrong(query: Any, **_: Any) -> Any:
        return query

    registry = attention_dispatch._AttentionBackendRegistry._backends
    monkeypatch.setitem(registry, attention_dispatch.AttentionBackendName._NATIVE_CUDNN, wrong)
    other = Studio(studio.bay.options.folder, attention="cudnn")
    other.make("tiny-ltx")
    assert "not cudnn: a trial is" in loaded(other).attention


def test_where_nothing_computes_in_eight_bits_they_are_widened_and_that_is_said(studio: Studio) -> None:
    small = Studio(studio.bay.options.folder, weights="fp8")
    small.make("tiny-ltx")
    assert loaded(small).weights == "held in 8 bits, computed with in float32: no graphics card"


@pytest.mark.parametrize("name", ["tiny-ltx", "tiny-ltx2"])
def test_layers_that_compute_in_eight_bits_make_about_the_same_clip(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(float8, "obstacle", lambda _: None)  # a CPU can as well, only no faster
    small = Studio(studio.bay.options.folder, weights="fp8")
    plain, made = studio.make(name), small.make(name)
    assert loaded(small).weights == "held and computed with in 8 bits"
    layers = [one for one in loaded(small).transformers[0].modules() if type(one).__name__ == "Linear8"]
    assert len(layers) > 3
    assert all(one.small.element_size() == 1 for one in layers)
    assert not np.array_equal(made.luma, plain.luma)
    assert np.abs(made.luma.astype(float) - plain.luma).mean() < 8


def test_a_lora_lies_over_layers_in_eight_bits(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(float8, "obstacle", lambda _: None)
    small = Studio(studio.bay.options.folder, weights="fp8", loras=tmp_path)
    write(tmp_path / "fog.safetensors", LTX)
    plain = small.make("tiny-ltx").luma
    changed = small.make("tiny-ltx", lora=(FOG,)).luma
    assert not np.array_equal(changed, plain)
    assert np.array_equal(small.make("tiny-ltx").luma, plain), "taken off again"


def test_one_layer_in_eight_bits_is_near_itself_in_full() -> None:
    import torch

    plain = torch.nn.Sequential()
    plain.add_module("blocks", torch.nn.Sequential(torch.nn.Linear(64, 128), torch.nn.Linear(128, 24)))
    given = torch.randn(3, 5, 64, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        expected = plain.blocks[0](given)
    assert float8.compute(plain, "cpu") == 1, "of sides that are no multiples of 16 none"
    with torch.inference_mode():
        made = plain.blocks[0](given)
    assert made.dtype == given.dtype
    assert float((made - expected).norm() / expected.norm()) < 0.06
    assert plain.blocks[0].weight.shape == (128, 64)
