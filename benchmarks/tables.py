"""Figures as Markdown tables, and as files of the project that notebooks show."""

from pathlib import Path

from policyviz.corpus.register import HASHES_NAME, hash_file

MEASURED = Path(__file__).parent.parent / "data" / "measured"


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


def write_measured(name: str, header: list[str], rows: list[list[str]]) -> None:
    """Write figures into the data set, and the hash of the file into its registry."""
    file = MEASURED / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join(",".join(row) for row in [header, *rows]) + "\n", encoding="utf-8")
    registry = MEASURED.parent / HASHES_NAME
    shown = file.relative_to(registry.parent).as_posix()
    lines = registry.read_text(encoding="utf-8").splitlines()
    entry = f"{hash_file(file)}  {shown}"
    kept = [line for line in lines if not line.endswith(f"  {shown}")]
    comments = [line for line in kept if line.startswith("#")]
    entries = sorted(
        [*(line for line in kept if not line.startswith("#")), entry], key=lambda line: line.split()[1]
    )
    registry.write_text("\n".join([*comments, *entries]) + "\n", encoding="utf-8")
