#!/usr/bin/env bash
# Sends generated requests, and sequences of moves by random people and agents, to the product on both databases: holds
# its answers against the API document and the board against what must always be true.
#   scripts/fuzz.sh [minutes] [seed]    minutes for each of the four, two at once; another seed, other requests
set -euo pipefail
cd "$(dirname "$0")/.."
export FUZZ_MINUTES=${1:-10} FUZZ_SEED=${2:-1}
exec .venv/bin/pytest -n 2 --dist load -q -rA --tb=short tests/fuzz/long_run.py
