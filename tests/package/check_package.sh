#!/bin/sh
# Installs a build into an empty prefix and builds and runs a small project that finds it there.
# Usage: tests/package/check_package.sh BUILD_DIR WORK_DIR     (WORK_DIR is emptied first)
set -eu
build=$1
work=$2
source=$(cd "$(dirname "$0")" && pwd)

rm -rf "$work"
mkdir -p "$work"
work=$(cd "$work" && pwd)
cmake --install "$build" --prefix "$work/prefix" >"$work/install.log"
cmake -G Ninja -S "$source" -B "$work/consumer" -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH="$work/prefix" ||
    { echo "the package in $work/prefix was not found or is incomplete" >&2; exit 1; }
cmake --build "$work/consumer"
"$work/consumer/consumer" "$work/prefix/share/zonecast/scenarios/plans/hunan-htz-2017-2019.toml"
"$work/prefix/bin/zonecast" --version
