from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest
import trustme

from support import server
from support.engines import HELD
from support.patience import PATIENCE, until

STRIPES = {"VITASCOPE_ENGINES": f"vitascope.testing.engine:SlowStripes,{HELD}"}
CLIP = {"prompt": "stripes", "resolution": "540p", "num_frames": 24}


@pytest.fixture
def stripes(tmp_path: Path) -> dict[str, str]:
    """The environment of a server with the test engine."""
    return {**STRIPES, "VITASCOPE_CACHE_DIR": str(tmp_path / "cache")}


@pytest.fixture
def running(tmp_path: Path, stripes: dict[str, str]) -> Iterator[server.Server]:
    with server.running(tmp_path / "data", environment=stripes) as live:
        yield live


def _generating(live: server.Server, gate: Path) -> str:
    """One that waits half-way for the file ``gate``."""
    made = live.create(**CLIP | {"model": "held", "prompt": str(gate)})
    until(lambda: live.get(made["id"])["status"] == "generating")
    return str(made["id"])


def _alive(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def test_a_video_is_served_from_the_address_that_was_bound(running: server.Server, tmp_path: Path) -> None:
    made = running.make(**CLIP)
    assert made["video"]["url"].startswith(f"{running.url}/assets/")
    assert running.download(made["video"]["url"], tmp_path / "a.mp4").read_bytes()[4:8] == b"ftyp"


def test_sigterm_hands_work_back_and_ends_well(
    running: server.Server, tmp_path: Path, stripes: dict[str, str]
) -> None:
    gate = tmp_path / "gate"
    generation = _generating(running, gate)
    family = psutil.Process(running.process.pid).children(recursive=True)
    running.process.terminate()
    assert running.process.wait(PATIENCE) == 0
    gate.touch()
    assert not any(_alive(child) for child in family)
    with server.running(tmp_path / "data", environment=stripes) as again:
        assert again.wait(generation)["status"] == "completed"


def test_health_answers_while_the_engine_loads(tmp_path: Path, stripes: dict[str, str]) -> None:
    environment = {**stripes, "VITASCOPE_ENGINES": "support.engines:HeavyStripes"}
    with server.running(tmp_path / "data", environment=environment) as live:
        assert live.http.get("/health").json()["status"] == "starting"
        queued = live.create(**CLIP)
        assert live.get(queued["id"])["status"] == "queued"


def test_the_first_start_prints_a_key_once_that_runs_it(tmp_path: Path, stripes: dict[str, str]) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "VITASCOPE_API_KEY"} | stripes
    environment["PYTHONPATH"] = server.with_tests()
    printed = []
    for _ in range(2):
        process = subprocess.Popen(
            [sys.executable, "-m", "vitascope", "serve", "--port", "0", "--data-dir", str(tmp_path / "data")],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        url = process.stdout.readline().split()[-1]
        assert httpx.get(f"{url}/health").status_code == 200
        process.send_signal(signal.SIGINT)
        printed.append((url, process.stdout.read()))
        assert process.wait(PATIENCE) == 0
    key = re.search(r"vsk_\w{36}", printed[0][1])
    assert key is not None
    assert "vsk_" not in printed[1][1]
    with server.running(tmp_path / "data", environment=stripes) as live:
        headers = {"Authorization": f"Bearer {key[0]}"}
        answer = httpx.get(f"{live.url}/v2/video/generations?generation_id=none", headers=headers)
        assert answer.status_code == 404
        assert httpx.get(f"{live.url}/v1/admin/overview", headers=headers).status_code == 200


def test_tls(tmp_path: Path, stripes: dict[str, str]) -> None:
    certificate = trustme.CA().issue_cert("127.0.0.1")
    pem, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    certificate.cert_chain_pems[0].write_to_path(pem)
    certificate.private_key_pem.write_to_path(key)
    options = ["--tls-cert", str(pem), "--tls-key", str(key)]
    with server.running(tmp_path / "data", *options, environment=stripes) as live:
        assert live.url.startswith("https://")
        assert live.http.get("/health").status_code == 200


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--tls-cert", "none.pem"], "none.pem"),
        (["--tls-key", "none.pem"], "without --tls-cert"),
        (["--port", "{taken}"], "Address already in use"),
    ],
)
def test_what_cannot_be_served_is_one_line(tmp_path: Path, options: list[str], says: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        filled = [option.format(taken=taken.getsockname()[1]) for option in options]
        done = subprocess.run(
            [sys.executable, "-m", "vitascope", "serve", "--data-dir", str(tmp_path), *filled],
            env={**os.environ, **STRIPES, "PYTHONPATH": server.with_tests()},
            capture_output=True, text=True, check=False, timeout=PATIENCE,
        )  # fmt: skip
    assert done.returncode == 1
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
