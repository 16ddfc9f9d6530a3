"""The contract of a moderator: who looks at prompts and pictures before a request is accepted.

A package offers one as an entry point of the group ``vitascope.moderation`` that names a callable, which is
given the server's ``Settings`` and answers a ``Moderator``; ``VITASCOPE_MODERATION`` names those to use::

    [project.entry-points."vitascope.moderation"]
    strict = "my_package:StrictModerator"
"""

from __future__ import annotations

from typing import Protocol


class Moderator(Protocol):
    """Decides on what a client sent, while the client waits: it should take milliseconds.

    Both methods answer None to let it through, or a short reason that the client and the audit log are
    told. They are called from several threads at once. What they raise refuses the request with a 500.
    """

    def check_prompt(self, prompt: str) -> str | None:
        """Look at a prompt, exactly as it was sent."""
        ...

    def check_picture(self, data: bytes, media_type: str) -> str | None:
        """Look at a keyframe's encoded bytes, which are known to be a readable picture of that type."""
        ...
