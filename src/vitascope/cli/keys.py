"""``vitascope keys``."""
# ruff: noqa: PLC0415 - each command imports what it needs, so that --help answers at once

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vitascope.cli.configuration import configure
from vitascope.clock import SystemClock, iso

if TYPE_CHECKING:
    from vitascope.ledger import Ledger

app = typer.Typer(help="Make, list and revoke API keys.", no_args_is_help=True)
DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Where the ledger lives.", show_default=False)
]


@app.command()
def create(
    name: Annotated[str, typer.Option(help="What the key is for.")] = "",
    owner: Annotated[str, typer.Option(help="Whose generations it sees and makes.")] = "default",
    data_dir: DataDir = None,
) -> None:
    """Make a key and print it; it is not shown again."""
    with _ledger(data_dir) as ledger:
        key, plaintext = ledger.create_key(owner, name)
    typer.echo(plaintext)
    typer.echo(f"Key {key.prefix} of {key.owner}; it is not shown again.", err=True)


@app.command("list")
def list_keys(data_dir: DataDir = None) -> None:
    """List the keys by their first characters."""
    from rich.console import Console
    from rich.table import Table

    table = Table("key", "owner", "name", "made", "last used", "revoked", box=None)
    with _ledger(data_dir) as ledger:
        for key in ledger.list_keys():
            moments = (key.created_at, key.last_used_at, key.revoked_at)
            table.add_row(key.prefix, key.owner, key.name, *("" if at is None else iso(at) for at in moments))
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


@contextmanager
def _ledger(data_dir: Path | None) -> Generator[Ledger]:
    from vitascope.bootstrap import open_ledger

    ledger = open_ledger(configure(data_dir=data_dir), SystemClock())
    try:
        yield ledger
    finally:
        ledger.close()
