"""Policies as an indented table of contents."""

import pandas as pd

from policyviz.corpus.readers import MARKED
from policyviz.frames import check_frame
from policyviz.structure.blocks import split_blocks
from policyviz.structure.kinds import HEADING, TITLE
from policyviz.structure.markdown import read_heading


class Outline(str):
    """A text that shows itself as it is printed, line by line."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def outline(policies: pd.DataFrame) -> Outline:
    """The headings of each policy, indented by level: what a table of contents would say.

    Read it against the text before trusting any section: a heading that was missed puts
    its clauses under the one above.

    Parameters
    ----------
    policies : pandas.DataFrame
        A policies frame.

    Returns
    -------
    outline : Outline
        A str that a notebook shows line by line; two spaces per level.

    Raises
    ------
    ValueError
        If `policies` is not a policies frame.

    Examples
    --------
    >>> from policyviz import load_policies
    >>> print("\\n".join(outline(load_policies(policy_ids=["procom"])).splitlines()[:4]))
    procom: Procom's Privacy Policy
      1. COLLECTION AND USE OF PERSONAL INFORMATION
        Creating a Profile and Applying for a Posting
        Administering a Consultant or Employment Relationship
    """
    check_frame(policies, "policies")
    blocks = split_blocks(policies)
    lines = []
    for policy_id, form in zip(policies["policy_id"], policies["format"], strict=True):
        read = read_heading if form in MARKED else _read_plain
        own = blocks[blocks["policy_id"] == policy_id]
        titles = own.loc[own["kind"] == TITLE, "text"]
        lines.append(f"{policy_id}: {read(titles.iloc[0])}" if len(titles) else f"{policy_id}:")
        headings = own[own["kind"] == HEADING]
        pairs = zip(headings["level"], headings["text"], strict=True)
        lines += ["  " * level + read(text) for level, text in pairs]
    return Outline("\n".join(lines))


def _read_plain(text: str) -> str:
    return " ".join(text.split())
