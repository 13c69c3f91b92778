"""PDF and Word documents to text. The files are made here, byte by byte, and never committed."""

import io
import re
import zipfile

import pytest

from policyviz.corpus.documents import read_docx
from policyviz.corpus.pdfs import read_pdf

pytest.importorskip("pypdfium2")
docx = pytest.importorskip("docx")

BODY = [
    "We collect the name and the e-mail address that you give us when",
    "you open an account. We share it with companies that send our par-",
    "cels, and with third-",
    "party payment services; third-party cookies are not used.",
    "",
    "You may ask us to delete it.",
]


def make_pdf(pages, *, size=12, extra=b"", encrypt=b""):
    """A PDF with Helvetica lines from the top of each page, "" for a blank line."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R " + extra + b">>", b"", b"<< /Type /Font /Subtype /Type1 "]
    objects[2] += b"/BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    kids = []
    for lines in pages:
        escaped = [re.sub(r"([()\\])", r"\\\1", line) for line in lines]
        shown = "".join(f"({line}) Tj T*\n" for line in escaped)
        stream = f"BT /F1 {size} Tf {size * 1.2:.1f} TL 50 780 Td\n{shown}ET".encode("cp1252")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(b"%d 0 R" % (len(objects) + 1))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer << /Size %d /Root 1 0 R %s >>" % (len(objects) + 1, encrypt)
    start = len(data)
    return data + b"xref\n0 %d\n0000000000 65535 f \n%s%s\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        table,
        trailer,
        start,
    )


def make_docx(build):
    """The bytes of a Word document that `build` has filled."""
    document = docx.Document()
    build(document)
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


def change_docx(data, name, change):
    """A Word document with one of its parts changed (or added, from nothing)."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, change(old.read(entry)) if entry == name else old.read(entry))
        if name not in old.namelist():
            new.writestr(name, change(b""))
    return packed.getvalue()


def test_pdf_lines_become_paragraphs():
    """Lines are joined, words that a line end cut are mended, and compounds keep their hyphen."""
    assert read_pdf(make_pdf([BODY])).text == (
        "We collect the name and the e-mail address that you give us when you open an account. We share it "
        "with companies that send our parcels, and with third-party payment services; third-party cookies "
        "are not used.\n\nYou may ask us to delete it.\n"
    )


def test_pdf_headers_and_page_numbers_go():
    """What repeats at the edges of pages is left out and counted; a sentence goes on over the page."""
    top, rest = BODY[:1], BODY[1:]
    pages = [
        ["Acme Inc. - Privacy", "", *top, "", "Page 1 of 3"],
        ["Acme Inc. - Privacy", "", *rest, "", "2"],
    ]
    pages += [
        ["Acme Inc. - Privacy", "", "Our address is in Springfield, as it has always been.", "", "- 3 -"]
    ]
    decoded = read_pdf(make_pdf(pages))
    assert decoded.notes == ["6 lines that repeat on the pages or number them were left out"]
    assert decoded.text.split("\n\n") == [
        "We collect the name and the e-mail address that you give us when you open an account. We share it "
        "with companies that send our parcels, and with third-party payment services; third-party cookies "
        "are not used.",
        "You may ask us to delete it.",
        "Our address is in Springfield, as it has always been.\n",
    ]


def test_pdf_items_are_paragraphs():
    """A line with the mark of a list begins anew."""
    lines = ["We collect, when you open an account and whenever you write to us:", "- names and addresses,"]
    lines += ["- what you buy from us,", "(a) in the shop,", "1.2 and elsewhere, as we said above."]
    assert read_pdf(make_pdf([lines])).text == "\n\n".join(lines) + "\n"


def test_pdf_page_without_text_is_said():
    """A page that is a picture is counted."""
    assert read_pdf(make_pdf([BODY, []])).notes == ["1 of 2 pages have no text (pictures of pages?)"]


def test_pdf_scan():
    """A PDF without text is said to be a scan, with what to do."""
    with pytest.raises(
        ValueError, match=r"^has next to no text in it \(2 pages, 1 words\): it is probably a"
    ):
        read_pdf(make_pdf([["Scan"], []]))


def test_pdf_of_too_many_pages(monkeypatch):
    """A limit in pages, not in seconds: the result does not depend on the machine."""
    monkeypatch.setattr("policyviz.corpus.pdfs.MAX_PAGES", 1)
    with pytest.raises(ValueError, match=r"^has 2 pages, more than the 1 that are read"):
        read_pdf(make_pdf([BODY, BODY]))


def test_pdf_of_too_many_characters(monkeypatch):
    """So is the limit in characters."""
    monkeypatch.setattr("policyviz.corpus.pdfs.MAX_CHARACTERS", 100)
    with pytest.raises(ValueError, match=r"^has more than 100 characters"):
        read_pdf(make_pdf([BODY]))


def fill(document):
    """A document with everything that is read."""
    document.add_heading("Acme Privacy Policy", 0)
    document.add_heading("Data", 1)
    paragraph = document.add_paragraph()
    paragraph.add_run("Cookies:").bold = True
    paragraph.add_run(" We use them.\nRarely.")
    for text in ("names", "addresses"):
        document.add_paragraph(text, style="List Bullet")
    for text in ("first", "second"):
        document.add_paragraph(text, style="List Number")
    document.add_heading("Use", 2)
    table = document.add_table(2, 2)
    for cell, text in zip(
        [cell for row in table.rows for cell in row.cells], ["Data", "Use", "name", "orders"], strict=True
    ):
        cell.text = text
    document.add_paragraph("*** Not a mark. ***")


def test_docx_becomes_markdown():
    """Headings, items, bold leads, rows and line ends, in the order of the document."""
    decoded = read_docx(make_docx(fill))
    assert decoded == (
        "# Acme Privacy Policy\n\n## Data\n\n**Cookies:** We use them.  \nRarely.\n\n- names\n- addresses\n"
        "1. first\n2. second\n\n### Use\n\n| Data | Use |\n| name | orders |\n\n*** Not a mark. ***\n",
        "",
        [],
    )


def test_docx_changes_and_hidden_text():
    """Tracked insertions and links are text; deletions, moves and hidden runs are not."""

    def change(xml):
        run = "<w:r><w:t xml:space='preserve'>{} </w:t></w:r>"
        parts = [
            "<w:ins w:id='1' w:author='a'>" + run.format("inserted") + "</w:ins>",
            "<w:del w:id='2' w:author='a'><w:r><w:delText>deleted</w:delText></w:r></w:del>",
            "<w:moveFrom w:id='3' w:author='a'>" + run.format("moved") + "</w:moveFrom>",
            "<w:hyperlink w:anchor='x'>" + run.format("linked") + "</w:hyperlink>",
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>",
        ]
        return xml.replace(b"</w:body>", f"<w:p>{''.join(parts)}</w:p></w:body>".encode())

    data = change_docx(make_docx(lambda document: None), "word/document.xml", change)
    assert read_docx(data).text == "inserted linked\n"


def test_docx_footnotes_are_counted():
    """Footnotes are left out, and that is said."""
    note = b"<w:footnote w:id='2'><w:p><w:r><w:t>A</w:t></w:r></w:p></w:footnote>"
    data = change_docx(
        make_docx(fill), "word/footnotes.xml", lambda xml: b"<w:x><w:footnote/>" + note + b"</w:x>"
    )
    assert read_docx(data).notes == ["1 footnotes were left out"]


def test_empty_docx():
    """A document without text is empty, as a text file is."""
    with pytest.raises(ValueError, match=r"^is empty: there is no text in it$"):
        read_docx(make_docx(lambda document: None))
