"""Several of a kind that are not all alike: people in other clothes, cars in other colours."""

from __future__ import annotations

from typing import Final

from vitascope.engines.previz.catalogue import MIXED
from vitascope.engines.previz.plan import Subject

LOOKS: Final = 5
"""So many looks there are at most."""
COATS: Final = ("#8a3a34", "#c8a050", "#3a6a4a", "#6a6e78", "#4a3a6a", "#b8b4a8", "#2a3a5a", "#a85a2a")
LACQUERS: Final = ("#2a4a7a", "#e4e4e0", "#1e2024", "#7a8088", "#d8a42a", "#2f5a3a")
SHARED: Final = {"man": ("man", "woman"), "child": ("child", "girl")}
"""Forms that are seen beside one another where only people, or children, were named."""
GENERAL = frozenset({"person", "child"})
"""Nouns that are of either sex."""


def looks(subject: Subject, seed: int) -> tuple[Subject, ...]:
    """The subjects to build for one of a plan: it alone, or some that differ and take turns."""
    if MIXED not in subject.traits:
        return (subject,)
    hues = COATS if subject.rig == "biped" else LACQUERS
    forms = SHARED.get(subject.form, (subject.form,)) if subject.noun in GENERAL else (subject.form,)
    others = (
        subject.model_copy(update={"colours": (hues[(seed + k) % len(hues)],), "form": forms[k % len(forms)]})
        for k in range(1, min(subject.count, LOOKS))
    )
    return (subject, *others)
