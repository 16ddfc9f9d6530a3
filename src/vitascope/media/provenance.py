"""What made a video, written into the file and read back.

Three of the tags that players, file managers and ``ffprobe`` show for MP4: ``comment`` says in words
what the video is, ``title`` is the prompt, ``synopsis`` holds the whole record as JSON. There is no
date: equal requests give equal files.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from vitascope.media.container import Source, opened

_PREVIZ = "previz: a previsualisation drawn by a program from the prompt, not recorded, not made by a model."
_MODEL = "AI-generated: this video was made by a generative model."
_TITLE = 120


def label(engine: str) -> dict[str, str]:
    """Only what must always be said, the same for every video of an engine."""
    return {"comment": f"{_PREVIZ if engine == 'previz' else _MODEL} Made with vitascope."}


def metadata(
    *,
    generation_id: str,
    engine: str,
    model: str,
    seed: int,
    prompt: str = "",
    options: Mapping[str, Any] | None = None,
) -> dict[str, str]:
    """Tags for ``Encoder`` and ``join`` that name the generation and what made it.

    ``options`` are what else was asked for, as JSON has it, under the names of a create's fields.
    """
    record = dict(options or {}) | {
        "generation": generation_id,
        "engine": engine,
        "model": model,
        "seed": seed,
        "prompt": prompt,
    }
    title = {"title": prompt[:_TITLE]} if prompt else {}
    return label(engine) | title | {"synopsis": json.dumps(record, ensure_ascii=False, sort_keys=True)}


def read(path: Source) -> dict[str, str]:
    """The record of the video ``path`` with its ``label``; empty where vitascope wrote none.

    Raises ``MediaError`` for a file that is no video.
    """
    with opened(path, header=True) as clip:
        tags = clip.metadata
    found = {"label": tags["comment"]} if "comment" in tags else {}
    return found | _record(tags.get("synopsis", ""))


def _record(text: str) -> dict[str, str]:
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(value, dict):
        return {}
    return {str(key): str(item) for key, item in cast("dict[object, object]", value).items()}
