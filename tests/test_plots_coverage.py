"""The charts of data categories, read through their Axes."""

from collections import Counter
from itertools import pairwise

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from plot_tools import FORTY, FOUR, make_coverage, make_statuses, make_taxonomy

from policyviz.frames import make_frame
from policyviz.plots import plot_coverage, plot_practices
from policyviz.plots.coverage import LOOKS


def test_coverage_reads_like_the_frame():
    """Labels down in their order, policies across, numbers in the cells, silence striped and not numbered."""
    frame = pd.DataFrame({"Name": [3, 0], "Health": [12, 1]}, index=pd.Index(["a", "b"], name="policy_id"))
    ax = plot_coverage(frame)
    assert [text.get_text() for text in ax.get_yticklabels()] == ["Name", "Health"]
    assert [text.get_text() for text in ax.get_xticklabels()] == ["a", "b"]
    cells = {text.get_position(): text.get_text() for text in ax.texts}
    assert cells == {(0.5, 0.5): "3", (0.5, 1.5): "12", (1.5, 1.5): "1"}
    assert [(patch.get_xy(), patch.get_hatch()) for patch in ax.patches] == [((1, 0), "////")]
    assert ax.yaxis_inverted()
    assert ax.xaxis.get_ticks_position() == "top"


@pytest.mark.parametrize("policies", [FOUR, FORTY[:25]], ids=len)
def test_every_silence_is_striped(policies):
    """As many striped cells as zeros, and a number in each of the others."""
    frame = make_coverage(policies)
    ax = plot_coverage(frame)
    n_silent = int((frame == 0).to_numpy().sum())
    assert Counter(patch.get_hatch() for patch in ax.patches) == {"////": n_silent}
    assert len(ax.texts) == frame.size - n_silent


def test_cell_numbers_stand_out():
    """Dark numbers on light cells, white ones on dark cells: contrast at least 4.5 to 1."""
    frame = pd.DataFrame({f"Label {n}": [n] for n in range(1, 41)}, index=["a"])
    ax = plot_coverage(frame)
    mesh = ax.collections[0]
    for text, value in zip(ax.texts, range(1, 41), strict=True):
        light = [find_luminance(color) for color in (text.get_color(), mesh.cmap(mesh.norm(value)))]
        assert (max(light) + 0.05) / (min(light) + 0.05) >= 4.5, value


def find_luminance(color):
    """Relative luminance as WCAG 2 defines it."""
    channels = np.array(mpl.colors.to_rgb(color))
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def test_shares_are_percent_and_never_rounded_to_nothing():
    """A share of 0.004 is more than 0 and must not look like it."""
    frame = pd.DataFrame({"Name": [0.25], "Health": [0.004], "Location": [0.0]}, index=["a"])
    ax = plot_coverage(frame)
    assert [text.get_text() for text in ax.texts] == ["25 %", "<1 %"]
    assert ax.get_xlabel().startswith("share of clauses")


def test_many_policies_turn_their_names():
    """Four names stand side by side, twenty-five stand upright."""
    assert {text.get_rotation() for text in plot_coverage(make_coverage(FOUR)).get_xticklabels()} == {0}
    upright = plot_coverage(make_coverage(FORTY[:25])).get_xticklabels()
    assert {text.get_rotation() for text in upright} == {90}
    assert [text.get_text() for text in upright] == FORTY[:25]


STATUSES = pd.DataFrame(
    {"Name": ["affirmed", "denied"], "Health": ["mentioned", "silent"]},
    index=pd.Index(["a", "b"], name="policy_id"),
)


def list_signs(ax):
    """(label, marker) -> places of the signs in the cells."""
    return {
        line.get_label(): (line.get_marker(), line.get_xydata().tolist())
        for line in ax.lines
        if len(line.get_xdata())
    }


def test_statuses_have_a_sign_a_shade_and_a_key():
    """A disc, a cross and a ring in their cells, silence striped; the key names all four."""
    ax = plot_coverage(STATUSES)
    assert list_signs(ax) == {
        "affirmed": ("o", [[0.5, 0.5]]),
        "denied": ("x", [[1.5, 0.5]]),
        "mentioned": ("o", [[0.5, 1.5]]),
    }
    rings = {line.get_label(): line.get_markerfacecolor() for line in ax.lines}
    assert rings["mentioned"] == "none"
    assert [(patch.get_xy(), patch.get_hatch()) for patch in ax.patches] == [((1, 1), "////")]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "affirmed",
        "denied",
        "only mentioned",
        "silent",
    ]


def test_statuses_can_be_told_apart_in_grey():
    """The three fills differ in lightness by a contrast of at least 1.5 to 1, signs stand out on them."""
    fills = sorted(find_luminance(look.fill) for look in LOOKS.values())
    assert all((light + 0.05) / (dark + 0.05) >= 1.5 for dark, light in pairwise(fills))
    for look in LOOKS.values():
        pair = sorted(find_luminance(color) for color in (look.fill, look.edge))
        assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 3, look


def test_groups_order_the_rows():
    """Labels under the names of their groups in the order of the taxonomy; others last."""
    taxonomy = make_frame([("Health", "body", "x."), ("Name", "contact", "x.")], "taxonomy")
    ax = plot_coverage(STATUSES.assign(Shoes=["silent", "silent"]), taxonomy=taxonomy)
    assert [text.get_text() for text in ax.get_yticklabels()] == ["Health", "Name", "Shoes"]
    assert ax.get_yticks().tolist() == [1.5, 3.5, 5.5]
    assert {text.get_text(): text.get_position()[1] for text in ax.texts} == {
        "body": 0.9,
        "contact": 2.9,
        "other": 4.9,
    }
    assert list_signs(ax)["denied"] == ("x", [[1.5, 3.5]])


def test_numbers_under_groups():
    """Counts stand in the rows of their labels, also when the taxonomy moves them."""
    taxonomy = make_frame([("Health", "body", "x."), ("Name", "contact", "x.")], "taxonomy")
    frame = pd.DataFrame({"Name": [3], "Health": [0]}, index=["a"])
    ax = plot_coverage(frame, taxonomy=taxonomy)
    assert ("3", (0.5, 3.5)) in [(text.get_text(), text.get_position()) for text in ax.texts]
    assert [patch.get_xy() for patch in ax.patches] == [(0, 1)]


def test_every_status_of_twenty_five_is_drawn():
    """As many signs and stripes as cells."""
    frame = make_statuses(FORTY[:25])
    ax = plot_coverage(frame, taxonomy=make_taxonomy())
    wanted = frame.astype("str").stack().value_counts()
    drawn = {name: len(places) for name, (_, places) in list_signs(ax).items()}
    assert drawn == wanted.drop("silent").to_dict()
    assert len(ax.patches) == wanted["silent"]


PRACTICES = make_frame(
    [
        ("a", "Name", "collect", 2, 0),
        ("a", "Name", "share", 0, 1),
        ("b", "Name", "collect", 0, 0),
        ("b", "Name", "share", 1, 3),
        ("a", "Age", "collect", 0, 0),
    ],
    "practices",
)


def test_practices_read_like_the_frame():
    """Policies side by side; a disc, a cross, a white cross on a disc; labels of silence left out."""
    ax = plot_practices(PRACTICES)
    assert [text.get_text() for text in ax.get_yticklabels()] == ["Name"]
    assert [text.get_text() for text in ax.get_xticklabels()] == ["collect", "share"] * 2
    assert [text.get_text() for text in ax.texts] == ["a", "b"]
    drawn = [
        (line.get_marker(), to_hex(line.get_color()), line.get_xydata().tolist())
        for line in ax.lines
        if len(line.get_xdata())
    ]
    assert {to_hex(text.get_color()) for text in ax.texts} == {"#1c2430"}
    assert drawn == [
        ("o", "#0072b2", [[0.5, 0.5]]),
        ("X", "#1c2430", [[1.5, 0.5]]),
        ("o", "#d55e00", [[4.5, 0.5]]),
        ("X", "#ffffff", [[4.5, 0.5]]),
    ]


def test_mixed_values_are_refused():
    """Numbers and statuses in one table are neither."""
    with pytest.raises(ValueError, match="nothing to draw"):
        plot_coverage(STATUSES.assign(Age=[1, 2]))
