"""``verify`` on what ``generate`` made, whole and altered."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import av

from support.pictures import landscape
from support.shell import Shell
from vitascope.cli.verify import Known, examine
from vitascope.media.certificate import authority, self_made
from vitascope.media.image import encode_webp
from vitascope.media.manifest import seal


def made(shell: Shell, tmp_path: Path, name: str = "a.mp4") -> Path:
    out = tmp_path / name
    done = shell.run(
        "generate", "a fox", "--model", "stripes", "--num-frames", "4", "--resolution", "540p", "-o", str(out)
    )
    assert done.returncode == 0, done.stderr
    return out


def report(shell: Shell, video: Path, *more: str) -> tuple[int, dict[str, Any]]:
    done = shell.run("verify", str(video), "--json", *more)
    return done.returncode, json.loads(done.stdout)


def test_its_own_video(shell: Shell, tmp_path: Path) -> None:
    video = made(shell, tmp_path)
    code, found = report(shell, video)
    assert code == 0
    assert (found["verdict"], found["trusted"], found["signed_by"]) == ("intact", True, "vitascope")
    assert found["record"]["model"] == "stripes"
    assert found["record"]["prompt"] == "a fox"
    assert found["made_at"].endswith("Z")
    shown = shell.run("verify", str(video)).stdout
    assert shown.startswith("intact: not altered")
    assert "stripes" in shown


def test_a_stranger_s_certificate_is_not_trusted(shell: Shell, tmp_path: Path) -> None:
    video = made(shell, tmp_path)
    code, found = report(shell, video, "--data-dir", str(tmp_path / "other"))
    assert (code, found["verdict"], found["trusted"]) == (0, "intact", False)


def test_an_altered_video(shell: Shell, tmp_path: Path) -> None:
    video = made(shell, tmp_path)
    data = bytearray(video.read_bytes())
    data[-10] ^= 1
    video.write_bytes(data)
    code, found = report(shell, video)
    assert (code, found["verdict"]) == (1, "altered")
    assert found["faults"]


def test_a_copy_without_its_manifest_still_names_its_maker(shell: Shell, tmp_path: Path) -> None:
    video, copy = made(shell, tmp_path), tmp_path / "copy.mp4"
    with av.open(str(video)) as source, av.open(str(copy), "w") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        target.metadata.update(source.metadata)
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
    code, found = report(shell, copy)
    assert (code, found["verdict"], found["signed_by"]) == (0, "unsigned", "")


def test_what_is_no_video_is_refused_in_plain_words(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "note.mp4").write_text("hello")
    done = shell.run("verify", str(tmp_path / "note.mp4"))
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")


def test_what_calls_itself_a_picture_is_not_read_whole(shell: Shell, tmp_path: Path) -> None:
    large = tmp_path / "large.jpg"
    large.write_bytes(b"\xff\xd8\xff\xe0")
    os.truncate(large, 1 << 40)  # a terabyte of which nothing lies on the disk
    done = shell.run("verify", str(large))
    assert done.returncode == 1
    assert "1,099,511,627,776 bytes, at most" in done.stderr


def test_a_picture_of_a_video_says_what_made_it_too(tmp_path: Path) -> None:
    picture = tmp_path / "thumb.webp"
    picture.write_bytes(encode_webp(landscape(96, 64)))
    assert examine(picture, Known()).verdict == "unsigned"
    now = datetime.now(UTC)
    record = {"generation": "1", "engine": "previz", "model": "previz"}
    seal(picture, self_made(b"s" * 32, now), record, now)
    found = examine(picture, Known(authority(b"s" * 32, now)))
    assert (found.verdict, found.trusted, found.source) == ("intact", True, "algorithmicMedia")
    assert (found.record, found.watermark) == (record, "")
