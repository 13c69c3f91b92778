"""``python -m policyviz.classroom FOLDER``: write students' notebooks and handouts of a course anew."""

import sys
from pathlib import Path

from policyviz.classroom import write_handouts, write_lessons


def main(folder: str) -> None:
    """Write what is made from ``solutions/`` and from the Markdown in ``handouts/``."""
    course = Path(folder)
    written = write_lessons(course / "solutions", course) + write_handouts(course / "handouts")
    for path in written:
        print(path)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python -m policyviz.classroom FOLDER (it holds solutions/ and handouts/)")
    main(sys.argv[1])
