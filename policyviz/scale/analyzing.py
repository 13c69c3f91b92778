"""On a worker: one partition from its files to its tables."""

import hashlib
import json
import warnings
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import pandas as pd

import policyviz
from policyviz.analysis.coverage import measure_coverage
from policyviz.analysis.vagueness import measure_vagueness
from policyviz.corpus import PolicyWarning
from policyviz.corpus.collecting import Record
from policyviz.corpus.loading import FILES, READ, describe_record
from policyviz.frames import make_frame
from policyviz.lexicons.loading import load_lexicon
from policyviz.scale.reading import FAILED, read_records, say_failed, take_prints
from policyviz.scale.storage import find_partition, write_partition
from policyviz.scale.tasks import FORMAT, Answer, Task, VersionError
from policyviz.structure.clauses import split_clauses
from policyviz.terms.mentions import find_all_terms

# Policies that are in memory as frames of frames; more are no faster.
STEP = 100
LEXICONS = ("data_categories", "vagueness")
LANGUAGES = ("en", "und", "")
# What reads files and tells languages: another version of it, or none, can give other policies.
READERS = (
    *("charset-normalizer", "lxml", "lxml-html-clean", "nupunkt", "py3langid", "pypdfium2"),
    *("python-docx", "trafilatura"),
)
LOG = {"file": "str", "policy_id": "str", "format": "str", "language": "str", "n_words": "int64"}
LOG |= {"n_clauses": "int64"} | {name: kind for name, kind in FILES.items() if name not in LOG}


def analyze_partition(task: Task) -> Answer:
    """Read, analyse and write one partition, unless it is there already.

    Parameters
    ----------
    task : Task

    Returns
    -------
    answer : Answer

    Raises
    ------
    VersionError
        If the client has another policyviz.
    WriteError
        If the partition cannot be written.
    """
    if task.version != policyviz.__version__:
        raise VersionError(policyviz.__version__)
    found = find_partition(task.out, make_key(task, take_prints(task)))
    if found is not None:
        return found
    parts, prints = [], []
    for records, own in read_records(task, size=STEP):
        parts.append(analyze_records(records))
        prints += own
    # Of what was read just now: a file may have changed since its hash was taken.
    key = make_key(task, prints)
    tables = {name: _put_together([part[name] for part in parts], name) for name in parts[0]}
    counts = _count(tables)
    if failed := [note for note in tables["files"]["notes"] if FAILED in note]:
        # Under a name of its own, so that the next run does not take it for what the files hold.
        key = hashlib.sha256(json.dumps([key, failed]).encode()).hexdigest()
    return find_partition(task.out, key) or write_partition(task, key, tables, counts)


def make_key(task: Task, prints: Sequence[str]) -> str:
    """The name of a partition: a hash of all that its tables depend on.

    Parameters
    ----------
    task : Task
    prints : sequence of str
        The sha256 of each file, or the reason why it cannot be read.

    Returns
    -------
    key : str
        64 hexadecimal digits.
    """
    first = task.chunk.first if task.chunk else 0
    jobs = [
        [job.name, job.policy_id, job.metadata, job.notes, job.reason, text]
        for job, text in zip(task.jobs, prints, strict=True)
    ]
    text = json.dumps([describe_settings(), list_readers(), first, jobs], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def describe_settings() -> dict:
    """What is the same for all partitions: format, version, lexicons."""
    lexicons = {name: _hash_frame(load_lexicon(name)) for name in LEXICONS}
    return {"format": FORMAT, "policyviz": policyviz.__version__, "lexicons": lexicons}


def _hash_frame(frame: pd.DataFrame) -> str:
    return hashlib.sha256(frame.to_csv(index=False).encode()).hexdigest()


@cache
def list_readers() -> dict[str, str]:
    """The versions of the packages that read files, "" for what is not installed."""
    versions = {}
    for name in READERS:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = ""
    return versions


def analyze_records(records: Sequence[Record]) -> dict[str, pd.DataFrame]:
    """All tables of some records; one that stands in the way of the others is left out and says why.

    Parameters
    ----------
    records : sequence of Record

    Returns
    -------
    tables : dict of str to pandas.DataFrame
        policies, clauses, data_mentions, vague_mentions, coverage, vagueness, files.
    """
    records = list(records)
    try:
        tables, notes = _analyze_rows([record.row for record in records if record.row])
    except Exception:
        records = [_try_alone(record) for record in records]
        tables, notes = _analyze_rows([record.row for record in records if record.row])
    n_clauses = tables["clauses"].groupby("policy_id").size().to_dict()
    log = []
    for record in records:
        policy_id = record.row.get("policy_id", "")
        said = record._replace(notes=[*record.notes, *notes.get(policy_id, [])])
        log.append(describe_record(said) | {"n_clauses": n_clauses.get(policy_id, 0)})
    return tables | {"files": pd.DataFrame(log, columns=list(LOG)).astype(LOG)}


def _try_alone(record: Record) -> Record:
    if not record.row:
        return record
    try:
        _analyze_rows([record.row])
    except Exception as error:
        return Record(record.file, {}, [say_failed(error)])
    return record


def _analyze_rows(rows: list[dict]) -> tuple[dict[str, pd.DataFrame], dict[str, list[str]]]:
    """Tables, and notes by policy."""
    policies = make_frame(rows, "policies").sort_values("policy_id", ignore_index=True)
    plain = policies["language"].map(lambda own: own.lower().partition("-")[0] in LANGUAGES)
    # Those in other languages have a note from reading; asked for them alone, split_clauses refuses.
    english = policies[plain.astype("bool")]
    clauses, notes = _split(english)
    data, vague = find_all_terms(clauses, [load_lexicon(name) for name in LEXICONS])
    with warnings.catch_warnings():
        # Of an empty table of mentions it cannot be said what its terms weigh.
        warnings.simplefilter("ignore", UserWarning)
        vagueness = measure_vagueness(clauses, vague)
    tables = {
        "policies": policies,
        "clauses": clauses,
        "data_mentions": data,
        "vague_mentions": vague,
        "coverage": measure_coverage(clauses, data),
        "vagueness": vagueness,
    }
    return tables, notes


def _split(policies: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, list[str]]]:
    """The clauses, and what was warned of, policy by policy."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", PolicyWarning)
        clauses = split_clauses(policies)
    said = [str(warning.message) for warning in caught if issubclass(warning.category, PolicyWarning)]
    notes: dict[str, list[str]] = {}
    if len(policies) == 1 and said:
        notes[policies["policy_id"].iloc[0]] = [" ".join(text.split()) for text in said]
    elif said:
        # A warning names five policies and counts the others: each is asked what it is about.
        is_whole = all(" more" not in text for text in said)
        for at, policy_id in enumerate(policies["policy_id"]):
            if not is_whole or any(policy_id in text for text in said):
                notes |= _split(policies.iloc[at : at + 1])[1]
    return clauses, notes


def _put_together(frames: list[pd.DataFrame], name: str) -> pd.DataFrame:
    """The parts of a table as one, in the order that it has in memory."""
    whole = pd.concat(frames, ignore_index=name != "coverage")
    if name == "coverage":
        return whole.sort_index()
    if name == "files":
        return whole
    return whole.sort_values("policy_id", kind="stable", ignore_index=True)


def _count(tables: dict[str, pd.DataFrame]) -> dict[str, int]:
    files = tables["files"]
    is_read = files["outcome"] == READ
    return {
        "files": len(files),
        "read": int(is_read.sum()),
        "without_clauses": int((is_read & (files["n_clauses"] == 0)).sum()),
    }
