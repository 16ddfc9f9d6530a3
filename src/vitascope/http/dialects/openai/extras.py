"""Fields that other servers of this API read: what cannot be honoured is refused by name."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel

from vitascope.domain.request import OPTIONS
from vitascope.errors import MissingCapability
from vitascope.http.dialects.openai.faults import UnsupportedParameter, shown
from vitascope.http.dialects.openai.schema import OTHER_NAMES, Length
from vitascope.http.dialects.options import OPTION_NAMES

UNKNOWN = frozenset(
    (
        "audio_reference",
        "boundary_ratio",
        "cfg_scale",
        "characters",
        "enable_frame_interpolation",
        "extra_params",
        "flow_shift",
        "frame_interpolation_exp",
        "frame_interpolation_model_path",
        "frame_interpolation_scale",
        "guidance_scale_2",
        "max_sequence_length",
        "n",
        "true_cfg_scale",
        "video_reference",
    )
)
"""What would change the video, and what no request of this server can say to a model."""
_NOTHING = {"false", "{}", "[]", "null", "none"}
_SAME = {"n": 1}
"""Values that ask for what is done anyway."""


def refusable(body: type[BaseModel]) -> frozenset[str]:
    """The fields that a body does not have and that must not be passed over in silence."""
    return UNKNOWN | (frozenset((*OPTION_NAMES, *OTHER_NAMES)) - body.model_fields.keys())


def check_extras(fields: Mapping[str, Any], body: type[BaseModel]) -> None:
    """Refuse by name what would change the video if it were honoured, and is not.

    Such a field that says nothing (empty, false, none) is honoured by doing nothing.
    """
    refused = refusable(body)
    for name, value in fields.items():
        if name in refused and not _says_nothing(name, value):
            raise UnsupportedParameter(
                f"Unsupported parameter: '{name[:100]}'. It cannot be honoured here; received "
                f"{shown(value)}, expected nothing. Leave it out.",
                name,
            )


@contextmanager
def options_by_name(asked: Length) -> Generator[None]:
    """Name what the model does not honour as the caller named it."""
    try:
        yield
    except MissingCapability as error:
        if error.field not in OPTIONS:
            raise
        name = asked.sent_as(error.field)
        raise UnsupportedParameter(f"Unsupported parameter: '{name}'. {error.message}", name) from error


def _says_nothing(name: str, value: Any) -> bool:
    if isinstance(value, str):
        text = value.strip().lower()
        return not text or text in _NOTHING or text == str(_SAME.get(name))
    return value is None or value is False or value in ({}, []) or value == _SAME.get(name)
