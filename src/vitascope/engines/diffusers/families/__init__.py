"""One adapter for each family of models: a shot in, the arguments of its pipeline out."""

from __future__ import annotations

from vitascope.engines.diffusers.families.base import Adapter, TwoStage
from vitascope.engines.diffusers.families.ltx import Ltx
from vitascope.engines.diffusers.families.ltx2 import Ltx2
from vitascope.engines.diffusers.families.vace import Vace
from vitascope.engines.diffusers.families.wan import Wan

FAMILIES: dict[str, Adapter] = {"wan": Wan(), "vace": Vace(), "ltx": Ltx(), "ltx2": Ltx2()}

__all__ = ["FAMILIES", "Adapter", "TwoStage"]
