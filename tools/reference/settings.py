"""The page of settings, from ``Settings``."""

from __future__ import annotations

import types
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from tools.reference.markdown import code, described, page, table
from vitascope.remotes import RemoteServer
from vitascope.settings import Settings

INTRO = (
    "Each is an environment variable. An option of the command line that says the same wins over it. "
    "A value that cannot be is refused at the start with what was expected. Nothing else is read from "
    "the environment, but for the credentials of object stores and PostgreSQL, which their own "
    "libraries read."
)
WORDS: dict[object, str] = {
    bool: "`true` or `false`",
    int: "whole number",
    float: "number",
    str: "text",
    Path: "path",
    IPv4Network: "network",
    IPv6Network: "network",
    RemoteServer: "JSON",
}
LIMITS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
HERE = {"data_dir": "the user's data directory", "cache_dir": "the user's cache directory"}
"""Defaults that depend on the system."""
SPELT = {"slots": "whole number, or slots x devices"}
"""Values with a form of their own."""


def page_rows() -> list[tuple[str, str, str, str]]:
    """Variable, values, default and meaning of each setting. Raises ``Undocumented``."""
    return [
        (
            code(variable(name)),
            SPELT.get(name) or _values(field),
            _default(name, field),
            described(name, field.description),
        )
        for name, field in Settings.model_fields.items()
    ]


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return f"{Settings.model_config.get('env_prefix', '')}{name}".upper()


def _values(field: FieldInfo) -> str:
    limits = [
        f"{sign} {getattr(rule, name):g}"
        for rule in field.metadata
        for name, sign in LIMITS.items()
        if getattr(rule, name, None) is not None
    ]
    return ", ".join([_kind(field.annotation), *limits])


def _kind(annotation: Any) -> str:
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _kind(inner[0])
    if origin is Literal:
        return ", ".join(code(str(one)) for one in inner)
    if origin in {Union, types.UnionType}:
        kinds = (_kind(one) for one in inner if one is not type(None))
        return " or ".join(dict.fromkeys(kinds))
    if origin is tuple:
        return _kind(inner[0]) if inner[0] is RemoteServer else f"{_kind(inner[0])}, several by comma"
    if origin is dict:
        return "name=number, several by comma"
    return WORDS.get(annotation, getattr(annotation, "__name__", str(annotation)))


def _default(name: str, field: FieldInfo) -> str:
    if name in HERE:
        return HERE[name]
    value = field.get_default(call_default_factory=True)
    if value is None or value in ((), {}):
        return "none"
    if isinstance(value, bool):
        return code(str(value).lower())
    if isinstance(value, dict):
        return code(",".join(f"{key}={number}" for key, number in value.items()))
    if isinstance(value, tuple):
        return code(",".join(str(part) for part in value))
    return code(f"{value:g}" if isinstance(value, float) else str(value))


def page_of_settings() -> str:
    """The page."""
    return page("Settings", INTRO, [table(("variable", "values", "default", "what it does"), page_rows())])
