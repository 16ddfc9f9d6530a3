"""Fuzzing that follows what the code does with its input: ``make fuzz-guided`` (atheris, on Linux).

Everything here reads what strangers send, in this process or in a decoder's child. A ``VitascopeError``, or
``RangeNotSatisfiable``, is an answer; any other exception, and more than a second, is a fault.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

# Before anything else imports what is followed.
with atheris.instrument_imports(include=["vitascope", "PIL"]):
    from vitascope import ids
    from vitascope.engines.previz.planner import plan_shot
    from vitascope.errors import VitascopeError
    from vitascope.http.body import parse_json
    from vitascope.http.conditional import RangeNotSatisfiable, one_range
    from vitascope.media.image import FORMATS, check_image, decode_image
    from vitascope.netguard.url import check_url
    from vitascope.service.data_url import read_data_url
    from vitascope.service.events import parse_last_id

from security.test_fuzz_media import seeds as pictures

Reader = Callable[[bytes], object]


def text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def picture(data: bytes) -> object:
    check_image(data)
    return decode_image(data)


READERS: dict[str, Reader] = {
    "url": lambda data: check_url(text(data)),
    "json": parse_json,
    "data-url": lambda data: read_data_url("data:" + text(data), 10_000, "image"),
    "range": lambda data: one_range(text(data), 1000),
    "event": lambda data: parse_last_id(text(data)),
    "id": lambda data: ids.parse_generation_id(text(data)),
    "picture": picture,
    "prompt": lambda data: plan_shot(text(data)[:2000], 1, 5.0),
}


def seeds(name: str) -> list[bytes]:
    """What each reader does read, to begin with."""
    listed = {
        "url": [b"http://example.org/a.png?b=c#d", b"https://[2606:4700::1111]:443/", b"http://0x7f.1/"],
        "json": [b'{"a": [1, -2.5e3, null, true, "\\ud83d\\ude00"], "b": {}}'],
        "data-url": [b"image/png;base64,iVBORw0KGgo=", b",a%20b"],
        "range": [b"bytes=0-1", b"bytes=-5", b"bytes=7-"],
        "event": [b"12.end", b"3"],
        "id": [b"0f0f0f0f-0000-4000-8000-0f0f0f0f0f0f", b"video_0f0f0f0f0000400080000f0f0f0f0f0f"],
        "prompt": [b"First two red foxes, not wolves, run through snow; then the camera pans left at 35mm."],
    }
    return listed[name] if name in listed else [seed for form in FORMATS for seed in pictures(form)]


def tried(reader: Reader) -> Callable[[bytes], None]:
    """The reader, of which refusals are expected."""

    def read(data: bytes) -> None:
        try:
            reader(data)
        except (VitascopeError, RangeNotSatisfiable):
            return

    return read


def main() -> None:
    """``python -m security.guided READER [libFuzzer's options]``."""
    name, *options = sys.argv[1:]
    with TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds(name)):
            Path(folder, str(number)).write_bytes(seed)
        atheris.Setup([sys.argv[0], *options, folder], tried(READERS[name]))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
