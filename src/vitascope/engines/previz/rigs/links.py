"""Bodies that bend along their length: parts on a chain of bones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from vitascope.engines.previz.compiled import Floats
from vitascope.engines.previz.rigs.kit import Kit, Point, rigid
from vitascope.engines.previz.rigs.mesh import Part


def chain(kit: Kit, name: str, places: list[Point], parent: str = "root") -> None:
    """Bones ``name0``, ``name1``, … from the first place to the last, each on the one before."""
    for k, at in enumerate(places):
        kit.bone(f"{name}{k}", at, parent if k == 0 else f"{name}{k - 1}")


def linked(kit: Kit, made: Part, name: str, along: Floats) -> Part:
    """Hang a part on a chain; ``along`` is each point's place on it, ``(points,)``, in bones."""
    last = sum(other.startswith(name) and other[len(name) :].isdigit() for other in kit.names) - 1
    at = np.clip(along, 0, last - 1e-3)
    first = np.floor(at).astype(int)
    numbers = np.array([kit.number(f"{name}{k}") for k in range(last + 1)])
    group = numbers[first] + 256 * numbers[np.minimum(first + 1, last)]
    share = (at - first).astype(np.float32)
    part = replace(rigid(made), group=group.astype(np.int32), weight=share)
    kit.parts.append(part)
    return part
