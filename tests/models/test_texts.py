"""A prompt is read once, however many windows and requests say it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from models.studio import Studio, able
from vitascope.domain.request import Capability
from vitascope.engines.diffusers.texts import Texts


@pytest.mark.parametrize("name", able(Capability.TEXT))
def test_a_prompt_is_read_once_and_means_the_same(models_dir: Path, name: str) -> None:
    own = Studio(models_dir)
    fresh, again = (own.window(name, guidance=6.0, negative="fog") for _ in range(2))
    assert np.array_equal(fresh, again)
    loaded = own.bay.loaded
    assert loaded is not None
    assert loaded.texts.read == 1
    other = own.window(name, prompt="a dog on a hill", guidance=6.0, negative="fog")
    assert loaded.texts.read == 2
    if name != "tiny-vace":  # what its random weights make of words is less than a grey level
        assert not np.array_equal(other, fresh)


def test_a_clip_of_several_windows_reads_its_prompt_once(models_dir: Path) -> None:
    own = Studio(models_dir)
    own.make("tiny-ltx", frames=60, steps=1)
    loaded = own.bay.loaded
    assert loaded is not None
    assert loaded.texts.read == 1


def test_what_was_long_unused_goes_where_room_is_short() -> None:
    import torch

    read: list[str] = []

    def encode_prompt(prompt: str, scale: Any = None) -> tuple[Any, Any]:
        read.append(prompt)
        return torch.full((1000,), float(len(prompt))), scale

    texts = Texts(most=9000)
    pipe = texts.watch(SimpleNamespace(encode_prompt=encode_prompt))
    for prompt in ("a", "bb", "a", "ccc", "a", "bb"):
        assert float(pipe.encode_prompt(prompt)[0][0]) == len(prompt)
    assert read == ["a", "bb", "ccc", "bb"]
    assert pipe.encode_prompt("a", scale=torch.ones(1))[1] is not None
    assert read[-1] == "a", "what is given as numbers is no text to keep"
