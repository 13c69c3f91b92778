"""A folder of policies in, a folder of pages out: nothing is lost, nothing escapes."""

import nbformat
import pytest
from bs4 import BeautifulSoup
from report_tools import read_page, write_notebook

from policyviz.corpus import PolicyWarning
from policyviz.report.site import build_site

ACME = (
    "Acme Privacy Policy\n\nWe collect your name and email address. We may share them with third parties.\n"
)
BOLT = "Bolt Privacy Policy\n\nWe never sell your email address. You can ask us to delete your account.\n"
COUNT = (
    "# How many clauses?\n\nThey are counted.",
    "import policyviz as pv\nPOLICIES = None",
    "clauses = pv.split_clauses(pv.load_policies(POLICIES))",
    "pv.say(f'{len(clauses)} clauses of {clauses[\"policy_id\"].nunique()} policies.', finding=True)",
    "[Next](02_broken.ipynb) [Elsewhere](09_not_there.ipynb)",
)


def write_study(folder):
    """Two policies, a picture that is none, and three notebooks: a good, a bad, and one for each company."""
    (folder / "mine" / "deep").mkdir(parents=True)
    (folder / "mine" / "acme.txt").write_text(ACME)
    (folder / "mine" / "deep" / "bolt.md").write_text(BOLT)
    (folder / "mine" / "logo.png").write_bytes(b"\x89PNG\r\n")
    count = write_notebook(folder / "n" / "01_count.ipynb", *COUNT)
    broken = write_notebook(folder / "n" / "02_broken.ipynb", "# Does it break?\n\nYes.", "1 / 0")
    each = write_notebook(
        folder / "n" / "06_each.ipynb",
        "# What of it?\n\nRead on.",
        "import policyviz as pv\nclauses = pv.split_clauses(pv.load_policies())\n"
        "n_loaded = globals().get('n_loaded', 0) + 1",
        "COMPANY = None",
        "assert COMPANY != 'deep-bolt', 'not this one'\n"
        "n = (clauses['policy_id'] == COMPANY).sum()\n"
        "pv.say(f'{COMPANY}: {n} clauses, loaded {n_loaded} time', finding=True)",
    )
    notebook = nbformat.read(each, as_version=4)
    notebook.metadata["policyviz"] = {"page_per": "COMPANY"}
    notebook.cells[1].metadata["tags"], notebook.cells[2].metadata["tags"] = ["once"], ["parameters"]
    nbformat.write(notebook, each)
    return [count, broken, each]


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """The site of a small study, with the steps it told of."""
    folder = tmp_path_factory.mktemp("study")
    notebooks, steps = write_study(folder), []
    options = {"title": "Mine & yours", "progress": lambda *step: steps.append(step)}
    site = build_site(folder / "mine", folder / "out", notebooks=notebooks, **options)
    return {"site": site, "steps": steps, "folder": folder}


@pytest.mark.notebooks
def test_pages_are_written_and_failures_named(study):
    """A notebook or company that fails is named with its cell, and all others have their page."""
    site = study["site"]
    assert [page.name for page in site.reports] == ["01_count.html", "company-acme.html"]
    assert site.failures == [
        "02_broken.ipynb, cell 2 (1 / 0): ZeroDivisionError: division by zero",
        "company-deep-bolt: 06_each.ipynb, cell 5 (assert COMPANY != 'deep-bolt', 'not this one'): "
        "AssertionError: not this one",
    ]
    assert sorted(path.name for path in (study["folder"] / "out").iterdir()) == [
        "01_count.html",
        "company-acme.html",
        "index.html",
    ]


@pytest.mark.notebooks
def test_index_accounts_for_every_file(study):
    """What was not read comes first, with the reason; a policy with a page has a link to it."""
    page = read_page(study["site"].index)
    assert page.h1.get_text() == "Mine & yours"
    assert (
        page.select_one("p.finding").get_text() == "2 of 3 files were read; 1 was not, and the list says why."
    )
    files = [
        [cell.get_text() for cell in row.find_all(["th", "td"])] for row in page.select("#files tbody tr")
    ]
    assert [row[:3] for row in files] == [
        [files[0][0], "not read", "–"],
        ["acme.txt", "read", "acme"],
        ["deep/bolt.md", "read", "deep-bolt"],
    ]
    assert files[0][0].startswith("logo.png")
    rows = page.select("#companies tbody tr")
    assert [[link["href"] for link in row.select("a")] for row in rows] == [["company-acme.html"], []]
    assert [row.select("td")[1].get_text() for row in rows] == ["2", "2"]


@pytest.mark.notebooks
def test_pages_say_what_was_found_and_link_only_to_what_is_there(study):
    """The finding stands below the title and in the index; a link to a page that failed becomes text."""
    page = read_page(study["site"].reports[0])
    assert page.select_one("h1 + p.finding").get_text() == "4 clauses of 2 policies."
    assert [link["href"] for link in page.select("main a")] == ["index.html"]
    assert "Next Elsewhere" in page.get_text()
    index = read_page(study["site"].index)
    assert index.select_one(".reports p").get_text() == "4 clauses of 2 policies."
    company = read_page(study["site"].reports[1])
    assert company.h1.get_text() == "Acme: What of it?"
    assert company.select_one("p.finding").get_text() == "acme: 2 clauses, loaded 1 time"


@pytest.mark.notebooks
def test_no_path_of_the_machine_is_in_the_pages(study):
    """Neither the folder of the policies nor the scratch folder of the table stands anywhere."""
    for path in study["folder"].joinpath("out").iterdir():
        text = path.read_text(encoding="utf-8")
        assert str(study["folder"]) not in text
        assert "policyviz-" not in text, path.name


@pytest.mark.notebooks
def test_progress_is_told_step_by_step(study):
    """Reading, each notebook, each company, the index: once each, and the end."""
    assert study["steps"] == [
        ("reading", 0, 5),
        ("01_count", 1, 6),
        ("02_broken", 2, 6),
        ("company-acme", 3, 6),
        ("company-deep-bolt", 4, 6),
        ("index", 5, 6),
        ("done", 6, 6),
    ]


@pytest.mark.notebooks
def test_two_runs_give_the_same_bytes(study, tmp_path):
    """The same policies and notebooks, read again into another folder, give the same files."""
    notebooks = sorted((study["folder"] / "n").glob("*.ipynb"))
    again = build_site(study["folder"] / "mine", tmp_path, notebooks=notebooks, title="Mine & yours")
    for page in [again.index, *again.reports]:
        assert page.read_bytes() == (study["folder"] / "out" / page.name).read_bytes()


@pytest.mark.notebooks
def test_pages_of_an_earlier_run_go(study, tmp_path):
    """Pages that this run does not write are removed if they are ours; a page of somebody else stays."""
    folder = tmp_path / "out"
    (folder / "01_count_evidence").mkdir(parents=True)
    (folder / "texts").mkdir()
    ours = study["site"].reports[1].read_text(encoding="utf-8")
    for name in ("company-gone.html", "01_count_evidence/gone.html", "texts/gone.html"):
        (folder / name).write_text(ours, encoding="utf-8")
    (folder / "mine.html").write_text("<p>Made with policyviz 0.1</p>")
    build_site(study["folder"] / "mine", folder, notebooks=[study["folder"] / "n" / "01_count.ipynb"])
    left = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    assert left == ["01_count.html", "index.html", "mine.html", "texts"]


@pytest.mark.notebooks
def test_a_policy_without_a_sentence_is_noted(study, tmp_path):
    """What was read but has nothing to analyse is said in the index, beside its file."""
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "acme.txt").write_text(ACME)
    (tmp_path / "p" / "blank.txt").write_text("...\n")
    notebook = study["folder"] / "n" / "01_count.ipynb"
    with pytest.warns(PolicyWarning, match="No clause was found in blank"):
        site = build_site(tmp_path / "p", tmp_path / "out", notebooks=[notebook])
    assert site.files["notes"].to_list() == ["", "no sentence was found in it: it is in no result"]
    assert "no sentence was found in it" in site.index.read_text(encoding="utf-8")


def test_nothing_to_read_is_one_error(tmp_path):
    """A folder without policies stops before any notebook runs."""
    with pytest.raises(ValueError, match="No policy could be loaded"):
        build_site(tmp_path, tmp_path / "out", notebooks=[])
    assert not (tmp_path / "out").exists()


def test_an_index_of_somebody_else_stays(tmp_path):
    """A page called index.html that is not ours is not overwritten, and nothing is written beside it."""
    (tmp_path / "index.html").write_text("<h1>Mine</h1>")
    with pytest.raises(ValueError, match="is not of policyviz, and is not overwritten"):
        build_site(None, tmp_path, notebooks=[])
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]


EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)></style>{{7*7}}{% raw %}"
ATTACK = f"""{EVIL} Privacy Policy

1. Data {EVIL}

We collect your name {EVIL}. We may share your email address with third parties, see
[this](javascript:alert(3)). =cmd()|' /C calc'!A0. \x1b[31mWe keep your phone number.\x1b[0m
\u202eWe never sell your location data.\u202c

- <a href="javascript:alert(4)" onclick="alert(5)">your IP address</a>
"""


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    """The site of two hostile policies and a harmless one, by the notebooks that show most of their text."""
    from conftest import NOTEBOOKS

    folder = tmp_path_factory.mktemp("attack")
    (folder / "p").mkdir()
    (folder / "p" / "evil.txt").write_text(ATTACK, encoding="utf-8")
    (folder / "p" / "<img src=x onerror=alert(6)>'\".md").write_text(
        f"# {EVIL}\n\n{ATTACK}", encoding="utf-8"
    )
    (folder / "p" / "bolt.txt").write_text(BOLT * 5, encoding="utf-8")
    notebooks = [path for path in NOTEBOOKS if path.name[:2] in ("03", "06")]
    return folder, build_site(folder / "p", folder / "out", notebooks=notebooks, title=EVIL)


@pytest.mark.notebooks
def test_hostile_policies_leave_no_active_parts(attacked):
    """Every file is read, no tag or handler of a policy is one in a page, and no file lies elsewhere."""
    folder, site = attacked
    assert site.failures == []
    assert site.files["outcome"].to_list() == ["read"] * 3
    assert {path.name for path in folder.iterdir()} == {"p", "out"}
    for path in [site.index, *site.reports]:
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        assert page.find_all(["script", "iframe", "object", "embed", "form"]) == []
        active = [name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
        links = [
            tag["href"] for tag in page.find_all(href=True) if tag["href"].lower().startswith("javascript")
        ]
        images = [tag["src"][:11] for tag in page.find_all("img") if not tag["src"].startswith("data:image/")]
        assert (active, links, images) == ([], [], []), path.name
        assert "49" not in page.title.get_text()


@pytest.mark.notebooks
@pytest.mark.browser
def test_hostile_policies_run_nothing(attacked, open_page):
    """In a real browser: no dialog, no complaint, no request, on any page, also after a click."""
    _, site = attacked
    for path in [site.index, *site.reports]:
        page, requests, complaints = open_page(path)
        link = page.locator("a.trace:visible").first
        if link.count():
            link.click()
        page.wait_for_timeout(100)
        assert complaints == [], path.name
        assert [url for url in requests if not url.startswith(("data:", site.index.parent.as_uri()))] == []
        page.close()
