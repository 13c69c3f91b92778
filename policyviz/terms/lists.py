"""Enumerations: where a word of many meanings stands among others that have one."""

import re
from collections.abc import Sequence

# What may stand between two members of a list. One comma, slash, "and" or the like is needed.
_BETWEEN = re.compile(
    r"[\s\"'*]*(?:[,;:/&•·()]|\band\b|\bor\b|\bas well as\b|\bplus\b)"
    r"(?:[\s,;:/&•·()\"'*]|\b(?:and|or|as well as|your|their|his|her|its|our|the|a|an|any|other|also|both"
    r"|such as|e\.g\.|i\.e\.|like|including|full|complete|current|contact|of birth|if any|if applicable"
    r"|for example)\b)*"
)
_WORD = re.compile(r"\w")
# So many ambiguous words side by side vouch for each other: "name, address, age".
ENOUGH = 3

Found = tuple[int, int, str]


def keep_listed(found: Sequence[Found], ambiguous: frozenset[str], folded: str) -> list[Found]:
    """Leave out ambiguous terms that stand alone.

    An ambiguous term counts in an enumeration that also holds a term with one meaning, in
    one of three ambiguous terms or more, and where it is all there is (a list item "Name").

    Parameters
    ----------
    found : sequence of (int, int, str)
        Start, end and term of each match, in order.
    ambiguous : frozenset of str
        The terms that need company.
    folded : str
        The text as it is compared, with the offsets of `found`.

    Returns
    -------
    kept : list of (int, int, str)

    Examples
    --------
    >>> text = "name and address, e-mail address"
    >>> keep_listed([(0, 4, "name"), (9, 16, "address"), (18, 32, "e-mail address")],
    ...             frozenset({"name", "address"}), text)
    [(0, 4, 'name'), (9, 16, 'address'), (18, 32, 'e-mail address')]
    >>> keep_listed([(4, 8, "name")], frozenset({"name"}), "The name of the game.")
    []
    """
    if not any(term in ambiguous for _, _, term in found):
        return list(found)
    groups = _split_groups(found, folded)
    if len(groups) == 1 and not _WORD.search(folded[: found[0][0]] + folded[found[-1][1] :]):
        return list(found)
    kept = []
    for group in groups:
        has_clear = any(term not in ambiguous for _, _, term in group)
        kept += group if has_clear or len(group) >= ENOUGH else []
    return kept


def _split_groups(found: Sequence[Found], folded: str) -> list[list[Found]]:
    """Matches that belong to one enumeration, together."""
    groups: list[list[Found]] = []
    for match in found:
        if groups and _BETWEEN.fullmatch(folded, groups[-1][-1][1], match[0]):
            groups[-1].append(match)
        else:
            groups.append([match])
    return groups
