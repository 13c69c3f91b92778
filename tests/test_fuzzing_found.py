"""Inputs that once broke a reader or the matcher, as fuzzing and what followed from it found them."""

import io
import zipfile

import pytest
from test_fuzzing import TEXT, allow_refusal, check_reader, make_packed, make_real
from test_readers_documents import change_docx

from policyviz.corpus import read_collection
from policyviz.terms.matcher import Matcher

PROSE = b"<p>We keep your personal data for as long as you have an account with us.</p>" * 8
PACKED = make_packed(TEXT.encode())


def broken(why, *values):
    """A case that once failed, named by the reason."""
    return pytest.param(*values, id=why)


def change_member(data, name, place, new):
    """An archive with some bytes changed, counted from the header of one of its files."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.getinfo(name).header_offset + place
    return data[:start] + new + data[start + len(new) :]


def change_bytes(data, old, new):
    """Bytes with others of the same length in them."""
    assert old in data
    assert len(old) == len(new)
    return data.replace(old, new)


@pytest.mark.parametrize(
    "data",
    [
        broken("lxml's ParserError of an empty page is not caught: form feed", b"\x0c"),
        broken("lxml's ParserError of an empty page is not caught: comment", b"<!-- -->"),
        broken("lxml's ParserError of an empty page is not caught: mark", b"\xef\xbb\xbf"),
        broken("control characters cannot be moved by lxml", b"<p>a<script></script>\x0bb" + PROSE),
        broken("references to them cannot either", b"<p>a<script></script>&#1;b" + PROSE),
    ],
)
def test_pages_that_broke_the_reader(data):
    """A text, or a message that the package wrote."""
    check_reader(data, ".html")


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        broken("python-docx' TypeError is not caught", "_rels/.rels", b"Target=", b"T="),
        broken("a level of a list without a number", "word/numbering.xml", b'w:ilvl="0"', b""),
    ],
)
def test_documents_that_broke_the_reader(part, old, new):
    """A damaged document, whatever the library makes of it."""
    document = change_docx(make_real(".docx"), part, lambda data: data.replace(old, new))
    check_reader(document, ".docx")


def test_a_document_without_its_first_byte():
    """The archive is found from its end, and what it says of its beginning is wrong."""
    check_reader(make_real(".docx")[1:], ".docx")


SPOILT = bytes(range(255, 215, -1))


@pytest.mark.parametrize(
    "data",
    [
        broken("LZMAError is not caught", change_member(PACKED, "a.txt", 44, SPOILT)),
        broken(
            "NotImplementedError of a later version is not caught",
            change_bytes(PACKED, b"PK\x01\x02\x14\x03\x14", b"PK\x01\x02\x14\x03\xc3"),
        ),
        broken("is_dir fails on an empty name", change_bytes(PACKED, b"b.txt", b"\0.txt")),
        broken(
            "the codec's error goes to the user",
            change_member(change_member(PACKED, "policies.csv", 6, b"\0\x08"), "policies.csv", 30, b"\xff"),
        ),
    ],
)
def test_archives_that_broke_the_reader(data, tmp_path):
    """A collection, or a message that the package wrote."""
    (tmp_path / "all.zip").write_bytes(data)
    allow_refusal(read_collection, tmp_path / "all.zip")


def test_a_damaged_member_is_called_damaged(tmp_path):
    """The log says what is wrong with a file, whichever way it was packed."""
    (tmp_path / "all.zip").write_bytes(change_member(PACKED, "b.txt", 44, SPOILT))
    files = read_collection(tmp_path / "all.zip").files
    assert "damaged" in files.set_index("file")["notes"]["b.txt"]


@pytest.mark.parametrize(
    "file",
    [
        broken("a zero byte in a name", "a\0.txt"),
        broken("a name too long", "a" * 300 + ".txt"),
        broken("a path too long", "/".join(["a" * 200] * 25)),
    ],
)
def test_a_register_with_impossible_names(file, tmp_path):
    """A name that no file can have is a complaint about its row."""
    (tmp_path / "policies.csv").write_text(f"policy_id,file\na,{file}\n")
    (tmp_path / "b.txt").write_text("We keep your name.")
    allow_refusal(read_collection, tmp_path)


def test_a_very_long_term():
    """A sentence as a term is found, or refused in words."""
    allow_refusal(Matcher, ["we may share " * 100])


@pytest.mark.parametrize(
    ("term", "text"),
    [
        broken("an accent ends a word", "resume", "resume\u0301"),
        broken("a word begins behind an accent", "tat", "e\u0301tat"),
        broken("the dot of a Turkish I ends a word", "i", "\u0130"),
    ],
)
def test_accents_of_their_own_belong_to_the_word(term, text):
    """A combining sign is no border: what stands there is another word."""
    assert not list(Matcher([term]).find(text))


def test_a_soft_hyphen_changes_no_letter():
    """A word with a soft hyphen in it is the word."""
    assert list(Matcher(["\u039f\u03a3"]).find("\u039f\u00ad\u03a3"))
