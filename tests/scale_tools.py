"""What the tests of the cluster share: tables as they are made in memory, and what stands in a folder."""

import json
import warnings

import pandas as pd

import policyviz as pv

NAMES = ("policies", "clauses", "data_mentions", "vague_mentions", "coverage", "vagueness")
TEXT = "We collect your name and e-mail address. We may share some of it with other partners.\n"


def make_in_memory(source):
    """The tables of a source, one after the other, and the log of its files."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        policies, files = pv.read_collection(source)
        clauses = pv.split_clauses(policies)
        data = pv.find_terms(clauses, pv.load_lexicon("data_categories"))
        vague = pv.find_terms(clauses, pv.load_lexicon("vagueness"))
        coverage, vagueness = pv.measure_coverage(clauses, data), pv.measure_vagueness(clauses, vague)
    return dict(zip(NAMES, (policies, clauses, data, vague, coverage, vagueness), strict=True)), files


def check_same(results, source, *, notes=True):
    """Every table has the values, the types and the bytes that it has in memory."""
    tables, files = make_in_memory(source)
    for name, expected in tables.items():
        found = getattr(results, name)
        pd.testing.assert_frame_equal(found, expected, check_exact=True, obj=name)
        assert found.to_parquet() == expected.to_parquet(), name
    log = results.files.drop(columns="n_clauses")
    if not notes:
        log, files = log.drop(columns="notes"), files.drop(columns="notes")
    pd.testing.assert_frame_equal(log, files, check_exact=True)


def write_policies(folder, n, *, first=0):
    """Policies that differ in a number; files of one word each are enough to be told apart."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(first, first + n):
        (folder / f"company-{number:03}.txt").write_text(f"{TEXT}We are company {number}.\n", "utf-8")
    return folder


def list_keys(out):
    """The partitions that are the result."""
    return [part["key"] for part in json.loads((out / "manifest.json").read_bytes())["partitions"]]
