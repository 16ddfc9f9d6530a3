"""One generation at a remote server, from the create to the downloaded file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from vitascope.engines.base import Keep, Report
from vitascope.engines.remote.dialect import Dialect, Standing, complaint, parsed
from vitascope.engines.remote.line import Line
from vitascope.engines.remote.wish import Wish
from vitascope.errors import Cancelled, RemoteFailed, RemoteRefused, RemoteUnreachable
from vitascope.netguard.call import Reply
from vitascope.remotes import RemoteServer

STAGE = "remote"
FIRST_POLL, LONGEST_POLL, GROWTH = 0.3, 3.0, 1.3
"""Seconds between polls, and how they grow."""
STEPS = 1000
"""Into how many steps a fraction is reported."""


class Errand:
    """Submits, waits, fetches; tells the server when nobody waits any more."""

    def __init__(
        self, remote: RemoteServer, dialect: Dialect, line: Line, report: Report, keep: Keep
    ) -> None:
        self._remote = remote
        self._dialect = dialect
        self._line = line
        self._report = report
        self._keep = keep
        self._id: str | None = None

    def run(self, wish: Wish, kept: Mapping[str, Any], new_key: Callable[[], str], path: Path) -> None:
        """Have the clip made and its video written to ``path``.

        ``kept`` is what an earlier attempt kept: its generation is waited for if there still is one. Raises
        ``Cancelled``, and ``EngineError`` and what is below it.
        """
        self._report(STAGE, 0, STEPS)
        try:
            standing = self._resumed(kept) or self._submitted(wish, kept, new_key)
            standing = self._awaited(standing)
            self._fetched(standing, path)
        except (Cancelled, RemoteUnreachable):
            if self._id is not None:
                self._line.stop(self._dialect.stops(self._id))
            raise

    def _resumed(self, kept: Mapping[str, Any]) -> Standing | None:
        """The generation of an earlier attempt, unless it failed there or is gone."""
        if kept.get("remote") != self._remote.name or not kept.get("id"):
            return None
        reply = self._line.ask(self._dialect.fetch(str(kept["id"])))
        if reply.status >= 300:
            return None
        standing = self._read(reply)
        if standing.word == "failed":
            return None
        self._id = standing.id
        return standing

    def _submitted(self, wish: Wish, kept: Mapping[str, Any], new_key: Callable[[], str]) -> Standing:
        fresh = kept.get("remote") != self._remote.name or bool(kept.get("id"))
        key = new_key() if fresh else str(kept["key"])
        place = {"remote": self._remote.name, "key": key}
        self._keep(place)
        reply = self._line.create(self._dialect.create(wish), key)
        if reply.status >= 300:
            raise RemoteRefused(f"{self._remote.name} refused it: {complaint(reply)}")
        standing = self._read(reply)
        self._id = standing.id
        self._keep(place | {"id": standing.id})
        return standing

    def _awaited(self, standing: Standing) -> Standing:
        pause = FIRST_POLL
        while standing.word in {"queued", "running"}:
            self._report(STAGE, round((standing.fraction or 0.0) * STEPS), STEPS)
            self._line.pause(pause)
            pause = min(pause * GROWTH, LONGEST_POLL)
            reply = self._line.ask(self._dialect.fetch(standing.id))
            if reply.status >= 300:
                raise RemoteFailed(f"{self._remote.name} lost the generation: it answered {complaint(reply)}")
            standing = self._read(reply)
        if standing.word == "failed":
            raise RemoteFailed(f"{self._remote.name} could not make it. {standing.failure}")
        return standing

    def _fetched(self, standing: Standing, path: Path) -> None:
        self._report(STAGE, STEPS, STEPS)
        try:
            url = urljoin(self._remote.url, self._dialect.video(standing))
        except KeyError as error:
            raise RemoteFailed(
                f"{self._remote.name} completed it without a link to the video: {error.args[0]} is missing."
            ) from error
        except ValueError as error:
            raise RemoteFailed(
                f"{self._remote.name} completed it with a malformed link to the video: {error}."
            ) from error
        self._line.download(url, path, secret=_origin(url) == _origin(self._remote.url))

    def _read(self, reply: Reply) -> Standing:
        found = parsed(reply)
        try:
            return self._dialect.read(found if found is not None else {})
        except KeyError as error:
            raise RemoteRefused(
                f"{self._remote.name} answered {complaint(reply)}; expected a generation in the dialect "
                f"{self._remote.dialect}. Check url and dialect of its entry in VITASCOPE_REMOTES."
            ) from error


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc.lower()
