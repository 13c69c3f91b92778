"""The wheel: what is in it, and that it works away from the clone."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import policyviz

ROOT = Path(__file__).parent.parent

USE = """
import pathlib, sys
import policyviz as pv
from policyviz.classroom import check
target = pathlib.Path(sys.argv[1])
policies = pv.load_policies()
clauses = pv.split_clauses(policies)
vagueness = pv.measure_vagueness(clauses, pv.find_terms(clauses, pv.load_lexicon("vagueness")))
print(pathlib.Path(pv.__file__).is_relative_to(target), pv.data_dir() == target / "policyviz" / "data")
print(*policies["policy_id"])
print(*vagueness["policy_id"])
print(len(pv.verify_data()), pv.verify_data()["ok"].all())
print(len(pv.load_policies("classroom")), bool(check("L1.1", (8, 10))))
print(bool((vagueness["score"] > 0).all()))
"""


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """Run Python with these arguments; what it prints, or everything it said when it fails."""
    result = subprocess.run(  # noqa: S603
        [sys.executable, *map(str, command)],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def build(source: Path, kind: str, folder: Path) -> Path:
    """Build the wheel or sdist of `source` with the installed hatchling: nothing is fetched."""
    run("-m", "hatchling", "build", "-t", kind, "-d", folder, cwd=source)
    (file,) = folder.iterdir()
    return file


def list_wheel(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return sorted(archive.namelist())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


def test_wheel_holds_what_the_package_reads(wheel):
    """Every file of the package, of the data set and of the notebooks is inside; tests are not."""
    package = [path.relative_to(ROOT) for path in (ROOT / "policyviz").rglob("*") if path.is_file()]
    beside = [
        Path("policyviz") / path.relative_to(ROOT)
        for folder in ("data", "notebooks")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    ]
    generated = {"__pycache__", ".ipynb_checkpoints"}
    expected = sorted(path.as_posix() for path in package + beside if not generated & set(path.parts))
    assert [name for name in list_wheel(wheel) if ".dist-info/" not in name] == expected


@pytest.mark.parametrize(
    "name",
    [
        "policyviz/data/README.md",
        "policyviz/data/classroom/planted.csv",
        "policyviz/data/policies.csv",
        "policyviz/data/policies/procom.txt",
        "policyviz/data/registry.txt",
        "policyviz/lexicons/data_categories.csv",
        "policyviz/lexicons/vagueness.csv",
        "policyviz/notebooks/00_start_here.ipynb",
        "policyviz/cli/tables.csv",
        "policyviz/cli/lessons.md",
        "policyviz/cli/study.md",
        "policyviz/notebooks/classroom/solutions/L1_a_policy_is_a_table.ipynb",
    ],
)
def test_wheel_holds_the_data(wheel, name):
    """The register, the texts, the hashes, the data card, the word lists and the notebooks, by name."""
    assert name in list_wheel(wheel)


def test_wheel_holds_the_style_and_the_template(wheel):
    """Plots find their style file and reports their template."""
    suffixes = {Path(name).name.split(".", 1)[-1] for name in list_wheel(wheel)}
    assert {"mplstyle", "html.j2"} <= suffixes


def test_wheel_holds_the_licence(wheel):
    """The licence travels with the wheel."""
    assert [name for name in list_wheel(wheel) if name.endswith("/licenses/LICENSE")] != []


def unpack(archive: tarfile.TarFile, folder: Path) -> None:
    """The plain files of an archive; `extractall` wants another call in each Python."""
    for member in archive.getmembers():
        if member.isfile():
            target = folder / member.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.extractfile(member).read())


def test_source_archive_builds_the_same_wheel(wheel, tmp_path):
    """Whoever has only the source archive gets the same files; nothing generated is in it."""
    archive = build(ROOT, "sdist", tmp_path / "sdist")
    with tarfile.open(archive) as tar:
        unpack(tar, tmp_path / "source")
    (source,) = (tmp_path / "source").iterdir()
    assert list_wheel(build(source, "wheel", tmp_path / "wheel")) == list_wheel(wheel)
    generated = {"__pycache__", ".venv", "reports", "dist", ".ipynb_checkpoints"}
    assert [path for path in source.rglob("*") if path.name in generated] == []


def test_wheel_works_away_from_the_clone(wheel, tmp_path):
    """Installed alone in another folder it finds its own data, word lists and notebooks; its command runs."""
    target, elsewhere = tmp_path / "target", tmp_path / "elsewhere"
    elsewhere.mkdir()
    pip = ["-m", "pip", "install", "-q", "--no-deps", "--no-index", "--disable-pip-version-check"]
    run(*pip, "--target", target, shutil.copy(wheel, elsewhere), cwd=elsewhere)
    lines = run("-c", USE, target.resolve(), cwd=elsewhere, PYTHONPATH=str(target)).splitlines()
    ids = "personnel-technology procom worksearchnow wrk"
    assert lines == ["True True", ids, ids, "24 True", "10 True", "True"]
    command = target / "bin" / "policyviz"
    run(command, "new", "study", "--quiet", cwd=elsewhere, PYTHONPATH=str(target))
    copied = sorted(path.name for path in (elsewhere / "study" / "notebooks").iterdir())
    assert copied == sorted(path.name for path in (ROOT / "notebooks").glob("*.ipynb"))
    run(command, "new", "lessons", "--template", "lessons", cwd=elsewhere, PYTHONPATH=str(target))
    copied = sorted(path.name for path in (elsewhere / "lessons").glob("*.ipynb"))
    assert copied == sorted(path.name for path in (ROOT / "notebooks" / "classroom").glob("*.ipynb"))
    version = run("-m", "policyviz", "--version", cwd=elsewhere, PYTHONPATH=str(target))
    assert version == f"policyviz {policyviz.__version__}\n"
