"""Where a line stands among the others: gaps, and what its neighbours look like from afar."""

from functools import lru_cache
from typing import NamedTuple

from policyviz.structure.lines import MAX_WORDS, STOPS, Line


class Place(NamedTuple):
    """Where a line stands: what its neighbours look like, and how far it is from the top."""

    above: str
    below: str
    before: str
    after: str
    mark: str
    is_indented: bool
    part: str
    is_first: bool


def find_places(lines: list[Line]) -> list[Place]:
    """Where each line stands."""
    shapes = ["nothing", *map(_find_shape, lines), "nothing"]
    gaps = ["start", *map(_find_gap, lines[1:]), "end"]
    places = []
    for i, line in enumerate(lines):
        share = i / len(lines)
        part = "top" if share < 0.05 else "end" if share > 0.97 else "inside"
        is_indented = i > 0 and line.indent > lines[i - 1].indent
        # One "nothing" stands before the first line's shape.
        around = (gaps[i], gaps[i + 1], shapes[i], shapes[i + 2])
        places.append(Place(*around, find_mark(line), is_indented, part, i < 3))
    return places


@lru_cache(maxsize=4096)
def find_place_cues(place: Place) -> tuple[str, ...]:
    """The cues of a place; there are far fewer places than lines."""
    above, below, before, after, mark, *_ = place
    cues = [f"gap above: {above}", f"gap below: {below}", f"gaps: {above} + {below}"]
    cues += [f"before: {before}", f"after: {after}", f"around: {before} + {after}"]
    cues += [f"before: {before} + {mark}", f"after: {after} + {mark}", f"place: {place.part}"]
    cues += ["indented more"] if place.is_indented else []
    cues += ["among the first three lines"] if place.is_first else []
    return tuple(cues)


def find_mark(line: Line) -> str:
    if not line.mark:
        return "mark: none"
    if line.is_bullet:
        return "mark: bullet"
    core = line.mark.strip("().:")
    if core[0].isdigit():
        return "mark: 1.1" if "." in core else "mark: 1"
    return "mark: section" if len(core) > 5 else "mark: a"


def _find_gap(line: Line) -> str:
    return "none" if line.n_blank == 0 else "one" if line.n_blank == 1 else "more"


def _find_shape(line: Line) -> str:
    """What a neighbour looks like from afar."""
    kind = "bullet" if line.is_bullet else "number" if line.is_numbered else "plain"
    size = "long" if line.n_words > MAX_WORDS else "short" if line.n_words <= 10 else "middle"
    stop = "stop" if line.last_sign in STOPS else "colon" if line.last_sign == ":" else "open"
    return f"{kind} {size} {stop}"
