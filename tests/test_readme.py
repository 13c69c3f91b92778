"""The README promises only what runs."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from matplotlib import image

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.notebooks
def test_quick_start_runs_and_draws_the_picture(tmp_path):
    """The code blocks of the README run as they stand, in an empty folder, and draw the README's figure."""
    blocks = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(blocks) == 3
    script = tmp_path / "quickstart.py"
    script.write_text("import matplotlib\nmatplotlib.use('Agg')\n" + "\n".join(blocks), encoding="utf-8")
    done = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    assert "[sensitive personal information]" in done.stdout
    assert all(
        policy_id in done.stdout for policy_id in ("personnel-technology", "procom", "worksearchnow", "wrk")
    )
    drawn, shown = image.imread(tmp_path / "quickstart.png"), image.imread(ROOT / "docs" / "quickstart.png")
    assert drawn.shape == shown.shape
    # Another version of matplotlib may smooth letters a little differently.
    assert np.abs(drawn - shown).mean() < 0.01


def test_links_lead_somewhere():
    """Every relative link of the README is a file of the project."""
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_lessons_are_all_listed():
    """The table of lessons has every lesson with its title, here and on the teacher's page."""
    import nbformat

    course = ROOT / "notebooks" / "classroom"
    page = (course / "README.md").read_text(encoding="utf-8")
    for path in sorted(course.glob("*.ipynb")):
        title = nbformat.read(path, as_version=4).cells[0].source.splitlines()[0].removeprefix("# ")
        number, question = title.split(". ", 1)
        assert f"[{number}](notebooks/classroom/{path.name}) | {question} |" in README
        assert f"[{number}]({path.name}) | {question} |" in page


def test_notebooks_are_all_listed():
    """The table of notebooks has every notebook with its title."""
    import nbformat

    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        title = nbformat.read(path, as_version=4).cells[0].source.splitlines()[0].removeprefix("# ")
        assert f"[{path.stem}](notebooks/{path.name}) | {title} |" in README
