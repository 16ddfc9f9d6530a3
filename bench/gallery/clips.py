"""The gallery's clips as a client gets them, held to what a right video is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support import film
from support.server import Server

SEED = 7
SIZE = (960, 540)
FRAMES = 120
LOOP, NEXT, AGAIN = 72, 48, 24
"""Frames of a clip that loops, of one that goes on or leads in, and of one that is made twice."""


@dataclass(frozen=True)
class Clip:
    """What a server answered for a prompt, its plan, and the file."""

    prompt: str
    found: dict[str, Any]
    plan: dict[str, Any]
    path: Path


class Studio:
    """Makes clips on a running server and looks at their files."""

    def __init__(self, live: Server, folder: Path) -> None:
        self._live = live
        self._folder = folder

    def clip(self, prompt: str) -> Clip:
        """Five seconds of 540p."""
        found, path = self._made("clip", prompt, FRAMES)
        answer = self._live.http.get(f"/v2/video/generations/{found['id']}/plan").raise_for_status()
        return Clip(prompt, found, answer.json(), path)

    def faults(self, clip: Clip) -> Iterator[str]:
        """What of F1 to F3, F6 to F11 and F14 does not hold."""
        checks: tuple[tuple[str, Callable[[Clip], None]], ...] = (
            ("F1 to F3", lambda one: film.assert_right(one.path, SIZE, FRAMES)),
            ("F6", lambda one: film.assert_moves(film.small_lumas(one.path))),
            ("F7", self._loops),
            ("F8, F10", self._goes_on),
            ("F9, F10", self._leads_in),
            ("F11", self._is_the_same_again),
            ("F14", lambda one: film.assert_honest(one.path, one.found)),
        )
        for name, check in checks:
            try:
                check(clip)
            except AssertionError as error:
                yield f"{name}: {error}"

    def _loops(self, clip: Clip) -> None:
        _, path = self._made("loop", clip.prompt, LOOP, loop=True)
        lumas = film.small_lumas(path)
        film.assert_moves(lumas)
        film.assert_loops(lumas)

    def _goes_on(self, clip: Clip) -> None:
        found, path = self._made("next", clip.prompt, NEXT, keyframes={"frame0": _source(clip)})
        film.assert_joint(film.small_lumas(clip.path), film.small_lumas(path), "before")
        self._is_joined(found, clip.path, path)

    def _leads_in(self, clip: Clip) -> None:
        found, path = self._made("before", clip.prompt, NEXT, keyframes={"frame1": _source(clip)})
        film.assert_joint(film.small_lumas(path), film.small_lumas(clip.path), "after")
        self._is_joined(found, path, clip.path)

    def _is_joined(self, found: dict[str, Any], first: Path, second: Path) -> None:
        whole = self._live.download(found["meta"]["assets"]["stitched"], self._folder / "whole.mp4")
        assert film.stream(whole).frames == FRAMES + NEXT
        assert film.packets(whole) == film.packets(first) + film.packets(second)

    def _is_the_same_again(self, clip: Clip) -> None:
        paths = [self._made(name, clip.prompt, AGAIN)[1] for name in ("once", "twice")]
        assert film.packets(paths[0]) == film.packets(paths[1])

    def _made(self, name: str, prompt: str, frames: int, **more: Any) -> tuple[dict[str, Any], Path]:
        body = {"prompt": prompt, "resolution": "540p", "num_frames": frames, "seed": SEED, **more}
        found = self._live.make(**body)
        return found, self._live.download(found["video"]["url"], self._folder / f"{name}.mp4")


def _source(clip: Clip) -> dict[str, str]:
    return {"type": "generation", "id": clip.found["id"].split(":")[0]}
