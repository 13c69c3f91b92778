"""The command line: a new study folder, and files against their hashes."""

import hashlib

import pytest
from cli_tools import TEXTS, read_rows

import policyviz
import policyviz.report
from policyviz.cli import notebooks_dir, recipes

# new


def test_new_makes_a_study(run, tmp_path):
    """A register to fill in, copies of the notebooks, a page with the next steps; the next one is said."""
    assert run("new", "my study") == (
        0,
        [],
        [
            "Made my study. Put policies into my study/policies, then run:",
            "policyviz report 'my study/policies' --out 'my study/reports'",
            "More in my study/README.md",
        ],
    )
    study = tmp_path / "my study"
    assert sorted(path.name for path in study.iterdir()) == ["README.md", "notebooks", "policies"]
    assert (study / "policies" / "policies.csv").read_text(encoding="utf-8") == (
        "policy_id,file,company,sector,jurisdiction,effective_date,language,source,license\n"
    )
    copies = {path.name: path.read_bytes() for path in (study / "notebooks").iterdir()}
    assert copies == {path.name: path.read_bytes() for path in notebooks_dir().glob("*.ipynb")}
    page = (study / "README.md").read_text(encoding="utf-8")
    columns = read_rows(study / "policies" / "policies.csv")[0]
    assert [line.split("`")[1] for line in page.splitlines() if line.startswith("| `")][3:] == columns


def test_new_study_is_empty_and_says_so(run, tmp_path, monkeypatch):
    """Reading a fresh study names the folder and what is missing; with a file in it, it works."""
    monkeypatch.setattr(recipes, "_list_recipes", dict)
    words = ["analyze", "s/policies", "--out", "s/tables", "--format", "csv"]
    run("new", "s")
    code, _, err = run(*words)
    assert code == 1
    assert err[0].startswith("policyviz: error: No policy could be loaded from s/policies: ")
    (tmp_path / "s" / "policies" / "acme.txt").write_text(TEXTS["acme"], encoding="utf-8")
    code, _, [note, *summary] = run(*words)
    assert (code, summary) == (0, ["2 tables from 1 of 1 file.", "Open s/tables/README.md"])
    assert note.startswith("Read with a note: acme.txt: no row in policies.csv")


def test_new_lessons_are_what_students_get(run, tmp_path):
    """Six notebooks and six pages to print, none of them a solution, and a page that says how it works."""
    assert run("new", "mine", "--template", "lessons") == (
        0,
        [],
        ["Made mine. Open it in JupyterLab:", "jupyter lab mine", "More in mine/README.md"],
    )
    course = notebooks_dir() / "classroom"
    made = {path.relative_to(tmp_path / "mine").as_posix(): path for path in (tmp_path / "mine").rglob("*.*")}
    lessons = sorted(path.name for path in course.glob("L*.ipynb"))
    assert sorted(made) == sorted(["README.md", *lessons, *[f"handouts/L{n}.html" for n in range(1, 7)]])
    assert [name for name in lessons if made[name].read_bytes() != (course / name).read_bytes()] == []
    assert [name for name, path in made.items() if "BEGIN SOLUTION" in path.read_text(encoding="utf-8")] == []


def test_new_course_is_what_a_teacher_needs(run, tmp_path):
    """The same with solutions, sources of the handouts, the teacher's page, and the settings of nbgrader."""
    run("new", "all", "--template", "course")
    course = notebooks_dir() / "classroom"
    made = {path.relative_to(tmp_path / "all").as_posix() for path in (tmp_path / "all").rglob("*.*")}
    kept = [
        path.relative_to(course).as_posix()
        for path in course.rglob("*.*")
        if not {"labels", ".ipynb_checkpoints"} & set(path.relative_to(course).parts)
    ]
    assert made == set(kept)
    assert len([name for name in made if name.startswith("solutions/L")]) == 6


@pytest.mark.parametrize("target", ["full", "file.txt"])
def test_new_overwrites_nothing(run, tmp_path, target):
    """A folder with anything in it, even hidden, and a file are refused."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / ".hidden").write_text("mine")
    (tmp_path / "file.txt").write_text("mine")
    code, out, [line] = run("new", target)
    assert (code, out) == (1, [])
    assert line.startswith(f"policyviz: error: {target} is ")
    assert [path.name for path in (tmp_path / "full").iterdir()] == [".hidden"]


# verify


def test_verify_the_data_that_ship(run):
    """One line per file on stdout, the sum on stderr."""
    checks = policyviz.verify_data()
    lines = [f"ok       {file}" for file in checks["file"]]
    assert run("verify") == (0, lines, [f"{len(lines)} files, all as noted in registry.txt."])
    assert run("verify", "--quiet") == (0, [], [])


def test_verify_names_what_differs(run, tmp_path):
    """A changed and a missing file are told apart, names are made harmless, code 1."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "a.txt").write_bytes(b"a")
    (data / "b\x1b[2J.txt").write_bytes(b"b")
    digest = hashlib.sha256(b"a").hexdigest()
    lines = [f"{digest}  a.txt", f"{digest}  b\x1b[2J.txt", f"{digest}  c.txt"]
    (data / "registry.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    wrong = ["changed  b\\x1b[2J.txt", "missing  c.txt"]
    verdict = ["3 files, 2 of them not as noted in registry.txt."]
    assert run("verify", data) == (1, ["ok       a.txt", *wrong], verdict)
    assert run("verify", data, "--quiet") == (1, wrong, verdict)


def test_verify_without_a_registry(run, tmp_path):
    """A folder without hashes is one line, code 1."""
    code, out, [line] = run("verify", ".")
    assert (code, out) == (1, [])
    assert line.startswith("policyviz: error: There is no registry.txt in .")
