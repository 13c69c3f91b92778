"""What the tests of the report share: small notebooks in, pages out."""

import nbformat
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook


def write_notebook(path, *cells):
    """Write a notebook: text that starts with "#" or ">" or "[" or "!" is Markdown, the rest is code."""
    made = [new_markdown_cell(cell) if cell[0] in "#>[!" else new_code_cell(cell) for cell in cells]
    for number, cell in enumerate(made):
        cell["id"] = f"cell-{number}"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=made), path)
    return path


def read_page(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def read_rows(table):
    """All rows of a table as lists of "tag:text"."""
    return [
        [f"{cell.name}:{cell.get_text(strip=True)}" for cell in row.find_all(["th", "td"])]
        for row in table.find_all("tr")
    ]


# show
