"""The command line: what is understood, what is said, and with which code it ends."""

import asyncio
import io
import os
import subprocess
import sys
from types import SimpleNamespace

import pandas as pd
import pytest
from report_tools import read_page, write_notebook

import policyviz
import policyviz.report
from policyviz.cli import notebooks_dir
from policyviz.cli.notebooks import pick_notebooks
from policyviz.report.site import Site

LOG = ["file", "policy_id", "format", "language", "n_words", "outcome", "notes"]
CODES = [
    "exit codes:",
    "  0  all well",
    "  1  nothing could be done; the error says why",
    "  2  the command was not understood",
    "  3  done in part: a file was not read, or a notebook or table failed; the rest was written",
]


@pytest.fixture
def built(monkeypatch, tmp_path):
    """In the place of `build_site`: the calls it got, and what the next one gives."""

    log = [("acme.txt", "acme", "txt", "en", 9, "read", "")]
    state = SimpleNamespace(calls=[], failures=[], stops=None, rows=log)

    def build_site(path, output_dir, *, progress, **options):
        state.calls.append((path, output_dir, options))
        for done, step in enumerate(["reading", "one"]):
            progress(step, done, 2)
        if state.stops:
            raise state.stops
        output_dir.mkdir(parents=True, exist_ok=True)
        for name in ("one.html", "index.html"):
            (output_dir / name).write_bytes(b"x" * 1200)
        pages = [] if state.failures == ["all"] else [output_dir / "one.html"]
        return Site(output_dir / "index.html", pages, state.failures, pd.DataFrame(state.rows, columns=LOG))

    monkeypatch.setattr(policyviz.report, "build_site", build_site, raising=False)
    return state


# Words


def test_alone_it_prints_its_help(run):
    """`policyviz` lists the commands and ends well."""
    code, out, err = run()
    assert (code, err) == (0, [])
    commands = ["report", "analyze", "new", "verify"]
    assert [line.split()[0] for line in out if line.startswith("    ")][: len(commands)] == commands


@pytest.mark.parametrize(
    ("words", "example"),
    [
        ([], "  policyviz report                          pages on the four policies that ship"),
        (["report"], "  policyviz report my/policies --out my/reports     all files of a folder"),
        (["analyze"], "  policyviz analyze my/policies --out my/tables"),
        (["new"], "  policyviz new lessons --template lessons   the six lessons, as students get them"),
        (["verify"], "  policyviz verify           the data that ship"),
    ],
)
def test_every_help_has_examples_and_codes(run, words, example):
    """--help shows what can be typed, and what the exit codes mean."""
    code, out, err = run(*words, "--help")
    assert (code, err) == (0, [])
    assert example in out[out.index("examples:") :]
    assert out[out.index("exit codes:") :] == CODES


def test_version(run):
    """--version says which policyviz this is."""
    assert run("--version") == (0, [f"policyviz {policyviz.__version__}"], [])


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["reprot"], "there is no command 'reprot'. Did you mean 'report'? (see: policyviz --help)"),
        (
            ["xyz"],
            "there is no command 'xyz'. There are: report, analyze, new, verify. (see: policyviz --help)",
        ),
        (
            ["texts"],
            "there is no command 'texts'. Did you mean: policyviz report texts (see: policyviz --help)",
        ),
        (["\x1b[2J"], "there is no command '\\x1b[2J'. There are: report, analyze, new, verify. "),
        (["--quite"], "the following arguments are required: COMMAND (see: policyviz --help)"),
        (["report", "--frob"], "unrecognized arguments: --frob (see: policyviz --help)"),
        (
            ["report", "a.txt", "b.txt"],
            "unrecognized arguments: b.txt (a pattern such as *.txt needs quotes) (see: policyviz --help)",
        ),
        (["analyze"], "the following arguments are required: --out (see: policyviz analyze --help)"),
    ],
)
def test_wrong_words(run, texts, words, line):
    """One line that says what is near, and code 2."""
    code, out, [error] = run(*words)
    assert (code, out) == (2, [])
    assert error.startswith(f"policyviz: error: {line}")


def test_help_loads_no_library():
    """--help answers at once: neither pandas nor tqdm nor the notebooks' machinery is loaded."""
    code = "import sys, policyviz.cli as c\ntry: c.main(['report', '--help'])\nfinally: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert set(done.stdout.split()) & {"pandas", "numpy", "tqdm", "nbformat", "policyviz.report"} == set()


# report


def test_report_hands_on_what_was_asked(run, built, texts):
    """All options reach `build_site`; every page, the sum and the way to open it are said."""
    own = write_notebook(texts.parent / "own.ipynb", "# Own?")
    words = ["--out", "pages", "--title", "Mine", "--show-code", "--only", "03", own]
    assert run("report", "texts", *words) == (
        0,
        [],
        ["one.html  1 KB", "1 page from 1 of 1 file.", "Open pages/index.html"],
    )
    [(path, out, options)] = built.calls
    assert (path, str(out)) == ("texts", "pages")
    notebooks = [notebooks_dir() / "03_data_category_coverage.ipynb", own]
    assert options == {"notebooks": notebooks, "title": "Mine", "hide_code": False}


def test_report_alone_runs_what_ships(run, built):
    """Without words: the shipped policies, all shipped notebooks, into reports."""
    assert run("report", "--quiet") == (0, [], [])
    [(path, out, options)] = built.calls
    assert (path, str(out)) == (None, "reports")
    assert options == {
        "notebooks": sorted(notebooks_dir().glob("*.ipynb")),
        "title": "Privacy policy reports",
        "hide_code": True,
    }


def test_report_done_in_part(run, built):
    """Files not read and notebooks that failed are named, also when quiet; code 3."""
    built.rows = [
        *built.rows,
        ("b.txt", "b", "txt", "fr", 9, "read", "reads like French"),
        ("c\x1b[31m\n.doc", "", "", "", 0, "not read", "is not in a format policyviz reads"),
    ]
    built.failures = ["03.ipynb, cell 2 (x): NameError: x"]
    named = [
        "Not read: c\\x1b[31m\\n.doc: is not in a format policyviz reads",
        "Read with a note: b.txt: reads like French",
        "policyviz: error: 03.ipynb, cell 2 (x): NameError: x",
    ]
    assert run("report") == (
        3,
        [],
        [
            "one.html  1 KB",
            *named,
            "1 page from 2 of 3 files; 1 page failed.",
            "Open reports/index.html",
        ],
    )
    assert run("report", "--quiet") == (3, [], [named[0], named[2]])


def test_report_without_a_page(run, built):
    """If every notebook failed there is nothing to open: code 1."""
    built.failures = ["all"]
    assert run("report") == (1, [], ["policyviz: error: all", "0 pages from 1 of 1 file; 1 page failed."])


@pytest.mark.parametrize(
    ("stop", "code", "line"),
    [
        (ValueError("Nothing to read.\n- a.doc is empty"), 1, "policyviz: error: Nothing to read."),
        (
            PermissionError(13, "Permission denied", "a.txt"),
            1,
            "policyviz: error: Permission denied (a.txt). Run ",
        ),
        (
            ZeroDivisionError("x"),
            1,
            "policyviz: error: unexpected ZeroDivisionError: x. This should not happen",
        ),
        (AssertionError(), 1, "policyviz: error: unexpected AssertionError. This should not happen"),
        (KeyboardInterrupt(), 130, "policyviz: stopped."),
        (asyncio.CancelledError(), 130, "policyviz: stopped."),
    ],
)
def test_errors_are_lines(run, built, stop, code, line):
    """Whatever happens is said in plain lines; only a list in a message stands below its first line."""
    built.stops = stop
    found, out, err = run("report")
    assert (found, out) == (code, [])
    assert err[0].startswith(line)
    assert err[1:] == (["  - a.doc is empty"] if isinstance(stop, ValueError) else [])


def test_debug_shows_where(run, built):
    """With --debug the exception comes through as it is."""
    built.stops = ValueError("Nothing to read.")
    with pytest.raises(ValueError, match=r"^Nothing to read\.$"):
        run("report", "--debug")


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (
            ["--only", "99"],
            "There is no notebook 99. There are: 01_a, 01_b, 02_c, index.",
        ),
        (["--only", "02_d"], "There is no notebook 02_d. Did you mean 02_c?"),
        (["--only", "01"], "--only 01 could be 01_a or 01_b. Write the whole name."),
        (
            ["--only", "01_a", "other/01_A.ipynb"],
            "n/01_a.ipynb would overwrite another page, 01_a.html. Rename it.",
        ),
        (["--only", "index"], "n/index.ipynb would overwrite another page, index.html. Rename it."),
        (
            ["--only", "02", "n"],
            "--only n is a folder, not a notebook. Policies come before --only; "
            "to run a folder of notebooks: --notebooks n",
        ),
        (["--notebooks", "empty"], "There are no notebooks (.ipynb) in empty."),
        (["--notebooks", "none"], "There is no folder none of notebooks. Check the spelling."),
        (
            ["--notebooks", "n/01_a.ipynb"],
            "n/01_a.ipynb is a file, not a folder of notebooks. To run one notebook: --only n/01_a.ipynb",
        ),
        (
            [".", "--out", "r"],
            "--out r lies where policies are read (.): the next run would take the results for policies. "
            "Name another folder.",
        ),
        (
            ["**/*.html", "--out", "r"],
            "--out r lies where policies are read (**/*.html): the next run would take the results for "
            "policies. Name another folder.",
        ),
    ],
)
def test_report_refuses_before_it_runs(run, built, tmp_path, words, error):
    """One line, code 1, nothing read, run or written."""
    for name in ("n/01_a", "n/01_b", "n/02_c", "n/index", "other/01_A"):
        write_notebook(tmp_path / f"{name}.ipynb", "# A?")
    (tmp_path / "empty").mkdir()
    folder = [] if "--notebooks" in words else ["--notebooks", "n"]
    assert run("report", *folder, *words) == (1, [], [f"policyviz: error: {error}"])
    assert built.calls == []


def test_notebooks_are_picked_by_number_name_and_path(tmp_path):
    """In the order asked for, each once; without a word all of the folder, in order of name."""
    for name in ("02_b", "01_a"):
        write_notebook(tmp_path / "n" / f"{name}.ipynb", "# A?")
    own = write_notebook(tmp_path / "own.ipynb", "# A?")
    (tmp_path / "n" / "notes.txt").write_text("no notebook")
    words = [str(own), "02", "01_a", "01_a.ipynb", "02_b"]
    assert [path.name for path in pick_notebooks(tmp_path / "n", words)] == [
        "own.ipynb",
        "02_b.ipynb",
        "01_a.ipynb",
    ]
    assert [path.name for path in pick_notebooks(tmp_path / "n")] == ["01_a.ipynb", "02_b.ipynb"]
    assert pick_notebooks(tmp_path / "none", [str(own)]) == [own]


def test_report_writes_pages_in_order_and_an_index(run, texts, tmp_path):
    """Pages in order of name, also when one fails; the index leads to those that there are."""
    for name, cell in {"03_c": "# C", "01_a": "# A", "02_bad": "# B\n\n![](x.png)"}.items():
        write_notebook(tmp_path / "n" / f"{name}.ipynb", cell)
    code, out, err = run("report", texts, "--notebooks", "n", "--out", "r")
    assert (code, out) == (3, [])
    assert [line.split("  ")[0] for line in err if line.endswith(" KB")] == ["01_a.html", "03_c.html"]
    [failed] = [line for line in err if line.startswith("policyviz: error: ")]
    assert failed.startswith("policyviz: error: 02_bad.ipynb: cell 1 shows an image")
    assert err[-2:] == ["2 pages from 3 of 3 files; 1 page failed.", "Open r/index.html"]
    links = [a["href"] for a in read_page(tmp_path / "r" / "index.html").select("h2 a")]
    assert [link for link in links if link[:2].isdigit()] == ["01_a.html", "03_c.html"]


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["none"], "There is no none. "),
        (["texts", "--out", "n/01_a.ipynb"], "Reports cannot go to n/01_a.ipynb: n/01_a.ipynb is a file. "),
    ],
)
def test_report_that_cannot_begin(run, texts, tmp_path, words, error):
    """No policies, or no place for pages: one line, code 1, nothing written."""
    write_notebook(tmp_path / "n" / "01_a.ipynb", "# A")
    code, out, [line] = run("report", *words, "--notebooks", "n")
    assert (code, out) == (1, [])
    assert line.startswith(f"policyviz: error: {error}")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["n", "texts"]


@pytest.mark.notebooks
def test_report_end_to_end(run, texts, tmp_path):
    """A notebook of one's own on a folder with one bad file: a page, an index, code 3."""
    (texts / "empty.txt").write_bytes(b"")
    own = write_notebook(
        tmp_path / "own.ipynb", "# Own?", "import policyviz as pv", "len(pv.load_policies())"
    )
    code, out, err = run("report", texts, "--only", own, "--title", "<b>Mine</b>")
    assert (code, out) == (3, [])
    assert err[0].startswith("own.html  ")
    assert err[1].startswith("Not read: empty.txt: ")
    assert err[-2:] == ["1 page from 3 of 4 files.", "Open reports/index.html"]
    assert read_page(tmp_path / "reports" / "own.html").select_one("pre.printed").get_text() == "3"
    assert read_page(tmp_path / "reports" / "index.html").h1.get_text() == "<b>Mine</b>"


class Terminal(io.StringIO):
    """A stderr that somebody watches."""

    def isatty(self):
        return True


@pytest.mark.parametrize(("watched", "quiet", "drawn"), [(1, 0, True), (1, 1, False), (0, 0, False)])
def test_bar_is_drawn_only_where_somebody_watches(run, built, monkeypatch, watched, quiet, drawn):
    """In a terminal the step and how many are done; nothing in a pipe, nothing when quiet."""
    stream = Terminal() if watched else io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    run("report", *["--quiet"] * quiet)
    assert ("1/2" in stream.getvalue(), "\r" in stream.getvalue()) == (drawn, drawn)


def test_module_is_the_command(tmp_path):
    """`python -m policyviz` is `policyviz`; a reader that hangs up is no crash."""
    command = [sys.executable, "-m", "policyviz", "verify"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.splitlines()[-1] == "ok       policies/wrk.txt"
    # Buffered, as it is where nobody says otherwise.
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": plain}
    with subprocess.Popen(command, cwd=tmp_path, **pipes) as process:  # noqa: S603
        process.stdout.close()
        said = process.stderr.read().decode()
    assert (process.returncode, "Traceback" in said, "Exception" in said) == (1, False, False)
