"""Reading a notebook and running it, in a kernel of this very Python."""

import asyncio
import logging
import os
import signal
import subprocess
import sys
import sysconfig
import tempfile
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from pathlib import Path

import nbformat
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

import policyviz
from policyviz.corpus.loading import DATA_VARIABLE

CELL_SECONDS = 600
START_SECONDS = 120

# Tags of cells: what a report may set, and what is the same for all pages made of one notebook.
PARAMETERS, ONCE = "parameters", "once"


def read_notebook(path: Path) -> NotebookNode:
    """Read a notebook, or say in one sentence what is wrong with it.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    notebook : nbformat.NotebookNode
        In the current notebook format, whatever the file's was.

    Raises
    ------
    FileNotFoundError, IsADirectoryError
        If there is no such file, or if it is a folder.
    ValueError
        If the file is not a notebook, has no cells, or is not in Python.
    """
    if path.is_dir():
        message = f"{path} is a folder. For all its notebooks: policyviz report --notebooks {path}"
        raise IsADirectoryError(message)
    if not path.is_file():
        message = f"There is no notebook {path}. Check the spelling; the name ends in .ipynb."
        raise FileNotFoundError(message)
    notebook = _parse(path)
    if not notebook.cells:
        message = f"{path} has no cells: there is nothing to report."
        raise ValueError(message)
    language = notebook.metadata.get("kernelspec", {}).get("language", "python")
    if language.lower() != "python":
        message = f"{path} is a notebook in {language}; only Python notebooks can be reports."
        raise ValueError(message)
    return notebook


def _parse(path: Path) -> NotebookNode:
    try:
        with warnings.catch_warnings():
            # Old notebooks have cells without ids, which nbformat mends and complains about.
            warnings.simplefilter("ignore")
            notebook = nbformat.read(path, as_version=4)
            nbformat.validate(notebook)
    except (ValueError, AttributeError, KeyError, TypeError, nbformat.ValidationError):
        message = f"{path} is not a Jupyter notebook. Give a file that Jupyter saved (.ipynb)."
        raise ValueError(message) from None
    return notebook


def run_notebook(
    notebook: NotebookNode,
    path: Path,
    *,
    policies: Path | None = None,
    parameters: Mapping[str, object] | None = None,
) -> NotebookNode:
    """Run all cells in the notebook's folder and keep their outputs.

    The kernel is this interpreter with this policyviz, whatever kernels are installed;
    a user's IPython start-up files do not run, and hash seeds are fixed.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Not changed.
    path : pathlib.Path
        Where the notebook came from: its folder is the working directory.
    policies : pathlib.Path, optional
        What ``load_policies()`` reads in the notebook; by default the shipped policies.
    parameters : mapping, optional
        Names and values (text, numbers, None) to set after the cell tagged "parameters".

    Returns
    -------
    executed : nbformat.NotebookNode

    Raises
    ------
    ValueError
        If there are parameters, but no cell tagged "parameters".
    RuntimeError
        If a cell fails, runs too long or takes the kernel down. The message names
        notebook, cell and the exception.
    """
    executed = set_parameters(notebook, path, parameters or {})
    code = [cell for cell in executed.cells if cell.cell_type == "code"]
    for cell in code:
        cell.outputs, cell.execution_count = [], None
    if not code:
        return executed
    # Connection file, IPython's folder and the kernel's own messages: gone afterwards.
    with tempfile.TemporaryDirectory(prefix="policyviz-", ignore_cleanup_errors=True) as scratch:
        _run(executed, path, policies, Path(scratch))
    return executed


def run_repeatedly(
    notebook: NotebookNode,
    path: Path,
    runs: Sequence[Mapping[str, object]],
    *,
    policies: Path | None = None,
    on_run: Callable[[int], None] = lambda number: None,
) -> list[NotebookNode | str]:
    """Run a notebook once for each set of parameters, in one kernel; cells tagged "once" run but once.

    Parameters
    ----------
    notebook, path, policies
        As in `run_notebook`.
    runs : sequence of mapping
        The parameters of each run.
    on_run : callable
        Called with the number of a run, from 0, when it starts.

    Returns
    -------
    results : list of nbformat.NotebookNode or str
        For each run the notebook with its outputs, or what went wrong in it: the others go on.
    """
    copies = [set_parameters(notebook, path, parameters) for parameters in runs]
    plan = [(number, cell) for number, copy in enumerate(copies) for cell in copy.cells]
    plan = [(number, cell) for number, cell in plan if not number or ONCE not in _list_tags(cell)]
    for _, cell in plan:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    whole = deepcopy(notebook)
    whole.cells = [cell for _, cell in plan]
    begun: set[int] = set()

    def on_cell(place: int) -> None:
        number = plan[place][0]
        if number not in begun:
            begun.add(number)
            on_run(number)

    with tempfile.TemporaryDirectory(prefix="policyviz-", ignore_cleanup_errors=True) as scratch:
        _run(whole, path, policies, Path(scratch), on_cell=on_cell, go_on=True)
    return _take_apart(copies, path)


def _take_apart(copies: list[NotebookNode], path: Path) -> list[NotebookNode | str]:
    """Each run with the outputs of the cells that ran the first time only, or its error."""
    for copy in copies[1:]:
        for place, cell in enumerate(copy.cells):
            if ONCE in _list_tags(cell):
                copy.cells[place] = deepcopy(copies[0].cells[place])
    return [_find_error(copy, path) or copy for copy in copies]


def _find_error(notebook: NotebookNode, path: Path) -> str:
    for place, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                return (
                    f"{path.name}, {describe_cell(notebook, place)}: {output.ename}: {output.evalue.strip()}"
                )
    return ""


def set_parameters(notebook: NotebookNode, path: Path, parameters: Mapping[str, object]) -> NotebookNode:
    """A copy of the notebook with a cell that sets the parameters after the one tagged "parameters".

    Raises
    ------
    ValueError
        If there is no such cell, but something to set.
    """
    copy = deepcopy(notebook)
    if not parameters:
        return copy
    places = [place for place, cell in enumerate(copy.cells) if PARAMETERS in _list_tags(cell)]
    if not places:
        message = (
            f'{path.name} has no cell tagged "{PARAMETERS}", so {", ".join(parameters)} cannot be set. '
            "Tag the cell that gives them their values (in JupyterLab: Property Inspector, Cell Tags)."
        )
        raise ValueError(message)
    source = "\n".join(f"{name} = {value!r}" for name, value in parameters.items())
    cell = new_code_cell(source, id="parameters-set", metadata={"tags": ["injected-parameters"]})
    copy.cells.insert(places[0] + 1, cell)
    return copy


def _list_tags(cell: NotebookNode) -> list[str]:
    return cell.metadata.get("tags", [])


def _run(
    notebook: NotebookNode,
    path: Path,
    policies: Path | None,
    scratch: Path,
    *,
    on_cell: Callable[[int], None] = lambda place: None,
    go_on: bool = False,
) -> None:
    client, started = _make_client(notebook, path, scratch, on_cell)
    client.allow_errors = go_on
    log = scratch / "kernel.log"
    problem = None
    try:
        with log.open("wb") as messages:
            client.execute(
                env=_make_environment(policies, scratch),
                stdout=messages,
                stderr=subprocess.STDOUT,
                cleanup_kc=True,
            )
    except CellExecutionError as error:
        problem = f"{error.ename}: {error.evalue.strip()}"
    except CellTimeoutError:
        problem = f"ran for more than {client.timeout:g} seconds. Make it faster, or read fewer policies."
    except DeadKernelError:
        problem = "the Python process died, perhaps out of memory."
    except RuntimeError as error:
        if started:
            raise
        message = f"Python could not be started for {path.name}: {error}. {_read_last_line(log)}"
        raise RuntimeError(message) from None
    if problem:
        message = f"{path.name}, {describe_cell(notebook, started[-1])}: {problem}"
        raise RuntimeError(message)


def describe_cell(notebook: NotebookNode, position: int) -> str:
    """Name a cell as a reader finds it: its number from the top, and how it begins."""
    lines = notebook.cells[position].source.strip().splitlines() or [""]
    first = lines[0] if len(lines[0]) <= 60 else f"{lines[0][:57]}..."
    return f"cell {position + 1} ({first})"


def _make_client(
    notebook: NotebookNode, path: Path, scratch: Path, on_cell: Callable[[int], None]
) -> tuple[NotebookClient, list[int]]:
    log = logging.getLogger("policyviz.report")
    log.addHandler(logging.NullHandler())
    log.propagate = False
    manager = AsyncKernelManager(
        kernel_spec_manager=_ThisPython(log=log),
        connection_file=str(scratch / "kernel.json"),
        log=log,
    )
    client = NotebookClient(
        notebook,
        km=manager,
        log=log,
        timeout=CELL_SECONDS,
        startup_timeout=START_SECONDS,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(path.resolve().parent)}},
    )
    started: list[int] = []

    def note(cell: NotebookNode, cell_index: int) -> None:
        started.append(cell_index)
        on_cell(cell_index)

    client.on_cell_start = note
    client.on_notebook_start = _give_ctrl_c_back
    return client, started


def _give_ctrl_c_back(notebook: NotebookNode) -> None:
    """Let Ctrl-C reach the caller: nbclient takes it for itself, and then fails in a way of its own."""
    # Where loops know no signals, nbclient took none.
    with suppress(RuntimeError, ValueError):
        asyncio.get_running_loop().remove_signal_handler(signal.SIGINT)


class _ThisPython(KernelSpecManager):
    """Knows one kernel: the interpreter that is running now.

    A kernel named python3 in the user's home may belong to another Python, without
    policyviz or with another version of it.
    """

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python", language="python")


def _make_environment(policies: Path | None, scratch: Path) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if name not in ("MPLBACKEND", DATA_VARIABLE)}
    env |= {
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "IPYTHONDIR": str(scratch / "ipython"),
    }
    if policies is not None:
        env[DATA_VARIABLE] = str(policies.resolve())
    home = Path(policyviz.__file__).resolve().parents[1]
    if home not in (Path(sysconfig.get_path(kind)).resolve() for kind in ("purelib", "platlib")):
        # Run from a clone that is not installed: the kernel must find the same policyviz.
        env["PYTHONPATH"] = os.pathsep.join(filter(None, [str(home), env.get("PYTHONPATH")]))
    return env


def _read_last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")
