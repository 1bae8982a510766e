#!/usr/bin/env bash
# The browser of the journey tests.
#   --find     print the path of a usable Chromium, or fail
#   --install  make sure there is one: from Debian's packages, when that is possible and allowed
# The headless shell is the same engine without the windows, which costs a fifth less of a processor.
# Without one the journeys are skipped with this message; where CI=true that is a failure.
set -euo pipefail

find_chromium() {
    local candidate
    for candidate in "${CHROMIUM_PATH:-}" chromium-headless-shell chromium chromium-browser google-chrome-stable google-chrome; do
        if [ -n "$candidate" ] && candidate=$(command -v "$candidate") && "$candidate" --version >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

install_chromium() {
    find_chromium >/dev/null && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing Chromium for the journey tests"
        export DEBIAN_FRONTEND=noninteractive
        # The wait is for another package installation that is under way.
        local package apt=(apt-get -qq -o DPkg::Lock::Timeout=300)
        "${apt[@]}" update </dev/null >/dev/null || true
        for package in chromium-headless-shell chromium; do
            "${apt[@]}" install -y --no-install-recommends "$package" fonts-liberation </dev/null >/dev/null || continue
            find_chromium >/dev/null && return
        done
    fi
    echo "No Chromium found: the browser journeys will be skipped. Install it, or set CHROMIUM_PATH." >&2
    [ "${CI:-}" != true ]
}

case "${1:-}" in
    --find) find_chromium ;;
    --install) install_chromium ;;
    *) echo "usage: $0 --find | --install" >&2; exit 2 ;;
esac
