"""The exercises of lesson 4: silence, denial and mere mention, and how much of what was planted is found."""

import re
from itertools import islice

import pandas as pd

from policyviz.classroom.answers import (
    CLAUSE_ID,
    MOST_CHARACTERS,
    MOST_ITEMS,
    ask,
    cut_clause_ids,
    find_clause_ids,
    read_name,
    read_number,
    read_set,
    read_share,
    split_pair,
)
from policyviz.classroom.exercises import (
    Comparison,
    Exercise,
    Mistake,
    are_some_of,
    equals,
    is_rounded,
    is_value_of,
    made_by,
    make_open,
    overlaps,
)
from policyviz.classroom.forms import ask_for, ask_for_words, is_unknown
from policyviz.classroom.truths import l4 as truth

# What a reader counts under health in the text and the lexicon does not have.
OF_THE_BODY = (
    "sleep",
    "step",
    "stair",
    "oxygen",
    "calori",
    "weight",
    "temperature",
    "breath",
    "tense",
    "pulse",
)
_COUNTED = re.compile(r"(?<!\d)(\d{1,6}) (?:terms|words)\b")
_LETTER = re.compile(r"\b[a-c]\b", re.IGNORECASE)
_MISS = re.compile(rf"({CLAUSE_ID.pattern})\W*(?:\b([a-c])\b)?", re.IGNORECASE)
# What a company does or does not do, and not what its text says.
_DEED = re.compile(
    r"(?<!mean that )(?<!say that )\b[\w-]+ "
    r"(?:(?:does|do|will|can|must) ?n['’]?o?t|cannot|(?:will |can |must )?never) "
    r"(?:collect|use|store|keep|share|sell|have|has|get|record)s?\b"
    r"|\b(?:collect|use|store|keep|share|sell|record)s? no\b"
    r"|\b(?:has|have) no (?:such )?(?:data|information)\b|\bhid(?:e|es|ing)\b|\bconceals?\b",
    re.IGNORECASE,
)


def read_pair(answer: object) -> tuple[str, float | None]:
    """A policy and a number; the number is None where only a name was handed in."""
    pair = split_pair(answer)
    if not isinstance(pair, list | tuple) or len(pair) not in (1, 2):
        ask("A policy and a number are asked for, such as (policy_id, number): which two are yours?")
    return read_name(pair[0]), read_number(pair[1]) if len(pair) == 2 else None


def read_misses(answer: object) -> frozenset[tuple[str, str]]:
    """One or several pairs of a clause id and the letter of a reason; "" for a missing letter.

    Examples
    --------
    >>> sorted(read_misses({"Wrk:007": "a", "wrk:008": ""}))
    [('wrk:007', 'A'), ('wrk:008', '')]
    """
    words = " ".join(map(str, _flatten(answer)))[:MOST_CHARACTERS]
    ids, letters = CLAUSE_ID.findall(words), _LETTER.findall(cut_clause_ids(words))
    # As many letters as clauses: each has its own, whichever is written first.
    pairs = list(zip(ids, letters, strict=True)) if len(ids) == len(letters) else _MISS.findall(words)
    if not pairs:
        ask("A clause id and a letter are asked for, such as (clause_id, letter): which two are yours?")
    return frozenset((clause_id.lower(), letter.upper()) for clause_id, letter in pairs)


def _flatten(answer: object) -> list:
    if isinstance(answer, dict | pd.Series):
        answer = list(answer.items())
    if isinstance(answer, list | tuple | set | frozenset):
        return [part for item in islice(answer, MOST_ITEMS) for part in _flatten(item)]
    return [answer]


def is_share(*names: str) -> Comparison:
    """Whether a number is one of the shares."""
    return is_value_of(truth.measure_shares, *names)


def is_elsewhere(pairs: frozenset, right: object) -> bool:
    """Whether a clause is named that is not on the short list."""
    return any(clause_id not in truth.SHORT_LIST for clause_id, _ in pairs)


def is_no_miss(pairs: frozenset, right: frozenset) -> bool:
    """Whether a clause is named that is read as planted."""
    return any(clause_id not in dict(right) for clause_id, _ in pairs)


def has_wrong(letter: str) -> Comparison:
    """Whether a missed clause has this letter and should have another."""
    return lambda pairs, right: any(letter == given for _, given in pairs - right)


EXERCISES = (
    Exercise(
        name="L4.1",
        read=read_number,
        find_right=lambda: float(truth.count_cells("silent", truth.SILENT_IN)),
        fits=equals,
        questions=(
            "Which row of `status` belongs to this policy, and which word marks a silence?",
            f'`status.loc["{truth.SILENT_IN}"]` has one value for each label: how many of them are "silent"?',
        ),
        why="So many kinds of data have no word of our list in this text. Whether the text is silent is "
        "another matter: a reader may find them in other words.",
        mistakes=(
            Mistake(
                lambda answer, right: answer == truth.load_statuses().shape[1] - right,
                "For these labels the policy has words. How many are left?",
            ),
            Mistake(
                made_by(lambda: truth.count_cells("silent", truth.OTHER_VERSION)),
                "There are two versions of this policy: did you take the year that is asked for?",
            ),
            Mistake(
                made_by(truth.count_all_silences),
                "Is this the sum over all ten policies? How do you choose one row?",
            ),
            Mistake(
                made_by(truth.count_read_silences),
                "This is what a reader calls silent. What does the tool's table say?",
            ),
            Mistake(
                made_by(lambda: truth.count_cells("mentioned", truth.SILENT_IN)),
                "To be mentioned is little, but is it silence?",
            ),
            Mistake(
                lambda answer, right: abs(answer - right) == 1,
                "You are very near. Did you count by hand, and can a line of code do it?",
            ),
        ),
    ),
    Exercise(
        name="L4.2",
        read=read_set,
        find_right=truth.find_terms_behind,
        fits=equals,
        questions=(
            "Which rows of `mentions` have this policy and this label, and what is in their column `term`?",
            "Did you take each different term once, and whole, as it stands in the column?",
        ),
        why="The label is a name that we gave. The tool finds it through one term of the list, and passes by "
        "sleep, skin temperature, oxygen and weight.",
        mistakes=(
            Mistake(
                lambda answer, _: truth.NAMED in answer,
                "This is the name of the label. Does the word stand anywhere in the text?",
            ),
            Mistake(
                lambda answer, _: any(CLAUSE_ID.fullmatch(name) for name in answer),
                "These are clauses. Which words in them are counted?",
            ),
            Mistake(
                lambda answer, _: any(word in name for name in answer for word in OF_THE_BODY),
                "You read this as health, and rightly. But is it in the column `term` of `mentions`?",
            ),
            Mistake(
                lambda answer, right: any(name in term for name in answer for term in right),
                "Is there more in the column `term`, or less, than what you give?",
            ),
        ),
    ),
    Exercise(
        name="L4.3",
        read=read_pair,
        find_right=truth.find_denier,
        fits=equals,
        questions=(
            'In which row of `status` does "denied" stand most often, and how often?',
            '`(status == "denied").sum(axis=1)` has a number for each policy: which is the largest?',
        ),
        why="A denial needs more words than silence, and binds more. This company names many kinds of data "
        "in order to say that it does without them.",
        mistakes=(
            Mistake(
                lambda answer, _: answer[0] not in truth.load_statuses().index,
                "Is this a policy_id, as it stands in the index of `status`?",
            ),
            Mistake(lambda answer, right: answer[0] != right[0], "Does no other policy deny more labels?"),
            Mistake(lambda answer, _: answer[1] is None, "This policy, yes. How many labels does it deny?"),
            Mistake(
                lambda answer, _: answer[1] == truth.count_negated("start"),
                "Did you count silences, or negated mentions? A label can be negated several times, and "
                "affirmed elsewhere: how many labels have the status?",
            ),
            Mistake(
                lambda answer, _: (
                    answer[1] in (truth.count_negated("clause_id"), truth.count_negated("label"))
                ),
                "Affirmed wins over denied, and one clause can deny two labels. How many have the status?",
            ),
        ),
    ),
    Exercise(
        name="L4.4",
        read=read_set,
        find_right=truth.find_false_alarms,
        fits=are_some_of,
        questions=(
            "Read the marked sentences as a letter to you: which of them says no without the word not?",
            "In which of them are you asked to keep something to yourself, or is something done by nobody?",
        ),
        why="You read meaning, the tool reads words. Without you, the table would say the opposite of the "
        "text.",
        mistakes=(
            Mistake(
                is_unknown, "Is this a clause_id: a policy_id, a colon and the three digits of a clause?"
            ),
            Mistake(
                overlaps,
                "At least one of yours is a false alarm, but not all are. Which would you strike out?",
            ),
            Mistake(
                lambda names, right: any(not name.startswith(truth.ALARMED_IN) for name in names),
                "Is this a clause of the list above the exercise?",
            ),
            Mistake(
                made_by(truth.find_false_denials, overlaps),
                "The tool reads this one as denied, and is wrong. Which does it read as affirmed?",
            ),
            Mistake(
                made_by(lambda: truth.list_clauses("affirmed"), overlaps),
                "The tool says affirmed here. Would a reader not say so too: who handles the data?",
            ),
            Mistake(
                made_by(lambda: truth.list_clauses("denied"), overlaps),
                "The tool says denied here. Read the sentence aloud: is it not a denial?",
            ),
            Mistake(
                made_by(lambda: truth.list_clauses("mentioned"), overlaps),
                "The tool says no more than mentioned here. Where does it claim too much?",
            ),
            Mistake(lambda *_: True, "No term was found in this clause. Can it raise an alarm?"),
        ),
    ),
    Exercise(
        name="L4.5",
        read=read_share,
        find_right=lambda: float(truth.measure_shares()["recall"]),
        fits=is_rounded,
        questions=(
            "By what do you divide: by the labels affirmed in `planted`, or by those that the tool affirms?",
            "How many labels are affirmed in both columns, and how many in `planted`?",
        ),
        why="This share is called recall: what part of the true ones was found. The rest are the misses.",
        mistakes=(
            Mistake(
                is_share("count 0", "count 1", "count 2"),
                "Is this a number of labels? By what must it be divided, to be a share?",
            ),
            Mistake(
                is_share("precision"),
                "You divided by what the tool affirms; that is precision. What is to be found here?",
            ),
            Mistake(
                is_share("accuracy"),
                "This counts all labels on which both agree, silent ones too. Which are to be found?",
            ),
            Mistake(is_share("named"), "Are there labels among yours that are not affirmed in `planted`?"),
            Mistake(is_share("of all"), "You divided by all labels. Which are affirmed in `planted`?"),
            Mistake(is_share("missed"), "This is the share that was missed. Which part was found?"),
        ),
    ),
    Exercise(
        name="L4.6",
        read=read_misses,
        find_right=truth.find_misses,
        fits=lambda answer, right: answer <= right,
        questions=(
            "Which rows of the table have no term, or a status that is not the planted one?",
            "Is a word of the clause in the lexicon, and what does its column `context` say?",
        ),
        why="A miss has a cause, and each cause has its cure: a word in the list, another rule, or a reader.",
        mistakes=(
            Mistake(is_elsewhere, "Is this one of the five clauses in the table?"),
            Mistake(is_no_miss, "The tool reads this one as it was planted. Where do the two differ?"),
            Mistake(has_wrong(""), "This one is missed. Which reason is it, A, B or C?"),
            Mistake(
                has_wrong("A"),
                "This one is missed. But is none of its words in the lexicon, for its label?",
            ),
            Mistake(
                has_wrong("B"),
                "This one is missed. But which of its words has a `context` in the lexicon, for its label?",
            ),
            Mistake(
                has_wrong("C"),
                "This one is missed. But is a term marked in it at all, so that it could be read wrongly?",
            ),
        ),
    ),
    make_open(
        "L4.7",
        question="What would a lawyer ask you about this sentence?",
        why="The form is complete: policy, label and search are named. Whether it is right no program can "
        "say: read the nearest clauses once more, then give it to a neighbour who attacks it.",
        mistakes=(
            ask_for_words(12, "Is this a whole sentence, of twelve words or more?"),
            Mistake(
                lambda said, _: not truth.find_policies(said),
                "Of which policy do you speak: what is its policy_id?",
            ),
            Mistake(
                lambda said, _: not truth.find_cells(said),
                "Which label is silent: how does it stand in the table?",
            ),
            Mistake(
                lambda said, _: not truth.find_silences(said), "What does `status` say there: is it silent?"
            ),
            Mistake(
                lambda said, _: bool(_DEED.search(said)),
                "You write what the company does. Can you know that, or only what its policy says?",
            ),
            ask_for(
                r"\b(?:search|look|term|word|lexicon|list|tool|find|found|read)",
                "What was searched, and how could a lawyer repeat it?",
            ),
            Mistake(
                lambda said, _: not set(map(int, _COUNTED.findall(said))) <= truth.count_terms(said),
                "How many terms has the list for this label?",
            ),
            Mistake(
                # Who names the clause that says otherwise has read it.
                lambda said, _: truth.are_found_by_reading(said) and not find_clause_ids(said),
                "Somebody who read this policy found a sentence for the label. What is nearest in the "
                "receipt?",
            ),
        ),
    ),
)
