"""What all charts share: one style, one look per company, labels that do not touch."""

import textwrap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox
from pandas import DataFrame

from policyviz import frames
from policyviz.keys import write_key

STYLE = Path(__file__).with_name("policyviz.mplstyle")
# Inches: the width of a report's column, and of a letter at 9 pt.
WIDTH, LETTER = 7.4, 0.076
INK, SOFT, RULE, WASH = "#1c2430", "#566072", "#d9dee6", "#f5f7fa"
# The family of Okabe and Ito, the light ones darkened until they stand out 3:1 from white. 7 colours
# and 8 shapes have no common divisor: 56 companies or clusters all look different.
COLORS = ("#0072B2", "#D55E00", "#009E73", "#7A4FA3", "#A6760A", "#C2548C", INK)
SHAPES = ("o", "s", "D", "^", "v", "P", "X", "p")
# Above these, a chart sums up or leaves out what could not be read, or hit with a pointer.
MANY_POLICIES, MANY_LABELS, MANY_MARKS = 25, 6, 200


@contextmanager
def draw_on(ax: Axes | None, size: tuple[float, float], title: str, grid: bool) -> Iterator[Axes]:
    """Give the Axes the look of the package, also if it was made outside; `title` says what x means."""
    is_new = ax is None
    with plt.style.context(STYLE):
        if is_new:
            _, ax = plt.subplots(figsize=size, layout="constrained")
        ax.set_xlabel(title, fontsize=9, color=INK)
        ax.spines[["top", "right"]].set_visible(False)
        ax.spines[["left", "bottom"]].set_color(RULE)
        # Ticks are made when the figure is drawn, long after the style is gone: say it to the Axes.
        ax.tick_params(length=0, labelsize=9, labelcolor=INK, pad=7)
        ax.set_axisbelow(True)
        ax.grid(grid, axis="x", **({"color": RULE, "linewidth": 0.8} if grid else {}))
        yield ax
        if is_new:
            _fold_title(ax, size[0])
        is_interactive = mpl.is_interactive()
    # The first figure of a notebook turns this on, and the end of the style would turn it off again:
    # figures that the user makes later would not be shown.
    mpl.interactive(is_interactive)


def _fold_title(ax: Axes, width: float) -> None:
    """Break the title into lines no wider than the Axes: it is centred there, wider ones are cut off."""
    room = width - 0.25 - 0.07 * count_letters(text.get_text() for text in ax.get_yticklabels())
    letters = max(30, int(room / 0.068))
    folded = []
    for line in ax.get_xlabel().split("\n"):
        # Lines of about one length: no last word alone.
        n_lines = -(-len(line) // letters)
        folded.append(textwrap.fill(line, letters if n_lines < 2 else min(letters, len(line) // n_lines + 8)))
    ax.set_xlabel("\n".join(folded))


class Area(Artist):
    """Where a mark lies, in the units of the axes and so many points around; it draws nothing.

    One set of points or one mesh holds many marks, an address only one: each mark has an area.
    """

    def __init__(self, corners: tuple[tuple[float, float], tuple[float, float]], pad: float) -> None:
        super().__init__()
        self._corners, self._pad = corners, pad
        self.set_in_layout(False)

    def get_window_extent(self, renderer: object = None) -> Bbox:
        """The place of the area in pixels of the figure."""
        box = Bbox(np.sort(self.axes.transData.transform(self._corners), axis=0))
        return box.padded(self._pad * self.get_figure(root=True).dpi / 72)


def mark_area(ax: Axes, start: tuple[float, float], end: tuple[float, float], keys: dict, pad: float = 0):
    """Say what the mark between two corners stands for: names of columns, and their values in its row."""
    area = Area((start, end), pad)
    area.set_url(write_key(**keys))
    ax.add_artist(area)


def check_drawable(frame: DataFrame, name: str, reason: str) -> None:
    """Refuse an empty frame, and say why it may be empty."""
    frames.check_frame(frame, name)
    if frame.empty:
        message = f"There is nothing to draw: the {name} frame is empty. {reason}"
        raise ValueError(message)


def wrap(name: object) -> str:
    """A name of any length on one or two lines."""
    # The end of a section's path says more than its middle.
    text = str(name) if len(str(name)) <= 68 else f"{str(name)[:26]} … {str(name)[-39:]}"
    return textwrap.fill(text, 36) or "(none)"


def count_letters(names: Iterable[str]) -> int:
    """The longest line of some names."""
    return max((len(line) for name in names for line in name.split("\n")), default=0)


def find_width(ax: Axes) -> float:
    """The width of an Axes in inches."""
    return ax.get_window_extent().width / ax.get_figure(root=True).dpi


def find_row(labels: list[str], air: float = 0.09) -> float:
    """Inches from row to row, so that no two neighbours touch."""
    lines = [1, *(label.count("\n") + 1 for label in labels)]
    return air + 0.075 * max(map(sum, pairwise(lines)))


def format_share(value: float) -> str:
    """A share as percent, in plain text."""
    # A share that is not 0 must not be printed as 0.
    return "<1 %" if 0 < value < 0.01 else f"{value:.0%}".replace("%", " %")


def find_look(number: int) -> dict:
    """The colour and shape of a company or cluster, the same in every chart."""
    return {"color": COLORS[number % len(COLORS)], "marker": SHAPES[number % len(SHAPES)]}


def write_beside(ax: Axes, x: float, y: float, text: str, *, side: int = 1, gap: float = 7) -> None:
    """Write a value to the right of its mark, or to the left with side -1."""
    align = "left" if side > 0 else "right"
    style = {"va": "center", "ha": align, "color": SOFT, "fontsize": 9}
    ax.annotate(text, (x, y), (side * gap, 0), textcoords="offset points", **style)


def add_legend(ax: Axes, n_columns: int) -> None:
    """One entry per name above the Axes, side by side if they fit, else in two columns or one."""
    # A name can have many marks: the last of them stands for all.
    handles = dict(zip(*ax.get_legend_handles_labels()[::-1], strict=True))
    names, width = [wrap(name) for name in handles], find_width(ax) / LETTER
    columns = 2 if 2 * (count_letters(names) + 6) < width else 1
    if sum(len(name) + 6 for name in handles) < 0.9 * width:
        columns = n_columns
    place = {"loc": "lower left", "bbox_to_anchor": (0, 1), "ncols": columns}
    ax.legend(handles.values(), names, handlelength=1, **place)


def fit_names(names: Iterable[object], width: float) -> tuple[list[str], dict, float]:
    """Names side by side if they fit into columns of so many inches, else upright; their look and height."""
    letters = max(1, int(width / LETTER) - 1)
    wrapped = [textwrap.fill(str(name), letters, break_long_words=False) or "(none)" for name in names]
    lines = 1 + max(name.count("\n") for name in wrapped)
    if count_letters(wrapped) <= letters and lines <= 5:
        return wrapped, {"rotation": 0, "fontsize": 9}, 0.16 * lines
    upright, size = [str(name) for name in names], float(np.clip(68 * width, 6, 9))
    return upright, {"rotation": 90, "fontsize": size}, LETTER * count_letters(upright)


class Rows(NamedTuple):
    """Where labels and the names of their groups stand, from the top; `height` counts rows."""

    labels: list[str]
    places: list[int]
    headings: list[tuple[int, str]]
    height: int


def arrange_rows(labels: list[str], taxonomy: DataFrame | None) -> Rows:
    """Labels in the order of a taxonomy under the names of its groups; as they are without one.

    Examples
    --------
    >>> rows = [("city", "place", "A town."), ("gps", "place", "A point.")]
    >>> arrange_rows(["gps", "city", "age"], frames.make_frame(rows, "taxonomy"))
    Rows(labels=['city', 'gps', 'age'], places=[1, 2, 4], headings=[(0, 'place'), (3, 'other')], height=5)
    """
    if taxonomy is None:
        return Rows(labels, list(range(len(labels))), [], len(labels))
    frames.check_frame(taxonomy, "taxonomy")
    groups: dict[str, list[str]] = {}
    for label, group in zip(taxonomy["label"], taxonomy["group"], strict=True):
        if label in labels:
            groups.setdefault(group, []).append(label)
    rest = [label for label in labels if label not in set(taxonomy["label"])]
    rows = Rows([], [], [], 0)
    place = 0
    for group, members in [*groups.items(), *([("other", rest)] if rest else [])]:
        rows.headings.append((place, group))
        rows.labels.extend(members)
        rows.places.extend(range(place + 1, place + 1 + len(members)))
        place += 1 + len(members)
    return rows._replace(height=place)


def write_rows(ax: Axes, rows: Rows, labels: list[str]) -> None:
    """Write labels beside their rows and the names of groups over them, from the top down."""
    ax.set_yticks([place + 0.5 for place in rows.places], labels, parse_math=False)
    ax.set_ylim(rows.height, 0)
    ax.spines[:].set_visible(False)
    for place, group in rows.headings:
        # Just above the first row of the group, in the row that is left free for it.
        ax.text(0, place + 0.9, group, fontweight="bold", color=INK, va="bottom", parse_math=False)
