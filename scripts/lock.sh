#!/usr/bin/env bash
# Pins every dependency with hashes, for all supported Pythons and platforms, without naming a package host.
# Extra arguments go to uv, for example: scripts/lock.sh --upgrade
set -euo pipefail
cd "$(dirname "$0")/.."
uv=${UV:-.venv/bin/uv}

pin() {
    "$uv" pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@"
}

pin "$@" pyproject.toml --output-file requirements.lock
pin "$@" --group build --constraint requirements.lock --output-file requirements-build.lock
pin "$@" pyproject.toml --group build --group dev --constraint requirements.lock \
    --constraint requirements-build.lock --output-file requirements-dev.lock

if grep -nE '://|--(index|extra-index|find-links)' requirements*.lock; then
    echo "A lock file names a host; it must work with whatever index is configured." >&2
    exit 1
fi
