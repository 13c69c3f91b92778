"""Collections: patterns, archives, tables of texts, languages, twins, and the log of what was read."""

import hashlib
import subprocess
import sys
import warnings
import zipfile

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from policyviz.corpus import PolicyWarning, load_policies, read_collection, read_policy
from policyviz.corpus import languages as languages_module
from policyviz.frames import FRAMES, make_frame
from policyviz.structure import split_clauses

TEXT = "Acme Privacy Policy\n\nLast updated: 2 May 2020\n\nWe keep your data.\n"
FRENCH = (
    "Politique de confidentialité. Nous recueillons vos données personnelles lorsque vous utilisez notre "
    "site, créez un compte ou communiquez avec nous. Vous pouvez demander leur suppression à tout moment.\n"
)
ENGLISH = (
    "Privacy policy. We collect your personal data when you use our site, open an account or write to us. "
    "You can ask us to delete them at any time, and we will do so within a month of your request.\n"
)
PAGE = "<title>Privacy</title><h1>Acme Privacy Policy</h1><h2>Data</h2><p>" + ENGLISH * 2 + "</p><h2>End</h2>"


def write(folder, files):
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def pack(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def load_with_warnings(path, load=load_policies):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        policies = load(path)
    assert {(item.category, item.filename) for item in caught} <= {(PolicyWarning, __file__)}
    return policies, [str(item.message) for item in caught]


def list_rows(path):
    return read_collection(path).files[["file", "policy_id", "outcome", "notes"]].to_numpy().tolist()


def test_log_of_a_folder(tmp_path):
    """One row per file met, in order, read or not, with all that is said of it; bystanders are no rows."""
    write(tmp_path, {"b/a.txt": TEXT, "c.txt": "", "d.TXT": b"We \x01keep caf\xe9s.", "README.md": "x"})
    policies, files = read_collection(tmp_path)
    assert policies["policy_id"].to_list() == ["b-a", "d"]
    expected = pd.DataFrame(
        {
            "file": ["b/a.txt", "c.txt", "d.TXT"],
            "policy_id": ["b-a", "", "d"],
            "format": ["txt", "txt", "txt"],
            "language": ["und", "", "und"],
            "n_words": [12, 0, 3],
            "outcome": ["read", "not read", "read"],
            "notes": [
                "",
                "is empty: there is no text in it",
                "read as cp1252, not UTF-8; 1 control characters kept as they are",
            ],
        }
    ).astype(dict.fromkeys(["file", "policy_id", "format", "language", "outcome", "notes"], "str"))
    assert_frame_equal(files, expected)


def test_log_and_frame_agree(tmp_path):
    """load_policies is the frame of the collection; a single file is a collection of one."""
    write(tmp_path, {"a.txt": TEXT, "b.txt": ENGLISH})
    assert_frame_equal(load_policies(tmp_path), read_collection(tmp_path).policies)
    assert_frame_equal(read_policy(tmp_path / "a.txt"), read_collection(tmp_path / "a.txt").policies)
    assert list_rows(tmp_path / "a.txt") == [["a.txt", "a", "read", ""]]


def test_progress(tmp_path):
    """After each file: how many are done, and how many there are."""
    write(tmp_path, {"a.txt": TEXT, "b.txt": "", "c.txt": ENGLISH})
    told = []
    read_collection(tmp_path, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_collection_of_nothing(tmp_path):
    """If nothing could be read, the error is that of load_policies."""
    write(tmp_path, {"a.txt": ""})
    with pytest.raises(ValueError, match=r"^No policy could be loaded from .*\n- a\.txt is empty"):
        read_collection(tmp_path)


def test_pattern(tmp_path):
    """Only what matches is read; the register beside it counts, its other rows are not missed."""
    write(tmp_path, {"x/a.txt": TEXT, "x/b.md": ENGLISH, "x/.c.txt": "x", "x/sub/d.txt": FRENCH})
    write(tmp_path, {"x/policies.csv": "policy_id,file,language\none,a.txt,en\ntwo,b.md,en\n"})
    assert list_rows(tmp_path / "x" / "*.txt") == [["a.txt", "one", "read", ""]]
    assert read_collection(str(tmp_path / "x/**/*.txt")).files["file"].to_list() == ["a.txt", "sub/d.txt"]
    with pytest.raises(FileNotFoundError, match=r"^No file matches .*\*\.rst\. Check the spelling"):
        load_policies(tmp_path / "*.rst")


def test_archive_is_read_like_its_folder(tmp_path):
    """The same frame comes from a folder and from its archive, register included, top folder or not."""
    files = {"policies.csv": "policy_id,file,company,language\none,./a.txt,One,en\n", "a.txt": TEXT}
    files |= {"sub/b.md": ENGLISH, "README.md": "x", ".hidden.txt": "x"}
    folder, said = load_with_warnings(write(tmp_path / "f", files))
    assert folder["policy_id"].to_list() == ["one", "sub-b"]
    assert said == ["sub/b.md: no row in policies.csv, so date and company come from the text."]
    for top in ("", "top/"):
        path = pack(tmp_path / "z.zip", {top + name: content for name, content in files.items()})
        archive, said_again = load_with_warnings(path)
        assert_frame_equal(archive, folder)
        assert said_again == said


def test_archive_written_without_the_mark_for_utf_8(tmp_path):
    """Names in UTF-8 whose archive does not say so are read as what they are."""
    path = pack(tmp_path / "z.zip", {"zürich.txt": TEXT})
    data = path.read_bytes()
    # The flag stands in the header of the member and once more in the directory.
    path.write_bytes(data.replace(b"\x14\x00\x00\x08", b"\x14\x00\x00\x00"))
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() != ["zürich.txt"]
    assert list_rows(path) == [["zürich.txt", "zürich", "read", ""]]


def test_texts_table_gives_what_it_has(tmp_path):
    """A CSV with a text column: what is missing comes from the text; texts keep their white space."""
    table = pd.DataFrame({"text": [TEXT, " ", FRENCH[:40]], "company": ["", "B", "C"], "extra": [1, 2, 3]})
    table.to_csv(tmp_path / "t.csv", index=False)
    policies, said = load_with_warnings(tmp_path / "t.csv")
    texts = [TEXT, FRENCH[:40]]
    expected = pd.DataFrame(
        {
            "policy_id": ["t-0001", "t-0003"],
            "company": ["Acme", "C"],
            "sector": ["", ""],
            "jurisdiction": ["", ""],
            "effective_date": pd.to_datetime(["2020-05-02", None]).as_unit("s"),
            "language": ["und", "und"],
            "source": ["t.csv, line 7", "t.csv, line 9"],
            "license": ["", ""],
            "format": ["table", "table"],
            "encoding": ["utf-8", "utf-8"],
            "sha256": [hashlib.sha256(text.encode()).hexdigest() for text in texts],
            "text": texts,
        }
    )
    assert_frame_equal(policies, make_frame(expected.to_dict("list"), "policies"))
    assert said == [
        "t.csv, line 8 was not loaded: it is empty: there is no text in it",
        "1 of 3 files were not loaded, 2 were.",
    ]


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_policies_frame_comes_back_unchanged(tmp_path, suffix):
    """A table with all columns of a policies frame is that frame: hashes, formats, dates, odd white space."""
    policies = load_policies()
    odd = policies.assign(text=policies["text"] + "\r\n\t\u00a0 end \r", company=["", "B", "=C()", '"D"'])
    path = tmp_path / f"t.{suffix}"
    if suffix == "csv":
        odd.to_csv(path, index=False)
    else:
        pytest.importorskip("pyarrow")
        odd.to_parquet(path)
    assert_frame_equal(load_policies(path), odd)


def test_texts_longer_than_the_csv_module_allows(tmp_path):
    """A text of 300,000 characters fits into a cell."""
    pd.DataFrame({"policy_id": ["a"], "text": [ENGLISH * 1500]}).to_csv(tmp_path / "t.csv", index=False)
    assert load_policies(tmp_path / "t.csv")["text"].to_list() == [ENGLISH * 1500]


def test_bad_date_in_a_table_of_texts(tmp_path):
    """A date that is none is left empty, and that is said."""
    pd.DataFrame({"text": [TEXT], "effective_date": ["2020-02-30"]}).to_csv(tmp_path / "t.csv", index=False)
    assert list_rows(tmp_path / "t.csv")[0][3] == (
        "its effective_date is not like 2023-02-28 and was left empty"
    )


def test_repeated_ids_in_a_table_of_texts(tmp_path):
    """Two rows of one id get two ids, as two files of one name do."""
    pd.DataFrame({"policy_id": ["a", "a"], "text": [TEXT, ENGLISH]}).to_csv(tmp_path / "t.csv", index=False)
    assert load_policies(tmp_path / "t.csv")["policy_id"].to_list() == ["a", "a-2"]


def test_parquet_without_text(tmp_path):
    """A Parquet file of something else shows the columns it has."""
    pytest.importorskip("pyarrow")
    pd.DataFrame({"body": ["x"]}).to_parquet(tmp_path / "t.parquet")
    with pytest.raises(ValueError, match=r"^t\.parquet has no column text\. Columns found: body\.$"):
        load_policies(tmp_path / "t.parquet")
    write(tmp_path, {"u.parquet": b"PAR1 and no more"})
    with pytest.raises(ValueError, match=r"^u\.parquet is a damaged Parquet file or none at all \("):
        load_policies(tmp_path / "u.parquet")


@pytest.mark.parametrize(
    ("name", "called", "missing"),
    [
        ("x.html", "web pages", "trafilatura"),
        ("x.html", "web pages", "lxml"),
        ("x.pdf", "PDF files", "pypdfium2"),
        ("x.docx", "Word documents", "docx"),
    ],
)
def test_reader_that_is_not_installed(tmp_path, monkeypatch, name, called, missing):
    """Without the extra a file is named with what to install, and the others are loaded."""
    for module in [own for own in sys.modules if own.split(".")[0] == missing]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, missing, None)
    content = zipped = PAGE.encode()
    if name.endswith("docx"):
        zipped = pack(tmp_path / "z.zip", {"word/document.xml": "<x/>"}).read_bytes()
        (tmp_path / "z.zip").unlink()
    write(tmp_path, {name: content if name.endswith("html") else zipped, "a.txt": TEXT})
    policies, said = load_with_warnings(tmp_path)
    assert policies["policy_id"].to_list() == ["a"]
    needs = f'reading {called} needs more packages: pip install "policyviz[import]"'
    assert said == [f"{name} was not loaded: {needs}", "1 of 2 files were not loaded, 1 were."]


def test_language_that_cannot_be_told(tmp_path, monkeypatch):
    """Without the detector a language is not known, and nothing is said."""
    monkeypatch.setattr(languages_module, "_is_installed", lambda: False)
    write(tmp_path, {"a.txt": FRENCH})
    assert read_collection(tmp_path).files[["language", "notes"]].to_numpy().tolist() == [["und", ""]]


def test_languages(tmp_path):
    """Another language is recognised and said; the register's word wins."""
    pytest.importorskip("py3langid")
    register = "policy_id,file,language\na,a.txt,\nb,b.txt,\nc,c.txt,de\n"
    write(tmp_path, {"a.txt": ENGLISH, "b.txt": FRENCH, "c.txt": ENGLISH + "x", "policies.csv": register})
    policies, said = load_with_warnings(tmp_path)
    assert policies["language"].to_list() == ["en", "fr", "de"]
    assert said == [
        "b.txt: is in French (fr), not English: split_clauses leaves it out.",
        "c.txt: is in German (de), not English: split_clauses leaves it out.",
    ]


def test_mixed_languages(tmp_path):
    """A policy in two languages has that of its larger part, and the other is said."""
    pytest.importorskip("py3langid")
    write(tmp_path, {"a.txt": ENGLISH * 10 + FRENCH * 6})
    policies, said = load_with_warnings(tmp_path)
    assert policies["language"].to_list() == ["en"]
    assert said == ["a.txt: about 33 % of it is in French (fr)."]


def test_clauses_of_one_language(tmp_path):
    """Clauses come from policies in English or of no known language; the others are named once."""
    codes = ["en", "en-GB", "und", "fr", "pt-BR"]
    rows = "".join(f"p{i},p{i}.txt,{code}\n" for i, code in enumerate(codes))
    write(tmp_path, {f"p{i}.txt": f"We keep item {i} of it." for i in range(5)})
    write(tmp_path, {"policies.csv": f"policy_id,file,language\n{rows}"})
    policies, _ = load_with_warnings(tmp_path)
    clauses, said = load_with_warnings(policies, load=split_clauses)
    assert clauses["policy_id"].to_list() == ["p0", "p1", "p2"]
    assert said == [
        "p3 (fr), p4 (pt-BR): left out, not in 'en'. No result will name them; "
        "split_clauses(policies, language=None) keeps them."
    ]
    assert split_clauses(policies, language=None)["policy_id"].to_list() == ["p0", "p1", "p2", "p3", "p4"]
    foreign = policies[policies["language"].isin(["fr", "pt-BR"])]
    with pytest.raises(
        ValueError,
        match=r"^No policy is in 'en', so there is nothing to .*: p3 \(fr\), p4 \(pt-BR\)\. The",
    ):
        split_clauses(foreign)
    with pytest.warns(PolicyWarning, match=r"^p3 \(fr\): left out, not in 'pt'"):
        assert split_clauses(foreign, language="pt")["policy_id"].to_list() == ["p4"]


def test_twins(tmp_path):
    """The same bytes, and the same words in another file, are said; all are loaded."""
    write(tmp_path, {"a.txt": TEXT, "b.md": TEXT, "c.txt": TEXT.replace("\n", "\r\n"), "d.txt": ENGLISH})
    policies, said = load_with_warnings(tmp_path)
    assert len(policies) == 4
    assert said == ["b.md: has the same bytes as a.txt.", "c.txt: has the same text as a.txt."]


def test_page_and_its_text_are_twins(tmp_path):
    """A page and the text that is found in it say the same."""
    pytest.importorskip("trafilatura")
    page = write(tmp_path, {"a.html": PAGE})
    text = load_policies(page / "a.html")["text"][0]
    write(tmp_path, {"b.md": text})
    assert list_rows(tmp_path)[1][3] == "has the same text as a.html"


def test_formats_of_the_frame(tmp_path):
    """A page has its format, the hash of its file, and an empty cell of the schema nowhere."""
    pytest.importorskip("trafilatura")
    write(tmp_path, {"Acme.HTM": PAGE})
    row = load_policies(tmp_path / "Acme.HTM").iloc[0].to_dict()
    assert list(row) == list(FRAMES["policies"])
    assert row["sha256"] == hashlib.sha256(PAGE.encode()).hexdigest()
    assert (row["policy_id"], row["company"], row["format"]) == ("acme", "Acme", "html")
    assert (
        row["text"] == f"# Acme Privacy Policy\n\n## Data\n\n{(ENGLISH * 2).replace(chr(10), ' ').strip()}\n"
    )


def test_plain_text_needs_nothing_more():
    """The policies that ship, and a plain text, are read without any package of the extra."""
    code = (
        "import sys, policyviz; policies = policyviz.load_policies(); assert len(policies) == 4;"
        "heavy = {'lxml', 'trafilatura', 'pypdfium2', 'docx', 'py3langid', 'charset_normalizer'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)  # noqa: S603
    assert found.stdout == "[]\n"
