#!/usr/bin/env bash
# Files that the program writes about itself: `write` makes them, `check` fails when one is out of date.
#   docs/*.md                    permissions and configuration, by the program's own `docs` command
#   web/openapi.json             the API document
#   web/src/lib/api/schema.d.ts  the types of the web application, made from it
#   deploy/…/values.schema.json  the settings that the chart's `config` may hold
set -euo pipefail
cd "$(dirname "$0")/.."
program=.venv/bin/mission-control
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Nothing of the developer's own settings or data may get into a generated file.
run() { env -i PATH="$PATH" HOME="$HOME" DATA_DIR="$work/data" "$program" "$@"; }

api_files() {
    [ -f web/package.json ] || return 0
    run openapi >"$work/openapi.json"
    "$1" "$work/openapi.json" web/openapi.json
    (cd web && node_modules/.bin/openapi-typescript "$work/openapi.json" --output "$work/schema.d.ts" >/dev/null)
    "$1" "$work/schema.d.ts" web/src/lib/api/schema.d.ts
}

chart() {
    .venv/bin/python scripts/chart_schema.py >"$work/values.schema.json"
    "$1" "$work/values.schema.json" deploy/helm/mission-control/values.schema.json
}

same() {
    cmp -s "$1" "$2" && return
    echo "$2 is out of date: run \`make generate\` and commit the result." >&2
    exit 1
}

case "${1:-}" in
    write) run docs && api_files cp && chart cp ;;
    check) run docs --check && api_files same && chart same ;;
    *) echo "usage: $0 write | check" >&2; exit 2 ;;
esac
