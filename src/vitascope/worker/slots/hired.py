"""The Ray actors of one slot: a single one, or on several nodes those of a placement group."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, cast

import ray as _ray  # pyright: ignore[reportMissingImports]
import ray.util as _util  # pyright: ignore[reportMissingImports]
import ray.util.scheduling_strategies as _strategies  # pyright: ignore[reportMissingImports]

from vitascope import ids
from vitascope.errors import ConfigurationError
from vitascope.worker.job import Setup
from vitascope.worker.slots.outpost import Lodging, Outpost

ray: Any = cast("Any", _ray)
util: Any = cast("Any", _util)
strategies: Any = cast("Any", _strategies)

CPUS_WITH_SPARE = 0.5
"""A slot and the actor that stands by for it take one CPU together."""


class Hired(Protocol):
    """What a slot works with."""

    def leader(self) -> Any:
        """The actor that is given jobs, or None while it is not placed. Raises Ray's errors."""
        ...

    @property
    def spans(self) -> bool:
        """Whether it is on several nodes."""
        ...

    def check(self) -> None:
        """Raise Ray's errors where what there is beside the leader is known to be gone."""
        ...

    def end(self) -> None:
        """Kill whatever there is, and give its resources back."""
        ...


class Single:
    """One actor."""

    def __init__(self, setup: Setup, preload: str, root: Path, gpus: int) -> None:
        """Without ``gpus`` it takes half a CPU, and goes where there is most room."""
        options: dict[str, Any] = {"num_cpus": CPUS_WITH_SPARE, "scheduling_strategy": "SPREAD"}
        if gpus:
            options = {"num_cpus": 1, "num_gpus": gpus}
        given = replace(setup, device=_devices(gpus))
        self._actor: Any = ray.remote(Outpost).options(max_restarts=0, **options).remote(given, preload, root)

    def leader(self) -> Any:
        """The actor."""
        return self._actor

    @property
    def spans(self) -> bool:
        """It does not."""
        return False

    def check(self) -> None:
        """There is nothing beside it."""

    def end(self) -> None:
        """Kill it."""
        ray.kill(self._actor, no_restart=True)


class Group:
    """An actor on each of several nodes: the first leads, the others lodge what computes along with it.

    All or none: Ray places them together, on as few nodes as there are with room. The leader is made once
    the others have said where they listen.
    """

    def __init__(self, setup: Setup, preload: str, root: Path, nodes: int, gpus: int) -> None:
        """``gpus`` on each of the nodes."""
        self._setup = replace(setup, secret=ids.token(43).encode())
        self._given = (preload, root)
        self._gpus = gpus
        self._placement: Any = util.placement_group([{"CPU": 1, "GPU": gpus}] * nodes, strategy="PACK")
        self._lodgings = [self._hire(_Lodging, number, self._setup) for number in range(1, nodes)]
        self._addresses = [one.address.remote() for one in self._lodgings]
        self._vigils = [one.vigil.remote() for one in self._lodgings]
        self._leader: Any = None

    def leader(self) -> Any:
        """The first node's actor; None until every node of the group is there."""
        if self._leader is None:
            found = ray.wait(self._addresses, num_returns=len(self._addresses), timeout=0)[0]
            if len(found) == len(self._addresses):
                setup = replace(self._setup, device=self._named(ray.get(self._addresses)))
                self._leader = self._hire(Outpost, 0, setup, *self._given)
        return self._leader

    @property
    def spans(self) -> bool:
        """It does."""
        return True

    def check(self) -> None:
        """Raise Ray's errors where a lodging is gone."""
        ray.get(ray.wait(self._vigils, timeout=0)[0])

    def end(self) -> None:
        """Kill all actors and remove the group."""
        for actor in (self._leader, *self._lodgings):
            if actor is not None:
                ray.kill(actor, no_restart=True)
        util.remove_placement_group(self._placement)

    def _hire(self, kind: type[object], number: int, *given: Any) -> Any:
        place = strategies.PlacementGroupSchedulingStrategy(
            placement_group=self._placement, placement_group_bundle_index=number
        )
        options = {"num_cpus": 1, "num_gpus": self._gpus, "scheduling_strategy": place}
        return ray.remote(kind).options(max_restarts=0, **options).remote(*given)

    def _named(self, addresses: list[str]) -> str:
        """The leader's devices, then those of each other node."""
        near = _devices(self._gpus)
        far = (f"{address}/{device}" for address in addresses for device in near.split(","))
        return ",".join((near, *far))


class _Lodging(Lodging):
    """A lodging that learns its machine's address from Ray."""

    def __init__(self, setup: Setup) -> None:
        super().__init__(setup, util.get_node_ip_address())


def shares(gpus: int, node_gpus: int | None) -> tuple[int, int]:
    """Over how many nodes a slot of so many GPUs spans, and its GPUs on each.

    ``node_gpus`` are a node's; None: as many as the largest node has now. Raises ``ConfigurationError``.
    """
    held = [int(one["Resources"].get("GPU", 0)) for one in ray.nodes() if one["Alive"]]
    most = node_gpus or max(held, default=0) or gpus
    nodes = -(-gpus // most)
    if nodes > 1 and gpus % nodes:
        raise ConfigurationError(
            f"A slot of {gpus} GPUs cannot span {nodes} nodes of {most}: each must give as many as the "
            "others. Ask for slots of a multiple, or set VITASCOPE_RAY_NODE_GPUS to what a node has."
        )
    return nodes, gpus // nodes


def _devices(gpus: int) -> str:
    return ",".join(f"cuda:{number}" for number in range(gpus)) or "cpu"
