# Every command here is described in docs/setup.md.
export ARGS PORT

.PHONY: help run test test-fast check lock vendor

help:  ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 20

run:  ## install what is missing, prepare the demo data, serve on http://127.0.0.1:8000 (PORT=…)
	@scripts/run.sh

test:  ## the whole suite on SQLite and on PostgreSQL (ARGS="-k adopt")
	@scripts/test.sh

test-fast:  ## the suite on SQLite without the browser tests (ARGS=…)
	@scripts/test.sh fast

check:  ## style, import directions, migrations, production settings, lock files
	@scripts/check.sh

lock:  ## rewrite requirements/*.txt after a change in pyproject.toml (ARGS=--upgrade)
	@scripts/lock.sh

vendor:  ## fetch static/vendor and static/fonts again, at the versions in scripts/vendor.py
	@scripts/setup.sh check
	@.venv/bin/python scripts/vendor.py
