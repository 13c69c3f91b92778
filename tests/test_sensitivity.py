"""Whether the order of policies hangs on the weights."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from vagueness_tools import make_clauses, make_mentions

from policyviz.analysis.sensitivity import measure_sensitivity
from policyviz.frames import FRAMES, make_frame
from policyviz.lexicons import load_scale

BASE = load_scale()["base"]
CLAUSES = make_clauses(a=["x", "y"], b=["z", "w"], c=["v"])
MENTIONS = make_mentions(
    ("a:000", "may", "modality", 0.5),
    ("b:000", "may", "modality", 0.5),
    ("b:001", "some", "numeric", 0.25),
    ("a:001", "name", "concrete", -0.25),
)


def make_lexicon(**errors):
    weights = {"may": ("modality", 0.5), "some": ("numeric", 0.25), "name": ("concrete", -0.25)}
    rows = [(term, label, weight, "by hand") for term, (label, weight) in weights.items()]
    return make_frame(rows, "lexicon").assign(weight_se=[errors.get(term, 0.0) for term in weights])


def test_sure_weights_leave_the_order_alone():
    """Errors of 0: one rank each, and the scores are the measured ones."""
    table = measure_sensitivity(CLAUSES, MENTIONS, make_lexicon(), n_draws=100)
    expected = pd.DataFrame(
        {
            "policy_id": pd.Series(["b", "a", "c"], dtype="str"),
            "score": [BASE + 0.375, BASE + 0.125, BASE],
            "score_low": [BASE + 0.375, BASE + 0.125, BASE],
            "score_high": [BASE + 0.375, BASE + 0.125, BASE],
            "rank": [1, 2, 3],
            "rank_low": [1, 2, 3],
            "rank_high": [1, 2, 3],
            "share_first": [1.0, 0.0, 0.0],
        }
    )
    assert_frame_equal(table, expected)


def test_unsure_weights_change_the_order_they_can_change():
    """ "name" may weigh nothing, then a comes near b; what all have in common changes no rank."""
    table = measure_sensitivity(CLAUSES, MENTIONS, make_lexicon(some=0.5, name=0.5))
    assert table["policy_id"].tolist() == ["b", "a", "c"]
    assert table["rank_high"].tolist()[1] == 3
    assert 0 < table["share_first"].iloc[0] <= 1
    shared = measure_sensitivity(CLAUSES, MENTIONS, make_lexicon(may=0.1))
    assert (shared["rank_low"] == shared["rank_high"]).all()
    assert (shared["score_low"] <= shared["score"]).all()


def test_weights_never_change_sides():
    """However unsure, a vague term makes no clause clearer than the base: half of the draws are cut at 0."""
    mentions = make_mentions(("c:000", "may", "modality", 0.5))
    table = measure_sensitivity(CLAUSES, mentions, make_lexicon(may=50.0), confidence=0.5)
    row = table.set_index("policy_id").loc["c"]
    assert row["score_low"] == BASE
    assert 0.6 < row["share_first"] < 0.75


def test_scores_stay_on_the_scale():
    """Weights beyond the scale are cut clause by clause, in every draw."""
    mentions = make_mentions(("a:000", "may", "modality", 9.0), ("a:001", "may", "modality", 9.0))
    lexicon = make_lexicon(may=3.0)
    lexicon["weight"] = [9.0, 0.25, -0.25]
    row = measure_sensitivity(CLAUSES, mentions, lexicon).iloc[0]
    assert row[["policy_id", "score", "score_high"]].tolist() == ["a", 5, 5]
    assert BASE < row["score_low"] <= 5


def test_permissions_do_not_vary():
    """How sure the hedge weighs says nothing of the right."""
    mentions = make_mentions(("a:000", "may", "modality", -0.25, "permission"))
    table = measure_sensitivity(CLAUSES, mentions, make_lexicon(may=5.0))
    assert (table["score_low"] == table["score_high"]).all()
    assert table.set_index("policy_id")["score"].to_dict() == {
        "a": round(BASE - 0.125, 6),
        "b": BASE,
        "c": BASE,
    }


def test_equals_share_the_first_place():
    """Without any term nobody is first by the alphabet."""
    table = measure_sensitivity(CLAUSES, make_mentions(), make_lexicon())
    assert table["rank"].tolist() == [1, 1, 1]
    assert table["share_first"].tolist() == pytest.approx([1 / 3] * 3)


def test_same_seed_same_table():
    """The same input gives the same output; another seed another."""
    lexicon = make_lexicon(may=0.2, some=0.2, name=0.2)
    first, again, other = (
        measure_sensitivity(CLAUSES, MENTIONS, lexicon, random_state=seed) for seed in (1, 1, 2)
    )
    assert_frame_equal(first, again)
    assert not first.equals(other)


def test_no_clauses():
    """Nothing in, nothing out."""
    table = measure_sensitivity(make_frame([], "clauses"), make_mentions(), make_lexicon())
    assert table.columns.tolist() == ["policy_id", *FRAMES["sensitivity"]]
    assert table.empty


@pytest.mark.parametrize(
    ("change", "options", "complaint"),
    [
        (lambda lexicon: lexicon.drop(columns="weight_se"), {}, "no column weight_se.*0.25"),
        (lambda lexicon: lexicon[lexicon["term"] != "may"], {}, "not those of this lexicon: it has no 'may'"),
        (
            lambda lexicon: lexicon.assign(weight=5.0),
            {},
            "it has no 'may', 'name', 'some', or another",
        ),
        (lambda lexicon: lexicon.assign(weight_se=-1.0), {}, "numbers of 0 and up"),
        (lambda lexicon: lexicon, {"by": ["policy_id", "kind"]}, "by names one column here"),
        (lambda lexicon: lexicon, {"n_draws": 20}, "n_draws is 20"),
        (lambda lexicon: lexicon, {"by": "company"}, "Cannot group by company"),
        (lambda lexicon: lexicon, {"confidence": 95}, "such as 0.95"),
    ],
)
def test_what_cannot_be_measured(change, options, complaint):
    """No errors, another lexicon, too few draws, an unknown column: each is said."""
    with pytest.raises(ValueError, match=complaint):
        measure_sensitivity(CLAUSES, MENTIONS, change(make_lexicon()), **options)
