"""A finished clip made again: larger, or in another shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from vitascope.domain.generation import Generation, Outcome, State
from vitascope.domain.idempotency import Idempotency
from vitascope.domain.request import AspectRatio, GenerationRequest, ImageKeyframe, Resolution, Rework
from vitascope.engines.base import ModelCard
from vitascope.engines.registry import Registry, role_of
from vitascope.errors import InvalidRequest, MissingCapability, NotFound, UnknownModel
from vitascope.service.assets import AssetLinks
from vitascope.service.generations import Generations
from vitascope.service.keyframes import Admitted, KeyframeDesk
from vitascope.service.rules import inherit_size
from vitascope.storage import Storage

_NEW = {"resolution", "aspect_ratio", "size", "webhook"}
"""What a rework does not take over from the clip it makes again."""


@dataclass(frozen=True)
class Reframe:
    """A wish to see a clip in another shape; ``media`` is the link to its video."""

    media: str
    aspect_ratio: AspectRatio
    model: str
    prompt: str = ""


class Reworks:
    """Makes a clip again from its own request, seed and plan, so that it shows the same.

    Only the model that made a clip can do that, and only if it declares it.
    """

    def __init__(
        self,
        generations: Generations,
        registry: Registry,
        storage: Storage,
        desk: KeyframeDesk,
        links: AssetLinks,
    ) -> None:
        self._generations = generations
        self._registry = registry
        self._storage = storage
        self._desk = desk
        self._links = links

    def upscale(
        self,
        generation_id: str,
        owner: str,
        resolution: Resolution | None = None,
        callback_url: str | None = None,
        idempotency: Idempotency | None = None,
    ) -> Generation:
        """The same clip as a new generation whose short side is ``resolution``, absent: the next larger.

        Raises ``NotFound``, ``InvalidRequest`` unless the clip is completed and the target above it, and
        ``MissingCapability`` where what made it cannot make it larger.
        """
        source = self._generations.get(generation_id, owner)
        made = outcome_of(source)
        target = _above(min(made.width, made.height), resolution)
        rework = Rework(kind="upscale", source=source.id)
        changes = {"resolution": target, "rework": rework, "callback_url": callback_url}
        return self._again(source, owner, changes, idempotency)

    def reframe(
        self,
        wish: Reframe,
        owner: str,
        callback_url: str | None = None,
        idempotency: Idempotency | None = None,
    ) -> Generation:
        """The same clip as a new generation in another shape, its short side as it was.

        Raises ``NotFound`` for a link to nothing of this owner's, ``InvalidRequest`` for one that is no
        clip's own video, ``MissingCapability`` for a video made elsewhere or by a model that cannot.
        """
        source = self._behind(wish.media, owner)
        outcome_of(source)
        if role_of(wish.model) is None and wish.model != source.model:
            raise UnknownModel(
                f"The clip was made by {source.model} and only that can reframe it; received the model "
                f"{wish.model[:100]!r}. Name {source.model}, ray-2 or ray-flash-2.",
                "model",
            )
        rework = Rework(kind="reframe", source=source.id, media=wish.media, prompt=wish.prompt)
        changes = {
            "aspect_ratio": wish.aspect_ratio,
            "model": wish.model,
            "rework": rework,
            "callback_url": callback_url,
        }
        return self._again(source, owner, changes, idempotency)

    def _behind(self, url: str, owner: str) -> Generation:
        if not self._links.is_own(url):
            raise MissingCapability(
                "No model here has the capability reframe for videos that were made elsewhere: received "
                f"{url[:100]!r}, expected the link to the video of one of your own generations here.",
                "media.url",
            )
        served = self._links.find_url(url)
        if served.generation.owner != owner:
            raise NotFound("No such asset. Use a link from one of your own generations.")
        if served.asset.name != "video":
            raise InvalidRequest(
                f"{served.file} cannot be reframed; expected a generation's own clip, video.mp4. "
                "Send the link in its assets.video.",
                "media.url",
            )
        return served.generation

    def _again(
        self, source: Generation, owner: str, changes: dict[str, Any], idempotency: Idempotency | None
    ) -> Generation:
        old = source.request
        names = GenerationRequest.model_fields.keys() - _NEW
        kept: dict[str, Any] = {name: getattr(old, name) for name in names}
        kept |= {"seed": source.seed, "plan": source.outcome.plan if source.outcome else None}
        request = GenerationRequest(**kept | changes)
        card = self._card(source, request)
        ends = {
            name: self.end(source, name, owner)
            for name in ("frame0", "frame1")
            if getattr(old, name) is not None
        }
        return self._generations.accept(inherit_size(request, source), owner, card, ends, idempotency)

    def _card(self, source: Generation, request: GenerationRequest) -> ModelCard:
        try:
            return self._registry.resolve(source.model, request.capabilities)
        except UnknownModel as error:
            kind = request.rework.kind if request.rework else "rework"
            raise MissingCapability(
                f"The capability {kind} is missing: the video of {source.id} was made by {source.model}, "
                "which is not installed here, and only what made a clip can make it again. Name another.",
                "model",
            ) from error

    def end(self, source: Generation, name: str, owner: str) -> Admitted:
        """A keyframe of the earlier clip, its picture copied: deleting that clip takes nothing from this."""
        keyframe = getattr(source.request, name)
        kept = source.asset(f"input.{name}")
        if isinstance(keyframe, ImageKeyframe) and kept is not None:
            data = b"".join(self._storage.read(kept.key))
            return Admitted(ImageKeyframe(url=""), data=data, media_type=kept.media_type)
        try:
            return self._desk.admit(keyframe, name, owner)
        except NotFound as error:
            raise InvalidRequest(
                f"The clip {source.id} cannot be made again, for the generation at its {name} was deleted. "
                "Choose a clip whose keyframes are still there."
            ) from error


def outcome_of(source: Generation) -> Outcome:
    """What a completed clip is; ``InvalidRequest`` for one that is not."""
    if source.state is not State.COMPLETED or source.outcome is None:
        raise InvalidRequest(
            f"The generation {source.id} is {source.state.value}; expected a completed one. "
            "Wait until it is, or name another."
        )
    return source.outcome


def _above(short: int, wanted: Resolution | None) -> Resolution:
    """The resolution to make; ``InvalidRequest`` unless it is above a short side in pixels."""
    larger = [one for one in Resolution if one.short_side > short]
    if not larger:
        raise InvalidRequest(
            f"The clip's short side has {short} pixels already; there is no resolution above it.",
            "resolution",
        )
    if wanted is None:
        return larger[0]
    if wanted not in larger:
        raise InvalidRequest(
            f"The resolution {wanted.value} is not above the clip's own, whose short side has {short} "
            f"pixels; expected {' or '.join(larger)}.",
            "resolution",
        )
    return wanted
