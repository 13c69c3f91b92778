"""Text that companies share: pairs of clauses, groups of them, and how much of a policy is its own."""

import warnings
from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from sklearn.feature_extraction.text import CountVectorizer

from policyviz.frames import FRAMES, check_frame, make_frame, refuse_strangers
from policyviz.structure.tokens import tokenize
from policyviz.terms.alignment import find_common_words
from policyviz.terms.matcher import fold_text

# Words in a row that are compared: two clauses that only share words share few of these.
RUN = 3
# Clauses of fewer words are shared by chance: "Contact us."
MIN_WORDS = 5
# Rows of the table of clauses that are compared with all at once: bounds the memory.
BLOCK = 1000
IDENTICAL, NEAR = "identical", "near"


def find_boilerplate(
    clauses: pd.DataFrame, *, threshold: float = 0.5, min_words: int = MIN_WORDS
) -> pd.DataFrame:
    """Find all pairs of clauses of different policies that are worded alike.

    Alike is measured by runs of three words: the part of all runs of both clauses that both have
    (Jaccard's index [1]_). All pairs are found, none is guessed. Sharing says nothing of who
    copied from whom: both may have taken the words from a third.

    Parameters
    ----------
    clauses : pandas.DataFrame
        A clauses frame.
    threshold : float
        Least similarity, above 0 and up to 1. At 0.5 about one word in nine of a long clause may
        differ; a name that is said once changes three runs.
    min_words : int
        Clauses with fewer words are left aside, 3 at least.

    Returns
    -------
    pairs : pandas.DataFrame
        ``clause_id_a``, ``clause_id_b``, ``policy_id_a``, ``policy_id_b`` (a stands before b in
        the alphabet), ``similarity`` (0 to 1, higher is more alike) and ``kind``: "identical"
        (the same words in the same order, whatever case and punctuation) or "near". The most
        alike first, then in the order of ids.

    Raises
    ------
    ValueError
        If `threshold` or `min_words` are out of range, or `clauses` is not a clauses frame.

    Warns
    -----
    UserWarning
        If there is one policy only: nothing can be shared then.

    See Also
    --------
    align_clauses : Two clauses side by side with the words that differ.

    References
    ----------
    .. [1] Broder, A. (1997). On the resemblance and containment of documents. Compression and
       Complexity of Sequences.

    Examples
    --------
    >>> from policyviz import load_policies, split_clauses
    >>> pairs = find_boilerplate(split_clauses(load_policies()))
    >>> pairs[["clause_id_a", "clause_id_b", "kind"]].head(1).values.tolist()
    [['procom:046', 'wrk:025', 'identical']]
    """
    check_frame(clauses, "clauses")
    if not 0 < threshold <= 1:
        message = f"threshold is {threshold!r}; it lies above 0 and up to 1, such as 0.5."
        raise ValueError(message)
    if min_words < RUN:
        message = f"min_words is {min_words!r}; runs of {RUN} words need {RUN} words at least."
        raise ValueError(message)
    if clauses["policy_id"].nunique() == 1:
        warnings.warn("All clauses are of one policy: there is no other to share text with.", stacklevel=2)
    rows = clauses.sort_values(["policy_id", "start", "clause_id"], ignore_index=True)
    words = [tokenize(fold_text(text)[0]) for text in rows["text"]]
    rows = rows[np.array([len(each) >= min_words for each in words], dtype="bool")].reset_index(drop=True)
    words = [each for each in words if len(each) >= min_words]
    first, second, similarity = _compare_all(words, rows["policy_id"].to_numpy(dtype="str"), threshold)
    pairs = {
        f"{name}_{side}": rows[name].to_numpy()[places]
        for name in ("clause_id", "policy_id")
        for side, places in (("a", first), ("b", second))
    }
    same = [words[a] == words[b] for a, b in zip(first, second, strict=True)]
    table = pd.DataFrame({**pairs, "similarity": similarity, "kind": np.where(same, IDENTICAL, NEAR)})
    table["rank"] = -table["similarity"].round(9)
    table = table.sort_values(["rank", "clause_id_a", "clause_id_b"])
    return make_frame(table[list(FRAMES["boilerplate"])].to_dict("list"), "boilerplate")


def _list_runs(words: list[str]) -> list[str]:
    """Every run of words, each once.

    Examples
    --------
    >>> _list_runs(["we", "keep", "your", "name"])
    ['keep your name', 'we keep your']
    """
    return sorted({" ".join(words[place : place + RUN]) for place in range(len(words) - RUN + 1)})


def _compare_all(
    words: list[list[str]], policies: np.ndarray, threshold: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Places and similarity of all pairs of different policies, by products of sparse tables."""
    if not words:
        return np.zeros(0, "int64"), np.zeros(0, "int64"), np.zeros(0)
    table = CountVectorizer(analyzer=_list_runs, dtype=np.int32).fit_transform(words)
    sizes = np.asarray(table.sum(axis=1)).ravel()
    numbers = np.unique(policies, return_inverse=True)[1]
    # A run that one policy has alone can be common to no pair: it counts for the sizes only.
    per_policy = sparse.csr_matrix((np.ones(len(words), np.int32), (numbers, np.arange(len(words))))) @ table
    shared = table[:, np.asarray((per_policy > 0).sum(axis=0)).ravel() > 1]
    found = [
        _compare_block(shared, start, sizes, numbers, threshold) for start in range(0, len(words), BLOCK)
    ]
    first, second, similarity = (np.concatenate(part) for part in zip(*found, strict=True))
    return first, second, similarity


def _compare_block(
    table: sparse.csr_matrix, start: int, sizes: np.ndarray, policies: np.ndarray, threshold: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    common = (table[start : start + BLOCK] @ table.T).tocoo()
    first, second = common.row + start, common.col
    similarity = common.data / (sizes[first] + sizes[second] - common.data)
    # Rounding must not lose a pair that lies on the threshold.
    keep = (second > first) & (policies[first] != policies[second]) & (similarity >= threshold - 1e-12)
    return first[keep], second[keep], similarity[keep]


def group_boilerplate(pairs: pd.DataFrame) -> pd.DataFrame:
    """Put clauses that are alike, directly or by way of others, into groups.

    The ends of a long chain can differ a good deal.

    Parameters
    ----------
    pairs : pandas.DataFrame
        What `find_boilerplate` returns.

    Returns
    -------
    groups : pandas.DataFrame
        One row per clause that shares text: ``clause_id``, ``policy_id``, ``group`` (0 is the
        group of most policies, then of most clauses), ``n_policies`` of the group. Sorted by group.

    Raises
    ------
    ValueError
        If `pairs` is not a boilerplate frame.

    Examples
    --------
    >>> rows = [("a:1", "b:1", "a", "b", 0.9, "near"), ("b:1", "c:1", "b", "c", 0.8, "near")]
    >>> group_boilerplate(make_frame(rows, "boilerplate")).values.tolist()
    [['a:1', 'a', 0, 3], ['b:1', 'b', 0, 3], ['c:1', 'c', 0, 3]]
    """
    check_frame(pairs, "boilerplate")
    sides = [
        pairs[[f"clause_id_{side}", f"policy_id_{side}"]].set_axis(["clause_id", "policy_id"], axis="columns")
        for side in "ab"
    ]
    rows = pd.concat(sides).drop_duplicates("clause_id").sort_values("clause_id", ignore_index=True)
    place = pd.Series(np.arange(len(rows)), index=rows["clause_id"])
    ends = place[pairs["clause_id_a"]].to_numpy(), place[pairs["clause_id_b"]].to_numpy()
    links = sparse.coo_matrix((np.ones(len(pairs), np.int32), ends), shape=(len(rows), len(rows)))
    rows["part"] = connected_components(links, directed=False)[1] if len(rows) else np.zeros(0, "int64")
    parts = rows.groupby("part")
    rows["n_policies"] = parts["policy_id"].transform("nunique")
    order = rows.assign(size=-parts["part"].transform("size"), many=-rows["n_policies"])
    order = order.sort_values(["many", "size", "part", "clause_id"])
    rows = rows.loc[order.index]
    rows["group"] = pd.factorize(rows["part"])[0]
    return make_frame(rows[list(FRAMES["boilerplate groups"])].to_dict("list"), "boilerplate groups")


def measure_originality(clauses: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Say how many of a policy's words are its own, and how many stand so elsewhere.

    A word is shared if it stands, at the same place of the same wording, in a clause that is alike.
    In a near pair the words that differ stay own. It depends on the other policies at hand: what
    is called own may be shared with one that is not.

    Parameters
    ----------
    clauses : pandas.DataFrame
        The clauses frame in which the pairs were found.
    pairs : pandas.DataFrame
        What `find_boilerplate` returns.

    Returns
    -------
    originality : pandas.DataFrame
        One row per policy, sorted: ``policy_id``, ``n_clauses``, ``n_shared_clauses``,
        ``n_words``, ``n_shared_words`` and ``originality`` (share of words that are own, 0 to 1;
        NaN without words).

    Raises
    ------
    ValueError
        If a frame is unusable, or pairs name other clauses.

    Examples
    --------
    >>> from policyviz import load_policies, split_clauses
    >>> clauses = split_clauses(load_policies())
    >>> found = measure_originality(clauses, find_boilerplate(clauses)).set_index("policy_id")
    >>> found["originality"].round(2).to_dict()
    {'personnel-technology': 1.0, 'procom': 0.83, 'worksearchnow': 1.0, 'wrk': 0.86}
    """
    shared = _share_words(clauses, pairs)
    per_clause = shared.groupby("clause_id")["word"].nunique()
    rows = clauses[["policy_id", "n_words"]].assign(
        n_shared_words=per_clause.reindex(clauses["clause_id"], fill_value=0).to_numpy(), n_clauses=1
    )
    rows["n_shared_clauses"] = clauses["clause_id"].isin(shared["clause_id"]).astype("int64").to_numpy()
    table = rows.groupby("policy_id").sum().reset_index()
    table["originality"] = 1 - table["n_shared_words"] / table["n_words"].where(table["n_words"] > 0)
    return make_frame(table[list(FRAMES["originality"])].to_dict("list"), "originality")


def measure_overlap(clauses: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Say of every two policies how much of the one stands so in the other.

    Parameters
    ----------
    clauses, pairs
        As in `measure_originality`.

    Returns
    -------
    overlap : pandas.DataFrame
        One row for every ordered pair of policies: ``policy_id``, ``other_id``, ``n_clauses`` and
        ``n_words`` of the first that stand in the other, ``share`` of its words, 0 to 1.

    Raises
    ------
    ValueError
        As `measure_originality`.

    Examples
    --------
    >>> from policyviz import load_policies, split_clauses
    >>> clauses = split_clauses(load_policies())
    >>> overlap = measure_overlap(clauses, find_boilerplate(clauses))
    >>> overlap.loc[overlap["share"].idxmax(), ["policy_id", "other_id"]].tolist()
    ['procom', 'wrk']
    """
    shared = _share_words(clauses, pairs)
    shared["policy_id"] = shared["clause_id"].map(clauses.set_index("clause_id")["policy_id"])
    keys = ["policy_id", "other_id"]
    names = sorted(set(clauses["policy_id"]))
    every = pd.MultiIndex.from_product([names, names], names=keys)
    index = every[every.get_level_values(0) != every.get_level_values(1)]
    table = pd.DataFrame(
        {
            "n_clauses": shared.groupby(keys)["clause_id"].nunique(),
            "n_words": shared.drop_duplicates([*keys, "clause_id", "word"]).groupby(keys).size(),
        }
    )
    table = table.reindex(index, fill_value=0).reset_index()
    total = clauses.groupby("policy_id")["n_words"].sum()
    table["share"] = table["n_words"] / table["policy_id"].map(total.where(total > 0)).astype("float64")
    return make_frame(table.to_dict("list"), "overlap")


def _share_words(clauses: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """One row per word of a clause that stands in a clause of another policy: both, and its number."""
    check_frame(clauses, "clauses")
    check_frame(pairs, "boilerplate")
    texts = dict(zip(clauses["clause_id"], clauses["text"], strict=True))
    ids = set(pairs["clause_id_a"]) | set(pairs["clause_id_b"])
    refuse_strangers(sorted(ids - set(texts)), "boilerplate")
    return pd.DataFrame(_list_shared(texts, pairs), columns=["clause_id", "other_id", "word"])


def _list_shared(texts: dict[str, str], pairs: pd.DataFrame) -> Iterator[tuple[str, str, int]]:
    for row in pairs.itertuples():
        in_a, in_b = find_common_words(texts[row.clause_id_a], texts[row.clause_id_b])
        yield from ((row.clause_id_a, row.policy_id_b, word) for word in in_a)
        yield from ((row.clause_id_b, row.policy_id_a, word) for word in in_b)
