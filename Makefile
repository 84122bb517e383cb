# make demo   installs Box31 and runs the whole job on embedded data
# make test   installs what development needs; lint, types, tests
# make bench  the slow measurements; results belong in docs/benchmarks.md
# make replay cross-checks archives with pywb and py-wacz, in an environment of their own
PYTHON ?= python3
VENV   ?= .venv
DATA   ?= ../shared/data
# What `make test` installs beside the core: dev, and extras such as browser, timestamp, ftm.
EXTRAS ?= dev
# More words for pip, such as the address of an index that has the CPU build of PyTorch (see README).
PIP_ARGS ?=
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --quiet --disable-pip-version-check $(PIP_ARGS) -c constraints.txt

.PHONY: demo test lint types tests bench datasette axe replay clean

demo: $(VENV)/.installed
	rm -rf demo-case
	$(BIN)/box31 demo demo-case

test: lint types tests

lint: $(VENV)/.developed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.developed
	$(BIN)/mypy

tests: $(VENV)/.developed
	$(BIN)/pytest -n 2

bench: $(VENV)/.developed
	for b in benchmarks/*.py; do echo "== $$b"; $(BIN)/python $$b --data $(DATA) || exit 1; done

replay: $(VENV)/.developed .venv-replay/.installed
	$(BIN)/python benchmarks/replay.py --environment .venv-replay

.venv-replay/.installed:
	$(PYTHON) -m venv .venv-replay
	.venv-replay/bin/python -m pip install --quiet --disable-pip-version-check $(PIP_ARGS) "pywb==2.10.0" "wacz==0.6.0"
	touch $@

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(BIN)/python pyproject.toml constraints.txt
	$(PIP) -e .
	touch $@

$(VENV)/.developed: $(VENV)/.installed
	$(PIP) -e '.[$(EXTRAS)]'
	touch $@

# Datasette has requirements of its own, hence an environment of its own.
datasette:
	$(PYTHON) -m venv .venv-datasette
	.venv-datasette/bin/pip install --quiet --disable-pip-version-check $(PIP_ARGS) 'datasette>=0.65'

# axe-core checks the accessibility of dossier pages in tests; it is not part of Box31.
axe:
	mkdir -p .axe
	cd .axe && npm pack --silent axe-core@4.14.1 && tar -xzf axe-core-4.14.1.tgz && rm axe-core-4.14.1.tgz

clean:
	rm -rf .axe $(VENV) .venv-datasette .venv-replay demo-case
