"""Deleting a generation, whatever it is doing."""

from __future__ import annotations

from anyio import move_on_after, sleep, to_thread

from vitascope.domain.generation import Generation
from vitascope.errors import Unavailable
from vitascope.service.generations import Generations

PATIENCE = 15.0
"""Seconds: longer than a worker takes to see a cancel and to stop or kill the engine."""
LOOK_SECONDS = 0.1


async def remove(generations: Generations, generation_id: str, owner: str) -> Generation:
    """Remove a generation and its files; one that is queued or running is cancelled first.

    Raises ``NotFound``, and ``Unavailable`` where its worker does not stop in time: it stays cancelled,
    and a later call removes it.
    """
    found = await to_thread.run_sync(generations.cancel, generation_id, owner)
    with move_on_after(PATIENCE):
        while not found.state.final:
            await sleep(LOOK_SECONDS)
            found = await to_thread.run_sync(generations.get, generation_id, owner)
    if not found.state.final:
        raise Unavailable(
            f"The generation {found.id} is cancelled and its worker has not stopped yet. "
            "Delete it again in a moment."
        )
    return await to_thread.run_sync(generations.delete, generation_id, owner)
