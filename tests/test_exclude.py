"""Analyses without the text that companies share: the same as on the other clauses alone."""

import pytest
from pandas.testing import assert_frame_equal

from policyviz import (
    cluster_clauses,
    compare_n_clusters,
    compare_vagueness,
    explain_difference,
    find_boilerplate,
    find_terms,
    load_lexicon,
    load_policies,
    measure_coverage,
    measure_practices,
    measure_readability,
    measure_sensitivity,
    measure_stability,
    measure_vagueness,
    split_clauses,
)

ANALYSES = {
    "coverage": lambda clauses, data, vague, **options: measure_coverage(clauses, data, **options),
    "statuses": lambda clauses, data, vague, **options: measure_coverage(
        clauses, data, measure="status", **options
    ),
    "practices": lambda clauses, data, vague, **options: measure_practices(clauses, data, **options),
    "vagueness": lambda clauses, data, vague, **options: measure_vagueness(clauses, vague, **options),
    "comparison": lambda clauses, data, vague, **options: compare_vagueness(
        clauses, vague, n_resamples=999, **options
    ),
    "difference": lambda clauses, data, vague, **options: explain_difference(
        clauses, vague, "procom", "wrk", **options
    ),
    "sensitivity": lambda clauses, data, vague, **options: measure_sensitivity(
        clauses, vague, load_lexicon("vagueness"), n_draws=100, **options
    ),
    "clusters": lambda clauses, data, vague, **options: cluster_clauses(clauses, 6, **options),
    "cluster counts": lambda clauses, data, vague, **options: compare_n_clusters(
        clauses, n_clusters=[3, 6], **options
    ),
    "stability": lambda clauses, data, vague, **options: measure_stability(
        clauses, 6, n_resamples=2, **options
    ),
    "readability": lambda clauses, data, vague, **options: measure_readability(clauses, **options),
}


@pytest.fixture(scope="module")
def frames():
    """Clauses, the mentions of both lexicons, and the pairs of shared clauses."""
    clauses = split_clauses(load_policies())
    data, vague = (find_terms(clauses, load_lexicon(name)) for name in ("data_categories", "vagueness"))
    return clauses, data, vague, find_boilerplate(clauses)


@pytest.mark.parametrize("analyse", ANALYSES.values(), ids=ANALYSES)
def test_without_shared_text(analyse, frames):
    """`exclude=` gives what the remaining clauses give, and not what all of them give."""
    *all_frames, pairs = frames
    shared = set(pairs["clause_id_a"]) | set(pairs["clause_id_b"])
    rest = [frame[~frame["clause_id"].isin(shared)] for frame in all_frames]
    found = analyse(*all_frames, exclude=pairs)
    assert_frame_equal(found, analyse(*rest))
    assert not found.equals(analyse(*all_frames))
