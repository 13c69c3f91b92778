"""Reports: what `show` hands to Jupyter, and what stands in the exported page."""

import asyncio
import base64
import io
import os
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import pytest
from bs4 import BeautifulSoup
from matplotlib.figure import Figure
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import policyviz
from policyviz.report import execution, export_report, show, write_index
from policyviz.report.__main__ import main
from policyviz.report.outputs import make_scrubber
from policyviz.report.page import clean_fragment, finish_page
from policyviz.report.tables import repair_tables

ALT = "Wrk has 44 vague clauses, Procom 38."


def write_notebook(path, *cells):
    """Write a notebook: text that starts with "#" or ">" or "[" or "!" is Markdown, the rest is code."""
    made = [new_markdown_cell(cell) if cell[0] in "#>[!" else new_code_cell(cell) for cell in cells]
    for number, cell in enumerate(made):
        cell["id"] = f"cell-{number}"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=made), path)
    return path


def read_page(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def read_rows(table):
    """All rows of a table as lists of "tag:text"."""
    return [
        [f"{cell.name}:{cell.get_text(strip=True)}" for cell in row.find_all(["th", "td"])]
        for row in table.find_all("tr")
    ]


# show


@pytest.fixture
def shown(monkeypatch):
    """What `show` gave to Jupyter: a list of (data, metadata)."""
    given = []
    monkeypatch.setattr("IPython.display.display", lambda picture: given.append(picture._repr_mimebundle_()))
    return given


def draw_bars(**kwargs):
    _, ax = plt.subplots(layout="constrained", **kwargs)
    ax.barh(["Wrk", "Procom"], [44, 38])
    return ax


def test_show_gives_the_image_its_text_alternative(shown):
    """The alt text, with its blanks tidied, goes where nbconvert and Jupyter look for it."""
    show(draw_bars(), "  Wrk has 44 vague clauses,\n Procom 38. ")
    [(data, metadata)] = shown
    assert set(data) == {"image/png", "text/plain"}
    assert metadata["image/png"]["alt"] == data["text/plain"] == ALT


def test_show_closes_the_figure(shown):
    """A shown figure is closed, so that Jupyter does not show it a second time."""
    ax = draw_bars()
    show(ax, ALT)
    assert not plt.fignum_exists(ax.figure.number)
    assert len(shown) == 1


def test_show_takes_figure_or_axes_alike(shown):
    """Axes stand for their whole figure, and the same figure gives the same bytes."""
    show(draw_bars(), ALT)
    show(draw_bars().figure, ALT)
    assert shown[0] == shown[1]


def test_shown_size_is_natural_and_image_twice_as_fine(shown):
    """7.2 inches fill the text column of 704 CSS pixels and no more; the image has twice as many."""
    show(draw_bars(figsize=(7.2, 2)), ALT)
    data, metadata = shown[0]
    pixels = plt.imread(io.BytesIO(base64.b64decode(data["image/png"]))).shape
    width, height = metadata["image/png"]["width"], metadata["image/png"]["height"]
    assert 660 <= width <= 704
    assert abs(pixels[1] - 2 * width) <= 1
    assert abs(pixels[0] - 2 * height) <= 1


def test_show_never_exceeds_the_widest_page(shown):
    """A figure of 14 inches with large text is reduced to 960 CSS pixels."""
    with plt.rc_context({"font.size": 16}):
        show(draw_bars(figsize=(14, 2)), ALT)
    assert shown[0][1]["image/png"]["width"] == 960


@pytest.mark.parametrize("kwargs", [{"fontsize": 7}, {"fontsize": 10, "figsize": (14, 2)}])
def test_show_warns_of_small_text(shown, kwargs):
    """Text below 9 points is reported, also when only the reduction makes it small."""
    size = kwargs.pop("fontsize")
    with plt.rc_context({"font.size": size}), pytest.warns(UserWarning, match="points high on the page"):
        show(draw_bars(**kwargs), ALT)


def test_show_accepts_text_of_nine_points(shown):
    """The easy twin: 9 points in a figure as wide as the column are enough, in silence."""
    with plt.rc_context({"font.size": 9, "xtick.labelsize": 9, "ytick.labelsize": 9}):
        show(draw_bars(figsize=(7.2, 2)), ALT)
    assert len(shown) == 1


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        (None, "got None"),
        ("ax", "got a str"),
        ([Figure().subplots()], r"show\(axes\[0\].figure, alt\)"),
        (Figure().subplots(1, 2), r"show\(axes\[0\].figure, alt\)"),
    ],
)
def test_show_refuses_what_is_not_drawn_by_matplotlib(thing, words):
    """Only Axes and Figure are shown; an array of Axes gets its own advice."""
    with pytest.raises(TypeError, match=words):
        show(thing, ALT)


@pytest.mark.parametrize(("alt", "error"), [("", ValueError), (" \n\t", ValueError), (None, TypeError)])
def test_show_refuses_a_missing_text_alternative(alt, error):
    """No figure without words."""
    with pytest.raises(error, match="Say what the figure shows"):
        show(draw_bars(), alt)
    plt.close("all")


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda figure: None, "no Axes"),
        (lambda figure: figure.subplots(1, 2), "Nothing is drawn"),
        (lambda figure: figure.subplots().barh([], []), "Nothing is drawn"),
        (lambda figure: figure.subplots().plot([], []), "Nothing is drawn"),
        (lambda figure: figure.subplots().plot([float("nan")], [1]), "Nothing is drawn"),
        (lambda figure: figure.subplots().scatter([], []), "Nothing is drawn"),
        (lambda figure: figure.subplots().set_title("Only a title"), "Nothing is drawn"),
    ],
)
def test_show_refuses_an_empty_figure(draw, words):
    """Axes without data are not a finding, even with a title."""
    figure = Figure()
    draw(figure)
    with pytest.raises(ValueError, match=words):
        show(figure, ALT)


@pytest.mark.parametrize(
    "draw",
    [
        lambda ax: ax.plot([0], [0], "o"),
        lambda ax: ax.imshow([[0, 0], [0, 0]]),
        lambda ax: ax.pie([1, 2]),
        lambda ax: ax.barh(["silent"], [0]),
        lambda ax: ax.text(0.5, 0.5, "No policy mentions it."),
    ],
)
def test_show_accepts_little_data(shown, draw):
    """The easy twins: one point, a flat image, a bar of zero or a sentence are something."""
    figure = Figure()
    draw(figure.subplots())
    show(figure, ALT)
    assert len(shown) == 1


def test_show_without_ipython_says_what_to_do(monkeypatch):
    """Outside notebooks the message names the extra and savefig."""
    monkeypatch.setitem(sys.modules, "IPython.display", None)
    with pytest.raises(ImportError, match=r"policyviz\[report\].*savefig"):
        show(draw_bars(), ALT)


# The exported page. One notebook with everything is run twice, in a hostile environment.

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
    """Every code cell is there, in a closed box."""
    boxes = story["page"].select("details.code")
    assert len(boxes) == 6
    assert not any(box.has_attr("open") for box in boxes)
    assert boxes[0].summary.get_text() == "Code of cell 2"
    assert "import os, sys" in boxes[0].get_text()


@pytest.mark.notebooks
def test_code_can_be_shown_and_works_inside_a_running_loop(tmp_path):
    """hide_code=False opens the boxes, also when called from Jupyter, which runs an event loop."""
    path = write_notebook(tmp_path / "a.ipynb", "# A", "import os\n'POLICYVIZ_DATA' in os.environ")

    async def export():
        return export_report(path, tmp_path, hide_code=False)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POLICYVIZ_DATA", str(tmp_path))
        page = read_page(asyncio.run(export()))
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
    with pytest.raises(IsADirectoryError, match=r"python -m policyviz.report"):
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


def test_images_in_text(tmp_path):
    """An image beside the notebook is taken into the page; one elsewhere or without words is refused."""
    figure = Figure(figsize=(1, 1))
    figure.savefig(tmp_path / "dot.png")
    good = write_notebook(tmp_path / "good.ipynb", "# A\n\n![A dot](dot.png)")
    image = read_page(export_report(good, tmp_path)).img
    assert (image["alt"], image["src"][:22]) == ("A dot", "data:image/png;base64,")
    bad = write_notebook(
        tmp_path / "bad.ipynb", "# A", "![](dot.png)", "![Far](https://example.org/a.png)", "![Gone](no.png)"
    )
    with pytest.raises(ValueError, match=r"^bad\.ipynb: ") as caught:
        export_report(bad, tmp_path)
    assert str(caught.value).split(". Figures:")[0] == (
        "bad.ipynb: cell 2 shows an image without a text alternative; "
        "cell 3 shows an image from elsewhere (https://example.org/a.png); "
        "cell 4 shows an image from elsewhere (no.png)"
    )


def test_filler_alt_text_is_refused():
    """nbconvert's own words for a missing description are no description."""
    html = (
        '<main><p class="meta"></p><div data-cell="7"><img src="data:image/png;base64,AA" '
        'alt="No description has been provided for this image"></div></main>'
    )
    with pytest.raises(ValueError, match="cell 7 shows an image without a text alternative"):
        finish_page(f"<title></title>{html}", "a.ipynb")


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<b>Wrk</b>", "<b>Wrk</b>"),
        ('<mark class="cond" style="color: red" title="vague">such as</mark>', None),
        ('<a href="#c-1">a</a> <a href="https://example.org">b</a>', None),
        ("a <script>alert(1)</script>b", "a b"),
        ("<p onmouseover='x()'>a</p>", "<p>a</p>"),
        ("<a href=' java\nscript:x()'>a</a>", "<a>a</a>"),
        ("<a href='data:text/html,x'>a</a>", "<a>a</a>"),
        ("<svg><a xlink:href='JAVASCRIPT:x()'>a</a></svg>", "<svg><a>a</a></svg>"),
        ("a<!-- for machines -->", "a"),
        ("<style>@import 'https://example.org/a.css';</style>a", "a"),
        ("<p style='background: URL(https://example.org)'>a</p>", "<p>a</p>"),
        ("<meta http-equiv='refresh' content='0; https://example.org'>a", "a"),
        ("</main></body><iframe src='x'></iframe><i>a", "<i>a</i>"),
    ],
)
def test_fragments_are_harmless(html, clean):
    """What runs or loads goes; what only looks stays as it was (None: unchanged)."""
    assert clean_fragment(html) == (html if clean is None else clean)


@pytest.mark.parametrize("start", ["<!-->", "<!--->", "<![CDATA[", "<?", "<!x "])
def test_no_script_hides_behind_odd_marks(start):
    """Parsers disagree where these end; whatever they think, no script comes out."""
    assert "<script" not in clean_fragment(f"{start}<script>x()</script>-->]]>a")


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        # A frame without a named index: the corner is an empty cell, not an empty header.
        (
            "<tr><th></th><th>n</th></tr>",
            "<tr><th>0</th><td>1</td></tr>",
            [["td:", "th:n"], ["th:0", "td:1"]],
        ),
        # Named columns above a named index: two rows that cannot be merged.
        (
            "<tr><th>label</th><th>name</th></tr><tr><th>policy_id</th><th></th></tr>",
            "<tr><th>wrk</th><td>1</td></tr>",
            [["th:label", "th:name"], ["th:policy_id", "td:"], ["th:wrk", "td:1"]],
        ),
        # Named index below named columns: one row.
        (
            "<tr><th></th><th>n</th></tr><tr><th>policy_id</th><th></th></tr>",
            "<tr><th>wrk</th><td>1</td></tr>",
            [["th:policy_id", "th:n"], ["th:wrk", "td:1"]],
        ),
    ],
)
def test_header_cells_are_never_empty(head, body, expected):
    """Empty header cells become plain ones, and index names move beside the column names."""
    soup = BeautifulSoup(f"<table><thead>{head}</thead><tbody>{body}</tbody></table>", "html.parser")
    repair_tables(soup)
    assert read_rows(soup.table) == expected


def test_only_columns_of_numbers_line_up():
    """Numbers, signs, percentages and missing values make a column of numbers; one word does not."""
    rows = [("1", "−2.5", "1,380", "5 %", "3"), ("20", "NaN", "4", "12 %", "none")]
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    soup = BeautifulSoup(f"<table><tbody>{body}</tbody></table>", "html.parser")
    repair_tables(soup)
    marked = ["n" in cell["class"] for cell in soup.tr.find_all("td")]
    assert marked == [True, True, True, True, False]


def test_scrubber_leaves_other_paths_alone():
    """Only whole folder names count: /data/course2 is not in /data/course."""
    scrub = make_scrubber(Path("/data/course"), Path("/data/policies/mine"))
    assert scrub("/data/course/a /data/course2/a /data/policies/mine/x '/data/course'") == (
        "a /data/course2/a mine/x '.'"
    )


# The index and the command line.


def test_index_leads_to_the_reports_in_order(tmp_path):
    """Titles and first paragraphs, escaped, with links that work from the index's folder."""
    second = export_report(
        write_notebook(tmp_path / "b b.ipynb", "# B & <i>co</i>\n\nIt *is* so."), tmp_path / "r"
    )
    first = export_report(write_notebook(tmp_path / "a.ipynb", "# A"), tmp_path / "r" / "deep")
    index = write_index([second, first], tmp_path / "r")
    page = read_page(index)
    assert [(a["href"], a.get_text()) for a in page.select("h2 a")] == [
        ("b%20b.html", "B & co"),
        ("deep/a.html", "A"),
    ]
    assert [p.get_text() for p in page.select(".reports p")] == ["It is so."]
    assert index.read_bytes() == write_index([second, first], tmp_path / "r").read_bytes()
    assert page.find("meta", attrs={"http-equiv": "Content-Security-Policy"}) is not None


def test_index_refuses_nothing_and_itself(tmp_path):
    """No reports, a missing report, a report that the index would overwrite."""
    with pytest.raises(ValueError, match="no reports"):
        write_index([], tmp_path)
    with pytest.raises(FileNotFoundError, match="There is no report"):
        write_index([tmp_path / "a.html"], tmp_path)
    (tmp_path / "index.html").write_text("<h1>Mine</h1>")
    with pytest.raises(ValueError, match="another name"):
        write_index([tmp_path / "index.html"], tmp_path)


def test_command_exports_a_folder_in_order(tmp_path, capsys):
    """Pages in order of name, an index, plain progress lines, exit code 0."""
    for name in ("02_b", "01_a"):
        write_notebook(tmp_path / "notebooks" / f"{name}.ipynb", f"# {name}")
    assert main([str(tmp_path / "notebooks"), "--output", str(tmp_path / "r")]) == 0
    lines = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in lines] == ["01_a.html", "02_b.html", "index.html"]
    assert [a["href"] for a in read_page(tmp_path / "r" / "index.html").select("h2 a")] == [
        "01_a.html",
        "02_b.html",
    ]


def test_command_goes_on_after_a_failure(tmp_path, capsys):
    """The others are exported, the failed one is named and counted, exit code 1."""
    write_notebook(tmp_path / "n" / "01_bad.ipynb", "# A\n\n![](x.png)")
    write_notebook(tmp_path / "n" / "02_good.ipynb", "# B")
    assert main([str(tmp_path / "n"), "--output", str(tmp_path / "r")]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("error: 01_bad.ipynb: cell 1 shows an image")
    assert lines[-1] == "1 notebook of 2 failed; see above."
    assert sorted(path.name for path in (tmp_path / "r").iterdir()) == ["02_good.html", "index.html"]


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda root: [root / "empty"], "There are no notebooks"),
        (lambda root: [root / "index.ipynb"], "would overwrite another page"),
        (lambda root: [root / "a.ipynb", root / "other" / "A.ipynb"], "would overwrite another page"),
        (lambda root: [root / "a.ipynb", "--policies", root / "none"], "There are no policies"),
        (lambda root: [root / "a.ipynb", "--output", root / "a.ipynb"], "is a file"),
    ],
)
def test_command_refuses_before_it_runs(tmp_path, capsys, make, words):
    """One line, exit code 1, nothing written."""
    (tmp_path / "empty").mkdir()
    for name in ("a.ipynb", "index.ipynb", "other/A.ipynb"):
        write_notebook(tmp_path / name, "# A")
    arguments = [str(part) for part in make(tmp_path)]
    extra = [] if "--output" in arguments else ["--output", str(tmp_path / "r")]
    assert main(arguments + extra) == 1
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("error: ")
    assert words in line
    assert not (tmp_path / "r").exists()


def test_prose_about_the_shipped_policies_is_not_exported_with_others(tmp_path):
    """A notebook written about the four policies is refused for others, before it runs."""
    path = write_notebook(tmp_path / "four.ipynb", "# Four?", "1 / 0")
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["policyviz"] = {"corpus": "shipped"}
    nbformat.write(notebook, path)
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "a.txt").write_text("We collect data.", encoding="utf-8")
    with pytest.raises(ValueError, match="written about the four policies that ship"):
        export_report(path, tmp_path / "out", policies=folder)
    assert not (tmp_path / "out").exists()
