"""Colours of the charts: told apart with any eyes and in grey, seen on white, read on what they stand on."""

from itertools import combinations

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_rgb
from test_plots import DRAWINGS, SMALL, find_texts

from policyviz.plots import boilerplate, coverage, positions, practices
from policyviz.plots.drawing import COLORS, INK, SOFT, STYLE, WASH, find_look
from policyviz.plots.summaries import EDGE

# Machado, Oliveira and Fernandes 2009, "A physiologically-based model for simulation of color vision
# deficiency", IEEE TVCG 15 (6), the matrices of severity 1.0, for linear RGB.
EYES = {
    "normal": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
}
# IEC 61966-2-1: linear sRGB to XYZ under D65, and the part of each channel in the luminance.
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
APART = 10  # CIELAB 1976: well above what an eye that looks for a difference just sees, about 2.3
every_eye = pytest.mark.parametrize("eye", EYES)


@pytest.fixture(autouse=True)
def close_all():
    """No window is opened, no figure is left behind."""
    mpl.use("Agg")
    yield
    plt.close("all")


def make_linear(color):
    channels = np.array(to_rgb(color))
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def find_lab(color, eye):
    seen = np.clip(np.array(EYES[eye]) @ make_linear(color), 0, 1)
    ratio = XYZ @ seen / XYZ.sum(axis=1)
    x, y, z = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def measure_distance(one, other, eye):
    return np.linalg.norm(find_lab(one, eye) - find_lab(other, eye))


def measure_contrast(one, other):
    light, dark = sorted((XYZ[1] @ make_linear(color) for color in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measures_are_the_published_ones():
    """White and black: contrast 21, distance 100; pure red is L* 53.24, a* 80.09, b* 67.20."""
    assert measure_contrast("white", "black") == pytest.approx(21)
    assert measure_distance("white", "black", "normal") == pytest.approx(100, abs=0.01)
    assert find_lab("#ff0000", "normal") == pytest.approx([53.24, 80.09, 67.20], abs=0.02)


@every_eye
def test_neighbouring_colours_differ(eye):
    """Each colour of companies, clusters and lanes differs from the next, the last from the first."""
    pairs = zip(COLORS, [*COLORS[1:], COLORS[0]], strict=True)
    assert [pair for pair in pairs if measure_distance(*pair, eye) < APART] == []


@every_eye
def test_companies_differ_in_colour_or_shape(eye):
    """No two of 24 companies look alike; the 25th differs from the first to normal eyes alone."""
    looks = [find_look(number) for number in range(25)]
    alike = [
        (one, other)
        for one, other in combinations(range(25), 2)
        if looks[one]["marker"] == looks[other]["marker"]
        and measure_distance(looks[one]["color"], looks[other]["color"], eye) < APART
    ]
    assert alike == ([] if eye == "normal" else [(0, 24)])


@every_eye
def test_statuses_differ_in_shade_or_sign(eye):
    """Any two statuses: another shade, else another sign; silence has stripes and none."""
    looks = {name: (look.fill, look.marker + look.inside) for name, look in coverage.LOOKS.items()}
    looks["silent"] = (coverage.STRIPES["facecolor"], coverage.STRIPES["hatch"])
    close = [
        (one, other)
        for one, other in combinations(looks, 2)
        if measure_distance(looks[one][0], looks[other][0], eye) < APART
    ]
    assert close == [("mentioned", "silent")]
    assert len({sign for _, sign in looks.values()}) == 4


@every_eye
def test_two_kinds_of_strokes_and_bars_differ(eye):
    """Vague clauses from others, one side of a word shift from the other, stated from denied."""
    stated, both, denied = practices.LOOKS.values()
    assert measure_distance(positions.LIGHT, COLORS[1], eye) >= APART
    assert measure_distance(COLORS[0], COLORS[1], eye) >= APART
    assert measure_distance(stated["facecolor"], denied["facecolor"], eye) >= APART
    assert "hatch" in both
    assert not {"hatch"} & {*stated, *denied}
    # In grey, too.
    assert measure_contrast(stated["facecolor"], denied["facecolor"]) >= 1.5


def test_marks_stand_out_from_white():
    """At least 3 to 1 (WCAG 2, 1.4.11), or an edge that does."""
    marks = [*COLORS, positions.LIGHT, SOFT, practices.LOOKS["stated"]["facecolor"], EDGE["edgecolor"]]
    assert {
        color: measure_contrast(color, "white") for color in marks if measure_contrast(color, "white") < 3
    } == {}
    assert practices.LOOKS["stated and denied"]["edgecolor"] == EDGE["edgecolor"]
    for look in coverage.LOOKS.values():
        assert max(measure_contrast(look.fill, "white"), measure_contrast(look.edge, look.fill)) >= 3


def test_bars_of_statuses_have_an_edge():
    """Where statuses are bars without signs, their edge stands out from the page."""
    ax = DRAWINGS["statuses of 40"]()
    assert len(ax.patches) > 25
    for bar in ax.patches:
        assert measure_contrast(bar.get_edgecolor(), "white") >= 3
        assert bar.get_linewidth() > 0


@pytest.mark.parametrize("name", SMALL)
def test_texts_stand_out(name):
    """All text on white has 4.5 to 1, large bold text 3 to 1 (WCAG 2, 1.4.3); white text stands in cells."""
    for text in find_texts(DRAWINGS[name]()):
        is_large = text.get_fontsize() >= 14 and text.get_fontweight() == "bold"
        if text.get_color() != "white":
            assert measure_contrast(text.get_color(), "white") >= (3 if is_large else 4.5), text


def test_texts_stand_out_in_cells():
    """Numbers on the darkest cell of a table of shares, in every part of a bar, on pale ground."""
    darkest = boilerplate._BLUES(1.0)
    inks = [(INK, darkest), (INK, WASH), (SOFT, WASH)]
    inks += [("white" if name == "affirmed" else INK, look.fill) for name, look in coverage.LOOKS.items()]
    assert [pair for pair in inks if measure_contrast(*pair) < 4.5] == []


def test_white_numbers_stand_in_dark_bars():
    """The only white numbers of a summary are those of the affirmed."""
    ax = DRAWINGS["statuses of 40"]()
    white = [text for text in ax.texts if text.get_color() == "white"]
    dark = [bar for bar in ax.patches if measure_contrast(bar.get_facecolor(), "white") >= 4.5]
    spots = [(bar.get_x() + bar.get_width() / 2, bar.get_y() + bar.get_height() / 2) for bar in dark]
    assert len(white) > 0
    for text in white:
        assert [spot for spot in spots if spot == pytest.approx(text.get_position())], text


def test_the_style_has_the_same_colours():
    """Who draws with the style file alone gets the colours of the companies."""
    cycle = mpl.rc_params_from_file(STYLE, use_default_template=False)["axes.prop_cycle"].by_key()["color"]
    assert [to_rgb(color) for color in cycle] == [to_rgb(color) for color in COLORS]
