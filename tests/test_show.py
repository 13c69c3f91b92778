"""A figure is shown once, with its words."""

import base64
import io
import sys

import matplotlib.pyplot as plt
import pytest
from matplotlib.figure import Figure
from nbformat.v4 import new_code_cell, new_notebook

from policyviz.report import show
from policyviz.report.execution import run_notebook

ALT = "Wrk has 44 vague clauses, Procom 38."


@pytest.fixture
def shown(monkeypatch):
    """What `show` gave to Jupyter: a list of (data, metadata)."""
    given = []
    monkeypatch.setattr("IPython.display.display", lambda picture: given.append(picture._repr_mimebundle_()))
    return given


def draw_bars(**kwargs):
    _, ax = plt.subplots(layout="constrained", **kwargs)
    ax.barh(["Wrk", "Procom"], [44, 38])
    return ax


def test_show_gives_the_image_its_text_alternative(shown):
    """The alt text, with its blanks tidied, goes where nbconvert and Jupyter look for it."""
    show(draw_bars(), "  Wrk has 44 vague clauses,\n Procom 38. ")
    [(data, metadata)] = shown
    assert set(data) == {"image/png", "text/plain"}
    assert metadata["image/png"]["alt"] == data["text/plain"] == ALT


def test_show_closes_the_figure(shown):
    """A shown figure is closed, so that Jupyter does not show it a second time."""
    ax = draw_bars()
    show(ax, ALT)
    assert not plt.fignum_exists(ax.figure.number)
    assert len(shown) == 1


def test_show_takes_figure_or_axes_alike(shown):
    """Axes stand for their whole figure, and the same figure gives the same bytes."""
    show(draw_bars(), ALT)
    show(draw_bars().figure, ALT)
    assert shown[0] == shown[1]


def test_shown_size_is_natural_and_image_twice_as_fine(shown):
    """7.2 inches fill the text column of 704 CSS pixels and no more; the image has twice as many."""
    show(draw_bars(figsize=(7.2, 2)), ALT)
    data, metadata = shown[0]
    pixels = plt.imread(io.BytesIO(base64.b64decode(data["image/png"]))).shape
    width, height = metadata["image/png"]["width"], metadata["image/png"]["height"]
    assert 660 <= width <= 704
    assert abs(pixels[1] - 2 * width) <= 1
    assert abs(pixels[0] - 2 * height) <= 1


def test_show_never_exceeds_the_widest_page(shown):
    """A figure of 14 inches with large text is reduced to 960 CSS pixels."""
    with plt.rc_context({"font.size": 16}):
        show(draw_bars(figsize=(14, 2)), ALT)
    assert shown[0][1]["image/png"]["width"] == 960


@pytest.mark.parametrize("kwargs", [{"fontsize": 7}, {"fontsize": 10, "figsize": (14, 2)}])
def test_show_warns_of_small_text(shown, kwargs):
    """Text below 9 points is reported, also when only the reduction makes it small."""
    size = kwargs.pop("fontsize")
    with plt.rc_context({"font.size": size}), pytest.warns(UserWarning, match="points high on the page"):
        show(draw_bars(**kwargs), ALT)


def test_show_accepts_text_of_nine_points(shown):
    """The easy twin: 9 points in a figure as wide as the column are enough, in silence."""
    with plt.rc_context({"font.size": 9, "xtick.labelsize": 9, "ytick.labelsize": 9}):
        show(draw_bars(figsize=(7.2, 2)), ALT)
    assert len(shown) == 1


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        (None, "got None"),
        ("ax", "got a str"),
        ([Figure().subplots()], r"show\(axes\[0\].figure, alt\)"),
        (Figure().subplots(1, 2), r"show\(axes\[0\].figure, alt\)"),
    ],
)
def test_show_refuses_what_is_not_drawn_by_matplotlib(thing, words):
    """Only Axes and Figure are shown; an array of Axes gets its own advice."""
    with pytest.raises(TypeError, match=words):
        show(thing, ALT)


@pytest.mark.parametrize(("alt", "error"), [("", ValueError), (" \n\t", ValueError), (None, TypeError)])
def test_show_refuses_a_missing_text_alternative(alt, error):
    """No figure without words."""
    with pytest.raises(error, match="Say what the figure shows"):
        show(draw_bars(), alt)
    plt.close("all")


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda figure: None, "no Axes"),
        (lambda figure: figure.subplots(1, 2), "Nothing is drawn"),
        (lambda figure: figure.subplots().barh([], []), "Nothing is drawn"),
        (lambda figure: figure.subplots().plot([], []), "Nothing is drawn"),
        (lambda figure: figure.subplots().plot([float("nan")], [1]), "Nothing is drawn"),
        (lambda figure: figure.subplots().scatter([], []), "Nothing is drawn"),
        (lambda figure: figure.subplots().set_title("Only a title"), "Nothing is drawn"),
    ],
)
def test_show_refuses_an_empty_figure(draw, words):
    """Axes without data are not a finding, even with a title."""
    figure = Figure()
    draw(figure)
    with pytest.raises(ValueError, match=words):
        show(figure, ALT)


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax: ax.plot([0], [0], "o"),
        lambda ax: ax.imshow([[0, 0], [0, 0]]),
        lambda ax: ax.pie([1, 2]),
        lambda ax: ax.barh(["silent"], [0]),
        lambda ax: ax.text(0.5, 0.5, "No policy mentions it."),
    ],
)
def test_show_accepts_little_data(shown, draw):
    """The easy twins: one point, a flat image, a bar of zero or a sentence are something."""
    figure = Figure()
    draw(figure.subplots())
    show(figure, ALT)
    assert len(shown) == 1


def test_show_without_ipython_says_what_to_do(monkeypatch):
    """Outside notebooks the message names the extra and savefig."""
    monkeypatch.setitem(sys.modules, "IPython.display", None)
    with pytest.raises(ImportError, match=r"policyviz\[report\].*savefig"):
        show(draw_bars(), ALT)


@pytest.mark.notebooks
def test_figures_of_ones_own_are_shown_after_a_plot_of_the_package(tmp_path):
    """The style of the package ends with its chart: what the user draws later appears in the notebook."""
    first = "import pandas as pd, policyviz as pv\nfrom matplotlib import pyplot as plt\n" + (
        'coverage = pd.DataFrame({"name": [1]}, index=pd.Index(["acme"], name="policy_id"))\n'
        "ax = pv.plot_coverage(coverage)"
    )
    own = "_, ax = plt.subplots()\nline = ax.plot([1, 2])"
    notebook = new_notebook(cells=[new_code_cell(first), new_code_cell(own)])
    cells = run_notebook(notebook, tmp_path / "own.ipynb").cells
    assert [["image/png" in output.get("data", {}) for output in cell.outputs] for cell in cells] == [
        [True],
        [True],
    ]
