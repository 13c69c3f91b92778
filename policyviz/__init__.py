"""Privacy policies as pandas frames: structure, terms, coverage, vagueness, clusters, reports.

The table of contents. Nothing is imported until it is first used, so that
``import policyviz as pv`` costs less than ``import pandas``.
"""

import lazy_loader

__version__ = "0.1.0"

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "frames": ["check_frame", "leave_out"],
        "corpus": ["data_dir", "load_policies", "read_collection", "read_policy", "verify_data"],
        "structure": ["outline", "split_blocks", "split_clauses", "tokenize"],
        "lexicons": ["load_crosswalk", "load_lexicon", "load_taxonomy"],
        "terms": [
            "align_clauses",
            "concordance",
            "count_mentions",
            "evidence",
            "find_status",
            "find_all_terms",
            "find_terms",
            "highlight_terms",
            "translate_labels",
        ],
        "analysis.coverage": ["measure_coverage", "measure_practices"],
        "analysis.gaps": ["find_gaps", "search_gaps"],
        "analysis.evaluation": ["evaluate_coverage", "find_disagreements", "load_gold"],
        "analysis.scores": ["explain_scores", "score_clauses"],
        "analysis.vagueness": ["measure_vagueness"],
        "analysis.comparison": ["compare_vagueness", "describe_comparisons", "explain_difference"],
        "analysis.sensitivity": ["measure_sensitivity"],
        "analysis.readability": ["measure_readability"],
        "analysis.boilerplate": [
            "find_boilerplate",
            "group_boilerplate",
            "measure_originality",
            "measure_overlap",
        ],
        "analysis.vectors": ["POLICY_STOP_WORDS", "vectorize_clauses"],
        "analysis.clustering": ["cluster_clauses"],
        "analysis.naming": ["find_representatives", "find_top_terms", "name_clusters"],
        "analysis.stability": ["compare_n_clusters", "measure_stability"],
        "analysis.composition": ["compare_to_labels", "count_by_company"],
        "plots": [
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
        ],
        "report": ["export_report", "link_table", "say", "show", "show_texts"],
        "report.explore": ["explore_clusters"],
    },
)
