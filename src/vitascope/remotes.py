"""Servers elsewhere that make video for this one, as the operator describes them."""

from __future__ import annotations

import json
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, TypeAdapter, ValidationError

Dialect = Literal["aiml", "luma", "openai"]
Role = Literal["best", "fast"]


def _network(value: object) -> object:
    return ip_network(value, strict=False) if isinstance(value, str) else value


Net = Annotated[IPv4Network | IPv6Network, BeforeValidator(_network)]


class RemoteServer(BaseModel):
    """One model of one server.

    ``name`` is what clients put into ``model`` here, ``model`` what is sent there. ``extras`` says that the
    server reads vitascope's own fields ``seed`` and ``num_frames``, ``options`` which others of a request it
    honours. ``seconds``, ``resolutions`` and ``sizes`` are the lengths and sizes it makes, where they are
    other than the dialect's own. ``allow`` are networks it may lie in although not public; an address that is
    written in ``url`` itself needs none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")
    url: str = Field(pattern=r"^https?://[^/\s@]+(/\S*)?$")
    dialect: Dialect
    key: SecretStr | None = None
    model: str = Field(min_length=1, max_length=100)
    capabilities: tuple[str, ...] = ("text",)
    options: tuple[str, ...] = ()
    extras: bool = False
    roles: tuple[Role, ...] = ("best", "fast")
    rank: int = 0
    seconds: tuple[Annotated[int, Field(ge=1, le=120)], ...] = ()
    resolutions: tuple[Literal["540p", "720p", "1080p", "4k"], ...] = ()
    sizes: tuple[Annotated[str, Field(pattern=r"^\d{2,4}x\d{2,4}$")], ...] = ()
    allow: tuple[Net, ...] = ()
    patience_seconds: float = Field(default=60.0, gt=0, le=3600)
    timeout_seconds: float = Field(default=3600.0, gt=0, le=86_400)
    licence: str = "see the remote server"
    description: str = ""


_SERVERS = TypeAdapter(tuple[RemoteServer, ...])


def read_remotes(text: str) -> tuple[RemoteServer, ...]:
    """The servers in a JSON list, or in the file of that name.

    Raises ``ValueError`` that says where it is wrong and repeats no key.
    """
    text = text.strip()
    if not text:
        return ()
    try:
        found: Any = json.loads(text if text.startswith("[") else Path(text).read_bytes())
    except OSError as error:
        raise ValueError(f"the file {text[:200]!r} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise ValueError(
            f"expected a JSON list of servers, or the path of a file with one: {error}"
        ) from None
    try:
        remotes = _SERVERS.validate_python(found)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise ValueError(f"{'.'.join(map(str, first['loc'])) or 'the list'}: {first['msg']}") from None
    names = [remote.name for remote in remotes]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"two servers have the name {twice!r}; expected one each")
    return remotes
