"""An engine to start from. Copy the package, rename it, and draw something better in ``render``."""

from colour_fields.engine import ColourFields

__all__ = ["ColourFields"]
