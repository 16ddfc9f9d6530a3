"""``vitascope ps``: who is at work, and on what."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import typer
from rich.console import Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from vitascope.bootstrap import open_operator
from vitascope.cli.moments import span
from vitascope.cli.queues import counted
from vitascope.cli.screen import ID_WIDTH, screen
from vitascope.clock import SystemClock
from vitascope.domain.generation import Generation
from vitascope.domain.queue import Place, Presence, QueueEntry, Signal
from vitascope.service.operator import Operator
from vitascope.settings import Settings
from vitascope.worker.dispatcher import OK, STARTING

SHOWN_SECONDS = 1.0
BAR_WIDTH = 16
NOBODY = "No worker is here. Start `vitascope serve`, or `vitascope worker` where the ledger is PostgreSQL."


@dataclass(frozen=True)
class Row:
    """One slot, or one generation whose worker has not said who it is; what it makes, if anything."""

    worker: str
    pools: tuple[str, ...]
    place: Place
    job: Generation | None


def run(settings: Settings, *, as_json: bool, watch: bool) -> None:
    """Print it once, or again and again until Ctrl+C."""
    with open_operator(settings) as operator:
        if as_json:
            typer.echo(json.dumps([_document(row) for row in rows(operator)], indent=2))
        elif watch:
            with Live(_shown(operator), console=screen(), auto_refresh=False) as live:
                while True:
                    time.sleep(SHOWN_SECONDS)
                    live.update(_shown(operator), refresh=True)
        else:
            screen().print(_shown(operator))


def rows(operator: Operator) -> list[Row]:
    """Every slot of every worker, by name."""
    running = {
        entry.worker: entry
        for signal in operator.signals()
        for entry in operator.queue(signal.pool, max(signal.running, 1))
        if entry.worker is not None
    }
    found = list(_slots(operator.workers(), running))
    known = {row.place.name for row in found}
    silent = [entry for name, entry in running.items() if name not in known]
    return sorted([*found, *map(_silent, silent)], key=lambda row: row.place.name)


def _slots(workers: tuple[Presence, ...], running: dict[str, QueueEntry]) -> Iterator[Row]:
    for name in sorted({one.worker for one in workers}):
        said = [one for one in workers if one.worker == name]
        pools = tuple(one.pool for one in said)
        for place in said[0].about.places:
            job = running.get(place.name)
            yield Row(name, pools, place, job.generation if job else None)


def _silent(entry: QueueEntry) -> Row:
    name = entry.worker or ""
    place = Place(name=name, condition="silent: its work is given away when the lease runs out")
    return Row(name.rpartition("-")[0], (entry.generation.pool,), place, entry.generation)


def _shown(operator: Operator) -> RenderableType:
    found = rows(operator)
    if not found:
        return Text(NOBODY)
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("slot", "state", "job", "progress", "runs", "loaded", "pools", "devices"):
        side: Literal["left", "right"] = "right" if name in {"devices", "runs"} else "left"
        least = ID_WIDTH if name == "job" and any(row.job for row in found) else None
        table.add_column(name, justify=side, overflow="fold", min_width=least)
    now = SystemClock().now()
    for row in found:
        cells = ", ".join(row.place.loaded), ", ".join(row.pools), str(row.place.devices)
        table.add_row(row.place.name, _state(row), *_job(row.job, now), *cells)
    busy = sum(row.job is not None for row in found)
    lines = [Text(f"{counted(len(found), 'slot')}, {busy} busy", "dim")]
    lines += [_waiting(signal) for signal in operator.signals() if signal.queued or signal.paused]
    return Group(table, *lines)


def _waiting(signal: Signal) -> Text:
    line = Text(f"{signal.queued} waiting in {signal.pool}", "dim")
    if signal.paused:
        line.append(f": paused; `vitascope queue resume --pool {signal.pool}` ends it", "bold yellow")
    return line


def _state(row: Row) -> Text:
    if row.job is not None and row.place.condition == OK:
        return Text("busy", "green")
    return Text(row.place.condition, {OK: "", STARTING: "yellow"}.get(row.place.condition, "red"))


def _job(job: Generation | None, now: float) -> tuple[RenderableType, RenderableType, RenderableType]:
    if job is None:
        return "", "", ""
    bar = Table.grid(padding=(0, 1))
    stage = f"{job.progress.fraction:4.0%} {job.progress.stage}"
    bar.add_row(ProgressBar(total=1.0, completed=job.progress.fraction, width=BAR_WIDTH), stage)
    return job.id, bar, span(now - (job.started_at or now))


def _document(row: Row) -> dict[str, object]:
    job = row.job
    return {
        "worker": row.worker,
        "pools": list(row.pools),
        "slot": row.place.name,
        "devices": row.place.devices,
        "condition": row.place.condition,
        "loaded": list(row.place.loaded),
        "generation": job.id if job else None,
        "model": job.model if job else None,
        "stage": job.progress.stage if job else None,
        "progress": job.progress.fraction if job else None,
    }
