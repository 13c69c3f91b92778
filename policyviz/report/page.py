"""Finishing a converted page: nothing active, images described, headings, contents, links."""

import re
from collections.abc import Collection
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from bs4 import BeautifulSoup, Tag
from bs4.element import PreformattedString

from .appendix import Appendix
from .linking import add_appendix, fill_appendix, link_evidence
from .scripts import add_scripts, number_maps
from .tables import repair_tables

_ACTIVE = [
    *("script", "noscript", "template", "iframe", "frame", "frameset", "object", "embed", "applet"),
    *("link", "meta", "base", "form", "video", "audio", "source"),
]
_SAFE_SCHEMES = {"http", "https", "mailto", "tel"}
_FILLER = "No description has been provided for this image"
_HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]

# Longer lines than this are wrapped, so that a whole policy in one string stays readable.
_LONGEST_LINE = 100
_COLUMN_PIXELS = 704


def finish_page(
    html: str,
    notebook: str,
    *,
    appendix: Appendix | None = None,
    heading: str = "",
    site: Collection[str] = (),
) -> str:
    """Turn nbconvert's page into a report that is safe, navigable and self-contained.

    The only script that a page may have is the one of this package, and only if it has a map.

    Parameters
    ----------
    html : str
        A whole page made with this package's template.
    notebook : str
        The notebook's file name, for error messages and for a title if it has none.
    appendix : Appendix, optional
        The clauses and texts that its numbers lead to.
    heading : str
        Stands before the notebook's title, such as the name of a company.
    site : collection of str
        File names of the pages that links may lead to; empty if that is not known.

    Returns
    -------
    html : str

    Raises
    ------
    ValueError
        If images have no text alternative or lie outside the page. The message names
        the cells.
    """
    soup = BeautifulSoup(html, "html.parser")
    main = soup.main
    appendix = appendix or Appendix({}, {}, notebook)
    _check_images(main, notebook)
    _set_title(soup, main, notebook, heading)
    repair_tables(main)
    _gather_code(main)
    _wrap_figures(main)
    link_evidence(main, appendix)
    _wrap_long_lines(main)
    _mend_links(main, site)
    number_maps(main)
    for part in main.select("[data-cell]"):
        del part["data-cell"]
    for part in main.select("div.markdown"):
        part.unwrap()
    add_appendix(main, appendix)
    _add_contents(soup, main)
    return add_scripts(fill_appendix(str(soup), appendix))


def clean_fragment(html: str) -> str:
    """Remove from a piece of HTML what could run code or load anything.

    The page's content security policy forbids both already; this keeps the file clean
    for readers that ignore the policy. The piece is parsed on its own, so that a stray
    end tag in it cannot close a part of the page.

    Examples
    --------
    >>> clean_fragment('</main><b onclick="steal()">Wrk</b><script>steal()</script>')
    '<b>Wrk</b>'
    """
    fragment = BeautifulSoup(html, "html.parser")
    for part in fragment.find_all(_ACTIVE):
        part.decompose()
    for comment in fragment.find_all(string=lambda text: isinstance(text, PreformattedString)):
        comment.extract()
    for style in fragment.find_all("style"):
        if re.search(r"@import|url\(", style.get_text(), re.IGNORECASE):
            style.decompose()
    for part in fragment.find_all(True):
        for name in list(part.attrs):
            if not _is_harmless(name.lower(), str(part[name]), part.name):
                del part[name]
    return str(fragment)


def _is_harmless(name: str, value: str, tag: str) -> bool:
    if name.startswith("on") or name in ("srcset", "srcdoc", "action", "formaction", "ping", "background"):
        return False
    if name == "style":
        return "url(" not in value.lower()
    if name in ("href", "xlink:href", "to", "from", "values"):
        # Browsers drop blanks and control characters when they look for the scheme.
        address = re.sub(r"[\x00-\x20]", "", value).lower()
        scheme, colon, _ = address.partition(":")
        is_picture = tag == "image" and address.startswith("data:image/")
        return is_picture or not colon or not scheme.isalpha() or scheme in _SAFE_SCHEMES
    return True


def _check_images(main: Tag, notebook: str) -> None:
    problems = []
    for image in main.find_all(["img", "image", "use"]):
        cell = image.find_parent(attrs={"data-cell": True})
        where = f"cell {cell['data-cell']}" if cell else "the page"
        source = image.get("src") or image.get("href") or image.get("xlink:href") or ""
        if not re.match(r"data:image/|#", source):
            problems.append(f"{where} shows an image from elsewhere ({source[:60] or 'no address'})")
        elif image.name == "img" and (image.get("alt") or "").strip() in ("", _FILLER):
            problems.append(f"{where} shows an image without a text alternative")
    if problems:
        advice = (
            'Figures: pv.show(ax, alt="what it shows"). Images in text: '
            "![what it shows](picture.png), with the file beside the notebook."
        )
        message = f"{notebook}: {'; '.join(problems)}. {advice}"
        raise ValueError(message)


def _set_title(soup: BeautifulSoup, main: Tag, notebook: str, before: str) -> None:
    """Make the first heading the one h1, and its text the page's title."""
    headings = [heading for heading in main.find_all(_HEADINGS) if heading.get_text().strip()]
    if not headings:
        first = soup.new_tag("h1")
        first.string = PurePosixPath(notebook).stem.replace("_", " ").strip()
        main.select_one("p.meta").insert_after(first)
        headings = [first]
    headings[0].name = "h1"
    if before:
        headings[0].insert(0, f"{before}: ")
    for heading in headings[1:]:
        heading.name = "h2" if heading.name == "h1" else heading.name
    soup.title.string = _read_line(headings[0])
    finding = main.select_one("div.output p.finding")
    if finding is not None:
        # What was found comes first, whichever cell said it.
        headings[0].insert_after(finding.extract())
        return
    following = headings[0].find_next_sibling()
    if following is not None and following.name == "p":
        following["class"] = "finding"


def _read_line(part: Tag) -> str:
    return " ".join(part.get_text().split())


def _gather_code(main: Tag) -> None:
    """Put the code of cells that show nothing behind the switch of the next one: a switch per output."""
    first: dict[str, str] = {}
    for cell in main.select("div.cell"):
        code, following = cell.find("details", class_="code"), cell.find_next_sibling()
        is_next = following is not None and following.name == "div" and "cell" in following["class"]
        if len(cell.find_all(recursive=False)) != 1 or code is None or not is_next:
            continue
        start, number = first.pop(cell["data-cell"], cell["data-cell"]), following["data-cell"]
        first[number] = start
        target = following.find("details", class_="code")
        for block in reversed(code.select("div.highlight")):
            target.summary.insert_after(block.extract())
        target.summary.span.string = f" of cells {start} to {number}"
        cell.decompose()


def _wrap_figures(main: Tag) -> None:
    """Number the figures; on a narrow screen each scrolls in its own box."""
    for number, figure in enumerate(main.select("figure.chart"), start=1):
        figure["id"] = f"figure-{number}"
        box = figure.select_one("div.scroll")
        box["aria-label"] = f"Figure {number}"
        width = str(figure.img.get("width", ""))
        if width.isdigit() and int(width) > _COLUMN_PIXELS:
            box["class"] = ["scroll", "wide"]


def _wrap_long_lines(main: Tag) -> None:
    for number, part in enumerate(main.select("pre.printed"), start=1):
        part["aria-label"] = f"Printed output {number}"
        if max(map(len, part.get_text().splitlines()), default=0) > _LONGEST_LINE:
            part["class"] = ["printed", "wrap"]
    for part in main.select("pre:not([tabindex])"):
        # Code that scrolls sideways must be reachable by keyboard too.
        part["tabindex"] = "0"


def _mend_links(main: Tag, site: Collection[str]) -> None:
    """Lead links between notebooks to their reports; drop those to files left behind."""
    for link in main.find_all("a", href=True):
        parts = urlsplit(link["href"])
        if parts.scheme or parts.netloc or not parts.path:
            continue
        if parts.path.endswith(".ipynb"):
            fragment = f"#{parts.fragment}" if parts.fragment else ""
            page = f"{parts.path.removesuffix('.ipynb')}.html"
            link["href"] = f"{page}{fragment}"
            if site and unquote(page) not in site:
                link.unwrap()
        elif not parts.path.endswith(".html"):
            link.unwrap()


def _add_contents(soup: BeautifulSoup, main: Tag) -> None:
    """Give headings ids and lead to the h2 ones from below the opening paragraph."""
    used = {str(part["id"]) for part in main.find_all(id=True)} | {"main"}
    for heading in main.find_all(_HEADINGS):
        if not heading.has_attr("id"):
            heading["id"] = _make_id(_read_line(heading), used)
    sections = main.find_all("h2")
    if len(sections) < 2:
        return
    contents = soup.new_tag("nav", attrs={"aria-label": "Contents"})
    items = soup.new_tag("ul")
    contents.append(items)
    for section in sections:
        link = soup.new_tag("a", attrs={"href": f"#{quote(section['id'])}"})
        link.string = _read_line(section)
        item = soup.new_tag("li")
        item.append(link)
        items.append(item)
    opening = main.select_one("p.finding") or main.h1
    opening.insert_after(contents)


def _make_id(text: str, used: set[str]) -> str:
    # The same rule as Jupyter's, so that links that work in the notebook work here.
    base = text.replace(" ", "-") or "section"
    name, count = base, 1
    while name in used:
        count += 1
        name = f"{base}-{count}"
    used.add(name)
    return name


def read_opening(html: str) -> tuple[str, str]:
    """Read a finished report's title and first paragraph ("" if it has none).

    Examples
    --------
    >>> read_opening("<main><h1>Who is vaguer?</h1><p class='finding'>Wrk is.</p></main>")
    ('Who is vaguer?', 'Wrk is.')
    """
    soup = BeautifulSoup(html, "html.parser")
    finding = soup.select_one("p.finding")
    heading = soup.h1
    return _read_line(heading) if heading else "", _read_line(finding) if finding else ""
