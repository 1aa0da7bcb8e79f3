#!/usr/bin/env bash
# Runs the article eight times in processes of their own (each hashes with another seed) and once
# with the debug build, and compares the output folders byte by byte.
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

failed=0
for folder in "$scratch"/release-[2-8] "$scratch/debug"; do
  if ! diff -rq "$scratch/release-1" "$folder"; then
    echo "different: $(basename "$folder")"
    failed=1
  fi
done
if grep -rlE "$scratch|$(pwd)" "$scratch/release-1"; then
  echo "a path of this machine stands in the output"
  failed=1
fi
[ "$failed" = 0 ] && echo "identical: 8 release processes and 1 debug process, $(ls "$scratch/release-1" | wc -l) files"
exit "$failed"
