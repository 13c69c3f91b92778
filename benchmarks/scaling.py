"""Minutes and memory of a hundred thousand policies: the texts of a corpus, replicated with variation.

    python -m benchmarks.scaling CORPORA [--files 10000 100000] [--workers 1 2]

Needs the extra ``scale``. Writes some 1.2 GB of texts for 100,000 files into a temporary
folder, and removes them.
"""

import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from benchmarks.tables import format_table

FILES, WORKERS = (10_000, 100_000), (1, 2)
PER_FOLDER = 1000
# One line of ten is left out of a copy, another one in each.
LEFT_OUT = 10
# Seconds between two looks at the memory.
WATCH = 0.2
RUN = """
import json, sys
from policyviz import scale
if __name__ == "__main__":
    summary = scale.analyze(sys.argv[1], sys.argv[2], n_workers=int(sys.argv[3]))
    print(json.dumps(summary[1:]))
"""


def read_texts(corpora: Path) -> list[str]:
    """The texts of the folder for scale, in the order of their names."""
    files = sorted((corpora / "dmoz").rglob("*.txt"))
    return [file.read_bytes().decode("utf-8", errors="replace") for file in files]


def vary(text: str, copy: int) -> str:
    """A copy of a text: a line of its own at the end, and some lines less than the others."""
    lines = text.split("\n")
    kept = [line for place, line in enumerate(lines) if copy == 0 or (place + copy) % LEFT_OUT]
    return "\n".join([*kept, "", f"This is edition {copy} of this policy.", ""])


def write_copies(texts: list[str], folder: Path, *, start: int, stop: int) -> int:
    """Write the files with these numbers, a thousand to a folder; how many bytes they have."""
    n_bytes = 0
    for number in range(start, stop):
        copy, place = divmod(number, len(texts))
        file = folder / f"{number // PER_FOLDER:03d}" / f"policy-{number:06d}.txt"
        file.parent.mkdir(exist_ok=True, parents=True)
        n_bytes += file.write_bytes(vary(texts[place], copy).encode())
    return n_bytes


def watch(process: subprocess.Popen) -> dict[str, float]:
    """The highest memory in MB of the client and of each worker until a process has ended."""
    import psutil

    peaks: dict[int, int] = {}
    while process.poll() is None:
        for one in _list_family(psutil, process.pid):
            try:
                peaks[one.pid] = max(peaks.get(one.pid, 0), one.memory_info().rss)
            except psutil.NoSuchProcess:
                continue
        time.sleep(WATCH)
    workers = sorted((peak / 1e6 for pid, peak in peaks.items() if pid != process.pid), reverse=True)
    return {"client": peaks.get(process.pid, 0) / 1e6} | {
        f"worker {number}": peak for number, peak in enumerate(workers, start=1) if peak > 60
    }


def _list_family(psutil: object, pid: int) -> Iterator:
    try:
        parent = psutil.Process(pid)
        yield from [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return


def measure_run(folder: Path, n_workers: int) -> dict:
    """One run in a process of its own: seconds, counts, peaks."""
    with tempfile.TemporaryDirectory() as out:
        started = time.perf_counter()
        script = Path(out) / "run.py"
        script.write_text(RUN)
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, str(script), str(folder), f"{out}/results", str(n_workers)],
            stdout=subprocess.PIPE,
            text=True,
        )
        peaks = watch(process)
        seconds = time.perf_counter() - started
        if process.returncode:
            message = f"The run with {n_workers} workers ended with code {process.returncode}."
            raise RuntimeError(message)
        counts = json.loads(process.stdout.read())
        reasons = pd.read_parquet(f"{out}/results/errors.parquet")["reason"].value_counts().to_dict()
        n_bytes = sum(file.stat().st_size for file in Path(out).rglob("*") if file.is_file())
    names = ("files", "read", "not read", "without clauses", "clauses", "partitions", "reused")
    found = {"seconds": seconds, "bytes written": n_bytes} | dict(zip(names, counts, strict=True))
    return found | peaks | {"reasons": reasons}


def measure_scaling(
    corpora: Path, *, files: Sequence[int] = FILES, workers: Sequence[int] = WORKERS
) -> list[dict]:
    """Runs of all sizes with all numbers of workers, smaller ones first."""
    texts = read_texts(corpora)
    rows, n_bytes, done = [], 0, 0
    with tempfile.TemporaryDirectory() as name:
        for n_files in sorted(files):
            n_bytes += write_copies(texts, Path(name), start=done, stop=n_files)
            done = n_files
            for n_workers in workers:
                row = {"workers": n_workers, "bytes read": n_bytes} | measure_run(Path(name), n_workers)
                rows.append(row)
                print(json.dumps(row), flush=True)
    return rows


def find_slope(rows: list[dict], n_workers: int) -> float:
    """How time grows with size: the slope of their logarithms, 1 where both double together."""
    points = [
        (math.log(row["files"]), math.log(row["seconds"])) for row in rows if row["workers"] == n_workers
    ]
    if len({x for x, _ in points}) < 2:
        return math.nan
    mean_x, mean_y = (sum(values) / len(points) for values in zip(*points, strict=True))
    over = sum((x - mean_x) * (y - mean_y) for x, y in points)
    return over / sum((x - mean_x) ** 2 for x, _ in points)


def describe_scaling(rows: list[dict]) -> dict[str, str]:
    """Runs, slopes and reasons as text."""
    table = [
        [
            f"{row['files']:,}",
            str(row["workers"]),
            f"{row['bytes read'] / 1e6:,.0f}",
            f"{row['seconds'] / 60:.1f}",
            f"{row['files'] / row['seconds']:.0f}",
            f"{row['client']:.0f}",
            " and ".join(f"{row[name]:.0f}" for name in row if name.startswith("worker ")),
            f"{row['bytes written'] / 1e6:,.0f}",
            f"{row['read']:,} + {row['not read']:,}",
            f"{row['clauses']:,}",
        ]
        for row in rows
    ]
    heads = ["files", "workers", "MB of text", "minutes", "files/s", "client MB", "workers MB", "MB written"]
    slopes = [
        f"{count} worker{'s' if count > 1 else ''}: {find_slope(rows, count):.3f}"
        for count in sorted({row["workers"] for row in rows})
    ]
    reasons = sorted({f"{reason} ({n})" for row in rows for reason, n in row.get("reasons", {}).items()})
    text = format_table([*heads, "read + not read", "clauses"], table)
    text += f"\n\nSlope of time against size, both as logarithms: {'; '.join(slopes)}."
    return {"scaling": text + (f" Not read: {'; '.join(reasons)}." if reasons else "")}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--files", type=int, nargs="+", default=FILES)
    parser.add_argument("--workers", type=int, nargs="+", default=WORKERS)
    given = parser.parse_args()
    rows = measure_scaling(given.corpora, files=given.files, workers=given.workers)
    print(describe_scaling(rows)["scaling"])


if __name__ == "__main__":
    main()
