"""`policyviz report` on a hundred mixed files: time, memory, pages, and whether every file is accounted for.

    python -m benchmarks.reports FOLDER

FOLDER holds the corpora described in docs/benchmarks.md. The pages are written to a scratch folder and
thrown away: no text of the corpora is kept.
"""

import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.tables import describe, format_table

SEED = 7
SAMPLE = {"txt": 34, "md": 33, "html": 33}


def copy_sample(corpora: Path, folder: Path) -> int:
    """Copy a hundred policies of three formats, drawn at random; how many bytes they have."""
    generator, size = random.Random(SEED), 0  # noqa: S311, a sample and no secret
    for suffix, number in SAMPLE.items():
        files = sorted((corpora / "policies").rglob(f"*.{suffix}"))
        for file in generator.sample(files, number):
            shutil.copy(file, folder / f"{file.parent.name}__{file.name}")
            size += file.stat().st_size
    return size


def run_report(folder: Path, out: Path) -> tuple[float, float, int]:
    """Run the command; seconds, most megabytes of all its processes together, and its exit code."""
    start, most = time.perf_counter(), 0
    command = [sys.executable, "-m", "policyviz", "report", folder, "--out", out, "--quiet"]
    process = subprocess.Popen(command)  # noqa: S603
    while process.poll() is None:
        most = max(most, _measure_memory(process.pid))
        time.sleep(0.5)
    return time.perf_counter() - start, most / 1e6, process.returncode


def _measure_memory(root: int) -> int:
    """Bytes of a process and all below it (Linux; 0 elsewhere)."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(entry.name))
    todo, total = [root], 0
    while todo:
        process = todo.pop()
        todo += children.get(process, [])
        try:
            total += int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except OSError:
            continue
    return total


def describe_reports(corpora: Path) -> dict[str, str]:
    """The figures of the run, and the sizes of the pages by kind."""
    with tempfile.TemporaryDirectory() as name:
        folder, out = Path(name) / "policies", Path(name) / "reports"
        folder.mkdir()
        size = copy_sample(corpora, folder)
        seconds, megabytes, code = run_report(folder, out)
        index = (out / "index.html").read_text(encoding="utf-8")
        files = re.findall(r'<td class="short">(read|not read)</td>', index)
        figures = {
            "files": len(list(folder.iterdir())),
            "MB": size / 1e6,
            "read": files.count("read"),
            "not read": files.count("not read"),
            "company pages": len(list(out.glob("company-*.html"))),
            "minutes": seconds / 60,
            "peak memory, MB": megabytes,
            "MB of all pages": sum(path.stat().st_size for path in out.rglob("*.html")) / 1e6,
            "exit code": code,
        }
        return {"report": describe(figures), "report pages": format_table(*_list_pages(out))}


def _list_pages(out: Path) -> tuple[list[str], list[list[str]]]:
    groups: dict[str, list[int]] = {}
    for path in sorted(out.rglob("*.html")):
        place = path.relative_to(out)
        kind = place.name if len(place.parts) == 1 else f"{place.parts[0]}/"
        groups.setdefault(re.sub(r"^company-.*", "company pages", kind), []).append(path.stat().st_size)
    rows = [
        [kind, str(len(sizes)), f"{sorted(sizes)[len(sizes) // 2] / 1e3:,.0f}", f"{max(sizes) / 1e3:,.0f}"]
        for kind, sizes in groups.items()
    ]
    return ["pages", "n", "KB in the middle", "KB at most"], rows


if __name__ == "__main__":
    for table in describe_reports(Path(sys.argv[1])).values():
        print(table, end="\n\n")
