# Two commands: `make report` and `make test`. Each sets up what it needs.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
STAMP := $(VENV)/.installed

.PHONY: install report expect test test-full bench mutate lint kernel pin readme clean lock

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml numerics/sweeps/interval_table.c
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

# The proof kernel is used when it is installed; its absence is reported as not run.
report: $(STAMP)
	$(BIN)/opmerge report --out build/report $$(command -v coqc >/dev/null && echo --kernel)
	$(BIN)/python reports/recheck.py build/report/ledger.json $$(command -v coqc >/dev/null && echo --kernel)

# After a deliberate change of what a ledger says, from a report made with the kernel; the difference is for a person to read.
expect: $(STAMP)
	$(BIN)/python reports/listed.py build/report/ledger.json

test: $(STAMP)
	$(BIN)/python -m pytest -q -n $(JOBS)

test-full: $(STAMP)
	HYPOTHESIS_PROFILE=thorough $(BIN)/python -m pytest -q -n $(JOBS) -m "full or not full"

bench: $(STAMP)
	$(BIN)/python tests/benchmarks/bench.py --out build/bench

# Single edits of the suite, and who notices them; interrupted, it goes on where it was.
mutate: $(STAMP)
	$(BIN)/python tests/mutation/mutate.py --out build/mutation --jobs $(JOBS)

lint: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

kernel:
	apt-get update -qq
	apt-get install -y -qq --no-install-recommends coq

# After a deliberate change of a statement, a check or a definition; the difference is for a person to read.
pin: $(STAMP)
	$(BIN)/python -m reports.verify.pin

readme: $(STAMP)
	$(BIN)/python tests/readme.py

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header --group dev --extra data pyproject.toml -o requirements.lock

clean:
	rm -rf build $(VENV) numerics/sweeps/*.so
