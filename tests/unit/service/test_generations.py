from __future__ import annotations

import hashlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from unit.service.parts import OTHER, OWNER, PUBLIC_URL, Home, data_url, png
from vitascope.domain.generation import Generation, State
from vitascope.domain.render import RenderSpec
from vitascope.domain.request import AspectRatio, ImageKeyframe, Resolution
from vitascope.engines.previz import PrevizEngine
from vitascope.engines.registry import Registry
from vitascope.errors import (
    InvalidRequest,
    KeyframeRefused,
    MediaError,
    MissingCapability,
    NotFound,
    StorageFull,
    UnknownModel,
    VitascopeError,
)
from vitascope.media.encode import Encoder
from vitascope.media.limits import MAX_BYTES
from vitascope.service.generations import PLACE_SECONDS
from vitascope.storage import LocalStorage, Stored

UNKNOWN = "11111111-2222-3333-4444-555555555555"


def image(url: str) -> dict[str, str]:
    return {"type": "image", "url": url}


def clip(generation: Generation | str) -> dict[str, str]:
    return {"type": "generation", "id": generation if isinstance(generation, str) else generation.id}


def test_create_queues_and_wakes(home: Home) -> None:
    made = home.create(seed=7)
    assert (made.state, made.engine, made.model, made.seed) == (State.QUEUED, "stripes", "stripes", 7)
    assert home.ledger.get(made.id, OWNER) == made
    assert len(home.woken) == 1


def test_an_absent_seed_is_drawn_anew(home: Home) -> None:
    assert len({home.create().seed for _ in range(5)}) == 5


def test_seed_zero_is_a_seed(home: Home) -> None:
    assert home.create(seed=0).seed == 0


def test_the_prompt_is_kept_as_given(home: Home) -> None:
    assert home.create(prompt="  a fox \n").request.prompt == "  a fox \n"


def test_a_data_url_is_stored_and_named_in_its_place(home: Home) -> None:
    made = home.create(frame0=image(data_url(png())), frame1=image(data_url(png(48, 20))))
    assert made.request.frame0 == ImageKeyframe(url=f"asset:{made.id}/input/frame0")
    assert home.files() == [f"{made.id}/input/frame0", f"{made.id}/input/frame1"]
    asset = made.asset("input.frame0")
    assert asset is not None
    assert (asset.media_type, asset.size) == ("image/png", len(png()))
    assert b"".join(home.storage.read(asset.key)) == png()


def test_a_remote_image_is_left_for_the_worker(home: Home) -> None:
    made = home.create(frame0=image("https://pictures.example/fox.jpg"))
    assert made.request.frame0 == ImageKeyframe(url="https://pictures.example/fox.jpg")
    assert home.files() == []


def test_an_own_asset_is_copied_so_that_it_outlives_its_generation(home: Home) -> None:
    first = home.finish(home.create())
    url = home.services.assets.url(first, "thumbnail")
    assert url is not None
    second = home.create(frame1=image(url))
    home.services.generations.delete(first.id, OWNER)
    assert second.request.frame1 == ImageKeyframe(url=f"asset:{second.id}/input/frame1")
    assert home.files() == [f"{second.id}/input/frame1"]


@pytest.mark.parametrize("form", ["{}", "{}:luma/ray-2", "video_{}"])
def test_a_generation_keyframe_takes_every_form_of_id(home: Home, form: str) -> None:
    source = home.finish(home.create())
    made = home.create(frame0=clip(form.format(source.id)))
    assert made.request.parents == (source.id,)


REFUSALS: dict[str, tuple[dict[str, object], type[VitascopeError], str | None, str]] = {
    "unknown model": ({"model": "dall-e"}, UnknownModel, "model", "dall-e"),
    "model that cannot": (
        {"model": "text-only", "frame0": image("https://x.example/a.png")},
        MissingCapability,
        "model",
        "first",
    ),
    "empty prompt": ({"prompt": ""}, InvalidRequest, "prompt", "Prompt is required"),
    "blank prompt": ({"prompt": " \n\t"}, InvalidRequest, "prompt", "Prompt is required"),
    "too short": ({"duration": 0}, InvalidRequest, "duration", "received 0"),
    "too long": ({"duration": 21}, InvalidRequest, "duration", "received 21"),
    "odd size": ({"size": (101, 100)}, InvalidRequest, "resolution", "101x100"),
    "small size": ({"size": (14, 100)}, InvalidRequest, "resolution", "14x100"),
    "large size": ({"size": (5040, 2162)}, InvalidRequest, "resolution", "5040x2162"),
    "no picture": (
        {"frame0": image(data_url(b"<svg></svg>"))},
        KeyframeRefused,
        "keyframes.frame0.url",
        "expected a picture",
    ),
    "damaged picture": (
        {"frame1": image(data_url(png()[:70]))},
        KeyframeRefused,
        "keyframes.frame1.url",
        "picture",
    ),
    "no base64": (
        {"frame0": image("data:image/png;base64,!!!!")},
        KeyframeRefused,
        "keyframes.frame0.url",
        "base64",
    ),
    "no comma": (
        {"frame0": image("data:image/png;base64")},
        KeyframeRefused,
        "keyframes.frame0.url",
        "comma",
    ),
    "no data": (
        {"frame0": image("data:image/png;base64,")},
        KeyframeRefused,
        "keyframes.frame0.url",
        "empty",
    ),
    "too many bytes": (
        {"frame0": image(data_url(bytes(MAX_BYTES + 1)))},
        KeyframeRefused,
        "keyframes.frame0.url",
        f"{MAX_BYTES:,}",
    ),
    "scheme": ({"frame0": image("ftp://x.example/a.png")}, KeyframeRefused, "keyframes.frame0.url", "http"),
    "file": ({"frame0": image("file:///etc/passwd")}, KeyframeRefused, "keyframes.frame0.url", "http"),
    "somebody's storage": (
        {"frame0": image(f"asset:{UNKNOWN}/input/frame0")},
        KeyframeRefused,
        "keyframes.frame0.url",
        "http",
    ),
    "private address": (
        {"frame0": image("http://169.254.169.254/latest")},
        KeyframeRefused,
        "keyframes.frame0.url",
        "169.254.169.254",
    ),
    "unknown generation": ({"frame0": clip(UNKNOWN)}, NotFound, None, UNKNOWN),
    "no id at all": ({"frame0": clip("my-video")}, NotFound, None, "my-video"),
    "second keyframe bad": (
        {"frame0": image(data_url(png())), "frame1": image("gopher://x.example")},
        KeyframeRefused,
        "keyframes.frame1.url",
        "http",
    ),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_says_why_and_leaves_nothing(home: Home, name: str) -> None:
    asked, kind, field, words = REFUSALS[name]
    with pytest.raises(kind) as caught:
        home.create(**asked)
    assert type(caught.value) is kind
    assert words in caught.value.message
    assert getattr(caught.value, "field", None) == field
    assert (home.rows(), home.files(), home.woken) == (0, [], [])


LOOPS = [
    ({"frame1": "image"}, "end frame"),
    ({"frame0": "image", "frame1": "image"}, "keyframes"),
    ({"frame1": "generation"}, "extend reverse"),
    ({"frame0": "generation", "frame1": "image"}, "interpolate video to image"),
    ({"frame0": "image", "frame1": "generation"}, "interpolate image to video"),
    ({"frame0": "generation", "frame1": "generation"}, "interpolate between two videos"),
]


@pytest.mark.parametrize(("ends", "words"), LOOPS)
def test_a_loop_has_no_end_of_its_own(home: Home, ends: dict[str, str], words: str) -> None:
    source = home.finish(home.create())
    keyframes = {"image": image(data_url(png())), "generation": clip(source)}
    before = home.files()
    with pytest.raises(InvalidRequest, match=f"Loop is not supported for {words}"):
        home.create(loop=True, **{name: keyframes[kind] for name, kind in ends.items()})
    assert (home.rows(), home.files()) == (1, before)


@pytest.mark.parametrize("kind", ["text", "image", "generation"])
def test_a_loop_may_begin_anywhere(home: Home, kind: str) -> None:
    source = home.finish(home.create())
    ends = {"text": {}, "image": {"frame0": image(data_url(png()))}, "generation": {"frame0": clip(source)}}
    assert home.create(loop=True, **ends[kind]).request.loop


def test_an_unfinished_generation_is_no_keyframe(home: Home) -> None:
    source = home.create()
    with pytest.raises(InvalidRequest, match=f"{source.id} is queued") as caught:
        home.create(frame1=clip(source))
    assert caught.value.field == "keyframes.frame1.id"
    home.fail(source, "EngineError", "broke")
    with pytest.raises(InvalidRequest, match="is failed; a keyframe must be completed"):
        home.create(frame1=clip(source))


def test_another_owners_work_is_unknown(home: Home) -> None:
    theirs = home.finish(home.create(OTHER))
    generations = home.services.generations
    url = home.services.assets.url(theirs, "thumbnail")
    assert url is not None
    attempts: list[Callable[[], object]] = [
        lambda: home.create(frame0=clip(theirs)),
        lambda: home.create(frame0=image(url)),
        lambda: generations.get(theirs.id, OWNER),
        lambda: generations.cancel(theirs.id, OWNER),
        lambda: generations.delete(theirs.id, OWNER),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    assert home.rows() == 1
    assert home.ledger.get(theirs.id, OTHER) == theirs


def test_a_video_is_no_picture(home: Home) -> None:
    source = home.finish(home.create())
    url = home.services.assets.url(source, "video")
    assert url is not None
    with pytest.raises(KeyframeRefused, match=f'"id": "{source.id}"'):
        home.create(frame0=image(url))


def test_a_tampered_own_link_is_nobodys(home: Home) -> None:
    with pytest.raises(NotFound):
        home.create(frame0=image(f"{PUBLIC_URL}/assets/{'0' * 32}/{UNKNOWN}/thumbnail.webp"))


class FullAtTheSecond(LocalStorage):
    """Has room for one keyframe."""

    def put_bytes(self, key: str, data: bytes) -> Stored:
        if key.endswith("frame1"):
            raise StorageFull("The disk is full.")
        return super().put_bytes(key, data)


def test_a_full_disk_leaves_neither_row_nor_file(home: Home) -> None:
    home.storage = FullAtTheSecond(home.root / "storage")
    home.services = home.build()
    with pytest.raises(StorageFull):
        home.create(frame0=image(data_url(png())), frame1=image(data_url(png())))
    assert (home.rows(), home.files(), home.woken) == (0, [], [])


INHERITED = [
    ((960, 540), {}, (Resolution.P540, AspectRatio.WIDE, None)),
    ((540, 960), {}, (Resolution.P540, AspectRatio.TALL, None)),
    ((2520, 1080), {}, (Resolution.P1080, AspectRatio.CINEMA, None)),
    ((640, 360), {}, (Resolution.P1080, AspectRatio.WIDE, (640, 360))),
    ((640, 360), {"resolution": "720p"}, (Resolution.P720, AspectRatio.WIDE, None)),
    ((720, 720), {"resolution": "1080p"}, (Resolution.P1080, AspectRatio.SQUARE, None)),
    ((720, 720), {"aspect_ratio": "16:9"}, (Resolution.P720, AspectRatio.WIDE, None)),
    ((640, 360), {"aspect_ratio": "1:1"}, (Resolution.P1080, AspectRatio.SQUARE, (360, 360))),
    ((360, 640), {"aspect_ratio": "16:9"}, (Resolution.P1080, AspectRatio.WIDE, (640, 360))),
    ((500, 300), {"resolution": "540p"}, (Resolution.P540, AspectRatio.WIDE, (900, 540))),
    ((641, 361), {}, (Resolution.P1080, AspectRatio.WIDE, (640, 360))),
    ((640, 360), {"resolution": "540p", "aspect_ratio": "4:3"}, (Resolution.P540, AspectRatio.CLASSIC, None)),
    ((640, 360), {"size": (320, 240)}, (Resolution.P1080, AspectRatio.WIDE, (320, 240))),
]


@pytest.mark.parametrize(("source", "asked", "expected"), INHERITED)
def test_an_extension_takes_over_what_was_not_asked(
    home: Home,
    source: tuple[int, int],
    asked: dict[str, object],
    expected: tuple[Resolution, AspectRatio, tuple[int, int] | None],
) -> None:
    parent = home.finish(home.create(), source)
    request = home.create(frame0=clip(parent), **asked).request
    assert (request.resolution, request.aspect_ratio, request.size) == expected


def test_between_two_clips_the_first_one_gives_the_size(home: Home) -> None:
    wide, tall = home.finish(home.create(), (960, 540)), home.finish(home.create(), (540, 960))
    assert home.create(frame0=clip(tall), frame1=clip(wide)).request.aspect_ratio is AspectRatio.TALL


def test_a_banner_cannot_be_continued_at_a_size_that_is_too_large(home: Home) -> None:
    banner = home.finish(home.create(), (2000, 200))
    with pytest.raises(InvalidRequest, match="10800x1080"):
        home.create(frame0=clip(banner), resolution="1080p")


def test_positions_count_those_before_and_are_read_once_a_second(home: Home) -> None:
    generations = home.services.generations
    first, second = home.create(), home.create()
    assert (generations.position(first), generations.position(second)) == (0, 1)
    generations.cancel(first.id, OWNER)
    assert generations.position(second) == 1
    home.clock.advance(PLACE_SECONDS)
    assert generations.position(second) == 0
    assert generations.position(home.finish(second)) is None


def test_standings_answer_many_at_once(home: Home) -> None:
    waiting, done = home.create(), home.finish(home.create(OTHER))
    found = home.services.generations.standings([waiting.id, done.id, UNKNOWN])
    assert {key: (one.generation, one.position) for key, one in found.items()} == {
        waiting.id: (waiting, 0),
        done.id: (done, None),
    }


def test_lists_page_through_the_owners_own(home: Home) -> None:
    made = [home.create().id for _ in range(3)]
    home.create(OTHER)
    page = home.services.generations.list(OWNER, limit=2)
    assert ([one.id for one in page.generations], page.has_more) == ([made[2], made[1]], True)
    rest = home.services.generations.list(OWNER, limit=2, offset=2)
    assert ([one.id for one in rest.generations], rest.has_more) == ([made[0]], False)


def test_cancelling_twice_is_the_same(home: Home) -> None:
    made = home.create()
    first = home.services.generations.cancel(f"video_{made.id.replace('-', '')}", OWNER)
    assert first.state is State.CANCELLED
    assert home.services.generations.cancel(made.id, OWNER) == first


def test_deleting_takes_the_files_along(home: Home) -> None:
    made = home.finish(home.create(frame0=image(data_url(png()))))
    kept = home.finish(home.create())
    assert any(key.startswith(made.id) for key in home.files())
    home.services.generations.delete(made.id, OWNER)
    assert {key.split("/")[0] for key in home.files()} == {kept.id}
    with pytest.raises(NotFound):
        home.services.generations.get(made.id, OWNER)


def test_a_running_generation_is_not_deleted(home: Home) -> None:
    made = home.create()
    home.ledger.claim("worker", 60.0, made.pool, made.id)
    with pytest.raises(InvalidRequest):
        home.services.generations.delete(made.id, OWNER)


def film(path: Path, width: int = 64, height: int = 48, frames: int = 12) -> Path:
    """A grey video with 24 frames a second."""
    grey, half = np.full((height, width), 90, np.uint8), np.full((height // 2, width // 2), 128, np.uint8)
    with Encoder(path, width, height, 24, frames) as encoder:
        for _ in range(frames):
            encoder.write(grey, half, half)
        encoder.close()
    return path


def test_a_film_is_adopted_and_can_be_continued(home: Home) -> None:
    path = film(home.root / "film.mp4")
    waiting = home.create()
    adopted = home.services.generations.adopt(path, OWNER)
    assert home.ledger.get(adopted.id, OWNER) == adopted
    assert (adopted.state, adopted.engine, adopted.model) == (State.COMPLETED, "import", "import")
    assert adopted.outcome is not None
    assert (adopted.outcome.width, adopted.outcome.height, adopted.outcome.frames) == (64, 48, 12)
    video = adopted.asset("video")
    assert video is not None
    assert b"".join(home.storage.read(video.key)) == path.read_bytes()
    assert (video.size, video.sha256) == (path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())
    assert home.create(frame0=clip(adopted)).request.size == (64, 48)
    assert home.ledger.get(waiting.id).state is State.QUEUED


def test_an_adopted_film_has_pictures_like_any_other(home: Home) -> None:
    adopted = home.services.generations.adopt(film(home.root / "film.mp4"), OWNER)
    for name, kind in (("thumbnail", "WEBP"), ("sheet", "JPEG")):
        asset = adopted.asset(name)
        assert asset is not None
        data = b"".join(home.storage.read(asset.key))
        with Image.open(BytesIO(data)) as picture:
            assert (picture.format, picture.width % 64) == (kind, 0)
        assert (asset.size, asset.sha256) == (len(data), hashlib.sha256(data).hexdigest())
        assert home.services.assets.url(adopted, name)


def test_a_film_too_small_for_any_clip_is_not_adopted(home: Home) -> None:
    with pytest.raises(InvalidRequest, match="12x48"):
        home.services.generations.adopt(film(home.root / "film.mp4", width=12), OWNER)
    assert (home.rows(), home.files()) == (0, [])


def test_what_is_no_video_is_not_adopted(home: Home) -> None:
    path = home.root / "film.mp4"
    path.write_bytes(b"not a film")
    with pytest.raises(MediaError):
        home.services.generations.adopt(path, OWNER)
    with pytest.raises(InvalidRequest, match="no file"):
        home.services.generations.adopt(home.root / "missing.mp4", OWNER)
    assert (home.rows(), home.files()) == (0, [])


def test_a_plan_that_the_engine_could_not_follow_is_refused_at_once(home: Home) -> None:
    home.registry = Registry([PrevizEngine()])
    home.services = home.build()
    spec = RenderSpec(prompt="a fox", width=960, height=540, fps=24, frames=24, seed=1)
    plan = PrevizEngine().plan(spec, ())
    made = home.create(model="previz", plan=plan)
    for wrong in ({"tint": "zz"}, {"path": "poem"}, {"subjects": plan["subjects"] * 1000}):
        with pytest.raises(InvalidRequest, match="plan") as refusal:
            home.create(model="previz", plan=plan | wrong)
        assert refusal.value.field == "plan"
    assert [one.id for one in home.ledger.list(OWNER)] == [made.id]
