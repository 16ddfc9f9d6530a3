"""What a ``callback_url`` is sent."""

from __future__ import annotations

from vitascope.domain.generation import Generation
from vitascope.http.dialects.luma.present import present
from vitascope.service.assets import AssetLinks
from vitascope.service.generations import Standing


class CallbackBody:
    """The generation as ``GET generations/{id}`` answered it when it entered its state."""

    def __init__(self, links: AssetLinks) -> None:
        self._links = links

    def __call__(self, generation: Generation) -> bytes:
        """The body as JSON."""
        return present(Standing(generation), self._links).model_dump_json().encode()
