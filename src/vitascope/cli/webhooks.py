"""``vitascope webhooks``."""
# ruff: noqa: PLC0415 - each command imports what it needs, so that --help answers at once

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vitascope.cli.configuration import configure
from vitascope.clock import iso

if TYPE_CHECKING:
    from vitascope.service.webhooks import Webhooks

app = typer.Typer(help="Have addresses told of what happens to generations.", no_args_is_help=True)
DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Where the ledger lives.", show_default=False)
]
Owner = Annotated[str, typer.Option(help="Whose generations it is about.")]
EndpointId = Annotated[str, typer.Argument(help="The endpoint's id, we_….")]


@app.command("list")
def list_endpoints(owner: Owner = "default", data_dir: DataDir = None) -> None:
    """List the endpoints."""
    from rich.console import Console
    from rich.table import Column, Table

    table = Table(Column("endpoint", no_wrap=True), "url", "events", "name", "told", box=None)
    with _webhooks(data_dir) as webhooks:
        for one in webhooks.list(owner):
            told = one.disabled_reason or "yes"
            table.add_row(one.id, one.url, " ".join(one.events), one.name, told)
    Console().print(table)


@app.command()
def add(
    url: Annotated[str, typer.Argument(help="An http or https address that takes a POST.")],
    event: Annotated[
        list[str] | None, typer.Option(help="What to tell; may be repeated [every end].", show_default=False)
    ] = None,
    name: Annotated[str, typer.Option(help="What it is for.")] = "",
    owner: Owner = "default",
    data_dir: DataDir = None,
) -> None:
    """Add an endpoint and print its secret; it is not shown again."""
    with _webhooks(data_dir) as webhooks:
        made, secret = webhooks.create(owner, url, event, name)
    typer.echo(secret.text)
    typer.echo(f"Endpoint {made.id} is told of {', '.join(made.events)}.", err=True)


@app.command()
def remove(endpoint: EndpointId, owner: Owner = "default", data_dir: DataDir = None) -> None:
    """Remove an endpoint and what it was not told yet."""
    with _webhooks(data_dir) as webhooks:
        gone = webhooks.delete(endpoint, owner)
    typer.echo(f"Removed {gone.id}, {gone.url}.")


@app.command()
def rotate(
    endpoint: Annotated[
        str | None,
        typer.Argument(help="The endpoint's id [the secret of addresses that come with a request]."),
    ] = None,
    now: Annotated[bool, typer.Option("--now", help="The old one is known to others: drop it.")] = False,
    owner: Owner = "default",
    data_dir: DataDir = None,
) -> None:
    """Replace a secret and print the new one; for a day the old one signs too."""
    with _webhooks(data_dir) as webhooks:
        if endpoint is None:
            secret = webhooks.rotate_own(owner, keep_old=not now)
        else:
            secret = webhooks.rotate(endpoint, owner, keep_old=not now)
    typer.echo(secret.text)


@app.command("test")
def send_sample(
    endpoint: EndpointId,
    event: Annotated[str, typer.Option(help="What to send a sample of.")] = "webhook.test",
    owner: Owner = "default",
    data_dir: DataDir = None,
) -> None:
    """Send a sample now, once."""
    with _webhooks(data_dir) as webhooks:
        tried = webhooks.test(endpoint, owner, event)
    typer.echo(f"{tried.message}: {tried.fault or f'answered {tried.status}'} ({tried.seconds:.2f} s)")
    if not tried.accepted:
        raise typer.Exit(1)


@app.command()
def deliveries(
    endpoint: Annotated[str | None, typer.Argument(help="The endpoint's id [all].")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many messages.")] = 20,
    owner: Owner = "default",
    data_dir: DataDir = None,
) -> None:
    """List the newest messages, how they stand, and what came of the last try."""
    from rich.console import Console
    from rich.table import Column, Table

    id_ = Column("message", no_wrap=True)
    table = Table(id_, "event", "generation", "state", "tries", "last", "next", box=None)
    with _webhooks(data_dir) as webhooks:
        for logged in webhooks.messages(owner, endpoint, None, limit):
            one, tries = logged.message, logged.deliveries
            last = (tries[-1].fault or str(tries[-1].status)) if tries else ""
            due = iso(one.due) if one.state == "waiting" else ""
            table.add_row(one.id, one.kind, one.generation or "", one.state, str(len(tries)), last, due)
    Console().print(table)


@app.command()
def redeliver(
    message: Annotated[str, typer.Argument(help="The message's id, msg_….")],
    owner: Owner = "default",
    data_dir: DataDir = None,
) -> None:
    """Let a message be sent again, under its id: by the running server, or as soon as one runs."""
    with _webhooks(data_dir) as webhooks:
        due = webhooks.redeliver(message, owner).message
    typer.echo(f"{due.id} is due now.")


@contextmanager
def _webhooks(data_dir: Path | None) -> Generator[Webhooks]:
    from vitascope.bootstrap import open_webhooks

    with open_webhooks(configure(data_dir=data_dir)) as webhooks:
        yield webhooks
