"""What the account endpoints of the AI/ML API answer."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Account(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Balance(Account):
    """What is left, in credits."""

    balance: int
    lowBalance: bool  # noqa: N815 - the API's own spelling
    lowBalanceThreshold: int  # noqa: N815
    lastUpdated: str  # noqa: N815
    autoDebitStatus: Literal["disabled"] = "disabled"  # noqa: N815
    status: Literal["current"] = "current"
    statusExplanation: str  # noqa: N815


class Billing(Account):
    """What is left, in dollars."""

    current_balance: float
    currency: Literal["USD"] = "USD"


class TopUp(Account):
    """Money does not come by itself."""

    is_enabled: Literal[False] = False
    threshold: float = 0.0
    amount: float = 0.0
    currency: Literal["USD"] = "USD"


class BillingDetail(Billing):
    """The same, with the owner whose account it is."""

    user_id: str = Field(description="The key's owner.")
    email: None = None
    autotopup_settings: TopUp = TopUp()


class SpentUsage(Account):
    """What was spent in a stretch of time."""

    api_key_prefix: None = Field(default=None, description="Always null: an owner's keys share one account.")
    start: str
    end: str
    spend: float = Field(description="Dollars.")
    currency: Literal["USD"] = "USD"
    requests: int = Field(description="Completed generations.")


class ModelSpend(Account):
    """What one model was used for."""

    model: str
    spend: float
    requests: int


class UsageDetail(SpentUsage):
    """The same for each model, the most first."""

    models: list[ModelSpend]


class Amount(Account):
    """Money in both units."""

    usd: float
    credits: int


class BillingEntry(Account):
    """One movement of the balance."""

    created_at: str
    direction: Literal["CHARGE"] = "CHARGE"
    type: Literal["MODEL_USAGE"] = "MODEL_USAGE"
    amount: Amount
    model: str
    reference_id: str


class CursorPage(Account):
    """Whether more follows, and from where."""

    next_cursor: str | None
    has_more: bool


class Transactions(Account):
    """Movements of the balance, the latest first."""

    data: list[BillingEntry]
    pagination: CursorPage


class Tokens(Account):
    """Nothing here is counted in tokens."""

    input: int = 0
    output: int = 0
    total: int = 0


class LogRow(Account):
    """One generation that ended."""

    created: str
    status: Literal["succeeded", "failed"]
    origin: Literal["api"] = "api"
    model: str
    cost: Amount
    tokens: Tokens = Tokens()
    request_id: None = None
    inference_id: str
    client_request_id: None = None


class OffsetPage(Account):
    """Which part of the whole this is."""

    limit: int
    offset: int
    total: int
    has_more: bool


class Logs(Account):
    """Generations that ended, the newest first."""

    data: list[LogRow]
    pagination: OffsetPage
