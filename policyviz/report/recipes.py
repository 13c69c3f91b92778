"""The recipe of the map of clauses: what Altair says and the script in the page draws."""

import json
from typing import TYPE_CHECKING

import numpy as np
from pandas import DataFrame

from policyviz.plots.drawing import INK, RULE, SOFT, WASH, find_look

if TYPE_CHECKING:
    import altair as alt

# Pixels: a report's column has 704, of which names, of clusters or of policies, take up to 220 on the right.
WIDTH, NAMES, HEIGHT, WIDEST_CELL, NARROWEST_CELL = 470, 170, 400, 64, 24
MANY_POLICIES, HIGH_ROW, LOW_ROW = 25, 24, 15
MANY_CLAUSES, SMALL, LARGE = 1500, 22, 60
DARKEST = "#7db8e0"

# Marks of matplotlib as Vega calls them; it has no x and no pentagon and takes outlines instead.
CROSS = "M-1,-.6L-.6,-1L0,-.4L.6,-1L1,-.6L.4,0L1,.6L.6,1L0,.4L-.6,1L-1,.6L-.4,0Z"
PENTAGON = "M0,-1L.95,-.31L.59,.81L-.59,.81L-.95,-.31Z"
SHAPES = {
    "o": "circle",
    "s": "square",
    "D": "diamond",
    "^": "triangle-up",
    "v": "triangle-down",
    "P": "cross",
    "X": CROSS,
    "p": PENTAGON,
}


def write_recipe(table: DataFrame, labels: dict[int, str]) -> str:
    """Write the map over the heatmap as Vega-Lite, without the clauses: the script adds them.

    Parameters
    ----------
    table : pandas.DataFrame
        Clauses with policy_id, cluster, x and y.
    labels : dict
        What to call each cluster, by its number, in the order of the columns.

    Returns
    -------
    recipe : str
        JSON, the same for the same input.
    """
    chart = _make_chart(table, labels).to_dict()
    for parameter in chart["params"]:
        # Altair gives a selection to all layers; Vega takes it in one, here the one that is clicked.
        del parameter["views"][1:]
    return json.dumps(chart, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def list_policies(table: DataFrame) -> list[str]:
    """The policies in the order of the rows, of heatmap and table alike."""
    return sorted(table["policy_id"].unique())


def find_middles(table: DataFrame) -> list[dict]:
    """The middle of each cluster's marks, moved up or down where another number stands.

    Examples
    --------
    >>> table = DataFrame({"cluster": [0, 1], "x": [0.5, 0.5], "y": [0.5, 0.5]})
    >>> [place["y"] for place in find_middles(table)]
    [0.5, 1.0]
    """
    width, height = (0.05 * (float(np.ptp(table[axis])) or 10.0) for axis in "xy")
    places: list[dict] = []
    for cluster, x, y in table.groupby("cluster")[["x", "y"]].median().sort_values(["y", "x"]).itertuples():
        near = [place["y"] for place in places if abs(place["x"] - x) < width]
        steps = (y + sign * step * height / 4 for step in range(60) for sign in (1, -1))
        free = (step for step in steps if all(abs(step - taken) >= height * 0.999 for taken in near))
        places.append({"cluster": int(cluster), "x": round(x, 4), "y": round(next(free, y), 4)})
    return places


def _make_chart(table: DataFrame, labels: dict[int, str]) -> "alt.VConcatChart":
    import altair as alt

    # Everything is named here: names of Altair's own making count up from chart to chart.
    cell = alt.selection_point(name="cell", fields=["policy_id", "cluster"], toggle="true")
    clause = alt.selection_point(name="clause", fields=["clause_id"], empty=False)
    marks = _draw_marks(table, labels, cell, clause)
    middles = alt.InlineData(values=find_middles(table))
    halo = _write_numbers(alt.Chart(middles, name="halo"), stroke="white", strokeWidth=4)
    numbers = _write_numbers(alt.Chart(middles, name="numbers"), color=INK)
    width = WIDTH if _has_names(labels) else WIDTH + NAMES
    sight = alt.layer(marks, halo, numbers).properties(width=width, height=HEIGHT, name="map")
    chart = alt.vconcat(sight, _draw_heatmap(list_policies(table), list(labels), cell), spacing=24)
    chart.data = alt.NamedData(name="clauses")
    return chart.resolve_scale(color="independent", shape="independent").configure(
        # The table speaks to screen readers: one sentence stands for hundreds of unnamed marks.
        aria=False,
        background="white",
        view=alt.ViewConfig(stroke=RULE),
        font="system-ui, sans-serif",
        axis=alt.AxisConfig(labelColor=INK, labelFontSize=12, titleColor=SOFT, titleFontWeight="normal"),
        legend=alt.LegendConfig(labelColor=INK, labelFontSize=12, labelLimit=185),
    )


def _has_names(labels: dict[int, str]) -> bool:
    return any(label != str(number) for number, label in labels.items())


def _draw_marks(
    table: DataFrame, labels: dict[int, str], cell: "alt.Parameter", clause: "alt.Parameter"
) -> "alt.Chart":
    import altair as alt

    places = {"axis": None, "scale": alt.Scale(zero=False, padding=12)}
    shown = {"text": "clause", "where": "section", "policy_id": "policy", "label": "cluster", "here": "here"}
    marks = alt.Chart(name="marks").mark_point(
        filled=True, size=SMALL if len(table) > MANY_CLAUSES else LARGE, cursor="pointer"
    )
    return marks.encode(
        **_make_looks(labels),
        x=alt.X("x:Q", **places),
        y=alt.Y("y:Q", **places),
        opacity=alt.when(cell).then(alt.value(0.8)).otherwise(alt.value(0.07)),
        stroke=alt.when(clause).then(alt.value(INK)).otherwise(alt.value("white")),
        strokeWidth=alt.when(clause).then(alt.value(2.5)).otherwise(alt.value(0.5)),
        tooltip=[alt.Tooltip(f"{field}:N", title=title) for field, title in shown.items()],
    ).add_params(clause)


def _make_looks(labels: dict[int, str]) -> dict[str, object]:
    """Colour and shape of each cluster as in the static chart, with a legend if there are names."""
    import altair as alt

    looks, domain = [find_look(number) for number in labels], list(labels.values())
    lines = "split(datum.label, '\\n')"
    style = {"title": None, "symbolOpacity": 1, "symbolLimit": 0, "labelExpr": lines, "rowPadding": 6}
    # Numbers stand on the map itself.
    legend = alt.Legend(**style) if _has_names(labels) else None
    colors = alt.Scale(domain=domain, range=[look["color"] for look in looks])
    shapes = alt.Scale(domain=domain, range=[SHAPES[look["marker"]] for look in looks])
    return {
        "color": alt.Color("label:N", scale=colors, legend=legend),
        "shape": alt.Shape("label:N", scale=shapes, legend=legend),
    }


def _write_numbers(chart: "alt.Chart", **style: object) -> "alt.Chart":
    texts = chart.mark_text(fontSize=17, fontWeight="bold", **style)
    return texts.encode(x="x:Q", y="y:Q", text="cluster:N")


def _draw_heatmap(policies: list[str], clusters: list[int], cell: "alt.Parameter") -> "alt.LayerChart":
    """Colour says the share of a policy's clauses, the number how many they are; silence is a 0."""
    import altair as alt

    base = _count_cells(policies, clusters)
    # The darkest cell is light enough for ink on it.
    color = alt.Color("share:Q", scale=alt.Scale(domainMin=0, range=[WASH, DARKEST]), legend=None)
    shown = [("policy_id:N", "policy", ""), ("cluster:N", "cluster", ""), ("n:Q", "clauses", "")]
    shown.append(("share:Q", "share of the policy", ".0%"))
    tooltip = [alt.Tooltip(field, title=title, format=form) for field, title, form in shown]
    tiles = base.mark_rect(cursor="pointer", stroke="white", strokeWidth=2)
    tiles = tiles.encode(color=color, tooltip=tooltip).properties(name="cells").add_params(cell)
    counts = base.mark_text(fontSize=12, color=INK).encode(text="n:Q").properties(name="counts")
    # Drawn last, or the neighbours of a chosen cell would hide half of its outline.
    chosen = base.transform_filter({"param": "cell", "empty": False}).properties(name="outline")
    outline = chosen.mark_rect(filled=False, stroke=INK, strokeWidth=2)
    width = len(clusters) * min(WIDEST_CELL, max(NARROWEST_CELL, WIDTH // len(clusters)))
    height = len(policies) * (LOW_ROW if len(policies) > MANY_POLICIES else HIGH_ROW)
    return alt.layer(tiles, counts, outline).properties(width=width, height=height, name="heatmap")


def _count_cells(policies: list[str], clusters: list[int]) -> "alt.Chart":
    import altair as alt

    plain = {"domain": False, "ticks": False, "labelOverlap": False}
    columns = alt.Axis(title="cluster", orient="top", labelAngle=0, **plain)
    # On the right, where the legend of the map is: so map and heatmap begin at the edge of the page.
    rows = alt.Axis(title=None, orient="right", labelLimit=200, **plain)
    return (
        alt.Chart()
        .transform_aggregate(n="count()", groupby=["policy_id", "cluster"])
        .transform_impute(impute="n", key="cluster", groupby=["policy_id"], value=0)
        .transform_joinaggregate(total="sum(n)", groupby=["policy_id"])
        .transform_calculate(share="datum.n / datum.total")
        .encode(
            x=alt.X("cluster:O", sort=clusters, axis=columns),
            y=alt.Y("policy_id:N", sort=policies, axis=rows),
        )
    )
