from __future__ import annotations

import numpy as np
import pytest

from vitascope.engines.previz.rigs.colours import linear, luminance, mix, palette, step


def test_srgb_becomes_linear() -> None:
    assert linear("#000000") == pytest.approx([0, 0, 0])
    assert linear("#ffffff") == pytest.approx([1, 1, 1])
    assert linear("#808080") == pytest.approx(np.full(3, 0.2159), abs=1e-3)


def test_the_default_serves_only_where_nothing_is_given() -> None:
    assert len(palette((), ("#ffffff", "#000000"))) == 2
    assert palette(("#ff0000",), ("#ffffff",))[0] == pytest.approx([1, 0, 0])


def test_steps_may_run_either_way() -> None:
    x = np.array([0.0, 0.5, 1.0], np.float32)
    assert step(x, 0.0, 1.0) == pytest.approx([0, 0.5, 1])
    assert step(x, 1.0, 0.0) == pytest.approx([1, 0.5, 0])


def test_mix_and_luminance() -> None:
    black, white = linear("#000000"), linear("#ffffff")
    assert luminance(mix(black, white, 0.25)) == pytest.approx(0.25)
