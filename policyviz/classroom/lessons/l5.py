"""The exercises of lesson 5: what a clustering owes to the seed, the number and the stop list."""

import re
from functools import cache
from itertools import combinations

import pandas as pd
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS
from sklearn.metrics import adjusted_rand_score

from policyviz.analysis.clustering import cluster_clauses
from policyviz.analysis.naming import find_top_terms, name_clusters
from policyviz.analysis.stability import compare_n_clusters, measure_stability
from policyviz.analysis.vectors import POLICY_STOP_WORDS
from policyviz.classroom.answers import (
    ask,
    read_name,
    read_number,
    read_set,
    read_share,
    read_words,
    tidy_words,
)
from policyviz.classroom.exercises import Exercise, Mistake, equals, is_near, made_by
from policyviz.classroom.materials import load_classroom, load_clauses, load_planted

N_CLUSTERS = 8
TRIED = (2, 4, 6, 8, 10, 12, 16, 20)
# The bound of Hennig (2007), which `measure_stability` uses.
STABLE = 0.6
# Clauses of the cluster of hedges that the lesson shows: three belong there, three do not.
SHORT_LIST = (
    "fennimore-trails:038",
    "kettlewick:020",
    "nonesuch-post:040",
    "pencilgrove-2025:026",
    "vellumbay:015",
    "vellumbay:023",
)
# What readers say these clauses are about; each has a cluster of its own.
TOPICS = ("cookies and similar technologies", "payment details")
FEWEST_WORDS = 25

_CLAUSE_ID = re.compile(r"\b[a-z][a-z0-9-]*:\d+")
_END = re.compile(r"[.?!](?=\s|$)")
# What labels given by people reach on real policies is said by `compare_n_clusters`.
PEOPLE = 0.03
REASONS = {
    "A": lambda values: values.is_monotonic_increasing,
    "B": lambda values: values.max() <= PEOPLE,
    "C": lambda values: values.is_monotonic_decreasing,
}


@cache
def sort_clauses(seed: int = 0, n_clusters: int = N_CLUSTERS, usual: bool = False) -> pd.DataFrame:
    """Clusters of the classroom's clauses, by the package's stop list or the usual one."""
    words = ENGLISH_STOP_WORDS if usual else POLICY_STOP_WORDS
    return cluster_clauses(load_clauses(), n_clusters, random_state=seed, stop_words=words)


# L5.1: sizes


def list_sizes(seed: int = 0, usual: bool = False) -> list[int]:
    """Clauses in each cluster, by its number."""
    return sort_clauses(seed, usual=usual).groupby("cluster").size().to_list()


def find_largest() -> int:
    """Clauses in the largest cluster."""
    return max(list_sizes())


# L5.2: pairs that stay together


@cache
def list_pairs(seed: int) -> frozenset[tuple[str, str]]:
    """All pairs of clauses that stand in one cluster."""
    groups = sort_clauses(seed).groupby("cluster")["clause_id"]
    return frozenset(pair for _, ids in groups for pair in combinations(sorted(ids), 2))


def measure_together(seed: int = 1) -> float:
    """Of the pairs under seed 0, the share that another seed leaves together."""
    return len(list_pairs(0) & list_pairs(seed)) / len(list_pairs(0))


def measure_same_number() -> float:
    """Share of clauses whose cluster has the same number under both seeds, which means nothing."""
    return float((sort_clauses(0)["cluster"] == sort_clauses(1)["cluster"]).mean())


def measure_either() -> float:
    """Pairs that both have, as a share of those in either."""
    return len(list_pairs(0) & list_pairs(1)) / len(list_pairs(0) | list_pairs(1))


def measure_of_all() -> float:
    """The same pairs, as a share of all pairs that can be made."""
    n_clauses = len(load_clauses())
    return len(list_pairs(0) & list_pairs(1)) / (n_clauses * (n_clauses - 1) / 2)


def measure_rand() -> float:
    """Adjusted Rand index of both."""
    return float(adjusted_rand_score(sort_clauses(0)["cluster"], sort_clauses(1)["cluster"]))


# L5.3: silhouette


@cache
def try_numbers() -> pd.DataFrame:
    """Silhouette of each number of clusters that the lesson tries."""
    return compare_n_clusters(load_clauses(), n_clusters=TRIED)


@cache
def find_liked() -> tuple[float, str]:
    """The number of highest silhouette, and the reason that the table bears out."""
    silhouette = try_numbers().set_index("n_clusters")["silhouette"]
    reason = next(letter for letter, holds in REASONS.items() if holds(silhouette))
    return float(silhouette.idxmax()), reason


def split_two(answer: object, asked: str) -> tuple[object, object]:
    """Two things in any container, or in a text; None for the second if it is missing."""
    if isinstance(answer, pd.Series) and len(answer) == 1:
        answer = answer.to_dict()
    if isinstance(answer, dict):
        answer = next(iter(answer.items())) if len(answer) == 1 else list(answer.values())
    if isinstance(answer, str):
        answer = [part for part in re.split(r"[,;:\s]+", answer.replace(" %", "%").strip(" ()[]")) if part]
    if not isinstance(answer, list | tuple):
        answer = [answer]
    if len(answer) not in (1, 2):
        ask(f"{asked} are asked for: which two are yours?")
    return answer[0], answer[1] if len(answer) == 2 else None


def read_liked(answer: object) -> tuple[float, str]:
    """A number and a letter; the letter is "" where only a number was handed in."""
    number, letter = split_two(answer, 'A number and a letter, such as (3, "D"),')
    return read_number(number), "" if letter is None else read_name(letter).upper()


# L5.4: whose cluster


@cache
def count_shares() -> pd.DataFrame:
    """Of each cluster's clauses, the share of each company."""
    companies = load_classroom().set_index("policy_id")["company"]
    clusters = sort_clauses()
    return pd.crosstab(clusters["cluster"], clusters["policy_id"].map(companies), normalize="index")


@cache
def find_owned() -> tuple[int, float]:
    """The cluster in which one company has the largest share, and the share."""
    largest = count_shares().max(axis=1)
    return int(largest.idxmax()), float(largest.max())


def measure_version() -> float:
    """The largest share that a single version has in that cluster."""
    clusters = sort_clauses()
    own = clusters.loc[clusters["cluster"] == find_owned()[0], "policy_id"]
    return float(own.value_counts(normalize=True).max())


def count_owned() -> int:
    """Clauses of that company in that cluster."""
    number, share = find_owned()
    return round(share * int((sort_clauses()["cluster"] == number).sum()))


@cache
def list_names() -> dict[str, int]:
    """The clusters' names, as the lesson makes them, and their numbers."""
    clusters = sort_clauses()
    names = name_clusters(find_top_terms(load_clauses(), clusters, n_terms=6), clusters=clusters)
    return {tidy_words(name): number for number, name in zip(names["cluster"], names["name"], strict=True)}


def read_owned(answer: object) -> tuple[float, float | None]:
    """A cluster, by number or name, and a share; the share is None where it is missing."""
    is_name = isinstance(answer, str) and tidy_words(answer) in list_names()
    cluster, share = (
        (answer, None) if is_name else split_two(answer, "A cluster and a share, such as (9, 0.25),")
    )
    name = tidy_words(cluster) if isinstance(cluster, str) else ""
    if name in set(map(tidy_words, load_classroom()["company"])):
        ask("This is a company. What is the number of the cluster that it fills?")
    number = float(list_names()[name]) if name in list_names() else read_number(cluster)
    return number, None if share is None else read_share(share)


def fits_owned(answer: tuple[float, float | None], right: tuple[int, float]) -> bool:
    """Whether both are right, the share to two digits."""
    return answer[0] == right[0] and answer[1] is not None and is_near(0.006)(answer[1], right[1])


# L5.5: clauses in a wrong cluster, by reading


@cache
def find_misplaced() -> frozenset[str]:
    """Clauses of the short list that readers found to be about another topic, or clear."""
    facts = load_planted()
    is_elsewhere = facts["label"].isin(TOPICS) & facts["kind"].eq("data") | facts["kind"].eq("clear")
    return frozenset(SHORT_LIST) & frozenset(facts.loc[is_elsewhere, "clause_id"])


# L5.6: clusters that come back


@cache
def judge_clusters() -> pd.DataFrame:
    """Stability of the clusters, as the lesson measures it."""
    return measure_stability(load_clauses(), N_CLUSTERS, n_resamples=10)


def count_back(column: str) -> int:
    """Clusters that come back under other seeds, on subsamples, or both ("stable")."""
    values = judge_clusters()[column]
    return int((values if column == "stable" else values >= STABLE).sum())


# L5.7: one's own choice


def find_ids(words: str) -> set[str]:
    """The clause ids that a text names."""
    return set(_CLAUSE_ID.findall(words.casefold()))


def names_number(words: str) -> bool:
    """Whether it has a share, or more numbers than those that were chosen; ids do not count."""
    numbers = re.findall(r"(?<![\w:-])\d+(?:\.\d+)?(?: ?%)?", _CLAUSE_ID.sub("", words.casefold()))
    return len(numbers) > 2 or any(not number.isdigit() for number in numbers)


OPEN = (
    Mistake(
        lambda words, right: len(words.split()) < FEWEST_WORDS,
        "Could a reader who was not there follow you? Which choice did you make, and what spoke for it?",
    ),
    Mistake(
        lambda words, right: not find_ids(words),
        "Which two clauses show that your choice is a good one? Can you name them by clause_id?",
    ),
    Mistake(
        lambda words, right: bool(find_ids(words) - set(load_clauses()["clause_id"])),
        "There is no clause with one of these ids: are all letters and three digits there?",
    ),
    Mistake(
        lambda words, right: len(find_ids(words)) < 2,
        "You name one clause. Which second clause stands with it, or apart from it, as it should?",
    ),
    Mistake(
        lambda words, right: not names_number(words),
        "Which number, besides those you chose, speaks for your choice?",
    ),
    Mistake(
        lambda words, right: "seed" not in words.casefold(),
        "Which seed did you take, and does it matter?",
    ),
    Mistake(
        lambda words, right: not re.search(r"stop.?(list|word)", words.casefold()),
        "Which stop list did you take, and what would the other one have changed?",
    ),
    Mistake(
        lambda words, right: not re.search(r"cluster|\bk\b", words.casefold()),
        "How many clusters did you choose?",
    ),
    Mistake(
        lambda words, right: len(_END.findall(_CLAUSE_ID.sub("", words))) < 3,
        "Are these three sentences: one on each choice, with its reason?",
    ),
)

EXERCISES = (
    Exercise(
        name="L5.1",
        read=read_number,
        find_right=find_largest,
        fits=equals,
        questions=(
            "How many rows of `clusters` have the same number in the column cluster, and for which number "
            "are they most?",
            'What does `clusters.groupby("cluster").size()` give, and which value is the highest?',
        ),
        why="The largest cluster holds nearly a fifth of all clauses. What is so large is often a rest: "
        "what fits nowhere else.",
        mistakes=(
            Mistake(
                made_by(lambda: 0), "Is this the number that the cluster is called by? How many rows has it?"
            ),
            Mistake(made_by(lambda: N_CLUSTERS), "Is this the number of clusters? How many clauses has one?"),
            Mistake(made_by(lambda: min(list_sizes())), "Is this the smallest cluster, or the largest?"),
            Mistake(
                lambda got, right: got in list_sizes(),
                "This is the size of a cluster. Is there no larger one?",
            ),
            Mistake(
                lambda got, right: abs(got - len(load_clauses()) / N_CLUSTERS) < 1,
                "Is this the mean size? Are all clusters equally large?",
            ),
            Mistake(made_by(lambda: len(load_clauses())), "Are these all clauses? Which are in one cluster?"),
            Mistake(
                lambda got, right: got in (max(list_sizes(1)), max(list_sizes(2)), max(list_sizes(0, True))),
                "Was it sorted with another seed, or with another stop list?",
            ),
        ),
    ),
    Exercise(
        name="L5.2",
        read=read_share,
        find_right=measure_together,
        fits=is_near(0.006),
        questions=(
            "Which pairs are in both sets, and by how many pairs must their number be divided?",
            "`pairs_0 & pairs_1` holds what both have. Of which set do you want the share?",
        ),
        why="Of the pairs that one seed put together, the next seed tears nearly half apart. No word of the "
        "texts has changed, only where the sorting began.",
        mistakes=(
            Mistake(
                made_by(measure_same_number, is_near(0.006)),
                "Did you compare the numbers of the clusters? Number 3 of one run and number 3 of the next "
                "may be different groups: which clauses stand together in both?",
            ),
            Mistake(
                made_by(lambda: 1 - measure_together(), is_near(0.006)),
                "Is this the share that was torn apart? Which share stays?",
            ),
            Mistake(
                made_by(measure_either, is_near(0.006)),
                "Did you divide by the pairs of either run? Which pairs are there under seed 0?",
            ),
            Mistake(
                made_by(measure_of_all, is_near(0.006)),
                "Did you divide by all pairs that can be made? Which of them were together under seed 0?",
            ),
            Mistake(
                made_by(lambda: len(list_pairs(0) & list_pairs(1)) / len(list_pairs(1)), is_near(0.006)),
                "Did you divide by the pairs of seed 1? From which run do we start?",
            ),
            Mistake(
                made_by(measure_rand, is_near(0.006)),
                "Is this the adjusted Rand index, which takes chance away? What is the plain share?",
            ),
            Mistake(
                made_by(lambda: measure_together(2), is_near(0.006)), "Is this the pair of seeds asked for?"
            ),
            Mistake(lambda got, right: got == 1, "Did you compare a sorting with itself?"),
        ),
    ),
    Exercise(
        name="L5.3",
        read=read_liked,
        find_right=find_liked,
        fits=equals,
        questions=(
            "In which row of the table is the silhouette highest, and how does the column run downwards?",
            "Would the answer have been the same if other numbers had been tried?",
        ),
        why="The silhouette rises with every number we tried, so it would choose the end of our list, "
        "whichever that is. A measure that never says stop cannot choose for you.",
        mistakes=(
            Mistake(
                lambda got, right: 0 < got[0] < 1,
                "Is this a silhouette? Which number of clusters stands in the same row?",
            ),
            Mistake(
                lambda got, right: got[0] == try_numbers()["n_clusters"].min(),
                "Is a high silhouette good, or a low one?",
            ),
            Mistake(
                lambda got, right: got[0] == N_CLUSTERS, "That is our number. Which would silhouette take?"
            ),
            Mistake(lambda got, right: got[0] not in TRIED, "Is this number in the column n_clusters?"),
            Mistake(lambda got, right: got[0] != right[0], "Is there no row with a higher silhouette?"),
            Mistake(
                lambda got, right: not got[1], "Yes, this number. Which reason not to take it: A, B or C?"
            ),
            Mistake(
                lambda got, right: got[1] not in REASONS, "Is your reason one of the letters A, B and C?"
            ),
            Mistake(
                lambda got, right: got[1] == "B",
                "What silhouette do labels reach that people gave? Is ours below that?",
            ),
            Mistake(
                lambda got, right: got[1] == "C", "Read the column from top to bottom: does it fall, or rise?"
            ),
        ),
    ),
    Exercise(
        name="L5.4",
        read=read_owned,
        find_right=find_owned,
        fits=fits_owned,
        questions=(
            "In each row of a table of clusters and companies, what is the largest share?",
            'What does `pd.crosstab(clusters["cluster"], company, normalize="index").max(axis=1)` say?',
        ),
        why="Two versions of one text fill this cluster, and each of them alone looks harmless. It is held "
        "together by a company and its repeated sentences, more than by a topic.",
        mistakes=(
            Mistake(
                lambda got, right: got[0] != int(got[0]) and got[1] is not None,
                "Are your two values in the order asked for: which is the cluster?",
            ),
            Mistake(
                lambda got, right: got[0] not in count_shares().index,
                "Is there a cluster of this number in the table?",
            ),
            Mistake(
                lambda got, right: got[0] == 0 != right[0],
                "This is the largest cluster. In which one does a single company have the largest share?",
            ),
            Mistake(
                lambda got, right: got[0] != right[0],
                "How large is the largest share of one company here? Is there no cluster with a larger one?",
            ),
            Mistake(
                lambda got, right: got[1] is None, "Yes, this cluster. Which share of it is one company's?"
            ),
            Mistake(
                lambda got, right: is_near(0.006)(got[1], measure_version()),
                "Is this one version alone, or a share of the company's clauses? How many clauses of the "
                "cluster belong to the company, both versions together?",
            ),
            Mistake(
                lambda got, right: is_near(0.0001)(got[1], count_owned() / 100),
                "Is this a number of clauses? By what must it be divided, to be a share of the cluster?",
            ),
        ),
    ),
    Exercise(
        name="L5.5",
        read=read_set,
        find_right=find_misplaced,
        fits=lambda got, right: bool(got) and got <= right,
        questions=(
            "What does each of the six clauses speak of, if you read it as a letter to you?",
            "Is there a clause that speaks of a thing which has a cluster of its own?",
        ),
        why="You read what the sentence is about; the computer counts words. It put the clause here because "
        "of one word, and who searches the right cluster will not find it.",
        mistakes=(
            Mistake(
                lambda got, right: any(":" not in name for name in got) or not got,
                "A clause_id is asked for, a policy_id, a colon and three digits: which one?",
            ),
            Mistake(
                lambda got, right: not got <= set(SHORT_LIST),
                "Is this one of the six clauses of the list above?",
            ),
            Mistake(
                lambda got, right: bool(got & right),
                "At least one of yours is right, but not all are. Which would you strike out?",
            ),
            Mistake(
                lambda got, right: True,
                "Does this clause not leave open what, when or to whom, as the cluster's name says? Which "
                "one is about something else?",
            ),
        ),
    ),
    Exercise(
        name="L5.6",
        read=read_number,
        find_right=lambda: count_back("stable"),
        fits=equals,
        questions=(
            "In how many rows are both columns, seeds and subsamples, 0.6 or more?",
            "What does the column stable say, and how often does it say True?",
        ),
        why="So few clusters may be written about. Read its clauses: what comes back is a way of writing, "
        "hedges, and no topic at all.",
        mistakes=(
            Mistake(
                made_by(lambda: N_CLUSTERS), "Are these all clusters? Which of them come back in both trials?"
            ),
            Mistake(
                made_by(lambda: count_back("seeds")),
                "Did you look at seeds alone? What happens if a fifth of the clauses is left out?",
            ),
            Mistake(
                made_by(lambda: N_CLUSTERS - count_back("stable")),
                "Are these the clusters that do not come back? How many do?",
            ),
            Mistake(
                lambda got, right: 0 < got < 1,
                "Is this a share? How many clusters reach the bound?",
            ),
            Mistake(
                lambda got, right: got in list_sizes(),
                "Is this the size of a cluster? How many clusters are stable?",
            ),
            Mistake(made_by(lambda: 0), "Does the column stable say True nowhere?"),
        ),
    ),
    Exercise(
        name="L5.7",
        read=read_words,
        find_right=lambda: None,
        fits=lambda words, right: not any(mistake.when(words, right) for mistake in OPEN),
        questions=("What would somebody say who had chosen otherwise?",),
        why="The form is complete: number, seed, stop list, a figure and two clauses. No program can say "
        "that your choice is the best. Give it to a neighbour who chose otherwise: whose clauses are better?",
        mistakes=OPEN,
        tell="",
    ),
)
