"""A slot that takes the GPUs of two nodes: both are held for it, and either's loss hands its work back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from on_ray.test_actors import SLOW, again
from support.cluster import Cluster
from support.figures import Tell
from vitascope.domain.generation import State

NODE = {"num_cpus": 1, "num_gpus": 2}
LEADER, LODGING = "ray::Outpost", "ray::_Lodging"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def spanning(nodes: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A worker whose one slot takes four GPUs, of which no node has more than two."""
    for _ in range(2):
        nodes.add_node(**NODE)
    made = Cluster(Path(tmp_path_factory.mktemp("spanning")))
    try:
        made.node()
        made.worker("--ray", nodes.address, "--slots", "1x4")
        yield made
    finally:
        made.close()


def actor(name: str) -> psutil.Process:
    """The one actor of that name that has a child."""
    deadline = time.monotonic() + 120
    while True:
        running = [(one, one.info["cmdline"] or [""]) for one in psutil.process_iter(["cmdline"])]
        found = [one for one, command in running if command[0].startswith(name) and one.children()]
        if len(found) == 1:
            return found[0]
        assert time.monotonic() < deadline, found
        time.sleep(0.1)


def raylet(name: str) -> psutil.Process:
    """The process that runs the node of that actor."""
    return next(one for one in actor(name).parents() if one.name() == "raylet")


def test_it_is_on_two_nodes_and_makes_a_clip(spanning: Cluster) -> None:
    assert raylet(LEADER).pid != raylet(LODGING).pid
    shown = str(spanning.nodes[0].create(**SLOW | {"num_frames": 8})["id"])
    spanning.until(lambda: spanning.get(shown).state.final, 240)
    assert spanning.get(shown).state is State.COMPLETED


@pytest.mark.parametrize("name", [LODGING, LEADER])
def test_either_nodes_loss_hands_the_work_back(spanning: Cluster, nodes: Any, tell: Tell, name: str) -> None:
    shown = str(spanning.nodes[0].create(**SLOW)["id"])
    spanning.until(lambda: spanning.get(shown).progress.stage == "render")
    raylet(name).kill()
    killed = time.monotonic()
    nodes.add_node(**NODE)
    seconds = again(spanning, shown, killed)
    tell(f"node of {name} killed and replaced, running again", f"{seconds:.2f} s")


def test_a_lodging_that_ends_is_replaced(spanning: Cluster) -> None:
    shown = str(spanning.nodes[0].create(**SLOW)["id"])
    spanning.until(lambda: spanning.get(shown).progress.stage == "render")
    actor(LODGING).children()[0].kill()
    again(spanning, shown, time.monotonic())
