"""What several test files share: a browser, the site of the policies that ship, a first try."""

import os
import shutil
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pytest
from cli_tools import run_words, write_texts

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# A browser that talks to no one but the page.
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


def find_lack():
    """Say what is missing to open a page, "" if nothing."""
    if not any(map(shutil.which, BROWSERS)):
        return f"no browser found ({', '.join(BROWSERS)}); on Debian: apt-get install chromium"
    return "" if find_spec("playwright") else 'playwright is not installed: pip install "policyviz[dev]"'


@pytest.fixture(scope="session")
def browser():
    """Chromium without a window; where there is none the tests are skipped, but never in CI."""
    lack = find_lack()
    if lack and os.environ.get("CI", "").lower() == "true":
        pytest.fail(f"CI must open reports in a browser: {lack}")
    if lack:
        pytest.skip(lack)
    from playwright.sync_api import sync_playwright

    path = next(filter(None, map(shutil.which, BROWSERS)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser):
    """A function that opens a file and returns the page with its log of requests and complaints."""
    pages = []

    def open_file(path, **kwargs):
        page = browser.new_page(**kwargs)
        pages.append(page)
        requests, complaints = [], []
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
        page.goto(path.as_uri(), wait_until="load")
        return page, requests, complaints

    yield open_file
    for page in pages:
        page.close()


@pytest.fixture(scope="session")
def full_site(tmp_path_factory):
    """All notebooks on the four policies that ship, with a page for each company and the index."""
    from policyviz.report.site import build_site

    return build_site(None, tmp_path_factory.mktemp("site"), notebooks=NOTEBOOKS)


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    """Run a command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return partial(run_words, capsys)


@pytest.fixture
def texts(tmp_path):
    """A folder of three short policies."""
    return write_texts(tmp_path / "texts")


@pytest.fixture
def forget_misses():
    """No check of the course knows of the ones before it."""
    from policyviz.classroom import checking

    checking._misses.clear()
