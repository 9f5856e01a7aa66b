#!/usr/bin/env bash
# All checks that are not tests. Runs every one, so that one call shows everything there is to repair.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh check
python=$PWD/.venv/bin/python
failed=()

step() {  # step NAME command…
    local name=$1 started=$SECONDS; shift
    echo "── $name"
    "$@" </dev/null || failed+=("$name")
    echo "── $name took $((SECONDS - started)) s"
}

# As on a server, and with nothing of this machine's own settings.
production() {
    env -i PATH="$PATH" HOME="$HOME" LANG=C.UTF-8 \
        DEBUG=off SECRET_KEY="$("$python" -c 'import secrets; print(secrets.token_urlsafe(45))')" \
        ALLOWED_HOSTS=planner.example.nl SITE_URL=https://planner.example.nl \
        DATABASE_URL=sqlite:///:memory: EMAIL_URL=consolemail:// DEFAULT_FROM_EMAIL=planner@example.nl \
        "$@"
}

step "style" "$python" -m ruff check .
step "format" "$python" -m ruff format --check .
step "import directions" "$python" -c 'import sys; from importlinter.cli import lint_imports_command as run; sys.path.insert(0, "."); run()'
step "missing migrations" production "$python" manage.py makemigrations --check --dry-run
step "production settings" production "$python" manage.py check --deploy --fail-level WARNING
step "lock files" "$python" scripts/locks.py check

if [ ${#failed[@]} -gt 0 ]; then
    printf 'FAILED: %s\n' "${failed[@]}" >&2
    exit 1
fi
