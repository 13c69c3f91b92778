"""The notebooks that ship: clean in git, run top to bottom, and true."""

from pathlib import Path

import nbformat
import pytest

from policyviz.report import export_report

FOLDER = Path(__file__).parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def read(path):
    return nbformat.read(path, as_version=4)


def test_there_are_six():
    """The notebooks of the first version are there, in order."""
    assert [path.stem for path in NOTEBOOKS] == [
        "00_start_here",
        "01_policies_as_frames",
        "02_cluster_clauses",
        "03_data_category_coverage",
        "04_compare_vagueness",
        "05_shared_text",
    ]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_is_an_argument(path):
    """A question as title, 10 to 20 short cells, 600 to 1,200 words, its limits and a summary."""
    cells = read(path).cells
    words = sum(len(cell.source.split()) for cell in cells if cell.cell_type == "markdown")
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    prose = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    assert cells[0].source.splitlines()[0].startswith("# ")
    assert cells[0].source.splitlines()[0].endswith("?")
    assert 10 <= len(code) <= 20
    assert max(len(source.splitlines()) for source in code) <= 5
    assert 600 <= words <= 1200
    assert "**What this does not show.**" in prose
    assert "## Summary" in prose


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_is_committed_without_outputs(path):
    """No outputs, no counts: a notebook in git is source, not result."""
    cells = [cell for cell in read(path).cells if cell.cell_type == "code"]
    assert all(not cell.outputs and cell.execution_count is None for cell in cells)


@pytest.mark.notebooks
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_and_exports(path, tmp_path):
    """Each notebook runs top to bottom and becomes one page that names nothing to load."""
    page = export_report(path, tmp_path).read_text(encoding="utf-8")
    assert [file.name for file in tmp_path.iterdir()] == [f"{path.stem}.html"]
    assert "No description has been provided" not in page
    # Only a map to explore brings a script, and brings it once.
    has_map = any("explore_clusters(" in cell.source for cell in read(path).cells if cell.cell_type == "code")
    assert page.count("<script") == has_map
    for loading in ('src="http', "src='http", "@import", "url(http"):
        assert loading not in page
