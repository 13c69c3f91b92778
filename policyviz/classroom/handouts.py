"""Pages to print: one sheet of paper for each lesson, from Markdown."""

from html import escape
from pathlib import Path

from policyviz.classroom.labels import load_sample

TEMPLATE = Path(__file__).with_name("handout.html")
# Stands in the handout of the lesson in which clauses are labelled.
SHEET = "{{ the twenty clauses }}"


def write_handouts(source: str | Path, target: str | Path | None = None) -> list[Path]:
    """Write a page to print for every Markdown file.

    Parameters
    ----------
    source : str or pathlib.Path
        The folder of the Markdown files. The first line of each is its title.
    target : str or pathlib.Path, optional
        Where the pages go, under the same names; left out: beside the Markdown.

    Returns
    -------
    written : list of pathlib.Path
        In order of name.

    Raises
    ------
    FileNotFoundError
        If there is no Markdown file in `source`.
    ValueError
        If a file does not begin with a title.
    """
    texts = sorted(Path(source).glob("*.md"))
    if not texts:
        message = f"There are no handouts (.md) in {source}. Name the folder that holds them."
        raise FileNotFoundError(message)
    folder = Path(source if target is None else target)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for text in texts:
        page = folder / f"{text.stem}.html"
        page.write_text(make_handout(text), encoding="utf-8", newline="\n")
        written.append(page)
    return written


def make_handout(path: Path) -> str:
    """The page of one Markdown file."""
    from nbconvert.filters import markdown2html

    words = path.read_text(encoding="utf-8")
    first = words.partition("\n")[0]
    if not first.startswith("# "):
        message = f'{path} does not begin with a title. Write "# " and the title into its first line.'
        raise ValueError(message)
    body = markdown2html(words)
    if SHEET in words:
        body = body.replace(f"<p>{SHEET}</p>", _write_sheet())
    page = TEMPLATE.read_text(encoding="utf-8")
    return page.replace("{{ title }}", escape(first[2:].strip())).replace("{{ body }}", body)


def _write_sheet() -> str:
    """A table in which each clause gets a letter."""
    rows = "".join(
        f"<tr><th scope='row'>{row.number}</th><td>{escape(row.text)}</td><td class='box'></td></tr>"
        for row in load_sample().itertuples()
    )
    head = "<tr><th scope='col'>No.</th><th scope='col'>Clause</th><th scope='col'>v or c</th></tr>"
    return f"<table class='sheet'><thead>{head}</thead><tbody>{rows}</tbody></table>"
