"""The map of clauses without a browser: what its page says, what it refuses, that it is safe."""

import json
import re
from importlib.util import find_spec

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from report_tools import read_rows

from policyviz import frames
from policyviz.plots.drawing import COLORS
from policyviz.plots.drawing import SHAPES as MARKERS
from policyviz.report import explore
from policyviz.report.explore import explore_clusters
from policyviz.report.page import clean_fragment, finish_page
from policyviz.report.recipes import SHAPES, find_middles

pytest.importorskip("altair")
pytest.importorskip("vl_convert")

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)><!-- </figure> ${x} {prefix} \u2028"
SHELL = (
    '<!DOCTYPE html><html><head><meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "style-src 'unsafe-inline'\"><title></title></head><body><main><p class='meta'></p><h1>A</h1>{}</main>"
    "</body></html>"
)


def make_frames(rows):
    """Clauses and clusters from (policy, cluster, x, y, text), numbered per row."""
    clauses, clusters = [], []
    for number, (policy, cluster, x, y, text) in enumerate(rows):
        name = f"{policy}:{number}"
        clauses.append((name, policy, "Data > Use", "sentence", "", 0.5, 0, len(text), text, 3))
        clusters.append((name, policy, cluster, 0.5, x, y))
    return frames.make_frame(clauses, "clauses"), frames.make_frame(clusters, "clusters")


ROWS = [
    ("wrk", 0, 0.1, 0.2, "We use  your\ndata."),
    ("wrk", 0, 0.3, 0.2, "We keep your data."),
    ("wrk", 1, 0.9, 0.9, "We use cookies."),
    ("procom", 0, 0.1, 0.2, "We use your data."),
]


def make_page(*maps):
    """A finished report around the maps, without running a notebook."""
    cells = "".join(
        f'<div class="cell" data-cell="1">{clean_fragment(shown._repr_html_())}</div>' for shown in maps
    )
    return finish_page(SHELL.replace("{}", cells), "a.ipynb")


def read_recipe(shown):
    figure = BeautifulSoup(shown.to_fragment(), "html.parser").figure
    return json.loads(figure["data-recipe"])


def test_table_holds_every_clause():
    """Policies x clusters with silence as 0; each number leads to its clauses, in their order."""
    soup = BeautifulSoup(explore_clusters(*make_frames(ROWS), names={0: "use"}).to_fragment(), "html.parser")
    assert read_rows(soup.table) == [
        ["th:policy", "th:0 use", "th:1"],
        ["th:procom", "td:1", "td:0"],
        ["th:wrk", "td:2", "td:1"],
    ]
    groups = {}
    for link in soup.select("td a"):
        heading = soup.find(id=link["href"][1:])
        items = heading.find_next_sibling("ul").select("li")
        groups[heading.get_text()] = [
            [part.get_text() for part in item.select("b, i, span")] for item in items
        ]
    assert groups == {
        "procom, cluster 0 use: 1 clause": [["procom:3", "Data > Use", "We use your data."]],
        "wrk, cluster 0 use: 2 clauses": [
            ["wrk:0", "Data > Use", "We use your data."],
            ["wrk:1", "Data > Use", "We keep your data."],
        ],
        "wrk, cluster 1: 1 clause": [["wrk:2", "Data > Use", "We use cookies."]],
    }


def test_table_is_open_and_the_chart_hidden_without_script():
    """Who runs no script gets the table, and neither an empty box nor words about clicking."""
    soup = BeautifulSoup(explore_clusters(*make_frames(ROWS)).to_fragment(), "html.parser")
    assert soup.details.has_attr("open")
    assert all(soup.select_one(part).has_attr("hidden") for part in (".how", ".sight", ".chosen"))


def test_looks_are_those_of_the_static_chart():
    """Colour and shape of a cluster follow its number, also where a number is missing."""
    rows = [(policy, 2 * cluster, x, y, text) for policy, cluster, x, y, text in ROWS]
    marks = read_recipe(explore_clusters(*make_frames(rows)))["vconcat"][0]["layer"][0]["encoding"]
    assert marks["color"]["scale"] == {"domain": ["0", "2"], "range": [COLORS[0], COLORS[2]]}
    assert marks["shape"]["scale"]["range"] == [SHAPES[MARKERS[0]], SHAPES[MARKERS[2]]]
    assert set(SHAPES) == set(MARKERS)


def test_texts_stand_once():
    """The chart reads texts from the table: its recipe holds none."""
    fragment = explore_clusters(*make_frames(ROWS)).to_fragment()
    assert fragment.count("We keep your data.") == 1


def test_same_frames_same_bytes():
    """Nothing in the page counts charts or depends on the order of the clusters frame."""
    clauses, clusters = make_frames(ROWS)
    first = explore_clusters(clauses, clusters)._repr_html_()
    assert explore_clusters(clauses, clusters.iloc[::-1])._repr_html_() == first
    assert "view_1" not in first.split("<script>")[0]


def test_hostile_text_stays_text():
    """Markup in texts, ids, sections and names is shown, never part of the page."""
    rows = [(HOSTILE, 0, 0.1, 0.2, HOSTILE), *ROWS]
    clauses, clusters = make_frames(rows)
    clauses["section"] = HOSTILE
    shown = explore_clusters(clauses, clusters, names=pd.Series({0: HOSTILE, 1: 'a" onclick="x()'}))
    soup = BeautifulSoup(shown.to_fragment(), "html.parser")
    expected = {"figure", "p", "div", "details", "summary", "table", "caption", "thead", "tbody", "tr"}
    assert {part.name for part in soup.find_all(True)} - expected == {
        "th",
        "td",
        "a",
        "ul",
        "li",
        "b",
        "i",
        "span",
    }
    assert not [name for part in soup.find_all(True) for name in part.attrs if name.startswith("on")]
    assert HOSTILE.split()[0] in soup.select_one("li span").get_text()
    page = make_page(shown)
    assert len(re.findall("<script", page, re.IGNORECASE)) == 1
    assert len(re.findall("</script", page, re.IGNORECASE)) == 1
    assert BeautifulSoup(page, "html.parser").find_all("img") == []


def test_ids_hold_no_foreign_text():
    """Ids are made of numbers: a policy's name never says where a link leads."""
    soup = BeautifulSoup(
        explore_clusters(*make_frames([(HOSTILE, 0, 0, 0, "a b")])).to_fragment(), "html.parser"
    )
    assert all(re.fullmatch(r"map-[0-9a-f]{8}(-0-0)?", part["id"]) for part in soup.select("[id]"))


def test_page_has_the_script_once_and_allows_no_other():
    """Two maps, one of them twice: one script, named in the policy by its hash; ids differ, links work."""
    one = explore_clusters(*make_frames(ROWS))
    two = explore_clusters(*make_frames(ROWS[:3]))
    page = make_page(one, two, one)
    soup = BeautifulSoup(page, "html.parser")
    assert len(soup.find_all("script")) == 1
    assert len(soup.find_all("style")) == 1
    policy = soup.find("meta")["content"]
    assert re.fullmatch(
        r"default-src 'none'; script-src 'sha256-[\w+/=]{44}'; style-src 'unsafe-inline'", policy
    )
    names = [part["id"] for part in soup.select("[id]")]
    assert len(names) == len(set(names))
    assert {link["href"][1:] for link in soup.select("td a")} <= set(names)
    assert [part["id"] for part in soup.select("figure")] == ["map-1", "map-2", "map-3"]


def test_page_without_map_is_untouched():
    """No script, no style, no other policy where there is no map, also if a text speaks of one."""
    page = make_page()
    assert "script" not in page
    assert "<style" not in page
    text = clean_fragment('<p>&lt;figure class="policyviz-map"</p><script>x()</script>')
    assert "<script" not in finish_page(SHELL.replace("{}", text), "a.ipynb")


def test_script_names_nothing_to_load():
    """The whole page is the file: what other tests look for in reports is not in it either."""
    page = make_page(explore_clusters(*make_frames(ROWS)))
    for loading in ('src="http', "src='http", "@import", "url(http", "<!--"):
        assert loading not in page
    assert "Redistribution and use in source and binary forms" in page


@pytest.mark.parametrize(
    ("clusters", "message"),
    [
        (lambda frame: frame.iloc[:0], "There is nothing to draw: the clusters frame is empty"),
        (lambda frame: frame.assign(clause_id="x:" + frame["clause_id"]), "4 clause ids of clusters are not"),
        (lambda frame: frame.assign(policy_id="other"), r"are not in clauses \(first: wrk:0\)"),
        (lambda frame: frame.drop(columns="x"), "column missing: x"),
    ],
)
def test_bad_clusters_are_refused(clusters, message):
    """No clusters, or those of other clauses, are no map."""
    clauses, good = make_frames(ROWS)
    with pytest.raises(ValueError, match=message):
        explore_clusters(clauses, clusters(good))


def test_no_clauses_are_refused():
    """Clusters without their clauses have no text to show."""
    clauses, clusters = make_frames(ROWS)
    with pytest.raises(ValueError, match="4 clause ids of clusters are not in clauses"):
        explore_clusters(clauses.iloc[:0], clusters)


def test_clauses_may_be_more_than_the_clustered():
    """Clauses that were left out of the clusters are left out of the map."""
    clauses, clusters = make_frames(ROWS)
    assert repr(explore_clusters(clauses, clusters.iloc[:3])) == "Map of 3 clauses of 1 policy in 2 clusters."


def make_names_frame(known):
    return pd.DataFrame(known.items(), columns=["cluster", "name"])


@pytest.mark.parametrize("kind", [dict, pd.Series, make_names_frame])
def test_names_come_in_every_shape(kind):
    """A mapping, a series, or the frame of names: by number, not by place; noise is a cluster too."""
    rows = [(policy, -cluster, x, y, text) for policy, cluster, x, y, text in ROWS]
    shown = explore_clusters(*make_frames(rows), names=kind({0: "use", 7: "nothing"}))
    header = BeautifulSoup(shown.to_fragment(), "html.parser").select("thead th")
    assert [cell.get_text() for cell in header] == ["policy", "-1", "0 use"]


def test_names_must_say_which_is_which():
    """A list of names would be off by one where a cluster is missing; other frames hold no names."""
    clauses, clusters = make_frames(ROWS)
    for names in (["use", "cookies"], clusters):
        with pytest.raises(TypeError, match="names says what to call the clusters, got a "):
            explore_clusters(clauses, clusters, names=names)


def test_missing_packages_are_named(monkeypatch):
    """One sentence with what to type."""
    monkeypatch.setattr(explore, "find_spec", lambda name: None if name == "altair" else find_spec(name))
    with pytest.raises(ImportError) as caught:
        explore_clusters(*make_frames(ROWS))
    assert str(caught.value) == 'The map needs more packages (altair): pip install "policyviz[interactive]"'


def test_one_company_one_cluster_one_place():
    """The smallest map: nothing to compare, nothing divided by zero."""
    shown = explore_clusters(
        *make_frames([("a", 0, 0.5, 0.5, "We use it."), ("a", 0, 0.5, 0.5, "We use it.")])
    )
    assert repr(shown) == "Map of 2 clauses of 1 policy in 1 cluster."
    assert find_middles(shown._table) == [{"cluster": 0, "x": 0.5, "y": 0.5}]


@pytest.mark.parametrize("n_clusters", [2, 20, 60])
def test_chart_fits_the_column(n_clusters):
    """Up to 19 clusters the chart fits a column of 704 pixels; more make it wider, never a cell too small."""
    rows = [(f"company-{i}", i % n_clusters, i / 60, 0.5, "We use it.") for i in range(60)]
    sight, heatmap = read_recipe(explore_clusters(*make_frames(rows)))["vconcat"]
    assert sight["width"] <= 680
    assert heatmap["width"] / n_clusters >= 23
    assert heatmap["height"] == 60 * 15
