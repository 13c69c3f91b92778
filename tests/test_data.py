"""The data set that ships: register, hashes, texts and the page that explains them agree."""

import csv
import hashlib
import re
from datetime import date
from pathlib import Path

import pytest

from policyviz.frames import FRAMES

DATA = Path(__file__).parent.parent / "data"
README = (DATA / "README.md").read_text(encoding="utf-8")


def read_register() -> list[dict]:
    with (DATA / "policies.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_registry() -> list[tuple[str, str]]:
    """(file, sha256) in the order of registry.txt."""
    lines = (DATA / "registry.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(maxsplit=1) for line in lines if not line.startswith("#")]
    return [(file, digest) for digest, file in pairs]


def read_dictionary() -> dict[str, dict[str, str]]:
    """Frame -> column -> type, as data/README.md has them."""
    chapter = README.split("\n## Frames: every column\n")[1].split("\n## ")[0]
    frames = {}
    for part in chapter.split("\n### ")[1:]:
        name, body = part.split("\n", 1)
        frames[name.strip()] = dict(re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", body, flags=re.MULTILINE))
    return frames


def test_register_names_the_four_policies():
    """Ids, companies and dates are those the texts give."""
    rows = [(row["policy_id"], row["company"], row["effective_date"]) for row in read_register()]
    assert rows == [
        ("personnel-technology", "Personnel Technology", "2020-10-20"),
        ("procom", "Procom", ""),
        ("worksearchnow", "WorkSearchNow", ""),
        ("wrk", "Wrk", "2023-02-02"),
    ]


def test_register_and_folder_hold_the_same_files():
    """Every row has its file and every file has its row."""
    registered = [row["file"] for row in read_register()]
    found = sorted(path.relative_to(DATA).as_posix() for path in (DATA / "policies").iterdir())
    assert registered == found


@pytest.mark.parametrize("row", read_register(), ids=lambda row: row["policy_id"])
def test_register_row_is_complete(row):
    """Only date and source may be empty; a date is a date; the licence note is the agreed one."""
    assert [name for name, value in row.items() if not value] in ([], ["effective_date"], ["source"])
    assert not row["effective_date"] or date.fromisoformat(row["effective_date"]) < date(2024, 1, 1)
    assert row["license"] == "text belongs to the company; included for research and teaching"
    assert "/" not in row["source"]


@pytest.mark.parametrize("row", read_register(), ids=lambda row: row["policy_id"])
def test_register_says_what_the_text_says(row):
    """The company and the site stand in the text, if only in an address."""
    text = (DATA / row["file"]).read_text(encoding="utf-8").lower()
    assert row["company"].lower() in text
    assert row["source"] in text


def test_registry_lists_register_and_texts_in_order():
    """Every data file is hashed, and nothing else."""
    files = [file for file, _ in read_registry()]
    # As the shell sorts them: files of a folder before those of its folders.
    beside = [
        path.relative_to(DATA).as_posix()
        for pattern in ("classroom/*.csv", "classroom/*/*.[ct]*", "gold/*.csv", "measured/*.csv")
        for path in sorted(DATA.glob(pattern))
    ]
    assert files == [*beside, "policies.csv", *[row["file"] for row in read_register()]]


@pytest.mark.parametrize(("file", "expected"), read_registry())
def test_file_is_byte_for_byte_as_registered(file, expected):
    """A single changed byte, even a line end, is seen."""
    assert hashlib.sha256((DATA / file).read_bytes()).hexdigest() == expected


def test_texts_are_the_ones_received():
    """The four texts never change; a new hash in registry.txt cannot hide an edit."""
    assert {file: digest[:16] for file, digest in read_registry() if file.startswith("policies/")} == {
        "policies/personnel-technology.txt": "efb35cf7b82d0fd1",
        "policies/procom.txt": "bd898b1e2cc8d028",
        "policies/worksearchnow.txt": "82716d5735c900c9",
        "policies/wrk.txt": "f3fbe12bc25cf91d",
    }


def test_git_leaves_the_texts_alone():
    """Line ends of the texts survive a checkout on Windows."""
    attributes = (DATA.parent / ".gitattributes").read_text(encoding="utf-8").splitlines()
    assert "data/policies/* -text" in attributes


def test_dictionary_names_every_column_of_every_frame():
    """data/README.md has the frames and columns of FRAMES with their types, and no other."""
    assert read_dictionary() == FRAMES


def test_readme_explains_every_column_of_the_register():
    """The table of the register has its columns in order."""
    chapter = README.split("\n## The register: `policies.csv`\n")[1].split("\nWhere the fields come from")[0]
    assert re.findall(r"^\| `(\w+)` \|", chapter, flags=re.MULTILINE) == list(read_register()[0])


def test_readme_counts_the_texts_right():
    """Lines, words and bytes in the data-set card are those of the files."""
    texts = [(DATA / row["file"]).read_bytes() for row in read_register()]
    n_lines = sum(text.count(b"\n") for text in texts)
    n_words = sum(len(text.decode().split()) for text in texts)
    n_kilobytes = round(sum(map(len, texts)) / 1000)
    assert f"{n_lines} lines, {n_words:,} words, {n_kilobytes} kB" in README


def test_no_figure_is_missing_on_the_page_of_benchmarks():
    """Every mark of the template that the page has holds figures, and the page names when and with what."""
    page = (Path(__file__).parent.parent / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    opened = re.findall(r"<!-- ([^/].*?) -->", page)
    filled = re.findall(r"<!-- ([^/].*?) -->\s*\S.*?<!-- /\1 -->", page, re.DOTALL)
    assert opened == filled != []
    assert "Measured on 20" in page
