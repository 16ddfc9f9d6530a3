"""Between the rows of the database and the values of the domain."""

from __future__ import annotations

from typing import Any

from sqlalchemy import RowMapping

from vitascope.domain.generation import PREVIEW, RUSHES, Asset, Failure, Generation, Lease, Progress, State

_SHOWN = tuple(name for name in Generation.model_fields if name != "error")
_GIVEN = {"id", "owner", "request", "engine", "model", "seed", "pool", "priority", "assets", "created_at"}
CANCELLED = Failure(name="Cancelled", message="The owner cancelled this generation.")


def to_generation(row: RowMapping) -> Generation:
    """A whole row of ``generation`` as the rest of the house knows it."""
    fields = {name: row[name] for name in _SHOWN}
    if row["error_name"] is not None:
        fields["error"] = Failure(name=row["error_name"], message=row["error_message"])
    return Generation.model_validate(fields)


def to_lease(row: RowMapping) -> Lease:
    """The right that a running row's worker holds."""
    return Lease(
        generation=to_generation(row),
        owner=row["worker"],
        attempt=row["attempt"],
        deadline=row["lease_until"],
        plan=row["plan"],
    )


def of_new(new: Generation) -> dict[str, Any]:
    """The columns of a generation that starts its life now."""
    fields = new.model_dump(
        mode="json",
        include=_GIVEN,
    )
    return fields | {"attempt": 0} | of_waiting()


def of_waiting() -> dict[str, Any]:
    """The columns of a generation that is queued with nothing behind it."""
    return {
        "state": State.QUEUED,
        "deaths": 0,
        "furthest": 0,
        "cancel_requested": False,
        "progress": of_progress(Progress()),
    }


def of_progress(progress: Progress) -> dict[str, Any]:
    """A progress as its column holds it."""
    return progress.model_dump(mode="json")


def of_failure(failure: Failure) -> dict[str, str]:
    """The two columns of a failure."""
    return {"error_name": failure.name, "error_message": failure.message}


def without_preview(kept: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The column of assets of a generation that runs no longer."""
    return [one for one in kept if one["name"] not in {PREVIEW, RUSHES}]


def with_assets(kept: list[dict[str, Any]], more: tuple[Asset, ...]) -> list[dict[str, Any]]:
    """The column of assets with others added; one of the same name is replaced."""
    names = {asset.name for asset in more}
    return [one for one in kept if one["name"] not in names] + [one.model_dump(mode="json") for one in more]
