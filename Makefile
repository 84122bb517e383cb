# make demo   installs Box31 and runs the whole job on embedded data
# make story  makes the case of docs/story.md, on an invented world
# make test   installs what development needs; lint, types, tests
# make bench  measurements that take minutes; results belong in docs/benchmarks.md
# make soak   those that take hours: long crawls, crawls killed, ten million rows, a million lines
# make attack hostile addresses, servers, pages and customs files, edits of the evidence, commands killed, files mutated; prints
#             counts (PARTS="servers files", KILLS=300 SECONDS=600 SEED=1; the parts are named in tests/hostile/attack.py)
# make audit  every package with version and licence, and an SBOM (CycloneDX) in sbom.json
# make lock   constraints.txt with the hash of each file, in requirements.lock
# make oldest the tests on the oldest versions that pyproject.toml allows, in an environment of their own
# make docs   README and docs as static pages in site/, links checked; they ask no other host for anything
# make pictures  makes the pictures of docs/images again
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

BENCH  := aurora.py brand_decision.py calibration.py "crawl.py speed" "crawl.py second --pages 200" "crawl.py bomb" \
	code_pages.py crosslang.py dossier.py encoder.py extraction.py goods.py ingest.py layouts.py lists.py match_scale.py monitors.py orders.py pairs.py parties.py picture_text.py \
	reading.py real_pages.py review.py search.py second_case.py statements.py statistics_truth.py status.py tasks.py unseen_files.py unseen_layouts.py unseen_sites.py unseen_statistics.py wacz.py whole_cases.py
SOAK   := engines.py scale_plan.py fleet.py "crawl.py kills" "crawl.py memory --pages 20000" "ingest.py --rows 10000000 --only box31" \
	"worlds.py --split evaluation --worlds 12" "match_scale.py --lines 1000000 --goods 300000 --items 5000 --check 10000 --peers" train_encoder.py case_pages.py

.PHONY: audit lock oldest demo story test lint types tests bench soak attack docs pictures datasette axe replay clean

demo: $(VENV)/.installed
	rm -rf demo-case
	$(BIN)/box31 demo demo-case

story: $(VENV)/.installed
	rm -rf story-case
	$(BIN)/python tools/story.py story-case

test: lint types tests

attack: $(VENV)/.developed
	$(BIN)/python -m tests.hostile.attack $(PARTS)

audit: $(VENV)/.developed
	$(BIN)/python tools/audit.py --sbom sbom.json

# uv reads the hashes from the index; PyTorch is in neither file, since its builds differ.
lock: $(BIN)/python
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check $(PIP_ARGS) "uv>=0.5"
	.venv-lock/bin/uv pip compile constraints.txt --no-deps --generate-hashes --no-annotate --quiet \
		--python $(BIN)/python --custom-compile-command "make lock" -o requirements.lock

# uv says at once which bounds do not fit together; pip tries older and older releases for hours.
oldest: $(BIN)/python
	$(BIN)/python tools/oldest.py > .oldest.txt
	$(PYTHON) -m venv .venv-oldest
	.venv-oldest/bin/python -m pip install --quiet --disable-pip-version-check $(PIP_ARGS) "uv>=0.5"
	.venv-oldest/bin/uv pip install --python .venv-oldest/bin/python $(PIP_ARGS) -c .oldest.txt -e '.[$(EXTRAS)]'
	.venv-oldest/bin/pytest -n 2 

lint: $(VENV)/.developed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/deptry .
	$(BIN)/codespell *.md docs

types: $(VENV)/.developed
	$(BIN)/mypy

tests: $(VENV)/.developed
	OMP_NUM_THREADS=1 OMP_WAIT_POLICY=PASSIVE $(BIN)/pytest -n 3

bench: $(VENV)/.developed
	for b in $(BENCH); do echo "== $$b"; $(BIN)/python benchmarks/$$b --data $(DATA) || exit 1; done

soak: $(VENV)/.developed
	$(BIN)/python tools/fit_page_models.py --data $(DATA)
	for b in $(SOAK); do echo "== $$b"; $(BIN)/python benchmarks/$$b --data $(DATA) || exit 1; done

pictures: $(VENV)/.developed
	$(BIN)/python tools/pictures.py
	rm -rf story-case
	$(BIN)/python tools/story.py story-case --pictures

docs: $(VENV)/.developed
	$(BIN)/python tools/docs_site.py site

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
	rm -rf .axe $(VENV) .venv-datasette .venv-lock .venv-replay demo-case
