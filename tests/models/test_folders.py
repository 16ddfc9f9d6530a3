"""Folders that are no models, or no longer."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from models.studio import Studio
from vitascope.errors import ConfigurationError


def copied(models_dir: Path, folder: Path, name: str = "tiny-ltx") -> Path:
    shutil.copytree(models_dir / name, folder / name)
    return folder / name


def test_damaged_weights_are_a_named_error(models_dir: Path, tmp_path: Path) -> None:
    place = copied(models_dir, tmp_path)
    weights = next((place / "transformer").glob("*.safetensors"))
    weights.write_bytes(weights.read_bytes()[: weights.stat().st_size // 2])
    with pytest.raises(ConfigurationError, match=r"cannot be loaded.*vitascope models verify tiny-ltx"):
        Studio(tmp_path).make("tiny-ltx")


def test_a_pickle_beside_the_weights_is_refused(models_dir: Path, tmp_path: Path) -> None:
    (copied(models_dir, tmp_path) / "vae" / "weights.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(ConfigurationError, match="is a pickle"):
        Studio(tmp_path).make("tiny-ltx")


def test_a_pipeline_of_another_family_is_refused(models_dir: Path, tmp_path: Path) -> None:
    index = copied(models_dir, tmp_path) / "model_index.json"
    index.write_text(json.dumps(json.loads(index.read_text()) | {"_class_name": "CogVideoXPipeline"}))
    with pytest.raises(ConfigurationError, match="holds a CogVideoXPipeline; the family 'ltx' is one of"):
        Studio(tmp_path).make("tiny-ltx")
