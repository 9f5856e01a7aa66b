#!/usr/bin/env bash
# Put in place what a target needs: scripts/setup.sh run|check|test
# When all of it is there this only looks at files: no network, no package manager.
set -euo pipefail
cd "$(dirname "$0")/.."
level=${1:?usage: scripts/setup.sh run|check|test}
PATH=$PATH:/usr/sbin:/sbin  # ldconfig is not on an ordinary Debian user's PATH

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
can_make_venv() { "$1" -c 'import ensurepip, venv' 2>/dev/null; }

find_python() {  # prints a Python >= 3.11, preferably one that can make a virtual environment
    local candidate fallback=
    for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3; do
        is_new_enough "$candidate" || continue
        fallback=${fallback:-$candidate}
        if can_make_venv "$candidate"; then fallback=$candidate; break; fi
    done
    echo "$fallback"
}

venv_works() { [ -x .venv/bin/python ] && is_new_enough .venv/bin/python && .venv/bin/python -c 'import pip' 2>/dev/null; }

is_ubuntu() { grep -qs '^ID=ubuntu' /etc/os-release; }
system_chromium() { [ "$(scripts/chromium.sh)" != playwright ]; }
playwright_chromium() {
    [ -x .venv/bin/python ] && .venv/bin/python - 2>/dev/null <<'PY'
import os
import sys
from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    sys.exit(not os.access(playwright.chromium.executable_path, os.X_OK))
PY
}

office_has() {  # is this part of LibreOffice there?
    local soffice
    soffice=$(command -v soffice) && [ -e "$(dirname "$(readlink -f "$soffice")")/$1" ]
}

missing_packages() {  # prints the Debian packages whose library or program is absent
    local libraries python
    libraries=$(ldconfig -p 2>/dev/null || true)
    grep -q 'libpango-1\.0\.so\.0' <<<"$libraries" || echo libpango-1.0-0
    grep -q 'libpangoft2-1\.0\.so\.0' <<<"$libraries" || echo libpangoft2-1.0-0
    grep -q 'libharfbuzz-subset\.so\.0' <<<"$libraries" || echo libharfbuzz-subset0
    command -v fc-list >/dev/null || echo fontconfig
    if ! venv_works; then
        python=$(find_python)
        if [ -n "$python" ]; then
            can_make_venv "$python" || "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
        elif command -v python3 >/dev/null; then
            echo python3.11 python3.11-venv  # the system's own is too old
        else
            echo python3 python3-venv
        fi
    fi
    [ "$level" = test ] || return 0
    grep -q 'libatomic\.so\.1' <<<"$libraries" || echo libatomic1  # Playwright's own program
    command -v pdftotext >/dev/null || echo poppler-utils
    command -v qpdf >/dev/null || echo qpdf
    office_has libsclo.so || echo libreoffice-calc-nogui  # computes the formulas of a spreadsheet
    office_has libswlo.so || echo libreoffice-writer-nogui  # opens a Word file
    system_chromium || is_ubuntu || playwright_chromium || echo chromium
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
may_install() { command -v apt-get >/dev/null && as_root true 2>/dev/null; }

apt_install() {  # the package lists are fetched only when the ones at hand do not do
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -y
               -o Acquire::Retries=3 -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0)
    as_root "${apt[@]}" install --no-install-recommends "$@" </dev/null >/dev/null 2>&1 && return
    as_root "${apt[@]}" update </dev/null
    as_root "${apt[@]}" install --no-install-recommends "$@" </dev/null >/dev/null
}

install_system_packages() {
    local packages
    read -ra packages <<<"$(missing_packages | tr '\n' ' ')"
    [ ${#packages[@]} -gt 0 ] || return 0
    echo "Missing system packages: ${packages[*]}"
    if may_install; then
        echo "Installing them with apt-get …"
        apt_install "${packages[@]}" || true  # what counts is whether they are there afterwards
        read -ra packages <<<"$(missing_packages | tr '\n' ' ')"
        [ ${#packages[@]} -gt 0 ] || return 0
        echo "Still missing: ${packages[*]}" >&2
    fi
    echo "Install them first, on Debian or Ubuntu with:" >&2
    echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages[*]}" >&2
    echo "(On another system install what these packages hold, and Python 3.11 or newer.)" >&2
    exit 1
}

install_requirements() {  # base|dev; dev.txt holds all of base.txt at the same versions
    local file=requirements/$1.txt
    if [ "$(cat ".venv/installed-$1" 2>/dev/null)" = "$(sha256sum <"$file")" ]; then return; fi
    echo "Installing Python packages from $file …"
    rm -f .venv/installed-*
    .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r "$file"
    if [ "$1" = dev ]; then sha256sum <requirements/base.txt >.venv/installed-base; fi
    sha256sum <"$file" >".venv/installed-$1"
}

install_browser() {  # only where the system has no Chromium of its own
    system_chromium || playwright_chromium || {
        echo "Installing Playwright's own Chromium …"
        if may_install; then as_root "$PWD/.venv/bin/python" -m playwright install-deps chromium </dev/null; fi
        .venv/bin/python -m playwright install chromium </dev/null && playwright_chromium
    } || {
        echo "No Chromium for the browser tests. Install one by hand:" >&2
        echo "  Debian: sudo apt-get install -y chromium" >&2
        echo "  elsewhere: .venv/bin/python -m playwright install --with-deps chromium" >&2
        exit 1
    }
}

install_system_packages
if ! venv_works; then
    python=$(find_python)
    echo "Creating .venv with $("$python" --version) …"
    "$python" -m venv --clear .venv
fi
case $level in
    run) install_requirements base ;;
    check) install_requirements dev ;;
    test) install_requirements dev; install_browser ;;
    *) echo "unknown level: $level" >&2; exit 2 ;;
esac
