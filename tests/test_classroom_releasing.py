"""Students' notebooks: what is marked as solution is cut, all else stays, and a slip in a mark is said."""

from pathlib import Path

import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from policyviz.classroom import show_rows
from policyviz.classroom.handouts import SHEET, make_handout, write_handouts
from policyviz.classroom.releasing import cut_solutions, find_out_of_step, write_lessons

SOLUTION = {"nbgrader": {"solution": True, "grade": False}}
GRADE = {"nbgrader": {"solution": False, "grade": True}}
BOTH = {"nbgrader": {"solution": True, "grade": True}}


def cut(*cells):
    """The sources that students get."""
    return [cell.source for cell in cut_solutions(new_notebook(cells=list(cells))).cells]


def test_marked_lines_are_cut_and_the_blank_is_left():
    """A region goes with its marks, wherever it stands in the cell; what is around it stays."""
    source = "n = ____\n### BEGIN SOLUTION\nn = 3\n### END SOLUTION"
    inside = "def f():\n    x = ____\n    ### BEGIN SOLUTION\n    x = 1\n    ### END SOLUTION\n    return x"
    tests = '### BEGIN HIDDEN TESTS\nassert check("L1.1", n)\n### END HIDDEN TESTS\ncheck("L1.1", n)'
    assert cut(
        new_code_cell(source, metadata=SOLUTION),
        new_code_cell(inside, metadata=SOLUTION),
        new_code_cell(tests, metadata=GRADE),
        new_code_cell("print(1)\n"),
        new_markdown_cell("### Not a mark"),
    ) == [
        "n = ____",
        "def f():\n    x = ____\n    return x",
        'check("L1.1", n)',
        "print(1)",
        "### Not a mark",
    ]


def test_whole_cells_become_blanks():
    """A solution without marks is one from end to end, in code and in words."""
    cells = new_code_cell("n = 3", metadata=SOLUTION), new_markdown_cell("Because.", metadata=BOTH)
    assert cut(*cells) == ["____", "____"]


def test_outputs_go_and_the_solution_stays_as_it_was():
    """Results are no part of what is handed out; the source is not changed."""
    output = nbformat.v4.new_output("stream", text="3")
    solution = new_notebook(cells=[new_code_cell("print(3)", outputs=[output], execution_count=7)])
    lesson = cut_solutions(solution)
    assert (lesson.cells[0].outputs, lesson.cells[0].execution_count) == ([], None)
    assert (len(solution.cells[0].outputs), solution.cells[0].execution_count) == (1, 7)


@pytest.mark.parametrize(
    ("source", "metadata", "said"),
    [
        ("### BEGIN SOLUTION\nn = 3", SOLUTION, "cell 0: a mark ### BEGIN or ### END has no partner"),
        ("n = 3\n### END SOLUTION", SOLUTION, "has no partner"),
        ("### begin solution\nn = 3\n### end solution", SOLUTION, "is not spelt in full"),
        ("### BEGIN SOLUTION\nn\n### END SOLUTION", {}, '"nbgrader": {"solution": true}'),
        ("### BEGIN HIDDEN TESTS\nn\n### END HIDDEN TESTS", SOLUTION, '"nbgrader": {"grade": true}'),
    ],
)
@pytest.mark.parametrize("new_cell", [new_code_cell, new_markdown_cell, new_raw_cell])
def test_a_slip_in_a_mark_is_no_leak(new_cell, source, metadata, said):
    """Nothing is written while a solution could go out with it."""
    with pytest.raises(ValueError, match="the notebook") as caught:
        cut(new_cell(source, metadata=metadata))
    assert said in str(caught.value)


def test_nothing_of_a_text_solution_goes_out():
    """Neither its words between marks nor a picture that was pasted into it."""
    region = new_markdown_cell("Why?\n### BEGIN SOLUTION\nSECRET\n### END SOLUTION\n", metadata=BOTH)
    picture = {"a.png": {"image/png": "SECRET"}}
    whole = new_markdown_cell("![](attachment:a.png)", metadata=BOTH, attachments=picture)
    lesson = cut_solutions(new_notebook(cells=[region, whole]))
    assert [cell.source for cell in lesson.cells] == ["Why?\n____", "____"]
    assert "SECRET" not in nbformat.writes(lesson)


def test_solutions_are_never_overwritten(tmp_path):
    """The same folder twice is refused, and a slip in one notebook leaves the others unwritten."""
    source = tmp_path / "solutions"
    write_solution(source, "L1.ipynb", 1)
    before = (source / "L1.ipynb").read_bytes()
    with pytest.raises(ValueError, match="would overwrite the solutions"):
        write_lessons(source, source / ".." / "solutions")
    assert (source / "L1.ipynb").read_bytes() == before
    slip = new_code_cell("### BEGIN SOLUTION\nn = 3", metadata=SOLUTION, id="a")
    nbformat.write(new_notebook(cells=[slip]), source / "L2.ipynb")
    with pytest.raises(ValueError, match=r"L2\.ipynb, cell 0"):
        write_lessons(source, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def write_solution(folder: Path, name: str, number: int) -> None:
    folder.mkdir(exist_ok=True)
    source = f"n = ____\n### BEGIN SOLUTION\nn = {number}\n### END SOLUTION"
    cell = new_code_cell(source, metadata=SOLUTION, id="a")
    nbformat.write(new_notebook(cells=[cell]), folder / name)


def test_out_of_step_is_seen(tmp_path):
    """A changed, a missing and a left-over notebook are named; after writing only the left-over one is."""
    source, target = tmp_path / "solutions", tmp_path
    for name in ("L1.ipynb", "L2.ipynb", "L3.ipynb"):
        write_solution(source, name, 1)
    written = write_lessons(source, target)
    assert [path.name for path in written] == ["L1.ipynb", "L2.ipynb", "L3.ipynb"]
    assert find_out_of_step(source, target) == []
    (target / "L2.ipynb").unlink()
    (target / "L3.ipynb").write_bytes(b"\xff{}")
    (target / "L9.ipynb").write_text("{}", encoding="utf-8")
    assert find_out_of_step(source, target) == ["L2.ipynb", "L3.ipynb", "L9.ipynb"]
    write_lessons(source, target)
    assert find_out_of_step(source, target) == ["L9.ipynb"]


def test_nothing_to_write_is_said(tmp_path):
    """An empty folder is not a course."""
    with pytest.raises(FileNotFoundError, match="There are no solutions"):
        write_lessons(tmp_path, tmp_path / "out")
    with pytest.raises(FileNotFoundError, match="There are no handouts"):
        write_handouts(tmp_path)


def test_handout_is_a_page_of_its_own(tmp_path):
    """Title, text and the sheet of clauses; nothing to load, nothing to run."""
    (tmp_path / "L3.md").write_text(f"# L3. A < B?\n\nWords.\n\n{SHEET}\n", encoding="utf-8")
    [path] = write_handouts(tmp_path)
    page = path.read_text(encoding="utf-8")
    assert "<title>L3. A &lt; B?</title>" in page
    assert page.count("<td class='box'></td>") == 20
    assert "We may not sell or rent your email address to anyone." in page
    assert [sign for sign in ("<script", "http", "{{", "url(") if sign in page] == []


def test_handout_without_a_title_is_refused(tmp_path):
    """The first line of a handout is its title."""
    (tmp_path / "L1.md").write_text("Words.", encoding="utf-8")
    with pytest.raises(ValueError, match="does not begin with a title"):
        make_handout(tmp_path / "L1.md")


def test_rows_are_shown_in_full_and_escaped():
    """Words stand on the left and whole, numbers on the right, foreign marks as words, nothing as nothing."""
    frame = pd.DataFrame({"text": ["<b>x</b> " * 40, None], "n_words": [3, 1]})
    shown = show_rows(frame)._repr_html_()
    assert "<b>" not in shown
    assert shown.count("&lt;b&gt;x&lt;/b&gt;") == 40
    assert "<td style='text-align:left;vertical-align:top'></td>" in shown
    assert "text-align:right;vertical-align:top;white-space:nowrap'>3</td>" in shown
