"""Data categories and denials against the labels of people: OPP-115.

OPP-115 (Wilson et al., ACL 2016) has three annotators per policy. A type counts as there if two
of them marked it in some practice (policies) or one did (segments). "Other" and "Unspecified" are
left out. What is predicted for a type is a mention of any label that the crosswalk gives it.
"""

from itertools import permutations
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

import policyviz as pv
from benchmarks.partition import make_policies_of

N_RESAMPLES = 2000
PERSONAL, DENIAL = "Personal Information Type", "Does/Does Not"
LEFT_OUT = ("Other", "Unspecified")


class Truth(NamedTuple):
    """Policies or segments by types: how many annotators say that a type is there."""

    policies: pd.DataFrame
    segments: pd.DataFrame
    marks: pd.DataFrame


def read_truth(corpora: Path) -> Truth:
    """The labels; "User Profile" and "User profile" are one type."""
    folder = corpora / "opp115"
    types = _list_types()
    per_policy = pd.read_csv(folder / "data_types.csv").assign(value=_mend)
    policies = per_policy.pivot_table("n_annotators", "policy_id", "value", "max", fill_value=0)
    marks = pd.read_csv(folder / "attributes.csv.gz")
    marks["segment"] = marks["policy_id"] + "#" + marks["segment_id"].astype(str)
    found = marks[marks["attribute"] == PERSONAL].assign(value=_mend)
    segments = found.pivot_table("annotator", "segment", "value", "nunique", fill_value=0)
    texts = read_segments(corpora)
    names = sorted(set(texts["policy_id"].str.split("#").str[0]))
    return Truth(
        policies.reindex(index=names, columns=types, fill_value=0),
        segments.reindex(index=texts["policy_id"], columns=types, fill_value=0),
        marks,
    )


def _mend(frame: pd.DataFrame) -> pd.Series:
    return frame["value"].replace({"User Profile": "User profile"})


def _list_types() -> list[str]:
    crosswalk = pv.load_crosswalk()
    codes = crosswalk.loc[crosswalk["vocabulary"] == "opp115", "code"]
    return sorted(set(codes) - set(LEFT_OUT))


def read_segments(corpora: Path) -> pd.DataFrame:
    """Segments with text as (policy_id "policy#segment", text)."""
    table = pd.read_csv(corpora / "opp115" / "segments.csv")
    table = table[table["text"].fillna("").str.strip() != ""]
    return pd.DataFrame(
        {"policy_id": table["policy_id"] + "#" + table["segment_id"].astype(str), "text": table["text"]}
    )


def find_mentions(texts: pd.DataFrame) -> pd.DataFrame:
    """Mentions of the data lexicon, translated into the types of OPP-115, with their status."""
    clauses = pv.split_clauses(make_policies_of(texts))
    mentions = pv.find_terms(clauses, pv.load_lexicon("data_categories"))
    translated = pv.translate_labels(mentions, "opp115")
    return translated.assign(status=pv.find_status(translated))


def predict(mentions: pd.DataFrame, truth: pd.DataFrame, rule: str) -> np.ndarray:
    """Policies or segments by types: True where a mention is; "not negated" or "affirmed" ones only."""
    kept = mentions[~mentions["negated"]] if rule == "not negated" else mentions[mentions["status"] == rule]
    table = pd.crosstab(kept["policy_id"], kept["label"].astype("str"))
    return table.reindex(index=truth.index, columns=truth.columns, fill_value=0).to_numpy() > 0


def score(gold: np.ndarray, found: np.ndarray) -> tuple[float, float, np.ndarray]:
    """Macro-F1, micro-F1 and the F1 of each type (0 where nothing is right)."""
    right, wrong = (gold & found).sum(0), (gold ^ found).sum(0)
    each = 2 * right / np.maximum(2 * right + wrong, 1)
    return float(each.mean()), float(2 * right.sum() / (2 * right.sum() + wrong.sum())), each


def bound(gold: np.ndarray, found: np.ndarray) -> tuple[tuple[float, float], tuple[float, float]]:
    """95 % intervals of macro- and micro-F1, policies drawn again with replacement."""
    random = np.random.default_rng(0)
    draws = random.integers(0, len(gold), (N_RESAMPLES, len(gold)))
    scores = [score(gold[rows], found[rows])[:2] for rows in draws]
    low, high = np.percentile(scores, [2.5, 97.5], axis=0)
    return (low[0], high[0]), (low[1], high[1])


def compare_people(truth: Truth) -> tuple[float, np.ndarray]:
    """One annotator against another, per policy: micro-F1, and the F1 of each type."""
    types = list(truth.policies.columns)
    found = truth.marks[truth.marks["attribute"] == PERSONAL].assign(value=_mend)
    found = found[found["value"].isin(types)]
    rows = {
        key: np.array([name in set(own) for name in types])
        for key, own in found.groupby(["policy_id", "annotator"])["value"]
    }
    pairs = [(rows[a], rows[b]) for a, b in permutations(rows, 2) if a[0] == b[0]]
    one, other = (np.array(side) for side in zip(*pairs, strict=True))
    _, micro, each = score(one, other)
    return micro, each


def compare_people_on_segments(truth: Truth) -> tuple[float, float]:
    """One annotator against another, per segment: macro- and micro-F1 over the readers of its policy."""
    types = list(truth.policies.columns)
    found = truth.marks[truth.marks["attribute"] == PERSONAL].assign(value=_mend)
    marked = found.groupby(["segment", "annotator"])["value"].agg(set).to_dict()
    # Whoever marked anything in a policy has read all of it.
    readers = truth.marks.groupby("policy_id")["annotator"].agg(lambda ids: sorted(set(ids))).to_dict()
    pairs = [
        (marked.get((segment, a), set()), marked.get((segment, b), set()))
        for segment in truth.segments.index
        for a, b in permutations(readers[segment.split("#")[0]], 2)
    ]
    one, other = (
        np.array([[name in own for name in types] for own in side]) for side in zip(*pairs, strict=True)
    )
    return score(one, other)[:2]


def measure_types(corpora: Path) -> dict:
    """Everything about data categories: scores, intervals, types and people."""
    truth = read_truth(corpora)
    policies = pd.read_csv(corpora / "opp115" / "policies.csv")[["policy_id", "text"]]
    gold = truth.policies.to_numpy() >= 2
    result = {"types": list(truth.policies.columns), "n": gold.sum(0)}
    rows = _score_lexicon(truth, find_mentions(policies), find_mentions(read_segments(corpora)), result)
    frequent = np.broadcast_to(gold.mean(0) > 0.5, gold.shape)
    rows.append(("policies, every frequent type everywhere", len(gold), *score(gold, frequent)[:2], None))
    chosen = cross_validate(truth, policies)
    rows.append(("policies, not negated, crosswalk chosen on other policies", len(gold), *chosen, None))
    micro, result["people each"] = compare_people(truth)
    macro = float(result["people each"].mean())
    rows.append(("policies, one person against another", len(gold), macro, micro, None))
    people = compare_people_on_segments(truth)
    rows.append(("segments, one person against another", len(truth.segments), *people, None))
    return result | {"rows": rows}


def _score_lexicon(
    truth: Truth, in_policies: pd.DataFrame, in_segments: pd.DataFrame, result: dict
) -> list[tuple]:
    """Policies and segments by both rules; the F1 of each type per policy goes to `result`."""
    gold, gold_segments = truth.policies.to_numpy() >= 2, truth.segments.to_numpy() >= 1
    rows = []
    for rule in ("not negated", "affirmed"):
        found = predict(in_policies, truth.policies, rule)
        macro, micro, result[rule] = score(gold, found)
        rows.append((f"policies, {rule}", len(gold), macro, micro, bound(gold, found)))
        found = predict(in_segments, truth.segments, rule)
        rows.append((f"segments, {rule}", len(gold_segments), *score(gold_segments, found)[:2], None))
    return rows


def measure_denials(corpora: Path) -> dict[str, float]:
    """Precision and recall of `negated` on mentions inside spans that people labelled.

    An annotation of OPP-115 marks the words of a type and says, as Does or Does Not, whether the
    practice is denied. A mention takes the side of most annotations whose marked words contain
    it; ties and mentions in no marked words are left out.
    """
    truth = read_truth(corpora)
    mentions = pv.find_terms(
        pv.split_clauses(make_policies_of(read_segments(corpora))), pv.load_lexicon("data_categories")
    )
    keys = ["segment", "annotator", "annotation_id"]
    sides = truth.marks.loc[truth.marks["attribute"] == DENIAL, [*keys, "value"]]
    personal = truth.marks.loc[truth.marks["attribute"] == PERSONAL, [*keys, "start", "end"]]
    votes = pair_marks(mentions, personal.merge(sides, on=keys))
    balance = votes.groupby("mention")["value"].agg(lambda v: (v == "Does Not").sum() - (v == "Does").sum())
    balance = balance[balance != 0]
    denied, found = balance > 0, mentions.loc[balance.index, "negated"].astype("bool")
    right = int((denied & found).sum())
    return {
        "mentions": len(balance),
        "denied by people": int(denied.sum()),
        "found": int(found.sum()),
        "precision": right / int(found.sum()),
        "recall": right / int(denied.sum()),
    }


def pair_marks(mentions: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    """Every mention with every mark whose words contain it; `mention` is its place in the frame."""
    pairs = mentions.reset_index(names="mention").merge(
        marks[marks["start"] >= 0], left_on="policy_id", right_on="segment", suffixes=("", "_marked")
    )
    return pairs[(pairs["start_marked"] <= pairs["start"]) & (pairs["end_marked"] >= pairs["end"])]


def cross_validate(truth: Truth, policies: pd.DataFrame, n_folds: int = 10) -> tuple[float, float]:
    """Macro- and micro-F1 when the crosswalk is chosen without the policies it is measured on.

    For each type and fold the labels of the crosswalk, and every set with one label more or one
    less, compete on the other folds; the best (the crosswalk itself, if it is among them) predicts
    the fold. The terms of the lexicon cannot be chosen anew this way: their errors on all of these
    policies were read while they were written.
    """
    mentions = pv.find_terms(pv.split_clauses(make_policies_of(policies)), pv.load_lexicon("data_categories"))
    table = pd.crosstab(
        mentions["policy_id"], mentions["label"].astype("str"), mentions["negated"] == 0, aggfunc="sum"
    )
    there = table.reindex(truth.policies.index).fillna(0) > 0
    gold = truth.policies.to_numpy() >= 2
    folds = np.random.default_rng(0).permutation(len(gold)) % n_folds
    found = np.zeros_like(gold)
    for column, name in enumerate(truth.policies.columns):
        options = _list_options(name, list(there.columns))
        guesses = np.array([there[labels].any(axis=1) for labels in options])
        for fold in range(n_folds):
            rest = folds != fold
            scores = [score(gold[rest, column : column + 1], guess[rest, None])[0] for guess in guesses]
            # argmax takes the first of equals: the crosswalk.
            found[~rest, column] = guesses[int(np.argmax(scores))][~rest]
    return score(gold, found)[:2]


def _list_options(name: str, labels: list[str]) -> list[list[str]]:
    crosswalk = pv.load_crosswalk()
    rows = crosswalk[(crosswalk["vocabulary"] == "opp115") & (crosswalk["code"] == name)]
    base = [label for label in rows["label"] if label in labels]
    more = [[*base, label] for label in labels if label not in base]
    less = [[own for own in base if own != label] for label in base if len(base) > 1]
    return [base, *more, *less]
