"""What those who watch many generations are told of their places."""

from __future__ import annotations

from unit.service.parts import Home
from vitascope.service.events import PLACE_SECONDS, TOLD_AT_ONCE, Track


def told(home: Home, tracks: list[Track]) -> list[int | None]:
    """A look a little later; the places that are known then."""
    home.clock.advance(0.3)
    home.services.watch.look(tracks)
    return [track.position for track in tracks]


def test_many_places_are_known_after_few_looks(home: Home) -> None:
    tracks = [Track(home.create().id) for _ in range(TOLD_AT_ONCE + 20)]
    assert sum(place is not None for place in told(home, tracks)) == TOLD_AT_ONCE
    assert told(home, tracks) == [*range(len(tracks))]


def test_places_are_told_anew_when_the_queue_moved(home: Home) -> None:
    tracks = [Track(home.create().id) for _ in range(20)]
    told(home, tracks)
    assert home.ledger.claim("worker", 60.0) is not None
    home.clock.advance(PLACE_SECONDS)
    assert told(home, tracks) == [None, *range(19)]


def test_one_that_comes_later_is_counted_as_things_are_then(home: Home) -> None:
    tracks = [Track(home.create().id) for _ in range(10)]
    last = Track(home.create().id)
    told(home, tracks)
    assert home.ledger.claim("worker", 60.0) is not None
    home.clock.advance(PLACE_SECONDS)
    assert told(home, [last]) == [9]
