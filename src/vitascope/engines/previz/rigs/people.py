"""Proportions and clothes of bipeds, in heights; see ``biped``."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Person:
    """Someone on two legs.

    ``colours`` are the coat's (or shirt's) and the trousers'; ``trim`` is that of an apron, a scarf, a sash.
    ``head`` is the skull's radius; ``broad`` the shoulders' half width, ``hips`` the hips'; ``stout`` scales
    the limbs; ``crotch`` is the legs' length. ``sleeve`` and ``leg`` are the shares of arms and legs that
    are clothed; one without a shirt has none of ``shirt``.
    """

    colours: tuple[str, str]
    skin: str = "#c98f6b"
    hair: str = "#2a1c12"
    boots: str = "#1f1a17"
    head: float = 0.068
    broad: float = 0.118
    hips: float = 0.088
    stout: float = 1.0
    crotch: float = 0.47
    material: str = "CLOTH"
    extras: tuple[str, ...] = ("hair",)
    trim: str = "#f2f0ea"
    sleeve: float = 1.0
    leg: float = 1.0
    shirt: bool = True


_MAN = Person(("#2f4a6b", "#2b2926"))

PEOPLE = {
    "man": _MAN,
    "woman": replace(_MAN, colours=("#a8323e", "#a8323e"), broad=0.100, hips=0.092, stout=0.86,
    hair="#3a2214", leg=0.45,
                     extras=("long_hair", "skirt")),
    "girl": replace(_MAN, colours=("#c83a6a", "#c83a6a"), head=0.092, broad=0.098, hips=0.086, stout=0.95,
    crotch=0.43,
    hair="#5a3418", leg=0.45, sleeve=0.5, extras=("long_hair", "skirt")),
    "chef": replace(_MAN, colours=("#f2f0ea", "#2c2c30"), extras=("hair", "toque", "apron")),
    "cowboy": replace(_MAN, colours=("#8a5a34", "#34507a"), boots="#4a2c18", trim="#b8342a",
    extras=("hair", "cowboy", "scarf", "vest", "belt")),
    "farmer": replace(_MAN, colours=("#a83a2c", "#34507a"), boots="#4a3826", extras=("hair", "straw", "bib")),
    "king": replace(_MAN, colours=("#7a1a26", "#7a1a26"), hair="#6a5030",
    extras=("hair", "beard", "gown", "crown", "cape")),
    "queen": replace(_MAN, colours=("#5a2a7a", "#5a2a7a"), broad=0.100, hips=0.092, stout=0.86,
    hair="#4a2a14",
    extras=("long_hair", "gown", "crown", "cape")),
    "monk": replace(_MAN, colours=("#6a4a2c", "#6a4a2c"), extras=("gown", "hood")),
    "firefighter": replace(_MAN, colours=("#c8a02c", "#2a2620"), stout=1.12,
    extras=("fire_hat", "stripes")),
    "worker": replace(_MAN, colours=("#e8862c", "#34507a"), extras=("hair", "hard_hat")),
    "police": replace(_MAN, colours=("#1c2848", "#161c30"), trim="#101626",
    extras=("hair", "peaked", "badge", "belt")),
    "dancer": replace(_MAN, colours=("#f0c8d8", "#f4e4ea"), broad=0.096, hips=0.086, stout=0.78,
    hair="#3a2214",
    boots="#f0c8d0", sleeve=0.12, extras=("hair", "bun", "tutu")),
    "elder": replace(_MAN, hair="#d8d6d0", skin="#c09078", colours=("#5a5248", "#3a3632"),
    extras=("hair", "moustache")),
    "child": replace(_MAN, colours=("#e0a52c", "#2f5f8a"), head=0.098, broad=0.112, hips=0.088, stout=1.05,
    crotch=0.42, sleeve=0.5),
    "astronaut": replace(_MAN, colours=("#e6e6e2", "#dededa"), boots="#8a8a88", stout=1.55, broad=0.135,
    hips=0.115,
                         head=0.070, extras=("helmet", "pack", "gloves")),
    "knight": replace(_MAN, colours=("#9aa0a8", "#868c94"), boots="#7a8088", stout=1.25, broad=0.135,
    material="METAL",
                      extras=("visor", "plates", "cape", "sword")),
    "robot": replace(_MAN, colours=("#8d99a6", "#5d6670"), skin="#7d8894", boots="#3a3f46", stout=1.2,
    broad=0.135,
                     material="METAL", extras=("robot", "gloves")),
    "wizard": replace(_MAN, colours=("#3b2a6b", "#3b2a6b"), hair="#d8d4cc", extras=("gown", "hat", "beard",
    "staff")),
    "diver": replace(_MAN, colours=("#16181c", "#16181c"), boots="#e0c02c", extras=("mask", "tanks",
    "gloves")),
    "soldier": replace(_MAN, colours=("#5a5f3c", "#4b4f34"), stout=1.1, extras=("cap", "pack")),
    "ape": Person(("#2a2522", "#2a2522"), skin="#3a302b", hair="#1e1a18", boots="#2a2522", head=0.085,
    broad=0.165, hips=0.120,
                  stout=1.75, crotch=0.34, material="FUR", extras=("muzzle",)),
    "skeleton": replace(_MAN, colours=("#d9d0b8", "#d9d0b8"), skin="#ddd5be", boots="#cfc6ae", stout=0.42,
    hips=0.065, head=0.064,
                        material="HORN", extras=("skull", "ribs")),
    "ghost": replace(_MAN, colours=("#e8ecf2", "#e8ecf2"), skin="#e8ecf2", extras=("sheet",)),
}  # fmt: skip
