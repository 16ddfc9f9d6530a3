"""Speed and memory of a running server, in one run: ``python -m bench``."""

from support import cached

cached.share()
