"""What docs/benchmarks.md says about vagueness and readability."""

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib import pyplot as plt

import policyviz as pv
from benchmarks import intervals, readability, vagueness
from benchmarks.tables import describe, format_table, write_measured
from policyviz.plots.drawing import COLORS, INK, SOFT, draw_on

# Notebook 04 shows these figures beside its own.
AGREEMENT = "vagueness_agreement.csv"
CHART = Path(__file__).parent.parent / "docs" / "vagueness_calibration.png"
FOLDER_OF_REAL = Path("policies") / "ota_contrib"


def describe_agreement(corpora: Path) -> dict[str, str]:
    """Scores and words against people, and the chart of calibration."""
    bounds = vagueness.bound_documents(corpora)
    own, *others = [(name, f"{low:+.2f} to {high:+.2f}") for name, (low, high) in bounds.items()]
    words = [
        [name, *(f"{value:.2f}" for value in values)] for name, *values in vagueness.measure_words(corpora)
    ]
    return {
        "agreement": _describe_scores(corpora),
        "documents interval": own[1].replace("+", ""),
        "ahead": format_table(["of", "by"], [list(row) for row in others]),
        "words": format_table(["words in", "F1", "precision", "recall"], words),
        "calibration": _describe_calibration(corpora),
    }


def _describe_scores(corpora: Path) -> str:
    """Each measure's agreement, also as a file for the notebook."""
    agreements = vagueness.measure_agreement(corpora)
    rows = [
        [name, *(_write_pair(*values) for values in zip(mean, spread or [None] * 3, strict=True))]
        for name, mean, spread in agreements
    ]
    measured = [[name.replace(",", ""), *(f"{value:.3f}" for value in mean)] for name, mean, _ in agreements]
    write_measured(AGREEMENT, ["score", "sentences", "documents", "error"], measured)
    header = ["score", "sentences, Spearman", "documents, Spearman", "mean absolute error"]
    return format_table(header, rows)


def _describe_calibration(corpora: Path) -> str:
    """Tenths of the sentences, and how many of them score and were rated 3 or more."""
    table = vagueness.measure_calibration(corpora)
    draw_calibration(table)
    rows = []
    for decile, row in zip(table.index, table.itertuples(), strict=True):
        figures = [f"{row.score:.2f}", f"{row.rating:.2f}", f"{row.ours:.0%}", f"{row.theirs:.0%}"]
        rows.append([str(decile), str(row.n), *figures])
    header = ["tenth", "sentences", "mean score", "mean rating", "score 3 or more", "rated 3 or more"]
    return format_table(header, rows)


def _write_pair(mean: float, spread: float | None) -> str:
    return f"{mean:.3f}" + ("" if spread is None else f" ± {spread:.3f}")


def draw_calibration(table: pd.DataFrame) -> None:
    """Mean rating by tenth of the score, with the line on which both are equal."""
    with draw_on(None, (5.2, 4.2), "mean score of a tenth of the sentences", grid=True) as ax:
        ends = [1.4, 3.4]
        ax.plot(ends, ends, color=SOFT, linewidth=1, linestyle="--")
        reach = 1.96 * table["spread"]
        ax.errorbar(table["score"], table["rating"], yerr=reach, fmt="o", color=COLORS[0], elinewidth=2)
        ax.annotate(
            "equal", (3.0, 3.0), (-6, 6), textcoords="offset points", ha="right", color=SOFT, fontsize=9
        )
        ax.set(xlim=ends, ylim=ends)
        ax.set_ylabel("mean rating by people", fontsize=9, color=INK)
        ax.grid(True, axis="y", color="#d9dee6", linewidth=0.8)
        # Without the date and the version the file changes only when the figures do.
        ax.figure.savefig(CHART, dpi=110, metadata={"Software": None})
        plt.close(ax.figure)


def describe_intervals(corpora: Path) -> dict[str, str]:
    """Coverage of the intervals, and verdicts where the truth is known."""
    generator = np.random.default_rng(0)
    policies = list(intervals.read_sections(corpora / FOLDER_OF_REAL))
    held = intervals.measure_written(generator) + intervals.measure_real(policies, generator)
    rows = [
        [
            row.what,
            str(row.sections),
            f"{row.n:,}",
            f"{row.scores:.3f}",
            f"{row.shares:.3f}",
            f"{row.width:.2f}",
        ]
        for row in held
    ]
    verdicts = [
        [row.what, f"{row.n:,}", f"{row.pairs:.3f}", f"{row.tables:.3f}"]
        for row in intervals.measure_verdicts(policies, generator)
    ]
    ways = [
        [name, *(f"{share:.3f}" for share in shares)]
        for name, *shares in intervals.compare_intervals(policies, generator)
    ]
    header = ["policies", "sections", "n", "score held", "share held", "median width of the score's"]
    return {
        "intervals": format_table(header, rows),
        "ways": format_table(["way", *(f"{n} sections" for n in intervals.SECTIONS)], ways),
        "n real": str(len(policies)),
        "verdicts": format_table(["truth", "n", "pairs told apart", "tables with such a pair"], verdicts),
    }


def describe_companies() -> dict[str, str]:
    """The four policies that ship: scores, verdicts, and what densities would say."""
    clauses = pv.split_clauses(pv.load_policies(pv.data_dir() / "policies.csv"))
    lexicon = pv.load_lexicon("vagueness")
    mentions = pv.find_terms(clauses, lexicon)
    table = pv.measure_vagueness(clauses, mentions).set_index("policy_id")
    table["per_100_words"] = count_per_100_words(clauses, lexicon)
    orders = pv.measure_sensitivity(clauses, mentions, lexicon).set_index("policy_id")
    pairs = pv.compare_vagueness(clauses, mentions)
    densities = table["per_100_words"]
    return {
        "companies": _describe_policies(table, orders),
        "comparisons": _describe_pairs(pairs),
        "densities": (
            f"By terms per 100 words, as most tools count, {densities.idxmax()} would be called the vaguest "
            f"({densities.max():.2f}) and {densities.idxmin()} the clearest ({densities.min():.2f}); by "
            f"score {table['score'].idxmax()} comes first and {table['score'].idxmin()} last. "
            f"{pv.describe_comparisons(pairs)}"
        ),
    }


def _describe_policies(table: pd.DataFrame, orders: pd.DataFrame) -> str:
    rows = []
    for name, row, order in zip(
        table.index, table.itertuples(), orders.loc[table.index].itertuples(), strict=True
    ):
        score = f"{row.score:.2f} ({row.score_low:.2f} to {row.score_high:.2f})"
        share = f"{row.share:.1%} ({row.share_low:.1%} to {row.share_high:.1%})"
        rank = f"{order.rank} ({order.rank_low} to {order.rank_high})"
        rows.append([name, score, share, rank, f"{row.per_100_words:.2f}"])
    header = ["policy", "score", "score 3 or more", "rank, weights varied", "published terms per 100 words"]
    return format_table(header, rows)


def _describe_pairs(pairs: pd.DataFrame) -> str:
    rows = []
    for row in pairs.itertuples():
        difference = f"{row.difference:+.2f} ({row.difference_low:+.2f} to {row.difference_high:+.2f})"
        figures = [difference, f"{row.p_adjusted:.2f}", f"{row.cliffs_delta:+.2f}", row.verdict]
        rows.append([f"{row.a}, {row.b}", *figures])
    return format_table(["pair", "difference", "adjusted p", "Cliff's delta", "verdict"], rows)


def count_per_100_words(clauses: pd.DataFrame, lexicon: pd.DataFrame) -> pd.Series:
    """Mentions of the 40 published terms per 100 words of a policy, permissions left out."""
    mentions = pv.find_terms(clauses, lexicon[lexicon["source"].str.startswith("Bhatia")])
    counts = mentions[~mentions["permission"]].groupby("policy_id").size()
    return 100 * counts / clauses.groupby("policy_id")["n_words"].sum()


def describe_readability() -> dict[str, str]:
    """Formulas against textstat, syllables against CMUdict; empty where the peer is missing."""
    formulas = [[name, f"{value:.1g}"] for name, value in readability.measure_readability_against_textstat()]
    syllables = readability.measure_syllables()
    return {
        "formulas": format_table(["measure", "largest difference"], formulas),
        "syllables": describe(syllables),
    }
