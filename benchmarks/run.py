"""Measure everything that is claimed in numbers, and write docs/benchmarks.md.

    make benchmark                                  # needs POLICYVIZ_CORPORA for all but the import
    python benchmarks/run.py FOLDER
    python benchmarks/run.py FOLDER --only extraction reports

FOLDER holds the corpora described in docs/benchmarks.md. None of their text enters the
project; what leaves them is figures.
"""

import os
import platform
import re
import sys
from collections.abc import Iterable
from datetime import date
from importlib.metadata import distributions
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks import gold, opp115
from benchmarks.classroom import describe_classroom
from benchmarks.clusters import describe_clusters
from benchmarks.extraction import describe_extraction
from benchmarks.fit_headings import fit_weights
from benchmarks.headings import find_by_rule, measure_headings, read_pages
from benchmarks.matching import measure_matching
from benchmarks.partition import measure_partition
from benchmarks.peers import describe_peers
from benchmarks.practices import measure_practices
from benchmarks.reports import describe_reports
from benchmarks.scaling import describe_scaling, measure_scaling
from benchmarks.shared_text import list_pairs, measure_shared_text
from benchmarks.speed import measure_import
from benchmarks.tables import describe, format_table, write_measured
from benchmarks.vagueness_page import (
    describe_agreement,
    describe_companies,
    describe_intervals,
    describe_readability,
)
from policyviz.structure import headings

TARGET = Path(__file__).parent.parent / "docs" / "benchmarks.md"
NOTES = Path(__file__).with_name("notes.md")
# Notebook 03 shows these figures beside its own: they are data of the project.
TYPES = "opp115_types.csv"
GROUPS = {
    "ota_contrib": ["ota_contrib"],
    "other ota": ["ota_demo", "ota_genai_eu", "ota_pga", "ota_vlopses_us"],
    "tosback_2021": ["tosback_2021"],
}
PACKAGES = [
    "policyviz",
    "pandas",
    "numpy",
    "scipy",
    "scikit-learn",
    "nupunkt",
    "matplotlib",
    "spacy",
    "textstat",
    "trafilatura",
    "pypdfium2",
    "nltk",
    "scattertext",
    "distributed",
]


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


def describe_headings(corpora: Path) -> str:
    """Heading recognition, as a table."""
    rows = []
    for name, found in measure_unseen_headings(corpora):
        figures = [f"{found[key]:.3f}" for key in ("precision", "recall", "micro F1", "mean F1")]
        rows.append([name, str(found["pages"]), str(found["headings"]), *figures])
    return format_table(
        ["pages", "n", "headings", "precision", "recall", "micro-F1", "mean F1 over pages"], rows
    )


def describe_types(corpora: Path) -> dict[str, str]:
    """Data categories against people: scores, and the types one by one, weakest first."""
    found = opp115.measure_types(corpora)
    rows = [
        [name, f"{n:,}", f"{macro:.3f}", f"{micro:.3f}", _write_bounds(bounds)]
        for name, n, macro, micro, bounds in found["rows"]
    ]
    columns = (found["types"], found["n"], found["not negated"], found["affirmed"], found["people each"])
    types = sorted(zip(*columns, strict=True), key=lambda row: (row[2], row[0]))
    table = [[name, str(n), *(f"{value:.3f}" for value in values)] for name, n, *values in types]
    header = ["type", "n_policies", "not_negated", "affirmed", "people"]
    write_measured(TYPES, header, table)
    return {
        "scores": format_table(["what", "n", "macro-F1", "micro-F1", "95 % intervals"], rows),
        "types": format_table(
            ["type", "policies with it", "F1, not negated", "F1, affirmed", "F1 of people"], table
        ),
    }


def _write_bounds(bounds: tuple | None) -> str:
    if bounds is None:
        return ""
    return ", ".join(
        f"{name} {low:.3f} to {high:.3f}"
        for name, (low, high) in zip(("macro", "micro"), bounds, strict=True)
    )


def describe_practices(corpora: Path) -> dict[str, str]:
    """Practices against people: each by itself, and how often they agree."""
    found = measure_practices(corpora)
    rows = [
        [row.practice, f"{row.n_gold:,}", f"{row.n_found:,}", f"{row.precision:.2f}", f"{row.recall:.2f}"]
        for row in found.table.itertuples()
    ]
    most = found.table["n_gold"].max() / found.n_mentions
    low, high = found.bounds
    agreements = [
        ["rules", f"{found.n_mentions:,}", f"{found.agreement:.3f}", f"{low:.3f} to {high:.3f}"],
        ["the most frequent practice everywhere", f"{found.n_mentions:,}", f"{most:.3f}", ""],
        ["one person against another", f"{found.n_pairs:,} pairs", f"{found.people:.3f}", ""],
    ]
    return {
        "practices": format_table(["practice", "by people", "found", "precision", "recall"], rows),
        "agreements": format_table(["who", "mentions", "agreement", "95 % interval"], agreements),
    }


def describe_gold() -> dict[str, str]:
    """The four policies that ship: errors per status, the cells that differ, denials."""
    errors, cells = gold.measure_gold()
    figures, wrong = gold.measure_denials()
    rows = [
        [
            row.status,
            str(row.n_gold),
            str(row.n_found),
            str(row.n_right),
            f"{row.precision:.3f}",
            f"{row.recall:.3f}",
            f"{row.f1:.3f}",
        ]
        for row in errors.itertuples()
    ]
    return {
        "gold": format_table(["status", "by reading", "found", "right", "precision", "recall", "F1"], rows),
        "disagreements": format_table(
            ["policy", "label", "by reading", "found", "clause"], cells.to_numpy().tolist()
        ),
        "own denials": describe(figures),
        "wrong denials": format_table(["clause", "words", "error"], wrong.to_numpy().tolist()),
    }


def describe_matching(corpora: Path) -> str:
    """MB per second, as a table with ratios to the plain pattern."""
    found = measure_matching(corpora)
    plain = next(speed for name, speed, *_ in found if name.startswith("plain"))
    rows = [
        [name, f"{speed:.2f}", f"{speed / plain:.0f}", f"{n:,}", f"{size:.2f}"]
        for name, speed, n, size in found
    ]
    return format_table(["way", "MB/s", "times the plain pattern", "matches", "MB read"], rows)


def describe_speed(corpora: Path) -> dict[str, str]:
    """What the way from files to results costs beside others, and what an import costs."""
    return describe_peers(corpora) | {"import": describe(measure_import())}


# What can be measured by itself; the rest of the page stays as it is.
PARTS = {
    "classroom": describe_classroom,
    "extraction": describe_extraction,
    "reports": describe_reports,
    "speed": describe_speed,
}
# What takes so long that it is measured only when it is asked for; until then the page keeps it.
LONG = {"scaling": lambda corpora: describe_scaling(measure_scaling(corpora))}


def keep_sections(page: str, names: Iterable[str]) -> dict[str, str]:
    """Sections of a page as they stand there."""
    kept = {}
    for name in names:
        found = re.search(rf"<!-- {re.escape(name)} -->(.*?)<!-- /{re.escape(name)} -->", page, re.DOTALL)
        if found:
            kept[name] = found[1].strip("\n")
    return kept


def fill(page: str, sections: dict[str, str]) -> str:
    """Put figures between the marks of a page; marks stay, so that they can be measured again.

    Raises
    ------
    ValueError
        If the page has no place for one of them.
    """
    for name, text in sections.items():
        pattern = re.compile(rf"<!-- {re.escape(name)} -->(?:.*?<!-- /{re.escape(name)} -->)?", re.DOTALL)
        if not pattern.search(page):
            message = (
                f"There is no place for {name!r} in the page: add <!-- {name} --> to benchmarks/notes.md."
            )
            raise ValueError(message)
        shown = f"\n{text}\n" if "\n" in text else text
        page = pattern.sub(lambda _, name=name, shown=shown: f"<!-- {name} -->{shown}<!-- /{name} -->", page)
    return page


def measure_parts(corpora: Path, names: list[str]) -> dict[str, str]:
    """The sections of some parts, with the day and the versions they were measured with."""
    sections = {}
    for name in names:
        sections |= (PARTS | LONG)[name](corpora)
        sections[f"{name} made"] = (
            f"{date.today().isoformat()}, {_describe_machine()}; {_describe_versions()}"
        )
    return sections


def _describe_machine() -> str:
    return f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"


def _describe_versions() -> str:
    """Of what is installed: parts can be measured without everything."""
    found = {one.metadata["Name"].lower(): one.version for one in distributions()}
    return ", ".join(f"{name} {found[name]}" for name in PACKAGES if name in found)


def main(arguments: list[str]) -> None:
    """Measure what can be measured; write the page only if nothing was skipped."""
    if "--only" in arguments:
        place = arguments.index("--only")
        sections = measure_parts(Path(arguments[0]), arguments[place + 1 :])
        TARGET.write_text(fill(TARGET.read_text(encoding="utf-8"), sections), encoding="utf-8")
        return
    folder = arguments[0] if arguments else os.environ.get("POLICYVIZ_CORPORA", "")
    sections = describe_gold()
    sections |= describe_companies() | describe_readability()
    sections["shared pairs"] = format_table(["clause", "clause", "similarity", "kind"], list_pairs())
    if not folder:
        sections["import"] = describe(measure_import())
        for name, text in sections.items():
            print(f"{name}\n{text}\n")
        print(
            "Skipped: headings, partition, speed, data categories, denials and practices against people, "
            "vagueness against people, intervals, shared text, clusters, matching, web pages, reports, scale "
            "(no folder of corpora; set POLICYVIZ_CORPORA). docs/benchmarks.md is unchanged."
        )
        return
    corpora = Path(folder)
    sections["partition"] = describe(measure_partition(corpora))
    sections["headings"] = describe_headings(corpora)
    sections |= describe_types(corpora)
    sections["denials"] = describe(opp115.measure_denials(corpora))
    sections |= describe_practices(corpora)
    sections |= describe_agreement(corpora) | describe_intervals(corpora)
    sections["shared text"] = describe(measure_shared_text(corpora))
    sections |= describe_clusters(corpora)
    sections["matching"] = describe_matching(corpora)
    sections |= measure_parts(corpora, list(PARTS))
    sections |= keep_sections(
        TARGET.read_text(encoding="utf-8"), [key for name in LONG for key in (name, f"{name} made")]
    )
    sections["versions"] = _describe_versions()
    sections["machine"] = _describe_machine()
    sections["date"] = date.today().isoformat()
    page = fill(NOTES.read_text(encoding="utf-8"), sections)
    empty = [name for name in re.findall(r"<!-- ([^/].*?) -->", page) if f"<!-- /{name} -->" not in page]
    if empty:
        message = f"benchmarks/notes.md asks for figures that nobody measures: {', '.join(empty)}"
        raise ValueError(message)
    TARGET.write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    main(sys.argv[1:])
