#!/usr/bin/env bash
# The suite on SQLite and on PostgreSQL; with the argument "fast" on SQLite without a browser.
# The last lines are pytest's own summaries, one for each part.
set -euo pipefail
cd "$(dirname "$0")/.."
speed=${1:-all}
if [ "$speed" = fast ]; then scripts/setup.sh check; else scripts/setup.sh test; fi

extra=(); eval "extra=(${ARGS:-})"  # keeps quotes: ARGS="-k 'adopt and not mr'"
color=(); if [ -t 1 ]; then color=(--color=yes); fi
logs=var/test-logs; rm -rf "$logs"; mkdir -p "$logs"
worst=0; ran=0; summary=

part() {  # part NAME pytest-arguments…
    local name=$1 code=0 started=$SECONDS; shift
    echo "── $name"
    .venv/bin/python -m pytest ${color[@]+"${color[@]}"} "$@" ${extra[@]+"${extra[@]}"} </dev/null 2>&1 \
        | tee "$logs/$name.log" || code=$?
    echo "── $name took $((SECONDS - started)) s"
    summary+="$name"$'\n'"$(tail -n 1 "$logs/$name.log")"$'\n'
    if [ "$code" -ne 5 ]; then
        ran=$((ran + 1))
    elif [ -n "${ARGS:-}" ]; then
        code=0  # 5 is "no tests": a selection of one's own may leave a part empty, though not all of them
    fi
    if [ "$code" -ne 0 ]; then worst=$code; fi
}

postgres_url() {  # prints the URL of the PostgreSQL to test on, if one answers
    .venv/bin/python - "${TEST_DATABASE_URL:-postgres://postgres@127.0.0.1:5432/npo_planner}" 2>/dev/null <<'PY'
import sys
from urllib.parse import urlsplit

import psycopg

# The database itself need not exist: Django makes test_NAME from the database "postgres".
psycopg.connect(urlsplit(sys.argv[1])._replace(path="/postgres").geturl(), connect_timeout=3).close()
print(sys.argv[1])
PY
}

# Django refuses database calls in a thread with an event loop; Playwright's runs in the main one.
# Two browsers at once: a browser test mostly waits.
browser() { NPO_CHROMIUM=$(scripts/chromium.sh) DJANGO_ALLOW_ASYNC_UNSAFE=true part "$@" -m browser -n 2; }

unset DATABASE_URL DEBUG DEMO SECRET_KEY SITE_URL ALLOWED_HOSTS EMAIL_URL DEFAULT_FROM_EMAIL
part sqlite -m "not browser" -n 2
if [ "$speed" != fast ]; then
    browser sqlite-browser
    if url=$(postgres_url); then
        export DATABASE_URL=$url
        # What touches no database ran already.
        part postgresql -m "not browser and not no_database" -n 2 --create-db
        browser postgresql-browser --create-db
    else
        echo "PostgreSQL niet bereikbaar: suite only ran on SQLite"
        if [ -n "${CI:-}${TEST_DATABASE_URL:-}" ]; then worst=1; fi
    fi
fi

if [ "$ran" -eq 0 ]; then worst=5; fi
echo
printf '%s' "$summary"
exit "$worst"
