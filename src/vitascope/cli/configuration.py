"""Settings from the environment and from options, and their faults in one line."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from vitascope.errors import ConfigurationError
from vitascope.settings import Settings

SECRET = {"API_KEY", "DATABASE_URL", "REMOTES"}
"""Settings that hold keys and passwords: a message does not repeat them."""


def configure(**options: Any) -> Settings:
    """The settings; an option that was given wins over its variable.

    Raises ``ConfigurationError`` that names the first setting that is wrong.
    """
    try:
        return Settings(**{name: value for name, value in options.items() if value is not None})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        given = "not what it should be" if name in SECRET else repr(first["input"])
        raise ConfigurationError(
            f"VITASCOPE_{name} is {given}: {first['msg']}. Correct it or remove it."
        ) from None
