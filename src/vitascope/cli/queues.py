"""What ``vitascope queue list`` shows."""

from __future__ import annotations

import json

import typer
from rich.table import Table
from rich.text import Text

from vitascope.cli.moments import span
from vitascope.cli.screen import ID_WIDTH, screen
from vitascope.clock import SystemClock
from vitascope.domain.queue import QueueEntry, Signal
from vitascope.service.operator import Operator

PROMPT_WIDTH = 40
COLUMNS = ("place", "id", "starts in", "waited", "model", "prio", "owner", "prompt")
WIDE, NARROW = 120, 5
"""Terminal columns from which on all are shown; how many are shown below that."""


def show(operator: Operator, pool: str | None, limit: int, *, as_json: bool) -> None:
    """Print one pool's queue, or every pool's."""
    signals = operator.signals()
    chosen = [one for one in signals if pool in {None, one.pool}]
    queues = [(signal, operator.queue(signal.pool, limit)) for signal in chosen]
    if as_json:
        typer.echo(json.dumps([_document(signal, entries) for signal, entries in queues], indent=2))
        return
    console = screen()
    for signal, entries in queues:
        console.print(_headline(signal))
        if entries:
            console.print(_table(entries, console.width))
    if not chosen:
        console.print(f"There is no pool {pool!r}: nothing waits in it and no worker serves it.")


def _headline(signal: Signal) -> Text:
    line = Text.assemble((signal.pool, "bold"), f"  {signal.running} running, {signal.queued} waiting")
    if signal.queued:
        held = f", without {signal.held} that running caps hold back" if signal.held else ""
        line.append(
            f" (about {span(signal.queued_seconds)} of work{held}; the oldest {span(signal.oldest_seconds)})"
        )
    line.append(f", {counted(signal.slots, 'slot')} of {counted(signal.workers, 'worker')}")
    if signal.paused:
        line.append("  paused", "bold yellow")
    elif signal.queued and not signal.slots:
        line.append("  no worker serves it", "bold red")
    return line


def counted(number: int, thing: str) -> str:
    """``1 slot``, ``2 slots``."""
    return f"{number} {thing}" + ("" if number == 1 else "s")


def _table(entries: list[QueueEntry], width: int) -> Table:
    """As many columns as there is room for; ids are never cut."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    shown = COLUMNS if width >= WIDE else COLUMNS[:NARROW]
    for name in shown:
        right = name in {"place", "prio", "waited", "starts in"}
        least = ID_WIDTH if name == "id" else None
        table.add_column(name, justify="right" if right else "left", no_wrap=True, min_width=least)
    now = SystemClock().now()
    for entry in entries:
        one = entry.generation
        place = (
            Text(f"{one.progress.fraction:.0%}", "green") if entry.position is None else str(entry.position)
        )
        start = "running" if entry.position is None else span(entry.starts_in)
        prompt = one.request.prompt.replace("\n", " ")[:PROMPT_WIDTH]
        waited = span(now - one.created_at)
        cells = place, one.id, start, waited, one.model, str(one.priority), one.owner, Text(prompt)
        table.add_row(*cells[: len(shown)])
    return table


def _document(signal: Signal, entries: list[QueueEntry]) -> dict[str, object]:
    return {**signal.model_dump(mode="json"), "entries": [_entry(entry) for entry in entries]}


def _entry(entry: QueueEntry) -> dict[str, object]:
    one = entry.generation
    return {
        "id": one.id,
        "owner": one.owner,
        "model": one.model,
        "state": one.state.value,
        "priority": one.priority,
        "position": entry.position,
        "starts_in": entry.starts_in,
        "cost": entry.cost,
        "worker": entry.worker,
        "progress": one.progress.fraction,
        "stage": one.progress.stage,
        "attempt": one.attempt,
        "created_at": one.created_at,
    }
