"""A chat endpoint as planner, asked over a real connection."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from vitascope.domain.render import RenderSpec
from vitascope.engines.previz.director import direct
from vitascope.engines.previz.engine import PrevizEngine
from vitascope.settings import Settings

SPEC = RenderSpec(prompt="a fox in the snow", width=96, height=54, frames=120, seed=4)
SHOT = {
    "environment": "desert",
    "time_of_day": "night",
    "mood": "dreamy",
    "subjects": [{"noun": "camel", "count": 2, "colours": ["#f0f0f0"], "size": 2.0}],
    "camera": [{"kind": "orbit_left", "start": 0, "end": 5}],
    "actions": [{"subject": 0, "verb": "walk", "toward": "left", "start": 0, "end": 4}],
}


class Endpoint:
    """Answers as an OpenAI-compatible server does; ``content`` is what its model says."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/v1"
        self.content = json.dumps(SHOT)
        self.status = 200
        self.heard: list[tuple[str, str | None, dict[str, Any]]] = []

    def settings(self, **fields: Any) -> Settings:
        given = {"planner_url": self.url, "planner_key": "k-123", "planner_model": "small"}
        return Settings.model_validate(given | fields)


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            made.heard.append((self.path, self.headers["Authorization"], body))
            answer = json.dumps({"choices": [{"message": {"role": "assistant", "content": made.content}}]})
            self.send_response(made.status)
            self.end_headers()
            self.wfile.write(answer.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        made = Endpoint(server.server_port)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield made
        server.shutdown()


def test_the_endpoints_shot_is_followed(endpoint: Endpoint) -> None:
    plan = direct(SPEC, endpoint.settings())
    assert (plan.planner, plan.note) == ("endpoint", "")
    assert (plan.environment, plan.time_of_day, plan.seed) == ("desert", "night", 4)
    (camel,) = plan.subjects
    assert (camel.noun, camel.rig, camel.form, camel.count) == ("camel", "quadruped", "camel", 2)
    assert camel.colours == ("#f0f0f0",)
    assert camel.length > 5.0
    assert [(move.kind, move.end) for move in plan.take.camera] == [("orbit_left", 5.0)]
    assert plan.take.actions[0].verb == "walk"
    ((path, key, body),) = endpoint.heard
    assert (path, key, body["model"]) == ("/v1/chat/completions", "Bearer k-123", "small")
    assert body["messages"][1] == {"role": "user", "content": SPEC.prompt}
    assert '"orbit_left"' in body["messages"][0]["content"]


def test_who_rides_goes_where_its_mount_goes(endpoint: Endpoint) -> None:
    cast = [{"noun": "knight", "upon": 1}, {"noun": "horse"}, {"noun": "bridge"}]
    done = [{"subject": 0, "verb": verb, "start": 0, "end": 4} for verb in ("run", "wave")]
    endpoint.content = json.dumps(SHOT | {"subjects": cast, "actions": done, "sights": ["aurora"]})
    plan = direct(SPEC, endpoint.settings())
    assert (plan.planner, plan.sights) == ("endpoint", ("aurora",))
    assert [subject.upon for subject in plan.subjects] == [1, None, None]
    assert [(action.subject, action.verb) for action in plan.take.actions] == [(1, "run"), (0, "wave")]
    ((_, _, body),) = endpoint.heard
    assert '"upon"' in body["messages"][0]["content"]
    assert '"aurora"' in body["messages"][0]["content"]


def test_a_bridge_is_as_long_as_what_crosses_it_needs(endpoint: Endpoint) -> None:
    cast = [{"noun": "train", "upon": 1}, {"noun": "bridge"}]
    endpoint.content = json.dumps(SHOT | {"subjects": cast, "actions": []})
    train, bridge = direct(SPEC, endpoint.settings()).subjects
    assert bridge.length > 2 * train.length


def test_an_answer_in_a_fence_is_read(endpoint: Endpoint) -> None:
    endpoint.content = f"Here it is:\n```json\n{json.dumps(SHOT)}\n```"
    assert direct(SPEC, endpoint.settings()).planner == "endpoint"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"environment": "moonbase"}, "environment"),
        ({"camera": [{"kind": "push-in", "start": 0, "end": 5}]}, "push_in"),
        ({"camera": [{"kind": "push_in", "start": 3, "end": 90}]}, "within"),
        ({"actions": [{"subject": 3, "verb": "walk", "start": 0, "end": 1}]}, "subject 3"),
        ({"actions": [{"subject": 0, "verb": "explode", "start": 0, "end": 1}]}, "explode"),
        ({"subjects": [{"noun": "camel", "count": 1000}]}, "count"),
        ({"subjects": [{"noun": "camel", "colours": ["red"]}]}, "colours"),
        ({"subjects": [{"noun": "camel", "colours": ["#f0f0f0"] * 30}]}, "colours"),
        ({"subjects": [{"noun": "camel", "upon": 0}]}, "subjects.0.upon"),
        ({"subjects": [{"noun": "camel", "upon": 9}]}, "subjects.0.upon"),
        ({"subjects": [{"noun": "knight", "upon": 1}, {"noun": "camel", "upon": 0}]}, "circle"),
        ({"subjects": [{"noun": "camel", "upon": -1}]}, "upon"),
        ({"sights": ["pyramids"]}, "sights.0"),
    ],
)
def test_what_is_no_shot_falls_back_and_says_why(
    endpoint: Endpoint, change: dict[str, Any], reason: str
) -> None:
    endpoint.content = json.dumps(SHOT | change)
    plan = direct(SPEC, endpoint.settings())
    assert plan.planner == "lexicon"
    assert [subject.noun for subject in plan.subjects] == ["fox"]
    assert reason in plan.note


def test_a_server_that_fails_or_is_not_there_falls_back(endpoint: Endpoint) -> None:
    endpoint.status = 503
    assert "503" in direct(SPEC, endpoint.settings()).note
    endpoint.status, endpoint.content = 200, "I would rather not."
    assert direct(SPEC, endpoint.settings()).note != ""
    gone = direct(SPEC, endpoint.settings(planner_url="http://127.0.0.1:9/v1"))
    assert (gone.planner, gone.subjects[0].noun) == ("lexicon", "fox")
    assert "127.0.0.1:9" in gone.note
    refused = direct(SPEC, endpoint.settings(planner_url="http://169.254.169.254.nip.invalid/v1"))
    assert refused.note != ""


def test_the_engine_asks_it_only_where_it_is_set(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    assert PrevizEngine().plan(SPEC, ())["planner"] == "lexicon"
    monkeypatch.setenv("VITASCOPE_PLANNER_URL", endpoint.url)
    assert PrevizEngine().plan(SPEC, ())["planner"] == "endpoint"
    stored = PrevizEngine().plan(SPEC, ())
    assert PrevizEngine().plan(SPEC.model_copy(update={"plan": stored}), ()) == stored
