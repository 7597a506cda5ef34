# The two commands of the README are `make run` and `make test`. Everything else is for people who work on CoachLMS.
# Nothing needs to be installed by hand but python3, its venv module and make.
SHELL := /bin/bash
PY := .venv/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test bench lint types imports check lock clean

run: .venv/run.stamp
	@$(PY) manage.py prepare
	@exec $(PY) manage.py up

test: .venv/test.stamp
	@$(PY) -m tests.run

bench: .venv/test.stamp  ## prints a table; BENCH="--on sqlite --only report" narrows it
	@$(PY) -m tests.load.bench $(BENCH)

lint: .venv/test.stamp
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djlint templates --lint --quiet

types: .venv/test.stamp
	.venv/bin/mypy

imports: .venv/test.stamp
	.venv/bin/lint-imports

check: lint types imports
	$(PY) manage.py makemigrations --check --dry-run
	SITE_URL=https://school.example ALLOWED_HOSTS=school.example $(PY) manage.py check --deploy --fail-level WARNING

.venv/run.stamp: requirements.lock
	@echo "Setting up Python packages in .venv (once) …"
	@python3 -m venv .venv
	@.venv/bin/pip install --quiet --require-hashes -r requirements.lock
	@touch $@

.venv/test.stamp: requirements-dev.lock
	@echo "Setting up test packages in .venv (once) …"
	@python3 -m venv .venv
	@.venv/bin/pip install --quiet --require-hashes -r requirements-dev.lock
	@touch $@ .venv/run.stamp

lock: .venv/test.stamp  ## after a change to requirements.txt or requirements-dev.txt
	for name in requirements requirements-dev; do \
	  .venv/bin/uv pip compile --quiet --generate-hashes --no-header --no-annotate \
	    --python-version 3.11 $$name.txt --output-file $$name.lock; done

clean:  ## packages and caches; never var/, where the data is
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
