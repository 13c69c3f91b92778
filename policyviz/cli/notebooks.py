"""Which notebooks are meant: those that ship, those of a folder, or some by name."""

from collections import Counter
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

SUFFIX = ".ipynb"


def notebooks_dir() -> Path:
    """The folder of the notebooks that ship.

    Returns
    -------
    folder : pathlib.Path

    Examples
    --------
    >>> (notebooks_dir() / "00_start_here.ipynb").exists()
    True
    """
    package = Path(__file__).resolve().parent.parent
    # In a wheel the notebooks lie inside the package, in a clone beside it.
    inside, beside = package / "notebooks", package.parent / "notebooks"
    return inside if inside.exists() else beside


def find_notebooks(folder: Path) -> list[Path]:
    """List the notebooks of a folder in order of name.

    Raises
    ------
    FileNotFoundError, NotADirectoryError
        If there is no such folder, or no notebook in it.
    """
    if not folder.exists():
        message = f"There is no folder {folder} of notebooks. Check the spelling."
        raise FileNotFoundError(message)
    if not folder.is_dir():
        message = f"{folder} is a file, not a folder of notebooks. To run one notebook: --only {folder}"
        raise NotADirectoryError(message)
    found = sorted(path for path in folder.glob(f"*{SUFFIX}") if path.is_file())
    if not found:
        message = f"There are no notebooks ({SUFFIX}) in {folder}."
        raise FileNotFoundError(message)
    return found


def pick_notebooks(folder: Path, only: Sequence[str] = ()) -> list[Path]:
    """Choose notebooks by number, by name or by path, in the order asked for.

    Parameters
    ----------
    folder : pathlib.Path
        Where numbers and names are looked up.
    only : sequence of str
        "03", "03_data_category_coverage" or "my/own.ipynb"; none of them means the whole folder.

    Returns
    -------
    notebooks : list of pathlib.Path
        Each once.

    Raises
    ------
    FileNotFoundError, NotADirectoryError
        If folder or notebook is not there.
    ValueError
        If a number means two notebooks, or if two would write the same page.

    Examples
    --------
    >>> [path.name for path in pick_notebooks(notebooks_dir(), ["05", "00_start_here"])]
    ['05_shared_text.ipynb', '00_start_here.ipynb']
    """
    # With paths only, the folder is not needed.
    known = [] if only and all(map(_is_path, only)) else find_notebooks(folder)
    picked = [_pick(word, known) for word in only] or known
    notebooks = list(dict.fromkeys(picked))
    _check_pages(notebooks)
    return notebooks


def _is_path(word: str) -> bool:
    return Path(word).is_file() and Path(word).suffix == SUFFIX


def _pick(word: str, known: list[Path]) -> Path:
    if _is_path(word):
        return Path(word)
    if Path(word).is_dir():
        message = (
            f"--only {word} is a folder, not a notebook. Policies come before --only; "
            f"to run a folder of notebooks: --notebooks {word}"
        )
        raise IsADirectoryError(message)
    name = word.removesuffix(SUFFIX)
    found = [path for path in known if path.stem == name] or [
        path for path in known if path.stem.split("_")[0] == name
    ]
    if not found:
        raise FileNotFoundError(_say_unknown(word, known))
    if len(found) > 1:
        message = f"--only {word} could be {' or '.join(path.stem for path in found)}. Write the whole name."
        raise ValueError(message)
    return found[0]


def _say_unknown(word: str, known: list[Path]) -> str:
    names = [path.stem for path in known]
    near = get_close_matches(word.removesuffix(SUFFIX), names, n=1)
    hint = f" Did you mean {near[0]}?" if near else f" There are: {', '.join(names)}." if names else ""
    return f"There is no notebook {word}.{hint}"


def _check_pages(notebooks: list[Path]) -> None:
    """Two notebooks of one name would write one page; file systems that ignore case see more of them."""
    counts = Counter(notebook.stem.lower() for notebook in notebooks)
    for notebook in notebooks:
        if counts[notebook.stem.lower()] > 1 or notebook.stem.lower() == "index":
            message = f"{notebook} would overwrite another page, {notebook.stem}.html. Rename it."
            raise ValueError(message)
