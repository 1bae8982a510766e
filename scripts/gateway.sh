#!/usr/bin/env bash
# The gateway of the tests in tests/gateway: OpenClaw and the Node it needs, from npm, into a folder that is kept.
#   --install  make sure it is there
#   --find     print the folder that it is in, or fail
# Without it those tests are skipped with this message; where CI=true that is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."
pins=tests/gateway/openclaw
folder=${XDG_CACHE_HOME:-$PWD/.cache}/mission-control-gateway/$(cat $pins/package-lock.json | cksum | tr -d ' ')

case "${1:-}" in
    --find)
        [ -f "$folder/complete" ] && echo "$folder"
        ;;
    --install)
        [ -f "$folder/complete" ] && exit
        echo "Installing the gateway of the tests"
        mkdir -p "$folder"
        # One installation at a time; whoever comes second finds it done.
        exec 9>"$folder/lock"
        command -v flock >/dev/null && flock 9
        if [ ! -f "$folder/complete" ]; then
            cp "$pins"/package.json "$pins"/package-lock.json "$pins"/.npmrc "$folder"
            if (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error >/dev/null); then
                touch "$folder/complete"
            else
                echo "The gateway could not be installed: the tests in tests/gateway will be skipped." >&2
                [ "${CI:-}" != true ]
            fi
        fi
        ;;
    *) echo "usage: $0 --find | --install" >&2; exit 2 ;;
esac
