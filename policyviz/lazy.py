"""Values that are worked out when they are first asked for."""

from collections.abc import Callable
from typing import Any


class worked_out_once:  # noqa: N801, a decorator like property
    """A property that is worked out once and then is a plain attribute.

    As `functools.cached_property`, without the lock that this one takes until Python 3.12: for
    the hundred thousand lines of some policies the lock takes longer than the work.

    Examples
    --------
    >>> class Line:
    ...     text = "We keep it."
    ...
    ...     @worked_out_once
    ...     def n_words(self):
    ...         return len(self.text.split())
    >>> line = Line()
    >>> line.n_words, vars(line)
    (3, {'n_words': 3})
    """

    def __init__(self, work: Callable[[Any], Any]) -> None:
        self.work, self.name, self.__doc__ = work, work.__name__, work.__doc__

    def __get__(self, owner: Any, kind: type | None = None) -> Any:
        if owner is None:
            return self
        value = owner.__dict__[self.name] = self.work(owner)
        return value
