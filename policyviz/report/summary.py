"""One row for each policy: what the index of a report says of it."""

import pandas as pd

from policyviz.analysis.coverage import measure_coverage
from policyviz.analysis.vagueness import measure_vagueness
from policyviz.lexicons import load_lexicon
from policyviz.terms import find_terms


def summarise_policies(policies: pd.DataFrame, clauses: pd.DataFrame) -> pd.DataFrame:
    """Sum up each policy that has clauses in one row.

    Parameters
    ----------
    policies : pandas.DataFrame
        A policies frame.
    clauses : pandas.DataFrame
        Its clauses; policies without any (in another language, or empty) have no row.

    Returns
    -------
    summary : pandas.DataFrame
        ``policy_id``, ``company``, ``effective_date`` (str, "" if the text gives none), ``n_clauses``,
        ``n_words``, ``n_labels`` (kinds of data that are named, of those in the lexicon),
        ``score``, ``score_low``, ``score_high`` (mean vagueness of a clause, 1 clear to 5 extremely
        vague, with its 95 % interval); sorted by ``policy_id``.
    """
    coverage = measure_coverage(clauses, find_terms(clauses, load_lexicon("data_categories")))
    vagueness = measure_vagueness(clauses, find_terms(clauses, load_lexicon("vagueness")))
    columns = ["policy_id", "n_clauses", "n_words", "score", "score_low", "score_high"]
    own = policies[["policy_id", "company", "effective_date"]]
    table = own.merge(vagueness[columns], on="policy_id").sort_values("policy_id", ignore_index=True)
    table["n_labels"] = table["policy_id"].map((coverage > 0).sum(axis=1)).astype("int64")
    table["effective_date"] = table["effective_date"].dt.strftime("%Y-%m-%d").fillna("")
    order = ["policy_id", "company", "effective_date", "n_clauses", "n_words", "n_labels"]
    return table[[*order, "score", "score_low", "score_high"]]
