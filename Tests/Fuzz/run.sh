#!/usr/bin/env bash
# Fuzzes everything that reads a person's input, guided by coverage, two readers at a time.
#
#   Tests/Fuzz/run.sh [SECONDS [TARGET…]]        60 seconds each when not told
#
# Seeds are the repository's own files; what was found interesting is kept in
# .build-fuzz/corpus for the next time. A crash, a hang (10 s) or too much memory (1 GiB) ends
# with status 1, the input saved, and the command that repeats it.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] \
  || targets=(document manifest quantity selector duration scenario configuration case)
scratch=.build-fuzz

build() {
  local runtime
  runtime=$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath" *: *"\(.*\)".*/\1/p')
  local fuzzer="$runtime/clang/lib/linux/libclang_rt.fuzzer_no_main-$(uname -m).a"
  if [ ! -f "$fuzzer" ]; then
    echo "error: this Swift toolchain has no libFuzzer ($fuzzer)" >&2
    exit 1
  fi
  cp Package.resolved Tests/Fuzz/Package.resolved
  swift build -c release --package-path Tests/Fuzz --scratch-path "$scratch" \
    --product wavetank-fuzz --disable-index-store -Xswiftc -gnone \
    -Xswiftc -Xfrontend -Xswiftc -sanitize=fuzzer -Xcc -fsanitize=fuzzer-no-link \
    -Xlinker "$fuzzer" -Xlinker -lstdc++ 2>&1 | grep -vE '^\[|warning: |^ *[0-9]* *\||^$' || true
}

seeds() { # seeds TARGET FOLDER: files, or lines of a file, one a seed
  local number=0 file line
  case $1 in
    quantity | selector | duration)
      while IFS= read -r line; do
        printf '%s' "$line" >"$2/seed-$((number += 1))"
      done <"Tests/Fuzz/Seeds/$1.txt"
      ;;
    case)
      while IFS= read -r file; do
        cp "$file" "$2/seed-$((number += 1))"
      done < <(find Tests/Fuzz/Seeds/case Tests/BadInput/cases -name '*.json' | LC_ALL=C sort)
      ;;
    *)
      while IFS= read -r file; do
        cp "$file" "$2/seed-$((number += 1))"
      done < <(find scenarios Tests/BadInput -type f -size -32k -not -name '*.md' | LC_ALL=C sort)
      ;;
  esac
  for file in Tests/Fuzz/Found/"$1"-*; do
    [ ! -f "$file" ] || cp "$file" "$2/found-$((number += 1))"
  done
}

words() { # words TARGET: a dictionary of what the sources of its reader know
  local folders
  case $1 in
    manifest) folders="Sources/KubeAPI" ;;
    configuration) folders="Sources/Scheduler/Configuration Sources/KubeAPI/Reading" ;;
    case) folders="Sources/KubeAPI/Reading Sources/KubeAPI/Objects Sources/SchedulerLab" ;;
    scenario) folders="Sources/Scenarios Sources/KubeAPI/Objects" ;;
    *) folders="Sources/Documents Sources/Units" ;;
  esac
  # shellcheck disable=SC2086 # a list of folders
  grep -rhoE --include='*.swift' '"[A-Za-z][A-Za-z0-9./_-]{1,30}"' $folders | LC_ALL=C sort -u
  printf '"%s"\n' ': ' '- ' '<<: ' '&a ' '*a' '!!str ' '|-' '>' '---' '...' '{}' '[]' ', ' '# ' \
    '\\xEF\\xBB\\xBF' '\\x0D\\x0A' '\\x00' '\\xFF\\xFE' 'e999' '-1' '1.5.Gi' '9223372036854775808' \
    '106751d' '0x7f' 'true' 'null' '~' 'Ki' 'Gi' '\\x0a  ' '\\x09'
}

fuzz() { # fuzz TARGET: prints one line of figures, or all that is known of a failure
  local target=$1 corpus="$scratch/corpus/$1" fresh="$scratch/seeds/$1" log="$scratch/$1.log"
  rm -rf "$fresh"
  mkdir -p "$corpus" "$fresh" "$scratch/crashes"
  seeds "$target" "$fresh"
  words "$target" >"$scratch/$target.dict"
  if SWIFT_BACKTRACE=enable=no "$scratch/release/wavetank-fuzz" "$target" \
    -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -malloc_limit_mb=512 \
    -dict="$scratch/$target.dict" -artifact_prefix="$scratch/crashes/$target-" \
    -print_final_stats=1 "$corpus" "$fresh" >"$log" 2>&1; then
    local runs covered
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    covered=$(grep -oE 'cov: [0-9]+' "$log" | tail -1 | cut -c6-)
    echo "fuzzed $target: $runs inputs in $seconds s, $covered edges covered, no crash"
    return
  fi
  local artifact
  artifact=$(sed -n 's/.*Test unit written to //p' "$log" | tail -1)
  grep -vE '^(#|"|NEW_FUNC)' "$log" | tail -30
  echo "FAILED $target. Repeat with:"
  echo "  SWIFT_BACKTRACE=color=no $scratch/release/wavetank-fuzz $target ${artifact:-(see $log)}"
  echo "Mended, keep the input as Tests/Fuzz/Found/$target-WHAT-IT-WAS."
  touch "$scratch/failed"
}

build_began=$SECONDS
rm -f "$scratch/release/wavetank-fuzz"
build
[ -x "$scratch/release/wavetank-fuzz" ] || exit 1
echo "built the fuzzer in $((SECONDS - build_began)) s"
rm -f "$scratch/failed"
for target in "${targets[@]}"; do
  while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n || true; done
  fuzz "$target" &
done
wait
[ ! -e "$scratch/failed" ]
