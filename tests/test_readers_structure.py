"""Pages, Word documents and PDF from the file to their headings and clauses."""

import pytest
from test_readers_documents import fill, make_docx
from test_readers_pages import SENTENCES, make_page, make_policy

from policyviz import load_policies, outline, split_blocks, split_clauses

pytest.importorskip("trafilatura")


def test_page_has_the_headings_of_its_marks(tmp_path):
    """The marks of a page decide: title, headings, items with their stem."""
    extra = "<p>We use these:</p><ul><li>names of people</li><li>cookies of ours</li></ul>"
    (tmp_path / "a.html").write_bytes(make_page(make_policy(extra)))
    policies = load_policies(tmp_path)
    assert str(outline(policies)) == "a: Acme Privacy Policy\n  Data\n  Use"
    clauses = split_clauses(policies)
    assert clauses[["section", "kind", "stem_id", "text"]].to_numpy().tolist() == [
        *[["Data", "sentence", "", sentence] for sentence in SENTENCES],
        ["Use", "sentence", "", "We use these:"],
        ["Use", "list_item", "a:005", "names of people"],
        ["Use", "list_item", "a:005", "cookies of ours"],
        ["Use", "sentence", "", SENTENCES[0]],
    ]


def test_word_document_has_its_headings(tmp_path):
    """Styles of Word are headings; a bold label in front of a sentence is one too."""
    (tmp_path / "a.docx").write_bytes(make_docx(fill))
    policies = load_policies(tmp_path)
    assert str(outline(policies)) == "a: Acme Privacy Policy\n  Data\n    Cookies:\n    Use"
    text = policies["text"][0]
    spans = zip(split_blocks(policies)["start"], split_blocks(policies)["end"], strict=True)
    assert [text[start:end] for start, end in spans] == split_blocks(policies)["text"].to_list()
