"""Readability: counts of words and syllables, six formulas, groups."""

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from policyviz import load_policies, split_clauses
from policyviz.analysis import readability
from policyviz.analysis.readability import COUNTS, measure_readability
from policyviz.frames import FRAMES, make_frame
from policyviz.structure.syllables import count_syllables
from policyviz.structure.tokens import count_words

FORMULAS = list(list(FRAMES["readability"])[len(COUNTS) :][:-1])


def make_clauses(**texts):
    rows = [
        (f"{policy}:{i:03}", policy, f"Part {i % 2}", "sentence", "", 0.0, 0, 1, text, count_words(text))
        for policy, lines in texts.items()
        for i, text in enumerate(lines)
    ]
    return make_frame(rows, "clauses")


# The complex words of b: personal, information, third-party.
CLAUSES = make_clauses(
    b=["We process personal information.", "Your data are in our third-party systems."],
    a=["We keep it for a year."],
)


def test_policies_side_by_side():
    """The whole table for two policies, sorted; every figure can be worked out by hand."""
    expected = pd.DataFrame(
        {
            "policy_id": pd.Series(["a", "b"], dtype="str"),
            "n_sentences": [1, 2],
            "n_words": [6, 11],
            "n_syllables": [6, 21],
            "n_complex_words": [0, 3],
            "n_letters": [16, 61],
            "flesch_reading_ease": [116.145, 39.7434],
            "flesch_kincaid_grade": [-1.45, 9.0823],
            "gunning_fog": [2.4, 13.1091],
            "smog": [3.1291, 10.1259],
            "ari": [-5.87, 7.4391],
            "coleman_liau": [-5.0533, 11.4255],
            "minutes": [0.0252, 0.0462],
        }
    )
    assert_frame_equal(measure_readability(CLAUSES).round(4), expected)


@pytest.mark.parametrize(
    ("name", "counts", "expected"),
    [
        # 100 words in 5 sentences, 150 syllables, 10 complex words, 450 letters: 20 words a sentence.
        ("_rate_flesch", (5, 100, 150), 206.835 - 126.9 - 20.3),
        ("_grade_flesch_kincaid", (5, 100, 150), 7.8 + 17.7 - 15.59),
        ("_grade_gunning_fog", (5, 100, 10), 0.4 * (20 + 10)),
        ("_grade_smog", (30, 100), 1.043 * 10 + 3.1291),
        ("_grade_ari", (5, 100, 450), 21.195 + 10 - 21.43),
        ("_grade_coleman_liau", (5, 100, 450), 26.46 - 1.48 - 15.8),
    ],
)
def test_formulas_on_plain_counts(name, counts, expected):
    """Each formula on round numbers, with its terms worked out by hand."""
    assert getattr(readability, name)(*counts) == pytest.approx(expected)


def test_coleman_liau_of_its_own_abstract():
    """The abstract of the paper, 639 letters in 119 words and 5 sentences, is of grade 14.5."""
    assert readability._grade_coleman_liau(5, 119, 639) == pytest.approx(14.5, abs=0.05)


def test_plain_words_are_easier_than_legalese():
    """The measures mean what they say: the same promise, plain or in the language of lawyers."""
    clauses = make_clauses(
        plain=["We keep your name for one year.", "Then we erase it.", "You can ask us to erase it now."],
        legal=[
            "Notwithstanding the foregoing, personally identifiable information shall be retained by the "
            "organization for a period not exceeding twelve months subsequent to its acquisition, whereupon "
            "such information shall be irreversibly deleted, unless deletion is requested previously."
        ],
    )
    legal, plain = measure_readability(clauses).set_index("policy_id").loc[["legal", "plain"]].itertuples()
    assert plain.flesch_reading_ease > legal.flesch_reading_ease
    for name in FORMULAS[1:]:
        assert getattr(plain, name) < getattr(legal, name), name
    assert plain.minutes < legal.minutes


def test_list_items_look_easier():
    """The trap of the docstring: the same words, cut into items, get an easier grade."""
    clauses = make_clauses(
        items=["your name", "your address", "your telephone number"],
        prose=["your name, your address, your telephone number"],
    )
    items, prose = measure_readability(clauses).itertuples()
    assert items.n_words == prose.n_words
    assert items.flesch_reading_ease > prose.flesch_reading_ease
    for name in FORMULAS[1:]:
        assert getattr(items, name) < getattr(prose, name), name


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        # the e that is not heard, and the one that is
        *[("use", 1), ("uses", 2), ("shared", 1), ("collected", 3), ("employed", 2), ("names", 1)],
        *[("table", 2), ("enabled", 3), ("safely", 2), ("statement", 2), ("element", 3), ("the", 1)],
        *[("therefore", 2), ("website", 2), ("household", 2), ("be", 1), ("fees", 1), ("business", 2)],
        # vowels side by side
        *[("action", 2), ("special", 2), ("material", 4), ("period", 3), ("client", 2), ("friend", 1)],
        *[("create", 2), ("area", 3), ("video", 3), ("people", 2), ("individual", 5), ("being", 2)],
        *[("anyone", 3), ("employer", 3), ("mechanism", 4), ("information", 4), ("our", 1)],
        *[("quit", 1), ("request", 2), ("unique", 2), ("guest", 1), ("language", 2), ("year", 1)],
        # several parts, apostrophes, capitals, digits, no vowels
        *[("third-party", 3), ("don't", 1), ("didn't", 2), ("we’ve", 1), ("user's", 2), ("PRIVACY", 3)],
        *[("U.S", 2), ("30", 2), ("100", 3), ("by", 1), ("Mr", 1), ("admin@wrk.com", 4)],
        # no letters at all
        *[("", 0), ("____", 0)],
    ],
)
def test_syllables_follow_the_spelling(word, expected):
    """Rules for what English writes and does not say."""
    assert count_syllables(word) == expected


@pytest.mark.parametrize(
    ("word", "expected"), [("résumé", 3), ("café", 2), ("naïve", 2), ("Weiß", 1), ("ß", 1), ("隱私", 1)]
)
def test_letters_of_other_languages(word, expected):
    """An accented vowel is always heard; letters without known vowels are one syllable."""
    assert count_syllables(word) == expected


def test_accents_are_letters_of_words():
    """Words with é and ß are whole words, counted by characters."""
    row = measure_readability(make_clauses(a=["Résumés of Weiß stay."])).iloc[0]
    assert row[list(COUNTS)].tolist() == [1, 4, 6, 1, 17]


def test_one_word():
    """A clause of one word has all measures, and none is infinite."""
    table = measure_readability(make_clauses(a=["Yes."]))
    assert table[list(COUNTS)].values.tolist() == [[1, 1, 1, 0, 3]]
    assert np.isfinite(table[list(list(FRAMES["readability"])[len(COUNTS) :])]).all(axis=None)
    assert table["flesch_reading_ease"].iloc[0] == pytest.approx(206.835 - 84.6 - 1.015)


def test_text_without_letters_has_no_grade():
    """No words: unknown, not easy and not infinite; reading nothing takes no time."""
    table = measure_readability(make_clauses(a=["* * *", "____"], b=["Yes."])).set_index("policy_id")
    assert table.loc["a", list(COUNTS)].tolist() == [2, 0, 0, 0, 0]
    assert table.loc["a", FORMULAS].isna().all()
    assert table.loc["a", "minutes"] == 0
    assert table.loc["b", FORMULAS].notna().all()


def test_no_clauses_are_an_empty_frame():
    """No clauses: no rows, the right columns and types."""
    table = measure_readability(make_frame([], "clauses"))
    assert table.empty
    assert table.dtypes.astype("str").to_dict() == {"policy_id": "str", **FRAMES["readability"]}


def test_order_of_rows_does_not_matter():
    """Shuffled clauses with any index give the same table, and are not changed."""
    shuffled = CLAUSES.iloc[[2, 0, 1]].set_index(pd.Index([7, 7, 7]))
    before = shuffled.copy()
    assert_frame_equal(measure_readability(shuffled), measure_readability(CLAUSES))
    assert_frame_equal(shuffled, before)


def test_any_column_makes_groups():
    """Several keys and columns that the user added group like policies; counts add up."""
    clauses = CLAUSES.assign(sector=["staffing", "staffing", "software"])
    assert measure_readability(clauses, by="sector")["sector"].tolist() == ["software", "staffing"]
    table = measure_readability(clauses, by=["policy_id", "section"])
    assert table.columns.tolist() == ["policy_id", "section", *FRAMES["readability"]]
    assert table[["policy_id", "section", "n_words"]].values.tolist() == [
        ["a", "Part 0", 6],
        ["b", "Part 0", 4],
        ["b", "Part 1", 7],
    ]
    whole = measure_readability(clauses)
    assert (
        table.groupby("policy_id")[list(COUNTS)].sum().values.tolist() == whole[list(COUNTS)].values.tolist()
    )


def test_unused_categories_make_no_groups():
    """A categorical key gives only the groups that have clauses."""
    kinds = pd.Categorical(["sentence", "sentence", "list_item"], ["sentence", "list_item", "title"])
    table = measure_readability(CLAUSES.assign(layout=kinds), by="layout")
    assert table["layout"].tolist() == ["sentence", "list_item"]


def test_shipped_policies_count_the_same_words_everywhere():
    """All four policies: words are those of the clauses, and every measure is a number."""
    clauses = split_clauses(load_policies())
    table = measure_readability(clauses)
    assert table["n_words"].tolist() == clauses.groupby("policy_id")["n_words"].sum().tolist()
    assert table["n_sentences"].tolist() == clauses.groupby("policy_id").size().tolist()
    assert np.isfinite(table[list(list(FRAMES["readability"])[len(COUNTS) :])]).all(axis=None)
    assert (table["n_words"] <= table["n_syllables"]).all()
    assert table["flesch_reading_ease"].between(10, 60).all()


@pytest.mark.parametrize(
    ("by", "found"),
    [
        ("company", "Cannot group by company."),
        (["policy_id", "company", "sector"], "Cannot group by company, sector."),
        ("n_words", "Cannot group by n_words."),
        ([], "by is empty."),
    ],
)
def test_unknown_key_lists_the_columns(by, found):
    """A key that is no column, or would overwrite a measure, is an error that lists the choices."""
    with pytest.raises(ValueError, match=rf"^{found} Choose from: clause_id, policy_id, section.*text\.$"):
        measure_readability(CLAUSES, by=by)


def test_policies_are_no_clauses():
    """The frame of another step is refused with the function that makes the right one."""
    with pytest.raises(ValueError, match=r"split_clauses\(policies\)"):
        measure_readability(make_frame([], "policies"))
