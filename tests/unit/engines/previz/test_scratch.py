"""Buffers that are kept from frame to frame."""

from __future__ import annotations

import numpy as np

from vitascope.engines.previz.scratch import Frames


def test_a_plane_is_taken_again_once_nobody_holds_it() -> None:
    frames = Frames()
    first = frames.take(4, 6)
    place = first.ctypes.data
    del first
    assert frames.take(4, 6).ctypes.data == place


def test_what_somebody_holds_stays_as_it_is() -> None:
    frames = Frames()
    plane = frames.take(4, 6)
    plane[:] = 7
    part = plane[np.newaxis, 1:]
    del plane
    frames.take(4, 6)[:] = 9
    assert (part == 7).all()


def test_planes_of_another_size_are_others() -> None:
    frames = Frames()
    frames.take(4, 6)
    assert frames.take(6, 4).shape == (6, 4)


def test_a_cleared_plane_is_its_holders() -> None:
    frames = Frames()
    plane = frames.take(4, 6)
    frames.clear()
    assert not np.shares_memory(plane, frames.take(4, 6))
