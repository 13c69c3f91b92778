"""Count in how many public policies each term of the data lexicon stands; writes its column `source`.

    python -m benchmarks.count_terms CORPORA

Reads ``CORPORA/dmoz`` (CC0) and the Markdown and text files of ``CORPORA/policies`` (Open Terms
Archive and tosback, ODC-BY 1.0). Only the counts leave that folder. A term that stands in none of
them is named: it may be a phrase of one policy and no word of the trade.
"""

import csv
import re
import sys
from collections import Counter
from pathlib import Path

from policyviz.terms.matcher import fold_text

TARGET = Path("policyviz/lexicons/data_categories.csv")
_TOKEN = re.compile(r"\w+(?:['./+-]\w+)*|[,()\"+]")


def split_tokens(text: str) -> tuple[str, ...]:
    """Words and the signs that stand in terms, as they are compared.

    Examples
    --------
    >>> split_tokens("IP (Internet) address.")
    ('ip', '(', 'internet', ')', 'address')
    """
    return tuple(_TOKEN.findall(fold_text(text)[0]))


def read_policies(corpora: Path) -> list[Path]:
    """The files, in order."""
    folders = (("dmoz", "*.txt"), ("policies", "*.md"), ("policies", "*.txt"))
    return [file for folder, kind in folders for file in sorted((corpora / folder).rglob(kind))]


def count_terms(terms: list[str], files: list[Path]) -> Counter:
    """How many files hold each term at least once, also inside a longer one."""
    wanted: dict[tuple[str, ...], list[str]] = {}
    for term in terms:
        wanted.setdefault(split_tokens(term), []).append(term)
    lengths = sorted({len(tokens) for tokens in wanted})
    counts: Counter = Counter()
    for file in files:
        tokens = split_tokens(file.read_text(encoding="utf-8", errors="replace"))
        grams = {tokens[i : i + n] for n in lengths for i in range(len(tokens) - n + 1)}
        counts.update(term for gram in grams & wanted.keys() for term in wanted[gram])
    return counts


def main(corpora: Path) -> None:
    """Count and write."""
    with TARGET.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    files = read_policies(corpora)
    counts = count_terms([row["term"] for row in rows], files)
    for row in rows:
        row["source"] = f"written for policyviz; in {counts[row['term']]:,} of {len(files):,} policies"
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    unseen = [row["term"] for row in rows if not counts[row["term"]]]
    print(
        f"{len(rows):,} terms counted in {len(files):,} policies; in none of them: {', '.join(unseen) or '-'}"
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
