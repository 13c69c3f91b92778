"""What was planted in the policies of the classroom, against what the tools find there."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from policyviz.analysis.boilerplate import find_boilerplate
from policyviz.classroom.materials import (
    NAME,
    load_blocks,
    load_classroom,
    load_clauses,
    load_companies,
    load_mentions,
    load_planted,
    load_scores,
    load_statuses,
)
from policyviz.corpus import data_dir, read_policy
from policyviz.schemas import VAGUE

SILENT = "silent"
# What people see and no tool here gives a name, so it cannot be seen in error.
NOTHING_CALLED_SO = {
    ("copied", "retold"),
    ("copied", "coincidence"),
    ("version", "reworded"),
    ("version", "broader"),
}
COUNTS = ["kind", "value", "n_planted", "n_found", "n_false"]


def look_for_planted() -> pd.DataFrame:
    """Look for every planted fact with the tools of the package.

    Returns
    -------
    facts : pandas.DataFrame
        The rows of ``planted.csv`` with ``seen`` (what the tools say there, "" for nothing) and
        ``found`` (bool: whether that is what was planted).

    Examples
    --------
    >>> facts = look_for_planted()
    >>> facts.loc[facts["kind"] == "date", "found"].all().item()
    True
    """
    facts = load_planted()
    seen = pd.concat([LOOKING[kind](rows) for kind, rows in facts.groupby("kind", sort=False)]).sort_index()
    return facts.assign(seen=seen, found=seen == facts["value"])


def count_planted() -> pd.DataFrame:
    """Count, for every kind of fact, what was found, what was missed and what was found in error.

    Returns
    -------
    counts : pandas.DataFrame
        One row per ``kind`` and ``value``: ``n_planted``, ``n_found`` and ``n_false`` (seen by the tools
        where something else or nothing was planted; missing where the list is a sample, so
        that nobody can tell).
    """
    facts = look_for_planted()
    groups = facts.groupby(["kind", "value"], sort=False)["found"]
    counts = groups.agg(n_planted="size", n_found="sum").reset_index()
    # Which day it is makes no difference to how dates are found.
    counts = counts[counts["kind"] != "date"]
    dates = facts[facts["kind"] == "date"]
    row = {"kind": "date", "value": "any", "n_planted": len(dates), "n_found": int(dates["found"].sum())}
    counts = pd.concat([counts, pd.DataFrame([row])], ignore_index=True)
    false = [
        count_false(facts, kind, value) for kind, value in zip(counts["kind"], counts["value"], strict=True)
    ]
    return counts.assign(n_false=pd.array(false, dtype="Int64"))[COUNTS]


def count_false(facts: pd.DataFrame, kind: str, value: str) -> int | None:
    """How often the tools see such a fact where none is; None if the list is a sample."""
    unknown = kind == "practice" or (kind, value) in NOTHING_CALLED_SO
    return None if unknown else len(ALARMS[kind](facts, value))


# Looking: the rows of one kind -> what the tools say of each.


def _see_data(rows: pd.DataFrame) -> pd.Series:
    statuses = load_statuses()
    return rows.apply(lambda row: statuses.loc[row["policy_id"], row["label"]], axis=1).astype("str")


def _see_denial(rows: pd.DataFrame) -> pd.Series:
    mentions = load_mentions("data_categories")
    negated = mentions.groupby(["clause_id", "label"], observed=True)["negated"].any()
    words = {True: "denied", False: "not denied"}
    pairs = zip(rows["clause_id"], rows["label"], strict=True)
    return pd.Series([words.get(negated.get(pair), "") for pair in pairs], index=rows.index, dtype="str")


def _see_practice(rows: pd.DataFrame) -> pd.Series:
    """The planted practice if any mention of the label in the clause has it, else the first that is there."""
    mentions = load_mentions("data_categories")
    found = mentions.groupby(["clause_id", "label"], observed=True)["practice"].agg(list)
    seen = []
    for row in rows.itertuples():
        practices = found.get((row.clause_id, row.label), [])
        seen.append(row.value if row.value in practices else next(iter(practices), ""))
    return pd.Series(seen, index=rows.index, dtype="str")


def _see_vague(rows: pd.DataFrame) -> pd.Series:
    scores = load_scores()
    return rows["value"].where(rows["clause_id"].map(scores).ge(VAGUE), "").astype("str")


def _see_clear(rows: pd.DataFrame) -> pd.Series:
    scores = load_scores()
    return rows["value"].where(rows["clause_id"].map(scores).lt(VAGUE), "").astype("str")


def _see_copied(rows: pd.DataFrame) -> pd.Series:
    """What is retold is no pair to the tools, so it can only be missed."""
    kinds = {}
    for pair in _find_pairs().itertuples():
        kinds[pair.clause_id_a, pair.clause_id_b] = kinds[pair.clause_id_b, pair.clause_id_a] = pair.kind
    pairs = zip(rows["clause_id"], rows["other_clause_id"], strict=True)
    return pd.Series([kinds.get(pair, "") for pair in pairs], index=rows.index, dtype="str")


def _find_pairs() -> pd.DataFrame:
    return find_boilerplate(load_clauses())


def _see_version(rows: pd.DataFrame) -> pd.Series:
    """A clause without a partner in the other version is new or gone, one with a near partner was changed.

    That it allows more, no tool of ours says; that it became vaguer, its score does.
    """
    partners, scores = _find_partners(), load_scores()
    seen = []
    for row in rows.itertuples():
        own, other = row.clause_id, row.other_clause_id
        if row.value == "vaguer":
            seen.append("vaguer" if scores[own] > scores[other] else "")
        elif own and other:
            seen.append(row.value if other in partners.get(own, {}) else "")
        else:
            seen.append("" if partners.get(own or other) else row.value)
    return pd.Series(seen, index=rows.index, dtype="str")


def _find_partners() -> dict[str, dict[str, str]]:
    """Clause -> the clauses of its company's other version that it resembles, with how."""
    companies = load_companies()
    partners: dict[str, dict[str, str]] = {}
    for pair in _find_pairs().itertuples():
        if companies[pair.policy_id_a] == companies[pair.policy_id_b]:
            partners.setdefault(pair.clause_id_a, {})[pair.clause_id_b] = pair.kind
            partners.setdefault(pair.clause_id_b, {})[pair.clause_id_a] = pair.kind
    return partners


def _see_section(rows: pd.DataFrame) -> pd.Series:
    entries, headings = _list_contents(rows["policy_id"].iloc[0])
    seen = []
    for row in rows.itertuples():
        label = row.label.casefold()
        kind = "present" if label in headings else "missing"
        seen.append(kind if label in entries else "not in contents" if label in headings else "")
    return pd.Series(seen, index=rows.index, dtype="str")


def _list_contents(policy_id: str) -> tuple[set[str], set[str]]:
    blocks = load_blocks()
    own = blocks[blocks["policy_id"] == policy_id]
    texts = own["text"].str.strip(" :\n").str.casefold()
    return set(texts[own["kind"] == "contents"]), set(texts[own["kind"] == "heading"])


def _see_date(rows: pd.DataFrame) -> pd.Series:
    """The day that is read out of the text, not the register's."""
    return rows["policy_id"].map(_read_date).astype("str")


def _read_date(policy_id: str) -> str:
    path = data_dir() / NAME / "policies" / f"{policy_id}.txt"
    day = read_policy(Path(path))["effective_date"].iloc[0]
    return "" if pd.isna(day) else str(day.date())


LOOKING: dict[str, Callable[[pd.DataFrame], pd.Series]] = {
    "data": _see_data,
    "denial": _see_denial,
    "practice": _see_practice,
    "vague": _see_vague,
    "clear": _see_clear,
    "copied": _see_copied,
    "version": _see_version,
    "promised section": _see_section,
    "date": _see_date,
}


# False alarms: the facts and a value -> where the tools see it and it is not.


def _find_false_data(facts: pd.DataFrame, value: str) -> list:
    rows = facts[facts["kind"] == "data"]
    truth = {(row.policy_id, row.label): row.value for row in rows.itertuples()}
    cells = load_statuses().stack()
    return [cell for cell, status in cells.items() if status == value and truth.get(cell, SILENT) != value]


def _find_false_denials(facts: pd.DataFrame, value: str) -> list:
    """Clauses that are taken to deny and do not, or that do and are taken not to."""
    rows = facts[facts["kind"] == "denial"]
    if value == "not denied":
        return list(rows.loc[(rows["value"] == "denied") & (rows["seen"] == value), "clause_id"])
    mentions = load_mentions("data_categories")
    own = mentions["negated"] & mentions["policy_id"].isin(rows["policy_id"])
    denying = set(rows.loc[rows["value"] == "denied", "clause_id"])
    return sorted(set(mentions.loc[own, "clause_id"]) - denying)


def _find_false_scores(facts: pd.DataFrame, value: str, other: str) -> list:
    """Of the sentences of the other kind with or without hedges, those that are taken for this one."""
    is_hedged = value == "with hedges"
    rows = facts[(facts["kind"] == other) & ((facts["value"] == "with hedges") == is_hedged)]
    return list(rows.loc[~rows["found"], "clause_id"])


def _find_false_copies(facts: pd.DataFrame, value: str) -> list:
    """Pairs of two companies that nobody planted."""
    rows = facts[facts["kind"] == "copied"]
    planted = {frozenset(pair) for pair in zip(rows["clause_id"], rows["other_clause_id"], strict=True)}
    companies = load_companies()
    pairs = _find_pairs()
    apart = pairs["policy_id_a"].map(companies) != pairs["policy_id_b"].map(companies)
    found = pairs[apart & (pairs["kind"] == value)]
    both = zip(found["clause_id_a"], found["clause_id_b"], strict=True)
    return [pair for pair in both if frozenset(pair) not in planted]


def _find_false_versions(facts: pd.DataFrame, value: str) -> list:
    """Clauses without a partner that were neither added nor removed; other changes that raised the score."""
    rows = facts[facts["kind"] == "version"]
    if value == "vaguer":
        scores, both = load_scores(), rows[(rows["clause_id"] != "") & (rows["other_clause_id"] != "")]
        rises = both["clause_id"].map(scores) > both["other_clause_id"].map(scores)
        return list(both.loc[rises & (both["value"] != value), "clause_id"])
    if value not in ("added", "removed"):
        return []
    side, column = ("policy_id", "clause_id") if value == "added" else ("other_policy_id", "other_clause_id")
    clauses, partners = load_clauses(), _find_partners()
    own = clauses.loc[clauses["policy_id"].isin(rows[side]), "clause_id"]
    planted = set(rows.loc[rows["value"] == value, column])
    return [clause_id for clause_id in own if clause_id not in partners and clause_id not in planted]


def _find_false_sections(facts: pd.DataFrame, value: str) -> list:
    rows = facts[(facts["kind"] == "promised section") & (facts["seen"] == value)]
    return list(rows.loc[~rows["found"], "label"])


def _find_false_dates(facts: pd.DataFrame, value: str) -> list:
    dated = set(facts.loc[facts["kind"] == "date", "policy_id"])
    wrong = facts[(facts["kind"] == "date") & ~facts["found"] & (facts["seen"] != "")]
    undated = [name for name in load_classroom()["policy_id"] if name not in dated and _read_date(name)]
    return [*wrong["policy_id"], *undated]


ALARMS: dict[str, Callable[[pd.DataFrame, str], list]] = {
    "data": _find_false_data,
    "denial": _find_false_denials,
    "vague": lambda facts, value: _find_false_scores(facts, value, "clear"),
    "clear": lambda facts, value: _find_false_scores(facts, value, "vague"),
    "copied": _find_false_copies,
    "version": _find_false_versions,
    "promised section": _find_false_sections,
    "date": _find_false_dates,
}
