"""Texts as lines: marks, offsets, and what an editor broke put together again."""

import textwrap

import pytest

from policyviz.structure.blocks import find_blocks
from policyviz.structure.lines import find_wrap_width, join_wrapped, split_lines

COLLECT = "We collect your name and e-mail address when you register with us, and we keep both for one year."
SHARE = "We share what we collect with service providers that host our website and send messages for us."
ASK = "You may ask us at any time to correct or delete what we hold about you, and we will answer soon."


def find_kinds(text):
    """(kind, text) of each block."""
    return [(kind, part) for kind, *_, part in find_blocks(text)]


def make_wrapped(width):
    """The same policy with its paragraphs broken at a width; 0: not broken."""
    texts = [
        f"{COLLECT} {SHARE} {ASK} {COLLECT}",
        f"{SHARE} {ASK} {COLLECT}",
        f"{ASK} {COLLECT} {SHARE} {ASK}",
    ]
    wrap = (lambda text: textwrap.fill(text, width)) if width else str
    heads = ["1. Collection", "2. Sharing", "3. Rights"]
    return "\n\n".join(["Privacy Policy", *[f"{h}\n\n{wrap(t)}" for h, t in zip(heads, texts, strict=True)]])


@pytest.mark.parametrize("width", [50, 70, 100])
def test_hard_wrapped_text_is_put_together(width):
    """Text broken by an editor has the same blocks as text that is not."""
    wrapped = [(kind, " ".join(part.split())) for kind, part in find_kinds(make_wrapped(width))]
    assert wrapped == find_kinds(make_wrapped(0))


def test_wrap_width():
    """A width is found where most lines fill it, and nowhere else."""
    assert 66 <= find_wrap_width(split_lines(make_wrapped(70))) <= 70
    assert find_wrap_width(split_lines(make_wrapped(0))) == 0
    assert find_wrap_width(split_lines("• a\n• b\n" * 20)) == 0


@pytest.mark.parametrize(
    ("text", "n_lines"),
    [
        ("We keep what we need to meet all legal or\nbusiness requirements.", 1),
        ("We keep what we need to meet all legal or\n\nbusiness requirements.", 2),
        ("We keep what we need to meet all legal or\n- business requirements.", 2),
        ("We keep what we need to meet all legal or\nBusiness requirements.", 2),
        ("We keep what we need to meet all the rules.\nbusiness requirements.", 2),
        ("Cookies\nare small files.", 2),
    ],
)
def test_one_broken_sentence(text, n_lines):
    """A long line that has not ended goes on in lower case; blank lines, marks and full stops part."""
    text = text.replace("We keep what we need", "We keep only what we really need")
    assert len(join_wrapped(split_lines(text), text)) == n_lines


def test_marks_of_lines():
    """Bullets and numbers are told from words, dates and decimals."""
    text = "• a\n- b\n1. c\n2) d\n(iv) e\n2.1 f\nSection 3: g\no\th\nA small dog\n2020 was\n1.5% of\n-h\n– i"
    marks = ["•", "-", "1.", "2)", "(iv)", "2.1", "Section 3:", "o", "", "", "", "", "–"]
    assert [line.mark for line in split_lines(text)] == marks


def test_offsets_of_lines():
    """Only a line feed ends a line; offsets leave out the white space around."""
    lines = split_lines("\n\u00a0 a\u2028b\x0cc \n\n\t• d\n")
    found = [(line.start, line.end, line.text, line.indent, line.n_blank) for line in lines]
    assert found == [(3, 8, "a\u2028b\x0cc", 2, 0), (12, 15, "• d", 1, 1)]
