"""Figures as Markdown tables."""


def format_table(header: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def describe(figures: dict[str, float]) -> str:
    """Named figures, as a table of one row."""
    cells = [
        f"{value:,}" if isinstance(value, int) else f"{value:,.2f}" if value < 1000 else f"{value:,.0f}"
        for value in figures.values()
    ]
    return format_table(list(figures), [cells])
