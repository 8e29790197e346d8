# Two commands to begin with: `make demo` and `make test`. Both set everything up by themselves, in .venv.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo test check format bench train eval setup clean

demo: $(READY)  ## play ten weeks in a small group and show the last two
	@$(BIN)/potluck demo

test: check  ## everything that CI runs; three at a time, because most of them wait
	$(BIN)/pytest -n 3 --dist worksteal

check: $(READY)  ## format, lint, types, contracts: seconds
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY)  ## the figures, beside something else in the same run; FILE=messages.jsonl for the first
	$(BIN)/python -m bench.judge $(FILE)
	$(BIN)/python -m bench.ledger
	$(BIN)/python -m bench.replay

train: $(READY)  ## learn the model from the corpus; EXTRA=rows.jsonl learns from rows of others too
	@$(BIN)/uv sync --locked --quiet --group train
	$(BIN)/python -m training.train $(if $(EXTRA),--extra $(EXTRA))

eval: $(READY)  ## figures on messages that the model never saw; FILE=rows.jsonl measures those too
	@$(BIN)/uv sync --locked --quiet --group train
	$(BIN)/python -m training.evaluate $(FILE)

setup: $(READY)

$(READY): pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Potluck needs Python 3.11 or later: run  make PYTHON=python3.12  or the like"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "This Python has no venv: on Debian and Ubuntu  apt-get install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.7'
	@echo "Setting up (once; a minute or so) ..."
	@$(BIN)/uv sync --locked --quiet
	@touch $(READY)

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis potluck-demo dist
