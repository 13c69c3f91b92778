"""What stands behind a report: the clauses its numbers lead to, and the texts they stand in.

At the end of the page if that is short, on pages beside it if there are many policies; the
links are relative, so that the folder can be moved, zipped and mailed.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import NamedTuple

from nbformat import NotebookNode

from .evidence import is_group_name, name_clause, write_group
from .export import TEXTS
from .texts import MOST_INLINE, write_text
from .tracing import MIME

# A page of more characters than this opens slowly on a phone.
MOST_CHARACTERS = 2_000_000
PAGE_CHARACTERS = 1_000_000
# Names that Windows keeps for itself.
DEVICES = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{number}" for port in ("com", "lpt") for number in range(10)),
}
_FINGERPRINT = re.compile(r"-[0-9a-f]{8}$")


class Page(NamedTuple):
    """A page beside the report: its path below the folder of reports, its title, and its body (HTML)."""

    path: str
    title: str
    body: str


class Appendix:
    """Groups of clauses and texts of policies, taken from the outputs of a notebook."""

    def __init__(self, groups: Mapping[str, dict], texts: Mapping[str, dict], report: str) -> None:
        self.groups = dict(groups)
        self.texts = dict(texts)
        self._stem = Path(report).stem
        owners = ((piece[2], policy) for policy, text in self.texts.items() for piece in text["pieces"])
        self._places = {str(clause_id): policy for clause_id, policy in owners if clause_id}
        # The figure or the number that a group leads back to; `finish_page` finds it.
        self.backs: dict[str, str] = {}
        self.is_inline = len(self.texts) <= MOST_INLINE and self._measure() <= MOST_CHARACTERS
        self._pages = {} if self.is_inline else self._plan_pages()

    def _measure(self) -> int:
        pieces = (piece for text in self.texts.values() for piece in text["pieces"])
        n_shown = sum(60 + len(str(piece[0])) for piece in pieces)
        return n_shown + sum(map(_measure_group, self.groups.values()))

    def _plan_pages(self) -> dict[str, str]:
        """The page of each group: its policy's own, or one for several policies; a full one has a second."""
        pages, sizes = {}, Counter()
        for name, group in self.groups.items():
            policy = find_policy(group)
            base = name_file(policy) if policy else "_several"
            sizes[base] += _measure_group(group)
            number = 1 + sizes[base] // PAGE_CHARACTERS
            pages[name] = f"{self._stem}_evidence/{base}{'' if number == 1 else f'_{number}'}.html"
        return pages

    def find_context(self, clause_id: str, *, here: str = "") -> str:
        """The address of a clause in the text of its policy, seen from page `here`; "" if it is not shown."""
        policy = self._places.get(clause_id)
        if policy is None:
            return ""
        page = "" if self.is_inline else f"{_climb(here)}{TEXTS}/{name_file(policy)}.html"
        return f"{page}#{name_clause(clause_id)}"

    def find_group(self, name: str) -> str:
        """The address of a group, seen from the report; "" if there is no such group."""
        if name not in self.groups:
            return ""
        return f"{self._pages.get(name, '')}#{name}"

    def write_groups(self, groups: Mapping[str, dict], *, here: str = "") -> str:
        """The groups as HTML for the page `here` ("" is the report itself)."""
        back = f"{_climb(here)}{self._stem}.html" if here else ""
        return "".join(
            write_group(
                name,
                group,
                find_context=lambda entry: self.find_context(str(entry["clause_id"]), here=here),
                back=f"{back}#{self.backs.get(name, 'main')}",
            )
            for name, group in groups.items()
        )

    def write_texts(self) -> str:
        """All texts as HTML, each below a heading."""
        return "".join(
            f'<h3 id="text-{number}">{escape(policy)}</h3>{write_text(text)}'
            for number, (policy, text) in enumerate(self.texts.items(), start=1)
        )

    def list_pages(self) -> Iterator[Page]:
        """The pages beside the report; none if all of it stands at its end."""
        if self.is_inline:
            return
        pages: dict[str, dict[str, dict]] = {}
        for name, group in self.groups.items():
            pages.setdefault(self._pages[name], {})[name] = group
        for path, groups in pages.items():
            policies = {find_policy(group) for group in groups.values()}
            title = f"Clauses of {policies.pop()}" if policies != {""} else "Clauses of several policies"
            yield Page(path, title, self.write_groups(groups, here=path))
        for policy, text in self.texts.items():
            yield Page(f"{TEXTS}/{name_file(policy)}.html", f"The text of {policy}", write_text(text))


def take_appendix(notebook: NotebookNode, report: str) -> Appendix:
    """Take groups and texts out of the outputs of a notebook that was run, in place.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Just run. What remains of an output is the table with its links.
    report : str
        The file name of the report.

    Returns
    -------
    appendix : Appendix
    """
    groups: dict[str, dict] = {}
    texts: dict[str, dict] = {}
    outputs = (output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs)
    for output in outputs:
        payload = output.get("data", {}).pop(MIME, None)
        if payload is None:
            continue
        groups |= {name: group for name, group in payload.get("groups", {}).items() if is_group_name(name)}
        for text in payload.get("texts", []):
            texts.setdefault(str(text["policy_id"]), text)
        # The texts go to the end of the page as a whole; a table stays where it is.
        output.data = NotebookNode({"text/html": str(payload.get("table", ""))})
    return Appendix(groups, texts, report)


def _measure_group(group: Mapping) -> int:
    """About how many characters a group takes on a page."""
    return sum(300 + sum(len(str(piece[0])) for piece in entry["pieces"]) for entry in group["entries"])


def find_policy(group: Mapping) -> str:
    """The policy that all clauses of a group belong to; "" if they belong to several, or there are none."""
    policies = {str(entry["policy_id"]) for entry in group["entries"]}
    return policies.pop() if len(policies) == 1 else ""


def name_file(policy_id: str) -> str:
    """A file name for a policy: an id is foreign text and chooses no path.

    Examples
    --------
    >>> name_file("wrk"), name_file("../Wrk")
    ('wrk', 'wrk-442d6e4a')
    """
    base = re.sub(r"[^a-z0-9_-]+", "-", policy_id.lower()).strip("-_")[:60] or "policy"
    if base == policy_id and not _FINGERPRINT.search(base) and base not in DEVICES:
        return base
    # Two ids that look alike in a file name are told apart by their fingerprint.
    return f"{base}-{hashlib.sha256(policy_id.encode()).hexdigest()[:8]}"


def _climb(here: str) -> str:
    return "../" * here.count("/")
