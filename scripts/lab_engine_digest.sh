#!/bin/sh
# SHA-256 of every source that the engine of the policy lab is compiled from (lab/engine/CMakeLists.txt), and of the
# engine itself.
set -eu
cd "$(dirname "$0")/.."
sources=$(find model lab/engine cmake/wasm.cmake -type f \
    \( -name '*.?pp' -o -name '*.inc' -o -name '*.cmake' -o -path 'lab/engine/*' \) |
    grep -vE '^model/(inference|graph)/|^lab/engine/shipped/' | LC_ALL=C sort)
sha256sum $sources lab/engine/shipped/engine.wasm.gz
