"""Intervals for text, whose clauses come in sections: the ground that vagueness and comparison stand on."""

import numpy as np
import pandas as pd
from scipy import stats


def check_confidence(confidence: float) -> None:
    """Refuse 95 where 0.95 is meant."""
    if not 0 < confidence < 1:
        message = f"confidence is {confidence!r}; it lies between 0 and 1, such as 0.95."
        raise ValueError(message)


def find_units(clauses: pd.DataFrame, keys: list[str]) -> pd.Series:
    """What may be taken for independent within each group, as a name per row.

    Policies where a group holds several, else sections, else clauses: what stands under one
    heading was written in one go, and what one company wrote, by one company.

    Examples
    --------
    >>> clauses = pd.DataFrame({"clause_id": list("vwxyz"), "policy_id": list("aaabb"),
    ...                         "section": ["1", "1", "2", "", ""]})
    >>> find_units(clauses, ["policy_id"]).tolist()
    ['a > 1', 'a > 1', 'a > 2', 'y', 'z']
    """
    groups = clauses.groupby(keys, observed=True, dropna=False)
    sections = clauses["policy_id"] + " > " + clauses["section"]
    n_policies = groups["policy_id"].transform("nunique")
    n_sections = sections.groupby([clauses[key] for key in keys], observed=True, dropna=False).transform(
        "nunique"
    )
    units = clauses["clause_id"].where(n_sections < 2, sections)
    return units.where(n_policies < 2, clauses["policy_id"]).astype("str")


def find_common_units(clauses: pd.DataFrame, key: str) -> pd.Series:
    """What may be taken for independent in all groups that are to be compared, as a name per row.

    One kind for all: sections of one group shuffled with policies of another would call every
    company's own manner a difference. Policies if any group holds several, else sections if any
    group has several, else clauses.

    Raises
    ------
    ValueError
        If policies are the units and one of them stands in two groups.

    Examples
    --------
    >>> clauses = pd.DataFrame({"clause_id": list("vwxyz"), "policy_id": list("aaabb"),
    ...                         "section": ["1", "1", "2", "", ""]})
    >>> find_common_units(clauses, "policy_id").tolist()
    ['a > 1', 'a > 1', 'a > 2', 'b > ', 'b > ']
    """
    sections = clauses["policy_id"] + " > " + clauses["section"]
    groups = clauses[key]
    if (clauses["policy_id"].groupby(groups, observed=True).nunique() > 1).any():
        shared = groups.groupby(clauses["policy_id"]).nunique()
        if (shared > 1).any():
            message = (
                f"Groups of {key} share policies (first: {shared.index[shared > 1][0]}): their difference is "
                "not one between independent texts. Compare within one policy, or groups of policies."
            )
            raise ValueError(message)
        return clauses["policy_id"].astype("str")
    several = sections.groupby(groups, observed=True).nunique() > 1
    return (sections if several.any() else clauses["clause_id"]).astype("str")


def sum_units(rows: pd.DataFrame, keys: list[str], values: list[str]) -> pd.DataFrame:
    """Sums of values and ``n_clauses`` per group and unit; `rows` has a column ``unit``."""
    groups = rows.groupby([*keys, "unit"], observed=True, dropna=False, sort=True)
    return groups[values].sum().assign(n_clauses=groups.size()).reset_index()


def measure_means(units: pd.DataFrame, keys: list[str], value: str) -> pd.DataFrame:
    """The mean of each group, how far it may be off, and how much independent text that rests on.

    The error is the cluster-robust one with the correction of Bell and McCaffrey [1]_ for few
    units of different sizes; its degrees of freedom are those of the effective number of units
    (Kish [2]_), less one.

    Parameters
    ----------
    units : pandas.DataFrame
        What `sum_units` returns.
    keys : list of str
        Columns of the groups.
    value : str
        Column with sums.

    Returns
    -------
    means : pandas.DataFrame
        Index: the groups. ``mean``, ``error`` (standard error, NaN with fewer than 2 units),
        ``df`` (degrees of freedom).

    References
    ----------
    .. [1] Bell, R. M. and McCaffrey, D. F. (2002). Bias reduction in standard errors for linear
       regression with multi-stage samples. Survey Methodology 28.
    .. [2] Kish, L. (1965). Survey Sampling. Wiley.

    Examples
    --------
    >>> units = pd.DataFrame({"group": ["a", "a", "a"], "n_clauses": [1, 1, 1], "score": [0.0, 1.0, 2.0]})
    >>> measure_means(units, ["group"], "score").round(3).values.tolist()  # error: 1 / sqrt(3)
    [[1.0, 0.577, 2.0]]
    """
    names = [units[key] for key in keys]
    sums = units[["n_clauses", value]].groupby(names, observed=True, dropna=False, sort=True)
    totals = sums.transform("sum")
    part = units["n_clauses"] / totals["n_clauses"]
    rest = units[value] / units["n_clauses"] - totals[value] / totals["n_clauses"]
    # A group of one unit has no rest: 0 / 0.
    with np.errstate(invalid="ignore", divide="ignore"):
        terms = pd.DataFrame({"spread": part**2 * rest**2 / (1 - part), "size": part**2})
    terms = terms.groupby(names, observed=True, dropna=False, sort=True).sum(min_count=1)
    means = sums.sum()
    few = sums.size() < 2
    return pd.DataFrame(
        {
            "mean": means[value] / means["n_clauses"],
            "error": np.sqrt(terms["spread"]).mask(few),
            "df": (1 / terms["size"] - 1).clip(lower=1),
        }
    )


def bound_means(means: pd.DataFrame, confidence: float) -> np.ndarray:
    """Student's interval of each mean, low and high; NaN where there is no spread to learn from."""
    # Equal values have no spread, but rounding may leave a tiny one.
    error = means["error"].where(means["error"] > 1e-9)
    reach = stats.t.ppf((1 + confidence) / 2, means["df"]) * error
    return np.column_stack([means["mean"] - reach, means["mean"] + reach]).astype("float64")


def bound_shares(means: pd.DataFrame, n: pd.Series, plain: pd.Series, confidence: float) -> np.ndarray:
    """Wilson's interval [1]_ of each share, for as many clauses as the dependent ones are worth.

    Parameters
    ----------
    means : pandas.DataFrame
        What `measure_means` says of 0 and 1.
    n, plain : pandas.Series
        Clauses per group, and whether they are independent, with the same index.
    confidence : float

    Returns
    -------
    bounds : numpy.ndarray
        Low and high per group, 0 to 1.

    References
    ----------
    .. [1] Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
       inference. Journal of the American Statistical Association 22. For clustered samples with
       an effective size: Dean, N. and Pagano, M. (2015). Evaluating confidence interval methods
       for binomial proportions in clustered surveys. J. Survey Statistics and Methodology 3.

    Examples
    --------
    >>> means = pd.DataFrame({"mean": [0.0], "error": [0.0], "df": [2.0]})
    >>> bound_shares(means, pd.Series([3]), pd.Series([True]), 0.95).round(4).tolist()
    [[0.0, 0.5615]]
    """
    share = means["mean"]
    simple = share * (1 - share) / n
    with np.errstate(invalid="ignore", divide="ignore"):
        effect = (means["error"] ** 2 / simple).where(~plain & (simple > 0), 1).fillna(1).clip(lower=1)
    size = n / effect
    quantile = np.where(
        plain, stats.norm.ppf((1 + confidence) / 2), stats.t.ppf((1 + confidence) / 2, means["df"])
    )
    centre = share + quantile**2 / (2 * size)
    reach = quantile * np.sqrt(share * (1 - share) / size + quantile**2 / (4 * size**2))
    bounds = np.column_stack([centre - reach, centre + reach]) / (1 + quantile**2 / size).to_numpy()[:, None]
    # Wilson's lower end of 0 of n is 0, and not a rounding error above it.
    return np.clip(bounds.round(12), 0, 1) + 0.0
