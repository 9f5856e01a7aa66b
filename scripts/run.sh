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

# Two workers make the PDFs. Like the server they have a session of their own, so that Ctrl-C reaches them once, by way
# of stop: a worker finishes the job at hand or gives it back.
workers=()
for _ in 1 2; do
    setsid .venv/bin/python manage.py work </dev/null &
    workers+=($!)
done

# Granian can hang on a signal that reaches it twice, as Ctrl-C does by way of the process group and of its own
# parent. So it has a session of its own and gets one signal; what has not stopped after ten seconds is killed.
setsid .venv/bin/python -m granian --interface wsgi --host 127.0.0.1 --port "$port" --log-level warning \
    --workers 2 --blocking-threads 1 --workers-kill-timeout 5 npo_planner.wsgi:application </dev/null &
server=$!
stop() {
    trap '' INT TERM HUP
    kill -TERM "$server" "${workers[@]}" 2>/dev/null
    for _ in {1..50}; do
        alive=; for each in "$server" "${workers[@]}"; do kill -0 "$each" 2>/dev/null && alive=yes; done
        if [ -z "$alive" ]; then exit 0; fi
        sleep 0.2
    done
    for each in "$server" "${workers[@]}"; do kill -KILL -- "-$each" 2>/dev/null; done
    exit 0
}
trap stop INT TERM HUP
wait "$server"
stop
