"""Word shifts to bars on either side of 0."""

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from pandas import DataFrame

from policyviz.keys import write_key
from policyviz.plots.drawing import COLORS, INK, SOFT, WIDTH, check_drawable, draw_on, write_beside

# Room for a value beside the longest bar, as a share of the widest.
AIR = 1.8


def plot_word_shift(
    shifts: DataFrame,
    *,
    names: Sequence[str] = ("a", "b"),
    n_terms: int = 15,
    ax: Axes | None = None,
    **kwargs,
) -> Axes:
    """Draw which words make one policy vaguer than another: a bar per word, the longest on top.

    A bar to the right makes the first policy vaguer, to the left the second. Beside it stands
    in how many clauses of each the word is found. The last bar holds all other words, so that
    the bars add up to the difference of the two scores. The key of a bar is its ``term``.

    Parameters
    ----------
    shifts : pandas.DataFrame
        What `explain_difference` returns.
    names : sequence of str
        What to call a and b.
    n_terms : int
        Words with a bar of their own.
    ax : matplotlib.axes.Axes, optional
        Where to draw; None makes a new figure. `kwargs` go to `Axes.barh`.

    Returns
    -------
    ax : matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If there is nothing to draw, `names` are not two, or `n_terms` is below 1.

    Examples
    --------
    >>> from policyviz.frames import make_frame
    >>> shifts = make_frame([("may", "modality", 4, 1, 0.4, 0.1, 0.3)], "word shifts")
    >>> ax = plot_word_shift(shifts, names=("wrk", "procom"))
    >>> ax.texts[0].get_text()
    '+0.300 (4 : 1)'
    """
    check_drawable(shifts, "word shifts", "Neither of the two has a term of the lexicon.")
    if len(names) != 2 or isinstance(names, str):
        message = f"names are those of a and b, such as ('wrk', 'procom'); got {names!r}."
        raise ValueError(message)
    if n_terms < 1:
        message = f"n_terms is {n_terms}; at least one word needs a bar of its own."
        raise ValueError(message)
    rows = _list_bars(shifts, n_terms)
    widest = max(abs(difference) for _, difference, _ in rows) or 1
    title = f"points of the score: to the right {names[0]} is vaguer, to the left {names[1]}"
    title = textwrap.fill(f"{title} (in brackets: clauses with the term in either)", 64)
    with draw_on(ax, (WIDTH, 1.0 + 0.24 * len(rows)), title, grid=True) as ax:
        for y, (term, difference, counts) in enumerate(rows):
            color = (COLORS[0] if difference > 0 else COLORS[1]) if counts else SOFT
            bar = ax.barh(y, difference, **{"height": 0.7, "color": color, **kwargs})
            if counts:
                bar.patches[0].set_url(write_key(term=term))
            text = f"{difference:+.3f}{counts}".replace("-", "−")
            write_beside(ax, difference, y, text, side=1 if difference >= 0 else -1, gap=4)
        ax.axvline(0, color=INK, linewidth=0.8)
        ax.set(xlim=(-AIR * widest, AIR * widest), ylim=(len(rows) - 0.5, -0.5))
        ax.set_yticks(np.arange(len(rows)), [term for term, _, _ in rows], parse_math=False)
    return ax


def _list_bars(shifts: DataFrame, n_terms: int) -> list[tuple[str, float, str]]:
    """Term, difference and counts of each bar; the last one takes what is left."""
    own = shifts.head(n_terms).itertuples()
    rows = [(row.term, row.difference, f" ({row.n_a} : {row.n_b})") for row in own]
    rest = shifts["difference"].iloc[n_terms:]
    return rows + ([(f"{len(rest)} other terms", rest.sum(), "")] if len(rest) else [])
