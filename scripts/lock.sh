#!/usr/bin/env bash
# Rewrite the lock files from pyproject.toml. ARGS=--upgrade also takes newer versions.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh run
if [ ! -x var/uv/bin/uv ]; then
    .venv/bin/python -m venv --clear var/uv
    var/uv/bin/python -m pip install -qq --disable-pip-version-check uv
fi

compile() {
    # The output holds names, versions and hashes, and nothing of the machine it was made on.
    # shellcheck disable=SC2086  # ARGS is a list of options
    var/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-header --no-annotate ${ARGS:-} pyproject.toml "$@"
}

compile -o requirements/base.txt
compile --extra dev -c requirements/base.txt -o requirements/dev.txt
.venv/bin/python scripts/locks.py stamp
.venv/bin/python scripts/locks.py check
