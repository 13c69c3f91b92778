"""Policies out of saved web pages: what is found of the texts that people took from them by hand.

    python -m benchmarks.extraction FOLDER

FOLDER holds the corpora described in docs/benchmarks.md. None of their text is shown.
"""

import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import mean

import pandas as pd

from benchmarks.tables import format_table
from policyviz.corpus import pages
from policyviz.corpus.markup import find_blocks, write_markdown

RUN = 5
LOW = 0.5
HEADER = ["way", "pages", "recall", "precision", "F1", "pages below 0.5", "not read"]


def read_pairs(corpora: Path) -> list[tuple[str, bytes, str]]:
    """(number, page, text) of each saved page whose policy is in OPP-115."""
    table = pd.read_csv(corpora / "opp115" / "policies.csv", dtype="str")
    texts = {policy_id.partition("_")[0]: text for policy_id, text in table[["policy_id", "text"]].to_numpy()}
    files = sorted((corpora / "policies" / "opp115_original_html").glob("*.html"))
    numbers = [file.name.partition("_")[0] for file in files]
    return [
        (number, file.read_bytes(), texts[number])
        for number, file in zip(numbers, files, strict=True)
        if number in texts
    ]


def extract_ours(page: bytes) -> str:
    """What `load_policies` reads."""
    return pages.read_page(page).text


def extract_alone(page: bytes) -> str:
    """What trafilatura alone keeps."""
    from trafilatura import extract

    return extract(page, favor_recall=True, include_comments=False) or ""


def extract_densest(page: bytes) -> str:
    """What is read where trafilatura fails, on every page."""
    blocks = find_blocks(_open_page(page))
    start, end = pages.find_densest(blocks)
    return write_markdown(
        [block for block in blocks[start:end] if pages.is_prose(block) or not block.n_link_words]
    )


def extract_all(page: bytes) -> str:
    """Everything that is seen of the page."""
    return write_markdown(find_blocks(_open_page(page)))


def _open_page(page: bytes):
    root, _ = pages.parse_page(pages.decode_page(page).text)
    pages.prune_page(root)
    return root


WAYS: dict[str, Callable[[bytes], str]] = {
    "policyviz": extract_ours,
    "trafilatura alone": extract_alone,
    "densest part": extract_densest,
    "whole page": extract_all,
}


def compare_texts(found: str, expected: str) -> tuple[float, float, float]:
    """Recall, precision and F1 of runs of five words, each as often as it stands there."""
    ours, theirs = _count_runs(found), _count_runs(expected)
    common = (ours & theirs).total()
    recall, precision = common / max(1, theirs.total()), common / max(1, ours.total())
    return recall, precision, 2 * recall * precision / (recall + precision) if common else 0.0


def _count_runs(text: str) -> Counter:
    words = re.findall(r"\w+", text.lower())
    return Counter(zip(*(words[place:] for place in range(RUN)), strict=False))


def measure_extraction(corpora: Path) -> list[list[str]]:
    """One row for each way: means over pages, pages of which half is missing, pages not read."""
    pairs = read_pairs(corpora)
    rows = []
    for name, extract in WAYS.items():
        scores, unread = [], []
        for number, page, text in pairs:
            try:
                scores.append((*compare_texts(extract(page), text), number))
            except ValueError:
                scores.append((0.0, 0.0, 0.0, number))
                unread.append(number)
        means = [f"{mean(column):.3f}" for column in list(zip(*scores, strict=True))[:3]]
        low = [number for recall, _, _, number in scores if recall < LOW]
        rows.append([name, str(len(pairs)), *means, ", ".join(low) or "none", ", ".join(unread) or "none"])
    return rows


def count_notes(corpora: Path) -> list[list[str]]:
    """What is said of pages, numbers aside, and of how many; of all saved pages."""
    files = sorted((corpora / "policies").glob("*_html/*.html"))
    notes: Counter = Counter({"read without a note": 0})
    for file in files:
        try:
            said = pages.read_page(file.read_bytes()).notes
        except ValueError as error:
            said = [f"not read: {error}"]
        notes.update({re.sub(r"\d+", "n", note) for note in said} or {"read without a note"})
    return [[note, f"{n} of {len(files)}"] for note, n in sorted(notes.items(), key=lambda item: -item[1])]


def describe_extraction(corpora: Path) -> dict[str, str]:
    """Both tables, for the page of benchmarks."""
    return {
        "extraction": format_table(HEADER, measure_extraction(corpora)),
        "extraction notes": format_table(["what is said", "pages"], count_notes(corpora)),
    }


if __name__ == "__main__":
    for table in describe_extraction(Path(sys.argv[1])).values():
        print(table, end="\n\n")
