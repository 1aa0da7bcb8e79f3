#!/usr/bin/env bash
# Holds the scheduler against this folder's golden trace, and shows that a change is found.
#
#   check.sh WAVETANK
#
# 1. recording again gives the very bytes of golden.jsonl, wherever it is written;
# 2. verify agrees with the trace in every decision;
# 3. the same configuration twice makes no difference, and no threshold is exceeded;
# 4. a planted change (one weight) is found by verify, which names the plugin and ends with 1;
# 5. the change on trial (packed.yaml) exceeds the thresholds: diff ends with 1 and says which.
set -euo pipefail
wavetank=$(realpath "$1")
cd "$(dirname "$0")"
work=$(mktemp -d)
cluster=(--nodes nodes.yaml --pods pods.yaml)

fail() {
  echo "scheduler-regression: $1" >&2
  exit 1
}

ends() { # ends STATUS COMMAND…: runs the command, whose output goes to $work/out
  local wanted=$1 status=0
  shift
  "$@" > "$work/out" 2>&1 || status=$?
  [ "$status" = "$wanted" ] || { cat "$work/out" >&2; fail "$* ended with $status, not $wanted"; }
}

says() { # says TEXT: the last command's output holds it
  grep -qF "$1" "$work/out" || { cat "$work/out" >&2; fail "the output does not say: $1"; }
}

trap 'rm -rf "$work" golden.again.jsonl' EXIT
ends 0 "$wavetank" scheduler record "${cluster[@]}" --config default.yaml --out golden.again.jsonl
cmp golden.jsonl golden.again.jsonl || fail "recording again gives other bytes"
ends 0 "$wavetank" scheduler verify golden.jsonl
says "decisions agree with the trace"
ends 0 "$wavetank" scheduler diff default.yaml golden.jsonl "${cluster[@]}" \
  --thresholds thresholds.yaml
says "no difference"

cat > "$work/planted.yaml" <<'END'
apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
profiles:
  - schedulerName: default-scheduler
    plugins: {score: {enabled: [{name: PodTopologySpread, weight: 3}]}}
END
ends 1 "$wavetank" scheduler verify golden.jsonl --config "$work/planted.yaml"
says "plugin    PodTopologySpread"
says "PodTopologySpread has the weight 3; 2 was recorded."

ends 1 "$wavetank" scheduler diff default.yaml packed.yaml "${cluster[@]}" \
  --thresholds thresholds.yaml --out "$work/diff"
says "threshold exceeded: moved"
for file in report.html diff.json figures.csv pods.csv nodes.csv; do
  [ -s "$work/diff/$file" ] || fail "there is no $file"
done
echo "scheduler-regression: the trace holds, and both planted changes are found"
