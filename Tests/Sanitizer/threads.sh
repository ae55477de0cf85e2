#!/bin/bash
# Tests under ThreadSanitizer, in a copy of the sources that locks with SeenMutex: threads.sh FILTER
set -eu
cd "$(dirname "$0")/../.."
copy=.build/thread-sources
mkdir -p $copy
rsync -a --delete --exclude .build --exclude .git --exclude .swiftpm ./ $copy/
cd $copy
cp Tests/Sanitizer/SeenMutex.swift Sources/Tensors/
grep -rlE '\bMutex[<(]' Sources Evaluations Tests --include=*.swift | while read -r file; do
  sed -i -E 's/\bMutex([<(])/SeenMutex\1/g' "$file"
  grep -q '^import Tensors' "$file" || case $file in Sources/Tensors/*) ;; *) sed -i '1i import Tensors' "$file" ;; esac
done
swift test -c release -Xswiftc -enable-testing --scratch-path ../thread --sanitize=thread --filter "$1"
