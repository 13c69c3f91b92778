"""The exercises of lesson 6: claim, evidence, interval, counter-example, and a chart that is read."""

import re

import numpy as np

from policyviz.classroom import charts
from policyviz.classroom.answers import read_name, read_number, read_numbers, read_words
from policyviz.classroom.exercises import (
    ROUNDED,
    Exercise,
    Mistake,
    equals,
    has_none_of,
    is_one_of,
    made_by,
    make_open,
)
from policyviz.classroom.findings import FINDING, SENTENCE
from policyviz.classroom.forms import is_outside, is_unknown
from policyviz.classroom.truths import l6 as truth

# The scale ends at 5.
LONGEST_AXIS = 5.5
# The bound keeps a long label from costing its square.
_UNIT = re.compile(r"\bpoints?\b|\b1\b.{0,200}\b5\b", re.IGNORECASE | re.DOTALL)


def are_near(answer: tuple, right: tuple) -> bool:
    """Whether there are as many numbers, and each differs by no more than rounding does."""
    return len(answer) == len(right) and bool(np.allclose(answer, right, rtol=0, atol=ROUNDED))


def is_of_another(answer: tuple, right: tuple) -> bool:
    """Whether this is the interval of another policy."""
    return any(are_near(answer, other) for other in truth.list_other_intervals())


def is_rough(answer: tuple, right: tuple) -> bool:
    """Whether the interval is rounded to one digit or none."""
    is_short = all(round(number, 1) == number for number in answer)
    return is_short and len(answer) == 2 and bool(np.allclose(answer, right, rtol=0, atol=0.51))


def read_letter(answer: object) -> str:
    """The letter of a claim, also as "claim B" or "B: ..."; several letters as they are."""
    words = re.sub(r"^[\W_]*(?:claim\s+)?[\W_]*", "", read_name(answer))
    letters = re.findall(r"\b[a-c]\b", words)
    if len(set(letters)) > 1 and len(words) < 20:
        return " ".join(letters).upper()
    return (words[:1] if re.match(r"[a-z]\b", words) else words).upper()


CHART = (
    Mistake(lambda chart, right: chart.is_hidden, "Can a reader see your chart?"),
    Mistake(
        lambda chart, right: not chart.names,
        "Where does a reader see which policy is which: can you put the names beside the marks?",
    ),
    Mistake(
        lambda chart, right: (
            len(chart.names) < len(truth.load_vagueness()) or len(chart.values) < len(chart.names)
        ),
        "Are all ten policies there, each with a name and a mark?",
    ),
    Mistake(
        lambda chart, right: charts.has_wrong_values(chart, truth.load_vagueness()),
        "Does each mark stand at the score of its policy? Were names and scores sorted together?",
    ),
    Mistake(
        lambda chart, right: len(chart.intervals) < len(truth.load_vagueness()),
        "How sure is each score? What could you draw from score_low to score_high?",
    ),
    Mistake(
        lambda chart, right: charts.has_wrong_spans(chart, truth.load_vagueness()),
        "Do the lines reach from score_low to score_high? Error bars take two lengths, measured from the "
        "score: which differences are these?",
    ),
    Mistake(
        lambda chart, right: min(abs(chart.start), abs(chart.start - 1)) > 0.06,
        "Where does the scale of the scores begin, and where does your axis?",
    ),
    Mistake(lambda chart, right: chart.scale != "linear", "Is one step on your axis the same everywhere?"),
    Mistake(lambda chart, right: charts.is_cut_off(chart), "Does your axis end before the last line does?"),
    Mistake(
        lambda chart, right: chart.end > LONGEST_AXIS,
        "The scale ends at 5. How far does your axis go, and how much room is left for the marks?",
    ),
    Mistake(
        lambda chart, right: chart.spread < charts.NARROWEST,
        "Why do all marks stand in a heap: how long is the axis with the names?",
    ),
    Mistake(
        lambda chart, right: not chart.label, "What does the axis of the scores measure: does a label say it?"
    ),
    Mistake(
        lambda chart, right: not _UNIT.search(chart.label),
        "The label says what is measured. In what unit, and what do the ends of the scale mean?",
    ),
    Mistake(
        lambda chart, right: charts.is_unsorted(chart),
        "In which order would a reader see at once who is vaguest?",
    ),
    Mistake(
        lambda chart, right: chart.n_colours > 2,
        "What does each colour mean? If it says nothing that the names do not say, how many are needed?",
    ),
    Mistake(
        lambda chart, right: charts.is_unreadable(chart),
        "Can one read all names without turning the head? On which axis have they room?",
    ),
    Mistake(
        lambda chart, right: chart.most_digits > 2,
        "How wide are the intervals, and how many digits are then worth printing?",
    ),
)

EXERCISES = (
    Exercise(
        name="L6.1",
        read=read_numbers,
        find_right=truth.find_interval,
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
                made_by(lambda: truth.find_interval(measure="share"), are_near),
                "Is this the share of vague clauses? Which columns belong to the score?",
            ),
            Mistake(is_of_another, "Is this the row of another policy?"),
            Mistake(
                is_rough, "Would another digit show where the interval ends? How many does the table have?"
            ),
            Mistake(
                lambda got, right: any(abs(number - truth.find_score()) < ROUNDED for number in got),
                "The score itself lies inside. What are the two ends?",
            ),
        ),
    ),
    Exercise(
        name="L6.2",
        read=read_number,
        find_right=truth.count_apart,
        fits=equals,
        questions=(
            "In how many rows of `comparisons` does the verdict say that one is vaguer?",
            'What does `comparisons["verdict"].value_counts()` count?',
        ),
        why="Most pairs cannot be told apart. That does not make them alike: their policies are short, and a "
        "short text says little about a way of writing.",
        mistakes=(
            Mistake(
                made_by(truth.count_separate),
                "Did you count intervals that do not overlap? Two intervals can overlap a little and the "
                "difference still be clear: what do the verdicts say, pair by pair?",
            ),
            Mistake(
                made_by(lambda: len(truth.load_comparisons()) - truth.count_apart()),
                "Are these the pairs that cannot be told apart? How many can?",
            ),
            Mistake(
                made_by(lambda: len(truth.load_comparisons())),
                "Are these all pairs? Which verdict do you look for?",
            ),
            Mistake(
                lambda got, right: got in (truth.count_unadjusted(), truth.count_without_zero()),
                "Did you look at each pair as if it were the only one? Of so many pairs some differ by luck: "
                "which column takes that into account?",
            ),
            Mistake(
                made_by(lambda: len(truth.load_vagueness())),
                "Is this the number of policies? How many pairs?",
            ),
            Mistake(
                made_by(lambda: len(truth.load_vagueness()) - 1),
                "Are these the pairs of one policy? Is there a pair without it?",
            ),
            Mistake(made_by(lambda: 2 * truth.count_apart()), "Did you count each pair twice?"),
        ),
    ),
    Exercise(
        name="L6.3",
        read=read_letter,
        find_right=truth.find_carried,
        fits=is_one_of,
        questions=(
            "For each claim, which pairs must be told apart, and what are their verdicts?",
            "How many pairs does each claim speak of, and does one verdict fail?",
        ),
        why="This claim speaks of nine pairs, and each of them has the verdict. The others take the order of "
        "the scores for a finding.",
        mistakes=(
            Mistake(lambda got, right: " " in got and len(got) < 8, "Which one of them?"),
            Mistake(lambda got, right: got not in ("A", "B", "C"), "Is it A, B or C?"),
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
        find_right=truth.find_rounded,
        fits=has_none_of(SENTENCE),
        questions=("Are the difference and both ends of its interval in your sentence, with two digits?",),
        why="Two digits are enough: the interval is far wider than the third. And a reader sees that the "
        "change may be next to nothing, or twice as large.",
        mistakes=SENTENCE,
        tell="The numbers of one right sentence are {right}. How does the sentence read?",
    ),
    Exercise(
        name="L6.5",
        read=read_name,
        find_right=truth.find_counters,
        fits=is_one_of,
        takes_one=True,
        questions=(
            "Which of these sentences tells you exactly what you can do, or what the company will not do?",
            "Of which sentence could one say afterwards whether the company kept to it?",
        ),
        why="Readers call this sentence clear. The computer prefers another one, because it counts words and "
        "does not ask who is bound. A claim about a policy must live with such a sentence.",
        mistakes=(
            Mistake(is_unknown, "Is this a clause_id, a policy_id, a colon and three digits?"),
            Mistake(is_outside(truth.VAGUEST), "Is this clause in the policy of the vaguest company?"),
            Mistake(
                made_by(truth.list_items, is_one_of),
                "Is this a sentence, or an item of a list that says little alone?",
            ),
            Mistake(
                made_by(lambda: truth.list_shown()[0]),
                "It has the lowest score. But does it say what the company itself does?",
            ),
            Mistake(
                made_by(truth.list_vague, is_one_of),
                "Which information does it speak of, and what for: could you tell what is done?",
            ),
            Mistake(
                made_by(truth.list_shown, is_one_of),
                "What would follow from this sentence for you or for the company? Is there a clearer one?",
            ),
            Mistake(lambda got, right: True, "Is it among the sentences of the table?"),
        ),
    ),
    make_open(
        "L6.6",
        read=lambda answer: charts.read_chart(answer, truth.load_vagueness()),
        question="What would a hurried reader take from your chart?",
        why="Names, order, scale, unit and intervals are there, and no colour without a meaning. Who looks "
        "at it sees one policy apart, and that the others lie close together.",
        mistakes=CHART,
    ),
    make_open(
        "L6.7",
        question="Which of the five parts would your teacher look for in vain?",
        why="The form is complete: claim, evidence, interval, counter-example and limits. No program can say "
        "that the finding is true. Give it to someone who looks up each clause and tries to prove you wrong.",
        mistakes=FINDING,
    ),
)
