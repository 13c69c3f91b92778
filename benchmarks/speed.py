"""Seconds: all OPP-115 policies from file to result, and what `import policyviz` costs."""

import csv
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import policyviz as pv

REPEATS = 5


def write_policies(corpora: Path, folder: Path) -> None:
    """The OPP-115 policies as text files, as a user would have them."""
    with (corpora / "opp115" / "policies.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            (folder / f"{row['policy_id']}.txt").write_text(row["text"], encoding="utf-8")


def run_once(folder: Path) -> tuple[float, int, int]:
    """Load, clauses, both lexicons, coverage, vagueness: seconds, policies, words."""
    start = time.perf_counter()
    policies = pv.load_policies(folder)
    clauses = pv.split_clauses(policies)
    data = pv.find_terms(clauses, pv.load_lexicon("data_categories"))
    vague = pv.find_terms(clauses, pv.load_lexicon("vagueness"))
    pv.measure_coverage(clauses, data)
    pv.measure_vagueness(clauses, vague)
    return time.perf_counter() - start, len(policies), int(clauses["n_words"].sum())


def measure_pipeline(corpora: Path) -> dict[str, float]:
    """Median seconds of `REPEATS` runs after a warm-up, and words of clauses per second."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_policies(corpora, folder)
        runs = [run_once(folder) for _ in range(REPEATS + 1)][1:]
    seconds = median(run[0] for run in runs)
    _, n_policies, n_words = runs[0]
    return {
        "policies": n_policies,
        "words": n_words,
        "seconds": seconds,
        "words per second": n_words / seconds,
    }


def measure_import() -> dict[str, float]:
    """Median wall seconds of a fresh interpreter with each import, in turn, and their ratio."""
    commands = {
        "pandas": "import pandas",
        "policyviz": "import policyviz",
        "policyviz, first use": "import policyviz; policyviz.load_policies",
    }
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(REPEATS + 1):
        for name, code in commands.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603
            seconds[name].append(time.perf_counter() - start)
    medians = {name: median(times[1:]) for name, times in seconds.items()}
    ratios = {f"{name} / pandas": medians[name] / medians["pandas"] for name in commands if name != "pandas"}
    return medians | ratios
