"""The board's queries are PromQL, and ask for series that a live server tells."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import promql_parser as promql
import pytest
from prometheus_client.parser import text_string_to_metric_families

from support import server

BOARD = Path(__file__).parents[2] / "deploy" / "grafana" / "vitascope.json"
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "metrics.md"


def queries() -> list[str]:
    """Every query, its variables filled in as Grafana does."""
    board = json.loads(BOARD.read_text())
    found = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    return [query.replace("$pool", "default") for query in found]


def series(expression: Any) -> Iterator[tuple[str, frozenset[str]]]:
    """The series that an expression reads, each with the labels that it goes by."""
    grouped = re.findall(r"by \(([^)]*)\)", expression.prettify())
    by = {label.strip() for labels in grouped for label in labels.split(",")}
    for selector in selectors(expression):
        given = {matcher.name for matcher in selector.matchers.matchers}
        yield selector.name, frozenset(given | by)


def selectors(node: Any) -> Iterator[Any]:
    """The vector selectors in a syntax tree."""
    if isinstance(node, promql.VectorSelector):
        yield node
        return
    for name in ("lhs", "rhs", "expr", "args", "param", "vector_selector", "vs"):
        inside = getattr(node, name, None)
        for one in inside if isinstance(inside, list) else [inside]:
            if one is not None and not isinstance(one, str | float):
                yield from selectors(one)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The labels of each series of a server that made a video and refused a request."""
    engines = {"VITASCOPE_ENGINES": "vitascope.testing.engine:StripesEngine"}
    with server.running(tmp_path_factory.mktemp("data"), environment=engines) as live:
        live.make(prompt="stripes", resolution="540p", num_frames=4)
        text = live.http.get("/metrics").text
    labels: dict[str, set[str]] = defaultdict(set)
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels[sample.name] |= set(sample.labels)
    return labels


@pytest.mark.parametrize("query", queries())
def test_a_query_reads_what_a_live_server_tells(query: str, told: dict[str, set[str]]) -> None:
    found = list(series(promql.parse(query)))
    assert len(found) == len(re.findall(r"\bvitascope_\w+", query))
    for name, labels in found:
        assert name in told, f"{name} is not told"
        assert labels <= told[name], f"{name} has no label {labels - told[name]}"


def test_every_metric_is_on_the_board() -> None:
    documented = set(re.findall(r"^\| `(vitascope_\w+)` \|", PAGE.read_text(), re.MULTILINE))
    shown = {name for query in queries() for name in re.findall(r"\bvitascope_\w+", query)}
    assert documented == {re.sub(r"_(bucket|sum|count)$", "", name) for name in shown}


def test_panels_do_not_overlap() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in json.loads(BOARD.read_text())["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not cells & taken, panel["title"]
        assert at["x"] + at["w"] <= 24
        taken |= cells
