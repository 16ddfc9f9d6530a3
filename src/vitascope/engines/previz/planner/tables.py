"""What stands on tables: several small things in a room stand on one, which is as wide as they need."""

from __future__ import annotations

from collections.abc import Sequence

from vitascope.engines.previz.catalogue import FURNITURE, form_of
from vitascope.engines.previz.plan import Environment, Medium, Near, Subject
from vitascope.engines.previz.planner.events import MOST
from vitascope.engines.previz.planner.usual import usual

STOOD = "on a table"
"""The trait of what stands on one."""
ON_TABLE = 0.75
"""Metres, below which a thing in a room stands on a table."""
FLAT = 0.28
"""Below so many of its lengths, the height of a thing's middle makes it one that is looked down upon."""
NARROWEST, WIDEST, CROWDED = 0.9, 2.2, 6
"""The length of a table, metres, which is a third wider; from how many things on it has two rows."""


def set_out(found: list[Subject], environment: Environment, *, staged: bool) -> None:
    """Put small things on the table that there is, or on one that they need; in a studio, on the ground."""
    if environment == Environment.ROOM:
        _served(found)
    _gathered(found)
    small = [i for i, each in enumerate(found) if _small(each)]
    at = next((i for i, each in enumerate(found) if each.form == "table" and each.near is None), None)
    if at is not None:
        _laid(found, small, at)
    elif staged:
        _cleared(found, small)
    elif _needed(found, small, environment):
        found.append(_table())
        _laid(found, small, len(found) - 1)


def _laid(found: list[Subject], small: Sequence[int], at: int) -> None:
    """Put small things on a table, which is as wide as all upon it need."""
    for i in small:
        if i != at and found[at].upon != i:
            found[i] = found[i].model_copy(update={"upon": at})
    on_it = [i for i, each in enumerate(found) if each.upon == at]
    _cleared(found, on_it)
    if on_it:
        found[at] = _widened(found[at], [found[i] for i in on_it])


def _gathered(found: list[Subject]) -> None:
    """What stands beside a thing on a table stands there too; what is beside anybody else, on the ground."""
    stood = {i for i, each in enumerate(found) if STOOD in each.traits}
    for i in sorted(stood):
        near = found[i].near
        upon = None if near is None else found[near.subject].upon
        if upon is not None and found[upon].form == "table":
            found[i] = found[i].model_copy(update={"near": None, "upon": upon})
        elif near is not None and near.subject in stood:
            found[i] = found[i].model_copy(update={"near": None})
    _cleared(found, [i for i in stood if found[i].near is not None])


def _served(found: list[Subject]) -> None:
    """What small things stand beside somebody stands on a table before them."""
    tables = {each.near.subject: i for i, each in enumerate(found) if each.form == "table" and each.near}
    for i, each in enumerate(tuple(found)):
        host = None if each.near is None or not _stands(each) else each.near.subject
        if host is None or found[host].rig != "biped" or (host not in tables and len(found) >= MOST):
            continue
        if host not in tables:
            tables[host] = len(found)
            found.append(_table())
        near = Near(subject=host, where="amid")
        found[tables[host]] = found[tables[host]].model_copy(update={"near": near})
        found[i] = each.model_copy(update={"upon": tables[host], "near": None})


def _stands(subject: Subject) -> bool:
    small = subject.rig == "prop" and subject.length < ON_TABLE and subject.form not in FURNITURE
    return small and subject.upon is None


def _small(subject: Subject) -> bool:
    """Whether it is one of the things that stand on tables, and stands with nothing else."""
    return (
        subject.upon is None and subject.near is None and (STOOD in subject.traits or subject.form == "fruit")
    )


def _needed(found: Sequence[Subject], small: Sequence[int], environment: Environment) -> bool:
    """Whether there has to be a table for them: several, or something flat, in a room."""
    low = any(form_of(found[i].rig, found[i].form).stand < FLAT for i in small)
    many = sum(found[i].count for i in small) > 1
    many = many or any(each.upon in small for each in found)
    return (many or low) and environment == Environment.ROOM and len(found) < MOST


def _table() -> Subject:
    return usual("table", noun="table", medium=Medium.GROUND)


def _widened(table: Subject, on_it: Sequence[Subject]) -> Subject:
    """The table with room for all, where the first of them is."""
    many = sum(each.count for each in on_it)
    columns = many / (1 if many < CROWDED else 2)
    wide = columns * 0.9 * max(each.length for each in on_it)
    place = on_it[0].place if on_it[0].place == "foreground" else table.place
    least = NARROWEST if table.near is None else table.length
    return table.model_copy(
        update={"length": round(min(max(wide, least), WIDEST), 3), "count": 1, "place": place}
    )


def _cleared(found: list[Subject], which: Sequence[int]) -> None:
    """Take the small tables of their own away from under those."""
    for i in which:
        kept = tuple(trait for trait in found[i].traits if trait != STOOD)
        found[i] = found[i].model_copy(update={"traits": kept})
