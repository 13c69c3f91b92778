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


def measure_denials() -> dict[str, float]:
    """Precision and recall of `negated` on the mentions in clauses with a negative word.

    A mention is held against the gold row that it overlaps; rows that no term of the lexicon
    finds say nothing about negation and are counted as not found.
    """
    clauses = pv.split_clauses(pv.load_policies(pv.data_dir() / "policies.csv"))
    mentions = pv.find_terms(clauses, pv.load_lexicon("data_categories"))
    gold = pd.read_csv(pv.data_dir() / "gold" / "negation.csv")
    pairs = gold.merge(mentions, on="clause_id", suffixes=("", "_found"))
    pairs = pairs[(pairs["start"] < pairs["end_found"]) & (pairs["start_found"] < pairs["end"])]
    found = pairs.groupby(["clause_id", "start"]).agg(denied=("denied", "first"), negated=("negated", "any"))
    elsewhere = mentions[mentions["negated"] & ~mentions["clause_id"].isin(gold["clause_id"])]
    right = int((found["denied"] & found["negated"]).sum())
    n_found = int(found["negated"].sum()) + len(elsewhere)
    return {
        "rows": len(gold),
        "with a term": len(found),
        "denied by reading": int(found["denied"].sum()),
        "found": n_found,
        "precision": right / n_found,
        "recall": right / int(found["denied"].sum()),
    }
