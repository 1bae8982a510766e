#!/usr/bin/env bash
# Sends generated requests to the product on both databases and holds its answers against the API document.
#   scripts/fuzz.sh [minutes] [seed]    minutes for each database, both at once; another seed, other requests
set -euo pipefail
cd "$(dirname "$0")/.."
export FUZZ_MINUTES=${1:-10} FUZZ_SEED=${2:-1}
exec .venv/bin/pytest -n 2 --dist load -q -rA --tb=short tests/fuzz/long_run.py
