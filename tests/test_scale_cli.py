"""``policyviz analyze`` on a cluster: one that is there, one of its own, and none."""

import contextlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from cli_tools import write_texts
from scale_tools import check_same, write_policies

from policyviz import scale
from policyviz.cli import console, scaling
from policyviz.scale import clusters, running

pytest.importorskip("distributed")
pytestmark = pytest.mark.cluster


def start(*words):
    """Start ``dask`` with these words; the process and the first line that says an address."""
    command = [sys.executable, "-m", "dask", *words]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)  # noqa: S603
    for line in process.stderr:
        if found := re.search(r"tcp://127\.0\.0\.1:\d+", line):
            return process, found[0]
    pytest.fail(f"dask {words[0]} said no address")


def end(process):
    process.terminate()
    process.stderr.read()
    process.stderr.close()
    process.wait(20)


@pytest.fixture(scope="module")
def scheduler():
    """``dask scheduler`` and ``dask worker`` as they are typed."""
    here = ("--host", "127.0.0.1")
    process, address = start("scheduler", *here, "--port", "0", "--dashboard-address", "127.0.0.1:0")
    worker, _ = start("worker", address, *here, "--nthreads", "1", "--no-dashboard")
    yield address
    for each in (worker, process):
        end(each)


def test_scheduler_by_its_address(run, scheduler, tmp_path):
    """Partitions, counts, files that were not read by name, code 3; typed again nothing is done again."""
    folder = write_texts(tmp_path / "texts")
    for number in range(22):
        (folder / f"old {number:02}.doc").write_bytes(b"old")
    (folder / "news.txt").write_text("Welcome\n")
    words = ["analyze", "texts", "--out", "out", "--scheduler", scheduler, "--partition-size", "4"]
    code, out, err = run(*words)
    assert (code, out) == (3, [])
    assert err[0].startswith("Not read: old 00.doc: is in an old or unusual document format (.doc)")
    assert err[20:22] == [
        "Not read: 2 more files; see out/errors.parquet.",
        "Without clauses: 1 file (no English, or no running text).",
    ]
    assert re.fullmatch(r"7 clauses from 4 of 26 files in \d+ partitions\.", err[22])
    assert err[23] == f"Read them with policyviz.scale.load_results({str(tmp_path / 'out')!r})"
    assert len(pd.read_parquet("out/errors.parquet")) == 22
    check_same(scale.load_results("out"), folder, notes=False)
    again = run(*words)[2][22]
    n_partitions = err[22].split()[-2]
    assert again == f"{err[22][:-1]}, {n_partitions} of them from a run before."
    assert run(*words, "--quiet")[2] == err[:21]


def test_cluster_of_its_own(run, texts):
    """``--workers`` starts processes; where nothing could be read the code is 1."""
    assert run("analyze", texts, "--out", "out", "--workers", "1", "--quiet") == (0, [], [])
    check_same(scale.load_results("out"), texts)
    shutil.copytree("out", "copy")
    Path("empty.txt").write_bytes(b"")
    code, _, err = run("analyze", "empty.txt", "--out", "copy", "--workers", "1", "--quiet")
    assert code == 1
    assert err == [
        "Not read: empty.txt: is empty: there is no text in it",
        "policyviz: error: no policy could be read; the reasons are above.",
    ]


def test_wrong_words(run, texts, scheduler):
    """What cannot be done is said in a line, and nothing is written."""
    for words, error in [
        (["--scheduler", "here"], r"There is no scheduler at here \(ValueError\)\. Start one with: dask"),
        (["--workers", "0"], r"n_workers must be a whole number from 1 up, got 0\."),
        (["--workers", "1", "--format", "csv"], r"A cluster writes Parquet only: leave out --format\."),
        (["--workers", "1", "--scheduler", scheduler], r"n_workers is of a cluster on this machine"),
    ]:
        code, _, [line] = run("analyze", texts, "--out", "out", *words)
        assert code == 1
        assert re.match(f"policyviz: error: {error}", line), line
    assert list(Path("out").rglob("*.parquet")) == []


def test_scheduler_that_is_not_there(tmp_path, monkeypatch):
    """Nobody answers: an error with the address, soon."""
    monkeypatch.setattr(clusters, "CONNECT", 1)
    folder = write_policies(tmp_path / "texts", 1)
    with pytest.raises(ConnectionError, match=r"^There is no scheduler at tcp://127\.0\.0\.1:9 "):
        scale.analyze(folder, tmp_path / "out", scheduler="tcp://127.0.0.1:9")


def test_scheduler_without_workers(tmp_path, monkeypatch):
    """A scheduler nobody works for is given up after a while."""
    from distributed import LocalCluster

    monkeypatch.setattr(clusters, "WORKERS", 1)
    folder = write_policies(tmp_path / "texts", 1)
    options = {"host": "127.0.0.1", "dashboard_address": "127.0.0.1:0", "silence_logs": 60}
    with LocalCluster(n_workers=0, **options) as own:
        error = (
            rf"^The scheduler at {own.scheduler_address} has had no workers for 1 seconds\. Start one with"
        )
        with pytest.raises(ConnectionError, match=error):
            scale.analyze(folder, tmp_path / "out", scheduler=own.scheduler_address)


def test_all_workers_leave(tmp_path, monkeypatch):
    """A run does not wait for ever for workers that are gone."""
    monkeypatch.setattr(running, "PATIENCE", 1)
    here = ("--host", "127.0.0.1")
    process, address = start("scheduler", *here, "--port", "0", "--dashboard-address", "127.0.0.1:0")
    worker, _ = start("worker", address, *here, "--nthreads", "1", "--no-dashboard")

    def leave(done, total):
        if worker.poll() is None:
            worker.kill()

    folder = write_policies(tmp_path / "texts", 30)
    try:
        with pytest.raises(ConnectionError, match="no workers for 1 seconds"):
            scale.analyze(folder, tmp_path / "out", scheduler=address, partition_size=2, progress=leave)
    finally:
        for each in (worker, process):
            end(each)


def test_the_scheduler_is_killed(tmp_path):
    """A run says at once that there is nobody to ask any more."""
    here = ("--host", "127.0.0.1")
    process, address = start("scheduler", *here, "--port", "0", "--dashboard-address", "127.0.0.1:0")
    worker, _ = start("worker", address, *here, "--nthreads", "1", "--no-dashboard")
    folder = write_policies(tmp_path / "texts", 30)
    try:
        with pytest.raises(ConnectionError, match="The scheduler was lost"):
            scale.analyze(
                folder,
                tmp_path / "out",
                scheduler=address,
                partition_size=2,
                progress=lambda done, total: process.kill(),
            )
    finally:
        for each in (worker, process):
            end(each)


def test_other_version_on_workers(tmp_path, monkeypatch, scheduler):
    """Both versions and the worker are named; a worker that comes later refuses its work."""
    folder = write_policies(tmp_path / "texts", 1)
    own = clusters.policyviz.__version__
    monkeypatch.setattr(clusters.policyviz, "__version__", "99")
    error = (
        rf"^This is policyviz 99, but of 1 workers 1 have another version: tcp://127\S+ has {own}\. Install"
    )
    with pytest.raises(RuntimeError, match=error):
        scale.analyze(folder, tmp_path / "out", scheduler=scheduler)
    monkeypatch.setattr(clusters, "_check_workers", lambda *words: None)
    with pytest.raises(RuntimeError, match=rf"^A worker has policyviz {own}: install the same version"):
        scale.analyze(folder, tmp_path / "out", scheduler=scheduler)


def test_rate_is_drawn_where_somebody_watches(monkeypatch, capsys):
    """The bar says how many are done in a second and how long the others will take."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with console.show_progress(quiet=False, with_rate=True) as progress:
        progress("analysing", 5, 10)
    assert re.search(r"5/10 \|.*\| 00:00, .* left, .* files/s analysing", capsys.readouterr().err)


def test_help_names_the_options(run):
    """What switches to a cluster stands in the help."""
    text = "\n".join(run("analyze", "--help")[1])
    assert all(word in text for word in ("--scheduler ADDRESS", "--workers N", "--partition-size N"))
    assert scaling.PARTITION_SIZE == 500
    with contextlib.suppress(KeyError):
        assert scale.analyze.__kwdefaults__["partition_size"] == scaling.PARTITION_SIZE
