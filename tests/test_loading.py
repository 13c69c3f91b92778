"""Files and folders to the policies frame: order, ids, and what is said when reading fails."""

import hashlib
import warnings
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from policyviz.corpus import PolicyWarning, data_dir, load_policies, read_policy, verify_data
from policyviz.frames import FRAMES, check_frame
from policyviz.structure import split_clauses

TEXT = "Privacy Policy\n\nLast updated: 2 May 2020\n\nWe keep your data.\n"
KINDS = ".docx, .htm, .html, .pdf, .xhtml, .markdown, .md, .text, .txt"
OTHER = TEXT.replace("keep", "store")


def write(folder, **files):
    """Files by stem; "__" in a name stands for a sub-folder, "_txt" for the suffix."""
    for name, content in files.items():
        stem, suffix = name.rsplit("_", 1)
        file = folder / f"{stem.replace('__', '/')}.{suffix}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def load_with_warnings(path, **options):
    """(policies, the text of each warning)."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        policies = load_policies(path, **options)
    assert {item.category for item in caught} <= {PolicyWarning}
    # Every warning points at the line that called, not into the package.
    assert {item.filename for item in caught} <= {__file__}
    return policies, [str(item.message) for item in caught]


def test_shipped_policies():
    """The whole frame of the four that ship, texts aside."""
    expected = pd.DataFrame(
        {
            "policy_id": ["personnel-technology", "procom", "worksearchnow", "wrk"],
            "company": ["Personnel Technology", "Procom", "WorkSearchNow", "Wrk"],
            "sector": ["enterprise messaging", "staffing", "work search", "automation platform"],
            "jurisdiction": ["United States", "Canada", "United States", "Canada"],
            "effective_date": pd.to_datetime(["2020-10-20", None, None, "2023-02-02"]).as_unit("s"),
            "language": ["en"] * 4,
            "source": ["personnel-technology.txt", "procomservices.com", "worksearchnow.com", "wrk.com"],
            "license": ["text belongs to the company; included for research and teaching"] * 4,
            "format": ["txt"] * 4,
            "encoding": ["utf-8"] * 4,
        }
    )
    policies = load_policies()
    assert_frame_equal(policies[list(expected)], expected)
    assert list(policies) == list(FRAMES["policies"])
    files = [data_dir() / "policies" / f"{policy_id}.txt" for policy_id in policies["policy_id"]]
    # The text is the file itself, down to the last no-break space.
    assert policies["text"].to_list() == [file.read_bytes().decode().replace("\r\n", "\n") for file in files]
    assert policies["sha256"].to_list() == [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]


def test_read_policy_alone(tmp_path):
    """One file, one row; what it does not say is empty, und or NaT."""
    write(tmp_path, **{"My Old_Policy (2)_txt": "We keep your data"})
    policy = read_policy(tmp_path / "My Old_Policy (2).txt")
    check_frame(policy, "policies")
    row = policy.iloc[0].to_dict()
    assert pd.isna(row.pop("effective_date"))
    assert row == {
        "policy_id": "my-old_policy-2",
        "company": "My Old_Policy (2)",
        "sector": "",
        "jurisdiction": "",
        "language": "und",
        "source": "My Old_Policy (2).txt",
        "license": "",
        "format": "txt",
        "encoding": "utf-8",
        "sha256": hashlib.sha256(b"We keep your data").hexdigest(),
        "text": "We keep your data",
    }


def test_read_policy_given_wins(tmp_path):
    """Id and company that are given win over the file's."""
    write(tmp_path, a_md=TEXT)
    policy = read_policy(tmp_path / "a.md", policy_id="acme", company="Acme")
    assert policy[["policy_id", "company", "format"]].to_numpy().tolist() == [["acme", "Acme", "md"]]
    assert policy["effective_date"][0] == pd.Timestamp("2020-05-02")


def test_one_file_has_a_tidy_row(tmp_path):
    """What is given is tidied as what is read: a file alone is the file of a folder of one."""
    write(tmp_path, **{" a  b_txt": TEXT})
    policy = read_policy(tmp_path / " a  b.txt", policy_id=" a\n\tb\x1b ", company="Acme\r")
    assert policy[["policy_id", "company", "source"]].to_numpy().tolist() == [["a b\\x1b", "Acme", "a b.txt"]]
    assert_frame_equal(read_policy(tmp_path / " a  b.txt"), load_policies(tmp_path))


def test_load_one_file(tmp_path):
    """load_policies of a file is read_policy of it."""
    write(tmp_path, a_txt=TEXT, b_txt=TEXT)
    assert_frame_equal(load_policies(tmp_path / "a.txt"), read_policy(str(tmp_path / "a.txt")))


def test_folder_without_register(tmp_path):
    """Sub-folders are read, order is by id, ids come from the path, bystanders are none."""
    write(tmp_path, z_txt="We z.", b__a_txt="We b/a.", a__a_md="We a/a.", Ä_txt="We ä.", a_TXT="We a.")
    write(tmp_path, README_md="x", readme_txt="x", LICENSE_txt="x", registry_txt="x", b__README_md="x")
    write(tmp_path, **{".hidden_txt": "x", ".git__x_txt": "x", "b__.DS_Store_txt": "x"})
    policies = load_policies(tmp_path)
    assert policies[["policy_id", "text"]].to_numpy().tolist() == [
        ["a", "We a."],
        ["a-a", "We a/a."],
        ["b-a", "We b/a."],
        ["z", "We z."],
        ["ä", "We ä."],
    ]
    assert policies.index.to_list() == [0, 1, 2, 3, 4]


def test_ids_do_not_collide_with_suffixed_names(tmp_path):
    """Files that differ in their suffix only get two ids; one that is really called a-2 keeps it."""
    write(tmp_path, **{"a_md": "We 1.", "a-2_txt": "We 2.", "a_txt": "We 3."})
    found = load_policies(tmp_path).set_index("text")["policy_id"].to_dict()
    assert found == {"We 1.": "a", "We 2.": "a-2", "We 3.": "a-3"}


def test_ids_do_not_depend_on_other_files(tmp_path):
    """A file of the same name in another folder changes no id."""
    write(tmp_path, b__a_txt="We 1.")
    assert load_policies(tmp_path)["policy_id"].to_list() == ["b-a"]
    write(tmp_path, a_txt="We 2.", a__a_txt="We 3.")
    assert load_policies(tmp_path)["policy_id"].to_list() == ["a", "a-a", "b-a"]


def test_folder_goes_on_past_bad_files(tmp_path):
    """Every file that is not read is named with its reason, and counted at the end; the rest is there."""
    write(tmp_path, a_txt=TEXT, b_txt="", c_ps="x", d_txt=b"%PDF-1.4", e__f_rtf="x", g_md=OTHER)
    policies, said = load_with_warnings(tmp_path)
    assert policies["policy_id"].to_list() == ["a", "g"]
    old = "is in an old or unusual document format (.rtf): save it as .docx or .txt and try again"
    assert said == [
        "b.txt was not loaded: it is empty: there is no text in it",
        f"c.ps was not loaded: it is not in a format policyviz reads ({KINDS}): save it as plain text.",
        "d.txt was not loaded: it is a PDF, not plain text: save it as .txt (UTF-8) or .md and try again",
        f"e/f.rtf was not loaded: it {old}",
        "4 of 6 files were not loaded, 2 were.",
    ]


def test_file_that_cannot_be_opened(tmp_path, monkeypatch):
    """A file without permission is one more file that is not read."""
    write(tmp_path, a_txt=TEXT, b_txt=TEXT)
    original = Path.read_bytes

    def read(self):
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return original(self)

    monkeypatch.setattr(Path, "read_bytes", read)
    _, said = load_with_warnings(tmp_path)
    assert said[0] == "a.txt was not loaded: it cannot be opened (Permission denied)"


def test_nothing_readable_is_one_error(tmp_path):
    """If no file at all can be read there is one error with every reason and no warning."""
    write(tmp_path, a_txt=" \n", b_ps="x")
    with pytest.raises(ValueError, match="No policy could be loaded") as caught:
        load_policies(tmp_path)
    lines = str(caught.value).splitlines()
    assert lines[0].endswith("it has no readable .txt, .md, .html, .pdf or .docx file.")
    assert lines[1:] == [
        "- a.txt is empty: there is no text in it",
        f"- b.ps is not in a format policyviz reads ({KINDS}): save it as plain text.",
    ]


def test_empty_folder(tmp_path):
    """An empty folder is an error that says what was looked for."""
    with pytest.raises(ValueError, match=r"no readable \.txt, \.md, \.html, \.pdf or \.docx file\. Put "):
        load_policies(tmp_path)


def test_decoding_is_said_once_per_kind(tmp_path):
    """What was decoded unusually is one warning per kind, not one per file."""
    odd = {f"f{i}_txt": f"We keep {i} caf\xe9s.".encode("latin-1") for i in range(7)}
    write(tmp_path, **odd, x_txt=b"a\x01b c", y_txt=b"a\x01\x02b c")
    _, said = load_with_warnings(tmp_path)
    assert said == [
        "f0.txt, f1.txt, f2.txt, f3.txt, f4.txt and 2 more: read as cp1252, not UTF-8.",
        "x.txt, y.txt: some control characters kept as they are.",
    ]


@pytest.mark.parametrize("reader", [read_policy, load_policies])
def test_one_file_says_its_own_count(tmp_path, reader):
    """A single file's warning gives the number, and points at the caller's line."""
    write(tmp_path, a_txt=b"We \x01\x02 keep.")
    with pytest.warns(PolicyWarning, match=r"^a\.txt: 2 control characters kept as they are\.$") as caught:
        reader(tmp_path / "a.txt")
    assert caught[0].filename == __file__


@pytest.mark.parametrize("reader", [read_policy, load_policies])
def test_missing_path_names_what_is_there(tmp_path, reader):
    """A misspelt path is answered with the names beside it."""
    write(tmp_path, a_txt=TEXT, b_txt=TEXT)
    with pytest.raises(FileNotFoundError, match=r"There is no .*c\.txt\. In .* there are: a\.txt, b\.txt\.$"):
        reader(tmp_path / "c.txt")
    with pytest.raises(FileNotFoundError, match=r"its folder .*nowhere does not exist either"):
        reader(tmp_path / "nowhere" / "c.txt")


def test_many_neighbours_are_cut_short(tmp_path):
    """Five names are enough; dots say that there are more."""
    write(tmp_path, **{f"{i}_txt": "x" for i in range(7)})
    with pytest.raises(
        FileNotFoundError, match=r"there are: 0\.txt, 1\.txt, 2\.txt, 3\.txt, 4\.txt, \.\.\.\.$"
    ):
        read_policy(tmp_path / "c.txt")


def test_folder_where_a_file_is_meant(tmp_path):
    """read_policy of a folder names the function that reads folders."""
    with pytest.raises(IsADirectoryError, match=r"is a folder, not a file: use load_policies\('"):
        read_policy(str(tmp_path))


@pytest.mark.parametrize("name", ["a.ps", "a.csv", "a"])
def test_other_formats(tmp_path, name):
    """A file of another kind is refused with the kinds that are read."""
    (tmp_path / name).write_text(TEXT)
    with pytest.raises(ValueError, match=rf"^{name} is not in a format policyviz reads \(.*\.txt\)"):
        read_policy(tmp_path / name)


def test_policy_ids_select(tmp_path):
    """policy_ids keeps some, in the order of ids; none is a frame of no rows."""
    write(tmp_path, a_txt=TEXT, b_txt=OTHER, c_txt=OTHER + "Never.")
    assert load_policies(tmp_path, policy_ids=["c", "a"])["policy_id"].to_list() == ["a", "c"]
    assert load_policies(tmp_path, policy_ids=[]).empty


def test_policy_ids_unknown(tmp_path):
    """Unknown ids are all named, with those that there are; a str is a beginner's list."""
    write(tmp_path, a_txt=TEXT, b_txt=OTHER)
    with pytest.raises(ValueError, match=r"^No policy 'x', 'y'\. There are: a, b\.$"):
        load_policies(tmp_path, policy_ids=["x", "a", "y"])
    with pytest.raises(TypeError, match=r"^policy_ids must be a list: policy_ids=\['a'\]\.$"):
        load_policies(tmp_path, policy_ids="a")


def test_environment_variable(tmp_path, monkeypatch):
    """POLICYVIZ_DATA replaces the shipped folder, a path that is given replaces both."""
    write(tmp_path, a_txt=TEXT, other__b_txt=TEXT)
    monkeypatch.setenv("POLICYVIZ_DATA", str(tmp_path / "other"))
    assert load_policies()["policy_id"].to_list() == ["b"]
    assert load_policies(tmp_path / "a.txt")["policy_id"].to_list() == ["a"]
    monkeypatch.setenv("POLICYVIZ_DATA", "")
    assert len(load_policies()) == 4
    monkeypatch.setenv("POLICYVIZ_DATA", str(tmp_path / "gone"))
    with pytest.raises(FileNotFoundError, match=r"comes from the environment variable POLICYVIZ_DATA\.$"):
        load_policies()


def test_a_thousand_tiny_policies(tmp_path):
    """A thousand files load in the order of their ids."""
    write(tmp_path, **{f"p{i:04}_txt": f"We keep {i}." for i in reversed(range(1000))})
    policies = load_policies(tmp_path)
    assert policies["text"].to_list() == [f"We keep {i}." for i in range(1000)]
    assert split_clauses(policies)["clause_id"].to_list() == [f"p{i:04}:001" for i in range(1000)]


def test_two_megabytes_on_one_line(tmp_path):
    """A text without line ends goes through; sentences are not cut where the pieces are."""
    sentence = "WE MAY SHARE YOUR DATA WITH Acme Inc. And Others, Art. 6 GDPR, e.g. Online. "
    n = 2_000_000 // len(sentence) + 1
    write(tmp_path, big_txt=sentence * n)
    clauses = split_clauses(load_policies(tmp_path))
    assert len(clauses) == n
    assert clauses["text"].unique().tolist() == [sentence.strip()]
    assert clauses["end"].iloc[-1] == n * len(sentence) - 1


def test_verify_shipped_data():
    """What ships is what the registry says."""
    checks = verify_data()
    assert list(checks) == ["file", "expected", "actual", "ok"]
    assert checks["ok"].all()
    assert {"policies.csv", "policies/wrk.txt"} <= set(checks["file"])


def test_verify_changed_and_missing_files(tmp_path):
    """A changed file shows both hashes, a missing one an empty one; lines that begin with # are comments."""
    write(tmp_path, a_txt="a", b_txt="changed")
    hashes = {name: hashlib.sha256(name.encode()).hexdigest() for name in "abc"}
    lines = ["# comment", "", *(f"{hashes[name]}  {name}.txt" for name in "abc")]
    (tmp_path / "registry.txt").write_text("\n".join(lines))
    changed = hashlib.sha256(b"changed").hexdigest()
    expected = pd.DataFrame(
        {
            "file": ["a.txt", "b.txt", "c.txt"],
            "expected": list(hashes.values()),
            "actual": [hashes["a"], changed, ""],
            "ok": [True, False, False],
        }
    )
    assert_frame_equal(verify_data(tmp_path), expected)


def test_verify_without_registry(tmp_path):
    """A folder without registry.txt cannot be verified, and that is no success."""
    with pytest.raises(FileNotFoundError, match=r"^There is no registry\.txt in "):
        verify_data(tmp_path)


def test_many_unknown_ids_are_counted(tmp_path):
    """Ten ids that are not there are named, the others counted."""
    write(tmp_path, **{f"p{n:02}_txt": f"We keep {n}." for n in range(12)})
    with pytest.raises(
        ValueError, match=r"^No policy 'x0', .*'x9' and 3 more\. There are: p00, .*p09 and 2 more\.$"
    ):
        load_policies(tmp_path, policy_ids=[f"x{n}" for n in range(13)])
