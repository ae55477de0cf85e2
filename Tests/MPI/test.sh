#!/bin/bash
# Two processes beside one, with Open MPI: losses, a run that goes on with another number of processes, a process that is killed, and
# the cases of a suite shared out. Usage: Tests/MPI/test.sh PROGRAM
set -u
program=$(realpath "$1")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
export DIORAMA_THREADS=1
root=$([ "$(id -u)" = 0 ] && echo --allow-run-as-root)
two() { mpirun $root --oversubscribe -n 2 "$program" "$@"; }
failures=0
check() { if "${@:2}"; then echo "ok      $1"; else echo "FAILED  $1"; failures=$((failures + 1)); fi; }

cat > tiny.yaml <<'Y'
{ name: tiny, width: 32, height: 32, episodes: 3, frames: 33, stagedEpisodes: 1, compressorWidth: 16, compressorBatch: 4,
  latentChannels: 8, transformerWidth: 64, transformerDepth: 2, transformerHeads: 2, clips: 4, clipFrames: 8,
  validationSteps: 20 }
Y
losses() { grep -o '"loss":[0-9.e-]*' "$1" | cut -d: -f2; }
# Whether the losses of two logs, of as many steps, are alike to two in a hundred.
alike() {
  paste <(losses "$1") <(losses "$2") |
    awk -v n="$3" '{ d = ($1 - $2) / $1; if (d > 0.02 || d < -0.02 || NF < 2) bad = 1 } END { exit bad || NR != n }'
}

for part in compressor transformer; do
  "$program" train $part --run one --config tiny.yaml --steps 30 > /dev/null 2> one.txt || cat one.txt
  two train $part --run two --config tiny.yaml --steps 30 > /dev/null 2> two.txt || cat two.txt
  check "$part: two processes have the losses of one" alike one/$part.jsonl two/$part.jsonl 30
done
"$program" train transformer --run one --config tiny.yaml --steps 40 > /dev/null 2>&1
"$program" train transformer --run two --config tiny.yaml --steps 40 > /dev/null 2>&1
check "a run of two goes on with one" alike one/transformer.jsonl two/transformer.jsonl 40

two train transformer --run two --config tiny.yaml --steps 100000 > /dev/null 2> killed.txt &
for _ in $(seq 600); do
  [ "$(wc -l < two/transformer.jsonl)" -gt 65 ] && break
  sleep 0.1
done
victim=$(pgrep -f "$program train transformer --run two" | while read -r p; do
  tr '\0' '\n' < "/proc/$p/environ" | grep -q '^OMPI_COMM_WORLD_RANK=1$' && echo "$p"; done | head -1)
kill -KILL "$victim"
wait $!
check "the end of a process ends the other" [ $? != 0 ]
check "the lost process is named" grep -q "process rank 1 .* exited on signal 9" killed.txt
two train transformer --run two --config tiny.yaml --steps 70 > /dev/null 2> resumed.txt || cat resumed.txt
check "the run goes on from its last save" [ "$(losses two/transformer.jsonl | wc -l)" = 70 ]

"$program" evaluate --suite smoke --checkpoint nano --out e1 --no-frames > /dev/null 2> e1.txt || cat e1.txt
two evaluate --suite smoke --checkpoint nano --out e2 --no-frames > /dev/null 2> e2.txt || cat e2.txt
hash() { grep -o '"results_hash" *: *"[0-9a-f]*"' "$1/manifest.json"; }
check "two processes have the results of one, bit for bit" [ "$(hash e1)" = "$(hash e2)" ]
check "there are results" [ -n "$(hash e1)" ]
[ "$failures" = 0 ]
