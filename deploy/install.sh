#!/usr/bin/env bash
# Make .venv and install the locked dependencies into it: deploy/install.sh PYTHON
# uv does it in a tenth of pip's time; where uv cannot (a package index of which only pip was told), pip does it.
set -euo pipefail
log=.local/install.log
pip=(.venv/bin/python -m pip install --quiet --no-compile --disable-pip-version-check --no-input)
uv=(.venv/bin/uv pip install --quiet --python .venv/bin/python)

make_environment() { # one that was left half made is made anew
  .venv/bin/python -m pip --version || { rm -rf .venv && "$1" -m venv .venv; }
}

install_with() {
  "$@" --require-hashes -r requirements.lock && "$@" --no-deps --no-build-isolation -e .
}

mkdir -p .local
printf 'Installing the locked dependencies into .venv (once) '
while sleep 1; do printf .; done &
trap 'kill "$!" 2>/dev/null; echo' EXIT
{
  make_environment "$1"
  { "${pip[@]}" --require-hashes -r requirements-installer.lock && install_with "${uv[@]}"; } || install_with "${pip[@]}"
} >"$log" 2>&1 || { echo; tail -n 30 "$log"; exit 1; }
