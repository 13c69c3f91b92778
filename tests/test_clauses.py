"""Sentences and list items, the stems of lists, and words."""

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from policyviz.corpus import PolicyWarning
from policyviz.frames import FRAMES, make_frame
from policyviz.structure import split_clauses, tokenize
from policyviz.structure.clauses import split_sentences
from policyviz.structure.tokens import count_words


def make_policies(*texts, form="txt"):
    rows = [
        dict.fromkeys(FRAMES["policies"], "")
        | {"policy_id": f"p{i}", "effective_date": pd.NaT, "format": form, "text": text}
        for i, text in enumerate(texts)
    ]
    return make_frame(rows, "policies")


def find_stems(text, **options):
    """(text of the clause, text of its stem) of each clause."""
    clauses = split_clauses(make_policies(text), min_words=1, **options)
    texts = clauses.set_index("clause_id")["text"].to_dict() | {"": ""}
    return [(own, texts[stem]) for own, stem in zip(clauses["text"], clauses["stem_id"], strict=True)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Acme Inc. keeps your data.",
        "Acme Inc. And its partners keep your data.",
        "Acme, LLC keeps your data.",
        "Acme Corp. and Acme Ltd. keep your data.",
        "We keep data, e.g. Google Analytics data.",
        "We keep data (i.e. Names and addresses).",
        "The U.S. Government may ask for your data.",
        "Mr. Smith and Dr. Miller keep your data.",
        "Write to [email\u00a0protected].",
        "Write to [email protected].",
        "Write to privacy.officer@acme.co.uk.",
        "See www.acme.com/privacy.html for more.",
        "Sections 1798.83-1798.84 of the law apply.",
        "This follows from Art. 6 GDPR.",
        "This follows from Art. 6(1)(b) and Art. 13 GDPR.",
        "Yahoo! is a partner of ours.",
        "30 St. Clair Ave. West is where we are.",
        "No. 5 of the list is out.",
        "(a) We do this; (b) we do that.",
        "We keep your data\nfor a year.",
        "Is it kept?",
    ],
)
def test_sentences_that_do_not_break(sentence):
    """Abbreviations, addresses, numbers of laws and names end no sentence; the one behind is another."""
    text = f"{sentence} Then we delete it."
    assert [text[start:end] for start, end in split_sentences(text)] == [sentence, "Then we delete it."]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("We are in the U.S. We keep data.", ["We are in the U.S.", "We keep data."]),
        ("We keep names, etc. We need them.", ["We keep names, etc.", "We need them."]),
        ("Really? Yes! No.", ["Really?", "Yes!", "No."]),
        ("He said “We keep it.” Then he left.", ["He said “We keep it.”", "Then he left."]),
        ("1. We do this. 2. We do that.", ["1. We do this.", "2. We do that."]),
        ("We keep data . . . Then we go.", ["We keep data . . .", "Then we go."]),
        ("  We keep data  ", ["We keep data"]),
        ("...", ["..."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences_that_break(text, sentences):
    """Sentences end where they end, numbers stay with what they count, white space is left out."""
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


def test_long_paragraphs_are_not_cut_in_a_sentence():
    """A paragraph longer than one piece has the same sentences everywhere in it."""
    sentence = "WE SHARE YOUR DATA WITH Acme Corporation And Other Companies Of The Acme Group. "
    text = sentence * 4000
    assert {text[start:end] for start, end in split_sentences(text)} == {sentence.strip()}


def test_the_whole_frame():
    """One small policy with everything that makes a clause, all columns written out."""
    text = "Privacy Policy\n\n1. DATA\n\nWe collect:\n\n• your name\n• your age. We need it.\n\nBye.\n"
    expected = pd.DataFrame(
        {
            "clause_id": ["p0:001", "p0:002", "p0:003", "p0:004"],
            "policy_id": ["p0"] * 4,
            "section": ["DATA"] * 4,
            "kind": ["sentence", "list_item", "list_item", "list_item"],
            "stem_id": ["", "p0:001", "p0:001", "p0:001"],
            "position": [25 / 80, 40 / 80, 52 / 80, 62 / 80],
            "start": [25, 40, 52, 62],
            "end": [36, 49, 61, 73],
            "text": ["We collect:", "your name", "your age.", "We need it."],
            "n_words": [2, 2, 2, 3],
        }
    )
    assert len(text) == 80
    assert_frame_equal(split_clauses(make_policies(text)), expected)


def test_min_words_leaves_ids_alone():
    """A clause that is left out leaves a gap; the others keep their ids."""
    policies = make_policies("We keep data. Yes. We do. No, never ever, not once.")
    ids = {n: split_clauses(policies, min_words=n)["clause_id"].to_list() for n in (0, 2, 3)}
    assert ids == {
        0: ["p0:001", "p0:002", "p0:003", "p0:004"],
        2: ["p0:001", "p0:003", "p0:004"],
        3: ["p0:001", "p0:004"],
    }


def test_ids_sort_as_the_text_runs():
    """Beyond 999 clauses ids get a digit more, in all of the policy."""
    clauses = split_clauses(make_policies("We keep data. " * 1200))
    assert clauses["clause_id"].iloc[[0, -1]].to_list() == ["p0:0001", "p0:1200"]
    assert clauses["clause_id"].is_monotonic_increasing


def test_stem_of_a_list():
    """Items point to the clause with the colon above them; running text ends the list."""
    text = "We keep data. We use it to:\n\n• bill you\n\n• warn you\n\nThat is all we do.\n\n• a lone item"
    assert find_stems(text) == [
        ("We keep data.", ""),
        ("We use it to:", ""),
        ("bill you", "We use it to:"),
        ("warn you", "We use it to:"),
        ("That is all we do.", ""),
        ("a lone item", ""),
    ]


def test_stems_of_nested_lists():
    """An item that ends in a colon is the stem of deeper ones, and of ones with another mark."""
    told, seen = "- what you tell us:\n  - your name\n  - your age", "- what we see:\n  1. pages\n  2. clicks"
    text = f"We use:\n{told}\n{seen}\n- the rest"
    assert find_stems(text) == [
        ("We use:", ""),
        ("what you tell us:", "We use:"),
        ("your name", "what you tell us:"),
        ("your age", "what you tell us:"),
        ("what we see:", "We use:"),
        ("pages", "what we see:"),
        ("clicks", "what we see:"),
        ("the rest", "We use:"),
    ]


def test_stems_of_lists_that_are_not_indented():
    """Without indentation the kind of mark tells which list an item belongs to."""
    text = "We use:\n(a) what you tell us:\n• your name\n• your age\n(b) what we see"
    assert find_stems(text) == [
        ("We use:", ""),
        ("what you tell us:", "We use:"),
        ("your name", "what you tell us:"),
        ("your age", "what you tell us:"),
        ("what we see", "We use:"),
    ]


def test_headings_end_a_list():
    """A stem does not reach past a heading."""
    below = "2. COOKIES\n\n• your age\n\n3. RIGHTS\n\nWe answer what you ask us."
    text = f"We keep, among other things:\n\n• your name\n\n{below}"
    assert find_stems(text)[2] == ("your age", "")


def test_one_line_without_a_full_stop():
    """A policy of one sentence is one clause, with or without its full stop."""
    for text in ("We keep what you tell us", "We keep what you tell us."):
        assert split_clauses(make_policies(text))["text"].to_list() == [text]


def test_a_policy_without_clauses_is_named():
    """A policy of furniture only is in no result, and that is said once."""
    policies = make_policies("• \n---", "We keep data.", "--")
    with pytest.warns(PolicyWarning, match=r"^No clause was found in p0, p2: ") as caught:
        clauses = split_clauses(policies)
    assert clauses["policy_id"].to_list() == ["p1"]
    assert caught[0].filename == __file__


def test_no_policies():
    """No policies make a clauses frame of no rows."""
    clauses = split_clauses(make_frame([], "policies"))
    assert_frame_equal(clauses, make_frame([], "clauses"))


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("We don’t sell e-mail addresses.", ["We", "don’t", "sell", "e-mail", "addresses"]),
        (
            "Ask a.b@acme.co.uk, see https://acme.com/a?b=c.",
            ["Ask", "a.b@acme.co.uk", "see", "https://acme.com/a?b=c."],
        ),
        ("the U.S. law, 1,000 times, 1798.83", ["the", "U.S", "law", "1,000", "times", "1798.83"]),
        ("and/or (a) – ! …", ["and", "or", "a"]),
        ("Müller straße 数据 данные", ["Müller", "straße", "数据", "данные"]),
        ("", []),
    ],
)
def test_tokens(text, tokens):
    """Words are what stands between spaces and punctuation; addresses and numbers are one word."""
    assert tokenize(text) == tokens
    assert count_words(text) == len(tokens)


def test_another_language_is_said():
    """A policy that is not English would look silent to English word lists: it is named once."""
    french = (
        "Nous recueillons votre nom, votre adresse et votre numéro de téléphone pour créer votre compte. "
        "Nous pouvons partager ces renseignements avec des tiers pour certaines fins."
    )
    english = (
        "We collect your name, your address and your telephone number when you create an account with us. "
        "We may share this information with third parties for certain purposes."
    )
    with pytest.warns(PolicyWarning, match=r"^p1 does not read like English"):
        split_clauses(make_policies(english, french))
