"""Overlap frames to a table of shares: who shares how much with whom."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle
from pandas import DataFrame, concat

from policyviz.keys import write_key
from policyviz.plots.drawing import (
    INK,
    LETTER,
    MANY_POLICIES,
    RULE,
    WASH,
    WIDTH,
    check_drawable,
    count_letters,
    draw_on,
    fit_names,
    format_share,
    wrap,
)
from policyviz.plots.summaries import pick_strongest

TITLE = "per cent of the words of the policy on the left that stand so in the one above"
# Two hues of one blue: the darkest still lets dark letters be read.
_BLUES = LinearSegmentedColormap.from_list("shares", ["#eaf2fb", "#6aaee0"])


def plot_boilerplate(overlap: DataFrame, *, ax: Axes | None = None, **kwargs) -> Axes:
    """Draw how much of each policy stands so in each other one: rows read "of this, so much is in that".

    The share is one of words, so the two halves of the table differ where one policy is longer.
    Nothing shared stays empty. The numbers are per cent. The keys of a cell where something is
    shared are its ``policy_id`` (left) and ``other_id`` (above).

    Of more than 25 policies the 25 are drawn that share most with one other policy: what is
    left out shares less, but shares.

    Parameters
    ----------
    overlap : pandas.DataFrame
        What `measure_overlap` returns.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure. `kwargs` go to each `matplotlib.patches.Rectangle`.

    Returns
    -------
    ax : matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there is nothing to draw.

    Examples
    --------
    >>> from policyviz.frames import make_frame
    >>> rows = [("a", "b", 1, 10, 0.25), ("b", "a", 1, 10, 0.5)]
    >>> ax = plot_boilerplate(make_frame(rows, "overlap"))
    >>> [text.get_text() for text in ax.texts]
    ['25', '50']
    """
    check_drawable(overlap, "overlap", "It takes two policies to share text.")
    policies, title = _choose_policies(overlap)
    overlap = overlap[overlap["policy_id"].isin(policies) & overlap["other_id"].isin(policies)]
    labels = [wrap(name) for name in policies]
    margin = 0.4 + LETTER * count_letters(labels)
    names, look, head = fit_names(policies, (WIDTH - margin) / len(policies))
    most = overlap["share"].max() or 1
    with draw_on(ax, (WIDTH, 0.8 + head + 0.34 * len(policies)), title, grid=False) as ax:
        for row in overlap.itertuples():
            place = policies.index(row.other_id), policies.index(row.policy_id)
            cell = _draw_cell(ax, place, row.share, _BLUES(row.share / most) if row.n_words else WASH, kwargs)
            if row.n_words:
                cell.set_url(write_key(policy_id=row.policy_id, other_id=row.other_id))
        for place in range(len(policies)):
            ax.add_patch(
                Rectangle((place, place), 1, 1, facecolor="white", edgecolor=RULE, hatch="///", lw=0)
            )
        ax.set(xlim=(0, len(policies)), ylim=(len(policies), 0))
        middles = np.arange(len(policies)) + 0.5
        ax.set_yticks(middles, labels, parse_math=False)
        ax.set_xticks(middles, names, parse_math=False, **look)
        ax.xaxis.set(ticks_position="top", label_position="bottom")
        ax.spines[:].set_visible(False)
    return ax


def _choose_policies(overlap: DataFrame) -> tuple[list[str], str]:
    """The policies to draw, in alphabetical order, and what the table says."""
    policies = sorted(set(overlap["policy_id"]) | set(overlap["other_id"]))
    if len(policies) <= MANY_POLICIES:
        return policies, TITLE
    ends = [overlap.set_index(end)["share"] for end in ("policy_id", "other_id")]
    chosen = pick_strongest(concat(ends).groupby(level=0).max())
    title = f"{TITLE}\n{MANY_POLICIES} of {len(policies)} policies: those that share most with one other"
    return sorted(chosen), title


def _draw_cell(ax: Axes, place: tuple[int, int], share: float, color: object, kwargs: dict) -> Rectangle:
    style = {"facecolor": color, "edgecolor": "white", "linewidth": 1.5}
    cell = ax.add_patch(Rectangle(place, 1, 1, **{**style, **kwargs}))
    if share > 0:
        middle = (place[0] + 0.5, place[1] + 0.5)
        ax.text(
            *middle, format_share(share).removesuffix(" %"), ha="center", va="center", color=INK, fontsize=9
        )
    return cell
