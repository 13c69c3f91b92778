"""Which labels each policy affirms, denies, only mentions, and which it never does."""

from collections.abc import Iterable

import pandas as pd

from policyviz.checks import check_choice
from policyviz.frames import check_same_run, leave_out, make_frame
from policyviz.terms.practices import PRACTICES
from policyviz.terms.status import STATUSES, find_status, list_labels, translate_labels

MEASURES = ("clauses", "share", "status")


def measure_coverage(
    clauses: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    measure: str = "clauses",
    by_vocabulary: str | None = None,
    practice: str | None = None,
    status: str | None = None,
    exclude: pd.DataFrame | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Say for each policy and label what the policy says, or in how many clauses.

    Numbers count words: "we do not collect your name" names the name like "we collect
    your name". Statuses tell them apart, by rules that err (docs/benchmarks.md). And
    silence means that no term of the lexicon was found: the policy may use another word.

    Parameters
    ----------
    clauses : pandas.DataFrame
        A clauses frame. Its policies are the rows of the result, also those without
        any mention. A policy without clauses is not in this frame, so it cannot be
        in the result.
    mentions : pandas.DataFrame
        The mentions found in these clauses. All categories of ``mentions.label`` are
        columns of the result, also those never found.
    measure : {"clauses", "share", "status"}
        ``"clauses"``: the number of clauses that mention the label at least once.
        ``"share"``: that number divided by the policy's clauses; it lets long and
        short policies stand side by side. ``"status"``: "affirmed" if any mention
        says that the data are handled, else "denied" if any says that they are not, else
        "mentioned" if there is any, else "silent".
    by_vocabulary : str, optional
        Count under the labels of another vocabulary, such as ``"ccpa"``; see
        `translate_labels`.
    practice : str, optional
        Count only mentions in this practice: collect, use, share, retain, protect,
        access or other. A 0 then says nothing about other practices. Not with ``"status"``.
    status : {"affirmed", "denied", "mentioned"}, optional
        Count only mentions that say this; likewise.
    exclude : pandas.DataFrame or iterable of str, optional
        Clauses to leave out, such as the pairs of `find_boilerplate`; see `leave_out`.

    Returns
    -------
    coverage : pandas.DataFrame
        Index ``policy_id``, sorted; columns ``label``, in the order of the lexicon.
        Values int64 from 0 up for ``"clauses"``, float64 from 0 to 1 for ``"share"``
        (higher: in more clauses; 0: silence), categorical for ``"status"``.

    Raises
    ------
    ValueError
        If `measure`, `by_vocabulary`, `practice` or `status` is unknown, ``"status"`` is asked
        for of some mentions only, a frame is unusable, or mentions belong to other clauses.

    See Also
    --------
    evidence : The clauses behind a cell.
    find_gaps : The silences as a list.

    Examples
    --------
    >>> clauses = make_frame(
    ...     [("a:001", "a", "", "sentence", "", 0.0, 0, 21, "We collect your name.", 4),
    ...      ("b:001", "b", "", "sentence", "", 0.0, 0, 25, "We never keep your names.", 5)], "clauses")
    >>> mentions = make_frame(
    ...     [("a:001", "a", "name", "Name", 1.0, 16, 20, False, False, False, "collect", "company"),
    ...      ("b:001", "b", "names", "Name", 1.0, 19, 24, True, False, False, "retain", "company")],
    ...     "mentions")
    >>> mentions["label"] = pd.Categorical(mentions["label"], categories=["Name", "Health"])
    >>> measure_coverage(clauses, mentions)
    label      Name  Health
    policy_id
    a             1       0
    b             1       0
    >>> measure_coverage(clauses, mentions, measure="status")
    label          Name  Health
    policy_id
    a          affirmed  silent
    b            denied  silent
    """
    check_same_run(clauses, mentions)
    clauses, mentions = leave_out(clauses, exclude), leave_out(mentions, exclude)
    check_choice("measure", measure, MEASURES)
    check_choice("practice", practice, (None, *PRACTICES))
    check_choice("status", status, (None, *STATUSES[:-1]))
    if measure == "status" and (practice or status):
        message = (
            "A status is that of all mentions of a label: of some of them, silence would be no silence. "
            'Count clauses of one practice or status with measure="clauses".'
        )
        raise ValueError(message)
    if by_vocabulary is not None:
        mentions = translate_labels(mentions, by_vocabulary)
    mentions = mentions.assign(status=find_status(mentions))
    for column, wanted in (("practice", practice), ("status", status)):
        mentions = mentions if wanted is None else mentions[mentions[column] == wanted]
    n_clauses = clauses.groupby("policy_id").size()
    if measure == "status":
        return _rank_statuses(mentions, n_clauses.index)
    coverage = _count_clauses(mentions, n_clauses.index)
    return coverage.div(n_clauses, axis="index") if measure == "share" else coverage


def measure_practices(
    clauses: pd.DataFrame,
    mentions: pd.DataFrame,
    *,
    exclude: pd.DataFrame | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Count for each policy, label and practice the clauses that state it and that deny it.

    The practice is that of the verb which governs the mention, by rules: "we use cookies to
    collect your name" uses cookies and collects the name. What only speaks of rights is practice "access".

    Parameters
    ----------
    clauses, mentions : pandas.DataFrame
        A clauses frame and the mentions found in it.
    exclude : pandas.DataFrame or iterable of str, optional
        Clauses to leave out, such as the pairs of `find_boilerplate`; see `leave_out`.

    Returns
    -------
    practices : pandas.DataFrame
        One row for every combination, in the order of policies, lexicon and practices:
        ``policy_id``, ``label``, ``practice`` (categorical), ``n_stated`` (clauses with a
        mention that is not negated), ``n_denied`` (with one that is); both 0 and up. Stated
        is less than affirmed: also "you may delete your profile" is stated, as "access".

    Raises
    ------
    ValueError
        If a frame is unusable, or mentions belong to other clauses.

    Examples
    --------
    >>> clause = ("a:001", "a", "", "sentence", "", 0.0, 0, 19, "We share your name.", 4)
    >>> clauses = make_frame([clause], "clauses")
    >>> row = ("a:001", "a", "name", "Name", 1.0, 14, 18, False, False, False, "share", "company")
    >>> practices = measure_practices(clauses, make_frame([row], "mentions"))
    >>> practices[practices["n_stated"] > 0].values.tolist()
    [['a', 'Name', 'share', 1, 0]]
    """
    check_same_run(clauses, mentions)
    clauses, mentions = leave_out(clauses, exclude), leave_out(mentions, exclude)
    keys = ["policy_id", "label", "practice"]
    levels = [sorted(set(clauses["policy_id"])), list_labels(mentions), list(PRACTICES)]
    index = pd.MultiIndex.from_product(levels, names=keys)
    plain = mentions.astype({"label": "str", "practice": "str", "negated": "bool"})
    counts = {
        name: plain[rows].groupby(keys)["clause_id"].nunique().reindex(index, fill_value=0)
        for name, rows in (("n_stated", ~plain["negated"]), ("n_denied", plain["negated"]))
    }
    table = pd.DataFrame(counts).reset_index()
    for name, categories in (("label", levels[1]), ("practice", levels[2])):
        table[name] = pd.Categorical(table[name], categories=categories)
    return make_frame(table.to_dict("series"), "practices")


def _count_clauses(mentions: pd.DataFrame, policies: pd.Index) -> pd.DataFrame:
    # Labels become plain text here: a categorical column index refuses ordinary column work later on.
    pairs = mentions[["policy_id", "clause_id", "label"]].drop_duplicates().astype({"label": "str"})
    counts = pairs.groupby(["policy_id", "label"]).size().unstack(fill_value=0)
    return _spread(counts, policies, list_labels(mentions), fill_value=0).astype("int64")


def _rank_statuses(mentions: pd.DataFrame, policies: pd.Index) -> pd.DataFrame:
    """The strongest status of each cell: STATUSES has them in this order."""
    ranks = mentions.assign(rank=mentions["status"].cat.codes, label=mentions["label"].astype("str"))
    best = ranks.groupby(["policy_id", "label"])["rank"].min().unstack()
    best = _spread(best, policies, list_labels(mentions), fill_value=float("nan"))
    names = (
        best.fillna(len(STATUSES) - 1).astype("int64").apply(lambda column: column.map(STATUSES.__getitem__))
    )
    return names.astype(pd.CategoricalDtype(list(STATUSES)))


def _spread(table: pd.DataFrame, policies: pd.Index, labels: list[str], fill_value: float) -> pd.DataFrame:
    """Every policy by every label."""
    columns = pd.Index(labels, name="label", dtype="str")
    index = pd.Index(policies, name="policy_id", dtype="str")
    return table.reindex(index=index, columns=columns, fill_value=fill_value)
