"""Short cuts give what the long way gives."""

import gc

import pandas as pd
import pytest

import policyviz as pv
from policyviz.corpus.languages import find_language
from policyviz.corpus.metadata import find_date
from policyviz.frames import FRAMES, locate_clauses, make_frame
from policyviz.pauses import pause_collector
from policyviz.structure.clauses import split_sentences
from policyviz.structure.tokens import locate_tokens, tokenize
from policyviz.terms.context import read_context
from policyviz.terms.cues import REACH, find_cues
from policyviz.terms.matcher import Matcher

ENGLISH = "We keep the data that you give to us for as long as you have an account with us, and we use it. "
FRENCH = "Nous recueillons votre nom et votre adresse lorsque vous nous écrivez, et nous les gardons ici. "
GERMAN = "Wir speichern Ihre Daten, solange Sie ein Konto bei uns haben, und geben sie niemandem weiter. "


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH * 3, "en"),
        (ENGLISH * 40, "en"),
        # A short text is one piece, and not plainly English: the detector is asked.
        (FRENCH * 2, "fr"),
        (GERMAN * 2, "de"),
        (FRENCH * 40, "fr"),
        # The larger part counts, wherever the other one stands.
        (ENGLISH * 10 + FRENCH * 30, "fr"),
        (FRENCH * 10 + ENGLISH * 30, "en"),
    ],
)
def test_language(text, language):
    """Pieces that are plainly English are not asked about; all others are."""
    pytest.importorskip("py3langid")
    assert find_language(text)[0] == language


def test_a_second_language_is_said():
    """A quarter in French is not lost because the rest is plain English."""
    pytest.importorskip("py3langid")
    language, notes = find_language(ENGLISH * 45 + FRENCH * 15)
    assert language == "en"
    assert len(notes) == 1
    assert "French (fr)" in notes[0]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("LAST UPDATED: 2 May 2020", "2020-05-02"),
        # A word that ends like a cue is none.
        ("This is outdated 2 May 2020. Effective 3 June 2021.", "2021-06-03"),
        # A letter that becomes two in lower case moves nothing.
        ("\u0130" * 30 + " last updated 2 May 2020", "2020-05-02"),
        ("_updated 2 May 2020", "NaT"),
    ],
)
def test_dates_in_lower_case(text, date):
    """Cues are looked for in lower case; the date is read where it stands."""
    assert str(find_date(text))[:10] == date


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("We keep it", ["We keep it"]),
        ("  We keep it. \n", ["We keep it."]),
        ("We keep it. We use it.", ["We keep it.", "We use it."]),
        ("We keep it (always).", ["We keep it (always)."]),
        ("We keep it. (", ["We keep it. ("]),
        ("Do we keep it? Yes", ["Do we keep it?", "Yes"]),
        ("We ask Acme Inc. e.g. this", ["We ask Acme Inc. e.g. this"]),
        ("…", ["…"]),
        (" \n ", []),
        ("", []),
    ],
)
def test_one_sentence_is_told_at_once(text, sentences):
    """Where no word follows a stop there is one sentence; else the splitter is asked."""
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


@pytest.mark.parametrize(
    "text", ["We don't pay 1,000.50 to U.S. firms", "naïve café’s e‑mail", "a@b.co www.x.y z"]
)
def test_words_of_every_alphabet(text):
    """Texts with and without addresses, in ASCII and not, are cut alike: words and places agree."""
    words = tokenize(text)
    assert [text[start:end] for start, end in locate_tokens(text)] == words
    # Beside an address, or a letter of another alphabet, the other words are what they were.
    assert tokenize(f"{text} é")[: len(words)] == words
    assert tokenize(f"{text} q@r.st")[: len(words)] == words


def test_ascii_and_other_texts_are_searched_alike():
    """The pattern for ASCII finds what the other one finds."""
    matcher = Matcher(["we may", "name", "third-party"])
    text = "we\x1fmay name non-name third-party's rename name_"
    plain = list(matcher.find(text))
    assert [term for _, _, term in plain] == ["we may", "name", "third-party"]
    assert list(matcher.find(f"{text} é")) == plain


def test_several_lexicons_at_once():
    """Each lexicon's mentions are those that it has alone, also where nothing is found."""
    clauses = pv.split_clauses(pv.load_policies())
    lexicons = [pv.load_lexicon("vagueness"), pv.load_lexicon("data_categories")]
    rare = make_frame([("xylophone", "music", 1.0, "")], "lexicon")
    found = pv.find_all_terms(clauses, [*lexicons, rare])
    for own, lexicon in zip(found, [*lexicons, rare], strict=True):
        pd.testing.assert_frame_equal(own, pv.find_terms(clauses, lexicon), check_exact=True)
    assert found[2].empty
    assert found[2]["label"].cat.categories.to_list() == ["music"]
    assert pv.find_all_terms(clauses, []) == []
    with pytest.raises(ValueError, match="not a lexicon frame"):
        pv.find_all_terms(clauses, [clauses])


def test_a_shipped_lexicon_is_a_copy():
    """Who changes a lexicon changes it for nobody else."""
    lexicon = pv.load_lexicon("vagueness")
    lexicon["weight"] = 0.0
    assert (pv.load_lexicon("vagueness")["weight"] != 0).any()


def test_cues_near_a_mention():
    """In a long text a mention is read from what stands near it, in a short one from everything."""
    far = "we share it. " + "x " * REACH
    text = f"{far}your name is kept"
    start = text.index("name")
    cues = find_cues(text)
    near = cues.near(start, start + 4)
    assert [cue.kind for cue in near] == ["practice retain"]
    assert near.pauses == cues.pauses
    assert read_context(text, near, start, start + 4).practice == "retain"
    short = find_cues("we share your name")
    assert short.near(14, 18) is short


def test_mentions_behind_a_verb_are_read_alike():
    """What was worked out for the first mention is what the second one gets, read alone."""
    text = "we share your name, address and age with partners"
    cues = find_cues(text)
    places = [(text.index(word), text.index(word) + len(word)) for word in ("name", "address", "age")]
    together = [read_context(text, cues, *place) for place in places]
    assert together == [read_context(text, find_cues(text), *place) for place in places]
    assert {context.practice for context in together} == {"share"}


def test_clauses_of_mentions():
    """Rows are found by id, -1 where there is none."""
    clauses = pd.DataFrame({"clause_id": ["a:1", "a:2"]})
    assert locate_clauses(clauses, pd.DataFrame({"clause_id": ["a:2", "x"]})).tolist() == [1, -1]


def test_rows_of_tuples_and_of_dicts_make_one_frame():
    """Built column by column or row by row, types and values are the same."""
    rows = [("a", "health"), ("b", "name")]
    names = list(FRAMES["gaps"])
    by_dict = make_frame([dict(zip(names, row, strict=True)) for row in rows], "gaps")
    pd.testing.assert_frame_equal(make_frame(rows, "gaps"), by_dict, check_exact=True)


def test_the_collector_is_put_back():
    """It runs again after the rows are built, also after an error, unless it did not run before."""
    with pytest.raises(RuntimeError, match="in between"), pause_collector():
        assert not gc.isenabled()
        message = "in between"
        raise RuntimeError(message)
    assert gc.isenabled()
    gc.disable()
    try:
        with pause_collector():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
