"""Taxonomy, crosswalk, and lexicons held against them."""

import re

import pytest

from policyviz.frames import check_frame
from policyviz.lexicons import load_crosswalk, load_lexicon, load_taxonomy
from policyviz.lexicons.vocabularies import VOCABULARIES

LETTERS = {
    "A": "identifiers",
    "B": "customer records",
    "C": "protected classifications",
    "D": "commercial information",
    "E": "biometric information",
    "F": "internet or network activity",
    "G": "geolocation data",
    "H": "audio, electronic, visual or similar information",
    "I": "professional or employment-related information",
    "J": "education information",
    "K": "inferences",
    "L": "sensitive personal information",
}


def write(folder, text):
    path = folder / "mine.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_taxonomy():
    """45 labels in 12 groups, each group in one piece, each definition a sentence."""
    taxonomy = load_taxonomy()
    check_frame(taxonomy, "taxonomy")
    assert len(taxonomy) == 45
    groups = taxonomy["group"].to_list()
    assert sum(before != after for before, after in zip([None, *groups], groups, strict=False)) == 12
    assert taxonomy["definition"].str.fullmatch(r"[A-Z].{20,}\.").all()


def test_lexicon_and_taxonomy_agree():
    """At least 600 terms, for every label of the taxonomy and for no other; some need company."""
    taxonomy = load_taxonomy()
    lexicon = load_lexicon("data_categories", taxonomy=taxonomy)
    assert lexicon["label"].drop_duplicates().to_list() == taxonomy["label"].to_list()
    assert len(lexicon) >= 600
    listed = set(lexicon.loc[lexicon["context"] == "listed", "term"])
    assert {"name", "address", "age", "interests", "location", "messages", "survey", "profile"} <= listed
    assert not {"name", "address", "contact", "account", "age", "location", "survey"} & set(
        lexicon.loc[lexicon["context"] == "", "term"]
    )


def test_the_shipped_crosswalk():
    """Five vocabularies, each code with one name; letters and IRIs as their sources have them."""
    crosswalk = load_crosswalk()
    check_frame(crosswalk, "crosswalk")
    assert set(crosswalk["vocabulary"]) == set(VOCABULARIES)
    assert crosswalk.groupby(["vocabulary", "code"])["name"].nunique().eq(1).all()
    assert crosswalk.groupby("vocabulary")["source"].nunique().eq(1).all()
    law = crosswalk[crosswalk["vocabulary"] == "ccpa"]
    assert law.set_index("code")["name"].drop_duplicates().to_dict() == LETTERS
    iris = crosswalk.loc[crosswalk["vocabulary"] == "dpv", "code"]
    assert iris.str.fullmatch(r"https://w3id\.org/dpv/2\.0(/pd)?#[A-Z]\w+").all()
    types = set(crosswalk.loc[crosswalk["vocabulary"] == "opp115", "code"])
    assert len(types - {"Other", "Unspecified"}) == 14
    assert set(load_taxonomy()["label"]) == set(crosswalk["label"])


def test_a_crosswalk_names_every_bad_row(tmp_path):
    """Empty cells, repeated rows and labels that do not exist: one message."""
    head = "label,vocabulary,code,name,source\n"
    path = write(tmp_path, head + "name,x,1,one,me\nname,x,1,one,me\nshoes,x,2,two,me\nhealth,x,,three,me\n")
    with pytest.raises(ValueError, match="cannot be used") as caught:
        load_crosswalk(path)
    assert str(caught.value).splitlines() == [
        "The crosswalk mine.csv cannot be used:",
        "- code is empty: line 5 ('health')",
        "- label + vocabulary + code is repeated: line 2 ('name'), line 3 ('name')",
        "- label is not in the taxonomy: line 4 ('shoes')",
        "Mend these rows and load it again.",
    ]


def test_a_taxonomy_of_ones_own(tmp_path):
    """A crosswalk is held against the taxonomy that is given."""
    taxonomy = load_taxonomy(write(tmp_path, "label,group,definition\nshoes,feet,What is worn.\n"))
    row = "label,vocabulary,code,name,source\nshoes,x,1,one,me\n"
    assert load_crosswalk(write(tmp_path, row), taxonomy=taxonomy)["code"].to_list() == ["1"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("label,group,definition\na,,b\na,c,d\n", "- group is empty: line 2 ('a')"),
        ("label,group,definition\na,b,c\na,b,c\n", "- label is repeated: line 2 ('a'), line 3 ('a')"),
        ("label,group,definition\n", "- it has no rows"),
        (
            "label,group\na,b\n",
            "The taxonomy mine.csv has no column definition. Columns found: label, group.",
        ),
        ("", "The taxonomy mine.csv is empty"),
    ],
)
def test_a_bad_taxonomy(tmp_path, text, complaint):
    """A file that is no taxonomy is refused with its name and the reason."""
    with pytest.raises(ValueError, match="taxonomy") as caught:
        load_taxonomy(write(tmp_path, text))
    assert complaint in str(caught.value)


@pytest.mark.parametrize("load", [load_taxonomy, load_crosswalk])
def test_a_missing_file(load):
    """A wrong path says what can be given."""
    with pytest.raises(FileNotFoundError, match="Give the path of a CSV, or nothing for the one that ships"):
        load("nowhere.csv")


def test_a_lexicon_held_against_a_taxonomy(tmp_path):
    """Labels that are not in it, and labels of it without a term, stand in one message."""
    taxonomy = load_taxonomy(write(tmp_path, "label,group,definition\nhat,head,Worn.\nshoe,feet,Worn.\n"))
    path = write(tmp_path, "term,label\nboots,shoes\nsandals,shoe\n")
    with pytest.raises(ValueError, match="cannot be used") as caught:
        load_lexicon(path, taxonomy=taxonomy)
    assert str(caught.value).splitlines()[1:3] == [
        "- label is not in the taxonomy: line 2 ('shoes')",
        "- the taxonomy's label has no term: hat",
    ]


@pytest.mark.parametrize(
    "term",
    [
        "cookies?",
        r"\bname\b",
        "phone|fax",
        "e-?mail",
        "[x]",
        "(?:ip) address",
        "data.*",
        "name$",
        "a{2}",
        "x.+",
    ],
)
def test_a_regex_is_no_term(tmp_path, term):
    """A regular expression would be looked for letter by letter and never found: it is refused by line."""
    path = write(tmp_path, f'term,label\nfine,x\n"{term}",x\n')
    with pytest.raises(ValueError, match=r"term is a regular expression; write each phrase") as caught:
        load_lexicon(path)
    assert f"line 3 ({term!r})" in str(caught.value)


@pytest.mark.parametrize(
    "term", ["internet protocol (ip) address", "and/or", "u.s. address", "e-mail", "c++"]
)
def test_signs_that_are_no_regex(tmp_path, term):
    """Brackets, dots and slashes stand in phrases."""
    assert load_lexicon(write(tmp_path, f"term,label\n{term},x\n"))["term"].to_list() == [term]


def test_contexts(tmp_path):
    """The column is kept where it is, and its values are checked."""
    path = write(tmp_path, "term,label,context\nname,x,listed\nyour name,x,\n")
    assert load_lexicon(path)["context"].to_list() == ["listed", ""]
    path = write(tmp_path, "term,label,context\nname,x,lists\n")
    with pytest.raises(ValueError, match=re.escape("- context is none of '', 'listed': line 2 ('name')")):
        load_lexicon(path)
