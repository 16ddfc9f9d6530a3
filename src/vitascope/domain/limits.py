"""What one owner may ask of the server; everything is off until set."""

from __future__ import annotations

from pydantic import Field

from vitascope.domain.request import Frozen

MOST, MOST_BYTES = 1_000_000_000, 10**18
"""What a limit may be at most, beyond which it is none; databases keep these in numbers of a fixed size."""


class Limits(Frozen):
    """An owner's share and bounds; None is unlimited.

    ``weight`` is the share of a pool beside the others' while all of them wait; ``running_cap`` how many
    generations may run at once, ``rate_per_minute`` how many may be created, in bursts of a minute's worth,
    ``queue_bound`` how many may wait. ``spend_limit`` is in dollars over 30 days, at the prices that are set,
    for what was made and what is waiting together; ``storage_bytes`` how much may be kept, of what was made
    and what was sent.
    """

    owner: str
    weight: float = Field(default=1.0, gt=0, le=1e6)
    running_cap: int | None = Field(default=None, ge=1, le=MOST)
    rate_per_minute: float | None = Field(default=None, gt=0, le=MOST)
    queue_bound: int | None = Field(default=None, ge=0, le=MOST)
    spend_limit: float | None = Field(default=None, ge=0, le=MOST)
    storage_bytes: int | None = Field(default=None, ge=0, le=MOST_BYTES)


class Usage(Frozen):
    """What an owner uses: credits of 30 days, what waits and runs included, and bytes of what is kept."""

    credits: int = 0
    bytes: int = 0
