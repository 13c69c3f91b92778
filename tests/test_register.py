"""The register of a collection: metadata that wins over the text, and every way of getting it wrong."""

import warnings

import pandas as pd
import pytest

from policyviz.corpus import PolicyWarning, load_policies, verify_data
from policyviz.corpus.register import read_register
from policyviz.corpus.tables import read_table

TEXT = "Acme Privacy Policy\n\nLast updated: 2 May 2020\n\nWe keep your data.\n"


@pytest.fixture
def folder(tmp_path):
    """A folder of two policies that say the same of themselves, and not quite the same of data."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text(TEXT)
    (tmp_path / "b.md").write_text(TEXT.replace("keep", "store"))
    return tmp_path


def register(folder, *lines, name="policies.csv"):
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder / name


def load_with_warnings(path):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", PolicyWarning)
        policies = load_policies(path)
    return policies, [str(item.message) for item in caught]


def test_register_wins_over_text(folder):
    """What the register says counts; what it leaves empty comes from the text."""
    register(
        folder,
        "policy_id,file,company,effective_date,language,sector,note",
        "one,sub/a.txt,Acme Ltd.,2021-01-31,en,mining,ignored",
        "two,b.md,,,,,",
    )
    columns = ["policy_id", "company", "effective_date", "language", "sector", "source", "format"]
    assert load_policies(folder)[columns].to_numpy().tolist() == [
        ["one", "Acme Ltd.", pd.Timestamp("2021-01-31"), "en", "mining", "a.txt", "txt"],
        ["two", "Acme", pd.Timestamp("2020-05-02"), "und", "", "b.md", "md"],
    ]


def test_order_is_by_id_not_by_row(folder):
    """The order of rows in the register makes no difference."""
    register(folder, "file,policy_id", "sub/a.txt,z", "b.md,c")
    assert load_policies(folder)["policy_id"].to_list() == ["c", "z"]


def test_register_opened_by_name_is_the_whole_collection(folder):
    """Another CSV beside the files loads just what it lists."""
    path = register(folder, "policy_id,file", "only,b.md", name="mine.csv")
    assert load_policies(path)["policy_id"].to_list() == ["only"]


def test_row_without_file_and_file_without_row(folder):
    """Both are said; the file without a row is loaded all the same."""
    register(folder, "policy_id,file,company", "one,sub/a.txt,One", "gone,lost.txt,Two")
    policies, said = load_with_warnings(folder)
    assert policies[["policy_id", "company"]].to_numpy().tolist() == [["b", "Acme"], ["one", "One"]]
    assert said == [
        "b.md: no row in policies.csv, so date and company come from the text.",
        "lost.txt was not loaded: it is in policies.csv but not in the folder",
        "1 of 3 files were not loaded, 2 were.",
    ]


def test_ids_of_register_and_files_do_not_collide(folder):
    """A file without a row whose name is taken gets another id."""
    register(folder, "policy_id,file", "b,sub/a.txt")
    policies, _ = load_with_warnings(folder)
    assert policies[["policy_id", "source"]].to_numpy().tolist() == [["b", "a.txt"], ["b-2", "b.md"]]


def test_register_of_lost_files_only(tmp_path):
    """If no row has its file there is one error that names them."""
    register(tmp_path, "policy_id,file", "a,a.txt", "b,b.txt")
    with pytest.raises(ValueError, match="No policy could be loaded") as caught:
        load_policies(tmp_path)
    assert str(caught.value).splitlines()[1:] == [
        "- a.txt is in policies.csv but not in the folder",
        "- b.txt is in policies.csv but not in the folder",
    ]


def test_one_complaint_about_every_bad_row(tmp_path):
    """Empty and repeated ids, repeated and outside files, and bad dates: one message names all lines."""
    path = register(
        tmp_path,
        "policy_id,file,effective_date",
        "a,a.txt,2020-02-30",
        ",b.txt,",
        "",
        "c,,2020-01-01",
        "a,./a.txt,1.2.2020",
        "e,../x.txt,2020",
        "f,/etc/hosts,",
    )
    with pytest.raises(ValueError, match="cannot be used") as caught:
        read_register(path)
    assert str(caught.value).splitlines() == [
        "policies.csv cannot be used:",
        "- policy_id or file is empty: line 3 (no id), line 5 (c)",
        "- policy_id is repeated: line 2 (a), line 6 (a)",
        "- effective_date is not like 2023-02-28: line 2 (a), line 6 (a), line 7 (e)",
        "- file is repeated: line 2 (a), line 6 (a)",
        "- file lies outside the register's folder: line 7 (e), line 8 (f)",
        "Mend these rows and load again.",
    ]


def test_missing_columns(tmp_path):
    """A register without its two columns shows those it has: often the separator is the fault."""
    path = register(tmp_path, "policy_id;file", "a;a.txt")
    message = (
        r"^policies\.csv has no column policy_id and no column file\. Columns found: policy_id;file\. Save"
    )
    with pytest.raises(ValueError, match=message):
        load_policies(path)


def test_table_of_a_spreadsheet(tmp_path):
    """Mark, padding, quotes, line breaks in cells, blank lines and empty columns are all understood."""
    path = tmp_path / "t.csv"
    path.write_bytes('\ufeff term , label,,\r\n"a, b", x ,,\r\n\r\n"c\r\nd",y\r\n e,,,\r\n'.encode())
    table = read_table(path, shown="T")
    expected = pd.DataFrame(
        {"term": ["a, b", "c\r\nd", "e"], "label": ["x", "y", ""]}, index=[2, 5, 6], dtype="str"
    )
    pd.testing.assert_frame_equal(table, expected)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", r"T is empty: it has no line with the names of its columns\."),
        (b" , \n\n", r"T is empty: it has no line with the names of its columns\."),
        (b'a,b\n1,"2\n', r"T is not a readable CSV \(unexpected end of data\)\."),
        ("a,b\né".encode("utf-16"), r"T is not a readable CSV \('utf-8' codec can't decode byte 0xff"),
        (b"a,a\n1,2\n", r"T cannot be used:\n- columns are repeated: 'a'$"),
        (b"a,b\n1,2\n1,2,3\n\n1,2,,4\n", r"T cannot be used:\n- more cells than columns .*: line 3, line 5$"),
    ],
    ids=["empty", "only commas", "open quote", "utf-16", "repeated column", "too many cells"],
)
def test_bad_tables(tmp_path, content, complaint):
    """A cell too many is an error: pandas would move every cell of the row one column to the left."""
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=f"^{complaint}"):
        read_table(path, shown="T")


def test_registry_lines_that_are_none_are_refused(tmp_path):
    """A line without hash or name, and one that leads out of the folder, are named together."""
    digest = "0" * 64
    (tmp_path / "registry.txt").write_text(f"# note\n{digest}  a.txt\nword\n{digest}  ../b.txt\n")
    with pytest.raises(ValueError, match=r"registry\.txt cannot be used") as caught:
        verify_data(tmp_path)
    assert str(caught.value).splitlines()[1:] == [
        "- line 3 is not a sha256 and a file's name",
        "- line 4 names a file outside its folder",
        "Write it anew with sha256sum.",
    ]


def test_columns_found_are_short_and_harmless(tmp_path):
    """Names of columns are foreign text: ten at most, cut, without signs that act on a screen."""
    register(tmp_path, ",".join(["\x1b[2Ja", "b" * 60, *(f"c{n}" for n in range(20))]))
    with pytest.raises(ValueError, match="no column policy_id") as caught:
        load_policies(tmp_path)
    assert str(caught.value) == (
        f"policies.csv has no column policy_id and no column file. Columns found: \\x1b[2Ja, {'b' * 40}..., "
        "c0, c1, c2, c3, c4, c5, c6, c7 and 12 more."
    )


def test_semicolons_are_said_before_cells_are_counted(tmp_path):
    """A table with semicolons has commas in its cells; the separator is the fault all the same."""
    path = register(tmp_path, "policy_id;file;company", "a;a.txt;Acme, Inc., Oslo")
    with pytest.raises(ValueError, match=r"Save it with commas between the columns\.$"):
        load_policies(path)


def test_empty_registers_say_what_to_do(tmp_path):
    """A register without a line, and one without a row."""
    path = register(tmp_path)
    with pytest.raises(ValueError, match=r"into its first line \(policy_id,file\), or remove the file\.$"):
        load_policies(tmp_path)
    path = register(tmp_path, "policy_id,file", name="mine.csv")
    with pytest.raises(ValueError, match=r"mine\.csv: it has no rows\. Write one for each policy\.$"):
        load_policies(path)


def test_many_bad_rows_are_counted(tmp_path):
    """Ten bad rows are named, the others counted."""
    path = register(tmp_path, "policy_id,file", *(f"{n},../{n}.txt" for n in range(30)))
    with pytest.raises(ValueError, match=r"folder: line 2 \(0\), .*line 11 \(9\) and 20 more\n"):
        read_register(path)


def test_returns_in_cells_and_at_the_ends_of_lines(tmp_path):
    """A lone return belongs to its cell; lines may end in any of the three ways, or in two of them."""
    expected = [["1", "x"], ["2", "y"]]
    for end in ("\n", "\r\n", "\r"):
        rows = read_table(end.join(["a,b", "1,x", "2,y", ""]).encode(), shown="T")
        assert rows.to_numpy().tolist() == expected
    mixed = read_table(b'a,b\n1,"x"\r\n2,y\r\n', shown="T")
    assert mixed.to_numpy().tolist() == expected
    assert read_table(b"a,b\n1,x\ry\n", shown="T").to_numpy().tolist() == [["1", "x\ry"]]
