"""The pieces of a page: images with words, harmless fragments, tables that can be read, the index."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from matplotlib.figure import Figure
from report_tools import read_page, read_rows, write_notebook

from policyviz.report import export_report, write_index
from policyviz.report.outputs import make_scrubber
from policyviz.report.page import clean_fragment, finish_page
from policyviz.report.tables import repair_tables


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
