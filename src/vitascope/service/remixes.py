"""A finished clip's request again, with another prompt."""

from __future__ import annotations

from pathlib import Path

from vitascope.domain.generation import ADOPTED, Generation
from vitascope.domain.idempotency import Idempotency
from vitascope.engines.registry import Registry
from vitascope.errors import InvalidRequest, MediaError, MissingCapability
from vitascope.ledger import Ledger
from vitascope.service.generations import Generations
from vitascope.service.recognition import recognised
from vitascope.service.reworks import Reworks, outcome_of
from vitascope.service.rules import check_prompt


class Remixes:
    """Plans a clip anew from another prompt; its size, length, ends and seed stay."""

    def __init__(
        self, generations: Generations, registry: Registry, ledger: Ledger, reworks: Reworks
    ) -> None:
        self._generations = generations
        self._registry = registry
        self._ledger = ledger
        self._reworks = reworks

    def remix(
        self, generation_id: str, owner: str, prompt: str, idempotency: Idempotency | None = None
    ) -> Generation:
        """The new generation; one that was made before under the same idempotency key is answered again.

        Raises ``NotFound``, ``InvalidRequest`` unless the clip is completed and its keyframes are still
        there, and ``MissingCapability`` for a video that was made elsewhere.
        """
        source = self._generations.get(generation_id, owner)
        outcome_of(source)
        if source.engine == ADOPTED:
            raise _foreign()
        changes = {
            "prompt": prompt,
            "seed": source.seed,
            "plan": None,
            "rework": None,
            "callback_url": None,
            "webhook": None,
            "remix_of": source.id,
        }
        request = source.request.model_copy(update=changes)
        check_prompt(request)
        card = self._registry.resolve(request.model, request.capabilities)
        ends = {
            name: self._reworks.end(source, name, owner)
            for name in ("frame0", "frame1")
            if getattr(request, name) is not None
        }
        return self._generations.accept(request, owner, card, ends, idempotency)

    def remix_file(
        self, path: Path, owner: str, prompt: str, idempotency: Idempotency | None = None
    ) -> Generation:
        """The same for a video file, which must be one that was made here for this owner."""
        try:
            source = recognised(path, owner, self._ledger)
        except MediaError as error:
            raise InvalidRequest(error.message, "video") from error
        if source is None:
            raise _foreign()
        return self.remix(source.id, owner, prompt, idempotency)


def _foreign() -> MissingCapability:
    return MissingCapability(
        "No model here has the capability video_edit for videos that were made elsewhere. Expected a video "
        "of this server: send its id, or its file unchanged as it was downloaded.",
        "video",
    )
