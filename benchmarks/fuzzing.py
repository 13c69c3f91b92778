"""Coverage-guided fuzzing of what meets foreign bytes or text; needs atheris (pip install atheris).

    python -m benchmarks.fuzzing TARGET --seconds 120 [--corpus DIR] [--out DIR]

The promises are those of tests/test_fuzzing.py and tests/test_invariants.py. A broken one is
saved once for each place in the code, and fuzzing goes on; a hang, or a fault in a library
written in C, ends the process and is saved too: the next one takes up the rest of the seconds.
"""

import argparse
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parent.parent
# One input may take so many seconds, the process so many megabytes; a quarter of them is libraries.
MAX_SECONDS, MAX_MEGABYTES, MAX_STARTS = 10, 1300, 30
MAX_LENGTHS = {"readers-html": 20_000, "readers-docx": 40_000, "readers-pdf": 10_000}
PARTS = ["word/document.xml", "word/styles.xml", "word/numbering.xml", "[Content_Types].xml", "_rels/.rels"]
# Bytes that no text has, and some that the formats are made of.
BYTES = (b"\xed\xa0\x80", b"\xff\xfe\x00\xd8", b"\xed\xb0\x80", b"PK\x03\x04", b"/FlateDecode", b"w:val=")


def make_reader_check(suffix):
    """A text, or the package's own words why there is none."""
    from test_fuzzing import check_reader
    from test_readers_documents import change_docx, make_docx

    empty = make_docx(lambda document: document.add_paragraph("We keep.", style="List Number"))

    def check(data):
        # One part of a sound document: packed bytes that were changed are no archive any more.
        if suffix == ".docx" and data and data[0] < len(PARTS):
            data = change_docx(empty, PARTS[data[0]], lambda old: data[1:])
        check_reader(data, suffix)

    return check


def make_tables_check():
    """Registers, tables of texts and archives, by the first byte: a collection, or a refusal."""
    from test_fuzzing import allow_refusal

    from policyviz.corpus import read_collection

    folder = Path(tempfile.mkdtemp())
    (folder / "a.txt").write_text("We keep your name.")

    def check(data):
        file = folder / ("policies.csv", "texts.csv", "all.zip")[data[0] % 3 if data else 0]
        file.write_bytes(data[1:])
        try:
            allow_refusal(read_collection, file)
        finally:
            file.unlink()

    return check


def make_structure_check():
    """Blocks, levels and clauses as the tests want them; the first byte says whether it is Markdown."""
    from test_fuzzing import check_structure

    def check(data):
        check_structure(data[1:].decode("utf-8", "replace"), "md" if data[:1] > b"\x7f" else "txt")

    return check


def make_matcher_check():
    """A line for each term, the last one is the text; without terms the lexicons that ship."""
    from test_fuzzing import check_matches

    from policyviz.lexicons.loading import load_lexicon
    from policyviz.terms.matcher import normalize_term

    shipped = [*load_lexicon("vagueness")["term"], *load_lexicon("data_categories")["term"]]
    shipped = list({normalize_term(term): term for term in shipped}.values())

    def check(data):
        *terms, text = data.decode("utf-8", "replace").split("\n")
        own = {normalize_term(term): term for term in terms if normalize_term(term)}
        check_matches(own.values(), text)
        if not own:
            check_matches(shipped, text, slowly=False)

    return check


def make_escaping_check():
    """Whatever is written from a text brings no element or attribute, and the whole text."""
    from test_fuzzing import check_clean, check_written, write_everything

    from policyviz.report.page import clean_fragment

    def check(data):
        text = data.decode("utf-8", "replace")
        for html, tags in write_everything(text):
            check_written(html, tags, text)
        check_clean(clean_fragment(text))

    return check


CHECKS = {
    **{f"readers-{form}": lambda form=form: make_reader_check(f".{form}") for form in ("txt", "html", "pdf")},
    "readers-docx": lambda: make_reader_check(".docx"),
    "tables": make_tables_check,
    "structure": make_structure_check,
    "matcher": make_matcher_check,
    "escaping": make_escaping_check,
}


def make_seeds(target, folder):
    """What fuzzing begins with: pieces of the policies that ship, in the form that the target takes."""
    folder.mkdir(parents=True, exist_ok=True)
    files = sorted((ROOT / "data").glob("**/policies/*.txt"))
    texts = [file.read_text(encoding="utf-8") for file in files]
    pieces = [text[place : place + 1500] for text in texts for place in (0, len(text) // 2)]
    for number, seed in enumerate(seed for piece in pieces for seed in dress(target, piece)):
        (folder / f"seed-{number:03}").write_bytes(seed)


def dress(target, text):
    """A piece of a policy as inputs of a target."""
    from test_fuzzing import make_document, make_packed, make_page, make_table, take_parts
    from test_readers_documents import make_pdf

    plain = text.encode()
    if target == "readers-html":
        return [make_page(text)]
    if target == "readers-pdf":
        return [make_pdf([text.encode("ascii", "ignore").decode().splitlines()])]
    if target == "readers-docx":
        document = make_document(text)
        return [document, *(bytes([n]) + part for n, part in enumerate(take_parts(document, PARTS)))]
    if target == "tables":
        register = b"policy_id,file,company,effective_date\na,a.txt,Acme,2023-02-28\n"
        return [b"\0" + register, b"\1" + make_table(text), b"\2" + make_packed(plain)]
    if target == "structure":
        return [b"\0" + plain, b"\xff# " + plain]
    return [b"may\npersonal data\nwe\n" + plain.replace(b"\n", b" "), plain]


def write_dictionary(path):
    """The signs that have broken parsers, for libFuzzer."""
    from test_fuzzing import SIGNS

    signs = [*(sign.encode() for sign in SIGNS), *BYTES]
    lines = ["".join(rf"\x{byte:02x}" for byte in sign) for sign in signs]
    path.write_text("".join(f'"{line}"\n' for line in lines))


def main():
    """Fuzz one target and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", choices=CHECKS)
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--corpus", type=Path, help="a folder that inputs worth keeping are added to")
    parser.add_argument("--out", type=Path, help="a folder for inputs that break something")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if find_spec("atheris") is None:
        sys.exit("Fuzzing needs one more package: pip install atheris")
    sys.path.insert(0, str(ROOT / "tests"))
    if given.child:
        run_child(given)
    given.out = given.out or Path(tempfile.mkdtemp(prefix="fuzzing-"))
    given.corpus = given.corpus or Path(tempfile.mkdtemp(prefix="corpus-"))
    given.out.mkdir(parents=True, exist_ok=True)
    make_seeds(given.target, given.corpus)
    write_dictionary(given.out / "dictionary.txt")
    run_children(given)


def run_children(given):
    """Start processes until the time is over, and print what came of them."""
    begun, logs, seconds = time.monotonic(), "", 0.0
    folders = [f"--corpus={given.corpus}", f"--out={given.out}"]
    for _ in range(MAX_STARTS):
        if given.seconds - seconds < 1:
            break
        command = [sys.executable, "-m", "benchmarks.fuzzing", given.target, "--child", *folders]
        command.append(f"--seconds={given.seconds - seconds:.0f}")
        ended = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603
        logs += ended.stderr if "stat::" in ended.stderr else f"ERROR: no figures {ended.stderr[-600:]}\n"
        seconds = time.monotonic() - begun
    # libFuzzer keeps the stats to itself when a process ends early.
    n = sum(map(int, re.findall(r"stat::number_of_executed_units:\s+(\d+)", logs)))
    print(f"{given.target}: {n:,} executions in {seconds:.0f} s, {n / seconds:,.1f} a second")
    covered = [(int(edges), int(features)) for edges, features in re.findall(r"cov: (\d+) ft: (\d+)", logs)]
    print("edges and features of the package:", *max(covered, default=("none",)), f"; results in {given.out}")
    for file in sorted(given.out.glob(f"{given.target}-*.json")):
        print("-", file.with_suffix(".bin").name, json.loads(file.read_text())["said"][:200])
    print(*(f"- {fault}" for fault in re.findall(r"ERROR: .*(?:\n.*){0,3}", logs)), sep="\n")


def run_child(given):
    """Fuzz in this process; libFuzzer ends it."""
    import atheris

    warnings.simplefilter("ignore")
    with atheris.instrument_imports(include=["policyviz"]):
        check = CHECKS[given.target]()
    options = [f"-max_total_time={given.seconds}", f"-timeout={MAX_SECONDS}"]
    options += [f"-rss_limit_mb={MAX_MEGABYTES}", f"-max_len={MAX_LENGTHS.get(given.target, 4000)}"]
    options += ["-print_final_stats=1", f"-dict={given.out / 'dictionary.txt'}"]
    options += [f"-artifact_prefix={given.out}/{given.target}-", str(given.corpus)]
    atheris.Setup([sys.argv[0], *options], lambda data: run_one(check, data, given))
    atheris.Fuzz()


def run_one(check, data, given, slowest=[0.5]):  # noqa: B006, it remembers
    """Check one input; save it if it breaks a promise or is the slowest so far."""
    begun = time.perf_counter()
    try:
        check(data)
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if "policyviz" in Path(frame.filename).parts] or frames
        place = frames[-1] if isinstance(error, AssertionError) else own[-1]
        name = hashlib.sha256(f"{type(error)}{place.filename}{place.lineno}".encode()).hexdigest()[:8]
        save(given, name, data, "".join([f"{error!r}\n", *traceback.format_exception(error)]))
    if (seconds := time.perf_counter() - begun) > slowest[0]:
        slowest[0] = seconds
        (given.out / f"{given.target}-slowest.bin").unlink(missing_ok=True)
        save(given, "slowest", data, f"{seconds:.2f} seconds")


def save(given, name, data, said):
    """Keep the shortest input for each name, with what is said of it."""
    file = given.out / f"{given.target}-{name}.bin"
    if not file.exists() or file.stat().st_size > len(data):
        file.write_bytes(data)
        file.with_suffix(".json").write_text(json.dumps({"said": said}))


if __name__ == "__main__":
    main()
