"""Small weights over a model: they change the clip by their share, and only those of the model are taken."""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.studio import Studio, first
from support.pictures import landscape
from vitascope.domain.request import Lora
from vitascope.errors import ConfigurationError, EngineError

FOG = Lora(name="fog")


def write(path: Path, blocks: dict[str, int], rank: int = 2) -> Path:
    """Random weights over some square layers, by their names and widths."""
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(1)
    tensors: dict[str, Any] = {}
    for name, width in blocks.items():
        tensors[f"transformer.{name}.lora_A.weight"] = torch.randn(rank, width)
        tensors[f"transformer.{name}.lora_B.weight"] = torch.randn(width, rank)
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors, path)
    return path


WAN = {"blocks.0.attn1.to_q": 24, "blocks.1.attn1.to_out.0": 24}
LTX = {"transformer_blocks.0.attn1.to_q": 32, "transformer_blocks.0.attn1.to_out.0": 32}


@pytest.fixture
def own(models_dir: Path, tmp_path: Path) -> Studio:
    write(tmp_path / "fog.safetensors", LTX)
    write(tmp_path / "wide.safetensors", dict.fromkeys(LTX, 48))
    write(tmp_path / "wan.safetensors", WAN)
    return Studio(models_dir, loras=tmp_path)


def test_a_lora_changes_the_clip_by_its_share_and_is_taken_off_again(own: Studio) -> None:
    plain, full = own.make("tiny-ltx"), own.make("tiny-ltx", lora=(FOG,))
    assert not np.array_equal(full.luma, plain.luma)
    half = own.make("tiny-ltx", lora=(Lora(name="fog", scale=0.25),))
    assert not np.array_equal(half.luma, full.luma)
    nothing = own.make("tiny-ltx", lora=(Lora(name="fog", scale=0.0),))
    assert np.array_equal(nothing.luma, plain.luma)
    assert np.array_equal(own.make("tiny-ltx").luma, plain.luma)


@pytest.mark.parametrize("name", ["wide", "wan"])
def test_a_lora_for_another_model_is_refused_by_name_and_the_model_is_as_before(
    own: Studio, name: str
) -> None:
    plain = own.make("tiny-ltx")
    with pytest.raises(EngineError, match=f"The LoRA '{name}' is for another model than tiny-ltx"):
        own.make("tiny-ltx", lora=(FOG, Lora(name=name)))
    assert np.array_equal(own.make("tiny-ltx").luma, plain.luma)


def test_a_lora_that_is_not_here_is_refused_before_the_model_is_loaded(own: Studio, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="no LoRA 'rain' on this server; expected fog, wan, wide"):
        own.make("tiny-ltx", lora=(Lora(name="rain"),))
    (tmp_path / "rain.pt").write_bytes(b"\x80\x04.")
    with pytest.raises(EngineError, match="'rain' is a pickle"):
        own.make("tiny-ltx", lora=(Lora(name="rain"),))
    assert own.bay.holds is None


def test_a_damaged_lora_is_a_named_error(own: Studio, tmp_path: Path) -> None:
    whole = (tmp_path / "fog.safetensors").read_bytes()
    (tmp_path / "torn.safetensors").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(EngineError, match="The LoRA 'torn' is for another model than tiny-ltx, or damaged"):
        own.make("tiny-ltx", lora=(Lora(name="torn"),))


@pytest.mark.parametrize("kind", ["ranks", "half", "foreign", "pickle", "empty", "nothing"])
def test_weights_that_do_not_fit_together_are_refused_by_name(own: Studio, tmp_path: Path, kind: str) -> None:
    from safetensors.torch import load_file, save_file

    place, whole = tmp_path / "odd.safetensors", load_file(tmp_path / "fog.safetensors")
    first = "transformer.transformer_blocks.0.attn1.to_q.lora_"
    if kind == "ranks":
        save_file(whole | {f"{first}A.weight": whole[f"{first}A.weight"][:1].clone()}, place)
    elif kind == "half":
        save_file({name: one for name, one in whole.items() if "lora_A" in name}, place)
    elif kind == "foreign":
        save_file({f"unet.{name}": one for name, one in whole.items()}, place)
    elif kind == "nothing":
        save_file({}, place)
    else:
        place.write_bytes(pickle.dumps({"weight": 1}) if kind == "pickle" else b"")
    plain = own.make("tiny-ltx")
    with pytest.raises(EngineError, match="The LoRA 'odd' is for another model than tiny-ltx, or damaged"):
        own.make("tiny-ltx", lora=(Lora(name="odd"),))
    assert np.array_equal(own.make("tiny-ltx").luma, plain.luma)


def test_a_pair_of_files_goes_to_one_expert_each(own: Studio, tmp_path: Path) -> None:
    write(tmp_path / "pair" / "high_noise.safetensors", WAN)
    write(tmp_path / "pair" / "low_noise.safetensors", WAN)
    picture = first(landscape(96, 64, seed=3))
    plain = own.make("tiny-wan-picture", [picture])
    both = own.make("tiny-wan-picture", [picture], lora=(Lora(name="pair"),))
    loaded = own.bay.loaded
    assert loaded is not None
    assert [len(part.peft_config) for part in loaded.transformers] == [1, 1]
    assert not np.array_equal(both.luma, plain.luma)


def test_a_models_own_weights_stay_under_those_of_a_clip(models_dir: Path, tmp_path: Path) -> None:
    shutil.copytree(models_dir / "tiny-ltx", tmp_path / "models" / "tiny-ltx")
    write(tmp_path / "models" / "tiny-ltx" / "loras" / "turbo.safetensors", LTX)
    write(tmp_path / "loras" / "fog.safetensors", LTX, rank=4)
    own = Studio(tmp_path / "models", loras=tmp_path / "loras")
    turbo = own.make("tiny-ltx")
    assert not np.array_equal(turbo.luma, Studio(models_dir).make("tiny-ltx").luma)
    assert not np.array_equal(own.make("tiny-ltx", lora=(FOG,)).luma, turbo.luma)
    assert np.array_equal(own.make("tiny-ltx").luma, turbo.luma)


def test_damaged_weights_of_the_models_own_are_a_named_error(models_dir: Path, tmp_path: Path) -> None:
    shutil.copytree(models_dir / "tiny-ltx", tmp_path / "tiny-ltx")
    whole = write(tmp_path / "tiny-ltx" / "loras" / "turbo.safetensors", LTX)
    whole.write_bytes(whole.read_bytes()[:50])
    with pytest.raises(ConfigurationError, match=r"turbo.safetensors, which belongs to tiny-ltx"):
        Studio(tmp_path).make("tiny-ltx")
