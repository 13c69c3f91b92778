"""What lesson 4 compares: what the tool affirms, denies and passes by, with what was planted."""

from functools import cache

import pandas as pd

from policyviz.classroom.materials import load_clauses, load_mentions, load_planted, load_statuses
from policyviz.classroom.planted import ALARMS, LOOKING, SILENT
from policyviz.lexicons import load_lexicon
from policyviz.terms import concordance, find_status

SILENT_IN, OTHER_VERSION = "strideling-2022", "strideling-2025"
NAMED_IN, NAMED = "strideling-2025", "health"
ALARMED_IN, RECALLED_IN = "nonesuch-post", "vellumbay"
# What the lesson shows: two facts that are found, three that are missed, each for another reason.
SHORT_LIST = {
    "deskhollow:008": "government identifiers",
    "deskhollow:010": "payment details",
    "kettlewick:016": "health",
    "larchmoor-trips:038": "cookies and similar technologies",
    "strideling-2025:026": "logs and diagnostics",
}


# What the tool says, and what the authors planted


@cache
def load_truth() -> pd.DataFrame:
    """The same table as its authors planted it."""
    rows = load_planted().query("kind == 'data'")
    table = rows.pivot(index="policy_id", columns="label", values="value").fillna(SILENT)
    places = load_statuses()
    return table.reindex(index=places.index, columns=places.columns, fill_value=SILENT)


@cache
def read_mentions() -> pd.DataFrame:
    """All mentions of kinds of data with their ``status``."""
    mentions = load_mentions("data_categories")
    return mentions.assign(label=mentions["label"].astype("str"), status=find_status(mentions).astype("str"))


def count_cells(status: str, policy_id: str) -> int:
    """How many labels of a policy have a status, to the tool."""
    return int((load_statuses().loc[policy_id] == status).sum())


def count_all_silences() -> int:
    """Silences of all policies, to the tool."""
    return int((load_statuses() == SILENT).to_numpy().sum())


def count_read_silences() -> int:
    """Labels on which the policy is silent to its authors."""
    return int((load_truth().loc[SILENT_IN] == SILENT).sum())


def find_terms_behind() -> frozenset[str]:
    """The words through which the label is found."""
    return frozenset(read_mentions().query("policy_id == @NAMED_IN and label == @NAMED")["term"])


# L4.3: denials


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
    """Clauses that make the tool affirm what the authors do not."""
    cells = set(ALARMS["data"](load_planted(), "affirmed"))
    affirmed = read_mentions().query("status == 'affirmed' and policy_id == @ALARMED_IN")
    wrong = [cell in cells for cell in zip(affirmed["policy_id"], affirmed["label"], strict=True)]
    return frozenset(affirmed.loc[wrong, "clause_id"])


@cache
def find_false_denials() -> frozenset[str]:
    """Clauses that the tool takes for denials, and that are none to the authors."""
    friends = load_planted().query("kind == 'denial' and value == 'not denied'")
    return frozenset(friends.loc[LOOKING["denial"](friends) == "denied", "clause_id"])


@cache
def list_clauses(status: str) -> frozenset[str]:
    """Clauses with a mention that the tool reads so."""
    return frozenset(read_mentions().query("status == @status")["clause_id"])


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
        "named": ((planted != SILENT) & (seen != SILENT)).sum() / (planted != SILENT).sum(),
        "of all": both / len(seen),
        "missed": 1 - both / counts[1],
    } | {f"count {number}": count / 100 for number, count in enumerate(counts)}


# L4.6: what is missed, and why


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
    return [cell for cell in find_cells(words) if load_statuses().loc[cell] == SILENT]


def count_terms(words: str) -> frozenset[int]:
    """How many terms the lexicon has for each label that is named as silent."""
    labels = load_lexicon("data_categories")["label"]
    return frozenset(int((labels == label).sum()) for _, label in find_silences(words))


def are_found_by_reading(words: str) -> bool:
    """Whether the authors know a sentence for every silence that is named."""
    return all(load_truth().loc[cell] != SILENT for cell in find_silences(words))
