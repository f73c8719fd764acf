#!/bin/sh
# SHA-256 over the sources that the engine of the policy lab is compiled from: the files of lab/engine/CMakeLists.txt with their headers.
set -eu
cd "$(dirname "$0")/.."
find model lab/engine cmake/wasm.cmake -type f \( -name '*.?pp' -o -name '*.inc' -o -name '*.cmake' -o -path 'lab/engine/*' \) |
    grep -vE '^model/(inference|graph)/' | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -d' ' -f1
