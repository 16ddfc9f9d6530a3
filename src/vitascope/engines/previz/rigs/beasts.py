"""Proportions of quadrupeds, in lengths from rump to chest of about 0.7; see ``quadruped``."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Beast:
    """A four-legged animal.

    ``leg`` is the height of its elbows; ``deep``, ``waist`` and ``wide`` are the trunk's diameters; ``thick``
    is a leg's radius below the knee. The neck is ``neck`` long, leans by ``lean`` (radians above level) and
    is ``throat`` thick; the head is ``head`` across and looks down by ``nod``; the snout is ``snout`` long
    and ``muzzle`` thick. ``crook`` is how far hind legs zigzag. ``tail`` is its length, thickness and droop.
    ``tame`` ones are of one colour where that is white, grey or black.
    """

    colours: tuple[str, str]
    leg: float = 0.30
    deep: float = 0.30
    waist: float = 0.24
    wide: float = 0.22
    thick: float = 0.024
    neck: float = 0.20
    lean: float = 0.75
    throat: float = 0.075
    head: float = 0.085
    nod: float = 0.30
    snout: float = 0.13
    muzzle: float = 0.040
    ears: str = "pointed"
    ear: float = 0.09
    crook: float = 0.13
    tail: tuple[float, float, float] = (0.34, 0.020, 0.7)
    brush: float = 0.0
    coat: str = "plain"
    tame: bool = False
    bare: bool = False
    hooves: bool = False
    extras: tuple[str, ...] = ()
    eye: tuple[float, float, float] = (0.30, 0.16, 0.05)


_HOUND = Beast(("#a9743c", "#e9d3ae"))
_FELINE = Beast(
    ("#c08a4e", "#efe2c8"), leg=0.27, deep=0.24, waist=0.21, wide=0.19, thick=0.027, neck=0.13, lean=0.55,
    throat=0.082, head=0.092, nod=0.20, snout=0.075, muzzle=0.044, ears="pointed", ear=0.06,
    tail=(0.52, 0.020, 0.9), eye=(0.50, 0.42, 0.06),
)  # fmt: skip
_HOOFED = Beast(crook=0.10, colours=("#6e4426", "#2a1a10"), leg=0.46, deep=0.31, waist=0.27, wide=0.23,
    thick=0.025, neck=0.36, lean=0.85,
    throat=0.080, head=0.078, nod=0.85, snout=0.20, muzzle=0.046, ears="pointed", ear=0.075,
    tail=(0.42, 0.035, 1.25), brush=0.4, hooves=True, extras=("mane",),
)  # fmt: skip

_DOG = replace(
    _HOUND,
    leg=0.32,
    deep=0.32,
    waist=0.25,
    wide=0.23,
    thick=0.029,
    throat=0.085,
    head=0.10,
    snout=0.14,
    muzzle=0.050,
    ears="floppy",
    ear=0.12,
    tail=(0.28, 0.018, -0.5),
)

BEASTS = {
    "dog": _DOG,
    "corgi": replace(_DOG, colours=("#d8923e", "#f8f4ec"), leg=0.13, deep=0.29, waist=0.26, thick=0.032,
                     neck=0.15, throat=0.100, head=0.108, snout=0.105, muzzle=0.042, ears="pointed", ear=0.15,
                     tail=(0.10, 0.034, -0.3), coat="socks", crook=0.06),
    "dachshund": replace(_DOG, colours=("#4a2a18", "#b0702e"), leg=0.095, deep=0.215, waist=0.19, wide=0.19,
                         thick=0.023, neck=0.15, lean=0.65, throat=0.068, head=0.078, snout=0.15,
                         muzzle=0.036, ear=0.14, tail=(0.32, 0.014, -0.2), coat="points", crook=0.05),
    "bulldog": replace(_DOG, colours=("#c8a078", "#f4efe6"), leg=0.16, deep=0.36, waist=0.29, wide=0.35,
                       thick=0.040, neck=0.09, throat=0.135, head=0.135, nod=0.15, snout=0.065, muzzle=0.074,
                       ear=0.075, tail=(0.05, 0.024, 0.6), coat="socks", crook=0.07),
    "poodle": replace(_DOG, colours=("#f0ece8", "#e0dad2"), leg=0.36, deep=0.30, waist=0.26, thick=0.026,
                      neck=0.22, lean=1.0, snout=0.15, muzzle=0.032, ear=0.15, tail=(0.22, 0.022, -1.0),
                      brush=0.8, extras=("wool", "topknot")),
    "greyhound": replace(_DOG, colours=("#8a8580", "#e8e2d8"), leg=0.43, deep=0.30, waist=0.15, wide=0.17,
                         thick=0.018, neck=0.26, lean=0.95, throat=0.056, head=0.068, snout=0.17,
                         muzzle=0.030, ear=0.07, tail=(0.46, 0.014, 1.05), crook=0.17),
    "dalmatian": replace(_DOG, colours=("#f4f4f2", "#1a1a1a"), coat="dots"),
    "retriever": replace(_DOG, colours=("#d8a85a", "#f0dcae"), deep=0.34, waist=0.29, thick=0.032,
        throat=0.10,
                         head=0.105, snout=0.13, muzzle=0.054, tail=(0.36, 0.034, 0.15), brush=1.0,
                         extras=("fringe",)),
    "wolf": replace(_HOUND, colours=("#6d6a66", "#cfc8bc"), deep=0.29, throat=0.095, coat="saddle",
                    leg=0.33, snout=0.13, tail=(0.36, 0.034, 0.9), brush=0.6, eye=(0.75, 0.5, 0.06),
                        extras=("ruff",)),
    "fox": replace(_HOUND, colours=("#c25a1e", "#f2ece2"), leg=0.24, deep=0.22, waist=0.19, wide=0.17,
                   thick=0.018, head=0.075, snout=0.13, muzzle=0.030, ear=0.12, coat="bib",
                   tail=(0.46, 0.044, 0.55), brush=1.0),
    "cat": replace(_FELINE, colours=("#8d8377", "#e8e0d4"), head=0.095, ear=0.090, snout=0.055, muzzle=0.036,
                   thick=0.021, tail=(0.52, 0.016, -0.6), coat="stripes", tame=True, eye=(0.35, 0.6, 0.12)),
    "siamese": replace(_FELINE, colours=("#e6dac6", "#35251e"), head=0.088, ear=0.10, snout=0.062,
                       muzzle=0.032, thick=0.019, deep=0.21, waist=0.18, tail=(0.56, 0.013, -0.6),
                       coat="points", eye=(0.10, 0.35, 0.80)),
    "lion": replace(_FELINE, extras=("great_mane",), tail=(0.50, 0.016, 0.9), brush=0.5, head=0.10,
    snout=0.10,
                    muzzle=0.055, ear=0.05, ears="round", thick=0.034, deep=0.27),
    "tiger": replace(_FELINE, colours=("#d06d1c", "#f4ead8"), coat="stripes", thick=0.034, deep=0.26,
                     head=0.10, snout=0.095, muzzle=0.055, ears="round", ear=0.05),
    "leopard": replace(_FELINE, colours=("#cf9a4a", "#f2e6cc"), coat="spots", ears="round", ear=0.045,
                       snout=0.085, muzzle=0.046),
    "horse": _HOOFED,
    "unicorn": replace(_HOOFED, colours=("#f2f0ee", "#e8d8f0"), extras=("mane", "unicorn")),
    "zebra": replace(_HOOFED, colours=("#f0ece4", "#141210"), coat="zebra", neck=0.30, leg=0.40,
                     tail=(0.34, 0.014, 1.3), ears="round", ear=0.08, extras=("crest",)),
    "donkey": replace(_HOOFED, colours=("#857b70", "#d9d0c2"), neck=0.28, leg=0.40, ear=0.16,
                      tail=(0.32, 0.014, 1.3), extras=("crest",)),
    "deer": replace(_HOOFED, colours=("#96602f", "#efe0c4"), leg=0.48, deep=0.26, waist=0.22, wide=0.19,
                    thick=0.017, neck=0.32, lean=1.0, throat=0.055, head=0.062, snout=0.13, muzzle=0.032,
                    ears="floppy_side", ear=0.10, tail=(0.10, 0.022, 0.9), brush=0.0, extras=("antlers",)),
    "cow": replace(_HOOFED, colours=("#efeae2", "#1c1815"), leg=0.32, deep=0.40, waist=0.37, wide=0.31,
                   thick=0.028, neck=0.18, lean=0.35, throat=0.105, head=0.088, nod=0.75, snout=0.17,
                       muzzle=0.060,
                   ears="floppy_side", ear=0.10, tail=(0.40, 0.013, 1.4), brush=0.5, coat="patches",
                   extras=("horns", "udder")),
    "bull": replace(_HOOFED, colours=("#2c1e16", "#0e0a08"), leg=0.30, deep=0.46, waist=0.36, wide=0.34,
                    thick=0.032, neck=0.16, lean=0.20, throat=0.145, head=0.095, nod=0.85, snout=0.15,
                        muzzle=0.066,
                    ears="floppy_side", ear=0.08, tail=(0.40, 0.013, 1.4), brush=0.5,
                    extras=("great_horns", "hump")),
    "sheep": Beast(("#ece6da", "#2a2522"), leg=0.22, deep=0.42, waist=0.42, wide=0.37, thick=0.021, neck=0.12,
                   lean=0.7, throat=0.085, head=0.070, nod=0.70, snout=0.11, muzzle=0.038, ears="floppy_side",
                   ear=0.09, tail=(0.08, 0.03, 1.2), hooves=True, extras=("wool",)),
    "goat": Beast(("#cfc5b4", "#5a4a3a"), leg=0.34, deep=0.30, waist=0.30, wide=0.24, thick=0.020, neck=0.24,
                  lean=0.95, throat=0.060, head=0.066, nod=0.65, snout=0.13, muzzle=0.034, ears="floppy_side",
                  ear=0.11, tail=(0.08, 0.02, -0.8), hooves=True, extras=("back_horns", "beard")),
    "pig": Beast(("#e6a79c", "#f2c6bd"), leg=0.16, deep=0.38, waist=0.38, wide=0.34, thick=0.030, neck=0.07,
                 lean=0.15, throat=0.14, head=0.115, nod=0.30, snout=0.12, muzzle=0.056, ears="pointed",
                     ear=0.10,
                 tail=(0.10, 0.010, -0.6), hooves=True, bare=True),
    "rabbit": Beast(("#9c8468", "#f0e8dc"), leg=0.14, deep=0.30, waist=0.36, wide=0.28, thick=0.030,
    neck=0.07,
                    lean=0.9, throat=0.085, head=0.105, nod=0.25, snout=0.06, muzzle=0.042, ears="long",
                        ear=0.30,
                    tail=(0.06, 0.055, -0.5), eye=(0.06, 0.03, 0.02)),
    "mouse": Beast(("#8b8580", "#e8b8b0"), leg=0.08, deep=0.26, waist=0.30, wide=0.24, thick=0.014, neck=0.05,
                   lean=0.2, throat=0.085, head=0.085, nod=0.2, snout=0.11, muzzle=0.022, ears="disc",
                       ear=0.085,
                   tail=(0.60, 0.012, 0.5), eye=(0.02, 0.02, 0.02)),
    "bear": Beast(("#4a2f1c", "#8a6844"), leg=0.25, deep=0.40, waist=0.40, wide=0.34, thick=0.055, neck=0.12,
                  lean=0.25, throat=0.13, head=0.115, nod=0.25, snout=0.11, muzzle=0.052, ears="round",
                      ear=0.045,
                  tail=(0.05, 0.03, 0.8), crook=0.05, extras=("hump",), eye=(0.05, 0.03, 0.02)),
    "panda": Beast(("#f2efe8", "#0f0f10"), leg=0.22, deep=0.42, waist=0.44, wide=0.38, thick=0.058, neck=0.09,
                   lean=0.35, throat=0.13, head=0.135, nod=0.2, snout=0.075, muzzle=0.056, ears="round",
                       ear=0.055,
                   tail=(0.05, 0.03, 0.8), coat="panda", crook=0.04, eye=(0.05, 0.03, 0.02),
                       extras=("patches",)),
    "elephant": Beast(("#77716c", "#8f8781"), leg=0.33, deep=0.47, waist=0.47, wide=0.39, thick=0.068,
    neck=0.10,
                      lean=0.35, throat=0.17, head=0.150, nod=0.9, snout=0.06, muzzle=0.095, ears="elephant",
                      ear=0.25, crook=0.02, tail=(0.30, 0.014, 1.3), brush=0.3, coat="wrinkled", bare=True,
                      extras=("trunk", "tusks"), eye=(0.10, 0.06, 0.03)),
    "rhino": Beast(("#7f7b76", "#8f8a84"), leg=0.20, deep=0.42, waist=0.42, wide=0.36, thick=0.055, neck=0.15,
                   lean=0.05, throat=0.15, head=0.105, nod=0.45, snout=0.19, muzzle=0.078, ears="round",
                       ear=0.05,
                   tail=(0.22, 0.012, 1.3), coat="wrinkled", bare=True, crook=0.04, extras=("nose_horns",
                       "hump")),
    "hippo": Beast(("#6f5f66", "#c09a96"), leg=0.13, deep=0.44, waist=0.46, wide=0.44, thick=0.060, neck=0.10,
                   lean=0.10, throat=0.165, head=0.125, nod=0.25, snout=0.18, muzzle=0.115, ears="round",
                       ear=0.03,
                   tail=(0.12, 0.014, 1.2), coat="plain", bare=True, crook=0.03, eye=(0.08, 0.05, 0.03)),
    "giraffe": replace(_HOOFED, colours=("#a5672c", "#f0dfb8"), leg=0.56, deep=0.30, waist=0.24, wide=0.21,
                       thick=0.021, neck=0.80, lean=1.15, throat=0.062, head=0.058, nod=0.60, snout=0.14,
                       muzzle=0.034, ears="floppy_side", ear=0.09, tail=(0.34, 0.012, 1.35), coat="tiled",
                       extras=("knobs", "crest")),
    "camel": replace(_HOOFED, colours=("#b98d57", "#d9b98a"), leg=0.46, deep=0.34, waist=0.30, wide=0.26,
    neck=0.40,
                     lean=0.45, throat=0.062, head=0.066, nod=0.25, snout=0.14, muzzle=0.042, ear=0.05,
                     tail=(0.26, 0.014, 1.35), extras=("humps",)),
    "turtle": Beast(("#6d7f45", "#4a4426"), leg=0.08, deep=0.13, waist=0.13, wide=0.40, thick=0.042,
    neck=0.20,
                    lean=0.45, throat=0.048, head=0.066, nod=0.1, snout=0.05, muzzle=0.042, ears="", ear=0.0,
                    tail=(0.10, 0.02, 0.3), bare=True, extras=("shell",)),
    "sauropod": Beast(("#5d7052", "#a8a878"), leg=0.26, deep=0.34, waist=0.34, wide=0.30, thick=0.050,
    neck=0.85,
                      lean=0.95, throat=0.070, head=0.056, nod=0.5, snout=0.085, muzzle=0.034, ears="",
                          ear=0.0,
                      tail=(0.95, 0.075, 0.22), bare=True, crook=0.04, coat="saddle"),
}  # fmt: skip
