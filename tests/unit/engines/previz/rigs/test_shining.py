"""Fire, smoke, beams of light and blossoms: what is seen of them, when, and behind what."""

from __future__ import annotations

import numpy as np
import pytest

from vitascope.engines.previz.canvas import Air, Canvas, Light, Placement, Pose
from vitascope.engines.previz.plan import Subject
from vitascope.engines.previz.rigs import Rig, build
from vitascope.engines.previz.rigs.beams import reach, shine

POSE = Pose(0.0, 0.5, 0.0)
PLACE = Placement(0.0, 0.5, 3.0, 1.0)
DAY = Light((0.0, 1.0, 0.0), (1.0, 1.0, 1.0), (0.4, 0.4, 0.4), (0.0, 0.0, 1.0), (1.0, 1.0, 1.0))
NIGHT = Light((0.0, 1.0, 0.0), (0.05, 0.05, 0.06), (0.02, 0.02, 0.03), (0.0, 0.0, 1.0), (0.1, 0.1, 0.1))


def made(rig: str, form: str, *traits: str) -> Rig:
    return build(Subject(noun=form, rig=rig, form=form, length=1.0, traits=traits), 7)


def lit(rig: Rig, light: Light, turns: float = 0.3, wall: float = 1e5, tone: float = 0.02) -> Canvas:
    """What it shines on a wall of one tone."""
    canvas = Canvas.blank(128, 96)
    canvas.rgb[:], canvas.depth[:] = tone, wall
    rig.shine(canvas, POSE, PLACE, light, lambda hertz: turns * hertz)
    return canvas


def test_fire_is_yellow_within_and_red_at_its_edge() -> None:
    rgb = lit(made("prop", "campfire"), DAY).rgb
    bright = rgb[rgb.sum(-1) > 0.9 * rgb.sum(-1).max()].mean(0)
    edge = rgb[(rgb[..., 0] > 0.2) & (rgb[..., 0] < 1.0)].mean(0)
    assert bright[0] > bright[1] > bright[2]
    assert bright[1] / bright[0] > 1.3 * edge[1] / edge[0]


def test_fire_stirs_and_comes_back() -> None:
    rig = made("prop", "blaze")
    first, later = lit(rig, DAY, 0.0).rgb, lit(rig, DAY, 0.4).rgb
    assert np.abs(first - later).mean() > 0.01
    again = Canvas.blank(128, 96)
    again.rgb[:] = 0.02
    rig.shine(again, POSE, PLACE, DAY, lambda _: 3.0)
    whole = Canvas.blank(128, 96)
    whole.rgb[:] = 0.02
    rig.shine(whole, POSE, PLACE, DAY, lambda _: 0.0)
    np.testing.assert_allclose(again.rgb, whole.rgb, atol=2e-3)


def test_fire_hides_behind_what_is_nearer() -> None:
    hidden = lit(made("prop", "campfire"), DAY, wall=1.0)
    assert np.array_equal(hidden.rgb, np.full_like(hidden.rgb, 0.02))


def test_a_fire_lights_what_is_about_it_by_night() -> None:
    rig = made("prop", "campfire")
    corner = (slice(0, 12), slice(60, 96))
    assert lit(rig, NIGHT, wall=3.2).rgb[corner].mean() > 1.2 * lit(rig, DAY, wall=3.2).rgb[corner].mean()


def test_a_lighthouse_throws_its_beam_by_night_only() -> None:
    rig = made("building", "lighthouse")
    assert lit(rig, DAY).rgb.max() == pytest.approx(0.02)
    assert lit(rig, NIGHT).rgb.max() > 0.1


def test_headlights_light_the_way_by_night() -> None:
    rig = made("car", "car")
    assert lit(rig, DAY, wall=5.0).rgb.max() == pytest.approx(0.02)
    assert lit(rig, NIGHT, wall=5.0).rgb.max() > 0.03


def test_what_burns_has_fires_on_it() -> None:
    plain, burning = made("building", "house"), made("building", "house", "burning")
    assert lit(plain, DAY).rgb.max() == pytest.approx(0.02)
    assert lit(burning, DAY).rgb.max() > 1.0


def drawn(rig: Rig, bloom: float) -> Canvas:
    canvas = Canvas.blank(128, 96)
    place = Placement(0.0, 0.5, 1.2, 1.0, bloom=bloom)
    rig.draw(canvas, POSE, place, DAY, Air((0.5, 0.5, 0.5), 0.0))
    return canvas


@pytest.mark.parametrize("form", ["rose", "tulip", "sunflower", "daisy"])
def test_a_blossom_opens(form: str) -> None:
    rig = made("flower", form, "blooming")
    widths = [int((drawn(rig, bloom).depth < 100.0)[:, :48].any(1).sum()) for bloom in (0.0, 1.0)]
    assert widths[0] < widths[1]


def test_an_open_blossom_is_the_flower_as_it_always_was() -> None:
    opened, plain = drawn(made("flower", "rose", "blooming"), 1.0), drawn(made("flower", "rose"), 1.0)
    alike = np.abs(opened.rgb - plain.rgb).max(-1) < 0.1
    assert alike.mean() > 0.97


def test_a_pedestal_lifts_what_stands_on_it() -> None:
    def top_and_width(*traits: str) -> int:
        canvas = Canvas.blank(128, 96)
        made("prop", "watch", *traits).draw(canvas, POSE, PLACE, DAY, Air((0.5, 0.5, 0.5), 0.0))
        seen = canvas.depth < 100.0
        return int(seen[:, 60:].any(1).sum())

    assert top_and_width("on a pedestal") > top_and_width()


@pytest.mark.parametrize("apex", [(-0.5, 0.2, 3.0), (0.9, -0.4, 1.5), (0.1, 0.0, 0.2), (-3.0, 1.0, 2.0)])
@pytest.mark.parametrize("way", [(0.6, 0.0, 0.8), (0.0, -0.6, -0.8), (1.0, 0.0, 0.0)])
def test_a_beam_lights_nothing_outside_its_reach(
    apex: tuple[float, float, float], way: tuple[float, float, float]
) -> None:
    lens = np.array([96.0, 64.0, 48.0], np.float32)
    cone = np.array([*apex, *way, 1.4, 0.2, 0.05, 1.0, 0.9, 0.8, 0.5, 3.0], np.float32)
    rgb, depth = np.full((128, 96, 3), 0.1, np.float32), np.full((128, 96), 3.5, np.float32)
    whole, part = rgb.copy(), rgb.copy()
    shine(whole, depth, lens, cone, (0, 128, 0, 96))
    shine(part, depth, lens, cone, reach(lens, cone, 128, 96))
    assert np.array_equal(whole, part)
