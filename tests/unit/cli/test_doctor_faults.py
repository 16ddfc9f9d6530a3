"""Faults planted one by one: each is found alone, with a line that says how to put it right."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from support.ports import free_port
from support.postgres import empty_database
from support.shell import Shell
from vitascope.cli import configured
from vitascope.cli.checks import Grade
from vitascope.ledger import Ledger
from vitascope.settings import Settings
from vitascope.testing.clock import FakeClock

Environment = dict[str, str]
Plant = Callable[[Path], Environment]
HELD: list[socket.socket] = []


def faults(output: str) -> dict[str, str]:
    """Name to fix line of each fault."""
    lines = output.splitlines()
    return {
        line[6:17].strip(): lines[number + 1].strip()
        for number, line in enumerate(lines)
        if line.startswith("FAULT")
    }


def in_the_way(folder: Path, name: str) -> str:
    (folder / name).write_text("a file where a folder should be")
    return str(folder / name)


def taken_port(folder: Path) -> Environment:
    HELD.append(socket.create_server(("127.0.0.1", 0)))
    return {"VITASCOPE_PORT": str(HELD[-1].getsockname()[1])}


def no_data_dir(folder: Path) -> Environment:
    return {"VITASCOPE_DATA_DIR": in_the_way(folder, "data")}


def no_cache_dir(folder: Path) -> Environment:
    return {"VITASCOPE_CACHE_DIR": in_the_way(folder, "cache")}


def damaged_ledger(folder: Path) -> Environment:
    (folder / "data").mkdir()
    (folder / "data" / "ledger.sqlite3").write_bytes(b"no database at all " * 300)
    (folder / "data" / "ledger.sqlite3").chmod(0o600)
    return {}


def open_ledger(folder: Path) -> Environment:
    (folder / "data").mkdir()
    Ledger.open(f"sqlite:///{folder / 'data' / 'ledger.sqlite3'}", FakeClock()).close()
    (folder / "data" / "ledger.sqlite3").chmod(0o644)
    return {}


def no_such_database(folder: Path) -> Environment:
    return {"VITASCOPE_DATABASE_URL": "nonsense://"}


def tables_missing(folder: Path) -> Environment:
    return {"VITASCOPE_DATABASE_URL": empty_database()}


def no_such_store(folder: Path) -> Environment:
    return {"VITASCOPE_STORAGE_URL": "ftp://somewhere/videos"}


def no_such_engine(folder: Path) -> Environment:
    return {"VITASCOPE_ENGINES": "no.such:Engine"}


def too_few_devices(folder: Path) -> Environment:
    return {"VITASCOPE_DEVICES": "cpu", "VITASCOPE_SLOTS": "2"}


def no_upscaler(folder: Path) -> Environment:
    return {"VITASCOPE_UPSCALER": str(folder / "gone.safetensors")}


def no_certificate(folder: Path) -> Environment:
    (folder / "key.pem").write_text("no key")
    (folder / "key.pem").chmod(0o600)
    gone = str(folder / "gone.pem")
    return {"VITASCOPE_C2PA_CERTIFICATE": gone, "VITASCOPE_C2PA_KEY": str(folder / "key.pem")}


def no_address(folder: Path) -> Environment:
    return {"VITASCOPE_PUBLIC_URL": "video.example"}


TEN: dict[str, Plant] = {
    "port": taken_port,
    "kernels": no_cache_dir,
    "ledger": no_such_database,
    "privacy": open_ledger,
    "storage": no_such_store,
    "engines": no_such_engine,
    "devices": too_few_devices,
    "upscaler": no_upscaler,
    "signing": no_certificate,
    "address": no_address,
}
"""Each by the name of the finding it must lead to."""
ALONE: dict[str, tuple[Plant, set[str]]] = {
    "a file in place of the data directory": (no_data_dir, {"data dir", "ledger", "storage"}),
    "a damaged ledger": (damaged_ledger, {"ledger"}),
}
MENDED: dict[str, Plant] = {"privacy": open_ledger, "ledger": tables_missing}


def test_ten_of_ten_planted_faults_are_found_each_with_its_fix(shell: Shell) -> None:
    environment: Environment = {}
    for plant in TEN.values():
        environment |= plant(shell.folder)
    done = shell.run("doctor", **environment)
    found = faults(done.stdout)
    assert done.returncode == 1, done.stdout + done.stderr
    assert set(found) == set(TEN), done.stdout
    assert all(fix.startswith("fix: ") and len(fix) > 10 for fix in found.values())


@pytest.mark.parametrize("name", ALONE)
def test_what_brings_other_faults_with_it_is_found(shell: Shell, name: str) -> None:
    plant, expected = ALONE[name]
    done = shell.run("doctor", **{"VITASCOPE_PORT": str(free_port())} | plant(shell.folder))
    assert done.returncode == 1, done.stdout + done.stderr
    assert set(faults(done.stdout)) == expected, done.stdout


@pytest.mark.parametrize("name", MENDED)
def test_what_can_be_mended_is(shell: Shell, name: str) -> None:
    environment = {"VITASCOPE_PORT": str(free_port())} | MENDED[name](shell.folder)
    kernels = shell.folder / "cache" / "kernels"
    kernels.mkdir(parents=True)
    (kernels / "any.nbi").touch()
    assert set(faults(shell.run("doctor", **environment).stdout)) == {name}
    mended = shell.run("doctor", "--fix", **environment)
    assert mended.returncode == 0, mended.stdout
    assert "(mended: " in mended.stdout


def test_a_folder_that_lost_its_rights_gets_them_back(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o300)
    secret = tmp_path / "data" / "ledger.sqlite3"
    secret.touch(mode=0o666)
    secret.chmod(0o664)
    finding = configured.privacy(Settings(data_dir=tmp_path / "data"))
    assert finding.grade is Grade.FAULT
    assert finding.mend is not None
    finding.mend()
    assert secret.stat().st_mode & 0o777 == 0o600
