"""Fit what each cue weighs for a heading; writes policyviz/structure/heading_weights.csv.

    python -m benchmarks.fit_headings CORPORA

Learns from the Markdown policies under ``CORPORA/policies`` (Open Terms Archive and
tosback, ODC-BY 1.0): their marks say which lines are headings. Every page is used
three times: as it is, without any blank line, and with headings standing directly on their
text and some paragraphs run together, because plain texts come in all three ways.
Only the weights leave that folder. L1 keeps few cues, so that the table can be read.
"""

import csv
import sys
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from benchmarks.headings import Page, read_pages
from policyviz.structure.cues import find_keys, find_line_cues
from policyviz.structure.lines import split_lines

FOLDERS = ["ota_contrib", "ota_demo", "ota_genai_eu", "ota_pga", "ota_vlopses_us", "tosback_2021"]
TARGET = Path("policyviz/structure/heading_weights.csv")
PENALTY = 0.3  # inverse strength of L1, chosen by cross-validation by document on ota_contrib
THRESHOLD = 0.4  # a line is a heading above this probability, chosen the same way


def read_examples(pages: list[Page]) -> tuple[list[tuple[str, ...]], np.ndarray, np.ndarray]:
    """Cues, answers and weights of all lines; ignored lines weigh nothing."""
    cues, answers, weights = [], [], []
    for page in pages:
        for plain, gold in ((page.text, page.gold), _drop_blank(page, 1.0), _drop_blank(page, 0.3)):
            lines = split_lines(plain)
            kinds = [gold[plain.count("\n", 0, line.start)] for line in lines]
            cues += find_line_cues(lines, find_keys(lines), range(len(lines)))
            answers += [kind == "heading" for kind in kinds]
            # Bullets are never headings: `find_kinds` decides that, not the score.
            weights += [
                0.0 if kind == "ignored" or line.is_bullet else 1 / 3
                for kind, line in zip(kinds, lines, strict=True)
            ]
    return cues, np.array(answers), np.array(weights)


def _drop_blank(page: Page, share: float) -> tuple[str, list[str]]:
    """The page without its blank lines below headings and without `share` of the others."""
    kept, above = [], "text"
    for number, (line, kind) in enumerate(zip(page.text.split("\n"), page.gold, strict=True)):
        # A fixed sequence that looks random: the golden ratio's multiples.
        drawn = (number * 0.6180339887) % 1 < share
        if line.strip() or not (drawn or above == "heading"):
            kept.append((line, kind))
        above = kind if line.strip() else above
    return "\n".join(line for line, _ in kept), [kind for _, kind in kept]


def fit_weights(pages: list[Page]) -> dict[str, float]:
    """Logistic regression with L1 on the cues; the base is shifted so that 0 is the threshold."""
    cues, answers, weights = read_examples(pages)
    names = sorted(set().union(*cues))
    column = {name: i for i, name in enumerate(names)}
    rows = np.repeat(np.arange(len(cues), dtype="int32"), [len(found) for found in cues])
    columns = np.array([column[name] for found in cues for name in sorted(found)], dtype="int32")
    matrix = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(cues), len(names)))
    model = LogisticRegression(C=PENALTY, l1_ratio=1, solver="liblinear", max_iter=3000, random_state=0)
    model.fit(matrix, answers, sample_weight=weights)
    base = float(model.intercept_[0]) - float(np.log(THRESHOLD / (1 - THRESHOLD)))
    fitted = {name: round(float(weight), 3) for name, weight in zip(names, model.coef_[0], strict=True)}
    return {"(base)": round(base, 3)} | {name: weight for name, weight in fitted.items() if weight}


def write_weights(weights: dict[str, float], target: Path) -> None:
    """The table, heaviest cue first."""
    source = "fitted by benchmarks/fit_headings.py on Open Terms Archive and tosback (ODC-BY 1.0)"
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["cue", "weight", "source"])
        for cue, weight in sorted(
            weights.items(), key=lambda item: (item[0] != "(base)", -abs(item[1]), item[0])
        ):
            writer.writerow([cue, weight, source])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    found = list(read_pages([Path(sys.argv[1]) / "policies" / name for name in FOLDERS]))
    write_weights(fit_weights(found), TARGET)
    print(f"{len(found)} pages -> {TARGET}")
