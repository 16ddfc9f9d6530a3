"""What every dialect tells of a generation beside its own words."""

from __future__ import annotations

from vitascope.domain.generation import Generation, State

NOTICES = {
    "previz": "Made by previz, the built-in previsualisation engine: it draws a sketch of the shot by "
    "procedure and is no video model. Install a model for finished pictures."
}
"""What to know about an engine, by its name."""
CANCELLING = "cancelling"


def stage(generation: Generation) -> str:
    """What is being done, in one word."""
    if generation.state is State.RUNNING:
        return CANCELLING if generation.cancel_requested else generation.progress.stage
    return generation.state.value
