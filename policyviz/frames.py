"""The schema of every frame, and the one check that all functions share.

A frame is an ordinary pandas DataFrame. What makes it a *clauses* or a *mentions*
frame is its columns, listed here and nowhere else. `data/README.md` explains each
column with its unit.
"""

from collections.abc import Iterable

import pandas as pd
from pandas.api import types

STR, INT, FLOAT, BOOL, DATE, LABEL = "str", "int64", "float64", "bool", "datetime64[s]", "category"

# The scale on which people rated sentences for vagueness; from its middle on a clause counts as vague.
CLEAR, VAGUE, VAGUEST = 1.0, 3.0, 5.0

FRAMES: dict[str, dict[str, str]] = {
    "policies": {
        "policy_id": STR,
        "company": STR,
        "sector": STR,
        "jurisdiction": STR,
        "effective_date": DATE,
        "language": STR,
        "source": STR,
        "license": STR,
        "format": STR,
        "encoding": STR,
        "sha256": STR,
        "text": STR,
    },
    "blocks": {
        "policy_id": STR,
        "block": INT,
        "kind": STR,
        "level": INT,
        "section": STR,
        "start": INT,
        "end": INT,
        "text": STR,
    },
    "clauses": {
        "clause_id": STR,
        "policy_id": STR,
        "section": STR,
        "kind": STR,
        "stem_id": STR,
        "position": FLOAT,
        "start": INT,
        "end": INT,
        "text": STR,
        "n_words": INT,
    },
    "lexicon": {"term": STR, "label": STR, "weight": FLOAT, "source": STR},
    "taxonomy": {"label": STR, "group": STR, "definition": STR},
    "crosswalk": {"label": STR, "vocabulary": STR, "code": STR, "name": STR, "source": STR},
    "mentions": {
        "clause_id": STR,
        "policy_id": STR,
        "term": STR,
        "label": LABEL,
        "weight": FLOAT,
        "start": INT,
        "end": INT,
        "negated": BOOL,
        "permission": BOOL,
        "clarified": BOOL,
        "practice": LABEL,
        "actor": LABEL,
    },
    "clause scores": {
        "clause_id": STR,
        "policy_id": STR,
        "n_words": INT,
        "n_vague": INT,
        "score": FLOAT,
    },
    "contributions": {
        "clause_id": STR,
        "policy_id": STR,
        "term": STR,
        "label": STR,
        "n_mentions": INT,
        "contribution": FLOAT,
    },
    "vagueness": {
        "n_clauses": INT,
        "n_vague_clauses": INT,
        "n_words": INT,
        "score": FLOAT,
        "score_low": FLOAT,
        "score_high": FLOAT,
        "share": FLOAT,
        "share_low": FLOAT,
        "share_high": FLOAT,
    },
    "comparisons": {
        "a": STR,
        "b": STR,
        "difference": FLOAT,
        "difference_low": FLOAT,
        "difference_high": FLOAT,
        "p_value": FLOAT,
        "p_adjusted": FLOAT,
        "cliffs_delta": FLOAT,
        "verdict": STR,
    },
    "word shifts": {
        "term": STR,
        "label": STR,
        "n_a": INT,
        "n_b": INT,
        "score_a": FLOAT,
        "score_b": FLOAT,
        "difference": FLOAT,
    },
    "sensitivity": {
        "score": FLOAT,
        "score_low": FLOAT,
        "score_high": FLOAT,
        "rank": INT,
        "rank_low": INT,
        "rank_high": INT,
        "share_first": FLOAT,
    },
    "readability": {
        "n_sentences": INT,
        "n_words": INT,
        "n_syllables": INT,
        "n_complex_words": INT,
        "n_letters": INT,
        "flesch_reading_ease": FLOAT,
        "flesch_kincaid_grade": FLOAT,
        "gunning_fog": FLOAT,
        "smog": FLOAT,
        "ari": FLOAT,
        "coleman_liau": FLOAT,
        "minutes": FLOAT,
    },
    "boilerplate": {
        "clause_id_a": STR,
        "clause_id_b": STR,
        "policy_id_a": STR,
        "policy_id_b": STR,
        "similarity": FLOAT,
        "kind": STR,
    },
    "boilerplate groups": {"clause_id": STR, "policy_id": STR, "group": INT, "n_policies": INT},
    "originality": {
        "policy_id": STR,
        "n_clauses": INT,
        "n_shared_clauses": INT,
        "n_words": INT,
        "n_shared_words": INT,
        "originality": FLOAT,
    },
    "overlap": {"policy_id": STR, "other_id": STR, "n_clauses": INT, "n_words": INT, "share": FLOAT},
    "clusters": {
        "clause_id": STR,
        "policy_id": STR,
        "cluster": INT,
        "silhouette": FLOAT,
        "x": FLOAT,
        "y": FLOAT,
    },
    "cluster names": {"cluster": INT, "name": STR},
    "representatives": {
        "cluster": INT,
        "rank": INT,
        "clause_id": STR,
        "policy_id": STR,
        "similarity": FLOAT,
        "text": STR,
    },
    "stability": {
        "cluster": INT,
        "n_clauses": INT,
        "seeds": FLOAT,
        "subsamples": FLOAT,
        "stable": BOOL,
        "rand_seeds": FLOAT,
        "rand_subsamples": FLOAT,
    },
    "cluster companies": {
        "cluster": INT,
        "policy_id": STR,
        "n_clauses": INT,
        "share": FLOAT,
        "share_of_cluster": FLOAT,
        "only": BOOL,
    },
    "annotations": {"clause_id": STR, "annotator": STR, "label": STR},
    "label agreement": {
        "annotator": STR,
        "n_clauses": INT,
        "n_clusters": INT,
        "n_labels": INT,
        "homogeneity": FLOAT,
        "completeness": FLOAT,
        "v_measure": FLOAT,
        "adjusted_rand": FLOAT,
    },
    "top terms": {"cluster": INT, "rank": INT, "term": STR, "weight": FLOAT},
    "cluster counts": {"n_clusters": INT, "silhouette": FLOAT, "inertia": FLOAT},
    "gaps": {"policy_id": STR, "label": STR},
    "receipts": {
        "policy_id": STR,
        "label": STR,
        "n_terms": INT,
        "terms": STR,
        "rank": INT,
        "clause_id": STR,
        "similarity": FLOAT,
    },
    "practices": {
        "policy_id": STR,
        "label": LABEL,
        "practice": LABEL,
        "n_stated": INT,
        "n_denied": INT,
    },
    "gold": {"policy_id": STR, "label": STR, "status": STR, "clause_id": STR},
    "errors": {
        "status": STR,
        "n_gold": INT,
        "n_found": INT,
        "n_right": INT,
        "precision": FLOAT,
        "recall": FLOAT,
        "f1": FLOAT,
    },
}

# The columns whose values name a row: never empty, never twice.
UNIQUE = {
    "policies": ["policy_id"],
    "blocks": ["policy_id", "block"],
    "clauses": ["clause_id"],
    "lexicon": ["term"],
    "taxonomy": ["label"],
    "crosswalk": ["label", "vocabulary", "code"],
    # A mention can stand under two labels once they are translated into another vocabulary.
    "mentions": ["clause_id", "start", "end", "term", "label"],
    "clause scores": ["clause_id"],
    "contributions": ["clause_id", "term"],
    "comparisons": ["a", "b"],
    "word shifts": ["term"],
    "boilerplate": ["clause_id_a", "clause_id_b"],
    "boilerplate groups": ["clause_id"],
    "originality": ["policy_id"],
    "overlap": ["policy_id", "other_id"],
    "clusters": ["clause_id"],
    "cluster names": ["cluster"],
    "representatives": ["cluster", "rank"],
    "stability": ["cluster"],
    "cluster companies": ["cluster", "policy_id"],
    "annotations": ["clause_id", "annotator", "label"],
    "label agreement": ["annotator"],
    "top terms": ["cluster", "rank"],
    "cluster counts": ["n_clusters"],
    "gaps": ["policy_id", "label"],
    "receipts": ["policy_id", "label", "rank"],
    "practices": ["policy_id", "label", "practice"],
    "gold": ["policy_id", "label"],
    "errors": ["status"],
}

# Where a frame comes from: the "what to do next" of every complaint.
MAKERS = {
    "policies": "load_policies()",
    "blocks": "split_blocks(policies)",
    "clauses": "split_clauses(policies)",
    "lexicon": 'load_lexicon("vagueness")',
    "taxonomy": "load_taxonomy()",
    "crosswalk": "load_crosswalk()",
    "mentions": "find_terms(clauses, lexicon)",
    "clause scores": "score_clauses(clauses, mentions)",
    "contributions": "explain_scores(clauses, mentions)",
    "vagueness": "measure_vagueness(clauses, mentions)",
    "comparisons": "compare_vagueness(clauses, mentions)",
    "word shifts": "explain_difference(clauses, mentions, a, b)",
    "sensitivity": "measure_sensitivity(clauses, mentions, lexicon)",
    "readability": "measure_readability(clauses)",
    "boilerplate": "find_boilerplate(clauses)",
    "boilerplate groups": "group_boilerplate(pairs)",
    "originality": "measure_originality(clauses, pairs)",
    "overlap": "measure_overlap(clauses, pairs)",
    "clusters": "cluster_clauses(clauses, n_clusters)",
    "cluster names": "name_clusters(top_terms)",
    "representatives": "find_representatives(clauses, clusters)",
    "stability": "measure_stability(clauses, n_clusters)",
    "cluster companies": "count_by_company(clusters)",
    "annotations": 'labels given by people: make_frame(rows, "annotations")',
    "label agreement": "compare_to_labels(clusters, annotations)",
    "top terms": "find_top_terms(clauses, clusters)",
    "cluster counts": "compare_n_clusters(clauses)",
    "gaps": "find_gaps(coverage)",
    "receipts": "search_gaps(gaps, clauses, lexicon)",
    "practices": "measure_practices(clauses, mentions)",
    "gold": "load_gold()",
    "errors": "evaluate_coverage(coverage, gold)",
}

_KIND_CHECKS = {
    STR: types.is_string_dtype,
    INT: types.is_integer_dtype,
    FLOAT: types.is_float_dtype,
    BOOL: types.is_bool_dtype,
    DATE: types.is_datetime64_any_dtype,
    LABEL: lambda column: isinstance(column.dtype, pd.CategoricalDtype),
}


def make_frame(rows: Iterable[dict] | Iterable[tuple] | dict, name: str) -> pd.DataFrame:
    """Build the frame `name` with exactly its columns and types, also from no rows.

    Parameters
    ----------
    rows : iterable of dict, iterable of tuple, or dict of columns
        The rows, or the columns. Tuples follow the order of ``FRAMES[name]``.
    name : str
        A key of ``FRAMES``.

    Returns
    -------
    frame : pandas.DataFrame

    Examples
    --------
    >>> make_frame([("wrk", "health")], "gaps").to_dict("list")
    {'policy_id': ['wrk'], 'label': ['health']}
    >>> make_frame([], "top terms").dtypes.astype("str").to_list()
    ['int64', 'int64', 'str', 'float64']
    """
    schema = FRAMES[name]
    data = rows if isinstance(rows, dict) else list(rows)
    frame = pd.DataFrame(data, columns=list(schema))
    return frame.astype(schema)


def check_frame(frame: pd.DataFrame, name: str) -> None:
    """Complain once, completely, if `frame` is not a usable `name` frame.

    Further columns are welcome; an empty frame is a frame.

    Parameters
    ----------
    frame : pandas.DataFrame
    name : str
        A key of ``FRAMES``, such as ``"clauses"``.

    Raises
    ------
    TypeError
        If `frame` is not a DataFrame.
    ValueError
        If columns are missing, of the wrong type, or if ids are empty or repeated.
        One message names everything found and the function that makes the frame.

    Examples
    --------
    >>> import pandas as pd
    >>> check_frame(pd.DataFrame({"policy_id": ["a"], "label": ["name"]}), "gaps")
    >>> check_frame(pd.DataFrame({"policy_id": ["a"]}), "gaps")
    Traceback (most recent call last):
    ...
    ValueError: This is not a gaps frame:
    - column missing: label
    A gaps frame comes from find_gaps(coverage).
    """
    advice = f"A {name} frame comes from {MAKERS[name]}."
    if not isinstance(frame, pd.DataFrame):
        message = f"Expected a {name} frame, got {_describe(frame)}. {advice}"
        raise TypeError(message)
    complaints = _find_missing(frame, name) + _find_doubles(frame, name)
    # A column that stands there twice has neither one type nor one set of ids.
    if frame.columns.is_unique:
        complaints += _find_wrong_types(frame, name) + _find_holes(frame, name) + _find_repeats(frame, name)
    if complaints:
        lines = "\n".join(f"- {complaint}" for complaint in complaints)
        message = f"This is not a {name} frame:\n{lines}\n{_guess_swap(frame, name)}{advice}"
        raise ValueError(message)


def check_same_run(clauses: pd.DataFrame, mentions: pd.DataFrame) -> None:
    """Complain if mentions belong to other clauses: no count of the two would mean anything.

    Parameters
    ----------
    clauses, mentions : pandas.DataFrame
        A clauses frame and a mentions frame.

    Raises
    ------
    ValueError
        If either is not what it should be, or a mention's clause is not among the clauses.
    """
    check_frame(clauses, "clauses")
    check_frame(mentions, "mentions")
    own = clauses.set_index("clause_id")[["policy_id", "start", "end"]].reindex(mentions["clause_id"])
    # The same id in another run may be another clause: the mention must lie inside it.
    fits = own["policy_id"].to_numpy() == mentions["policy_id"].to_numpy()
    fits &= own["start"].to_numpy() <= mentions["start"].to_numpy()
    fits &= own["end"].to_numpy() >= mentions["end"].to_numpy()
    strangers = mentions.loc[~fits, "clause_id"].unique()
    if len(strangers):
        message = (
            f"{len(strangers)} clause ids of mentions are not in clauses (first: {strangers[0]}). "
            "The two frames come from different runs; make mentions again with find_terms(clauses, lexicon)."
        )
        raise ValueError(message)


def _describe(value: object) -> str:
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    return f"a {type(value).__name__}"


def _find_missing(frame: pd.DataFrame, name: str) -> list[str]:
    missing = [column for column in FRAMES[name] if column not in frame.columns]
    if not missing:
        return []
    plural = "column" if len(missing) == 1 else "columns"
    return [f"{plural} missing: {', '.join(missing)}"]


def _find_doubles(frame: pd.DataFrame, name: str) -> list[str]:
    doubles = [column for column in FRAMES[name] if (frame.columns == column).sum() > 1]
    return [f"columns stand there twice: {', '.join(doubles)}"] if doubles else []


def _find_wrong_types(frame: pd.DataFrame, name: str) -> list[str]:
    # An empty frame built by hand has no types worth complaining about.
    if frame.empty:
        return []
    return [
        f"column {column} holds {frame[column].dtype}, expected {kind}"
        # pandas forgets categories when frames of different ones are put together.
        + (f' (put together with concat? then .astype({{"{column}": "category"}}))' if kind == LABEL else "")
        for column, kind in FRAMES[name].items()
        if column in frame.columns and not _KIND_CHECKS[kind](frame[column])
    ]


def _find_holes(frame: pd.DataFrame, name: str) -> list[str]:
    """Texts and labels that are missing; ids are looked at with their repeats."""
    kinds = FRAMES[name].items()
    columns = [column for column, kind in kinds if kind in (STR, LABEL) and column in frame.columns]
    holes = {
        column: int(frame[column].isna().sum()) for column in columns if column not in UNIQUE.get(name, [])
    }
    return [f"{column} is missing in {number} rows" for column, number in holes.items() if number]


def _find_repeats(frame: pd.DataFrame, name: str) -> list[str]:
    keys = UNIQUE.get(name, [])
    if not keys or not set(keys) <= set(frame.columns):
        return []
    title = " + ".join(keys)
    complaints = []
    if n_empty := int(frame[keys].isna().any(axis=1).sum()):
        complaints.append(f"{title} is empty in {n_empty} rows")
    repeated = frame.loc[frame.duplicated(keys), keys].drop_duplicates()
    if len(repeated):
        shown = [" ".join(map(str, row)) for row in repeated.head(3).itertuples(index=False)]
        more = f" and {len(repeated) - 3} more" if len(repeated) > 3 else ""
        complaints.append(f"{title} is repeated: {', '.join(shown)}{more}")
    return complaints


def _guess_swap(frame: pd.DataFrame, name: str) -> str:
    """Recognise the commonest mistake: the right frames in the wrong places."""
    for other in ("policies", "clauses", "mentions", "lexicon", "clusters", "vagueness"):
        if other != name and set(FRAMES[other]) <= set(frame.columns):
            return f"It looks like a {other} frame. "
    return ""


def leave_out(frame: pd.DataFrame, exclude: pd.DataFrame | Iterable[str] | None) -> pd.DataFrame:
    """The rows of a frame that do not belong to some clauses, such as those that companies share.

    Parameters
    ----------
    frame : pandas.DataFrame
        A frame with a column ``clause_id``: clauses, mentions.
    exclude : pandas.DataFrame, iterable of str or None
        Clause ids, or a frame that has them: pairs of `find_boilerplate` (both sides are left
        out), groups of them, clauses. None leaves out nothing.

    Returns
    -------
    rest : pandas.DataFrame

    Raises
    ------
    TypeError
        If `exclude` is a frame without clause ids, or one text.

    Examples
    --------
    >>> leave_out(pd.DataFrame({"clause_id": ["a:1", "a:2"]}), ["a:1"])["clause_id"].tolist()
    ['a:2']
    """
    if exclude is None:
        return frame
    if isinstance(exclude, pd.DataFrame):
        columns = [name for name in ("clause_id", "clause_id_a", "clause_id_b") if name in exclude.columns]
        ids = {clause_id for name in columns for clause_id in exclude[name]}
    else:
        columns, ids = ["given"], set() if isinstance(exclude, str) else set(exclude)
    if not columns or isinstance(exclude, str):
        message = (
            f"exclude is {_describe(exclude)} without clause ids. Give what find_boilerplate returns, "
            "a frame with a column clause_id, or a list of ids."
        )
        raise TypeError(message)
    return frame[~frame["clause_id"].isin(ids)]
