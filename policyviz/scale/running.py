"""A source over a cluster into a folder of partitions."""

import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from policyviz.scale.clusters import count_processors, open_client, require_packages
from policyviz.scale.tasks import Answer, Task, VersionError, WriteError, halve

if TYPE_CHECKING:
    from distributed import Client, Future

    from policyviz.scale.partitions import Plan

# Partitions that wait at each worker: one is worked on, the next ones are there when it is done.
WAITING = 3
# Seconds after which a run asks whether there are workers at all.
PATIENCE = 30
LOST = "The scheduler was lost. Run again: finished partitions are kept."


class Summary(NamedTuple):
    """What a run has done."""

    out: Path
    n_files: int  # met: files, or rows of a table
    n_read: int
    n_not_read: int
    n_without_clauses: int  # policies that were read, but are not English or have no running text
    n_clauses: int
    n_partitions: int
    n_reused: int  # partitions that were there already


def analyze(
    source: str | Path | Sequence[str | Path] | None,
    out: str | Path,
    *,
    scheduler: str | None = None,
    partition_size: int = 500,
    n_workers: int | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> Summary:
    """Read and analyse any number of policies on many processors, and write the tables in partitions.

    Each partition is written whole or not at all, under a name made from the content of its
    files. So a run that was stopped goes on where it was, and of a collection that has changed
    only the partitions are made anew whose files have. The results are those of `load_policies`,
    `split_clauses`, `find_terms`, `measure_coverage` and `measure_vagueness`, in the same order.
    One difference: where files share an id ("a.txt", "a.html" become "a", "a-2"), one that
    then cannot be read keeps its number.

    In a script the call stands below ``if __name__ == "__main__":``, since each worker imports
    the script; in a notebook it needs nothing.

    Parameters
    ----------
    source : str, pathlib.Path, sequence of them or None
        As in `load_policies`: a folder, a pattern, a ``.zip``, a register, a table of texts (of
        any size), a single file; None for what `load_policies` takes then. Or a list of paths
        (named from the folder that holds them all), or the address of a folder, a file or a
        table that fsspec knows: "s3://bucket/policies", "zip://::policies.zip" ("memory://"
        only without a scheduler). All workers must be able to read it.
    out : str or pathlib.Path
        A folder: new, empty, or of a run before. All workers must be able to write into it.
    scheduler : str, optional
        The address of a Dask scheduler, "tcp://127.0.0.1:8786". Left out, a cluster is
        started on this machine and ended with the run; it talks to nobody else.
    partition_size : int, default 500
        Policies of a partition, about; fewer if they are large.
    n_workers : int, optional
        Processes to start; default: one for each processor. Not with `scheduler`.
    progress : callable, optional
        Called with how many files are done and how many there are.

    Returns
    -------
    summary : Summary
        ``out``, and counts: ``n_files``, ``n_read``, ``n_not_read``, ``n_without_clauses``,
        ``n_clauses``, ``n_partitions``, ``n_reused``.

    Raises
    ------
    ImportError
        If Dask is not installed.
    FileNotFoundError, ValueError, TypeError
        If there is nothing to read, an argument cannot be used, or `out` and the source lie
        in each other.
    FileExistsError, NotADirectoryError
        If `out` holds anything else, or is a file.
    ConnectionError
        If there is no scheduler, or it has no workers, or it is lost.
    RuntimeError
        If the workers have another version.
    OSError
        If a partition cannot be written, such as for want of room.

    See Also
    --------
    load_results : Reads all tables of some or all policies.
    load_table : Reads one table.

    Examples
    --------
    >>> from policyviz import scale
    >>> summary = scale.analyze("policies", "results")  # doctest: +SKIP
    >>> scale.load_results("results", sample=200).vagueness  # doctest: +SKIP
    """
    require_packages()
    from policyviz.scale.partitions import make_plan
    from policyviz.scale.places import check_out

    _check_numbers(scheduler, partition_size, n_workers)
    source = _tidy_source(source)
    folder = Path(out).absolute()
    check_out(folder, source)
    run = uuid.uuid4().hex[:12]
    plan = make_plan(source, partition_size=partition_size, out=folder, run=run)
    (folder / "partitions").mkdir(parents=True, exist_ok=True)
    answers = _run_plan(
        plan,
        folder,
        run,
        client=lambda: open_client(
            scheduler,
            n_workers=min(n_workers or count_processors(), plan.n_partitions),
            processes=not str(source).startswith("memory://"),
        ),
        progress=progress,
    )
    return _conclude(folder, answers, partition_size)


def _tidy_source(source: object) -> str | Path | list | None:
    if source is None or isinstance(source, str | Path):
        return source
    if isinstance(source, Iterable):
        paths = list(source)
        if all(isinstance(path, str | Path) for path in paths):
            return paths
    message = f"source must be a path, an address or a list of paths, got {type(source).__name__}."
    raise TypeError(message)


def _check_numbers(scheduler: str | None, partition_size: int, n_workers: int | None) -> None:
    for name, value in (("partition_size", partition_size), ("n_workers", n_workers)):
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 1):
            message = f"{name} must be a whole number from 1 up, got {value!r}."
            raise ValueError(message)
    if scheduler is not None and n_workers is not None:
        message = "n_workers is of a cluster on this machine: that of a scheduler has the workers it has."
        raise ValueError(message)


def _run_plan(
    plan: "Plan",
    folder: Path,
    run: str,
    *,
    client: Callable[[], object],
    progress: Callable[[int, int], object] | None,
) -> list[Answer]:
    """The answers of all partitions, in order; whatever happens, nothing half-written is left behind."""
    from policyviz.scale.storage import sweep

    answers: dict[tuple[int, ...], Answer] = {}
    n_done = 0
    try:
        with client() as opened, closing(run_tasks(opened, plan.make_tasks(), run=run)) as running:
            for place, answer in running:
                answers[place] = answer
                n_done += answer.counts["files"]
                if progress:
                    progress(n_done, plan.n_files)
    except WriteError as error:
        message = (
            f"{folder} cannot be written into: {error}. {len(answers):,} of {plan.n_partitions:,} partitions "
            "are finished and stay. Make room and run again: it goes on from there."
        )
        raise OSError(message) from error
    finally:
        sweep(folder, run)
    return [answers[place] for place in sorted(answers)]


def run_tasks(
    client: "Client", tasks: Iterator[Task], *, run: str
) -> Iterator[tuple[tuple[int, ...], Answer]]:
    """Run partitions, a few at a time, and give their answers as they come.

    A partition that kills its workers is run again with nothing beside it: its neighbours
    may have been the cause. If it dies alone, too, its halves are tried.

    Yields
    ------
    place, answer : tuple of int, Answer
        Sorted by place the answers stand in the order of the tasks.
    """
    waiting = (((number,), task) for number, task in enumerate(tasks))
    suspects: deque[tuple[tuple[int, ...], Task]] = deque()
    flight = _Flight(client, run)
    try:
        while True:
            is_alone = bool(suspects) and not flight.flying
            if is_alone:
                flight.launch(*suspects.popleft())
            elif not suspects:
                for place, task in islice(waiting, flight.count_free()):
                    flight.launch(place, task)
            if not flight.flying:
                return
            place, task, answer = flight.land()
            if answer is not None:
                yield place, answer
            elif is_alone:
                halves = [((*place, number), half) for number, half in enumerate(halve(task))]
                suspects.extendleft(reversed(halves))
            else:
                suspects.append((place, task))
    finally:
        flight.cancel()


class _Flight:
    """The partitions that are with the scheduler now: a few for each worker, however many there are."""

    def __init__(self, client: "Client", run: str) -> None:
        self.client, self.run = client, run
        self.flying: dict[Future, tuple[tuple[int, ...], Task]] = {}

    def count_free(self) -> int:
        return max(WAITING * max(self._count_threads(), 1) - len(self.flying), 0)

    def _count_threads(self) -> int:
        """How many partitions the cluster can work on at once."""
        from distributed.comm import CommClosedError

        try:
            return sum(self.client.nthreads().values())
        except CommClosedError as error:
            raise ConnectionError(LOST) from error

    def launch(self, place: tuple[int, ...], task: Task) -> None:
        from policyviz.scale.analyzing import analyze_partition

        key = f"policyviz-{self.run}-{'.'.join(map(str, place))}-{uuid.uuid4().hex[:6]}"
        future = self.client.submit(analyze_partition, task, key=key, pure=False)
        self.flying[future] = (place, task)

    def land(self) -> tuple[tuple[int, ...], Task, Answer | None]:
        """The next one that has ended; no answer if its workers died."""
        future = self._wait()
        place, task = self.flying.pop(future)
        answer = _take_answer(future)
        future.release()
        return place, task, answer

    def _wait(self) -> "Future":
        """The next future that has ended; whether anybody is left to work is asked now and then."""
        from distributed import CancelledError, wait

        while True:
            try:
                with self.client.as_current():
                    ended = wait(list(self.flying), timeout=PATIENCE, return_when="FIRST_COMPLETED").done
                return next(future for future in self.flying if future in ended)
            except CancelledError:
                return next(future for future in self.flying if future.status == "cancelled")
            except TimeoutError as error:
                if not self._count_threads():
                    message = (
                        f"The cluster has had no workers for {PATIENCE} seconds. Start some and run again: "
                        "finished partitions are kept."
                    )
                    raise ConnectionError(message) from error

    def cancel(self) -> None:
        for future in self.flying:
            future.cancel()


def _take_answer(future: "Future") -> Answer | None:
    """The answer of a partition; None if its workers died.

    Raises
    ------
    WriteError
        As it was raised on the worker.
    ConnectionError
        If the scheduler is gone.
    RuntimeError
        If a worker that came later has another version.
    """
    from concurrent.futures import CancelledError as LostError

    from distributed import CancelledError, KilledWorker

    try:
        return future.result()
    except KilledWorker:
        return None
    except (CancelledError, LostError) as error:
        raise ConnectionError(LOST) from error
    except VersionError as error:
        message = f"A worker has policyviz {error}: install the same version everywhere."
        raise RuntimeError(message) from error


def _conclude(folder: Path, answers: list[Answer], partition_size: int) -> Summary:
    """Write what makes the partitions a result; its counts."""
    from policyviz.scale.analyzing import describe_settings
    from policyviz.scale.results import write_errors
    from policyviz.scale.storage import write_manifest

    try:
        write_errors(folder, [answer.key for answer in answers])
        write_manifest(folder, describe_settings() | {"partition_size": partition_size}, answers)
    except OSError as error:
        message = (
            f"{folder} cannot be written into: {error}. All partitions are finished and stay; run again."
        )
        raise OSError(message) from error
    n_files, n_read, n_empty = (
        sum(answer.counts[name] for answer in answers) for name in ("files", "read", "without_clauses")
    )
    return Summary(
        folder,
        n_files,
        n_read,
        n_files - n_read,
        n_empty,
        sum(answer.rows["clauses"] for answer in answers),
        len(answers),
        sum(answer.reused for answer in answers),
    )
