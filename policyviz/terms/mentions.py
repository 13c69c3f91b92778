"""Clauses x lexicon -> mentions."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from policyviz.frames import FRAMES, check_frame, check_same_run
from policyviz.lexicons.loading import CONTEXTS, LISTED, PERMISSION
from policyviz.pauses import pause_collector
from policyviz.terms.clarification import is_clarified, may_be_clarified
from policyviz.terms.context import NOTHING, Context, read_background, read_context
from policyviz.terms.cues import PRACTICE, REACH, find_cues
from policyviz.terms.lists import Found, keep_listed
from policyviz.terms.matcher import Matcher, build_matcher, fold_text
from policyviz.terms.modals import MODAL, is_month, is_permission
from policyviz.terms.practices import ACTORS, PRACTICES

# Signs between two sentences that follow each other: blanks, line ends, a bullet.
NEAR = 8
_KINDS = FRAMES["mentions"]


class Clause(NamedTuple):
    """The columns of a clause that its mentions are read from."""

    clause_id: str
    policy_id: str
    section: str
    stem_id: str
    start: int
    text: str


class Search(NamedTuple):
    """What is looked for: the terms of a lexicon, of which some count only in company."""

    matcher: Matcher
    ambiguous: frozenset[str]

    def find(self, folded: str) -> list[Found]:
        """The terms that count in a folded text."""
        found = self.matcher.find_folded(folded)
        return keep_listed(found, self.ambiguous, folded) if found and self.ambiguous else found


# So much before a modal verb tells who is addressed.
NEARBY = 40
# What is read of a mention; label and weight are the lexicon's.
_FOUND = ("clause_id", "policy_id", "term", "start", "end", "permission", "clarified", *Context._fields)


def find_terms(clauses: pd.DataFrame, lexicon: pd.DataFrame) -> pd.DataFrame:
    """Find every term of a lexicon in every clause, and read what is said about it.

    The longest term at each place counts, none overlap: "IP address" is never also
    "address". Upper and lower case, curly quotes, soft hyphens and line breaks make no
    difference. What is said about a term is read by rules of thumb from the clause, its
    stem, the sentence before and the heading, as far as these are in `clauses`; about one
    denial in five is missed, one in five that are seen is none, and the practice of a single
    mention in an unread policy is right little more than every second time
    (docs/benchmarks.md), so read the sentence before you quote it.

    Parameters
    ----------
    clauses : pandas.DataFrame
        A clauses frame.
    lexicon : pandas.DataFrame
        A lexicon frame, as `load_lexicon` returns it. A term whose ``context`` is "listed"
        counts only in an enumeration, or where it is all there is.

    Returns
    -------
    mentions : pandas.DataFrame
        One row per term found, in the order of the clauses: ``clause_id``,
        ``policy_id``, ``term``, ``label`` (categorical with all labels of the lexicon),
        ``weight`` (of the term; for a permission the lexicon's ``permission_weight``, or 0),
        ``start``, ``end`` (characters of the policy's text, half-open), ``negated`` (bool,
        the statement is denied: "we do not sell your name"),
        ``permission`` (bool, "you may", "you may not": what the reader may do, no hedge),
        ``clarified`` (bool, a list of examples follows, or the term stands in quotation marks),
        ``practice`` (categorical: collect, use, share, retain, protect, access, other) and
        ``actor`` (categorical: company, third party, reader).

    Raises
    ------
    ValueError
        If a frame is not what it should be.

    Examples
    --------
    >>> from policyviz import load_lexicon, load_policies, split_clauses
    >>> clauses = split_clauses(load_policies(policy_ids=["procom"]))
    >>> find_terms(clauses.head(1), load_lexicon("vagueness")).empty
    True
    >>> mentions = find_terms(clauses, load_lexicon("data_categories"))
    >>> mentions.loc[mentions["clause_id"] == "procom:021", ["term", "negated", "practice"]].values.tolist()
    [['password', True, 'collect']]
    """
    return find_all_terms(clauses, [lexicon])[0]


def find_all_terms(clauses: pd.DataFrame, lexicons: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    """Find the terms of several lexicons: the same as `find_terms` for each, in four fifths of the time.

    Each clause is read once, however many lexicons there are.

    Parameters
    ----------
    clauses : pandas.DataFrame
        A clauses frame.
    lexicons : sequence of pandas.DataFrame
        Lexicon frames.

    Returns
    -------
    mentions : list of pandas.DataFrame
        The mentions frame of each lexicon, in their order; as `find_terms` returns it.

    Raises
    ------
    ValueError
        If a frame is not what it should be.

    Examples
    --------
    >>> from policyviz import load_lexicon, load_policies, split_clauses
    >>> clauses = split_clauses(load_policies(policy_ids=["wrk"]))
    >>> lexicons = [load_lexicon(name) for name in ("data_categories", "vagueness")]
    >>> data, vague = find_all_terms(clauses, lexicons)
    >>> vague.equals(find_terms(clauses, lexicons[1]))
    True
    """
    check_frame(clauses, "clauses")
    searches = []
    for lexicon in lexicons:
        check_frame(lexicon, "lexicon")
        searches.append(Search(build_matcher(tuple(lexicon["term"].to_list())), _find_ambiguous(lexicon)))
    with pause_collector():
        found = [_turn(rows) for rows in _find_rows(clauses, searches)]
    return [_make_mentions(columns, lexicon) for columns, lexicon in zip(found, lexicons, strict=True)]


def _turn(rows: list[tuple]) -> dict[str, tuple]:
    """Rows as columns."""
    return dict(zip(_FOUND, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(_FOUND, ())


def _make_mentions(found: dict, lexicon: pd.DataFrame) -> pd.DataFrame:
    """The mentions frame: what was read, and what the lexicon knows of its terms."""
    places = pd.Index(lexicon["term"]).get_indexer(list(found["term"]))
    kinds = {name: pd.CategoricalDtype(list(own)) for name, own in _list_levels_of(lexicon).items()}
    label = lexicon["label"].to_numpy()[places]
    weight = _weigh(lexicon, places, np.array(found["permission"], dtype="bool"))
    columns = found | {"label": label, "weight": weight}
    return pd.DataFrame(
        {name: pd.array(columns[name], dtype=kinds.get(name, kind)) for name, kind in _KINDS.items()}
    )


def _list_levels_of(lexicon: pd.DataFrame) -> dict[str, Iterable[str]]:
    return {"label": dict.fromkeys(lexicon["label"]), "practice": PRACTICES, "actor": ACTORS}


def _weigh(lexicon: pd.DataFrame, places: np.ndarray, permission: np.ndarray) -> np.ndarray:
    """What a right of the reader weighs is not what the hedge weighs: nothing, unless the lexicon says so."""
    rights = lexicon[PERMISSION].fillna(0).to_numpy() if PERMISSION in lexicon else np.zeros(len(lexicon))
    return np.where(permission, rights[places], lexicon["weight"].to_numpy()[places])


def _find_ambiguous(lexicon: pd.DataFrame) -> frozenset[str]:
    """Terms that count only in company; the column is optional."""
    if "context" not in lexicon.columns:
        return frozenset()
    strange = lexicon[~lexicon["context"].isin(CONTEXTS)]
    if len(strange):
        term, found = strange[["term", "context"]].iloc[0]
        choices = ", ".join(map(repr, CONTEXTS))
        message = f"The lexicon's column context holds {found!r} (term {term!r}); it is one of {choices}."
        raise ValueError(message)
    return frozenset(lexicon.loc[lexicon["context"] == LISTED, "term"])


def _find_rows(clauses: pd.DataFrame, searches: Sequence[Search]) -> list[list[tuple]]:
    """What is read of each mention, for each of the searches."""
    # Lists: going through a column of texts value by value is ten times slower.
    columns = {name: clauses[name].to_list() for name in Clause._fields}
    texts = dict(zip(columns["clause_id"], columns["text"], strict=True))
    before = _find_neighbours(clauses)
    rows: list[list[tuple]] = [[] for _ in searches]
    for clause in map(Clause._make, zip(*columns.values(), strict=True)):
        folded, places = fold_text(clause.text)
        found = [search.find(folded) for search in searches]
        if any(found):
            around = (texts.get(clause.stem_id, ""), texts.get(before.get(clause.clause_id), ""))
            read = ClauseReader(clause, folded, places, around)
            for own, some in zip(rows, found, strict=True):
                own.extend(filter(None, map(read, some)))
    return rows


def _find_neighbours(clauses: pd.DataFrame) -> dict[str, str]:
    """Clause -> the one directly before it in the same section, whatever the order of the rows."""
    policies, sections = (pd.factorize(clauses[name])[0] for name in ("policy_id", "section"))
    starts, ends = clauses["start"].to_numpy(), clauses["end"].to_numpy()
    order = np.lexsort([starts, policies])
    last, own = order[:-1], order[1:]
    gaps = starts[own] - ends[last]
    near = (
        (policies[own] == policies[last]) & (sections[own] == sections[last]) & (gaps >= 0) & (gaps <= NEAR)
    )
    ids = clauses["clause_id"].to_numpy()
    return dict(zip(ids[own[near]], ids[last[near]], strict=True))


class ClauseReader:
    """Reads the mentions of one clause: what holds for all of them is worked out once."""

    def __init__(
        self, clause: Clause, folded: str, places: list[int] | None, around: tuple[str, str]
    ) -> None:
        self._clause, self._folded, self._places = clause, folded, places
        self._cues = find_cues(folded)
        self._background = None
        if not self._cues.of(PRACTICE):
            heading = clause.section.rsplit(" > ", 1)[-1]
            # Cut before folding: a stem can be as long as a policy.
            nearby = (fold_text(source[-REACH:])[0] for source in (*around, heading))
            self._background = read_background(*nearby, folded)
        # Without a verb and a "not" all mentions of a clause are read alike.
        can_differ = self._cues.verbs or self._cues.of("negation")
        self._fixed = None if can_differ else self._background or NOTHING
        self._may_be_clear = may_be_clarified(folded)
        self._is_short = len(folded) <= REACH

    def __call__(self, found: Found) -> tuple | None:
        """The row of a mention, in the order of `_FOUND`; None if it is the month of May."""
        start, end, term = found
        clause, places = self._clause, self._places
        first, last = (start, end) if places is None else (places[start], places[end - 1] + 1)
        modal = _read_modal(clause.text, term, (first, last)) if term in MODAL else False
        if modal is None:
            return None
        return (
            clause.clause_id,
            clause.policy_id,
            term,
            clause.start + first,
            clause.start + last,
            modal,
            self._may_be_clear and is_clarified(self._folded, start, end),
            *(self._fixed or self._read_context(start, end)),
        )

    def _read_context(self, start: int, end: int) -> Context:
        near = self._cues if self._is_short else self._cues.near(start, end)
        return read_context(self._folded, near, start, end, background=self._background)


def _read_modal(text: str, term: str, place: tuple[int, int]) -> bool | None:
    """Whether "may" gives the reader a right; None if it is the month."""
    start, end = place
    left, right = text[max(0, start - NEARBY) : start], text[end : end + REACH]
    return None if is_month(text[start:end], left, right) else is_permission(term, left, right)


def count_mentions(
    clauses: pd.DataFrame, mentions: pd.DataFrame, *, by: str | Sequence[str] = ("policy_id", "label")
) -> pd.DataFrame:
    """Count mentions and the clauses that hold them, for every combination, silence kept as 0.

    Parameters
    ----------
    clauses : pandas.DataFrame
        The clauses frame the mentions were found in: it says which policies there are.
    mentions : pandas.DataFrame
        A mentions frame.
    by : str or sequence of str
        Columns of the mentions or of the clauses, such as ``"label"``, ``"policy_id"``,
        ``"term"``, ``"section"``, ``"kind"``.

    Returns
    -------
    counts : pandas.DataFrame
        The columns of `by`, then ``n_mentions`` and ``n_clauses`` (int64); one row for
        every combination of values, sorted.

    Raises
    ------
    ValueError
        If a frame is not what it should be or `by` names an unknown column.

    Examples
    --------
    >>> from policyviz import load_lexicon, load_policies, split_clauses
    >>> clauses = split_clauses(load_policies())
    >>> counts = count_mentions(clauses, find_terms(clauses, load_lexicon("vagueness")), by="policy_id")
    >>> counts["policy_id"].to_list()
    ['personnel-technology', 'procom', 'worksearchnow', 'wrk']
    """
    check_same_run(clauses, mentions)
    keys = [by] if isinstance(by, str) else list(dict.fromkeys(by))
    own = [column for column in ("section", "kind") if column in keys]
    table = mentions.merge(clauses[["clause_id", *own]], on="clause_id", how="left", validate="many_to_one")
    unknown = [key for key in keys if key not in table.columns]
    if unknown or not keys:
        message = f"Unknown by={unknown or by}. Choose from: {', '.join(table.columns)}."
        raise ValueError(message)
    levels = [_list_levels(key, clauses, table) for key in keys]
    groups = table.groupby(keys, observed=True)
    counts = groups.agg(n_mentions=("clause_id", "size"), n_clauses=("clause_id", "nunique"))
    index = (
        pd.MultiIndex.from_product(levels, names=keys) if len(keys) > 1 else pd.Index(levels[0], name=keys[0])
    )
    return counts.reindex(index, fill_value=0).astype("int64").reset_index()


def _list_levels(key: str, clauses: pd.DataFrame, table: pd.DataFrame) -> list:
    """All values a column can have: a policy without mentions and a label without terms found are results."""
    if isinstance(table[key].dtype, pd.CategoricalDtype):
        return list(table[key].cat.categories)
    source = clauses if key in ("policy_id", "section", "kind") else table
    return sorted(source[key].unique())
