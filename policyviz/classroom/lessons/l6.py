"""The exercises of lesson 6: claim, evidence, interval, counter-example, and a chart that is read."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from policyviz.analysis.comparison import compare_vagueness
from policyviz.analysis.scores import score_clauses
from policyviz.analysis.vagueness import measure_vagueness
from policyviz.classroom.answers import ask, read_name, read_number, read_numbers, read_words
from policyviz.classroom.exercises import Exercise, Mistake, equals, made_by
from policyviz.classroom.materials import load_clauses, load_mentions, load_planted

VAGUEST = "vellumbay"
EARLIER, LATER = "pencilgrove-2021", "pencilgrove-2025"
CLEAREST, COPIER, COPIED = "kettlewick", "larchmoor-trips", "fennimore-trails"
# As many clearest sentences of the vaguest policy as the lesson shows.
N_SHOWN = 5
FEWEST_WORDS, MOST_WORDS = 60, 120
# As far apart may numbers be that are rounded to two digits; a mark may lie further from its value.
ROUNDED, DRAWN = 0.006, 0.02
SMALLEST_TYPE = 8

_CLAUSE_ID = re.compile(r"\b[a-z][a-z0-9-]*:\d+")
_DECIMAL = re.compile(r"\d+\.\d+")
_COUNTER = re.compile(r"counter.?example|\b(?:but|however|although|though|yet|except|still)\b", re.IGNORECASE)
_LIMIT = re.compile(r"\b(?:not|cannot|no|only|limits?|nothing|few|invented|too)\b|n't\b", re.IGNORECASE)
_UNIT = re.compile(r"point|\b1\b.*\b5\b", re.IGNORECASE)


@cache
def load_vagueness() -> pd.DataFrame:
    """Vagueness of each policy, by its id."""
    return measure_vagueness(load_clauses(), load_mentions("vagueness")).set_index("policy_id")


@cache
def load_comparisons() -> pd.DataFrame:
    """Every pair of policies."""
    return compare_vagueness(load_clauses(), load_mentions("vagueness"))


# L6.1: an interval


def find_interval(policy_id: str = VAGUEST, measure: str = "score") -> tuple[float, float]:
    """Both ends of the interval of a policy."""
    row = load_vagueness().loc[policy_id]
    return float(row[f"{measure}_low"]), float(row[f"{measure}_high"])


def are_near(answer: tuple, right: tuple) -> bool:
    """Whether there are as many numbers, and each differs by no more than rounding does."""
    return len(answer) == len(right) and bool(np.allclose(answer, right, rtol=0, atol=ROUNDED))


def is_other(answer: tuple, right: tuple) -> bool:
    """Whether this is the interval of another policy."""
    return any(are_near(answer, find_interval(name)) for name in load_vagueness().index if name != VAGUEST)


def is_rough(answer: tuple, right: tuple) -> bool:
    """Whether the interval is rounded to one digit or none."""
    return len(answer) == 2 and bool(np.allclose(answer, right, rtol=0, atol=0.51)) and is_short(answer)


def is_short(answer: tuple) -> bool:
    """Whether no number has more than one digit after the point."""
    return all(round(number, 1) == number for number in answer)


# L6.2: pairs that can be told apart


def count_apart() -> int:
    """Pairs of which the verdict says that one is vaguer."""
    return int(load_comparisons()["verdict"].astype("str").str.endswith("is vaguer").sum())


def count_separate() -> int:
    """Pairs whose intervals do not overlap, which is no test."""
    table = load_vagueness()
    pairs = load_comparisons()
    low_a, high_a = (table.loc[pairs["a"], column].to_numpy() for column in ("score_low", "score_high"))
    low_b, high_b = (table.loc[pairs["b"], column].to_numpy() for column in ("score_low", "score_high"))
    return int(((low_a > high_b) | (low_b > high_a)).sum())


def count_unadjusted() -> int:
    """Pairs with a small p-value that takes no account of the number of pairs."""
    return int((load_comparisons()["p_value"] <= 0.05).sum())


def count_without_zero() -> int:
    """Pairs whose interval of the difference leaves out 0, each looked at alone."""
    pairs = load_comparisons()
    return int(((pairs["difference_low"] > 0) | (pairs["difference_high"] < 0)).sum())


# L6.3: claims


def is_vaguer(a: str, b: str) -> bool:
    """Whether a verdict says so."""
    pairs = load_comparisons()
    own = pairs[pairs["a"].isin([a, b]) & pairs["b"].isin([a, b])]
    return bool((own["verdict"] == f"{a} is vaguer").any())


@cache
def find_carried() -> frozenset[str]:
    """The letters of the claims that the verdicts carry."""
    names = load_vagueness().index
    carried = {
        "A": is_vaguer(COPIER, COPIED),
        "B": all(is_vaguer(VAGUEST, name) for name in names if name != VAGUEST),
        "C": all(is_vaguer(name, CLEAREST) for name in names if name != CLEAREST),
    }
    return frozenset(letter for letter, holds in carried.items() if holds)


def read_letter(answer: object) -> str:
    """The letter of a claim, also as "claim B" or "B: ..."."""
    words = re.sub(r"^claim\s+", "", read_name(answer))
    return (words[:1] if re.match(r"[a-z]\b", words) else words).upper()


# L6.4: a number that is rounded rightly


@cache
def find_rounded() -> tuple[str, str, str]:
    """Difference of the two versions and both ends of its interval, in two digits."""
    pairs = load_comparisons()
    row = pairs[(pairs["a"] == EARLIER) & (pairs["b"] == LATER)].iloc[0]
    return tuple(f"{-row[name]:.2f}" for name in ("difference", "difference_high", "difference_low"))


def list_decimals(words: str) -> list[str]:
    """Numbers with a point or a comma, as they are written; clause ids do not count."""
    plain = _CLAUSE_ID.sub("", words.casefold())
    return _DECIMAL.findall(re.sub(r"(?<=\d),(?=\d)", ".", plain))


def has_minus(words: str) -> bool:
    """Whether a number is negative; a dash between two numbers is none."""
    return bool(re.search(r"(?<![\w.])[-−–]\s?\d+[.,]\d|\bminus\b", words))


# Said of the wrong version.
_REVERSED = re.compile(
    r"2021\W+(?:version |policy )?(?:is|was) (?:\w+ )?vaguer"
    r"|2025\W+(?:version |policy )?(?:is|was) (?:\w+ )?clearer"
)

SENTENCE = (
    Mistake(lambda words, right: "pencilgrove" not in words.casefold(), "Whose policy do you speak of?"),
    Mistake(
        lambda words, right: not list_decimals(words),
        "Which number says how large the difference is, in points?",
    ),
    Mistake(
        lambda words, right: has_minus(words),
        "Vaguer by less than nothing: in which direction did it change?",
    ),
    Mistake(
        lambda words, right: any(len(number.split(".")[1]) > 2 for number in list_decimals(words)),
        "Look at how wide the interval is. Would another section change the third digit?",
    ),
    Mistake(
        lambda words, right: any(len(number.split(".")[1]) < 2 for number in list_decimals(words)),
        "With one digit, can a reader still see whether the interval begins above 0?",
    ),
    Mistake(
        lambda words, right: right[0] not in list_decimals(words),
        "Is the difference rounded, or cut off: which two digits lie nearest?",
    ),
    Mistake(
        lambda words, right: len(set(list_decimals(words))) < 3,
        "From where to where does the interval reach?",
    ),
    Mistake(
        lambda words, right: not set(right) <= set(list_decimals(words)),
        "Is the interval that of the difference, and are both of its ends rounded?",
    ),
    Mistake(
        lambda words, right: set(list_decimals(words)) != set(right),
        "There is a number more than needed. Which are the difference and its interval?",
    ),
    Mistake(
        lambda words, right: "vaguer" not in words.casefold() and "clearer" not in words.casefold(),
        "Does a reader learn what changed: what did the policy become?",
    ),
    Mistake(
        lambda words, right: bool(_REVERSED.search(words.casefold())),
        "Which of the two versions has the higher score?",
    ),
)


# L6.5: a counter-example, by reading


@cache
def find_counters() -> frozenset[str]:
    """Sentences of the vaguest policy that readers call clear."""
    facts = load_planted()
    own = facts["policy_id"].eq(VAGUEST) & facts["kind"].eq("clear")
    return frozenset(facts.loc[own, "clause_id"])


@cache
def list_planted_vague() -> frozenset[str]:
    """Those that readers call vague."""
    facts = load_planted()
    own = facts["policy_id"].eq(VAGUEST) & facts["kind"].eq("vague")
    return frozenset(facts.loc[own, "clause_id"])


@cache
def list_shown() -> list[str]:
    """The sentences of that policy with the lowest scores, lowest first."""
    scores = score_clauses(load_clauses(), load_mentions("vagueness"))
    sentences = load_clauses().query("policy_id == @VAGUEST and kind == 'sentence'")["clause_id"]
    own = scores[scores["clause_id"].isin(sentences)].sort_values("score", kind="stable")
    return own["clause_id"].head(N_SHOWN).to_list()


def is_item(answer: str, right: object) -> bool:
    """Whether it is an item of a list."""
    clauses = load_clauses().set_index("clause_id")
    return answer in clauses.index and clauses.loc[answer, "kind"] == "list_item"


# L6.6: a chart, read and left as it is


class Chart(NamedTuple):
    """What a chart shows, as far as it is asked for."""

    names: tuple[str, ...]
    is_upright: bool
    rotation: float
    type_size: float
    start: float
    label: str
    values: tuple[tuple[str, float], ...]
    intervals: tuple[tuple[str, float, float], ...]
    n_colours: int
    most_digits: int


def read_chart(answer: object) -> Chart:
    """Read the Axes of a chart, without drawing or changing it."""
    ax = take_axes(answer)
    is_upright = len(find_names(ax.xaxis)) > len(find_names(ax.yaxis))
    along, across = (ax.xaxis, ax.yaxis) if is_upright else (ax.yaxis, ax.xaxis)
    names = find_names(along)
    points, spans = list(list_points(ax, is_upright)), list(list_spans(ax, is_upright))
    labels = along.get_ticklabels()
    return Chart(
        names=tuple(names),
        is_upright=is_upright,
        rotation=float(labels[0].get_rotation()) if labels else 0.0,
        type_size=float(labels[0].get_fontsize()) if labels else 0.0,
        start=float(min(across.get_view_interval())),
        label=across.get_label_text().strip(),
        values=tuple(pick_values(names, points)),
        intervals=tuple(pick_spans(names, spans)),
        n_colours=count_colours(names, points),
        most_digits=max((count_digits(text.get_text()) for text in ax.texts), default=0),
    )


def take_axes(answer: object) -> object:
    """The one Axes that is handed in, or that is in what is handed in."""
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    if isinstance(answer, list | tuple | np.ndarray):
        found = [item for item in np.ravel(np.array(answer, dtype=object)) if isinstance(item, Axes)]
    else:
        found = answer.axes if isinstance(answer, Figure) else [answer]
    if len(found) != 1 or not isinstance(found[0], Axes):
        ask("One chart is asked for, that is its Axes: what did plt.subplots give you besides the figure?")
    return found[0]


def find_names(axis: object) -> dict[str, float]:
    """Policies named along an axis, and where: "Kettlewick" and "kettlewick (57)" are the policy as well."""
    known = sorted(load_vagueness().index, key=len, reverse=True)
    places = axis.get_majorticklocs()
    # Asking the formatter makes no ticks and moves nothing.
    texts = axis.get_major_formatter().format_ticks(places)
    found = {}
    for place, text in zip(places, texts, strict=True):
        words = re.sub(r"[\W_]+", "-", text.casefold()).strip("-")
        name = next((name for name in known if words.startswith(name)), None)
        if name:
            found[name] = float(place)
    return dict(sorted(found.items(), key=lambda item: item[1]))


def list_points(ax: object, is_upright: bool) -> Iterator[tuple[float, float, tuple]]:
    """Place along the names, value, and colour of every bar and dot."""
    from matplotlib.collections import PathCollection
    from matplotlib.colors import to_rgba
    from matplotlib.patches import Rectangle

    for patch in ax.patches:
        if isinstance(patch, Rectangle):
            middle = patch.get_x() + patch.get_width() / 2, patch.get_y() + patch.get_height() / 2
            end = patch.get_x() + patch.get_width(), patch.get_y() + patch.get_height()
            place, value = (middle[0], end[1]) if is_upright else (middle[1], end[0])
            yield place, value, patch.get_facecolor()
    for line in ax.lines:
        if line.get_marker() not in CAPS:
            for x, y in list_ends(line, ax):
                colour = to_rgba(line.get_markerfacecolor())
                yield (x, y, colour) if is_upright else (y, x, colour)
    for dots in ax.collections:
        if isinstance(dots, PathCollection):
            colours = [tuple(colour) for colour in dots.get_facecolor()] or [()]
            for number, (x, y) in enumerate(np.ma.getdata(dots.get_offsets()).tolist()):
                colour = colours[number % len(colours)]
                yield (x, y, colour) if is_upright else (y, x, colour)


# Lines without marks, and the caps of error bars.
CAPS = ("None", "none", " ", "", None, "|", "_", 2, 3, 0, 1)


def list_ends(line: object, ax: object) -> list[tuple[float, float]]:
    """The points of a line, as numbers; names count by their place on the axis."""
    return list(zip(line.get_xdata(orig=False), line.get_ydata(orig=False), strict=True))


def list_spans(ax: object, is_upright: bool) -> Iterator[tuple[float, float, float]]:
    """Place, lower and upper end of every straight piece that runs along the values."""
    from matplotlib.collections import LineCollection

    pieces = [
        piece
        for lines in ax.collections
        if isinstance(lines, LineCollection)
        for piece in lines.get_segments()
    ]
    pieces += [list_ends(line, ax) for line in ax.lines if len(line.get_xdata()) == 2]
    for piece in pieces:
        if len(piece) == 2:
            (x_0, y_0), (x_1, y_1) = piece
            place, ends = (x_0, (y_0, y_1)) if is_upright else (y_0, (x_0, x_1))
            yield float(place), float(min(ends)), float(max(ends))


def pick_values(names: dict[str, float], points: list) -> Iterator[tuple[str, float]]:
    """The value drawn for each policy; of several the one that is nearest to the right one."""
    for name, place in names.items():
        near = [float(value) for there, value, _ in points if abs(there - place) < 0.45]
        right = load_vagueness().loc[name, "score"]
        if near:
            yield name, min(near, key=lambda value: abs(value - right))


def pick_spans(names: dict[str, float], spans: list) -> Iterator[tuple[str, float, float]]:
    """The interval drawn for each policy."""
    for name, place in names.items():
        near = [(low, high) for there, low, high in spans if abs(there - place) < 0.45 and high > low]
        low, high = find_interval(name)
        if near:
            yield name, *min(near, key=lambda ends: abs(ends[0] - low) + abs(ends[1] - high))


def count_colours(names: dict[str, float], points: list) -> int:
    """Colours of the marks beside names; a line for the mean, say, is none of them."""
    near = [
        colour for there, _, colour in points if any(abs(there - place) < 0.45 for place in names.values())
    ]
    return len({tuple(np.round(colour, 2).tolist()) for colour in near})


def count_digits(text: str) -> int:
    """Most digits after a point in a text."""
    return max((len(number.split(".")[1]) for number in _DECIMAL.findall(text)), default=0)


def has_wrong_values(chart: Chart, right: object) -> bool:
    """Whether a mark lies where the score does not."""
    scores = load_vagueness()["score"]
    return any(abs(value - scores[name]) > DRAWN for name, value in chart.values)


def has_wrong_spans(chart: Chart, right: object) -> bool:
    """Whether an interval lies elsewhere."""
    return any(
        max(abs(low - find_interval(name)[0]), abs(high - find_interval(name)[1])) > DRAWN
        for name, low, high in chart.intervals
    )


def is_unsorted(chart: Chart, right: object) -> bool:
    """Whether the scores do not run one way along the names (Chart has them in order of place)."""
    steps = np.diff([value for _, value in chart.values])
    return not ((steps >= -1e-9).all() or (steps <= 1e-9).all())


def is_unreadable(chart: Chart, right: object) -> bool:
    """Whether names are small, overlap, or must be read with the head on one side."""
    is_tilted = 20 <= chart.rotation % 180 <= 70
    return chart.type_size < SMALLEST_TYPE or chart.is_upright != is_tilted


CHART = (
    Mistake(
        lambda chart, right: not chart.names,
        "Where does a reader see which policy is which: can you put the names beside the marks?",
    ),
    Mistake(
        lambda chart, right: len(chart.names) < len(load_vagueness()) or len(chart.values) < len(chart.names),
        "Are all ten policies there, each with a name and a mark?",
    ),
    Mistake(
        has_wrong_values,
        "Does each mark stand at the score of its policy? Were names and scores sorted together?",
    ),
    Mistake(
        lambda chart, right: len(chart.intervals) < len(load_vagueness()),
        "How sure is each score? What could you draw from score_low to score_high?",
    ),
    Mistake(
        has_wrong_spans,
        "Do the lines reach from score_low to score_high? Error bars take two lengths, measured from the "
        "score: which differences are these?",
    ),
    Mistake(
        lambda chart, right: min(abs(chart.start), abs(chart.start - 1)) > 0.06,
        "Where does the scale of the scores begin, and where does your axis?",
    ),
    Mistake(
        lambda chart, right: not chart.label, "What does the axis of the scores measure: does a label say it?"
    ),
    Mistake(
        lambda chart, right: not _UNIT.search(chart.label),
        "The label says what is measured. In what unit, and what do the ends of the scale mean?",
    ),
    Mistake(is_unsorted, "In which order would a reader see at once who is vaguest?"),
    Mistake(
        lambda chart, right: chart.n_colours > 2,
        "What does each colour mean? If it says nothing that the names do not say, how many are needed?",
    ),
    Mistake(is_unreadable, "Can one read all names without turning the head? On which axis have they room?"),
    Mistake(
        lambda chart, right: chart.most_digits > 2,
        "How wide are the intervals, and how many digits are then worth printing?",
    ),
)


# L6.7: the finding


def find_ids(words: str) -> set[str]:
    """The clause ids that a text names."""
    return set(_CLAUSE_ID.findall(words.casefold()))


def count_words(words: str) -> int:
    """Words of a text."""
    return len(words.split())


FINDING = (
    Mistake(
        lambda words, right: count_words(words) < FEWEST_WORDS,
        "What is missing: claim, evidence, interval, counter-example or limits?",
    ),
    Mistake(
        lambda words, right: count_words(words) > MOST_WORDS,
        "Which words could go, so that a hurried reader gets to the end?",
    ),
    Mistake(
        lambda words, right: not find_ids(words),
        "Which clauses are your evidence? Can you name them by clause_id?",
    ),
    Mistake(
        lambda words, right: bool(find_ids(words) - set(load_clauses()["clause_id"])),
        "There is no clause with one of these ids: are all letters and three digits there?",
    ),
    Mistake(
        lambda words, right: len(find_ids(words)) < 3,
        "Two clauses of evidence and one counter-example make three ids. Which is missing?",
    ),
    Mistake(
        lambda words, right: len(set(list_decimals(words))) < 2,
        "From where to where does your interval reach?",
    ),
    Mistake(
        lambda words, right: not _COUNTER.search(words),
        "Which clause speaks against your claim, and does a reader see that it does?",
    ),
    Mistake(lambda words, right: not _LIMIT.search(words), "What does your finding say nothing about?"),
)

EXERCISES = (
    Exercise(
        name="L6.1",
        read=read_numbers,
        find_right=find_interval,
        fits=are_near,
        questions=(
            "Which row of the table is this policy, and which two columns hold the ends of the interval?",
            "Did you take score_low and score_high, each with two digits after the point?",
        ),
        why="Had the company written other sections in the same manner, its score would probably lie "
        "in here. An interval says how much a number is worth.",
        mistakes=(
            Mistake(
                lambda got, right: len(got) == 1, "Is this one number? Where does the interval begin and end?"
            ),
            Mistake(lambda got, right: len(got) != 2, "Two numbers are asked for: which two are yours?"),
            Mistake(
                lambda got, right: are_near(got[::-1], right),
                "Which end comes first, the lower or the upper?",
            ),
            Mistake(
                made_by(lambda: find_interval(measure="share"), are_near),
                "Is this the share of vague clauses? Which columns belong to the score?",
            ),
            Mistake(is_other, "Is this the row of another policy?"),
            Mistake(
                is_rough, "Would another digit show where the interval ends? How many does the table have?"
            ),
            Mistake(
                lambda got, right: any(
                    abs(number - load_vagueness().loc[VAGUEST, "score"]) < ROUNDED for number in got
                ),
                "The score itself lies inside. What are the two ends?",
            ),
        ),
    ),
    Exercise(
        name="L6.2",
        read=read_number,
        find_right=count_apart,
        fits=equals,
        questions=(
            "In how many rows of `comparisons` does the verdict say that one is vaguer?",
            'What does `comparisons["verdict"].value_counts()` count?',
        ),
        why="Most pairs cannot be told apart. That does not make them alike: their policies are short, and a "
        "short text says little about a way of writing.",
        mistakes=(
            Mistake(
                made_by(count_separate),
                "Did you count intervals that do not overlap? Two intervals can overlap a little and the "
                "difference still be clear: what do the verdicts say, pair by pair?",
            ),
            Mistake(
                made_by(lambda: len(load_comparisons()) - count_apart()),
                "Are these the pairs that cannot be told apart? How many can?",
            ),
            Mistake(
                made_by(lambda: len(load_comparisons())),
                "Are these all pairs? Which verdict do you look for?",
            ),
            Mistake(
                lambda got, right: got in (count_unadjusted(), count_without_zero()),
                "Did you look at each pair as if it were the only one? Of so many pairs some differ by luck: "
                "which column takes that into account?",
            ),
            Mistake(
                made_by(lambda: len(load_vagueness())), "Is this the number of policies? How many pairs?"
            ),
            Mistake(
                made_by(lambda: len(load_vagueness()) - 1),
                "Are these the pairs of one policy? Is there a pair without it?",
            ),
            Mistake(made_by(lambda: 2 * count_apart()), "Did you count each pair twice?"),
        ),
    ),
    Exercise(
        name="L6.3",
        read=read_letter,
        find_right=find_carried,
        fits=lambda got, right: got in right,
        questions=(
            "For each claim, which pairs must be told apart, and what are their verdicts?",
            "How many pairs does each claim speak of, and does one verdict fail?",
        ),
        why="This claim speaks of nine pairs, and each of them has the verdict. The others take the order of "
        "the scores for a finding.",
        mistakes=(
            Mistake(lambda got, right: got not in "ABC", "Is it A, B or C?"),
            Mistake(
                lambda got, right: got == "A",
                "One score is a little higher. What is the verdict on this pair?",
            ),
            Mistake(
                lambda got, right: got == "C",
                "It has the lowest score. From how many of the other policies can it be told apart?",
            ),
            Mistake(lambda got, right: got == "B", "Look for its nine pairs. What does each verdict say?"),
        ),
        tell="It is the claim {right}. Can you find the verdicts that carry it?",
    ),
    Exercise(
        name="L6.4",
        read=read_words,
        find_right=find_rounded,
        fits=lambda words, right: not any(mistake.when(words, right) for mistake in SENTENCE),
        questions=("Are the difference and both ends of its interval in your sentence, with two digits?",),
        why="Two digits are enough: the interval is far wider than the third. And a reader sees that the "
        "change may be next to nothing, or twice as large.",
        mistakes=SENTENCE,
        tell="The numbers of one right sentence are {right}. How does the sentence read?",
    ),
    Exercise(
        name="L6.5",
        read=read_name,
        find_right=find_counters,
        fits=lambda got, right: got in right,
        questions=(
            "Which of these sentences tells you exactly what you can do, or what the company will not do?",
            "Of which sentence could one say afterwards whether the company kept to it?",
        ),
        why="Readers call this sentence clear. The computer prefers another one, because it counts words and "
        "does not ask who is bound. A claim about a policy must live with such a sentence.",
        mistakes=(
            Mistake(
                lambda got, right: got not in set(load_clauses()["clause_id"]),
                "Is this a clause_id, a policy_id, a colon and three digits?",
            ),
            Mistake(
                lambda got, right: not got.startswith(VAGUEST),
                "Is this clause in the policy of the vaguest company?",
            ),
            Mistake(is_item, "Is this a sentence, or an item of a list that says little alone?"),
            Mistake(
                lambda got, right: got == list_shown()[0],
                "It has the lowest score. But does it say what the company itself does?",
            ),
            Mistake(
                lambda got, right: got in list_planted_vague(),
                "Which information does it speak of, and what for: could you tell what is done?",
            ),
            Mistake(
                lambda got, right: got in list_shown(),
                "What would follow from this sentence for you or for the company? Is there a clearer one?",
            ),
            Mistake(lambda got, right: True, "Is it among the sentences of the table?"),
        ),
    ),
    Exercise(
        name="L6.6",
        read=read_chart,
        find_right=lambda: None,
        fits=lambda chart, right: not any(mistake.when(chart, right) for mistake in CHART),
        questions=("What would a hurried reader take from your chart?",),
        why="Names, order, scale, unit and intervals are there, and no colour without a meaning. Who looks "
        "at it sees one policy apart, and that the others lie close together.",
        mistakes=CHART,
        tell="",
    ),
    Exercise(
        name="L6.7",
        read=read_words,
        find_right=lambda: None,
        fits=lambda words, right: not any(mistake.when(words, right) for mistake in FINDING),
        questions=("Which of the five parts would your teacher look for in vain?",),
        why="The form is complete: claim, evidence, interval, counter-example and limits. No program can say "
        "that the finding is true. Give it to someone who looks up each clause and tries to prove you wrong.",
        mistakes=FINDING,
        tell="",
    ),
)
