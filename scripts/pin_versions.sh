#!/usr/bin/env bash
# Write constraints.txt: every package of the core and its light extras, pinned with
# hashes, without naming an index host. Needs pip-tools.
set -euo pipefail
cd "$(dirname "$0")/.."
pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-header \
  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
  --extra test --extra dev --extra errors --extra llm --extra study --extra yaml -o constraints.txt pyproject.toml
if grep -nE '[a-z]+:/{2}|--(extra-)?index' constraints.txt; then
  echo "constraints.txt names a host or a path" >&2
  exit 1
fi
