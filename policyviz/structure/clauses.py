"""Blocks -> clauses: sentences and list items, each with its exact place and its stem."""

import re
import warnings
from collections.abc import Iterator

import pandas as pd
from nupunkt import sent_spans

from policyviz.corpus import PolicyWarning
from policyviz.corpus.languages import UNKNOWN, count_english
from policyviz.frames import check_frame, make_frame
from policyviz.pauses import pause_collector
from policyviz.structure.blocks import find_blocks
from policyviz.structure.kinds import ITEM, PARAGRAPH
from policyviz.structure.lines import make_line
from policyviz.structure.tokens import count_words

SENTENCE = "sentence"
# English policies are made of these words to a fourth and more, other languages to a twentieth or less.
MIN_ENGLISH_SHARE = 0.1
MIN_LANGUAGE_WORDS = 20
_ENDS, _WORD = ".!?\u2026", re.compile(r"\w")
# nupunkt's cost grows with the length of one piece; a longer paragraph is cut at a space first.
MAX_PIECE = 100_000


def split_clauses(policies: pd.DataFrame, *, min_words: int = 2, language: str | None = "en") -> pd.DataFrame:
    """Cut each policy into clauses: the sentences and list items of its running text.

    Titles, headings, dates, contents and furniture never become clauses. The stem of a
    list ("We collect the following:") is a clause itself; its items point to it, since
    they often cannot be understood alone.

    Parameters
    ----------
    policies : pandas.DataFrame
        A policies frame.
    min_words : int, default 2
        Shorter clauses (a lone e-mail address, "Yes.") are left out. The ids of the
        others do not depend on it.
    language : str or None, default "en"
        Policies in other languages are left out and named in a `PolicyWarning`: English
        lexicons would find them silent and clear. "en-GB" is "en"; "und" (unknown) stays.
        None keeps all.

    Returns
    -------
    clauses : pandas.DataFrame
        One row per clause in order: ``clause_id`` ("procom:017"), ``policy_id``,
        ``section`` (path of headings), ``kind`` (sentence, list_item), ``stem_id``
        (clause id of the list's stem, "" if none), ``position`` (share of the policy's
        characters before the clause, 0 to 1), ``start``, ``end`` (characters of the
        policy's text, half-open), ``text``, ``n_words``.

    Raises
    ------
    ValueError
        If `policies` is not a policies frame, or if none of them is in `language`.

    Examples
    --------
    >>> from policyviz import load_policies
    >>> clauses = split_clauses(load_policies(policy_ids=["worksearchnow"]))
    >>> clauses["text"].iloc[-1]
    'Contact admin@worksearchnow.com for help.'
    """
    check_frame(policies, "policies")
    policies, others = _part_languages(policies, language)
    columns = (policies[name].to_list() for name in ("policy_id", "format", "text"))
    with pause_collector():
        found = {
            policy_id: [row for row in _number_clauses(policy_id, form, text) if row[-1] >= min_words]
            for policy_id, form, text in zip(*columns, strict=True)
        }
    _warn_left_out(others, language)
    _warn_empty([policy_id for policy_id, rows in found.items() if not rows])
    _warn_foreign([policy_id for policy_id, rows in found.items() if _is_foreign([row[-2] for row in rows])])
    return make_frame([row for rows in found.values() for row in rows], "clauses")


def _part_languages(policies: pd.DataFrame, language: str | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The policies in a language, or in one that is not known; and the others."""
    if language is None:
        return policies, policies.iloc[:0]
    wanted = {language.lower().partition("-")[0], UNKNOWN, ""}
    fits = policies["language"].map(lambda own: own.lower().partition("-")[0] in wanted).astype("bool")
    if len(policies) and not fits.any():
        message = (
            f"No policy is in {language!r}, so there is nothing to analyse: {_name_languages(policies)}. "
            "The word lists are English. In Python, split_clauses(policies, language=None) cuts them all the "
            "same."
        )
        raise ValueError(message)
    return policies[fits], policies[~fits]


def _name_languages(policies: pd.DataFrame) -> str:
    shown = [f"{row.policy_id} ({row.language})" for row in policies.head(5).itertuples()]
    return ", ".join(shown) + (f" and {len(policies) - 5} more" if len(policies) > 5 else "")


def _warn_left_out(others: pd.DataFrame, language: str | None) -> None:
    if len(others):
        message = (
            f"{_name_languages(others)}: left out, not in {language!r}. No result will name them; "
            "split_clauses(policies, language=None) keeps them."
        )
        warnings.warn(message, PolicyWarning, stacklevel=3)


def _warn_empty(empty: list[str]) -> None:
    """A policy without clauses is in no result: say so once, by name."""
    if empty:
        message = (
            f"No clause was found in {_list_first(empty)}: no running text, or only clauses "
            "shorter than min_words. No result will name them; look at split_blocks(policies)."
        )
        warnings.warn(message, PolicyWarning, stacklevel=3)


def _list_first(policy_ids: list[str]) -> str:
    more = f" and {len(policy_ids) - 5} more" if len(policy_ids) > 5 else ""
    return f"{', '.join(policy_ids[:5])}{more}"


def _is_foreign(texts: list[str]) -> bool:
    """Whether the clauses of a policy do not read like English."""
    # Some thirty clauses from the whole policy: its beginning may be menus.
    sample = " ".join(texts[:: len(texts) // 30 + 1]).split()
    # Numbers are no language.
    words = [word for word in sample if word[0].isalpha()]
    return len(words) >= MIN_LANGUAGE_WORDS and count_english(words) < MIN_ENGLISH_SHARE * len(words)


def _warn_foreign(foreign: list[str]) -> None:
    """Lexicons are English: a policy in another language would look silent and clear."""
    if foreign:
        message = (
            f"{_list_first(foreign)} does not read like English. The lexicons that ship are English "
            "and will find next to nothing there: leave it out, or bring a lexicon of its language."
        )
        warnings.warn(message, PolicyWarning, stacklevel=3)


def _number_clauses(policy_id: str, form: str, text: str) -> list[tuple]:
    """The clauses of one policy as rows; numbers wide enough that ids sort as the text runs."""
    found = list(_find_clauses(find_blocks(text, form=form), text))
    width = max(3, len(str(len(found))))
    ids = [f"{policy_id}:{number:0{width}d}" for number in range(1, len(found) + 1)]
    rows = []
    for clause_id, (kind, section, start, end, stem) in zip(ids, found, strict=True):
        own = text[start:end]
        stem_id = ids[stem] if stem is not None else ""
        place = start / len(text)
        rows.append((clause_id, policy_id, section, kind, stem_id, place, start, end, own, count_words(own)))
    return rows


def _find_clauses(blocks: list[tuple], text: str) -> Iterator[tuple]:
    """(kind, section, start, end, number of the stem or None) of each clause."""
    number = 0
    stems = StemStack()
    for kind, _, section, block_start, block_end, block_text in blocks:
        if kind not in (PARAGRAPH, ITEM):
            stems.clear()
            continue
        is_item = kind == ITEM
        line = make_line(block_text, block_start, indent=0, n_blank=0)
        stem = stems.find(_indent_of(block_start, text), line.mark) if is_item else stems.clear()
        offset = block_end - len(line.body) if is_item else block_start
        spans = split_sentences(text[offset:block_end])
        for start, end in spans:
            yield ITEM if is_item else SENTENCE, section, offset + start, offset + end, stem
            number += 1
        if spans and block_text.endswith(":"):
            stems.push(number - 1, _indent_of(block_start, text), line.mark if is_item else "")


class StemStack:
    """The open stems above a list item: the paragraph's, then those of outer items."""

    def __init__(self) -> None:
        self._open: list[tuple[int, int, str]] = []

    def clear(self) -> None:
        """Running text ends every list."""
        self._open = []

    def push(self, number: int, indent: int, mark: str) -> None:
        """Clause `number` ends in a colon: what is listed below belongs to it."""
        self._open.append((number, indent, _mark_kind(mark)))

    def find(self, indent: int, mark: str) -> int | None:
        """The stem of an item: items like the stem itself close it, deeper or other ones belong to it."""
        while self._open and self._open[-1][2]:
            _, stem_indent, stem_mark = self._open[-1]
            if indent > stem_indent or (indent == stem_indent and _mark_kind(mark) != stem_mark):
                break
            self._open.pop()
        return self._open[-1][0] if self._open else None


def _mark_kind(mark: str) -> str:
    core = mark.strip("().:")
    if not core:
        return mark
    return mark.replace(core, "1" if core[0].isdigit() else "a")


def _indent_of(start: int, text: str) -> int:
    return start - (text.rfind("\n", 0, start) + 1)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of a paragraph, white space around them left out.

    nupunkt (MIT), trained on legal text, decides; what begins in lower case is put back
    to the sentence before ("Yahoo! is ..."), and a lone number to the one behind.

    Examples
    --------
    >>> text = "Acme Inc. asks you. See Art. 6 of the law, e.g. online."
    >>> [text[start:end] for start, end in split_sentences(text)]
    ['Acme Inc. asks you.', 'See Art. 6 of the law, e.g. online.']
    """
    if not _may_break(text):
        return [_trim(text, 0, len(text))] if text.strip() else []
    merged: list[list[int]] = []
    for start, end in _find_spans(text):
        sentence = text[start:end].strip()
        if merged and _goes_on(sentence, text[merged[-1][0] : merged[-1][1]]):
            merged[-1][1] = end
        elif sentence:
            merged.append([start, end])
    return [_trim(text, start, end) for start, end in merged]


def _may_break(text: str) -> bool:
    """Whether a word follows a sign that can end a sentence; else there is one, and nothing to ask."""
    places = [text.find(sign) for sign in _ENDS]
    first = min((place for place in places if place >= 0), default=-1)
    return first >= 0 and bool(_WORD.search(text, first))


def _find_spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = min(start + MAX_PIECE, len(text))
        if end < len(text):
            end = text.rfind(" ", start + 1, end) + 1 or end
        spans = [(start + a, start + b) for a, b in sent_spans(text[start:end])]
        # The last sentence of a piece may go on behind the cut: the next piece begins with it.
        if end < len(text) and len(spans) > 1:
            end = spans.pop()[0]
        yield from spans
        start = end


def _goes_on(sentence: str, above: str) -> bool:
    """Whether what was cut off belongs to the sentence before it."""
    return not any(sign.isalnum() for sign in sentence) or sentence[0].islower() or _is_stub(above)


def _is_stub(sentence: str) -> bool:
    """A number or letter that stands alone: "1." or "(a)"."""
    return len(sentence.strip(" .()")) <= 2


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())
