#!/usr/bin/env bash
# Files that the program writes about itself: `write` makes them, `check` fails when one is out of date.
set -euo pipefail
cd "$(dirname "$0")/.."
program=.venv/bin/mission-control

case "${1:-}" in
    write) "$program" docs ;;
    check) "$program" docs --check ;;
    *) echo "usage: $0 write | check" >&2; exit 2 ;;
esac
