#!/bin/sh
# Writes the locks: every version and hash for all systems and Pythons, no addresses.
# Called by `make lock`; usage from the top folder: sh requirements/make_locks.sh UV [--upgrade]
set -eu
uv=$1
shift

lock() {
  name=$1
  shift
  echo "requirements/$name.txt"
  "$uv" pip compile pyproject.toml --group build "$@" \
    --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-header --quiet --output-file "requirements/$name.txt"
}

lock core "$@"
lock report --extra report "$@"
lock lab --extra lab "$@"
lock dev --extra dev "$@"
lock benchmark --extra benchmark "$@"
