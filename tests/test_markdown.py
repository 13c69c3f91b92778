"""Markdown: the marks decide what is a heading, an item, a table, a link."""

import pytest

from policyviz.structure.blocks import find_blocks
from policyviz.structure.markdown import split_markdown, strip_marks

COLLECT = "We collect your name and e-mail address when you register with us, and we keep both for one year."
SHARE = "We share what we collect with service providers that host our website and send messages for us."
ASK = "You may ask us at any time to correct or delete what we hold about you, and we will answer soon."


def find_kinds(text):
    """(kind, text) of each block."""
    return [(kind, part) for kind, *_, part in find_blocks(text, form="md")]


def find_sections(text):
    """(level, section path) of each heading."""
    return [
        (level, section) for kind, level, section, *_ in find_blocks(text, form="md") if kind == "heading"
    ]


def wrap(text):
    """A page with enough marked headings to be read as Markdown."""
    return f"# Privacy Policy\n\n## Data\n\n{text}\n\n## Use\n\n{SHARE}\n"


def find_inside(text):
    """The blocks of `text` between two headings."""
    return find_kinds(wrap(text))[2:-2]


def test_a_whole_page():
    """Every kind of mark at once, with the levels of its headings."""
    text = (
        f"# Acme Privacy Policy\n\nUpdated: 2 May 2020\n\n## 1\\. Data\n{COLLECT}\n\n"
        f"#### **Cookies** ####\n\n{SHARE}\n\nRights\n------\n\n{ASK}\n"
    )
    assert [block[:3] for block in find_blocks(text, form="md")] == [
        ("title", 0, ""),
        ("date", 0, ""),
        ("heading", 1, "Data"),
        ("paragraph", 0, "Data"),
        ("heading", 2, "Data > Cookies"),
        ("paragraph", 0, "Data > Cookies"),
        ("heading", 1, "Rights"),
        ("paragraph", 0, "Rights"),
    ]


def test_levels_without_gaps():
    """Levels that jump are closed up; a level that was never opened stands at the top."""
    marks = ["#### A", "## B", "#### C", "###### D", "### E", "# F"]
    text = "\n\n".join(f"{mark}\n\n{COLLECT}" for mark in marks)
    assert find_sections(text) == [(1, "A"), (1, "B"), (2, "B > C"), (3, "B > C > D"), (2, "B > E"), (1, "F")]


def test_bold_stands_below_all_marked_headings():
    """A bold line is a sub-heading, a bold lead-in one on its paragraph's line."""
    text = wrap(f"**Tags and pixels**\n\n{COLLECT}\n\n**Logs:** {ASK}\n\n__Caches.__ {ASK}")
    assert find_sections(text) == [
        (1, "Data"),
        (2, "Data > Tags and pixels"),
        (3, "Data > Tags and pixels > Logs"),
        (3, "Data > Tags and pixels > Caches"),
        (1, "Use"),
    ]
    assert ("heading", "**Logs:**") in find_kinds(text)
    assert find_kinds(text).count(("paragraph", ASK)) == 2


@pytest.mark.parametrize(
    "text",
    [
        f"**We never sell your data.**\n\n{COLLECT}",
        f"Here is a **bold word** in a line.\n\n{COLLECT}",
        f"**Important** is that we keep it for a year and no longer.\n\n{COLLECT}",
        f"- **Cookies**\n- **Tags**\n\n{COLLECT}",
        f"#hashtag\n\n{COLLECT}",
        f"2\\. no heading, just a line that goes on.\n\n{COLLECT}",
    ],
)
def test_no_headings_without_a_mark(text):
    """Bold sentences, bold words, bold items and hash tags are no headings."""
    assert [kind for kind, _ in find_inside(text) if kind == "heading"] == []


def test_setext_headings():
    """A line over "===" or "---" is a heading with its underline; with a blank line between it is a rule."""
    text = f"Privacy Policy\n===\n\nData\n---\n{COLLECT}\n\n---\n\nUse\n---\n\n{SHARE}"
    assert find_kinds(text) == [
        ("title", "Privacy Policy\n==="),
        ("heading", "Data\n---"),
        ("paragraph", COLLECT),
        ("furniture", "---"),
        ("heading", "Use\n---"),
        ("paragraph", SHARE),
    ]


def test_rules_and_images_are_furniture():
    """What shows no words is furniture."""
    assert find_inside(f"* * *\n{COLLECT}\n\n![logo](x.png)\n\n___") == [
        ("furniture", "* * *"),
        ("paragraph", COLLECT),
        ("furniture", "![logo](x.png)"),
        ("furniture", "___"),
    ]


def test_tables_are_read_row_by_row():
    """The rows of a table are text, the line of dashes is not."""
    assert find_inside("| Data | Use |\n| --- | :-: |\n| Name | Billing |") == [
        ("paragraph", "| Data | Use |"),
        ("furniture", "| --- | :-: |"),
        ("paragraph", "| Name | Billing |"),
    ]


def test_code_fences_hold_no_marks():
    """What stands between fences is text as it is."""
    assert find_inside("```\n# no heading\n- no item\n```") == [
        ("furniture", "```"),
        ("paragraph", "# no heading"),
        ("paragraph", "- no item"),
        ("furniture", "```"),
    ]


def test_links_within_the_page_are_contents():
    """Lines of nothing but links to the page itself are its contents; a link in a sentence is text."""
    text = "[Data](#data) | [Use](#use)\n\n- [Data](#data)\n- [Use](#use)\n\nSee [our page](https://x.y/z)."
    assert find_inside(text) == [
        ("contents", "[Data](#data) | [Use](#use)"),
        ("contents", "- [Data](#data)"),
        ("contents", "- [Use](#use)"),
        ("paragraph", "See [our page](https://x.y/z)."),
    ]


def test_links_above_the_title_are_furniture():
    """Links above the title lead through the site, not through the policy."""
    kinds = find_kinds("[Home](/) [Login](/login)\n\n" + wrap(COLLECT))
    assert kinds[:2] == [("furniture", "[Home](/) [Login](/login)"), ("title", "# Privacy Policy")]


def test_lines_of_one_paragraph():
    """A line goes on with the one above, unless two blanks, a blank line or a mark part them."""
    text = "We keep\nyour data.\n\nFirst  \nSecond\n- one\n  goes on\n- two\n> quoted"
    assert find_inside(text) == [
        ("paragraph", "We keep\nyour data."),
        ("paragraph", "First"),
        ("paragraph", "Second"),
        ("list_item", "- one\n  goes on"),
        ("list_item", "- two\n> quoted"),
    ]


def test_long_paragraph_of_many_lines():
    """Ten thousand lines of one paragraph are one block, put together in one go."""
    kinds = find_inside("\n".join(f"we keep line {i}" for i in range(10_000)))
    assert len(kinds) == 1
    assert kinds[0][1].endswith("we keep line 9999")


def test_without_marked_headings_it_is_plain_text():
    """A Markdown file whose headings are not marked is read like a text file."""
    text = f"Privacy Policy\n\nHow we collect data\n\n{COLLECT}\n\nWho gets it\n\n{SHARE}\n"
    assert split_markdown(text) is None
    assert find_blocks(text, form="md") == find_blocks(text, form="txt")
    assert find_sections(text) == [(1, "How we collect data"), (1, "Who gets it")]


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("**1\\. Data**", "1. Data"),
        ("_Our_ snake_case `code`", "Our snake_case code"),
        ("[Use](http://x.y) of ![x](y.png)data", "Use of data"),
        ("a * b ** c", "a b c"),
        ("5\\* stars", "5* stars"),
        ("", ""),
    ],
)
def test_strip_marks(marked, plain):
    """Headings are read without marks; escaped signs and underscores inside words stay."""
    assert strip_marks(marked) == plain
