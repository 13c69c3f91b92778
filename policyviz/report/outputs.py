"""Tidying the outputs of a notebook that was run: no noise, no traces of the machine."""

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from nbformat import NotebookNode

import policyviz

# What a cell that ends in a plot leaves behind: "<Axes: xlabel='clauses'>" and the like.
_OBJECT = re.compile(r"\[?\s*(<(Axes|Figure|matplotlib\.|pandas\.io\.|BarContainer|[\w.]+ at 0x)|Text\()")
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]{6,}")
_STYLER_TABLE = re.compile(r'<table id="(T_[0-9a-f]{5,32})"')


def tidy_outputs(notebook: NotebookNode, folder: Path, *, policies: Path | None = None) -> None:
    """Drop kernel noise and scrub the machine's paths, in place.

    Progress bars and warnings (stderr) go, so do the names that Python gives to figures.
    What remains is the same in every run: memory addresses are dropped and pandas'
    random table ids are counted instead.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Just run; changed in place.
    folder : pathlib.Path
        The notebook's folder. Paths below it appear relative to it.
    policies : pathlib.Path, optional
        The policies that were read; the folders above them are scrubbed too.
    """
    scrub = make_scrubber(folder, policies)
    numbers: dict[str, str] = {}
    for cell in notebook.cells:
        cell.source = scrub(cell.source)
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if not _is_noise(output)]
            for output in cell.outputs:
                _tidy_output(output, scrub, numbers)


def make_scrubber(folder: Path, policies: Path | None = None) -> Callable[[str], str]:
    """Make a function that takes this machine's folders out of a text.

    Examples
    --------
    >>> scrub = make_scrubber(Path("/data/course/notebooks"))
    >>> scrub("read /data/course/notebooks/policies/a.txt")
    'read policies/a.txt'
    >>> scrub(f"saved in {Path.home()}/results")
    'saved in ~/results'
    """
    places = {str(root): "" for root in _find_roots(folder, policies)}
    places[str(Path.home())] = "~"
    # "/" as a home folder would take the strokes out of every text.
    places = {root: name for root, name in places.items() if len(Path(root).parts) > 1}
    longest_first = sorted(places, key=len, reverse=True)
    pattern = re.compile("(" + "|".join(map(re.escape, longest_first)) + r")([/\\]|(?![\w.-]))")

    def replace(match: re.Match) -> str:
        name, stroke = places[match[1]], match[2]
        return f"{name}{stroke}" if name else ("" if stroke else ".")

    return lambda text: _ADDRESS.sub("", pattern.sub(replace, text))


def _find_roots(folder: Path, policies: Path | None) -> Iterable[Path]:
    given = [folder, folder.resolve(), Path.cwd(), Path(policyviz.__file__).resolve().parents[1]]
    if sys.prefix != sys.base_prefix:  # a virtual environment; "/usr" is no secret
        given.append(Path(sys.prefix))
    if policies is not None:
        given += [policies.absolute().parent, policies.resolve().parent]
    return [root for root in given if root.is_absolute()]


def _is_noise(output: NotebookNode) -> bool:
    if output.output_type == "stream":
        return output.name != "stdout"
    data = output.get("data", {})
    return set(data) == {"text/plain"} and bool(_OBJECT.match(data["text/plain"]))


def _tidy_output(output: NotebookNode, scrub: Callable[[str], str], numbers: dict[str, str]) -> None:
    if output.output_type == "stream":
        output.text = scrub(output.text)
    elif output.output_type == "error":
        output.evalue = scrub(output.evalue)
    for kind, value in output.get("data", {}).items():
        if isinstance(value, str) and not kind.startswith("image/"):
            output.data[kind] = scrub(value)
    if "text/html" in output.get("data", {}):
        output.data["text/html"] = _number_tables(output.data["text/html"], numbers)


def _number_tables(html: str, numbers: dict[str, str]) -> str:
    for name in _STYLER_TABLE.findall(html):
        numbers.setdefault(name, f"T_{len(numbers) + 1}")
        html = re.sub(rf"{name}(?![0-9a-f])", numbers[name], html)
    return html
