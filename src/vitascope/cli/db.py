"""``vitascope db``: the ledger's database, looked after."""
# ruff: noqa: PLC0415 - each command imports what it needs, so that --help answers at once

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from vitascope.cli.configuration import configure
from vitascope.cli.options import AsJson, DatabaseUrl, DataDir

app = typer.Typer(help="Upgrade, look at, back up and restore the database.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(metavar="FILE", help="The backup's file.", show_default=False)]


@app.command()
def upgrade(database_url: DatabaseUrl = None, data_dir: DataDir = None) -> None:
    """Bring the tables up to what this version needs; processes of the version before go on working."""
    from vitascope.bootstrap import upgrade_database

    before, after = upgrade_database(configure(database_url=database_url, data_dir=data_dir))
    if before == after:
        typer.echo(f"The tables are at {after}, as this version needs them.")
    else:
        typer.echo(f"Upgraded the tables from {before or 'nothing'} to {after}.")


@app.command()
def status(as_json: AsJson = False, database_url: DatabaseUrl = None, data_dir: DataDir = None) -> None:
    """Show which tables there are and what is in them; exit code 1 where they need an upgrade."""
    from vitascope.cli.database import show_status

    show_status(configure(database_url=database_url, data_dir=data_dir), as_json=as_json)


@app.command()
def backup(file: File, database_url: DatabaseUrl = None, data_dir: DataDir = None) -> None:
    """Write everything the database holds to a new file, while servers and workers go on."""
    from vitascope.cli.database import back_up

    back_up(configure(database_url=database_url, data_dir=data_dir), file)


@app.command()
def restore(
    file: File,
    replace: Annotated[bool, typer.Option("--replace", help="Replace the ledger that is there.")] = False,
    database_url: DatabaseUrl = None,
    data_dir: DataDir = None,
) -> None:
    """Put a backup in the place of an empty ledger, or with --replace of one that nobody uses."""
    from vitascope.cli.database import put_back

    put_back(configure(database_url=database_url, data_dir=data_dir), file, replace=replace)
