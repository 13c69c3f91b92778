"""The exercises of lesson 2: counting words, and what a stop list takes away before."""

import re

from policyviz.classroom.answers import complete_id, read_name, read_number, read_set, read_share, tidy_words
from policyviz.classroom.exercises import (
    Comparison,
    Exercise,
    Mistake,
    equals,
    is_near,
    is_one_of,
    is_rounded,
    made_by,
    make_open,
)
from policyviz.classroom.forms import ask_for, ask_for_id, ask_for_words, has_no_ids, is_outside, is_unknown
from policyviz.classroom.materials import load_companies
from policyviz.classroom.truths import l2 as truth

# Two words with a reason each need no fewer.
FEWEST_WORDS = 15


def read_policy(answer: object) -> str:
    """A policy, by its id or by its company's name."""
    name = read_name(answer)
    companies = load_companies().map(tidy_words)
    own = companies.index[companies == name]
    return own[0] if len(own) == 1 else name


def has_place(pattern: str) -> Comparison:
    """Whether a clause is among the answer in which the word stands so."""
    find = re.compile(pattern, re.IGNORECASE).search
    return lambda names, right: any(find(truth.find_places().get(name, "")) for name in names)


EXERCISES = (
    Exercise(
        name="L2.1",
        read=read_number,
        find_right=lambda: truth.count_word(truth.COUNTED_IN),
        fits=equals,
        questions=(
            "Which rows of the table of words belong to this policy, and how many of them have “may”?",
            "Did you take the words of clauses only, in lower case, without commas?",
        ),
        why="No other word stands there so often, not even “the” or “and”. What does it do there?",
        mistakes=(
            Mistake(made_by(lambda: truth.count_in_page(cut=False)), "Do headings count as clauses?"),
            Mistake(
                made_by(lambda: truth.count_in_page(cut=True)),
                "Do headings count, and is “may,” another word?",
            ),
            Mistake(made_by(truth.count_between_blanks), "What became of a “may” with a comma behind it?"),
            Mistake(made_by(truth.count_clauses_with), "Can it stand twice in one clause?"),
            Mistake(made_by(truth.count_word), "Is this of all policies: how do you keep one?"),
            Mistake(made_by(lambda: 0), "Is your word in lower case, as the words in the table are?"),
            Mistake(lambda got, right: 0 < got < 1, "Is this a share: how many times does it stand there?"),
        ),
    ),
    Exercise(
        name="L2.2",
        read=read_share,
        find_right=lambda: truth.share_terms(truth.CLASS),
        fits=is_near(0.005),
        questions=(
            "How many terms has the class, and how many of them are on scikit-learn's list?",
            "Does `terms.isin(ENGLISH_STOP_WORDS).mean()` help, with the terms of this class only?",
        ),
        why="Almost half of the class is gone before counting begins, its commonest word “may” among it.",
        mistakes=(
            Mistake(
                made_by(lambda: truth.count_terms() / 100, is_near(0.0001)),
                "Is this a count: of how many terms?",
            ),
            Mistake(
                made_by(lambda: truth.share_terms(truth.CLASS, single=True), is_rounded),
                "Is a term of two words a term of the class as well?",
            ),
            Mistake(
                made_by(lambda: 1 - truth.share_terms(truth.CLASS), is_rounded),
                "Is this the share that stays?",
            ),
            Mistake(
                made_by(lambda: truth.share_terms(truth.CLASS, usual=False), is_near(0.001)),
                "Which of the two stop lists did you ask?",
            ),
            Mistake(
                lambda got, right: (
                    got
                    in (1, truth.share_terms(), round(truth.share_terms(), 2), round(truth.share_terms(), 3))
                ),
                "Did you take all terms, or those of one class?",
            ),
            Mistake(
                made_by(lambda: truth.count_terms() / len(truth.load_usual()), is_near(0.001)),
                "Which is the whole: the class or the stop list?",
            ),
        ),
    ),
    Exercise(
        name="L2.3",
        read=lambda answer: complete_id(read_name(answer), truth.DENYING),
        find_right=truth.find_reversed,
        fits=is_one_of,
        takes_one=True,
        questions=(
            "Which clause has a “not”, “no” or “never” that is missing in the column beside it?",
            "Read only the words that are left: do they say that the company does it?",
        ),
        why="The words that are left say the opposite. A denial and a promise now look alike.",
        mistakes=(
            Mistake(
                lambda got, right: got in truth.list_read("not denied"),
                "Does it say that they never do it, or is the “not” about something else?",
            ),
            Mistake(
                lambda got, right: got in truth.list_read("denied"),
                "It denies, yes: but is the part that denies really gone?",
            ),
            Mistake(is_outside(truth.DENYING), "Is this a clause of the policy that is asked about?"),
            ask_for_id(most_words=2),
            Mistake(is_unknown, "Is there a clause with this id in the table?"),
            Mistake(
                lambda got, right: got in truth.list_losing(),
                "Are words left that say that the company does it?",
            ),
            Mistake(lambda got, right: True, "Does this clause deny anything, before words are removed?"),
        ),
    ),
    Exercise(
        name="L2.4",
        read=read_policy,
        find_right=truth.find_most_changed,
        fits=equals,
        questions=(
            'What does `shares["usual"] - shares["ours"]` show, and where is it largest?',
            "Did you sort by the difference, and read the right end?",
        ),
        why="The company that denies most has most to lose: “no”, “not” and “never” are on one list only.",
        mistakes=(
            Mistake(
                made_by(lambda: truth.find_extreme(lambda usual, own: usual)),
                "Is this the largest share under one list: and where do the lists differ most?",
            ),
            Mistake(
                made_by(lambda: truth.find_extreme(lambda usual, own: own)),
                "Is this the largest share under our list: and where do the lists differ most?",
            ),
            Mistake(
                made_by(lambda: truth.COUNTED_IN), "So many “may”, yes: but does the difference bear you out?"
            ),
            Mistake(
                lambda got, right: got not in truth.measure_losses(),
                "Which policy is this: what is its policy_id?",
            ),
        ),
    ),
    Exercise(
        name="L2.5",
        read=read_set,
        find_right=truth.find_hedges,
        fits=equals,
        questions=(
            "In which lines does the company keep it open whether it will do something?",
            "Can you put “perhaps we will” in the place of “we may” without a change of meaning?",
        ),
        why="You read better than the program: it knows “you may”, but takes “may not”, a ban, for a hedge.",
        mistakes=(
            Mistake(has_no_ids, "Which clause_ids are these?"),
            Mistake(is_unknown, "Is there a clause with each of these ids?"),
            Mistake(has_place(r"in\|may\|"), "Is one of these a month?"),
            Mistake(has_place(r"\byou\|may\|"), "Who may do it in one of these: the company or you?"),
            Mistake(has_place(r"\|may\|not"), "Does “may not” leave anything open, or does it forbid?"),
            Mistake(
                lambda got, right: not got <= truth.find_places().keys(),
                "Are these all among the lines shown?",
            ),
            Mistake(lambda got, right: got < right, "So far so good: did you read every line?"),
        ),
    ),
    make_open(
        "L2.6",
        question="Which word do you keep, which do you remove, and why?",
        why="The form is complete: a word kept, a word removed, a reason. Whether it is good, no program can "
        "say. Try it on a neighbour: can your list turn a sentence round?",
        mistakes=(
            ask_for(r"\b(keep|keeps|kept|stay|stays|leave in)\b", "Which word do you keep?"),
            ask_for(
                r"\b(remov\w+|drop\w*|delet\w+|take\w* out|took out|goes|thr[eo]w\w*)\b",
                "Which word do you remove?",
            ),
            ask_for(
                r"\b(because|since|so that|otherwise|reason|without)\b", "Why: can you write a “because”?"
            ),
            ask_for_words(FEWEST_WORDS, f"Can you say more, in {FEWEST_WORDS} words or so?"),
        ),
    ),
)
