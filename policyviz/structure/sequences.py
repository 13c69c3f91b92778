"""What numbering tells: a section that was missed stands between two that were found."""

from policyviz.structure.lines import Line


def number_of(line: Line) -> tuple[int, ...]:
    """The number in front of a line: (2, 1) for "2.1", () for none or for letters.

    Examples
    --------
    >>> from policyviz.structure.lines import split_lines
    >>> [number_of(line) for line in split_lines("2.1 Data\\n3) Use\\n(a) Both")]
    [(2, 1), (3,), ()]
    """
    core = line.mark.strip("().:").lower().removeprefix("section").removeprefix("article").strip()
    parts = core.split(".")
    return tuple(map(int, parts)) if core and all(part.isdecimal() for part in parts) else ()


def find_missing(lines: list[Line], is_heading: list[bool], is_open: list[bool]) -> set[int]:
    """Open lines whose number stands between two numbers of headings, in place and in order.

    A sequence of sections 1, 2, 4 and a short line "3. ..." between the second and the
    third: that line is a heading too, whatever it looks like.
    """
    numbers = [number_of(line) for line in lines]
    found = [i for i, ok in enumerate(is_heading) if ok and numbers[i]]
    missing: set[int] = set()
    for depth in {len(numbers[i]) for i in found}:
        known = [i for i in found if len(numbers[i]) == depth]
        for a, b in zip([None, *known], known, strict=False):
            missing.update(_fill(lines, numbers, is_open, a, b))
    return missing


def _fill(lines: list[Line], numbers: list, is_open: list[bool], a: int | None, b: int) -> set[int]:
    """The lines that lead from heading `a` (None: the first number) to heading `b`, counted back from `b`."""
    low = numbers[a][-1] if a is not None and numbers[a][:-1] == numbers[b][:-1] else 0
    if low >= numbers[b][-1]:
        return set()
    wanted = numbers[b][-1] - 1
    filled = set()
    for i in range(b - 1, a if a is not None else -1, -1):
        if wanted <= low:
            break
        if is_open[i] and numbers[i] == (*numbers[b][:-1], wanted) and not lines[i].is_prose:
            filled.add(i)
            wanted -= 1
    # Only a whole chain is believed: 1, 2 before a found 3, not a lone 2.
    return filled if wanted == low else set()
