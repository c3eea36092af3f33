#!/bin/sh
# Makes .venv with the pinned packages: `environment.sh run` or `environment.sh dev`.
# Uses uv where it is there (seconds), else venv and pip (a minute). PYTHON names another python.
set -eu
cd "$(dirname "$0")/.."

kind="$1"
case "$kind" in
    run) pins=requirements.txt ;;
    dev) pins=requirements-dev.txt ;;
    *) echo "usage: environment.sh run|dev" >&2; exit 2 ;;
esac
stamp=".venv/.ready-$kind"

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if new_enough "$name"; then
            echo "$name"
            return
        fi
    done
    {
        echo "Ketenbord needs Python 3.11 or later."
        echo "Found: $("${PYTHON:-python3}" --version 2>&1 || true)"
        echo "Install it, or name it: make run PYTHON=/path/to/python3.12"
    } >&2
    return 1
}

make_venv() {
    python=$(find_python)
    echo "  Making .venv with $("$python" --version)"
    rm -rf .venv
    if command -v uv >/dev/null 2>&1; then
        uv venv --quiet --no-project --python "$("$python" -c 'import sys; print(sys.executable)')" .venv
        return
    fi
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        # Debian keeps this part of Python in a package of its own.
        if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
            echo "  Installing python3-venv"
            apt-get -o DPkg::Lock::Timeout=300 -qq update >/dev/null
            DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -qq install \
                --yes --no-install-recommends python3-venv >/dev/null
        fi
        "$python" -c 'import ensurepip, venv' 2>/dev/null || {
            echo "This Python lacks its venv part. On Debian or Ubuntu: apt-get install python3-venv" >&2
            exit 1
        }
    fi
    "$python" -m venv .venv
}

# An environment of another machine, folder or Python does not run: make it again.
usable() {
    [ -x .venv/bin/python ] && new_enough .venv/bin/python &&
        [ "$(.venv/bin/python -c 'import os, sys; print(os.path.realpath(sys.prefix))')" = "$(pwd -P)/.venv" ]
}

if usable && [ -e "$stamp" ] && [ ! "$pins" -nt "$stamp" ]; then
    exit 0
fi
# One that uv made has no pip, and uv may be gone.
can_install() {
    command -v uv >/dev/null 2>&1 || .venv/bin/python -c 'import pip' 2>/dev/null
}

if ! usable || ! can_install; then
    make_venv
fi

echo "  Installing the packages of $pins (a minute, the first time)"
if command -v uv >/dev/null 2>&1; then
    uv pip install --quiet --python .venv/bin/python --require-hashes -r "$pins"
else
    .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input \
        --require-hashes -r "$pins"
fi
touch "$stamp"
