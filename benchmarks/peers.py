"""CPU seconds from files to results, beside what others take for a part of it, on the same texts.

    python -m benchmarks.peers CORPORA

Every repetition is a process of its own, warmed up on the policies that ship: what is kept of
texts that were read before helps nobody. spaCy comes with ``policyviz[benchmark]``; scattertext
is measured where it is installed.
"""

import json
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from statistics import median

import policyviz as pv
from benchmarks.speed import write_policies
from benchmarks.tables import format_table

REPEATS = 5
LEXICONS = ("data_categories", "vagueness")
STEPS = ("load", "clauses", "mentions of both lexicons", "coverage", "vagueness")
OURS, NLTK = "policyviz, files to coverage and vagueness", "NLTK Punkt + NLTKWordTokenizer"
FRENCH = "Nous recueillons votre nom et votre adresse lorsque vous nous écrivez, et nous les gardons. " * 20


def run_ours(folder: Path | None) -> list[float]:
    """Seconds of each step, from files to both results."""
    marks = [time.process_time()]
    policies = pv.load_policies(folder)
    marks.append(time.process_time())
    clauses = pv.split_clauses(policies)
    marks.append(time.process_time())
    data, vague = pv.find_all_terms(clauses, [pv.load_lexicon(name) for name in LEXICONS])
    marks.append(time.process_time())
    pv.measure_coverage(clauses, data)
    marks.append(time.process_time())
    pv.measure_vagueness(clauses, vague)
    marks.append(time.process_time())
    return [end - start for start, end in pairwise(marks)]


def make_nltk() -> Callable[[list[str]], object]:
    """Sentences and words, nothing else."""
    from nltk.tokenize import NLTKWordTokenizer, PunktSentenceTokenizer
    from nltk.tokenize.punkt import PunktParameters

    sentences, words = PunktSentenceTokenizer(PunktParameters()), NLTKWordTokenizer()
    return lambda texts: sum(
        len(words.tokenize(sentence)) for text in texts for sentence in sentences.tokenize(text)
    )


def make_spacy() -> Callable[[list[str]], object]:
    """Words, sentences, and the terms of both lexicons."""
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for name in LEXICONS:
        matcher.add(name, list(nlp.tokenizer.pipe(pv.load_lexicon(name)["term"].to_list())))

    def run(texts: list[str]) -> int:
        return sum(len(matcher(doc)) + sum(1 for _ in doc.sents) for doc in nlp.pipe(texts))

    return run


def make_scattertext() -> Callable[[list[str]], object]:
    """Sentences and words by its own splitter, and its matrix of terms."""
    import pandas as pd
    import scattertext

    def run(texts: list[str]) -> object:
        table = pd.DataFrame({"text": texts, "group": [str(at % 2) for at in range(len(texts))]})
        return scattertext.CorpusFromPandas(
            table, category_col="group", text_col="text", nlp=scattertext.whitespace_nlp_with_sentences
        ).build()

    return run


def make_tfidf() -> Callable[[list[str]], object]:
    """The floor: words counted."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return lambda texts: TfidfVectorizer().fit_transform(texts)


def list_peers() -> dict[str, Callable[[list[str]], object]]:
    """What is installed, ready to run."""
    peers = {NLTK: make_nltk()}
    if find_spec("spacy"):
        peers["spaCy blank + sentencizer + PhraseMatcher"] = make_spacy()
    if find_spec("scattertext"):
        peers["scattertext, whitespace splitter, corpus"] = make_scattertext()
    return peers | {"scikit-learn TfidfVectorizer": make_tfidf()}


def measure_once(corpora: Path) -> dict:
    """One repetition: seconds of our steps and of each peer, which runs before and after us."""
    warnings.simplefilter("ignore")
    peers = list_peers()
    pv.corpus.languages.find_language(FRENCH)  # the detector is loaded once in a process
    warm = pv.load_policies()["text"].to_list()
    run_ours(None)
    for run in peers.values():
        run(warm)
    with tempfile.TemporaryDirectory() as name:
        write_policies(corpora, Path(name))
        texts = [file.read_text(encoding="utf-8") for file in sorted(Path(name).iterdir())]
        seconds: dict[str, list[float]] = {peer: [] for peer in peers}
        steps = None
        for _ in range(2):
            for peer, run in peers.items():
                start = time.process_time()
                run(texts)
                seconds[peer].append(time.process_time() - start)
            steps = steps or run_ours(Path(name))
        n_words = int(pv.split_clauses(pv.load_policies(Path(name)))["n_words"].sum())
    return {"steps": steps, "peers": {peer: median(own) for peer, own in seconds.items()}, "words": n_words}


def measure_peers(corpora: Path) -> list[dict]:
    """All repetitions, each in a fresh interpreter."""
    command = [sys.executable, "-m", "benchmarks.peers", str(corpora), "--once"]
    found = [
        subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
        for _ in range(REPEATS)
    ]
    return [json.loads(one.stdout.splitlines()[-1]) for one in found]


def describe_peers(corpora: Path) -> dict[str, str]:
    """Seconds and ratios as tables; medians, and the smallest and largest ratio."""
    runs = measure_peers(corpora)
    words = runs[0]["words"]
    rows = [_describe_way(OURS, [sum(run["steps"]) for run in runs], runs, words)]
    rows += [
        _describe_way(peer, [run["peers"][peer] for run in runs], runs, words) for peer in runs[0]["peers"]
    ]
    totals = [sum(run["steps"]) for run in runs]
    steps = [
        [step, f"{median(run['steps'][at] for run in runs):.3f}", f"{_share(runs, totals, at):.0%}"]
        for at, step in enumerate(STEPS)
    ]
    return {
        "peers": format_table(["way", "CPU s", "times NLTK", "smallest to largest", "words/s"], rows),
        "steps": format_table(["step", "CPU s", "share"], steps),
    }


def _describe_way(name: str, seconds: list[float], runs: list[dict], words: int) -> list[str]:
    ratios = [own / run["peers"][NLTK] for own, run in zip(seconds, runs, strict=True)]
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
    return [
        name,
        f"{median(seconds):.3f}",
        f"{median(ratios):.2f}",
        spread,
        f"{words / median(seconds):,.0f}",
    ]


def _share(runs: list[dict], totals: list[float], at: int) -> float:
    return median(run["steps"][at] / total for run, total in zip(runs, totals, strict=True))


if __name__ == "__main__":
    place = Path(sys.argv[1])
    if "--once" in sys.argv:
        print(json.dumps(measure_once(place)))
    else:
        for table in describe_peers(place).values():
            print(table, end="\n\n")
