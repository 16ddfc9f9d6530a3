"""The server's own OpenAPI document against the tables of the three APIs, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from contract.api_tables import ERRORS, TABLES, WORDS, Field, Route
from unit.service.parts import API_KEY, Home
from vitascope.http.app import create_app

Document = dict[str, Any]
ROUTES = [(name, method, path) for name, table in TABLES.items() for method, path in table]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    home = Home(tmp_path_factory.mktemp("home"))
    yield TestClient(create_app(home.services), headers={"Authorization": f"Bearer {API_KEY}"})
    home.close()


@pytest.fixture(scope="module")
def document(client: TestClient) -> Document:
    found: Document = client.get("/openapi.json").json()
    return found


def resolved(document: Document, schema: Document) -> Document:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def branches(document: Document, schema: Document) -> Iterator[Document]:
    """Every alternative of a schema but null."""
    schema = resolved(document, schema)
    inner = schema.get("anyOf") or schema.get("oneOf")
    if inner is None:
        if schema.get("type") != "null":
            yield schema
        return
    for one in inner:
        yield from branches(document, one)


def kind(value: object) -> str:
    return "boolean" if isinstance(value, bool) else "integer" if isinstance(value, int) else "string"


def read(document: Document, schema: Document) -> tuple[set[str], set[Any]]:
    """The types that a field may have, and its words if it has nothing but words."""
    types: set[str] = set()
    words: set[Any] = set()
    for one in branches(document, schema):
        listed = one.get("enum", [one["const"]] if "const" in one else [])
        words |= set(listed)
        types |= {one["type"]} if "type" in one else {kind(word) for word in listed}
    return types, words


def body_of(document: Document, method: str, path: str, media: str) -> Document:
    content = document["paths"][path][method.lower()].get("requestBody", {}).get("content", {})
    return resolved(document, content[media]["schema"]) if media in content else {}


def answer_of(document: Document, method: str, path: str, status: str) -> dict[str, set[str]]:
    """The fields of an answer and the types that each may have, ``null`` among them."""
    content = document["paths"][path][method.lower()]["responses"][status].get("content", {})
    found: dict[str, set[str]] = {}
    for one in branches(document, content.get("application/json", {}).get("schema", {})):
        for name, schema in one.get("properties", {}).items():
            empty = {"null"} if {"type": "null"} in schema.get("anyOf", ()) else set[str]()
            found[name] = found.get(name, set()) | read(document, schema)[0] | empty
    return found


@pytest.mark.parametrize(("dialect", "method", "path"), ROUTES)
def test_a_route_and_its_fields(document: Document, dialect: str, method: str, path: str) -> None:
    route = TABLES[dialect][method, path]
    operation = document["paths"].get(path, {}).get(method.lower())
    assert operation is not None, "not served"
    assert route.status in operation["responses"]
    asked = {one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"}
    assert set(route.query.split()) <= asked
    answered = answer_of(document, method, path, route.status)
    for name, _, types in (one.partition(":") for one in route.answer.split()):
        assert name in answered
        assert not types or answered[name] <= set(types.split("|")), (name, answered[name])
    for media in route.media:
        compare(document, body_of(document, method, path, media), route)


def compare(document: Document, schema: Document, route: Route) -> None:
    """The body's fields, each with its types and words; none that no table knows."""
    properties = schema.get("properties", {}) if route.body else {}
    assert set(properties) == set(route.body) | (set(route.own.split()) if route.body else set())
    required = set(schema.get("required", ()))
    assert required >= {name for name, one in route.body.items() if one.required}
    for name, expected in route.body.items():
        types, words = read(document, properties[name])
        assert set(expected.types.split()) <= types, (name, types)
        assert not expected.words or words == set(expected.words), (name, words)
        assert properties[name].get("description"), name


@pytest.mark.parametrize("dialect", TABLES)
def test_no_route_that_no_table_knows(document: Document, dialect: str) -> None:
    prefixes = {
        "luma": ("/dream-machine/",),
        "openai": ("/v1/videos", "/v1/files", "/v1/models/", "/v1/webhook_e"),
        "aiml": ("/luma-ai", "/v2/generate"),
    }
    found = {
        (method.upper(), path)
        for path, operations in document["paths"].items()
        if path.startswith(prefixes[dialect])
        for method in operations
        if method != "head"
    }
    assert found <= set(TABLES[dialect])


@pytest.mark.parametrize("dialect", TABLES)
def test_the_words_for_a_state(document: Document, dialect: str) -> None:
    name, words = WORDS[dialect]
    path = next(path for method, path in TABLES[dialect] if method == "POST")
    schema = document["paths"][path]["post"]["responses"][TABLES[dialect]["POST", path].status]
    answer = resolved(document, schema["content"]["application/json"]["schema"])
    assert list(answer["properties"][name]["enum"]) == words


@pytest.mark.parametrize("dialect", TABLES)
def test_the_shape_of_a_refusal(document: Document, client: TestClient, dialect: str) -> None:
    path, fields = ERRORS[dialect]
    refused = client.post(path, json={"prompt": 5})
    assert set(fields.split()) <= set(refused.json())
    for status, told in document["paths"][path]["post"]["responses"].items():
        if status >= "400":
            schema = resolved(document, told["content"]["application/json"]["schema"])
            assert set(fields.split()) <= set(schema["properties"])


DEFAULTS: list[tuple[str, str, dict[str, Any]]] = [
    ("aiml", "/v2/video/generations", {"model": "luma/ray-2", "prompt": "a fox"}),
    ("luma", "/dream-machine/v1/generations/video", {"prompt": "a fox"}),
    ("openai", "/v1/videos", {"prompt": "a fox"}),
]


@pytest.mark.parametrize(("dialect", "path", "least"), DEFAULTS)
def test_saying_a_default_changes_nothing(
    client: TestClient, dialect: str, path: str, least: dict[str, Any]
) -> None:
    table: dict[str, Field] = TABLES[dialect]["POST", path].body
    said = {name: one.default for name, one in table.items() if one.default is not None}
    assert said
    bare, full = (shape(client.post(path, json=body).json()) for body in (least, least | said))
    assert bare == full


def shape(shown: dict[str, Any]) -> dict[str, Any]:
    """What a default could change."""
    meta = {name: shown["meta"][name] for name in ("width", "height", "frames", "model")}
    return meta | {name: shown.get(name) for name in ("model", "seconds", "size", "request")}
