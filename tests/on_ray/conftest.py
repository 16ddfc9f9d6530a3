"""A Ray cluster on this machine: a head that renders nothing and two nodes that may be killed."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from support.cluster import Cluster
from support.figures import pytest_terminal_summary, tell

__all__ = ["pytest_terminal_summary", "tell"]

MISSING = (
    "RAY IS NOT INSTALLED: everything about `vitascope worker --ray` goes UNTESTED here. `make ray` installs "
    "it and runs these tests."
)
PROMPT_CHECKS = {
    "RAY_health_check_initial_delay_ms": "1000",
    "RAY_health_check_period_ms": "1000",
    "RAY_health_check_timeout_ms": "1000",
    "RAY_health_check_failure_threshold": "3",
}
"""A node that says nothing for three seconds is dead; Ray's own default is a quarter of a minute."""
PATIENCE = {"RAY_agent_register_timeout_ms": "120000", "RAY_raylet_start_wait_time_s": "120"}
"""How long Ray may take to start on a busy machine."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Whether times are judged: only on a machine that does nothing else."""
    parser.addoption("--hold-times", action="store_true", help="fail where a time misses its target")


@pytest.fixture
def judged(pytestconfig: pytest.Config) -> bool:
    """Whether times are judged."""
    return bool(pytestconfig.getoption("--hold-times", default=False))


@pytest.fixture(scope="module")
def nodes() -> Iterator[Any]:
    """Ray's own cluster of several nodes on one machine."""
    if find_spec("ray") is None:
        warnings.warn(MISSING, stacklevel=1)
        pytest.skip(MISSING)
    os.environ.update(
        PROMPT_CHECKS | PATIENCE, RAY_AUTH_MODE="token", RAY_AUTH_TOKEN="a-token-of-the-tests-" + "0" * 16
    )
    from ray.cluster_utils import Cluster as Nodes

    made = Nodes(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    for _ in range(2):
        made.add_node(num_cpus=1, num_gpus=0)
    made.wait_for_nodes()
    yield made
    made.shutdown()


@pytest.fixture(scope="module")
def cluster(nodes: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """An API node, and a worker whose slots are in the Ray cluster."""
    folder = Path(tmp_path_factory.mktemp("cluster"))
    made = Cluster(folder)
    try:
        made.node()
        made.worker("--ray", nodes.address, "--slots", "1")
        yield made
    finally:
        made.close()
