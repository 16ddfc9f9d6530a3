"""A house without a worker: real ledger, real storage, stripes for an engine, time by hand."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from support.sqlite import new_ledger
from vitascope.domain.generation import Asset, Failure, Generation, Outcome, State
from vitascope.domain.render import render_spec
from vitascope.domain.request import Capability, GenerationRequest
from vitascope.engines.base import EngineInfo, ModelCard
from vitascope.engines.registry import Registry
from vitascope.ledger import Ledger
from vitascope.ledger.database import Database
from vitascope.media.image import encode_png
from vitascope.service import Parts, Services, build_services
from vitascope.settings import Settings
from vitascope.storage import LocalStorage
from vitascope.testing.clock import FakeClock
from vitascope.testing.engine import StripesEngine

OWNER, OTHER = "default", "somebody-else"
PUBLIC_URL = "http://vitascope.test:8000"
API_KEY = "a-configured-key-of-the-owner"
VIDEO = b"a video " * 500
STOCK = {"thumbnail": ("image/webp", ".webp"), "sheet": ("image/jpeg", ".jpg")}


class TextOnly(StripesEngine):
    """Can do nothing but text."""

    name: ClassVar[str] = "text-only"
    rank: ClassVar[int] = 1

    def describe(self) -> EngineInfo:
        card = ModelCard(
            name=self.name,
            engine=self.name,
            licence="Apache-2.0",
            capabilities=frozenset({Capability.TEXT}),
            roles=frozenset({"fast"}),
            rank=self.rank,
        )
        return EngineInfo(self.name, "1", (card,))


@dataclass
class Home:
    """Everything a front door stands on."""

    root: Path
    clock: FakeClock = field(default_factory=FakeClock)
    woken: list[None] = field(default_factory=list)
    slots: str = "ok"

    def __post_init__(self) -> None:
        url = new_ledger(self.root / "ledger.sqlite3")
        self.ledger = Ledger.open(url, self.clock)
        self.database = Database.connect(url, self.clock)
        self.storage = LocalStorage(self.root / "storage")
        self.registry = Registry([StripesEngine(), TextOnly()])
        self.services = self.build()

    def close(self) -> None:
        """Let go of the ledger's file."""
        self.ledger.close()
        self.database.close()

    def build(self, **settings: object) -> Services:
        """The services under these settings."""
        chosen = Settings.model_validate(
            {"data_dir": self.root, "public_url": PUBLIC_URL, "api_key": API_KEY} | settings
        )
        parts = Parts(self.ledger, self.storage, self.registry, chosen, self.clock, self.database)
        return build_services(parts, on_created=lambda: self.woken.append(None), slots=lambda: self.slots)

    def create(self, owner: str = OWNER, /, **fields: Any) -> Generation:
        """A queued generation."""
        asked = {"model": "luma/ray-2", "prompt": "a fox in snow"} | fields
        return self.services.generations.create(GenerationRequest.model_validate(asked), owner)

    def finish(self, generation: Generation, size: tuple[int, int] | None = None) -> Generation:
        """Complete it the way a worker does."""
        lease = self.ledger.claim("worker", 60.0, generation.pool, generation.id)
        assert lease is not None
        spec = render_spec(generation.request, generation.seed)
        width, height = size or (spec.width, spec.height)
        outcome = Outcome(
            width=width, height=height, fps=spec.fps, frames=spec.frames, duration=spec.frames / spec.fps
        )
        kinds = {"video": ("video/mp4", ".mp4"), **STOCK}
        assets = tuple(self._store(generation.id, name, *kind) for name, kind in kinds.items())
        return self.ledger.complete(lease, assets, outcome)

    def fail(self, generation: Generation, name: str, message: str) -> Generation:
        """End it without a video."""
        lease = self.ledger.claim("worker", 60.0, generation.pool, generation.id)
        assert lease is not None
        return self.ledger.fail(lease, Failure(name=name, message=message))

    @cached_property
    def ledger_key(self) -> str:
        """A key of the owner's in the ledger."""
        return self.ledger.create_key(OWNER, "for tests")[1]

    def rows(self) -> int:
        """How many generations there are."""
        return sum(self.ledger.counts().values())

    def running(self) -> int:
        """How many of them a worker has."""
        return self.ledger.counts()[State.RUNNING]

    def files(self) -> list[str]:
        """The keys of everything stored."""
        return sorted(entry.key for entry in self.storage.entries())

    def _store(self, generation_id: str, name: str, media_type: str, extension: str) -> Asset:
        data = VIDEO if name == "video" else png()
        stored = self.storage.put_bytes(f"{generation_id}/1/{name}{extension}", data)
        return Asset(name=name, key=stored.key, media_type=media_type, size=stored.size, sha256=stored.sha256)


def png(width: int = 32, height: int = 24) -> bytes:
    """A small picture, no two pixels alike in a row."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[..., 0] = np.linspace(0, 255, width, dtype=np.uint8)
    return encode_png(picture)


def data_url(data: bytes, kind: str = "image/png") -> str:
    """The bytes as a URL that carries them."""
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"
