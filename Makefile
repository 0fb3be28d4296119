# Everything that this project is run and tested with. It needs Python 3.11 to 3.13, git and make, and nothing else.
.DEFAULT_GOAL := help
.PHONY: help run dev test check bench bench-start bench-desk bench-front bench-links bench-page bench-related bench-search bench-behind bench-http format lock

VENV ?= .venv
ARGS ?=
PYTHONS := python3.13 python3.12 python3.11 python3
IN := $(VENV)/bin/python

export PIP_DISABLE_PIP_VERSION_CHECK := 1

# A stamp is named by the checksum of what was installed, so pip runs again exactly when the requirements change.
checksum = $(shell cksum < $(1) | tr ' ' '-')
RUN_STAMP := $(VENV)/.requirements-$(call checksum,requirements.txt)
DEV_STAMP := $(VENV)/.requirements-dev-$(call checksum,requirements-dev.txt)

help:
	@echo "make run      start the site: http://127.0.0.1:8000/ (HOST, PORT, DATA_DIR, DATABASE_URL change it)"
	@echo "make dev      the same with DEBUG and a new start whenever a file changes"
	@echo "make test     the whole test suite, on SQLite and PostgreSQL (ARGS='-k words' for a part of it)"
	@echo "make check    style, types, imports, migrations, deployment settings, requirements"
	@echo "make bench        what grows with a site: 100 to 100,000 articles, both engines (docs/performance/growth.md)"
	@echo "make bench-start  how long the first and later starts take"
	@echo "make bench-desk   what the edition editor costs: server time, queries, the first interaction"
	@echo "make bench-front  what the desk's front page, lists and article page cost with 1,000 articles"
	@echo "make bench-links  what checking links takes, politely, and after a kill (ARGS='--full --postgres' for more)"
	@echo "make bench-page   what each public page costs that no cache holds: queries, processor time, on both engines"
	@echo "make bench-related  what finding related articles costs among 10,000 with 100,000 taggings"
	@echo "make bench-search   what searching and typing ahead cost among 10,000 articles, on both engines"
	@echo "make bench-behind   how far one machine is behind what another wrote"
	@echo "make bench-http   what a page costs from the socket on, beside nginx, gunicorn and a bare Django page"
	@echo "make format   put code and templates into the one style"
	@echo "make lock     resolve requirements*.in into requirements*.txt"

run: $(RUN_STAMP)
	@$(IN) manage.py serve

dev: $(RUN_STAMP)
	@DEBUG=1 $(IN) manage.py serve --dev

test: $(DEV_STAMP)
	@$(IN) -m tests.engines $(ARGS)

bench: $(DEV_STAMP)
	@$(IN) -W ignore -m tests.growth $(ARGS)

bench-start: $(DEV_STAMP)
	@$(IN) -m tests.bench_start

bench-front: $(DEV_STAMP)
	@$(IN) -m tests.bench_front

bench-desk: $(DEV_STAMP)
	@$(IN) -m tests.bench_desk

bench-links: $(DEV_STAMP)
	@$(IN) -m tests.bench_links $(ARGS)

bench-page: $(DEV_STAMP)
	@$(IN) -m tests.bench_page

bench-related: $(DEV_STAMP)
	@$(IN) -m tests.bench_related

bench-search: $(DEV_STAMP)
	@$(IN) -m tests.bench_search

bench-http: $(DEV_STAMP)
	@$(IN) -m tests.bench_http

bench-behind: $(DEV_STAMP)
	@$(IN) -m tests.bench_behind

check: $(DEV_STAMP)
	@$(IN) -m tests.checks

format: $(DEV_STAMP)
	@$(VENV)/bin/ruff check --quiet --fix-only . && $(VENV)/bin/ruff format .
	@git ls-files -z --cached --others --exclude-standard 'templates/*.html' | xargs -0 $(VENV)/bin/djade --target-version 5.2

lock: $(DEV_STAMP)
	@$(call locked,requirements.in,requirements.txt)
	@$(call locked,requirements-dev.in -c requirements.txt,requirements-dev.txt)

locked = $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock" $(1) --output-file $(2) $(UPGRADE) && echo "Written: $(2)"

$(RUN_STAMP): $(IN)
	@$(call install,requirements.txt)
	@touch $@

# What runs the site is among what tests it.
$(DEV_STAMP): $(IN)
	@$(call install,requirements-dev.txt)
	@touch $@ $(RUN_STAMP)

define install
	echo "Installing $(1) into $(VENV) (once; a minute or two)"; \
	rm -f $(VENV)/.requirements-*; \
	$(IN) -m pip install --quiet --require-hashes -r $(1) || { \
		echo "pip could not install $(1): its lines above say why. Check the network connection," >&2; \
		echo "then give the same command again." >&2; exit 1; }
endef

# The first Python that really runs: a pyenv shim may be on PATH for a version that is not installed.
$(IN):
	@python="$(PYTHON)"; \
	usable='import sys, ensurepip, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'; \
	for candidate in $(PYTHONS); do \
		if [ -z "$$python" ] && $$candidate -c "$$usable" >/dev/null 2>&1; then python=$$candidate; fi; \
	done; \
	if [ -z "$$python" ]; then \
		echo "No Python 3.11, 3.12 or 3.13 with venv was found. Install one (Debian: apt install python3 python3-venv)," >&2; \
		echo "or name it: make run PYTHON=/path/to/python3.12" >&2; exit 1; \
	fi; \
	$$python -c "$$usable" || { echo "$$python is no Python 3.11, 3.12 or 3.13 with venv." >&2; exit 1; }; \
	echo "Making the virtual environment $(VENV) with $$($$python --version)"; \
	$$python -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }
