#!/bin/sh
# Writes requirements.txt and requirements-dev.txt from pyproject.toml: exact versions with hashes,
# for every platform, without the address of a registry.
set -eu
cd "$(dirname "$0")/.."

uv=uv
command -v uv >/dev/null 2>&1 || uv=.venv/bin/uv
[ "$uv" = uv ] || [ -x "$uv" ] || .venv/bin/python -m pip install --quiet --disable-pip-version-check uv

pin() {
    "$uv" pip compile --quiet --upgrade --universal --generate-hashes --no-header \
        --no-emit-index-url --no-emit-find-links --python-version 3.11 "$@"
}

pin pyproject.toml --output-file requirements.txt
# The same versions again, and what tests and checks need besides.
pin pyproject.toml --extra dev --constraint requirements.txt --output-file requirements-dev.txt
