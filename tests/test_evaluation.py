"""Statuses against labels made by reading."""

import pandas as pd
import pytest

from policyviz.analysis.evaluation import evaluate_coverage, find_disagreements, load_gold
from policyviz.corpus import data_dir, load_policies
from policyviz.frames import make_frame
from policyviz.lexicons import load_taxonomy
from policyviz.structure import split_clauses

GOLD = make_frame(
    [
        ("a", "name", "affirmed", "a:001"),
        ("a", "health", "denied", "a:002"),
        ("b", "name", "affirmed", "b:001"),
        ("b", "health", "silent", ""),
    ],
    "gold",
)
COVERAGE = pd.DataFrame(
    {"name": ["affirmed", "denied"], "health": ["denied", "silent"]},
    index=pd.Index(["a", "b"], name="policy_id"),
)


def test_errors():
    """Counts, precision, recall and F1 of each status, and the share of right cells."""
    errors = evaluate_coverage(COVERAGE, GOLD).set_index("status")
    assert errors.round(3).to_dict("index") == {
        "affirmed": {"n_gold": 2, "n_found": 1, "n_right": 1, "precision": 1, "recall": 0.5, "f1": 0.667},
        "denied": {"n_gold": 1, "n_found": 2, "n_right": 1, "precision": 0.5, "recall": 1, "f1": 0.667},
        "mentioned": {"n_gold": 0, "n_found": 0, "n_right": 0, "precision": 0, "recall": 0, "f1": 0},
        "silent": {"n_gold": 1, "n_found": 1, "n_right": 1, "precision": 1, "recall": 1, "f1": 1},
        "all": {"n_gold": 4, "n_found": 4, "n_right": 3, "precision": 0.75, "recall": 0.75, "f1": 0.75},
    }


def test_disagreements():
    """The cells that differ, with the clause that proves the reading."""
    assert find_disagreements(COVERAGE, GOLD).to_numpy().tolist() == [
        ["b", "name", "affirmed", "denied", "b:001"]
    ]


def test_categorical_statuses_are_statuses():
    """What measure_coverage returns is categorical; a column of one status is one too."""
    assert evaluate_coverage(COVERAGE.astype("category"), GOLD)["n_right"].iloc[-1] == 3


def test_only_statuses_of_the_same_cells():
    """Numbers, and a coverage without the gold's policies or labels, are refused with what to do."""
    with pytest.raises(ValueError, match=r"Only statuses can be evaluated: measure_coverage\(.*measure=\"st"):
        evaluate_coverage(COVERAGE.isna().astype(int), GOLD)
    with pytest.raises(ValueError, match="lacks policy_id b, which the gold has"):
        evaluate_coverage(COVERAGE.drop(index="b"), GOLD)
    with pytest.raises(ValueError, match="lacks label health, which the gold has"):
        find_disagreements(COVERAGE.drop(columns="health"), GOLD)


def test_cells_that_cannot_be_compared():
    """A policy that stands twice, a status that is none and no gold at all are refused, not counted."""
    with pytest.raises(ValueError, match="stands twice in the coverage"):
        evaluate_coverage(pd.concat([COVERAGE, COVERAGE]), GOLD)
    with pytest.raises(ValueError, match="The gold has the status 'Affirmed'; there are: affirmed"):
        evaluate_coverage(COVERAGE, GOLD.assign(status="Affirmed"))
    with pytest.raises(ValueError, match="The gold has no rows"):
        evaluate_coverage(COVERAGE, GOLD.head(0))


def test_the_shipped_gold_is_complete():
    """Every policy by every label once; a clause that exists for all but silence; readings kept."""
    gold = load_gold()
    clauses = split_clauses(load_policies())
    labels, policies = load_taxonomy()["label"], sorted(set(clauses["policy_id"]))
    assert gold[["policy_id", "label"]].to_numpy().tolist() == [[p, c] for p in policies for c in labels]
    silent = gold["status"] == "silent"
    assert gold.loc[silent, "clause_id"].eq("").all()
    owner = clauses.set_index("clause_id")["policy_id"]
    assert owner.reindex(gold.loc[~silent, "clause_id"]).to_list() == gold.loc[~silent, "policy_id"].to_list()
    differ = gold["first_reading"] != gold["second_reading"]
    assert differ.sum() == 6
    assert gold.loc[differ, "note"].ne("").all()
    assert (gold.loc[~differ, "status"] == gold.loc[~differ, "first_reading"]).all()


def test_the_gold_of_negation_is_in_the_texts():
    """Spans lead to the words; the readings are kept and the decided rows say why."""
    gold = pd.read_csv(data_dir() / "gold" / "negation.csv", keep_default_na=False)
    texts = load_policies().set_index("policy_id")["text"]
    clauses = split_clauses(load_policies()).set_index("clause_id")
    for row in gold.itertuples():
        clause = clauses.loc[row.clause_id]
        assert clause["start"] <= row.start < row.end <= clause["end"]
        assert " ".join(texts[clause["policy_id"]][row.start : row.end].lower().split()) == row.words
    differ = gold["first_reading"] != gold["second_reading"]
    assert differ.sum() == 6
    assert gold.loc[differ, "note"].ne("").all()
    assert (gold.loc[~differ, "denied"] == gold.loc[~differ, "first_reading"]).all()


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (
            "policy_id,label,status,clause_id\na,name,yes,\nb,name,no,\n",
            "- status is none of affirmed, denied, mentioned, silent: line 2, line 3\n"
            "- no clause_id proves it: line 2, line 3",
        ),
        (
            "policy_id,label,status,clause_id\na,x,silent,\na,x,silent,\n",
            "- policy_id and label are repeated: line 2, line 3",
        ),
        ("policy_id,label,status,clause_id\n,x,silent,\n", "- policy_id or label is empty: line 2"),
        ("policy_id,label\na,x\n", "- it has no column status\n- it has no column clause_id"),
    ],
)
def test_bad_gold(tmp_path, content, complaint):
    """Unknown statuses, repeated cells and missing columns are named."""
    path = tmp_path / "gold.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match="gold") as caught:
        load_gold(path)
    assert complaint in str(caught.value)


def test_missing_gold(tmp_path):
    """A wrong path is an error that says what is needed."""
    with pytest.raises(FileNotFoundError, match="with columns policy_id, label, status, clause_id"):
        load_gold(tmp_path / "none.csv")
