"""``python -m policyviz`` does what ``policyviz`` does."""

import sys

from policyviz.cli import main

if __name__ == "__main__":
    sys.exit(main())
