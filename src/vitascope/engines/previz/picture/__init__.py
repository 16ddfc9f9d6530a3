"""One picture set in motion, or two joined: a guessed depth, a camera move, a warp."""
