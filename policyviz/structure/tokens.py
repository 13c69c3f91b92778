"""Words, as they are counted everywhere in the package."""

import re

# Inner apostrophes, hyphens and dots ("U.S.") hold a word together. Possessive quantifiers would be faster,
# but behind them Python 3.11.2 goes on at the wrong place (gh-106052).
_PLAIN = r"\w+(?:['’\u2010\u2011-]\w+|\.(?=\w\b)\w|[.,](?=\d)\d+)*"
_PLAIN_TOKEN = re.compile(_PLAIN)
_ASCII_TOKEN = re.compile(_PLAIN, re.ASCII)
# A web or mail address is one word.
_TOKEN = re.compile(
    r"https?://[^\s<>)\]]+|www\.[^\s<>)\]]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|" + _PLAIN
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
    return _choose_pattern(text).findall(text)


def _choose_pattern(text: str) -> re.Pattern:
    """Most texts hold no address, and then no word needs to be tried as one; ASCII is faster still."""
    if "@" in text or "www." in text or "://" in text:
        return _TOKEN
    return _ASCII_TOKEN if text.isascii() else _PLAIN_TOKEN


def locate_tokens(text: str) -> list[tuple[int, int]]:
    """Where the words of `tokenize` stand: first character and the one after the last.

    Examples
    --------
    >>> locate_tokens("We do.")
    [(0, 2), (3, 5)]
    """
    return [found.span() for found in _choose_pattern(text).finditer(text)]


def count_words(text: str) -> int:
    """How many words `tokenize` finds."""
    return len(tokenize(text))
