"""Workers killed, disks full, folders that change, odd files: nothing is lost, nothing counted twice."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from scale_tools import check_same, list_keys, make_in_memory, write_policies

import policyviz as pv
from policyviz import scale
from policyviz.scale.storage import WRITING

pytest.importorskip("distributed")
pytestmark = pytest.mark.cluster

TEXTS = [text * 3 for text in pv.load_policies()["text"]]
# In these two runs at once there is time for everything that can go wrong.
N_FILES, SIZE = 80, 4
NAMES = (
    *(
        "سياسة الخصوصية",
        "מדיניות פרטיות",
        "गोपनीयता नीति",
        "隐私政策",
        "プライバシー",
        "개인정보",
        "นโยบาย",
        "Политика",
    ),
    *(
        "Πολιτική",
        "Գաղտնիություն",
        "კონფიდენციალურობა",
        "ግላዊነት",
        "ᎤᏕᎵᏛ",
        "ពាក្យ",
        "ཟབ་མོ",
        "ᠨᠢᠭᠤᠴᠠ",
        "😀 privacy 🔒",
    ),
    *(
        "e\u0301 and é",
        "\u202etxt.exe",
        "zero\u200bwidth",
        "new\nline",
        "tab\there",
        "'quote\" `x` $(id)",
        "-rf",
        "~",
        "%00",
    ),
    *(
        "a" * 240,
        "CON",
        "nul.",
        " spaces ",
        "<b>bold",
        "&amp;",
        "a,b;c",
        "{braces}",
        "back\\slash",
        "*?[x]",
    ),
)


def write_long(folder, n=N_FILES):
    """Policies of some length, each with a number in it."""
    folder.mkdir(parents=True)
    for number in range(n):
        (folder / f"long-{number:03}.txt").write_text(f"{TEXTS[number % 4]}\nEdition {number}.\n", "utf-8")
    return folder


def start(folder, out, *, workers=2, env=None):
    """The command, running."""
    words = ["analyze", folder, "--out", out, "--workers", str(workers), "--partition-size", str(SIZE)]
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "policyviz", *map(str, words)],
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | (env or {}),
        start_new_session=True,
    )


def end(process):
    """Wait for its end: code and what it said."""
    said = process.communicate(timeout=120)[1]
    return process.returncode, said


def list_finished(out):
    """The partitions that are there."""
    with contextlib.suppress(FileNotFoundError):
        return [path for path in (out / "partitions").iterdir() if not path.name.startswith(WRITING)]
    return []


def list_half(out):
    """What was being written when somebody died."""
    return list((out / "partitions").glob(f"{WRITING}*"))


def wait_for(out, n, process):
    """Until so many partitions are there."""
    while len(list_finished(out)) < n:
        assert process.poll() is None, process.stderr.read()
        time.sleep(0.01)


def list_workers(process):
    """The worker processes of a run."""
    family = psutil.Process(process.pid).children(recursive=True)
    return [one for one in family if "spawn_main" in " ".join(one.cmdline())]


def count_everything(out, n_files):
    """Each file stands in the log once, and each partition of the manifest is there."""
    files = scale.load_table(out, "files")
    assert len(files) == n_files
    assert files["file"].is_unique
    assert set(list_keys(out)) <= {path.name for path in list_finished(out)}
    assert not list_half(out)
    return files


def test_a_worker_is_killed(tmp_path):
    """The others do its work; what it had half-written is not read; the results are those of memory."""
    folder, out = write_long(tmp_path / "texts"), tmp_path / "out"
    process = start(folder, out)
    wait_for(out, 2, process)
    list_workers(process)[0].kill()
    code, said = end(process)
    assert code == 0, said
    count_everything(out, N_FILES)
    check_same(scale.load_results(out), folder)


def test_the_run_is_killed(tmp_path):
    """No manifest, so nothing is read; the next run takes the finished partitions and makes the others."""
    folder, out = write_long(tmp_path / "texts"), tmp_path / "out"
    process = start(folder, out)
    wait_for(out, 3, process)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    n_finished = len(list_finished(out))
    with pytest.raises(FileNotFoundError, match="has not ended"):
        scale.load_results(out)
    code, said = end(start(folder, out))
    assert code == 0, said
    n_partitions = len(list_keys(out))
    assert f"in {n_partitions} partitions, {n_finished} of them from a run before" in said
    # Half-written folders of the dead run stand until they are a day old, and are read by nobody.
    assert len(list_finished(out)) == n_partitions
    check_same(scale.load_results(out), folder)


# Workers may load it twice.
PRELOAD = """
import os
from policyviz.scale import reading
if not hasattr(reading, "plain"):
    reading.plain = reading.read_item
def read(item, metadata):
    if "deadly" in item.name:
        os._exit(9)
    return reading.plain(item, metadata)
reading.read_item = read
"""


def test_a_policy_kills_its_workers(tmp_path):
    """It is found among its neighbours, named in the log, and all others are read."""
    folder, out = write_policies(tmp_path / "texts", 9), tmp_path / "out"
    (folder / "company-deadly.txt").write_text("We end here.")
    preload = tmp_path / "preload.py"
    preload.write_text(PRELOAD)
    code, said = end(start(folder, out, env={"DASK_DISTRIBUTED__WORKER__PRELOAD": str(preload)}))
    assert code == 3, said
    assert "Not read: company-deadly.txt: kills its worker" in said
    files = count_everything(out, 10)
    assert files.loc[files["outcome"] == "not read", "file"].tolist() == ["company-deadly.txt"]
    (folder / "company-deadly.txt").unlink()
    expected, _ = make_in_memory(folder)
    assert scale.load_results(out).clauses.equals(expected["clauses"])


@pytest.fixture
def small_disk(tmp_path):
    """A folder with little room, that can be made larger."""
    place = tmp_path / "disk"
    place.mkdir()

    def mount(options):
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)]
        return subprocess.run(command, capture_output=True).returncode == 0  # noqa: S603

    if not mount("size=600k"):
        pytest.skip("no file system can be mounted here")
    yield place, mount
    subprocess.run(["umount", str(place)], check=False)  # noqa: S603, S607


def test_the_disk_is_full(tmp_path, small_disk):
    """One error that says what to do; with more room the next run goes on from there."""
    place, mount = small_disk
    folder, out = write_long(tmp_path / "texts"), place / "out"
    code, said = end(start(folder, out))
    assert code == 1
    assert "No space left on device" in said
    assert "are finished and stay. Make room and run again" in said
    n_finished = len(list_finished(out))
    assert n_finished
    assert not list_half(out)
    with pytest.raises(FileNotFoundError, match="has not ended"):
        scale.load_results(out)
    assert mount("remount,size=50m")
    code, said = end(start(folder, out))
    assert code == 0, said
    assert f"{n_finished} of them from a run before" in said
    count_everything(out, N_FILES)
    check_same(scale.load_results(out), folder)


def test_the_folder_changes(tmp_path):
    """Files that go, change and come under the run: each one that was listed is in the log once."""
    folder, out = write_long(tmp_path / "texts"), tmp_path / "out"
    process = start(folder, out)
    wait_for(out, 1, process)
    for number in range(N_FILES):
        file = folder / f"long-{number:03}.txt"
        if number % 10 == 3:
            file.unlink()
        elif number % 10 == 6:
            file.write_text(f"We have changed our policy. Edition {number}.\n" * 3, "utf-8")
    write_policies(folder, 2)
    code, said = end(process)
    assert code in (0, 3), said
    files = count_everything(out, N_FILES)
    lost = files[files["outcome"] == "not read"]
    assert lost["notes"].str.contains("No such file").all()
    # Of each file that was read one state was read, whole: the old one or the new one.
    found = scale.load_results(out)
    for row in found.policies.itertuples():
        number = int(row.policy_id[-3:])
        old = f"{TEXTS[number % 4]}\nEdition {number}.\n"
        assert row.text in (old, f"We have changed our policy. Edition {number}.\n" * 3)
    assert set(found.clauses["policy_id"]) == set(found.policies["policy_id"])
    code, said = end(start(folder, out))
    assert code == 0, said
    check_same(scale.load_results(out), folder)


def test_ten_thousand_empty_files(tmp_path):
    """Each is named with the reason; the three that hold something are read."""
    folder, out = write_policies(tmp_path / "texts", 3), tmp_path / "out"
    for number in range(10_000):
        (folder / f"empty-{number:05}.txt").touch()
    summary = scale.analyze(folder, out, n_workers=2)
    assert (summary.n_files, summary.n_read, summary.n_not_read) == (10_003, 3, 10_000)
    files = count_everything(out, 10_003)
    assert files.loc[files["outcome"] == "not read", "notes"].str.startswith("is empty").all()
    assert len(scale.load_results(out).clauses) == 9


def test_a_policy_of_fifty_megabytes(tmp_path):
    """It is refused by name, and one just small enough is read beside others."""
    folder, out = write_policies(tmp_path / "texts", 3), tmp_path / "out"
    sentence = "We may share your name, e-mail address and location with our partners from time to time. "
    (folder / "huge.txt").write_text(sentence * (50_000_000 // len(sentence)))
    (folder / "large.txt").write_text((sentence * 20 + "\n\n") * 500)
    summary = scale.analyze(folder, out, n_workers=1)
    assert (summary.n_read, summary.n_not_read) == (4, 1)
    files = count_everything(out, 5).set_index("file")
    assert "50.0 MB" in files.loc["huge.txt", "notes"]
    assert files.loc["large.txt", "n_clauses"] == 10_000


def test_names_in_every_script(tmp_path):
    """Every name that a file system takes is read, and stands in the log so that it can be printed."""
    folder, out = tmp_path / "texts", tmp_path / "out"
    folder.mkdir()
    for number, name in enumerate(NAMES):
        (folder / f"{name}.txt").write_text(f"We keep your name. This is policy {number}.\n", "utf-8")
    Path(os.fsdecode(os.fsencode(folder) + b"/bytes-\xff\xfe.txt")).write_text(
        "We keep your name as bytes.\n"
    )
    summary = scale.analyze(folder, out, n_workers=1, partition_size=5)
    assert (summary.n_read, summary.n_not_read) == (len(NAMES) + 1, 0)
    files = count_everything(out, len(NAMES) + 1)
    assert all(name.isprintable() for name in files["file"])
    json.dumps(files["file"].to_list()).encode()
    check_same(scale.load_results(out), folder)


def test_two_runs_at_once(tmp_path):
    """Both end well, and what is there afterwards is one result."""
    folder, out = write_long(tmp_path / "texts"), tmp_path / "out"
    processes = [start(folder, out, workers=1), start(folder, out, workers=1)]
    for process in processes:
        code, said = end(process)
        assert code == 0, said
    count_everything(out, N_FILES)
    assert len(list_finished(out)) == len(list_keys(out))
    check_same(scale.load_results(out), folder)
