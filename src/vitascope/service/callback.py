"""Where a generation's states are told to, looked at while its sender waits."""

from __future__ import annotations

from collections.abc import Sequence

from vitascope.errors import InvalidRequest, KeyframeRefused
from vitascope.netguard.url import check_url
from vitascope.settings import Network


def check_callback(url: str, allow: Sequence[Network], field: str = "callback_url") -> None:
    """Refuse an address the server would not talk to; ``allow`` are networks open although not public.

    ``field`` is where it was given. Raises ``InvalidRequest``.
    """
    try:
        check_url(url, allow)
    except KeyframeRefused as refusal:
        # The rest of the message speaks of pictures.
        reason = refusal.message.partition(". ")[0].rstrip(".")
        raise InvalidRequest(
            f"The {field} cannot be used. {reason}. Expected the http or https address of a public "
            "host that takes a POST.",
            field,
        ) from refusal
