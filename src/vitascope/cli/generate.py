"""``vitascope generate``: one video, made by a running server on the same data directory or right here."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

import typer
from rich.console import Console

from vitascope.bootstrap import House, open_house
from vitascope.cli.bar import Bar
from vitascope.cli.ends import End, keyframe
from vitascope.cli.output import Output
from vitascope.domain.generation import Generation, State
from vitascope.domain.request import GenerationRequest
from vitascope.errors import GenerationFailed, Unavailable
from vitascope.service.keys import DEFAULT_OWNER
from vitascope.settings import Settings
from vitascope.worker.dispatcher import OK, STARTING

LOOK_SECONDS = 0.1
HEARTBEAT_SECONDS = 0.25
"""How often this process renews its lease: the bar moves that often."""
CANCEL_SECONDS = 5.0
"""How long a running server may take to stop after Ctrl+C before we no longer wait for it."""


@dataclass(frozen=True)
class Wish:
    """What the command line asks for; ``fields`` holds only what was given."""

    fields: dict[str, Any]
    start: End
    end: End


def run(settings: Settings, wish: Wish, out: Path | None) -> None:
    """Make the video and write it; ``GenerationFailed`` when it cannot be made."""
    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    output = Output(out)
    output.check()
    own = settings.model_copy(update={"slots": (1,), "heartbeat_seconds": HEARTBEAT_SECONDS})
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with open_house(own, standby=False) as house:
        request = _request(house, wish)
        final = _made(house, house.services.generations.create(request, DEFAULT_OWNER))
        path = output.write(house.storage, final)
    typer.echo(f"{path}  {final.id}" if path else final.id, err=path is None)


def _request(house: House, wish: Wish) -> GenerationRequest:
    ends = {
        "frame0": keyframe(wish.start, house.services, DEFAULT_OWNER),
        "frame1": keyframe(wish.end, house.services, DEFAULT_OWNER),
    }
    given = {name: end for name, end in ends.items() if end is not None}
    return GenerationRequest.model_validate(wish.fields | given)


def _made(house: House, generation: Generation) -> Generation:
    """Show progress until the generation is completed; Ctrl+C cancels it.

    Whoever is first makes it: a server that is idle has a loaded engine and claims at once, else we do.
    """
    with Bar(Console(stderr=True)) as bar, _interrupts() as interrupted:
        try:
            house.dispatcher.start(only=generation)
            final = _wait(house, generation.id, bar.show, interrupted)
        except KeyboardInterrupt:
            house.services.generations.cancel(generation.id, DEFAULT_OWNER)
            _wait(house, generation.id, bar.show, Event(), CANCEL_SECONDS)
            raise
    if final.state is not State.COMPLETED:
        reason = final.error
        raise GenerationFailed(
            f"{reason.name}: {reason.message}" if reason else f"It is {final.state.value}."
        )
    return final


@contextmanager
def _interrupts() -> Generator[Event]:
    """Set by the first Ctrl+C or SIGTERM; the next one interrupts whatever is being done.

    An exception that is raised wherever the program happens to be is lost where nobody may raise one, such as
    in a finalizer.
    """
    interrupted = Event()

    def note(_number: int, _frame: object) -> None:
        if interrupted.is_set():
            raise KeyboardInterrupt
        interrupted.set()

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield interrupted
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait(
    house: House,
    generation_id: str,
    show: Callable[[Generation], None],
    interrupted: Event,
    seconds: float = float("inf"),
) -> Generation:
    """Until it has ended, or so long; raises ``KeyboardInterrupt`` once ``interrupted`` is set."""
    deadline = house.clock.monotonic() + seconds
    while True:
        generation = house.ledger.get(generation_id)
        show(generation)
        if generation.state.final or house.clock.monotonic() > deadline:
            return generation
        trouble = house.dispatcher.health()
        if generation.state is State.QUEUED and trouble not in {OK, STARTING}:
            house.services.generations.cancel(generation_id, DEFAULT_OWNER)
            raise Unavailable(trouble)
        if interrupted.wait(LOOK_SECONDS):
            raise KeyboardInterrupt
