"""Open-weight video diffusion models on this machine's own processor, through the library of that name."""

from vitascope.engines.diffusers.engine import DiffusersEngine, diffusers_engines
from vitascope.engines.diffusers.options import Options

__all__ = ["DiffusersEngine", "Options", "diffusers_engines"]
