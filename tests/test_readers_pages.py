"""Web pages to Markdown: what becomes text, what never does, and what is said of the rest."""

import re

import pytest

pytest.importorskip("trafilatura")

from lxml import html

from policyviz.corpus.markup import find_blocks, write_markdown
from policyviz.corpus.pages import decode_page, read_page

SENTENCES = [
    "We collect the name and the e-mail address that you give us when you open an account.",
    "We keep your personal data for as long as you have an account with us, and no longer.",
    "We share it with the companies that send our parcels, because they need your address.",
    "You may ask us at any time to show you what we know of you, or to delete all of it.",
]
MENU = "<ul>" + "".join(f'<li><a href="/{i}">Goods and offers {i}</a></li>' for i in range(40)) + "</ul>"


def make_page(body, *, title="Privacy Policy", head=""):
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()
    )


def make_policy(extra=""):
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    return f"<h1>Acme Privacy Policy</h1><h2>Data</h2>{paragraphs}<h2>Use</h2>{extra}<p>{SENTENCES[0]}</p>"


TEXT = "\n\n".join(["# Acme Privacy Policy", "## Data", *SENTENCES, "## Use", SENTENCES[0]]) + "\n"


def to_markdown(fragment):
    return write_markdown(find_blocks(html.fromstring(f"<div>{fragment}</div>")))


@pytest.mark.parametrize(
    ("fragment", "markdown"),
    [
        ("<h1>A</h1><h3>B</h3>x", "# A\n\n### B\n\nx\n"),
        ("<p>a <b>b</b><i>c</i>\n d</p>e", "a bc d\n\ne\n"),
        ("one<br>two<br><br>three", "one  \ntwo  \n  \nthree\n"),
        ("<ul><li>a<ul><li>b</li></ul></li><li><p>c</p><p>d</p></li></ul>", "- a\n  - b\n- c\n\nd\n"),
        ("<ol start=3><li>a<li>b</ol>", "3. a\n4. b\n"),
        ("<table><tr><th>A<th>B<tr><td>c<td>d</table>", "| A | B |\n| c | d |\n"),
        ("<table><tr><td><h2>A</h2><p>b</p><td>c</table>", "## A\n\nb\n\nc\n"),
        ("<dl><dt>Cookie</dt><dd>A file.</dd></dl>", "Cookie\n\nA file.\n"),
        ("<a href='javascript:x()'>here</a>", "here\n"),
        ("<h1>A</h1><h2>B</h2><p><b>Cookies:</b> We do.</p>", "# A\n\n## B\n\n**Cookies:** We do.\n"),
        ("<p><b>Cookies</b></p><p>We do.</p>", "### Cookies\n\nWe do.\n"),
        ("<p># 1</p><p>```</p><p>| a</p>", "\\# 1\n\n\\```\n\n\\| a\n"),
        ("<p> </p><ul><li></li></ul>", ""),
    ],
    ids=[
        "levels",
        "inline",
        "breaks",
        "nested",
        "numbers",
        "table",
        "layout",
        "terms",
        "link",
        "lead",
        "line",
        "signs",
        "nothing",
    ],
)
def test_elements_become_markdown(fragment, markdown):
    """Headings, lists, tables and line ends have their marks; what looks like a mark is escaped."""
    assert to_markdown(fragment) == markdown


def test_policy_between_menus():
    """The policy comes out whole and alone, with its headings and in order."""
    page = make_page(f"<nav>{MENU}</nav><main>{make_policy()}</main><footer>{MENU}</footer>")
    assert read_page(page) == (TEXT, "utf-8", [])


def test_list_in_the_policy_is_kept():
    """Items too short for an extractor stand where they stood."""
    page = make_page(make_policy("<p>We use:</p><ul><li>names</li><li>cookies</li></ul>"))
    assert "## Use\n\nWe use:\n\n- names\n- cookies\n\nWe collect the name" in read_page(page).text


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>SECRET()</script>",
        "<style>SECRET{}</style>",
        "<!-- SECRET -->",
        "<template><p>SECRET</p></template>",
        "<noscript>SECRET</noscript>",
        "<div hidden><p>SECRET</p></div>",
        '<p style="color:red; DISPLAY : none">SECRET</p>',
        '<div style="visibility:hidden"><div style="display:none">SECRET</div></div>',
        "<select><option>SECRET</option></select>",
        '<iframe srcdoc="SECRET">SECRET</iframe>',
        "<svg><text>SECRET</text></svg>",
        '<input value="SECRET">',
        '<p onclick="SECRET()" title="SECRET"></p>',
        "<dialog open>SECRET</dialog>",
        "<?php SECRET ?>",
    ],
)
def test_unseen_is_no_text(unseen):
    """What a browser does not show never becomes text; the words around it stay."""
    assert read_page(make_page(make_policy(unseen))).text == TEXT


def test_hidden_text_is_counted():
    """Many words in folded parts are said, because they may be the policy."""
    page = make_page(make_policy(f"<div style='display:none'>{'word ' * 100}</div><p>{SENTENCES[1]}</p>"))
    assert read_page(page).notes == ["100 words in folded or hidden parts of the page were left out"]


def test_a_folded_policy_is_read():
    """A short page with most of its text in folded parts is read whole, and the note says so."""
    folded = "".join(f"<h3>Part {n}</h3><div hidden><p>{SENTENCES[1]}</p></div>" for n in range(40))
    decoded = read_page(make_page(make_policy(folded)))
    assert decoded.text.count(SENTENCES[1]) >= 40
    [note] = decoded.notes
    assert re.fullmatch(
        r"most of the policy is folded: \d+ words in folded or hidden parts were read too", note
    )


def test_a_long_page_keeps_its_hidden_parts_out():
    """What a page hides beside a whole policy is another document."""
    page = make_page(make_policy(f"<p>{SENTENCES[1]}</p>" * 100 + f"<div hidden>{'word ' * 3000}</div>"))
    assert read_page(page).notes == ["3000 words in folded or hidden parts of the page were left out"]


def test_extraction_that_fails_is_replaced(monkeypatch):
    """If next to nothing would be kept, the densest part is read, without the menus, and that is said."""
    monkeypatch.setattr("trafilatura.bare_extraction", lambda *args, **options: None)
    page = make_page(f"{MENU}{make_policy()}{MENU}")
    said = (
        "the usual way kept 0 % of the running text, so the densest part of the page was read: "
        "look for menus in it"
    )
    assert read_page(page) == (TEXT, "utf-8", [said])


@pytest.mark.parametrize(
    ("body", "title", "name"),
    [
        ("<h1>Page not found</h1><p>Sorry.</p>", "Error", "an error page, no policy"),
        (f"<p>{SENTENCES[0]} {SENTENCES[1]}</p>" * 3, "404 Not Found", "an error page, no policy"),
        ("<form>Sign in <input></form>", "Acme", "a log-in page, no policy"),
        ("<div id=root></div><p>You need JavaScript.</p>", "Acme", "a page that only a browser"),
        ("<p>We use cookies. <a>Accept</a></p>", "Acme", "a cookie banner, no policy"),
        (MENU, "Acme", "a page without a policy"),
    ],
    ids=["error", "error by title", "log-in", "shell", "cookies", "menu"],
)
def test_page_without_policy_is_named(body, title, name):
    """A page that holds no policy is refused by what it is."""
    with pytest.raises(ValueError, match=f"^looks like {name}"):
        read_page(make_page(body, title=title))


def test_page_about_something_else():
    """A page of running text that never speaks of privacy is read, and that is said."""
    body = "<h1>Pies</h1>" + "<p>Take four apples, a pound of flour and as much butter as you dare.</p>" * 6
    assert read_page(make_page(body)).notes == ["does not speak of privacy or personal data: is it a policy?"]


@pytest.mark.parametrize(
    ("source", "encoding"),
    [
        ('<meta charset="utf-8">ä€'.encode(), "utf-8"),
        ('\ufeff<meta charset="latin-1">ä€'.encode(), "utf-8"),
        ('<meta charset="iso-8859-1">ä€'.encode("cp1252"), "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">Ж'.encode("koi8-r"), "koi8-r"),
        ('<?xml version="1.0" encoding="iso-8859-15"?>ä€'.encode("iso-8859-15"), "iso8859-15"),
        ('<meta charset="latin-1">ä€'.encode(), "utf-8"),
        ('<meta charset="rot13">ä'.encode("cp1252"), "cp1252"),
        ("<p>ä".encode("utf-16"), "utf-16-le"),
    ],
)
def test_encodings_of_pages(source, encoding):
    """Mark, then valid UTF-8, then what the page announces: each reads the same letters."""
    decoded = decode_page(source)
    assert decoded.encoding == encoding
    assert decoded.text.lstrip("\ufeff").rstrip()[-1] in "ä€Ж"


def test_one_bad_byte_in_utf_8():
    """A page that announces UTF-8 is not read as cp1252 for one alien byte; the loss is said."""
    page = make_page(make_policy("<p>Déjà vu is a résumé.\x00</p>"), head='<meta charset="utf-8">')
    decoded = read_page(page.replace(b"\x00", b"\x92"))
    assert "Déjà vu is a résumé." in decoded.text
    assert decoded.notes == ["1 characters had been lost before this file was saved (U+FFFD)"]


def test_zero_byte_does_not_end_the_page():
    """The parser stops at a zero byte; the reader does not."""
    assert SENTENCES[3] in read_page(make_page("\x00" + make_policy())).text
