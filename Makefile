# Two commands do everything: `make run` and `make test`.
PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app wsgi
CATALOGUES := app/translations/mn/LC_MESSAGES/messages.mo


.PHONY: run test test-browser lint format messages docs bench clean

# `make run DEMO=` starts without demonstration data. A worker runs beside the server; Ctrl-C ends both.
DEMO ?= --demo
SERVER := $(BIN)/granian --interface wsgi --host $(HOST) --port $(PORT) --workers 1 --blocking-threads 4 --log-level warning --workers-kill-timeout 3
run: $(VENV)/.run $(CATALOGUES)
	@$(FLASK) prepare $(DEMO)
	@$(FLASK) work & worker=$$!; DEMO_NOTICE=$(if $(DEMO),1) $(SERVER) wsgi:app & server=$$!; \
	trap 'trap - EXIT INT TERM; kill $$worker $$server 2>/dev/null; wait' EXIT INT TERM; wait $$server

test: $(VENV)/.dev $(CATALOGUES)
	$(BIN)/pytest -n 2 $(ARGS)

test-browser: $(VENV)/.dev $(CATALOGUES)
	$(BIN)/pytest -m browser $(ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Collect every string from the code into the Mongolian catalogue.
messages: $(VENV)/.dev
	@mkdir -p build
	$(BIN)/pybabel -q extract -F babel.cfg -k _l -k lazy_gettext --no-wrap --sort-by-file --omit-header -o build/messages.pot app
	$(BIN)/pybabel -q update -N --no-wrap --ignore-pot-creation-date --ignore-obsolete -i build/messages.pot -d app/translations -l mn

docs: $(VENV)/.dev $(CATALOGUES)
	$(FLASK) write-docs

# `make bench ARGS="--size 100k,1m --database sqlite,postgresql --write"`
bench: $(VENV)/.bench $(CATALOGUES)
	$(BIN)/python -m bench $(ARGS)

clean:
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.run: requirements.txt
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.run

$(VENV)/.bench: requirements-bench.txt $(VENV)/.dev
	@$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	@touch $@

%.mo: %.po | $(VENV)/.run
	@$(BIN)/pybabel -q compile -i $< -o $@
