"""The whole site as its readers use it: by mouse, keyboard and screen reader, on phone and paper, offline."""

from itertools import pairwise
from urllib.parse import urldefrag

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.notebooks]

# A4 less its margins, in CSS pixels.
PAPER = 673
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 640}


def list_pages(site):
    return [site.index, *site.reports]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser, full_site, scheme):
    """No page breaks a rule of axe-core, neither on white nor on black."""
    axe = Axe()
    found = {}
    for path in list_pages(full_site):
        page = browser.new_page(viewport=DESK, color_scheme=scheme)
        page.goto(path.as_uri())
        violations = axe.run(page).response["violations"]
        found[path.name] = [(rule["id"], rule["nodes"][0]["html"]) for rule in violations]
        page.close()
    assert {name: rules for name, rules in found.items() if rules} == {}
    # Six notebooks, four companies, and the index.
    assert len(found) == 6 + 4 + 1


def test_headings_are_in_order_and_landmarks_are_there(open_page, full_site):
    """One h1, no level left out, a main part, a language, and a title that says what the page is."""
    titles = set()
    for path in list_pages(full_site):
        page, _, _ = open_page(path)
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map(h => +h.tagName[1])")
        assert levels.count(1) == 1, path.name
        assert levels[0] == 1, path.name
        assert all(after - before <= 1 for before, after in pairwise(levels)), path.name
        assert page.locator("main").count() == page.locator("html[lang=en]").count() == 1
        titles.add(page.title())
        page.close()
    assert len(titles) == len(list_pages(full_site))


@pytest.mark.parametrize("script", [True, False])
def test_from_a_cell_of_the_heatmap_to_its_clause_and_back(open_page, full_site, script):
    """A click on a cell of the picture leads to its clauses, another to their place in the text, and back."""
    [path] = [path for path in full_site.reports if path.name.startswith("03")]
    page, requests, complaints = open_page(path, viewport=DESK, java_script_enabled=script)
    area = page.locator("area[alt^='cookies and similar technologies, wrk']").first
    assert area.get_attribute("alt") == "cookies and similar technologies, wrk: 10 clauses"
    click_area(page, area)
    group = page.locator("div.group:target")
    assert group.locator("h3").inner_text() == "cookies and similar technologies, wrk: 10 clauses"
    assert group.locator("article").count() == 10
    shown = group.locator("article").first.locator("p").nth(1).inner_text()
    group.locator("article .meta a").first.click()
    target = page.locator(".source span:target")
    assert " ".join(target.inner_text().split()) == " ".join(shown.split())
    assert is_in_view(page, target)
    page.go_back()
    group.locator(".back a").click()
    figure = page.locator("figure.chart:target")
    assert is_in_view(page, figure)
    assert {urldefrag(url).url for url in requests if not url.startswith("data:")} == {path.as_uri()}
    assert complaints == []


def click_area(page, area):
    """Click in the middle of an area of an image map, as a mouse would."""
    picture = page.locator(f"img[usemap='#{area.locator('xpath=..').get_attribute('name')}']")
    left, top, right, bottom = map(int, area.get_attribute("coords").split(","))
    y = (top + bottom) / 2
    box = picture.bounding_box()
    page.mouse.wheel(0, box["y"] + y - 300)
    page.wait_for_timeout(300)
    box = picture.bounding_box()
    page.mouse.click(box["x"] + (left + right) / 2, box["y"] + y)
    page.wait_for_timeout(100)


def is_in_view(page, locator):
    box = locator.bounding_box()
    return -5 <= box["y"] < page.viewport_size["height"] and box["height"] > 0


def test_walk_from_the_index_to_a_sentence(open_page, full_site):
    """Index, company, number, clause, text: five clicks, and nothing is asked of any other place."""
    page, requests, complaints = open_page(full_site.index, viewport=DESK)
    page.get_by_role("link", name="procom", exact=True).click()
    assert page.title() == "Procom: What does this policy say, and how does it compare?"
    row = page.locator("tr", has=page.locator("th", has_text="account credentials")).first
    row.get_by_role("link").first.click()
    group = page.locator("div.group:target")
    assert "account credentials" in group.locator("h3").inner_text()
    group.locator("article .meta a").first.click()
    assert "password" in page.locator(".source span:target").inner_text()
    page.get_by_role("link", name="All reports").click()
    assert page.url.endswith("/index.html")
    folder = full_site.index.parent.as_uri()
    assert all(url.startswith((folder, "data:")) for url in requests)
    assert complaints == []


def test_a_zero_leads_to_what_was_searched_for(open_page, full_site):
    """Silence has a receipt: the terms, and the clause that comes nearest."""
    path = full_site.index.parent / "company-worksearchnow.html"
    page, _, _ = open_page(path, viewport=DESK)
    row = page.locator("tr", has=page.locator("th", has_text="biometric data")).first
    assert row.get_by_role("link").inner_text() == "0"
    row.get_by_role("link").click()
    group = page.locator("div.group:target")
    assert group.locator("h3").inner_text() == "biometric data, worksearchnow: nothing found"
    assert group.locator("p.meta").first.inner_text().startswith("Searched for ")


@pytest.mark.parametrize("viewport", [PHONE, {"width": 640, "height": 450}], ids=["phone", "zoom of 200 %"])
def test_no_page_scrolls_sideways(open_page, full_site, viewport):
    """On a phone and at twice the size, what is wide scrolls in its own box; all else wraps."""
    for path in list_pages(full_site):
        page, _, _ = open_page(path, viewport=viewport)
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], path.name
        page.close()


def test_paper_holds_whole_charts(open_page, full_site):
    """In print no chart is wider than the paper, and no box hides part of a table."""
    for path in list_pages(full_site):
        page, _, _ = open_page(path, viewport={"width": PAPER, "height": 950})
        page.emulate_media(media="print")
        count = "[...document.querySelectorAll('{}')].filter(part => {}).length"
        wide = count.format("figure img", "part.getBoundingClientRect().right > innerWidth + 1")
        hidden = count.format(".scroll", "getComputedStyle(part).overflowX !== 'visible'")
        assert (page.evaluate(wide), page.evaluate(hidden)) == (0, 0), path.name
        page.close()


def test_keyboard_reaches_every_mark_and_shows_where_it_is(open_page, full_site):
    """The first stop is the skip link; from there Tab reaches links, and an outline shows the place."""
    [path] = [path for path in full_site.reports if path.name.startswith("04")]
    page, _, _ = open_page(path, viewport=DESK)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    stops = []
    for _ in range(60):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.tagName"))
        if stops[-1] == "A":
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline == "solid"
    assert {"A", "SUMMARY", "AREA"} <= set(stops)
    page.locator("area").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("div.group:target").count() == 1


def test_every_chart_says_its_finding_and_has_its_numbers(open_page, full_site):
    """Each picture has words with numbers in them, and a table below it."""
    n_charts = 0
    for path in full_site.reports:
        page, _, _ = open_page(path)
        for figure in page.locator("figure.chart").all():
            alt = figure.locator("img").get_attribute("alt")
            assert any(sign.isdigit() for sign in alt), (path.name, alt)
            assert len(alt) < 1000, path.name
            follows = "e => e.closest('.cell').querySelector('details.numbers table') !== null"
            assert figure.evaluate(follows), (path.name, alt)
            n_charts += 1
        page.close()
    assert n_charts >= 20
