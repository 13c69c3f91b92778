"""Which labels each policy mentions, and which it never does."""

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from policyviz.frames import check_same_run, make_frame

MEASURES = ("clauses", "share")


def measure_coverage(
    clauses: pd.DataFrame, mentions: pd.DataFrame, *, measure: str = "clauses"
) -> pd.DataFrame:
    """Count, for each policy and label, the clauses that mention the label.

    A mention is a word, not a practice: "we do not collect your name" mentions the
    name and counts here like "we collect your name", so a number above 0 does not
    say that the company collects anything. And 0 means that no term of the lexicon
    was found: the policy may use a word that the lexicon lacks.

    Parameters
    ----------
    clauses : pandas.DataFrame
        A clauses frame. Its policies are the rows of the result, also those without
        any mention. A policy without clauses is not in this frame, so it cannot be
        in the result.
    mentions : pandas.DataFrame
        The mentions found in these clauses. All categories of ``mentions.label`` are
        columns of the result, also those never found.
    measure : {"clauses", "share"}
        ``"clauses"``: the number of clauses that mention the label at least once.
        ``"share"``: that number divided by the policy's clauses; it lets long and
        short policies stand side by side.

    Returns
    -------
    coverage : pandas.DataFrame
        Index ``policy_id``, sorted; columns ``label``, in the order of the lexicon.
        Values int64 from 0 up for ``"clauses"``, float64 from 0 to 1 for ``"share"``.
        Higher: mentioned in more clauses. 0: silence.

    Raises
    ------
    ValueError
        If `measure` is unknown, a frame is unusable, or mentions belong to other clauses.

    See Also
    --------
    find_gaps : The silences as a list.

    Examples
    --------
    >>> from policyviz.frames import make_frame
    >>> clauses = make_frame(
    ...     [("a:001", "a", "", "sentence", "", 0.0, 0, 21, "We collect your name.", 4),
    ...      ("a:002", "a", "", "sentence", "", 0.5, 22, 39, "Names stay names.", 3),
    ...      ("b:001", "b", "", "sentence", "", 0.0, 0, 6, "Hello.", 1)], "clauses")
    >>> mentions = make_frame(
    ...     [("a:001", "a", "name", "Name", 1.0, 16, 20, False, False),
    ...      ("a:002", "a", "names", "Name", 1.0, 22, 27, False, False),
    ...      ("a:002", "a", "names", "Name", 1.0, 33, 38, False, False)], "mentions")
    >>> mentions["label"] = pd.Categorical(mentions["label"], categories=["Name", "Health"])
    >>> measure_coverage(clauses, mentions)
    label      Name  Health
    policy_id
    a             2       0
    b             0       0
    """
    check_same_run(clauses, mentions)
    if measure not in MEASURES:
        message = f"There is no measure {measure!r}. Choose one of: {', '.join(map(repr, MEASURES))}."
        raise ValueError(message)
    n_clauses = clauses.groupby("policy_id").size()
    coverage = _count_clauses(mentions, n_clauses.index)
    return coverage.div(n_clauses, axis="index") if measure == "share" else coverage


def find_gaps(coverage: pd.DataFrame) -> pd.DataFrame:
    """List every label that a policy never mentions.

    A gap says that no term of the lexicon was found. Read the policy before saying
    that the company is silent: it may say the same thing in another word.

    Parameters
    ----------
    coverage : pandas.DataFrame
        What `measure_coverage` returns, by clauses or by share.

    Returns
    -------
    gaps : pandas.DataFrame
        ``policy_id``, ``label``: one row per gap, by policy, then in the order of
        the lexicon.

    Raises
    ------
    TypeError
        If `coverage` is not a DataFrame.
    ValueError
        If it is not a coverage frame: values missing, negative or not numbers.

    Examples
    --------
    >>> index = pd.Index(["a", "b"], name="policy_id")
    >>> find_gaps(pd.DataFrame({"Name": [2, 0], "Health": [0, 0]}, index=index))
      policy_id   label
    0         a  Health
    1         b    Name
    2         b  Health
    """
    _check_coverage(coverage)
    labels = list(coverage.columns)
    places = np.argwhere(coverage.to_numpy() == 0)
    gaps = [(coverage.index[row], labels[column]) for row, column in places]
    return make_frame(gaps, "gaps")


def _count_clauses(mentions: pd.DataFrame, policies: pd.Index) -> pd.DataFrame:
    # Labels become plain text here: a categorical column index refuses ordinary column work later on.
    pairs = mentions[["policy_id", "clause_id", "label"]].drop_duplicates().astype({"label": "str"})
    counts = pairs.groupby(["policy_id", "label"]).size().unstack(fill_value=0)
    has_labels = isinstance(mentions["label"].dtype, pd.CategoricalDtype)
    labels = list(mentions["label"].cat.categories) if has_labels else []
    columns = pd.Index(labels, name="label", dtype="str")
    index = pd.Index(policies, name="policy_id", dtype="str")
    return counts.reindex(index=index, columns=columns, fill_value=0).astype("int64")


def _check_coverage(coverage: pd.DataFrame) -> None:
    advice = "A coverage frame comes from measure_coverage(clauses, mentions)."
    if not isinstance(coverage, pd.DataFrame):
        message = f"Expected a coverage frame, got a {type(coverage).__name__}. {advice}"
        raise TypeError(message)
    complaints = []
    if coverage.index.name != "policy_id":
        complaints.append(f"the index is named {coverage.index.name!r}, expected 'policy_id'")
    texts = [str(label) for label, column in coverage.items() if not is_numeric_dtype(column)]
    if texts:
        complaints.append(f"columns without numbers: {', '.join(texts)}")
    numbers = coverage.select_dtypes("number")
    if (numbers < 0).any(axis=None):
        complaints.append("values below 0")
    if numbers.isna().any(axis=None):
        complaints.append("missing values")
    if complaints:
        lines = "\n".join(f"- {complaint}" for complaint in complaints)
        message = f"This is not a coverage frame:\n{lines}\n{advice}"
        raise ValueError(message)
