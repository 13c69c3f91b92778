"""A cluster gives what memory gives, and does nothing twice."""

import zipfile
from functools import partial

import pandas as pd
import pytest
from scale_tools import TEXT, check_same, list_keys, make_in_memory, write_policies

import policyviz as pv
from policyviz import scale

pytest.importorskip("distributed")
pytestmark = pytest.mark.cluster

FRENCH = (
    "Nous recueillons votre nom et votre adresse lorsque vous nous écrivez. Nous ne partageons pas ces "
    "données avec des tiers, et vous pouvez demander à tout moment que nous les supprimions.\n"
) * 4


@pytest.fixture(scope="module")
def cluster():
    """A cluster of two processes for all tests."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=60
    ) as own:
        yield own.scheduler_address


@pytest.fixture
def analyze(cluster, tmp_path):
    """A function that analyses a source on the cluster, in small partitions."""

    def run(source, out="out", **options):
        options = {"partition_size": 3, "scheduler": cluster} | options
        return scale.analyze(source, tmp_path / out, **options)

    return run


def make_mixed(folder):
    """Files of many kinds, with a register that knows some of them."""
    write_policies(folder, 5)
    (folder / "sub").mkdir()
    (folder / "sub" / "Page.html").write_text(f"<html><body><h1>Acme</h1><p>{TEXT * 3}</p></body></html>")
    (folder / "sub" / "twin.txt").write_text(TEXT)
    (folder / "twin of it.md").write_text(TEXT)
    (folder / "company-000.md").write_text(f"# Privacy policy\n\n{TEXT}\n- your age\n- your health\n")
    (folder / "french.txt").write_text(FRENCH, "utf-8")
    (folder / "silent.txt").write_text("Welcome\n")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "old.doc").write_bytes(b"old")
    (folder / ".hidden.txt").write_text(TEXT)
    (folder / "README.md").write_text("About")
    for name in ("隐私政策.txt", "Политика.txt", "סודיות.txt", "naïve (copy).txt", "a\nb.txt"):
        (folder / "sub" / name).write_text(TEXT + name, "utf-8")
    (folder / "link.txt").symlink_to("silent.txt")
    (folder / "out.txt").symlink_to("/etc/hostname")
    return folder


def write_register(folder):
    (folder / "policies.csv").write_text(
        "policy_id,file,company,effective_date,language\n"
        "two,company-002.txt,Two Ltd,2024-02-28,\nfr,french.txt,,,fr\nlost,nowhere.txt,,,\n"
        "dot,./company-004.txt,Four,,en\nlinked,link.txt,,,\n"
    )


def test_shipped_policies(analyze, tmp_path):
    """The four that ship, with the register's word on them; counts, and which files were written."""
    summary = analyze(None)
    assert summary == (tmp_path / "out", 4, 4, 0, 0, 328, 2, 0)
    check_same(scale.load_results(summary.out), None)
    assert sorted(path.name for path in summary.out.iterdir()) == [
        "errors.parquet",
        "manifest.json",
        "partitions",
    ]
    assert pd.read_parquet(summary.out / "errors.parquet").columns.to_list() == ["file", "reason"]
    files = sorted(path.name for path in (summary.out / "partitions" / list_keys(summary.out)[0]).iterdir())
    assert files == sorted([*(f"{name}.parquet" for name in scale.Results._fields), "summary.json"])


def test_course(analyze):
    """The invented policies of the course, by their name."""
    check_same(scale.load_results(analyze("classroom").out), "classroom")


@pytest.mark.parametrize("has_register", [False, True])
def test_mixed_folder(analyze, tmp_path, has_register):
    """Pages, links, twins, other languages and scripts, lost and unreadable files: as in memory."""
    folder = make_mixed(tmp_path / "texts")
    if has_register:
        write_register(folder)
    summary = analyze(folder)
    results = scale.load_results(summary.out)
    silent = "silent" if not has_register else "linked"
    check_same(results, folder, notes=False)
    _, files = make_in_memory(folder)
    log = results.files.set_index("file")["notes"]
    own = log["link.txt" if has_register else "silent.txt"]
    assert own.startswith(f"No clause was found in {silent}: no running text")
    others = ~files["file"].isin(["link.txt", "silent.txt"])
    assert results.files["notes"][others].to_list() == files["notes"][others].to_list()
    errors = pd.read_parquet(summary.out / "errors.parquet")
    assert sorted(errors["file"])[:2] == ["empty.txt", "nowhere.txt" if has_register else "old.doc"]
    assert (summary.n_not_read, summary.n_without_clauses) == (4 if has_register else 3, 3 - has_register)


def test_other_sources(analyze, tmp_path):
    """A pattern, a list, an archive, a register by its name, a single file, an address on this disk."""
    folder = write_policies(tmp_path / "texts", 7)
    (folder / "sub").mkdir()
    (folder / "sub" / "a.txt").write_text(TEXT)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for path in sorted(folder.rglob("*.txt")):
            archive.write(path, f"top/{path.relative_to(folder).as_posix()}")
        archive.writestr("top/policies.csv", "policy_id,file,company\none,./company-001.txt,One\n")
    (tmp_path / "mine.csv").write_text("policy_id,file\nb,texts/company-003.txt\na,texts/sub/a.txt\n")
    paths = list(folder.rglob("*.txt"))
    cases = {
        "pattern": (str(folder / "*.txt"), None),
        "list": (paths, folder),
        "zip": (tmp_path / "all.zip", None),
        "register": (str(tmp_path / "mine.csv"), None),
        "file": (folder / "company-001.txt", None),
        "address": (folder.as_uri(), folder),
    }
    for name, (source, same_as) in cases.items():
        results = scale.load_results(analyze(source, name, partition_size=5).out)
        check_same(results, same_as or source)


def test_addresses(analyze, tmp_path):
    """A folder inside an archive, through fsspec, with its register; what is in memory needs no cluster."""
    folder = write_policies(tmp_path / "texts", 4)
    (folder / "policies.csv").write_text("policy_id,file,company\none,company-001.txt,One\n")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, f"texts/{path.name}")
    check_same(scale.load_results(analyze(f"zip://texts::{tmp_path / 'all.zip'}").out), folder)
    with pytest.raises(FileNotFoundError, match=r"^There is nothing at zip://other::"):
        analyze(f"zip://other::{tmp_path / 'all.zip'}")
    with pytest.raises(ValueError, match=r"^nothing://here is no address that can be read: "):
        analyze("nothing://here")


def make_table():
    rows = [
        {"text": f"{TEXT}Row {number}.\nIt has two lines.", "policy_id": f"id {number % 4}"}
        for number in range(11)
    ]
    rows[2]["text"], rows[3]["policy_id"], rows[5]["text"] = "  ", "", f"\r{TEXT}"
    return pd.DataFrame(rows, dtype="str").assign(
        company="", effective_date=["2024-01-31", "soon"] + [""] * 9
    )


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
@pytest.mark.parametrize("has_ids", [True, False])
def test_tables_of_texts(analyze, tmp_path, suffix, has_ids):
    """Rows of a table in chunks have the ids, lines and notes that they have in the whole table."""
    table = make_table() if has_ids else make_table().drop(columns="policy_id")
    path = tmp_path / f"texts.{suffix}"
    if suffix == "csv":
        path.write_text(table.to_csv(index=False) + "\n\n", "utf-8-sig", newline="")
    else:
        table.to_parquet(path, row_group_size=4)
    summary = analyze(path)
    check_same(scale.load_results(summary.out), path)
    # A line of a CSV without any cell is no row.
    assert summary.n_files == 11 - (suffix == "csv" and not has_ids)
    assert (summary.n_read, summary.n_partitions) == (10, 4)
    assert analyze(path.as_uri()).n_reused == 4


def test_whole_table_comes_back(analyze, tmp_path):
    """A policies frame that was saved is read as it was, however it is cut; and with other line ends."""
    path = tmp_path / "saved.parquet"
    pv.load_policies().to_parquet(path)
    check_same(scale.load_results(analyze(path).out), path)
    returns = tmp_path / "returns.csv"
    returns.write_bytes(make_table().to_csv(index=False, lineterminator="\r\n").encode())
    check_same(scale.load_results(analyze(returns, "returns").out), returns)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("", r"^t\.csv is empty: it has no line with the names of its columns"),
        ("text,company\n", r"^No policy could be loaded from .*t\.csv: it has no rows"),
        ("text,company\na,b\nc,d,e\n", r"^t\.csv cannot be used:\n- more cells than columns .*: line 3$"),
        ('text,company\n"a,b\n', r"^t\.csv is not a readable CSV \(unexpected end of data\)"),
    ],
)
def test_bad_tables(analyze, tmp_path, content, error):
    """What is wrong with a table is said before anything is written, in the words it has in memory."""
    (tmp_path / "t.csv").write_text(content)
    for function in (analyze, pv.load_policies):
        with pytest.raises(ValueError, match=error):
            function(tmp_path / "t.csv" if content else str(tmp_path / "t.csv"))
    assert not (tmp_path / "out").exists()


def test_nothing_is_done_twice(analyze, tmp_path):
    """A second run reuses all; a changed file costs one partition, a new one in the middle a few."""
    folder = write_policies(tmp_path / "texts", 60)
    analyze = partial(analyze, partition_size=8)
    first = analyze(folder)
    before = {path: path.read_bytes() for path in first.out.rglob("*") if path.is_file()}
    again = analyze(folder)
    assert (again.n_partitions, again.n_reused) == (first.n_partitions, first.n_partitions)
    assert {path: path.read_bytes() for path in first.out.rglob("*") if path.is_file()} == before
    (folder / "company-030.txt").write_text(f"{TEXT}Changed.\n")
    changed = analyze(folder)
    assert changed.n_partitions - changed.n_reused == 1
    (folder / "company-030a.txt").write_text(f"{TEXT}New.\n")
    added = analyze(folder)
    assert 1 <= added.n_partitions - added.n_reused <= 3
    check_same(scale.load_results(added.out), folder)
    # What the earlier runs left is not read.
    assert len(list((added.out / "partitions").iterdir())) > added.n_partitions


def test_same_bytes_from_other_runs(analyze, tmp_path):
    """Another folder, another cluster of one: every file has the same bytes."""
    folder = write_policies(tmp_path / "texts", 8)
    outs = [analyze(folder, "a").out, analyze(folder, "b").out]
    one, two = ({path.relative_to(out): path.read_bytes() for path in out.rglob("*.*")} for out in outs)
    assert one == two


def test_cluster_of_its_own(tmp_path):
    """Without a scheduler processes are started and ended; progress counts files."""
    folder, seen = write_policies(tmp_path / "texts", 3), []
    summary = scale.analyze(folder, tmp_path / "out", n_workers=1, progress=lambda *n: seen.append(n))
    assert (summary.n_read, seen) == (3, [(3, 3)])
    check_same(scale.load_results(summary.out), folder)


def test_no_english(analyze, tmp_path):
    """A partition without a policy in English, or without any policy, has tables of the right types."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text(FRENCH, "utf-8")
    for name in "bcd":
        (folder / f"{name}.txt").write_bytes(b"")
    results = scale.load_results(analyze(folder, partition_size=1).out)
    assert results.policies["language"].to_list() == ["fr"]
    clauses = pv.split_clauses(pv.load_policies(policy_ids=["wrk"])).head(0)
    pd.testing.assert_frame_equal(results.clauses, clauses)
    data = pv.find_terms(clauses, pv.load_lexicon("data_categories"))
    pd.testing.assert_frame_equal(results.data_mentions, data)
    pd.testing.assert_frame_equal(results.coverage, pv.measure_coverage(clauses, data))


def test_selections(analyze, tmp_path):
    """Some policies, a sample that is the same however they were cut, one table with filters."""
    folder = write_policies(tmp_path / "texts", 20)
    out, other = analyze(folder).out, analyze(folder, "other", partition_size=50).out
    drawn = scale.load_results(out, sample=5, random_state=1)
    assert len(drawn.policies) == len(drawn.coverage) == len(drawn.files) == 5
    again = scale.load_results(other, sample=5, random_state=1)
    for one, two in zip(drawn, again, strict=True):
        pd.testing.assert_frame_equal(one, two)
    chosen = scale.load_results(out, policy_ids=["company-013", "company-002"])
    assert chosen.vagueness["policy_id"].to_list() == ["company-002", "company-013"]
    with pytest.raises(ValueError, match=r"^No policy 'nobody'\. There are: company-000, "):
        scale.load_results(out, policy_ids=["nobody"])
    shared = scale.load_table(
        out, "data_mentions", columns=["clause_id", "label"], filters=[("label", "=", "email address")]
    )
    assert (len(shared), shared["label"].cat.categories.size) == (20, 45)
    assert scale.load_table(out, "coverage", columns=["policy_id", "name"])["name"].sum() == 20
    for name, options, error in [
        ("nothing", {}, "^There is no table 'nothing'. There are: policies, clauses"),
        ("clauses", {"columns": ["words"]}, "^The table clauses has no column words. Columns: clause_id"),
        ("clauses", {"filters": [("words", ">", 1)]}, "^The table clauses has no column words"),
    ]:
        with pytest.raises(ValueError, match=error):
            scale.load_table(out, name, **options)


def test_damage_is_named(analyze, tmp_path):
    """No manifest, a partition that is gone, cut off or changed: each is said, and a run mends it."""
    folder = write_policies(tmp_path / "texts", 4)
    out = analyze(folder, partition_size=50).out
    [key] = list_keys(out)
    clauses = out / "partitions" / key / "clauses.parquet"
    data = clauses.read_bytes()
    middle = len(data) // 3
    for spoiled in (data[:-20], data[:middle] + bytes([data[middle] ^ 255]) + data[middle + 1 :], None):
        clauses.unlink() if spoiled is None else clauses.write_bytes(spoiled)
        with pytest.raises(
            ValueError, match=rf"^Partition {key} of .* is missing or damaged \(clauses.parquet"
        ):
            scale.load_results(out)
    assert analyze(folder, partition_size=50).n_reused == 0
    check_same(scale.load_results(out), folder)
    (out / "manifest.json").unlink()
    with pytest.raises(
        FileNotFoundError, match=r"^The run into .* has not ended: .* finished partitions are kept"
    ):
        scale.load_results(out)
    with pytest.raises(FileNotFoundError, match=r"^There are no results in "):
        scale.load_results(tmp_path)


def test_places(analyze, tmp_path):
    """Results never go among policies or among other things; nothing to read is an error."""
    folder = write_policies(tmp_path / "texts", 1)
    for source, out, kind, error in [
        (folder, "texts/out", ValueError, "lie in each other"),
        (folder, ".", ValueError, "lie in each other"),
        (str(folder / "*.txt"), "texts", ValueError, "lie in each other"),
        ([folder / "company-000.txt"], "texts", ValueError, "lie in each other"),
        (folder.as_uri(), "texts/out", ValueError, "lie in each other"),
        (tmp_path / "nowhere", "out", FileNotFoundError, "^There is no .*nowhere"),
        (str(tmp_path / "*.html"), "out", FileNotFoundError, "^No file matches"),
        ([], "out", ValueError, "^The list of paths is empty"),
        (7, "out", TypeError, "^source must be a path, an address or a list of paths, got int"),
    ]:
        with pytest.raises(kind, match=error):
            analyze(source, out)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ValueError, match=r"^No policy could be loaded from .*empty"):
        analyze(tmp_path / "empty")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine")
    with pytest.raises(FileExistsError, match="holds other things"):
        analyze(folder, "mine")
    with pytest.raises(NotADirectoryError, match="is a file"):
        analyze(folder, "mine/thesis.txt")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty", "mine", "texts"]


def test_arguments(analyze, tmp_path):
    """Numbers that are none, and workers of a cluster that has its own."""
    for options, error in [
        ({"partition_size": 0}, "^partition_size must be a whole number from 1 up, got 0"),
        ({"n_workers": 2}, "^n_workers is of a cluster on this machine"),
    ]:
        with pytest.raises(ValueError, match=error):
            analyze(None, **options)
