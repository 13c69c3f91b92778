"""A notebook becomes one page: executed, titled, navigable, loading nothing."""

import os
import sys
from pathlib import Path

import nbformat
import pytest
from report_tools import read_page, read_rows, write_notebook

import policyviz
from policyviz.report import export_report

ALT = "Wrk has 44 vague clauses, Procom 38."


TABLE = "pd.DataFrame({'policy_id': ['wrk', 'procom'], 'n': [44, 1380], 'share': [.5, None]})"
STORY = (
    "# Who writes vaguely?\n\nWrk & Procom <hedge>.\n\nSee [the clusters](02_clusters.ipynb#Cookies), "
    "[the data](../data/README.md) and [a site](https://example.org/x.ipynb).",
    "import os, sys, logging, warnings\nimport pandas as pd\nimport matplotlib.pyplot as plt\n"
    "from IPython.display import HTML, Javascript, display\nfrom policyviz.report import show",
    "print('this python', sys.executable == os.environ['EXPECTED_PYTHON'])\n"
    "print('policies', os.environ['POLICYVIZ_DATA'])\nprint('here', os.getcwd(), os.listdir())\n"
    "print('home', os.path.expanduser('~/secret.txt'))\nprint('noise', file=sys.stderr)\n"
    "warnings.warn('noise')\nlogging.warning('noise')\nprint({'b', 'a', 'c'}, object())",
    "## The tables",
    f"{TABLE}.set_index('policy_id')",
    f"{TABLE}.style.format(precision=1).set_caption('Scores')",
    'display(HTML(\'<p id="kept" onclick="x()">kept<script>alert(1)</script></p></main>\'))\n'
    "display(Javascript('alert(2)'))",
    "# The figures",
    f"fig, ax = plt.subplots(figsize=(9.5, 2))\nax.barh(['Wrk', 'Procom'], [44, 38])\nshow(ax, '{ALT}')\nax",
    "[See](other.ipynb)",
)


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """The notebook, its bytes before, and two exports of it, code hidden and code hidden again."""
    root = tmp_path_factory.mktemp("story")
    path = write_notebook(root / "notebooks" / "01_story.ipynb", *STORY)
    before = path.read_bytes()
    (root / "mine").mkdir()
    kernel = root / "jupyter" / "kernels" / "python3"
    kernel.mkdir(parents=True)
    (kernel / "kernel.json").write_text('{"argv": ["false"], "display_name": "Wrong", "language": "python"}')
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EXPECTED_PYTHON", sys.executable)
        patch.setenv("JUPYTER_PATH", str(root / "jupyter"))
        patch.setenv("PYTHONHASHSEED", "7")
        patch.setenv("MPLBACKEND", "agg")
        first = export_report(path, root / "a", policies=root / "mine")
        second = export_report(str(path), str(root / "b" / "deep"), policies=str(root / "mine"))
        assert "POLICYVIZ_DATA" not in os.environ
    return {"path": path, "before": before, "first": first, "second": second, "page": read_page(first)}


@pytest.mark.notebooks
def test_export_is_one_file_and_leaves_the_notebook_alone(story):
    """One page per notebook, named after it; nothing is written beside the notebook."""
    assert story["first"].name == "01_story.html"
    assert list(story["first"].parent.iterdir()) == [story["first"]]
    assert list(story["path"].parent.iterdir()) == [story["path"]]
    assert story["path"].read_bytes() == story["before"]


@pytest.mark.notebooks
def test_two_exports_are_the_same_bytes(story):
    """No date, no address, no random id, no hash order."""
    assert story["first"].read_bytes() == story["second"].read_bytes()


@pytest.mark.notebooks
def test_kernel_is_this_python_and_gets_the_policies(story):
    """A foreign kernel called python3 is not used; paths appear without this machine's folders."""
    lines = story["page"].select("pre.printed")[0].get_text().splitlines()
    expected = ["this python True", "policies mine", "here . ['01_story.ipynb']", "home ~/secret.txt"]
    assert lines[:4] == expected
    assert lines[4].endswith("} <object object>")


@pytest.mark.notebooks
def test_page_has_no_traces_of_machine_and_kernel(story):
    """Neither folders of this machine nor warnings, log lines and names of Python objects."""
    printed = "".join(part.get_text() for part in story["page"].select("pre.printed"))
    for trace in ("noise", "Axes", "ipykernel", "0x"):
        assert trace not in printed
    for folder in (story["path"].parent, sys.prefix, Path.cwd()):
        assert str(folder) not in story["page"].get_text()


@pytest.mark.notebooks
def test_page_is_titled_and_navigable(story):
    """Title and h1 are the first heading, further ones step down, and the contents lead to them."""
    page = story["page"]
    assert page.html["lang"] == "en"
    assert page.title.get_text() == "Who writes vaguely?"
    assert [h.get_text() for h in page.find_all("h1")] == ["Who writes vaguely?"]
    assert [h.get_text() for h in page.find_all("h2")] == ["The tables", "The figures"]
    assert [(a["href"], a.get_text()) for a in page.select("nav[aria-label=Contents] a")] == [
        ("#The-tables", "The tables"),
        ("#The-figures", "The figures"),
    ]
    assert page.select_one("a.skip")["href"] == f"#{page.main['id']}"
    assert page.select_one("p.finding").get_text() == "Wrk & Procom ."
    assert page.footer.get_text() == f"Made with policyviz {policyviz.__version__} from 01_story.ipynb."


@pytest.mark.notebooks
def test_page_may_load_and_run_nothing(story):
    """The policy of the page forbids it, and there is nothing to forbid."""
    page = story["page"]
    rule = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert rule.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    assert page.find_all(["script", "iframe", "object", "embed"]) == []
    assert [link["href"] for link in page.find_all("link")] == ["data:,"]
    assert page.find(id="kept").attrs == {"id": "kept"}
    assert page.find(id="kept").find_parent("main") is page.main
    shown = "".join(str(part) for part in page.select(".output, pre.printed"))
    assert "alert(" not in shown


@pytest.mark.notebooks
def test_links_lead_to_reports(story):
    """Notebooks become pages, files left behind become plain words, the web stays."""
    links = [a["href"] for a in story["page"].main.find_all("a") if not a["href"].startswith("#")]
    assert links == ["02_clusters.html#Cookies", "https://example.org/x.ipynb", "other.html"]
    assert "the data" in story["page"].main.get_text()


@pytest.mark.notebooks
def test_tables_are_repaired(story):
    """pandas' table: one header row, scopes, numbers marked, its own box that can be reached."""
    plain, styled = story["page"].find_all("table")
    expected = [
        ["th:policy_id", "th:n", "th:share"],
        ["th:wrk", "td:44", "td:0.5"],
        ["th:procom", "td:1380", "td:NaN"],
    ]
    assert read_rows(plain) == expected
    assert [th["scope"] for th in plain.find_all("th")] == ["col", "col", "col", "row", "row"]
    assert [("n" in cell["class"]) for cell in plain.find_all("td")] == [True] * 4
    assert plain.parent["aria-label"] == "Table 1: The tables"
    assert (plain.parent["role"], plain.parent["tabindex"]) == ("region", "0")
    assert styled.parent["aria-label"] == "Table 2: Scores"
    assert styled["id"] == "T_1"


@pytest.mark.notebooks
def test_figure_has_its_words_and_appears_once(story):
    """One image with the alt text of `show`; a wide one may leave the column."""
    [image] = story["page"].find_all("img")
    assert image["alt"] == ALT
    assert image["src"].startswith("data:image/png;base64,iVBOR")
    assert "wide" in image.parent["class"]


@pytest.mark.notebooks
def test_code_is_hidden_but_reachable(story):
    """Every code cell is there, in a closed box; a cell that shows nothing shares the next one's."""
    boxes = story["page"].select("details.code")
    assert len(boxes) == 5
    assert not any(box.has_attr("open") for box in boxes)
    assert boxes[0].summary.get_text() == "Code of cells 2 to 3"
    assert [block.get_text().split()[:2] for block in boxes[0].select("div.highlight")] == [
        ["import", "os,"],
        ["print('this", "python',"],
    ]


@pytest.mark.notebooks
def test_parameters_are_set_and_asides_left_out(tmp_path):
    """What is given is set after the tagged cell; a cell for somebody at the notebook is not shown."""
    path = write_notebook(
        tmp_path / "set.ipynb",
        "# Who?",
        "# Change the next cell.",
        "COMPANY = None",
        "print('it is', COMPANY)",
    )
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[1].metadata["tags"], notebook.cells[2].metadata["tags"] = ["notebook"], ["parameters"]
    nbformat.write(notebook, path)
    evil = "<b>'\"; import os"
    page = read_page(export_report(path, tmp_path / "out", parameters={"COMPANY": evil}))
    assert page.select_one("pre.printed").get_text().strip() == f"it is {evil}"
    assert "Change the next cell" not in page.get_text()
