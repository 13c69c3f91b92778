"""Two clauses side by side, the differing words marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vagueness_tools import make_clauses

from policyviz.structure.tokens import tokenize
from policyviz.terms.alignment import align_clauses, find_common_words

CLAUSES = make_clauses(
    a=["We may share your name with Acme, and others.", "<b>We</b> keep it."],
    b=["We will never share your NAME with others.", "Nothing alike."],
)


def test_words_that_the_other_lacks_are_marked():
    """Neighbouring words make one mark; case and punctuation are no difference."""
    assert str(align_clauses(CLAUSES, "a:000", "b:000")).splitlines() == [
        "a:000  We {may} share your name with {Acme, and} others.",
        "b:000  We {will never} share your NAME with others.",
    ]


def test_a_notebook_shows_two_columns_and_executes_nothing():
    """Ids and sections head the columns; what comes from a policy is escaped."""
    html = align_clauses(CLAUSES, "a:001", "b:001")._repr_html_()
    assert html == (
        '<table class="aligned"><thead><tr><th scope="col">a:001 · Part 1</th>'
        '<th scope="col">b:001 · Part 1</th></tr></thead><tbody><tr>'
        "<td style='text-align:left'>&lt;<mark>b&gt;We&lt;/b&gt; keep it</mark>.</td>"
        "<td style='text-align:left'><mark>Nothing alike</mark>.</td></tr></tbody></table>"
    )


def test_equal_clauses_have_no_mark():
    """Nothing differs, nothing is marked."""
    assert "{" not in str(align_clauses(CLAUSES, "a:000", "a:000"))


def test_unknown_clause():
    """A misspelt id is answered with some that exist."""
    with pytest.raises(ValueError, match=r"no clause 'z:000'\. Choose one of: 'a:000'"):
        align_clauses(CLAUSES, "a:000", "z:000")


texts = st.text(alphabet="ab c,.<\u00ad'", max_size=30)


@given(texts, texts)
def test_common_words_are_common(first, second):
    """As many on either side, in order, and the same words."""
    in_a, in_b = find_common_words(first, second)
    assert [tokenize(first)[i].replace("\u00ad", "") for i in in_a] == [
        tokenize(second)[i].replace("\u00ad", "") for i in in_b
    ]
    assert in_a == sorted(set(in_a))
    assert in_b == sorted(set(in_b))
