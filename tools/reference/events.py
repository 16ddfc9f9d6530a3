"""The page of events: those of the stream and those that webhooks tell."""

from __future__ import annotations

from tools.reference.markdown import code, described, page, table
from vitascope.domain.events import STREAMED, STREAMED_FIELDS
from vitascope.domain.webhook import CALLBACK_KIND, ENDINGS, EVENT_KINDS, MEANINGS, TEST_KIND

INTRO = (
    "What happens to a generation is told in two ways: to a client that watches, over a stream, and "
    "to an address that was named, by a webhook."
)
STREAM = (
    "`GET /v2/video/generations/{id}/events` sends server-sent events with `id`, `event` and `data`, "
    "a JSON object. `Last-Event-ID` brings what was missed since. The first comes at once and says "
    "how it stands; `end` is the last. A comment keeps a silent stream open."
)
HOOKS = (
    "How to receive and verify them, and what is told when nobody answers, stands in "
    "[Webhooks](../howto/webhooks.md). An endpoint that names no events is told of those marked "
    "*default*."
)


def page_of_events() -> str:
    """The page. Raises ``Undocumented``."""
    kinds = [(code(name), described(name, told)) for name, told in STREAMED.items()]
    fields = [(code(name), described(name, told)) for name, told in STREAMED_FIELDS.items()]
    parts = ["## The stream", STREAM, table(("event", "when"), kinds), "The data of each:"]
    parts += [table(("field", "what it is"), fields), "## Webhooks", HOOKS]
    return page("Events", INTRO, [*parts, table(("event", "when", "default"), webhook_rows())])


def webhook_rows() -> list[tuple[str, str, str]]:
    """Kind, meaning, and whether it is told unasked. Raises ``Undocumented``."""
    return [
        (code(kind), described(kind, MEANINGS.get(kind)), "yes" if kind in ENDINGS else "")
        for kind in (*EVENT_KINDS, CALLBACK_KIND, TEST_KIND)
    ]
