from __future__ import annotations

import io
import signal

import av
import pytest

from support import film, pictures, server
from support.engines import HELD
from support.patience import PATIENCE, until
from support.shell import ENGINES, Shell
from vitascope.clock import SystemClock
from vitascope.domain.generation import Generation, State
from vitascope.ledger import Ledger

CLIP = ("--num-frames", "12", "--resolution", "540p", "--seed", "3")


def _generations(shell: Shell) -> list[Generation]:
    ledger = Ledger.open(f"sqlite:///{shell.folder / 'data' / 'ledger.sqlite3'}", SystemClock())
    try:
        return ledger.list("default")
    finally:
        ledger.close()


def test_a_clip_between_two_pictures_without_a_server(shell: Shell) -> None:
    first, last = (
        pictures.encoded(pictures.landscape(640, 480)),
        pictures.encoded(pictures.portrait(480, 640)),
    )
    (shell.folder / "first.png").write_bytes(first)
    (shell.folder / "last.png").write_bytes(last)
    ends = ("--first", "first.png", "--last", "last.png")
    done = shell.run_anew("generate", "from land to fish", *ends, *CLIP, "-o", "out.mp4")
    assert done.returncode == 0, done.stderr
    made = _generations(shell)[0]
    assert done.stdout == f"out.mp4  {made.id}\n"
    assert (made.request.prompt, made.seed, made.state) == ("from land to fish", 3, State.COMPLETED)
    frames = film.decoded(shell.folder / "out.mp4")
    assert len(frames) == 12
    assert film.psnr(film.luma(frames[0]), film.reference(first, 960, 540)) > 35
    assert film.psnr(film.luma(frames[-1]), film.reference(last, 960, 540)) > 35
    assert shell.files() == {"first.png", "last.png", "out.mp4"}


def test_a_video_to_stdout_and_its_extension(shell: Shell) -> None:
    piped = shell.start("generate", "stripes", *CLIP, "-o", "-")
    video, told = piped.communicate(timeout=PATIENCE)
    assert piped.returncode == 0, told
    with av.open(io.BytesIO(video), "r") as container:
        assert len(list(container.decode(video=0))) == 12
    assert _generations(shell)[0].id in told.decode()
    (shell.folder / "source.mp4").write_bytes(video)
    done = shell.run("generate", "on", "--extend", "source.mp4", "--num-frames", "8")
    assert done.returncode == 0, done.stderr
    extension = _generations(shell)[0]
    assert shell.files() == {"source.mp4", f"{extension.id}.mp4"}
    stitched = extension.asset("stitched")
    assert stitched is not None
    assert film.stream(shell.folder / "data" / "storage" / stitched.key).frames == 20


def test_ctrl_c_cancels_and_leaves_no_half_file(shell: Shell) -> None:
    shell.environment["VITASCOPE_ENGINES"] += f",{HELD}"
    process = shell.start("generate", "/this/file/never/comes", *CLIP, "--model", "held", "-o", "out.mp4")
    until((shell.folder / "data" / "ledger.sqlite3").exists)
    until(lambda: any(generation.progress.stage == "render" for generation in _generations(shell)))
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert b"Traceback" not in told
    assert [generation.state for generation in _generations(shell)] == [State.CANCELLED]
    assert shell.files() == set()
    assert not any((shell.folder / "data" / "storage").rglob("*.mp4"))


def test_a_running_server_does_the_work(shell: Shell) -> None:
    environment = {name: shell.environment[name] for name in ("VITASCOPE_CACHE_DIR", "VITASCOPE_ENGINES")}
    with server.running(shell.folder / "data", environment=environment) as live:
        until(lambda: live.http.get("/health").json()["status"] == "ok")
        never_ready = {"VITASCOPE_ENGINES": f"{ENGINES},support.engines:HeavyStripes"}
        done = shell.run("generate", "stripes", *CLIP, "--model", "stripes", "-o", "out.mp4", **never_ready)
        assert done.returncode == 0, done.stderr
        made = _generations(shell)[0]
        assert made.attempt == 1
        assert live.get(made.id)["status"] == "completed"
        ledger = Ledger.open(f"sqlite:///{shell.folder / 'data' / 'ledger.sqlite3'}", SystemClock())
        workers = [event.data["worker"] for event in ledger.events(made.id) if event.kind == "running"]
        ledger.close()
        assert f"-{live.process.pid}-" in workers[0]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--first", "none.png"], 1, "none.png cannot be read"),
        (["--extend", "none.mp4"], 1, "neither a video file nor a generation's id"),
        (["--model", "nonsense"], 1, "No model 'nonsense' is served here"),
        (["-o", "no/such/folder.mp4"], 1, "Nothing can be written to no/such/folder.mp4"),
        (["--first", "a.png", "--extend", "b.mp4"], 2, "set the same end"),
        (["--num-frames", "1"], 2, "--num-frames"),
    ],
)
def test_what_cannot_be_made_is_said_before_anything_is_done(
    shell: Shell, arguments: list[str], code: int, says: str
) -> None:
    done = shell.run("generate", "stripes", *arguments)
    assert done.returncode == code
    assert says in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert shell.files() == set()
