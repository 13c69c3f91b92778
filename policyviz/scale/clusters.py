"""A Dask client: of a cluster on this machine that ends with the run, or of one that is there."""

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING

import policyviz

if TYPE_CHECKING:
    from distributed import Client

# Seconds until a scheduler that does not answer, or has no workers, is given up.
CONNECT, WORKERS = 10, 30
PACKAGES = ("dask", "distributed", "fsspec", "pyarrow")
# What scheduler and workers keep to look at later would grow with every task, and is not looked at.
LEAN = {
    "distributed.admin.log-length": 100,
    "distributed.admin.low-level-log-length": 100,
    "distributed.admin.system-monitor.log-length": 100,
    "distributed.admin.large-graph-warning-threshold": "1GB",
    "distributed.diagnostics.computations.max-history": 1,
    "distributed.scheduler.dashboard.tasks.task-stream-length": 100,
}


def require_packages() -> None:
    """Say before anything is read what it takes.

    Raises
    ------
    ImportError
        If a package is missing.
    """
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if missing:
        message = f'A cluster needs more packages ({", ".join(missing)}): pip install "policyviz[scale]"'
        raise ImportError(message)


def count_processors() -> int:
    """How many processors this process may use."""
    from dask.system import CPU_COUNT

    return CPU_COUNT


@contextmanager
def open_client(
    scheduler: str | None = None, *, n_workers: int | None = None, processes: bool = True
) -> "Iterator[Client]":
    """A client, closed at the end with whatever was started for it.

    Parameters
    ----------
    scheduler : str, optional
        The address of a scheduler; left out, a cluster is started on this machine.
    n_workers : int, optional
        Workers of that cluster.
    processes : bool
        False starts threads: only they see what this process holds in memory.

    Yields
    ------
    client : distributed.Client

    Raises
    ------
    ConnectionError
        If there is no scheduler at the address, or it has no workers.
    RuntimeError
        If a worker has another policyviz, or none.
    """
    import dask

    with ExitStack() as stack:
        stack.enter_context(_quiet())
        # One death can be chance; after the second the partition is looked at more closely.
        lean = LEAN | {"distributed.scheduler.allowed-failures": 1}
        stack.enter_context(dask.config.set(lean))
        address = scheduler
        if scheduler is None:
            address = stack.enter_context(_start_cluster(n_workers, processes=processes))
        client = stack.enter_context(_connect(address))
        _check_workers(client, scheduler)
        yield client


@contextmanager
def _start_cluster(n_workers: int | None, *, processes: bool) -> Iterator[object]:
    from distributed import LocalCluster

    with _without_interrupts():
        cluster = LocalCluster(
            n_workers=n_workers,
            processes=processes,
            threads_per_worker=1,
            host="127.0.0.1" if processes else None,
            dashboard_address="127.0.0.1:0",
            worker_dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
        )
    with cluster:
        yield cluster


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Start processes that leave Ctrl-C to this one: they would end with a traceback each."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)


@contextmanager
def _connect(address: object) -> "Iterator[Client]":
    from distributed import Client
    from distributed.comm import parse_address, parse_host_port

    try:
        if isinstance(address, str) and not address.startswith("inproc://"):
            # A client that was given no address at all cannot be closed.
            parse_host_port(parse_address(address)[1])
        client = Client(address, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        message = (
            f"There is no scheduler at {address} ({type(error).__name__}). Start one with: dask scheduler. "
            'It says its address, such as "tcp://127.0.0.1:8786".'
        )
        raise ConnectionError(message) from error
    try:
        yield client
    finally:
        # A scheduler that is gone cannot be said goodbye to.
        with suppress(OSError, TimeoutError):
            client.close(timeout=CONNECT)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Dask from telling a terminal what becomes an error, or a line of the log of files, here."""
    import distributed  # noqa: F401, sets the levels that are put back below

    names = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] == "distributed"]
    levels = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def tell_version() -> str:
    """The version of this package where it runs."""
    return policyviz.__version__


def _check_workers(client: "Client", scheduler: str | None) -> None:
    try:
        client.wait_for_workers(1, timeout=WORKERS)
    except TimeoutError as error:
        where = f"The scheduler at {scheduler}" if scheduler else "The cluster on this machine"
        advice = f"Start one with: dask worker {scheduler} --nthreads 1" if scheduler else "Try again."
        message = f"{where} has had no workers for {WORKERS} seconds. {advice}"
        raise ConnectionError(message) from error
    versions = client.run(tell_version, on_error="return")
    wrong = {place: found for place, found in versions.items() if found != policyviz.__version__}
    if wrong:
        shown = [
            f"{place} has {'none that can be used' if isinstance(found, Exception) else found}"
            for place, found in sorted(wrong.items())[:5]
        ]
        message = (
            f"This is policyviz {policyviz.__version__}, but of {len(versions)} workers {len(wrong)} have "
            f"another version: {'; '.join(shown)}. Install the same version everywhere."
        )
        raise RuntimeError(message)
