#!/usr/bin/env bash
# Prints the Chromium for the browser tests, or "playwright" for the one that Playwright installed.
set -euo pipefail
# Ubuntu's chromium is a stub for a snap, which Playwright cannot drive.
if ! grep -qs '^ID=ubuntu' /etc/os-release && chromium --version </dev/null >/dev/null 2>&1; then
    command -v chromium
else
    echo playwright
fi
