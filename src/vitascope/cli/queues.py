"""What ``vitascope queue list`` shows."""

from __future__ import annotations

import json

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from vitascope.cli.moments import span
from vitascope.clock import SystemClock
from vitascope.domain.queue import QueueEntry, Signal
from vitascope.service.operator import Operator

PROMPT_WIDTH = 40


def show(operator: Operator, pool: str | None, limit: int, *, as_json: bool) -> None:
    """Print one pool's queue, or every pool's."""
    signals = operator.overview().pools
    chosen = [one for one in signals if pool in {None, one.pool}]
    queues = [(signal, operator.queue(signal.pool, limit)) for signal in chosen]
    if as_json:
        typer.echo(json.dumps([_document(signal, entries) for signal, entries in queues], indent=2))
        return
    console = Console()
    for signal, entries in queues:
        console.print(_headline(signal))
        if entries:
            console.print(_table(entries))
    if not chosen:
        console.print(f"There is no pool {pool!r}: nothing waits in it and no worker serves it.")


def _headline(signal: Signal) -> Text:
    line = Text.assemble((signal.pool, "bold"), f"  {signal.running} running, {signal.queued} waiting")
    if signal.queued:
        line.append(
            f" (about {span(signal.queued_seconds)} of work, the oldest {span(signal.oldest_seconds)})"
        )
    line.append(f", {signal.slots} slots of {signal.workers} workers")
    if signal.paused:
        line.append("  paused", "bold yellow")
    elif signal.queued and not signal.slots:
        line.append("  no worker serves it", "bold red")
    return line


def _table(entries: list[QueueEntry]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("place", "id", "owner", "model", "prio", "waited", "starts in", "prompt"):
        right = name in {"place", "prio", "waited", "starts in"}
        table.add_column(name, justify="right" if right else "left", no_wrap=name != "prompt")
    now = SystemClock().now()
    for entry in entries:
        one = entry.generation
        place = (
            Text(f"{one.progress.fraction:.0%}", "green") if entry.position is None else str(entry.position)
        )
        start = "running" if entry.position is None else span(entry.starts_in)
        prompt = one.request.prompt.replace("\n", " ")[:PROMPT_WIDTH]
        waited = span(now - one.created_at)
        table.add_row(place, one.id, one.owner, one.model, str(one.priority), waited, start, Text(prompt))
    return table


def _document(signal: Signal, entries: list[QueueEntry]) -> dict[str, object]:
    return signal.model_dump(mode="json") | {"entries": [_entry(entry) for entry in entries]}


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
