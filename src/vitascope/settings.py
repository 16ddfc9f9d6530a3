"""Every setting, each with its variable ``VITASCOPE_<NAME>``. Nothing else reads the environment."""

from __future__ import annotations

import re
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Final, Literal

from platformdirs import user_cache_path, user_data_path
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from vitascope.remotes import RemoteServer, read_remotes

Network = IPv4Network | IPv6Network
Offload = Literal["auto", "none", "model", "group", "sequential"]
Weights = Literal["auto", "full", "fp8"]
Attention = Literal["auto", "native", "cudnn", "flash", "flash3", "sage"]


_SHAPE = re.compile(r"(\d{1,2})(?:x([1-9]\d?))?")


def read_slots(value: int | str) -> tuple[int, ...]:
    """The devices of each slot: ``3`` is three slots of one, ``4x1,1x4`` four of one and one of four.

    Raises ``ValueError`` for anything else.
    """
    shapes = [_SHAPE.fullmatch(part.strip()) for part in str(value).split(",")]
    found = [shape for shape in shapes if shape]
    if len(found) < len(shapes):
        raise ValueError("expected a number, or slots x devices such as 4x1,1x4")
    return tuple(int(shape[2] or 1) for shape in found for _ in range(int(shape[1])))


def read_pairs(text: str) -> dict[str, str]:
    """``anna=5,*=0`` as names and values. Raises ``ValueError`` for what is no such pair."""
    pairs = [part.strip().rpartition("=") for part in text.split(",") if part.strip()]
    if not all(name and value for name, _, value in pairs):
        raise ValueError("expected name=number, several of them parted by commas")
    return {name.strip(): value.strip() for name, _, value in pairs}


HOST: Final = "host"
"""In ``Settings.kernels_for``: this machine's kind of processor."""


def kernels_in(cache_dir: Path) -> Path:
    """Where numba keeps what it has compiled."""
    return cache_dir / "kernels"


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
    storage_url: str | None = Field(
        default=None,
        description=(
            "Where files lie: s3://bucket/folder, gs://…, az://… or file:///folder; default: the data "
            "directory."
        ),
    )
    storage_endpoint: str | None = Field(
        default=None, description="Address of an S3-compatible server, as https://host:port."
    )
    asset_links: Literal["proxy", "presigned"] = Field(
        default="proxy",
        description=(
            "How files of an object store reach clients: through this server, or by a redirect to the store."
        ),
    )
    link_seconds: float = Field(
        default=0.0,
        ge=0,
        le=1e9,
        description=(
            "How long a link to a file opens it, at least; twice as long at most. 0: while the file is kept."
        ),
    )
    api_key: str | None = Field(
        default=None,
        min_length=16,
        description="A key accepted beside those of the ledger, at least 16 characters.",
    )
    public_url: str | None = Field(
        default=None, description="The address clients reach; default: the bound address."
    )
    local_session: bool = Field(
        default=True,
        description="Pages opened on this machine, by a loopback address, need no key.",
    )
    host: str = Field(default="127.0.0.1", description="The address to bind.")
    port: int = Field(default=8000, ge=0, le=65535, description="The port to bind; 0 takes a free one.")
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Origins (comma-separated, as https://host) whose pages may call the API with a key; * "
        "for all, none: no other page.",
    )
    trusted_proxies: Annotated[tuple[Network, ...], NoDecode] = Field(
        default=(),
        description="Networks (comma-separated CIDR) of proxies whose X-Forwarded-For is believed.",
    )
    audit_log: Path | None = Field(
        default=None,
        description="File that gets a line of JSON for all that was changed or refused; default: none.",
    )
    streams_per_owner: int = Field(
        default=100,
        ge=1,
        description="Streams of events, and creates that wait for their video, that one owner may have open "
        "at this process.",
    )
    moderation: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Installed moderators (comma-separated) that see prompts and pictures first; words is "
        "built in.",
    )
    moderation_words: Path | None = Field(
        default=None, description="File with the words and phrases that `words` refuses, one a line."
    )
    fetch_allow: Annotated[tuple[Network, ...], NoDecode] = Field(
        default=(),
        description="Networks (comma-separated CIDR) that keyframe URLs, callbacks and webhooks may reach "
        "although not public.",
    )
    webhook_timeout_seconds: float = Field(
        default=15.0, gt=0, le=300, description="How long a webhook's receiver may take to answer."
    )
    engines: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Engines to load beside the installed ones, as comma-separated module:Class.",
    )
    remotes: Annotated[tuple[RemoteServer, ...], NoDecode] = Field(
        default=(),
        description="Servers that make video for this one: a JSON list, or the path of a file with one.",
    )
    slots: Annotated[tuple[int, ...], NoDecode] = Field(
        default=(1,),
        max_length=64,
        description=(
            "Generations rendered at the same time by this process: how many, or as 4x1,1x4 four on one "
            "device each and one on four devices."
        ),
    )
    devices: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Devices that slots share out, comma-separated (cuda:0,cuda:1); none: the CPU.",
    )
    pools: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("default",), min_length=1, description="Queues this process works on, comma-separated."
    )
    worker_name: str | None = Field(
        default=None,
        pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]{0,62}$",
        description="What `vitascope ps` calls this process; default: host, process and a random part.",
    )
    ray: str | None = Field(
        default=None,
        min_length=1,
        description="Ray cluster in which `vitascope worker` has its slots: auto, or host:port; none: here.",
    )
    ray_node_gpus: int | None = Field(
        default=None,
        ge=1,
        description="GPUs of one node of the Ray cluster: a slot that takes more spans several nodes; none: "
        "as many as the largest node has when the worker starts.",
    )
    models_dir: Path | None = Field(
        default=None, description="Where downloaded models lie; default: models in the data directory."
    )
    loras_dir: Path | None = Field(
        default=None,
        description="Where LoRA weights lie that requests may name; default: loras in the data directory.",
    )
    offload: Offload = Field(
        default="auto",
        description="How much of a model stays on the graphics card: none (all of it), model, group or "
        "sequential (least, slowest); auto goes by the free memory.",
    )
    model_idle_seconds: float = Field(
        default=600.0, ge=0, description="How long a model nobody asks for stays loaded; 0: for good."
    )
    compile_models: bool = Field(
        default=False,
        description="Compile models for the graphics card: a slow first clip of each size, then faster ones.",
    )
    model_weights: Weights = Field(
        default="auto",
        description="How weights are held: full, or fp8 (8 bits: half the memory, a little less exact; from "
        "compute capability 8.9 on also computed with); auto: fp8 where only so all fits such a card.",
    )
    attention: Attention = Field(
        default="auto",
        description="Kernel of attention within a clip: native (PyTorch's own), cudnn, flash, flash3 or sage "
        "(in 8 bits; these three are packages to install); auto: the fastest exact one that works.",
    )
    step_interval: int = Field(
        default=1,
        ge=1,
        le=5,
        description="Drafts compute one of so many steps and foretell the others from it (TaylorSeer); 1: "
        "all. The threshold of VITASCOPE_STEP_CACHE comes before it.",
    )
    step_cache: float = Field(
        default=0.0,
        ge=0,
        le=1,
        description="Threshold below which drafts reuse a step's work (first-block cache); 0: never.",
    )
    upscaler: Path | None = Field(
        default=None,
        description="Weights (.safetensors) of a super-resolution model for sizes above a model's own.",
    )
    interpolator: Path | None = Field(
        default=None,
        description="RIFE 4.25 (.safetensors) for frames between a model's own; none: by optical flow.",
    )
    drain_seconds: float | None = Field(
        default=None,
        ge=0,
        description=(
            "How long running work may take to finish once the process is told to stop, before it is handed "
            "back; default: 30 for `vitascope worker`, 0 for `vitascope serve`."
        ),
    )
    metrics: Literal["key", "open", "off"] = Field(
        default="key",
        description="Who may read /metrics: who has VITASCOPE_API_KEY, everybody, or nobody.",
    )
    metrics_port: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        description="Port on which `vitascope worker` serves its metrics; default: none.",
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description="Log lines for people, or one JSON object a line for programs."
    )
    otlp_endpoint: str | None = Field(
        default=None,
        pattern=r"^https?://",
        description="Where traces go, OTLP over HTTP: http://collector:4318/v1/traces. None: no traces.",
    )
    planner_url: str | None = Field(
        default=None,
        description="An OpenAI-compatible endpoint (https://host/v1) to plan previz shots; none: built in.",
    )
    planner_key: str | None = Field(default=None, description="The key of that endpoint.")
    planner_model: str = Field(default="default", description="The model that endpoint is asked for.")
    planner_seconds: float = Field(
        default=20.0, gt=0, le=300, description="How long that endpoint may take, in seconds."
    )
    render_threads: int = Field(
        default=0, ge=0, le=256, description="Threads a previz render uses; 0: one for each core."
    )
    kernels_for: Literal["host", "x86-64-v3", "x86-64-v4"] = Field(
        default=HOST,
        description="Processors that previz compiles for: those like this machine's, or all of a "
        "level, where kernels are used elsewhere; these are a little slower.",
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
    retention_days: float | None = Field(
        default=None,
        gt=0,
        description="Days after which a generation that ended is removed with its files; unset: never.",
    )
    priority_limits: Annotated[dict[str, Annotated[int, Field(ge=0, le=10)]], NoDecode] = Field(
        default={"default": 10, "*": 0},
        description="The highest priority each owner's requests may have, 0 to 10, as owner=number; * for "
        "everybody else.",
    )
    create_status: Literal[200, 201] = Field(
        default=200, description="The status of a create at /v2/video/generations, as clients expect it."
    )
    prices: Annotated[dict[str, Annotated[float, Field(ge=0)]], NoDecode] = Field(
        default={},
        description="Dollars for each second of video, as model=price; * for every other model. None: free.",
    )
    credit: float = Field(
        default=0.0,
        ge=0,
        description="Dollars each owner was given, from which the balance is counted; nothing is refused.",
    )
    thumbnail_width: int = Field(default=640, ge=16, le=4096, description="Width of thumbnails in pixels.")
    metadata: bool = Field(
        default=True,
        description="Write what made a video into its file; off (which also leaves it unsigned) makes equal "
        "requests equal files.",
    )
    c2pa: bool = Field(
        default=True,
        description="Sign every video and its pictures with a C2PA manifest that says what made them "
        "(`vitascope verify`).",
    )
    watermark: bool = Field(
        default=True,
        description="Mark every picture, too faintly to see, so that a cropped or re-encoded video is known.",
    )
    c2pa_certificate: Path | None = Field(
        default=None,
        description="PEM chain to sign with, the signer's certificate first; without one an own is made.",
    )
    c2pa_key: Path | None = Field(default=None, description="The certificate's unencrypted PEM key.")

    @field_validator("fetch_allow", "trusted_proxies", mode="before")
    @classmethod
    def _networks(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(ip_network(part.strip(), strict=False) for part in value.split(",") if part.strip())
        return value

    @field_validator("remotes", mode="before")
    @classmethod
    def _remotes(cls, value: object) -> object:
        return read_remotes(value) if isinstance(value, str) else value

    @field_validator("slots", mode="before")
    @classmethod
    def _shapes(cls, value: object) -> object:
        return read_slots(value) if isinstance(value, int | str) else value

    @field_validator("engines", "devices", "pools", "cors_origins", "moderation", mode="before")
    @classmethod
    def _names(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("priority_limits", "prices", mode="before")
    @classmethod
    def _numbers(cls, value: object) -> object:
        return read_pairs(value) if isinstance(value, str) else value

    def highest_priority(self, owner: str) -> int:
        """What ``priority`` an owner may ask for at most."""
        limits = self.priority_limits
        return limits.get(owner, limits.get("*", 0))

    @cached_property
    def sqlite_path(self) -> Path:
        """The ledger's file where no other database is set."""
        return self.data_dir / "ledger.sqlite3"

    @property
    def ledger_url(self) -> str:
        """The database in use."""
        return self.database_url or f"sqlite:///{self.sqlite_path}"

    @property
    def kernels(self) -> Path:
        """Where compiled kernels lie."""
        return kernels_in(self.cache_dir)

    @property
    def retention_seconds(self) -> float | None:
        """How long what has ended is kept; None: for ever."""
        return None if self.retention_days is None else self.retention_days * 24 * 3600.0

    @property
    def has_ledger(self) -> bool:
        """Whether there is a ledger already; a look that makes none."""
        return self.database_url is not None or self.sqlite_path.exists()

    @property
    def storage_dir(self) -> Path:
        """Where finished files lie."""
        return self.data_dir / "storage"

    @property
    def models_folder(self) -> Path:
        """Where models lie."""
        return self.models_dir or self.data_dir / "models"

    @property
    def loras_folder(self) -> Path:
        """Where LoRA weights lie."""
        return self.loras_dir or self.data_dir / "loras"

    @property
    def scratch_dir(self) -> Path:
        """Where unfinished work lies; emptied at each start."""
        return self.data_dir / "scratch"
