"""What is checked of a keyframe while its sender waits, and what is kept of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from vitascope import ids
from vitascope.domain.generation import Asset, Generation, State
from vitascope.domain.request import GenerationKeyframe, ImageKeyframe, Keyframe
from vitascope.errors import GenerationFailed, InvalidRequest, KeyframeRefused, MediaError, NotFound
from vitascope.ledger import Ledger
from vitascope.media import cage
from vitascope.media.limits import MAX_BYTES
from vitascope.netguard.fetch import fetch
from vitascope.netguard.url import check_url
from vitascope.service.assets import AssetLinks
from vitascope.service.data_url import is_data_url, read_data_url
from vitascope.service.moderation import Moderation
from vitascope.service.uploads import Uploads, is_file_id
from vitascope.settings import Network
from vitascope.storage import Storage

STORED = "asset:"
"""How a keyframe's URL begins when its bytes are already in storage."""
FETCH_SECONDS = 10.0
"""For a picture that a moderator has to see while the client waits."""


@dataclass(frozen=True)
class Admitted:
    """A keyframe that may go in.

    ``data`` and ``media_type`` are set for pictures whose bytes came with the request;
    ``source`` is the generation that is continued.
    """

    keyframe: Keyframe
    data: bytes | None = None
    media_type: str = ""
    source: Generation | None = None

    def stored_under(self, generation_id: str, name: str) -> tuple[Keyframe, Asset | None]:
        """The keyframe as the ledger holds it, and the record of its bytes if it brought some."""
        if self.data is None:
            return self.keyframe, None
        key = f"{generation_id}/input/{name}"
        digest = hashlib.sha256(self.data).hexdigest()
        asset = Asset(
            name=f"input.{name}", key=key, media_type=self.media_type, size=len(self.data), sha256=digest
        )
        return ImageKeyframe(url=STORED + key), asset


class KeyframeDesk:
    """Looks at keyframes; fetches nothing, writes nothing. ``allow`` opens networks that are not public."""

    def __init__(
        self,
        ledger: Ledger,
        storage: Storage,
        links: AssetLinks,
        uploads: Uploads,
        allow: Sequence[Network],
        moderation: Moderation,
    ) -> None:
        self._ledger = ledger
        self._storage = storage
        self._links = links
        self._uploads = uploads
        self.allow = allow
        self.moderation = moderation

    def admit(self, keyframe: Keyframe, name: str, owner: str) -> Admitted:
        """Check one keyframe; ``name`` is ``frame0`` or ``frame1``.

        Raises ``KeyframeRefused`` for a picture or address that cannot be used, ``NotFound`` for a
        generation or asset that is not there for this owner, ``InvalidRequest`` for an unfinished one.
        """
        field = f"keyframes.{name}"
        match keyframe:
            case GenerationKeyframe():
                return self._generation(keyframe, f"{field}.id", owner)
            case ImageKeyframe():
                return self._image(keyframe, f"{field}.url", owner)
            case _:
                assert_never(keyframe)

    def picture(self, data: bytes, name: str) -> Admitted:
        """Check a picture whose bytes came along as they are; raises as ``admit``."""
        return self._picture(data, f"keyframes.{name}.url")

    def _generation(self, keyframe: GenerationKeyframe, field: str, owner: str) -> Admitted:
        source = self._ledger.get(ids.parse_generation_id(keyframe.id), owner)
        if source.state is not State.COMPLETED:
            raise InvalidRequest(
                f"The generation {source.id} is {source.state.value}; a keyframe must be completed. "
                "Wait until it is, or name another.",
                field,
            )
        return Admitted(GenerationKeyframe(id=source.id), source=source)

    def _image(self, keyframe: ImageKeyframe, field: str, owner: str) -> Admitted:
        if is_data_url(keyframe.url):
            return self._picture(read_data_url(keyframe.url, MAX_BYTES, field), field)
        if is_file_id(keyframe.url):
            return self._uploaded(keyframe.url, field, owner)
        if self._links.is_own(keyframe.url):
            return self._own_asset(keyframe.url, field, owner)
        try:
            check_url(keyframe.url, self.allow)
        except KeyframeRefused as refusal:
            raise KeyframeRefused(refusal.message, field) from refusal
        if self.moderation.active:  # nobody sees what is fetched after it was accepted
            return self._picture(self._fetched(keyframe.url, field), field)
        return Admitted(keyframe)

    def _fetched(self, url: str, field: str) -> bytes:
        try:
            return fetch(url, allow=self.allow, max_bytes=MAX_BYTES, timeout=FETCH_SECONDS).data
        except GenerationFailed as error:
            raise KeyframeRefused(error.message, field) from error

    def _own_asset(self, url: str, field: str, owner: str) -> Admitted:
        served = self._links.find_url(url)
        if served.generation.owner != owner:
            raise NotFound("No such asset. Use a link from one of your own generations.")
        if not served.asset.media_type.startswith("image/"):
            raise KeyframeRefused(
                f"{served.file} is {served.asset.media_type}; an image keyframe must be a picture. "
                f'To continue a video, send {{"type": "generation", "id": "{served.generation.id}"}}.',
                field,
            )
        # Copied, so that deleting the other generation takes nothing from this one.
        return self._picture(b"".join(self._storage.read(served.asset.key)), field)

    def _uploaded(self, file_id: str, field: str, owner: str) -> Admitted:
        upload = self._uploads.get(file_id, owner)
        if upload.size > MAX_BYTES:
            raise KeyframeRefused(
                f"The file {upload.name!r} has {upload.size:,} bytes; a picture may have at most "
                f"{MAX_BYTES:,}. Upload a smaller one.",
                field,
            )
        return self._picture(b"".join(self._uploads.read(upload)), field)

    def _picture(self, data: bytes, field: str) -> Admitted:
        try:
            header = cage.check_pixels(data)
        except MediaError as error:
            raise KeyframeRefused(error.message, field) from error
        media_type = f"image/{header.format.lower()}"
        self.moderation.check_picture(data, media_type, field)
        return Admitted(ImageKeyframe(url=""), data=data, media_type=media_type)
