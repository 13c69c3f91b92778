"""What charts of many policies draw instead of a row or column for each: strips, stacks, a choice."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from pandas import Series

from policyviz.plots.drawing import LETTER, MANY_POLICIES, RULE, SOFT

DARK = "#0b3d75"  # what is stated or affirmed
# What is light has a dark edge: a bar must stand out from white, and from its neighbour in grey.
EDGE = {"edgecolor": SOFT, "linewidth": 0.8}


def pick_strongest(strength: Series) -> list[str]:
    """The names with the highest values, the highest first, as many as one chart can show.

    Examples
    --------
    >>> pick_strongest(Series([0.5, 0.25, 0.5], ["wrk", "acme", "procom"]))
    ['procom', 'wrk', 'acme']
    """
    ordered = strength.sort_index().sort_values(ascending=False, kind="stable")
    return [str(name) for name in ordered.index[:MANY_POLICIES]]


def draw_strip(ax: Axes, values: np.ndarray, top: float, height: float, kwargs: dict) -> None:
    """Draw a dot per value, the highest on top, over a shade as wide as the middle half of them."""
    falling = np.sort(values)[::-1]
    low, high = np.quantile(falling, [0.25, 0.75])
    ax.add_patch(Rectangle((low, top), high - low, height, facecolor=RULE, linewidth=0))
    y = top + height * (np.arange(len(falling)) + 0.5) / len(falling)
    look = {"linestyle": "", "marker": "o", "markersize": 3.5, "markeredgewidth": 0, "color": SOFT}
    ax.plot(falling, y, **{**look, "clip_on": False, **kwargs})


def write_number(value: float) -> str:
    """A number with two digits; what rounds to nothing has no sign.

    Examples
    --------
    >>> write_number(-0.25), write_number(-0.001)
    ('−0.25', '0.00')
    """
    return f"{round(value, 2) + 0:.2f}".replace("-", "−")


def write_middle(values: np.ndarray, write: Callable[[float], str] = write_number) -> str:
    """Where the middle half of some values lies, each end written by `write`.

    Examples
    --------
    >>> write_middle(np.array([1.0, 2.0, 3.0, 4.0, 5.0]))
    'middle half 2.00 to 4.00'
    """
    low, high = np.quantile(values, [0.25, 0.75])
    return f"middle half {write(low)} to {write(high)}"


class Part(NamedTuple):
    """A part of a stacked bar: how many policies, how it is drawn, the colour of a number in it."""

    count: int
    look: dict
    ink: str = ""


def draw_stack(
    ax: Axes, place: tuple[float, float], parts: list[Part], *, unit: float = 1, room: float = 0, kwargs: dict
) -> None:
    """Draw parts one after the other as a bar that begins at `place`, each policy so many units long.

    Where a policy has `room`, in inches, for the number of a part, it is written into it.
    """
    left, y = place
    for part in parts:
        if not part.count:
            continue
        ax.barh(y, part.count * unit, left=left, **{"height": 0.72, **part.look, **kwargs})
        if part.ink and part.count * room > LETTER * (len(str(part.count)) + 0.6):
            look = {"ha": "center", "va": "center", "color": part.ink, "fontsize": 9}
            ax.text(left + part.count * unit / 2, y, str(part.count), **look)
        left += part.count * unit
