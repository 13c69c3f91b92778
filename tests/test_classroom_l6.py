"""Lesson 6: its checks accept every right form, read charts as they are, and ask back at every mistake."""

import io
from operator import attrgetter

import numpy as np
import pandas as pd
import pytest
from classroom_tools import right
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import LinearLocator, MultipleLocator

from policyviz.classroom import check
from policyviz.classroom.truths import l6
from policyviz.plots import plot_vagueness

LABEL = "mean score of a clause, 1 (clear) to 5 (extremely vague)"
SENTENCE = "The policy of Pencilgrove became vaguer by {} points (95 % interval: {} to {})."
FINDING = (
    "The policy of Vellumbay is vaguer than each of the other nine policies in our class. "
    "Its clauses score 2.55 points on average, on a scale of 1 (clear) to 5 (extremely vague); "
    "the interval reaches from 2.33 to 2.77. Two clauses show how: vellumbay:031 keeps data as long as "
    "reasonably necessary, and vellumbay:033 grants certain rights which may vary. "
    "A counter-example is vellumbay:024, which says exactly how to refuse cookies. "
    "The score counts words. It does not say what the company does."
)

# Every test is the first try.
pytestmark = pytest.mark.usefixtures("forget_misses")


def rank(by="score"):
    """The scores, one policy a row, in some order."""
    return l6.load_vagueness().reset_index().sort_values(by)


def find_lengths(ranked):
    """How far the interval reaches from the score, down and up."""
    return [ranked["score"] - ranked["score_low"], ranked["score_high"] - ranked["score"]]


def draw(by="score", label=LABEL, start=1, colour="#0072b2", lengths=find_lengths, shift=0):
    """A good chart, or one with a single fault."""
    ranked, ax = rank(by), Figure().subplots()
    if lengths:
        ax.errorbar(ranked["score"], ranked["policy_id"], xerr=lengths(ranked), fmt="none", ecolor="0.4")
    ax.scatter(ranked["score"] + shift, ranked["policy_id"], c=colour)
    ax.set(xlim=(start, 3), xlabel=label)
    return ax


def draw_marks(**kwargs):
    """The same with error bars alone, marks and all."""
    ranked, ax = rank(), Figure().subplots()
    ax.errorbar(ranked["score"], ranked["policy_id"], xerr=find_lengths(ranked), **kwargs)
    return change(ax, xlim=(1, 3), xlabel=LABEL)


def draw_bars(**kwargs):
    """The same as bars, from pandas."""
    ranked = rank().set_index("policy_id")
    lengths = np.array(find_lengths(ranked))
    return ranked["score"].plot.barh(xerr=lengths, xlabel=LABEL, ax=Figure().subplots(), **kwargs)


def change(ax, **kwargs):
    """A chart with something set."""
    ax.set(**kwargs)
    return ax


def change_figure(ax, **kwargs):
    """A chart in a figure with something set."""
    ax.figure.set(**kwargs)
    return ax


def change_artists(ax, **kwargs):
    """A chart whose marks and lines have something set."""
    for artist in ax.collections:
        artist.set(**kwargs)
    return ax


def set_ticks(ax, **kwargs):
    """A chart with other ticks."""
    ax.tick_params(**kwargs)
    return ax


def hide(ax, part):
    """A chart without one of its parts."""
    attrgetter(part)(ax).set_visible(False)
    return ax


def locate(axis, locator):
    """A chart with ticks elsewhere."""
    axis.set_major_locator(locator)
    return axis.axes


def show(ax):
    """A chart that was drawn."""
    FigureCanvasAgg(ax.figure).draw()
    return ax


def scatter_many(n):
    """A chart with a cloud in it."""
    ax = draw()
    ax.scatter(np.ones(n), np.ones(n))
    return ax


def draw_upright(rotation, **kwargs):
    """The same with the names below."""
    ranked, ax = rank(), Figure(**kwargs).subplots()
    ax.bar(ranked["policy_id"], ranked["score"], yerr=find_lengths(ranked), color="teal")
    ax.set_ylabel(LABEL)
    ax.tick_params(axis="x", rotation=rotation)
    return ax


def draw_lines():
    """The same from single lines, with companies as people write them."""
    ax = Figure().subplots()
    for place, row in enumerate(rank("score").itertuples()):
        ax.plot([row.score_low, row.score_high], [place, place], color="0.4")
        ax.plot(row.score, place, "o", color="black")
    ax.set_yticks(range(10), rank()["policy_id"].str.replace("-", " ").str.title())
    ax.set(xlim=(0, 3), xlabel="points")
    return ax


def say(*numbers):
    """The sentence with these numbers, or the right ones."""
    return SENTENCE.format(*(numbers or right("L6.4")))


low, high = l6.find_interval()

WRONG = [
    ("L6.1", lambda: (high, low), "comes first"),
    ("L6.1", lambda: l6.find_interval(measure="share"), "share of vague clauses"),
    ("L6.1", lambda: l6.find_interval("kettlewick"), "another policy"),
    ("L6.1", lambda: (round(low, 1), round(high, 1)), "another digit"),
    ("L6.1", lambda: low, "one number"),
    ("L6.1", lambda: (low, 2.55), "inside"),
    ("L6.1", lambda: [float("nan")] * 2, "missing"),
    ("L6.1", lambda: l6.load_vagueness(), "which of them holds"),
    ("L6.2", l6.count_separate, "overlap"),
    ("L6.2", lambda: len(l6.load_comparisons()) - l6.count_apart(), "cannot be told apart"),
    ("L6.2", l6.count_unadjusted, "by luck"),
    ("L6.2", lambda: 9, "pairs of one policy"),
    ("L6.2", lambda: None, "____"),
    ("L6.3", lambda: "A", "this pair"),
    ("L6.3", lambda: "claim C", "lowest score"),
    ("L6.3", lambda: "Vellumbay", "A, B or C"),
    ("L6.3", lambda: 2, "A, B or C"),
    ("L6.3", lambda: "B, C", "Which one"),
    ("L6.3", lambda: "B and C", "Which one"),
    ("L6.3", lambda: "B or A", "Which one"),
    ("L6.4", lambda: say("0.1693", "0.0281", "0.3105"), "third digit"),
    ("L6.4", lambda: say("0.2", "0.0", "0.3"), "one digit"),
    ("L6.4", lambda: say("0.16", "0.02", "0.31"), "cut off"),
    ("L6.4", lambda: say("-0.17", "-0.31", "-0.03"), "direction"),
    ("L6.4", lambda: "The policy of Pencilgrove became vaguer by 0.17 points.", "where to where"),
    ("L6.4", lambda: say("0.17", "1.85", "2.12"), "interval that of the difference"),
    ("L6.4", lambda: say().replace("Pencilgrove", "the company"), "Whose policy"),
    ("L6.4", lambda: "Pencilgrove became vaguer.", "how large"),
    ("L6.4", lambda: say().replace("became vaguer", "changed"), "what changed"),
    ("L6.4", lambda: say().replace("Pencilgrove became", "pencilgrove-2021 is"), "higher score"),
    ("L6.4", lambda: say().replace("vaguer", "clearer"), "higher score"),
    ("L6.4", lambda: say().replace("became vaguer", "did not become vaguer"), "that it did not"),
    ("L6.4", lambda: say().replace("Pencilgrove became", "Pencilgrove that is older is"), "higher score"),
    ("L6.4", lambda: f"In 2021 {say()[:-1]} than in 2025.".replace("became", "was"), "higher score"),
    ("L6.4", lambda: say().replace("vaguer by", "vaguer than 2025 by"), "higher score"),
    ("L6.4", lambda: say("0.03", "0.31", "0.17").replace("95 %", ""), "lower one first"),
    *(
        ("L6.4", lambda words=words: f"{words} by 0.17 points (0.03 to 0.31).", "higher score")
        for words in (
            "Pencilgrove was clearer than in 2021",
            "Compared with 2021, Pencilgrove is clearer",
            "Compared with 2025, Pencilgrove was vaguer in 2021",
        )
    ),
    ("L6.4", lambda: say().replace("points", "percent"), "points of the scale"),
    ("L6.4", lambda: say().replace("vaguer", "9 % vaguer,"), "points of the scale"),
    ("L6.5", lambda: "vellumbay:029", "lowest score"),
    ("L6.5", lambda: "vellumbay:019", "what is done"),
    ("L6.5", lambda: "vellumbay:011", "item of a list"),
    ("L6.5", lambda: "kettlewick:024", "vaguest company"),
    ("L6.5", lambda: "You may refuse all cookies", "clause_id"),
    ("L6.6", lambda: Figure().subplots(), "which policy is which"),
    ("L6.6", lambda: rank().head(4).plot.barh("policy_id", "score", ax=Figure().subplots()), "all ten"),
    ("L6.6", lambda: draw(shift=0.2), "at the score"),
    ("L6.6", lambda: draw(lengths=None), "How sure"),
    ("L6.6", lambda: draw(lengths=lambda rows: [rows["score_low"], rows["score_high"]]), "two lengths"),
    ("L6.6", lambda: draw(start=1.7), "your axis"),
    ("L6.6", lambda: draw(label=""), "a label say"),
    ("L6.6", lambda: draw(label="vagueness"), "what unit"),
    ("L6.6", lambda: draw(by="policy_id"), "which order"),
    ("L6.6", lambda: draw(colour=[f"C{number}" for number in range(10)]), "each colour"),
    ("L6.6", lambda: draw_upright(90), "turning the head"),
    ("L6.6", lambda: draw_bars(fontsize=5), "turning the head"),
    ("L6.6", lambda: draw().text(2, 3, "2.5507").axes, "how many digits"),
    ("L6.6", lambda: plot_vagueness(l6.load_vagueness().reset_index()), "each colour"),
    ("L6.6", lambda: "a bar chart", "One chart"),
    ("L6.6", lambda: draw(label="disappointment"), "what unit"),
    ("L6.6", lambda: draw(colour=rank()["score"]), "each colour"),
    ("L6.6", lambda: change(draw(), xlim=(1, 2)), "end before"),
    ("L6.6", lambda: change(draw(), xlim=(1, 500)), "how much room"),
    ("L6.6", lambda: change(draw(), xscale="log", xlim=(1, 3)), "the same everywhere"),
    ("L6.6", lambda: change(draw(), visible=False), "see your chart"),
    ("L6.6", lambda: change_figure(draw(), visible=False), "see your chart"),
    ("L6.6", lambda: change(draw_marks(fmt="o"), ylim=(-500, 500)), "in a heap"),
    ("L6.6", lambda: draw_bars(alpha=0), "a name and a mark"),
    ("L6.6", lambda: change_artists(draw(), alpha=0), "a name and a mark"),
    ("L6.6", lambda: change_artists(draw(), color=(0, 0, 0, 0)), "a name and a mark"),
    ("L6.6", lambda: change_artists(draw(), visible=False), "a name and a mark"),
    ("L6.6", lambda: draw_marks(fmt="none", capsize=4), "a name and a mark"),
    ("L6.6", lambda: set_ticks(draw(), labelleft=False), "which policy is which"),
    ("L6.6", lambda: hide(draw(), "xaxis"), "a label say"),
    ("L6.6", lambda: hide(draw(), "xaxis.label"), "a label say"),
    ("L6.6", lambda: show(draw(colour=rank()["score"])), "each colour"),
    ("L6.6", lambda: locate(draw().xaxis, MultipleLocator(1e-9)), "more ticks"),
    ("L6.6", lambda: locate(draw().yaxis, LinearLocator(10**7)), "more ticks"),
    ("L6.6", lambda: scatter_many(10**6), "more than 5,000 marks"),
    ("L6.6", lambda: draw_upright(0), "turning the head"),
    ("L6.7", lambda: "Vellumbay is vague.", "What is missing"),
    ("L6.7", lambda: FINDING * 2, "hurried"),
    ("L6.7", lambda: FINDING.replace("vellumbay:0", "clause "), "name them"),
    ("L6.7", lambda: FINDING.replace("024", "999"), "with one of these"),
    ("L6.7", lambda: FINDING.replace("vellumbay:024", "a clause"), "make three"),
    ("L6.7", lambda: FINDING.replace("2.77", "more").replace("2.33", "less"), "where to where"),
    ("L6.7", lambda: FINDING.replace("A counter-example", "Another one"), "against"),
    ("L6.7", lambda: FINDING.replace("does not say", "says"), "nothing about"),
    ("L6.7", lambda: FINDING.replace("2.33", "2.10").replace("2.77", "2.20"), "ends of its interval"),
    ("L6.7", lambda: FINDING.replace("Vellumbay", "Kettlewick"), "Whose clauses"),
]

RIGHT = [
    ("L6.1", lambda: (low, high)),
    ("L6.1", lambda: f"{low:.2f}, {high:.2f}"),
    ("L6.1", lambda: np.round([low, high], 2)),
    ("L6.1", lambda: pd.Series({"score_low": low, "score_high": high})),
    ("L6.2", l6.count_apart),
    ("L6.2", lambda: f"{l6.count_apart()}"),
    ("L6.3", lambda: min(right("L6.3"))),
    ("L6.3", lambda: f"claim {min(right('L6.3'))}".lower()),
    ("L6.4", say),
    ("L6.4", lambda: say().replace(".", ",", 2)),
    ("L6.4", lambda: say().replace(" to ", "–").replace("by ", "by +")),
    ("L6.4", lambda: say().replace(" to ", " - ")),
    ("L6.4", lambda: say().replace("vaguer", "more vague")),
    ("L6.4", lambda: say().replace("became vaguer", "has vagueness increased")),
    ("L6.4", lambda: "From 2021 to 2025 the score of Pencilgrove rose by 0.17 points (0.03 to 0.31)."),
    ("L6.4", lambda: "Pencilgrove became vaguer by 0.17 plus or minus 0.14 points."),
    ("L6.4", lambda: "Pencilgrove 2025 is about 0.2 points vaguer (0.03 to 0.31)."),
    ("L6.4", lambda: "Pencilgrove's policy of 2021 was clearer than that of 2025 by 0.17 (0.03 to 0.31)."),
    *(
        ("L6.4", lambda words=words: f"{words} by 0.17 points (0.03 to 0.31).")
        for words in (
            "Pencilgrove was clearer in 2021",
            "Before, Pencilgrove was clearer",
            "Compared with 2021, Pencilgrove's policy is vaguer",
            "Unlike in 2021, the policy of Pencilgrove is vaguer",
            "Pencilgrove's policy became less clear",
        )
    ),
    ("L6.5", lambda: min(right("L6.5"))),
    ("L6.5", lambda: f" “{max(right('L6.5')).upper()}” "),
    ("L6.6", draw),
    ("L6.6", lambda: draw().figure),
    ("L6.6", lambda: (draw().figure, draw())),
    ("L6.6", draw_bars),
    ("L6.6", lambda: draw_upright(45)),
    ("L6.6", draw_lines),
    ("L6.6", lambda: draw().text(2, 3, "2.55").axes),
    ("L6.7", lambda: FINDING),
    *(
        ("L6.7", lambda words=words: FINDING.replace("A counter-example is", words))
        for words in (
            "Against it speaks",
            "One clause speaks against my claim:",
            "What does not fit is",
            "This is contradicted by",
            "An exception is",
            "On the other hand there is",
        )
    ),
    ("L6.1", lambda: f"{low:.2f} to {high:.2f}"),
    ("L6.1", lambda: rank().query("policy_id == 'vellumbay'")[["score_low", "score_high"]]),
    ("L6.1", lambda: rank().query("policy_id == 'vellumbay'")[["score_low", "score_high"]].to_numpy()),
    ("L6.1", lambda: {"low": low, "high": high}),
    ("L6.6", lambda: draw_upright(-45)),
    ("L6.6", lambda: draw_upright(0, figsize=(20, 4))),
    ("L6.6", lambda: draw(label="1 (clear)\n5 (vague)")),
    ("L6.6", lambda: draw_upright(315)),
    ("L6.6", lambda: draw_marks(fmt="|")),
    ("L6.6", lambda: draw_marks(fmt="|", capsize=4)),
    ("L6.6", lambda: locate(draw().xaxis, MultipleLocator(0.5))),
]


@pytest.mark.parametrize(("name", "make_answer", "words"), WRONG)
def test_a_mistake_gets_its_question(name, make_answer, words):
    """A wrong answer is no error; its question ends with "?" and does not tell."""
    feedback = check(name, make_answer())
    assert not feedback
    assert words in feedback.message
    assert feedback.message.endswith("?")
    tells = {"L6.1": [f"{low:.2f}", f"{high:.2f}"], "L6.2": [f"{l6.count_apart()}"], "L6.3": ["claim B"]}
    assert not any(part in feedback.message for part in tells.get(name, right(name) or []))


@pytest.mark.parametrize(("name", "make_answer"), RIGHT)
def test_every_right_form_is_accepted(name, make_answer):
    """Numbers of any type, letters in any case, and charts made in any way."""
    assert check(name, make_answer())


@pytest.mark.parametrize("make", [draw, draw_bars, draw_lines, lambda: draw_upright(90)])
def test_looking_at_a_chart_leaves_it_as_it_is(make):
    """It is drawn byte for byte like a chart that nobody looked at."""
    seen, unseen = make(), make()
    check("L6.6", seen)
    pictures = [io.BytesIO(), io.BytesIO()]
    for ax, picture in zip((seen, unseen), pictures, strict=True):
        ax.figure.savefig(picture, format="png", dpi=50)
    assert pictures[0].getvalue() == pictures[1].getvalue()


@pytest.mark.parametrize("make", [draw, draw_bars, draw_lines, lambda: draw_upright(45)])
def test_looking_at_a_chart_does_not_have_it_drawn_again(make):
    """A chart that was drawn is not marked as changed."""
    ax = show(make())
    check("L6.6", ax)
    assert not ax.figure.stale


@pytest.mark.parametrize("axis", ["xaxis", "yaxis"])
def test_minor_ticks_are_not_made(axis):
    """However many there are, they are nobody's names."""
    ax = draw()
    getattr(ax, axis).set_minor_locator(MultipleLocator(1e-9))
    assert check("L6.6", ax)
