# The verbs of policyviz; `make` alone lists them. Needs Python 3.11 or newer, nothing else:
# whatever is missing goes into .venv, once, and is pinned with hashes in requirements/.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
PYTHONS := python3 python3.14 python3.13 python3.12 python3.11 python
# `make PYTHON=/path/to/python report` skips the search.
PYTHON ?=

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help report test lab classroom check benchmark clean lock

help: ## list these verbs
	@echo "policyviz: privacy policies as pandas frames, charts and HTML reports"
	@echo
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'

report: $(VENV)/report.done ## run the notebooks on the policies and write reports/index.html
	$(BIN)/python -m policyviz report --out reports

test: $(VENV)/dev.done ## run all tests
	$(BIN)/python -m pytest -n 2 --dist loadfile

lab: $(VENV)/lab.done ## open JupyterLab on notebooks/
	$(BIN)/python -m jupyter lab --notebook-dir=notebooks

classroom: $(VENV)/lab.done ## write the students' notebooks and handouts from notebooks/classroom/solutions
	$(BIN)/python -m policyviz.classroom notebooks/classroom

check: $(VENV)/dev.done ## check style, layers, and that notebooks carry no outputs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	find notebooks -name '*.ipynb' -not -path '*/.*' -exec $(BIN)/nbstripout --verify {} +

benchmark: $(VENV)/benchmark.done ## measure accuracy and speed; POLICYVIZ_CORPORA=folder for all of it
	@test -n "$$POLICYVIZ_CORPORA" || echo "POLICYVIZ_CORPORA is not set: what needs a folder of other policies is skipped."
	$(BIN)/python benchmarks/run.py

clean: ## remove reports, builds and caches (not .venv)
	rm -rf reports build dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name .venv -prune -o -name __pycache__ -type d -exec rm -rf {} +

lock: $(VENV)/created.done ## write requirements/*.txt anew (UPGRADE=--upgrade for newer versions)
	@$(PIP) install "uv>=0.5"
	sh requirements/make_locks.sh $(BIN)/uv $(UPGRADE)

$(VENV)/created.done:
	@for python in $(if $(PYTHON),"$(PYTHON)",$(PYTHONS)); do \
	  if "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	    echo "Setting up $(VENV) with $$("$$python" --version) (about a minute, once)"; \
	    "$$python" -m venv --clear $(VENV) && touch $@ && exit 0; \
	    exit 1; \
	  fi; \
	done; \
	echo "No Python 3.11 or newer with the venv module was found (tried: $(if $(PYTHON),$(PYTHON),$(PYTHONS)))." >&2; \
	echo "Install one (on Debian and Ubuntu also python3-venv), or say where it is: make PYTHON=/path/to/python ..." >&2; \
	exit 1

# One stamp per lock. hatchling is in every lock, so building the package fetches nothing.
$(VENV)/%.done: requirements/%.txt pyproject.toml | $(VENV)/created.done
	@echo "Installing requirements/$*.txt"
	@$(PIP) install --require-hashes -r requirements/$*.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@
