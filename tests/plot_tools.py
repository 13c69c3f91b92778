"""Frames for the tests of charts."""

import numpy as np
import pandas as pd

from policyviz.frames import make_frame
from policyviz.keys import read_key
from policyviz.terms import PRACTICES, STATUSES

FOUR = ["personnel-technology", "procom", "worksearchnow", "wrk"]
FORTY = [f"company-{number:02}" for number in range(40)]


def find_keyed(ax):
    """All artists that say what they stand for, in the order in which they were drawn."""
    return ax.figure.findobj(lambda artist: artist.get_url())


def list_keys(ax):
    return [read_key(artist.get_url()) for artist in find_keyed(ax)]


def make_coverage(policies, n_labels=25, dtype="int64"):
    values = [[(i * j) % 7 for j in range(n_labels)] for i in range(1, len(policies) + 1)]
    columns = [f"Label number {j}" for j in range(n_labels)]
    return pd.DataFrame(values, pd.Index(policies, name="policy_id"), columns, dtype)


def make_statuses(policies, n_labels=25):
    """Statuses in turn, so that all four are there."""
    numbers = make_coverage(policies, n_labels)
    return numbers.apply(lambda column: column.map(lambda value: STATUSES[value % 4])).astype(
        pd.CategoricalDtype(list(STATUSES))
    )


def make_taxonomy(n_labels=25, n_groups=4):
    """Labels in groups, the last three left out."""
    rows = [(f"Label number {j}", f"group {j * n_groups // n_labels}", "Text.") for j in range(n_labels - 3)]
    return make_frame(rows, "taxonomy")


def make_practices(policies, n_labels=12):
    """Affirmed, denied, both and neither in turn."""
    rows = [
        (policy, f"Label number {j}", practice, (i + j + k) % 3 % 2, (i * j + k) % 5 == 1)
        for i, policy in enumerate(policies)
        for j in range(n_labels)
        for k, practice in enumerate(PRACTICES)
    ]
    frame = make_frame([(*row[:3], int(row[3]), int(row[4])) for row in rows], "practices")
    frame["practice"] = pd.Categorical(frame["practice"], categories=list(PRACTICES))
    return frame


def make_vagueness(policies):
    rows = [
        (9, 3, 90, 1 + 0.1 * i, 1 + 0.05 * i, 1 + 0.2 * i, 0.02 * i, 0.01 * i, 0.024 * i)
        for i in range(len(policies))
    ]
    frame = make_frame(rows, "vagueness")
    frame.insert(0, "policy_id", policies)
    return frame


PROFILE = pd.concat(
    [
        make_vagueness(FOUR).assign(
            label="modality",
            score=[0.0, 0.1, 0.2, 0.3],
            score_low=[np.nan, 0.05, 0.1, 0.2],
            score_high=[np.nan, 0.2, 0.3, 0.4],
        ),
        make_vagueness(FOUR).assign(label="concrete", score=-0.05, score_low=-0.1, score_high=-0.01),
    ],
    ignore_index=True,
)


def make_overlap(policies):
    rows = [
        (a, b, 1, 5, ((7 * i + 3 * j) % 11) / 30)
        for i, a in enumerate(policies)
        for j, b in enumerate(policies)
        if a != b
    ]
    return make_frame(rows, "overlap")


def make_shifts(n_terms):
    rows = [
        (f"personally identifying term {i}", "modality", 3, 1, 0.3, 0.1, (-1) ** i * 0.01 * (n_terms - i))
        for i in range(n_terms)
    ]
    return make_frame(rows, "word shifts")


def make_scores(policies, values):
    rows = [(policy, i, value) for policy in policies for i, value in enumerate(values)]
    clauses = [(f"{p}:{i:03}", p, "", "sentence", "", i / 10, i, i + 1, "x", 1) for p, i, _ in rows]
    scores = [(f"{p}:{i:03}", p, 1, 1, value) for p, i, value in rows]
    return make_frame(clauses, "clauses"), make_frame(scores, "clause scores")
