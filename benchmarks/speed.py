"""What `import policyviz` costs, and the OPP-115 policies as files, for those who measure with them."""

import csv
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

REPEATS = 5


def write_policies(corpora: Path, folder: Path) -> None:
    """The OPP-115 policies as text files, as a user would have them."""
    with (corpora / "opp115" / "policies.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            (folder / f"{row['policy_id']}.txt").write_text(row["text"], encoding="utf-8")


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
