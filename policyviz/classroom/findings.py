"""What a sentence on a difference and what a finding must have, as far as a program can see it.

They are read as words: numbers in their order, names of companies, clause ids, and who is said to be
vaguer than whom. What is true in them beyond that only a reader can tell.
"""

import re

from policyviz.classroom.answers import find_clause_ids
from policyviz.classroom.exercises import Mistake
from policyviz.classroom.forms import ask_for, ask_for_ids, ask_for_known_ids, ask_for_words, list_decimals
from policyviz.classroom.materials import load_companies

# Longer findings are not read.
MOST_WORDS = 120

_EARLY, _LATE = r"(?:2021|older|earlier|old|before)\b", r"(?:2025|newer|later|latest|new)\b"
_UP = (
    r"(?:vaguer|more vague|less clear|(?:increase|rise) (?:of|by|in)"
    r"|(?:score|vagueness)\b[^.;]{0,60}\b(?:rose|increased|grew|higher|went up))"
)
_DOWN = r"(?:clearer|less vague|(?:score|vagueness)\b[^.;]{0,60}\b(?:fell|decreased|lower|dropped|went down))"
# What lies between the version and what is said of it, and names no other version.
_GAP = rf"(?:(?!{_LATE})[^.;]){{0,40}}"
_SAYS_UP, _SAYS_DOWN = re.compile(_UP), re.compile(_DOWN)
_EARLY_IS_UP = re.compile(rf"{_EARLY}{_GAP}\b(?:is|was)\b{_GAP}{_UP}")
_UP_THAN_LATE = re.compile(rf"(?:vaguer|more vague) than (?:\w+ ){{0,4}}{_LATE}")
_EARLY_IS_DOWN = re.compile(rf"{_EARLY}{_GAP}\b(?:is|was)\b{_GAP}{_DOWN}")
_DOWN_IN_EARLY = re.compile(rf"\bwas {_DOWN},? (?:in 2021|before)\b")
_UP_IN_EARLY = re.compile(rf"\bwas {_UP},? (?:in 2021|before)\b")
# "Compared with 2021, ...": the version that the other is measured by.
_MEASURED_BY = re.compile(r"\b(?:compared (?:with|to)|unlike|against|since|from) (?:[\w-]+ ){0,3}2021\b")
_BECAME = re.compile(r"\b(?:became|become|got|turned|grew|rose|increased)\b")
_NOT = re.compile(r"\b(?:not|never)\b|n['’]t\b")
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?) ?(?:%|per ?cent)")
_MARGIN = re.compile(r"(?:plus or minus|±|\+/-) ?(\d[.,]\d\d)\b")
_RANGE = re.compile(r"(?<=\d) ?[-–−] ?(?=\d)")
_MINUS = re.compile(r"(?<![\w.])[-−–] ?\d+[.,]\d|\bminus\b")
_ENDS = re.compile(r"(\d\.\d+) (?:to|and) (\d\.\d+)")
_AGAINST = (
    r"counter.?example|\b(?:but|however|although|though|yet|except\w*|still|against|contradict\w*)\b"
    r"|\b(?:does|do) not fit\b|\bdoesn['’]t fit\b|\bon the other hand\b"
)


def tidy_sentence(words: str, right: tuple[str, str, str]) -> str:
    """Lower case, ranges with "to", and a margin that is right written as the interval.

    Examples
    --------
    >>> tidy_sentence("Vaguer by 0.17 ± 0.14, 0.03 - 0.31", ("0.17", "0.03", "0.31"))
    'vaguer by 0.17 (0.03 to 0.31), 0.03 to 0.31'
    """
    margin = f"{(float(right[2]) - float(right[1])) / 2:.2f}"
    interval = f"({right[1]} to {right[2]})"
    plain = _MARGIN.sub(
        lambda found: interval if found[1].replace(",", ".") == margin else found[0], words.casefold()
    )
    return _RANGE.sub(" to ", plain)


def list_numbers(words: str, right: tuple) -> list[str]:
    """The numbers with a point or comma, in order, each once."""
    return list(dict.fromkeys(list_decimals(tidy_sentence(words, right))))


def has_minus(words: str, right: tuple) -> bool:
    """Whether a number is negative; a dash between two numbers is none."""
    return bool(_MINUS.search(tidy_sentence(words, right)))


def is_share(words: str, right: tuple) -> bool:
    """Whether something other than the confidence is given in percent."""
    return any(number != "95" for number in _PERCENT.findall(words.casefold()))


def is_rough(words: str, right: tuple) -> bool:
    """Whether an end of the interval has one digit, or every number has."""
    numbers = list_numbers(words, right)
    short = [number for number in numbers if len(number.partition(".")[2]) < 2]
    # A difference that is said roughly beside an exact interval promises nothing.
    return (bool(short) and short != [f"{float(right[0]):.1f}"]) or len(short) == len(numbers)


def has_wrong_order(words: str, right: tuple) -> bool:
    """Whether the ends do not stand side by side, the lower one first, or the difference between them.

    Examples
    --------
    >>> right = ("0.17", "0.03", "0.31")
    >>> [has_wrong_order(words, right) for words in ("0.17, 0.03 to 0.31", "0.03 (0.31 to 0.17)")]
    [False, True]
    """
    low, high = map(re.escape, right[1:])
    plain = re.sub(r"(?<=\d),(?=\d)", ".", tidy_sentence(words, right))
    return not re.search(rf"{low}[^\w(]{{1,2}}(?:to |and )?{high}", plain)


def is_reversed(words: str, right: object = None) -> bool:
    """Whether the earlier version is said to be the vaguer one.

    Examples
    --------
    >>> [is_reversed(words) for words in ("it became clearer", "2021 was clearer", "2021 was vaguer")]
    [True, False, True]
    """
    plain = _MEASURED_BY.sub(" ", words.casefold())
    if _SAYS_DOWN.search(plain):
        is_early = _EARLY_IS_DOWN.search(plain) or _DOWN_IN_EARLY.search(plain)
        return bool(_BECAME.search(plain)) or not is_early
    return any(find.search(plain) for find in (_EARLY_IS_UP, _UP_IN_EARLY, _UP_THAN_LATE))


def says_nothing_of_change(words: str, right: object = None) -> bool:
    """Whether neither vaguer nor clearer is said, in any words for it."""
    plain = words.casefold()
    return not (_SAYS_UP.search(plain) or _SAYS_DOWN.search(plain))


SENTENCE = (
    Mistake(lambda words, right: "pencilgrove" not in words.casefold(), "Whose policy do you speak of?"),
    Mistake(is_share, "Is this a share, or points of the scale from 1 to 5?"),
    Mistake(
        lambda words, right: not list_numbers(words, right),
        "Which number says how large the difference is, in points?",
    ),
    Mistake(has_minus, "Vaguer by less than nothing: in which direction did it change?"),
    Mistake(
        lambda words, right: any(len(number.partition(".")[2]) > 2 for number in list_numbers(words, right)),
        "Look at how wide the interval is. Would another section change the third digit?",
    ),
    Mistake(is_rough, "With one digit, can a reader still see whether the interval begins above 0?"),
    Mistake(
        lambda words, right: not {right[0], f"{float(right[0]):.1f}"} & set(list_numbers(words, right)),
        "Is the difference rounded, or cut off: which two digits lie nearest?",
    ),
    Mistake(
        lambda words, right: len(list_numbers(words, right)) < 3,
        "From where to where does the interval reach?",
    ),
    Mistake(
        lambda words, right: not set(right[1:]) <= set(list_numbers(words, right)),
        "Is the interval that of the difference, and are both of its ends rounded?",
    ),
    Mistake(
        lambda words, right: len(list_numbers(words, right)) > 3,
        "There is a number more than needed. Which are the difference and its interval?",
    ),
    Mistake(
        has_wrong_order, "Which of your numbers is the difference, and which are the ends, lower one first?"
    ),
    Mistake(says_nothing_of_change, "Does a reader learn what changed: what did the policy become?"),
    Mistake(
        lambda words, right: bool(_NOT.search(words.casefold())),
        "Do you say that it changed, or that it did not?",
    ),
    Mistake(is_reversed, "Which of the two versions has the higher score?"),
)


def find_companies(words: str) -> set[str]:
    """Companies that a text names."""
    return {company for company in load_companies() if company.split()[0].casefold() in words.casefold()}


def has_strange_evidence(words: str, right: object = None) -> bool:
    """Whether fewer than two of the clauses are of the companies that are named outside of ids."""
    plain = words
    for clause_id in find_clause_ids(words):
        plain = re.sub(re.escape(clause_id), " ", plain, flags=re.IGNORECASE)
    named = find_companies(plain)
    own = [name for name in set(find_clause_ids(words)) if load_companies()[name.partition(":")[0]] in named]
    return bool(named) and len(own) < 2


def has_score_outside(words: str, right: object = None) -> bool:
    """Whether numbers stand beside an interval that holds none of them, as "2.55 (2.10 to 2.20)".

    Examples
    --------
    >>> has_score_outside("2.55, from 2.10 to 2.20"), has_score_outside("0.17 (0.03 to 0.31)")
    (True, False)
    """
    plain = _RANGE.sub(" to ", re.sub(r"(?<=\d),(?=\d)", ".", words))
    ends = [sorted(map(float, pair)) for pair in _ENDS.findall(plain)]
    others = [float(number) for number in list_decimals(_ENDS.sub(" ", plain))]
    return bool(ends and others) and not any(low <= number <= high for low, high in ends for number in others)


FINDING = (
    ask_for_words(60, "What is missing: claim, evidence, interval, counter-example or limits?"),
    Mistake(
        lambda words, right: len(words.split()) > MOST_WORDS,
        "Which words could go, so that a hurried reader gets to the end?",
    ),
    ask_for_ids("Which clauses are your evidence? Can you name them by clause_id?"),
    ask_for_known_ids("There is no clause with one of these ids: are all letters and three digits there?"),
    ask_for_ids(
        "Two clauses of evidence and one counter-example make three ids. Which is missing?", fewest=3
    ),
    Mistake(has_strange_evidence, "Whose clauses are these: of the company that you speak of?"),
    Mistake(
        lambda words, right: len(set(list_decimals(words))) < 2,
        "From where to where does your interval reach?",
    ),
    Mistake(has_score_outside, "Does the score lie between the ends of its interval?"),
    ask_for(_AGAINST, "Which clause speaks against your claim, and does a reader see that it does?"),
    ask_for(
        r"\b(?:not|cannot|no|only|limits?|nothing|few|invented|too)\b|n't\b",
        "What does your finding say nothing about?",
    ),
)
