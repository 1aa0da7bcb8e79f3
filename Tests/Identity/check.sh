#!/usr/bin/env bash
# Runs the article eight times in processes of their own (each hashes with another seed) and once
# with the debug build, and compares the output folders byte by byte; then variants of a queue in
# five replications, in as many processes, on one to four threads.
# Usage: check.sh RELEASE_BINARY DEBUG_BINARY
set -euo pipefail
release=$1
debug=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

for number in 1 2 3 4 5 6 7 8; do
  "$release" run scenarios/article --seed 7 --quiet --trace-requests 1000 \
    --out "$scratch/release-$number"
done
"$debug" run scenarios/article --seed 7 --quiet --trace-requests 1000 --out "$scratch/debug"

# Two variants of a queue that loses some, and a warm-up to detect.
mkdir "$scratch/queue"
cp -r scenarios/theory/manifests "$scratch/queue/"
cat > "$scratch/queue/scenario.yaml" <<'YAML'
cluster: {pools: [{machine: {cpu: "8", memory: 8Gi, price: $0.07/h}, count: 1}]}
manifests: [manifests/server.yaml]
images:
  - {image: "theory/server:*", size: 1Mi, plain: {service: exponential 10ms, queue: 20}}
clients:
  - {name: callers, target: server:80, from: inside, rate: 85/s, ask: page, start: 10s}
window: {from: 10s, until: 100s, steady: true, warm-up: detected}
end: {at: 110s}
variants:
  - {name: one}
  - {name: two, set: {images.0.plain.servers: 2}}
YAML
many() { # many BINARY THREADS FOLDER
  "$1" run "$scratch/queue" --seed 7 --quiet --trace-requests 100 --replications 5 \
    --threads "$2" --out "$scratch/$3" >/dev/null
}
for number in 1 2 3 4 5 6 7 8; do
  many "$release" $(((number - 1) % 4 + 1)) "many-$number"
done
many "$debug" 2 many-debug

failed=0
for folder in "$scratch"/many-[2-8] "$scratch/many-debug"; do
  if ! diff -rq "$scratch/many-1" "$folder"; then
    echo "different: $(basename "$folder")"
    failed=1
  fi
done
for folder in "$scratch"/release-[2-8] "$scratch/debug"; do
  if ! diff -rq "$scratch/release-1" "$folder"; then
    echo "different: $(basename "$folder")"
    failed=1
  fi
done
if grep -rlE "$scratch|$(pwd)" "$scratch/release-1" "$scratch/many-1"; then
  echo "a path of this machine stands in the output"
  failed=1
fi
[ "$failed" = 0 ] && echo "identical: 8 release processes and 1 debug process, $(find "$scratch/release-1" "$scratch/many-1" -type f | wc -l) files"
exit "$failed"
