"""When a vague word is made clear on the spot."""

import pytest

from policyviz.terms.clarification import is_clarified


@pytest.mark.parametrize(
    ("text", "clarified"),
    [
        ("we share [other information], such as your name.", True),
        ("we share [certain] information, such as your name.", True),
        ("[third parties] (e.g. banks) see it.", True),
        ("[certain] personal information, such as your name.", True),
        ("[partners], including banks, see it.", True),
        # A list that is open, or that goes on as vaguely as it began, clears nothing.
        ("[other information], including but not limited to your name", False),
        ("[other information], including, without limitation, your name", False),
        ("[other information], such as other data", False),
        ("[other information], for example certain data", False),
        ("[other information] such as", False),
        # The list belongs to another word.
        ("we [may] collect your personal data, such as your name.", False),
        ("[other information] that we collect, such as your name.", False),
        ("[other information]. such as it is", False),
        ("if you [would] like to opt out", False),
        ("we [may] for example ask you", False),
        ("[personal information] that is collected", False),
        ("we take [personal information] seriously, including your name.", False),
        # Words in quotation marks are defined.
        ('"[personal data]" means your name.', True),
        ("`` [personal data] '' means your name.", True),
        ('your name ("[personal data]") is kept', True),
        ('the "login" page holds [personal data] and "help"', False),
        ('see the "[information] about our website" section', False),
        ("your customer's [personal data] and users' names", False),
    ],
)
def test_clarified(text, clarified):
    """A concrete list right behind a term, or quotation marks around it, make it clear."""
    start = text.index("[")
    end = text.index("]") - 1
    plain = text.replace("[", "").replace("]", "")
    assert is_clarified(plain, start, end) is clarified
