"""Still pictures: what they are, their pixels, and how they fill a frame."""

from __future__ import annotations

import io
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from PIL import Image, UnidentifiedImageError, features

from vitascope.errors import MediaError
from vitascope.media import limits
from vitascope.media.arrays import Picture
from vitascope.media.faults import READ_FAULTS, reading, writing

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", *(("AVIF",) if features.check("avif") else ()))
"""What is read; Pillow knows forty more that nobody sends and that have not been looked at."""

# Sizes are checked here, with a message that names them, before Pillow decodes anything.
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)

_SIXTEEN_BIT = {"I", "I;16", "I;16B", "I;16L", "I;16N"}
_ORIENTATION = 0x0112
_BAND = 1 << 22
"""Pixels converted at a time, so that a large picture is never held twice."""
_KNOWN = (
    (b"\x89PNG", "a damaged PNG"),
    (b"\xff\xd8\xff", "a damaged JPEG"),
    (b"GIF8", "a damaged GIF"),
    (b"RIFF", "a damaged WebP, or sound"),
    (b"%PDF", "a PDF document"),
    (b"<", "text such as HTML or SVG"),
    (b"{", "text such as JSON"),
    (b"8BPS", "a Photoshop document"),
    (b"\x1aE\xdf\xa3", "a Matroska or WebM video"),
)


@dataclass(frozen=True)
class ImageHeader:
    """What a picture's header says; the sides are those stored, before any EXIF rotation."""

    format: str
    width: int
    height: int


def check_image(data: bytes) -> ImageHeader:
    """Read the header only. Raises ``MediaError`` for bytes that ``decode_image`` would refuse unseen."""
    with _opened(data) as image:
        return _header(image)


def decode_image(data: bytes) -> Picture:
    """Pixels as ``(height, width, 3) uint8`` RGB, turned as EXIF says.

    Animated pictures give their first frame; CMYK, palettes and 16 bits are converted; transparency
    is laid over black. Raises ``MediaError`` for anything damaged, truncated or over ``limits``.
    """
    with _opened(data) as image:
        _header(image)
        with reading("The picture"):
            image.load()
            pixels = _pixels(image)
        orientation = _orientation(image)
    return _turned(pixels, orientation)


def cover_fit(picture: Picture, width: int, height: int) -> Picture:
    """Fill ``width x height``: scaled by the larger factor with antialiased Lanczos-3, centre-cropped.

    The crop is taken before scaling and to a fraction of a pixel, so that nothing is stretched. Two threads
    scale a half each; what lies across the middle belongs to both, so that no seam is there.
    """
    rows, columns = picture.shape[:2]
    if (columns, rows) == (width, height):
        return picture
    scale = max(width / columns, height / rows)
    across, down = min(width / scale, columns), min(height / scale, rows)
    left, top = (columns - across) / 2, (rows - down) / 2
    source, out = Image.fromarray(picture), np.empty((height, width, 3), np.uint8)

    def scale_rows(first: int, last: int) -> None:
        box = left, top + down * first / height, left + across, top + down * last / height
        out[first:last] = np.asarray(source.resize((width, last - first), Image.Resampling.LANCZOS, box))

    middle = height // 2
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(scale_rows, (0, middle), (middle, height)))
    return out


def encode_png(picture: Picture) -> bytes:
    """A lossless PNG of ``(height, width, 3) uint8``."""
    return _encoded(picture, "PNG", {})


def encode_jpeg(picture: Picture, quality: int = 88) -> bytes:
    """A JPEG of ``(height, width, 3) uint8``."""
    return _encoded(picture, "JPEG", {"quality": quality, "optimize": True})


def encode_webp(picture: Picture, quality: int = 82, effort: int = 4) -> bytes:
    """A lossy WebP of ``(height, width, 3) uint8``; ``effort`` is 0 (quick) to 6 (small)."""
    return _encoded(picture, "WEBP", {"quality": quality, "method": effort})


def _encoded(picture: Picture, format_name: str, options: dict[str, int | bool]) -> bytes:
    out = io.BytesIO()
    with writing(f"A {format_name} picture"):
        Image.fromarray(picture).save(out, format_name, **options)
    return out.getvalue()


def _opened(data: bytes) -> Image.Image:
    limits.check_bytes(len(data))
    try:
        with reading("The picture"):
            return Image.open(io.BytesIO(data), formats=FORMATS)
    except MediaError as error:
        if isinstance(error.__cause__, UnidentifiedImageError):
            raise MediaError(
                f"The data is {_found(data)}; expected a picture as {', '.join(FORMATS)}. Convert it."
            ) from error
        raise


def _found(data: bytes) -> str:
    head = data[:64].lstrip()
    for magic, name in _KNOWN:
        if head.startswith(magic):
            return name
    if data[4:8] == b"ftyp":
        return f"an ISO media file of brand {data[8:12].decode('ascii', 'replace').strip()!r}"
    return f"no picture that is known here (it begins with {data[:8].hex(' ')})"


def _header(image: Image.Image) -> ImageHeader:
    limits.check_size(image.width, image.height)
    name = "JPEG" if image.format == "MPO" else image.format or "unknown"
    return ImageHeader(name, image.width, image.height)


def _pixels(image: Image.Image) -> Picture:
    width, height = image.size
    out = np.empty((height, width, 3), np.uint8)
    step = max(1, _BAND // width)
    for top in range(0, height, step):
        bottom = min(height, top + step)
        out[top:bottom] = _rgb(image.crop((0, top, width, bottom)))
    return out


def _rgb(band: Image.Image) -> Picture:
    if band.mode in _SIXTEEN_BIT:
        grey = np.asarray(band).astype(np.int64).clip(0, 65535)
        return np.repeat(((grey + 128) // 257).astype(np.uint8)[..., None], 3, axis=2)
    if not band.has_transparency_data:
        return np.asarray(band.convert("RGB"))
    rgba = np.asarray(band.convert("RGBA")).astype(np.uint16)
    return ((rgba[..., :3] * rgba[..., 3:] + 127) // 255).astype(np.uint8)


def _orientation(image: Image.Image) -> int:
    """EXIF's orientation, 1 to 8; a damaged EXIF block does not make the picture unreadable."""
    try:
        value = image.getexif().get(_ORIENTATION, 1)
    except READ_FAULTS:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _turned(pixels: Picture, orientation: int) -> Picture:
    """EXIF 2.32, 4.6.4.A: orientations 5 to 8 swap the axes, the rest mirror them."""
    if orientation >= 5:
        pixels = pixels.transpose(1, 0, 2)
    if orientation in {2, 3, 6, 7}:
        pixels = pixels[:, ::-1]
    if orientation in {3, 4, 7, 8}:
        pixels = pixels[::-1]
    return np.ascontiguousarray(pixels)
