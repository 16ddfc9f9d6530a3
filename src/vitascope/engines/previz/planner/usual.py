"""What a noun usually shows."""

from __future__ import annotations

from typing import Any

from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.planner import lexicon


def usual(name: str, **own: Any) -> Subject:
    """What a noun usually shows, but for what is said of its ``own``."""
    noun = lexicon.noun(name)
    made = Subject(
        noun=noun.noun,
        rig=noun.rig,
        form=noun.form,
        length=noun.length,
        colours=noun.colours,
        medium=noun.medium,
    )
    return made.model_copy(update=own)
