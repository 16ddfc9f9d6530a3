from __future__ import annotations

import socket
from pathlib import Path

import pytest

from support.ports import free_port
from support.shell import Shell
from vitascope import __version__
from vitascope.settings import Settings


def test_a_healthy_machine_has_no_fault(shell: Shell) -> None:
    done = shell.run_anew("doctor", VITASCOPE_PORT=str(free_port()))
    assert done.returncode == 0, done.stdout
    assert "FAULT" not in done.stdout
    assert "slow-stripes" in done.stdout
    assert "vitascope warm" in done.stdout


def test_every_fault_has_a_fix(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = shell.run(
            "doctor",
            VITASCOPE_PORT=str(taken.getsockname()[1]),
            VITASCOPE_DATA_DIR=str(tmp_path / "file" / "data"),
            VITASCOPE_CACHE_DIR=str(tmp_path / "file" / "cache"),
            VITASCOPE_DATABASE_URL="nonsense://",
            VITASCOPE_ENGINES="no.such:Engine",
        )
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    faults = [line.split()[1] for line in lines if line.startswith("FAULT")]
    assert faults == ["data", "ledger", "storage", "engines", "kernels", "port"]
    for number, line in enumerate(lines):
        if line.startswith("FAULT"):
            assert lines[number + 1].strip().startswith("fix: ")


def test_a_wrong_setting_is_named(shell: Shell) -> None:
    done = shell.run("doctor", VITASCOPE_LEASE_SECONDS="soon")
    assert done.returncode == 1
    assert "VITASCOPE_LEASE_SECONDS is 'soon'" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.slow
def test_warm_loads_every_engine(shell: Shell) -> None:
    del shell.environment["VITASCOPE_CACHE_DIR"]  # the suite's own, which holds most of it already
    done = shell.run_anew("warm")
    assert done.returncode == 0, done.stderr
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == ["previz", "slow-stripes", "stripes"]
    assert any(Settings().kernels.rglob("*.nbi"))


def test_version(shell: Shell) -> None:
    assert shell.run_anew("--version").stdout == f"vitascope {__version__}\n"
