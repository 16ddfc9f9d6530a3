"""A whole house in a temporary directory, with a dispatcher and real children."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from sqlalchemy import update

from support.engines import ALL
from support.patience import LEASE_SECONDS, PATIENCE
from vitascope.bootstrap import House, open_house
from vitascope.domain.generation import Generation, State
from vitascope.domain.request import GenerationRequest, Resolution
from vitascope.ledger.tables import generation as rows
from vitascope.settings import Settings
from vitascope.worker.slots.local import LocalSlot

OWNER = "default"


class Works:
    """A house whose dispatcher runs, and what tests do with it."""

    def __init__(self, house: House) -> None:
        self.house = house

    def create(self, model: str = "stripes", **fields: Any) -> Generation:
        """Ask for a clip of 24 frames of 540p, or what the fields say."""
        given = {"prompt": "stripes", "resolution": Resolution.P540, "num_frames": 24, "seed": 7} | fields
        return self.house.services.generations.create(GenerationRequest(model=model, **given), OWNER)

    def held(self, gate: Path, **fields: Any) -> Generation:
        """One that waits half-way until the file ``gate`` is there; half of it is rendered."""
        return self.rendering(self.create("held", prompt=str(gate), **fields))

    def get(self, generation: Generation) -> Generation:
        """As it is now."""
        return self.house.ledger.get(generation.id)

    def until(
        self, generation: Generation, holds: Callable[[Generation], bool], seconds: float = PATIENCE
    ) -> Generation:
        """Wait until something holds for it."""
        deadline = time.monotonic() + seconds
        while not holds(found := self.get(generation)):
            assert time.monotonic() < deadline, found
            time.sleep(0.01)
        return found

    def final(self, generation: Generation) -> Generation:
        """Wait for its end."""
        return self.until(generation, lambda found: found.state.final)

    def expire(self, *generations: Generation) -> None:
        """Let the leases on these have run out: whoever had one is silent for ever."""
        ids = [one.id for one in generations]
        with self.house.ledger.database.write() as tx:
            tx.connection.execute(update(rows).where(rows.c.id.in_(ids)).values(lease_until=0.0))

    def relieved(self, seconds: float = PATIENCE) -> None:
        """Wait until the child that stands by has loaded its engine."""
        slot = self.house.dispatcher._runners[0]._slot
        deadline = time.monotonic() + seconds
        while not (isinstance(slot, LocalSlot) and slot.relieved):
            assert time.monotonic() < deadline, "no child stands by"
            time.sleep(0.01)

    def rendering(self, generation: Generation) -> Generation:
        """Wait until frames are encoded."""
        return self.until(generation, lambda found: found.progress.stage == "render")

    def made(self, model: str = "stripes", **fields: Any) -> Generation:
        """A completed clip."""
        found = self.final(self.create(model, **fields))
        assert found.state is State.COMPLETED, found.error
        return found

    def file(self, generation: Generation, name: str = "video") -> Path:
        """One of its stored files."""
        asset = self.get(generation).asset(name)
        assert asset is not None, f"{generation.id} has no {name}"
        path = self.house.storage.path(asset.key)
        assert path is not None
        return path

    def stored(self) -> set[str]:
        """Every stored file."""
        return {entry.key for entry in self.house.storage.entries()}

    def owned(self, *generations: Generation) -> set[str]:
        """The files that these generations list."""
        return {asset.key for generation in generations for asset in self.get(generation).assets}


def children() -> list[psutil.Process]:
    """The worker processes of this process, oldest first."""
    found = [child for child in psutil.Process().children() if "vitascope.worker.child" in child.cmdline()]
    return sorted(found, key=lambda child: child.create_time())


def open_works(root: Path, *, standby: bool = False, **settings: Any) -> House:
    """A house whose dispatcher does not run."""
    given: dict[str, Any] = {
        "data_dir": root / "data",
        "cache_dir": root / "cache",
        "engines": ALL,
        "heartbeat_seconds": 0.2,
        "lease_seconds": LEASE_SECONDS,
        "cancel_grace_seconds": PATIENCE,
    }
    return open_house(Settings(**given | settings), standby=standby)


def start(root: Path, *, standby: bool = False, **settings: Any) -> Works:
    """Open a house and start its dispatcher; the caller closes it."""
    house = open_works(root, standby=standby, **settings)
    house.dispatcher.start()
    return Works(house)
