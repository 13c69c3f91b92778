"""What a mention says about the data it names, and the same mentions under other labels."""

import numpy as np
import pandas as pd

from policyviz.checks import check_choice
from policyviz.frames import check_frame
from policyviz.lexicons import load_crosswalk

STATUSES = ("affirmed", "denied", "mentioned", "silent")
# Who does one of these things with data has them, or will; who protects data holds them.
HANDLING = ("collect", "use", "share", "retain", "protect")
# A denial without a verb ("no personal data") denies the data themselves.
DENIABLE = (*HANDLING, "other")
UNMATCHED = "(no counterpart)"


def find_status(mentions: pd.DataFrame) -> pd.Series:
    """Say of each mention whether the data are handled, denied, or only named.

    It repeats what `find_terms` read out of the sentence and errs as that does: on policies
    that nobody had read, about two mentions in three had the status that a reader gave
    them (docs/benchmarks.md). Definitions and rights are most often taken for practices.

    Parameters
    ----------
    mentions : pandas.DataFrame
        A mentions frame.

    Returns
    -------
    status : pandas.Series
        Categorical, index as `mentions`, named "status". "affirmed": not negated, and somebody
        collects, uses, shares, retains or protects the data. "denied": negated, in one of
        these practices or without any. "mentioned": everything else, such as "you may
        update your profile". "silent" is a category that no mention has.

    Raises
    ------
    ValueError
        If `mentions` is not a mentions frame.

    Examples
    --------
    >>> from policyviz.frames import make_frame
    >>> read = [(0, False, "use"), (9, True, "share"), (19, False, "access")]
    >>> rows = [("a:001", "a", "name", "name", 1.0, place, place + 4, negated, False, False, practice, "")
    ...         for place, negated, practice in read]
    >>> find_status(make_frame(rows, "mentions")).to_list()
    ['affirmed', 'denied', 'mentioned']
    """
    check_frame(mentions, "mentions")
    negated = mentions["negated"].to_numpy(dtype="bool")
    affirmed = ~negated & mentions["practice"].isin(HANDLING).to_numpy()
    denied = negated & mentions["practice"].isin(DENIABLE).to_numpy()
    places = np.select(
        [affirmed, denied],
        [STATUSES.index("affirmed"), STATUSES.index("denied")],
        STATUSES.index("mentioned"),
    )
    status = pd.Categorical.from_codes(places, categories=list(STATUSES))
    return pd.Series(status, index=mentions.index, name="status")


def translate_labels(
    mentions: pd.DataFrame, vocabulary: str, *, crosswalk: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Put the same mentions under the labels of another vocabulary.

    Nothing is searched again and nothing is lost: a mention whose label has two
    counterparts stands twice, one whose label has none goes to "(no counterpart)".

    Parameters
    ----------
    mentions : pandas.DataFrame
        Mentions of the lexicon "data_categories", or of one with labels that the
        crosswalk knows.
    vocabulary : str
        One of those in the crosswalk: "opp115", "dpv", "ccpa", "apple", "google".
    crosswalk : pandas.DataFrame, optional
        A crosswalk frame; without it, the one that ships.

    Returns
    -------
    mentions : pandas.DataFrame
        The columns and the order of `mentions`; ``label`` holds codes of the vocabulary, its
        categories are all codes of the labels that were searched, in alphabetical order, and
        "(no counterpart)" if one of these labels has none.

    Raises
    ------
    ValueError
        If the vocabulary is unknown, or the crosswalk lacks a label.

    Examples
    --------
    >>> from policyviz.frames import make_frame
    >>> rows = [("a:001", "a", "gps", "precise location", 1.0, 0, 3, False, False, False, "use", "company")]
    >>> translate_labels(make_frame(rows, "mentions"), "ccpa")["label"].to_list()
    ['G', 'L']
    """
    check_frame(mentions, "mentions")
    crosswalk = load_crosswalk() if crosswalk is None else crosswalk
    check_frame(crosswalk, "crosswalk")
    check_choice("vocabulary", vocabulary, sorted(set(crosswalk["vocabulary"])))
    _check_labels(mentions, crosswalk)
    codes = crosswalk.loc[crosswalk["vocabulary"] == vocabulary].groupby("label")["code"].agg(sorted)
    own = mentions["label"].astype("str").map(codes)
    # A label without counterpart has one: the column that says so.
    own = own.map(lambda found: found if isinstance(found, list) else [UNMATCHED])
    translated = (
        mentions.assign(label=own.to_list()).reset_index(drop=True).explode("label", ignore_index=True)
    )
    return translated.assign(
        label=pd.Categorical(translated["label"], categories=_list_codes(mentions, codes))
    )


def list_labels(mentions: pd.DataFrame) -> list[str]:
    """All labels that can be found, found or not; an empty frame built by hand has none."""
    has_labels = isinstance(mentions["label"].dtype, pd.CategoricalDtype)
    return [str(label) for label in mentions["label"].cat.categories] if has_labels else []


def _list_codes(mentions: pd.DataFrame, codes: pd.Series) -> list[str]:
    """Codes of all labels that were searched; of no others, for those are no silences."""
    labels = list_labels(mentions)
    found = {code for label in labels for code in codes.get(label, [])}
    return sorted(found) + ([UNMATCHED] if any(label not in codes for label in labels) else [])


def _check_labels(mentions: pd.DataFrame, crosswalk: pd.DataFrame) -> None:
    unknown = sorted(set(list_labels(mentions)) - set(crosswalk["label"]))
    if unknown:
        shown = ", ".join(unknown[:5]) + (", ..." if len(unknown) > 5 else "")
        message = (
            f"The crosswalk does not know these labels: {shown}. It translates mentions of "
            'load_lexicon("data_categories"); for other labels give a crosswalk of your own.'
        )
        raise ValueError(message)
