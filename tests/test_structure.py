"""Plain text without marks: which lines are headings, titles, contents, addresses, furniture."""

import pandas as pd
import pytest

from policyviz.frames import FRAMES, make_frame
from policyviz.structure import outline, split_blocks
from policyviz.structure.blocks import close_gaps, find_blocks
from policyviz.structure.headings import clean_heading, load_weights, rank_headings
from policyviz.structure.lines import split_lines
from policyviz.structure.sequences import find_missing

COLLECT = "We collect your name and e-mail address when you register with us, and we keep both for one year."
SHARE = "We share what we collect with service providers that host our website and send messages for us."
ASK = "You may ask us at any time to correct or delete what we hold about you, and we will answer soon."


def find_kinds(text):
    """(kind, text) of each block."""
    return [(kind, part) for kind, *_, part in find_blocks(text)]


def find_headings(text):
    """(level, text) of each heading."""
    return [(level, part) for kind, level, *_, part in find_blocks(text) if kind == "heading"]


def write_sections(*headings, gap="\n\n"):
    """A policy with a paragraph under each heading."""
    return gap.join(f"{head}{gap}{text}" for head, text in zip(headings, (COLLECT, SHARE, ASK), strict=True))


@pytest.mark.parametrize("gap", ["\n\n", "\n"], ids=["blank lines", "no blank lines"])
@pytest.mark.parametrize(
    "headings",
    [
        ("1. Collection", "2. Sharing", "3. Your rights"),
        ("COLLECTION OF DATA", "SHARING", "YOUR RIGHTS"),
        ("Collection of Data", "Sharing With Others", "Your Rights"),
        ("How we collect your data", "Who gets your data", "What your rights are"),
        ("What do we collect?", "Who gets your data?", "What are your rights?"),
        ("Section 1. Collection", "Section 2. Sharing", "Section 3. Rights"),
        ("I. COLLECTION", "II. SHARING", "III. RIGHTS"),
    ],
    ids=["numbered", "capitals", "title case", "sentence case", "questions", "section", "roman"],
)
def test_headings_of_every_style(headings, gap):
    """Headings are found in every style, with and without blank lines around them."""
    text = write_sections(*headings, gap=gap)
    expected = [
        ("heading", headings[0]),
        ("paragraph", COLLECT),
        ("heading", headings[1]),
        ("paragraph", SHARE),
        ("heading", headings[2]),
        ("paragraph", ASK),
    ]
    assert find_kinds(text) == expected
    assert [level for level, _ in find_headings(text)] == [1, 1, 1]


@pytest.mark.parametrize(
    "line",
    [
        "We never sell your data. We never will.",
        "WE DO NOT SELL YOUR PERSONAL DATA TO ANYONE.",
        "YOU HAVE THE RIGHT TO OBJECT!",
        "• Your name",
        "We use your data to:",
        "Email: privacy@acme.com",
        "privacy@acme.com",
        "https://www.acme.com/privacy",
    ],
)
def test_lines_that_are_no_headings(line):
    """Sentences, also shouted ones, points of lists, stems, addresses and links are no headings."""
    text = f"Cookies\n\n{COLLECT}\n\n{line}\n\n{SHARE}\n\nYour rights\n\n{ASK}"
    assert find_headings(text) == [(1, "Cookies"), (1, "Your rights")]


def test_levels_of_numbers_capitals_and_plain():
    """Sub-headings stand below the numbered section, whether numbered themselves or not."""
    text = "\n\n".join(
        ["1. DATA", COLLECT, "Cookies", SHARE, "2. RIGHTS", ASK, "2.1 Access", SHARE, "2.2 Deletion", ASK]
    )
    assert find_headings(text) == [
        (1, "1. DATA"),
        (2, "Cookies"),
        (1, "2. RIGHTS"),
        (2, "2.1 Access"),
        (2, "2.2 Deletion"),
    ]


def test_numbers_that_begin_anew_stand_below():
    """Numbered points under unnumbered headings are the lower level; numbered sections are the higher one."""
    collection = f"Collection\n\n1. Direct: {COLLECT}\n2. Indirect: {SHARE}"
    text = f"{collection}\n\nUse\n\n1. Service: {ASK}\n2. Law: {SHARE}"
    assert find_headings(text) == [
        (1, "Collection"),
        (2, "1. Direct:"),
        (2, "2. Indirect:"),
        (1, "Use"),
        (2, "1. Service:"),
        (2, "2. Law:"),
    ]


def test_numbers_of_headings_that_begin_anew():
    """The same holds for numbered headings on lines of their own."""
    direct = f"1. Direct\n\n{COLLECT}\n\n2. Indirect\n\n{SHARE}"
    text = f"Collection\n\n{direct}\n\nUse\n\n1. Service\n\n{ASK}\n\n2. Law\n\n{SHARE}"
    assert find_headings(text) == [
        (1, "Collection"),
        (2, "1. Direct"),
        (2, "2. Indirect"),
        (1, "Use"),
        (2, "1. Service"),
        (2, "2. Law"),
    ]


def test_numbering_finds_the_missing_heading():
    """A line that looks like a list item is a heading when it stands between sections 1 and 3."""
    text = f"1. DATA\n\n{COLLECT}\n\n2. you\n\n{SHARE}\n\n3. RIGHTS\n\n{ASK}"
    assert [part for _, part in find_headings(text)] == ["1. DATA", "2. you", "3. RIGHTS"]


def test_missing_numbers_need_a_whole_chain():
    """1 and 2 before a heading 3 are believed, a lone 2 is not; nor is one out of place."""
    lines = split_lines("1. a\n2. b\n3. C\n9. x\n5. y\n6. D")
    is_open = [True, True, False, True, True, False]
    is_heading = [False, False, True, False, False, True]
    assert find_missing(lines, is_heading, is_open) == {0, 1}
    assert find_missing(lines[1:], is_heading[1:], is_open[1:]) == set()


@pytest.mark.parametrize(
    ("line", "label"),
    [
        (f"Account information: {COLLECT}", "Account information:"),
        (f"1. Direct interaction: {COLLECT}", "1. Direct interaction:"),
        (f"  2. Security : {COLLECT}", "2. Security :"),
        (f"(a) Logs: {COLLECT}", "(a) Logs:"),
        (f"Surveys: “{COLLECT}”", "Surveys:"),
    ],
)
def test_run_in_headings(line, label):
    """A short label with a colon in front of a sentence is a heading on the sentence's own line."""
    blocks = find_blocks(f"Privacy Policy\n\n{line}\n\n{SHARE}")
    head, body = blocks[1], blocks[2]
    assert (head[0], head[5]) == ("heading", label)
    assert body[0] == "paragraph"
    assert body[5].strip("“”") == COLLECT


@pytest.mark.parametrize(
    "line",
    [
        f"Note: {COLLECT}",
        f"PLEASE NOTE: {COLLECT}",
        "Email: privacy@acme.com",
        "Phone: +1 555 123 4567",
        "Address: 12 Main Street, Springfield, and that is where we have been for years.",
        f"We use it as follows: {COLLECT}",
        f"This means: {COLLECT}",
        f"• Cookies: {COLLECT}",
        "Cookies: yes, we use them and we have used them for a long time.",
        "Cookies: We use them.",
        f"Cookies: {COLLECT} {SHARE}"[:-1],
        f"One two three four five six seven eight nine ten: {COLLECT}",
    ],
)
def test_colons_that_head_nothing(line):
    """Notes, contact lines, stems, points of lists, short or unfinished text make no run-in heading."""
    assert find_headings(f"Privacy Policy\n\n{SHARE}\n\n{line}\n\n{ASK}") == []


def test_text_left_of_run_in_headings_leaves_them():
    """Running text further to the left than the points above belongs to their section."""
    points = f"Use\n\n  1. Service: {COLLECT}\n  2. Law: {SHARE}\n\n"
    sections = {part: section for _, _, section, *_, part in find_blocks(points + ASK)}
    assert (sections[SHARE], sections[ASK]) == ("Use > Law", "Use")
    # Set as far to the right as the points, it goes on with the last one.
    assert {part: section for _, _, section, *_, part in find_blocks(f"{points}  {ASK}")}[ASK] == "Use > Law"


@pytest.mark.parametrize("marker", ["Table of Contents\n", "Contents\n\n", ""])
@pytest.mark.parametrize("number", ["", "{}. "])
def test_contents(marker, number):
    """A list of headings that come again below is contents, announced or not; the title is not part of it."""
    names = [number.format(i) + name for i, name in enumerate(["Data", "Sharing", "Rights"], start=1)]
    text = f"Acme Privacy Policy\n\n{marker}{chr(10).join(names)}\n\n{write_sections(*names)}"
    kinds = find_kinds(text)
    announced = [("contents", marker.strip())] if marker else []
    assert kinds[:-6] == [
        ("title", "Acme Privacy Policy"),
        *announced,
        *[("contents", name) for name in names],
    ]
    assert [part for kind, part in kinds[-6:] if kind == "heading"] == names


def test_contents_promise_sections_that_are_not_there():
    """An entry without its section is contents all the same, under a marker."""
    sections = write_sections("Data", "Sharing", "Rights")
    text = f"Privacy Policy\nContents\nData\nSharing\nGhosts\nRights\n{sections}"
    assert [part for kind, part in find_kinds(text) if kind == "contents"] == [
        "Contents",
        "Data",
        "Sharing",
        "Ghosts",
        "Rights",
    ]


def test_short_lines_are_no_contents():
    """Headings without text below them are headings if nothing comes again."""
    text = f"Privacy Policy\n\nYOUR DATA\n\nCollection\n\n{COLLECT}\n\n{SHARE}"
    assert find_headings(text) == [(1, "YOUR DATA"), (2, "Collection")]


@pytest.mark.parametrize(
    "address",
    [
        "Acme Inc.\nPrivacy Officer\n12 Main Street\nSpringfield, IL 62704\nprivacy@acme.com",
        "Data Protection Officer\nAcme Ltd\n1 High Street\nLondon SW1A 1AA",
        "Jane Doe\nChief Privacy Officer\n+1 (555) 123-4567",
        "Acme Legal Department\nP.O. Box 123\nToronto, ON M4V 3A1",
    ],
)
def test_addresses_are_no_headings(address):
    """The lines of a postal address are one paragraph."""
    text = f"Your rights\n\n{ASK}\n\nContact us\n\n{SHARE}\n\n{address}"
    assert find_kinds(text)[-3:] == [("heading", "Contact us"), ("paragraph", SHARE), ("paragraph", address)]


def test_two_addresses():
    """A blank line parts two addresses."""
    first, second = (
        "Acme Ltd\n1 High Street\nLondon SW1A 1AA",
        "Acme Inc.\n12 Main Street\nSpringfield, IL 62704",
    )
    kinds = find_kinds(f"Contact us\n\n{SHARE}\n\n{first}\n\n{second}")
    assert kinds[-2:] == [("paragraph", first), ("paragraph", second)]


def test_form_at_the_end():
    """A form is furniture from the line above its first field to the end, sentences included."""
    form = "Get in touch\nFirst Name*\nEmail*\nBy sending you agree to our terms.\nSend"
    text = f"Privacy Policy\n\n{COLLECT}\n\n{form}"
    assert find_kinds(text) == [
        ("title", "Privacy Policy"),
        ("paragraph", COLLECT),
        ("furniture", "Get in touch"),
        ("furniture", "First Name*"),
        ("furniture", "Email*"),
        ("furniture", "By sending you agree to our terms."),
        ("furniture", "Send"),
    ]


def test_field_names_in_a_list_are_no_form():
    """A policy lists the same words that forms ask for."""
    text = f"Privacy Policy\n\nWe collect:\n• First name\n• Email\n• Phone\n\n{COLLECT}"
    assert [kind for kind, _ in find_kinds(text)] == ["title", "paragraph", *["list_item"] * 3, "paragraph"]


def test_navigation_title_date_and_footer():
    """What is around the text: navigation above, the date, copyright and links below."""
    text = (
        f"Skip to content\nLogin\n\nPrivacy Policy\nEffective May 25, 2018\n\n{COLLECT}\n\n"
        f"The law of 25 May 2018 applies.\n\n{SHARE}\n\nCareers\nBlog\n© 2024 Acme. All rights reserved."
    )
    assert find_kinds(text) == [
        ("furniture", "Skip to content"),
        ("furniture", "Login"),
        ("title", "Privacy Policy"),
        ("date", "Effective May 25, 2018"),
        ("paragraph", COLLECT),
        ("paragraph", "The law of 25 May 2018 applies."),
        ("paragraph", SHARE),
        ("furniture", "Careers"),
        ("furniture", "Blog"),
        ("furniture", "© 2024 Acme. All rights reserved."),
    ]


def test_signs_that_print_nothing_are_furniture():
    """Rules of dashes, stray bullets and zero-width signs have a home, but are no text."""
    assert find_kinds(f"{COLLECT}\n\n-----\n•\n\u200b\n{SHARE}") == [
        ("paragraph", COLLECT),
        ("furniture", "-----"),
        ("furniture", "•"),
        ("furniture", "\u200b"),
        ("paragraph", SHARE),
    ]


@pytest.mark.parametrize(
    ("heading", "cleaned"),
    [
        ("INFORMATION ABOUT OUR WEBSITE:", "Information About Our Website"),
        ("CHILDREN’S PRIVACY", "Children’s Privacy"),
        ("YOUR GDPR RIGHTS (EU RESIDENTS)", "Your GDPR Rights (EU Residents)"),
        ("CONTACT US", "Contact Us"),
        ("US RESIDENTS", "US Residents"),
        ("How we use data", "How we use data"),
        ("FAQ", "FAQ"),
        ("A > B", "A / B"),
        ("  Two\n lines :", "Two lines"),
    ],
)
def test_headings_in_a_path(heading, cleaned):
    """Shouting is calmed, acronyms stay, and nothing looks like the sign between two parts."""
    assert clean_heading(heading) == cleaned


def test_ranks_without_jumps():
    """Levels begin at 1 and grow by one, whatever comes first."""
    lines = split_lines("Cookies\n1. DATA\nLogs:\n(a) Tags\n1.1 More\n2. USE")
    assert rank_headings([(line, False) for line in lines]) == [1, 1, 2, 3, 2, 1]
    assert close_gaps([6, 1, 4, 4, 2, 3, 7]) == [1, 1, 2, 2, 2, 3, 4]


def test_weights_are_the_fitted_ones():
    """The sum has its starting point, every weight a number, and prose is never a heading."""
    weights = load_weights()
    assert "(base)" in weights
    assert min(weights, key=weights.get) == "prose"


def test_outline_of_no_policy_and_of_no_heading():
    """An outline names every policy, also one without any title or heading."""
    assert outline(make_frame([], "policies")) == ""
    row = dict.fromkeys(FRAMES["policies"], "") | {
        "policy_id": "a",
        "effective_date": pd.NaT,
        "text": COLLECT,
    }
    assert outline(make_frame([row], "policies")) == "a:"


def test_blocks_of_no_policy():
    """No policies make a blocks frame of no rows; a wrong frame is refused by name."""
    blocks = split_blocks(make_frame([], "policies"))
    assert (len(blocks), list(blocks)) == (0, list(FRAMES["blocks"]))
    with pytest.raises(ValueError, match=r"It looks like a clauses frame\."):
        split_blocks(make_frame([], "clauses"))
