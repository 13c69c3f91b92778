"""Ambiguous words in enumerations, what mentions say, other vocabularies, and the clauses behind a cell."""

import pandas as pd
import pytest

from policyviz.frames import check_frame, make_frame
from policyviz.lexicons import load_crosswalk, load_lexicon
from policyviz.terms import evidence, find_status, find_terms, translate_labels
from policyviz.terms.lists import keep_listed
from policyviz.terms.matcher import Matcher

AMBIGUOUS = frozenset({"name", "address", "age", "city"})
TERMS = [*AMBIGUOUS, "e-mail address", "ip address"]


def find_kept(text):
    """The terms that count in a text."""
    return [term for _, _, term in keep_listed(list(Matcher(TERMS).find(text)), AMBIGUOUS, text.lower())]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("such as name, address, and e-mail address", ["name", "address", "e-mail address"]),
        ("your e-mail address and/or your full name", ["e-mail address", "name"]),
        ("e-mail address (including name)", ["e-mail address", "name"]),
        ("name, address or age", ["name", "address", "age"]),
        ("we keep name and address", []),
        ("the name of the game", []),
        ("we address the name of each e-mail address", ["e-mail address"]),
        ("we use an e-mail address. The age of the web", ["e-mail address"]),
        ("Name", ["name"]),
        ("• Name;", ["name"]),
        ("Name and age:", ["name", "age"]),
        ("your ip address", ["ip address"]),
        ("", []),
    ],
)
def test_ambiguous_words_need_company(text, kept):
    """They count beside a clear term, in threes, and where they are all there is."""
    assert find_kept(text) == kept


def make_clauses(*texts):
    rows = [
        (f"p:{i:03}", "p", "Data", "sentence", "", 0.0, i * 200, i * 200 + len(text), text, 9)
        for i, text in enumerate(texts, start=1)
    ]
    return make_frame(rows, "clauses")


CLAUSES = make_clauses(
    "We collect your password and your GPS position.",
    "We never ask for your password by phone.",
    "You can change your password.",
    "Nothing here.",
)
MENTIONS = find_terms(CLAUSES, load_lexicon("data_categories"))


def test_what_mentions_say():
    """Collected, denied, and only named."""
    status = find_status(MENTIONS)
    found = [(row.term, said) for row, said in zip(MENTIONS.itertuples(), status, strict=True)]
    assert found == [
        ("password", "affirmed"),
        ("gps", "affirmed"),
        ("password", "denied"),
        ("password", "mentioned"),
    ]
    assert status.cat.categories.to_list() == ["affirmed", "denied", "mentioned", "silent"]


def test_translation_loses_nothing():
    """One mention with two counterparts stands twice, in alphabetical order; spans stay."""
    translated = translate_labels(MENTIONS, "ccpa")
    check_frame(translated, "mentions")
    found = translated[["clause_id", "term", "label"]].to_numpy().tolist()
    assert found == [
        ["p:001", "password", "A"],
        ["p:001", "password", "L"],
        ["p:001", "gps", "G"],
        ["p:001", "gps", "L"],
        ["p:002", "password", "A"],
        ["p:002", "password", "L"],
        ["p:003", "password", "A"],
        ["p:003", "password", "L"],
    ]
    spans = translated.drop_duplicates(["start", "end"])[["start", "end"]]
    assert spans.to_numpy().tolist() == MENTIONS[["start", "end"]].to_numpy().tolist()


def test_translation_names_what_has_no_counterpart():
    """A label without a counterpart goes to a column of its own."""
    clauses = make_clauses("We share aggregated data.")
    mentions = find_terms(clauses, load_lexicon("data_categories"))
    assert translate_labels(mentions, "apple")["label"].to_list() == ["(no counterpart)"]


@pytest.mark.parametrize("vocabulary", ["opp115", "dpv", "ccpa", "apple", "google"])
def test_every_vocabulary_takes_every_label(vocabulary):
    """All labels of the lexicon can be translated; a crosswalk that lacks some says which."""
    lexicon = load_lexicon("data_categories").drop_duplicates("label").assign(context="")
    clauses = make_clauses(*lexicon["term"])
    translated = translate_labels(find_terms(clauses, lexicon), vocabulary)
    assert translated["clause_id"].nunique() == len(clauses)
    own = load_crosswalk()
    own = own[own["vocabulary"] == vocabulary]
    missing = set(lexicon["label"]) - set(own["label"])
    if missing:
        with pytest.raises(ValueError, match="does not know these labels: "):
            translate_labels(find_terms(clauses, lexicon), vocabulary, crosswalk=own)


def test_translation_keeps_order_and_further_columns():
    """Rows stay where they are, whatever their index; columns of other names do no harm."""
    mixed = MENTIONS.iloc[::-1].assign(order=1, code="x").set_axis([7, 7, 8, 7])
    translated = translate_labels(mixed, "google")
    assert translated["term"].to_list() == mixed["term"].to_list()
    assert translated["code"].eq("x").all()
    own = make_frame(
        [(label, "mine", label.upper(), "n", "s") for label in MENTIONS["label"].cat.categories], "crosswalk"
    )
    assert translate_labels(MENTIONS, "mine", crosswalk=own)["label"].to_list()[0] == "ACCOUNT CREDENTIALS"


def test_evidence():
    """The clauses of a cell, with section and marked terms; of one status only; none for silence."""
    shown = evidence(MENTIONS, CLAUSES, policy_id="p", label="account credentials")
    assert str(shown) == (
        "p:001  We collect your [password] and your GPS position.\n"
        "p:002  We never ask for your [password] by phone.\n"
        "p:003  You can change your [password]."
    )
    assert "p:002 · Data · characters 400 to 440" in shown._repr_html_()
    assert 'title="account credentials, denied; collect, by company"' in shown._repr_html_()
    readings = [
        "affirmed (collect, by company)",
        "denied (collect, by company)",
        "mentioned (access, by reader)",
    ]
    assert [reading in shown._repr_html_() for reading in readings] == [True] * 3
    denied = evidence(MENTIONS, CLAUSES, policy_id="p", label="account credentials", status="denied")
    assert str(denied) == "p:002  We never ask for your [password] by phone."
    silence = evidence(MENTIONS, CLAUSES, policy_id="p", label="health")
    assert (len(silence), str(silence)) == (0, "")
    assert silence._repr_html_() == '<p class="meta">No clause.</p>'


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"policy_id": "q"}, "There is no policy 'q' here. There are: p."),
        ({"label": "passwords"}, "There is no label 'passwords' here. There are: name, email address, "),
        ({"status": "silent"}, "There is no status 'silent' here. There are: affirmed, denied, mentioned."),
    ],
)
def test_evidence_of_nothing_there(options, complaint):
    """A misspelt cell is answered with what there is."""
    chosen = {"policy_id": "p", "label": "account credentials"} | options
    with pytest.raises(ValueError, match="There is no") as caught:
        evidence(MENTIONS, CLAUSES, **chosen)
    assert str(caught.value).startswith(complaint)


def test_evidence_of_another_run():
    """Frames in the wrong order, or of two runs, are told apart."""
    with pytest.raises(ValueError, match="It looks like a mentions frame"):
        evidence(CLAUSES, MENTIONS, policy_id="p", label="health")
    with pytest.raises(ValueError, match="different runs"):
        evidence(MENTIONS, CLAUSES.head(1), policy_id="p", label="health")


def test_translation_of_unknown_vocabulary():
    """The vocabularies that there are."""
    with pytest.raises(
        ValueError, match=r"no vocabulary 'gdpr'\. Choose one of: 'apple', 'ccpa', 'dpv', 'google'"
    ):
        translate_labels(MENTIONS, "gdpr")


def test_empty_mentions():
    """Nothing found stays nothing, with all codes as categories."""
    none = MENTIONS.head(0)
    assert find_status(none).empty
    codes = translate_labels(none, "ccpa")["label"].cat.categories.to_list()
    assert codes == [*"ABCDEFGHIJKL", "(no counterpart)"]
    assert pd.api.types.is_bool_dtype(translate_labels(none, "ccpa")["negated"])
