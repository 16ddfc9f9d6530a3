from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from support.pictures import landscape
from vitascope.errors import MediaError
from vitascope.media.image import (
    FORMATS,
    ImageHeader,
    check_image,
    cover_fit,
    decode_image,
    encode_jpeg,
    encode_png,
    encode_webp,
)

PICTURE = landscape(96, 64)


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)
    return buffer.getvalue()


def error(left: NDArray[np.uint8], right: NDArray[np.uint8]) -> float:
    return float(np.abs(left.astype(int) - right.astype(int)).mean())


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_read(form: str) -> None:
    data = saved(Image.fromarray(PICTURE), form, quality=95)
    assert check_image(data) == ImageHeader(form, 96, 64)
    bound = 60 if form == "GIF" else 6
    assert error(decode_image(data), PICTURE) < bound
    assert decode_image(data).shape == (64, 96, 3)


@pytest.mark.parametrize("form", ["PNG", "BMP", "TIFF"])
def test_lossless_formats_are_exact(form: str) -> None:
    assert np.array_equal(decode_image(saved(Image.fromarray(PICTURE), form)), PICTURE)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_orientation_is_applied(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = saved(Image.fromarray(PICTURE), "JPEG", quality=95, exif=exif)
    turns = {
        1: PICTURE,
        2: PICTURE[:, ::-1],
        3: PICTURE[::-1, ::-1],
        4: PICTURE[::-1],
        5: PICTURE.transpose(1, 0, 2),
        6: np.rot90(PICTURE, -1),
        7: np.rot90(PICTURE, 2).transpose(1, 0, 2),
        8: np.rot90(PICTURE),
    }
    assert error(decode_image(data), turns[orientation]) < 8
    assert (check_image(data).width, check_image(data).height) == (96, 64)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_a_damaged_exif_block_is_ignored() -> None:
    data = saved(Image.fromarray(PICTURE), "JPEG", quality=95, exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff")
    assert error(decode_image(data), PICTURE) < 8


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_animations_give_their_first_frame(form: str) -> None:
    red, blue = Image.new("RGB", (32, 24), "red"), Image.new("RGB", (32, 24), "blue")
    options = {"lossless": True} if form == "WEBP" else {}
    data = saved(red, form, save_all=True, append_images=[blue], duration=40, **options)
    assert (decode_image(data) == (255, 0, 0)).all()


def test_cmyk_is_converted() -> None:
    data = saved(Image.fromarray(PICTURE).convert("CMYK"), "JPEG", quality=98)
    assert error(decode_image(data), PICTURE) < 8


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_sixteen_bits_are_scaled(form: str) -> None:
    ramp = np.linspace(0, 65535, 64 * 32).reshape(32, 64).astype(np.uint16)
    grey = decode_image(saved(Image.fromarray(ramp), form))
    assert np.array_equal(grey[..., 0], np.round(ramp / 257).astype(np.uint8))
    assert (grey[..., 0] == grey[..., 2]).all()


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_lies_over_black(mode: str) -> None:
    white = np.full((32, 32, 4), 255, np.uint8)
    white[:, :16, 3] = 0
    if mode == "RGBA":
        white[:, 16:, 3] = 128
    image = Image.fromarray(white)
    image = image.quantize(4) if mode == "P" else image.convert(mode)
    shown = decode_image(saved(image, "PNG"))
    assert (shown[:, :16] == 0).all()
    assert (shown[:, 16:] == (128 if mode == "RGBA" else 255)).all()


@pytest.mark.parametrize("mode", ["1", "L", "P"])
def test_few_colours_become_rgb(mode: str) -> None:
    image = Image.fromarray(PICTURE).convert(mode)
    assert np.array_equal(decode_image(saved(image, "PNG")), np.asarray(image.convert("RGB")))


def test_bands_meet_without_a_seam() -> None:
    """A picture larger than what is converted at a time."""
    tall = np.repeat(np.arange(5000, dtype=np.uint16)[:, None], 1000, axis=1)
    picture = np.stack([tall % 251, tall % 241, tall % 239], -1).astype(np.uint8)
    assert np.array_equal(decode_image(saved(Image.fromarray(picture), "BMP")), picture)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
def test_truncated_pictures_are_refused(form: str) -> None:
    data = saved(Image.fromarray(landscape(256, 192)), form)
    with pytest.raises(MediaError):
        decode_image(data[: len(data) // 2])


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "HTML or SVG"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x89PNG\r\n\x1a\n and then nothing", "damaged PNG"),
        (b"\x00\x00\x00\x20ftypheic....", "heic"),
        (b"hello, this is text", "68 65 6c 6c 6f"),
    ],
)
def test_other_data_is_named(data: bytes, found: str) -> None:
    with pytest.raises(MediaError, match=found) as caught:
        check_image(data)
    assert "JPEG, PNG" in caught.value.message


@pytest.mark.parametrize("form", ["PPM", "TGA", "PCX", "ICO"])
def test_formats_that_nobody_sends_are_refused(form: str) -> None:
    with pytest.raises(MediaError, match="expected a picture"):
        decode_image(saved(Image.fromarray(PICTURE), form))


def test_bombs_are_refused_by_their_header() -> None:
    size = struct.pack(">II", 13_000, 13_000)
    body = b"IHDR" + size + b"\x08\x02\x00\x00\x00"
    header = (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"
        + body
        + struct.pack(">I", zlib.crc32(body))
        + b"\x00\x00\x00\x01IDAT"
    )
    with pytest.raises(MediaError, match="169,000,000 pixels"):
        check_image(header)


def test_cover_fit_of_the_same_shape_is_a_plain_lanczos() -> None:
    wide = landscape(320, 180)
    expected = np.asarray(Image.fromarray(wide).resize((160, 90), Image.Resampling.LANCZOS))
    assert np.array_equal(cover_fit(wide, 160, 90), expected)
    assert cover_fit(wide, 320, 180) is wide


@pytest.mark.parametrize("size", [(160, 90), (90, 160), (200, 200), (640, 100), (64, 48)])
def test_cover_fit_keeps_shapes_and_the_centre(size: tuple[int, int]) -> None:
    rows, columns = np.mgrid[0:300, 0:400]
    inside = (rows - 149.5) ** 2 + (columns - 199.5) ** 2 < 30**2
    disc = np.repeat((inside * 255).astype(np.uint8)[..., None], 3, axis=2)
    fitted = cover_fit(disc, *size)
    assert fitted.shape == (size[1], size[0], 3)
    across, down = (fitted[..., 0].max(axis=0) > 127).sum(), (fitted[..., 0].max(axis=1) > 127).sum()
    scale = max(size[0] / 400, size[1] / 300)
    assert across == pytest.approx(60 * scale, abs=2)
    assert min(down, size[1]) == pytest.approx(min(60 * scale, size[1]), abs=2)
    weights = fitted[..., 0].astype(float)
    middle = (weights.sum(axis=0) @ np.arange(size[0])) / weights.sum()
    assert middle == pytest.approx((size[0] - 1) / 2, abs=0.6)


@pytest.mark.parametrize(
    ("encode", "form"), [(encode_png, "PNG"), (encode_jpeg, "JPEG"), (encode_webp, "WEBP")]
)
def test_what_is_encoded_can_be_read(encode: object, form: str) -> None:
    assert callable(encode)
    data = encode(PICTURE)
    assert check_image(data).format == form
    assert error(decode_image(data), PICTURE) < (0.01 if form == "PNG" else 10)
