"""What a request may say beside its dialect's own fields: written once, with one meaning in every dialect."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field, StrictStr, model_validator

from vitascope.http.dialects.values import (
    Concepts,
    Frames,
    Grade,
    Guidance,
    Loras,
    Plan,
    Priority,
    Seed,
    Steps,
    Truth,
    Unwanted,
    said,
)


class Options(BaseModel):
    """How a clip is to be made; null and an empty text are the same as leaving a field out.

    Named before a dialect's own body among the bases: its fields then come after the dialect's.
    """

    loop: Truth | None = Field(
        default=None, description="The clip's end leads into its beginning; absent: false. Not with `frame1`."
    )
    concepts: Concepts | None = Field(
        default=None,
        description="Camera concepts by name, such as `orbit_left` or `dolly_zoom`, or as objects with a "
        "`key`; in a text, parted by commas.",
    )
    seed: Seed | None = Field(
        default=None, description="An extra: equal requests with equal seeds make equal videos."
    )
    num_frames: Frames | None = Field(
        default=None,
        description="An extra: exactly so many frames, at 24 a second; wins over a length in seconds.",
    )
    plan: Plan | None = Field(
        default=None,
        description="An extra: a model's own plan, as `/v2/video/generations/{id}/plan` answers it, followed "
        "in place of a new one; in a text, its JSON.",
    )
    negative_prompt: Unwanted | None = Field(default=None, description="An extra: what is not to be seen.")
    steps: Steps | None = Field(default=None, description="An extra: denoising steps.")
    guidance: Guidance | None = Field(
        default=None, description="An extra: how closely to follow the prompt, 0 to 100."
    )
    quality: Grade | None = Field(
        default=None, description="An extra: how much work to put in; absent: `standard`."
    )
    lora: Loras | None = Field(
        default=None,
        description="An extra: small weights of the server's to lay over the model's, by name, each with its "
        "share; in a text, its JSON.",
    )
    audio: Truth | None = Field(
        default=None,
        description="An extra: whether the model makes sound too; absent: false, a silent video.",
    )
    priority: Priority | None = Field(
        default=None,
        description="An extra: what has more is rendered first; absent: 0. The server bounds what a key may "
        "ask for.",
    )
    webhook: StrictStr | None = Field(
        default=None,
        description="An extra: an http or https address of a public host that is told of the end, signed "
        "with the secret that `/v1/webhooks/secret` answers.",
    )

    @model_validator(mode="before")
    @classmethod
    def _said(cls, body: Any) -> Any:
        return said(body, OPTION_NAMES)

    def options(self) -> dict[str, Any]:
        """Those that were given, in the house's words."""
        values = {name: getattr(self, name) for name in OPTION_NAMES}
        return {name: value for name, value in values.items() if value is not None}


OPTION_NAMES = tuple(Options.model_fields)
"""Their names."""
