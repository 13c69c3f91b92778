"""Charts of more policies than have a row or column each: what is summed up, chosen and said."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from plot_tools import FORTY, find_keyed, list_keys, make_overlap, make_practices, make_scores, make_vagueness

from policyviz.frames import make_frame
from policyviz.plots import (
    plot_boilerplate,
    plot_coverage,
    plot_practices,
    plot_score_positions,
    plot_term_positions,
    plot_vagueness,
    plot_vagueness_profile,
)

HUNDRED = [f"international-recruitment-and-staffing-{number:02}" for number in range(100)]


@pytest.fixture(autouse=True)
def close_all():
    """No window is opened, no figure is left behind."""
    mpl.use("Agg")
    yield
    plt.close("all")


def list_names(ax):
    return [text.get_text() for text in ax.get_yticklabels()]


def list_bars(ax):
    """Row -> where its bars begin and how long they are."""
    bars: dict[float, list] = {}
    for bar in ax.patches:
        bars.setdefault(bar.get_y() + bar.get_height() / 2, []).append((bar.get_x(), bar.get_width()))
    return bars


def make_index(n):
    return pd.Index([f"p{number:02}" for number in range(n)], name="policy_id")


def test_coverage_of_many_counts_statuses():
    """A bar per label: affirmed, denied, only mentioned, silent, as long as they are many; keyed by label."""
    name = ["affirmed"] * 20 + ["denied"] * 5 + ["mentioned"] * 3 + ["silent"] * 2
    frame = pd.DataFrame({"Name": name, "Age": ["silent"] * 30}, make_index(30))
    ax = plot_coverage(frame)
    assert list_names(ax) == ["Name", "Age"]
    assert list_bars(ax) == {0.5: [(0, 20), (20, 5), (25, 3), (28, 2)], 1.5: [(0, 30)]}
    assert [patch.get_hatch() for patch in ax.patches] == [None, None, None, "////", "////"]
    assert [text.get_text() for text in ax.texts] == ["20", "5", "3", "28", "0"]
    assert ax.get_xlim() == (0, 30)
    assert ax.get_xlabel() == "policies, of 30 (beside: those that mention the label)"
    legend = [text.get_text() for text in ax.get_legend().get_texts()]
    assert legend == ["affirmed", "denied", "only mentioned", "silent"]
    assert list_keys(ax) == [{"label": "Name"}, {"label": "Age"}]


def test_coverage_of_many_counts_numbers():
    """Of numbers only: who mentions the label, however often, and who does not."""
    frame = pd.DataFrame({"Name": [0] * 10 + [1] * 10 + [9] * 10}, make_index(30))
    ax = plot_coverage(frame)
    assert list_bars(ax) == {0.5: [(0, 20), (20, 10)]}
    assert [text.get_text() for text in ax.texts] == ["20"]
    assert ax.get_xlabel() == "policies, of 30 (beside: those that mention the label; striped: silent)"
    assert ax.get_legend() is None
    shares = plot_coverage(frame / 100)
    assert list_bars(shares) == list_bars(ax)


def test_numbers_of_small_parts_are_left_out():
    """A number that is wider than its part of the bar is not written into it."""
    frame = pd.DataFrame({"Name": ["affirmed"] * 99 + ["denied"]}, make_index(100))
    assert [text.get_text() for text in plot_coverage(frame).texts] == ["99", "100"]


def test_twenty_five_policies_are_not_many():
    """The 25th policy still has its own column, row or band, the 26th has not."""
    for n, n_ticks in ((25, 25), (26, 21)):
        assert len(list_names(plot_vagueness(make_vagueness(FORTY[:n])))) == n_ticks
    for n, n_cells in ((25, 50), (26, 2)):
        frame = pd.DataFrame({"Name": [1] * n, "Age": [1] * n}, make_index(n))
        assert len(list_keys(plot_coverage(frame))) == n_cells
        frame = pd.concat([make_vagueness(FORTY[:n]).assign(label=label) for label in "ab"])
        assert len(list_keys(plot_vagueness_profile(frame))) == n_cells


def test_practices_of_many_count_policies():
    """A bar per label and practice: stated, both, denied; the longest as long as the column allows."""
    names = [f"p{number}" for number in range(9)]
    rows = [(name, "Name", "collect", 1, 0) for name in names[:5]]
    rows += [(name, "Name", "collect", 1, 1) for name in names[5:7]]
    rows += [(name, "Name", "collect", 0, 2) for name in names[7:8]]
    rows += [(name, "Name", "share", 0, 1) for name in names[:4]]
    rows += [(names[8], "Name", "share", 0, 0), (names[8], "Age", "share", 0, 0)]
    ax = plot_practices(make_frame(rows, "practices"))
    unit = 0.55 / 8
    (bars,) = list_bars(ax).values()
    assert np.ravel(bars) == pytest.approx(
        np.ravel([(0, 5 * unit), (5 * unit, 2 * unit), (7 * unit, unit), (1, 4 * unit)])
    )
    assert [bar.get_hatch() for bar in ax.patches] == [None, "xxxxxx", None, None]
    assert [text.get_text() for text in ax.texts] == ["8", "4"]
    assert list_names(ax) == ["Name"]
    assert [text.get_text() for text in ax.get_xticklabels()] == ["collect", "share"]
    assert ax.get_xlabel() == "policies, of 9, that state or deny it (the longest bar: 8)"
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "stated",
        "stated and denied",
        "denied",
    ]
    assert list_keys(ax) == [{"label": "Name", "practice": "collect"}, {"label": "Name", "practice": "share"}]


def test_eight_policies_keep_their_signs():
    """Up to 8 policies each has its columns: a key for every policy."""
    keys = list_keys(plot_practices(make_practices(FORTY[:8])))
    assert {key["policy_id"] for key in keys} == set(FORTY[:8])


def test_vagueness_of_many_names_both_ends():
    """The 10 vaguest and the 10 clearest with values, a dot for each between, and how many they are."""
    policies = FORTY[:29]
    ax = plot_vagueness(make_vagueness(policies))
    ends = [*range(28, 18, -1), *range(9, -1, -1)]
    names = [policies[place] for place in ends]
    assert list_names(ax) == [*names[:10], "9 between,\nmiddle half 2.20 to 2.60", *names[10:]]
    assert [text.get_text() for text in ax.texts] == [f"{1 + 0.1 * place:.2f}" for place in ends]
    (strip,) = [line for line in ax.lines if len(line.get_xdata()) > 1]
    assert strip.get_xdata() == pytest.approx([1 + 0.1 * place for place in range(18, 9, -1)])
    assert strip.get_ydata() == pytest.approx(9.5 + 3 * (np.arange(9) + 0.5) / 9)
    assert list_keys(ax) == [{"policy_id": name} for name in names]
    assert ax.get_xlabel().endswith("\n29 in all: the 10 vaguest, the 10 clearest, a dot for each between")


def test_names_among_equals_are_no_finding():
    """Where policies between are as vague as a named one, their number is said."""
    shares = [0.0] * 15 + [0.01 * i for i in range(1, 26)]
    frame = make_vagueness(FORTY).assign(share=shares, share_low=shares, share_high=shares)
    names = list_names(plot_vagueness(frame, measure="share"))
    assert names[10] == "20 between,\nmiddle half <1 % to 10 %\n(5 equal to a named one)"


def test_sections_of_few_policies_are_all_drawn():
    """Many rows are summed up for many policies only: 3 of 10 sections each are 30 rows."""
    frame = make_vagueness([policy for policy in "abc" for _ in range(10)])
    frame = frame.assign(section=[f"s{number}" for number in range(10)] * 3)
    assert len(list_names(plot_vagueness(frame))) == 30


def test_profile_of_many_is_a_strip_per_class():
    """All policies as dots, the middle half shaded and written; keyed by class."""
    scores = np.arange(30) / 100 - 0.05
    frame = pd.concat([make_vagueness(FORTY[:30]).assign(label=label) for label in ("mode", "concrete")])
    frame = frame.assign(score=[*scores, *-scores])
    ax = plot_vagueness_profile(frame)
    assert list_names(ax) == ["mode\nmiddle half 0.02 to 0.17", "concrete\nmiddle half −0.17 to −0.02"]
    dots = [line.get_xdata() for line in ax.lines if len(line.get_xdata()) == 30]
    assert dots[0] == pytest.approx(scores[::-1])
    assert dots[1] == pytest.approx(-scores)
    shades = [(round(box.get_x(), 4), round(box.get_width(), 4)) for box in ax.patches]
    assert shades == [(0.0225, 0.145), (-0.1675, 0.145)]
    assert "a dot for each of 30 policies; shaded: the middle half" in ax.get_xlabel()
    assert list_keys(ax) == [{"label": "mode"}, {"label": "concrete"}]


def test_score_positions_of_many_show_the_vaguest():
    """The 25 with the largest share of clauses that score 3 or more, largest on top, and it is said."""
    clauses, scores = make_scores(FORTY[:30], [1.0, 1.0, 1.0])
    places = [int(name[8:10]) for name in scores["policy_id"]]
    turns = [int(name[-1]) for name in scores["clause_id"]]
    # Numbers 27 to 29 have two vague clauses, 20 to 26 one, all others none.
    n_vague = [2 if place >= 27 else int(place >= 20) for place in places]
    scores["score"] = [4.0 if turn < n else 1.5 for turn, n in zip(turns, n_vague, strict=True)]
    ax = plot_score_positions(clauses, scores)
    assert list_names(ax) == [*FORTY[27:30], *FORTY[20:27], *FORTY[:15]]
    assert ax.get_xlabel().split("\n")[1:] == [
        "25 of 30 policies: the largest shares of clauses",
        "that score 3 or more, largest on top",
    ]
    light, dark = ax.collections[1:]
    assert [len(light.get_segments()), len(dark.get_segments())] == [75 - 13, 13]
    assert [key["policy_id"] for key in list_keys(ax) if "policy_id" in key] == list_names(ax)


def test_term_positions_of_many_show_the_densest():
    """The 25 with the largest share of clauses that mention a term; those without come last, by name."""
    clauses, _ = make_scores(FORTY, [1.0, 1.0])
    found = [("company-39", 0), ("company-39", 1), ("company-07", 0), ("company-38", 1)]
    rows = [
        (f"{p}:{i:03}", p, "may", "mode", 1.0, 0, 1, False, False, False, "use", "company") for p, i in found
    ]
    mentions = make_frame(rows, "mentions").astype({"label": "category"})
    ax = plot_term_positions(clauses, mentions)
    rest = [name for name in FORTY if name not in {"company-39", "company-07", "company-38"}]
    assert list_names(ax) == ["company-39", "company-07", "company-38", *rest[:22]]
    assert ax.get_xlabel().split("\n")[1:] == [
        "25 of 40 policies: the largest shares of clauses",
        "that mention a term, largest on top",
    ]
    assert len(ax.collections[-1].get_segments()) == 4


def test_boilerplate_of_many_shows_who_shares_most():
    """The 25 whose largest share with one other is largest, by name, and it is said."""
    overlap = make_overlap(FORTY).assign(share=0.0, n_words=0)
    pairs = {("company-39", "company-01"): 0.5, ("company-20", "company-38"): 0.9}
    for (policy, other), share in pairs.items():
        row = (overlap["policy_id"] == policy) & (overlap["other_id"] == other)
        overlap.loc[row, ["share", "n_words"]] = [share, 10]
    ax = plot_boilerplate(overlap)
    chosen = {"company-39", "company-01", "company-20", "company-38"}
    rest = [name for name in FORTY if name not in chosen]
    assert list_names(ax) == sorted([*chosen, *rest[:21]])
    assert [text.get_text() for text in ax.texts] == ["90", "50"]
    assert list_keys(ax) == [
        {"other_id": "company-38", "policy_id": "company-20"},
        {"other_id": "company-01", "policy_id": "company-39"},
    ]
    assert ax.get_xlabel().endswith("25 of 40 policies: those that share most with one other")


def test_long_titles_break_where_they_would_be_cut():
    """The title of a table with long names lies inside the figure, with short names it is one line."""
    ax = plot_boilerplate(make_overlap(HUNDRED[:25]))
    ax.figure.canvas.draw()
    assert ax.get_xlabel().count("\n") == 1
    assert ax.xaxis.label.get_window_extent().x1 <= ax.figure.bbox.x1
    assert plot_boilerplate(make_overlap(["a", "b"])).get_xlabel().count("\n") == 0


def test_a_hundred_companies_fit_a_page():
    """No chart of 100 is wider than a column, nor higher than two pages; each mark can still be found."""
    coverage = pd.DataFrame({f"Label {j}": [j % 2] * 100 for j in range(30)}, make_index(100))
    charts = {
        "coverage": plot_coverage(coverage),
        "practices": plot_practices(make_practices(HUNDRED)),
        "vagueness": plot_vagueness(make_vagueness(HUNDRED)),
        "boilerplate": plot_boilerplate(make_overlap(HUNDRED[:40])),
        "scores": plot_score_positions(*make_scores(HUNDRED, [1.0, 4.0])),
    }
    sizes = {name: tuple(ax.figure.get_size_inches()) for name, ax in charts.items()}
    assert {name: size for name, size in sizes.items() if size[0] > 7.5 or size[1] > 22} == {}
    n_keys = {name: len(find_keyed(ax)) for name, ax in charts.items()}
    assert n_keys == {"coverage": 30, "practices": 84, "vagueness": 20, "boilerplate": 600, "scores": 50}
