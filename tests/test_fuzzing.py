"""What must hold for any input: the matcher against a slow search, escaping, readers, structure.

``benchmarks/fuzzing.py`` makes the same promises to inputs that it looks for itself.
"""

import io
import re
import traceback
import zipfile
from functools import cache
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from test_invariants import check_blocks, check_clauses, check_levels, make_policies
from test_readers_documents import change_docx, make_docx, make_pdf

from policyviz.classroom.rows import show_rows
from policyviz.corpus.metadata import find_company, find_date
from policyviz.corpus.readers import read_text
from policyviz.corpus.register import data_dir
from policyviz.frames import FRAMES
from policyviz.lexicons.loading import load_lexicon
from policyviz.report.appendix import Appendix
from policyviz.report.evidence import write_group
from policyviz.report.linking import link_evidence
from policyviz.report.page import clean_fragment
from policyviz.structure import split_blocks, split_clauses
from policyviz.terms import align_clauses, find_terms, highlight_terms
from policyviz.terms.matcher import Matcher, fold_text, normalize_term

# Texts without a clause are said, and it is not what is tested here.
pytestmark = [
    pytest.mark.filterwarnings("ignore:No clause was found"),
    pytest.mark.filterwarnings("ignore:.*does not read like English"),
]

LEXICON = load_lexicon("vagueness")
TEXT = (data_dir() / "policies" / "wrk.txt").read_text(encoding="utf-8")[:1500]
# Signs that have broken parsers.
SIGNS = (
    *("\0", "\u0130", "\u2028", "\u202e", "\u200f", "\u00ad", "\u0301", "\ufeff", "\x85", "\x1c"),
    *("<script>", "onclick='", '"><b onload=x>', "{{", "]]>", "<!--", "-->", "&lt;", "1. ", "(a) "),
    *("\r", "\u2022 ", "# ", "**", "```\n", "---\n", "| a | b |\n", "w " * 30, "\u03a3"),
    *("<p hidden>", "<svg><style>", "charset=punycode", "charset=unicode_escape"),
)
# What belongs to a word, as in the matcher.
WORD = r"[\w\u0300-\u036f]"
ATTRIBUTES = {"class", "title", "style", "scope", "id", "href", "data-clause"}


def find_slowly(terms, text):
    """Every term tried at every place, the longest first."""
    folded, places = fold_text(text)
    places, found, at = places or range(len(text)), [], 0
    known = {normalize_term(term): term for term in terms}
    while at < len(folded):
        # A word begins where neither a letter nor a letter and a hyphen stand in front.
        inside = re.search(rf"{WORD}-?\Z", folded[max(at - 2, 0) : at])
        for term in sorted(known, key=len, reverse=True):
            border = rf"(?!{WORD})" if re.match(WORD, term[-1]) else ""
            hit = re.compile(r"\s+".join(map(re.escape, term.split(" "))) + border).match(folded, at)
            if hit and not (inside and re.match(r"\w", term)):
                found.append((places[at], places[hit.end() - 1] + 1, known[term]))
                at = hit.end() - 1
                break
        at += 1
    return found


def check_matches(terms, text, *, slowly=True):
    """Matches are in order and apart, each is its term, and none is missed."""
    matcher = allow_refusal(Matcher, terms)
    found = list(matcher.find(text)) if matcher else []
    done = 0
    for start, end, term in found:
        assert done <= start < end <= len(text)
        assert normalize_term(text[start:end]) == normalize_term(term)
        done = end
    assert not (slowly and matcher) or found == find_slowly(terms, text)


def check_structure(text, form):
    """Blocks, levels and clauses are what the invariants of the structure say."""
    policies = make_policies(text, form=form)
    blocks = split_blocks(policies)
    check_blocks(policies, blocks)
    check_levels(blocks)
    check_clauses(policies, blocks, split_clauses(policies, min_words=0))


def check_reader(data, suffix):
    """A text whose company and date can be looked for, or a refusal."""
    found = allow_refusal(read_text, data, suffix)
    if found:
        find_company(found.text)
        find_date(found.text)
    return found


def allow_refusal(function, *given):
    """What a function returns, or None if it refuses with a ValueError that the package raised itself."""
    try:
        return function(*given)
    except ValueError as error:
        # A message for users is written in the package; those of pandas, zipfile and codecs are not.
        last = traceback.extract_tb(error.__traceback__)[-1]
        is_own = "policyviz" in Path(last.filename).parts and last.line.startswith("raise ")
        if type(error) is not ValueError or not is_own:
            raise
        return None


class Skeleton(HTMLParser):
    """The elements of a piece of HTML with the names of their attributes, and its text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Keep what a text could bring."""
        self.tags.append((tag, {name for name, _ in attrs}))

    def handle_data(self, data):
        """Keep the text."""
        self.text += data


def check_written(html, tags, text):
    """Nothing but what its writer knows, and the text as it was."""
    found = Skeleton(html)
    for tag, names in found.tags:
        assert tag in tags.split(), f"the text brought the element {tag}"
        assert names <= ATTRIBUTES, f"the text brought one of {names}"
    assert text in found.text


def check_clean(html):
    """No script, and no attribute that runs one."""
    for tag, names in Skeleton(html).tags:
        assert tag not in ("script", "iframe", "object", "embed")
        assert not any(name.startswith("on") for name in names)


def write_everything(text):
    """(HTML, the elements it may have) of all that is written from a text, an id or a heading."""
    values = ("c" + text, "p" + text, text, "sentence", "", 0.0, 0, len(text), text, 1)
    clauses = pd.DataFrame([values], columns=list(FRAMES["clauses"]))
    row = next(clauses.itertuples(index=False))
    marked = highlight_terms(clauses, find_terms(clauses, LEXICON))
    entry = row._asdict() | {"pieces": [list(piece) for piece in marked.cut(row)], "notes": [text]}
    group = {"title": text, "total": 1, "note": text, "entries": [entry]}
    pieces = [(text, "clause", row.clause_id), (text, "heading", ""), (text, "", "")]
    shown = {"policy_id": text, "about": text, "pieces": pieces}
    aligned = align_clauses(clauses, row.clause_id, row.clause_id)
    return [
        (marked._repr_html_(), "article p mark"),
        (aligned._repr_html_(), "table thead tr th tbody td mark"),
        (show_rows(clauses)._repr_html_(), "table thead tr th tbody td"),
        (write_group("ev-0", group, find_context=lambda own: text), "div h3 p a span article mark"),
        (Appendix({}, {text: shown}, "r.html").write_texts(), "h3 p div span b"),
        (link_page(marked._repr_html_(), shown), "main article p mark a span"),
    ]


def link_page(html, shown):
    """A clause on a page with the text it stands in, led to its place."""
    main = BeautifulSoup(f"<main>{html}</main>", "html.parser").main
    link_evidence(main, Appendix({}, {shown["policy_id"]: shown}, "r.html"))
    return str(main)


def make_page(text):
    """A web page of a text."""
    paragraphs = "".join(f"<p>{escape(line)}</p>\n" for line in text.splitlines() if line)
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>Privacy</title></head><body>{paragraphs}'
    return f"{page}<ul><li>name<li>e-mail</ul><table><tr><td>a<td>b</table></body></html>".encode()


def make_document(text):
    """A Word document of a text."""

    def build(document):
        document.add_heading("Privacy", 1)
        for line in filter(None, text.splitlines()):
            document.add_paragraph("".join(sign for sign in line if sign.isprintable()))
        document.add_paragraph("name", style="List Bullet")

    return make_docx(build)


def take_parts(document, names):
    """The bytes of some parts of a Word document."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return [archive.read(name) for name in names]


def make_table(text):
    """A table of one text."""
    cell = text.replace('"', '""')
    return f'policy_id,text,effective_date\na,"{cell}",2023-02-28\n'.encode()


def make_packed(data):
    """An archive with a register and a text, packed in two ways."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("policies.csv", "policy_id,file\na,a.txt\n")
        archive.writestr("a.txt", data, zipfile.ZIP_LZMA)
        archive.writestr("b.txt", data, zipfile.ZIP_BZIP2)
    return packed.getvalue()


ODD = st.one_of(st.sampled_from(SIGNS), st.text(st.characters(exclude_categories=["Cs"]), max_size=6))
# Few letters, so that terms begin, end and overlap like each other.
NEAR = st.text("ab -\n'’‑\u00ad\u200b.1é", max_size=14)


@settings(max_examples=300, derandomize=True)
@given(terms=st.lists(NEAR.filter(normalize_term), max_size=5, unique_by=normalize_term), text=NEAR)
def test_the_matcher_finds_what_a_slow_search_finds(terms, text):
    """One pass over the text is as good as every term at every place."""
    check_matches(terms, text)


@settings(max_examples=60, derandomize=True)
@given(st.lists(st.one_of(st.sampled_from(list(LEXICON["term"])), ODD), max_size=8))
def test_the_shipped_terms_between_odd_signs(parts):
    """Terms of the lexicon, whatever stands around and between them."""
    check_matches(list(LEXICON["term"]), " ".join(parts), slowly=False)


@settings(max_examples=25, derandomize=True)
@given(st.lists(st.one_of(ODD, st.sampled_from(["We may ", "share", " data."])), max_size=6).map("".join))
def test_nothing_that_is_written_from_a_text_runs(text):
    """Clauses, rows, groups, texts and links hold the text, and no element or attribute of it."""
    for html, tags in write_everything(text):
        check_written(html, tags, text)


@settings(max_examples=100, derandomize=True)
@given(
    st.lists(
        st.one_of(ODD, st.sampled_from([*"<>/'\"= ab", "on", "script", "svg", "style", "title", "<a", "<!"])),
        max_size=12,
    ).map("".join)
)
def test_a_cleaned_fragment_runs_nothing(html):
    """Tags cut in the middle, comments and quotes that never end are clean too."""
    check_clean(clean_fragment(html))


PIECES = [line for line in TEXT.splitlines() if line.strip()]


@settings(max_examples=25, derandomize=True)
@given(
    st.lists(st.one_of(st.sampled_from(PIECES), ODD, st.sampled_from(["\n", "\n\n", "  "])), max_size=10),
    st.sampled_from(["txt", "md"]),
)
def test_sentences_of_a_policy_between_odd_signs(parts, form):
    """Nothing is lost and nothing doubled where real sentences meet signs that break parsers."""
    check_structure("".join(parts), form)


@cache
def make_real(suffix):
    """A file of each kind, as a program writes it."""
    makers = {".html": make_page, ".docx": make_document, ".txt": str.encode}
    if suffix == ".pdf":
        return make_pdf([TEXT.encode("ascii", "ignore").decode().splitlines()])
    return makers[suffix](TEXT)


CHANGES = st.lists(
    st.tuples(
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 40),
        st.one_of(st.binary(max_size=4), st.sampled_from(SIGNS).map(str.encode)),
    ),
    min_size=1,
    max_size=5,
)


@pytest.mark.parametrize("suffix", [".txt", ".html", ".pdf", ".docx"])
@settings(max_examples=15, derandomize=True)
@given(changes=CHANGES)
def test_a_damaged_file_is_read_or_refused(suffix, changes):
    """Bytes lost, changed or put in: a text, or a message that the package wrote."""
    data = make_real(suffix)
    for share, n_lost, more in changes:
        place = int(share * len(data))
        data = data[:place] + more + data[place + n_lost :]
    check_reader(data, suffix)


@settings(max_examples=20, derandomize=True)
@given(changes=CHANGES, part=st.sampled_from(["word/document.xml", "word/numbering.xml", "_rels/.rels"]))
def test_a_damaged_part_of_a_document_is_read_or_refused(changes, part):
    """The archive is sound, and what is in it is not."""

    def change(data):
        for share, n_lost, more in changes:
            place = int(share * len(data))
            data = data[:place] + more + data[place + n_lost :]
        return data

    check_reader(change_docx(make_real(".docx"), part, change), ".docx")
