"""The ladder of imports: what may know what."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LINT = [
    sys.executable,
    "-c",
    "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))",
]


def lint(folder: Path) -> subprocess.CompletedProcess:
    """Check the contracts of pyproject.toml on the package in `folder`."""
    return subprocess.run(LINT, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603


def list_loaded(*modules: str) -> set[str]:
    """The modules that a fresh Python has loaded after importing these."""
    code = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    return set(result.stdout.split())


@pytest.fixture
def clone(tmp_path):
    """A copy of the package with its contracts, free to be spoiled."""
    shutil.copytree(ROOT / "policyviz", tmp_path / "policyviz", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_package_keeps_its_contracts():
    """No module imports from a rung above its own, and analyses ignore each other."""
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout


def test_every_module_stands_on_the_ladder():
    """A new module at the top of the package must be given its rung."""
    ladder = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ][0]
    rungs = {name.removeprefix("policyviz.") for layer in ladder["layers"] for name in layer.split(" | ")}
    package = ROOT / "policyviz"
    modules = {path.stem for path in package.glob("*.py")} - {"__init__"}
    folders = {path.parent.name for path in package.glob("*/__init__.py")}
    assert modules | folders == rungs


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("frames.py", "import policyviz.terms"),
        ("analysis/coverage.py", "import policyviz.analysis.vagueness"),
        ("plots.py", "import policyviz.corpus"),
        ("classroom/truths/l1.py", "import policyviz.classroom.lessons.l1"),
    ],
)
def test_contracts_bite(clone, file, line):
    """An import up the ladder, between analyses, of texts by plots, of exercises by truths: all are named."""
    with (clone / "policyviz" / file).open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")
    result = lint(clone)
    assert result.returncode == 1
    assert line.removeprefix("import ") in result.stdout


def test_importing_the_package_imports_no_library():
    """`import policyviz` costs nothing: pandas and the rest come with the first use."""
    assert list_loaded("policyviz") & {"pandas", "numpy", "sklearn", "matplotlib", "nltk"} == set()


def test_only_plots_and_report_load_pyplot():
    """Analyses run on servers: none of them starts matplotlib's figure machinery."""
    analyses = [f"policyviz.analysis.{name}" for name in ("clustering", "coverage", "vagueness")]
    rooms = ["policyviz.corpus", "policyviz.structure", "policyviz.lexicons", "policyviz.terms"]
    assert "matplotlib.pyplot" not in list_loaded(*rooms, *analyses)
    assert "matplotlib.pyplot" in list_loaded("policyviz.plots")
