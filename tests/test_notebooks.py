"""The notebooks that ship: clean in git, run top to bottom, and true of any policies."""

import ast
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

import policyviz as pv
from policyviz.report import export_report
from policyviz.report.page import read_opening

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
# The last one is looked up, a page for each company, and not read from top to bottom.
LESSONS = NOTEBOOKS[:6]
PARAMETERS = "POLICIES = None  # a folder, file, zip or table of policies; None: the four that ship"

# Two policies of companies that do not ship, short enough for everything to be at its limit.
ACME = """Acme Privacy Policy

We collect your name and e-mail address when you register. We may share certain information with third
parties. We do not sell your phone number. You may contact us at any time to delete your account. Bread
is baked every morning.
"""
GLOBEX = """Globex Privacy Policy

We use cookies to remember your preferences. Our servers stand in Bern. We never ask for your password.
You can write to us. Bread is baked every morning.
"""


def read(path):
    return nbformat.read(path, as_version=4)


def read_code(path):
    """The code cells of a notebook."""
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def read_prose(path):
    """All Markdown of a notebook."""
    return "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")


def find_calls(path, name):
    """The keywords of each call of ``pv.<name>`` in a notebook, with their source."""
    nodes = [node for cell in read_code(path) for node in ast.walk(ast.parse(cell.source))]
    calls = [node for node in nodes if isinstance(node, ast.Call) and ast.unparse(node.func) == f"pv.{name}"]
    return [{keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords} for call in calls]


def test_there_are_seven():
    """The notebooks are there, in order."""
    assert [path.stem for path in NOTEBOOKS] == [
        "00_start_here",
        "01_policies_as_frames",
        "02_cluster_clauses",
        "03_data_category_coverage",
        "04_compare_vagueness",
        "05_shared_text",
        "06_company_report",
    ]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_is_an_argument(path):
    """A question as title, 10 to 24 short cells, 600 to 1,200 words, its limits and a summary."""
    title = read(path).cells[0].source.splitlines()[0]
    code = [cell.source for cell in read_code(path)]
    prose = read_prose(path)
    assert title.startswith("# ")
    assert title.endswith("?")
    assert 10 <= len(code) <= 24
    assert max(len(source.splitlines()) for source in code) <= 5
    assert 600 <= len(prose.split()) <= 1200
    assert "**What this does not show.**" in prose
    assert "## Summary" in prose


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_takes_any_policies(path):
    """The second code cell, tagged for it, is the one to change."""
    cell = read_code(path)[1]
    assert cell.metadata.tags == ["parameters"]
    assert cell.source.splitlines()[0] == PARAMETERS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_says_one_finding(path):
    """One sentence made from the numbers goes to the top of the report, and to its index."""
    assert [call for call in find_calls(path, "say") if call] == [{"finding": "True"}]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_chart_has_its_numbers(path):
    """No chart without the table that it draws."""
    charts = find_calls(path, "show")
    assert charts == [call for call in charts if call.get("table", "None") != "None"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_prose_is_about_no_company(path):
    """Markdown is true of all policies: it names none of those that ship."""
    shipped = pv.load_policies(pv.data_dir())
    names = [*shipped["company"], *shipped["policy_id"], "four companies"]
    assert [name for name in names if name.lower() in read_prose(path).lower()] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_is_committed_without_outputs(path):
    """No outputs, no counts: a notebook in git is source, not result."""
    assert all(not cell.outputs and cell.execution_count is None for cell in read_code(path))


@pytest.mark.notebooks
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_and_exports(path, tmp_path):
    """Each notebook runs top to bottom and becomes one page that names nothing to load."""
    page = export_report(path, tmp_path).read_text(encoding="utf-8")
    assert [file.name for file in tmp_path.iterdir()] == [f"{path.stem}.html"]
    assert "No description has been provided" not in page
    # Only a map to explore brings a script, and brings it once.
    has_map = any("explore_clusters(" in cell.source for cell in read_code(path))
    assert page.count("<script") == has_map
    for loading in ('src="http', "src='http", "@import", "url(http"):
        assert loading not in page


FINDINGS = {
    "00_start_here": (
        "2 policies together name 6 of 45 kinds of data in 69 words. Mean vagueness of a clause, on a "
        "scale from 1 (clear) to 5 (extremely vague): 1.75 (globex) to 2.02 (acme)."
    ),
    "01_policies_as_frames": (
        "Nothing is lost: every character that is not blank lies in exactly one block. 2 policies have "
        "10 clauses. Paragraphs and list items are 90 % of 353 characters; the rest is headings, "
        "contents and parts of the website."
    ),
    "02_cluster_clauses": (
        "Clusters that come back with other random seeds and on other samples: 2 of 2 (“baked every, "
        "bread”, “may, address when you register”). Their share of 10 clauses: 100 %. There was little "
        "to sort."
    ),
    "03_data_category_coverage": (
        "A policy affirms 2 of 45 kinds of data and never names 42. Kinds affirmed by all 2 policies: 0; "
        "named by none: 39. Denials: 2 (phone number by acme, account credentials by globex)."
    ),
    "04_compare_vagueness": (
        "Mean score of a clause, from 1 (clear) to 5 (extremely vague): 1.75 (globex) to 2.02 (acme). "
        "acme and globex cannot be told apart."
    ),
    "05_shared_text": (
        "Pairs of clauses that are worded alike: 1, word for word: 1; all are in acme and globex (1). "
        "Words that stand in no other of these policies: 82 % (globex) to 88 % (acme)."
    ),
}


@pytest.fixture(scope="module")
def two_policies(tmp_path_factory):
    """A folder with two policies."""
    folder = tmp_path_factory.mktemp("policies")
    (folder / "acme.txt").write_text(ACME, encoding="utf-8")
    (folder / "globex.txt").write_text(GLOBEX, encoding="utf-8")
    return folder


@pytest.mark.notebooks
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_speaks_of_what_was_loaded(path, tmp_path, two_policies):
    """On two short policies of others each notebook runs, says what it found there, and names no other."""
    page = export_report(path, tmp_path, policies=two_policies).read_text(encoding="utf-8")
    text = BeautifulSoup(page, "html.parser").get_text()
    assert read_opening(page)[1] == FINDINGS[path.stem]
    assert [name for name in ("procom", "wrk") if name in text.lower()] == []


@pytest.mark.notebooks
def test_a_company_alone_has_its_page(tmp_path):
    """With one policy there is nobody to compare with: the page says so, and holds all the rest."""
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "acme.txt").write_text("We collect your name. We may share it with third parties.")
    page = export_report(FOLDER / "06_company_report.ipynb", tmp_path, policies=tmp_path / "p")
    text = page.read_text(encoding="utf-8")
    assert "There is no other policy to compare with." in text
    assert "acme names 1 of 45 kinds of data" in text
