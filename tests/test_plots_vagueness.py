"""Charts of vagueness, read through their Axes."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex
from matplotlib.container import ErrorbarContainer
from plot_tools import FORTY, FOUR, PROFILE, make_scores, make_shifts, make_vagueness

from policyviz.frames import make_frame
from policyviz.plots import (
    plot_score_positions,
    plot_vagueness,
    plot_vagueness_profile,
    plot_word_shift,
)


@pytest.fixture(autouse=True)
def close_all():
    """No window is opened, no figure is left behind."""
    mpl.use("Agg")
    yield
    plt.close("all")


def test_vagueness_is_sorted_with_values_beside():
    """The vaguest on top, the axis from 1 as the scale, the interval as long as the frame says."""
    frame = make_vagueness(["a", "b", "c"])
    ax = plot_vagueness(frame)
    assert [text.get_text() for text in ax.get_yticklabels()] == ["c", "b", "a"]
    assert [text.get_text() for text in ax.texts] == ["1.20", "1.10", "1.00"]
    assert ax.get_xlim() == (1, 3)
    assert ax.get_xlabel() == "mean score of a clause, 1 clear to 5 extremely vague (axis ends at 3)"
    assert ax.yaxis_inverted()
    top = next(box for box in ax.containers if isinstance(box, ErrorbarContainer))
    assert top.lines[2][0].get_segments()[0].tolist() == [[1.1, 0.0], [1.4, 0.0]]
    # The value stands to the right of the interval.
    assert [text.xy for text in ax.texts] == [(1.4, 0), (1.2, 1), (1.0, 2)]


def test_a_missing_interval_is_a_dot_alone():
    """Where the interval cannot be known, no line is drawn."""
    frame = make_vagueness(["a", "b"])
    frame.loc[1, ["score_low", "score_high"]] = np.nan
    ax = plot_vagueness(frame)
    assert [box.has_xerr for box in ax.containers] == [False, True]
    assert ax.texts[0].xy == (pytest.approx(1.1), 0)


def test_companies_keep_colour_and_shape():
    """A company looks the same in score, share and profile; no two of 25, nor of 40, look alike."""
    looks = {}
    profile = pd.concat([make_vagueness(FOUR).assign(label=label) for label in ("condition", "modality")])
    for frame, measure in [
        (make_vagueness(FOUR), "score"),
        (make_vagueness(FOUR), "share"),
        (profile, "score"),
    ]:
        ax = plot_vagueness(frame, measure=measure)
        for text, line in zip(ax.get_yticklabels(), ax.lines, strict=True):
            company = text.get_text().split(" ")[0]
            looks.setdefault(company, set()).add((line.get_color(), line.get_marker()))
    assert sorted(looks) == FOUR
    assert [len(look) for look in looks.values()] == [1, 1, 1, 1]
    many = plot_vagueness(make_vagueness(FORTY[:25])).lines
    assert len({(line.get_color(), line.get_marker()) for line in many}) == 25
    # Of 40 all have their look, 20 are named; the strip between is the one line of many points.
    named = [line for line in plot_vagueness(make_vagueness(FORTY)).lines if len(line.get_xdata()) == 1]
    assert len({(line.get_color(), line.get_marker()) for line in named}) == len(named) == 20


def test_group_names_come_from_all_key_columns():
    """Policy and class make the name of the row; an empty section is said."""
    frame = make_vagueness(["a", "b"]).assign(section=["", "Cookies"])
    labels = [text.get_text() for text in plot_vagueness(frame).get_yticklabels()]
    assert labels == ["b · Cookies", "a · (none)"]


def test_long_section_paths_keep_both_ends():
    """A path too long for two or three lines loses its middle, not its last heading."""
    path = "Collection of Information > " + "Information that you give us when you apply > " * 3 + "Cookies"
    label = plot_vagueness(make_vagueness([path])).get_yticklabels()[0].get_text()
    assert label.count("\n") <= 2
    assert " ".join(label.split()).startswith("Collection of Information")
    assert label.endswith("Cookies")


def test_a_high_score_takes_the_whole_scale():
    """An axis that reaches the end of the scale has nothing to say about its end."""
    frame = make_vagueness(["a", "b"])
    frame.loc[1, ["score", "score_high"]] = [4.0, 4.9]
    ax = plot_vagueness(frame)
    assert ax.get_xlim() == (1, 5)
    assert ax.get_xlabel() == "mean score of a clause, 1 clear to 5 extremely vague"


def test_a_class_that_makes_clearer_is_seen_whole():
    """All below 0: the axis reaches 0, and nothing lies beyond its ends."""
    frame = PROFILE[PROFILE["label"] == "concrete"]
    ax = plot_vagueness(frame)
    low, high = ax.get_xlim()
    assert low < frame["score_low"].min()
    assert high > 0
    assert ax.get_xlabel() == "points that the class adds to the mean score (below 0: clearer)"


def test_profile_has_a_band_per_class_and_a_dot_per_policy():
    """Classes in their order, companies in theirs, what makes clearer left of 0; one legend entry each."""
    ax = plot_vagueness_profile(PROFILE)
    assert [text.get_text() for text in ax.get_yticklabels()] == ["modality", "concrete"]
    dots = [box.lines[0].get_xydata()[0] for box in ax.containers]
    assert [dot[0] for dot in dots] == pytest.approx([0.0, 0.1, 0.2, 0.3, *[-0.05] * 4])
    assert [dot[1] for dot in dots] == pytest.approx([-0.3, -0.1, 0.1, 0.3, 0.7, 0.9, 1.1, 1.3])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == FOUR
    assert "below 0: clearer" in ax.get_xlabel()


def test_word_shift_says_who_is_vaguer_by_what():
    """Bars as long as the differences, counts beside them, the rest in one bar: they add up."""
    shifts = make_shifts(20)
    ax = plot_word_shift(shifts, names=("wrk", "procom"), n_terms=5)
    widths = [bar.get_width() for bar in ax.patches]
    assert sum(widths) == pytest.approx(shifts["difference"].sum())
    labels = [text.get_text() for text in ax.get_yticklabels()]
    assert labels == [*shifts["term"].head(5), "15 other terms"]
    assert ax.texts[0].get_text() == "+0.200 (3 : 1)"
    assert ax.texts[1].get_text() == "−0.190 (3 : 1)"
    assert ax.patches[0].get_facecolor() != ax.patches[1].get_facecolor()
    assert ax.patches[0].get_facecolor() == ax.patches[2].get_facecolor()
    assert to_hex(ax.patches[0].get_facecolor()) == "#0072b2"
    assert ax.texts[0].get_ha() == "left"
    assert ax.texts[1].get_ha() == "right"
    said = " ".join(ax.get_xlabel().split())
    assert said.startswith("points of the score: to the right wrk is vaguer, to the left procom")


def test_score_strokes_are_as_long_as_the_scores():
    """From nothing at 1 to the whole row at 5; 3 and more in another colour."""
    clauses, scores = make_scores(["a", "b"], [1.0, 3.0, 5.0, 2.0])
    light, dark = plot_score_positions(clauses, scores).collections[1:]
    lengths = [[round(abs(low - high), 6) for (_, low), (_, high) in c.get_segments()] for c in (light, dark)]
    assert lengths == [[0, 0.2, 0, 0.2], [0.4, 0.8, 0.4, 0.8]]
    assert to_hex(light.get_color()[0]) != to_hex(dark.get_color()[0])


def test_share_is_drawn_in_percent():
    """The share has its own scale, label and values."""
    ax = plot_vagueness(make_vagueness(["a", "b"]), measure="share")
    assert [text.get_text() for text in ax.texts] == ["2 %", "0 %"]
    assert ax.get_xlabel() == "clauses that score 3 or more (higher is vaguer)"


def test_ticks_of_shares_are_whole_percents():
    """A tick at 2.5 % would read 2 %."""
    frame = make_vagueness(FOUR).assign(share_high=0.17)
    ax = plot_vagueness(frame, measure="share")
    ax.figure.canvas.draw()
    ticks = [(tick.get_text(), tick.get_position()[0]) for tick in ax.get_xticklabels()]
    assert all(float(text.removesuffix(" %")) == pytest.approx(100 * value) for text, value in ticks)


@pytest.mark.parametrize(
    ("draw", "complaint"),
    [
        (lambda: plot_vagueness_profile(make_vagueness([])), "nothing to draw"),
        (lambda: plot_vagueness_profile(make_vagueness(FOUR)), "needs the column label"),
        (lambda: plot_vagueness_profile(pd.concat([PROFILE, PROFILE])), "no further key"),
        (lambda: plot_word_shift(make_frame([], "word shifts")), "nothing to draw"),
        (lambda: plot_word_shift(make_shifts(3), names=("a",)), "names are those of a and b"),
        (lambda: plot_word_shift(make_shifts(3), n_terms=0), "n_terms is 0"),
        (lambda: plot_word_shift(make_shifts(3), names="ab"), "names are those of a and b"),
        (lambda: plot_score_positions(*make_scores([], [1.0])), "nothing to draw"),
        (
            lambda: plot_score_positions(make_scores(["a"], [1.0])[0], make_scores(["b"], [1.0])[1]),
            "belong to other clauses",
        ),
    ],
)
def test_what_cannot_be_drawn_is_said(draw, complaint):
    """One clear error each, and no figure is left behind."""
    with pytest.raises(ValueError, match=complaint):
        draw()
    assert plt.get_fignums() == []
