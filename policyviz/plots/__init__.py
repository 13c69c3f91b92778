"""Result frames to Axes. Nothing is computed here: the frame printed above a chart is what is drawn.

Every function draws into `ax` alone, or makes a figure as high as needed; an empty frame is a ValueError.
Every mark has the key of the clauses that it stands for (`policyviz.keys`). Of more than 25 policies
a chart draws a summary, and its axis says which.
"""

from policyviz.plots.boilerplate import plot_boilerplate
from policyviz.plots.clusters import plot_clusters, plot_top_terms
from policyviz.plots.coverage import plot_coverage
from policyviz.plots.positions import plot_score_positions, plot_term_positions
from policyviz.plots.practices import plot_practices
from policyviz.plots.shifts import plot_word_shift
from policyviz.plots.vagueness import plot_vagueness, plot_vagueness_profile

__all__ = [
    "plot_boilerplate",
    "plot_clusters",
    "plot_coverage",
    "plot_practices",
    "plot_score_positions",
    "plot_term_positions",
    "plot_top_terms",
    "plot_vagueness",
    "plot_vagueness_profile",
    "plot_word_shift",
]
