"""Words, as they are counted everywhere in the package."""

import re

# A web or mail address is one word; inner apostrophes, hyphens and dots ("U.S.") hold a word together.
_TOKEN = re.compile(
    r"https?://[^\s<>)\]]+|www\.[^\s<>)\]]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    r"|\w+(?:['’\u2010\u2011-]\w+|\.(?=\w\b)\w|[.,](?=\d)\d+)*"
)


def tokenize(text: str) -> list[str]:
    """The words and numbers of a text, in order, as they are written.

    Punctuation is dropped; an address of the web or of mail is one word.

    Parameters
    ----------
    text : str

    Returns
    -------
    tokens : list of str

    Examples
    --------
    >>> tokenize("We don't sell your e-mail address (or IP) to 3 firms.")
    ['We', "don't", 'sell', 'your', 'e-mail', 'address', 'or', 'IP', 'to', '3', 'firms']
    """
    return _TOKEN.findall(text)


def locate_tokens(text: str) -> list[tuple[int, int]]:
    """Where the words of `tokenize` stand: first character and the one after the last.

    Examples
    --------
    >>> locate_tokens("We do.")
    [(0, 2), (3, 5)]
    """
    return [found.span() for found in _TOKEN.finditer(text)]


def count_words(text: str) -> int:
    """How many words `tokenize` finds, without keeping them."""
    return sum(1 for _ in _TOKEN.finditer(text))
