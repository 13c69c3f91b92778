"""What registers, tables and folders may say: languages, ids, links, capitals."""

import csv

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from test_readers_collections import TEXT, list_rows, write

from policyviz.corpus import load_policies, read_collection


@pytest.mark.parametrize(
    ("said", "code"),
    [("English", "en"), ("en_US", "en-US"), ("EN", "en"), ("french", "fr"), ("Klingon", "Klingon")],
)
def test_languages_as_people_write_them(tmp_path, said, code):
    """A name or a code with a stroke of another kind is the language; what is unknown stays as it is."""
    (tmp_path / "a.txt").write_text("We keep your name.")
    (tmp_path / "policies.csv").write_text(f"policy_id,file,language\na,a.txt,{said}\n")
    policies, files = read_collection(tmp_path)
    assert policies["language"].to_list() == [code]
    assert ("not English" in files["notes"][0]) == (not code.startswith("en"))


def test_a_link_out_of_the_folder_is_not_read(tmp_path):
    """A link may point into its folder, but not to a secret elsewhere; one named by the user may."""
    (tmp_path / "secret.txt").write_text("We keep a secret.")
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "a.txt").write_text("We keep your name.")
    (folder / "b.txt").symlink_to(folder / "a.txt")
    (folder / "c.txt").symlink_to(tmp_path / "secret.txt")
    policies, files = read_collection(folder)
    assert policies["policy_id"].to_list() == ["a", "b"]
    assert files["notes"].to_list()[2] == (
        "is a link that leads out of its folder: copy the file itself into it"
    )
    assert load_policies(folder / "c.txt")["text"].to_list() == ["We keep a secret."]


def test_the_register_has_any_capitals(tmp_path):
    """Policies.csv is the register of its folder too."""
    (tmp_path / "a.txt").write_text("We keep your name.")
    (tmp_path / "Policies.CSV").write_text("policy_id,file,company\nacme,a.txt,Acme\n")
    assert read_collection(tmp_path).policies[["policy_id", "company"]].to_numpy().tolist() == [
        ["acme", "Acme"]
    ]


ODD = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)


@settings(max_examples=40)
@given(ids=st.lists(ODD, min_size=1, max_size=4), text=ODD)
def test_a_frame_survives_the_way_through_a_table(tmp_path_factory, ids, text):
    """What was read, written as CSV and read again, is the same frame: ids, texts and all."""
    folder = tmp_path_factory.mktemp("way")
    rows = pd.DataFrame({"policy_id": ids, "text": [f"We keep {text}."] * len(ids)})
    rows.to_parquet(folder / "odd.parquet")
    policies = read_collection(folder / "odd.parquet").policies
    policies.to_csv(folder / "again.csv", index=False, lineterminator="\n", quoting=csv.QUOTE_ALL)
    again = read_collection(folder / "again.csv").policies
    pd.testing.assert_frame_equal(again, policies)


@settings(max_examples=40)
@given(text=st.text('ab ,"\t\r\n\0', min_size=1, max_size=8), policy_id=st.text('a ,"\t\r\n\0', max_size=4))
def test_a_lone_return_survives_what_pandas_writes(tmp_path_factory, text, policy_id):
    """pandas quotes no lone return; texts come back with all of theirs."""
    folder = tmp_path_factory.mktemp("way")
    rows = pd.DataFrame({"policy_id": [policy_id, policy_id], "text": [f"We keep {text}", f"{text}We sell"]})
    rows.to_parquet(folder / "odd.parquet")
    policies = read_collection(folder / "odd.parquet").policies
    assert sorted(policies["text"]) == sorted(rows["text"])
    policies.to_csv(folder / "again.csv", index=False, lineterminator="\n")
    assert_frame_equal(read_collection(folder / "again.csv").policies, policies)


def test_a_language_that_is_no_code_is_named(tmp_path):
    """Nobody is told that English is not English: a word that is not understood is shown as what it is."""
    write(tmp_path, {"a.txt": TEXT, "policies.csv": "policy_id,file,language\na,a.txt,English (US)\n"})
    assert list_rows(tmp_path)[0][3] == (
        "its language 'English (US)' is no code such as en or fr and taken as not English: split_clauses "
        "leaves it out"
    )


def test_two_registers_in_a_folder(tmp_path):
    """Which of two registers counts is not guessed."""
    write(tmp_path, {"a.txt": TEXT, "policies.csv": "policy_id,file\n", "Policies.csv": "policy_id,file\n"})
    if len(list(tmp_path.iterdir())) < 3:
        pytest.skip("this file system knows no capitals")
    with pytest.raises(ValueError, match=r"more than one register \(Policies\.csv and policies\.csv\): keep"):
        load_policies(tmp_path)


def test_pattern_below_a_folder_with_brackets(tmp_path, monkeypatch):
    """A folder whose name is taken for a pattern: the error shows the pattern that works."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"study[1]/a.txt": TEXT})
    with pytest.raises(FileNotFoundError) as caught:
        load_policies("study[1]/*.txt")
    said = str(caught.value)
    assert said == (
        "No file matches study[1]/*.txt. Check the spelling, or give the folder. "
        "For the folder that is called study[1] write study[[]1]/*.txt"
    )
    assert load_policies(said.split()[-1])["policy_id"].to_list() == ["study-1-a"]
