"""Two processes compute one model together, over gloo on the CPU, as two cards of a slot do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from models.studio import Studio, first
from vitascope.engines.diffusers.store import Store
from vitascope.errors import Cancelled, EngineError

GUIDED = ("tiny-wan-small", "tiny-vace", "tiny-ltx", "tiny-ltx2")
"""One of each family, which share the two passes of guidance."""
DIVIDED = ("tiny-wan-small-plain", "tiny-wan-text-plain", "tiny-vace-plain", "tiny-ltx-plain")
"""Made for one pass a step: they share the sequence."""
ALONE = "tiny-ltx2-plain"
PARTS = {"tiny-ltx2": 2 / 3}
"""It makes a third pass, without sound, which both compute."""


@pytest.fixture(scope="module")
def folder(models_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Each as it is, and as one made for no guidance, whose sequence is of an even length."""
    store = Store(tmp_path_factory.mktemp("team"))
    for card in Store(models_dir).cards():
        plain = card.model_copy(update={"name": card.name + "-plain", "guidance": 1.0, "sizes": ((64, 64),)})
        for one in (card, plain):
            if one.name in {*GUIDED, *DIVIDED, ALONE}:
                store.bring(one, models_dir / card.name, lambda *_: None, accepted=True)
    return store.folder


@pytest.fixture(scope="module")
def two(folder: Path) -> Iterator[Studio]:
    """A slot of two devices."""
    made = Studio(folder)
    made.bay.settle("cpu,cpu")
    yield made
    made.bay.close()


@pytest.fixture(scope="module")
def one(folder: Path) -> Studio:
    """A slot of one device."""
    return Studio(folder)


@pytest.mark.parametrize("name", [*GUIDED, *DIVIDED])
def test_together_they_make_what_one_makes_alone(one: Studio, two: Studio, name: str) -> None:
    alone, whole = worked(one, name)
    together, part = worked(two, name)
    error = np.abs(together - alone).mean()
    assert error < 0.5
    assert np.abs(together - two.make(name, steps=3, seed=9).luma).mean() > 2 * error
    assert part == whole * PARTS.get(name, 1 / 2), "tokens that this process computed"


def test_a_picture_to_begin_with_is_shared_as_well(one: Studio, two: Studio, pan: NDArray[np.uint8]) -> None:
    name = "tiny-ltx-plain"  # it lays the picture beside the window, with noise levels of its own
    made, alone = (studio.make(name, [first(pan[0])]).luma.astype(float) for studio in (two, one))
    assert np.abs(made - alone).mean() < 0.5


def test_what_cannot_be_shared_each_makes_alone(
    one: Studio, two: Studio, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    assert np.array_equal(two.make(ALONE).luma, one.make(ALONE).luma)
    assert f"Of {ALONE} the slot's devices share nothing" in caplog.text


def worked(studio: Studio, name: str) -> tuple[NDArray[np.float64], int]:
    """A clip, and how many tokens the model's first block was given for it."""
    studio.make(name, steps=1)
    loaded = studio.bay.loaded
    assert loaded is not None
    model, tokens = loaded.transformers[0], list[int]()
    block = next(iter(model.blocks if hasattr(model, "blocks") else model.transformer_blocks))
    hook = block.register_forward_hook(lambda _, __, out: tokens.append(sizes(out)))
    made = studio.make(name, steps=3).luma.astype(float)
    hook.remove()
    return made, sum(tokens)


def test_they_stop_together_and_go_on_together(two: Studio) -> None:
    before = two.make(GUIDED[0])
    crew = two.bay.crew
    with pytest.raises(Cancelled):
        two.make(GUIDED[0], steps=50, cancelled=lambda reports: any(one[0] == "denoise" for one in reports))
    assert two.bay.crew is crew, "nobody was sent home"
    assert np.array_equal(two.make(GUIDED[0]).luma, before.luma)


def test_one_that_dies_fails_the_clip_and_is_replaced(two: Studio) -> None:
    before = two.make(GUIDED[0])
    crew = two.bay.crew
    assert crew is not None
    crew.processes[0].kill()
    with pytest.raises(EngineError, match="could not make this clip"):
        two.make(GUIDED[0])
    assert np.array_equal(two.make(GUIDED[0]).luma, before.luma)


def sizes(out: Any) -> int:
    """Tokens that a block made: of two streams those of the pictures."""
    pictures = out[0] if isinstance(out, tuple) else out
    return int(pictures.shape[0] * pictures.shape[1])
