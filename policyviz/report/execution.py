"""Reading a notebook and running it, in a kernel of this very Python."""

import logging
import os
import subprocess
import sys
import sysconfig
import tempfile
import warnings
from copy import deepcopy
from pathlib import Path

import nbformat
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

import policyviz

CELL_SECONDS = 600
START_SECONDS = 120

# What load_policies() reads when it is called without a path.
DATA_VARIABLE = "POLICYVIZ_DATA"


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
        message = f"{path} is a folder. For all its notebooks: python -m policyviz.report {path}"
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


def run_notebook(notebook: NotebookNode, path: Path, *, policies: Path | None = None) -> NotebookNode:
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

    Returns
    -------
    executed : nbformat.NotebookNode

    Raises
    ------
    RuntimeError
        If a cell fails, runs too long or takes the kernel down. The message names
        notebook, cell and the exception.
    """
    executed = deepcopy(notebook)
    code = [cell for cell in executed.cells if cell.cell_type == "code"]
    for cell in code:
        cell.outputs, cell.execution_count = [], None
    if not code:
        return executed
    # Connection file, IPython's folder and the kernel's own messages: gone afterwards.
    with tempfile.TemporaryDirectory(prefix="policyviz-", ignore_cleanup_errors=True) as scratch:
        _run(executed, path, policies, Path(scratch))
    return executed


def _run(notebook: NotebookNode, path: Path, policies: Path | None, scratch: Path) -> None:
    client, started = _make_client(notebook, path, scratch)
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


def _make_client(notebook: NotebookNode, path: Path, scratch: Path) -> tuple[NotebookClient, list[int]]:
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
    client.on_cell_start = lambda cell, cell_index: started.append(cell_index)
    return client, started


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
