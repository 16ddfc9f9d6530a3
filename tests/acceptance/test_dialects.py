"""One server, three APIs: every documented call with curl, and one generation seen through all of them."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from contract.api_tables import TABLES
from support.patience import PATIENCE
from support.server import KEY, Server

SCRIPTS = Path(__file__).parents[1] / "data" / "curl"
FRAMES = 4


@pytest.mark.slow
@pytest.mark.parametrize("dialect", TABLES)
def test_every_documented_call_with_curl(live: Server, tmp_path: Path, dialect: str) -> None:
    log = tmp_path / "calls"
    environment = {**os.environ, "URL": live.url, "KEY": KEY, "LOG": str(log), "WORK": str(tmp_path)}
    ended = subprocess.run(
        ["sh", SCRIPTS / f"{dialect}.sh"],
        env=environment,
        capture_output=True,
        timeout=5 * PATIENCE,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr.decode()
    called = {(line.split()[0], line.split()[1].partition("?")[0]) for line in log.read_text().splitlines()}
    for method, template in TABLES[dialect]:
        pattern = re.sub(r"\\\{\w+\\\}", ".+", re.escape(template))
        assert any(method == verb and re.fullmatch(pattern, path) for verb, path in called), template


def uuid_of(shown: dict[str, Any]) -> str:
    """The one id behind every form."""
    core = str(shown["id"]).partition(":")[0].removeprefix("video_").replace("-", "")
    return f"{core[:8]}-{core[8:12]}-{core[12:16]}-{core[16:20]}-{core[20:]}"


class Dialect:
    """What is done through one API, always with the id as another API writes it."""

    def __init__(self, live: Server) -> None:
        self.http = live.http

    def json(self, answer: Any) -> dict[str, Any]:
        assert answer.is_success, answer.text
        found: dict[str, Any] = answer.json()
        return found


class Aiml(Dialect):
    path = "/v2/video/generations"

    def create(self, **fields: Any) -> dict[str, Any]:
        body = {"model": "luma/ray-2", "prompt": "a calm sea", "num_frames": FRAMES, "resolution": "540p"}
        return self.json(self.http.post(self.path, json=body | fields))

    def read(self, one: str) -> str:
        return str(self.json(self.http.get(self.path, params={"generation_id": one}))["status"])

    def extend(self, one: str) -> dict[str, Any]:
        return self.create(keyframes={"frame0": {"type": "generation", "id": one}})

    def listed(self) -> set[str]:
        return {uuid_of(one) for one in self.json(self.http.get(self.path))["data"]}

    def delete(self, one: str) -> int:
        return self.http.delete(f"{self.path}/{one}").status_code

    def gone(self, one: str) -> bool:
        return self.http.get(self.path, params={"generation_id": one}).status_code == 404


class Luma(Dialect):
    path = "/dream-machine/v1/generations"

    def create(self, **fields: Any) -> dict[str, Any]:
        body = {"model": "ray-2", "prompt": "a calm sea", "num_frames": FRAMES, "resolution": "540p"}
        return self.json(self.http.post(self.path, json=body | fields))

    def read(self, one: str) -> str:
        return str(self.json(self.http.get(f"{self.path}/{one}"))["state"])

    def extend(self, one: str) -> dict[str, Any]:
        return self.create(keyframes={"frame0": {"type": "generation", "id": one}})

    def listed(self) -> set[str]:
        return {uuid_of(one) for one in self.json(self.http.get(self.path))["generations"]}

    def delete(self, one: str) -> int:
        return self.http.delete(f"{self.path}/{one}").status_code

    def gone(self, one: str) -> bool:
        return self.http.get(f"{self.path}/{one}").status_code == 404


class Openai(Dialect):
    path = "/v1/videos"

    def create(self, **fields: Any) -> dict[str, Any]:
        body = {"prompt": "a calm sea", "num_frames": FRAMES, "size": "960x540"}
        return self.json(self.http.post(self.path, json=body | fields))

    def read(self, one: str) -> str:
        return str(self.json(self.http.get(f"{self.path}/{one}"))["status"])

    def extend(self, one: str) -> dict[str, Any]:
        body = {"prompt": "a calm sea", "num_frames": FRAMES, "video": {"id": one}}
        return self.json(self.http.post(f"{self.path}/extensions", json=body))

    def listed(self) -> set[str]:
        return {uuid_of(one) for one in self.json(self.http.get(self.path))["data"]}

    def delete(self, one: str) -> int:
        return self.http.delete(f"{self.path}/{one}").status_code

    def gone(self, one: str) -> bool:
        return self.http.get(f"{self.path}/{one}").status_code == 404


MAKERS: dict[str, Callable[[Server], Aiml | Luma | Openai]] = {"aiml": Aiml, "luma": Luma, "openai": Openai}


@pytest.mark.parametrize(("made_in", "used_in"), [*permutations(MAKERS, 2)])
def test_made_in_one_dialect_and_used_in_another(stripes: Server, made_in: str, used_in: str) -> None:
    shown, other = MAKERS[made_in](stripes).create(), MAKERS[used_in](stripes)
    one = str(shown["id"])
    assert stripes.wait(one)["status"] == "completed"
    assert other.read(one) == "completed"
    assert uuid_of(shown) in other.listed()
    longer = other.extend(one)
    done = stripes.wait(str(longer["id"]))
    assert done["status"] == "completed", done
    assert done["meta"]["assets"]["stitched"]
    assert other.delete(one) in {200, 204}
    assert all(MAKERS[name](stripes).gone(one) for name in MAKERS)
