"""Fields that other servers of this API read and no model here can honour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from vitascope.http.dialects.openai.faults import UnsupportedParameter, shown

UNSERVED = frozenset(
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
        "generate_audio",
        "guidance",
        "guidance_scale",
        "guidance_scale_2",
        "lora",
        "max_sequence_length",
        "n",
        "negative_prompt",
        "num_inference_steps",
        "steps",
        "true_cfg_scale",
        "video_reference",
    )
)
_NOTHING = {"false", "{}", "[]", "null", "none"}
_SAME = {"n": 1}
"""Values that ask for what is done anyway."""


def check_extras(fields: Mapping[str, Any]) -> None:
    """Refuse by name what would change the video if it were honoured.

    Such a field that says nothing (empty, false, none) is honoured by doing nothing.
    """
    for name, value in fields.items():
        if name in UNSERVED and not _says_nothing(name, value):
            raise UnsupportedParameter(
                f"Unsupported parameter: '{name[:100]}'. No model here can honour it; received "
                f"{shown(value)}, expected nothing. Leave it out.",
                name,
            )


def _says_nothing(name: str, value: Any) -> bool:
    if isinstance(value, str):
        text = value.strip().lower()
        return not text or text in _NOTHING or text == str(_SAME.get(name))
    return value is None or value is False or value in ({}, []) or value == _SAME.get(name)
