"""One matcher for all terms; modal verbs: permission, the month of May."""

import pytest

from policyviz.terms.matcher import Matcher, fold_text, normalize_term
from policyviz.terms.modals import is_month, is_permission


def find(terms, text):
    """(what stands in the text, the term) of each match."""
    return [(text[start:end], term) for start, end, term in Matcher(terms).find(text)]


def test_longest_term_wins():
    """At each place the longest term counts, and no two overlap; a shorter one still counts elsewhere."""
    terms = ["address", "ip address", "ip", "e-mail address book", "address book"]
    assert find(terms, "IP address, address, IP, e-mail address books, e-mail address book") == [
        ("IP address", "ip address"),
        ("address", "address"),
        ("IP", "ip"),
        ("address", "address"),
        ("e-mail address book", "e-mail address book"),
    ]


@pytest.mark.parametrize(
    ("term", "text", "n_found"),
    [
        ("may", "may May MAY mAy", 4),
        ("may", "mayor dismay maybe may_be may2", 0),
        ("may", "(may) “may” may, may/may", 5),
        ("personal information", "personal information", 1),
        ("personal information", "non-personal information", 0),
        ("personal information", "non‑personal information, nonpersonal information", 0),
        ("personal information", "personal information-sharing", 1),
        # A hyphen and a space are two spellings, and both must stand in the lexicon.
        ("third party", "third-party third parties third party", 1),
        ("third-party", "third party third–party third‐party", 2),
        ("e-mail", "e-mail E–MAIL email", 2),
        ("data subject's", "data subject’s data subject's data subject`s", 2),
        ("“cookies”", 'the "cookies" and “cookies”', 2),
        ("c++", "c++ c+ c", 1),
        ("a.b", "a.b axb", 1),
        ("(optional)", "name (optional), optional", 1),
        ("$5", "$5 $50 5", 1),
        ("[x]*", "[x]* x xx", 1),
        ("what?", "what? what", 1),
        ("straße", "Straße STRASSE straße", 2),
    ],
)
def test_where_a_term_begins_and_ends(term, text, n_found):
    """Terms are whole words; case, quotes and dashes make no difference; regex signs are letters."""
    assert len(find([term], text)) == n_found


def test_fold_text_keeps_places():
    """Folded text says for each sign where it stood; without odd signs nothing has moved."""
    assert fold_text("E‑Mail’s “X”") == ('e-mail\'s "x"', None)
    assert fold_text("aİ\u00adB") == ("ai\u0307b", [0, 1, 1, 3])
    assert normalize_term(" E‑Mail\u00ad \n X") == "e-mail x"


def test_many_terms_are_one_pass():
    """A thousand terms are found as each of them is alone."""
    terms = [f"term{i}" for i in range(500)] + [f"term{i} of art" for i in range(500)]
    text = "term7 of art, Term499, term4999, term12 of arts"
    assert find(terms, text) == [
        ("term7 of art", "term7 of art"),
        ("Term499", "term499"),
        ("term12", "term12"),
    ]


@pytest.mark.parametrize(
    ("term", "before", "behind", "permission"),
    [
        ("may", "You ", " opt out.", True),
        ("can", "Then you ", " opt out.", True),
        ("may", "you\u00a0also\n", " opt out.", True),
        ("may", "Users ", " opt out.", True),
        ("may", "We ", " opt out.", False),
        ("may", "You ", " be asked.", False),
        ("may", "You ", " not opt out.", True),
        ("may", "You ", " not be able to opt out.", False),
        ("can", "you ", " not receive it", False),
        ("may", "you ", " also be asked", False),
        ("may", "you ", " not, however, be able to", False),
        ("may", "you ", " need to log in", False),
        ("may", "Thank you. We ", " opt out.", False),
        ("may", "thankyou ", " opt out.", False),
        ("some", "You ", " opt out.", False),
    ],
)
def test_permission(term, before, behind, permission):
    """What the reader may do or must not is no hedge; "you may be asked" and "we may" are."""
    assert is_permission(term, before, behind) is permission


@pytest.mark.parametrize(
    ("word", "before", "behind", "month"),
    [
        ("May", "on ", " 25, 2018", True),
        ("May", "in ", " we moved", True),
        ("May", "25 ", ", 2018", True),
        ("May", "2nd ", "", True),
        ("MAY", "EFFECTIVE ", " 25, 2018", True),
        ("May", "", " we ask you?", False),
        ("MAY", "WE ", " ASK", False),
        ("may", "in ", " 2018", False),
        ("Can", "in ", " 2018", False),
    ],
)
def test_may_the_month(word, before, behind, month):
    """May is the month when it is written large with a day, a year or "in" beside it."""
    assert is_month(word, before, behind) is month
