"""What cannot be exported is refused in one clear sentence."""

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from report_tools import read_page, write_notebook

from policyviz.report import execution, export_report


@pytest.mark.notebooks
def test_code_can_be_shown_and_works_inside_a_running_loop(tmp_path):
    """hide_code=False opens the boxes, also when called from Jupyter, which runs an event loop."""
    path = write_notebook(tmp_path / "a.ipynb", "# A", "import os\n'POLICYVIZ_DATA' in os.environ")

    async def export():
        return export_report(path, tmp_path, hide_code=False)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POLICYVIZ_DATA", str(tmp_path))
        # In a thread of its own: a browser of other tests may run a loop in this one.
        with ThreadPoolExecutor(1) as pool:
            page = read_page(pool.submit(asyncio.run, export()).result())
    assert page.select_one("details.code").has_attr("open")
    assert page.select_one("pre.printed").get_text() == "False"


@pytest.mark.notebooks
def test_failing_cell_is_named(tmp_path):
    """One message: notebook, cell, exception. No page is written."""
    path = write_notebook(tmp_path / "bad.ipynb", "# A", "x = 1", "open('no such file')", "x")
    with pytest.raises(RuntimeError) as caught:
        export_report(path, tmp_path / "out")
    words = "FileNotFoundError: [Errno 2] No such file or directory: 'no such file'"
    assert str(caught.value) == f"bad.ipynb, cell 3 (open('no such file')): {words}"
    assert not (tmp_path / "out").exists()


@pytest.mark.notebooks
def test_endless_cell_is_named(tmp_path, monkeypatch):
    """A cell that runs too long is stopped."""
    monkeypatch.setattr(execution, "CELL_SECONDS", 1)
    path = write_notebook(tmp_path / "slow.ipynb", "# A", "while True: pass")
    with pytest.raises(
        RuntimeError, match=r"^slow.ipynb, cell 2 \(while True: pass\): ran for more than 1 s"
    ):
        export_report(path, tmp_path)


@pytest.mark.notebooks
def test_dying_kernel_is_named(tmp_path):
    """A cell that takes Python down is named like any other."""
    path = write_notebook(tmp_path / "dead.ipynb", "import os\nos._exit(1)")
    with pytest.raises(RuntimeError, match=r"^dead.ipynb, cell 1 \(import os\): the Python process died"):
        export_report(path, tmp_path)


@pytest.mark.notebooks
def test_figure_without_words_is_refused(tmp_path):
    """A figure that Jupyter shows by itself has no text alternative: the cell is named."""
    path = write_notebook(tmp_path / "a.ipynb", "# A", "import matplotlib.pyplot as plt\nplt.plot([1, 2]);")
    with pytest.raises(
        ValueError, match=r"^a.ipynb: cell 2 shows an image without a text alt.*pv.show\(ax, alt="
    ):
        export_report(path, tmp_path)


# Bad input and pages without code need no kernel.


def test_missing_notebook(tmp_path):
    """A misspelt path gets one sentence."""
    with pytest.raises(FileNotFoundError, match=r"There is no notebook .*x.ipynb. Check the spelling"):
        export_report(tmp_path / "x.ipynb", tmp_path)


def test_folder_for_a_notebook(tmp_path):
    """A folder gets the command that exports folders."""
    with pytest.raises(IsADirectoryError, match=r"policyviz report --notebooks"):
        export_report(tmp_path, tmp_path / "out")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Privacy policy",
        b"[]",
        b"{}",
        b'"text"',
        b"null",
        b"\xff\xfe\x00PNG",
        b'{"cells": 3, "nbformat": 4}',
    ],
)
def test_file_that_is_not_a_notebook(tmp_path, content):
    """Text, binary and JSON of another kind are all just not a notebook."""
    path = tmp_path / "a.ipynb"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"a.ipynb is not a Jupyter notebook"):
        export_report(path, tmp_path / "out")


def test_notebook_without_cells(tmp_path):
    """An empty notebook is not an empty report."""
    with pytest.raises(ValueError, match="has no cells"):
        export_report(write_notebook(tmp_path / "a.ipynb"), tmp_path)


def test_notebook_in_another_language(tmp_path):
    """R runs in R."""
    path = tmp_path / "a.ipynb"
    kernel = {"name": "ir", "display_name": "R", "language": "R"}
    nbformat.write(new_notebook(cells=[new_code_cell("1")], metadata={"kernelspec": kernel}), path)
    with pytest.raises(ValueError, match="a notebook in R"):
        export_report(path, tmp_path)


def test_output_folder_that_is_a_file(tmp_path):
    """Said before the notebook runs, also for a folder inside a file."""
    path = write_notebook(tmp_path / "a.ipynb", "1/0")
    (tmp_path / "reports").write_text("a file")
    for place in ("reports", "reports/deep"):
        with pytest.raises(NotADirectoryError, match=r"reports is a file\. Name a folder"):
            export_report(path, tmp_path / place)


def test_missing_policies(tmp_path):
    """Said before the notebook runs."""
    path = write_notebook(tmp_path / "a.ipynb", "1/0")
    with pytest.raises(FileNotFoundError, match="There are no policies at"):
        export_report(path, tmp_path, policies=tmp_path / "none")


def test_missing_extra(tmp_path, monkeypatch):
    """Without nbconvert the message is the command to type."""
    monkeypatch.setitem(sys.modules, "nbconvert", None)
    with pytest.raises(ImportError, match=r'\(nbconvert\): pip install "policyviz\[report\]"'):
        export_report(tmp_path / "a.ipynb")


def test_notebook_without_heading_is_titled_by_its_name(tmp_path):
    """The file's name is the last resort."""
    path = write_notebook(tmp_path / "03_data_coverage.ipynb", "[see](a.ipynb)")
    page = read_page(export_report(path, tmp_path))
    assert page.h1.get_text() == page.title.get_text() == "03 data coverage"
    assert page.nav is None


def test_old_notebook_without_cell_ids(tmp_path):
    """Notebooks of older Jupyters are read in silence, with the same bytes each time."""
    path = tmp_path / "old.ipynb"
    path.write_text(
        '{"cells": [{"cell_type": "markdown", "metadata": {}, "source": ["# Old"]}],'
        ' "metadata": {}, "nbformat": 4, "nbformat_minor": 4}'
    )
    first = export_report(path, tmp_path / "a").read_bytes()
    assert first == export_report(path, tmp_path / "b").read_bytes()
    assert b"<title>Old</title>" in first


def test_parameters_need_a_cell_that_takes_them(tmp_path):
    """Without a cell tagged "parameters" nothing can be set, and nothing runs."""
    path = write_notebook(tmp_path / "none.ipynb", "# None?", "1 / 0")
    with pytest.raises(
        ValueError, match=r'^none\.ipynb has no cell tagged "parameters", so COMPANY cannot be'
    ):
        export_report(path, tmp_path / "out", parameters={"COMPANY": "wrk"})
    assert not (tmp_path / "out").exists()
