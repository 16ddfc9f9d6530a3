"""Every setting, each with its variable ``VITASCOPE_<NAME>``. Nothing else reads the environment."""

from __future__ import annotations

from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Network = IPv4Network | IPv6Network


class Settings(BaseSettings):
    """How this process runs."""

    model_config = SettingsConfigDict(env_prefix="VITASCOPE_", frozen=True, extra="ignore")

    data_dir: Path = Field(
        default_factory=lambda: user_data_path("vitascope"),
        description="Where the ledger and the stored files live.",
    )
    cache_dir: Path = Field(
        default_factory=lambda: user_cache_path("vitascope"),
        description="Where compiled kernels live; may be deleted at any time.",
    )
    database_url: str | None = Field(
        default=None, description="SQLAlchemy URL; default: SQLite in the data directory."
    )
    api_key: str | None = Field(
        default=None,
        min_length=16,
        description="A key accepted beside those of the ledger, at least 16 characters.",
    )
    public_url: str | None = Field(
        default=None, description="The address clients reach; default: the bound address."
    )
    host: str = Field(default="127.0.0.1", description="The address to bind.")
    port: int = Field(default=8000, ge=0, le=65535, description="The port to bind; 0 takes a free one.")
    fetch_allow: Annotated[tuple[Network, ...], NoDecode] = Field(
        default=(),
        description="Networks (comma-separated CIDR) that keyframe URLs may reach although not public.",
    )
    engines: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Engines to load beside the installed ones, as comma-separated module:Class.",
    )
    slots: int = Field(
        default=1, ge=0, le=64, description="Generations rendered at the same time by this process."
    )
    render_threads: int = Field(
        default=0, ge=0, le=256, description="Threads a previz render uses; 0: one for each core."
    )
    lease_seconds: float = Field(
        default=5.0,
        gt=0,
        description="How long a worker may be silent before its work is given away.",
    )
    heartbeat_seconds: float = Field(default=1.0, gt=0, description="How often a worker renews its lease.")
    cancel_grace_seconds: float = Field(
        default=2.0,
        ge=0,
        description="How long a cancelled engine may take to stop before it is killed.",
    )
    poison_after: int = Field(
        default=3,
        ge=0,
        description="Deaths of the engine without progress after which a generation fails; 0: never.",
    )
    thumbnail_width: int = Field(default=640, ge=16, le=4096, description="Width of thumbnails in pixels.")
    metadata: bool = Field(
        default=True,
        description="Write what made a video into its file; off makes equal requests equal files.",
    )

    @field_validator("fetch_allow", mode="before")
    @classmethod
    def _networks(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(ip_network(part.strip(), strict=False) for part in value.split(",") if part.strip())
        return value

    @field_validator("engines", mode="before")
    @classmethod
    def _names(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @cached_property
    def sqlite_path(self) -> Path:
        """The ledger's file where no other database is set."""
        return self.data_dir / "ledger.sqlite3"

    @property
    def ledger_url(self) -> str:
        """The database in use."""
        return self.database_url or f"sqlite:///{self.sqlite_path}"

    @property
    def storage_dir(self) -> Path:
        """Where finished files lie."""
        return self.data_dir / "storage"

    @property
    def scratch_dir(self) -> Path:
        """Where unfinished work lies; emptied at each start."""
        return self.data_dir / "scratch"
