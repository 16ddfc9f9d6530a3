"""Textured pictures for keyframes, made from a seed, and a web server that hands them out."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[np.uint8]


def landscape(width: int = 1600, height: int = 1000, seed: int = 1) -> Picture:
    """Sky, two ridges and a textured foreground, ``(height, width, 3) uint8`` RGB."""
    rng = np.random.default_rng(seed)
    row = np.mgrid[0:height, 0:width][0].astype(np.float32)
    down = row / height
    picture = np.stack([120 + 100 * down, 150 + 70 * down, 215 - 20 * down], -1)
    picture += 18 * _noise(rng, height, width, 8)[..., None]
    for depth, level in enumerate((0.45, 0.58, 0.72)):
        ridge = level * height + height * 0.08 * _noise(rng, 1, width, 6 + 3 * depth)[0]
        ground = np.array([[90, 110, 120], [80, 105, 70], [60, 85, 45]][depth], np.float32)
        texture = 1 + 0.45 * _noise(rng, height, width, 60 * (depth + 1))
        inside = row > ridge[None, :]
        picture = np.where(inside[..., None], ground * texture[..., None], picture)
    return as_bytes(picture)


def portrait(width: int = 900, height: int = 1200, seed: int = 2) -> Picture:
    """A pale oval subject before a dark, mottled ground."""
    rng = np.random.default_rng(seed)
    row, column = np.mgrid[0:height, 0:width].astype(np.float32)
    ground = np.array([25, 60, 55], np.float32) * (1 + 0.6 * _noise(rng, height, width, 30))[..., None]
    inside = ((column / width - 0.5) / 0.3) ** 2 + ((row / height - 0.5) / 0.2) ** 2 < 1
    scales = 205 + 35 * np.sin(column / 9) * np.sin(row / 7) + 12 * _noise(rng, height, width, 50)
    subject = np.stack([scales, scales * 0.97, scales * 0.92], -1)
    return as_bytes(np.where(inside[..., None], subject, ground))


def meadow(width: int = 1600, height: int = 1000, seed: int = 3) -> Picture:
    """Strong fine texture from edge to edge, as of grass or gravel seen from near."""
    rng = np.random.default_rng(seed)
    blades = 0.6 * _noise(rng, height, width, 60) + _noise(rng, height, width, 150)
    ground = np.array([95, 120, 60], np.float32) * (1 + 0.1 * _noise(rng, height, width, 4))[..., None]
    return as_bytes(ground + 55 * blades[..., None])


def as_bytes(values: NDArray[np.floating[Any]]) -> Picture:
    """Clipped to 0 to 255."""
    picture: Picture = np.clip(values, 0, 255).astype(np.uint8)
    return picture


def encoded(picture: Picture, form: str = "PNG") -> bytes:
    """The picture as a file's bytes."""
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, form, quality=95)
    return buffer.getvalue()


@contextmanager
def served(files: dict[str, bytes]) -> Iterator[str]:
    """A web server on loopback with these files; yields its base URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = files.get(self.path.lstrip("/"))
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Length", str(len(body or b"")))
            self.send_header("Content-Type", "application/octet-stream")
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def _noise(rng: np.random.Generator, height: int, width: int, cells: int) -> NDArray[np.float32]:
    """Smooth noise of three octaves, about -1 to 1."""
    total: NDArray[np.float32] = np.zeros((height, width), np.float32)
    for octave in range(3):
        count = cells * 2**octave
        grid = rng.standard_normal((max(2, min(height, count)), max(2, count))).astype(np.float32)
        total += cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC) / np.float32(2**octave)
    return total * np.float32(0.5)
