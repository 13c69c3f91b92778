"""``policyviz verify``: files against the hashes that were noted for them."""

import argparse

from policyviz.cli.console import FAILED, OK, count, escape_controls, say


def run(options: argparse.Namespace) -> int:
    """Print one line per file; 1 if any is not what it was."""
    from policyviz.corpus import verify_data

    checks = verify_data(options.folder)
    for row in checks.itertuples():
        outcome = "ok" if row.ok else "changed" if row.actual else "missing"
        if not (row.ok and options.quiet):
            print(f"{outcome:8} {escape_controls(row.file)}")
    n_wrong = int((~checks["ok"]).sum())
    if not options.quiet or n_wrong:
        verdict = f"{n_wrong} of them not as noted" if n_wrong else "all as noted"
        say(f"{count(len(checks), 'file')}, {verdict} in registry.txt.")
    return FAILED if n_wrong else OK
