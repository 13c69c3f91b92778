"""The exercises of lesson 1: policies, blocks, clauses, and the way back to the sentence."""

import re
from functools import cache

import pandas as pd

from policyviz.classroom.answers import (
    read_name,
    read_number,
    read_numbers,
    read_set,
    read_span,
    read_words,
    tidy_words,
)
from policyviz.classroom.exercises import Exercise, Mistake, equals, made_by
from policyviz.classroom.materials import load_blocks, load_classroom, load_clauses, load_planted

COMPANY = "Strideling"
QUOTED_IN, QUOTED = "kettlewick", "We do not record phone calls."
LONGEST_IN = NUMBERED_IN = "fennimore-trails"
CONTENTS_IN = "deskhollow"

# "8. How long we keep it" opens a section there, "8.1 Passport numbers ..." does not.
_SECTION = re.compile(r"\d+\. +\S")
_CLAUSE_ID = re.compile(r"[a-z][a-z0-9-]*:\d{1,4}")
# A reason in fewer words is hardly one.
FEWEST_WORDS = 15


# L1.1: companies and policies


@cache
def count_policies() -> tuple[int, int]:
    """Companies and policies."""
    policies = load_classroom()
    return policies["company"].nunique(), len(policies)


def count_repeated() -> int:
    """Companies with more than one policy."""
    return int((load_classroom()["company"].value_counts() > 1).sum())


# L1.2: clauses of one company


@cache
def list_versions() -> list[str]:
    """The policies of the company, the earlier first."""
    policies = load_classroom()
    return policies.loc[policies["company"] == COMPANY, "policy_id"].to_list()


def count_rows(frame: pd.DataFrame) -> int:
    """How many rows of a frame belong to the company."""
    return int(frame["policy_id"].isin(list_versions()).sum())


def is_one_version(answer: object, right: object) -> bool:
    """Whether only one of the two versions was counted."""
    return answer in load_clauses()["policy_id"].value_counts()[list_versions()].to_list()


def is_lines(answer: object, right: object) -> bool:
    """Whether lines were counted, of one version or both, with or without blank ones."""
    texts = load_classroom().set_index("policy_id").loc[list_versions(), "text"]
    every, filled = texts.str.count("\n"), texts.str.count(r"\n+")
    return answer in [*every, *filled, every.sum(), filled.sum()]


def count_words() -> int:
    """Words of the company's clauses."""
    clauses = load_clauses()
    return int(clauses.loc[clauses["policy_id"].isin(list_versions()), "n_words"].sum())


# L1.3: a span


@cache
def find_span() -> tuple[int, int]:
    """Where the quoted sentence starts and ends in the text of its policy."""
    start = find_source().index(QUOTED)
    return start, start + len(QUOTED)


def find_source() -> str:
    """The text that the sentence stands in."""
    policies = load_classroom()
    return policies.loc[policies["policy_id"] == QUOTED_IN, "text"].iloc[0]


def find_block_span() -> tuple[int, int]:
    """Where the whole paragraph stands."""
    blocks, (start, end) = load_blocks(), find_span()
    around = (blocks["policy_id"] == QUOTED_IN) & (blocks["start"] <= start) & (blocks["end"] >= end)
    return tuple(blocks.loc[around, ["start", "end"]].iloc[0])


# L1.4: the longest clause


def find_longest(by: str, policy_id: str = "", *, least: bool = False) -> frozenset[str]:
    """Ids of the clauses of a policy, or of all, with the most (or fewest) "words" or "letters"."""
    clauses = load_clauses()
    own = clauses[clauses["policy_id"].str.startswith(policy_id)]
    size = own["n_words"] if by == "words" else own["text"].str.len()
    return frozenset(own.loc[size == (size.min() if least else size.max()), "clause_id"])


def read_id(answer: object) -> str:
    """A clause id; "7" and "007" stand for that clause of the policy asked about."""
    name = read_name(answer)
    return f"{LONGEST_IN}:{int(name):03d}" if name.isdecimal() else name


def read_ids(answer: object) -> frozenset[str]:
    """Several of them."""
    return frozenset(map(read_id, read_set(answer)))


def is_unknown(answer: object, right: object) -> bool:
    """Whether no clause is called so."""
    return not ({answer} if isinstance(answer, str) else set(answer)) <= set(load_clauses()["clause_id"])


# L1.5: contents


@cache
def find_missing() -> frozenset[str]:
    """Entries without a section, by reading."""
    facts = load_planted()
    own = facts["policy_id"].eq(CONTENTS_IN) & facts["kind"].eq("promised section")
    return frozenset(facts.loc[own & facts["value"].eq("missing"), "label"].map(tidy_words))


@cache
def list_blocks(kind: str) -> frozenset[str]:
    """The words of its blocks of one kind, without a colon behind them."""
    blocks = load_blocks()
    own = (blocks["policy_id"] == CONTENTS_IN) & (blocks["kind"] == kind)
    return frozenset(tidy_words(text).rstrip(": ") for text in blocks.loc[own, "text"])


def read_entries(answer: object) -> frozenset[str]:
    """Entries of the contents; a colon or a full stop behind one does not matter."""
    return frozenset(entry.rstrip(":. ") for entry in read_set(answer))


def has_kept_promise(answer: object, right: object) -> bool:
    """Whether an entry is among them whose section is there."""
    return bool(answer & (list_blocks("contents") - right))


def has_heading(answer: object, right: object) -> bool:
    """Whether a section is among them that the contents do not list: the question turned round."""
    return bool(answer & (list_blocks("heading") - list_blocks("contents")))


# L1.6: headings taken for clauses


@cache
def find_false_clauses() -> frozenset[str]:
    """Clauses made of a line that opens a section, by its numbering."""
    blocks, clauses = load_blocks(), load_clauses()
    own = blocks[(blocks["policy_id"] == NUMBERED_IN) & ~blocks["kind"].isin(["heading", "furniture"])]
    false = own[own["text"].map(lambda text: bool(_SECTION.match(text)))]
    inside = clauses[clauses["policy_id"] == NUMBERED_IN]
    spans = list(zip(false["start"], false["end"], strict=True))
    is_false = [any(start <= place < end for start, end in spans) for place in inside["start"]]
    return frozenset(inside.loc[is_false, "clause_id"])


def has_words(answer: object, right: object) -> bool:
    """Whether the headings themselves are given, or their numbers, and no ids."""
    return bool(answer) and not any(":" in name for name in answer)


# L1.7: what is lost


def find_ids(answer: str) -> list[str]:
    """The clause ids that a text names."""
    return _CLAUSE_ID.findall(answer.casefold())


def names_clause(answer: str) -> bool:
    """Whether all ids that are named exist, and there is one."""
    known = set(load_clauses()["clause_id"])
    return bool(find_ids(answer)) and all(name in known for name in find_ids(answer))


EXERCISES = (
    Exercise(
        name="L1.1",
        read=read_numbers,
        find_right=count_policies,
        fits=equals,
        questions=(
            "What does one row of the table stand for, and how many different companies are among them?",
            "Do all names in the column company differ, or does one come back?",
        ),
        why="There are more policies than companies: some wrote a second version. One row is one version.",
        mistakes=(
            Mistake(lambda got, right: len(got) != 2, "Two numbers are asked for: which two are yours?"),
            Mistake(made_by(lambda: count_policies()[::-1]), "Are your numbers in the order asked for?"),
            Mistake(
                made_by(lambda: (count_policies()[1],) * 2), "Does a company stand in more than one row?"
            ),
            Mistake(
                lambda got, right: got == (right[0], count_repeated()), "How many rows has the whole table?"
            ),
            Mistake(
                lambda got, right: got[0] == right[0] - count_repeated(),
                "Did you leave out a company that has two?",
            ),
        ),
    ),
    Exercise(
        name="L1.2",
        read=read_number,
        find_right=lambda: count_rows(load_clauses()),
        fits=equals,
        questions=(
            "What is one row of the table of clauses, and which rows belong to this company?",
            "Which policy_ids does this company have, and did you add up all of them?",
        ),
        why="The clauses of a company are those of all its versions. Always say which policies you count.",
        mistakes=(
            Mistake(is_one_version, "Is this one version: how many policies does this company have?"),
            Mistake(
                made_by(lambda: count_rows(load_blocks())),
                "Did you count blocks? Which of them are sentences or list items?",
            ),
            Mistake(is_lines, "Did you count lines: how many sentences can stand on one line?"),
            Mistake(made_by(lambda: len(load_clauses())), "Are these of all companies: how do you keep one?"),
            Mistake(made_by(count_words), "Are these words: what is one row of the table of clauses?"),
            Mistake(made_by(lambda: len(list_versions())), "Are these policies or clauses?"),
            Mistake(made_by(lambda: 0), "Did no row match: is the name spelt as in the table?"),
        ),
    ),
    Exercise(
        name="L1.3",
        read=read_span,
        find_right=find_span,
        fits=equals,
        questions=(
            "Does text[start:end] give exactly the words of the sentence, and nothing more?",
            "Does `text.find(quote)` say where the sentence starts, and `len(quote)` how long it is?",
        ),
        why="Two numbers lead back to the words. So every number of this course leads back to a sentence.",
        mistakes=(
            Mistake(
                made_by(lambda: (0, len(QUOTED))),
                "Did you count from the sentence or from the start of the text?",
            ),
            Mistake(
                lambda got, right: got == (right[0], len(QUOTED)), "Is your second number an end or a length?"
            ),
            Mistake(made_by(find_block_span), "Is this the whole paragraph or one sentence?"),
            Mistake(lambda got, right: got[0] < 0, "-1 means not found: is every letter right?"),
            Mistake(lambda got, right: got[0] == right[0] + 1, "Python counts from 0: did you?"),
            Mistake(
                lambda got, right: got[0] == right[0] and abs(got[1] - right[1]) == 1,
                "Does your span end before or after the full stop?",
            ),
            Mistake(lambda got, right: got[0] >= got[1], "Does your span end before it starts?"),
            Mistake(
                lambda got, right: got[1] - got[0] == right[1] - right[0],
                "The length is right: in which text did you look?",
            ),
        ),
    ),
    Exercise(
        name="L1.4",
        read=read_id,
        find_right=lambda: find_longest("words", LONGEST_IN),
        fits=lambda got, right: got in right,
        questions=(
            "Which column counts words, and which row has the largest number in it?",
            "Did you keep one policy first, then sort by n_words, and read the right end of the table?",
        ),
        why="Another clause has more letters, this one more words. Say what you measure.",
        mistakes=(
            Mistake(
                lambda got, right: got in find_longest("letters", LONGEST_IN),
                "Is this the clause with the most letters or the most words?",
            ),
            Mistake(
                lambda got, right: got in find_longest("words"),
                "Is this the longest of all, or of the policy that is asked about?",
            ),
            Mistake(
                lambda got, right: got in find_longest("words", LONGEST_IN, least=True),
                "Is this the shortest: which end did you take?",
            ),
            Mistake(
                lambda got, right: len(got.split()) > 3, "Are these its words: which id stands before them?"
            ),
            Mistake(
                lambda got, right: ":" not in got and "-" in got, "Is this a policy: which clause of it?"
            ),
            Mistake(is_unknown, "Is there a clause with this id in the table?"),
        ),
    ),
    Exercise(
        name="L1.5",
        read=read_entries,
        find_right=find_missing,
        fits=equals,
        questions=(
            "For each entry: is there a heading that a reader would take for it?",
            "Which of the entries stand in the list of headings, letter by letter or nearly so?",
        ),
        why="They are promised and not there. You saw what letters hide: a colon makes no other heading.",
        mistakes=(
            Mistake(
                lambda got, right: "contents" in got, "Is “Contents” an entry, or the title of the list?"
            ),
            Mistake(has_heading, "Is one of these a heading, but no entry: which way round is the question?"),
            Mistake(has_kept_promise, "Would a reader say that one of these is a heading after all?"),
            Mistake(lambda got, right: set() < got < right, "So far so good: did you look at every entry?"),
            Mistake(
                lambda got, right: not got <= list_blocks("contents"),
                "Is each of these an entry, spelt as there?",
            ),
        ),
    ),
    Exercise(
        name="L1.6",
        read=read_ids,
        find_right=find_false_clauses,
        fits=equals,
        questions=(
            "Which lines say nothing by themselves, and only name what comes after them?",
            "The outline stops early: in which clauses do the words of the headings after it stand?",
        ),
        why=(
            "You saw what the computer mixed up, and every sentence below these lines stands under a wrong "
            "section, too. So look at the outline before you trust a section."
        ),
        mistakes=(
            Mistake(has_words, "Are these headings: which clause_id stands beside each?"),
            Mistake(is_unknown, "Is there a row with each of these ids?"),
            Mistake(lambda got, right: bool(got - right), "Is one of these a sentence or an item of a list?"),
            Mistake(
                lambda got, right: set() < got < right,
                "So far so good: did you read to the end of the policy?",
            ),
        ),
    ),
    Exercise(
        name="L1.7",
        read=read_words,
        find_right=lambda: None,
        fits=lambda got, right: names_clause(got) and len(got.split()) >= FEWEST_WORDS,
        questions=("Which clause shows it, and what did the page tell that the row does not?",),
        why=(
            "The form is complete: a clause, and words of your own. Whether it is true no program can say. "
            "Read it to your neighbour, who looks the clause up."
        ),
        mistakes=(
            Mistake(
                lambda got, right: not find_ids(got), "Which clause shows it: can you name its clause_id?"
            ),
            Mistake(lambda got, right: not names_clause(got), "Is there a clause with this id in the table?"),
            Mistake(
                lambda got, right: len(got.split()) < FEWEST_WORDS,
                f"Can you say more, in {FEWEST_WORDS} words or so: what is lost, and why does it matter?",
            ),
        ),
        tell="",
    ),
)
