"""Every number in a table leads to the clauses it was counted from."""

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from policyviz import explain_scores, find_terms, highlight_terms, link_table, load_lexicon, measure_coverage
from policyviz.frames import make_frame
from policyviz.keys import write_key
from policyviz.report.groups import N_SHOWN, name_group
from policyviz.report.tracing import MIME


def make_clauses(*texts, policy_id="a"):
    rows = [
        (f"{policy_id}:{n:03}", policy_id, "Data", "sentence", "", 0.5, 100 * n, 100 * n + len(text), text, 4)
        for n, text in enumerate(texts, start=1)
    ]
    return make_frame(rows, "clauses")


CLAUSES = pd.concat(
    [
        make_clauses("We may keep your name.", "We never sell your email.", "Call us."),
        make_clauses("Your <b>name</b> & email.", policy_id="b"),
    ],
    ignore_index=True,
)
LEXICON = make_frame([("name", "names", 1.0, ""), ("email", "mails", 1.0, "")], "lexicon")
MENTIONS = find_terms(CLAUSES, LEXICON)


def read_bundle(linked):
    """The table of the report with the texts of its links, and the groups by the number of their link."""
    payload = linked.write_bundle()[MIME]
    soup = BeautifulSoup(payload["table"], "html.parser")
    links = [(link.get_text(), link["href"].removeprefix("#")) for link in soup.select("a")]
    return soup, [(text, payload["groups"][name]) for text, name in links]


def test_each_row_leads_to_its_own_clauses():
    """All numbers of a row lead to the clauses of its policy; text is no link."""
    table = pd.DataFrame({"policy_id": ["a", "b", "c"], "n": [3, 1, 0], "x": [0.5, 0.25, None], "s": "said"})
    soup, links = read_bundle(link_table(table, CLAUSES))
    assert [(text, group["title"], group["total"]) for text, group in links] == [
        ("3", "a", 3),
        ("0.50", "a", 3),
        ("1", "b", 1),
        ("0.25", "b", 1),
    ]
    assert [cell.get_text() for cell in soup.select("td:not(:has(a))")] == ["said", "said", "0", "–", "said"]
    assert [head.get_text() for head in soup.select("tbody th[scope=row]")] == ["a", "b", "c"]


def test_a_cell_of_a_wide_table_leads_to_what_was_counted():
    """Row and column name the clauses; only the terms counted are marked, and how they were read is said."""
    coverage = measure_coverage(CLAUSES, MENTIONS)
    _, links = read_bundle(link_table(coverage.T, CLAUSES, MENTIONS, by="label", across="policy_id"))
    assert [(text, group["title"]) for text, group in links] == [
        ("1", "names, a"),
        ("1", "names, b"),
        ("1", "mails, a"),
        ("1", "mails, b"),
    ]
    denied = links[2][1]["entries"]
    assert denied == [
        {
            "clause_id": "a:002",
            "policy_id": "a",
            "section": "Data",
            "start": 200,
            "end": 225,
            "pieces": [
                ["We never sell your ", "", ""],
                ["email", "label-1", "mails, denied; share, by company"],
                [".", "", ""],
            ],
            "notes": ["read as denied (share, by company)"],
        }
    ]


def test_silence_leads_to_its_receipt():
    """A cell without clauses leads to what was searched for; a cell with clauses never does."""
    lexicon = make_frame([("name", "names", 1.0, ""), ("voice", "calls", 1.0, "")], "lexicon")
    mentions = find_terms(CLAUSES, lexicon)
    rows = [("a", "calls", 1, "voice", 1, "a:003", 0.4), ("b", "calls", 1, "voice", 0, "", 0.0)]
    receipts = make_frame([*rows, ("a", "names", 1, "name", 0, "", 0.0)], "receipts")
    coverage = measure_coverage(CLAUSES, mentions)
    linked = link_table(coverage.T, CLAUSES, mentions, by="label", across="policy_id", receipts=receipts)
    _, links = read_bundle(linked)
    assert [(text, group["total"], group["note"]) for text, group in links] == [
        ("1", 1, ""),
        ("1", 1, ""),
        ("0", 0, "Searched for 1 terms, none found: voice. The clauses below come nearest in their words."),
        ("0", 0, "Searched for 1 terms, none found: voice. No clause comes near."),
    ]
    assert [entry["clause_id"] for entry in links[2][1]["entries"]] == ["a:003"]


def test_a_pair_leads_to_the_clauses_of_both():
    """The columns a and b of a comparison are policies: the clauses of both, in the order of the evidence."""
    table = pd.DataFrame({"a": ["a"], "b": ["b"], "difference": [0.1]})
    order = CLAUSES.iloc[[3, 0, 2, 1]]
    _, [(_, group)] = read_bundle(link_table(table, CLAUSES, order, by=["a", "b"]))
    assert [entry["clause_id"] for entry in group["entries"]] == ["b:001", "a:001", "a:003", "a:002"]


def test_shared_text_leads_to_both_sides():
    """A pair of clauses is seen from each side: the own clause first, then the other one."""
    pairs = make_frame([("a:001", "b:001", "a", "b", 0.6, "near")], "boilerplate")
    table = pd.DataFrame({"policy_id": ["a", "b"], "other_id": ["b", "a"], "n": [1, 1]})
    _, links = read_bundle(link_table(table, CLAUSES, pairs, by=["policy_id", "other_id"]))
    assert [[entry["clause_id"] for entry in group["entries"]] for _, group in links] == [
        ["a:001", "b:001"],
        ["b:001", "a:001"],
    ]


def test_highlighted_clauses_bring_their_sums():
    """What `highlight_terms` marks and adds up is shown below each clause."""
    vague = find_terms(CLAUSES, load_lexicon("vagueness"))
    marked = highlight_terms(CLAUSES, vague, contributions=explain_scores(CLAUSES, vague))
    _, links = read_bundle(link_table(pd.DataFrame({"policy_id": ["a"], "n": [3]}), marked))
    first = links[0][1]["entries"][0]
    marks = [(text, mark) for text, mark, _ in first["pieces"] if mark]
    assert marks == [("may", "label-2"), ("name", "clearer")]
    assert first["notes"] == ["score 2.28 = 1.83 (base) + 0.51 may − 0.06 name"]


def test_many_clauses_are_counted_and_the_first_shown():
    """A number leads to 25 clauses at most, and says how many there are."""
    clauses = make_clauses(*(f"Clause {n}." for n in range(40)))
    _, [(_, group)] = read_bundle(link_table(pd.DataFrame({"policy_id": ["a"], "n": [40]}), clauses))
    assert (group["total"], len(group["entries"])) == (40, N_SHOWN)
    assert group["entries"][-1]["clause_id"] == f"a:{N_SHOWN:03}"


def test_marks_find_the_group_of_their_key():
    """A plot's key leads where the cell leads; a key of no cell leads nowhere."""
    coverage = measure_coverage(CLAUSES, MENTIONS)
    linked = link_table(coverage.T, CLAUSES, MENTIONS, by="label", across="policy_id")
    name, title = linked.find_target(write_key(policy_id="b", label="mails"))
    assert (name[:3], title) == ("ev-", "mails, b: 1 clause")
    assert linked.find_target(write_key(policy_id="c", label="mails")) == ("", "")
    assert linked.find_target("nonsense") == ("", "")


def test_rows_of_very_wide_tables_have_groups_too():
    """Where a chart draws one mark for all policies, it finds the clauses of all of them."""
    clauses = pd.concat([make_clauses("Your name.", policy_id=f"p{n}") for n in range(26)], ignore_index=True)
    mentions = find_terms(clauses, LEXICON)
    linked = link_table(
        measure_coverage(clauses, mentions).T, clauses, mentions, by="label", across="policy_id"
    )
    assert linked.find_target("label=names")[1] == "names: 26 clauses"


def test_foreign_text_is_escaped_in_the_notebook():
    """Text of a policy, its id and a column's name are shown, never executed."""
    evil = "<img src=x onerror=alert(1)>"
    clauses = make_clauses(f"We may {evil} keep.", policy_id=evil)
    html = link_table(pd.DataFrame({"policy_id": [evil], evil: [1]}), clauses, caption=evil).write_bundle()
    assert evil not in html["text/html"]
    assert html["text/html"].count("&lt;img src=x onerror=alert(1)&gt;") == 7


def test_the_same_clauses_for_the_same_reason_are_one_group():
    """A group's name is made of its content alone."""
    group = {"title": "a", "total": 1, "entries": [], "note": ""}
    assert name_group(group) == name_group(dict(reversed(group.items())))
    assert name_group(group) != name_group(group | {"title": "b"})


def test_unknown_columns_are_named():
    """A key that the table or the evidence lacks is refused, with what there is."""
    table = pd.DataFrame({"policy_id": ["a"], "n": [3]})
    with pytest.raises(ValueError, match=r"Cannot group by firm\. Choose from: .*policy_id, n"):
        link_table(table, CLAUSES, by="firm")
    with pytest.raises(ValueError, match="Cannot group by n"):
        link_table(table, CLAUSES, by="n")
    with pytest.raises(ValueError, match="Cannot group by clause_id"):
        link_table(table, CLAUSES, pd.DataFrame({"policy_id": ["a"]}))


def test_columns_lead_to_what_each_was_counted_from():
    """With a frame for each column, only these link, each to its own clauses; the first is for charts."""
    table = pd.DataFrame({"policy_id": ["a"], "n_words": [12], "n": [3], "n_named": [1]})
    linked = link_table(table, CLAUSES, {"n_named": MENTIONS[["clause_id"]].head(1), "n": CLAUSES})
    _, links = read_bundle(linked)
    assert [(text, group["total"]) for text, group in links] == [("3", 3), ("1", 1)]
    assert linked.find_target("policy_id=a")[1] == "a: 1 clause"
    with pytest.raises(ValueError, match=r"Cannot group by score\. Choose from: policy_id"):
        link_table(table, CLAUSES, {"score": CLAUSES})


def test_none_of_something_leads_nowhere():
    """A count of 0 has no clauses behind it, whatever else its row was counted from; a score of 0 has."""
    table = pd.DataFrame({"policy_id": ["a"], "n": [3], "n_vague": [0], "change": [0.0]})
    _, links = read_bundle(link_table(table, CLAUSES))
    assert [text for text, _ in links] == ["3", "0"]
    soup, _ = read_bundle(link_table(table, CLAUSES))
    assert [cell.get_text() for cell in soup.select("td:not(:has(a))")] == ["0"]
