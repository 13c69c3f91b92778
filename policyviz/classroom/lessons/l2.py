"""The exercises of lesson 2: counting words, and what a stop list takes away before."""

import re
from functools import cache

from policyviz.analysis.vectors import POLICY_STOP_WORDS
from policyviz.classroom.answers import read_name, read_number, read_set, read_share, read_words, tidy_words
from policyviz.classroom.exercises import Exercise, Mistake, equals, is_near, made_by
from policyviz.classroom.materials import load_classroom, load_clauses, load_planted
from policyviz.lexicons import load_lexicon
from policyviz.structure import tokenize
from policyviz.terms import concordance

WORD, COUNTED_IN = "may", "vellumbay"
CLASS = "modality"
DENYING = "nonesuch-post"
READ_IN = ("deskhollow", "kettlewick", "nonesuch-post")

# English words that deny by themselves; "un-" and "free of" deny as well, and are in no stop list.
_NEGATIVE = re.compile(r"no|not|nor|never|neither|nobody|none|nothing|nowhere|without|cannot")
_KEPT = re.compile(r"\b(keep|keeps|kept|stay|stays|leave in)\b")
_REMOVED = re.compile(r"\b(remov\w+|drop\w*|delet\w+|take\w* out|took out|goes|thr[eo]w\w*)\b")
_REASON = re.compile(r"\b(because|since|so that|otherwise|reason|without)\b")
# Two words with a reason each need no fewer.
FEWEST_WORDS = 15


@cache
def load_usual() -> frozenset[str]:
    """scikit-learn's stop list."""
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return ENGLISH_STOP_WORDS


@cache
def list_words(policy_id: str = "") -> tuple[str, ...]:
    """The words of a policy's clauses, or of all, in lower case."""
    clauses = load_clauses()
    own = clauses[clauses["policy_id"].str.startswith(policy_id)]
    return tuple(word.casefold() for text in own["text"] for word in tokenize(text))


# L2.1: how often a word stands there


def count_word(policy_id: str = "") -> int:
    """The word in the clauses of a policy, or of all."""
    return list_words(policy_id).count(WORD)


def count_in_page(*, cut: bool) -> int:
    """In the whole text, headings too; cut at blanks, or every place where the letters stand."""
    policies = load_classroom()
    text = policies.loc[policies["policy_id"] == COUNTED_IN, "text"].iloc[0].casefold()
    return (text.split() if cut else text).count(WORD)


def count_between_blanks() -> int:
    """In clauses that are cut at blanks, so that "may," is another word."""
    clauses = load_clauses()
    own = clauses.loc[clauses["policy_id"] == COUNTED_IN, "text"]
    return sum(text.casefold().split().count(WORD) for text in own)


def count_clauses_with() -> int:
    """Clauses in which it stands at least once."""
    clauses = load_clauses()
    own = clauses.loc[clauses["policy_id"] == COUNTED_IN, "text"]
    return sum(WORD in map(str.casefold, tokenize(text)) for text in own)


# L2.2: which part of a class is removed


@cache
def share_terms(label: str = "", *, single: bool = False, usual: bool = True) -> float:
    """The share of a class's terms, or of all terms, that stand in a stop list."""
    lexicon = load_lexicon("vagueness")
    own = lexicon[lexicon["label"].str.startswith(label)]
    own = own[~own["term"].str.contains(" ")] if single else own
    return float(own["term"].isin(load_usual() if usual else POLICY_STOP_WORDS).mean())


def count_terms() -> int:
    """How many terms of the class stand in the list."""
    lexicon = load_lexicon("vagueness")
    return int(lexicon.loc[lexicon["label"] == CLASS, "term"].isin(load_usual()).sum())


# L2.3: clauses that lose their "not"


@cache
def list_planted(value: str) -> frozenset[str]:
    """Clauses that deny ("denied") or only seem to ("not denied"), by reading."""
    facts = load_planted()
    own = facts["policy_id"].eq(DENYING) & facts["kind"].eq("denial") & facts["value"].eq(value)
    return frozenset(facts.loc[own, "clause_id"])


@cache
def list_losing() -> frozenset[str]:
    """Clauses with a negative word, all of whose negative words the stop list removes."""
    clauses = load_clauses()
    losing = set()
    for clause in clauses[clauses["policy_id"] == DENYING].itertuples():
        negative = {word for word in map(str.casefold, tokenize(clause.text)) if _NEGATIVE.fullmatch(word)}
        if negative and negative <= load_usual():
            losing.add(clause.clause_id)
    return frozenset(losing)


@cache
def find_reversed() -> frozenset[str]:
    """Clauses that deny, and say the opposite without the words on the list."""
    return list_losing() & list_planted("denied") - list_planted("not denied")


def read_id(answer: object) -> str:
    """A clause id; "7" and "007" stand for that clause of the policy asked about."""
    name = read_name(answer)
    return f"{DENYING}:{int(name):03d}" if name.isdecimal() else name


def is_other_policy(answer: str, right: object) -> bool:
    """Whether the clause is one of another policy."""
    return answer in set(load_clauses()["clause_id"]) and not answer.startswith(DENYING)


def is_unknown(answer: object, right: object) -> bool:
    """Whether a name is no clause's."""
    return not ({answer} if isinstance(answer, str) else answer) <= set(load_clauses()["clause_id"])


# L2.4: what the lists take from each policy


@cache
def measure_losses() -> dict[str, tuple[float, float]]:
    """Policy -> the share of its words that the usual list removes, and that ours removes."""
    losses = {}
    for policy_id in load_classroom()["policy_id"]:
        words = list_words(policy_id)
        lists = (load_usual(), POLICY_STOP_WORDS)
        losses[policy_id] = tuple(
            sum(word in words_out for word in words) / len(words) for words_out in lists
        )
    return losses


def find_extreme(measure, *, least: bool = False) -> str:
    """The policy for which a measure of both shares is largest, or smallest."""
    losses = measure_losses()
    return (min if least else max)(losses, key=lambda policy_id: measure(*losses[policy_id]))


def find_most_changed() -> str:
    """The policy with the largest difference between the lists."""
    return find_extreme(lambda usual, own: usual - own)


def read_policy(answer: object) -> str:
    """A policy, by its id or by its company's name."""
    name = read_name(answer)
    ids = load_classroom().set_index("policy_id")["company"].map(tidy_words)
    own = ids.index[ids == name]
    return own[0] if len(own) == 1 else name


# L2.5: what the word does


@cache
def find_places() -> dict[str, str]:
    """Clause with the word -> the words around it, in the policies that are read."""
    clauses = load_clauses()
    lines = concordance(clauses[clauses["policy_id"].isin(READ_IN)], WORD)
    return dict(
        zip(lines["clause_id"], lines["left"] + "|" + lines["term"] + "|" + lines["right"], strict=True)
    )


@cache
def find_hedges() -> frozenset[str]:
    """Those of them that leave something open, by reading."""
    facts = load_planted()
    return frozenset(facts.loc[facts["kind"] == "vague", "clause_id"]) & find_places().keys()


def has_place(pattern: str):
    """Whether a clause is among the answer in which the word stands so."""
    find = re.compile(pattern, re.IGNORECASE).search
    return lambda answer, right: any(find(find_places().get(name, "")) for name in answer)


# L2.6: a list of one's own


def has_form(answer: str, right: object) -> bool:
    """Whether a kept and a removed word are named, with a reason, in words enough."""
    words = answer.casefold()
    says_all = all(part.search(words) for part in (_KEPT, _REMOVED, _REASON))
    return says_all and len(words.split()) >= FEWEST_WORDS


def lacks(pattern: re.Pattern):
    """Whether a part of the answer is not there."""
    return lambda answer, right: not pattern.search(answer.casefold())


EXERCISES = (
    Exercise(
        name="L2.1",
        read=read_number,
        find_right=lambda: count_word(COUNTED_IN),
        fits=equals,
        questions=(
            "Which rows of the table of words belong to this policy, and in how many stands “may”?",
            "Did you take the words of clauses only, in lower case, without commas?",
        ),
        why="No other word stands there so often, not even “the” or “and”. What does it do there?",
        mistakes=(
            Mistake(made_by(lambda: count_in_page(cut=False)), "Do headings count as clauses?"),
            Mistake(
                made_by(lambda: count_in_page(cut=True)), "Do headings count, and is “may,” another word?"
            ),
            Mistake(made_by(count_between_blanks), "What became of a “may” with a comma behind it?"),
            Mistake(made_by(count_clauses_with), "Can it stand twice in one clause?"),
            Mistake(made_by(count_word), "Is this of all policies: how do you keep one?"),
            Mistake(made_by(lambda: 0), "Is your word in lower case, as the words in the table are?"),
            Mistake(lambda got, right: 0 < got < 1, "Is this a share: how many times does it stand there?"),
        ),
    ),
    Exercise(
        name="L2.2",
        read=read_share,
        find_right=lambda: share_terms(CLASS),
        fits=is_near(0.006),
        questions=(
            "How many terms has the class, and how many of them are on scikit-learn's list?",
            "Does `terms.isin(ENGLISH_STOP_WORDS).mean()` help, with the terms of this class only?",
        ),
        why="Almost half of the class is gone before counting begins, its commonest word “may” among it.",
        mistakes=(
            Mistake(
                made_by(lambda: count_terms() / 100, is_near(0.0001)), "Is this a count: of how many terms?"
            ),
            Mistake(
                made_by(lambda: share_terms(CLASS, single=True), is_near(0.006)),
                "Is a term of two words a term of the class as well?",
            ),
            Mistake(made_by(lambda: 1 - share_terms(CLASS), is_near(0.006)), "Is this the share that stays?"),
            Mistake(
                made_by(lambda: share_terms(CLASS, usual=False), is_near(0.001)),
                "Which of the two stop lists did you ask?",
            ),
            Mistake(
                lambda got, right: (
                    got in (1, share_terms(), round(share_terms(), 2), round(share_terms(), 3))
                ),
                "Did you take all terms, or those of one class?",
            ),
            Mistake(
                made_by(lambda: count_terms() / len(load_usual()), is_near(0.001)),
                "Which is the whole: the class or the stop list?",
            ),
        ),
    ),
    Exercise(
        name="L2.3",
        read=read_id,
        find_right=find_reversed,
        fits=lambda got, right: got in right,
        questions=(
            "Which clause has a “not”, “no” or “never” that is missing in the column beside it?",
            "Read only the words that are left: do they say that the company does it?",
        ),
        why="The words that are left say the opposite. A denial and a promise now look alike.",
        mistakes=(
            Mistake(
                lambda got, right: got in list_planted("not denied"),
                "Does it say that they never do it, or is the “not” about something else?",
            ),
            Mistake(
                lambda got, right: got in list_planted("denied"),
                "It denies, yes: but is the part that denies really gone?",
            ),
            Mistake(is_other_policy, "Is this a clause of the policy that is asked about?"),
            Mistake(
                lambda got, right: len(got.split()) > 2, "Are these its words: which id stands before them?"
            ),
            Mistake(is_unknown, "Is there a clause with this id in the table?"),
            Mistake(
                lambda got, right: got in list_losing(), "Are words left that say that the company does it?"
            ),
            Mistake(lambda got, right: True, "Does this clause deny anything, before words are removed?"),
        ),
    ),
    Exercise(
        name="L2.4",
        read=read_policy,
        find_right=find_most_changed,
        fits=equals,
        questions=(
            "Which column is the difference of the other two, and where is it largest?",
            "Did you sort by the difference, and read the right end?",
        ),
        why="The company that denies most has most to lose: “no”, “not” and “never” are on one list only.",
        mistakes=(
            Mistake(
                made_by(lambda: find_extreme(lambda usual, own: usual)),
                "Is this the largest share under one list: and where do the lists differ most?",
            ),
            Mistake(
                made_by(lambda: find_extreme(lambda usual, own: own)),
                "Is this the largest share under our list: and where do the lists differ most?",
            ),
            Mistake(made_by(lambda: COUNTED_IN), "So many “may”, yes: but does the difference bear you out?"),
            Mistake(
                lambda got, right: got not in measure_losses(), "Which policy is this: what is its policy_id?"
            ),
        ),
    ),
    Exercise(
        name="L2.5",
        read=read_set,
        find_right=find_hedges,
        fits=equals,
        questions=(
            "In which lines does the company keep it open whether it will do something?",
            "Can you put “perhaps we will” in the place of “we may” without a change of meaning?",
        ),
        why="You read better than the program: it knows “you may”, but takes “may not”, a ban, for a hedge.",
        mistakes=(
            Mistake(lambda got, right: not any(":" in name for name in got), "Which clause_ids are these?"),
            Mistake(is_unknown, "Is there a clause with each of these ids?"),
            Mistake(has_place(r"in\|may\|"), "Is one of these a month?"),
            Mistake(has_place(r"\byou\|may\|"), "Who may do it in one of these: the company or you?"),
            Mistake(has_place(r"\|may\|not"), "Does “may not” leave anything open, or does it forbid?"),
            Mistake(
                lambda got, right: not got <= find_places().keys(), "Are these all among the lines shown?"
            ),
            Mistake(lambda got, right: got < right, "So far so good: did you read every line?"),
        ),
    ),
    Exercise(
        name="L2.6",
        read=read_words,
        find_right=lambda: None,
        fits=has_form,
        questions=("Which word do you keep, which do you remove, and why?",),
        why=(
            "The form is complete: a word kept, a word removed, a reason. Whether it is good, no program can "
            "say. Try it on a neighbour: can your list turn a sentence round?"
        ),
        mistakes=(
            Mistake(lacks(_KEPT), "Which word do you keep?"),
            Mistake(lacks(_REMOVED), "Which word do you remove?"),
            Mistake(lacks(_REASON), "Why: can you write a “because”?"),
            Mistake(lambda got, right: True, f"Can you say more, in {FEWEST_WORDS} words or so?"),
        ),
        tell="",
    ),
)
