"""Leading the numbers of a page to their clauses, the clauses to their place, and both back."""

from bs4 import BeautifulSoup, Tag

from .appendix import Appendix

# Where the appendix goes; comments of a notebook never reach a page, so these are ours.
_GROUPS, _TEXTS = "<!--policyviz groups-->", "<!--policyviz texts-->"


def link_evidence(main: Tag, appendix: Appendix) -> None:
    """Give every link to clauses its address and every group its way back, in place.

    Links to what is not there become plain text. A group leads back to the first figure or
    number that leads to it.

    Parameters
    ----------
    main : bs4.Tag
        The page's main part, with numbered figures.
    appendix : Appendix
        Its ``backs`` are filled in.
    """
    used: set[str] = set()
    for number, picture in enumerate(main.select("img[usemap]"), start=1):
        _link_areas(picture, f"areas-{number}", appendix)
    for link in main.select("a.trace"):
        name = link["href"].removeprefix("#")
        address = appendix.find_group(name)
        if not address:
            link.unwrap()
            continue
        if f"at-{name}" in used:
            del link["id"]
        else:
            link["id"] = f"at-{name}"
            used.add(f"at-{name}")
            appendix.backs.setdefault(name, f"at-{name}")
        link["href"] = address
    for part in main.select("[data-clause]"):
        _link_clause(part, appendix.find_context(part["data-clause"]))


def _link_areas(picture: Tag, name: str, appendix: Appendix) -> None:
    links = picture.find_next_sibling("map")
    picture["usemap"], links["name"] = f"#{name}", name
    figure = picture.find_parent("figure")
    for area in links.find_all("area"):
        group = area["href"].removeprefix("#")
        address = appendix.find_group(group)
        if address:
            area["href"] = address
            appendix.backs.setdefault(group, figure["id"])
        else:
            area.decompose()


def _link_clause(part: Tag, address: str) -> None:
    """Lead from a clause or its id to its place in the text of its policy."""
    clause_id = part["data-clause"]
    del part["data-clause"]
    if not address:
        return
    maker = BeautifulSoup("", "html.parser")
    link = maker.new_tag("a", attrs={"href": address})
    if part.name == "article":
        link.string = "read in context"
        unseen = maker.new_tag("span", attrs={"class": "unseen"})
        unseen.string = f", {clause_id}"
        link.append(unseen)
        part.p.append(" · ")
        part.p.append(link)
    else:
        link.extend(list(part.contents))
        part.append(link)


def add_appendix(main: Tag, appendix: Appendix) -> None:
    """Add the headings of the appendix at the end of the page, so that the contents lead to them."""
    if not appendix.is_inline:
        return
    parts = []
    if appendix.groups:
        parts.append(("evidence", "The clauses behind the numbers", _GROUPS))
    if appendix.texts:
        title = "The texts" if len(appendix.texts) > 1 else "The text"
        parts.append(("texts", title, _TEXTS))
    for name, title, place in parts:
        html = f'<section class="appendix" id="{name}"><h2>{title}</h2>{place}</section>'
        main.append(BeautifulSoup(html, "html.parser"))


def fill_appendix(html: str, appendix: Appendix) -> str:
    """Put the clauses and texts into a finished page; as text, because parsing them again takes long."""
    if not appendix.is_inline:
        return html
    for place, write in (
        (_GROUPS, lambda: appendix.write_groups(appendix.groups)),
        (_TEXTS, appendix.write_texts),
    ):
        if place in html:
            html = html.replace(place, write(), 1)
    return html
