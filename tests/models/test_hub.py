"""Downloads, from a small server of the test's own that speaks as the hub does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest

from support.shell import Shell
from support.weights import safetensors

REPO, COMMIT = "somebody/some-model", "c0ffee" * 6 + "c0ff"
WEIGHTS = "transformer/model.safetensors"
LISTED = "connectors/diffusion_pytorch_model.safetensors"
SHARD = "connectors/diffusion_pytorch_model-00001-of-00001.safetensors"
CUT = 11 << 20
"""Bytes after which a bad line breaks: more than the hub's client puts away at a time."""


@dataclass
class Hub:
    """One repository, and what goes wrong with it."""

    files: dict[str, bytes]
    cuts: bool = False
    gated: bool = False
    damages: bool = False
    ranges: list[str] = field(default_factory=list[str])
    sent: list[str] = field(default_factory=list[str])
    url: str = ""

    def listing(self) -> dict[str, Any]:
        """As the hub lists a repository with its files' sizes and checksums."""
        siblings: list[dict[str, Any]] = []
        for name, data in self.files.items():
            one: dict[str, Any] = {"rfilename": name, "size": len(data), "blobId": _etag(data)}
            if name.endswith(".safetensors"):
                digest = hashlib.sha256(data).hexdigest()
                one["lfs"] = {"sha256": digest, "size": len(data), "pointerSize": 130}
            siblings.append(one)
        return {"id": REPO, "modelId": REPO, "sha": COMMIT, "siblings": siblings, "tags": [], "downloads": 0}


class Handler(BaseHTTPRequestHandler):
    """Answers for one repository."""

    hub: ClassVar[Hub]
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def _answer(self, *, with_body: bool) -> None:
        path = self.path.partition("?")[0]
        if path.startswith(f"/api/models/{REPO}"):
            self._send(200, {"Content-Type": "application/json"}, json.dumps(self.hub.listing()).encode())
            return
        name = path.removeprefix(f"/{REPO}/resolve/{COMMIT}/")
        if self.hub.gated:
            self._send(403, {"X-Error-Code": "GatedRepo"}, b"")
        elif name in self.hub.files:
            self._file(self.hub.files[name], name, with_body=with_body)
        else:
            self._send(404, {"X-Error-Code": "EntryNotFound"}, b"")

    def _file(self, data: bytes, name: str, *, with_body: bool) -> None:
        headers = {"ETag": f'"{_etag(data)}"', "X-Repo-Commit": COMMIT, "Accept-Ranges": "bytes"}
        if not with_body:
            self._send(200, headers | {"Content-Length": str(len(data))}, b"")
            return
        self.hub.sent.append(name)
        begin = 0
        if asked := self.headers.get("Range"):
            self.hub.ranges.append(asked)
            begin = int(asked.removeprefix("bytes=").split("-")[0])
            headers["Content-Range"] = f"bytes {begin}-{len(data) - 1}/{len(data)}"
        body = data[begin:]
        if name == WEIGHTS and self.hub.damages:
            body = bytes(len(body))
        if name == WEIGHTS and self.hub.cuts:
            self._send(206 if begin else 200, headers | {"Content-Length": str(len(body))}, body[:CUT])
            self.close_connection = True
            self.connection.close()
            return
        self._send(206 if begin else 200, headers, body)

    def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)
            self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@pytest.fixture
def hub() -> Iterator[Hub]:
    files = {
        "model_index.json": json.dumps({"_class_name": "LTXConditionPipeline"}).encode(),
        WEIGHTS: safetensors(bytes(range(256)) * 100_000),
        "transformer/old.bin": b"a pickle",
        LISTED + ".index.json": json.dumps({"weight_map": {"weight": Path(SHARD).name}}).encode(),
        SHARD: safetensors(b"whole"),
        LISTED: safetensors(b"the same in one file"),
        "transformer_full/model.safetensors": safetensors(b"for something else"),
        "README.md": b"what it is",
    }
    made = Hub(files)

    class Answers(Handler):
        hub = made

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    made.url = f"http://127.0.0.1:{server.server_address[1]}"
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def pull(shell: Shell, hub: Hub, name: str = "mine") -> Any:
    """`vitascope models pull`, with the hub at another address."""
    card = shell.folder / "card.json"
    known = {"family": "ltx", "repo": REPO, "licence": "none", "capabilities": ["text"], "sizes": [[64, 64]]}
    more = {"fps": 24, "frames": 25, "steps": {"draft": 1, "standard": 2, "high": 3}}
    more |= {"leaves": ["transformer_full"]}
    card.write_text(json.dumps(known | more))
    environment = {
        "HF_ENDPOINT": hub.url,
        "HF_HOME": str(shell.folder / "hf"),
        "HF_HUB_OFFLINE": "0",
        "HF_HUB_DISABLE_XET": "1",
    }
    return shell.run_anew("models", "pull", name, "--card", str(card), **environment)


def test_a_model_is_fetched_without_pickles_and_what_is_never_read_and_is_whole(
    hub: Hub, shell: Shell
) -> None:
    done = pull(shell, hub)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("mine: 5 files in ")
    place = shell.folder / "data" / "models" / "mine"
    assert (place / WEIGHTS).read_bytes() == hub.files[WEIGHTS]
    kept = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    known = {"model_index.json", "README.md", WEIGHTS, SHARD, LISTED + ".index.json"}
    assert kept == known | {"vitascope.json"}
    assert json.loads((place / "vitascope.json").read_text())["revision"] == COMMIT
    assert shell.run_anew("models", "verify", "mine").stdout == "mine: whole\n"


def test_an_interrupted_download_goes_on_where_it_stopped(hub: Hub, shell: Shell) -> None:
    hub.cuts = True
    broken = pull(shell, hub)
    assert broken.returncode == 0 or "Run the same command again" in broken.stderr, broken.stderr
    hub.cuts = False
    done = pull(shell, hub)
    assert done.returncode == 0, done.stderr
    assert any(one.startswith("bytes=") and not one.startswith("bytes=0-") for one in hub.ranges)
    weights = shell.folder / "data" / "models" / "mine" / WEIGHTS
    assert weights.read_bytes() == hub.files[WEIGHTS]


def test_weights_that_two_models_share_are_fetched_and_stored_once(hub: Hub, shell: Shell) -> None:
    assert pull(shell, hub).returncode == 0
    assert pull(shell, hub, "other").returncode == 0
    assert hub.sent.count(WEIGHTS) == hub.sent.count(SHARD) == 1
    mine, other = (shell.folder / "data" / "models" / name / WEIGHTS for name in ("mine", "other"))
    assert mine.samefile(other)
    assert "deleted, 0.0 MiB free again" in shell.run("models", "rm", "mine").stdout
    assert shell.run("models", "verify", "other").stdout == "other: whole\n"


def test_a_file_that_arrives_damaged_is_named_and_fetched_anew(hub: Hub, shell: Shell) -> None:
    hub.damages = True
    broken = pull(shell, hub)
    assert broken.returncode == 1
    assert f"{WEIGHTS} of {REPO} arrived damaged" in broken.stderr
    hub.damages = False
    assert pull(shell, hub).returncode == 0


def test_a_gated_repository_says_where_to_accept_its_terms(hub: Hub, shell: Shell) -> None:
    hub.gated = True
    refused = pull(shell, hub)
    assert refused.returncode == 1
    assert f"{REPO} is gated" in refused.stderr
    assert "HF_TOKEN" in refused.stderr


def test_a_hub_that_cannot_be_reached_says_what_to_do(hub: Hub, shell: Shell) -> None:
    hub.url = "http://127.0.0.1:9"
    refused = pull(shell, hub)
    assert refused.returncode == 1
    assert "--from FOLDER" in refused.stderr


def _etag(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
