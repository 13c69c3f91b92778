"""Whether intervals hold the truth as often as they say, and how often a difference is seen where none is."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

import policyviz as pv
from policyviz.analysis.comparison import permute_sections
from policyviz.analysis.intervals import bound_means, measure_means
from policyviz.frames import VAGUE, make_frame

# Sentences written for this simulation: what companies leave open, and what they say outright.
OPEN = (
    "We may share certain information with third parties from time to time.",
    "Some personal information may be used for other purposes as necessary.",
    "We might generally disclose various data to others where appropriate.",
    "Other information may be collected by partners in some cases.",
)
PLAIN = (
    "We keep your name and e-mail address for 30 days.",
    "You can delete your account on this page.",
    "Our servers stand in Canada.",
    "Call us and we erase your password.",
    "We never sell it.",
    "This policy changed in March.",
)
N_POLICIES = 2000
N_TRIALS, N_RESAMPLES, N_TESTS = 1000, 499, 12000
SECTIONS = (6, 10, 20, 30)
# A company's sections differ: a section leaves open more or fewer of its sentences.
OPENNESS = (0.6, 2.4)  # of a beta distribution: 0.2 on average, strongly clustered


class Held(NamedTuple):
    """How often intervals held the truth, and how wide they were."""

    what: str
    sections: int
    n: int
    scores: float
    shares: float
    width: float


def measure_written(generator: np.random.Generator) -> list[Held]:
    """Policies put together from sentences whose scores are known, so that the truth is."""
    scores = _score_sentences(OPEN + PLAIN)
    parts = [scores[: len(OPEN)], scores[len(OPEN) :]]
    chance = OPENNESS[0] / sum(OPENNESS)
    truth = chance * parts[0].mean() + (1 - chance) * parts[1].mean()
    share = chance * (parts[0] >= VAGUE).mean() + (1 - chance) * (parts[1] >= VAGUE).mean()
    found = []
    for n_sections in SECTIONS:
        policies = [_write_policy(n_sections, generator) for _ in range(N_POLICIES)]
        truths, shares = [truth] * N_POLICIES, [share] * N_POLICIES
        found.append(_compare("written for this", n_sections, policies, truths, shares))
    return found


def _score_sentences(sentences: tuple[str, ...]) -> np.ndarray:
    clauses = _make_clauses([[[text] for text in sentences]])
    mentions = pv.find_terms(clauses, pv.load_lexicon("vagueness"))
    return pv.score_clauses(clauses, mentions)["score"].to_numpy()


def _write_policy(
    n_sections: int, generator: np.random.Generator, chances: tuple = OPENNESS
) -> list[list[str]]:
    """Sections of one to eight sentences."""
    sections = []
    for _ in range(n_sections):
        openness, n = generator.beta(*chances), generator.integers(1, 9)
        pools = [OPEN if generator.random() < openness else PLAIN for _ in range(n)]
        sections.append([str(generator.choice(pool)) for pool in pools])
    return sections


def _make_clauses(policies: list[list[list[str]]]) -> pd.DataFrame:
    rows = []
    for number, sections in enumerate(policies):
        place = 0
        for name, texts in enumerate(sections):
            for text in texts:
                policy = f"p{number:05}"
                end = place + len(text)
                row = (f"{policy}:{place:06}", policy, f"s{name}", "sentence", "", 0.0, place, end, text, 1)
                rows.append(row)
                place = end + 10
    return make_frame(rows, "clauses")


def _compare(what: str, n_sections: int, policies: list, truths: list[float], shares: list[float]) -> Held:
    clauses = _make_clauses(policies)
    table = pv.measure_vagueness(clauses, pv.find_terms(clauses, pv.load_lexicon("vagueness")))
    known = table["score_low"].notna().to_numpy()
    # Without spread there is no interval, which holds nothing.
    held = table["score_low"].le(truths) & table["score_high"].ge(truths) & known
    held_share = table["share_low"].le(shares) & table["share_high"].ge(shares)
    width = (table["score_high"] - table["score_low"]).median()
    return Held(what, n_sections, len(table), held.mean(), held_share.mean(), width)


def read_sections(folder: Path, n_sections: int = 30) -> Iterator[list[list[str]]]:
    """Real policies with many sections: texts of their clauses by section."""
    clauses = pv.split_clauses(pv.load_policies(folder))
    for _, own in clauses.groupby("policy_id"):
        sections = [texts.tolist() for _, texts in own.groupby("section", sort=False)["text"]]
        if len(sections) >= n_sections:
            yield sections


def measure_real(policies: list[list[list[str]]], generator: np.random.Generator) -> list[Held]:
    """New policies from sections of one real policy each, drawn with replacement: its mean is the truth."""
    own = _make_clauses(policies)
    truth = pv.measure_vagueness(own, pv.find_terms(own, pv.load_lexicon("vagueness")))
    found = []
    for n_sections in SECTIONS:
        chosen = np.arange(N_POLICIES) % len(policies)
        drawn = [_draw(policies[place], n_sections, generator) for place in chosen]
        truths, shares = truth["score"].to_numpy()[chosen], truth["share"].to_numpy()[chosen]
        found.append(_compare("sections of real policies", n_sections, drawn, truths, shares))
    return found


def _draw(sections: list[list[str]], n: int, generator: np.random.Generator) -> list[list[str]]:
    return [sections[place] for place in generator.integers(0, len(sections), n)]


class Verdicts(NamedTuple):
    """How often a difference was seen."""

    what: str
    n: int
    pairs: float  # share of pairs told apart
    tables: float  # share of comparisons with any pair told apart


def measure_verdicts(policies: list[list[list[str]]], generator: np.random.Generator) -> list[Verdicts]:
    """Two or four companies that are one: how often compare_vagueness tells them apart all the same."""
    found = [_judge_sections(policies, generator)]
    for n_companies, n_tables in ((2, 1000), (4, 300)):
        tables = [
            [_draw(policies[number % len(policies)], 20, generator) for _ in range(n_companies)]
            for number in range(n_tables)
        ]
        found.append(_judge(f"{n_companies} companies drawn from one", tables))
    for chances, name in (((0.6, 2.4), "0.2"), ((1.05, 1.95), "0.35"), ((1.5, 1.5), "0.5")):
        tables = [[_write_policy(20, generator), _write_policy(20, generator, chances)] for _ in range(300)]
        found.append(_judge(f"2 written companies, 0.2 and {name} of the sentences left open", tables))
    return found


def _judge_sections(policies: list[list[list[str]]], generator: np.random.Generator) -> Verdicts:
    """The permutation test by itself, on sections that are scored once: many more draws in the time."""
    parts = _sum_sections(policies)
    seen = 0
    for number in range(N_TESTS):
        part = parts[number % len(parts)]
        a, b = (part.iloc[generator.integers(0, len(part), 20)] for _ in range(2))
        seen += permute_sections(a, b, n_resamples=999, generator=np.random.default_rng(number)) <= 0.05
    return Verdicts("2 companies drawn from one, the test by itself", N_TESTS, seen / N_TESTS, seen / N_TESTS)


def _sum_sections(policies: list[list[list[str]]]) -> list[pd.DataFrame]:
    """Sums of scores and numbers of clauses per section, one table per policy."""
    own = _make_clauses(policies)
    scores = pv.score_clauses(own, pv.find_terms(own, pv.load_lexicon("vagueness")))["score"]
    groups = scores.groupby([own["policy_id"], own["section"]])
    units = pd.DataFrame({"score": groups.sum(), "n_clauses": groups.size()})
    return [part.reset_index(drop=True) for _, part in units.groupby("policy_id")]


def _judge(what: str, tables: list[list]) -> Verdicts:
    lexicon = pv.load_lexicon("vagueness")
    seen = []
    for number, companies in enumerate(tables):
        clauses = _make_clauses(companies)
        mentions = pv.find_terms(clauses, lexicon)
        table = pv.compare_vagueness(clauses, mentions, n_resamples=999, random_state=number)
        seen.append(table["verdict"].str.endswith("is vaguer"))
    pairs = float(np.concatenate(seen).mean())
    return Verdicts(what, len(tables), pairs, float(np.mean([any(table) for table in seen])))


def compare_intervals(policies: list[list[list[str]]], generator: np.random.Generator) -> list[list]:
    """Ways to bound a mean score, on sections of real policies: how often each holds the truth."""
    by_policy = [part.to_numpy(dtype="float64") for part in _sum_sections(policies)]
    ways = {
        "sections resampled, percentiles": _bound_by_percentiles,
        "sections resampled, bootstrap-t": _bound_by_bootstrap_t,
        "cluster-robust error, t": _bound_by_t,
        "the same with the correction of Bell and McCaffrey": _bound_corrected,
    }
    found = []
    for name, bound in ways.items():
        shares = []
        for n_sections in SECTIONS:
            held = 0
            for number in range(N_TRIALS):
                part = by_policy[number % len(by_policy)]
                truth = part[:, 0].sum() / part[:, 1].sum()
                drawn = part[generator.integers(0, len(part), n_sections)]
                low, high = bound(drawn, generator)
                held += low <= truth <= high
            shares.append(held / N_TRIALS)
        found.append([name, *shares])
    return found


def _bound_by_percentiles(units: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    drawn = units[generator.integers(0, len(units), (N_RESAMPLES, len(units)))].sum(axis=1)
    return np.quantile(drawn[:, 0] / drawn[:, 1], [0.025, 0.975])


def _measure_error(units: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and cluster-robust error of units x (sum, n), also of many such tables at once."""
    sums, n = units[..., 0], units[..., 1]
    mean = sums.sum(axis=-1) / n.sum(axis=-1)
    rest = ((sums - mean[..., None] * n) ** 2).sum(axis=-1)
    size = sums.shape[-1]
    return mean, np.sqrt(size / (size - 1) * rest) / n.sum(axis=-1)


def _bound_by_bootstrap_t(units: np.ndarray, generator: np.random.Generator) -> tuple[float, float]:
    mean, error = _measure_error(units)
    drawn = _measure_error(units[generator.integers(0, len(units), (N_RESAMPLES, len(units)))])
    low, high = np.quantile((drawn[0] - mean) / np.maximum(drawn[1], 1e-9), [0.025, 0.975])
    return mean - high * error, mean - low * error


def _bound_by_t(units: np.ndarray, generator: np.random.Generator) -> tuple[float, float]:
    mean, error = _measure_error(units)
    reach = stats.t.ppf(0.975, len(units) - 1) * error
    return mean - reach, mean + reach


def _bound_corrected(units: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    table = pd.DataFrame(units, columns=["score", "n_clauses"]).assign(group="a")
    return bound_means(measure_means(table, ["group"], "score"), 0.95)[0]
