"""The tables that ``policyviz analyze`` writes: which others each needs, and how it is made."""

import csv
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

import policyviz as pv
from policyviz.cli.console import Progress

# As in the notebook on clusters; where there are few clauses, fewer clusters.
N_CLUSTERS = 8
CLAUSES_PER_CLUSTER = 2
# About half a minute; the time grows with the square of the number of policies.
MOST_PAIRS = 1000
PROFILE = ["policy_id", "label"]
ABOUT = Path(__file__).with_name("tables.csv")


class Table(NamedTuple):
    """A table with a sentence about it; `frame` is None if there is none, and `note` says why."""

    name: str
    frame: pd.DataFrame | None
    about: str
    note: str = ""
    is_bug: bool = False


def count_clusters(clauses: pd.DataFrame) -> int:
    """How many clusters these clauses are put into.

    Parameters
    ----------
    clauses : pandas.DataFrame

    Returns
    -------
    n_clusters : int
        8, or as many as there are pairs of different clauses.

    Raises
    ------
    ValueError
        If there are fewer than 4 different clauses.

    Examples
    --------
    >>> count_clusters(pd.DataFrame({"text": ["a", "b", "c", "d", "e"]}))
    2
    """
    n_texts = clauses["text"].nunique()
    if n_texts < 2 * CLAUSES_PER_CLUSTER:
        message = f"Clusters need {2 * CLAUSES_PER_CLUSTER} different clauses or more; found {n_texts}."
        raise ValueError(message)
    return min(N_CLUSTERS, n_texts // CLAUSES_PER_CLUSTER)


def compare(clauses: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Compare all pairs of policies, if that does not take hours.

    Raises
    ------
    ValueError
        If there is one policy only, or more than `MOST_PAIRS` pairs.
    """
    n_policies = clauses["policy_id"].nunique()
    n_pairs = n_policies * (n_policies - 1) // 2
    if n_pairs > MOST_PAIRS:
        message = (
            f"{n_policies:,} policies make {n_pairs:,} pairs, more than {MOST_PAIRS:,}. Analyze fewer at a "
            "time, or call compare_vagueness(clauses, mentions) in Python."
        )
        raise ValueError(message)
    return pv.compare_vagueness(clauses, mentions)


def _list_recipes() -> dict[str, tuple[tuple[str, ...], Callable[..., pd.DataFrame]]]:
    """For each table the tables it needs and the function that is called with them, in order."""
    data, vague = ("clauses", "data_mentions"), ("clauses", "vague_mentions")
    clusters, pairs = ("clauses", "clusters"), ("clauses", "boilerplate")
    return {
        "blocks": (("policies",), pv.split_blocks),
        "clauses": (("policies",), pv.split_clauses),
        "data_lexicon": ((), lambda: pv.load_lexicon("data_categories")),
        "vague_lexicon": ((), lambda: pv.load_lexicon("vagueness")),
        "data_mentions": (("clauses", "data_lexicon"), pv.find_terms),
        "vague_mentions": (("clauses", "vague_lexicon"), pv.find_terms),
        "coverage_clauses": (data, pv.measure_coverage),
        "coverage_status": (data, lambda *frames: pv.measure_coverage(*frames, measure="status")),
        "practices": (data, pv.measure_practices),
        "gaps": (("coverage_status",), pv.find_gaps),
        "gap_receipts": (("gaps", "clauses", "data_lexicon"), pv.search_gaps),
        "clause_scores": (vague, pv.score_clauses),
        "contributions": (vague, pv.explain_scores),
        "vagueness": (vague, pv.measure_vagueness),
        "vagueness_profile": (
            vague,
            lambda *frames: pv.measure_vagueness(*frames, by=["policy_id", "label"]),
        ),
        "comparisons": (vague, compare),
        "sensitivity": ((*vague, "vague_lexicon"), pv.measure_sensitivity),
        "readability": (("clauses",), pv.measure_readability),
        "clusters": (("clauses",), lambda rows: pv.cluster_clauses(rows, count_clusters(rows))),
        "top_terms": (clusters, pv.find_top_terms),
        "cluster_names": (("top_terms",), pv.name_clusters),
        "representatives": (clusters, pv.find_representatives),
        "cluster_companies": (("clusters",), pv.count_by_company),
        "stability": (clusters, lambda rows, _: pv.measure_stability(rows, count_clusters(rows))),
        "boilerplate": (("clauses",), pv.find_boilerplate),
        "boilerplate_groups": (("boilerplate",), pv.group_boilerplate),
        "originality": (pairs, pv.measure_originality),
        "overlap": (pairs, pv.measure_overlap),
    }


def make_tables(
    policies: pd.DataFrame, files: pd.DataFrame, *, progress: Progress, debug: bool = False
) -> list[Table]:
    """Make every table that these policies allow.

    Parameters
    ----------
    policies : pandas.DataFrame
    files : pandas.DataFrame
        The reading log, passed on as it is.
    progress : callable
        Called as ``progress(name, done, total)`` before each table, and at the end.
    debug : bool
        True lets an error that should not happen come through, instead of going on without the table.

    Returns
    -------
    tables : list of Table
        All names in the same order every time; a table that cannot be made has no frame.
    """
    with ABOUT.open(encoding="utf-8", newline="") as file:
        about = {row["table"]: row["about"] for row in csv.DictReader(file)}
    recipes = _list_recipes()
    frames: dict[str, pd.DataFrame | None] = {"policies": policies, "files": files}
    tables = [Table(name, frame, about[name]) for name, frame in frames.items()]
    for done, (name, (needs, make)) in enumerate(recipes.items()):
        progress(name, done, len(recipes))
        blank = Table(name, None, about[name])
        table = _make(blank, make, [frames.get(need) for need in needs], debug=debug)
        frames[name] = table.frame
        tables.append(table)
    progress("done", len(recipes), len(recipes))
    return tables


def _make(
    blank: Table, make: Callable[..., pd.DataFrame], inputs: list[pd.DataFrame | None], *, debug: bool
) -> Table:
    """The table with what was warned of, or without a frame and why it cannot be made."""
    if any(frame is None for frame in inputs):
        return blank._replace(note="It is made from tables that are left out.")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        try:
            frame = make(*inputs)
        except ValueError as error:
            return blank._replace(note=" ".join(str(error).split()))
        except Exception as error:
            # One table less is better than none: the others are made all the same.
            if debug:
                raise
            return blank._replace(note=f"Unexpected {type(error).__name__}: {error}", is_bug=True)
    said = dict.fromkeys(str(warning.message) for warning in caught)
    return blank._replace(frame=frame, note=" ".join(" ".join(said).split()))
