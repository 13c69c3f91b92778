"""The exercises of lesson 5: what a clustering owes to the seed, the number and the stop list."""

import re

from policyviz.classroom.answers import (
    MOST_CHARACTERS,
    ask,
    read_name,
    read_number,
    read_set,
    read_share,
    split_pair,
    tidy_words,
)
from policyviz.classroom.exercises import (
    Exercise,
    Mistake,
    are_some_of,
    equals,
    is_near,
    is_one_of,
    is_rounded,
    made_by,
    make_open,
    overlaps,
)
from policyviz.classroom.forms import (
    ask_for,
    ask_for_ids,
    ask_for_known_ids,
    ask_for_words,
    count_sentences,
    has_figure,
)
from policyviz.classroom.materials import load_clauses, load_companies
from policyviz.classroom.truths import l5 as truth


def read_two(answer: object, asked: str) -> tuple[object, object]:
    """Two things in any container, or in a text; None for the second if it is missing."""
    # "25 %" is one thing, and a text in brackets a list that was printed.
    words = answer.replace(" %", "%").strip(" ()[]") if isinstance(answer, str) else answer
    pair = split_pair(words)
    if isinstance(pair, dict):
        pair = list(pair.values())
    if not isinstance(pair, list | tuple):
        pair = [pair]
    if len(pair) not in (1, 2):
        ask(f"{asked} are asked for: which two are yours?")
    return pair[0], pair[1] if len(pair) == 2 else None


def read_liked(answer: object) -> tuple[float, str]:
    """A number and a letter; the letter is "" where only a number was handed in."""
    if isinstance(answer, str):
        # "20A" as well.
        answer = re.sub(r"(?<=\d)(?=[A-Za-z])", ", ", answer[:MOST_CHARACTERS])
    number, letter = read_two(answer, 'A number and a letter, such as (3, "D"),')
    if isinstance(number, str) and re.fullmatch("[A-Za-z]", number.strip()):
        if letter is None:
            ask('A number and a letter are asked for, such as (3, "D"): which number?')
        number, letter = letter, number
    return read_number(number), "" if letter is None else read_name(letter).upper()


def read_owned(answer: object) -> tuple[float, float | None]:
    """A cluster, by number or name, and a share; the share is None where it is missing."""
    if isinstance(answer, str) and tidy_words(answer) in truth.list_names():
        cluster, share = answer, None
    else:
        cluster, share = read_two(answer, "A cluster and a share, such as (9, 0.25),")
    return read_cluster(cluster), None if share is None else read_share(share)


def read_cluster(answer: object) -> float:
    """The number of a cluster, also by its name."""
    name = tidy_words(answer) if isinstance(answer, str) else ""
    if name in set(map(tidy_words, load_companies())):
        ask("This is a company. What is the number of the cluster that it fills?")
    return float(truth.list_names()[name]) if name in truth.list_names() else read_number(answer)


def fits_owned(answer: tuple[float, float | None], right: tuple[int, float]) -> bool:
    """Whether both are right, the share to two digits."""
    return answer[0] == right[0] and answer[1] is not None and is_rounded(answer[1], right[1])


EXERCISES = (
    Exercise(
        name="L5.1",
        read=read_number,
        find_right=truth.find_largest,
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
            Mistake(
                made_by(lambda: truth.N_CLUSTERS), "Is this the number of clusters? How many clauses has one?"
            ),
            Mistake(
                made_by(lambda: min(truth.list_sizes())), "Is this the smallest cluster, or the largest?"
            ),
            Mistake(
                made_by(truth.list_sizes, is_one_of),
                "This is the size of a cluster. Is there no larger one?",
            ),
            Mistake(
                lambda got, right: abs(got - truth.measure_mean_size()) < 1,
                "Is this the mean size? Are all clusters equally large?",
            ),
            Mistake(made_by(lambda: len(load_clauses())), "Are these all clauses? Which are in one cluster?"),
            Mistake(
                made_by(truth.list_other_largest, is_one_of),
                "Was it sorted with another seed, or with another stop list?",
            ),
        ),
    ),
    Exercise(
        name="L5.2",
        read=read_share,
        find_right=truth.measure_together,
        fits=is_rounded,
        questions=(
            "Which pairs are in both sets, and by how many pairs must their number be divided?",
            "`pairs_0 & pairs_1` holds what both have. Of which set do you want the share?",
        ),
        why="Of the pairs that one seed put together, the next seed tears nearly half apart. No word of the "
        "texts has changed, only where the sorting began.",
        mistakes=(
            Mistake(
                made_by(truth.measure_same_number, is_rounded),
                "Did you compare the numbers of the clusters? Number 3 of one run and number 3 of the next "
                "may be different groups: which clauses stand together in both?",
            ),
            Mistake(
                made_by(lambda: 1 - truth.measure_together(), is_rounded),
                "Is this the share that was torn apart? Which share stays?",
            ),
            Mistake(
                made_by(truth.measure_either, is_rounded),
                "Did you divide by the pairs of either run? Which pairs are there under seed 0?",
            ),
            Mistake(
                made_by(truth.measure_of_all, is_rounded),
                "Did you divide by all pairs that can be made? Which of them were together under seed 0?",
            ),
            Mistake(
                made_by(truth.measure_backwards, is_rounded),
                "Did you divide by the pairs of seed 1? From which run do we start?",
            ),
            Mistake(
                made_by(truth.measure_rand, is_rounded),
                "Is this the adjusted Rand index, which takes chance away? What is the plain share?",
            ),
            Mistake(
                made_by(lambda: truth.measure_together(2), is_rounded), "Is this the pair of seeds asked for?"
            ),
            Mistake(lambda got, right: got == 1, "Did you compare a sorting with itself?"),
        ),
    ),
    Exercise(
        name="L5.3",
        read=read_liked,
        find_right=truth.find_liked,
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
                lambda got, right: got[0] == truth.try_numbers()["n_clusters"].min(),
                "Is a high silhouette good, or a low one?",
            ),
            Mistake(
                lambda got, right: got[0] == truth.N_CLUSTERS,
                "That is our number. Which would silhouette take?",
            ),
            Mistake(lambda got, right: got[0] not in truth.TRIED, "Is this number in the column n_clusters?"),
            Mistake(lambda got, right: got[0] != right[0], "Is there no row with a higher silhouette?"),
            Mistake(
                lambda got, right: not got[1], "Yes, this number. Which reason not to take it: A, B or C?"
            ),
            Mistake(
                lambda got, right: got[1] not in truth.REASONS,
                "Is your reason one of the letters A, B and C?",
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
        find_right=truth.find_owned,
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
                lambda got, right: got[0] not in truth.count_shares().index,
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
                lambda got, right: is_rounded(got[1], truth.measure_version()),
                "Is this one version alone, or a share of the company's clauses? How many clauses of the "
                "cluster belong to the company, both versions together?",
            ),
            Mistake(
                lambda got, right: is_near(0.0001)(got[1], truth.count_owned() / 100),
                "Is this a number of clauses? By what must it be divided, to be a share of the cluster?",
            ),
        ),
    ),
    Exercise(
        name="L5.5",
        read=read_set,
        find_right=truth.find_misplaced,
        fits=are_some_of,
        questions=(
            "What does each of the six clauses speak of, if you read it as a letter to you?",
            "Is there a clause that speaks of a thing which has a cluster of its own?",
        ),
        why="You read what the sentence is about; the computer counts words. It put the clause here because "
        "of its small words, and who searches the right cluster will not find it.",
        mistakes=(
            Mistake(
                lambda got, right: any(":" not in name for name in got) or not got,
                "A clause_id is asked for, a policy_id, a colon and three digits: which one?",
            ),
            Mistake(
                lambda got, right: not got <= set(truth.SHORT_LIST),
                "Is this one of the six clauses of the list above?",
            ),
            Mistake(overlaps, "At least one of yours is right, but not all are. Which would you strike out?"),
            Mistake(
                lambda got, right: True,
                "Is there a cluster for what this clause is about? If not, which clause has one?",
            ),
        ),
    ),
    Exercise(
        name="L5.6",
        read=read_number,
        find_right=lambda: truth.count_back("stable"),
        fits=equals,
        questions=(
            "In how many rows are both columns, seeds and subsamples, 0.6 or more?",
            "What does the column stable say, and how often does it say True?",
        ),
        why="So few clusters may be written about. Read its clauses: what comes back is a way of writing, "
        "hedges, and no topic at all.",
        mistakes=(
            Mistake(
                made_by(lambda: truth.N_CLUSTERS),
                "Are these all clusters? Which of them come back in both trials?",
            ),
            Mistake(
                made_by(lambda: truth.count_back("seeds")),
                "Did you look at seeds alone? What happens if a fifth of the clauses is left out?",
            ),
            Mistake(
                made_by(lambda: truth.N_CLUSTERS - truth.count_back("stable")),
                "Are these the clusters that do not come back? How many do?",
            ),
            Mistake(lambda got, right: 0 < got < 1, "Is this a share? How many clusters reach the bound?"),
            Mistake(
                made_by(truth.list_sizes, is_one_of),
                "Is this the size of a cluster? How many clusters are stable?",
            ),
            Mistake(made_by(lambda: 0), "Does the column stable say True nowhere?"),
        ),
    ),
    make_open(
        "L5.7",
        question="What would somebody say who had chosen otherwise?",
        why="The form is complete: number, seed, stop list, a figure and two clauses. No program can say "
        "that your choice is the best. Give it to a neighbour who chose otherwise: whose clauses are better?",
        mistakes=(
            ask_for_words(
                30,
                "Are these 30 words or more, so that a reader who was not there can follow you?",
            ),
            ask_for_ids(
                "Which two clauses show that your choice is a good one? Can you name them by clause_id?"
            ),
            ask_for_known_ids(
                "There is no clause with one of these ids: are all letters and three digits there?"
            ),
            ask_for_ids(
                "You name one clause. Which second clause stands with it, or apart from it, as it should?",
                fewest=2,
            ),
            Mistake(
                lambda words, right: not has_figure(words, 2),
                "Which number, besides those you chose, speaks for your choice?",
            ),
            ask_for("seed", "Which seed did you take, and does it matter?"),
            ask_for(
                r"stop.?(?:list|word)",
                "Which stop list did you take, and what would the other one have changed?",
            ),
            ask_for(r"cluster|\bk\b", "How many clusters did you choose?"),
            Mistake(
                lambda words, right: count_sentences(words) < 3,
                "Are these three sentences: one on each choice, with its reason?",
            ),
        ),
    ),
)
