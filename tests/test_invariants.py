"""What must hold for every text: exact spans, one home per character, stable ids, levels without jumps."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from policyviz.corpus import load_policies
from policyviz.frames import FRAMES, make_frame
from policyviz.structure import outline, split_blocks, split_clauses
from policyviz.terms import ACTORS, PRACTICES, find_terms

# Many of these texts hold nothing to read; that is said, and it is not what is tested here.
# What is no language is no English either.
pytestmark = [
    pytest.mark.filterwarnings("ignore:No clause was found"),
    pytest.mark.filterwarnings("ignore:.*does not read like English"),
]

FORMS = ["txt", "md"]
KINDS = {"title", "date", "heading", "paragraph", "list_item", "contents", "furniture"}
SHIPPED = load_policies()
LEXICON = make_frame(
    [
        ("may", "modality", 1.0, ""),
        ("data", "data", 1.0, ""),
        ("personal data", "data", 1.0, ""),
        ("we", "who", 1.0, ""),
        ("e.g.", "odd", 1.0, ""),
        ("i", "odd", 1.0, ""),
        ("cookies", "data", 1.0, ""),
        ("privacy", "data", 1.0, ""),
    ],
    "lexicon",
)
# The last two count only beside others.
LEXICON["context"] = [*[""] * 6, "listed", "listed"]

# Each of them has broken some parser of policies.
NASTY = {
    "one word": "Privacy",
    "one sentence without a full stop": "We keep what you tell us",
    "nothing to read": "\u200b \ufeff\n\u00ad\n--- * ---\n• \n•\n#\n",
    "only headings": "PRIVACY POLICY\n\n1. DATA\n\n2. COOKIES\n\nContact us",
    "only marks": "1.\n2)\n(a)\n•\n- \n*\n**\n# \n## \n===\n---\n| | |\n|---|---|\n```\n```",
    "no line ends": "Privacy Policy 1. DATA We collect data. 2. USE We use data. " * 30,
    "carriage returns and form feeds": "A\rB\x0cC\x0bD\x1cE\x85F\u2028G\u2029H\n\rI",
    "combining and joined signs": (
        "e\u0301 n\u0303. \u0301\u0302 We keep \U0001f468\u200d\U0001f469\u200d\U0001f467 data. İ may. ﬁnd"
    ),
    "right to left": (
        "\u202eWe may keep data.\u202c \u05d0\u05d1\u05d2. \u0661. \u0645\u0631\u062d\u0628\u0627"
    ),
    "nested lists": (
        "We use:\n- a one:\n  - b two\n    1. c three:\n    (i) d four\n- e five\n\nAnd so on:\n• f"
    ),
    "run-ins": (
        "Data: We collect some data of yours here.\n1. Use: We may use it in many ways today.\n"
        "Note: Not this one."
    ),
    "setext under everything": "A\n===\n- b\n---\n| c |\n---\n**d**\n===\ne  \nf\n---\n> g\n===\n1. h\n---",
    "open fence": "# A\n# B\n```\n# no heading\n- no item\n\ntext",
    "levels that jump": (
        "###### F\ntext here\n# A\ntext here\n#### D\ntext\n## B\ntext\n**bold**\ntext\n"
        "**Lead:** some text here"
    ),
    "form": (
        "Privacy Policy\nWe may keep data, which you gave us here.\nFirst Name*\nLast Name*\nEmail*\nSend"
    ),
    "years": "Updated May 2018\nſept 3 2020\n31 February 2023\n٣ May ٢٠٢٣\n2020-99-99",
    "long s in a section": "ſection 1. DATA\nSECTION 2: USE\nArticle 3. Rights of persons\nsection 4.",
    "numbers like dates and laws": (
        "1798.83-1798.84\n12.12.12.12 Data\n1. 2. 3. 4\n99) ninety\n100. hundred\n(1) (2)"
    ),
}


def make_policies(*texts, form="txt"):
    """A policies frame of texts made up here."""
    rows = [
        dict.fromkeys(FRAMES["policies"], "")
        | {"policy_id": f"p{i}", "effective_date": pd.NaT, "format": form, "text": text}
        for i, text in enumerate(texts)
    ]
    return make_frame(rows, "policies")


def check_blocks(policies, blocks):
    """Blocks are exact, ordered, apart, and leave nothing out."""
    assert set(blocks["kind"]) <= KINDS
    for policy_id, text in zip(policies["policy_id"], policies["text"], strict=True):
        own = blocks[blocks["policy_id"] == policy_id]
        assert own["block"].to_list() == list(range(len(own)))
        done = 0
        for start, end, part in zip(own["start"], own["end"], own["text"], strict=True):
            assert done <= start < end <= len(text)
            assert text[start:end] == part == part.strip()
            # White space alone may lie between two blocks.
            assert not text[done:start].strip()
            done = end
        assert not text[done:].strip()


def check_levels(blocks):
    """Levels begin at 1, are 0 for all that is no heading, and never jump down by more than one step."""
    is_heading = blocks["kind"] == "heading"
    assert blocks.loc[~is_heading, "level"].eq(0).all()
    for _, levels in blocks.loc[is_heading].groupby("policy_id")["level"]:
        above = 0
        for level in levels:
            assert 1 <= level <= above + 1
            above = level
    # A section path is never longer than the heading above is deep.
    depths = blocks["section"].map(lambda path: len(path.split(" > ")) if path else 0).astype("int64")
    deepest = blocks["level"].where(is_heading).groupby(blocks["policy_id"]).ffill().fillna(0)
    assert (depths <= deepest).all()


def check_clauses(policies, blocks, clauses):
    """Clauses are exact, in order, and lie in running text, of which none is lost."""
    texts = dict(zip(policies["policy_id"], policies["text"], strict=True))
    assert clauses["clause_id"].is_unique
    ids = set(clauses["clause_id"])
    assert set(clauses["stem_id"]) <= ids | {""}
    for policy_id, own in blocks.groupby("policy_id", sort=False):
        found = clauses[clauses["policy_id"] == policy_id]
        assert found["clause_id"].to_list() == sorted(found["clause_id"])
        text = texts[policy_id]
        assert [text[a:b] for a, b in zip(found["start"], found["end"], strict=True)] == found[
            "text"
        ].to_list()
        assert (found["text"] == found["text"].str.strip()).all()
        assert found["text"].ne("").all()
        assert (found["start"].to_numpy()[1:] >= found["end"].to_numpy()[:-1]).all()
        assert ((found["position"] - found["start"] / len(text)).abs() < 1e-12).all()
        check_homes(own, found, text)


def check_homes(blocks, clauses, text):
    """Every clause lies in one paragraph or item; what no clause holds of these is a list mark."""
    homes = blocks[blocks["kind"].isin(["paragraph", "list_item"])]
    left = set()
    for start, end, section, kind in homes[["start", "end", "section", "kind"]].itertuples(index=False):
        inside = clauses[(clauses["start"] >= start) & (clauses["end"] <= end)]
        left |= set(inside.index)
        assert inside["section"].eq(section).all()
        assert inside["kind"].eq("list_item" if kind == "list_item" else "sentence").all()
        done = start
        for a, b in zip(inside["start"], inside["end"], strict=True):
            lost = text[done:a].strip()
            assert not lost or (kind == "list_item" and done == start), f"lost: {lost!r}"
            done = b
        assert not text[done:end].strip()
    assert left == set(clauses.index)


def check_mentions(policies, mentions):
    """A mention's span holds its term, upper and lower case and white space aside."""
    texts = dict(zip(policies["policy_id"], policies["text"], strict=True))
    invisible = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u0307"))
    for policy_id, start, end, term in mentions[["policy_id", "start", "end", "term"]].itertuples(
        index=False
    ):
        found = texts[policy_id][start:end].lower().translate(invisible)
        assert " ".join(found.split()) == term
    assert mentions["practice"].isin(PRACTICES).all()
    assert mentions["actor"].isin(ACTORS).all()


def check_all(policies):
    blocks, clauses = split_blocks(policies), split_clauses(policies, min_words=0)
    check_blocks(policies, blocks)
    check_levels(blocks)
    check_clauses(policies, blocks, clauses)
    check_mentions(policies, find_terms(clauses, LEXICON))
    # The same input gives the same output; ids do not depend on what is left out.
    assert_frame_equal(blocks, split_blocks(policies))
    kept = clauses[clauses["n_words"] >= 3].reset_index(drop=True)
    assert_frame_equal(split_clauses(policies, min_words=3), kept)
    assert isinstance(outline(policies), str)


@pytest.mark.parametrize("form", FORMS)
def test_shipped_policies(form):
    """All invariants hold for the four policies, also if they were Markdown."""
    check_all(SHIPPED.assign(format=form))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NASTY)
def test_nasty_texts(name, form):
    """All invariants hold for texts made to break them."""
    check_all(make_policies(NASTY[name], form=form))


def test_many_policies_at_once():
    """Policies in one frame do not change each other: ids, sections and stems end with the text."""
    whole = make_policies(*NASTY.values())
    together = split_clauses(whole, min_words=0)
    alone = [split_clauses(whole[i : i + 1], min_words=0) for i in range(len(whole))]
    check_all(whole)
    assert_frame_equal(together, pd.concat(alone, ignore_index=True))
    # What is said about a term never comes from another policy.
    found = [find_terms(clauses, LEXICON) for clauses in alone]
    assert_frame_equal(find_terms(together, LEXICON), pd.concat(found, ignore_index=True))


@pytest.mark.parametrize("policy_id", SHIPPED["policy_id"])
def test_cut_anywhere(policy_id):
    """A text that breaks off in the middle of anything is still a text."""
    text = SHIPPED.set_index("policy_id")["text"][policy_id]
    step = len(text) // 5 + 1
    for cut in range(step, len(text), step):
        check_all(make_policies(text[:cut], text[cut:]))


# Lines as policies have them, in any order, with the signs that make trouble.
# Split at blanks only: a no-break space is one of the words.
TRICKY = (
    "we We WE may your data DATA Cookies e.g. Inc. U.S. 2018 May not; you: (a) “you” a@b.com [x](#y) **b** "
    "Art. İstanbul coo\u00adkie \u200b \u00a0 e\u0301 | ` \\. privacy policy Policy © First Name* Contents"
)
WORDS = st.sampled_from(TRICKY.split(" "))
MARKS = st.sampled_from(
    [
        "",
        "• ",
        "- ",
        "  - ",
        "\t* ",
        "1. ",
        "2.1 ",
        "(a) ",
        "iv) ",
        "# ",
        "### ",
        "> ",
        "| ",
        "**",
        "Section 3. ",
    ]
)
ENDS = st.sampled_from(["", ".", ":", ";", "?", "  ", "**", " |", ":**"])
BREAKS = st.sampled_from(
    ["\n", "\n\n", "\r\n", "\r", "\n\t\n", "\n===\n", "\n---\n", "\n```\n", "\u2028", "\x0c\n", ""]
)
LINES = st.builds(
    lambda mark, words, end, stop: mark + " ".join(words) + end + stop,
    MARKS,
    st.lists(WORDS, max_size=14),
    ENDS,
    BREAKS,
)
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
    st.lists(LINES, max_size=14).map("".join),
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(text=TEXTS, form=st.sampled_from(FORMS))
def test_any_text(text, form):
    """All invariants hold for arbitrary Unicode and for arbitrary lines of policies."""
    check_all(make_policies(text, form=form))
