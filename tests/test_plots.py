"""Plots, read through their Axes: what a reader would see."""

from io import BytesIO

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex
from matplotlib.container import BarContainer
from plot_tools import (
    FORTY,
    FOUR,
    PROFILE,
    find_keyed,
    make_coverage,
    make_overlap,
    make_practices,
    make_scores,
    make_shifts,
    make_statuses,
    make_taxonomy,
    make_vagueness,
)

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


def make_clusters(n_clusters=8, n_points=20, spread=1.0):
    rows = [
        (
            f"a:{k}{i:03}",
            "a",
            k,
            0.0,
            spread * np.cos(k) + 0.1 * np.cos(i),
            spread * np.sin(k) + 0.1 * np.sin(i),
        )
        for k in range(n_clusters)
        for i in range(n_points)
    ]
    return make_frame(rows, "clusters")


TOP_TERMS = make_frame(
    [
        (k, rank, f"{word} {k}", 1.0 / rank)
        for k in range(8)
        for rank, word in enumerate(("browser", "cookies", "settings", "device"), 1)
    ],
    "top terms",
)


def make_positions(policies, labels):
    clauses = [
        (f"{p}:{i}", p, "", "sentence", "", i / 4, i, i + 1, "Text.", 1) for p in policies for i in range(4)
    ]
    found = [(f"{policies[0]}:1", policies[0], labels[0]), (f"{policies[-1]}:2", policies[-1], labels[-1])]
    rows = [
        (
            clause,
            policy,
            f"term {turn}",
            label,
            1.0,
            int(clause[-1]),
            int(clause[-1]) + 1,
            False,
            False,
            False,
            "use",
            "company",
        )
        for turn in range(2)
        for clause, policy, label in found
    ]
    mentions = make_frame(rows, "mentions")
    mentions["label"] = pd.Categorical(mentions["label"], categories=labels)
    return make_frame(clauses, "clauses"), mentions


DRAWINGS = {
    "profile": lambda **options: plot_vagueness_profile(PROFILE, **options),
    "word shift": lambda **options: plot_word_shift(make_shifts(40), names=(FOUR[0], FOUR[2]), **options),
    "word shift of one word": lambda **options: plot_word_shift(make_shifts(1), **options),
    "boilerplate": lambda **options: plot_boilerplate(make_overlap(FOUR), **options),
    "boilerplate of 20": lambda **options: plot_boilerplate(make_overlap(FORTY[:20]), **options),
    "boilerplate of 40": lambda **options: plot_boilerplate(make_overlap(FORTY), **options),
    "profile of 40": lambda **options: plot_vagueness_profile(
        pd.concat([make_vagueness(FORTY).assign(label=label) for label in ("condition", "modality")]),
        **options,
    ),
    "score positions": lambda **options: plot_score_positions(*make_scores(FOUR, [1, 3, 5]), **options),
    "score positions of 40": lambda **options: plot_score_positions(*make_scores(FORTY, [1, 4]), **options),
    "coverage": lambda **options: plot_coverage(make_coverage(FOUR), **options),
    "coverage of 40": lambda **options: plot_coverage(make_coverage(FORTY), **options),
    "statuses": lambda **options: plot_coverage(make_statuses(FOUR), taxonomy=make_taxonomy(), **options),
    "statuses of 40": lambda **options: plot_coverage(
        make_statuses(FORTY), taxonomy=make_taxonomy(), **options
    ),
    "practices": lambda **options: plot_practices(make_practices(FOUR), taxonomy=make_taxonomy(), **options),
    "practices of 8": lambda **options: plot_practices(make_practices(FORTY[:8]), **options),
    "practices of 40": lambda **options: plot_practices(
        make_practices(FORTY), taxonomy=make_taxonomy(), **options
    ),
    "vagueness": lambda **options: plot_vagueness(make_vagueness(FOUR), **options),
    "vagueness of 40": lambda **options: plot_vagueness(make_vagueness(FORTY), measure="share", **options),
    "clusters": lambda **options: plot_clusters(make_clusters(), **options),
    "clusters on one spot": lambda **options: plot_clusters(make_clusters(spread=0.01), **options),
    "named clusters": lambda **options: plot_clusters(make_clusters(), top_terms=TOP_TERMS, **options),
    "top terms": lambda **options: plot_top_terms(TOP_TERMS, **options),
    "positions": lambda **options: plot_term_positions(*make_positions(FOUR, ["if", "may"]), **options),
    "positions of 40": lambda **options: plot_term_positions(
        *make_positions(FORTY, list("abcdefgh")), **options
    ),
}
LONG = [f"international-recruitment-and-staffing-solutions-{number:03}" for number in range(100)]
DRAWINGS |= {
    "vagueness of 100 long names": lambda **options: plot_vagueness(
        make_vagueness(FORTY[:20]).iloc[np.arange(100) // 5].assign(policy_id=LONG), **options
    ),
    "score positions of 100 long names": lambda **options: plot_score_positions(
        *make_scores(LONG, [1, 4]), **options
    ),
    "profile of 25 long names": lambda **options: plot_vagueness_profile(
        pd.concat([make_vagueness(LONG[:25]).assign(label=label) for label in ("condition", "modality")]),
        **options,
    ),
    "boilerplate of 26 long names": lambda **options: plot_boilerplate(make_overlap(LONG[:26]), **options),
    "statuses of 100 and long labels": lambda **options: plot_coverage(
        make_statuses(LONG).rename(columns=lambda label: f"{label}, as it is called in the law"), **options
    ),
}
every_drawing = pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
# What holds for a drawing whatever its size is tried on the small ones, and on two that sum up.
SMALL = [name for name in DRAWINGS if " of " not in name] + ["coverage of 40", "vagueness of 40"]
small_drawings = pytest.mark.parametrize("draw", [DRAWINGS[name] for name in SMALL], ids=SMALL)


def find_texts(ax):
    """All texts that are seen, after layout: tick labels, axis label, values, legend."""
    ax.figure.canvas.draw()
    # An axis also keeps labels for ticks beyond its end, which are never drawn.
    low, high = ax.get_xlim()
    texts = [text for text in ax.get_xticklabels() if low <= text.get_position()[0] <= high]
    texts += [*ax.get_yticklabels(), *ax.texts, ax.xaxis.label]
    texts += ax.get_legend().get_texts() if ax.get_legend() else []
    return [text for text in texts if text.get_text() and text.get_visible()]


def describe(ax):
    """What is drawn, as plain values."""
    lines = [(line.get_xdata(), line.get_ydata(), line.get_color(), line.get_marker()) for line in ax.lines]
    points = [(path.get_offsets(), path.get_facecolor(), path.get_paths()) for path in ax.collections]
    patches = [(patch.get_path().vertices, patch.get_facecolor(), patch.get_hatch()) for patch in ax.patches]
    texts = [(text.get_text(), text.get_window_extent().bounds) for text in find_texts(ax)]
    return repr((lines, [(np.asarray(a).tolist(), b.tolist(), len(c)) for a, b, c in points], patches, texts))


@every_drawing
def test_texts_can_be_read(draw):
    """No text overlaps another, none is cut off, none is smaller than 8.5 pt, also with 40 companies."""
    ax = draw()
    texts = find_texts(ax)
    width, height = ax.figure.canvas.get_width_height()
    # Turned labels are measured with the room for letters that reach up and down; one pixel may be shared.
    boxes = [text.get_window_extent().padded(-1) for text in texts]
    for i, (text, box) in enumerate(zip(texts, boxes, strict=True)):
        assert text.get_fontsize() >= 8.5, text
        assert box.x0 >= -1, text
        assert box.y0 >= -1, text
        assert box.x1 <= width + 1, text
        assert box.y1 <= height + 1, text
        assert not [
            other.get_text() for other, b in zip(texts[:i], boxes, strict=False) if box.overlaps(b)
        ], text


@small_drawings
def test_a_drawing_drawn_twice_is_the_same(draw):
    """Same frame, same artists, same places."""
    assert describe(draw()) == describe(draw())


@small_drawings
def test_given_axes_are_the_only_thing_touched(draw):
    """The Axes comes back, its neighbour stays empty, no figure is made, no setting is changed."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(18, 12), layout="constrained")
    settings, n_figures = mpl.rcParams.copy(), len(plt.get_fignums())
    assert draw(ax=left) is left
    assert not right.has_data()
    assert right.get_xlabel() == ""
    assert figure.axes == [left, right]
    assert len(plt.get_fignums()) == n_figures
    assert mpl.rcParams == settings


@small_drawings
def test_new_figures_are_quiet(draw):
    """A new figure has one Axes, no top and right spines, an axis label in words and no title."""
    ax = draw()
    assert ax.figure.axes == [ax]
    assert not ax.spines["top"].get_visible()
    assert not ax.spines["right"].get_visible()
    assert len(ax.get_xlabel()) > 10
    assert ax.get_title() == ""


def write_picture(ax):
    file = BytesIO()
    ax.figure.savefig(file, format="png")
    return file.getvalue()


@small_drawings
def test_keys_change_no_pixel(draw):
    """The picture without keys and the areas that carry them is the same, byte for byte."""
    before, ax = write_picture(draw()), draw()
    keyed = find_keyed(ax)
    assert keyed
    for artist in keyed:
        artist.set_url(None)
    for area in list(ax.artists):
        area.remove()
    assert write_picture(ax) == before


@small_drawings
def test_what_has_a_key_has_a_place(draw):
    """Each keyed mark lies inside the figure and is wider and higher than nothing."""
    ax = draw()
    ax.figure.canvas.draw()
    width, height = ax.figure.canvas.get_width_height()
    for artist in find_keyed(ax):
        box = artist.get_window_extent()
        assert -10 < box.x0 < box.x1 < width + 10, artist.get_url()
        assert -10 < box.y0 < box.y1 < height + 10, artist.get_url()


def test_boilerplate_reads_from_left_to_above():
    """Row of the first, column of the other; per cent, darker is more, nothing where nothing is shared."""
    rows = [("a", "b", 3, 30, 0.3), ("a", "c", 0, 0, 0.0), ("b", "a", 3, 30, 0.6)]
    rows += [("b", "c", 1, 1, 0.004), ("c", "a", 0, 0, 0.0), ("c", "b", 1, 1, 0.004)]
    ax = plot_boilerplate(make_frame(rows, "overlap"))
    texts = {text.get_text(): text.get_position() for text in ax.texts if text.get_text() != "<1"}
    assert texts == {"30": (1.5, 0.5), "60": (0.5, 1.5)}
    assert [text.get_text() for text in ax.texts].count("<1") == 2
    assert ax.yaxis_inverted()
    colors = {patch.get_xy(): sum(patch.get_facecolor()[:3]) for patch in ax.patches if not patch.get_hatch()}
    assert colors[(0, 1)] < colors[(1, 0)] < colors[(2, 0)]


def test_clusters_have_a_look_and_a_number_each():
    """One set of points per cluster, its number in the middle, no scale where there is no unit."""
    ax = plot_clusters(make_clusters(3, 5))
    assert [len(points.get_offsets()) for points in ax.collections] == [5, 5, 5]
    assert len({to_hex(points.get_facecolor()[0]) for points in ax.collections}) == 3
    assert len({points.get_paths()[0].vertices.tobytes() for points in ax.collections}) == 3
    assert sorted(text.get_text() for text in ax.texts) == ["0", "1", "2"]
    assert list(ax.get_xticks()) == list(ax.get_yticks()) == []
    assert "no unit" in ax.get_xlabel()


def test_clusters_are_named_by_three_terms():
    """With top terms, the side names each cluster by its first three."""
    legend = plot_clusters(make_clusters(2), top_terms=TOP_TERMS[TOP_TERMS["cluster"] < 2]).get_legend()
    names = [" ".join(text.get_text().split()) for text in legend.get_texts()]
    assert names == ["0 browser 0, cookies 0, settings 0", "1 browser 1, cookies 1, settings 1"]


def test_top_terms_group_by_cluster():
    """Bars in the order of rank, a group name per cluster, a gap between, values beside."""
    table = make_frame([(1, 1, "delete", 0.3), (0, 2, "browser", 0.1), (0, 1, "cookies", 0.2)], "top terms")
    ax = plot_top_terms(table)
    assert [text.get_text() for text in ax.get_yticklabels()] == ["cookies", "browser", "delete"]
    bars = [box for box in ax.containers if isinstance(box, BarContainer)]
    assert [[bar.get_width() for bar in box] for box in bars] == [[0.2, 0.1], [0.3]]
    assert [text.get_text() for text in ax.texts] == ["cluster 0", "cluster 1", "0.200", "0.100", "0.300"]
    first, second, third = ax.get_yticks()
    assert second - first == 1
    assert third - second > 2
    assert ax.get_xlim()[0] == 0


def test_positions_draw_one_tick_per_clause_and_label():
    """Two mentions in one clause are one tick at the clause's position; each label has a colour and lane."""
    ax = plot_term_positions(*make_positions(["a", "b"], ["if", "may"]))
    assert [text.get_text() for text in ax.get_yticklabels()] == ["a", "b"]
    ticks = {lines.get_label(): lines for lines in ax.collections if not lines.get_label().startswith("_")}
    places = {label: [line[:, 0].tolist() for line in lines.get_segments()] for label, lines in ticks.items()}
    assert places == {"if": [[0.25, 0.25]], "may": [[0.5, 0.5]]}
    assert to_hex(ticks["if"].get_color()[0]) != to_hex(ticks["may"].get_color()[0])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["if", "may"]
    assert ax.get_xlim() == (0, 1)


def test_many_labels_share_one_colour():
    """Above 6 labels there is one lane and no legend; a policy without mentions keeps its line."""
    ax = plot_term_positions(*make_positions(["a", "b", "c"], list("ABCDEFG")))
    assert ax.get_legend() is None
    assert [len(lines.get_segments()) for lines in ax.collections] == [3, 2]
    assert [text.get_text() for text in ax.get_yticklabels()] == ["a", "b", "c"]


def test_dollar_signs_are_no_formulas():
    """Foreign text is drawn as it stands."""
    ax = plot_coverage(pd.DataFrame({"Pay in $ or $_x^": [1]}, index=["a$b^_$"]))
    for text in find_texts(ax):
        assert not text.get_parse_math()


def test_options_reach_the_named_method():
    """Each function hands further keywords to one matplotlib method."""
    assert plot_coverage(make_coverage(FOUR), alpha=0.5).collections[0].get_alpha() == 0.5
    assert plot_vagueness(make_vagueness(FOUR), markersize=3).lines[0].get_markersize() == 3
    assert plot_clusters(make_clusters(2), s=9).collections[0].get_sizes().tolist() == [9]
    assert plot_top_terms(TOP_TERMS, height=0.5).patches[0].get_height() == 0.5
    ax = plot_term_positions(*make_positions(["a", "b"], ["if"]), linewidth=3)
    assert ax.collections[-1].get_linewidth() == [3]


@pytest.mark.parametrize(
    ("draw", "reason"),
    [
        (lambda: plot_coverage(make_coverage(FOUR).iloc[:0]), "measure_coverage"),
        (lambda: plot_coverage(pd.DataFrame({"Name": ["x"], "Health": [1]})), "measure_coverage"),
        (lambda: plot_practices(make_frame([], "practices")), "No clauses were measured"),
        (lambda: plot_practices(make_practices(FOUR, n_labels=0)), "No clauses were measured"),
        (
            lambda: plot_practices(make_practices(FOUR).assign(n_stated=0, n_denied=0)),
            "no label is mentioned",
        ),
        (lambda: plot_vagueness(make_vagueness([])), "No clauses were measured"),
        (lambda: plot_boilerplate(make_frame([], "overlap")), "takes two policies"),
        (lambda: plot_clusters(make_frame([], "clusters")), "No clauses were clustered"),
        (lambda: plot_top_terms(make_frame([], "top terms")), "share no terms"),
        (lambda: plot_term_positions(make_frame([], "clauses"), make_frame([], "mentions")), "no sentences"),
        (
            lambda: plot_term_positions(make_positions(["a"], ["if"])[0], make_frame([], "mentions")),
            "No term of the lexicon",
        ),
    ],
)
def test_nothing_to_draw_is_said(draw, reason):
    """An empty frame is an error with its likely reason, and leaves no figure behind."""
    with pytest.raises(ValueError, match=f"nothing to draw.*{reason}"):
        draw()
    assert plt.get_fignums() == []


def test_wrong_input_is_refused():
    """Another frame, an unknown measure, mentions of other clauses: one clear error each."""
    with pytest.raises(ValueError, match="This is not a vagueness frame"):
        plot_vagueness(make_clusters())
    with pytest.raises(ValueError, match="no measure 'n_words'"):
        plot_vagueness(make_vagueness(FOUR), measure="n_words")
    clauses, mentions = make_positions(["a", "b"], ["if"])
    with pytest.raises(ValueError, match="belong to other clauses"):
        plot_term_positions(clauses.iloc[:1], mentions)
