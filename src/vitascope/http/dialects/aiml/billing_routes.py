"""The account endpoints of the AI/ML API: balance, usage, transactions, logs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from anyio import to_thread
from fastapi import FastAPI
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import Response

from vitascope.clock import iso
from vitascope.domain.generation import Generation, State
from vitascope.domain.price import dollars
from vitascope.http.auth import caller
from vitascope.http.dialects.aiml import billing_query as queries
from vitascope.http.dialects.aiml.billing import (
    Amount,
    Balance,
    Billing,
    BillingDetail,
    BillingEntry,
    CursorPage,
    LogRow,
    Logs,
    ModelSpend,
    OffsetPage,
    SpentUsage,
    Transactions,
    UsageDetail,
)
from vitascope.http.dialects.aiml.headers import answer_headers
from vitascope.http.dialects.aiml.schema import ErrorBody
from vitascope.http.facts import spent
from vitascope.http.openapi import refusals
from vitascope.ledger.spending import Window
from vitascope.service import Services

LOW = 10_000
"""Credits below which a balance is low, as the hosted API has it."""
_WINDOW = ("period", "start", "end", "key_prefix")
Answer = Callable[[Request, str], BaseModel]


class BillingRoutes:
    """Tells each owner of its own account."""

    def __init__(self, services: Services) -> None:
        self._keys = services.keys
        self._accounts = services.accounts
        self._priced = any(services.settings.prices.values())

    def install(self, app: FastAPI) -> None:
        """Serve them in ``app``."""
        told: tuple[tuple[str, str, Answer, type[BaseModel], tuple[str, ...]], ...] = (
            ("/v1/billing/balance", "The balance in credits", self._balance, Balance, ()),
            ("/v2/billing", "The balance in dollars", self._billing, Billing, ()),
            ("/v2/billing/detail", "The account", self._detail, BillingDetail, ()),
            (
                "/v2/billing/transactions",
                "Movements of the balance",
                self._transactions,
                Transactions,
                ("from", "to", "direction", "type", "limit", "cursor"),
            ),
            ("/v2/usage", "What was spent", self._usage, SpentUsage, _WINDOW),
            ("/v2/usage/detail", "What was spent, by model", self._by_model, UsageDetail, _WINDOW),
            (
                "/v2/logs",
                "Generations that ended",
                self._logs,
                Logs,
                (*_WINDOW, "model", "status", "limit", "offset"),
            ),
        )
        for path, summary, answer, model, parameters in told:
            responses: dict[int | str, dict[str, Any]] = {200: {"model": model, "description": summary + "."}}
            app.add_api_route(
                path,
                self._answering(answer),
                methods=["GET"],
                name=answer.__name__.strip("_"),
                summary=summary,
                response_model=None,
                responses={**responses, **refusals(ErrorBody, *((400, 401) if parameters else (401,)))},
                openapi_extra=queries.described(*parameters) if parameters else {},
                tags=["account"],
            )

    def _answering(self, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            owner = await caller(request, self._keys)
            found = await to_thread.run_sync(answer, request, owner)
            headers = answer_headers(request, None)
            return Response(found.model_dump_json(), headers=headers, media_type="application/json")

        endpoint.__doc__ = f"{answer.__doc__}"
        return endpoint

    def _balance(self, _request: Request, owner: str) -> Balance:
        """What is left of what the owner was given; nothing is refused when it is used up."""
        left = self._accounts.balance(owner)
        told = "Balance is current and up to date" if self._priced else "Nothing costs anything here"
        return Balance(
            balance=left,
            lowBalance=self._priced and left < LOW,
            lowBalanceThreshold=LOW,
            lastUpdated=iso(self._accounts.clock.now()),
            statusExplanation=told,
        )

    def _billing(self, _request: Request, owner: str) -> Billing:
        """The same in dollars."""
        return Billing(current_balance=dollars(self._accounts.balance(owner)))

    def _detail(self, _request: Request, owner: str) -> BillingDetail:
        """The same with whose account it is."""
        return BillingDetail(current_balance=dollars(self._accounts.balance(owner)), user_id=owner)

    def _usage(self, request: Request, owner: str) -> SpentUsage:
        """What completed generations cost in a stretch of time; deleted ones are no longer counted."""
        detail = self._by_model(request, owner)
        return SpentUsage(**detail.model_dump(exclude={"models"}))

    def _by_model(self, request: Request, owner: str) -> UsageDetail:
        """The same for each model."""
        window = queries.window_of(request, self._accounts.clock.now())
        found = self._accounts.spending.by_model(owner, window)
        return UsageDetail(
            start=iso(window.since),
            end=iso(window.until),
            spend=dollars(sum(one.credits for one in found)),
            requests=sum(one.requests for one in found),
            models=[
                ModelSpend(model=one.model, spend=dollars(one.credits), requests=one.requests)
                for one in found
            ],
        )

    def _transactions(self, request: Request, owner: str) -> Transactions:
        """One entry for each generation that cost something, the latest first."""
        limit = queries.number(request, "limit", queries.LIMIT, (1, queries.MOST))
        window, after = queries.between(request), queries.place_of(request)
        direction = queries.word(request, "direction", queries.DIRECTIONS)
        kind = queries.word(request, "type", queries.KINDS)
        charged = direction in (None, "CHARGE") and kind in (None, "MODEL_USAGE")
        found = self._accounts.spending.charges(owner, window, limit + 1, after) if charged else []
        page, more = found[:limit], len(found) > limit
        return Transactions(
            data=[_entry(one.generation) for one in page],
            pagination=CursorPage(
                next_cursor=queries.cursor_of(page[-1].place) if more else None, has_more=more
            ),
        )

    def _logs(self, request: Request, owner: str) -> Logs:
        """The caller's generations that ended, and what each cost."""
        limit = queries.number(request, "limit", queries.LIMIT, (1, queries.MOST))
        offset = queries.number(request, "offset", 0, (0, queries.FARTHEST))
        window: Window = queries.window_of(request, self._accounts.clock.now())
        wanted, models = queries.states_of(request), queries.models_of(request)
        found, total = self._accounts.spending.log(owner, window, wanted, models, (limit, offset))
        return Logs(
            data=[_row(one) for one in found],
            pagination=OffsetPage(
                limit=limit, offset=offset, total=total, has_more=offset + len(found) < total
            ),
        )


def _amount(generation: Generation) -> Amount:
    return Amount(usd=dollars(spent(generation)), credits=spent(generation))


def _entry(generation: Generation) -> BillingEntry:
    return BillingEntry(
        created_at=iso(generation.finished_at or generation.created_at),
        amount=_amount(generation),
        model=generation.model,
        reference_id=generation.id,
    )


def _row(generation: Generation) -> LogRow:
    return LogRow(
        created=iso(generation.created_at),
        status="succeeded" if generation.state is State.COMPLETED else "failed",
        model=generation.model,
        cost=_amount(generation),
        inference_id=generation.id,
    )
