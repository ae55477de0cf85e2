#!/bin/sh
# Tests the emulator itself; the bad launch that it reports is part of the test.
set -e
here=$(cd "$(dirname "$0")" && pwd)
OUT=${OUT:-$here/../../.build/emulator/selftest}
export OUT
"$here/build.sh" "$here/selftest.cu"
${CXX:-$(command -v g++ || echo clang++)} -std=c++17 -O1 -Wall -Wextra "$here/selftest.cpp" -o "$OUT/selftest" -ldl
"$OUT/selftest" "$OUT"
DIORAMA_EMULATED_ORDER=reverse DIORAMA_EMULATED_GUARD=1 "$OUT/selftest" "$OUT"
