"""A map of clauses to explore by pointing and clicking, and the table that holds all that it shows."""

import hashlib
import textwrap
from collections.abc import Iterator, Mapping, Sized
from html import escape
from importlib.util import find_spec

from pandas import DataFrame, Series

from policyviz import frames
from policyviz.plots.drawing import check_drawable

from .recipes import list_policies, write_recipe
from .scripts import MAP_CLASS, STYLE, build_script

EXTRA = ("altair", "vl_convert")

LETTERS = 26  # of a name, on each line of the chart's legend


def explore_clusters(
    clauses: DataFrame, clusters: DataFrame, *, names: DataFrame | Mapping[int, str] | Series | None = None
) -> "ClusterMap":
    """Show clauses on a map that can be explored, with a heatmap and a table of policies x clusters.

    Pointing at a mark shows its clause; clicking it puts the clause with its section below the
    chart; clicking a cell of the heatmap dims all other clauses. Everything stands in the table
    too, for readers without script, without a mouse, or on paper. Nothing is loaded. As in
    `plot_clusters`, marks that lie together here may be far apart in other dimensions.

    Parameters
    ----------
    clauses : pandas.DataFrame
        What `split_clauses` returns; its texts and sections are shown.
    clusters : pandas.DataFrame
        What `cluster_clauses` made of these clauses, or of some of them.
    names : pandas.DataFrame, mapping or pandas.Series, optional
        What `name_clusters` returns (columns ``cluster`` and ``name``), or names by cluster number;
        clusters without one go by their number alone.

    Returns
    -------
    map : ClusterMap
        Shows itself where a cell of a notebook ends with it, and in the exported report.

    Raises
    ------
    ImportError
        If the packages of ``policyviz[interactive]`` are not installed.
    TypeError
        If a frame is no DataFrame, or `names` does not say which cluster is which.
    ValueError
        If a frame is not what it should be, there is no cluster, or the two belong to different runs.

    Examples
    --------
    >>> clauses = [("a:001", "a", "Cookies", "sentence", "", 0.5, 0, 15, "We use cookies.", 3)]
    >>> clusters = frames.make_frame([("a:001", "a", 0, 0.5, 0.1, 0.2)], "clusters")
    >>> explore_clusters(frames.make_frame(clauses, "clauses"), clusters, names={0: "cookies"})
    Map of 1 clause of 1 policy in 1 cluster.
    """
    frames.check_frame(clauses, "clauses")
    check_drawable(clusters, "clusters", "No clauses were clustered.")
    labels = _label_clusters(clusters, names)
    table = _join(clauses, clusters)
    _require_extra()
    return ClusterMap(table, labels)


class ClusterMap:
    """A map that tells Jupyter its page: chart, table, and the script that draws the one from the other."""

    def __init__(self, table: DataFrame, labels: dict[int, str]) -> None:
        self._table = table
        self._labels = labels
        self._policies = list_policies(table)

    def __repr__(self) -> str:
        return f"Map of {self._describe()}."

    def _describe(self) -> str:
        clauses, policies = _count(self._table, "clause"), _count(self._policies, "policy")
        return f"{clauses} of {policies} in {_count(self._labels, 'cluster')}"

    def _repr_html_(self) -> str:
        # An exported report takes style and script out of each map and puts them in once per page.
        return f"<style>{STYLE}</style>\n{self.to_fragment()}\n<script>{build_script()}</script>"

    def to_fragment(self) -> str:
        """Write the map without style and script: an empty chart, its recipe, and the table.

        Returns
        -------
        html : str
            All texts escaped. The chart's recipe is an attribute, the texts stand in the table only.
        """
        recipe = write_recipe(self._table, self._labels)
        # Ids lead from the table's numbers to the lists; those of two maps on one page must differ.
        prefix = f"map-{hashlib.sha256((recipe + self._table.to_json()).encode()).hexdigest()[:8]}"
        alt = f"{self!r} The table below holds everything in it."
        return (
            f'<figure class="{MAP_CLASS}" id="{prefix}" data-recipe="{escape(recipe)}">\n'
            f'<p class="how" hidden></p>\n'
            f'<div class="sight" role="region" tabindex="0" aria-label="Map of clauses" hidden>'
            f'<div class="chart" role="img" aria-label="{alt}"></div></div>\n'
            f'<div class="chosen" role="status" hidden></div>\n'
            f"{''.join(self._write_table(prefix))}</figure>"
        )

    def _write_table(self, prefix: str) -> Iterator[str]:
        """Numbers by policy and cluster, each leading to its clauses; open until a script draws the map."""
        groups = dict(iter(self._table.groupby(["policy_id", "cluster"], sort=False)))
        yield f'<details open><summary>Table: {self._describe()}</summary>\n<div class="counts"><table>'
        yield '<caption>Clauses by policy and cluster</caption>\n<thead><tr><th scope="col">policy</th>'
        yield from (f'<th scope="col">{escape(label)}</th>' for label in self._labels.values())
        yield "</tr></thead>\n<tbody>\n"
        for row, policy in enumerate(self._policies):
            yield f'<tr><th scope="row">{escape(policy)}</th>'
            for cluster in self._labels:
                size = len(groups.get((policy, cluster), ()))
                yield f'<td><a href="#{prefix}-{row}-{cluster}">{size}</a></td>' if size else "<td>0</td>"
            yield "</tr>\n"
        yield "</tbody></table></div>\n"
        for row, policy in enumerate(self._policies):
            for cluster in (number for number in self._labels if (policy, number) in groups):
                place = f"{prefix}-{row}-{cluster}"
                yield from _write_group(place, self._labels[cluster], groups[policy, cluster])
        yield "</details>\n"


def _write_group(place: str, label: str, rows: DataFrame) -> Iterator[str]:
    policy, cluster = rows["policy_id"].iloc[0], rows["cluster"].iloc[0]
    title = escape(f"{policy}, cluster {label}: {_count(rows, 'clause')}")
    yield f'<p class="group" id="{place}" tabindex="-1">{title}</p>\n'
    yield f'<ul data-policy="{escape(policy)}" data-cluster="{cluster}">\n'
    for row in rows.itertuples():
        texts = (" ".join(text.split()) for text in (row.clause_id, row.section, row.text))
        name, section, text = map(escape, texts)
        yield f'<li data-x="{row.x:.4f}" data-y="{row.y:.4f}">'
        yield f"<b>{name}</b> <i>{section}</i> <span>{text}</span></li>\n"
    yield "</ul>\n"


def _label_clusters(clusters: DataFrame, names: object) -> dict[int, str]:
    """A number, and its name behind it: so labels differ even where names do not."""
    known = _read_names(names)
    labels = {}
    for number in sorted(map(int, clusters["cluster"].unique())):
        name = " ".join(str(known.get(number, "")).split())
        # The legend breaks the lines; pages treat line ends as blanks.
        labels[number] = textwrap.fill(f"{number} {name}", LETTERS)
    return labels


def _read_names(names: object) -> dict:
    if names is None:
        return {}
    if isinstance(names, DataFrame) and {"cluster", "name"} <= set(names.columns):
        return dict(zip(names["cluster"], names["name"], strict=True))
    if isinstance(names, (Mapping, Series)):
        return dict(names.items())
    message = (
        f"names says what to call the clusters, got a {type(names).__name__}. "
        'Give it what name_clusters(top_terms) returned, or names by number: {0: "cookies"}.'
    )
    raise TypeError(message)


def _join(clauses: DataFrame, clusters: DataFrame) -> DataFrame:
    """Texts and sections of the clustered clauses, in the order of the clauses."""
    columns = ["clause_id", "policy_id", "section", "text"]
    places = clusters[["clause_id", "policy_id", "cluster", "x", "y"]]
    table = clauses[columns].merge(places, on=["clause_id", "policy_id"], validate="one_to_one")
    strangers = clusters.loc[~clusters["clause_id"].isin(table["clause_id"]), "clause_id"]
    frames.refuse_strangers(strangers.to_list(), "clusters")
    return table


def _require_extra() -> None:
    missing = [name for name in EXTRA if find_spec(name) is None]
    if missing:
        message = f'The map needs more packages ({", ".join(missing)}): pip install "policyviz[interactive]"'
        raise ImportError(message)


def _count(things: Sized, noun: str) -> str:
    if len(things) != 1:
        noun = "policies" if noun == "policy" else f"{noun}s"
    return f"{len(things):,} {noun}"
