"""Tiny models of every family, written once, and what tests make with them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from models.studio import CARDS, Studio
from vitascope.engines.diffusers import heavy
from vitascope.engines.diffusers.store import Store

MISSING = heavy.missing()


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Say which packages are missing where these tests cannot run."""
    if MISSING:
        skip = pytest.mark.skip(
            reason=f"packages missing: {', '.join(MISSING)}; `make test-models` installs them"
        )
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(skip)


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of models with one of each family, brought in as a user would."""
    from models.builder import BUILDERS

    os.environ["HF_HUB_OFFLINE"] = "1"
    store, raw = Store(tmp_path_factory.mktemp("models")), tmp_path_factory.mktemp("raw")
    for card in CARDS:
        BUILDERS[card.name.removeprefix("tiny-")](raw / card.name)
        store.bring(card, raw / card.name, lambda *_: None, accepted=True)
    return store.folder


@pytest.fixture(scope="session")
def studio(models_dir: Path) -> Studio:
    """Every engine over that folder, in one bay."""
    return Studio(models_dir)


@pytest.fixture(scope="session")
def pan() -> NDArray[np.uint8]:
    """Nine frames of a textured picture that moves three pixels a frame, ``(9, 64, 96, 3)``."""
    from support.pictures import landscape

    wide = landscape(160, 64, seed=5)
    return np.stack([wide[:, 3 * i : 3 * i + 96] for i in range(9)])
