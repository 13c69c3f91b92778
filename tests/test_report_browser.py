"""Reports in a real browser: nothing is requested, everything is shown, also on a phone."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from policyviz.report import export_report, write_index

LONG = "collected-from-third-party-websites-" * 4
CELLS = [
    new_markdown_cell(
        "# Who writes vaguely?\n\nWrk does.\n\n[Next](02_next.ipynb) | `"
        + LONG
        + "`\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    ),
    new_code_cell(
        "import pandas as pd\nimport matplotlib.pyplot as plt\n"
        "from IPython.display import HTML, Javascript, display\nfrom policyviz.report import show"
    ),
    new_markdown_cell("## A wide table and long lines"),
    new_code_cell(f"pd.DataFrame([['{LONG} ' * 3] + [12345.678] * 9], columns=list('abcdefghij'))"),
    new_code_cell(f"print('{LONG}' * 3)"),
    new_code_cell("print('a ' * 45)"),
    new_markdown_cell("## Two figures\n\n> **What this does not show.** Much."),
    new_code_cell(
        "for size in [(7.2, 2), (9.8, 3)]:\n"
        "    fig, ax = plt.subplots(figsize=size)\n"
        "    ax.barh(['Wrk', 'Procom'], [44, 38])\n"
        "    show(ax, 'Wrk has 44 vague clauses, Procom 38.')"
    ),
    new_code_cell(
        "dot = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'\n"
        'display(HTML(f\'<img src="data:image/gif;base64,{dot}" alt="A dot" \'\n'
        "             'onload=\"document.title=1\"><script>document.title = 2</script>'\n"
        "             '<style>@import url(https://example.org/a.css)</style>'\n"
        "             '<p style=\"background: url(https://example.org/b.png)\">x</p>'))\n"
        "display(Javascript('document.title = 3'))"
    ),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A report and its index, as files."""
    root = tmp_path_factory.mktemp("site")
    nbformat.write(new_notebook(cells=CELLS), root / "01_story.ipynb")
    report = export_report(root / "01_story.ipynb", root / "reports", hide_code=False)
    return {"report": report, "index": write_index([report], root / "reports")}


pytestmark = [pytest.mark.browser, pytest.mark.notebooks]


@pytest.mark.parametrize("name", ["report", "index"])
def test_page_requests_nothing(open_page, site, name):
    """The file itself is the only request, and the browser has nothing to complain about."""
    page, requests, complaints = open_page(site[name])
    page.wait_for_timeout(300)
    assert [url for url in requests if not url.startswith("data:")] == [site[name].as_uri()]
    assert complaints == []
    expected = {"report": "Who writes vaguely?", "index": "Privacy policy reports"}
    assert page.title() == expected[name]


def test_images_are_drawn_and_described(open_page, site):
    """Every image has its words and its pixels, under the page's own content security policy."""
    page, _, _ = open_page(site["report"])
    images = page.eval_on_selector_all("img", "all => all.map(i => [i.alt, i.naturalWidth > 0])")
    assert images == [["Wrk has 44 vague clauses, Procom 38.", True]] * 2 + [["A dot", True]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1024, 1280])
def test_page_never_scrolls_sideways(open_page, site, width, scheme):
    """Wide tables, figures and lines scroll in their own boxes, which the keyboard reaches."""
    page, _, _ = open_page(site["report"], viewport={"width": width, "height": 700}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    scrolling = (
        "all => all.filter(e => e.scrollWidth > e.clientWidth + 1 && e.tabIndex < 0).map(e => e.outerHTML)"
    )
    assert page.eval_on_selector_all("div.scroll, pre", scrolling) == []
    boxes = page.eval_on_selector_all(
        "main > *, .scroll", "all => all.map(e => e.getBoundingClientRect()).filter(b => b.left < 0).length"
    )
    assert boxes == 0


def test_figures_keep_their_size(open_page, site):
    """A figure of 7.2 inches is as wide on a phone as on a desk: its 9-point text stays 9 points."""
    widths = []
    for width in (320, 1280):
        page, _, _ = open_page(site["report"], viewport={"width": width, "height": 700})
        widths.append(
            page.eval_on_selector_all(
                ".chart img", "all => all.map(i => [i.width, +i.getAttribute('width')])"
            )
        )
    assert widths[0] == widths[1]
    assert all(shown == natural <= 960 for shown, natural in widths[0])


def test_wide_boxes_stand_around_the_column(open_page, site):
    """What is wider than the text goes out of it on both sides alike; what is not begins where it begins."""
    page, _, _ = open_page(site["report"], viewport={"width": 1280, "height": 700})
    middle = "e => { const b = e.getBoundingClientRect(); return [(b.left + b.right) / 2, b.width]; }"
    (column, width), *_ = page.eval_on_selector_all("main > h1, main > header", f"all => all.map({middle})")
    boxes = page.eval_on_selector_all(".wide > *", f"all => all.map({middle})")
    assert boxes
    assert all(abs(centre - column) <= 1 and size >= width - 1 for centre, size in boxes)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_contrast(open_page, site, scheme):
    """Ink, soft ink and links stand out at least 4.5 to 1 from the paper."""
    page, _, _ = open_page(site["report"], color_scheme=scheme)
    colours = page.evaluate(
        "['--paper', '--ink', '--soft', '--accent', '--keyword', '--string', '--number', '--wash'].map("
        "name => getComputedStyle(document.documentElement).getPropertyValue(name).trim())"
    )
    paper, *inks, wash = map(measure_luminance, colours)
    for ground in (paper, wash):
        for ink in inks:
            low, high = sorted([ground, ink])
            assert (high + 0.05) / (low + 0.05) >= 4.5


def measure_luminance(colour):
    """Relative luminance of "#rgb" or "#rrggbb", 0 to 1 (WCAG 2.2)."""
    digits = colour.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    shares = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contents_and_skip_link_work(open_page, site):
    """Links within the page lead to what they name."""
    page, _, _ = open_page(site["report"])
    broken = page.eval_on_selector_all(
        "a[href^='#']",
        "all => all.map(a => decodeURIComponent(a.hash.slice(1))).filter(id => !document.getElementById(id))",
    )
    assert broken == []
    assert page.eval_on_selector_all("nav a", "all => all.length") == 2


def test_paper_shows_whole_figures(open_page, site):
    """On A4 no figure is wider than the page's text, 178 mm (673 CSS pixels)."""
    page, _, _ = open_page(site["report"], viewport={"width": 673, "height": 1000})
    page.emulate_media(media="print")
    widths = page.eval_on_selector_all(".chart img", "all => all.map(i => i.getBoundingClientRect().right)")
    assert len(widths) == 2
    assert max(widths) <= 673
