"""What each mark of a chart says of the clauses it stands for."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from plot_tools import find_keyed, list_keys, make_scores, make_shifts, make_vagueness

from policyviz.frames import make_frame
from policyviz.plots import (
    plot_boilerplate,
    plot_clusters,
    plot_coverage,
    plot_practices,
    plot_score_positions,
    plot_term_positions,
    plot_top_terms,
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


COVERAGE = pd.DataFrame({"Name": [3, 0], "IP & more": [1, 2]}, index=pd.Index(["a", "b"], name="policy_id"))
CELLS = [
    {"label": "Name", "policy_id": "a"},
    {"label": "Name", "policy_id": "b"},
    {"label": "IP & more", "policy_id": "a"},
    {"label": "IP & more", "policy_id": "b"},
]


@pytest.mark.parametrize("frame", [COVERAGE, COVERAGE.gt(0).replace({True: "denied", False: "silent"})])
def test_cells_of_coverage(frame):
    """Policy and label, row by row, silence too, in counts as in statuses."""
    assert list_keys(plot_coverage(frame)) == CELLS


def test_index_names_the_owner():
    """What a row of coverage is says its index; without a name it is a policy."""
    assert list_keys(plot_coverage(COVERAGE.iloc[:1, :1].rename_axis("sector"))) == [
        {"label": "Name", "sector": "a"}
    ]
    assert list_keys(plot_coverage(COVERAGE.iloc[:1, :1].rename_axis(None))) == CELLS[:1]


def test_a_cell_lies_where_it_is_drawn():
    """The area of a cell is the cell, from the axes' corner to its middle."""
    ax = plot_coverage(COVERAGE)
    ax.figure.canvas.draw()
    boxes = [artist.get_window_extent() for artist in find_keyed(ax)]
    frame = ax.get_window_extent()
    middle = ((frame.x0 + frame.x1) / 2, (frame.y0 + frame.y1) / 2)
    assert boxes[0].extents == pytest.approx([frame.x0, middle[1], middle[0], frame.y1])
    assert boxes[3].extents == pytest.approx([middle[0], frame.y0, frame.x1, middle[1]])


def test_signs_of_practices():
    """Policy, label and practice of each sign; where nothing is drawn is no key."""
    rows = [("a", "Name", "collect", 2, 0), ("a", "Name", "share", 0, 0), ("b", "Name", "share", 1, 3)]
    assert list_keys(plot_practices(make_frame(rows, "practices"))) == [
        {"label": "Name", "policy_id": "a", "practice": "collect"},
        {"label": "Name", "policy_id": "b", "practice": "share"},
    ]


def test_dots_of_vagueness():
    """All key columns of the row, the vaguest first; an empty key stays empty."""
    frame = make_vagueness(["a", "b", "c"])
    assert list_keys(plot_vagueness(frame)) == [{"policy_id": "c"}, {"policy_id": "b"}, {"policy_id": "a"}]
    assert list_keys(plot_vagueness(frame.assign(section=[np.nan, "", "Cookies"]))) == [
        {"policy_id": "c", "section": "Cookies"},
        {"policy_id": "b", "section": ""},
        {"policy_id": "a", "section": ""},
    ]


def test_a_dot_is_as_wide_as_its_interval():
    """The area reaches from one end of the interval to the other, and 4 pt around."""
    ax = plot_vagueness(make_vagueness(["a", "b"]))
    ax.figure.canvas.draw()
    box = find_keyed(ax)[0].get_window_extent()
    (left, y), (right, _) = ax.transData.transform([(1.05, 0), (1.2, 0)])
    around = 4 * ax.figure.dpi / 72
    assert box.extents == pytest.approx([left - around, y - around, right + around, y + around])


def test_dots_of_a_profile():
    """Policy and class of words."""
    profile = pd.concat([make_vagueness(["a", "b"]).assign(label=label) for label in ("condition", "mode")])
    assert list_keys(plot_vagueness_profile(profile)) == [
        {"label": "condition", "policy_id": "a"},
        {"label": "condition", "policy_id": "b"},
        {"label": "mode", "policy_id": "a"},
        {"label": "mode", "policy_id": "b"},
    ]


def test_bars_of_a_word_shift():
    """The term; the bar of all other words stands for no single one."""
    assert list_keys(plot_word_shift(make_shifts(5), n_terms=2)) == [
        {"term": "personally identifying term 0"},
        {"term": "personally identifying term 1"},
    ]


def test_strokes_of_scores():
    """The clauses that score 3 or more one by one, and the policy at the row's name."""
    keys = list_keys(plot_score_positions(*make_scores(["a", "b"], [1.0, 3.0, 5.0])))
    assert sorted(keys, key=str) == [
        {"clause_id": "a:001"},
        {"clause_id": "a:002"},
        {"clause_id": "b:001"},
        {"clause_id": "b:002"},
        {"policy_id": "a"},
        {"policy_id": "b"},
    ]


def test_more_than_200_strokes_cannot_be_hit():
    """Of 201 dark strokes none has a key, of 200 each."""
    many = plot_score_positions(*make_scores(["a"], [4.0] * 201))
    assert list_keys(many) == [{"policy_id": "a"}]
    assert len(list_keys(plot_score_positions(*make_scores(["a"], [4.0] * 200)))) == 201


def make_ticks(labels):
    clauses, _ = make_scores(["a", "b"], [1.0, 1.0])
    rows = [
        ("a:000", "a", "may", labels[0]),
        ("a:000", "a", "might", labels[0]),
        ("b:001", "b", "if", labels[-1]),
    ]
    tail = (1.0, 0, 1, False, False, False, "use", "company")
    mentions = make_frame([(*row, *tail[:1], n, n + 1, *tail[3:]) for n, row in enumerate(rows)], "mentions")
    return clauses, mentions.assign(label=pd.Categorical(mentions["label"], categories=labels))


def test_ticks_of_terms():
    """Clause and label where labels have lanes, the clause alone where they share one."""
    keys = list_keys(plot_term_positions(*make_ticks(["mode", "condition"])))
    assert sorted(keys, key=str) == [
        {"clause_id": "a:000", "label": "mode"},
        {"clause_id": "b:001", "label": "condition"},
        {"policy_id": "a"},
        {"policy_id": "b"},
    ]
    keys = list_keys(plot_term_positions(*make_ticks(list("ABCDEFG"))))
    assert sorted(keys, key=str)[:2] == [{"clause_id": "a:000"}, {"clause_id": "b:001"}]


def test_numbers_of_clusters():
    """The cluster whose middle it is."""
    rows = [("a:1", "a", 0, 0.5, 0.1, 0.2), ("a:2", "a", 1, 0.5, 0.9, 0.8)]
    assert list_keys(plot_clusters(make_frame(rows, "clusters"))) == [{"cluster": "0"}, {"cluster": "1"}]


def test_bars_of_top_terms():
    """Cluster and term."""
    rows = [(0, 1, "cookies", 0.2), (0, 2, "browser", 0.1), (1, 1, "delete", 0.3)]
    assert list_keys(plot_top_terms(make_frame(rows, "top terms"))) == [
        {"cluster": "0", "term": "cookies"},
        {"cluster": "0", "term": "browser"},
        {"cluster": "1", "term": "delete"},
    ]


def test_cells_of_boilerplate():
    """Policy and other where words are shared; no key where there is nothing to look up."""
    rows = [("a", "b", 3, 30, 0.3), ("b", "a", 3, 30, 0.6), ("a", "c", 0, 0, 0.0), ("c", "a", 0, 0, 0.0)]
    assert list_keys(plot_boilerplate(make_frame(rows, "overlap"))) == [
        {"other_id": "b", "policy_id": "a"},
        {"other_id": "a", "policy_id": "b"},
    ]
