# Every command sets up .venv from requirements.lock when needed; nothing else has to be installed first.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
NODE_READY := node_modules/.ready
PEERS_READY := $(VENV)/peers/.ready
NOTEBOOKS ?= book

export OMP_WAIT_POLICY := PASSIVE
export TF_CPP_MIN_LOG_LEVEL := 3
export PYTHONPATH := $(CURDIR)

.DEFAULT_GOAL := help
.PHONY: help setup book test test-unit test-notebooks test-gpu lab lint lint-workflows format notebooks bench site-test linkcheck \
        lock repository clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: $(READY)  ## install everything into .venv (the other commands do this by themselves)

$(READY): requirements.lock pyproject.toml
	@echo "Setting up $(VENV): about 3 minutes and 8 GB, once."
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "Python 3.11, 3.12 or 3.13 is needed; try: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(NODE_READY): package.json
	npm install --no-package-lock --no-audit --no-fund --silent
	@touch $@

# Peers that only the benchmarks meet, in a folder of their own: this OpenCV would overwrite the one of the notebooks.
$(PEERS_READY): benchmarks/peers.txt $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --target $(VENV)/peers --requirement $<
	@touch $@

book: $(READY)  ## build the pages and print where they are
	rm -rf _build
	$(BIN)/jupyter-book build -n -W --keep-going --quiet .
	@echo "Open this page: file://$(CURDIR)/_build/html/index.html"

test: test-unit test-notebooks  ## run the unit tests, and every notebook through nbval

test-unit: $(READY)
	MPLBACKEND=Agg $(BIN)/python -m pytest -m "not site"

test-notebooks: $(READY)
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -c tools/nbval.ini --nbval-lax --nbval-current-env $(NOTEBOOKS)

test-gpu: $(READY)  ## run the notebooks on real data, on a GPU if there is one (COMPANION_DATA keeps the downloads)
	COMPANION_TIER=full KERAS_BACKEND=torch NVIDIA_TF32_OVERRIDE=0 \
	  $(BIN)/python -m pytest -c tools/nbval.ini -p tools.nbval_full_tier --nbval-lax --nbval-current-env $(NOTEBOOKS)

lab: $(READY)  ## open JupyterLab
	$(BIN)/jupyter lab book

lint: $(READY)  ## check style, types, spelling and the workflow files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/codespell
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml

lint-workflows: $(NODE_READY)  ## check the workflow files more closely (Node.js must be installed)
	node tools/lint_workflows.mjs

format: $(READY)  ## bring the code into the house style
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format --quiet .

notebooks: $(READY)  ## execute the notebooks that changed, normalise them, record their cost
	$(BIN)/python -m tools.notebooks run

bench: $(READY) $(PEERS_READY)  ## measure speed against peers and against the stated bounds
	$(BIN)/python -m benchmarks

site-test: $(READY) $(NODE_READY)  ## look at the built pages with a real browser (Chromium must be installed)
	@test -f _build/html/index.html || $(MAKE) book
	$(BIN)/python -m pytest -m site tests/site

linkcheck: $(READY)  ## follow every outside link (needs the internet)
	$(BIN)/jupyter-book build --builder linkcheck .

lock: $(READY)  ## make requirements.lock anew from pyproject.toml, and environment.yml from both
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --python-version 3.11 --fork-strategy fewest \
	  --no-header --no-annotate --upgrade --output-file requirements.lock
	$(BIN)/python -m tools.environment

repository: $(READY)  ## write a fork's address everywhere: make repository URL=https://github.com/you/book
	$(BIN)/python -m tools.repository "$(URL)"

clean:  ## remove what was built (.venv stays)
	rm -rf _build .pytest_cache .mypy_cache .ruff_cache
