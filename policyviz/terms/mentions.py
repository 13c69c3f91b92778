"""Clauses x lexicon -> mentions."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import pandas as pd

from policyviz.frames import FRAMES, check_frame, check_same_run
from policyviz.lexicons.loading import CONTEXTS, LISTED, PERMISSION
from policyviz.terms.clarification import is_clarified
from policyviz.terms.context import Context, read_background, read_context
from policyviz.terms.cues import REACH, find_cues
from policyviz.terms.lists import Found, keep_listed
from policyviz.terms.matcher import Matcher, fold_text
from policyviz.terms.modals import is_month, is_permission
from policyviz.terms.practices import ACTORS, PRACTICES

# Signs between two sentences that follow each other: blanks, line ends, a bullet.
NEAR = 8
_COLUMNS = ["clause_id", "policy_id", "section", "stem_id", "start", "end", "text"]


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
    check_frame(clauses, "clauses")
    check_frame(lexicon, "lexicon")
    matcher = Matcher(lexicon["term"])
    terms = lexicon.set_index("term")
    rows = list(_find_rows(clauses, matcher, _find_ambiguous(lexicon)))
    columns = ["clause_id", "policy_id", "term", "start", "end", "permission", "clarified", *Context._fields]
    mentions = pd.DataFrame(rows, columns=columns)
    levels = {"label": list(dict.fromkeys(lexicon["label"])), "practice": PRACTICES, "actor": ACTORS}
    mentions["label"] = mentions["term"].map(terms["label"])
    mentions["weight"] = _weigh(mentions, terms)
    kinds = FRAMES["mentions"] | {name: pd.CategoricalDtype(list(found)) for name, found in levels.items()}
    return mentions.astype(kinds)[list(FRAMES["mentions"])]


def _weigh(mentions: pd.DataFrame, terms: pd.DataFrame) -> pd.Series:
    """What a right of the reader weighs is not what the hedge weighs: nothing, unless the lexicon says so."""
    rights = terms[PERMISSION] if PERMISSION in terms else pd.Series(0.0, index=terms.index)
    hedges = mentions["term"].map(terms["weight"])
    return hedges.where(~mentions["permission"].astype("bool"), mentions["term"].map(rights).fillna(0))


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


def _find_rows(clauses: pd.DataFrame, matcher: Matcher, ambiguous: frozenset[str]) -> Iterator[tuple]:
    texts = dict(zip(clauses["clause_id"], clauses["text"], strict=True))
    before = _find_neighbours(clauses)
    for clause in clauses[_COLUMNS].itertuples(index=False):
        folded, places = fold_text(clause.text)
        found = list(matcher.find(folded))
        if ambiguous and found:
            found = keep_listed(found, ambiguous, folded)
        if found:
            around = (texts.get(clause.stem_id, ""), texts.get(before.get(clause.clause_id), ""))
            yield from _read_clause(clause, found, (folded, places), around)


def _find_neighbours(clauses: pd.DataFrame) -> dict[str, str]:
    """Clause -> the one directly before it in the same section, whatever the order of the rows."""
    ordered = clauses.sort_values(["policy_id", "start"], kind="stable")
    last = ordered.shift()
    same = (ordered["policy_id"] == last["policy_id"]) & (ordered["section"] == last["section"])
    near = same & (ordered["start"] - last["end"]).between(0, NEAR)
    return dict(zip(ordered.loc[near, "clause_id"], last.loc[near, "clause_id"], strict=True))


def _read_clause(
    clause: tuple, found: list[Found], text: tuple[str, list[int] | None], around: tuple[str, str]
) -> Iterator[tuple]:
    folded, places = text
    cues = find_cues(folded)
    background = None
    if not any(cue.is_practice for cue in cues):
        heading = clause.section.rsplit(" > ", 1)[-1]
        # Cut before folding: a stem can be as long as a policy.
        nearby = (fold_text(source[-REACH:])[0] for source in (*around, heading))
        background = read_background(*nearby, folded)
    starts = [cue.start for cue in cues]
    for start, end, term in found:
        near = cues[bisect_left(starts, start - REACH) : bisect_left(starts, end + REACH)]
        context = read_context(folded, near, start, end, background=background)
        here = (start, end) if places is None else (places[start], places[end - 1] + 1)
        left, right = clause.text[max(0, here[0] - REACH) : here[0]], clause.text[here[1] : here[1] + REACH]
        if not is_month(clause.text[slice(*here)], left, right):
            span = (clause.start + here[0], clause.start + here[1])
            yield (
                clause.clause_id,
                clause.policy_id,
                term,
                *span,
                is_permission(term, left, right),
                is_clarified(folded, start, end),
                *context,
            )


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
