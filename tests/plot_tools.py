"""Frames for the tests of charts."""

import pandas as pd

from policyviz.frames import make_frame
from policyviz.terms import PRACTICES, STATUSES

FOUR = ["personnel-technology", "procom", "worksearchnow", "wrk"]
FORTY = [f"company-{number:02}" for number in range(40)]


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
