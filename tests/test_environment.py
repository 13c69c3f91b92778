"""What gets installed: pyproject.toml is the source, conda's file and the locks follow it."""

import re
import socket
import tomllib
from pathlib import Path

import nltk
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from rattler import MatchSpec

ROOT = Path(__file__).parent.parent
LOCKS = {
    "core": [],
    "report": ["report", "import", "interactive"],
    "lab": ["report", "import", "interactive", "lab"],
    "dev": ["report", "import", "interactive", "scale", "dev"],
    "benchmark": ["report", "import", "interactive", "scale", "dev", "benchmark"],
}
EXTRAS = ["report", "lab", "import", "interactive", "teach", "scale", "dev", "benchmark", "all"]
# conda-forge's matplotlib brings a window toolkit that nothing here opens.
CONDA_NAMES = {"matplotlib": "matplotlib-base", "jupyter-client": "jupyter_client"}
# Not found on conda-forge: pip brings these along with the package itself.
PIP_ONLY = {"nupunkt", "py3langid", "pypdfium2"}

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def read_direct(extras: list[str]) -> list[Requirement]:
    """Requirements of the core and of these extras, references to other extras left out."""
    extra_lists = PYPROJECT["project"]["optional-dependencies"]
    lines = PYPROJECT["project"]["dependencies"] + [line for extra in extras for line in extra_lists[extra]]
    return [requirement for requirement in map(Requirement, lines) if requirement.name != "policyviz"]


def read_lock(name: str) -> list[tuple[Requirement, int]]:
    """(pinned requirement, number of hashes) for every entry of a lock."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.sub(r"^\s*#.*\n?", "", text, flags=re.MULTILINE).replace("\\\n", " ").splitlines()
    return [(Requirement(entry.split("--hash")[0]), entry.count("--hash=sha256:")) for entry in entries]


def sort_bounds(spec: str) -> list[str]:
    return sorted(part.strip() for part in spec.split(",") if part.strip())


def test_extras_exist():
    """All announced extras can be asked for."""
    assert list(PYPROJECT["project"]["optional-dependencies"]) == EXTRAS


def test_build_group_is_the_build_system():
    """What make installs to build the package is what the package says it is built with."""
    assert PYPROJECT["dependency-groups"]["build"] == PYPROJECT["build-system"]["requires"]


def test_conda_names_and_ranges_are_those_of_pyproject():
    """environment.yml asks for Python, pip, the core, report and lab: same ranges, and nothing else."""
    expected = {"python": sort_bounds(PYPROJECT["project"]["requires-python"]), "pip": []}
    for requirement in read_direct(["report", "import", "interactive", "lab"]):
        if requirement.name in PIP_ONLY:
            continue
        name = CONDA_NAMES.get(requirement.name, requirement.name)
        expected[name] = sort_bounds(str(requirement.specifier))
    specs = [entry.partition(" ") for entry in ENVIRONMENT["dependencies"] if isinstance(entry, str)]
    assert {name: sort_bounds(bounds) for name, _, bounds in specs} == expected
    assert len(specs) == len(expected)


def test_conda_channel_and_pip_section():
    """One channel; pip installs this package and nothing else."""
    assert ENVIRONMENT["name"] == "policyviz"
    assert ENVIRONMENT["channels"] == ["conda-forge"]
    assert [entry for entry in ENVIRONMENT["dependencies"] if not isinstance(entry, str)] == [
        {"pip": ["-e .[import]"]}
    ]


@pytest.mark.parametrize("spec", [entry for entry in ENVIRONMENT["dependencies"] if isinstance(entry, str)])
def test_conda_spec_parses(spec):
    """conda's own grammar reads the spec and finds the name in it."""
    assert MatchSpec(spec).name.normalized == spec.split()[0]


def test_bad_conda_spec_does_not_parse():
    """The parser of the test above does refuse: a bound without a version."""
    with pytest.raises(Exception, match="version"):
        MatchSpec("scikit-learn ==")


@pytest.mark.parametrize("name", LOCKS)
def test_lock_holds_no_address(name):
    """Locks say what to install, never from where; nor whose folder they were written in."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if re.search(r"://|file:|index-url|find-links|# .*\s/", line)]
    assert lines == []


@pytest.mark.parametrize("name", LOCKS)
def test_lock_pins_everything_with_hashes(name):
    """Every entry has one exact version and at least one hash."""
    loose = [
        str(pin)
        for pin, n_hashes in read_lock(name)
        if not re.fullmatch(r"==[\w.]+", str(pin.specifier)) or not n_hashes
    ]
    assert loose == []


@pytest.mark.parametrize("name", LOCKS)
def test_lock_holds_every_direct_dependency(name):
    """What pyproject.toml asks for is locked, within its range, hatchling included."""
    wanted = read_direct(LOCKS[name]) + list(map(Requirement, PYPROJECT["dependency-groups"]["build"]))
    pins: dict[str, list[Version]] = {}
    for pin, _ in read_lock(name):
        pins.setdefault(canonicalize_name(pin.name), []).append(Version(str(pin.specifier)[2:]))
    missing = [
        str(requirement)
        for requirement in wanted
        if not all(
            version in requirement.specifier
            for version in pins.get(canonicalize_name(requirement.name), [Version("0")])
        )
    ]
    assert missing == []


@pytest.mark.parametrize("name", ["core", "lab", "dev"])
def test_locks_agree(name):
    """Going from one verb of make to another never swaps a version of what reports need."""
    pins = {(pin.name, str(pin.marker)): str(pin.specifier) for pin, _ in read_lock(name)}
    report = {(pin.name, str(pin.marker)): str(pin.specifier) for pin, _ in read_lock("report")}
    shared = pins.keys() & report.keys()
    assert {key: pins[key] for key in shared} == {key: report[key] for key in shared}
    assert {package for package, _ in (pins if name == "core" else report)} <= {
        package for package, _ in (report if name == "core" else pins)
    }


def test_hooks_need_no_download():
    """pre-commit runs what is in .venv and clones nothing."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repo["repo"] for repo in hooks["repos"]] == ["local"]
    commands = {
        hook["id"]: (hook["language"], hook["entry"].split()[0]) for hook in hooks["repos"][0]["hooks"]
    }
    assert commands == {
        "ruff-check": ("system", ".venv/bin/ruff"),
        "ruff-format": ("system", ".venv/bin/ruff"),
        "notebooks-stripped": ("system", ".venv/bin/nbstripout"),
    }


def test_citation_file_is_complete():
    """CITATION.cff has the keys its format requires, and this version."""
    from policyviz import __version__

    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert (citation["cff-version"], citation["version"]) == ("1.2.0", __version__)
    assert citation["license"] == PYPROJECT["project"]["license"]


def test_changelog_has_this_version():
    """The newest entry of the changelog is about the version at hand."""
    from policyviz import __version__

    versions = re.findall(
        r"^## \[([\d.]+)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert versions[0] == __version__


def test_network_is_refused():
    """A test that reaches for another machine fails, loudly, before anything is sent."""
    # A datagram socket: connecting it sends nothing, even if the guard were broken.
    # The address is one of those set aside for documentation.
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock,
        pytest.raises(RuntimeError, match=r"tried to reach '192\.0\.2\.1'"),
    ):
        sock.connect(("192.0.2.1", 9))


def test_this_machine_is_not_refused():
    """Notebook kernels talk over loopback; that stays possible."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.connect(server.getsockname())
        assert client.getpeername() == server.getsockname()


def test_nltk_finds_no_data():
    """Whoever runs the tests may have NLTK's data; the package may not lean on it."""
    with pytest.raises(LookupError):
        nltk.data.find("tokenizers/punkt_tab")
