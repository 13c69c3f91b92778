"""The map of clauses in a real browser, offline: pointing, clicking, keyboard, paper, no script."""

import pytest
from report_tools import write_notebook

from policyviz.report import export_report

pytest.importorskip("altair")
pytest.importorskip("vl_convert")

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)><!-- ${alert(1)} & may"
STORY = (
    "# Who writes about what?\n\nAll of them.",
    "from policyviz import frames\nfrom policyviz.report.explore import explore_clusters",
    f"hostile = {HOSTILE!r}",
    "texts = [hostile, 'We use your data.', 'We use your data.', 'We sell nothing.', 'We use cookies.']\n"
    "policies = [hostile, 'procom', 'wrk', 'wrk', 'wrk']\n"
    "groups, xs, ys = [0, 0, 0, 0, 1], [0, 1, 1, 0, 1], [1, 1, 1, 0, 0]\n"
    "rows = list(zip(policies, groups, xs, ys, texts))",
    "clauses = [(f'{p}:{i}', p, 'Data > Use', 'sentence', '', 0.5, 0, len(t), t, 3)\n"
    "           for i, (p, _, _, _, t) in enumerate(rows)]\n"
    "clusters = [(f'{p}:{i}', p, g, 0.5, x, y) for i, (p, g, x, y, _) in enumerate(rows)]\n"
    "clauses, clusters = frames.make_frame(clauses, 'clauses'), frames.make_frame(clusters, 'clusters')",
    "## The map",
    "explore_clusters(clauses, clusters, names={0: 'use of ' + hostile, 1: 'cookies'})",
    "## The map again",
    "explore_clusters(clauses, clusters)",
)
# Marks are drawn in the order of the table: by policy, then by cluster.
HOSTILE_MARK, PROCOM_MARK, WRK_MARK, SELL_MARK, COOKIE_MARK = range(5)


@pytest.fixture(scope="module")
def exports(tmp_path_factory):
    """The same notebook, exported twice."""
    root = tmp_path_factory.mktemp("map")
    path = write_notebook(root / "01_map.ipynb", *STORY)
    return [export_report(path, root / name) for name in ("a", "b")]


@pytest.fixture
def open_map(open_page, exports):
    """A function that opens the page, waits until both maps are drawn, and returns it with its logs."""

    def open_it(**kwargs):
        page, requests, complaints = open_page(exports[0], **kwargs)
        page.context.set_offline(True)
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.wait_for_function("document.querySelectorAll('.policyviz-map details:not([open])').length === 2")
        return page, requests, complaints

    return open_it


def find_mark(page, number):
    return page.locator("#map-1 .mark-symbol.role-mark path").nth(number)


def find_cell(page, policy, cluster):
    """Cells are drawn in no useful order: the chart says which is which."""
    number = page.evaluate(
        "([policy, cluster]) => [...document.querySelectorAll('#map-1 [class*=cells] path')]"
        ".findIndex(e => e.__data__.datum.policy_id === policy && e.__data__.datum.cluster === cluster)",
        [policy, cluster],
    )
    return page.locator("#map-1 [class*=cells] path").nth(number)


def list_opacities(page):
    return page.eval_on_selector_all(
        "#map-1 .mark-symbol.role-mark path", "all => all.map(e => Number(e.getAttribute('opacity')))"
    )


pytestmark = [pytest.mark.browser, pytest.mark.notebooks]


def test_same_notebook_same_bytes(exports):
    """Two exports are one page; the script stands in it once."""
    first, second = (path.read_bytes() for path in exports)
    assert first == second
    assert first.count(b"<script") == 1
    assert len(first) < 1_000_000


def test_page_requests_nothing(open_map, exports):
    """The file is the only request; nothing is blocked, refused or alerted, whatever is pointed at."""
    page, requests, complaints = open_map()
    for number in range(5):
        find_mark(page, number).hover(force=True)
        find_mark(page, number).click(force=True)
    find_cell(page, HOSTILE, 0).click()
    page.wait_for_timeout(300)
    assert requests == [exports[0].as_uri()]
    assert complaints == []
    assert page.eval_on_selector_all("img", "all => all.length") == 0


def test_pointing_shows_the_clause(open_map):
    """The tooltip holds clause, section, policy and cluster as text, and says what lies below it."""
    page, _, _ = open_map()
    find_mark(page, COOKIE_MARK).hover()
    tip = page.locator("#vg-tooltip-element.visible")
    tip.wait_for()
    rows = [line.split("\t") for line in tip.inner_text().split("\n")]
    assert [[cell.strip() for cell in row] for row in rows] == [
        ["clause", "We use cookies."],
        ["section", "Data > Use"],
        ["policy", "wrk"],
        ["cluster", "1 cookies"],
        ["here", "this clause only"],
    ]
    find_mark(page, HOSTILE_MARK).hover()
    page.wait_for_function("document.querySelector('#vg-tooltip-element').innerText.includes('</script>')")
    assert HOSTILE in tip.inner_text()


def test_click_on_a_mark_keeps_the_clause(open_map):
    """The clause with its section below the chart; of clauses in one place, all."""
    page, _, _ = open_map()
    chosen = page.locator("#map-1 .chosen")
    assert chosen.is_hidden()
    find_mark(page, COOKIE_MARK).click()
    assert chosen.inner_text().split("\n\n") == [
        "wrk:4, section Data > Use, cluster 1 cookies. In the table",
        "We use cookies.",
    ]
    find_mark(page, WRK_MARK).click()
    assert [line[:8] for line in chosen.inner_text().split("\n\n")[::2]] == ["procom:1", "wrk:2, s"]
    find_mark(page, HOSTILE_MARK).click()
    assert chosen.inner_text().split("\n\n")[1] == HOSTILE
    assert page.locator("#map-2 .chosen").is_hidden()


def test_click_on_a_cell_dims_the_rest(open_map):
    """Clauses of the cell stay, all others fade; a second cell joins it; clicking again undoes it."""
    page, _, _ = open_map()
    bright, dim = 0.8, 0.07
    assert list_opacities(page) == [bright] * 5
    find_cell(page, "wrk", 0).click()
    assert list_opacities(page) == [dim, dim, bright, bright, dim]
    assert page.locator("#map-1 .chosen").inner_text() == (
        "2 of 5 clauses: wrk, cluster 0. Read them in the table"
    )
    find_cell(page, "procom", 0).click()
    assert list_opacities(page) == [dim, bright, bright, bright, dim]
    for policy in ("wrk", "procom"):
        find_cell(page, policy, 0).click()
    assert list_opacities(page) == [bright] * 5
    assert page.locator("#map-1 .chosen").is_hidden()


def test_silence_is_a_cell_too(open_map):
    """A policy without clauses in a cluster has a 0 there, and clicking it says so."""
    page, _, _ = open_map()
    find_cell(page, "procom", 1).click()
    assert page.locator("#map-1 .chosen").inner_text().strip() == "0 of 5 clauses: procom, cluster 1."


def test_links_lead_into_the_table(open_map):
    """From a clause below the chart to its list, which opens and takes the focus."""
    page, _, _ = open_map()
    find_mark(page, SELL_MARK).click()
    page.locator("#map-1 .chosen a").click()
    assert page.evaluate("document.querySelector('#map-1 details').open")
    assert page.evaluate("document.activeElement.textContent").startswith("wrk, cluster 0")


def test_keyboard_reaches_the_table(open_map):
    """Tab to the summary, Enter opens it, Tab to a number, Enter leads to its clauses."""
    page, _, _ = open_map()
    seen = []
    while "Table: 5 clauses" not in (seen or [""])[-1]:
        assert len(seen) < 20, seen
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate("document.activeElement.innerText || document.activeElement.ariaLabel || ''")
        )
    assert not page.evaluate("document.querySelector('#map-1 details').open")
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('#map-1 details').open")
    while page.evaluate("document.activeElement.tagName") != "A":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent").endswith("1 clause")
    assert page.evaluate("document.activeElement.nextElementSibling.innerText.includes('alert(1)')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1000, 1280])
def test_page_never_scrolls_sideways(open_map, width, scheme):
    """The map scrolls in its own box, also with the table open and a long clause below the chart."""
    page, _, _ = open_map(viewport={"width": width, "height": 700}, color_scheme=scheme)
    find_mark(page, HOSTILE_MARK).click(force=True)
    page.eval_on_selector_all("details", "all => all.forEach(e => { e.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    hidden = page.eval_on_selector_all(
        ".sight", "all => all.filter(e => e.scrollWidth > e.clientWidth + 1 && e.tabIndex < 0).length"
    )
    assert hidden == 0


def test_paper_gets_the_table(open_map):
    """Printing opens the table and closes it again; the chart is not wider than A4's text."""
    page, _, _ = open_map(viewport={"width": 673, "height": 900})
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.locator("#map-1 li").last.is_visible()
    right = page.eval_on_selector_all("svg", "all => all.map(e => e.getBoundingClientRect().right)")
    assert max(right) <= 674
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert not page.evaluate("document.querySelector('#map-1 details').open")


def test_page_without_script_shows_the_table(open_page, exports):
    """No chart, no words about clicking, but every clause, and links that work."""
    page, _, _ = open_page(exports[0], java_script_enabled=False)
    assert page.locator("#map-1 li").count() == 5
    assert page.locator("#map-1 li").last.is_visible()
    assert not page.locator("#map-1 .how").is_visible()
    assert not page.locator("#map-1 .sight").is_visible()


def test_only_this_script_may_run(open_map):
    """A script that gets into the page all the same is stopped by the page's policy."""
    page, _, complaints = open_map()
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.stolen = 1';"
        " document.body.append(s); const b = document.createElement('b'); document.body.append(b);"
        " b.setAttribute('onclick', 'window.stolen = 2'); b.click(); }"
    )
    assert page.evaluate("window.stolen === undefined")
    assert complaints
