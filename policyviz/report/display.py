"""Showing a figure in a notebook, once, with its text alternative and its numbers; saying a sentence."""

import base64
import io
import struct
import sys
import warnings
from html import escape

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from pandas import DataFrame

from .areas import find_areas
from .tracing import LinkedTable

# A page lays out 96 CSS pixels to the inch. Twice as many image pixels keep text crisp
# on dense screens and on paper.
CSS_PIXELS_PER_INCH = 96
IMAGE_PIXELS_PER_CSS_PIXEL = 2

# The widest a figure can be on the page (60 rem); the text column itself is 44 rem.
WIDEST_CSS_PIXELS = 960

# Inches of white around what is drawn.
MARGIN = 0.1

# Below this size, in points, print is hard to read.
SMALLEST_TEXT = 9.0


def show(ax_or_fig: Axes | Figure, alt: str, *, table: DataFrame | LinkedTable | None = None) -> None:
    """Show a figure in the notebook, once, with a text alternative and the table it draws.

    A reader who cannot see the figure gets `alt` instead of it: write the finding, not
    the kind of chart. The figure is shown at its natural size (1 inch is 96 pixels of
    the page; the text column is 7.3 inches wide, a figure may take up to 10) and
    closed, so that Jupyter does not show it a second time.

    Parameters
    ----------
    ax_or_fig : matplotlib.axes.Axes or matplotlib.figure.Figure
        What a plot function returned, or its whole figure.
    alt : str
        The finding in a sentence or two, with the numbers that matter.
    table : pandas.DataFrame or LinkedTable, optional
        The numbers that are drawn; they stand below the figure, folded. If it is what `link_table`
        returns, the marks of the figure lead to the clauses too.

    Raises
    ------
    TypeError
        If `ax_or_fig` is neither Axes nor Figure, `alt` is not text, or `table` no table.
    ValueError
        If `alt` is blank, or if nothing is drawn in the figure.

    Warns
    -----
    UserWarning
        If text in the figure is smaller than 9 points on the page.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().subplots()
    >>> bars = ax.barh(["Wrk", "Procom"], [44, 38])
    >>> show(ax, "Wrk has 44 vague clauses, Procom 38.")
    Wrk has 44 vague clauses, Procom 38.
    """
    figure = _find_figure(ax_or_fig)
    alt = _check_alt(alt)
    numbers = _check_table(table)
    _check_drawn(figure)
    picture = _draw(figure, alt, numbers)
    _warn_of_small_text(figure, picture.width)
    _close(figure)
    _display(picture)
    if numbers is not None:
        _display(_Folded(numbers))


def say(text: str, *, finding: bool = False) -> None:
    """Say a sentence in the notebook, in the type of its text: for words that are made from the numbers.

    Parameters
    ----------
    text : str
        Escaped when it is shown: it may name what comes from a policy.
    finding : bool
        Whether this is what the notebook found. The report puts it below its title, the index quotes it.

    Raises
    ------
    ValueError
        If there is nothing to say.

    Examples
    --------
    >>> say("Wrk has 44 vague clauses, Procom 38.")
    Wrk has 44 vague clauses, Procom 38.
    """
    words = " ".join(text.split())
    if not words:
        message = "There is nothing to say: the text is empty."
        raise ValueError(message)
    _display(_Sentence(words, finding))


class _Sentence:
    """A paragraph."""

    def __init__(self, words: str, finding: bool) -> None:
        self.words, self.kind = words, ' class="finding"' if finding else ""

    def __repr__(self) -> str:
        return self.words

    def _repr_html_(self) -> str:
        return f"<p{self.kind}>{escape(self.words)}</p>"


class _Folded:
    """The numbers of a figure, behind a switch."""

    def __init__(self, numbers: LinkedTable) -> None:
        self.numbers = numbers

    def __repr__(self) -> str:
        return repr(self.numbers)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict:
        return self.numbers.write_bundle(fold=True)


class _Picture:
    """A drawn figure that tells Jupyter its text alternative and its size on the page."""

    def __init__(self, png: bytes, alt: str) -> None:
        self.png = png
        self.alt = alt
        self.areas: list[list] = []
        # Width and height stand in the first chunk of every PNG file.
        pixels = struct.unpack(">II", png[16:24])
        sizes = [round(n / IMAGE_PIXELS_PER_CSS_PIXEL) for n in pixels]
        self.shrink = min(1.0, WIDEST_CSS_PIXELS / sizes[0])
        self.width, self.height = (round(size * self.shrink) for size in sizes)

    def __repr__(self) -> str:
        return self.alt

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> tuple[dict, dict]:
        data = {"image/png": base64.b64encode(self.png).decode("ascii"), "text/plain": self.alt}
        about = {"alt": self.alt, "width": self.width, "height": self.height}
        return data, {"image/png": about | ({"areas": self.areas} if self.areas else {})}


def _find_figure(ax_or_fig: object) -> Figure:
    if isinstance(ax_or_fig, Axes):
        return ax_or_fig.get_figure(root=True)
    if isinstance(ax_or_fig, Figure):
        return ax_or_fig
    message = f"show() takes a matplotlib Axes or Figure, got {_describe(ax_or_fig)}."
    if _holds_axes(ax_or_fig):
        message += " Show the figure they stand in: show(axes[0].figure, alt)."
    else:
        message += " Give it what a plot function returned: show(pv.plot_vagueness(vagueness), alt)."
    raise TypeError(message)


def _describe(value: object) -> str:
    return "None" if value is None else f"a {type(value).__name__}"


def _holds_axes(value: object) -> bool:
    """Recognise what ``plt.subplots(1, 2)`` returns: the commonest mistake."""
    if not isinstance(value, (list, tuple, np.ndarray)):
        return False
    items = np.asarray(value, dtype=object).ravel()
    return any(isinstance(item, Axes) for item in items)


def _check_alt(alt: object) -> str:
    advice = 'Say what the figure shows: show(ax, "Wrk has 44 vague clauses, Procom 38.")'
    if not isinstance(alt, str):
        message = f"alt is the text alternative of the figure, got {_describe(alt)}. {advice}"
        raise TypeError(message)
    words = " ".join(alt.split())
    if not words:
        message = f"alt is empty: readers who cannot see the figure would get nothing. {advice}"
        raise ValueError(message)
    return words


def _check_drawn(figure: Figure) -> None:
    if not figure.axes:
        message = "The figure has no Axes. Draw something first: ax = figure.subplots(); ax.plot(...)"
        raise ValueError(message)
    if not any(_is_drawn(ax) for ax in figure.axes):
        message = (
            "Nothing is drawn in this figure. Is the frame empty, or was the figure already "
            "shown and another one meant? Show the Axes that the plot function returned."
        )
        raise ValueError(message)


def _is_drawn(ax: Axes) -> bool:
    # The limits of the data stay infinite as long as only empty lines or bars were added.
    has_data = ax.has_data() and bool(np.isfinite(ax.dataLim.get_points()).any())
    return ax.get_visible() and (has_data or bool(ax.texts) or bool(ax.tables))


def _check_table(table: object) -> LinkedTable | None:
    if table is None or isinstance(table, LinkedTable):
        return table
    if isinstance(table, DataFrame):
        return LinkedTable(table)
    message = (
        f"table is the numbers that are drawn, got {_describe(table)}. "
        "Give a DataFrame, or what link_table() returns."
    )
    raise TypeError(message)


def _draw(figure: Figure, alt: str, numbers: LinkedTable | None) -> _Picture:
    """The picture, with a link for each mark that leads to clauses."""
    natural, dpi = figure.dpi, CSS_PIXELS_PER_INCH * IMAGE_PIXELS_PER_CSS_PIXEL
    # Drawn as finely as it is saved: letters are a little wider or narrower at another size.
    figure.set_dpi(dpi)
    try:
        figure.draw_without_rendering()
        frame = figure.get_tightbbox().padded(MARGIN)
        picture = _Picture(_save_png(figure, frame), alt)
        if numbers is not None:
            scale = picture.shrink / IMAGE_PIXELS_PER_CSS_PIXEL
            pixels = Bbox(frame.get_points() * dpi)
            picture.areas = find_areas(figure, pixels, scale=scale, find_target=numbers.find_target)
    finally:
        figure.set_dpi(natural)
    return picture


def _save_png(figure: Figure, frame: Bbox) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(
        buffer,
        format="png",
        dpi=CSS_PIXELS_PER_INCH * IMAGE_PIXELS_PER_CSS_PIXEL,
        bbox_inches=frame,
        # matplotlib would write its version; the same figure should give the same bytes.
        metadata={"Software": None},
        pil_kwargs={"optimize": True},
    )
    return buffer.getvalue()


def _warn_of_small_text(figure: Figure, width: int) -> None:
    natural = figure.get_tightbbox().width * CSS_PIXELS_PER_INCH
    shrink = min(1.0, width / natural)
    smallest = min(_find_texts(figure), key=Text.get_fontsize, default=None)
    if smallest is None:
        return
    size = smallest.get_fontsize() * shrink
    if round(size, 1) < SMALLEST_TEXT:
        message = (
            f"The text {smallest.get_text()!r} is {size:.1f} points high on the page, hard to read "
            f"below {SMALLEST_TEXT:g}. Use a larger font or a figure of at most 10 inches."
        )
        warnings.warn(message, stacklevel=3)


def _find_texts(figure: Figure) -> list[Text]:
    def is_read(artist: Artist) -> bool:
        return isinstance(artist, Text) and artist.get_visible() and bool(artist.get_text().strip())

    return figure.findobj(is_read)


def _close(figure: Figure) -> None:
    # A figure made without pyplot is not in its list, and there is nothing to close.
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close(figure)


def _display(picture: object) -> None:
    try:
        from IPython.display import display
    except ImportError as error:
        message = (
            'show() and say() are for notebooks: pip install "policyviz[report]". '
            "In a script, save the figure instead: ax.figure.savefig(...)"
        )
        raise ImportError(message) from error
    display(picture)
