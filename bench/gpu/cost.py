"""What one pass of a Wan transformer costs, counted from its dimensions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Transformer:
    """The dimensions of a model, as its repository's configuration has them."""

    name: str
    heads: int
    layers: int
    ffn: int
    channels: int
    spatial: int
    """Pixels of a latent's side, of which a token takes two."""

    @property
    def width(self) -> int:
        """Of a token."""
        return self.heads * 128

    def tokens(self, width: int, height: int, frames: int) -> int:
        """In one clip."""
        side = self.spatial * 2
        return (width // side) * (height // side) * ((frames - 1) // 4 + 1)

    def flops(self, width: int, height: int, frames: int) -> float:
        """Of one pass: two for each weight a token meets, and attention of all tokens with all."""
        count, d = self.tokens(width, height, frames), self.width
        weights = self.layers * (6 * d * d + 2 * d * self.ffn)  # of cross attention, what meets the video
        return 2.0 * weights * count + 4.0 * self.layers * count * count * d


SMALL = Transformer("wan2.1-1.3b", heads=12, layers=30, ffn=8960, channels=16, spatial=8)
MIDDLE = Transformer("wan2.2-ti2v-5b", heads=24, layers=30, ffn=14336, channels=48, spatial=16)
