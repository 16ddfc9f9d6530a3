"""Fuzzing that follows what the code does with its input: ``make fuzz-guided`` (atheris, on Linux).

Everything here reads what strangers send, in this process or in a decoder's child. A ``VitascopeError``, or
``RangeNotSatisfiable``, is an answer; any other exception, and more than a second, is a fault.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import atheris

with atheris.instrument_imports(include=["vitascope", "PIL"]):
    from vitascope import ids
    from vitascope.engines.previz.planner import plan_shot
    from vitascope.errors import VitascopeError
    from vitascope.http.body import parse_json
    from vitascope.http.conditional import RangeNotSatisfiable, one_range
    from vitascope.media.image import check_image, decode_image
    from vitascope.netguard.url import check_url
    from vitascope.service.data_url import read_data_url
    from vitascope.service.events import parse_last_id

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
    atheris.Setup([sys.argv[0], *options], tried(READERS[name]))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
