"""How hard clauses, and the groups they belong to, are to read, by six classical formulas."""

from collections.abc import Iterable, Sequence

import pandas as pd

from policyviz.checks import check_keys
from policyviz.frames import FRAMES, check_frame, leave_out
from policyviz.structure.syllables import count_syllables
from policyviz.structure.tokens import tokenize

COUNTS = ("n_sentences", "n_words", "n_syllables", "n_complex_words", "n_letters")
COMPLEX_SYLLABLES = 3
# Adults reading English non-fiction silently: Brysbaert (2019), a meta-analysis of 190 studies.
WORDS_PER_MINUTE = 238


def measure_readability(
    clauses: pd.DataFrame,
    *,
    by: str | Sequence[str] = "policy_id",
    exclude: pd.DataFrame | Iterable[str] | None = None,
) -> pd.DataFrame:
    """Measure how hard policies or any other groups of clauses are to read.

    The formulas see the length of words and sentences and nothing else: not whether a
    reader understands, and not what is left unsaid. Every clause counts as a sentence, so
    that a policy with many list items looks easier than it is, and policies that were laid
    out differently are hard to compare. The formulas were made for English prose.

    Parameters
    ----------
    clauses : pandas.DataFrame
        A clauses frame.
    by : str or list of str
        Columns of `clauses` that make the groups, such as ``"policy_id"``,
        ``"section"`` or ``"kind"``.
    exclude : pandas.DataFrame or iterable of str, optional
        Clauses to leave out, such as the pairs of `find_boilerplate`; see `leave_out`.

    Returns
    -------
    readability : pandas.DataFrame
        The group key or keys, then

        - ``n_sentences``: clauses; ``n_words``: words of `tokenize` with a letter or digit (the
          sum of the ``n_words`` of the clauses, but for blanks to fill in, "____");
        - ``n_syllables``, by the rules of `count_syllables`; ``n_complex_words``: words of three
          or more syllables, names, numbers and addresses included; ``n_letters``: letters and digits;
        - ``flesch_reading_ease`` [1]_: about 0 to 100, open at both ends, higher is easier;
          60 to 70 is plain English, below 30 academic;
        - ``flesch_kincaid_grade`` [2]_, ``ari`` [5]_, ``coleman_liau`` [6]_: grade at a school in
          the United States, higher is harder, 12 ends high school; text of short words can fall below 0;
        - ``gunning_fog`` [3]_: years of schooling, 0 and up, higher is harder. Gunning leaves out
          names, compounds and endings like "-ed" among complex words; here they count, so it is higher;
        - ``smog`` [4]_: years of schooling, 3.1291 and up, higher is harder. It was fitted on samples
          of 30 sentences: for groups with fewer it is a guess;
        - ``minutes``: time to read the words at 238 words per minute [7]_, 0 and up. Most adults read
          175 to 300.

        Sorted by key. Groups without words have NaN for all formulas, and 0 minutes.

    Raises
    ------
    ValueError
        If `by` names no column, or `clauses` is not a clauses frame.

    References
    ----------
    .. [1] Flesch, R. (1948). A new readability yardstick. Journal of Applied Psychology 32(3).
    .. [2] Kincaid, J. P., Fishburne, R. P., Rogers, R. L., Chissom, B. S. (1975). Derivation of new
       readability formulas for Navy enlisted personnel. Research Branch Report 8-75.
    .. [3] Gunning, R. (1952). The Technique of Clear Writing. McGraw-Hill.
    .. [4] McLaughlin, G. H. (1969). SMOG grading: a new readability formula. Journal of Reading 12(8).
    .. [5] Senter, R. J., Smith, E. A. (1967). Automated Readability Index. AMRL-TR-66-220.
    .. [6] Coleman, M., Liau, T. L. (1975). A computer readability formula designed for machine
       scoring. Journal of Applied Psychology 60(2).
    .. [7] Brysbaert, M. (2019). How many words do we read per minute? A review and meta-analysis of
       reading rate. Journal of Memory and Language 109.

    Examples
    --------
    Four words of one syllable: 206.835 - 84.6 * 4/4 - 1.015 * 4/1.

    >>> from policyviz.frames import make_frame
    >>> clauses = make_frame(
    ...     [("a:001", "a", "", "sentence", "", 0.0, 0, 18, "We keep your name.", 4)], "clauses")
    >>> readability = measure_readability(clauses)
    >>> readability[["policy_id", "n_sentences", "n_words", "n_syllables", "flesch_reading_ease"]]
      policy_id  n_sentences  n_words  n_syllables  flesch_reading_ease
    0         a            1        4            4              118.175
    """
    check_frame(clauses, "clauses")
    keys = check_keys(clauses, by, reserved=FRAMES["readability"])
    clauses = leave_out(clauses, exclude)
    counted = pd.DataFrame([_count_clause(text) for text in clauses["text"]], columns=list(COUNTS))
    counted = clauses[keys].assign(**{name: counted[name].to_numpy() for name in COUNTS})
    groups = counted.groupby(keys, observed=True, dropna=False)[list(COUNTS)].sum().reset_index()
    groups = groups.assign(**_apply_formulas(groups))
    return groups[[*keys, *FRAMES["readability"]]].astype(FRAMES["readability"])


def _count_clause(text: str) -> tuple[int, ...]:
    """The counts of one clause, in the order of `COUNTS`."""
    words = [word for word in tokenize(text) if any(map(str.isalnum, word))]
    syllables = [count_syllables(word) for word in words]
    n_complex = sum(n >= COMPLEX_SYLLABLES for n in syllables)
    return 1, len(words), sum(syllables), n_complex, sum(map(str.isalnum, text))


def _apply_formulas(groups: pd.DataFrame) -> dict[str, pd.Series]:
    # Without words a formula has nothing to say: some would divide by 0, SMOG would say 3.1.
    known = groups[list(COUNTS)].where(groups["n_words"] > 0).astype("float64")
    sentences, words, syllables, complex_words, letters = (known[name] for name in COUNTS)
    return {
        "flesch_reading_ease": _rate_flesch(sentences, words, syllables),
        "flesch_kincaid_grade": _grade_flesch_kincaid(sentences, words, syllables),
        "gunning_fog": _grade_gunning_fog(sentences, words, complex_words),
        "smog": _grade_smog(sentences, complex_words),
        "ari": _grade_ari(sentences, words, letters),
        "coleman_liau": _grade_coleman_liau(sentences, words, letters),
        "minutes": groups["n_words"] / WORDS_PER_MINUTE,
    }


# Each formula takes numbers or columns of them.


def _rate_flesch(n_sentences, n_words, n_syllables):
    """Reading ease, higher is easier: Flesch (1948), who counts syllables per 100 words."""
    return 206.835 - 84.6 * n_syllables / n_words - 1.015 * n_words / n_sentences


def _grade_flesch_kincaid(n_sentences, n_words, n_syllables):
    """School grade, higher is harder: Kincaid et al. (1975), fitted on texts of the Navy."""
    return 0.39 * n_words / n_sentences + 11.8 * n_syllables / n_words - 15.59


def _grade_gunning_fog(n_sentences, n_words, n_complex_words):
    """Years of schooling, higher is harder: Gunning (1952), without his exceptions."""
    return 0.4 * (n_words / n_sentences + 100 * n_complex_words / n_words)


def _grade_smog(n_sentences, n_complex_words):
    """Years of schooling, higher is harder: McLaughlin (1969), exact, not his "square root plus 3"."""
    return 1.043 * (30 * n_complex_words / n_sentences) ** 0.5 + 3.1291


def _grade_ari(n_sentences, n_words, n_letters):
    """School grade, higher is harder: Senter and Smith (1967).

    Made for counters on a typewriter. Letters and digits count here, punctuation does not;
    programs that count every character that is not blank come out higher.
    """
    return 4.71 * n_letters / n_words + 0.5 * n_words / n_sentences - 21.43


def _grade_coleman_liau(n_sentences, n_words, n_letters):
    """School grade, higher is harder: Coleman and Liau (1975), letters and sentences per 100 words."""
    return 0.0588 * 100 * n_letters / n_words - 0.296 * 100 * n_sentences / n_words - 15.8
