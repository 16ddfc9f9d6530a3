"""From an empty file to this version's tables, whoever comes first."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from contract.samples import a_generation
from vitascope.errors import ConfigurationError
from vitascope.ledger import Ledger, migrate
from vitascope.ledger.tables import metadata
from vitascope.testing.clock import FakeClock

OPEN = """
import sys
from vitascope.clock import SystemClock
from vitascope.ledger import Ledger
sys.stdin.read(1)
ledger = Ledger.open(sys.argv[1], SystemClock())
print(ledger.secret("links").hex())
"""


def test_migrations_make_exactly_the_tables_of_the_code(ledger: Ledger, path: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain.sqlite3"
    engine = create_engine(f"sqlite:///{plain}")
    metadata.create_all(engine)
    engine.dispose()

    with sqlite3.connect(path) as migrated, sqlite3.connect(plain) as made:
        for table in metadata.tables:
            for pragma in ("table_xinfo", "index_list", "foreign_key_list"):
                rows = [
                    sorted(map(repr, one.execute(f"PRAGMA {pragma}({table})"))) for one in (migrated, made)
                ]
                assert sorted(map(unnumbered, rows[0])) == sorted(map(unnumbered, rows[1]))
    assert rules(path) == rules(plain)
    assert len(rules(path)) > 15


def unnumbered(row: str) -> str:
    """A row without its place in the list, which the order of making decides."""
    return re.sub(r"^\(\d+, ", "", row)


def rules(path: Path) -> set[str]:
    """Every CHECK, and every index with its condition."""
    with sqlite3.connect(path) as plain:
        rows = plain.execute("SELECT sql FROM sqlite_master WHERE sql NOT NULL AND name != 'alembic_version'")
        statements = [re.sub(r"\s+", " ", sql) for (sql,) in rows]
    checks = {
        found for sql in statements for found in re.findall(r"CONSTRAINT \w+ CHECK .*?\)(?=,| ?\)$)", sql)
    }
    return checks | {sql for sql in statements if sql.startswith("CREATE INDEX")}


def test_the_newest_migration_is_the_one_the_code_expects() -> None:
    assert ScriptDirectory.from_config(migrate.config()).get_heads() == [migrate.HEAD]


def test_opening_again_keeps_what_is_there(url: str, ledger: Ledger, clock: FakeClock) -> None:
    kept = ledger.insert(a_generation())
    again = Ledger.open(url, clock)
    assert again.get(kept.id) == kept
    again.close()


def test_a_newer_ledger_is_refused_and_left_alone(
    url: str, path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    kept = ledger.insert(a_generation())
    with sqlite3.connect(path) as plain:
        plain.execute("UPDATE alembic_version SET version_num = '9999'")
        plain.execute("UPDATE compatibility SET oldest = '9998'")

    for upgrade in (True, False):
        with pytest.raises(ConfigurationError, match="newer vitascope"):
            Ledger.open(url, clock, upgrade=upgrade)

    assert ledger.get(kept.id) == kept


def test_a_newer_ledger_that_says_it_can_be_worked_with_is_left_as_it_is(
    url: str, path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    kept = ledger.insert(a_generation())
    with sqlite3.connect(path) as plain:
        plain.execute("UPDATE alembic_version SET version_num = '9999'")
        plain.execute("UPDATE compatibility SET oldest = ?", (migrate.HEAD,))

    with closing(Ledger.open(url, clock)) as opened:
        assert opened.get(kept.id) == kept
    with sqlite3.connect(path) as plain:
        assert plain.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]


def test_tables_are_only_looked_at_where_that_was_asked(url: str, clock: FakeClock) -> None:
    with pytest.raises(ConfigurationError, match="vitascope db upgrade"):
        Ledger.open(url, clock, upgrade=False)
    Ledger.open(url, clock).close()
    Ledger.open(url, clock, upgrade=False).close()


def test_processes_that_open_a_new_ledger_at_once_all_succeed(url: str) -> None:
    children = [
        subprocess.Popen(
            [sys.executable, "-c", OPEN, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    for child in children:
        assert child.stdin
        child.stdin.write("g")
        child.stdin.flush()

    answers = [child.communicate()[0].strip() for child in children]

    assert [child.returncode for child in children] == [0] * 4
    assert len(set(answers)) == 1
    assert len(answers[0]) == 64
