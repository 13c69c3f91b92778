"""What stands behind a report: at its end, or beside it; every link leads somewhere."""

import re
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_notebook, new_output
from report_tools import read_page, write_notebook

from policyviz import (
    data_dir,
    find_terms,
    highlight_terms,
    link_table,
    load_lexicon,
    load_policies,
    show_texts,
    split_clauses,
)
from policyviz.report import export_report
from policyviz.report.appendix import Appendix, name_file, take_appendix
from policyviz.report.evidence import name_clause, write_group
from policyviz.report.page import finish_page
from policyviz.report.texts import MOST_INLINE
from policyviz.report.tracing import MIME

POLICIES = load_policies()
CLAUSES = split_clauses(POLICIES)
VAGUE = find_terms(CLAUSES, load_lexicon("vagueness"))
COUNTS = CLAUSES.groupby("policy_id").size().rename("n").reset_index()
PAGE = '<html><head><title></title></head><body><main><p class="meta"></p>{}</main></body></html>'


def make_page(*shown, policies=POLICIES, report="a.html"):
    """A finished page of some outputs, and its appendix."""
    bundles = [thing._repr_mimebundle_() for thing in shown]
    outputs = [new_output("display_data", data=bundle) for bundle in bundles]
    notebook = new_notebook(cells=[new_code_cell(outputs=outputs)])
    appendix = take_appendix(notebook, report)
    body = "".join(output.data["text/html"] for output in notebook.cells[0].outputs)
    html = finish_page(PAGE.format(f"<h1>T</h1>{body}"), "a.ipynb", appendix=appendix)
    # Beautiful Soup would make one blank line of two.
    return BeautifulSoup(html, "html.parser", preserve_whitespace_tags={"div"}), appendix


def follow(soup, href):
    """What a link inside the page leads to."""
    assert href.startswith("#"), href
    [target] = soup.find_all(id=href.removeprefix("#"))
    return target


def test_every_link_of_a_page_leads_somewhere_and_back():
    """Number to clauses, clause to its place in the text, group back to the number."""
    soup, _ = make_page(link_table(COUNTS, CLAUSES, VAGUE), show_texts(POLICIES, CLAUSES))
    links = soup.select("td a.trace")
    assert len(links) == 4
    for link, policy_id in zip(links, COUNTS["policy_id"], strict=True):
        group = follow(soup, link["href"])
        assert group.h3.get_text().startswith(f"{policy_id}: ")
        assert follow(soup, group.select_one(".back a")["href"]) is link
        for article in group.select("article"):
            place = follow(soup, article.select_one(".meta a")["href"])
            assert place.get_text() == "".join(article.find_all("p")[1].find_all(string=True))
    for link in soup.select("a[href]"):
        follow(soup, link["href"])


def test_texts_are_whole():
    """The texts on the page are the policies, every character; every clause has its anchor, once."""
    soup, _ = make_page(show_texts(POLICIES, CLAUSES))
    shown = [part.get_text() for part in soup.select("div.source")]
    assert shown == POLICIES["text"].to_list()
    assert [part["id"] for part in soup.select("div.source span")] == [
        name_clause(clause_id) for clause_id in CLAUSES["clause_id"]
    ]
    assert "Usage Data" in [part.get_text() for part in soup.select("div.source b")]


def test_contents_lead_to_the_appendix():
    """The two parts of the appendix are sections of the page."""
    soup, _ = make_page(link_table(COUNTS, CLAUSES), show_texts(POLICIES, CLAUSES))
    assert [link.get_text() for link in soup.select("nav a")] == [
        "The clauses behind the numbers",
        "The texts",
    ]
    alone, _ = make_page(show_texts(POLICIES, CLAUSES))
    assert alone.nav is None
    assert alone.select_one("section.appendix h2").get_text() == "The texts"


def test_the_same_group_stands_once():
    """Two tables with the same numbers share their clauses, which lead back to the first."""
    linked = link_table(COUNTS, CLAUSES)
    soup, appendix = make_page(linked, linked)
    assert len(soup.select("td a.trace")) == 8
    assert len(soup.select("div.group")) == len(appendix.groups) == 4
    assert len({tag["id"] for tag in soup.find_all(id=True)}) == len(soup.find_all(id=True))


def test_a_clause_shown_anywhere_leads_to_its_place():
    """Highlighted clauses and ids in tables lead to the text, if it is on the page; else nothing is added."""

    class Shown:
        def __init__(self, html):
            self.html = html

        def _repr_mimebundle_(self):
            return {"text/html": self.html}

    clause = Shown(highlight_terms(CLAUSES.head(1), VAGUE)._repr_html_())
    table = link_table(CLAUSES.head(2)[["policy_id", "clause_id"]], CLAUSES)
    soup, _ = make_page(clause, table, show_texts(POLICIES, CLAUSES))
    first = "#clause-personnel-technology:001"
    assert soup.select_one("article.clause .meta a")["href"] == first
    assert [link["href"] for link in soup.select("td a")] == [first, first.replace("001", "002")]
    keyed = link_table(CLAUSES.head(1)[["clause_id", "n_words"]], CLAUSES, by="clause_id")
    soup, _ = make_page(keyed, show_texts(POLICIES, CLAUSES))
    assert [link["href"] for link in soup.select("tbody th a")] == [first]
    bare, _ = make_page(clause, table)
    assert bare.select("article.clause a, td a") == []


def copy_policies(n):
    """The same policy under many ids, one of them hostile."""
    names = [f"policy-{number:02}" for number in range(n - 1)] + ["../../<evil> & co"]
    policies = pd.concat([load_policies(policy_ids=["worksearchnow"])] * n).assign(policy_id=sorted(names))
    return policies.reset_index(drop=True)


def test_many_policies_go_to_pages_beside_the_report(tmp_path):
    """More texts than a dozen: a page for each text and for the clauses of each policy, links relative."""
    policies = copy_policies(MOST_INLINE + 1)
    clauses = split_clauses(policies)
    counts = clauses.groupby("policy_id").size().rename("n").reset_index()
    soup, appendix = make_page(link_table(counts, clauses), show_texts(policies, clauses), report="01_x.html")
    assert soup.select("section.appendix") == []
    pages = {page.path: page for page in appendix.list_pages()}
    assert len(pages) == 2 * len(policies)
    assert all(Path(path).resolve().is_relative_to(Path.cwd()) for path in pages)
    for link, policy_id in zip(soup.select("td a.trace"), counts["policy_id"], strict=True):
        path, _, name = link["href"].partition("#")
        assert path == f"01_x_evidence/{name_file(policy_id)}.html"
        body = BeautifulSoup(pages[path].body, "html.parser")
        group = follow(body, f"#{name}")
        assert group.select_one(".back a")["href"] == f"../01_x.html#{link['id']}"
        way, _, place = group.select_one("article .meta a")["href"].partition("#")
        text = BeautifulSoup(pages[way.removeprefix("../")].body, "html.parser")
        assert follow(text, f"#{place}").get_text() == clauses["text"].iloc[0]
    assert "<evil>" not in "".join(page.body for page in pages.values())


def test_links_to_nothing_become_text():
    """A link to clauses that the notebook did not hand over is dropped, its number stays."""
    link = '<a class="trace" id="x" href="#ev-000000000000">3</a>'
    html = PAGE.format(f"<h1>T</h1><table><tr><td>{link}</td></tr></table>")
    soup = BeautifulSoup(finish_page(html, "a.ipynb"), "html.parser")
    assert soup.td.get_text() == "3"
    assert soup.select("a") == []


def test_forged_groups_are_escaped_or_refused():
    """What a notebook hands over is foreign: no name, title, note, mark or text of it becomes markup."""
    evil = '"><script>alert(1)</script>'
    entry = {"clause_id": evil, "policy_id": evil, "section": evil, "start": 0, "end": 1}
    entry |= {"pieces": [[evil, evil, evil]], "notes": [evil]}
    group = {"title": evil, "total": 1, "note": evil, "entries": [entry]}
    text = {"policy_id": evil, "about": evil, "pieces": [[evil, "clause", evil], [evil, "heading", ""]]}
    payload = {"table": "<p>x</p>", "groups": {evil: group, "ev-0123456789ab": group}, "texts": [text]}
    notebook = new_notebook(cells=[new_code_cell(outputs=[new_output("display_data", data={MIME: payload})])])
    appendix = take_appendix(notebook, "a.html")
    assert list(appendix.groups) == ["ev-0123456789ab"]
    html = appendix.write_groups(appendix.groups) + appendix.write_texts()
    assert "<script" not in html
    tags = {tag.name for tag in BeautifulSoup(html, "html.parser").find_all(True)}
    assert tags == {"h3", "p", "a", "span", "article", "div", "b"}


@pytest.mark.parametrize(
    ("total", "shown", "note", "more"),
    [(3, 3, "", []), (40, 25, "", ["And 15 more, in the texts."]), (0, 1, "Searched.", ["Searched."])],
)
def test_a_group_says_what_it_leaves_out(total, shown, note, more):
    """A group of many clauses counts the rest; one for silence says what was searched for."""
    place = {"clause_id": "a:1", "policy_id": "a", "section": "", "start": 0, "end": 1}
    place |= {"pieces": [], "notes": []}
    group = {"title": "a", "total": total, "entries": [place] * shown, "note": note}
    soup = BeautifulSoup(write_group("ev-0123456789ab", group), "html.parser")
    assert [part.get_text() for part in soup.div.find_all("p", class_="meta", recursive=False)] == more


def test_file_names_are_safe_and_differ():
    """An id chooses neither a folder nor another policy's file."""
    ids = ["wrk", "Wrk", "../wrk", "wrk ", "con/../x", "é", "é2", "", "a" * 300, "con"]
    ids += [name_file("../wrk"), name_file(name_file("../wrk"))]
    names = [name_file(policy_id) for policy_id in ids]
    assert len(set(names)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9_-]{1,79}", name) for name in names)
    assert "con" not in names
    assert name_clause("a b:1") != name_clause("a_20b:1")


def test_texts_and_clauses_of_different_runs_are_refused():
    """A clause that ends behind the end of its policy belongs to another text."""
    short = POLICIES.assign(text=POLICIES["text"].str[:100])
    with pytest.raises(ValueError, match=r"^personnel-technology:00\d ends behind the end of its policy"):
        show_texts(short, CLAUSES)


@pytest.mark.notebooks
def test_an_exported_page_holds_its_evidence(tmp_path):
    """From notebook to page: figure with links, table, clauses, text; the notebook's folder stays clean."""
    path = write_notebook(
        tmp_path / "n" / "try.ipynb",
        "# Who?\n\nIntro.",
        "import policyviz as pv\nclauses = pv.split_clauses(pv.load_policies())\n"
        "vague = pv.find_terms(clauses, pv.load_lexicon('vagueness'))\n"
        "vagueness = pv.measure_vagueness(clauses, vague)",
        "linked = pv.link_table(vagueness.round(2), clauses, vague)\n"
        "pv.show(pv.plot_vagueness(vagueness), 'Four means.', table=linked)",
        "pv.say('Wrk <is> vague.', finding=True)",
        "pv.show_texts(pv.load_policies(), clauses)",
    )
    report = export_report(path, tmp_path / "out")
    page = read_page(report)
    assert page.select_one("h1 + p.finding").get_text() == "Wrk <is> vague."
    assert page.img["usemap"] == "#areas-1"
    assert [area["alt"] for area in page.select("map[name=areas-1] area")] == [
        f"{row.policy_id}: {VAGUE.loc[VAGUE['policy_id'] == row.policy_id, 'clause_id'].nunique()} clauses"
        for row in page_order(page)
    ]
    assert page.select_one("details.numbers summary").get_text() == "The numbers as a table"
    for link in page.select("a[href], area[href]"):
        follow(page, link["href"])
    assert [file.name for file in tmp_path.joinpath("out").iterdir()] == ["try.html"]
    assert data_dir().as_posix() not in report.read_text(encoding="utf-8")


def page_order(page):
    """The rows of the page's table in the order of the chart: by score, the vaguest on top."""
    scores = {row.th.get_text(): float(row.select("td")[3].get_text()) for row in page.select("tbody tr")}
    table = pd.DataFrame({"policy_id": list(scores), "score": list(scores.values())})
    return table.sort_values("score", ascending=False, kind="stable").itertuples()


def test_appendix_of_nothing():
    """A notebook without evidence gives a page without an appendix."""
    empty = Appendix({}, {}, "a.html")
    assert (empty.is_inline, list(empty.list_pages())) == (True, [])
