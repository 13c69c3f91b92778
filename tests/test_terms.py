"""Terms in clauses: what is found, where exactly, what surrounds it, and how it is shown."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from policyviz.analysis.scores import explain_scores
from policyviz.corpus import load_policies
from policyviz.frames import FRAMES, make_frame
from policyviz.lexicons import load_lexicon
from policyviz.structure import split_clauses
from policyviz.terms import ACTORS, PRACTICES, concordance, count_mentions, find_terms, highlight_terms


def make_clauses(*texts, policy_id="p", offset=100, section="Data"):
    """Clauses of one policy that stand 100 characters apart."""
    rows = [
        (
            f"{policy_id}:{i:03}",
            policy_id,
            section,
            "sentence",
            "",
            0.0,
            i * offset,
            i * offset + len(text),
            text,
            9,
        )
        for i, text in enumerate(texts, start=1)
    ]
    return make_frame(rows, "clauses")


def make_lexicon(**terms):
    """A lexicon from label="term, term"; "_" in a label stands for a space."""
    rows = [
        (term, label.replace("_", " "), 1.0 + i, "made up")
        for i, (label, listed) in enumerate(terms.items())
        for term in listed.split(", ")
    ]
    return make_frame(rows, "lexicon")


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("We do not sell your e-mail.", True),
        ("We never sell or rent your e-mail.", True),
        ("If you do not agree, we may keep your e-mail.", False),
        ("We do not support it, which means that we collect your e-mail.", False),
        ("We do not sell data and we collect your e-mail.", False),
        ("You may choose to not accept our e-mail.", False),
        ("We share it without your consent by e-mail.", False),
    ],
)
def test_denials_end_where_a_new_statement_begins(text, negated):
    """A "not" reaches to the next statement; what the reader does not do is no denial of the company."""
    mentions = find_terms(make_clauses(text), make_lexicon(contact="e-mail"))
    assert mentions["negated"].to_list() == [negated]


def test_a_place_is_marked_once():
    """Overlapping mentions of two lexicons are marked once and lose no letter; strangers are refused."""
    clauses = make_clauses("We keep your e-mail address.")
    both = [
        find_terms(clauses, make_lexicon(**{label: term}))
        for label, term in (("a", "e-mail"), ("b", "e-mail address"))
    ]
    labels = pd.CategoricalDtype(["a", "b"])
    mentions = pd.concat([found.astype({"label": labels}) for found in both], ignore_index=True)
    assert str(highlight_terms(clauses, mentions)) == "p:001  We keep your [e-mail] address."
    with pytest.raises(ValueError, match="different runs"):
        highlight_terms(make_clauses("Hello.", offset=500), mentions)


def test_the_whole_frame():
    """Rows in order of clause and place, offsets of the policy, every column written out."""
    clauses = pd.concat(
        [
            make_clauses("You may see your e-mail; we may not sell it.", "Nothing here.", policy_id="a"),
            make_clauses("We do not keep e-mail.", policy_id="b"),
        ],
        ignore_index=True,
    )
    lexicon = make_lexicon(contact="e-mail", health="blood", modality="may")
    labels = pd.CategoricalDtype(["contact", "health", "modality"])
    expected = pd.DataFrame(
        {
            "clause_id": ["a:001", "a:001", "a:001", "b:001"],
            "policy_id": ["a", "a", "a", "b"],
            "term": ["may", "e-mail", "may", "e-mail"],
            "label": pd.Series(["modality", "contact", "modality", "contact"], dtype=labels),
            "weight": [0.0, 1.0, 3.0, 1.0],
            "start": [104, 117, 128, 115],
            "end": [107, 123, 131, 121],
            "negated": [False, False, False, True],
            "permission": [True, False, False, False],
            "clarified": [False] * 4,
            "practice": pd.Categorical(["share", "share", "share", "retain"], categories=PRACTICES),
            "actor": pd.Categorical(["company"] * 4, categories=ACTORS),
        }
    )
    assert_frame_equal(find_terms(clauses, lexicon), expected)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("your personal\ninformation", "personal\ninformation"),
        ("your personal \t\n  information", "personal \t\n  information"),
        ("your personal\u00a0information", "personal\u00a0information"),
        ("your per\u00adsonal infor\u00admation", "per\u00adsonal infor\u00admation"),
        ("your personal\u200b information", "personal\u200b information"),
        ("İİİ your personal information", "personal information"),
        ("\u00ad\u200bİ personal information\u00ad", "personal information"),
        ("ẞ PERSONAL INFORMATION", "PERSONAL INFORMATION"),
        ("\U0001f36a personal information", "personal information"),
    ],
)
def test_spans_are_exact(text, found):
    """Line breaks and invisible signs in a phrase, and letters that grow in lower case, move no offset."""
    mentions = find_terms(make_clauses(text), make_lexicon(data="personal information"))
    start, end = mentions.loc[0, ["start", "end"]] - 100
    assert (len(mentions), text[start:end]) == (1, found)


@pytest.mark.parametrize(
    ("terms", "complaint"),
    [
        (["a", ""], "The term '' holds no sign that could be found"),
        (["\u200b"], r"The term '\\u200b' holds no sign that could be found"),
        (
            ["party’s", "x", "party's"],
            "Terms differ only in case, quotes, dashes or spaces: 'party’s' and \"party's\"",
        ),
        (["a b", "A  B"], "Terms differ only in case"),
    ],
)
def test_terms_that_cannot_be_told_apart(terms, complaint):
    """A lexicon made by hand is checked as one from a file is: no term is dropped in silence."""
    lexicon = make_frame([(term, "x", 1.0, "") for term in terms], "lexicon")
    with pytest.raises(ValueError, match=f"^{complaint}"):
        find_terms(make_clauses("a b"), lexicon)


def test_nothing_to_find():
    """No lexicon, no clauses, no match: a frame of no rows with its types and all labels."""
    lexicon = make_lexicon(contact="e-mail", health="blood")
    none = make_frame([], "clauses")
    for mentions in (find_terms(make_clauses("We keep it."), lexicon), find_terms(none, lexicon)):
        assert mentions.empty
        assert mentions["label"].cat.categories.to_list() == ["contact", "health"]
        assert mentions.dtypes.astype("str").to_dict() == FRAMES["mentions"]
    assert find_terms(make_clauses("We may."), make_frame([], "lexicon")).empty


def test_labels_in_the_order_of_the_lexicon():
    """All labels are categories, also those that are never found, in the order in which they come."""
    lexicon = make_lexicon(z="may", a="blood", m="cookie")
    mentions = find_terms(make_clauses("A cookie may."), lexicon)
    assert mentions["label"].cat.categories.to_list() == ["z", "a", "m"]
    assert mentions["label"].to_list() == ["m", "z"]


def test_a_denial_far_away():
    """In a text without sentences a denial does not reach across hundreds of words."""
    lexicon = make_lexicon(contact="e-mail")
    near, far = (make_clauses("We do not keep " + "and keep " * n + "e-mail", offset=9999) for n in (9, 90))
    assert find_terms(near, lexicon)["negated"].to_list() == [True]
    assert find_terms(far, lexicon)["negated"].to_list() == [False]


def test_a_sentence_goes_on_with_the_one_before():
    """ "It includes ..." takes over from the sentence directly before it, and from no other."""
    lexicon = make_lexicon(contact="e-mail")
    near = make_clauses("We keep data.", "It includes e-mail.", offset=14)
    far = make_clauses("We keep data.", "It includes e-mail.", offset=100)
    other = pd.concat([near.head(1).assign(policy_id="o", clause_id="o:001"), near.tail(1)])
    found = [find_terms(clauses, lexicon)["practice"].to_list() for clauses in (near, far, other)]
    assert found == [["retain"], ["other"], ["other"]]


def test_row_order_makes_no_difference():
    """Shuffled clauses give the same mentions in another order: neighbours are found by their places."""
    clauses = split_clauses(load_policies())
    lexicon = load_lexicon("data_categories")
    shuffled = find_terms(clauses.sample(frac=1, random_state=1), lexicon)
    order = ["policy_id", "start"]
    assert_frame_equal(
        shuffled.sort_values(order, ignore_index=True),
        find_terms(clauses, lexicon).sort_values(order, ignore_index=True),
    )


def test_invisible_signs_change_nothing_that_is_said():
    """Soft hyphens and zero-width spaces neither break an enumeration nor hide a denial."""
    lexicon = make_lexicon(contact="e-mail", age="age").assign(context=["", "listed"])
    clauses = make_clauses("We collect age,\u200b e-mail.", "Your e-mail i\u00ads n\u200bot shared.")
    mentions = find_terms(clauses, lexicon)
    assert mentions["term"].to_list() == ["age", "e-mail", "e-mail"]
    assert mentions["negated"].to_list() == [False, False, True]
    assert mentions["start"].to_list() == [111, 117, 205]


def test_a_context_that_is_none():
    """A misspelt context would make an ambiguous term count everywhere: it is refused."""
    lexicon = make_lexicon(contact="e-mail").assign(context="Listed")
    with pytest.raises(ValueError, match=r"holds 'Listed' \(term 'e-mail'\); it is one of '', 'listed'"):
        find_terms(make_clauses("e-mail"), lexicon)


def test_items_of_a_list_take_over_their_stem():
    """What introduces a list says what is done with its items, and denies them."""
    clauses = make_clauses("We never sell the following:", "e-mail and size")
    clauses["stem_id"] = ["", "p:001"]
    mention = find_terms(clauses, make_lexicon(contact="e-mail")).loc[0]
    assert mention[["negated", "practice", "actor"]].to_list() == [True, "share", "company"]


def test_the_month_is_no_mention():
    """The month of May hedges nothing; the verb in the same sentence does."""
    mentions = find_terms(make_clauses("Since May 2018 we may ask."), make_lexicon(modality="may"))
    assert (mentions[["start", "end"]] - 100).to_numpy().tolist() == [[18, 21]]


CLAUSES = pd.concat(
    [
        make_clauses("We may, we may, keep blood.", "We may.", policy_id="a", section="Use"),
        make_clauses("Blood.", policy_id="b", section="Data"),
        make_clauses("No word.", policy_id="c", section="Data"),
    ],
    ignore_index=True,
)
MENTIONS = find_terms(CLAUSES, make_lexicon(modality="may", genes="dna", health="blood"))


def test_count_mentions():
    """Every policy with every label, silence as 0, two mentions in one clause counted twice and once."""
    expected = pd.DataFrame(
        [
            ("a", "modality", 3, 2),
            ("a", "genes", 0, 0),
            ("a", "health", 1, 1),
            ("b", "modality", 0, 0),
            ("b", "genes", 0, 0),
            ("b", "health", 1, 1),
            ("c", "modality", 0, 0),
            ("c", "genes", 0, 0),
            ("c", "health", 0, 0),
        ],
        columns=["policy_id", "label", "n_mentions", "n_clauses"],
    )
    assert_frame_equal(count_mentions(CLAUSES, MENTIONS), expected)


@pytest.mark.parametrize(
    ("by", "rows"),
    [
        ("label", [["modality", 3, 2], ["genes", 0, 0], ["health", 2, 2]]),
        ("policy_id", [["a", 4, 2], ["b", 1, 1], ["c", 0, 0]]),
        ("section", [["Data", 1, 1], ["Use", 4, 2]]),
        ("kind", [["sentence", 5, 3]]),
        ("term", [["blood", 2, 2], ["may", 3, 2]]),
        (
            ["term", "section"],
            [["blood", "Data", 1, 1], ["blood", "Use", 1, 1], ["may", "Data", 0, 0], ["may", "Use", 3, 2]],
        ),
    ],
)
def test_count_mentions_by(by, rows):
    """Counts by any column of the mentions, and by section and kind of the clauses."""
    assert count_mentions(CLAUSES, MENTIONS, by=by).to_numpy().tolist() == rows


def test_count_no_mentions():
    """Where nothing was found there are zeros, not no rows."""
    none = find_terms(CLAUSES, make_lexicon(genes="dna"))
    assert count_mentions(CLAUSES, none).to_numpy().tolist() == [[p, "genes", 0, 0] for p in "abc"]


@pytest.mark.parametrize("by", ["color", [], ["label", "color"]])
def test_count_by_unknown(by):
    """An unknown column is named with those that there are."""
    with pytest.raises(ValueError, match=r"^Unknown by=.* Choose from: clause_id, policy_id, term, label"):
        count_mentions(CLAUSES, MENTIONS, by=by)


def test_count_of_other_clauses():
    """Mentions from other clauses are refused: no count of the two would mean anything."""
    with pytest.raises(ValueError, match="come from different runs"):
        count_mentions(CLAUSES.head(1), MENTIONS)


def test_concordance():
    """Every place with its two sides, cut at the width and at the clause, white space as one space."""
    clauses = make_clauses("We may\nsell it.  You MAY not,  ever.", "May I?", "No.")
    expected = pd.DataFrame(
        {
            "clause_id": ["p:001", "p:001", "p:002"],
            "policy_id": ["p", "p", "p"],
            "left": ["We", "it. You", ""],
            "term": ["may", "MAY", "May"],
            "right": ["sell it.", "not, ev", "I?"],
            "start": [103, 121, 200],
            "end": [106, 124, 203],
        }
    )
    assert_frame_equal(concordance(clauses, " may", width=9), expected)


def test_concordance_of_nothing():
    """A term that never stands there gives no lines; no term and no width are errors."""
    clauses = make_clauses("We may.")
    assert concordance(clauses, "cookie").dtypes.astype("str").to_list() == ["str"] * 5 + ["int64"] * 2
    for term, width in (("", 9), (" ", 9), ("may", -1)):
        with pytest.raises(ValueError, match="A concordance needs a term and a width of 0 or more"):
            concordance(clauses, term, width=width)
    with pytest.raises(ValueError, match="holds no sign that could be found"):
        concordance(clauses, "\u00ad")


def test_highlight_as_text():
    """As text, mentions stand in brackets in their place; clauses without any are shown too."""
    shown = highlight_terms(CLAUSES.head(3), MENTIONS)
    assert str(shown) == "a:001  We [may], we [may], keep [blood].\na:002  We [may].\nb:001  [Blood]."
    assert (repr(shown), len(shown)) == (str(shown), 3)


def test_highlight_as_html():
    """In a notebook each clause says where it stands, each mark what it stands for."""
    clauses = make_clauses("You may see; we do not keep blood.", offset=10_000)
    mentions = find_terms(clauses, make_lexicon(health="blood", modality="may"))
    assert highlight_terms(clauses, mentions)._repr_html_() == (
        '<article class="clause" data-clause="p:001">'
        '<p class="meta">p:001 · Data · characters 10,000 to 10,034</p>'
        '<p>You <mark class="label-1" title="modality, permission; retain, by company">may</mark> see; '
        'we do not keep <mark class="label-0" title="health, denied; retain, by company">blood</mark>.</p>'
        "</article>"
    )


def test_highlight_escapes_foreign_text():
    """Text, section, id and label of a policy are shown as they are and never executed."""
    evil = '<script>alert("1")</script> & may <b>'
    clauses = make_clauses(evil, policy_id='"><i>&', section="<img src=x onerror=alert(1)>")
    lexicon = make_frame([("may", 'mo"><u>dal', 1.0, "")], "lexicon")
    html = highlight_terms(clauses, find_terms(clauses, lexicon))._repr_html_()
    assert html == (
        '<article class="clause" data-clause="&quot;&gt;&lt;i&gt;&amp;:001">'
        '<p class="meta">&quot;&gt;&lt;i&gt;&amp;:001 · '
        "&lt;img src=x onerror=alert(1)&gt; · characters 100 to 137</p>"
        "<p>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; "
        '<mark class="label-0" title="mo&quot;&gt;&lt;u&gt;dal">may</mark> &lt;b&gt;</p></article>'
    )


def test_highlight_many_labels_share_the_last_colour():
    """There are six colours; the seventh label has the sixth."""
    clauses = make_clauses("a b c d e f g")
    lexicon = make_lexicon(**{letter: letter for letter in "abcdefg"})
    html = highlight_terms(clauses, find_terms(clauses, lexicon))._repr_html_()
    assert [html.count(f'"label-{i}"') for i in range(7)] == [1, 1, 1, 1, 1, 2, 0]


def test_concrete_terms_look_different():
    """What makes a clause clearer is marked in another way than what makes it vaguer."""
    clauses = make_clauses("We may keep your name.")
    lexicon = make_lexicon(concrete="name", modality="may").assign(weight=[-0.1, 0.5])
    html = highlight_terms(clauses, find_terms(clauses, lexicon))._repr_html_()
    assert '<mark class="clearer" title="concrete; retain, by company">name</mark>' in html
    assert '<mark class="label-1"' in html


def test_highlight_writes_how_a_score_comes_about():
    """Below each clause stands its sum, in text and in HTML, with the terms escaped."""
    clauses = make_clauses("We may keep your <b>.", "Nothing.")
    lexicon = make_lexicon(concrete="<b>", modality="may").assign(weight=[-0.25, 0.5])
    mentions = find_terms(clauses, lexicon)
    parts = explain_scores(clauses, mentions, base=1.5)
    shown = highlight_terms(clauses, mentions, contributions=parts)
    assert str(shown).splitlines() == [
        "p:001  We [may] keep your [<b>].",
        "  score 1.75 = 1.50 (base) + 0.50 may − 0.25 <b>",
        "p:002  Nothing.",
        "  score 1.50 = 1.50 (base)",
    ]
    html = shown._repr_html_()
    assert '<p class="meta">score 1.75 = 1.50 (base) + 0.50 may − 0.25 &lt;b&gt;</p>' in html
    with pytest.raises(ValueError, match="not a contributions frame"):
        highlight_terms(clauses, mentions, contributions=mentions)


@pytest.mark.parametrize("function", [find_terms, count_mentions, highlight_terms])
def test_swapped_frames(function):
    """Frames in the wrong order are recognised."""
    second = make_lexicon(a="b") if function is find_terms else MENTIONS
    with pytest.raises(ValueError, match="This is not a clauses frame"):
        function(second, CLAUSES)
