"""Measure everything that is claimed in numbers, and write docs/benchmarks.md.

    make benchmark                                  # needs POLICYVIZ_CORPORA for all but the import
    python benchmarks/run.py FOLDER

FOLDER holds the corpora described in docs/benchmarks.md. None of their text enters the
project; what leaves them is figures.
"""

import os
import platform
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.fit_headings import fit_weights
from benchmarks.headings import find_by_rule, measure_headings, read_pages
from benchmarks.partition import measure_partition
from benchmarks.speed import measure_import, measure_pipeline
from policyviz.structure import headings

TARGET = Path(__file__).parent.parent / "docs" / "benchmarks.md"
NOTES = Path(__file__).with_name("notes.md")
GROUPS = {
    "ota_contrib": ["ota_contrib"],
    "other ota": ["ota_demo", "ota_genai_eu", "ota_pga", "ota_vlopses_us"],
    "tosback_2021": ["tosback_2021"],
}
PACKAGES = ["policyviz", "pandas", "numpy", "scikit-learn", "nupunkt", "matplotlib"]


def measure_unseen_headings(corpora: Path) -> list[tuple[str, dict]]:
    """Each group of pages with weights fitted on the two others, then all with the shipped weights."""
    pages = {
        name: list(read_pages([corpora / "policies" / folder for folder in folders]))
        for name, folders in GROUPS.items()
    }
    shipped = headings.load_weights
    rows = []
    try:
        for name, own in pages.items():
            weights = fit_weights([page for other, group in pages.items() if other != name for page in group])
            headings.load_weights = lambda weights=weights: weights
            rows.append((f"{name}, unseen", measure_headings(own)))
    finally:
        headings.load_weights = shipped
    ota = pages["ota_contrib"] + pages["other ota"]
    rows.append(("all ota, rule of thumb", measure_headings(ota, find=find_by_rule)))
    everything = [page for group in pages.values() for page in group]
    rows.append(("all, shipped weights (fitted on these pages)", measure_headings(everything)))
    return rows


def format_table(header: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def describe_headings(corpora: Path) -> str:
    """Heading recognition, as a table."""
    rows = []
    for name, found in measure_unseen_headings(corpora):
        figures = [f"{found[key]:.3f}" for key in ("precision", "recall", "micro F1", "mean F1")]
        rows.append([name, str(found["pages"]), str(found["headings"]), *figures])
    return format_table(
        ["pages", "n", "headings", "precision", "recall", "micro-F1", "mean F1 over pages"], rows
    )


def describe(figures: dict[str, float]) -> str:
    """Named figures, as a table of one row."""
    cells = [
        f"{value:,}" if isinstance(value, int) else f"{value:,.2f}" if value < 1000 else f"{value:,.0f}"
        for value in figures.values()
    ]
    return format_table(list(figures), [cells])


def main(arguments: list[str]) -> None:
    """Measure what can be measured; write the page only if nothing was skipped."""
    folder = arguments[0] if arguments else os.environ.get("POLICYVIZ_CORPORA", "")
    sections = {"import": describe(measure_import())}
    if not folder:
        print(sections["import"])
        print(
            "Skipped: headings, partition, pipeline (no folder of corpora; set POLICYVIZ_CORPORA). "
            "docs/benchmarks.md is unchanged."
        )
        return
    corpora = Path(folder)
    sections["pipeline"] = describe(measure_pipeline(corpora))
    sections["partition"] = describe(measure_partition(corpora))
    sections["headings"] = describe_headings(corpora)
    sections["versions"] = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    sections["machine"] = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
    sections["date"] = date.today().isoformat()
    page = NOTES.read_text(encoding="utf-8")
    for name, text in sections.items():
        page = page.replace(f"<!-- {name} -->", text)
    TARGET.write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main(sys.argv[1:])
