"""What ``vitascope db`` does."""

from __future__ import annotations

import json
from pathlib import Path

import typer

from vitascope.bootstrap import is_file
from vitascope.clock import SystemClock
from vitascope.ledger import migrate
from vitascope.ledger.backup import backup, restore
from vitascope.ledger.database import Database
from vitascope.ledger.records import counts
from vitascope.settings import Settings


def show_status(settings: Settings, *, as_json: bool) -> None:
    """Print where the tables stand and how many generations there are."""
    database = Database.connect(settings.ledger_url, SystemClock())
    try:
        with database.read() as tx:
            present = migrate.revision(tx.connection)
            states = {state.value: number for state, number in counts(tx).items()} if present else {}
        ready = migrate.is_current(database)
    finally:
        database.close()
    kind, where = ("SQLite" if is_file(settings) else "PostgreSQL"), _shown(database)
    if as_json:
        found = {"database": kind, "url": where, "tables": present, "needed": migrate.HEAD, "ready": ready}
        typer.echo(json.dumps(found | {"generations": states}, indent=2))
    else:
        typer.echo(f"{kind} {where}")
        typer.echo(f"tables       {present or 'none'}, this version needs {migrate.HEAD}")
        for state, number in states.items():
            typer.echo(f"{state:<12} {number}")
        if not ready:
            typer.echo("fix: vitascope db upgrade")
    if not ready:
        raise typer.Exit(1)


def back_up(settings: Settings, file: Path) -> None:
    """Write a backup and say how large it is."""
    size = backup(settings.ledger_url, file)
    typer.echo(f"Wrote {file} ({size:,} bytes). Stored videos are not in it: back up the storage after it.")


def put_back(settings: Settings, file: Path, *, replace: bool) -> None:
    """Restore a backup and say what to do next."""
    kept = restore(settings.ledger_url, file, replace=replace)
    typer.echo(f"Restored {file}." + (f" The ledger that was there is now {kept}." if kept else ""))
    if not is_file(settings):
        typer.echo("Run `vitascope db upgrade`, then start the servers and workers.")


def _shown(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=True)
