"""The exercises of lesson 4: silence, denial and mere mention, and how much of what was planted is found."""

import re
from functools import cache

import pandas as pd

from policyviz.analysis.coverage import measure_coverage
from policyviz.classroom.answers import ask, read_name, read_number, read_set, read_share, read_words
from policyviz.classroom.exercises import Exercise, Mistake, equals, is_near
from policyviz.classroom.materials import load_clauses, load_mentions, load_planted
from policyviz.lexicons import load_lexicon
from policyviz.terms import concordance, find_status

SILENT_IN, OTHER_VERSION = "strideling-2022", "strideling-2025"
NAMED_IN, NAMED = "strideling-2025", "health"
RECALLED_IN = "vellumbay"
# What the lesson shows: two facts that are found, three that are missed, each for another reason.
SHORT_LIST = {
    "deskhollow:008": "government identifiers",
    "deskhollow:010": "payment details",
    "kettlewick:016": "health",
    "larchmoor-trips:038": "cookies and similar technologies",
    "strideling-2025:026": "logs and diagnostics",
}
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

_CLAUSE_ID = re.compile(r"[a-z][a-z0-9-]*:\d+")
_DEED = re.compile(
    r"(?<!mean that )(?<!say that )\b(?:company|it|they|[A-Z]\w+) (?:(?:does|do) not|never) "
    r"(?:collect|use|store|keep|share|sell|has|have|get|read|record)s?\b"
)
_SEARCH = re.compile(r"\b(?:search|look|term|word|lexicon|list|tool|find|found|read)", re.IGNORECASE)


# What the tool says, and what the authors planted


@cache
def load_statuses() -> pd.DataFrame:
    """Status of every policy and label, as the tool sees it."""
    return measure_coverage(load_clauses(), load_mentions("data_categories"), measure="status").astype("str")


@cache
def load_truth() -> pd.DataFrame:
    """The same table as its authors planted it."""
    rows = load_planted().query("kind == 'data'")
    table = rows.pivot(index="policy_id", columns="label", values="value").fillna("silent")
    places = load_statuses()
    return table.reindex(index=places.index, columns=places.columns, fill_value="silent")


@cache
def read_mentions() -> pd.DataFrame:
    """All mentions of kinds of data with their ``status``."""
    mentions = load_mentions("data_categories")
    return mentions.assign(label=mentions["label"].astype("str"), status=find_status(mentions).astype("str"))


def count_cells(status: str, policy_id: str) -> int:
    """How many labels of a policy have a status, to the tool."""
    return int((load_statuses().loc[policy_id] == status).sum())


def find_terms_behind() -> frozenset[str]:
    """The words through which the label is found."""
    return frozenset(read_mentions().query("policy_id == @NAMED_IN and label == @NAMED")["term"])


# L4.3: denials


def read_pair(answer: object) -> tuple[str, float | None]:
    """A policy and a number; the number is None where only a name was handed in."""
    if isinstance(answer, pd.Series) and len(answer) == 1:
        answer = answer.to_dict()
    if isinstance(answer, dict) and len(answer) == 1:
        answer = next(iter(answer.items()))
    if isinstance(answer, str):
        answer = [part for part in re.split(r"[,;:\s()\"']+", answer) if part]
    if not isinstance(answer, list | tuple) or len(answer) not in (1, 2):
        ask("A policy and a number are asked for, such as (policy_id, number): which two are yours?")
    return read_name(answer[0]), read_number(answer[1]) if len(answer) == 2 else None


def find_denier() -> tuple[str, float]:
    """The policy with most labels of status "denied", and how many these are."""
    counts = (load_statuses() == "denied").sum(axis=1)
    return str(counts.idxmax()), float(counts.max())


def count_negated(column: str) -> int:
    """Different values of a column in the negated mentions of the policy that denies most."""
    mentions = read_mentions()
    return int(mentions[mentions["negated"] & (mentions["policy_id"] == find_denier()[0])][column].nunique())


# L4.4: false alarms


@cache
def find_false_alarms() -> frozenset[str]:
    """Clauses that make the tool affirm what the authors do not, or deny what is no denial."""
    affirmed, truth = read_mentions().query("status == 'affirmed'"), load_truth()
    wrong = [truth.loc[row.policy_id, row.label] != "affirmed" for row in affirmed.itertuples()]
    friends = load_planted().query("kind == 'denial' and value == 'not denied'")[["clause_id", "label"]]
    denied = read_mentions().query("status == 'denied'").merge(friends)
    return frozenset(affirmed.loc[wrong, "clause_id"]) | frozenset(denied["clause_id"])


@cache
def list_clauses(status: str) -> frozenset[str]:
    """Clauses with a mention that the tool reads so."""
    return frozenset(read_mentions().query("status == @status")["clause_id"])


def is_strange(ids: frozenset[str], right: object = None) -> bool:
    """Whether there is something that is no clause id, or the id of no clause."""
    return not ids <= frozenset(load_clauses()["clause_id"])


# L4.5: recall and what is taken for it


@cache
def measure_shares() -> dict[str, float]:
    """Recall, precision and other shares for one policy, and the counts divided by 100."""
    planted, seen = load_truth().loc[RECALLED_IN], load_statuses().loc[RECALLED_IN]
    both = ((planted == "affirmed") & (seen == "affirmed")).sum()
    counts = [both, (planted == "affirmed").sum(), (seen == "affirmed").sum()]
    return {
        "recall": both / counts[1],
        "precision": both / counts[2],
        "accuracy": (planted == seen).mean(),
        "named": ((planted != "silent") & (seen != "silent")).sum() / (planted != "silent").sum(),
        "of all": both / len(seen),
        "missed": 1 - both / counts[1],
    } | {f"count {number}": count / 100 for number, count in enumerate(counts)}


def is_share(name: str) -> object:
    """Whether a number is one of the shares."""
    return lambda answer, right: is_near(0.006)(answer, measure_shares()[name])


# L4.6: what is missed, and why


def read_misses(answer: object) -> frozenset[tuple[str, str]]:
    """One or several pairs of a clause id and the letter of a reason; "" for a missing letter."""
    words = " ".join(map(str, _flatten(answer)))
    pairs = re.findall(rf"({_CLAUSE_ID.pattern})\W*(?:\b([a-c])\b)?", words, re.IGNORECASE)
    if not pairs:
        ask("A clause id and a letter are asked for, such as (clause_id, letter): which two are yours?")
    return frozenset((clause_id.lower(), letter.upper()) for clause_id, letter in pairs)


def _flatten(answer: object) -> list:
    if isinstance(answer, dict | pd.Series):
        answer = list(answer.items())
    if isinstance(answer, list | tuple | set | frozenset):
        return [part for item in answer for part in _flatten(item)]
    return [answer]


@cache
def find_misses() -> frozenset[tuple[str, str]]:
    """The facts of the short list that the tool does not read as planted, with the reason."""
    pairs = [(clause_id, explain_miss(clause_id, label)) for clause_id, label in SHORT_LIST.items()]
    return frozenset(pair for pair in pairs if pair[1])


def explain_miss(clause_id: str, label: str) -> str:
    """A: no word of the list; B: one that does not count alone; C: found and read otherwise; "": no miss."""
    own = read_mentions().query("clause_id == @clause_id and label == @label")
    if len(own):
        return "" if load_truth().loc[clause_id.partition(":")[0], label] in set(own["status"]) else "C"
    clause = load_clauses().query("clause_id == @clause_id")
    terms = load_lexicon("data_categories").query("label == @label")["term"]
    return "B" if any(len(concordance(clause, term)) for term in terms) else "A"


def is_elsewhere(pairs: frozenset, right: object) -> bool:
    """Whether a clause is named that is not on the short list."""
    return any(clause_id not in SHORT_LIST for clause_id, _ in pairs)


def is_no_miss(pairs: frozenset, right: frozenset) -> bool:
    """Whether a clause is named that is read as planted."""
    return any(clause_id not in dict(right) for clause_id, _ in pairs)


def has_wrong(letter: str) -> object:
    """Whether a missed clause has this letter and should have another."""
    return lambda pairs, right: any(letter == given for _, given in pairs - right)


# L4.7: a sentence about a silence


def find_policies(words: str) -> list[str]:
    """Policies that a text names."""
    return [policy_id for policy_id in load_statuses().index if policy_id in words.casefold()]


def find_cells(words: str) -> list[tuple[str, str]]:
    """Pairs of a policy and a label that a text names."""
    labels = [label for label in load_statuses().columns if label.casefold() in words.casefold()]
    return [(policy_id, label) for policy_id in find_policies(words) for label in labels]


def find_silences(words: str) -> list[tuple[str, str]]:
    """Those of them that are silent to the tool."""
    return [cell for cell in find_cells(words) if load_statuses().loc[cell] == "silent"]


def is_contradicted(words: str, right: object = None) -> bool:
    """Whether the authors know a sentence for every silence that is named."""
    return all(load_truth().loc[cell] != "silent" for cell in find_silences(words))


OPEN = (
    Mistake(lambda said, _: len(said.split()) < 12, "Is this a whole sentence, of twelve words or more?"),
    Mistake(lambda said, _: not find_policies(said), "Of which policy do you speak: what is its policy_id?"),
    Mistake(lambda said, _: not find_cells(said), "Which label is silent: how does it stand in the table?"),
    Mistake(lambda said, _: not find_silences(said), "What does `status` say there: is it silent?"),
    Mistake(
        lambda said, _: bool(_DEED.search(said)),
        "You write what the company does. Can you know that, or only what its policy says?",
    ),
    Mistake(lambda said, _: not _SEARCH.search(said), "What was searched, and how could a lawyer repeat it?"),
    Mistake(
        is_contradicted,
        "Somebody who read this policy found a sentence for the label. What is nearest in the receipt?",
    ),
)

EXERCISES = (
    Exercise(
        "L4.1",
        read_number,
        lambda: float(count_cells("silent", SILENT_IN)),
        equals,
        (
            "Which row of `status` belongs to this policy, and which word marks a silence?",
            f'`status.loc["{SILENT_IN}"]` has one value for each label: how many of them are "silent"?',
        ),
        "So many kinds of data have no word of our list in this text. Whether the text is silent is another "
        "matter: a reader may find them in other words.",
        (
            Mistake(
                lambda answer, right: answer == load_statuses().shape[1] - right,
                "For these labels the policy has words. How many are left?",
            ),
            Mistake(
                lambda answer, _: answer == count_cells("silent", OTHER_VERSION),
                "There are two versions of this policy: did you take the year that is asked for?",
            ),
            Mistake(
                lambda answer, _: answer == (load_statuses() == "silent").to_numpy().sum(),
                "Is this the sum over all ten policies? How do you choose one row?",
            ),
            Mistake(
                lambda answer, _: answer == (load_truth().loc[SILENT_IN] == "silent").sum(),
                "This is what a reader calls silent. What does the tool's table say?",
            ),
            Mistake(
                lambda answer, _: answer == count_cells("mentioned", SILENT_IN),
                "To be mentioned is little, but is it silence?",
            ),
            Mistake(
                lambda answer, right: abs(answer - right) == 1,
                "You are very near. Did you count by hand, and can a line of code do it?",
            ),
        ),
    ),
    Exercise(
        "L4.2",
        read_set,
        find_terms_behind,
        equals,
        (
            "Which rows of `mentions` have this policy and this label, and what is in their column `term`?",
            "Did you take each different term once, and whole, as it stands in the column?",
        ),
        "The label is a name that we gave. The tool finds it through one term of the list, and passes by "
        "sleep, skin temperature, oxygen and weight.",
        (
            Mistake(
                lambda answer, _: NAMED in answer,
                "This is the name of the label. Does the word stand anywhere in the text?",
            ),
            Mistake(
                lambda answer, _: any(_CLAUSE_ID.fullmatch(name) for name in answer),
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
        "L4.3",
        read_pair,
        find_denier,
        equals,
        (
            'In which row of `status` does "denied" stand most often, and how often?',
            '`(status == "denied").sum(axis=1)` has a number for each policy: which is the largest?',
        ),
        "A denial needs more words than silence, and binds more. This company names many kinds of data in "
        "order to say that it does without them.",
        (
            Mistake(
                lambda answer, _: answer[0] not in load_statuses().index,
                "Is this a policy_id, as it stands in the index of `status`?",
            ),
            Mistake(lambda answer, right: answer[0] != right[0], "Does no other policy deny more labels?"),
            Mistake(lambda answer, _: answer[1] is None, "This policy, yes. How many labels does it deny?"),
            Mistake(
                lambda answer, _: answer[1] == count_negated("start"),
                "Did you count silences, or negated mentions? A label can be negated several times, and "
                "affirmed elsewhere: how many labels have the status?",
            ),
            Mistake(
                lambda answer, _: answer[1] in (count_negated("clause_id"), count_negated("label")),
                "Affirmed wins over denied, and one clause can deny two labels. How many have the status?",
            ),
        ),
    ),
    Exercise(
        "L4.4",
        read_set,
        find_false_alarms,
        lambda answer, right: bool(answer) and answer <= right,
        (
            "Read the marked sentences as a letter to you: which of them says no without the word not?",
            "In which of them are you asked to keep something to yourself, or is something done by nobody?",
        ),
        "You read meaning, the tool reads words. Without you, the table would say the opposite of the text.",
        (
            Mistake(
                is_strange, "Is this a clause_id: a policy_id, a colon and the three digits of a clause?"
            ),
            Mistake(
                lambda answer, right: bool(answer & right),
                "At least one of yours is a false alarm, but not all are. Which would you strike out?",
            ),
            Mistake(
                lambda answer, _: bool(answer & list_clauses("affirmed")),
                "The tool says affirmed here. Would a reader not say so too: who handles the data?",
            ),
            Mistake(
                lambda answer, _: bool(answer & list_clauses("denied")),
                "The tool says denied here. Read the sentence aloud: is it not a denial?",
            ),
            Mistake(
                lambda answer, _: bool(answer & list_clauses("mentioned")),
                "The tool says no more than mentioned here. Where does it claim too much?",
            ),
            Mistake(lambda *_: True, "No kind of data is marked in this clause. Can it raise an alarm?"),
        ),
    ),
    Exercise(
        "L4.5",
        read_share,
        lambda: float(measure_shares()["recall"]),
        is_near(0.006),
        (
            "By what do you divide: by the labels affirmed in `planted`, or by those that the tool affirms?",
            "How many labels are affirmed in both columns, and how many in `planted`?",
        ),
        "This share is called recall: what part of the true ones was found. The rest are the misses.",
        (
            Mistake(
                lambda *pair: any(is_share(f"count {number}")(*pair) for number in range(3)),
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
        "L4.6",
        read_misses,
        find_misses,
        lambda answer, right: answer <= right,
        (
            "Which rows of the table have no term, or a status that is not the planted one?",
            "Is a word of the clause in the lexicon, and what does its column `context` say?",
        ),
        "A miss has a cause, and each cause has its cure: a word in the list, another rule, or a reader.",
        (
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
    Exercise(
        "L4.7",
        read_words,
        lambda: None,
        lambda said, right: not any(mistake.when(said, right) for mistake in OPEN),
        ("What would a lawyer ask you about this sentence?",),
        "The form is complete: policy, label and search are named. Whether it is right no program can say: "
        "read the nearest clauses once more, then give it to a neighbour who attacks it.",
        OPEN,
        tell="",
    ),
)
