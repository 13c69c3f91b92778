"""What was planted in the policies of the classroom: a sound list, and what the tools find of it."""

import pandas as pd
import pytest

import policyviz as pv
from policyviz.classroom.materials import load_classroom, load_clauses, load_planted
from policyviz.classroom.planted import count_planted, look_for_planted

VALUES = {
    "data": {"affirmed", "denied", "mentioned"},
    "denial": {"denied", "not denied"},
    "practice": {"collect", "use", "share", "retain", "protect", "access"},
    "vague": {"with hedges", "without hedges"},
    "clear": {"plain", "with hedges"},
    "copied": {"identical", "near", "retold", "coincidence"},
    "version": {"added", "removed", "reworded", "vaguer", "broader"},
    "promised section": {"present", "missing", "not in contents"},
}
# Kind, value, planted, found, seen in error ("" where the list is a sample or has no such name).
COUNTS = """
data             affirmed        223 125  8
data             denied           57  33  6
data             mentioned         6   2 23
denial           denied           21  10  3
denial           not_denied        9   6  5
practice         collect          10   3
practice         use               8   4
practice         share            10   6
practice         retain           10   6
practice         protect          10   0
practice         access           10   5
vague            with_hedges      23   9  0
vague            without_hedges   14   0  0
clear            plain            21  21 14
clear            with_hedges      19  19 14
copied           identical         6   6  0
copied           near              5   3  0
copied           retold            3   0
copied           coincidence       1   0
version          reworded          5   0
version          removed           5   5 26
version          added            14  14 26
version          broader          10   3
version          vaguer           15  13  5
promised_section present           8   8  0
promised_section missing           3   3  0
promised_section not_in_contents   1   1  0
date             any               8   8  0
"""


@pytest.fixture(scope="module")
def facts():
    return look_for_planted()


def test_policies_are_eight_companies_of_which_two_come_in_two_versions():
    """Ten texts of 400 to 1,200 words, asked for by name, and never loaded by default."""
    policies = pv.load_policies("classroom")
    assert policies.groupby("company").size().to_dict() == {
        "Deskhollow": 1,
        "Fennimore Trails": 1,
        "Kettlewick": 1,
        "Larchmoor Trips": 1,
        "Nonesuch Post": 1,
        "Pencilgrove": 2,
        "Strideling": 2,
        "Vellumbay": 1,
    }
    assert policies["text"].str.split().str.len().between(400, 1200).all()
    assert set(policies["license"]) == {"invented for policyviz; CC BY 4.0"}
    assert set(policies["policy_id"]) & set(pv.load_policies()["policy_id"]) == set()
    assert len(pv.load_policies(pv.data_dir())) == 4


def test_a_folder_of_that_name_is_no_stand_in(tmp_path, monkeypatch):
    """The name means the course wherever one is; a folder of one's own is "./classroom"."""
    (tmp_path / "classroom").mkdir()
    (tmp_path / "classroom" / "acme.txt").write_text("We collect your name.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert len(pv.load_policies("classroom")) == 10
    assert pv.load_policies("./classroom")["policy_id"].to_list() == ["acme"]
    assert pv.read_collection("classroom").files["outcome"].to_list() == ["read"] * 10


def test_every_hand_is_what_it_is_said_to_be():
    """The fitness band never says "health"; the hedger hedges most; the plain one least."""
    texts = load_classroom().set_index("policy_id")["text"].str.lower()
    bands = texts[texts.index.str.startswith("strideling")]
    assert not bands.str.contains("health|medic|wellness|well-being").any()
    hedges = (
        texts.str.count(r"\b(?:may|might|certain|where appropriate|some)\b") / texts.str.split().str.len()
    )
    assert (hedges.idxmax(), hedges.idxmin()) == ("vellumbay", "kettlewick")


def test_every_quote_stands_in_its_text_and_in_its_clause():
    """A fact leads to its words, and its words to its clause."""
    texts = load_classroom().set_index("policy_id")["text"]
    words = load_clauses().set_index("clause_id")["text"]
    facts = load_planted()
    for side in ("", "other_"):
        rows = facts[facts[f"{side}quote"] != ""]
        assert [
            q
            for p, q in zip(rows[f"{side}policy_id"], rows[f"{side}quote"], strict=True)
            if q not in texts[p]
        ] == []
        rows = rows[rows[f"{side}clause_id"] != ""]
        pairs = zip(rows[f"{side}clause_id"], rows[f"{side}quote"], strict=True)
        assert [quote for clause_id, quote in pairs if quote not in words[clause_id]] == []


def test_what_has_no_clause_is_known():
    """Dates and sections are no clauses; one list item was taken for a heading, and is a lesson."""
    facts = load_planted()
    lost = facts[(facts["clause_id"] == "") & (facts["quote"] != "") & ~facts["kind"].isin(["date"])]
    assert lost["quote"].to_list() == ["a billing address with its postcode"]


def test_every_row_says_something_that_can_be_said():
    """Kinds, values and labels are those of the card, and nothing is planted twice."""
    facts = load_planted()
    labels = set(pv.load_taxonomy()["label"])
    others = facts[facts["kind"] != "date"]
    assert {kind: set(rows["value"]) for kind, rows in others.groupby("kind")} == VALUES
    assert set(facts.loc[facts["kind"].isin(["data", "denial", "practice"]), "label"]) <= labels
    data = facts[facts["kind"] == "data"]
    assert not data.duplicated(["policy_id", "label"]).any()


def test_tools_find_what_is_said_here():
    """Found, missed and seen in error, kind by kind: the whole table."""
    rows = [line.replace("_", " ").split("  ") for line in COUNTS.split("\n") if line]
    cells = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    expected = [" ".join(row).split() for row in cells]
    counts = count_planted()
    found = [
        " ".join(str(cell) for cell in row if not pd.isna(cell)).split() for row in counts.to_numpy().tolist()
    ]
    assert found == expected


def test_single_facts_are_seen_as_a_reader_would_check_them(facts):
    """Found, missed and misread, one of each sort, looked up in the texts."""
    keys = [
        ("data", "strideling-2022", "health"),  # heart rate
        ("data", "kettlewick", "health"),  # "no data about your health or your diet"
        ("data", "vellumbay", "payment details"),  # retailers', not its own
        ("denial", "nonesuch-post", "government identifiers"),  # "nobody here will ask"
        ("practice", "vellumbay", "account credentials"),  # "stored in encrypted form"
        ("promised section", "deskhollow", "Members living in Norway"),
    ]
    columns = ["value", "seen", "found"]
    rows = facts.set_index(["kind", "policy_id", "label"])[columns].loc[keys]
    assert rows.to_numpy().tolist() == [
        ["affirmed", "affirmed", True],
        ["denied", "silent", False],
        ["mentioned", "affirmed", False],
        ["denied", "not denied", False],
        ["protect", "retain", False],
        ["missing", "missing", True],
    ]
