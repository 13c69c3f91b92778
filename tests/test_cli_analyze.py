"""``policyviz analyze``: every table, as files that are safe, complete and the same every time."""

import contextlib
import csv
import hashlib
import io
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from types import SimpleNamespace

import pandas as pd
import pytest
from cli_tools import read_rows, write_texts

import policyviz
from policyviz.cli import main, recipes
from policyviz.cli.writing import make_csv


@pytest.fixture(scope="module")
def analyzed(tmp_path_factory):
    """The tables of three short policies and an empty file, with the code and the lines on stderr."""
    home = tmp_path_factory.mktemp("analyzed")
    (write_texts(home / "texts") / "empty.txt").write_bytes(b"")
    with contextlib.redirect_stderr(io.StringIO()) as stream:
        code = main(["analyze", str(home / "texts"), "--out", str(home / "t"), "--format", "csv"])
    return SimpleNamespace(home=home, folder=home / "t", code=code, err=stream.getvalue().splitlines())


def test_analyze_writes_every_table(analyzed):
    """A file per table; the manifest knows rows, columns and hash of each; a page says what they are."""
    folder, (not_read, summary, where) = analyzed.folder, analyzed.err
    assert (analyzed.code, summary, where) == (3, "30 tables from 3 of 4 files.", f"Open {folder}/README.md")
    assert not_read.startswith("Not read: empty.txt: ")
    header, *rows = read_rows(folder / "manifest.csv")
    assert header == ["table", "file", "rows", "columns", "sha256", "about", "note"]
    names = [row[0] for row in read_rows(recipes.ABOUT)[1:]]
    assert [row[:2] for row in rows] == [[name, f"{name}.csv"] for name in names]
    found = sorted(path.name for path in folder.iterdir())
    assert found == sorted([*(f"{name}.csv" for name in names), "README.md", "manifest.csv"])
    for _, file, n_rows, n_columns, digest, *_ in rows:
        cells = read_rows(folder / file)
        assert (len(cells) - 1, len(cells[0])) == (int(n_rows), int(n_columns))
        assert hashlib.sha256((folder / file).read_bytes()).hexdigest() == digest
    page = (folder / "README.md").read_text(encoding="utf-8")
    assert f"Written by policyviz {policyviz.__version__}." in page
    assert "has an apostrophe before it." in page
    assert "| `clauses` | 7 | 10 | Sentences and list items: what everything else is counted in. |" in page


def test_analyze_tables_say_what_the_policies_say(analyzed):
    """Values and not only shapes: what is said of personal information, which clause stands twice."""
    status = pd.read_csv(analyzed.folder / "coverage_status.csv").set_index("policy_id")
    assert status["personal information"].to_dict() == {"acme": "silent", "bolt": "denied", "core": "silent"}
    counts = pd.read_csv(analyzed.folder / "coverage_clauses.csv").set_index("policy_id")
    assert counts["personal information"].to_dict() == {"acme": 0, "bolt": 1, "core": 0}
    pairs = pd.read_csv(analyzed.folder / "boilerplate.csv")
    assert pairs[["clause_id_a", "clause_id_b", "kind"]].to_numpy().tolist() == [
        ["acme:001", "core:001", "identical"]
    ]


def test_analyze_disarms_formulas_in_csv(analyzed):
    """A text that a spreadsheet would run has an apostrophe before it."""
    clauses = pd.read_csv(analyzed.folder / "clauses.csv").set_index("clause_id")["text"]
    assert clauses["bolt:001"] == "'=cmd() is what we say."
    assert pd.read_csv(analyzed.folder / "policies.csv")["text"].str[:2].to_list() == ["We", "'=", "We"]


@pytest.mark.skipif(find_spec("pyarrow") is None, reason="needs pyarrow, which policyviz[import] brings")
def test_analyze_keeps_parquet_exact(run, texts, tmp_path):
    """Parquet holds the frames as they are, side by side with the CSV files."""
    assert run("analyze", texts, "--out", "t", "--quiet") == (0, [], [])
    clauses = pd.read_parquet(tmp_path / "t" / "clauses.parquet")
    expected = policyviz.split_clauses(policyviz.load_policies(texts))
    pd.testing.assert_frame_equal(clauses, expected, check_dtype=False)
    kinds = [path.suffix for path in sorted((tmp_path / "t").iterdir())]
    assert [kinds.count(kind) for kind in (".csv", ".parquet", ".md")] == [31, 30, 1]


def test_analyze_gives_the_same_bytes(analyzed, tmp_path):
    """Another process with other hashes of strings writes the same folder, byte for byte."""
    words = ["analyze", analyzed.home / "texts", "--out", tmp_path / "t", "--format", "csv", "--quiet"]
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "policyviz", *map(str, words)],
        env=os.environ | {"PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr.splitlines()) == (3, "", analyzed.err[:1])
    first, second = (
        {path.name: path.read_bytes() for path in folder.iterdir()}
        for folder in (analyzed.folder, tmp_path / "t")
    )
    assert first == second


def test_analyze_leaves_out_what_cannot_be_said(run, texts, analyzed, tmp_path):
    """One short policy has no comparisons and no clusters: named, no failure, nothing left from before."""
    shutil.copytree(analyzed.folder, tmp_path / "t")
    code, _, err = run("analyze", texts / "acme.txt", "--out", "t", "--format", "csv")
    left_out = [line.split(": ")[1] for line in err if line.startswith("Left out: ")]
    clusters = ["clusters", "top_terms", "cluster_names", "representatives", "cluster_companies", "stability"]
    assert (code, left_out) == (0, ["comparisons", *clusters])
    assert "Left out: clusters: Clusters need 4 different clauses or more; found 2." in err
    assert "Left out: cluster_names: It is made from tables that are left out." in err
    assert "Note: boilerplate: All clauses are of one policy: there is no other to share text with." in err
    assert err[-2:] == ["23 tables from 1 of 1 file.", "Open t/README.md"]
    assert [name for name in ["comparisons", *clusters] if (tmp_path / "t" / f"{name}.csv").exists()] == []
    [row] = [row for row in read_rows(tmp_path / "t" / "manifest.csv") if row[0] == "cluster_names"]
    assert row[1:4] + row[6:] == ["", "0", "0", "Left out. It is made from tables that are left out."]
    page = (tmp_path / "t" / "README.md").read_text(encoding="utf-8")
    assert "## Left out\n\n- comparisons: `A comparison needs at least two groups;" in page


def test_analyze_goes_on_after_a_bug(run, texts, tmp_path, monkeypatch):
    """An analysis that breaks is an error with a name, also when quiet; the others are written, code 3."""
    whole = recipes._list_recipes()
    kept = {name: whole[name] for name in ("clauses", "readability")}
    monkeypatch.setattr(recipes, "_list_recipes", lambda: kept | {"gaps": ((), lambda: 1 // 0)})
    words = ["analyze", texts, "--out", "t", "--format", "csv", "--quiet"]
    error = "policyviz: error: gaps: Unexpected ZeroDivisionError: integer division or modulo by zero. "
    assert run(*words) == (3, [], [f"{error}Please report it with what --debug shows."])
    names = ["README.md", "clauses.csv", "files.csv", "manifest.csv", "policies.csv", "readability.csv"]
    assert sorted(path.name for path in (tmp_path / "t").iterdir()) == names
    with pytest.raises(ZeroDivisionError):
        run(*words, "--debug")


def test_analyze_does_not_compare_for_hours(monkeypatch):
    """Too many pairs are counted and refused, with what to do instead."""
    monkeypatch.setattr(recipes, "MOST_PAIRS", 2)
    clauses = pd.DataFrame({"policy_id": ["a", "b", "c"]})
    with pytest.raises(ValueError, match=r"^3 policies make 3 pairs, more than 2\. Analyze fewer at a time"):
        recipes.compare(clauses, clauses)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (
            ["texts", "--out", "mine"],
            "mine is not empty, and nothing in it is overwritten. Name a new or an ",
        ),
        (["texts", "--out", "file.txt"], "file.txt is a file. Name a new folder."),
        (["texts", "--out", "texts/t"], "--out texts/t lies where policies are read (texts): the next run "),
        (["nowhere", "--out", "t"], "There is no nowhere. In . there are: "),
    ],
)
def test_analyze_overwrites_nothing_of_others(run, texts, tmp_path, words, error):
    """A folder that holds anything else, such as a register of policies, stays as it is; code 1."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "policies.csv").write_text("policy_id,file\n")
    (tmp_path / "file.txt").write_text("text")
    before = sorted(path.as_posix() for path in tmp_path.rglob("*"))
    code, out, [line] = run("analyze", *words, "--format", "csv")
    assert (code, out) == (1, [])
    assert line.startswith(f"policyviz: error: {error}")
    assert sorted(path.as_posix() for path in tmp_path.rglob("*")) == before
    assert (tmp_path / "mine" / "policies.csv").read_text() == "policy_id,file\n"


def test_analyze_without_pyarrow(run, texts, tmp_path, monkeypatch):
    """Said before anything is read: what to install, or what to do without."""
    monkeypatch.setattr("policyviz.cli.analyze.find_spec", lambda name: None)
    assert run("analyze", texts, "--out", "t") == (
        1,
        [],
        [
            'policyviz: error: Parquet needs one more package (pyarrow): pip install "policyviz[import]". '
            "Without it: --format csv"
        ],
    )
    assert not (tmp_path / "t").exists()


@pytest.mark.parametrize("opening", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_csv_disarms_every_opening(opening):
    """Text, labels and the names of columns; numbers and what stands inside a cell stay."""
    text = f"{opening}1"
    frame = pd.DataFrame(
        {text: [text, f"a{text}"], "n": [-1.5, 2.0], "d": pd.to_datetime(["2024-02-28", None])}
    )
    frame["label"] = frame[text].astype("category")
    read = list(csv.reader(io.StringIO(make_csv(frame).decode("utf-8"), newline="")))
    assert read == [
        [f"'{text}", "n", "d", "label"],
        [f"'{text}", "-1.5", "2024-02-28", f"'{text}"],
        [f"a{text}", "2.0", "", f"a{text}"],
    ]
