#!/bin/sh
# build.sh [KERNEL_FILES...] builds .build/emulator/libdiorama_emulated.so, the given kernels (else the engine's) and
# the emulated CUDA libraries in one, and links under the names that programs load. OUT names another folder.
set -e
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
out=${OUT:-$root/.build/emulator}

fail() {
    echo "build.sh: $*" >&2
    exit 1
}

# Swift brings clang++.
cxx=${CXX:-$(command -v g++ || echo clang++)}
command -v "${cxx%% *}" >/dev/null || fail "$cxx is missing: apt-get install g++, or set CXX to a C++ compiler"

if [ $# = 0 ]; then
    # Files use what those before them declare, so they are taken in the engine's order.
    device=$root/Sources/Tensors/CUDA/CUDADevice.swift
    [ -e "$device" ] || fail "$device is missing, which says in what order kernels are compiled"
    names=$(sed -n '/static let source = \[/,/\]/p' "$device" | grep -oE 'PackageResources\.[A-Za-z0-9_]+_cu' |
        sed -E 's/.*\.//; s/_cu$/.cu/')
    [ -n "$names" ] || fail "found no list of kernel files in CUDADevice.source ($device)"
    for name in $names; do
        set -- "$@" "$root/Sources/Tensors/CUDA/Kernels/$name"
    done
fi
for file in "$@"; do
    [ -e "$file" ] || fail "the kernel file $file is missing"
done

mkdir -p "$out"
flags="-std=c++17 -O2 -g -march=native -fPIC -fvisibility=hidden -I$here"
blas=
if echo '#include <cblas.h>
int main() { return cblas_sgemm == 0; }' | $cxx -x c++ - -lopenblas -o "$out/blas_probe" 2>/dev/null; then
    blas="-lopenblas"
    flags="$flags -DEMULATOR_WITH_BLAS"
fi
rm -f "$out/blas_probe"

{
    echo '#include "emulate.h"'
    for file in "$@"; do
        echo "#include \"$(realpath "$file")\""
    done
    echo 'namespace {'
    echo 'struct Registration {'
    echo '    Registration() {'
    # Launch bounds may stand between the return type and the name, and the declaration may span lines.
    cat "$@" | tr '\n' ' ' |
        grep -oE 'extern +"C" +__global__ +void +(__launch_bounds__ *\([^)]*\) *)?[A-Za-z_][A-Za-z0-9_]* *\(' |
        sed -E 's/ *\($//; s/.*[ )]//' | grep -v '##' | sort -u |
        while read -r name; do
            echo "        emulated::add_kernel(\"$name\", [](void **p) { emulated::invoke(::$name, p); }, ::$name);"
        done
    echo '    }'
    echo '} registration;'
    echo '}'
} > "$out/kernels.cpp"

objects=
for source in "$here"/fibers.cpp "$here"/tensor_cores.cpp "$here"/memory.cpp "$here"/driver.cpp "$here"/compiler.cpp \
    "$here"/blas.cpp; do
    object=$out/$(basename "$source" .cpp).o
    $cxx $flags -Wall -Wextra -c "$source" -o "$object"
    objects="$objects $object"
done
# Kernels have pragmas and attributes that only CUDA's compilers know.
$cxx $flags -w -c "$out/kernels.cpp" -o "$out/kernels.o"
$cxx -shared -o "$out/libdiorama_emulated.so" $objects "$out/kernels.o" $blas -pthread
for name in libcuda.so.1 libnvrtc.so.13 libcublas.so.13; do
    ln -sf libdiorama_emulated.so "$out/$name"
done
