"""Bytes to text, and what a text says of itself: encodings, odd signs, dates, companies."""

import pandas as pd
import pytest

from policyviz.corpus.decoding import decode_policy
from policyviz.corpus.metadata import find_company, find_date, parse_date

ENGLISH = "We don’t sell “personal data” – not even to Müller.\nNever.\n"
RUSSIAN = "Мы собираем ваши персональные данные, когда вы пользуетесь нашим сайтом.\nМы не продаём их.\n"


@pytest.mark.parametrize(
    ("data", "encoding", "notes"),
    [
        (ENGLISH.encode("utf-8"), "utf-8", []),
        (ENGLISH.encode("utf-8-sig"), "utf-8", []),
        (b"\xff\xfe" + ENGLISH.encode("utf-16-le"), "utf-16-le", ["read as utf-16-le, not UTF-8"]),
        (b"\xfe\xff" + ENGLISH.encode("utf-16-be"), "utf-16-be", ["read as utf-16-be, not UTF-8"]),
        (ENGLISH.encode("utf-16-le"), "utf-16-le", ["read as utf-16-le, not UTF-8"]),
        (ENGLISH.encode("utf-16-be"), "utf-16-be", ["read as utf-16-be, not UTF-8"]),
        (b"\xff\xfe\x00\x00" + ENGLISH.encode("utf-32-le"), "utf-32-le", ["read as utf-32-le, not UTF-8"]),
        (b"\x00\x00\xfe\xff" + ENGLISH.encode("utf-32-be"), "utf-32-be", ["read as utf-32-be, not UTF-8"]),
        (ENGLISH.encode("cp1252"), "cp1252", ["read as cp1252, not UTF-8"]),
    ],
    ids=["utf-8", "utf-8 bom", "16le bom", "16be bom", "16le", "16be", "32le", "32be", "cp1252"],
)
def test_western_encodings(data, encoding, notes):
    """One text comes out of every encoding, the byte-order mark dropped, and the unusual one is said."""
    assert decode_policy(data) == (ENGLISH, encoding, notes)


def test_lone_curly_quote_is_no_chinese():
    """One byte outside ASCII is cp1252, whatever statistics say."""
    assert decode_policy(b"We don\x92t sell data.").text == "We don’t sell data."


def test_latin_1_where_cp1252_has_no_sign():
    """A byte that cp1252 leaves empty makes the text latin-1; its control character is counted."""
    notes = ["read as latin-1, not UTF-8", "1 control characters kept as they are"]
    assert decode_policy(b"The r\xe9sum\xe9 of yours\x81 is kept.") == (
        "The résumé of yours\x81 is kept.",
        "latin-1",
        notes,
    )


def test_other_alphabets_are_recognised():
    """Russian in cp1251 is read as Russian."""
    assert decode_policy(RUSSIAN.encode("cp1251") * 3).text == RUSSIAN * 3


@pytest.mark.parametrize("data", [b"caf\xe9 \x81", "Déjà reçu".encode("latin-1")])
def test_short_accents_are_not_wide_characters(data):
    """A few bytes outside ASCII never become UTF-16, which would halve the number of letters."""
    assert len(decode_policy(data).text) == len(data)


@pytest.mark.parametrize("data", [b"a\r\nb\r\n", b"a\rb\r", b"a\nb\n"])
def test_line_ends_become_one_kind(data):
    """CRLF and the lone CR of old Macs are line ends."""
    assert decode_policy(data).text == "a\nb\n"


def test_odd_characters_are_kept():
    """No-break space, soft hyphen, zero-width space, joiner and form feed stay: spans lead into the file."""
    text = "We\u00a0keep coo\u00adkies,\u200b tags\u200d and\u2028more.\x0c"
    assert decode_policy(text.encode()) == (text, "utf-8", [])


def test_only_the_first_mark_is_dropped():
    """U+FEFF inside a text is a character like any other."""
    assert decode_policy("\ufeffWe \ufeffkeep.".encode()).text == "We \ufeffkeep."


@pytest.mark.parametrize(
    ("data", "notes"),
    [
        (b"We keep \x07data\x00 for a long, long time.", ["2 control characters kept as they are"]),
        (
            "Caf\ufffd and t\ufffd.".encode(),
            ["2 characters had been lost before this file was saved (U+FFFD)"],
        ),
        (b"a\tb\x0c\n", []),
    ],
)
def test_damage_is_said(data, notes):
    """Stray zero bytes and control characters are kept and counted; tab and form feed are no damage."""
    assert decode_policy(data).notes == notes


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n ", "is empty"),
        ("\u00a0\u2003\n".encode(), "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\xff\xfe", "is empty"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"PK\x03\x04 word/document.xml", "is a Word document or another zip file"),
        (b"\x89PNG\r\n\x1a\n", "is a PNG picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "is an old Office document"),
        (b"{\\rtf1 We", "is an RTF document"),
        (b"\x7fELF" + b"\x00\x01\x02\x00\x00" * 50, "is a binary file"),
        (bytes(range(1, 256)) * 20, "is in no encoding that could be recognised"),
        (b"\xff\xfeabc", "announces itself as utf-16-le but byte 2 does not fit"),
        (b"\xef\xbb\xbfcaf\xe9", "announces itself as utf-8 but byte 3 does not fit"),
    ],
)
def test_no_text_is_refused(data, complaint):
    """What is no text is refused with its reason."""
    with pytest.raises(ValueError, match=f"^{complaint}"):
        decode_policy(data)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Last Updated: February 2nd 2023", "2023-02-02"),
        ("(Last Reviewed October 20th, 2020)", "2020-10-20"),
        ("Effective date: 2 May 2020.", "2020-05-02"),
        ("This policy was last modified on the 1st of June, 2019.", "2019-06-01"),
        ("Version of 2020-05-02", "2020-05-02"),
        ("Updated May 2018", "2018-05-01"),
        ("LAST REVISED: SEPT. 3, 2021", "2021-09-03"),
        ("Last updated\n\n2 May 2020", "2020-05-02"),
        ("Founded May 1997.\nPosted 3 June 2020. Amended 4 July 2021.", "2021-07-04"),
        ("Updated ſept 3, 2021", "2021-09-03"),
    ],
)
def test_dates_that_are_announced(text, date):
    """The first date behind "updated" or the like counts, else behind "effective"; a month is its day 1."""
    assert find_date(text) == pd.Timestamp(date)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We keep data.",
        "The Act of 14 April 2016 applies.",
        "Regulation (EU) 2016/679 of 27 April 2016",
        "Founded in May 1997.",
        "Updated often. The law of our state, however, is older than that: 4 July 1776, 14 April 2016.",
        "Updated 31 February 2023",
        "Updated: you may 2 times",
    ],
)
def test_dates_that_are_not_the_policys(text):
    """Dates of laws and companies are not taken, nor days there never were."""
    assert find_date(text) is pd.NaT


def test_no_such_day():
    """An impossible date is no date, neither the nearest one nor an error."""
    assert parse_date("31 February 2023") is pd.NaT
    assert parse_date("2023-13-01") is pd.NaT


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("Procom's Privacy Policy", "Procom"),
        ("Login\n\nProcom’s Privacy Policy\n\nWe ...", "Procom"),
        ("# Acme Inc. Website Privacy Policy\n", "Acme Inc."),
        ("**eBay Privacy Notice**", "eBay"),
        ("ACME COOKIE POLICY", "ACME"),
        ("Bank of Ruritania Data Protection Statement", "Bank of Ruritania"),
        ("Login\n\nPrivacy Policy", ""),
        ("Our Privacy Policy", ""),
        ("Please read our Privacy Policy", ""),
        ("We collect data\nPrivacy Policy\n", ""),
        ("Acme cares. See the Acme Privacy Policy for more.", ""),
        ("x\n" * 1000 + "Partner Privacy Policy", ""),
    ],
)
def test_company_from_title(text, company):
    """Only a title near the top names the company; navigation, buttons and sentences do not."""
    assert find_company(text) == company
