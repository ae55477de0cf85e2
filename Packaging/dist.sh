#!/usr/bin/env bash
# dist.sh BUILD FOLDER makes FOLDER and FOLDER.tar.xz of the diorama built in BUILD: the binary, its resources and every
# shared library beyond glibc, with their licences. It then runs the result, so that a broken folder fails here.
set -euo pipefail
cd "$(dirname "$0")/.."
build=$1
folder=$2
glibc='^(linux-vdso|ld-linux.*|libc|libm|libdl|libpthread|librt|libutil|libresolv)\.so'

# The libraries that the folder's binary loads, glibc apart: a name and a path a line.
libraries() {
    env -i PATH="$PATH" ldd "$folder/diorama" | awk -v glibc="$glibc" '
        { name = $1; sub(".*/", "", name) } name !~ glibc { print name, $2 == "=>" ? $3 : $1 }'
}

fail() {
    echo "$folder is broken: $*" >&2
    exit 1
}

rm -rf "$folder" "$folder.tar.xz"
mkdir -p "$folder/lib/licenses"
folder=$(realpath "$folder")
licenses=$folder/lib/licenses
strip -o "$folder/diorama" "$build/diorama"
# Moved, not copied: a binary that misses them beside itself would look in the folder where it was built, and find them.
mv "$build"/diorama_*.resources "$folder"
# The larger checkpoints would take the archive beyond 60 MiB.
find "$folder/diorama_WorldModel.resources/Checkpoints" -mindepth 1 -maxdepth 1 -type d |
    while read -r checkpoint; do
        [[ " ${CHECKPOINTS:-nano small} " == *" $(basename "$checkpoint") "* ]] || rm -r "$checkpoint"
    done

cp LICENSE "$folder"
toolchain=$(swift -print-target-info | sed -n 's|.*"runtimeResourcePath": "\(.*\)/lib/swift".*|\1|p')
cp "$toolchain/share/swift/LICENSE.txt" "$licenses/swift"
for package in "$build"/../../checkouts/*/; do
    cp "$package"LICENSE* "$licenses/$(basename "$package")"
done
needed=$(libraries)
[ -n "$needed" ] || fail "ldd finds no libraries"
while read -r name path; do
    [ -f "$path" ] || fail "$name is not on this machine"
    cp -L "$path" "$folder/lib/$name"
    package=$(dpkg -S "*/$(basename "$(realpath "$path")")" | head -n 1 | cut -d : -f 1)
    dpkg-query -W -f '${Package} ${Version}, source: ${source:Package} ${source:Version}\n' "$package" \
        >>"$licenses/versions"
    cp -L "/usr/share/doc/$package/copyright" "$licenses/$package"
done <<<"$needed"
# The texts that those refer to.
grep -ohE '/usr/share/common-licenses/[A-Za-z]+(-[0-9.]*[0-9])?' "$licenses"/* | sort -u | xargs -r cp -Lt "$licenses"

needed=$(libraries)
while read -r name path; do
    [ "$path" = "$folder/lib/$name" ] || fail "$name is taken from $path"
done <<<"$needed"
trial=$(mktemp -d)
trap 'rm -rf "$trial"' EXIT
(cd "$trial" && env -i "$folder/diorama" inspect push_ball >scenario) || fail "it shows no scenario"
(cd "$trial" && env -i "$folder/diorama" play --headless --frames 4 --precision f32 --output pictures >log) ||
    fail "it does not play"
[ "$(find "$trial/pictures" -name '*.png' -size +0 | wc -l)" = 4 ] || fail "it writes no pictures"

tar -C "$(dirname "$folder")" --owner 0 --group 0 --sort name -I "xz -6 -T0" -cf "$folder.tar.xz" "$(basename "$folder")"
version=$(objdump -T "$folder/diorama" "$folder"/lib/*.so* | grep -oE 'GLIBC_[0-9.]+' | sort -Vu | tail -n 1)
du -sh "$folder" "$folder.tar.xz"
echo "It needs a machine of the same architecture with glibc ${version#GLIBC_} or later."
