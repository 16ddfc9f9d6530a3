"""Damaged pictures and videos are a ``MediaError`` or are shown; nothing else comes out, nothing hangs."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from support.pictures import landscape
from unit.media.clips import clip
from vitascope.errors import MediaError
from vitascope.media.decode import frames, last_frames
from vitascope.media.image import FORMATS, check_image, decode_image
from vitascope.media.join import join
from vitascope.media.probe import probe
from vitascope.media.provenance import read
from vitascope.media.thumbnail import thumbnail

PICTURES = 1000
"""Of each format; `make fuzz` sends thousands more through the same decoders."""
VIDEOS = 1000
SECONDS_EACH = 30.0
"""Of processor time: the slowest file takes a hundredth of this on a quick machine; one that hangs, more."""
NUMBERS = [
    b"\x00\x00\x00\x00",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\x00\x00\x40\x00",
    b"\x80\x00\x00\x00",
]

Damage = Callable[[bytearray, np.random.Generator], None]


def flip(data: bytearray, rng: np.random.Generator) -> None:
    for at in rng.integers(len(data), size=rng.integers(1, 12)):
        data[at] = rng.integers(256)


def cut(data: bytearray, rng: np.random.Generator) -> None:
    del data[rng.integers(len(data)) :]


def blank(data: bytearray, rng: np.random.Generator) -> None:
    at, size = rng.integers(len(data)), rng.integers(1, 64)
    data[at : at + size] = bytes(min(size, len(data) - at))


def repeat(data: bytearray, rng: np.random.Generator) -> None:
    at, source = rng.integers(len(data), size=2)
    data[at:at] = data[source : source + rng.integers(1, 200)]


def numbers(data: bytearray, rng: np.random.Generator) -> None:
    """Sizes and offsets stand near the beginning."""
    for at in rng.integers(max(1, min(len(data) - 4, 300)), size=rng.integers(1, 4)):
        data[at : at + 4] = NUMBERS[rng.integers(len(NUMBERS))]


DAMAGES: list[Damage] = [flip, cut, blank, repeat, numbers]


def damaged(seeds: list[bytes], count: int) -> Iterator[bytes]:
    rng = np.random.default_rng(len(seeds[0]))
    for number in range(count):
        data = bytearray(seeds[number % len(seeds)])
        DAMAGES[rng.integers(len(DAMAGES))](data, rng)
        yield bytes(data)


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def seeds(form: str) -> list[bytes]:
    """A few pictures that use different parts of a format's decoder."""
    plain = Image.fromarray(landscape(32, 24))
    palette, clear, turned = plain.quantize(8), plain.convert("RGBA"), Image.Exif()
    turned[0x0112] = 6
    animated: dict[str, object] = {"save_all": True, "append_images": [plain.rotate(180)]}
    special: dict[str, list[tuple[Image.Image, dict[str, object]]]] = {
        "JPEG": [(plain, {"progressive": True, "exif": turned}), (plain.convert("CMYK"), {})],
        "PNG": [(palette, {}), (clear, {"exif": turned})],
        "WEBP": [(plain, {"lossless": True}), (plain, animated)],
        "GIF": [(plain, animated)],
        "BMP": [(palette, {})],
        "TIFF": [(plain, {"compression": name}) for name in ("tiff_lzw", "jpeg", "packbits")],
        "AVIF": [(clear, {})],
    }
    return [saved(image, form, **options) for image, options in [(plain, {}), *special[form]]]


def refuses(use: Callable[[], object]) -> bool:
    """Whether it ends in a ``MediaError``; other exceptions come out, and taking too long fails."""
    began = time.process_time()
    refused = False
    try:
        use()
    except MediaError:
        refused = True
    assert time.process_time() - began < SECONDS_EACH
    return refused


def looked_at(data: bytes) -> None:
    check_image(data)
    picture = decode_image(data)
    assert picture.dtype == np.uint8
    assert picture.shape[2:] == (3,)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("form", FORMATS)
def test_damaged_pictures(form: str) -> None:
    refused = sum(refuses(partial(looked_at, data)) for data in damaged(seeds(form), PICTURES))
    assert PICTURES * 0.1 < refused < PICTURES


def test_damaged_videos(tmp_path: Path) -> None:
    whole = clip(tmp_path / "whole.mp4", 64, 48, 6)
    path = tmp_path / "damaged.mp4"
    uses: list[Callable[[], object]] = [
        lambda: list(frames(path)),
        lambda: last_frames(path, 2),
        lambda: thumbnail(path, tmp_path / "t.webp", 32),
        lambda: join([whole.path, path], tmp_path / "joined.mp4"),
        lambda: (probe(path), read(path)),
    ]
    refused = 0
    for number, data in enumerate(damaged([whole.path.read_bytes()], VIDEOS)):
        path.write_bytes(data)
        refused += refuses(uses[number % len(uses)])
    assert VIDEOS * 0.1 < refused < VIDEOS


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("form", FORMATS)
def test_every_beginning_of_a_picture(form: str) -> None:
    data = seeds(form)[0]
    lengths = range(0, len(data) - 1, max(1, len(data) // 200))
    assert sum(refuses(partial(decode_image, data[:size])) for size in lengths) > len(lengths) * 0.8


def test_one_format_in_the_clothes_of_another() -> None:
    png, jpeg = saved(Image.fromarray(landscape(32, 24)), "PNG"), b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
    assert refuses(lambda: decode_image(jpeg + png))
    assert refuses(lambda: decode_image(b"RIFF\xff\xff\xff\xffWEBPVP8X" + png))


def test_a_playlist_does_not_open_its_neighbour(tmp_path: Path) -> None:
    """FFmpeg would read another user's upload through this."""
    clip(tmp_path / "secret.mp4", 64, 48, 3)
    path = tmp_path / "upload.mp4"
    path.write_bytes(b"ffconcat version 1.0\nfile secret.mp4\n")
    for use in (probe, lambda name: last_frames(name, 1), read):
        with pytest.raises(MediaError):
            use(path)


def test_a_large_video_is_refused_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=24, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 8192, 2160, "yuv420p"
        container.mux(stream.encode(av.VideoFrame(8192, 2160, "yuv420p")))
        container.mux(stream.encode(None))
    with pytest.raises(MediaError, match="8192x2160"):
        probe(path)
