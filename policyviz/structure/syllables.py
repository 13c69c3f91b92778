"""Syllables of English words, by rules of spelling."""

import re
from functools import cache

# Accented letters are vowels that are always heard: "résumé".
_VOWELS = "aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüýÿ"
_GROUP = re.compile(f"[{_VOWELS}]+")
# A piece of a word: a run of letters, or one digit.
_PIECE = re.compile(r"[^\W\d_]+|\d")
# The e of "table" and "handled" is heard: a consonant and l stand before it.
_PLAIN = rf"(?<=[^{_VOWELS}])(?<![^{_VOWELS}lrw]l)"

# Vowels that are written and not heard. The lists of endings are common second halves of words.
_MUTE = re.compile(
    rf"""
    {_PLAIN}e$                                        # use
    | {_PLAIN}(?<![scgxz])(?<![sc]h)e(?=s$)           # uses has it, names not
    | (?<=[^aeioutd])(?<![^{_VOWELS}lrw]l)e(?=d$)     # shared, employed; not collected
    | {_PLAIN}(?<!\bel)e(?=(?:ly|ment|ful|less|ness|some|thing|body|one|time|work|book|line
        |page|mark|care|wall|hold|where|wise|bas|guard)[a-z]{{0,3}}$)       # safely, household
    | (?<=\bher)e(?=\w\w) | (?<=\b[tw]her)e(?=\w\w)   # hereby, therefore, whereas
    | (?<=q)ue(?=s?$) | (?<=[aeo]g)ue(?=s?$)          # unique, league
    | (?<=q)u(?=[{_VOWELS}])                          # request
    | (?<=\bg)u(?=[aeiy]) | (?<=[^r]g)u(?=[aei](?!ty|ng))   # guest, language; not argue, ambiguity
    | (?<=ic)a(?=lly$)                                # specifically
    | (?<=\bbus)i(?=ness) | (?<=f)e(?=ty$)            # business, safety
    """,
    re.VERBOSE,
)

# Where vowels side by side are two syllables, or a consonant makes one; in words without their mute vowels.
_EXTRA = re.compile(
    r"""
    (?<=[^cgtsn])i(?=a(?!ge)) | (?<=[ct])i(?=at|ality)          # variable, associate; not special, marriage
    | (?<=[^cgnstvx])i(?=o(?!n)) | (?<=v)i(?=o(?!r)) | \b\w?i(?=o)  # period, violate; not action, behavior
    | (?<=[^cnt])i(?=en[ct]) | \bsci(?=e) | i(?=et)             # client, science, society; not friend
    | (?<=[flnprs])i(?=ers?$) | i(?=um)                         # carrier, medium
    | u(?=[ao]) | u(?=e(?:n|rs?$))                              # individual, influence, issuer
    | (?<=cr)e(?=at) | (?<=\b[ai][dr])e(?=a)                    # create, area, idea
    | (?<=[^g])e(?=o(?!ple|u)) | \bge(?=o[^r]) | \bco(?=o[rp])  # video, geography, cooperate; not people
    | [aeiouy](?=ing) | (?<=[aeou])y(?=[aeo]) | (?<=\ban)y(?=on) # being, employer, anyone
    | (?<=[aeo])[ëïö]                                           # naïve
    | (?<=[ia]s)m(?=s?$) | (?<=[ds])n(?=t$)                     # mechanism, didn't
    """,
    re.VERBOSE,
)


@cache
def count_syllables(word: str) -> int:
    """Count the syllables of an English word by its spelling.

    Rules, no dictionary: single words go wrong, counts of whole texts hardly do
    (docs/benchmarks.md). Where speakers differ the short form counts: "our" has one.

    Parameters
    ----------
    word : str
        A word as `tokenize` gives it. Parts joined by hyphens or dots are counted one by
        one; every digit is a syllable, and so is a part without vowels.

    Returns
    -------
    n_syllables : int
        1 and up; 0 without a letter or digit.

    Examples
    --------
    >>> [count_syllables(word) for word in ("name", "shared", "table", "privacy", "third-party")]
    [1, 1, 2, 3, 3]
    """
    # With the apostrophe gone, "we've" and "user's" follow the ordinary rules.
    plain = re.sub("['’]", "", word.lower())
    return sum(_count_piece(piece) for piece in _PIECE.findall(plain))


def _count_piece(piece: str) -> int:
    heard = _MUTE.sub("", piece)
    return max(1, len(_GROUP.findall(heard)) + len(_EXTRA.findall(heard)))
