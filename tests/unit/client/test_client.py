"""Both clients against a live server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support import film, pictures, server
from support.patience import PATIENCE
from unit.client.conftest import Connect
from vitascope.client import (
    BadRequest,
    Client,
    Event,
    Generation,
    GenerationFailed,
    NotFound,
    Timeout,
    Unauthorized,
)

SMALL: dict[str, Any] = {"model": "stripes", "resolution": "540p", "num_frames": 8}
ENDLESS: dict[str, Any] = {"model": "held", "resolution": "540p", "num_frames": 8}
"""Half of it; its prompt names a file that never comes."""
NEVER = "/this/file/never/comes"


def test_generate_waits_and_tells_how_far_it_is(client: Client) -> None:
    told: list[Generation] = []
    made = client.generate("stripes", **SMALL, seed=3, on_progress=told.append, timeout=PATIENCE)
    assert (made.status, made.progress, made.error, made.done) == ("completed", 1.0, None, True)
    assert made.video_url is not None
    assert made.video_url == made.meta.assets["video"]
    assert told[0].status == "queued"
    assert told[-1] == made
    assert [one.progress for one in told] == sorted(one.progress for one in told)


def test_the_same_key_is_the_same_generation(client: Client, tmp_path: Path) -> None:
    key = f"order of {tmp_path}"
    once = client.submit("stripes", **SMALL, idempotency_key=key)
    assert client.submit("stripes", **SMALL, idempotency_key=key).id == once.id
    with pytest.raises(BadRequest) as caught:
        client.submit("other stripes", **SMALL, idempotency_key=key)
    assert caught.value.status == 422


def test_every_option_arrives(client: Client) -> None:
    made = client.generate(
        "stripes", model="stripes", resolution="540p", aspect_ratio="1:1", loop=True, seed=11, num_frames=6
    )
    meta = made.meta
    assert (meta.engine, meta.model, meta.seed) == ("stripes", "stripes", 11)
    assert (meta.width, meta.height, meta.fps, meta.frames, meta.duration) == (540, 540, 24, 6, 0.25)
    assert meta.ignored == ()


def test_the_further_options_arrive(client: Client) -> None:
    made = client.submit(
        "stripes",
        **SMALL,
        concepts=["orbit_left"],
        negative_prompt="rain",
        steps=4,
        guidance=2.5,
        quality="high",
        priority=1,
    )
    assert made.meta.ignored == ()
    with pytest.raises(BadRequest) as caught:
        client.submit("stripes", **SMALL, concepts=["backflip"])
    assert "backflip" in str(caught.value)


def test_a_plan_is_fetched_and_followed(client: Client) -> None:
    made = client.generate("stripes", **SMALL, seed=5)
    assert client.plan(made)["seed"] == 5
    again = client.submit("stripes", **SMALL, plan=client.plan(made.id))
    assert again.meta.ignored == ()
    with pytest.raises(NotFound):
        client.plan("00000000-0000-0000-0000-000000000000")


def test_what_is_there_is_listed_page_by_page(client: Client) -> None:
    made = [client.submit("stripes", **SMALL).id for _ in range(3)]
    first = client.generations(limit=2)
    assert [one.id for one in first] == [made[2], made[1]]
    assert client.generations(limit=1, after=first[-1])[0].id == made[0]


def test_what_is_deleted_is_gone_also_while_it_is_made(client: Client) -> None:
    made = client.submit(NEVER, **ENDLESS)
    client.delete(made)
    for gone in (client.get, client.delete):
        with pytest.raises(NotFound):
            gone(made.id)


def test_duration_arrives(client: Client) -> None:
    created = client.submit("stripes", model="slow-stripes", resolution="540p", duration=9)
    assert (created.meta.frames, created.status) == (216, "queued")
    client.cancel(created)


def test_extra_fields_arrive(client: Client) -> None:
    created = client.submit("stripes", **SMALL, extra={"colour_of_the_sky": "green"})
    assert "colour_of_the_sky" in created.meta.ignored


def test_pictures_at_both_ends(client: Client, tmp_path: Path) -> None:
    photo = tmp_path / "photo.png"
    photo.write_bytes(pictures.encoded(pictures.landscape(320, 180)))
    last = pictures.encoded(pictures.portrait(160, 90), "JPEG")
    made = client.generate("stripes", **SMALL, first=photo, last=last)
    assert made.status == "completed"


def test_extend_continues_and_joins(client: Client, clip: Generation, folder: Path) -> None:
    more = client.extend(clip, "more of it", model="stripes", num_frames=6)
    assert (more.meta.width, more.meta.height, more.meta.frames) == (960, 540, 6)
    whole = client.download(more, folder / "whole.mp4", asset="stitched")
    assert film.stream(whole).frames == 14


def test_a_generation_as_a_picture_is_continued(client: Client, clip: Generation) -> None:
    after = client.submit("on", model="stripes", num_frames=4, first=clip)
    before = client.submit("to", model="stripes", num_frames=4, lead_into=clip.id)
    assert "stitched" in client.wait(after).meta.assets
    assert "stitched" in client.wait(before).meta.assets


def test_extend_refuses_two_sources(client: Client, clip: Generation) -> None:
    with pytest.raises(TypeError, match="first argument"):
        client.extend(clip, "more", extend="another")


def test_get_takes_a_generation_and_its_id_in_any_form(client: Client, clip: Generation) -> None:
    bare = clip.id.partition(":")[0]
    assert clip.id == f"{bare}:stripes"
    assert client.get(clip) == client.get(clip.id) == client.get(bare)


def test_a_wait_that_is_too_short(client: Client) -> None:
    created = client.submit(NEVER, **ENDLESS)
    with pytest.raises(Timeout, match="goes on") as caught:
        client.wait(created, timeout=0.3)
    assert isinstance(caught.value, TimeoutError)
    assert caught.value.generation.id == created.id
    assert not client.get(created).done
    client.cancel(created)


def test_a_cancelled_generation_has_failed(client: Client) -> None:
    created = client.submit(NEVER, **ENDLESS)
    client.cancel(created)
    with pytest.raises(GenerationFailed, match="Cancelled") as caught:
        client.wait(created.id, timeout=PATIENCE)
    assert caught.value.generation.error is not None
    assert caught.value.generation.error.name == "Cancelled"


def test_cancelling_what_is_finished_changes_nothing(client: Client, clip: Generation) -> None:
    assert client.cancel(clip).status == "completed"


def test_an_unknown_generation(client: Client) -> None:
    with pytest.raises(NotFound, match="nobody") as caught:
        client.get("nobody")
    assert caught.value.status == 404
    assert caught.value.request_id
    assert caught.value.request_id in str(caught.value)
    assert isinstance(caught.value, LookupError)


def test_a_wrong_key(connect: Connect, stripes: server.Server) -> None:
    with pytest.raises(Unauthorized, match="API key") as caught:
        connect(stripes.url, "not-the-key").submit("stripes")
    assert caught.value.status == 401


def test_a_refusal_names_its_fields(client: Client) -> None:
    with pytest.raises(BadRequest, match="resolution") as caught:
        client.submit("stripes", resolution="8k", seed=-1)
    fields = {fault.field: fault for fault in caught.value.faults}
    assert fields.keys() == {"resolution", "seed"}
    assert fields["resolution"].received == "8k"
    assert "540p" in (fields["resolution"].expected or "")
    assert isinstance(caught.value, ValueError)


def test_download(client: Client, clip: Generation, folder: Path, stripes: server.Server) -> None:
    there = folder / "clip.mp4"
    there.write_bytes(b"what was there before")
    assert client.download(clip, there) == there
    assert clip.video_url is not None
    assert there.read_bytes() == stripes.http.get(clip.video_url).content
    assert client.download(clip.id, str(folder / "clip.webp"), "thumbnail").read_bytes()[:4] == b"RIFF"
    assert {path.name for path in folder.iterdir()} == {"clip.mp4", "clip.webp"}


def test_a_download_of_what_was_made_meanwhile(client: Client, folder: Path) -> None:
    created = client.submit("stripes", **SMALL)
    client.wait(created.id, timeout=PATIENCE)
    assert created.video_url is None
    assert film.stream(client.download(created, folder / "late.mp4")).frames == 8


def test_a_download_of_what_is_not_there(client: Client, clip: Generation, folder: Path) -> None:
    with pytest.raises(NotFound, match=r"no 'stitched'; it has: video, thumbnail, sheet"):
        client.download(clip, folder / "whole.mp4", asset="stitched")
    assert list(folder.iterdir()) == []


def test_a_download_to_where_nothing_can_be(client: Client, clip: Generation, folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        client.download(clip, folder / "no" / "such" / "folder.mp4")
    with pytest.raises(IsADirectoryError):
        client.download(clip, folder)
    assert list(folder.iterdir()) == []
    assert list(folder.parent.iterdir()) == [folder]


def test_events_to_the_end(client: Client, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    created = client.submit(str(gate), **ENDLESS)
    seen: list[Event] = []
    for event in client.events(created):
        seen.append(event)
        if event.stage == "render":
            gate.touch()
    assert [event.kind for event in seen].count("end") == 1
    assert (seen[0].kind, seen[-1].kind, seen[-1].status) == ("state", "end", "completed")
    progress = [event.progress for event in seen if event.progress is not None]
    assert progress == sorted(progress)
    assert any(0 < one < 1 for one in progress)


def test_events_may_be_left(client: Client) -> None:
    created = client.submit(NEVER, **ENDLESS)
    first = next(iter(client.events(created)))
    assert (first.kind, first.status) in {("state", "queued"), ("state", "generating")}
    assert client.cancel(created).id == created.id


def test_events_of_nobody(client: Client) -> None:
    with pytest.raises(NotFound):
        next(iter(client.events("nobody")))


def test_models(client: Client) -> None:
    listed = {model.id: model for model in client.models()}
    assert {"luma/ray-2", "stripes", "slow-stripes", "previz"} <= listed.keys()
    assert listed["luma/ray-2"].served_by == "slow-stripes"
    assert "extend" in listed["stripes"].capabilities
    assert listed["stripes"].licence == "Apache-2.0"


def test_address_and_key_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, stripes: server.Server, clip: Generation
) -> None:
    monkeypatch.setenv("VITASCOPE_URL", stripes.url + "/")
    monkeypatch.setenv("VITASCOPE_API_KEY", server.KEY + "\n")
    with Client() as client:
        assert client.get(clip) == clip
