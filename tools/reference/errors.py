"""The page of errors, from the tree in ``errors.py``."""

from __future__ import annotations

from collections.abc import Iterator

from tools.reference.markdown import code, described, first_paragraph, page, table
from vitascope.errors import GenerationFailed, VitascopeError

INTRO = (
    "Every refusal and failure is one of these, in every API. What the client gets is the form of its "
    "own API with this status and message; the message says what was wrong, what was expected and "
    "what to do. *Retry* says whether the same request may work later; where the server knows when, "
    "it sends `Retry-After`."
)
FAILURES = (
    "These happen after a generation was accepted: the status of a request is never theirs. Name and "
    "message are recorded with the generation, which ends as `error` or `failed`."
)


def tree(root: type[VitascopeError] = VitascopeError) -> Iterator[type[VitascopeError]]:
    """The class and everything below it that is ours, depth first."""
    yield root
    for below in root.__subclasses__():
        if below.__module__ == root.__module__:
            yield from tree(below)


def page_of_errors() -> str:
    """The page. Raises ``Undocumented``."""
    failures = list(tree(GenerationFailed))
    refusals = [one for one in tree() if one not in failures]
    refused = table(
        ("code", "status", "retry", "name", "meaning"),
        (
            (code(one.code), str(one.status), "yes" if one.retryable else "no", *_told(one))
            for one in refusals
        ),
    )
    failed = table(("code", "name", "meaning"), ((code(one.code), *_told(one)) for one in failures))
    return page("Errors", INTRO, ["## Refusals", refused, "## Failed generations", FAILURES, failed])


def _told(error: type[VitascopeError]) -> tuple[str, str]:
    return code(error.__name__), described(error.__name__, first_paragraph(error.__doc__))
