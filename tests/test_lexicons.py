"""Word lists: what ships, lists of one's own, and one complaint about a bad file."""

import csv
from importlib.resources import files

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from policyviz.frames import check_frame
from policyviz.lexicons import load_cues, load_lexicon, load_scale
from policyviz.terms.matcher import Matcher, normalize_term

FORTY = {
    "condition": (
        "depending, necessary, appropriate, inappropriate, as needed, as applicable, otherwise reasonably, "
        "sometimes, from time to time"
    ),
    "generalization": (
        "generally, mostly, widely, general, commonly, usually, normally, typically, largely, often, "
        "primarily, among other things"
    ),
    "modality": "may, might, can, could, would, likely, possible, possibly",
    "numeric quantifier": (
        "anyone, certain, everyone, numerous, some, most, few, much, many, various, "
        "including but not limited to"
    ),
}


def write(folder, content):
    path = folder / "mine.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_vagueness_has_the_forty_published_terms():
    """40 terms in four classes with the paper they come from; none of the others claims it."""
    lexicon = load_lexicon("vagueness")
    published = lexicon[lexicon["source"].str.contains("Bhatia, Breaux, Reidenberg and Norton")]
    assert published.groupby("label")["term"].agg(", ".join).to_dict() == FORTY
    assert len(published) == 40


def test_weights_of_vague_and_concrete_terms():
    """Vague terms make a clause vaguer, concrete ones clearer; every weight says how sure it is."""
    lexicon = load_lexicon("vagueness")
    concrete = lexicon["label"] == "concrete"
    assert (lexicon.loc[concrete, "weight"] < 0).all()
    assert (lexicon.loc[~concrete, "weight"] >= 0).all()
    assert (lexicon["weight_se"] > 0).all()
    # Only modal verbs can give the reader a right.
    assert set(lexicon.loc[lexicon["permission_weight"] != 0, "term"]) == {"may", "might", "can", "could"}
    assert 1 < load_scale()["base"] < 2
    assert 0 < load_scale()["clarified"] < 1


@pytest.mark.parametrize("name", ["vagueness", "data_categories", "practices"])
def test_shipped_lexicons(name):
    """Shipped lists are frames, every term with label and source, no two alike when compared."""
    lexicon = load_lexicon(name)
    check_frame(lexicon, "lexicon")
    assert lexicon.index.to_list() == list(range(len(lexicon)))
    assert lexicon[["term", "label", "source"]].ne("").all(axis=None)
    assert (lexicon["term"] == lexicon["term"].map(normalize_term)).all()
    Matcher(lexicon["term"])


def test_every_shipped_word_list_names_its_source():
    """No list of words comes from nowhere."""
    for package in ("policyviz.lexicons", "policyviz.structure"):
        for path in files(package).iterdir():
            if path.name.endswith(".csv"):
                rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
                assert rows, path.name
                assert all(row["source"] for row in rows), path.name


def test_cues_by_kind():
    """Cues come by kind; all kinds that matching asks for are there, and no cue denies and excepts."""
    cues = load_cues()
    practices = ["access", "collect", "protect", "provide", "reach", "request", "retain", "share", "use"]
    assert sorted(cues) == [
        *(f"actor {name}" for name in ("company", "reader", "third party")),
        *("condition", "example", "example noun", "example open", "exception", "negation"),
        *("passive", "passive before"),
        *(f"practice {name}" for name in practices),
        *("quoted place", "reader", "scope end"),
    ]
    denials = [set(cues[kind]) for kind in ("negation", "exception", "condition", "scope end")]
    assert sum(map(len, denials)) == len(set().union(*denials))
    assert "never" in cues["negation"]
    assert "but" in cues["scope end"]


def test_a_list_of_ones_own(tmp_path):
    """Terms become lower case with single spaces; weight 1 and the file's name fill what is missing."""
    path = write(tmp_path, "\ufeffterm,label,weight,note\n Third  PARTY ,who,2.5,x\n\ncookie,what,,\n")
    expected = pd.DataFrame(
        {
            "term": ["third party", "cookie"],
            "label": ["who", "what"],
            "weight": [2.5, 1.0],
            "source": ["mine.csv", "mine.csv"],
        }
    )
    assert_frame_equal(load_lexicon(path), expected)
    assert_frame_equal(load_lexicon(str(path)), expected)


def test_optional_numbers(tmp_path):
    """A weight can be below 0; what a right weighs and how sure a weight is are kept, 0 where empty."""
    path = write(tmp_path, "term,label,weight,permission_weight,weight_se\nmay,a,,0.1,0.2\nname,b,-0.5,,\n")
    lexicon = load_lexicon(path).drop(columns="source")
    assert lexicon.to_numpy().tolist() == [["may", "a", 1.0, 0.1, 0.2], ["name", "b", -0.5, 0.0, 0.0]]


def test_two_columns_are_enough(tmp_path):
    """term and label make a lexicon."""
    lexicon = load_lexicon(write(tmp_path, "label,term\nwho,us\n"))
    assert lexicon.to_numpy().tolist() == [["us", "who", 1.0, "mine.csv"]]


def test_one_complaint_about_every_bad_row(tmp_path):
    """Empty and repeated terms, empty labels and numbers that are none: one message names all lines."""
    path = write(
        tmp_path,
        "term,label,weight,weight_se\nmay,a,1,0\n May ,b,1,\n,c,1,\n\ncan,,1,\n"
        "some,d,much,\nmost,d,nan,\nfew,d,inf,a bit\ngood,d,-0.5,-0.5\n",
    )
    with pytest.raises(ValueError, match="cannot be used") as caught:
        load_lexicon(path)
    assert str(caught.value).splitlines() == [
        "The lexicon mine.csv cannot be used:",
        "- term is empty: line 4 ('')",
        "- label is empty: line 6 ('can')",
        "- term is repeated: line 2 ('may'), line 3 ('May')",
        "- weight is no number: line 7 ('some'), line 8 ('most'), line 9 ('few')",
        "- weight_se is no number: line 9 ('few')",
        "- weight_se is below 0: line 10 ('good')",
        "Mend these rows and load it again.",
    ]


def test_many_bad_rows_are_cut_short(tmp_path):
    """Ten lines are named, the others counted."""
    path = write(tmp_path, "term,label\n" + "".join(f"t{i},\n" for i in range(13)))
    with pytest.raises(ValueError, match=r"line 11 \('t9'\) and 3 more\n"):
        load_lexicon(path)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "The lexicon mine.csv is empty"),
        ("term,label\n", "The lexicon mine.csv cannot be used:\n- it has no rows"),
        (
            "word;class\nmay;a\n",
            "The lexicon mine.csv has no column term and no column label. Columns found: w",
        ),
        ("term,class\nmay,a\n", "The lexicon mine.csv has no column label. Columns found: term, class."),
        ("term,label\nname, address,a\n", "The lexicon mine.csv cannot be used:\n- more cells than columns"),
        (b"\x89PNG\r\n\x1a\n\xff", "The lexicon mine.csv is not a readable CSV"),
        ('term,label\n\'may","a\n', "The lexicon mine.csv is not a readable CSV"),
    ],
    ids=["empty", "no rows", "semicolons", "no label", "comma in a term", "picture", "open quote"],
)
def test_bad_files(tmp_path, content, complaint):
    """A file that is no lexicon is refused with its name and the reason."""
    with pytest.raises(ValueError, match="lexicon") as caught:
        load_lexicon(write(tmp_path, content))
    assert str(caught.value).startswith(complaint)


@pytest.mark.parametrize("name", ["vaguenes", "", "nowhere/mine.csv"])
def test_missing_lexicon(name):
    """A misspelt name is answered with the names that ship."""
    with pytest.raises(
        FileNotFoundError, match=r"Shipped: data_categories, practices, vagueness\. For your own give"
    ):
        load_lexicon(name)


def test_folder_is_no_lexicon(tmp_path):
    """A folder is no lexicon either."""
    with pytest.raises(FileNotFoundError, match="There is no lexicon"):
        load_lexicon(tmp_path)
