"""Files made to do harm: nothing is executed, nothing escapes, each is named, and all the others load."""

import hashlib
import os
import socket
import stat
import subprocess
import sys
import warnings
import zipfile

import pytest
from test_readers_collections import ENGLISH, pack, write
from test_readers_documents import change_docx, fill, make_docx, make_pdf
from test_readers_pages import SENTENCES, TEXT, make_page, make_policy

from policyviz.corpus import PolicyWarning, archives, load_policies, read_collection, readers

pytest.importorskip("trafilatura")

GOOD = {"good.txt": ENGLISH}


def read_with_good(path):
    """What is said of each file but the good one, which must be read whatever lies beside it."""
    files = read_collection(path).files.set_index("file")
    assert files.loc["good.txt", ["outcome", "notes"]].to_list() == ["read", ""]
    others = files.drop("good.txt")
    return {file: (row.outcome, row.notes) for file, row in others.iterrows()}


def refused(path):
    """The reason of each file that was not read."""
    found = read_with_good(path)
    assert {outcome for outcome, _ in found.values()} == {"not read"}
    return {file: notes for file, (_, notes) in found.items()}


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)><script>alert(1)</script></svg>",
        "<style></style><style>alert(1)</style>",
        '<a href="javascript:alert(1)"></a>',
        "<iframe src='javascript:alert(1)'></iframe>",
        "<object data='data:text/html,alert(1)'></object>",
        "<math><mtext>alert(1)</mtext></math>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<body onload=alert(1)>",
        "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
        "<link rel=stylesheet href='file:///etc/passwd'>",
        "<!--[if IE]><p>alert(1)</p><![endif]-->",
        "<![CDATA[ alert(1) ]]>",
        "<plaintext hidden>alert(1)",
    ],
)
def test_code_in_a_page_is_no_text(attack):
    """No script, handler, address or comment of a page is among its words."""
    policies = readers.read_text(make_page(make_policy(attack)), ".html")
    assert "alert" not in policies.text
    assert all(sentence in policies.text for sentence in SENTENCES[:3])


@pytest.mark.parametrize(
    "words",
    [
        "{{7*7}} {% include '/etc/passwd' %} ${7*7} <%= 7*7 %>",
        "=cmd()|' /C calc'!A0",
        "</style></script><script>alert(1)</script>",
        "Robert'); DROP TABLE policies;--",
        "../../../../etc/passwd",
        "[click](javascript:alert(1)) ![x](file:///etc/passwd)",
    ],
)
@pytest.mark.parametrize("suffix", ["txt", "html"])
def test_text_keeps_what_it_says(tmp_path, words, suffix):
    """What is written stays as written: pages escape it, here it is text and nothing else."""
    shown = words.replace("&", "&amp;").replace("<", "&lt;")
    content = make_page(make_policy(f"<p>{shown}</p>")) if suffix == "html" else f"{ENGLISH}\n{words}\n"
    write(tmp_path, {f"a.{suffix}": content})
    assert words in load_policies(tmp_path)["text"][0]


def test_control_characters_are_kept_and_said(tmp_path):
    """Colours of a terminal and turned writing stay in the text and are counted."""
    write(tmp_path, {**GOOD, "a.txt": ENGLISH + "\x1b[31mred\x1b[0m", "b.txt": ENGLISH + "\u202etxt.\u202c"})
    assert read_with_good(tmp_path) == {
        "a.txt": ("read", "2 control characters kept as they are"),
        "b.txt": ("read", "2 characters that turn the direction of writing kept as they are"),
    }


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize(
    ("name", "shown", "policy_id"),
    [
        ("a\nb.txt", "a\\nb.txt", "a-b"),
        ("\x1b[31mred.txt", "\\x1b[31mred.txt", "31mred"),
        ("x\u202etxt.exe.txt", "x\\u202etxt.exe.txt", "x-txt-exe"),
        ("<script>alert(1)<.txt", "<script>alert(1)<.txt", "script-alert-1"),
        ("a\\..\\..\\x.txt", "a\\..\\..\\x.txt", "a-x"),
        ("'; rm -rf $HOME #.txt", "'; rm -rf $HOME #.txt", "rm-rf-home"),
        (os.fsdecode(b"caf\xe9.txt"), "caf\\udce9.txt", "caf"),
    ],
)
def test_hostile_names(tmp_path, name, shown, policy_id):
    """Names are shown without signs that act on a screen; ids are letters, digits, - and _ only."""
    write(tmp_path, {**GOOD, name: ""})
    assert refused(tmp_path) == {shown: "is empty: there is no text in it"}
    (tmp_path / name).write_text(ENGLISH + "Never.")
    policies, files = read_collection(tmp_path)
    assert files.loc[files["file"] != "good.txt", ["file", "policy_id"]].to_numpy().tolist() == [
        [shown, policy_id]
    ]
    # What could not be written anywhere would stop a whole report.
    assert policies.to_csv().encode() and files.to_csv().encode()


def test_names_in_warnings(tmp_path):
    """A warning is one line, whatever the file is called."""
    write(tmp_path, {**GOOD, "a\n\x1b[2Jb.txt": ""})
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", PolicyWarning)
        load_policies(tmp_path)
    assert [str(item.message) for item in caught] == [
        "a\\n\\x1b[2Jb.txt was not loaded: it is empty: there is no text in it",
        "1 of 2 files were not loaded, 1 were.",
    ]


def test_names_in_archives_lead_nowhere(tmp_path):
    """Members that lead out of the archive are named and not read; nothing is written to disk."""
    outside = ["../evil.txt", "/evil.txt", "C:\\evil.txt", "a/../../evil.txt", "\\\\host\\evil.txt"]
    (tmp_path / "in").mkdir()
    path = pack(tmp_path / "in" / "z.zip", GOOD)
    with zipfile.ZipFile(path, "a") as archive:
        for name in outside:
            archive.writestr(zipfile.ZipInfo(name), ENGLISH)
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    before = sorted(tmp_path.rglob("*"))
    reasons = refused(path)
    assert reasons.pop("link.txt") == "is a link, not a file; it was not read"
    assert reasons == dict.fromkeys(outside, "has a name that leads out of the archive; it was not read")
    assert sorted(tmp_path.rglob("*")) == before


def test_archives_in_archives(tmp_path):
    """An archive in an archive is named and not opened; in a folder it is named too."""
    inner = pack(tmp_path / "inner.zip", {"a.txt": ENGLISH}).read_bytes()
    path = pack(tmp_path / "z.zip", {**GOOD, "inner.zip": inner, "b.tar.gz": b"\x1f\x8b"})
    said = "is an archive inside an archive; it was not opened: unpack it and load it by itself"
    assert refused(path) == {"b.tar.gz": said, "inner.zip": said}
    path.unlink()
    write(tmp_path, GOOD)
    assert refused(tmp_path) == {
        "inner.zip": "is an archive (.zip): unpack it, or load a .zip by itself with load_policies"
    }


def test_bombs_in_archives(tmp_path, monkeypatch):
    """Members that unpack to a multiple of their size, or to too much, are named and not unpacked."""
    monkeypatch.setattr(readers, "MAX_BYTES", 2_000_000)
    monkeypatch.setattr(archives, "MAX_TOTAL", 3_000_000)
    noise = [hashlib.shake_128(str(i).encode()).hexdigest(700_000) for i in range(2)]
    files = {
        **GOOD,
        "a.txt": b"\x00" * 1_500_000,
        "b.txt": noise[0] * 2,
        "x.txt": noise[0],
        "y.txt": noise[1],
    }
    path = pack(tmp_path / "z.zip", files | {"z.txt": noise[0][:-1] + "z"})
    reasons = read_with_good(path)
    assert reasons["a.txt"][1].endswith("times its size, which no text does; it was not read")
    assert reasons["b.txt"][1].startswith(
        "is too large for a policy (2.8 MB, more than the 2 MB that are read)"
    )
    assert reasons["x.txt"][0] == reasons["y.txt"][0] == "read"
    assert reasons["z.txt"][1] == "is beyond the 3 MB that are read of one archive: cut the archive in two"


def test_a_bomb_in_the_register_of_an_archive(tmp_path):
    """The register of an archive has the limits of its other members."""
    path = pack(tmp_path / "z.zip", {**GOOD, "policies.csv": b"a" * 3_000_000})
    with pytest.raises(ValueError, match=r"^policies\.csv in z\.zip unpacks to .* times its size"):
        load_policies(path)


def test_archive_of_too_many_files(tmp_path, monkeypatch):
    """An archive of more files than anyone has policies is refused as a whole."""
    monkeypatch.setattr(archives, "MAX_ENTRIES", 2)
    path = pack(tmp_path / "z.zip", {f"{i}.txt": ENGLISH for i in range(3)})
    with pytest.raises(ValueError, match=r"^z\.zip holds 3 files, more than the 2 that are read\.$"):
        load_policies(path)


def test_member_that_says_it_is_small(tmp_path):
    """A member that unpacks to more than it announces is damaged, and no more of it is read."""
    path = pack(tmp_path / "z.zip", {**GOOD, "liar.txt": ENGLISH * 100})
    size = len(ENGLISH.encode()) * 100
    path.write_bytes(path.read_bytes().replace(size.to_bytes(4, "little"), (50).to_bytes(4, "little")))
    assert refused(path)["liar.txt"].startswith("is damaged inside the archive (")


@pytest.mark.parametrize("cut", [0.3, 0.7, 0.95])
def test_archive_cut_short(tmp_path, cut):
    """An archive without its end has no directory: one error."""
    path = pack(tmp_path / "z.zip", GOOD)
    path.write_bytes(path.read_bytes()[: int(cut * path.stat().st_size)])
    with pytest.raises(ValueError, match=r"^z\.zip is a damaged zip archive or none at all \("):
        load_policies(path)


def test_large_files(tmp_path, monkeypatch):
    """A file over the limit is named and not read."""
    monkeypatch.setattr(readers, "MAX_BYTES", 1000)
    write(tmp_path, {**GOOD, "a.txt": "x" * 1001, "b.html": make_page(make_policy("x" * 1000))})
    assert {reason.partition(" (")[0] for reason in refused(tmp_path).values()} == {
        "is too large for a policy"
    }


def encrypt_pdf():
    """A PDF that asks for a password (any: the check of an empty one fails)."""
    keys = b"/Filter /Standard /V 1 /R 2 /P -44 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b">"
    return make_pdf([[ENGLISH[:80]]], encrypt=b"/Encrypt << " + keys + b" >> /ID [<61> <61>]")


def test_damaged_and_locked_documents(tmp_path):
    """Locked, cut and wrong documents are named one by one."""
    pdf, word = make_pdf([[ENGLISH[:80]]]), make_docx(fill)
    files = {"a.pdf": encrypt_pdf(), "b.pdf": b"%PDF-1.4\n" + os.urandom(50), "c.pdf": ENGLISH}
    files |= {"d.pdf": pdf[:100], "e.docx": word[: len(word) // 2], "f.docx": ENGLISH, "g.docx": pdf}
    files |= {"h.docx": b"\xd0\xcf\x11\xe0" + bytes(100), "i.doc": "x", "j.rtf": "{\\rtf", "k.odt": "x"}
    files["l.docx"] = pack(tmp_path / "z.zip", {"a.txt": "x"}).read_bytes()
    (tmp_path / "z.zip").unlink()
    reasons = refused(write(tmp_path, GOOD | files))
    assert reasons["a.pdf"].startswith("is a PDF with a password")
    assert {reasons[f"{name}.pdf"].partition(",")[0] for name in "bcd"} == {"is a damaged PDF"}
    assert {reasons[f"{name}.docx"].partition(",")[0] for name in "efgl"} == {"is a damaged Word document"}
    assert reasons["h.docx"].startswith("is a Word document with a password, or an old .doc")
    assert [reasons[name].partition(":")[0] for name in ("i.doc", "j.rtf", "k.odt")] == [
        f"is in an old or unusual document format ({suffix})" for suffix in (".doc", ".rtf", ".odt")
    ]


def test_pdf_with_scripts_and_files(tmp_path):
    """A PDF that opens a script when it is opened is read for its words."""
    action = b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    lines = [
        "We collect the name and the address that you give us when you open",
        "an account with us, and we keep them.",
    ]
    write(tmp_path, {"a.pdf": make_pdf([lines], extra=action)})
    assert load_policies(tmp_path)["text"].to_list() == [" ".join(lines) + "\n"]


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    + '<!ENTITY file SYSTEM "file:///etc/passwd">]>'
)


def test_entities_unfold_nowhere(tmp_path):
    """A billion laughs, and a file of this machine, in a page and in a Word document."""
    page = f'<?xml version="1.0"?>{LAUGHS}<html><body>{make_policy("<p>&a9; &file;</p>")}</body></html>'
    word = change_docx(
        make_docx(fill),
        "word/document.xml",
        lambda xml: xml.replace(b"<w:document", LAUGHS.encode() + b"<w:document", 1),
    )
    write(tmp_path, {**GOOD, "a.xhtml": page, "b.docx": word})
    found = read_with_good(tmp_path)
    assert found["a.xhtml"] == ("read", "")
    assert found["b.docx"][1].startswith(
        "declares XML entities, which no word processor does; it was not read"
    )
    text = load_policies(tmp_path / "a.xhtml")["text"][0]
    assert text.replace("&a9; &file;\n\n", "") == TEXT


def test_bombs_in_word_documents(tmp_path, monkeypatch):
    """A document that unpacks to gigabytes is not unpacked."""
    bomb = change_docx(make_docx(fill), "word/media/x.xml", lambda xml: b" " * 9_000_000)
    assert len(bomb) < 100_000
    write(tmp_path, {**GOOD, "a.docx": bomb})
    assert refused(tmp_path)["a.docx"].startswith("unpacks to 10 MB, which no policy does; it was not read")
    monkeypatch.setattr("policyviz.corpus.documents.MAX_UNPACKED", 10_000)
    write(tmp_path, {"a.docx": make_docx(fill)})
    assert refused(tmp_path)["a.docx"].startswith("unpacks to 1 MB, which no policy does")


def test_nesting(tmp_path):
    """A page of 100,000 open elements is refused, one of 200 is read."""
    write(tmp_path, {**GOOD, "a.html": make_page("<div>" * 100_000 + make_policy())})
    assert refused(tmp_path)["a.html"].startswith("is nested too deeply to be read as a web page")
    write(tmp_path, {"a.html": make_page("<div>" * 200 + make_policy())})
    assert load_policies(tmp_path / "a.html")["text"].to_list() == [TEXT]


def test_page_without_policy_is_not_loaded(tmp_path):
    """A page that is none of ours is named, the others load."""
    write(tmp_path, {**GOOD, "a.html": make_page("<h1>404 Not Found</h1>"), "b.htm": "<html></html>"})
    assert [reason.partition(" (")[0] for reason in refused(tmp_path).values()] == [
        "looks like an error page, no policy",
        "looks like a page without a policy",
    ]


def test_wrong_suffix(tmp_path):
    """A file that is not what its name says is named."""
    write(
        tmp_path,
        {**GOOD, "a.txt": make_pdf([["x"]]), "b.md": "<!DOCTYPE html><p>x", "c.html": os.urandom(999)},
    )
    assert sorted(refused(tmp_path)) == ["a.txt", "b.md", "c.html"]


def test_formulas_in_a_table_of_texts(tmp_path):
    """Cells that a spreadsheet would run are text, and ids cannot turn the writing of a line."""
    write(tmp_path, {"t.csv": f'policy_id,company,text\n"a\u202e","=cmd()","{ENGLISH}"\n'})
    row = load_policies(tmp_path / "t.csv").iloc[0]
    assert (row["policy_id"], row["company"], row["text"]) == ("a\\u202e", "=cmd()", ENGLISH)


def test_nothing_is_fetched_or_started(tmp_path, monkeypatch):
    """Reading pages, PDF and Word opens no connection and starts no process."""

    def refuse(*args, **options):
        raise AssertionError

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(subprocess, "Popen", refuse)
    page = make_page(
        make_policy('<img src="http://192.0.2.1/x.png"><iframe src="http://192.0.2.1/"></iframe>')
    )
    files = {"a.html": page, "b.docx": make_docx(fill), "c.pdf": make_pdf([[ENGLISH[:90]] * 3])}
    assert {outcome for outcome, _ in read_with_good(write(tmp_path, GOOD | files)).values()} == {"read"}


def test_same_text_in_every_process(tmp_path):
    """The order of sets differs from process to process; the frame does not."""
    write(tmp_path, {"a.html": make_page(make_policy()), "b.docx": make_docx(fill), "c.txt": ENGLISH})
    code = (
        "import sys, warnings, policyviz; warnings.simplefilter('ignore');"
        "print(policyviz.load_policies(sys.argv[1]).to_csv())"
    )
    outputs = {
        subprocess.run(  # noqa: S603
            [sys.executable, "-c", code, tmp_path],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
    assert b"Acme" in next(iter(outputs))


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_that_lead_out_or_nowhere(tmp_path):
    """A folder elsewhere, a circle and a lost file are named; a link to a folder inside is read once."""
    folder, away = tmp_path / "p", "is a link that leads out of its folder: copy the file itself into it"
    write(folder, {**GOOD, "sub/a.txt": ENGLISH + "Never."})
    write(tmp_path, {"elsewhere/b.txt": TEXT, "elsewhere/policies.csv": "policy_id,file\n"})
    (folder / "away").symlink_to(tmp_path / "elsewhere")
    (folder / "circle.txt").symlink_to(folder / "circle.txt")
    (folder / "inside").symlink_to(folder / "sub")
    (folder / "lost.txt").symlink_to(folder / "gone.txt")
    (tmp_path / "way").symlink_to(folder)
    files = read_collection(tmp_path / "way").files[["file", "outcome", "notes"]].to_numpy().tolist()
    assert [row[:2] for row in files if row[1] == "read"] == [["good.txt", "read"], ["sub/a.txt", "read"]]
    assert {file: notes.split(" (")[0] for file, outcome, notes in files if outcome == "not read"} == {
        "away": away,
        "circle.txt": "cannot be opened",
        "lost.txt": "cannot be opened",
    }
    assert refused(f"{folder}/**/[bg]*.txt") == {"away/b.txt": away}
    (folder / "policies.csv").symlink_to(tmp_path / "elsewhere" / "policies.csv")
    with pytest.raises(ValueError, match=rf"^policies\.csv {away}\.$"):
        load_policies(folder)
