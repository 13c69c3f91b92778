"""The four policies that ship against labels made by reading."""

import pandas as pd

import policyviz as pv


def measure_gold() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Errors per status, and the cells that differ."""
    clauses = pv.split_clauses(pv.load_policies(pv.data_dir() / "policies.csv"))
    mentions = pv.find_terms(clauses, pv.load_lexicon("data_categories"))
    coverage = pv.measure_coverage(clauses, mentions, measure="status")
    gold = pv.load_gold()
    return pv.evaluate_coverage(coverage, gold), pv.find_disagreements(coverage, gold)


def measure_denials() -> tuple[dict[str, float], pd.DataFrame]:
    """Precision and recall of `negated` in clauses with a negative word, and what it gets wrong.

    A mention is held against the gold row that it overlaps; rows that no term of the lexicon
    finds say nothing about negation and are left out.
    """
    clauses = pv.split_clauses(pv.load_policies(pv.data_dir() / "policies.csv"))
    mentions = pv.find_terms(clauses, pv.load_lexicon("data_categories"))
    gold = pd.read_csv(pv.data_dir() / "gold" / "negation.csv")
    pairs = gold.merge(mentions, on="clause_id", suffixes=("", "_found"))
    pairs = pairs[(pairs["start"] < pairs["end_found"]) & (pairs["start_found"] < pairs["end"])]
    found = pairs.groupby(["clause_id", "start", "words"], as_index=False).agg(
        denied=("denied", "first"), negated=("negated", "any")
    )
    denied, negated = found["denied"] == 1, found["negated"]
    elsewhere = mentions[mentions["negated"] & ~mentions["clause_id"].isin(gold["clause_id"])]
    right, n_found = int((denied & negated).sum()), int(negated.sum()) + len(elsewhere)
    figures = {
        "rows": len(gold),
        "with a term": len(found),
        "denied by reading": int(denied.sum()),
        "found": n_found,
        "precision": right / n_found,
        "recall": right / int(denied.sum()),
    }
    wrong = found[denied != negated].assign(error=negated.map({True: "seen wrongly", False: "missed"}))
    return figures, wrong[["clause_id", "words", "error"]]
