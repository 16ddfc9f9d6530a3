"""One vitascope that has its videos made by another, in each of the three dialects."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support import film, pictures, server
from support.engines import HELD
from support.patience import PATIENCE

ENGINES = f"vitascope.testing.engine:StripesEngine,{HELD}"
DIALECTS = ("aiml", "luma", "openai")
EVERYTHING = ["text", "first", "last", "first_last", "extend", "reverse_extend", "between", "loop"]
LITTLE = ["text", "first", "extend", "loop"]


def _entry(far: server.Server, dialect: str, model: str, **more: Any) -> dict[str, Any]:
    return {
        "name": f"{model}-{dialect}",
        "url": far.url,
        "dialect": dialect,
        "key": server.KEY,
        "model": model,
        "extras": True,
        "capabilities": LITTLE if dialect == "openai" else EVERYTHING,
        "patience_seconds": PATIENCE,
        **more,
    }


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Server]:
    """The server that makes the videos."""
    with server.running(
        tmp_path_factory.mktemp("far"), environment={"VITASCOPE_ENGINES": ENGINES}
    ) as running:
        yield running


@pytest.fixture(scope="module")
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[server.Server]:
    """Another one, to be killed."""
    with server.running(
        tmp_path_factory.mktemp("mortal"), environment={"VITASCOPE_ENGINES": ENGINES}
    ) as running:
        yield running


@pytest.fixture(scope="module")
def near(
    far: server.Server, mortal: server.Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[server.Server]:
    """The server that has them made."""
    remotes = [_entry(far, dialect, model) for dialect in DIALECTS for model in ("stripes", "held")]
    remotes += [
        _entry(far, "aiml", "no-such-model"),
        _entry(mortal, "luma", "held", name="mortal", patience_seconds=1),
    ]
    path = tmp_path_factory.mktemp("settings") / "remotes.json"
    path.write_text(json.dumps(remotes))
    environment = {"VITASCOPE_REMOTES": str(path), "VITASCOPE_CANCEL_GRACE_SECONDS": str(PATIENCE)}
    with server.running(tmp_path_factory.mktemp("near"), environment=environment) as running:
        yield running


def test_remote_models_are_listed_and_take_roles(near: server.Server) -> None:
    listed = {model["id"]: model for model in near.http.get("/v1/models").json()["data"]}
    assert {"stripes-aiml", "stripes-luma", "stripes-openai", "previz"} <= listed.keys()
    assert listed["luma/ray-2"]["served_by"] != "previz"
    assert listed["stripes-openai"]["capabilities"] == sorted(LITTLE)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_clip_and_what_continues_it(
    near: server.Server, far: server.Server, dialect: str, mp4: Path
) -> None:
    made = near.make(model=f"stripes-{dialect}", prompt="a fox", resolution="540p", num_frames=24, seed=5)
    assert made["meta"]["engine"] == f"remote:stripes-{dialect}"
    stream = film.stream(near.download(made["video"]["url"], mp4))
    assert (stream.width, stream.height, stream.frames) == (960, 540, 24)
    longer = near.make(
        model=f"stripes-{dialect}",
        prompt="it goes on",
        num_frames=48,
        seed=5,
        keyframes={"frame0": {"type": "generation", "id": made["generation_id"]}},
    )
    assert longer["meta"]["frames"] == 48
    assert longer["meta"]["stitched_reason"] is None
    before = film.small_lumas(mp4)
    after = film.small_lumas(near.download(longer["video"]["url"], mp4))
    # The test engine fades from the given frame to its own stripes in twelve steps; those are half a
    # period off here, as are those at the beginning and at the end of the clip before.
    assert film.difference(before[-1], after[0]) < 0.15 * film.difference(before[-1], before[0])
    there = near.http.get(f"/v2/video/generations/{longer['generation_id']}/plan").json()["id"]
    assert far.get(there)["meta"]["assets"]["stitched"], "it was continued there by its id"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_first_picture(near: server.Server, dialect: str, mp4: Path) -> None:
    data = pictures.encoded(pictures.landscape(960, 540))
    with pictures.served({"first.png": data}) as web:
        made = near.make(
            model=f"stripes-{dialect}",
            prompt="a valley",
            resolution="540p",
            num_frames=24,
            keyframes={"frame0": {"type": "image", "url": f"{web}/first.png"}},
        )
    first = film.decoded(near.download(made["video"]["url"], mp4))[0]
    assert film.psnr(film.luma(first), film.reference(data, 960, 540)) >= 35


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_same_seed_is_the_same_clip(near: server.Server, dialect: str, mp4: Path) -> None:
    body = {
        "model": f"stripes-{dialect}",
        "prompt": "a fox",
        "resolution": "540p",
        "num_frames": 8,
        "seed": 3,
    }
    assert film.packets(near.video(mp4, **body)) == film.packets(near.video(mp4, **body))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_progress_comes_through_and_a_cancel_reaches_the_server(
    near: server.Server, far: server.Server, dialect: str, tmp_path: Path
) -> None:
    never = str(tmp_path / "never")
    made = near.create(model=f"held-{dialect}", prompt=never, resolution="540p", num_frames=24)
    seen = _until(near, made["id"], lambda found: found["meta"]["progress"] > 0.1)
    assert seen["meta"]["stage"] == "remote"
    there = far.http.get("/v2/video/generations", params={"limit": 1}).json()["data"][0]["id"]
    near.http.post(f"/v2/video/generations/{made['generation_id']}/cancel")
    assert near.wait(made["id"])["error"]["name"] == "Cancelled"
    deadline = time.monotonic() + PATIENCE
    while (answer := _status(far, there)) not in {"error", "gone"}:
        assert time.monotonic() < deadline, answer
        time.sleep(0.05)


def test_a_refusal_there_is_told_here(near: server.Server) -> None:
    failed = near.wait(near.create(model="no-such-model-aiml", prompt="a fox", num_frames=8)["id"])
    assert failed["error"]["name"] == "RemoteRefused"
    assert "No model 'no-such-model' is served here" in failed["error"]["message"]


def test_a_server_that_is_killed_fails_the_generation_by_name(
    near: server.Server, mortal: server.Server, tmp_path: Path
) -> None:
    never = str(tmp_path / "never")
    made = near.create(model="mortal", prompt=never, resolution="540p", num_frames=24)
    _until(near, made["id"], lambda found: found["meta"]["progress"] > 0.1)
    mortal.kill()
    failed = near.wait(made["id"])
    assert failed["error"]["name"] == "RemoteUnreachable"
    assert "mortal" in failed["error"]["message"]


def test_a_killed_child_takes_up_the_same_video(
    near: server.Server, far: server.Server, tmp_path: Path
) -> None:
    gate = tmp_path / "gate"
    made = near.create(model="held-openai", prompt=str(gate), resolution="540p", num_frames=24)
    _until(near, made["id"], lambda found: found["meta"]["progress"] > 0.1)
    before = len(far.http.get("/v2/video/generations", params={"limit": 100}).json()["data"])
    for child in _children(near):
        child.kill()
    gate.touch()
    assert near.wait(made["id"])["status"] == "completed"
    assert len(far.http.get("/v2/video/generations", params={"limit": 100}).json()["data"]) == before


def _children(near: server.Server) -> list[Any]:
    import psutil

    found = psutil.Process(near.process.pid).children()
    return [child for child in found if "vitascope.worker.child" in child.cmdline()]


def _status(far: server.Server, generation: str) -> str:
    answer = far.http.get("/v2/video/generations", params={"generation_id": generation})
    return "gone" if answer.status_code == 404 else str(answer.json()["status"])


def _until(near: server.Server, generation: str, holds: Any) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE
    while not holds(found := near.get(generation)):
        assert time.monotonic() < deadline, found
        assert found["status"] != "error", found
        time.sleep(0.05)
    return found
