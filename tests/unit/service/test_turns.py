"""Threads that owners share."""

from __future__ import annotations

import threading

import anyio
from anyio import to_thread

from support.patience import PATIENCE
from vitascope.service.turns import Turns


def test_an_owner_whose_work_takes_long_waits_alone() -> None:
    released, arrived, at_work = threading.Event(), threading.Event(), list[str]()

    def work(owner: str) -> str:
        at_work.append(owner)
        if len(at_work) == 3:
            arrived.set()
        assert released.wait(PATIENCE)
        return owner

    async def main() -> list[str]:
        turns, done = Turns(at_once=4, of_one=2), list[str]()

        async def one(owner: str) -> None:
            done.append(await turns.run(owner, work, owner))

        async with anyio.create_task_group() as group:
            for owner in ["anna"] * 6 + ["boris"]:
                group.start_soon(one, owner)
            assert await to_thread.run_sync(arrived.wait, PATIENCE)
            assert sorted(at_work) == ["anna", "anna", "boris"]
            released.set()
        return done

    assert sorted(anyio.run(main)) == ["anna"] * 6 + ["boris"]
