"""Prices, usage and balance."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from unit.service.parts import API_KEY, OTHER, Home
from vitascope.domain.generation import Generation, Outcome
from vitascope.domain.price import CREDITS_PER_DOLLAR, credits_for, dollars
from vitascope.http.app import create_app


@pytest.fixture
def priced(home: Home) -> TestClient:
    """A client of a server on which stripes cost 3 cents a second, and each owner was given a dollar."""
    app = create_app(home.build(prices={"stripes": 0.03}, credit=1.0))
    return TestClient(app, headers={"Authorization": f"Bearer {API_KEY}"})


def paid(home: Home, amount: int, owner: str = "default") -> Generation:
    """A completed generation that cost so many credits."""
    made = home.create(owner)
    lease = home.ledger.claim("worker", 60.0, made.pool, made.id)
    assert lease is not None
    home.clock.advance(10)
    outcome = Outcome(width=64, height=64, fps=24, frames=24, duration=1.0, credits=amount)
    return home.ledger.complete(lease, (), outcome)


def told(client: TestClient, path: str, **query: Any) -> dict[str, Any]:
    answer = client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_price_is_for_each_second_by_model() -> None:
    prices = {"wan": 0.06, "*": 0.01}
    assert credits_for(prices, "wan", 1) == 120_000
    assert credits_for(prices, "other", 2) == 40_000
    assert credits_for({}, "wan", 100) == 0
    assert dollars(CREDITS_PER_DOLLAR) == 1.0


def test_nothing_costs_anything_until_prices_are_set(client: TestClient, home: Home) -> None:
    home.finish(home.create())
    balance = told(client, "/v1/billing/balance")
    assert (balance["balance"], balance["lowBalance"]) == (0, False)
    assert told(client, "/v2/usage", period="1h")["spend"] == 0.0
    assert told(client, "/dream-machine/v1/credits") == {"credit_balance": 0.0}


def test_what_was_spent_is_told_everywhere(priced: TestClient, home: Home) -> None:
    found = paid(home, 120_000)
    paid(home, 500_000, OTHER)
    home.clock.advance(10)
    answer = priced.get("/v2/video/generations", params={"generation_id": found.id})
    assert answer.json()["meta"]["usage"] == {"credits_used": 120_000, "usd_spent": 0.06}
    assert answer.headers["x-aimlapi-credits-used"] == "120000"
    assert answer.headers["x-aimlapi-usd-spent"] == "0.06"
    assert told(priced, "/v1/billing/balance")["balance"] == 1_880_000
    assert told(priced, "/v2/billing") == {"current_balance": 0.94, "currency": "USD"}
    assert told(priced, "/v2/billing/detail")["user_id"] == "default"
    assert told(priced, "/dream-machine/v1/credits") == {"credit_balance": 94.0}
    detail = told(priced, "/v2/usage/detail", period="1d")
    assert detail["models"] == [{"model": "stripes", "spend": 0.06, "requests": 1}]
    assert (detail["spend"], detail["requests"], detail["currency"]) == (0.06, 1, "USD")


def test_a_window_holds_what_ended_in_it(priced: TestClient, home: Home) -> None:
    paid(home, 100)
    home.clock.advance(2 * 3600)
    paid(home, 30)
    home.clock.advance(60)
    assert told(priced, "/v2/usage", period="1h")["requests"] == 1
    assert told(priced, "/v2/usage", period="3h")["requests"] == 2
    whole = told(priced, "/v2/usage", start="2023-11-14T00:00:00", end="2023-11-16T00:00:00+00:00")
    assert whole["requests"] == 2


def test_transactions_come_page_by_page(priced: TestClient, home: Home) -> None:
    charged = [paid(home, amount).id for amount in (1, 2, 0, 3)]
    charged.pop(2)
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = told(priced, "/v2/billing/transactions", limit=2, **cursor)
        seen += [one["reference_id"] for one in page["data"]]
        if not page["pagination"]["has_more"]:
            break
        cursor = {"cursor": page["pagination"]["next_cursor"]}
    assert seen == charged[::-1]
    assert told(priced, "/v2/billing/transactions", direction="TOPUP")["data"] == []


def test_logs_tell_what_ended(priced: TestClient, home: Home) -> None:
    done, failed = paid(home, 7), home.fail(home.create(), "EngineError", "no")
    home.create()
    home.clock.advance(60)
    rows = told(priced, "/v2/logs", period="1h")
    assert [one["inference_id"] for one in rows["data"]] == [failed.id, done.id]
    assert [one["cost"]["credits"] for one in rows["data"]] == [0, 7]
    assert rows["pagination"] == {"limit": 50, "offset": 0, "total": 2, "has_more": False}
    assert told(priced, "/v2/logs", status="failed")["pagination"]["total"] == 1
    assert told(priced, "/v2/logs", model="luma/ray-2", limit=1)["pagination"]["has_more"]
    assert told(priced, "/v2/logs", model="other")["data"] == []


@pytest.mark.parametrize(
    "query",
    [
        "period=5x",
        "period=93d",
        "period=1h&start=2023-01-01",
        "start=2023-01-01&end=",
        "start=2023-02-01&end=2023-01-01",
        "key_prefix=abcd1234",
        "limit=0",
        "limit=101",
        "offset=-1",
        "status=maybe",
        "model=%00",
    ],
)
def test_odd_queries(client: TestClient, query: str) -> None:
    answer = client.get(f"/v2/logs?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] in query


@pytest.mark.parametrize("query", ["cursor=x", "from=now", "direction=UP", "type=GIFT", "from=2024&to=2023"])
def test_odd_transactions(client: TestClient, query: str) -> None:
    assert client.get(f"/v2/billing/transactions?{query}").status_code == 400


def test_a_create_may_be_answered_with_201(home: Home) -> None:
    app = create_app(home.build(create_status=201))
    client = TestClient(app, headers={"Authorization": f"Bearer {API_KEY}"})
    body = {"model": "luma/ray-2", "prompt": "a fox"}
    assert client.post("/v2/video/generations", json=body).status_code == 201
