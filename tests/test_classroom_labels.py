"""Labels of a class: written by each student, read from any spreadsheet, put together with a report."""

import pandas as pd
import pytest

from policyviz.classroom import load_sample, merge_labels, save_labels
from policyviz.classroom.labels import read_letters

ALTERNATING = "vc" * 10


def write(folder, name, text, encoding="utf-8"):
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(text.encode(encoding))


def test_sample_is_twenty_clauses_of_many_hands():
    """Twenty different sentences of seven companies at least, none too long to be read."""
    sample = load_sample()
    assert sample["number"].to_list() == list(range(1, 21))
    assert sample["text"].nunique() == 20
    assert sample["clause_id"].str.split(":").str[0].str.replace(r"-20\d\d", "", regex=True).nunique() >= 7
    assert sample["text"].str.split().str.len().max() <= 35


def test_letters_become_a_file_that_is_read_back(tmp_path):
    """What a student wrote is what the class gets."""
    path = save_labels("V, C v-" + "c" * 16, "Anna B.", tmp_path)
    merged = merge_labels(tmp_path)
    own = merged.labels.set_index("clause_id")["label"]
    sample = load_sample()["clause_id"]
    assert path == tmp_path / "anna b.csv"
    assert [own.get(clause_id, "-")[0] for clause_id in sample] == list("vcv-" + "c" * 16)
    assert merged.report.to_dict("records") == [
        {
            "file": "anna b.csv",
            "annotator": "Anna B",
            "n_labels": 19,
            "n_vague": 2,
            "n_missing": 1,
            "outcome": "read",
            "notes": "",
        }
    ]


@pytest.mark.parametrize(
    ("letters", "annotator", "said"),
    [
        ("vc", "anna", r"There are 2 letters for 20 clauses\. Write v"),
        ("x" * 20, "anna", r"There are 20 letters for 20 clauses, and other letters: x\. Write v"),
        (ALTERNATING, " ../ ", r"has no letter and no digit\. Give one"),
    ],
)
def test_what_cannot_be_saved_is_said(tmp_path, letters, annotator, said):
    """Too few letters, other letters, no name: one sentence says what to write."""
    with pytest.raises(ValueError, match=said):
        save_labels(letters, annotator, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_name_never_chooses_a_path(tmp_path):
    """The file of a student lies in the folder, whatever the student is called."""
    path = save_labels(ALTERNATING, "../../etc/passwd", tmp_path / "labels")
    assert path == tmp_path / "labels" / "etc-passwd.csv"


def test_files_of_a_class_are_merged_and_each_is_accounted_for(tmp_path):
    """Semicolons, capitals, doubles, strangers, pictures: read as far as can be, each file named."""
    first, second = load_sample()["clause_id"][:2]
    write(tmp_path, "a.csv", f"clause_id,annotator,label\n{first},Ann,vague\n{second},Ann,clear\n")
    write(tmp_path, "b.csv", f"Clause_ID;Label\n{first.upper()};V\n{second};C\n{second};V\n", "cp1252")
    write(
        tmp_path,
        "c.csv",
        f"clause_id,annotator,label\n{first},Ann,perhaps\n{second},Ann,vague\nwrk:001,Ann,vague\n",
    )
    write(tmp_path, "d.csv", "name,age\nx,1\n")
    write(tmp_path, "e.csv", "clause_id,label\n")
    write(tmp_path, "f.png", "no table")
    write(tmp_path, "g.csv", f'clause_id,label\n{first},vague,"too","many"\n')
    write(tmp_path, "zoë.csv", f"clause_id\tlabel\n{first}\tclear\n", "utf-16")
    write(tmp_path, ".hidden.csv", "x")
    write(tmp_path, "README.md", "What lies here.")
    labels, report = merge_labels(tmp_path)
    assert labels.values.tolist() == sorted(
        [
            [first, "Ann (a.csv)", "vague"],
            [second, "Ann (a.csv)", "clear"],
            [second, "Ann (c.csv)", "vague"],
            [first, "b", "vague"],
            [second, "b", "vague"],
            [first, "zoë", "clear"],
        ],
        key=lambda row: (row[1], row[0]),
    )
    assert report[["file", "n_labels", "outcome", "notes"]].values.tolist() == [
        ["a.csv", 2, "read", "Ann has more than one file"],
        ["b.csv", 2, "read", "1 label given again: the last one counts"],
        [
            "c.csv",
            1,
            "read",
            "1 row of a clause that is not in the sample; 1 label that is neither vague nor clear; "
            "Ann has more than one file",
        ],
        ["d.csv", 0, "not read", "has no column clause_id and no label"],
        ["e.csv", 0, "not read", "has no labels"],
        ["f.png", 0, "not read", "is no CSV file: save it as CSV"],
        [
            "g.csv",
            0,
            "not read",
            "it cannot be used: more cells than columns (a comma in a cell needs quotes around it): line 2",
        ],
        ["zoë.csv", 1, "read", ""],
    ]
    assert list(labels.columns) == ["clause_id", "annotator", "label"]


def test_one_file_never_stops_the_others(tmp_path):
    """A cell of a megabyte, a link that leads out, a workbook in disguise: named, and the rest is read."""
    first = load_sample()["clause_id"][0]
    write(tmp_path / "class", "a.csv", f"clause_id,label\n{first},v\n")
    write(tmp_path / "class", "big.csv", "clause_id,label\n" + "x" * 10**6 + ",v\n")
    write(tmp_path / "class", "book.csv", "PK\x03\x04")
    write(tmp_path / "class", "sep.csv", f"sep=;\nclause_id;label\n{first};c\n")
    write(tmp_path, "outside.csv", f"clause_id,label\n{first},v\n")
    (tmp_path / "class" / "link.csv").symlink_to(tmp_path / "outside.csv")
    labels, report = merge_labels(tmp_path / "class")
    assert labels.values.tolist() == [[first, "a", "vague"], [first, "sep", "clear"]]
    assert report[["file", "outcome"]].values.tolist() == [
        ["a.csv", "read"],
        ["big.csv", "not read"],
        ["book.csv", "not read"],
        ["link.csv", "not read"],
        ["sep.csv", "read"],
    ]
    assert report["notes"].str.len().to_list()[1:4] != [0, 0, 0]


@pytest.mark.parametrize(
    "letters",
    [ALTERNATING, " ".join(ALTERNATING), ["vague", "clear"] * 10, list("VC" * 10), "vague | clear | " * 10],
)
def test_letters_are_read_however_they_are_written(letters):
    """Letters or words, in a text or a list."""
    assert read_letters(letters) == ALTERNATING
    assert read_letters(pd.Series(list(ALTERNATING))) == ALTERNATING


def test_names_of_two_students_are_two_files(tmp_path):
    """Names differ in marks, scripts and blanks; those that differ in capitals only are one person."""
    names = ["अनिल", "अनिला", "рави", "ann a", "ann-a", "José", "CON", "anna", "Anna"]
    paths = [save_labels(ALTERNATING, name, tmp_path).name for name in names]
    assert paths == [
        "अनिल.csv",
        "अनिला.csv",
        "рави.csv",
        "ann a.csv",
        "ann-a.csv",
        "josé.csv",
        "_con.csv",
        "anna.csv",
        "anna.csv",
    ]
    decomposed = save_labels(ALTERNATING, "Jose\u0301", tmp_path)
    assert decomposed.name == "josé.csv"


def test_order_of_files_does_not_matter(tmp_path):
    """The same files give the same table, whoever saved first."""
    for folder, names in (("one", ("b", "a")), ("two", ("a", "b"))):
        for name in names:
            save_labels(ALTERNATING, name, tmp_path / folder)
    one, two = (merge_labels(tmp_path / folder) for folder in ("one", "two"))
    pd.testing.assert_frame_equal(one.labels, two.labels)
    pd.testing.assert_frame_equal(one.report, two.report)


def test_a_folder_that_is_none_is_said(tmp_path):
    """No folder, a file, an empty folder, a folder without labels: each is told apart."""
    with pytest.raises(FileNotFoundError, match=r"There is no folder .*nowhere\. Collect the files"):
        merge_labels(tmp_path / "nowhere")
    with pytest.raises(ValueError, match=r"No file in .* has labels\. It holds no CSV file\."):
        merge_labels(tmp_path)
    write(tmp_path, "a.csv", "x,y\n1,2\n")
    with pytest.raises(ValueError, match=r"has labels\.\n- a\.csv has no column clause_id and no label"):
        merge_labels(tmp_path)
    with pytest.raises(NotADirectoryError, match=r"a\.csv is a file\. Give the folder"):
        merge_labels(tmp_path / "a.csv")
