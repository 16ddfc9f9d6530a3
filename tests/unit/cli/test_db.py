"""``vitascope db``, and what the other commands say of tables that are not there yet."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from typer.testing import CliRunner

from contract.samples import a_generation
from support import postgres
from vitascope.bootstrap import open_house, open_ledger
from vitascope.cli.app import app
from vitascope.clock import SystemClock
from vitascope.errors import ConfigurationError
from vitascope.ledger import Ledger, migrate
from vitascope.ledger.database import Database
from vitascope.settings import Settings


def said(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["db", *arguments])
    assert done.exit_code == code, done.output
    return done.output


def test_a_server_is_upgraded_when_asked_and_a_file_by_itself(tmp_path: Path) -> None:
    url = postgres.empty_database()
    settings = Settings(database_url=url, data_dir=tmp_path)
    with pytest.raises(ConfigurationError, match="Run `vitascope db upgrade`"):
        open_house(settings)
    assert "fix: vitascope db upgrade" in said("status", "--database-url", url, code=1)

    assert said("upgrade", "--database-url", url) == f"Upgraded the tables from nothing to {migrate.HEAD}.\n"

    assert said("upgrade", "--database-url", url).startswith(f"The tables are at {migrate.HEAD}")
    found = json.loads(said("status", "--json", "--database-url", url))
    assert (found["database"], found["ready"], found["generations"]["queued"]) == ("PostgreSQL", True, 0)
    open_ledger(settings, SystemClock()).close()
    open_ledger(Settings(data_dir=tmp_path), SystemClock()).close()
    assert json.loads(said("status", "--json", "--data-dir", str(tmp_path)))["tables"] == migrate.HEAD


def test_new_code_waits_for_the_upgrade_while_the_old_goes_on(tmp_path: Path) -> None:
    url = postgres.empty_database()
    database = Database.connect(url, SystemClock())
    with database.write() as tx:
        command.upgrade(migrate.config(tx.connection), "0003")
    database.close()

    with pytest.raises(ConfigurationError, match=f"at 0003, this vitascope needs {migrate.HEAD}"):
        open_ledger(Settings(database_url=url, data_dir=tmp_path), SystemClock())

    assert said("upgrade", "--database-url", url) == f"Upgraded the tables from 0003 to {migrate.HEAD}.\n"
    open_ledger(Settings(database_url=url, data_dir=tmp_path), SystemClock()).close()


def test_a_password_is_not_shown(tmp_path: Path) -> None:
    url = postgres.database().replace("vitascope@", "vitascope:hunter2@")
    shown = said("status", "--database-url", url) + said("backup", str(tmp_path / "b"), "--database-url", url)
    assert "hunter2" not in shown


def test_a_backup_is_restored_elsewhere(tmp_path: Path) -> None:
    old, new, file = str(tmp_path / "old"), str(tmp_path / "new"), str(tmp_path / "backup")
    with closing(Ledger.open(f"sqlite:///{old}/ledger.sqlite3", SystemClock())) as ledger:
        kept = ledger.insert(a_generation()).id
    assert "Wrote" in said("backup", file, "--data-dir", old)
    assert said("restore", file, "--data-dir", new) == f"Restored {file}.\n"
    with closing(Ledger.open(f"sqlite:///{new}/ledger.sqlite3", SystemClock())) as ledger:
        assert ledger.get(kept).id == kept
