"""What is shipped for containers and Kubernetes: linted by the tools' own code, rendered, compared with ours.

No container engine and no cluster runs here: images are not built, nothing is installed.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import helm_python
import promql_parser as promql
import pytest
import yaml

from docs.test_grafana import selectors
from tools.reference import commands, settings
from vitascope.settings import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
CHART = DEPLOY / "helm" / "vitascope"
DOCKERFILES = sorted((DEPLOY / "docker").glob("Dockerfile*"))
SET = {"storage": {"url": "s3://videos/vitascope"}, "publicUrl": "https://video.example"}
SCALED = {"enabled": True, "prometheus": "http://prometheus:9090"}
VARIABLES = {settings.variable(name) for name in Settings.model_fields}


def run(program: str, *arguments: str) -> None:
    command = [str(Path(sys.executable).with_name(program)), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def rendered(**values: Any) -> dict[str, dict[str, Any]]:
    """The chart's objects by kind and name."""
    with helm_python.Chart.load(str(CHART)) as chart:
        files = chart.render(SET | values, name="video", namespace="default")
    texts = [text for name, text in files.items() if name.endswith(".yaml")]
    found = [one for text in texts for one in yaml.safe_load_all(text) if one]
    return {f"{one['kind']} {one['metadata']['name']}": one for one in found}


def containers(document: Any) -> Iterator[dict[str, Any]]:
    """Every container in an object."""
    if isinstance(document, dict):
        for name in ("containers", "initContainers"):
            yield from document.get(name, [])
        for inside in document.values():
            yield from containers(inside)


@pytest.mark.parametrize("file", DOCKERFILES, ids=lambda file: file.name)
def test_hadolint_finds_nothing(file: Path) -> None:
    run("hadolint", str(file))


@pytest.mark.parametrize("file", DOCKERFILES, ids=lambda file: file.name)
def test_an_image_is_unprivileged_and_tells_its_health(file: Path) -> None:
    text = file.read_text()
    assert re.search(r"^USER 10001$", text, re.MULTILINE)
    assert "HEALTHCHECK" in text
    assert set(re.findall(r"\bVITASCOPE_[A-Z_]+", text)) <= VARIABLES
    assert text.count("\nFROM ") + text.startswith("FROM ") == 2


def test_the_image_has_clients_no_older_than_the_server_of_compose() -> None:
    text = (DEPLOY / "docker" / "Dockerfile").read_text()
    (clients,) = re.findall(r"^RUN apt-get [^#]*\bpostgresql-client-(\d+) ", text, re.MULTILINE)
    assert text.index(f"postgresql-client-{clients}") > text.rindex("\nFROM "), "the image that runs has them"
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    server = re.fullmatch(r"postgres:(\d+)\b.*", compose["services"]["database"]["image"])
    assert server
    assert int(clients) >= int(server[1])


def test_yaml_is_clean() -> None:
    rules = "{extends: default, rules: {line-length: {max: 130}, document-start: disable, braces: disable}}"
    run("yamllint", "-s", "-d", rules, str(DEPLOY / "compose.yaml"), str(CHART / "values.yaml"))


def test_compose_names_what_is_there() -> None:
    found = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    services, named = found["services"], set(found["volumes"])
    known = {one.name for one in commands.commands()}
    for name in ("tables", "api", "worker"):
        words = [word for word in services[name]["command"] if not word.startswith("-")]
        assert words[0] in known or " ".join(words[:2]) in known
        assert {key for key in services[name]["environment"] if key.startswith("VITASCOPE_")} <= VARIABLES
        assert (DEPLOY / services[name]["build"]["context"] / services[name]["build"]["dockerfile"]).is_file()
    for service in services.values():
        assert set(service.get("depends_on", {})) <= set(services)
        mounted = {place.split(":")[0] for place in service.get("volumes", []) if not place.startswith("/")}
        assert mounted <= named
    asked = set(re.findall(r"\$\{(\w+)", (DEPLOY / "compose.yaml").read_text()))
    assert asked == set(re.findall(r"^(\w+)=", (DEPLOY / ".env.example").read_text(), re.MULTILINE))


def test_compose_pins_what_others_made() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    others = {one["image"] for one in services.values() if "build" not in one}
    assert others
    for image in others:
        assert re.search(r":(?=.*\d)(?!latest)[\w.-]+$", image), f"{image} may be another one tomorrow"


def test_helm_finds_nothing() -> None:
    report = helm_python.lint(str(CHART), values=SET | {"autoscaling": SCALED})
    assert report["messages"], report
    assert [one for one in report["messages"] if "icon is recommended" not in str(one)] == []


def test_the_chart_renders_api_workers_and_tables() -> None:
    found = rendered()
    assert {"Deployment video-api", "Deployment video-worker", "Service video", "Job video-tables"} <= set(
        found
    )
    assert "ScaledObject video-worker" not in found
    assert found["Deployment video-worker"]["spec"]["replicas"] == 2


def test_containers_are_unprivileged_and_know_their_options() -> None:
    known = {one.name: " ".join(name for name, _ in one.parameters) for one in commands.commands()}
    for name, document in rendered(autoscaling=SCALED).items():
        for one in containers(document):
            assert one["securityContext"]["allowPrivilegeEscalation"] is False, name
            assert one["securityContext"]["readOnlyRootFilesystem"] is True, name
            assert {variable["name"] for variable in one.get("env", [])} <= VARIABLES
            words = one.get("args")
            if words is not None:
                command = " ".join(word for word in words if not word.startswith("-"))
                flags = re.findall(r"--[a-z-]+", " ".join(words))
                assert all(flag in known[command] for flag in flags), (command, flags)


def test_workers_have_time_to_finish() -> None:
    worker = rendered(worker={"drainSeconds": 100, "gpus": 1})["Deployment video-worker"]["spec"]["template"]
    assert worker["spec"]["terminationGracePeriodSeconds"] > 100
    assert worker["spec"]["containers"][0]["resources"]["limits"]["nvidia.com/gpu"] == 1


def public_url(**values: Any) -> str:
    """Where the links of an API node lead."""
    pod = rendered(**values)["Deployment video-api"]["spec"]["template"]["spec"]
    (api,) = pod["containers"]
    return str({one["name"]: one["value"] for one in api["env"]}["VITASCOPE_PUBLIC_URL"])


def test_links_lead_to_the_ingress_unless_another_address_is_given() -> None:
    ingress = {"enabled": True, "host": "films.example"}
    assert public_url(ingress=ingress) == SET["publicUrl"]
    assert public_url(ingress=ingress, publicUrl="") == "http://films.example"
    assert public_url(ingress=ingress | {"tlsSecret": "tls"}, publicUrl="") == "https://films.example"
    with pytest.raises(helm_python.HelmError, match="publicUrl"):
        rendered(publicUrl="")


def trigger(found: dict[str, dict[str, Any]]) -> dict[str, str]:
    """What KEDA asks."""
    made: dict[str, str] = found["ScaledObject video-worker"]["spec"]["triggers"][0]["metadata"]
    return made


def test_keda_scales_on_a_metric_that_is_served() -> None:
    found = rendered(autoscaling=SCALED)
    page = (DEPLOY.parent / "docs" / "reference" / "metrics.md").read_text()
    names = set(re.findall(r"vitascope_\w+", trigger(found)["query"]))
    assert names
    assert all(f"| `{name}` |" in page for name in names)
    assert "replicas" not in found["Deployment video-worker"]["spec"]


@pytest.mark.parametrize(("pools", "served"), [("default", "default"), ("fast, big", "fast|big")])
def test_keda_counts_the_pools_that_the_workers_serve(pools: str, served: str) -> None:
    found = rendered(autoscaling=SCALED, worker={"pools": pools})
    asked = list(selectors(promql.parse(trigger(found)["query"])))
    told = {one.name: [(m.name, m.value) for m in one.matchers.matchers] for one in asked}
    gauges = {name: told[f"vitascope_{name}"] for name in ("queued_seconds", "paused", "running")}
    assert gauges == {name: [("pool", served)] for name in gauges}
    assert (
        f"--pools={pools}"
        in found["Deployment video-worker"]["spec"]["template"]["spec"]["containers"][0]["args"]
    )


def test_keda_takes_no_worker_away_where_nothing_is_read() -> None:
    asked = trigger(rendered(autoscaling=SCALED))
    assert asked["ignoreNullValues"] == "false"
    assert asked["query"].endswith('or max(vitascope_http_requests_total{route="/metrics"} * 0)')


def test_a_chart_without_a_storage_says_what_is_missing() -> None:
    with pytest.raises(helm_python.HelmError, match=r"storage\.url"):
        rendered(storage={"url": ""})
