"""Two processes compute one model together, over gloo on the CPU, as two cards of a slot do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from models.studio import Studio
from vitascope.engines.diffusers.store import Store
from vitascope.errors import Cancelled, EngineError

GUIDED, PLAIN = ("tiny-wan-small", "tiny-ltx"), "tiny-wan-small-plain"


@pytest.fixture(scope="module")
def folder(models_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The guided ones, and one that is made for no guidance."""
    store = Store(tmp_path_factory.mktemp("team"))
    for card in Store(models_dir).cards():
        if card.name in GUIDED:
            store.bring(card, models_dir / card.name, lambda *_: None, accepted=True)
        if card.name == GUIDED[0]:
            plain = card.model_copy(update={"name": PLAIN, "guidance": 1.0, "sizes": ((64, 64),)})
            store.bring(plain, models_dir / card.name, lambda *_: None, accepted=True)
    return store.folder


@pytest.fixture(scope="module")
def two(folder: Path) -> Iterator[Studio]:
    """A slot of two devices."""
    made = Studio(folder)
    made.bay.settle("cpu,cpu")
    yield made
    made.bay.close()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", GUIDED)
def test_together_they_make_what_one_makes_alone(folder: Path, two: Studio, name: str) -> None:
    alone, whole = worked(Studio(folder), name)
    together, half = worked(two, name)
    assert np.abs(together - alone).mean() < 0.5
    assert np.abs(together - two.make(name, steps=3, seed=9).luma).mean() > np.abs(together - alone).mean()
    assert half == whole / 2, "tokens that this process computed"


@pytest.mark.timeout(900)
def test_what_they_cannot_share_each_makes_alone(folder: Path, two: Studio) -> None:
    assert np.array_equal(two.make(PLAIN).luma, Studio(folder).make(PLAIN).luma)


def worked(studio: Studio, name: str) -> tuple[NDArray[np.float64], int]:
    """A clip, and how many tokens the model's first block was given for it."""
    studio.make(name, steps=1)
    loaded = studio.bay.loaded
    assert loaded is not None
    one, tokens = loaded.transformers[0], list[int]()
    block = next(iter(one.blocks if hasattr(one, "blocks") else one.transformer_blocks))
    hook = block.register_forward_hook(lambda _, __, out: tokens.append(out.shape[0] * out.shape[1]))
    made = studio.make(name, steps=3).luma.astype(float)
    hook.remove()
    return made, sum(tokens)


@pytest.mark.timeout(900)
def test_they_stop_together_and_go_on_together(two: Studio) -> None:
    before = two.make(GUIDED[0])
    crew = two.bay.crew
    with pytest.raises(Cancelled):
        two.make(GUIDED[0], steps=50, cancelled=lambda reports: any(one[0] == "denoise" for one in reports))
    assert two.bay.crew is crew, "nobody was sent home"
    assert np.array_equal(two.make(GUIDED[0]).luma, before.luma)


@pytest.mark.timeout(900)
def test_one_that_dies_fails_the_clip_and_is_replaced(two: Studio) -> None:
    before = two.make(GUIDED[0])
    crew = two.bay.crew
    assert crew is not None
    crew.processes[0].kill()
    with pytest.raises(EngineError, match="could not make this clip"):
        two.make(GUIDED[0])
    assert np.array_equal(two.make(GUIDED[0]).luma, before.luma)
