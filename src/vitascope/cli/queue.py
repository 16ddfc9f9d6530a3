"""``vitascope queue``: what waits, and what its operator may do about it."""
# ruff: noqa: PLC0415 - each command imports what it needs, so that --help answers at once

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vitascope.cli.configuration import configure
from vitascope.cli.options import AsJson, DatabaseUrl, DataDir

if TYPE_CHECKING:
    from vitascope.service.operator import Operator

app = typer.Typer(help="Look at the queue, stop it, and change what waits.", invoke_without_command=True)
Pool = Annotated[str, typer.Option("--pool", "-p", help="Which queue.")]
Ids = Annotated[
    list[str], typer.Argument(metavar="ID…", help="Generations, in any form.", show_default=False)
]


@app.callback()
def main(context: typer.Context) -> None:
    """Look at the queue, stop it, and change what waits; alone it shows the queue."""
    if context.invoked_subcommand is None:
        list_queue()


@app.command("list")
def list_queue(
    pool: Annotated[
        str | None, typer.Option("--pool", "-p", help="Which queue [all].", show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="The most shown of each queue.")] = 50,
    as_json: AsJson = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """Show what runs and what waits, with its place and its estimated start."""
    from vitascope.cli.queues import show

    with _operator(database_url, data_dir) as operator:
        show(operator, pool, limit, as_json=as_json)


@app.command()
def pause(pool: Pool = "default", database_url: DatabaseUrl = None, data_dir: DataDir = None) -> None:
    """Let nothing of a queue start; what runs goes on, what comes waits."""
    with _operator(database_url, data_dir) as operator:
        operator.pause(pool)
    typer.echo(f"Paused {pool}. `vitascope queue resume --pool {pool}` ends it.")


@app.command()
def resume(pool: Pool = "default", database_url: DatabaseUrl = None, data_dir: DataDir = None) -> None:
    """End a pause."""
    with _operator(database_url, data_dir) as operator:
        operator.resume(pool)
    typer.echo(f"Resumed {pool}.")


@app.command()
def cancel(ids: Ids, database_url: DatabaseUrl = None, data_dir: DataDir = None) -> None:
    """Stop generations, whoever owns them; finished ones stay as they are."""
    with _operator(database_url, data_dir) as operator:
        for one in ids:
            found = operator.cancel(one)
            state = "cancelling" if found.cancel_requested and not found.state.final else found.state.value
            typer.echo(f"{found.id}  {state}")


@app.command()
def retry(ids: Ids, database_url: DatabaseUrl = None, data_dir: DataDir = None) -> None:
    """Queue failed or cancelled generations again."""
    with _operator(database_url, data_dir) as operator:
        for one in ids:
            typer.echo(f"{operator.retry(one).id}  queued")


@app.command()
def priority(
    value: Annotated[int, typer.Argument(metavar="PRIORITY", help="The higher, the sooner.")],
    ids: Ids,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """Give waiting generations another priority: vitascope queue priority 5 ID (-- before a negative one)."""
    with _operator(database_url, data_dir) as operator:
        for one in ids:
            typer.echo(f"{operator.reprioritise(one, value).id}  priority {value}")


def _operator(database_url: str | None, data_dir: Path | None) -> AbstractContextManager[Operator]:
    from vitascope.bootstrap import open_operator

    return open_operator(configure(database_url=database_url, data_dir=data_dir))
