"""What a worker may say of the generation it holds. Every sentence is one UPDATE guarded by the lease."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, literal_column, select, update
from sqlalchemy.engine import RowMapping

from vitascope.domain.generation import Asset, Failure, Generation, Lease, Outcome, Progress, State
from vitascope.errors import LeaseLost
from vitascope.ledger import caps, events, wake
from vitascope.ledger.database import Transaction
from vitascope.ledger.limits import limits_of
from vitascope.ledger.rows import (
    CANCELLED,
    of_failure,
    of_progress,
    to_generation,
    to_lease,
    with_assets,
    without_preview,
)
from vitascope.ledger.tables import generation


def beat(tx: Transaction, lease: Lease, progress: Progress, seconds: float) -> Lease:
    """Renew the lease and tell how far the work is."""
    return to_lease(_update(tx, lease, {"progress": of_progress(progress), "lease_until": tx.now + seconds}))


def keep_input(tx: Transaction, lease: Lease, asset: Asset) -> None:
    """Add a stored input to the running generation."""
    kept = _held(tx, lease)["assets"]
    _update(tx, lease, {"assets": with_assets(kept, (asset,))})


def keep_plan(tx: Transaction, lease: Lease, plan: dict[str, Any]) -> None:
    """Store the engine's plan before the clip is made."""
    _update(tx, lease, {"plan": plan})


def complete(tx: Transaction, lease: Lease, assets: tuple[Asset, ...], outcome: Outcome) -> Generation:
    """Record what was made, beside the inputs that were kept."""
    held = _held(tx, lease)
    whole = outcome if outcome.plan is not None else outcome.model_copy(update={"plan": held["plan"]})
    files = with_assets(without_preview(held["assets"]), assets)
    values = {
        "outcome": whole.model_dump(mode="json"),
        "assets": files,
        "bytes": sum(int(file["size"]) for file in files),
        "progress": of_progress(Progress(fraction=1.0, stage="completed")),
    }
    return _end(tx, lease, State.COMPLETED, values, {})


def fail(tx: Transaction, lease: Lease, failure: Failure) -> Generation:
    """Record why nothing was made."""
    return _end(tx, lease, State.FAILED, of_failure(failure), {"error": failure.name})


def cancelled(tx: Transaction, lease: Lease) -> Generation:
    """Record that the work was stopped for its owner."""
    return _end(tx, lease, State.CANCELLED, of_failure(CANCELLED), {"error": CANCELLED.name})


def hand_back(tx: Transaction, lease: Lease) -> Generation:
    """Queue the generation again; one whose owner cancelled it comes to rest instead."""
    return _requeue(tx, lease, {}, "handed back")


def died(tx: Transaction, lease: Lease, furthest: int, poison_after: int) -> Generation:
    """Count a death. A death that got further than any before it begins a new count."""
    held = _held(tx, lease)
    deaths = 1 if furthest > held["furthest"] else held["deaths"] + 1
    reached = max(furthest, held["furthest"])
    counted = {"deaths": deaths, "furthest": reached}
    if held["cancel_requested"] or not poison_after or deaths < poison_after:
        return _requeue(tx, lease, counted, "died")
    failure = _poisoned(deaths, reached)
    return _end(tx, lease, State.FAILED, counted | of_failure(failure), {"error": failure.name})


def _poisoned(deaths: int, furthest: int) -> Failure:
    times = "once" if deaths == 1 else f"{deaths} times in a row"
    message = (
        f"The engine's process died {times} without getting beyond frame {furthest}. The worker's log "
        "says how; change the request, give the machine more memory, or raise VITASCOPE_POISON_AFTER."
    )
    return Failure(name="Poisoned", message=message)


def _requeue(tx: Transaction, lease: Lease, counted: dict[str, int], reason: str) -> Generation:
    if _held(tx, lease)["cancel_requested"]:
        return _end(tx, lease, State.CANCELLED, counted | of_failure(CANCELLED), {"reason": reason})
    lasting = without_preview(_held(tx, lease)["assets"])
    freed = counted | {"state": State.QUEUED, "worker": None, "lease_until": None, "assets": lasting}
    row = _update(tx, lease, freed | {"progress": of_progress(Progress())})
    events.record(tx, row["id"], State.QUEUED, {"attempt": lease.attempt, "reason": reason})
    wake.notify(tx, row["pool"])
    caps.settle(tx, limits_of(tx, row["owner"]))
    return to_generation(row)


def _end(
    tx: Transaction, lease: Lease, state: State, values: dict[str, Any], told: dict[str, str]
) -> Generation:
    ended = {"state": state, "finished_at": tx.now, "worker": None, "lease_until": None}
    values = {"assets": without_preview(_held(tx, lease)["assets"])} | values
    row = _update(tx, lease, values | ended)
    events.record(tx, row["id"], state, {"attempt": lease.attempt} | told)
    caps.settle(tx, limits_of(tx, row["owner"]))
    return to_generation(row)


def _holds(lease: Lease) -> ColumnElement[bool]:
    """True for the leased row and for nobody who lost it: the attempt differs after every new claim."""
    return and_(
        generation.c.id == lease.generation.id,
        generation.c.state == literal_column("'running'"),
        generation.c.worker == lease.owner,
        generation.c.attempt == lease.attempt,
    )


def _held(tx: Transaction, lease: Lease) -> RowMapping:
    """The leased row, locked until the transaction ends."""
    statement = select(generation).where(_holds(lease)).with_for_update()
    return _still(lease, tx.connection.execute(statement).mappings().one_or_none())


def _update(tx: Transaction, lease: Lease, values: dict[str, Any]) -> RowMapping:
    statement = update(generation).where(_holds(lease)).values(values).returning(*generation.c)
    return _still(lease, tx.connection.execute(statement).mappings().one_or_none())


def _still(lease: Lease, row: RowMapping | None) -> RowMapping:
    if row is None:
        raise LeaseLost(
            f"Attempt {lease.attempt} at generation {lease.generation.id} is no longer {lease.owner}'s: the "
            "lease ran out or the generation ended. Drop this work; nothing of it may be published."
        )
    return row
