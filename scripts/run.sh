#!/usr/bin/env bash
# Everything from a fresh clone to a running demo. Safe to repeat.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh run

free_port() {  # prints the first free port from $1 on
    .venv/bin/python - "$1" <<'PY'
import socket
import sys

for port in range(int(sys.argv[1]), 65536):
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except OSError:
            continue
    print(port)
    break
PY
}

wanted=${PORT:-8000}
port=$(free_port "$wanted")
if [ "$port" != "$wanted" ]; then echo "Port $wanted is taken; using $port."; fi

export DEBUG=on DEMO=on SITE_URL=${SITE_URL:-http://127.0.0.1:$port}
mkdir -p var
.venv/bin/python manage.py migrate --verbosity 0
.venv/bin/python manage.py load_reference
.venv/bin/python manage.py seed_demo
echo
echo "The planner runs on http://127.0.0.1:$port   (stop with Ctrl-C)"
# A worker that gets Ctrl-C together with its parent sometimes hangs: hence the time-out.
exec .venv/bin/python -m granian --interface wsgi --host 127.0.0.1 --port "$port" --log-level warning \
    --workers 2 --blocking-threads 1 --workers-kill-timeout 5 npo_planner.wsgi:application
