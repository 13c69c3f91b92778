"""Web pages -> the policy in them as Markdown: trafilatura says where it stands, the page what it says."""

import codecs
import csv
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from policyviz.corpus.decoding import BYTE_ORDER_MARKS, Decoded, decode_bytes, describe_oddities
from policyviz.corpus.markup import Block, count_words, find_blocks, write_markdown

# What a browser does not show as text of the page.
UNSEEN = (
    *("script", "style", "noscript", "template", "head", "title", "svg", "math", "iframe", "object"),
    *("embed", "applet", "audio", "video", "canvas", "map", "frameset", "noframes", "noembed", "dialog"),
    *("button", "select", "option", "datalist", "input", "textarea", "progress", "meter"),
)
# Running text: a block of this many words that is not mostly links.
MIN_PROSE_WORDS = 10
MAX_LINK_SHARE = 0.5
# A page holds one policy. If less than a third of its running text is kept, it is likelier that
# the extraction went wrong than that two thirds of the sentences belong to something else.
MIN_KEPT_SHARE = 1 / 3
# A block is found again if at least half of its runs of three words are.
RUN, MIN_FOUND_SHARE = 3, 0.5
# What a block between paragraphs that is none costs the part it would be in, in words. 0 and 3
# make no difference on the pages measured; with 10 a policy of a hundred words is cut in two.
MENU_COST = 3
# Fewer words are no policy: the shortest known ones have about a hundred.
MIN_WORDS = 50
# A page that calls itself an error is believed up to this length.
MAX_ERROR_WORDS = 200
MIN_HIDDEN_WORDS = 100
# Three of four policies that people collected as text are longer.
SHORT_WORDS = 1000
# Ten words make up a fifth of English text; only an English page is asked what it speaks of.
MIN_ENGLISH_SHARE = 0.1
ADVICE = "open it in a browser, save the policy's text as .txt and try again"

_WORD = re.compile(r"\w+")
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE
)
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# Characters that XML, and so lxml, does not have.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Codecs of Python that no page is written in; some make halves of surrogates of plain letters.
_NO_CHARSETS = ("utf-16", "utf-32", "utf-7", "idna", "punycode", "unicode", "raw", "undefined")
# Browsers read Latin-1 as what Windows makes of it; the others are supersets in the same way.
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "shift_jis": "cp932"}


def read_page(data: bytes) -> Decoded:
    """The policy of a saved web page as Markdown, with notes on how it was found.

    trafilatura finds where the policy stands; all text from its first to its last
    paragraph is taken from the page itself, so that headings, lists and tables keep their
    place. If less than a third of the running text would be kept, the densest part of the
    page is taken instead, and a note says so. Scripts, comments and forms never become text,
    nor do hidden elements, unless most of the policy stands in such folded parts, which a
    note says too; nothing in the page is executed or fetched.

    Parameters
    ----------
    data : bytes
        A whole ``.html`` or ``.xhtml`` file.

    Returns
    -------
    decoded : Decoded
        ``text`` (Markdown), ``encoding`` (of the file) and ``notes``.

    Raises
    ------
    ValueError
        If there is no policy in it (an error page, a log-in page, an empty shell), or if it
        cannot be read at all.

    Examples
    --------
    >>> sentence = "<p>We keep your data for as long as you have an account with us.</p>"
    >>> page = b"<h1>Privacy</h1><script>alert(1)</script>" + sentence.encode() * 5
    >>> read_page(page).text.splitlines()[0]
    '# Privacy'
    """
    text, encoding, notes = decode_page(data)
    found = _find_policy(text)
    n_read = sum(block.n_words for block in found.blocks)
    if n_read < SHORT_WORDS and found.n_hidden > n_read:
        # A page that unfolds at a click: most of its policy stands in parts that are closed when it opens.
        # A longer text is whole without them; what it hides is another document, such as the terms.
        unfolded = _find_policy(text, keep_hidden=True)
        n_more = sum(block.n_words for block in unfolded.blocks) - n_read
        if n_more > n_read:
            said = f"most of the policy is folded: {n_more} words in folded or hidden parts were read too"
            found = unfolded._replace(notes=[said, *unfolded.notes])
    _refuse_shell(found)
    notes += found.notes + _describe_hidden(found.n_hidden)
    markdown = write_markdown(found.blocks)
    n_words = count_words(markdown)
    is_english = len(_load_signs()["english"].findall(markdown)) > MIN_ENGLISH_SHARE * n_words
    if is_english and not _load_signs()["topic"].search(markdown):
        notes.append("does not speak of privacy or personal data: is it a policy?")
    return Decoded(markdown, encoding, notes + describe_oddities(markdown))


class _Found(NamedTuple):
    """The policy of a page, all that the page shows, and what was noticed."""

    blocks: list[Block]
    every: list[Block]
    title: str
    n_hidden: int
    notes: list[str]


def _find_policy(text: str, *, keep_hidden: bool = False) -> _Found:
    root, title = parse_page(text)
    n_hidden = prune_page(root, keep_hidden=keep_hidden)
    every = find_blocks(root)
    blocks, notes = _select(root, every)
    return _Found(blocks, every, title, n_hidden, notes)


def _describe_hidden(n_hidden: int) -> list[str]:
    if n_hidden < MIN_HIDDEN_WORDS:
        return []
    return [f"{n_hidden} words in folded or hidden parts of the page were left out"]


def decode_page(data: bytes) -> Decoded:
    """The source of a page: by its mark, as UTF-8 if it is, else as it announces itself.

    Examples
    --------
    >>> decode_page(b'<meta charset="iso-8859-2">\\xb1')[:2]
    ('<meta charset="iso-8859-2">ą', 'iso8859-2')
    """
    if not any(data.startswith(mark) for mark in BYTE_ORDER_MARKS) and not _is_utf8(data):
        announced = _find_charset(data)
        if announced == "utf-8":
            # A page cut inside a character, or with one alien quote in it, is UTF-8 all the same.
            text = data.decode("utf-8", errors="replace")
            if text.count("\ufffd") <= len(text) / 1000 + 1:
                return Decoded(text, announced, [])
        elif announced:
            try:
                return Decoded(data.decode(announced), announced, [])
            except UnicodeDecodeError:
                pass
    text, encoding = decode_bytes(data)
    return Decoded(text, encoding, [] if encoding == "utf-8" else [f"read as {encoding}, not UTF-8"])


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _find_charset(data: bytes) -> str:
    found = _CHARSET.search(data[:8192])
    if not found:
        return ""
    try:
        name = codecs.lookup(found[1].decode()).name
        # Not every codec of Python makes text of bytes ("rot13", "base64").
        b"a".decode(name)
    except (LookupError, UnicodeError, ValueError):
        return ""
    return "" if name.startswith(_NO_CHARSETS) else _WIDER.get(name, name)


def parse_page(text: str) -> tuple:
    """The body of a page, and its title; nothing that the page names is opened.

    Examples
    --------
    >>> body, title = parse_page("<title>Acme</title><p>We keep data.")
    >>> body.text_content(), title
    ('We keep data.', 'Acme')
    """
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        # libxml2 stops at a zero byte without a word. Bytes, because it obeys a charset in a str.
        tree = html.document_fromstring(text.replace("\x00", "\ufffd").encode(), parser=parser)
    except (ValueError, etree.LxmlError) as error:
        message = f"is a web page without any text: {ADVICE}"
        raise ValueError(message) from error
    if any("RESOURCE_LIMIT" in entry.type_name for entry in parser.error_log):
        message = f"is nested too deeply to be read as a web page: {ADVICE}"
        raise ValueError(message)
    _mend_characters(tree)
    title = " ".join((tree.findtext(".//title") or "").split())
    body = tree.find("body")
    return (tree if body is None else body), title


def _mend_characters(tree) -> None:
    """Control characters, written as they are or as "&#1;": lxml reads them, and refuses to move them."""
    for element in tree.iter():
        for name in ("text", "tail"):
            value = getattr(element, name)
            if value and _UNFIT.search(value):
                setattr(element, name, _UNFIT.sub("\ufffd", value.replace("\f", " ")))


def prune_page(root, *, keep_hidden: bool = False) -> int:
    """Take away what nobody sees; how many words stood in elements hidden by an attribute.

    With `keep_hidden` these elements stay, and none of their words is counted.

    Examples
    --------
    >>> body, _ = parse_page("<p>We</p><script>x()</script><p hidden>never sell</p>")
    >>> prune_page(body), body.text_content()
    (2, 'We')
    """
    for element in [inner for inner in root.iter(*UNSEEN) if inner is not root]:
        if element.getparent() is not None:
            element.drop_tree()
    n_hidden = 0
    hidden = [inner for inner in root.iter() if inner is not root and not keep_hidden and _is_hidden(inner)]
    for element in hidden:
        # One inside another went with it.
        if root in element.iterancestors():
            n_hidden += count_words(element.text_content())
            element.drop_tree()
    return n_hidden


def _is_hidden(element) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style", "")))


def is_prose(block: Block) -> bool:
    """Whether a block is running text, not a menu or a label."""
    return block.n_words >= MIN_PROSE_WORDS and not _is_menu(block)


def _is_menu(block: Block) -> bool:
    return block.n_words > 0 and block.n_link_words >= MAX_LINK_SHARE * block.n_words


def _select(root, blocks: list[Block]) -> tuple[list[Block], list[str]]:
    """The blocks of the policy, and a note if they were not found in the usual way."""
    n_prose = sum(block.n_words for block in blocks if is_prose(block))
    start, end = _find_span(blocks, _extract(root))
    n_kept = sum(block.n_words for block in blocks[start:end] if is_prose(block))
    notes = []
    if n_kept < MIN_KEPT_SHARE * n_prose or not n_kept:
        start, end = find_densest(blocks)
        share = f"{100 * n_kept / n_prose:.0f} %" if n_prose else "nothing"
        notes.append(
            f"the usual way kept {share} of the running text, so the densest part of the page was read: "
            "look for menus in it"
        )
    start = _find_top(blocks, start)
    return [block for block in blocks[start:end] if block.kind == "heading" or not _is_menu(block)], notes


def _extract(root) -> list[str]:
    """What trafilatura keeps of a page, as words; nothing if it finds nothing."""
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(root, favor_recall=True, include_comments=False, with_metadata=False)
    except (RecursionError, AttributeError, TypeError, ValueError):
        # An unusual page broke it: the densest part is read, and the note says so.
        return []
    if found is None or found.body is None:
        return []
    return _WORD.findall(" ".join(block.text for block in find_blocks(found.body)).lower())


def _make_runs(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(words[place : place + RUN]) for place in range(max(1, len(words) - RUN + 1))]


def _find_span(blocks: list[Block], words: list[str]) -> tuple[int, int]:
    """From the first paragraph that is among these words to the last one, and what is kept behind it."""
    known = set(_make_runs(words)) if words else set()
    found = []
    for block in blocks:
        runs = _make_runs(_WORD.findall(block.text.lower()))
        found.append(sum(run in known for run in runs) >= MIN_FOUND_SHARE * len(runs))
    places = [place for place, block in enumerate(blocks) if found[place] and is_prose(block)]
    if not places:
        return 0, 0
    end = places[-1] + 1
    while end < len(blocks) and found[end]:
        end += 1
    return places[0], end


def find_densest(blocks: list[Block]) -> tuple[int, int]:
    """The stretch of blocks with most running text and fewest menus: first block, one after the last.

    Examples
    --------
    >>> menu, text = Block("item", "Home", n_words=1, n_link_words=1), Block("text", "...", n_words=40)
    >>> find_densest([menu, menu, text, menu, text, menu])
    (2, 5)
    """
    best = total = 0
    span, start = (0, 0), 0
    for place, block in enumerate(blocks):
        if total <= 0:
            total, start = 0, place
        if is_prose(block):
            total += block.n_words
        elif block.kind != "heading":
            total -= MENU_COST + block.n_link_words
        if total > best:
            best, span = total, (start, place + 1)
    return span


def _find_top(blocks: list[Block], start: int) -> int:
    """The headings above the first paragraph belong to it, and what stands between them (a date)."""
    for place in range(start - 1, max(start - 6, -1), -1):
        if blocks[place].kind == "heading":
            start = place
        elif _is_menu(blocks[place]):
            break
    return start


@cache
def _load_signs() -> dict[str, re.Pattern]:
    """What pages without a policy are, by their words, the surest first; and the words of policies."""
    kinds: dict[str, list[str]] = {}
    with files("policyviz.corpus").joinpath("page_signs.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            kinds.setdefault(row["kind"], []).append(re.escape(row["sign"]).replace("\\ ", r"\s+"))
    return {kind: re.compile(rf"\b(?:{'|'.join(signs)})\b", re.IGNORECASE) for kind, signs in kinds.items()}


def _refuse_shell(found: _Found) -> None:
    """Complain about a page without a policy, by name."""
    n_words = sum(block.n_words for block in found.blocks)
    signs = _load_signs()
    is_error = n_words < MAX_ERROR_WORDS and signs["an error page, no policy"].search(found.title)
    if n_words >= MIN_WORDS and not is_error:
        return
    text = f"{found.title} " + " ".join(block.text for block in found.every)
    names = [name for name in signs if name.startswith(("a ", "an ")) and signs[name].search(text)]
    name = names[0] if names else "a page without a policy"
    hidden = f", {found.n_hidden} in hidden parts" if found.n_hidden >= MIN_WORDS else ""
    message = f"looks like {name} ({n_words} words of running text{hidden}): {ADVICE}"
    raise ValueError(message)
