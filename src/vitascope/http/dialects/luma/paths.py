"""How a generation's id is found in a path."""

from __future__ import annotations

from starlette.convertors import Convertor, register_url_convertor

from vitascope.http.dialects.luma.alias import BASE


class GenerationIdConvertor(Convertor[str]):
    """An id in any form: ``uuid``, ``video_<hex>``, or ``uuid:model``, whose model may have slashes.

    The names of the endpoints beside the ids are none.
    """

    regex = r"(?!(?:video|image|concepts|camera_motion)(?:/|$))[^/:]+(?::.*)?"

    def convert(self, value: str) -> str:
        """The text as it is."""
        return value

    def to_string(self, value: str) -> str:
        """The text as it is."""
        return value


register_url_convertor("luma_id", GenerationIdConvertor())

ID = "generation_id"
GENERATIONS = f"{BASE}/generations"
GENERATION = f"{GENERATIONS}/{{{ID}:luma_id}}"
