"""``vitascope keys``."""
# ruff: noqa: PLC0415 - each command imports what it needs, so that --help answers at once

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError

from vitascope.cli.configuration import configure
from vitascope.cli.moments import read_span
from vitascope.clock import SystemClock, iso
from vitascope.domain.key import USUAL, ApiKey, Scope
from vitascope.domain.limits import Limits
from vitascope.domain.price import dollars
from vitascope.errors import InvalidRequest
from vitascope.settings import read_pairs

if TYPE_CHECKING:
    from vitascope.ledger import Ledger

app = typer.Typer(
    help="Make, list, replace and revoke API keys, and limit their owners.", no_args_is_help=True
)
LIMITS = {
    "running": "running_cap",
    "waiting": "queue_bound",
    "rate": "rate_per_minute",
    "spend": "spend_limit",
    "storage": "storage_bytes",
    "weight": "weight",
}
"""An owner's limits by the names they have here: at once, in the queue, a minute, dollars, bytes, share."""
DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Where the ledger lives.", show_default=False)
]


@app.command()
def create(
    name: Annotated[str, typer.Option(help="What the key is for.")] = "",
    owner: Annotated[str, typer.Option(help="Whose generations it sees and makes.")] = "default",
    scope: Annotated[
        list[Scope] | None,
        typer.Option(help="What it may be used for; may be repeated [create and read].", show_default=False),
    ] = None,
    expires: Annotated[
        str | None, typer.Option(help="After how long it opens nothing, as 12h or 90d.", show_default=False)
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Make a key and print it; it is not shown again."""
    until = None if expires is None else SystemClock().now() + read_span(expires)
    with _ledger(data_dir) as ledger:
        key, plaintext = ledger.create_key(owner, name, tuple(scope) if scope else USUAL, until)
    typer.echo(plaintext)
    typer.echo(f"Key {key.prefix} of {key.owner} ({_may(key)}); it is not shown again.", err=True)


@app.command()
def rotate(
    key: Annotated[str, typer.Argument(help="The key, its id, or its first 8 characters.")],
    grace: Annotated[str, typer.Option(help="For how long the old one still opens, as 0m or 24h.")] = "24h",
    data_dir: DataDir = None,
) -> None:
    """Make another key in place of one and print it; the old one expires after the grace."""
    with _ledger(data_dir) as ledger:
        made, plaintext = ledger.rotate_key(key, read_span(grace))
    typer.echo(plaintext)
    typer.echo(f"Key {made.prefix} of {made.owner} ({_may(made)}); the old one ends in {grace}.", err=True)


@app.command()
def limits(
    owner: Annotated[str, typer.Argument(help="Whose.")],
    changes: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME=VALUE…", help=f"Any of {', '.join(LIMITS)}; none lifts one."),
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Begin with no limits.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Show what an owner may ask for and uses, after changing what is given."""
    given = _changes(changes or [])
    from vitascope.bootstrap import open_operator

    with open_operator(configure(data_dir=data_dir)) as operator:
        found = Limits(owner=owner) if clear else operator.limits(owner)
        if given or clear:
            found = _checked(found.model_dump() | given)
            operator.set_limits(found)
        used = operator.usage(owner)
    for name, field in LIMITS.items():
        value = getattr(found, field)
        typer.echo(f"{name:<8} {'unlimited' if value is None else f'{value:,g}'}")
    typer.echo(f"{'spent':<8} ${dollars(used.credits):g} in 30 days")
    typer.echo(f"{'kept':<8} {used.bytes:,} bytes")


@app.command("list")
def list_keys(data_dir: DataDir = None) -> None:
    """List the keys by their first characters."""
    from rich.console import Console
    from rich.table import Table

    table = Table("key", "owner", "name", "may", "made", "last used", "expires", "revoked", box=None)
    with _ledger(data_dir) as ledger:
        for key in ledger.list_keys():
            moments = (key.created_at, key.last_used_at, key.expires_at, key.revoked_at)
            table.add_row(
                key.prefix, key.owner, key.name, _may(key), *("" if at is None else iso(at) for at in moments)
            )
    Console().print(table)


@app.command()
def revoke(
    key: Annotated[str, typer.Argument(help="The key, its id, or its first 8 characters.")],
    data_dir: DataDir = None,
) -> None:
    """Close a key; nobody gets in with it from now on."""
    with _ledger(data_dir) as ledger:
        revoked = ledger.revoke_key(key)
    typer.echo(f"Revoked {revoked.prefix} of {revoked.owner}.")


def _changes(pairs: list[str]) -> dict[str, str | None]:
    try:
        given = read_pairs(",".join(pairs))
    except ValueError as error:
        raise InvalidRequest(
            f"{' '.join(pairs)[:80]!r} are no limits: {error}, such as running=2."
        ) from error
    if unknown := given.keys() - LIMITS.keys():
        raise InvalidRequest(f"There is no limit {min(unknown)!r}; expected {', '.join(LIMITS)}.")
    return {LIMITS[name]: None if value == "none" else value for name, value in given.items()}


def _checked(values: dict[str, Any]) -> Limits:
    try:
        return Limits.model_validate(values)
    except ValidationError as error:
        names = {field: name for name, field in LIMITS.items()}
        first = error.errors()[0]
        raise InvalidRequest(f"{names[str(first['loc'][0])]}: {first['msg']}. Give another value.") from error


def _may(key: ApiKey) -> str:
    return ", ".join(key.scopes)


@contextmanager
def _ledger(data_dir: Path | None) -> Generator[Ledger]:
    from vitascope.bootstrap import open_ledger

    ledger = open_ledger(configure(data_dir=data_dir), SystemClock())
    try:
        yield ledger
    finally:
        ledger.close()
