"""Parts of a run, without a cluster: one partition, what is missing, what is loaded."""

import warnings

import pytest
from scale_tools import write_policies

import policyviz as pv
from policyviz import scale

pytest.importorskip("distributed")


def test_without_the_extra(monkeypatch, tmp_path):
    """What to install is said before anything is read."""
    from policyviz.scale import clusters

    monkeypatch.setattr(clusters, "find_spec", lambda name: None if name == "distributed" else name)
    error = r'^A cluster needs more packages \(distributed\): pip install "policyviz\[scale\]"$'
    with pytest.raises(ImportError, match=error):
        scale.analyze(None, tmp_path / "out")


def test_one_policy_that_fails(monkeypatch):
    """An error in one policy is its own: the others are analysed, and the log says what happened."""
    from policyviz.corpus.collecting import Record
    from policyviz.scale import analyzing

    split = analyzing.split_clauses

    def split_or_fail(policies):
        if policies["policy_id"].eq("wrk").any():
            message = "too\nodd"
            raise RuntimeError(message)
        return split(policies)

    monkeypatch.setattr(analyzing, "split_clauses", split_or_fail)
    rows = pv.load_policies().to_dict("records")
    tables = analyzing.analyze_records([Record(row["policy_id"], row, []) for row in rows])
    assert tables["files"]["outcome"].to_list() == ["read", "read", "read", "not read"]
    assert tables["files"]["notes"].iloc[3] == "not analysed: RuntimeError: too odd"
    assert tables["policies"]["policy_id"].to_list() == ["personnel-technology", "procom", "worksearchnow"]


def test_a_fault_is_tried_again(monkeypatch, tmp_path):
    """A partition in which something failed is not what its files hold: the next run makes it anew, once."""
    from policyviz.scale import analyzing
    from policyviz.scale.partitions import make_plan

    folder, out = write_policies(tmp_path / "texts", 3), tmp_path / "out"
    (task,) = make_plan(folder, partition_size=3, out=out).make_tasks()
    read = analyzing.read_records

    def fail(task, *, size):
        for records, prints in read(task, size=size):
            yield (
                [records[0], records[1]._replace(row={}, notes=["not analysed: MemoryError: "]), records[2]],
                prints,
            )

    with monkeypatch.context() as patched:
        patched.setattr(analyzing, "read_records", fail)
        first = analyzing.analyze_partition(task)
        again = analyzing.analyze_partition(task)
    assert (first.counts["read"], first.reused, again.reused) == (2, False, True)
    assert again.key == first.key
    whole = analyzing.analyze_partition(task)
    assert (whole.counts["read"], whole.reused) == (3, False)
    assert analyzing.analyze_partition(task).reused
    assert whole.key != first.key


def test_imports_stay_light():
    """Nothing of Dask or Arrow is loaded with the package, nor with the room itself."""
    from test_layers import list_loaded

    assert list_loaded("policyviz.scale") & {"pandas", "dask", "distributed", "pyarrow"} == set()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert {"analyze", "load_results", "load_table"} <= set(dir(scale))
